"""Where an export could go wrong: odd titles, a lab in which nothing was said, a full disk, and tokens that open nothing (any more)."""

import json
import re
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.answers import validate
from api.documents import OPENAPI
from api.hall import Hall
from api.test_export_formats import archive, whole
from api.test_exports import lived
from harness.server import BINARY, ENVIRONMENT, TOP, Answer, Server, eventually

FORMATS = ["json", "csv", "xlsx", "md", "html", "ics"]
REPLAYS = ["replay", "replay/frames", "replay/file"]
#: Titles, and what a file of that lab is called.
TITLES = {
    "../../etc/passwd": "etc-passwd", "a/b\\c:d*e?f|g<h>i": "a-b-c-d-e-f-g-h-i", "...": "lab", "-- --": "lab", "-rf *": "rf",
    "“Walks” & 'talks'": "walks-talks", 'say "hi"; filename="x.exe"': "say-hi-filename-x-exe", "🚶🏿‍♀️🎉": "lab", "مل کر چلنا": "lab", "CON": "con",
    "NUL.txt": "nul-txt", "Café Übergröße, łódź": "cafe-ubergro-e-odz", "%2e%2e%2fx": "2e-2e-2fx", "W" * 120: "w" * 60, "​": None, "": None,
    "line\r\nSet-Cookie: a=b": "line-set-cookie-a-b", "x" * 300: None,
}  # fmt: skip


