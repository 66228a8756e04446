"""The patch rule for every kind that has items: a change in one of many sends that item's change, and little else."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from api.kinds import served
from harness.server import Server, eventually
from harness.wire import Person

MANY = 100
MOST_BYTES = 500
#: How many are heard, and for facilitators on which side.
HEARD = {"heard", "heardBySide"}
WORDS = "It would help us to meet more often, and to have a warm place for it, number"


@dataclass(frozen=True)
class Change:
    """One thing that somebody does in one item of many, and what the patch of it may hold of the activity."""

    kind: str
    settings: dict[str, Any]
    command: str
    body: Callable[[str, int], dict[str, Any]]
    #: The collections that show it, each with how many of its entries do.
    shows: dict[str, int]
    #: The members of the activity beside its collections that may change with it.
    frame: frozenset[str] = frozenset()
    #: The command that makes an item of this kind's own, where they don't flow in; else the items of `collection` are there.
    makes: tuple[str, str, str] | None = None
    collection: str = "items"
    many: int = MANY
    takes_ideas: bool = False
    by_its_owner: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind} {self.command}".replace(" ", "-")


def flowing(kind: str, settings: dict[str, Any], command: str, body: Any, shows: dict[str, int], **more: Any) -> Change:
    return Change(kind, settings, command, body, shows, takes_ideas=True, **more)


CHANGES = [
    Change(
        "choose", {"tracks": [{"id": f"t{n}", "title": f"Track {n}", "capacity": 9} for n in range(12)]}, "chooseTrack",
        lambda item, at: {"track": (item, "")[at - 1]}, {"tracks": 1}, collection="tracks", many=12,
    ),
    Change(
        "gather", {}, "editIdea", lambda item, at: {"idea": item, "text": f"Other words, {at}", "version": at}, {"ideas": 1},
        makes=("addIdea", "text", "idea"), collection="ideas", by_its_owner=True,
    ),
    Change("gather", {}, "addIdea", lambda _, at: {"text": f"One more, {at}"}, {"ideas": 1}, frozenset({"count"}),
           makes=("addIdea", "text", "idea"), collection="ideas"),
    flowing("cluster", {"themes": ["Given"]}, "placeItem", lambda item, at: {"item": item, "theme": ("given", "")[at - 1]},
            {"items": 1, "themes": 1}),
    flowing("vote", {"budget": 9, "perItem": 9}, "vote", lambda item, at: {"item": item, "dots": at}, {"items": 1},
            frame=frozenset({"total"})),
    flowing("rate", {}, "rate", lambda item, at: {"item": item, "impact": at, "effort": 5 - at}, {"items": 1}),
    flowing("grid", {"rows": "inputs", "columns": [{"id": "c", "title": "C"}], "cells": "both"}, "setLevel",
            lambda item, at: {"row": item, "column": "c", "level": at}, {"cells": 1}),
    flowing("grid", {"rows": "inputs", "columns": [{"id": "c", "title": "C"}], "cells": "both"}, "addEntry",
            lambda item, at: {"row": item, "column": "c", "text": f"An example, {at}"}, {"entries": 1}, frame=frozenset({"count"})),
    flowing("survey", {"itemQuestion": {"type": "scale"}}, "answerQuestion", lambda item, at: {"question": item, "answer": at},
            {"items": 1}),
    Change(
        "survey", {"questions": [{"id": f"q{n}", "type": "scale", "title": f"Question {n}?"} for n in range(60)]}, "answerQuestion",
        lambda item, at: {"question": item, "answer": at}, {"results": 1}, collection="questions", many=60,
    ),
    Change(
        "questions", {}, "supportQuestion", lambda item, at: {"question": item, "on": at == 1}, {"questions": 1},
        makes=("askQuestion", "text", "question"), collection="questions",
    ),
    Change(
        "pledge", {}, "editPledge", lambda item, at: {"pledge": item, "give": f"Something else, {at}", "version": at},
        {"pledges": 1}, makes=("addPledge", "give", "pledge"), collection="pledges", by_its_owner=True,
    ),
    Change(
        "form", {"sections": [{"id": f"s{n}", "title": f"Section {n}"} for n in range(30)], "signOff": "everyone"}, "writeSection",
        lambda item, at: {"section": item, "text": f"Our words, {at}", "version": at - 1}, {"sections": 1, "versions": 1},
        frozenset({"version", "signed"}), collection="sections", many=30,
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    activities = [
        {"id": f"step{index}", "kind": change.kind, "settings": change.settings, "inputsFrom": ["ideas"] if change.takes_ideas else []}
        for index, change in enumerate(CHANGES)
    ]
    yield from served(tmp_path_factory.mktemp("many"), {"id": "ideas", "kind": "gather"}, *activities)


class Room:
    """A lab of its own for one change. Its people take every frame as it comes: there are too many to check each."""

    def __init__(self, server: Server, change: Change):
        lab = server.make_lab("Living well with dementia", "KIND")
        self.facilitator = Person(server, lab["id"], "facilitator", token=lab["facilitatorToken"])
        self.screen = Person(server, lab["id"], "screen", token=lab["screenToken"])
        self.moira, self.sam, self.ann = (
            Person(server, lab["code"], name=name, role="usesServices", invite=lab["inviteKey"]) for name in ("Moira", "Sam", "Ann")
        )
        self.everybody = [self.facilitator, self.screen, self.moira, self.sam, self.ann]
        self.facilitator.command("openLab")
        eventually("the programme", lambda: all(person.view.get("activities") for person in self.everybody))
        self.ideas, self.activity = self._titled("Ideas"), self._titled(f"Step{CHANGES.index(change)}")
        for activity in (self.ideas, self.activity):
            self.facilitator.command("openActivity", activity=activity)
        if change.takes_ideas:
            self._make(change.many, "addIdea", activity=self.ideas, word="text")
        if change.makes:
            self._make(change.many, change.makes[0], activity=self.activity, word=change.makes[1])
        self.place = (self.ideas, "ideas") if change.collection == "items" else (self.activity, change.collection)
        eventually("everybody sees all items", lambda: all(len(self.items(person)) >= change.many for person in self.everybody))

    def _titled(self, title: str) -> str:
        return next(key for key, value in self.facilitator.view["activities"].items() if value["title"] == title)

    def _make(self, many: int, name: str, activity: str, word: str) -> None:
        for number in range(many):
            self.moira.command(name, activity=activity, **{word: f"{WORDS} {number}"})

    def items(self, person: Person) -> list[str]:
        activity, collection = self.place
        return sorted(person.view["activities"][activity].get(collection, {}))

    def settle(self) -> None:
        """Waits until everybody has been sent all that has happened: something of the lab's, changed last, says so."""
        self.settled = getattr(self, "settled", 0) + 1
        owner = f"Owner {self.settled}"
        self.facilitator.command("setDetails", owner=owner)
        eventually("the last news", lambda: all(person.view["lab"].get("details", {}).get("owner") == owner for person in self.everybody))

    def close(self) -> None:
        for person in self.everybody:
            person.close()


