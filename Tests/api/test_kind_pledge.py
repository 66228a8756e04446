"""Pledges after they were made, over a real socket: check-ins, where they stand, and each refusal in words."""

from collections.abc import Iterator

import pytest

from api.hall import Hall
from api.kinds import opened, passed, refusal, served
from harness.server import Server

MESSAGES = {"addCheckIn"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"asksSkills": True, "asksCoach": True, "asksGuardian": True}
    yield from served(
        tmp_path_factory.mktemp("pledge"), {"id": "pledges", "kind": "pledge", "visibility": "named", "settings": settings}
    )


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = Hall(server, "KIND")
    hall.facilitator.command("openLab")
    yield hall
    hall.close()


def test_a_pledge_is_taken_on_talked_about_and_done(hall: Hall):
    """[S1] [S18] [S28] [S41] Both halves, its owner's yes, check-ins by owner and desk, until it is done, after the lab too."""
    moira, facilitator, screen = hall.moira, hall.facilitator, hall.screen
    board = opened(hall, "Pledges")
    words = {"give": "I lead Tuesday's walk", "get": "Hi-vis vests", "firstStep": "Ask two neighbours", "help": "First aid",
             "skills": "Leading a group", "coach": "Jean at the hub", "by": "2026-12-01"}  # fmt: skip
    pledge = moira.command("addPledge", activity=board, **words)["pledge"]

    def standing(view: dict) -> dict:
        return view["activities"][board]["pledges"].get(pledge, {})

    assert standing(moira.view).items() >= words.items()
    moira.command("acceptPledge", activity=board, pledge=pledge)
    moira.command("addCheckIn", activity=board, pledge=pledge, status="doing", text="Two walks so far")
    facilitator.command("addCheckIn", activity=board, pledge=pledge, text="We talked", on="2027-01-15")
    screen.sees("the next day", lambda view: standing(view).get("next") == "2027-01-15")
    for person in (moira, hall.sam, facilitator):
        person.sees("both check-ins", lambda view: len(standing(view).get("checkIns", {})) == 2)
    assert not any("Jean at the hub" in frame or "Moira" in frame for frame in screen.frames)
    facilitator.command("closeActivity", activity=board)
    moira.command("addCheckIn", activity=board, pledge=pledge, status="stopped")
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    moira.sees("doing again", lambda view: standing(view)["status"] == "doing")
    facilitator.command("endLab")
    moira.command("addCheckIn", activity=board, pledge=pledge, status="done")
    screen.sees("it done", lambda view: standing(view)["status"] == "done")
    assert MESSAGES <= passed(hall)


def test_each_refusal_says_what_to_do(hall: Hall):
    """[S18] [S58] Its owner alone says where it stands; a pupil's guardian says yes first."""
    moira, sam, facilitator = hall.moira, hall.sam, hall.facilitator
    board = opened(hall, "Pledges")
    pledge = {"activity": board, "pledge": moira.command("addPledge", activity=board, give="I read aloud", young=True)["pledge"]}
    facilitator.sees("it", lambda view: view["activities"][board]["pledges"].get(pledge["pledge"], {}).get("name") == "Moira")
    sam.sees("it", lambda view: "name" not in view["activities"][board]["pledges"].get(pledge["pledge"], {"name": ""}))
    reason, words = refusal(moira, "acceptPledge", **pledge)
    assert reason == "notAllowed" and "guardian" in words
    moira.command("editPledge", **pledge, version=1, guardian=True)
    reason, words = refusal(moira, "addCheckIn", **pledge, status="doing")
    assert reason == "notAllowed" and "Take it on first" in words
    moira.command("acceptPledge", **pledge)
    assert refusal(sam, "addCheckIn", **pledge, text="How is it?")[0] == "notYours"
    reason, words = refusal(facilitator, "addCheckIn", **pledge, status="done")
    assert reason == "notYours" and "Ask them" in words
    assert refusal(moira, "addCheckIn", **pledge, text="")[0] == "empty"
    assert refusal(moira, "addCheckIn", **pledge, text="x" * 301)[0] == "tooLong"
    assert refusal(moira, "addCheckIn", activity=board, pledge="nothing", text="x")[0] == "unknownItem"
    assert not any("young" in frame for frame in [*sam.frames, *hall.screen.frames] if '"patch"' in frame)
