"""What people do in a step of each kind, by the settings that the lab's view has, and what is to be seen of it then."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from harness.server import eventually

if TYPE_CHECKING:
    from api.programme import Member, Step, Walk

IDEAS = (
    "Supported walks", "Oral history on foot", "A café with links to the school", "Pupils who train us", "A map of what matters",
    "What can you share?", "The way from diagnosis to the first walk", "Walk buddies", "Evenings and weekends", "A word over the fence",
    "Children rate each week", "Music in the hall",
)  # fmt: skip
THEMES = (
    "Told by those who lived it", "Getting out together", "Short and plain", "Says what was hard", "Young and old", "Names who helped",
    "Moves us to act", "Close to home", "Fun",
)  # fmt: skip
COS = "CDLA"
DAY = "2031-03-01"


class Contributor:
    """One step: what people give in it, and what is seen and kept of that."""

    def __init__(self, walk: "Walk", step: "Step"):
        self.walk, self.step = walk, step
        #: Who has been heard, by a pass, too.
        self.heard: set[Member] = set()
        #: Who has given something.
        self.contributors: set[Member] = set()
        #: The words of the items that were made here, by id.
        self.made: dict[str, str] = {}

    @property
    def view(self) -> dict[str, Any]:
        """The facilitator's view of the activity."""
        return self.walk.facilitator.view["activities"][self.step.id]

    @property
    def outputs(self) -> list[str]:
        """The items that flow on from here, as far as they are shown."""
        return list(self.made)

    @property
    def flowing(self) -> dict[str, str]:
        """Those of them that begin here, with their words."""
        return {item: self.made[item] for item in self.outputs if item in self.made}

    def gave(self, members: Iterable["Member"]) -> None:
        members = set(members)
        self.contributors |= members
        self.heard |= members

    def words(self, number: int) -> str:
        return f"{IDEAS[number % len(IDEAS)]} ({self.step.key} {number})"

    def given_by(self, member: "Member") -> dict[str, Any]:
        """What a view says of whoever gave something: how it came in, and their role where the activity shows it."""
        by: dict[str, Any] = {}
        if member.support != "self":
            by["support"] = member.support
        if self.step.plan["visibility"] in ("role", "named"):
            by["role"] = member.role
        return by

    def see(self, what: str, read: Any, expected: Any, places: Any = None) -> None:
        self.walk.see(self.step, what, read, expected, places)

    def do(self, name: str, given: Iterable[tuple["Member", dict[str, Any]]]) -> list[dict[str, Any]]:
        """Several people give a command here at once."""
        return self.walk.together([(member, name, {"activity": self.step.id, **body}) for member, body in given])

    def contribute(self, people: list["Member"]) -> None: ...
    def hidden(self) -> None: ...
    def shown(self) -> None: ...
    def closed(self) -> None: ...
    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None: ...

    def tells(self, item: str) -> list[str]:
        """The tables of an export in which this step tells of an item that flowed in."""
        return []


def without(entry: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}


