"""A lab brought over the wire to each place where its pages look different."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from browser.lab import Lab
from harness.server import Server
from harness.wire import Person

TEMPLATE = "T2R"
LONG = "Map the way from diagnosis to the first walk, together with everybody who has gone it before us"
IDEAS = ("Supported walks", "Community café in a care home", LONG, "A new logo on every leaflet")
# A split between the sides, a split through both, an agreement, and one with few answers.
RATINGS = {
    "Moira": ((5, 1), (5, 4), (4, 2), (1, 5)), "Ann": ((5, 2), (1, 4), (4, 2), ("dontKnow", 5)),
    "Bob": ((5, 1), (5, 5), (5, 2), None), "Cat": ((1, 4), (1, 4), (4, 3), None),
    "Dan": ((2, 5), (5, 4), (4, 2), None), "Eve": ((1, 5), (1, 5), (5, 2), None),
}  # fmt: skip
ROLES = {
    "Moira": "usesServices", "Ann": "usesServices", "Bob": "family", "Cat": "staff", "Dan": "manager", "Eve": "staff",
}  # fmt: skip


def with_a_rest(template: str) -> str:
    """Template T2 with the one kind that it lacks."""
    return template.replace("\nid: T2\n", f"\nid: {TEMPLATE}\n") + """
  - id: rest
    kind: break
    title: A rest
    prompt: Rest a little.
    easyPrompt: Rest a little.
    guideMinutes: 10
    visibility: anonymous
    reveal: live
    inputsFrom: []
    settings:
      purpose: Tea, and a look out of the window.
"""


@dataclass
class Stop:
    """Where the lab is now; `kind` and `title` of the step that is on, if one is."""

    lab: str
    kind: str = ""
    title: str = ""
    state: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.title or self.lab, self.state)))


class Tour:
    def __init__(self, server: Server, language: str = "en"):
        self.lab = Lab(server, server.make_lab("Living well with dementia, East Dunbartonshire", TEMPLATE, language))
        self.host = self.lab.facilitator()
        self.people: dict[str, Person] = {name: self.lab.person(name, role) for name, role in ROLES.items()}
        self.moira = self.people["Moira"]

    def stops(self) -> Iterator[Stop]:
        """Everything that a step shows is there before the state that a stop names."""
        yield Stop("prepared")
        self.host.command("openLab")
        yield Stop("lobby")
        yield from self._answers("info", lambda _: None, reveals=False)
        yield from self._answers("gather", self._ideas, reveals=False)
        yield from self._answers("vote", self._dots)
        yield from self._again("vote")
        yield from self._answers("rate", self._ratings)
        yield from self._again("rate")
        yield from self._step("info", at=1)
        yield from self._step("info", at=2, meanwhile=self._decisions)
        yield from self._answers("pledge", self._pledges, reveals=False)
        yield from self._step("break")
        self.host.command("endSitting")
        yield Stop("betweenSittings")
        self.host.command("openLab")
        self.host.command("endLab")
        yield Stop("ended")

    def _stop(self, activity: str, state: str) -> Stop:
        shown = self.host.view["activities"][activity]
        return Stop("open", shown["kind"], shown["title"], state)

    def _step(self, kind: str, at: int = 0, meanwhile: Callable[[], None] = lambda: None) -> Iterator[Stop]:
        activity = self.host.activity(kind, at)
        self.host.command("openActivity", activity=activity)
        self.host.command("pauseActivity", activity=activity)
        meanwhile()
        self.host.command("resumeActivity", activity=activity)
        yield self._stop(activity, "open")

    def _answers(self, kind: str, give: Callable[[str], None], reveals: bool = True) -> Iterator[Stop]:
        activity = self.host.activity(kind)
        self.host.command("openActivity", activity=activity)
        give(activity)
        self.host.command("pauseActivity", activity=activity)
        yield self._stop(activity, "paused")
        self.host.command("resumeActivity", activity=activity)
        yield self._stop(activity, "open")
        self.host.command("closeActivity", activity=activity)
        yield self._stop(activity, "closed")
        if reveals:
            self.host.command("revealActivity", activity=activity)
            yield self._stop(activity, "revealed")

    def _again(self, kind: str) -> Iterator[Stop]:
        """Opened once more, with the earlier round beside."""
        activity = self.host.activity(kind)
        self.host.command("reopenActivity", activity=activity)
        yield self._stop(activity, "open")
        self.host.command("revealActivity", activity=activity)
        yield self._stop(activity, "revealed")

    def _ideas(self, activity: str) -> None:
        tags = {"cos": ["C", "D", "L", "A"], "when": "couldBe", "for": "community"}
        own = self.moira.command("addIdea", activity=activity, text="Walks", **tags)["idea"]
        self.moira.command("editIdea", activity=activity, idea=own, version=1, text=IDEAS[0])
        for name, text in zip(("Ann", "Cat", "Moira"), IDEAS[1:], strict=True):
            self.people[name].command("addIdea", activity=activity, text=text, cos=["D"])

    def _items(self, kind: str) -> list[str]:
        """The ids of an activity's items, in the order of `IDEAS`."""
        return [item["id"] for text in IDEAS for item in self.lab.items(self.host, kind) if item["text"] == text]

    def _dots(self, activity: str) -> None:
        items = self._items("vote")
        for person, item in zip(self.people.values(), (items * 2)[:5], strict=False):
            person.command("vote", activity=activity, item=item, dots=1)
        self.people["Eve"].command("pass", activity=activity)

    def _ratings(self, activity: str) -> None:
        for name, ratings in RATINGS.items():
            for item, rating in zip(self._items("rate"), ratings, strict=True):
                if rating:
                    self.people[name].command("rate", activity=activity, item=item, impact=rating[0], effort=rating[1])

    def _decisions(self) -> None:
        activity = self.host.activity("rate")
        for item, decision in zip(self._items("rate"), ("do", "plan", "later"), strict=False):
            self.host.command(
                "decide", activity=activity, item=item, decision=decision, who="Moira and the library",
                reason="It helps, and we can begin on Tuesday.",
            )

    def _pledges(self, activity: str) -> None:
        pledge = self.moira.command(
            "addPledge", activity=activity, give="I lead Tuesday's walk", get="Hi-vis vests", by="2026-12-01",
            firstStep="Ask two neighbours", help="Someone with a key", idea=self._items("rate")[0],
        )["pledge"]
        self.moira.command("acceptPledge", activity=activity, pledge=pledge)
        self.moira.command("addPledge", activity=activity, give="Tea for everybody afterwards")
        self.people["Cat"].command("addPledge", activity=activity, give="A room on Mondays")
