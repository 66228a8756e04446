"""Walks a lab of a template from its lobby to its end over real sockets.

`Walk.steps` opens each step of the agenda in its order, lets several people do what the step asks, and gives the step
out while it is open, for a test to do and to look at what is special in it; then it closes the step, reveals it where it
has something to reveal, and holds what everybody sees against what was given. `Walk.end` ends the lab and holds its
export for keeping against the same. What people do in a step of each kind is in `contributors.py`; they go by the
settings that the lab's own view has.
"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import yaml

from api.contributors import CONTRIBUTORS
from api.documents import ASYNCAPI, pointer
from api.messages import plain
from api.replayed import check
from harness.server import TOP, Server, eventually
from harness.wire import Person, Rejected

COMMUNITY = {"usesServices", "family", "neighbour"}
PROFESSIONAL = {"staff", "manager", "elected"}
#: Who is to be heard: those who use services stand first, and one of them all is on paper.
ROOM = (
    ("Moira Kerr", "usesServices", "self"), ("Ann Lennox", "usesServices", "scribe"), ("Kay Baird", "usesServices", "voice"),
    ("Sam Forbes", "staff", "self"), ("Bob Menzies", "family", "self"), ("Tess Gow", "staff", "self"),
    ("Nora Syme", "neighbour", "self"), ("Vic Orr", "manager", "self"), ("Jean Pirie", "family", "paper"),
    ("Gus Rennie", "elected", "self"), ("Eve Lindsay", "neighbour", "self"),
)  # fmt: skip
#: Sees everything, and is not among those to be heard.
WATCHER = ("Will Tait", "other", "self")
#: The kinds in which nobody is heard; notes for oneself aren't counted, either.
UNHEARD = {"info", "break", "reflect"}
#: Of these a reveal shows more than what was live: places, and both sides.
REVEALED = {"vote", "rate", "grid", "survey"}


class Place(Person):
    """Somebody's connection."""

    def __init__(self, server: Server, lab: str, audience: str = "participant", **join: Any):
        self.told = 0
        self.people: list[dict[str, Any]] | None = None
        super().__init__(server, lab, audience, **join)

    def _take(self, message: dict[str, Any]) -> None:
        super()._take(message)
        if message["type"] == "people":
            self.people = message["people"]

    def begin(self, name: str, body: dict[str, Any]) -> str:
        """Sends a command and doesn't wait for its answer."""
        self.number += 1
        key = f"{self.client}.{self.number}"
        self.send({"type": "command", "id": key, "name": name, "body": body})
        return key

    def result(self, key: str, what: str) -> dict[str, Any]:
        answer = eventually(f"{what} is answered", lambda: self.answers.get(key))
        assert answer["type"] == "accepted", f"{what}: {answer.get('reason')}: {answer.get('detail')}"
        return answer.get("result", {})

    def refusal(self, name: str, /, **body: Any) -> tuple[str, str]:
        """The reason for which a command is rejected, and the words for it."""
        try:
            result = self.command(name, **body)
        except Rejected as rejection:
            return rejection.reason, str(rejection)
        raise AssertionError(f"{name} was accepted with {result}")


class Member:
    """Somebody in the room, with a phone or on paper."""

    def __init__(self, walk: "Walk", name: str, role: str, support: str):
        self.walk, self.name, self.role, self.support = walk, name, role, support
        self.place: Place | None = None
        self.token = ""
        if support == "paper":
            self.id = walk.facilitator.command("addPerson", name=name, role=role)["participant"]
        else:
            self.place = walk.join(
                walk.lab["code"], name=name, role=role, invite=walk.lab["inviteKey"],
                **({} if support == "self" else {"support": support}),
            )  # fmt: skip
            self.id, self.token = self.place.joined["participant"], self.place.joined["token"]

    def __repr__(self) -> str:
        return self.name

    @property
    def side(self) -> str | None:
        return "community" if self.role in COMMUNITY else "professional" if self.role in PROFESSIONAL else None

    @property
    def hand(self) -> Place:
        """Whose connection their answers come by."""
        return self.place or self.walk.facilitator

    def body(self, body: dict[str, Any]) -> dict[str, Any]:
        return body if self.place else {**body, "onBehalfOf": self.id}

    def command(self, name: str, /, **body: Any) -> dict[str, Any]:
        return self.hand.command(name, **self.body(body))

    def refusal(self, name: str, /, **body: Any) -> tuple[str, str]:
        return self.hand.refusal(name, **self.body(body))

    def owns(self, step: "Step", what: str, read: Callable[[dict[str, Any]], Any]) -> Any:
        """Waits until what is one's own in a step is so."""

        def holds() -> Any:
            try:
                return self.place and read(self.place.mine["activities"][step.id])
            except KeyError:
                return None

        return eventually(f"{self}'s own has {what}", holds)


