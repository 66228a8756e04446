"""The programme as a facilitator changes it while a lab runs, over real sockets: every kind, every refusal in words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.hall import Hall
from api.kinds import assert_passed, begun, refusal, served, titled
from harness.server import Server

TRACKS = [{"id": "a", "title": "Walks", "capacity": 1}, {"id": "b", "title": "Songs"}]
ROWS = [{"id": "n1", "title": "Now"}]
#: One step of each kind, as the desk makes it.
STEPS: dict[str, dict[str, Any]] = {
    "info": {"settings": {"text": "Read this.", "media": {"title": "The day", "file": "event-day.svg", "transcript": "A path."}}},
    "break": {"settings": {"purpose": "Tea"}},
    "choose": {"visibility": "role", "settings": {"tracks": TRACKS}},
    "gather": {"settings": {"asksCos": True}},
    "cluster": {"inputs": True, "settings": {"themes": ["Outside"]}},
    "vote": {"inputs": True, "reveal": "onReveal", "settings": {"budget": 3, "perItem": 2}},
    "rate": {"inputs": True, "reveal": "onReveal", "settings": {"axes": {"impact": {"question": "Does it help?"}}}},
    "grid": {"settings": {"rows": ROWS, "columns": ROWS, "cells": "both"}},
    "survey": {"reveal": "onReveal", "settings": {"questions": [{"id": "n1", "type": "symbol", "title": "How was it?"}]}},
    "questions": {"settings": {"panellists": [{"id": "n1", "name": "Moira"}]}},
    "pledge": {"visibility": "named", "settings": {"asksGet": True}},
    "form": {"settings": {"sections": [{"id": "n1", "title": "What now?", "easyTitle": "What next?"}], "signOff": "none"}},
    "reflect": {"visibility": "private", "reveal": "never", "settings": {"questions": ["What did I learn?"]}},
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    steps = [("a1", "a"), ("a2", "a"), ("b1", "b"), ("b2", "b")]
    yield from served(
        tmp_path_factory.mktemp("programme"),
        {"id": "ideas", "kind": "gather"},
        {"id": "tracks", "kind": "choose", "visibility": "role", "settings": {"tracks": TRACKS}},
        *({"id": id, "kind": "gather", "track": {"of": "tracks", "is": track}} for id, track in steps),
        {"id": "together", "kind": "gather"},
    )


def step(hall: Hall, kind: str) -> dict[str, Any]:
    made = {"kind": kind, "title": f"A {kind}", "prompt": "What do you say?", **STEPS[kind]}
    return {**made, "inputsFrom": [titled(hall, "Ideas")]} if made.pop("inputs", False) else made


def add(hall: Hall, step: dict[str, Any], after: str | None = None) -> str:
    activity = hall.facilitator.command("addActivity", after=after or titled(hall, "Ideas"), step=step)["activity"]
    hall.facilitator.sees(f"{activity} is there", lambda view: activity in view["activities"])
    return activity


def test_a_rest_needs_no_question_and_all_else_does(server: Server):
    hall = begun(server)
    rest = add(hall, {**step(hall, "break"), "prompt": ""})
    hall.sam.sees("the rest", lambda view: view["activities"].get(rest, {}).get("prompt") == "")
    settings = {"purpose": "Tea"}
    hall.facilitator.command("editActivity", activity=rest, version=1, title="Tea", prompt="", settings=settings)
    for kind in ("gather", "info"):
        _, words = refusal(hall.facilitator, "addActivity", after=rest, step={**step(hall, kind), "prompt": ""})
        assert "prompt" in words


def test_s7_every_kind_is_added_and_changed_by_hand_and_everybody_sees_by_whom(server: Server):
    """[S7] Each change stands in the public history with who and what; the hall's screen shows no names."""
    hall = begun(server)
    moira = hall.facilitator.view
    people = {"id": hall.moira.joined["participant"]}
    hall.facilitator.command("setRights", participant=people["id"], facilitator=True)
    desk = hall.join("facilitator", token=hall.moira.joined["token"])
    for kind in STEPS:
        add(hall, step(hall, kind))
    for kind in STEPS:
        activity = titled(hall, f"A {kind}")
        shown = hall.facilitator.view["activities"][activity]
        assert shown["kind"] == kind
        settings = json.loads(shown["settings"])
        assert "settings" not in hall.sam.view["activities"].get(activity, {})
        desk.command("editActivity", activity=activity, version=1, title=f"Our {kind}", settings=settings)
    hall.sam.sees("all changes", lambda view: len(view["history"]) == 2 * len(STEPS))
    lines = hall.sam.view["history"].values()
    assert {(line["what"], line.get("by"), tuple(line.get("parts", []))) for line in lines} == {
        ("added", None, ()), ("edited", "Moira", ("title",)),
    }  # fmt: skip
    hall.screen.sees("all changes", lambda view: len(view["history"]) == 2 * len(STEPS))
    assert all("by" not in line for line in hall.screen.view["history"].values())
    hall.facilitator.command("openActivity", activity=titled(hall, "Our info"))
    hall.sam.sees(
        "the picture with its words",
        lambda view: view["activities"][titled(hall, "Our info")].get("media")
        == {"type": "picture", "title": "The day", "url": "/media/event-day.svg", "transcript": "A path."},
    )
    assert moira is not None
    assert_passed(hall, ("addActivity", "editActivity", "setRights"))
    hall.close()


