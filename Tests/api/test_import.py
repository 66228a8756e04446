"""Labs that were kept come back: over HTTP and from the command line, and each bad file in words, with nothing half written."""

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.answers import validate
from api.documents import OPENAPI, pointer
from api.hall import Hall
from api.recorded import Recorded
from api.test_exports import lived
from harness.server import BINARY, TOP, Server

Document = dict[str, Any]
KEPT = Path(__file__).parent / "kept"


def kept(server: Server, lab: Document) -> bytes:
    """A lab as it is exported to keep."""
    path = f"/api/labs/{lab['id']}/export/json?for=keeping"
    answer = server.request("GET", path, headers={"Authorization": f"Bearer {lab['facilitatorToken']}"})
    validate("GET", path, answer)
    assert answer.status == 200, answer.body
    return answer.body


def take_in(server: Server, body: bytes) -> Any:
    answer = server.request("POST", "/api/labs/import", body=body, headers={"Content-Type": "application/json"})
    if answer.status == 201:
        OPENAPI.check(answer.json, pointer("components", "schemas", "MadeLab"), "the lab that was taken in")
    return answer


def canonical(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def same(file: bytes) -> bytes:
    """All but the ids of the lab, byte for byte as it came."""
    document = json.loads(file)
    del document["lab"]["id"]
    for name in ("source", "checksum"):
        del document[name]
    return canonical(document)


def sealed(document: Document) -> bytes:
    """The document with a checksum that fits."""
    document.pop("checksum", None)
    return canonical({**document, "checksum": "sha256:" + hashlib.sha256(canonical(document)).hexdigest()})


def labs(server: Server) -> list[str]:
    answer = subprocess.run(
        [BINARY, "lab", "list", "--json", "--data", server.data], cwd=TOP, capture_output=True, text=True, check=True, timeout=60
    )
    return sorted(lab["lab"] for lab in json.loads(answer.stdout)["labs"])


def command(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BINARY, *words, "--data", server.data], cwd=TOP, capture_output=True, text=True, timeout=120)


def test_s40_a_lab_comes_back_as_it_was_kept(hall: Hall):
    """[S40] Exported, taken in and exported again it is byte for byte the same, but for ids; its history begins with the source's head."""
    _, place = lived(hall)
    hall.facilitator.command("editActivity", activity=place["gather"], version=1, title="Ideas for the park")
    file = kept(hall.server, hall.lab)
    document = json.loads(file)
    made = take_in(hall.server, file)
    assert made.status == 201, made.body
    lab = made.json
    assert lab["id"] != hall.lab["id"] and lab["code"] != hall.lab["code"]
    again = kept(hall.server, lab)
    assert same(again) == same(file)
    assert json.loads(again)["source"]["before"] == {key: document["source"][key] for key in ("lab", "head", "date")}
    assert take_in(hall.server, again).status == 201
    # What everybody is told of it, and that the chain of the new lab is sound.
    desk = Recorded(hall.server, lab["id"], "facilitator", token=lab["facilitatorToken"])
    assert desk.view["lab"]["imported"]["date"] == document["source"]["date"]
    titles = {step["title"] for step in desk.view["activities"].values()}
    assert "Ideas for the park" in titles and "Walk buddies" in json.dumps(desk.view)
    desk.close()
    verdict = json.loads(command(hall.server, "verify", lab["id"], "--json").stdout)
    assert verdict["sound"] is True
    earlier = json.loads(command(hall.server, "verify", hall.lab["id"], "--head", document["source"]["head"], "--json").stdout)
    assert earlier["head"] == {"lab": hall.lab["id"], "revision": document["source"]["revision"]}


def test_a_kept_file_says_nothing_that_opens_or_joins(hall: Hall):
    """[S60] No token, code, hash or id of a person is in it; where steps show no names it says no person's number."""
    lived(hall)
    file = kept(hall.server, hall.lab).decode()
    people = [hall.facilitator, hall.moira, hall.sam]
    secrets = [hall.lab["code"], hall.lab["facilitatorToken"], hall.lab["recoveryCode"], hall.lab["screenToken"]]
    for person in people:
        secrets += [person.joined["participant"], person.joined["token"]]
    for secret in secrets:
        assert secret not in file
    for activity in json.loads(file)["kept"]["activities"]:
        if activity["visibility"] != "named":
            assert not any(piece.get("by") for piece in activity.get("pieces", []))
            assert not any("by" in heard for heard in activity.get("heard", []))