class Step:
    """One step of the agenda: what its template says, and what has been given in it."""

    def __init__(self, number: int, plan: dict[str, Any]):
        self.number, self.plan = number, plan
        self.key: str = plan["id"]
        self.kind: str = plan["kind"]
        self.settings: dict[str, Any] = plan.get("settings", {})
        self.id = ""
        self.given: Any = None

    def __repr__(self) -> str:
        return self.key

    @property
    def track(self) -> dict[str, str] | None:
        return self.plan.get("track")


def heads(steps: list[Step]) -> list[Step]:
    """The first step of each track of those that run side by side."""
    return [step for index, step in enumerate(steps) if all(step.track != before.track for before in steps[:index])]


class Walk:
    """One lab of a template, and all who are in it."""

    def __init__(self, server: Server, template: str, away: dict[int, set[str]] | None = None, later: dict[str, set[str]] | None = None):
        """
        away: who misses which sitting.
        later: the parts of a form that can only be written later, by the key of its step.
        """
        self.server, self.template, self.away, self.later = server, template, away or {}, later or {}
        self.text = (TOP / f"config/templates/{template}.yaml").read_text(encoding="utf-8")
        self.plan: dict[str, Any] = yaml.safe_load(self.text)
        self.lab = server.make_lab("Living well together", template)
        #: Every connection there ever was, with whose it was.
        self.places: list[tuple[str, Place]] = []
        self.sitting = 1
        self.facilitator = self.join(self.lab["id"], "facilitator", token=self.lab["facilitatorToken"])
        self.screen = self.join(self.lab["id"], "screen", token=self.lab["screenToken"])
        agenda = sorted(self.facilitator.view["activities"].items(), key=lambda item: item[1]["order"])
        self.agenda = [Step(number, plan) for number, plan in enumerate(self.plan["activities"])]
        assert [view["title"] for _, view in agenda] == [step.plan["title"] for step in self.agenda]
        for step, (activity, _) in zip(self.agenda, agenda, strict=True):
            step.id = activity
            step.given = CONTRIBUTORS[step.kind](self, step)
        self.step = {step.key: step for step in self.agenda}
        self._enter()

    def __enter__(self) -> "Walk":
        return self

    def __exit__(self, *_: object) -> None:
        for _, place in self.places:
            place.close()

    def join(self, lab: str, audience: str = "participant", **join: Any) -> Place:
        place = Place(self.server, lab, audience, **join)
        self.places.append((join.get("name", audience), place))
        return place

    def _enter(self) -> None:
        """People come into the lobby, and the lab is opened."""
        self.members = [Member(self, *who) for who in ROOM]
        self.watcher = Member(self, *WATCHER)
        for member in self.phones:
            assert set(member.hand.view) == {"lab"}, "in the lobby there is nothing but what the lab is"
            assert member.hand.view["lab"]["welcome"] == self.plan["welcome"].strip()
        needs = self.facilitator.view["lab"].get("needs", [])
        if needs:
            reason, words = self.facilitator.refusal("openLab")
            assert reason == "notAllowed" and "Before this lab opens" in words
            self.facilitator.command("setDetails", **{need: f"What we say of {need}" for need in needs})
        self.facilitator.command("openLab")
        self.watcher.command("watch", on=True)
        glossary = {term: meaning.strip() for term, meaning in self.plan.get("details", {}).get("glossary", {}).items()}
        self.all_see("what words mean", lambda view: view["lab"].get("details", {}).get("glossary", {}), glossary)
        self.all_see("who is to be heard", lambda view: view["people"]["joined"], len(ROOM))

    # Who is there.

    @property
    def phones(self) -> list[Member]:
        return [member for member in [*self.members, self.watcher] if member.place]

    @property
    def present(self) -> list[Member]:
        return [member for member in self.members if member.name not in self.away.get(self.sitting, set())]

    @property
    def everywhere(self) -> list[Place]:
        """All who look on now."""
        seats = [member.hand for member in self.phones if member in self.present or member is self.watcher]
        return [self.facilitator, self.screen, *seats]

    def member(self, name: str) -> Member:
        return next(member for member in self.members if member.name.startswith(name))

    def of_side(self, side: str) -> list[Member]:
        return [member for member in self.present if member.side == side]

    # Doing, and seeing what was done.

    def together(self, commands: list[tuple[Member, str, dict[str, Any]]]) -> list[dict[str, Any]]:
        """Several people do something at once; each command must be accepted. Gives the results in order."""
        sent = [(member.hand, member.hand.begin(name, member.body(body)), f"{member}: {name} {body}") for member, name, body in commands]
        return [place.result(key, what) for place, key, what in sent]

    def all_see(self, what: str, read: Callable[[dict[str, Any]], Any], expected: Any, places: list[Place] | None = None) -> None:
        """Waits until everybody's view, as their patches have made it, says what is expected."""
        for place in places or self.everywhere:

            def found(place: Place = place) -> Any:
                try:
                    return read(place.view)
                except KeyError as missing:
                    return f"no {missing}"

            try:
                eventually(what, lambda: found() == expected)
            except AssertionError:
                who = next(who for who, other in self.places if other is place)
                raise AssertionError(f"{who} sees of {what}:\n{found()}\nnot\n{expected}") from None

    def see(self, step: Step, what: str, read: Callable[[dict[str, Any]], Any], expected: Any, places: list[Place] | None = None) -> None:
        """The same of one activity."""
        self.all_see(f"{self.template}/{step}: {what}", lambda view: read(view["activities"][step.id]), expected, places)

    def inputs(self, step: Step) -> list[str]:
        """The items that flow into a step."""
        items = [item for key in step.plan.get("inputsFrom", []) for item in self.step[key].given.outputs]
        return list(dict.fromkeys(items))

    def words(self, item: str) -> str:
        """The words of an item, wherever it was made."""
        return next(step.given.made[item] for step in self.agenda if item in step.given.made)

    # The walk.

    def steps(self) -> Iterator[Step]:
        for _, group in groupby(self.agenda, key=lambda step: f"beside {step.track['of']}" if step.track else step.key):
            side_by_side = list(group)
            first = side_by_side[0]
            while first.plan.get("sitting", self.sitting) > self.sitting:
                self._begin_sitting()
            self.facilitator.command("openActivity", activity=first.id)
            self.all_see(f"{first} is what is on", lambda view: view["lab"]["current"], first.id)
            tracks = [[step for step in side_by_side if step.track == head.track] for head in heads(side_by_side)]
            for steps in tracks:
                self._state(steps[0], "open")
                for later in steps[1:]:
                    self._state(later, "draft")
            for steps in tracks:
                for before, step in zip([None, *steps], steps, strict=False):
                    if before:
                        # Each group goes on by itself; the others stay where they are.
                        self.facilitator.command("closeActivity", activity=before.id, alone=True)
                        self._state(before, "closed")
                        self.facilitator.command("openActivity", activity=step.id)
                        self._state(step, "open")
                    self._contribute(step)
                    yield step
            if first.kind not in ("info", "break"):
                assert any(step.given.heard or step.kind == "reflect" for step in side_by_side)
            self.facilitator.command("closeActivity", activity=tracks[0][-1].id)
            for step in side_by_side:
                self._state(step, "closed")
            for step in side_by_side:
                self._reveal(step)

    def reopen(self, key: str) -> Step:
        """An earlier step is opened again, for its last parts; what was given in it stands."""
        step = self.step[key]
        self.facilitator.command("reopenActivity", activity=step.id)
        self._state(step, "open")
        step.given.shown()
        return step

    def close(self, key: str) -> None:
        step = self.step[key]
        step.given.shown()
        self.facilitator.command("closeActivity", activity=step.id)
        self._state(step, "closed")

    def _state(self, step: Step, state: str) -> None:
        self.see(step, f"it is {state}", lambda view: view["state"], state)

    def _asked(self, step: Step) -> None:
        """What is asked, and how long it may take, is before everybody; what is said afterwards isn't yet."""
        words = [step.plan["title"], step.plan["prompt"].strip(), step.plan["easyPrompt"].strip(), step.plan["guideMinutes"]]
        self.see(step, "what is asked", lambda view: [view[key] for key in ("title", "prompt", "easyPrompt", "guideMinutes")], words)
        if step.kind not in UNHEARD:
            places = [place for place in self.everywhere if place is not self.facilitator]
            self.see(step, "no commentary yet", lambda view: "commentary" in view, False, places)

    def _commented(self, step: Step) -> None:
        """Whoever has answered or passed reads the commentary, and nobody else does."""
        heard = step.given.heard
        for member in self.phones:
            if member in heard:
                member.owns(step, "the commentary", lambda mine: mine.get("commentary") == step.plan["commentary"].strip())
            else:
                assert "commentary" not in member.hand.mine.get("activities", {}).get(step.id, {})

    def _room(self, step: Step) -> list[Member]:
        """All who are where the step is: in a track those who have chosen it."""
        if not step.track:
            return self.present
        chosen = self.step[step.track["of"]].given.choices
        return [member for member in self.present if chosen.get(member) == step.track["is"]]

    def _taking_part(self, step: Step) -> tuple[list[Member], Member | None]:
        """Who contributes to a step, and who passes on it; one more of them says nothing."""
        may = [member for member in self._room(step) if member.role in step.plan.get("contributors", [member.role])]
        if step.track:
            return may, None
        if step.kind in (*UNHEARD, "choose"):
            return may, None
        quiet = [member for member in may if member.side == "community" and member.role != "usesServices"]
        silent = quiet[step.number % len(quiet)]
        others = [member for member in may if member.side == "professional"] or [member for member in quiet if member is not silent]
        passing = others[step.number % len(others)]
        return [member for member in may if member not in (silent, passing)], passing

    def _contribute(self, step: Step) -> None:
        self._asked(step)
        if step.kind in ("info", "break"):
            step.given.contribute([])
            return
        people, passing = self._taking_part(step)
        if "contributors" in step.plan:
            outsider = next(member for member in self.present if member.role not in step.plan["contributors"])
            reason, words = outsider.refusal("pass", activity=step.id)
            assert reason == "notAllowed" and "for others to answer" in words
        if passing:
            passing.command("pass", activity=step.id)
            step.given.heard.add(passing)
        if "quorum" in step.plan:
            self._wait_for_quorum(step, people)
        step.given.contribute(people)
        if step.kind != "reflect":
            self.count(step)
        if "commentary" in step.plan:
            self._commented(step)
        if step.plan["reveal"] == "live":
            step.given.shown()
        else:
            step.given.hidden()

    def _wait_for_quorum(self, step: Step, people: list[Member]) -> None:
        """Too few of those whom it is about have been heard, so that it can't be shown yet."""
        for role, number in step.plan["quorum"].items():
            reason, words = self.facilitator.refusal("revealActivity", activity=step.id)
            assert reason == "notAllowed" and f"waits for at least {number} people" in words
            assert sum(member.role == role for member in people) >= number

    def count(self, step: Step) -> None:
        """“n of m heard” is right for everybody, and by side for the facilitator."""
        heard, room = step.given.heard, self._room(step)
        self.see(step, "who was heard", lambda view: view["heard"], {"n": len(heard), "of": len(room)})
        sides = {
            side: {"n": sum(member.side == side for member in heard), "of": sum(member.side == side for member in room)}
            for side in ("community", "professional")
        }
        self.see(step, "who was heard by side", lambda view: view["heardBySide"], sides, [self.facilitator])

    def _reveal(self, step: Step) -> None:
        if step.kind in UNHEARD:
            reason, words = self.facilitator.refusal("revealActivity", activity=step.id)
            assert reason == "notAllowed" and "nothing to reveal" in words
            step.given.closed()
            return
        if step.plan["reveal"] == "onReveal" or step.kind in REVEALED:
            self.facilitator.command("revealActivity", activity=step.id)
            self._state(step, "revealed")
            if "commentary" in step.plan:
                self.see(step, "its commentary", lambda view: view["commentary"], step.plan["commentary"].strip())
        step.given.shown()
        step.given.closed()

    def _begin_sitting(self) -> None:
        """Everybody goes home, and most come back to the next sitting."""
        for member in self.phones:
            if member.hand in self.everywhere:
                member.hand.close()
        eventually("all have gone", lambda: not any(person["here"] for person in self._people() if person["id"] in self._ids))
        self.facilitator.command("endSitting")
        self.all_see("the sitting is over", lambda view: view["lab"]["state"], "betweenSittings", [self.facilitator, self.screen])
        self.sitting += 1
        self.facilitator.command("openLab")
        for member in self.phones:
            if member in self.present or member is self.watcher:
                member.place = self.join(self.lab["id"], token=member.token)
        self.all_see("the next sitting", lambda view: [view["lab"]["state"], view["lab"]["sitting"]], ["open", self.sitting])
        self.all_see("who came", lambda view: view["people"]["joined"], len(self.present))

    @property
    def _ids(self) -> set[str]:
        return {member.id for member in self.phones}

    def _people(self) -> list[dict[str, Any]]:
        self.facilitator.people = None
        self.facilitator.send({"type": "people"})
        return eventually("the list of people", lambda: self.facilitator.people)

    # The end.

    def export(self, purpose: str) -> dict[str, Any]:
        path = f"/api/labs/{self.lab['id']}/export/json?for={purpose}"
        answer = self.server.request("GET", path, headers={"Authorization": f"Bearer {self.lab['facilitatorToken']}"})
        assert answer.status == 200, answer.body.decode()
        return answer.json

    def end(self) -> dict[str, Any]:
        """Ends the lab, and holds what is kept of it against what was given. Gives the export for keeping."""
        self.facilitator.command("endLab")
        self.all_see("the end", lambda view: view["lab"]["state"], "ended")
        for step in self.agenda:
            if step.kind not in UNHEARD:
                # What stays open after the end was closed by hand here.
                closed = "activityClosed" if step.settings.get("staysOpen") else "labClosed"
                assert self.member("Moira").refusal("pass", activity=step.id)[0] == closed
        kept = self.export("keeping")
        assert [activity["id"] for activity in kept["activities"]] == [step.id for step in self.agenda]
        for step, activity in zip(self.agenda, kept["activities"], strict=True):
            step.given.exported({table["name"]: rows(table) for table in activity["tables"]})
            if step.kind in UNHEARD:
                assert "heard" not in activity
            else:
                assert activity["shown"] and activity["heard"]["n"] == len(step.given.heard) > 0
        self._nothing_is_left_out()
        self._no_idea_is_lost(kept)
        self._what_is_private(kept)
        self._patches_make_fresh_views()
        self._replays_as_it_was()
        return kept

    def _nothing_is_left_out(self) -> None:
        without = [step for step in self.agenda if not step.given.contributors and step.kind not in ("info", "break")]
        assert not without, f"{self.template}: nobody has given anything in {without}"

    def _no_idea_is_lost(self, kept: dict[str, Any]) -> None:
        """Each item that flows on stands in the chain with its words and every step that tells of it, in order."""
        chain = {idea["item"]: idea for idea in kept["chain"]}
        born = {item: (step, text) for step in self.agenda for item, text in step.given.flowing.items()}
        assert set(chain) == set(born)
        for item, (step, text) in born.items():
            told = [
                (other.id, table)
                for other in self.agenda
                for table in other.given.tells(item)
            ]
            found = [
                (each["activity"], each["table"])
                for each in chain[item]["steps"]
                if each["table"] in ("themes", "votes", "results", "decisions", "pledges")
            ]
            assert (chain[item]["text"], chain[item]["activity"], found) == (text, step.id, told)

    def _what_is_private(self, kept: dict[str, Any]) -> None:
        """Notes for oneself are in no frame but their owner's and in no export; the screen has nobody's name."""
        exports = json.dumps([kept, self.export("sharing")])
        notes = [note for step in self.agenda if step.kind == "reflect" for note in step.given.notes.items()]
        for member, secret in notes:
            assert secret not in exports
            for who, place in self.places:
                if place.joined["audience"] == "screen" or place.joined["participant"] != member.id:
                    assert not any(secret in frame for frame in place.frames), f"{who} got a note of {member}"
        names = re.compile("|".join(name for name, _, _ in (*ROOM, WATCHER)))
        assert not any(names.search(frame) for frame in self.screen.frames)

    def _patches_make_fresh_views(self) -> None:
        for place in (self.facilitator, self.screen, self.members[0].hand, self.watcher.hand):
            # Who came into the lobby was waiting then.
            audience = place.joined["audience"].replace("waiting", "participant")
            token = self.lab["screenToken"] if audience == "screen" else place.joined["token"]
            fresh = self.join(self.lab["id"], audience, token=token)
            eventually(f"{audience}: patches make a fresh view", lambda: fresh.view == place.view)
            if audience != "screen":
                eventually(f"{audience}: patches make what is one's own", lambda: fresh.mine == place.mine)
            if place is not self.watcher.hand:
                plain(fresh.view)
                schema = pointer("components", "schemas", f"{audience.capitalize()}View")
                ASYNCAPI.check(fresh.view, schema, f"{self.template}: the view at the end")
            fresh.close()

    def _replays_as_it_was(self) -> None:
        """At each revision that screen and facilitator were sent, the lab played again shows what they saw."""
        assert check(self.server, self.lab, "screen", self.screen) > len(self.agenda)
        check(self.server, self.lab, "facilitator", self.facilitator)


def rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
