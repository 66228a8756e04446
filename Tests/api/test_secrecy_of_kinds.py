"""All thirteen kinds in one lab over real sockets: what is hidden is in no byte to anybody but whoever gave it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.answers import validate
from api.hall import Hall
from api.kinds import begun, served, titled
from api.recorded import Recorded
from harness.server import Server

OPTIONS = [{"id": "sing", "title": "Sing"}, {"id": "cook", "title": "Cook"}]
SETTINGS: dict[str, dict[str, Any]] = {
    "info": {"text": "Welcome."},
    "break": {"purpose": "Tea."},
    "choose": {"tracks": [{"id": "one", "title": "One"}, {"id": "two", "title": "Two"}]},
    "gather": {},
    "cluster": {"themes": ["Given"]},
    "vote": {"mode": "points", "budget": 1000},
    "rate": {},
    "grid": {"rows": [{"id": "a", "title": "A"}], "columns": [{"id": "b", "title": "B"}], "cells": "both"},
    "survey": {
        "questions": [
            {"id": "words", "type": "text", "title": "Words?", "max": 5},
            {"id": "hours", "type": "number", "title": "Hours?", "max": 900_000},
            {"id": "one", "type": "single", "title": "Which?", "options": OPTIONS, "evidence": True},
        ],
        "consents": [{"id": "listed", "title": "List me"}],
        "directory": {"shows": ["words"], "consent": "listed"},
    },
    "questions": {},
    "pledge": {},
    "form": {"sections": [{"id": "part", "title": "A part"}, {"id": "other", "title": "Another part"}]},
    "reflect": {},
}
NEVER = ("choose", "reflect")

# What gives answers away, by kind: words of Moira's or Sam's own, numbers that come up nowhere else, and the members
# that hold figures.
WORDS = {
    "gather": ("zebra in an idea",), "cluster": ("zebra in a theme", '"theme":"'), "vote": (":883,", ":883}", ":1602"),
    "rate": ('"counts":{"1":',), "grid": ("zebra in a cell", '"counts":{"0"'), "survey": ("zebra in words", "zebra in evidence", "345671", "zebra in a list"),
    "questions": ("zebra in a question",), "pledge": ("zebra to give", "zebra to get"), "form": ("zebra in a part",),
    "choose": ('"taken":', '"waiting":'), "reflect": ("zebra in a note", '"notes":'), "info": (), "break": (),
}  # fmt: skip
SECRETS = tuple(word for words in WORDS.values() for word in words)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("thirteen")
    ideas = {"id": "ideas", "kind": "gather"}
    yield from served(folder, ideas, *(
        {
            "id": kind, "kind": kind, "settings": settings, "inputsFrom": ["ideas"] if kind in ("cluster", "vote", "rate") else [],
            "visibility": "private" if kind == "reflect" else "named", "reveal": "never" if kind in NEVER else "onReveal",
        }
        for kind, settings in SETTINGS.items()
    ))  # fmt: skip


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = begun(server)
    yield hall
    hall.close()


def answer(person: Recorded, place: dict[str, str], idea: str, by: int, word: str = "zebra") -> None:
    """Everything that one person can give in the thirteen kinds; Moira is 0, and Sam 1."""
    dots, hours, level = ((883, 345671, 3), (719, 345672, 1))[by]

    # Some of it changes what is there already.
    version = 0 if word == "zebra" else 1

    def give(kind: str, command: str, **body: Any) -> dict[str, Any]:
        return person.command(command, activity=place[kind], **body)

    give("choose", "chooseTrack", track=("one", "two")[by])
    give("gather", "addIdea", text=f"{word} in an idea, {by}")
    theme = give("cluster", "addTheme", text=f"{word} in a theme, {by}")["theme"]
    give("cluster", "placeItem", item=idea, theme=theme)
    give("vote", "vote", item=idea, dots=dots)
    give("rate", "rate", item=idea, impact=5 - by, effort="dontKnow")
    give("grid", "setLevel", row="a", column="b", level=level)
    give("grid", "addEntry", row="a", column="b", text=f"{word} in a cell, {by}")
    give("survey", "answerQuestion", question="words", text=f"{word} in words, {by}")
    give("survey", "answerQuestion", question="hours", answer=hours)
    give("survey", "answerQuestion", question="one", answer=("sing", "cook")[by], evidence=f"{word} in evidence, {by}",
         **({"version": 1} if version else {}))
    give("survey", "setConsent", consent="listed", on=True, name=f"{word} in a list, {by}")
    give("questions", "askQuestion", text=f"{word} in a question, {by}")
    give("pledge", "addPledge", give=f"{word} to give, {by}", get=f"{word} to get, {by}")
    give("form", "writeSection", section=("part", "other")[by], text=f"{word} in a part, {by}", version=version)
    give("reflect", "writeNote", text=f"{word} in a note, {by}")


def told(person: Recorded, givers: Iterable[Recorded]) -> list[str]:
    """Every frame to somebody; where they have given something, but for their own part and the answers to themself."""
    own = ('"type":"mine"', '"type":"accepted"') if person in givers else ()
    return [frame for frame in person.frames if not any(kind in frame for kind in own)]


def taken_away(hall: Hall, *others: Recorded) -> dict[str, str]:
    """All that HTTP gives of the lab: exports for both purposes, and what others than those who answered take away."""
    found = {}
    tokens = [(f"export/json?for={purpose}", hall.lab["facilitatorToken"]) for purpose in ("sharing", "keeping")]
    tokens += [("mine", person.joined["token"]) for person in others] + [("mine", hall.lab["facilitatorToken"])]
    for path, token in tokens:
        path = f"/api/labs/{hall.lab['id']}/{path}"
        got = hall.server.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        validate("GET", path, got)
        assert got.status == 200, path
        found[f"{path} with {token[:4]}"] = got.body.decode()
    for path in ("/metrics", f"/api/labs/{hall.lab['code']}", "/api/templates"):
        found[path] = hall.server.request("GET", path).body.decode()
    return found | {"what the server prints": hall.server.output}


def holding(texts: Iterable[str], words: Iterable[str]) -> list[str]:
    """Where one of these words stands in one of the texts, with what stands around it."""
    return [f"{text[max(0, text.find(word) - 200) :][:300]}" for text in texts for word in words if word in text]


def test_no_byte_tells_of_what_is_hidden_in_any_kind(hall: Hall):
    """[S45] Every frame to everybody and every export is searched: before the reveal, after it, and when it is opened again."""
    moira, sam, facilitator = hall.moira, hall.sam, hall.facilitator
    ann, second = hall.newcomer("Ann", "family"), hall.newcomer("Second", "manager")
    facilitator.command("setRights", participant=second.joined["participant"], facilitator=True)
    second.sees("a facilitator's part", lambda view: "late" in view)
    givers, others = (moira, sam), [ann, second, facilitator, hall.screen]
    place = {kind: titled(hall, kind.capitalize()) for kind in SETTINGS}
    ideas = titled(hall, "Ideas")
    for activity in (ideas, *place.values()):
        facilitator.command("openActivity", activity=activity)
        hall.all_see(activity, "open")
    idea = moira.command("addIdea", activity=ideas, text="A bench")["idea"]
    for by, person in enumerate(givers):
        answer(person, place, idea, by)
    # Changing one's mind and taking it back is nobody's business either.
    moira.command("rate", activity=place["rate"], item=idea, impact=4)
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    heard = [kind for kind in SETTINGS if kind not in ("info", "break", "reflect")]

    def everybody_has_heard(count: int) -> None:
        for person in (*givers, *others):
            for kind in heard:
                person.sees(f"{kind} {count} heard", lambda view, kind=kind: view["activities"][place[kind]]["heard"]["n"] == count)

    everybody_has_heard(2)
    late = [hall.newcomer("Late", "staff"), hall.join("facilitator", token=hall.lab["facilitatorToken"]),
            hall.join("screen", token=hall.lab["screenToken"])]  # fmt: skip
    for person in (*givers, *others, *late):
        assert holding(told(person, givers), SECRETS) == []
    assert holding(taken_away(hall, ann, second).values(), SECRETS) == []

    for kind in heard:
        if kind not in NEVER:
            facilitator.command("revealActivity", activity=place[kind])
            hall.all_see(place[kind], "revealed")
    # The same search finds all of it now: names and listings never on the screen, what is nobody's never anywhere.
    for person in (ann, second, facilitator, *late[:2]):
        for kind, words in WORDS.items():
            for word in words:
                if word in (":883,", ":883}"):
                    continue
                assert bool(holding(told(person, givers), [word])) == (kind not in NEVER), f"{kind}: {word}"
    for purpose, text in taken_away(hall).items():
        if "keeping" in purpose:
            for kind in heard:
                words = [word for word in WORDS[kind] if word.startswith("zebra")]
                assert kind in NEVER or len(holding([text], words)) == len(words), f"{kind} is in the export"
    # Who gave how many dots is in what is kept alone, as in every step with names.
    away = taken_away(hall, ann, second)
    assert holding(away.values(), WORDS["reflect"]) == []
    assert holding([text for purpose, text in away.items() if "keeping" not in purpose], (":883,", ":883}")) == []

    for kind in heard:
        if kind not in NEVER:
            facilitator.command("reopenActivity", activity=place[kind])
            hall.all_see(place[kind], "open")
    answer(sam, place, idea, 1, "okapi")
    bench = moira.command("addIdea", activity=ideas, text="A last bench")["idea"]
    for person in (*givers, *others, *late):
        person.sees("the last bench", lambda view: bench in view["activities"][ideas]["ideas"])
        assert holding(told(person, givers), ["okapi"]) == []
    assert holding(taken_away(hall, ann, second).values(), ["okapi", *WORDS["reflect"]]) == []
    facilitator.command("endLab")
    for person in (*givers, *others, *late):
        person.sees("the end", lambda view: view["lab"]["state"] == "ended")
        assert holding(told(person, givers), [word for kind in NEVER for word in WORDS[kind]]) == []
    assert any("okapi in a note" in frame for frame in sam.frames), "the same search finds what is there"