def test_nobodys_old_token_opens_it_and_newcomers_come_in(hall: Hall):
    lived(hall)
    lab = take_in(hall.server, kept(hall.server, hall.lab)).json
    for token in (hall.moira.joined["token"], hall.lab["facilitatorToken"]):
        answer = hall.server.request("GET", f"/api/labs/{lab['id']}/mine", headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 401
    newcomer = Recorded(hall.server, lab["code"], "participant", name="Ina", role="family")
    assert newcomer.view["lab"]["imported"]
    newcomer.close()


BAD = {
    "cut off": (lambda file: file[: len(file) // 2], "ends in the middle", "cutOff"),
    "empty": (lambda file: b"", "isn't an export", "foreign"),
    "another file": (lambda file: b'{"name": "package", "version": "1.0.0"}', "isn't an export", "foreign"),
    "no JSON": (lambda file: b"<html></html>", "isn't an export", "foreign"),
    "changed": (lambda file: file.replace(b"Walk buddies", b"Walk baddies"), "was changed after it was exported", "changed"),
    "a byte": (lambda file: file.replace(b'"smallNumbers":3', b'"smallNumbers":1'), "was changed after it was exported", "changed"),
    "without its checksum": (
        lambda file: canonical({key: value for key, value in json.loads(file).items() if key != "checksum"}),
        "was changed after it was exported", "changed",
    ),
    "newer": (lambda file: canonical({**json.loads(file), "formatVersion": 2}), "newer coprolab", "newer"),
    "for sharing": (lambda file: canonical({**json.loads(file), "for": "sharing"}), "for sharing", "sharing"),
    "older": (lambda file: canonical({key: value for key, value in json.loads(file).items() if key != "kept"}), "taken in again", "older"),
    "twice": (lambda file: file.replace(b'"format":"coprolab",', b'"format":"coprolab","format":"coprolab",'), "twice", "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(hall: Hall, name: str):
    lived(hall)
    change, words, why = BAD[name]
    before = labs(hall.server)
    file = kept(hall.server, hall.lab)
    bad = change(file)
    assert bad != file
    answer = take_in(hall.server, bad)
    assert answer.status == 422 and words in answer.json["detail"] and answer.json["why"] == why, answer.body
    assert labs(hall.server) == before


def gather(document: Document) -> Document:
    return next(step for step in document["kept"]["activities"] if step["kind"] == "gather")


def an_id_twice(document: Document) -> None:
    pieces = gather(document)["pieces"]
    pieces.append(pieces[0])


def a_step_twice(document: Document) -> None:
    document["kept"]["activities"].append(document["kept"]["activities"][0])


def from_nothing(document: Document) -> None:
    next(step for step in document["kept"]["activities"] if step["kind"] == "vote")["inputsFrom"] = ["nowhere"]


def on_nothing(document: Document) -> None:
    vote = next(step for step in document["kept"]["activities"] if step["kind"] == "vote")
    next(piece for piece in vote["pieces"] if piece["is"] == "total")["items"] = ["nowhere"]


def by_nobody(document: Document) -> None:
    board = next(step for step in document["kept"]["activities"] if step["kind"] == "pledge")
    board["pieces"][0]["by"] = ["99"]


def another_kind(document: Document) -> None:
    gather(document)["kind"] = "tombola"


def a_trap(document: Document) -> None:
    gather(document)["pieces"][0]["what"]["text"] = "Walk \u202e seiddub"


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (an_id_twice, "in this file twice"), (a_step_twice, "in this file twice"), (from_nothing, "isn't in this file"),
        (on_nothing, "no lab can hold"), (by_nobody, "somebody who isn't in it"), (another_kind, "doesn't know"),
        (a_trap, "direction of writing"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_hold_together_is_refused_in_words(hall: Hall, break_it: Any, words: str):
    lived(hall)
    before = labs(hall.server)
    document = json.loads(kept(hall.server, hall.lab))
    break_it(document)
    answer = take_in(hall.server, sealed(document))
    assert answer.status == 422 and words in answer.json["detail"], answer.body
    assert answer.json["why"] == ("newer" if break_it is another_kind else "content")
    assert labs(hall.server) == before


def test_the_command_takes_a_lab_in_beside_a_server_and_without_one(hall: Hall, tmp_path: Path):
    """[S40] The same file, by the server's socket and by the folder's lock; links and codes are printed once."""
    lived(hall)
    file = tmp_path / "lab.json"
    file.write_bytes(kept(hall.server, hall.lab))
    beside = command(hall.server, "import", str(file), "--title", "The park, kept", "--json")
    assert beside.returncode == 0, beside.stderr
    lab = json.loads(beside.stdout)
    assert json.loads(kept(hall.server, lab))["lab"]["title"] == "The park, kept"
    bad = tmp_path / "bad.json"
    bad.write_bytes(file.read_bytes()[:-20])
    refused = command(hall.server, "import", str(bad))
    assert refused.returncode == 1 and "ends in the middle" in refused.stderr
    missing = command(hall.server, "import", str(tmp_path / "none.json"))
    assert missing.returncode == 1 and "can't be read" in missing.stderr
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    alone = subprocess.run([BINARY, "import", file, "--data", folder], cwd=TOP, capture_output=True, text=True, timeout=120)
    assert alone.returncode == 0, alone.stderr
    assert "recovery code" in alone.stdout and "/facilitate/" in alone.stdout
    out = tmp_path / "again.json"
    code = alone.stdout.split("code")[1].split("\n")[0].strip()
    again = subprocess.run(
        [BINARY, "export", code.replace(" ", ""), "--format", "json", "--for", "keeping", "--output", out, "--data", folder],
        cwd=TOP, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert same(out.read_bytes()) == same(file.read_bytes())


def test_a_file_that_is_too_large_is_refused(hall: Hall, tmp_path: Path):
    file = tmp_path / "large.json"
    with file.open("wb") as out:
        os.truncate(out.fileno(), (32 << 20) + 1)
    answer = command(hall.server, "import", str(file))
    assert answer.returncode == 1 and "32 MiB is the most" in answer.stderr


@pytest.mark.parametrize("file", sorted(KEPT.glob("*.json")), ids=lambda file: file.name)
def test_every_released_format_is_read_for_ever(hall: Hall, file: Path):
    made = take_in(hall.server, file.read_bytes())
    assert made.status == 201, made.body
    assert json.loads(kept(hall.server, made.json))["kept"] == json.loads(file.read_bytes())["kept"]
