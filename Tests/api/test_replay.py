"""A lab played again from its journal. That each template's replay equals what was sent, its walk in `programme.py` holds."""

import html
import json
import os
import re
import resource
import subprocess
from pathlib import Path
from typing import Any

from api.answers import validate
from api.hall import Hall
from api.replayed import check, fetch, views
from api.test_exports import lived
from harness.server import BINARY, ENVIRONMENT, TOP, Answer, Server
from harness.wire import merge


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
        for what in ("", "/frames", "/file"):
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


def page(hall: Hall, audience: str = "screen") -> Answer:
    path = f"/api/labs/{hall.lab['id']}/replay/file?audience={audience}"
    answer = hall.server.request("GET", path, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"})
    validate("GET", path, answer)
    assert answer.status == 200, answer.body
    return answer


def blocks(source: str) -> dict[str, Any]:
    """What lies in the file as data, by name."""
    found = re.findall(r'<script type="application/json" id="file-(\w+)">(.*?)</script>', source, re.DOTALL)
    return {name: json.loads(text) for name, text in found}


def told(data: dict[str, Any], audience: str) -> dict[int, Any]:
    """The view after each revision that changed it, as the file has it."""
    track = data["tracks"][audience]
    view = track["first"]["view"]
    found = {track["first"]["version"]: view}
    for frame in track["frames"]:
        view = found[frame["version"]] = merge(view, frame["view"])
    return found


def test_the_file_holds_what_each_audience_saw_and_no_more(hall: Hall):
    """[S24] the screen's file has nothing of the desk, and both have every view that the replay has."""
    lived(hall)
    hall.facilitator.command("endLab")
    for audience, audiences in (("screen", ["screen"]), ("facilitator", ["screen", "facilitator"])):
        answer = page(hall, audience)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="replay.html"'
        source = answer.body.decode()
        data = blocks(source)["lab"]
        assert list(data["tracks"]) == list(data["outlines"]) == audiences
        for each in audiences:
            assert told(data, each) == views(hall.server, hall.lab, each)
            outline = data["outlines"][each]
            assert outline == fetch(hall.server, hall.lab, f"?audience={each}")
        assert ("Moira</" in source or '"Moira"' in source) == (audience == "facilitator")
        for secret in ("facilitatorToken", "screenToken", "inviteKey", "recoveryCode"):
            assert hall.lab[secret] not in source
        for person in (hall.moira, hall.sam):
            assert person.joined["token"] not in source
    # A facilitator's view names by name, where the step does; never by an inner name.
    assert hall.moira.joined["participant"] not in page(hall).body.decode()


def test_the_files_modules_ask_for_nothing_that_is_not_in_it(hall: Hall):
    """Every module that one of them imports lies beside it, but for the pages that a file never shows."""
    source = page(hall).body.decode()
    modules = blocks(source)["modules"]
    assert "coprolab/elements/replay.js" in modules and "coprolab/activities/survey/survey.js" in modules
    asked: dict[str, set[str]] = {}
    for name, text in modules.items():
        assert not re.search(r'''(from|import|import\()\s*["']\.''', text), name
        for target in re.findall(r'(?:from |import |import\()"([^"]+)"', text):
            asked.setdefault(target, set()).add(name)
    missing = asked.keys() - modules.keys()
    assert missing <= {f"coprolab/elements/{page}.js" for page in ("home", "missing", "entry", "join", "organise", "statement")}
    assert all(asked[name] == {"coprolab/app.js"} for name in missing)
    for name, text in modules.items():
        original = (TOP / "web" / name.removeprefix("coprolab/")).read_text(encoding="utf-8")
        lines = [(one, other) for one, other in zip(text.split("\n"), original.split("\n"), strict=True) if one != other]
        assert all("import" in one or "from" in one for one, _ in lines), name
    policy = html.unescape(re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', source)[1])
    assert policy.startswith("default-src 'none'; script-src 'nonce-") and "unsafe" not in policy and "connect-src" not in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    assert nonce not in page(hall).body.decode()


def written(hall: Hall, file: Path, *arguments: str, status: int = 0, **options: Any) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [BINARY, "replay", hall.lab["id"], "--output", file, "--data", hall.server.data, *arguments], cwd=TOP, env=ENVIRONMENT,
        capture_output=True, text=True, timeout=60, check=False, **options,
    )  # fmt: skip
    assert run.returncode == status, f"{run.returncode}\n{run.stdout}{run.stderr}"
    return run


def test_the_command_writes_the_same_file_beside_a_server_and_without_one(tmp_path: Path):
    server = Server(tmp_path / "data")
    hall = Hall(server)
    lived(hall)
    over_http = {audience: blocks(page(hall, audience).body.decode()) for audience in ("screen", "facilitator")}
    file = tmp_path / "lab.html"

    def check() -> None:
        run = written(hall, file)
        assert "as seen on the screen. Open it in a browser" in run.stdout and file.stat().st_mode & 0o777 == 0o644
        assert blocks(file.read_text(encoding="utf-8")) == over_http["screen"]
        run = written(hall, file, "--as", "facilitator")
        assert "confidential" in run.stdout and file.stat().st_mode & 0o777 == 0o600
        assert blocks(file.read_text(encoding="utf-8")) == over_http["facilitator"]

    check()
    hall.close()
    assert server.stop() == 0
    check()
    assert blocks(written(hall, Path("-")).stdout) == over_http["screen"]
    assert "Leave one of them out" in written(hall, file, "--json", status=64).stderr


def test_a_file_that_the_disk_has_no_room_for_is_not_there(hall: Hall, tmp_path: Path):
    """Where a file was before, that one stays; nothing half written lies about."""
    lived(hall)
    file = tmp_path / "lab.html"

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    # Python leaves SIGXFSZ ignored, so that writing fails as on a full disk.
    run = written(hall, file, status=1, preexec_fn=little_room, restore_signals=False)
    assert str(file) in run.stderr and "choose another place" in run.stderr
    assert not [name for name in os.listdir(tmp_path) if name.startswith("lab")]
    file.write_text("before", encoding="utf-8")
    written(hall, file, status=1, preexec_fn=little_room, restore_signals=False)
    assert file.read_text(encoding="utf-8") == "before" and not file.with_name("lab.html.part").exists()


def test_who_was_erased_is_in_no_file_and_no_story_any_more(tmp_path: Path):
    server = Server(tmp_path / "data")
    hall = Hall(server)
    lived(hall)
    assert "Walk buddies" in page(hall).body.decode() and "Walk buddies" in written(hall, Path("-")).stdout
    path = f"/api/labs/{hall.lab['id']}/erase"
    erased = server.request("POST", path, {"contributions": "go"}, {"Authorization": f"Bearer {hall.moira.joined['token']}"})
    assert erased.status == 200
    for audience in ("screen", "facilitator"):
        source = page(hall, audience).body.decode()
        assert "Walk buddies" not in source and "Tuesday" not in source and "A new logo" in source
    story = subprocess.run(
        [BINARY, "replay", hall.lab["id"], "--data", server.data], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert story.returncode == 0 and "A new logo" in story.stdout
    assert "Walk buddies" not in story.stdout and "Tuesday" not in story.stdout
    for person in (hall.facilitator, hall.screen, hall.sam, hall.moira):
        person.close()
    assert server.stop() == 0