def run(*arguments: object, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command; with a limit no file of its may grow larger, in bytes, as on a full disk."""
    full = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
    command = [BINARY, *map(str, arguments)]
    return subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False, preexec_fn=full)


def get(server: Server, path: str, token: str | None) -> Answer:
    answer = server.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    validate("GET", path, answer)
    return answer


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("title", TITLES, ids=lambda title: ascii(title[:20]))
def test_any_title_makes_a_file_name_that_every_system_takes(server: Server, tmp_path: Path, title: str):
    name = TITLES[title]
    made = server.request("POST", "/api/labs", {"title": title, "template": "T2"})
    if name is None:
        # Too long, or nothing that shows; without a title it is the template's.
        assert made.status == (201 if title == "" else 422), made.body
        return
    lab = made.json
    folder = tmp_path / "exports"
    folder.mkdir()
    for form, ending in (("json", ".json"), ("csv", "-csv.zip"), ("xlsx", ".xlsx")):
        answer = get(server, f"/api/labs/{lab['id']}/export/{form}", lab["facilitatorToken"])
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}-for-sharing{ending}"'
        assert "Set-Cookie" not in answer.headers
    for purpose in ("sharing", "keeping"):
        out = run("export", lab["id"], "--format", "json", "--for", purpose, "--output", folder, "--data", server.data)
        assert out.returncode == 0, out.stderr
    assert set(files(tmp_path)) == {f"exports/{name}-for-sharing.json", f"exports/{name}-for-keeping.json"}
    kept = json.loads((folder / f"{name}-for-keeping.json").read_text(encoding="utf-8"))
    assert kept["lab"]["title"].split() == title.split()
    assert (folder / f"{name}-for-keeping.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_said(hall: Hall, tmp_path: Path):
    for command in (("export", hall.lab["id"], "--format", "md"), ("template", "export", hall.lab["id"]), ("replay", hall.lab["id"])):
        said = run(*command, "--output", f"{tmp_path}/none/", "--data", hall.server.data)
        assert said.returncode == 1 and "no such folder" in said.stderr and "Make it first" in said.stderr, command
        assert run(*command, "--output", tmp_path, "--data", hall.server.data).returncode == 0, command
    assert sorted(files(tmp_path)) == ["living-well-with-dementia-for-sharing.md", "living-well-with-dementia-replay.html", "mine.yaml"]


@pytest.mark.parametrize("template", ["T1", "T4"])
def test_a_lab_in_which_nothing_was_said_is_whole_in_every_format(server: Server, tmp_path: Path, template: str):
    """Not opened yet, open and empty, ended without a word. These two templates have steps of every kind."""
    hall = Hall(server, template)
    token = hall.lab["facilitatorToken"]
    for step in (None, "openLab", "endLab"):
        if step:
            hall.facilitator.command(step)
        for purpose in ("sharing", "keeping"):
            for form in FORMATS:
                answer = get(server, f"/api/labs/{hall.lab['id']}/export/{form}?for={purpose}", token)
                assert answer.status == 200, answer.body
                text = whole(answer, form)
                assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S) or form in ("json", "xlsx"), f"a place unfilled in {form}"
                assert not re.search(r"\b(nan|inf|undefined|null)\b", text if form in ("csv", "md", "ics") else ""), form
                if form == "csv":
                    assert {"00-lab.csv", "00-people.csv", "00-programme.csv"} <= set(archive(answer.body))
                if form == "json":
                    OPENAPI.check(answer.json, "#/components/schemas/LabExport", "the export")
                    # Some templates bring ideas along; nobody has said more of them.
                    assert not any(idea["decided"] or idea["pledged"] or idea["steps"] for idea in answer.json["chain"])
    for replay in REPLAYS:
        assert get(server, f"/api/labs/{hall.lab['id']}/{replay}", token).status == 200
    told = run("replay", hall.lab["id"], "--data", server.data)
    assert told.returncode == 0 and told.stdout.strip(), told.stderr
    page = run("replay", hall.lab["id"], "--output", tmp_path / "lab.html", "--data", server.data)
    assert page.returncode == 0 and (tmp_path / "lab.html").stat().st_size > 10_000, page.stderr
    hall.close()


def test_a_full_disk_leaves_no_part_of_a_file_and_the_old_one_as_it_was(hall: Hall, tmp_path: Path):
    lived(hall)
    data = ("--data", hall.server.data)
    commands = [("export", hall.lab["id"], "--format", form, "--for", "keeping") for form in FORMATS[:-1]]
    commands += [("replay", hall.lab["id"]), ("template", "export", hall.lab["id"])]
    for command in commands:
        name = f"{command[0]}-{command[3] if len(command) > 3 else 'file'}"
        said = run(*command, "--output", tmp_path / name, *data, limit=512)
        assert said.returncode == 1 and "there is no room" in said.stderr and "Nothing was left" in said.stderr, (command, said)
        assert "Traceback" not in said.stderr and said.stdout == ""
        assert files(tmp_path) == {}
        (tmp_path / name).write_bytes(b"the one before")
        assert run(*command, "--output", tmp_path / name, *data, limit=512).returncode == 1
        assert files(tmp_path) == {name: b"the one before"}
        assert run(*command, "--output", tmp_path / name, *data).returncode == 0
        assert set(files(tmp_path)) == {name} and (tmp_path / name).stat().st_size > 512
        (tmp_path / name).unlink()


@pytest.fixture
def cramped(tmp_path: Path) -> Iterator[Server]:
    """A server that has nowhere to put what it makes on the way."""
    server = Server(tmp_path / "data", environment={"TMPDIR": str(tmp_path / "nowhere")})
    yield server
    assert server.stop() == 0, server.output


def test_a_server_without_room_for_a_workbook_says_so_and_goes_on(cramped: Server):
    hall = Hall(cramped)
    lived(hall)
    path = f"/api/labs/{hall.lab['id']}/export"
    answer = get(cramped, f"{path}/xlsx", hall.lab["facilitatorToken"])
    assert answer.status == 503 and answer.json["reason"] == "notSaved", answer.body
    assert "Make room on the server's disk, or choose another format" in answer.json["detail"]
    assert str(cramped.data.parent) not in answer.json["detail"], "where the server lives is nobody's business"
    assert get(cramped, f"{path}/csv", hall.lab["facilitatorToken"]).status == 200
    hall.close()


def asked(lab: dict[str, Any]) -> list[str]:
    """All that is given for a facilitator's token alone."""
    top = f"/api/labs/{lab['id']}"
    exports = [f"{top}/export/{form}?for={purpose}" for form in FORMATS for purpose in ("sharing", "keeping")]
    return [*exports, f"{top}/head", *(f"{top}/{replay}?audience={seen}" for replay in REPLAYS for seen in ("screen", "facilitator"))]


def test_no_other_token_opens_an_export_a_replay_or_the_head(hall: Hall):
    lived(hall)
    server, paths = hall.server, asked(hall.lab)
    other = server.make_lab("Another lab", "T2")
    tokens = {
        "none": None, "wrong": "x" * 43, "short": "x", "a screen's": hall.lab["screenToken"], "a participant's": hall.moira.joined["token"],
        "another lab's": other["facilitatorToken"], "the code": hall.lab["code"], "the invite": hall.lab["inviteKey"],
        "the way back": hall.lab["recoveryCode"],
    }  # fmt: skip
    for path in paths:
        assert get(server, path, hall.lab["facilitatorToken"]).status == 200, path
        told = set()
        for whose, token in tokens.items():
            answer = get(server, path, token)
            assert answer.status == 401 and answer.json["reason"] == "badToken", (path, whose, answer.body)
            assert "Walk buddies" not in answer.body.decode() and "WWW-Authenticate" in answer.headers
            told.add(answer.body)
        # A lab that isn't there is answered alike: nobody learns which there are.
        missing = get(server, path.replace(hall.lab["id"], "nowhere"), hall.lab["facilitatorToken"])
        assert {missing.body} == told and missing.status == 401, path


def test_a_token_that_was_taken_back_opens_nothing_any_more(hall: Hall):
    lived(hall)
    server = hall.server
    sam, facilitator = hall.sam, hall.facilitator
    person = sam.joined["participant"]
    facilitator.command("setRights", participant=person, facilitator=True)
    paths = asked(hall.lab)
    token = eventually("Sam leads, too", lambda: get(server, paths[0], sam.joined["token"]).status == 200 and sam.joined["token"])
    for path in paths:
        assert get(server, path, token).status == 200, path
    facilitator.command("setRights", participant=person, facilitator=False)
    for path in paths:
        answer = get(server, path, token)
        assert answer.status == 401 and answer.json["reason"] == "badToken", path
    # What is their own stays theirs, until they are gone.
    mine = f"/api/labs/{hall.lab['id']}/mine"
    assert get(server, mine, token).status == 200
    facilitator.command("removePerson", participant=person, contributions="stay")
    hall.shut_out(sam, "removed")
    assert get(server, mine, token).status == 401


def test_after_the_end_of_a_lab_its_files_are_as_closed_as_before(server: Server):
    hall = Hall(server)
    lived(hall)
    paths, token = asked(hall.lab), hall.lab["facilitatorToken"]
    hall.facilitator.command("endLab")
    for path in paths:
        assert get(server, path, token).status == 200 and get(server, path, "x" * 43).status == 401, path
    hall.close()
    gone = run("lab", "delete", hall.lab["id"], "--yes", "--data", server.data)
    assert gone.returncode == 0, gone.stderr
    for path in paths:
        assert get(server, path, token).status == 401, path


def test_the_names_above_hold_nothing_that_a_system_refuses():
    for name in filter(None, TITLES.values()):
        assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", name), name