def test_no_step_is_added_that_could_not_be_answered(server: Server):
    """[S47] Refused in words: media without its words, and what has nothing to start from."""
    hall = begun(server)
    ideas = titled(hall, "Ideas")

    def refused(**change: Any) -> str:
        made = {"kind": "gather", "title": "A", "prompt": "B", **change}
        reason, words = refusal(hall.facilitator, "addActivity", after=ideas, step=made)
        assert reason == "invalid"
        return words

    media = {"title": "A walk", "file": "walk.mp4"}
    assert refused(kind="info", settings={"media": media}).startswith("settings.media.transcript: is missing")
    far = {**media, "url": "https://elsewhere.example/a.mp4", "transcript": "We walk."}
    far.pop("file")
    assert "on this server" in refused(kind="info", settings={"media": far})
    for kind in ("cluster", "vote", "rate"):
        assert "nothing to start from" in refused(kind=kind)
    assert "nothing to start from" in refused(kind="grid", settings={"rows": "inputs", "columns": ROWS})
    assert "isn't an earlier activity" in refused(kind="vote", inputsFrom=[titled(hall, "Together")])
    assert "isn't a track there" in refused(track={"of": ideas, "is": "z"}) or "isn't a choice" in refused(track={"of": ideas, "is": "z"})
    vote = add(hall, step(hall, "vote"))
    for change, words in (
        ({"inputsFrom": []}, "nothing to start from"),
        ({"settings": {"budget": 0}}, "settings.budget: "),
        ({"inputsFrom": [titled(hall, "Together")]}, "isn't an earlier activity"),
    ):
        reason, said = refusal(hall.facilitator, "editActivity", activity=vote, version=1, **change)
        assert reason == "invalid" and words in said
    hall.facilitator.command("openActivity", activity=vote)
    reason, said = refusal(hall.facilitator, "editActivity", activity=vote, version=1, inputsFrom=[ideas], settings={})
    assert reason == "notAllowed" and "has begun" in said
    hall.close()


def test_s53_each_track_has_its_steps_and_all_come_together_again(server: Server):
    """[S53] A slot opens with each track's first step, tracks go on by themselves, and who leaves gives the place back."""
    hall = begun(server)
    facilitator = hall.facilitator
    place = {title: titled(hall, title) for title in ("Tracks", "A1", "A2", "B1", "B2", "Together")}
    facilitator.command("openActivity", activity=place["Tracks"])
    ann = hall.newcomer("Ann", "family")
    hall.moira.command("chooseTrack", activity=place["Tracks"], track="a")
    ann.command("chooseTrack", activity=place["Tracks"], track="a")
    ann.owns("she waits", lambda own: own.get(place["Tracks"]) == {"waitingFor": "a", "place": 1})

    def on(*titles: str) -> None:
        open_ = {place[title] for title in titles}
        hall.sam.sees(
            f"{', '.join(titles)} open",
            lambda view: {key for key in place.values() if view["activities"][key]["state"] == "open"} == open_,
        )

    facilitator.command("openActivity", activity=place["A1"])
    on("Tracks", "A1", "B1")
    facilitator.command("closeActivity", activity=place["B1"], alone=True)
    facilitator.command("openActivity", activity=place["B2"])
    on("Tracks", "A1", "B2")
    assert facilitator.view["lab"]["current"] == place["A1"], "the track that leads stays what is on now"
    facilitator.command("pauseActivity", activity=place["B2"])
    on("Tracks")
    facilitator.command("resumeActivity", activity=place["A1"])
    on("Tracks", "A1", "B2")
    facilitator.command("closeActivity", activity=place["A1"], alone=True)
    facilitator.command("openActivity", activity=place["A2"])
    on("Tracks", "A2", "B2")
    facilitator.command("closeActivity", activity=place["A2"])
    on("Tracks")
    facilitator.command("closeActivity", activity=place["Tracks"])
    facilitator.command("openActivity", activity=place["Together"])
    on("Together")
    hall.everybody.remove(hall.moira)
    hall.moira.command("leave")
    hall.screen.sees("Ann has the place", lambda view: view["activities"][place["Tracks"]]["tracks"]["a"] | {"order": ""}
                     == {"title": "Walks", "capacity": 1, "taken": 1, "waiting": 0, "order": ""})  # fmt: skip
    ann.owns("the place is hers", lambda own: own.get(place["Tracks"]) == {"track": "a"})
    assert_passed(hall, ("closeActivity", "pauseActivity", "resumeActivity"))
    hall.moira.close()
    hall.moira = ann
    hall.close()