def trimmed(collection: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Its entries without these members."""
    return {entry: without(members, *keys) for entry, members in collection.items()}


def names_in(collection: dict[str, Any]) -> dict[str, str]:
    return {entry: members["name"] for entry, members in collection.items() if "name" in members}


def in_order(collection: dict[str, Any]) -> list[str]:
    return sorted(collection, key=lambda key: collection[key]["order"])


class Told(Contributor):
    """`info` and `break`: there is something to read for everybody, and nobody is heard."""

    def contribute(self, people: list["Member"]) -> None:
        settings = self.step.settings
        for key in {"text", "purpose"} & set(settings):
            self.see(f"its {key}", lambda view: view[key].split(), settings[key].split())
        for key in {"resultsOf", "decidesOn"} & set(settings):
            self.see("whose it shows", lambda view: view[key], self.walk.step[settings[key]].id)
        self.see("nobody is to be heard", lambda view: "heard" in view, False)
        if "decidesOn" in settings:
            self.walk.step[settings["decidesOn"]].given.decide()

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        words = self.step.settings.get("text") or self.step.settings.get("purpose")
        if words:
            assert tables["text"][0]["text"].split() == words.split()


class Gathered(Contributor):
    """`gather`: each adds an idea, two add another; one is changed and one withdrawn."""

    def contribute(self, people: list["Member"]) -> None:
        prompts = self._prompts()
        asks = {tag: self.view[setting] for tag, setting in (("cos", "asksCos"), ("when", "asksWhen"), ("for", "asksFor"))}
        bodies = []
        for number, _ in enumerate([*people, *people[:2]]):
            tags: dict[str, Any] = {
                "cos": ["C", "D"] if number == 3 else [COS[number % 4]], "when": ("couldBe", "now")[number % 2],
                "for": ("community", "person")[number % 2],
            }  # fmt: skip
            if number == 0 and prompts:
                # The first answers a question that nobody has answered yet.
                tags |= {tag: prompts[0][tag] for tag in ("cos", "when") if tag in prompts[0]}
            headings = in_order(self.view.get("groups", {}))
            group = {"group": headings[number % len(headings)]} if headings else {}
            bodies.append({"text": self.words(number), **group, **{tag: value for tag, value in tags.items() if asks[tag]}})
        givers = [*people, *people[:2]]
        ids = [result["idea"] for result in self.do("addIdea", zip(givers, bodies, strict=True))]
        self.ideas = {idea: {**body, **self.given_by(member)} for idea, body, member in zip(ids, bodies, givers, strict=True)}
        self.authors = dict(zip(ids, givers, strict=True))
        changed = f"{bodies[0]['text']}, and more"
        self.do("editIdea", [(people[0], {"idea": ids[0], "version": 1, "text": changed})])
        self.do("withdrawIdea", [(people[1], {"idea": ids[-1]})])
        self.ideas[ids[0]] |= {"text": changed, "edited": True}
        del self.ideas[ids[-1]]
        if self.view["asksQuote"]:
            self.quotable = [ids[0], ids[2]]
            self.do("allowQuote", [(self.authors[idea], {"idea": idea, "on": True}) for idea in self.quotable])
            for idea in self.quotable:
                self.ideas[idea]["quotable"] = True
        self.made = {idea: words["text"] for idea, words in self.ideas.items()}
        self.gave(people)

    def add(self, member: "Member", *texts: str) -> None:
        """Somebody has more ideas."""
        results = self.do("addIdea", [(member, {"text": text}) for text in texts])
        for result, text in zip(results, texts, strict=True):
            self.ideas[result["idea"]] = {"text": text, **self.given_by(member)}
            self.authors[result["idea"]] = member
            self.made[result["idea"]] = text
        self.gave([member])
        self.shown()

    def _prompts(self) -> list[dict[str, Any]]:
        """What nobody has filled in a grid comes up here as a question."""
        empty: dict[str, dict[str, Any]] = {}
        for key in self.step.plan.get("inputsFrom", []):
            if self.walk.step[key].kind == "grid":
                empty |= self.walk.step[key].given.empty()
        self.see("its questions", lambda view: trimmed(view.get("prompts", {}), "order", "from"), empty)
        return list(empty.values())

    def shown(self) -> None:
        self.see("the ideas", lambda view: trimmed(view["ideas"], "order", "version", "name"), self.ideas)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        found = {row["item"]: (row["text"], row.get("cos"), row.get("when"), row.get("for")) for row in tables["ideas"]}
        assert found == {
            idea: (words["text"], " ".join(words["cos"]) if "cos" in words else None, words.get("when"), words.get("for"))
            for idea, words in self.ideas.items()
        }


class Sorted(Contributor):
    """`cluster`: people name themes, and put each item under one."""

    def contribute(self, people: list["Member"]) -> None:
        items = self.walk.inputs(self.step)
        self.see("what flows in", lambda view: set(view["items"]), set(items))
        self.themes = {theme: self.view["themes"][theme]["text"] for theme in in_order(self.view["themes"])}
        assert list(self.themes.values()) == self.step.settings.get("themes", [])
        makers = people[:1] if self.themes else people
        new = list(THEMES[: len(makers)])
        added = self.do("addTheme", [(member, {"text": text}) for member, text in zip(makers, new, strict=True)])
        ids = [result["theme"] for result in added]
        self.themes |= dict(zip(ids, new, strict=True))
        better = f"{new[0]}, in their words"
        makers[0].command("editTheme", activity=self.step.id, theme=ids[0], version=1, text=better)
        self.themes[ids[0]] = better
        every = list(self.themes)
        # The first item goes to one theme, and then to another.
        people[-1].command("placeItem", activity=self.step.id, item=items[0], theme=every[-1])
        self.placed = {item: every[number % len(every)] for number, item in enumerate(items)}
        places = enumerate(self.placed.items())
        self.do("placeItem", [(people[number % len(people)], {"item": item, "theme": theme}) for number, (item, theme) in places])
        self.passes_themes = self.view["passesOn"] == "themes"
        if self.passes_themes:
            self.made = dict(self.themes)
        self.gave({people[number % len(people)] for number in range(len(items))} | {people[-1], *makers})

    @property
    def outputs(self) -> list[str]:
        return list(self.themes if self.passes_themes else self.placed)

    def shown(self) -> None:
        count = Counter(self.placed.values())
        themes = {theme: {"text": text, "count": count[theme]} for theme, text in self.themes.items()}
        self.see("the themes", lambda view: trimmed(view["themes"], "order", "version"), themes)
        self.see("what stands where", lambda view: {item: each.get("theme") for item, each in view["items"].items()}, self.placed)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        found = {(row["theme"], row["item"], row["text"]) for row in tables["themes"]}
        under = {(self.themes[theme], item, self.walk.words(item)) for item, theme in self.placed.items()}
        assert found == under | {(text, None, None) for theme, text in self.themes.items() if theme not in self.placed.values()}

    def tells(self, item: str) -> list[str]:
        return ["themes"] if item in self.placed else []


class Voted(Contributor):
    """`vote`: each spends dots or points, and can't spend more than there are."""

    def contribute(self, people: list["Member"]) -> None:
        view = self.view
        self.made = {item: view["items"][item]["text"] for item in in_order(view["items"]) if "text" in view["items"][item]}
        assert list(self.made.values()) == self.step.settings.get("options", [])
        self.see("what can be chosen", lambda view: set(view["items"]), {*self.made, *self.walk.inputs(self.step)})
        items = in_order(view["items"])
        budget, most = view["budget"], view["perItem"]
        self.spent: dict[Member, dict[str, int]] = {}
        for number, member in enumerate(people):
            own: dict[str, int] = {}
            # Where there are more dots than things to choose, people differ by what they leave out.
            room = min(len(items), budget) if budget < len(items) or most > 1 else 1 + number % (len(items) - 1)
            for place in range(room):
                amount = min(most, (budget - sum(own.values()) + 1) // 2)
                if amount:
                    own[items[(number * number // 2 + place) % len(items)]] = amount
            self.spent[member] = own
        self.do("vote", [(member, {"item": item, "dots": dots}) for member, own in self.spent.items() for item, dots in own.items()])
        for member, own in self.spent.items():
            if member.place:
                member.owns(self.step, f"{own}", lambda mine, own=own: mine["dots"] == own)
        self._no_more_than_there_are(people[0], items, budget, most)
        self.totals = Counter({item: 0 for item in items})
        for own in self.spent.values():
            self.totals.update(own)
        self.taken = items
        self.gave(people)

    def _no_more_than_there_are(self, member: "Member", items: list[str], budget: int, most: int) -> None:
        reason, words = member.refusal("vote", activity=self.step.id, item=items[0], dots=most + 1)
        assert reason == "overBudget" and f"At most {most} of your {self.view['mode']}" in words
        own = self.spent[member]
        if sum(own.values()) == budget and len(own) < len(items):
            other = next(item for item in items if item not in own)
            reason, words = member.refusal("vote", activity=self.step.id, item=other, dots=1)
            assert reason == "overBudget" and f"You have {budget} {self.view['mode']}, and {budget} are spent" in words

    @property
    def outputs(self) -> list[str]:
        return self.taken

    def hidden(self) -> None:
        self.see("no result", lambda view: any(key in entry for entry in view["items"].values() for key in ("votes", "rank")), False)

    def ranks(self) -> dict[str, str]:
        places = {item: 1 + sum(other > votes for other in self.totals.values()) for item, votes in self.totals.items()}
        ties = Counter(places.values())
        return {item: f"{place}=" if ties[place] > 1 else str(place) for item, place in places.items()}

    def shown(self) -> None:
        self.see("the votes", lambda view: {item: entry["votes"] for item, entry in view["items"].items()}, dict(self.totals))
        if self.view["state"] != "revealed":
            return
        self.see("the places", lambda view: {item: entry["rank"] for item, entry in view["items"].items()}, self.ranks())
        take = self.step.settings.get("take", len(self.totals))
        least = sorted(self.totals.values(), reverse=True)[min(take, len(self.totals)) - 1]
        self.taken = [item for item in in_order(self.view["items"]) if self.totals[item] >= least]

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        ranks = self.ranks()
        found = [(row["item"], row["text"], row["votes"], row["rank"]) for row in tables["votes"]]
        assert set(found) == {(item, self.made.get(item) or self.walk.words(item), votes, ranks[item]) for item, votes in self.totals.items()}
        assert [votes for _, _, votes, _ in found] == sorted(self.totals.values(), reverse=True)

    def tells(self, item: str) -> list[str]:
        return ["votes"] if item in self.totals else []


class Rated(Contributor):
    """`rate`: each rates each item on both axes, one doesn't know; later each is decided on, with a reason."""

    DECISIONS = ("do", "plan", "later", "drop")

    def contribute(self, people: list["Member"]) -> None:
        self.items = self.walk.inputs(self.step)
        self.see("what is rated", lambda view: set(view["items"]), set(self.items))
        self.ratings: dict[str, dict[str, Counter[Any]]] = {item: {"impact": Counter(), "effort": Counter()} for item in self.items}
        commands = []
        for number, member in enumerate(people):
            for place, item in enumerate(self.items):
                impact: Any = 1 + (place + (number % 3 == 0)) % 5
                effort: Any = "dontKnow" if number == 1 and place == 0 else 1 + (number + place) % 5
                self.ratings[item]["impact"][impact] += 1
                self.ratings[item]["effort"][effort] += 1
                commands.append((member, {"item": item, "impact": impact, "effort": effort}))
        self.do("rate", commands)
        self.decisions: dict[str, dict[str, str]] = {}
        self.gave(people)

    @property
    def outputs(self) -> list[str]:
        return self.items

    def hidden(self) -> None:
        self.see("no result", lambda view: any("results" in entry for entry in view["items"].values()), False)

    def shown(self) -> None:
        for axis in ("impact", "effort"):
            expected = {
                item: ({str(level): rating[axis][level] for level in range(1, 6)}, rating[axis]["dontKnow"]) for item, rating in self.ratings.items()
            }
            self.see(
                axis, lambda view, axis=axis: {
                    item: (entry["results"][axis]["counts"], entry["results"][axis]["dontKnow"]) for item, entry in view["items"].items()
                }, expected,
            )  # fmt: skip

    def closed(self) -> None:
        if not any(other.settings.get("decidesOn") == self.step.key for other in self.walk.agenda):
            self.decide()

    def decide(self) -> None:
        for number, item in enumerate(self.items):
            decision = {
                "decision": self.DECISIONS[number % 4], "reason": f"We talked about it ({number}).", "who": f"Neighbours and staff ({number})",
            }  # fmt: skip
            self.walk.facilitator.command("decide", activity=self.step.id, item=item, **decision)
            self.decisions[item] = decision
        self.see("the decisions", lambda view: {item: without(entry["decision"], "version") for item, entry in view["items"].items()}, self.decisions)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        for row in tables["results"]:
            for axis in ("impact", "effort"):
                assert [row[f"{axis}{level}"] for level in range(1, 6)] == [self.ratings[row["item"]][axis][level] for level in range(1, 6)]
        assert {row["item"] for row in tables["results"]} == set(self.items)
        found = {row["item"]: {key: row[key] for key in ("decision", "reason", "who")} for row in tables["decisions"]}
        assert found == self.decisions

    def tells(self, item: str) -> list[str]:
        return ["results", "decisions"] if item in self.items else []


class Mapped(Contributor):
    """`grid`: people fill cells with levels, with words or with both; whose turn it is first, writes first."""

    def contribute(self, people: list["Member"]) -> None:
        view = self.view
        rows = in_order(view["rows"]) if "rows" in view else self.walk.inputs(self.step)
        if "rows" not in view:
            self.see("its rows", lambda view: set(view["items"]), set(rows))
        if view.get("backwards"):
            rows = rows[::-1]
        self.cells = [(row, column) for row in rows for column in in_order(view["columns"])]
        #: The last cell that is asked for stays empty, and one in the middle.
        self.left = {self.cells[-1], self.cells[len(self.cells) // 2]}
        filled = [cell for cell in self.cells if cell not in self.left]
        self.levels: dict[tuple[str, str], dict[Member, int]] = defaultdict(dict)
        self.entries: dict[str, dict[str, Any]] = {}
        self.authors: dict[str, Member] = {}
        first = [member for member in people if member.role in view.get("firstRoles", [member.role])]
        self._fill(first, filled)
        if first != people:
            self._others_wait(next(member for member in people if member not in first), filled[0])
            self._fill([member for member in people if member not in first], filled)
        self.gave(people)

    @property
    def outputs(self) -> list[str]:
        self.made = {entry: words["text"] for entry, words in self.entries.items()}
        return list(self.made)

    def _others_wait(self, member: "Member", cell: tuple[str, str]) -> None:
        body = {"activity": self.step.id, "row": cell[0], "column": cell[1], "text": "Too early"}
        reason, words = member.refusal("addEntry", **body)
        assert reason == "notAllowed" and "lets everybody write" in words
        self.walk.facilitator.command("letAllWrite", activity=self.step.id)
        self.see("that all may write", lambda view: view["allWrite"], True)

    def _fill(self, people: list["Member"], cells: list[tuple[str, str]]) -> None:
        """Cells in the order in which they are asked for; the first of them by everybody."""
        holds = self.view["holds"]
        commands, written = [], []
        for number, member in enumerate(people):
            own = cells[number :: len(people)][:5]
            if holds != "text":
                for place, cell in enumerate(dict.fromkeys([cells[0], *own])):
                    level = (number + place) % 4
                    self.levels[cell][member] = level
                    commands.append((member, {"row": cell[0], "column": cell[1], "level": level}))
            if holds != "level":
                written += [(member, cell) for cell in own]
        self.do("setLevel", commands)
        added = self.write([(member, cell, self.words(len(self.entries) + number)) for number, (member, cell) in enumerate(written)])
        if added and len(added) == len(self.entries):
            better = f"{self.entries[added[0]]['text']}, said better"
            self.authors[added[0]].command("editEntry", activity=self.step.id, entry=added[0], version=1, text=better)
            self.entries[added[0]] |= {"text": better, "edited": True}

    def write(self, entries: list[tuple["Member", tuple[str, str], str]]) -> list[str]:
        """People write into cells. Gives the ids of what they wrote."""
        bodies = [{"row": row, "column": column, "text": text} for _, (row, column), text in entries]
        members = [member for member, _, _ in entries]
        added = [result["entry"] for result in self.do("addEntry", zip(members, bodies, strict=True))]
        for entry, member, body in zip(added, members, bodies, strict=True):
            self.entries[entry] = {**body, **self._tags(body["row"], body["column"]), **self.given_by(member)}
        self.authors |= dict(zip(added, members, strict=True))
        return added

    def _tags(self, row: str, column: str) -> dict[str, Any]:
        """What a cell says of what stands in it: which Co it is, or when."""
        tags, found = self.step.settings.get("tags", {}), {}
        for line, name in (("row", row), ("column", column)):
            if tags.get(line) == "co":
                found["cos"] = [name]
            elif tags.get(line) == "when":
                found["when"] = name
        return found

    def empty(self) -> dict[str, dict[str, Any]]:
        """The cells that nobody has filled, as a gather asks for them."""
        written = {(entry["row"], entry["column"]) for entry in self.entries.values()}
        return {
            f"{row}.{column}": {"row": row, "column": column, **self._tags(row, column)} for row, column in self.cells if (row, column) not in written
        }

    def shown(self) -> None:
        counts = {f"{row}.{column}": {str(level): Counter(own.values())[level] for level in range(4)} for (row, column), own in self.levels.items()}
        self.see("the levels", lambda view: {cell: figures["counts"] for cell, figures in view["cells"].items()}, counts)
        self.see("what was written", lambda view: trimmed(view["entries"], "order", "version"), self.entries)

    def closed(self) -> None:
        """Where enough of each side are behind a cell, one sees both."""
        for (row, column), own in self.levels.items():
            sides = Counter(member.side for member in own)
            if min(sides["community"], sides["professional"]) >= 3:
                read = lambda view, cell=f"{row}.{column}": {side: each["n"] for side, each in view["cells"][cell]["sides"].items()}
                self.see(f"both sides of {row}.{column}", read, {side: sides[side] for side in ("community", "professional")})

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        def titles(row: str, column: str) -> tuple[str, str]:
            rows = self.view.get("rows", {})
            return rows[row]["title"] if row in rows else self.walk.words(row), self.view["columns"][column]["title"]

        entries = Counter((row["row"], row["column"], row["text"], row["cos"], row["when"]) for row in tables.get("entries", []))
        assert entries == Counter(
            (*titles(entry["row"], entry["column"]), entry["text"], " ".join(entry["cos"]) if "cos" in entry else None, entry.get("when"))
            for entry in self.entries.values()
        )
        levels = {(row["row"], row["column"]): [row[f"level{level}"] for level in range(4)] for row in tables.get("levels", [])}
        assert levels == {titles(*cell): [Counter(own.values())[level] for level in range(4)] for cell, own in self.levels.items()}


class Surveyed(Contributor):
    """`survey`: each answers all questions in their own way; one doesn't know; two agree to each reuse."""

    def contribute(self, people: list["Member"]) -> None:
        view = self.view
        asked = {question: view["questions"][question] for question in in_order(view["questions"])}
        self.items = self.walk.inputs(self.step) if "itemQuestion" in view else []
        self.see("what is asked of", lambda view: set(view["items"]), set(self.items))
        self.questions = {**asked, **{item: view["itemQuestion"] for item in self.items}}
        self.answers: dict[str, dict[Member, Any]] = defaultdict(dict)
        self.texts: list[tuple[Member, dict[str, Any]]] = []
        commands = []
        for number, member in enumerate(people):
            for place, (key, question) in enumerate(self.questions.items()):
                for body in self._answers(number, place, member, key, question):
                    commands.append((member, {"question": key, **body}))
        results = zip(commands, self.do("answerQuestion", commands), strict=True)
        self.made = {result["entry"]: body["text"] for (_, body), result in results if "text" in body and not self.items}
        self.consents: dict[str, set[Member]] = {}
        self._agree(people)
        self.gave(people)
        if "matches" in view:
            self._match()
        if "moderated" in view:
            self._read_first()

    def _answers(self, number: int, place: int, member: "Member", key: str, question: dict[str, Any]) -> list[dict[str, Any]]:
        options = in_order(question.get("options", {}))
        if question["type"] == "text":
            # A band of an outcome log takes more than one from each.
            texts = [self.words(number * 10 + place * 100 + more) for more in range(2 if question.get("band") and number == 0 else 1)]
            self.texts += [(member, {"question": key, "text": text}) for text in texts]
            self.answers[key][member] = None
            return [{"text": text} for text in texts]
        if question["type"] == "many":
            answer: Any = [options[(number + place) % len(options)], options[(number + place + 2) % len(options)]]
        elif question["type"] == "scale":
            answer = "dontKnow" if number == 1 and place == 0 else 1 + (number + place) % 5
        else:
            answer = options[(number // 2 + place) % len(options)]
        self.answers[key][member] = answer
        body = {"answer": answer}
        if question.get("evidence") and number % 2 == 0:
            body["evidence"] = f"I was there ({number}, {place})"
            self.texts.append((member, {"question": key, "text": body["evidence"], "evidence": True}))
        return [body]

    def _agree(self, people: list["Member"]) -> None:
        view = self.view
        self.see("nobody's yes before they say it", lambda view: any(each.get("n") for each in view.get("consents", {}).values()), False)
        listing = view.get("lists", {}).get("consent")
        for consent in view.get("consents", {}):
            yes = [people[0]] if consent == listing else [people[0], people[2]]
            name = {"name": f"{people[0].name} of Lenzie"} if consent == listing else {}
            self.do("setConsent", [(member, {"consent": consent, "on": True, **name}) for member in yes])
            self.consents[consent] = set(yes)

    def _read_first(self) -> None:
        """What people wrote is read, without their names, before anybody else sees it (S43)."""
        written = Counter((text["question"], text["text"]) for _, text in self.texts)
        read = lambda view: Counter((entry["question"], entry["text"]) for entry in view["waiting"].values())  # noqa: E731
        self.see("all that waits to be read", read, written, [self.walk.facilitator])
        waiting = dict(self.view["waiting"])
        assert not any({"name", "role", "author"} & set(entry) for entry in waiting.values())
        for place in self.walk.everywhere[1:]:
            seen = place.view["activities"][self.step.id]
            assert "waiting" not in seen and not seen.get("texts")
        for entry, text in waiting.items():
            self.walk.facilitator.command("approve", activity=self.step.id, entry=entry, version=text["version"])
        self.see("nothing waiting", lambda view: len(view["waiting"]), 0, [self.walk.facilitator])

    def _match(self) -> None:
        """A match is suggested; both people say yes, and only then each sees the other's name."""
        self.walk.facilitator.command("suggestMatches", activity=self.step.id)
        eventually("matches", lambda: self.view["matches"].get("suggested"))

        def both() -> "tuple[str, list[Member]] | None":
            found: dict[str, "list[Member]"] = defaultdict(list)
            for member in self.contributors:
                if member.place:
                    for match in member.place.mine.get("activities", {}).get(self.step.id, {}).get("matches", {}):
                        found[match].append(member)
            return next(((match, members) for match, members in found.items() if len(members) == 2), None)

        match, (one, other) = eventually("a match that two people see", both)
        one.command("acceptMatch", activity=self.step.id, match=match, on=True, name=one.name)
        one.owns(self.step, "its own yes", lambda mine: mine["matches"][match].get("accepted"))
        assert "with" not in one.hand.mine["activities"][self.step.id]["matches"][match], "nobody's name before both have agreed"
        other.command("acceptMatch", activity=self.step.id, match=match, on=True, name=other.name)
        one.owns(self.step, "the other's name", lambda mine: mine["matches"][match].get("with") == other.name)
        self.see("that two agreed", lambda view: view["matches"].get("agreed"), 1)

    @property
    def outputs(self) -> list[str]:
        return self.items or list(self.made)

    def hidden(self) -> None:
        self.see("no result", lambda view: (view["results"], view["texts"], [each for each in view["items"].values() if "n" in each]), ({}, {}, []))

    def counts(self, key: str, members: Iterable["Member"] | None = None) -> Counter[str]:
        answers = [answer for member, answer in self.answers[key].items() if members is None or member in members]
        chosen = [each for answer in answers for each in (answer if isinstance(answer, list) else [answer]) if answer != "dontKnow"]
        return Counter(str(each) for each in chosen)

    def shown(self) -> None:
        for key, question in self.questions.items():
            answers = self.answers[key].values()
            unknown = sum(answer == "dontKnow" for answer in answers)
            expected: dict[str, Any] = {"n": len(answers) - unknown, "dontKnow": unknown}
            if question["type"] == "text":
                expected["texts"] = sum(text["question"] == key for _, text in self.texts)
            else:
                every = [str(level) for level in range(1, 6)] if question["type"] == "scale" else question["options"]
                expected["counts"] = {option: self.counts(key)[option] for option in every}
            place = "items" if key in self.items else "results"
            self.see(f"the answers to {key}", lambda view: {name: view[place][key][name] for name in expected}, expected)
        def listed(texts: Iterable[dict[str, Any]]) -> list[list[tuple[str, Any]]]:
            return sorted(sorted(without(text, "order", "version").items()) for text in texts)

        texts = listed({**text, **self.given_by(member)} for member, text in self.texts)
        self.see("what was written", lambda view: listed(view["texts"].values()), texts)
        agreed = {key: len(yes) for key, yes in self.consents.items()}
        self.see("who agreed", lambda view: {key: each["n"] for key, each in view.get("consents", {}).items()}, agreed)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        found = {(row["question"], str(row["answer"])): row["n"] for row in tables["answers"]}
        for key, question in self.questions.items():
            if question["type"] != "text":
                every = range(1, 6) if question["type"] == "scale" else question["options"]
                assert {option: found[key, str(option)] for option in every} == {option: self.counts(key)[str(option)] for option in every}
            assert found[key, "dontKnow"] == sum(answer == "dontKnow" for answer in self.answers[key].values())
        texts = Counter((row["question"], row["text"], row["evidence"]) for row in tables["texts"])
        assert texts == Counter((text["question"], text["text"], text.get("evidence", False)) for _, text in self.texts)
        assert {row["consent"]: row["n"] for row in tables.get("consents", [])} == {key: len(yes) for key, yes in self.consents.items()}


class Asked(Contributor):
    """`questions`: each asks the panel, others support; the chair marks and answers, and parks what there is no time for."""

    def contribute(self, people: list["Member"]) -> None:
        panel = in_order(self.view.get("panellists", {}))
        bodies: list[dict[str, Any]] = [{"text": f"{self.words(number)}?", "named": number == 0} for number in range(len(people))]
        for number, body in enumerate(bodies):
            if panel:
                body["to"] = panel[number % len(panel)]
        ids = [result["question"] for result in self.do("askQuestion", zip(people, bodies, strict=True))]
        asked = zip(ids, bodies, strict=True)
        self.questions = {question: {**without(body, "named"), "status": "queued", "support": 0} for question, body in asked}
        supports = [(member, ids[place]) for number, member in enumerate(people) for place in range(3) if place != number]
        self.do("supportQuestion", [(member, {"question": question, "on": True}) for member, question in supports])
        for _, question in supports:
            self.questions[question]["support"] += 1
        chair = self.walk.facilitator
        chair.command("setQuestionStatus", activity=self.step.id, question=ids[0], status="asked")
        chair.command("setQuestionStatus", activity=self.step.id, question=ids[1], status="answered", answer="The Tuesday walks")
        chair.command("setQuestionStatus", activity=self.step.id, question=ids[2], status="parked")
        chair.command("moveQuestion", activity=self.step.id, question=ids[1], before=ids[0])
        for question, status in zip(ids, ("asked", "answered", "parked"), strict=False):
            self.questions[question]["status"] = status
        self.questions[ids[1]]["answer"] = "The Tuesday walks"
        self.named, self.asker = ids[0], people[0]
        self.made = {question: words["text"] for question, words in self.questions.items()}
        self.gave(people)

    def shown(self) -> None:
        keys = ("text", "to", "status", "support", "answer")
        self.see("the questions", lambda view: {
            question: {key: words[key] for key in keys if key in words} for question, words in view["questions"].items()
        }, self.questions)  # fmt: skip
        places = [place for place in self.walk.everywhere if place is not self.walk.screen]
        self.see("who asked by name", lambda view: names_in(view["questions"]), {self.named: self.asker.name}, places)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        found = {row["question"]: (row["text"], row["status"], row["answer"], row["supporters"], row["name"]) for row in tables["questions"]}
        assert found == {
            question: (words["text"], words["status"], words.get("answer"), words["support"], self.asker.name if question == self.named else None)
            for question, words in self.questions.items()
        }


class Chosen(Contributor):
    """`choose`: each goes where they like, and one changes over."""

    def contribute(self, people: list["Member"]) -> None:
        self.tracks = in_order(self.view["tracks"])
        self.choices = {member: self.tracks[number % len(self.tracks)] for number, member in enumerate(people)}
        people[0].command("chooseTrack", activity=self.step.id, track=self.tracks[-1])
        self.do("chooseTrack", [(member, {"track": track}) for member, track in self.choices.items()])
        for member, track in self.choices.items():
            if member.place:
                member.owns(self.step, track, lambda mine, track=track: mine["track"] == track)
        self.gave(people)

    @property
    def outputs(self) -> list[str]:
        return []

    def shown(self) -> None:
        count = Counter(self.choices.values())
        taken = {track: count[track] for track in self.tracks}
        self.see("how full it is", lambda view: {track: each["taken"] for track, each in view["tracks"].items()}, taken)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        taken = Counter(self.choices.values())
        titles = {self.view["tracks"][track]["title"]: taken[track] for track in self.tracks}
        assert {row["track"]: row["taken"] for row in tables["tracks"]} == titles


class Pledged(Contributor):
    """`pledge`: each offers something and takes it on, but for one who only offers; one says how it goes."""

    FIELDS = {
        "asksGet": ("get", "Hi-vis vests"), "asksFirstStep": ("firstStep", "Ask two neighbours"), "asksHelp": ("help", "Somebody with a key"),
        "asksBy": ("by", DAY), "asksSkills": ("skills", "Leading a group"), "asksCoach": ("coach", "Jo at the hub"),
    }  # fmt: skip

    def contribute(self, people: list["Member"]) -> None:
        view, items = self.view, self.walk.inputs(self.step)
        bodies: list[dict[str, Any]] = []
        for number, _ in enumerate(people):
            body = {"give": f"I lend a hand ({self.step.key} {number})"}
            body |= {key: value for asks, (key, value) in self.FIELDS.items() if view[asks]}
            if items:
                body["idea"] = items[number % len(items)]
            bodies.append(body)
        self.owners: dict[str, Member] = {}
        self.pledges: dict[str, dict[str, Any]] = {}
        self.talks: list[tuple[str, str]] = []
        ids = self.offer(list(zip(people, bodies, strict=True)))
        reason, words = people[1].refusal("acceptPledge", activity=self.step.id, pledge=ids[0])
        assert reason == "notYours" and "Only the person who offers a pledge can accept it" in words
        self.young = self._pupil(ids[1], people[1]) if view["asksGuardian"] else None
        self.accept(ids[:-1])

    def offer(self, offers: list[tuple["Member", dict[str, Any]]]) -> list[str]:
        ids = [result["pledge"] for result in self.do("addPledge", offers)]
        for pledge, (member, body) in zip(ids, offers, strict=True):
            self.owners[pledge] = member
            self.pledges[pledge] = {**body, "status": "offered"}
        self.gave(member for member, _ in offers)
        return ids

    def accept(self, pledges: list[str]) -> None:
        self.do("acceptPledge", [(self.owners[pledge], {"pledge": pledge}) for pledge in pledges])
        for pledge in pledges:
            self.pledges[pledge]["status"] = "accepted"

    def check_in(self, pledge: str, status: str, text: str) -> None:
        self.owners[pledge].command("addCheckIn", activity=self.step.id, pledge=pledge, status=status, text=text)
        self.pledges[pledge]["status"] = status
        self.talks.append((text, status))

    def _pupil(self, pledge: str, owner: "Member") -> str:
        """Where a school takes part a parent or guardian says yes first."""
        owner.command("editPledge", activity=self.step.id, pledge=pledge, version=1, young=True)
        reason, words = owner.refusal("acceptPledge", activity=self.step.id, pledge=pledge)
        assert reason == "notAllowed" and "guardian says yes first" in words
        owner.command("editPledge", activity=self.step.id, pledge=pledge, version=2, guardian=True)
        return pledge

    @property
    def outputs(self) -> list[str]:
        return []

    def shown(self) -> None:
        keys = ("give", "get", "firstStep", "help", "by", "skills", "idea", "status", "role", "support")

        def listed(pledges: dict[str, Any]) -> dict[str, Any]:
            return {pledge: {key: words[key] for key in keys if key in words} for pledge, words in pledges.items()}

        given = {pledge: {**words, **self.given_by(self.owners[pledge])} for pledge, words in self.pledges.items()}
        self.see("the pledges", lambda view: listed(view["pledges"]), listed(given))
        if self.step.plan["visibility"] == "named":
            names = {pledge: owner.name for pledge, owner in self.owners.items() if pledge != self.young}
            places = [member.hand for member in self.walk.phones if member in self.walk.present]
            self.see("whose they are", lambda view: names_in(view["pledges"]), names, places)

    def closed(self) -> None:
        """The step is over, the pledges aren't: its owner says how one goes."""
        self.check_in(next(iter(self.pledges)), "doing", "Two walks so far")
        self.shown()

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        keys = ("give", "get", "firstStep", "help", "by", "skills", "status")
        found = {row["pledge"]: ({key: row[key] for key in keys}, row["item"], row.get("name")) for row in tables["pledges"]}
        assert found == {
            pledge: ({key: words.get(key) for key in keys}, words.get("idea"), None if pledge == self.young else self.owners[pledge].name)
            for pledge, words in self.pledges.items()
        }
        assert Counter((row["text"], row["status"]) for row in tables["checkIns"]) == Counter(self.talks)

    def tells(self, item: str) -> list[str]:
        return ["pledges" for words in self.pledges.values() if words.get("idea") == item]


class Filled(Contributor):
    """`form`: each side writes its parts, the rest is written together; where it is for signing all sign what it says."""

    VALUES = {"date": DAY, "money": "1250.50", "number": "12"}

    def contribute(self, people: list["Member"]) -> None:
        view = self.view
        self.later = self.walk.later.get(self.step.key, set())
        self.keys = {view["sections"][section]["key"]: section for section in in_order(view["sections"])}
        self.parts: dict[str, str] = {}
        self.versions = Counter[str]()
        self.version = 0
        self.quotes: dict[str, dict[str, Any]] = {}
        self.signed: set[Member] = set()
        self.signs = view["signOff"] != "none"
        sections = {key: view["sections"][section] for key, section in self.keys.items()}
        self._each_side_for_itself(sections, people)
        now = [key for key, section in sections.items() if section["type"] != "quotes" and key not in self.later]
        needed = [key for key in now if sections[key].get("required")]
        last = needed[-1] if self.signs else None
        self.write({key: self.writer(key, number, people) for number, key in enumerate(now) if key != last})
        for key, section in sections.items():
            if section["type"] == "quotes":
                self._quote(key, people)
        if last:
            reason, words = people[0].refusal("signForm", activity=self.step.id, version=self.version)
            assert reason == "empty" and sections[last]["title"] in words, "nobody signs what is half empty"
            self.write({last: self.writer(last, 0, people)})
            self.sign()

    def writer(self, key: str, number: int, people: list["Member"]) -> "Member":
        side = self.view["sections"][self.keys[key]].get("side")
        able = [member for member in people if side in (None, member.side)]
        return able[number % len(able)]

    def _each_side_for_itself(self, sections: dict[str, Any], people: list["Member"]) -> None:
        for key, section in sections.items():
            if "side" in section:
                other = next(member for member in people if member.side != section["side"])
                reason, words = other.refusal("writeSection", activity=self.step.id, section=self.keys[key], text="Not ours", version=0)
                assert reason == "notAllowed" and "in their own words" in words

    def write(self, writers: dict[str, "Member"], words: dict[str, str] | None = None) -> None:
        """Parts are written, each by somebody; an edit takes all signatures off."""
        commands = []
        for key, member in writers.items():
            section = self.view["sections"][self.keys[key]]
            options = in_order(section.get("options", {}))
            usual = options[1] if options else self.VALUES.get(section["type"], f"We say it plainly ({self.step.key} {key})")
            value = (words or {}).get(key, usual)
            commands.append((member, {"section": self.keys[key], "text": value, "version": self.versions[key]}))
            self.parts[key] = section["options"][value]["title"] if options else value
            self.versions[key] += 1
            self.version += 1
        self.do("writeSection", commands)
        self.signed = set()
        self.made = {self.keys[key]: text for key, text in self.parts.items()}
        self.gave(writers.values())

    def _quote(self, key: str, people: list["Member"]) -> None:
        """Words are quoted of those alone who said that they may be; where they are shortened, their author is asked."""
        source = next(self.walk.step[key].given for key in self.step.plan["inputsFrom"] if hasattr(self.walk.step[key].given, "quotable"))
        kept = next(idea for idea in source.ideas if idea not in source.quotable)
        quote = {"activity": self.step.id, "section": self.keys[key]}
        reason, words = people[1].refusal("addQuote", **quote, idea=kept)
        assert reason == "notAllowed" and "hasn't agreed to be quoted" in words
        self.do("addQuote", [(people[1], {**quote, "idea": idea}) for idea in source.quotable])
        shortened, whole = source.quotable
        short = source.ideas[shortened]["text"].split(",")[0]
        people[1].command("editQuote", activity=self.step.id, quote=shortened, text=short, version=1)
        self.version += 3
        self.quotes = {
            shortened: {"text": short, "original": source.ideas[shortened]["text"]}, whole: {"text": source.ideas[whole]["text"]},
        }  # fmt: skip
        for idea in self.quotes:
            source.authors[idea].command("approveQuote", activity=self.step.id, quote=idea, on=True)
            self.quotes[idea]["approved"] = True
        self.gave([people[1]])

    def sign(self) -> None:
        """Everybody who is to sign does: who passed, and who is on paper, too."""
        self.see("what is to be signed", lambda view: view["version"], self.version)
        signers = self.walk.present if self.view["signOff"] == "everyone" else [member for member in self.walk.present if member.side]
        self.do("signForm", [(member, {"version": self.version}) for member in signers[:-1]])
        if self.view["signOff"] == "everyone":
            self.see("that one is missing", lambda view: view["signed"], {"n": len(signers) - 1})
        signers[-1].command("signForm", activity=self.step.id, version=self.version)
        self.signed = set(signers)
        self.gave(signers)

    def shown(self) -> None:
        self.see("what stands in it", lambda view: {each["key"]: each["text"] for each in view["sections"].values() if "text" in each}, self.parts)
        self.see("who is quoted", lambda view: {
            quote: without(words, "section", "order", "version", "role") for quote, words in view["quotes"].items()
        }, self.quotes)  # fmt: skip
        self.see("its version", lambda view: view["version"], self.version)
        if self.signs:
            signed = {"n": len(self.signed), "complete": True} if self.signed else {"n": 0}
            self.see("who has signed", lambda view: without(view["signed"], "bySide"), signed)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        assert {row["section"]: row["text"] for row in tables["sections"] if row["text"]} == self.parts
        assert len(tables["versions"]) == self.version, "every version is kept"
        quotes = {row["text"]: (row["original"], row["approved"]) for row in tables.get("quotes", [])}
        assert quotes == {quote["text"]: (quote.get("original", quote["text"]), True) for quote in self.quotes.values()}
        if self.signs:
            (row,) = tables["signatures"]
            assert (row["version"], row["signed"], row["complete"]) == (self.version, len(self.signed), bool(self.signed))

    @property
    def outputs(self) -> list[str]:
        return list(self.made) if self.view["votable"] else []


class Reflected(Contributor):
    """`reflect`: each writes for themself, and changes it; nobody else ever gets a byte of it."""

    def contribute(self, people: list["Member"]) -> None:
        self.notes = {member: f"For me alone {secrets.token_hex(8)}" for member in people if member.place}
        questions = {"question": 1} if self.view.get("questions") else {}
        results = self.do("writeNote", [(member, {"text": note, **questions}) for member, note in self.notes.items()])
        written = {member: result["note"] for member, result in zip(self.notes, results, strict=True)}
        better = {member: f"{note}, and better" for member, note in self.notes.items()}
        self.do("writeNote", [(member, {"note": note, "text": better[member], "version": 1}) for member, note in written.items()])
        for member, note in written.items():
            member.owns(self.step, "the note", lambda mine, member=member, note=note: mine["notes"][note]["text"] == better[member])
        self.see("no count of notes", lambda view: {"heard", "notes", "count"} & set(view), set())
        self.contributors |= set(self.notes)

    def exported(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        assert tables == {}


CONTRIBUTORS: dict[str, type[Contributor]] = {
    "info": Told, "break": Told, "gather": Gathered, "cluster": Sorted, "vote": Voted, "rate": Rated, "grid": Mapped, "survey": Surveyed,
    "questions": Asked, "choose": Chosen, "pledge": Pledged, "form": Filled, "reflect": Reflected,
}  # fmt: skip