def news(person: Person, since: int, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The frames of that type since then that tell of activities, each as it came and as it reads."""
    frames = [(frame, json.loads(frame)) for frame in person.frames[since:]]
    part = {"patch": "view", "mine": "mine"}[kind]
    return [(frame, read[part]) for frame, read in frames if read["type"] == kind and "activities" in read[part]]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_one_change_among_many_sends_that_item_alone(server: Server, change: Change):
    room = Room(server, change)
    activity = room.activity
    item = room.items(room.ann)[change.many // 2]
    giver = room.moira if change.by_its_owner else room.sam
    theme = next(iter(room.ann.view["activities"][activity].get("themes", {})), "")
    # Once anew, and once over what is there.
    for at in (1, 2):
        room.settle()
        marks = {id(person): len(person.frames) for person in room.everybody}
        body = {key: theme if value == "given" else value for key, value in change.body(item, at).items()}
        giver.command(change.command, activity=activity, **body)
        room.settle()
        for person in room.everybody:
            shown = news(person, marks[id(person)], "patch")
            assert len(shown) == 1, f"one patch of one change, not {len(shown)}"
            frame, view = shown[0]
            assert set(view["activities"]) == {activity}, view
            patch = view["activities"][activity]
            assert set(patch) - HEARD - change.frame == set(change.shows), patch
            for collection, count in change.shows.items():
                assert len(patch[collection]) == count, patch[collection]
            assert len(frame) < MOST_BYTES, f"{len(frame)} bytes: {frame}"
        # What is one's own comes in a frame of its own, after all else.
        own = eventually("what one gave oneself", lambda mark=marks[id(giver)]: news(giver, mark, "mine"))
        for frame, mine in own:
            assert len(frame) < MOST_BYTES, frame
            assert set(mine["activities"]) == {activity}
            assert all(len(value) == 1 for value in (mine["activities"][activity] or {}).values() if isinstance(value, dict)), mine
        for person in set(room.everybody) - {giver}:
            assert not news(person, marks[id(person)], "mine"), "what is one person's own is sent to them alone"
    room.close()
