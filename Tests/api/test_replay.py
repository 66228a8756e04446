"""A lab played again from its journal. That each template's replay equals what was sent, its walk in `programme.py` holds."""

import json
from pathlib import Path

from api.answers import validate
from api.hall import Hall
from api.replayed import check, fetch, views
from api.test_exports import lived
from harness.server import Server


def test_a_replay_holds_what_screen_and_facilitator_saw_at_each_moment(hall: Hall):
    lived(hall)
    for audience, person in (("screen", hall.screen), ("facilitator", hall.facilitator)):
        assert check(hall.server, hall.lab, audience, person) > 10


def test_the_outline_tells_what_to_jump_to_and_when_much_happened(hall: Hall):
    lived(hall)
    outline = fetch(hall.server, hall.lab)
    kinds = [mark["kind"] for mark in outline["marks"]]
    assert kinds[0] == "labOpened" and kinds.count("activityOpened") == 4 and "itemDecided" in kinds
    revealed = next(mark for mark in outline["marks"] if mark["kind"] == "activityRevealed")
    assert revealed["title"] == "Choose" and [mark["at"] for mark in outline["marks"]] == sorted(mark["at"] for mark in outline["marks"])
    assert sum(outline["strip"]) == outline["revision"] and outline["length"] >= outline["marks"][-1]["at"]
    # At a mark, what it names has just come about; just before, it hasn't.
    at = fetch(hall.server, hall.lab, f"/frames?after={revealed['revision']}&limit=1")["view"]
    before = fetch(hall.server, hall.lab, f"/frames?after={revealed['revision'] - 1}&limit=1")["view"]
    states = [view["activities"][revealed["activity"]]["state"] for view in (before, at)]
    assert states == ["open", "revealed"]
    # A moment of the clock is the last thing that had happened by then.
    moment = fetch(hall.server, hall.lab, f"/frames?at={revealed['at']}&limit=1")
    assert moment["at"] <= revealed["at"] and moment["version"] >= revealed["revision"]
    assert fetch(hall.server, hall.lab, f"/frames?at={outline['length']}")["frames"] == []
    assert fetch(hall.server, hall.lab, "/frames?at=0&limit=2")["reached"] <= 26


def test_the_screens_replay_never_shows_what_the_screen_did_not(hall: Hall):
    """[S24] ratings before the reveal, and names, are in no replayed view of the screen."""
    hall.facilitator.command("openLab")
    ideas = hall.open("gather")
    idea = hall.moira.command("addIdea", activity=ideas, text="Walk buddies")["idea"]
    rate = hall.open("rate")
    hall.moira.command("rate", activity=rate, item=idea, impact=5, effort=2)
    hall.facilitator.command("revealActivity", activity=rate)
    hall.facilitator.command("endLab")
    replayed = views(hall.server, hall.lab, "screen")
    revealed = next(mark for mark in fetch(hall.server, hall.lab)["marks"] if mark["kind"] == "activityRevealed")["revision"]
    assert any("results" in json.dumps(view) for revision, view in replayed.items() if revision >= revealed)
    for revision, view in replayed.items():
        text = json.dumps(view)
        assert "Moira" not in text and hall.moira.joined["participant"] not in text
        if revision < revealed:
            assert '"results"' not in text


def test_only_facilitators_play_a_lab_again(hall: Hall):
    for headers in ({}, {"Authorization": "Bearer nothing"}, {"Authorization": f"Bearer {hall.moira.joined['token']}"}, {"Authorization": f"Bearer {hall.lab['screenToken']}"}):
        for what in ("", "/frames"):
            path = f"/api/labs/{hall.lab['id']}/replay{what}"
            answer = hall.server.request("GET", path, headers=headers)
            validate("GET", path, answer)
            assert answer.status == 401
    path = f"/api/labs/{hall.lab['id']}/replay?audience=participant"
    answer = hall.server.request("GET", path, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"})
    validate("GET", path, answer)
    assert answer.status == 400 and "screen or facilitator" in answer.json["detail"]
    assert hall.server.request("GET", f"/replay/{hall.lab['id']}").status == 200


def test_a_replay_is_the_same_after_a_restart_and_a_pause_of_a_lab_is_short(tmp_path: Path):
    server = Server(tmp_path / "data")
    hall = Hall(server)
    lived(hall)
    lab = hall.lab
    hall.close()
    before = views(server, lab, "screen")
    assert server.stop() == 0
    again = Server(tmp_path / "data")
    assert views(again, lab, "screen") == before
    assert again.stop() == 0
