"""What `coprolab replay` tells of a lab: its moments in words, for the audience that saw them."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import Any

from api.hall import Hall
from api.replayed import fetch
from api.test_exports import lived
from harness.server import BINARY, ENVIRONMENT, TOP, Server


def told(hall: Hall, *arguments: str, data: Path | None = None, status: int = 0) -> str:
    run = subprocess.run(
        [BINARY, "replay", *arguments, "--data", data or hall.server.data], cwd=TOP, env={**ENVIRONMENT, "TZ": "UTC"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == status, f"{run.returncode}\n{run.stdout}{run.stderr}"
    return run.stderr if status else run.stdout


def moments(hall: Hall, *arguments: str) -> list[dict[str, Any]]:
    return json.loads(told(hall, hall.lab["id"], "--json", *arguments))["moments"]


def test_the_story_tells_steps_counts_decisions_pledges_and_the_end(hall: Hall):
    """[S4] an idea's own words stand with its decision and the reason."""
    walk, _ = lived(hall)
    rate = hall.facilitator.activity("rate")
    hall.sam.command("addPledge", activity=hall.facilitator.activity("pledge"), give="I print the map")
    hall.facilitator.command("endLab")
    text = told(hall, hall.lab["code"])
    lines = text.splitlines()
    assert lines[0] == "Living well with dementia" and lines[1] == "As seen: on the screen"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", lines[3])
    said = [re.sub(r"^\d\d:\d\d  ", "", line) for line in lines]
    order = [
        "The lab opens", "“Ideas” opens", "“Choose”: results are out", "2 of 2 heard", "- 1 Walk buddies: 2 dots",
        "“Priority Matrix”: results are out", "- Walk buddies: Quick wins", "“Walk buddies”: decided, we do it",
        "Why: It helps.", "Together: Moira and the library", "Offered: “I lead Tuesday's walk”", "Offered: “I print the map”",
        "The lab ends", "2 people took part. 1 idea has a decision with a reason. 2 pledges were made.",
    ]  # fmt: skip
    places = [next(n for n, line in enumerate(said) if line.strip() == wanted) for wanted in order]
    assert places == sorted(places)
    # What a program reads is the same, at the revisions that the replay jumps to.
    story = moments(hall)
    decided = next(one for one in story if one["kind"] == "itemDecided")
    mark = next(one for one in fetch(hall.server, hall.lab)["marks"] if one["kind"] == "itemDecided")
    assert (decided["revision"], decided["at"], decided["activity"]) == (mark["revision"], mark["at"], rate)
    assert (decided["text"], decided["decision"], decided["reason"]) == ("Walk buddies", "do", "It helps.")
    assert (mark["item"], mark["decision"]) == ("Walk buddies", "do") and decided["item"] == walk


def test_a_decision_that_is_changed_and_taken_back_is_told_as_it_was(hall: Hall):
    walk, place = lived(hall)
    facilitator = hall.facilitator
    facilitator.command("decide", activity=place["rate"], item=walk, decision="drop", reason="Too far.")
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    kinds = [(one["decision"], one["text"]) for one in moments(hall) if one["kind"] == "itemDecided"]
    assert kinds == [("do", "Walk buddies"), ("drop", "Walk buddies"), ("do", "Walk buddies")]
    assert "“Walk buddies”: decided, we let it go" in told(hall, hall.lab["id"])


def test_the_story_for_the_screen_holds_nothing_hidden_and_the_desks_is_asked_for(hall: Hall):
    """[S24] nothing of a vote or a matrix before its reveal, and no names; what was never shown is in neither."""
    hall.facilitator.command("openLab")
    ideas, vote = hall.open("gather"), hall.open("vote")
    idea = hall.moira.command("addIdea", activity=ideas, text="Walk buddies")["idea"]
    hall.moira.command("vote", activity=vote, item=idea, dots=1)
    hall.facilitator.command("closeActivity", activity=vote)
    for audience in ("screen", "facilitator"):
        text = json.dumps(moments(hall, "--as", audience))
        assert '"votes"' not in text and '"items"' not in text and "Walk buddies" not in text
    pledges = hall.open("pledge")
    hall.moira.command("addPledge", activity=pledges, give="I bring tea")
    hall.facilitator.command("revealActivity", activity=vote)
    screen, desk = (json.dumps(moments(hall, "--as", audience)) for audience in ("screen", "facilitator"))
    assert '"votes": 1' in screen and "I bring tea" in screen and "Moira" not in screen
    assert "I bring tea" in desk and hall.moira.joined["participant"] not in desk
    assert "As seen: on the desk" in told(hall, hall.lab["id"], "--as", "facilitator")
    assert "screen" in told(hall, hall.lab["id"], "--as", "participant", status=64)


def test_on_a_terminal_days_stand_out_and_in_a_pipe_all_is_plain(hall: Hall):
    lived(hall)
    assert "\x1b" not in told(hall, hall.lab["id"])
    for colour, wanted in (({}, True), ({"NO_COLOR": "1"}, False)):
        above, below = pty.openpty()
        run = subprocess.Popen(
            [BINARY, "replay", hall.lab["id"], "--data", hall.server.data], cwd=TOP, env={**ENVIRONMENT, **colour}, stdout=below, stderr=below
        )
        os.close(below)
        seen = b""
        while True:
            try:
                part = os.read(above, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
        assert run.wait(30) == 0
        os.close(above)
        assert (b"\x1b[1mLiving well" in seen) == wanted


def test_the_story_is_told_in_the_labs_language_and_without_a_server(tmp_path: Path):
    server = Server(tmp_path / "data")
    made = server.make_lab("Żyjmy dobrze", language="pl")
    hall = Hall(server)
    lived(hall)
    live = told(hall, hall.lab["id"])
    run = subprocess.run(
        [BINARY, "lab", "close", made["code"], "--data", server.data], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0
    polish = told(hall, made["id"])
    assert "Widok: na ekranie" in polish and "Kończy się warsztat" in polish
    hall.close()
    assert server.stop() == 0
    assert told(hall, hall.lab["id"]) == live
    assert "000000" in told(hall, "000000", status=1)
