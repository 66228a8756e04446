"""The hash that is noted at a lab's end, wherever it is told, and what the journal is held against later."""

import json
import re
import subprocess
from pathlib import Path

from api.answers import validate
from api.hall import Hall
from api.test_exports import lived
from harness.server import BINARY, ENVIRONMENT, TOP

HASH = re.compile(r"\b[0-9a-f]{64}\b")


def coprolab(hall: Hall, *arguments: str | Path, status: int = 0) -> str:
    run = subprocess.run(
        [BINARY, *arguments, "--data", hall.server.data], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == status, f"{run.returncode}\n{run.stdout}{run.stderr}"
    return run.stdout + run.stderr


def noted(hall: Hall) -> dict[str, object]:
    path = f"/api/labs/{hall.lab['id']}/head"
    answer = hall.server.request("GET", path, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"})
    validate("GET", path, answer)
    return answer.json


def report(hall: Hall, format: str, purpose: str) -> str:
    path = f"/api/labs/{hall.lab['id']}/export/{format}?for={purpose}"
    answer = hall.server.request("GET", path, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"})
    assert answer.status == 200
    return answer.body.decode()


def test_the_hash_is_told_at_the_end_and_printed_in_the_report(hall: Hall):
    lived(hall)
    for format in ("html", "md"):
        assert not HASH.search(report(hall, format, "sharing")), "before the end there is nothing to note"
    closed = coprolab(hall, "lab", "close", hall.lab["code"])
    head = HASH.search(closed)[0]
    assert f"  {head}\nNote it. `coprolab verify --head {head}`" in closed
    assert noted(hall) == {"revision": int(re.search(r"up to revision (\d+):", closed)[1]), "head": head}
    for format in ("html", "md"):
        for purpose in ("sharing", "keeping"):
            assert set(HASH.findall(report(hall, format, purpose))) == {head}
    from_command = coprolab(hall, "export", hall.lab["id"], "--format", "md", "--output", "-")
    assert head in from_command


def test_a_noted_hash_is_found_after_more_has_happened_and_however_it_was_written(hall: Hall):
    lived(hall)
    hall.facilitator.command("endLab")
    revision, head = noted(hall)["revision"], noted(hall)["head"]
    hall.facilitator.command("openLab")
    assert noted(hall)["head"] != head
    grouped = " ".join(head[at : at + 8] for at in range(0, 64, 8))
    for written in (head, grouped, head.upper()):
        assert f"The head is there, at revision {revision}." in coprolab(hall, "verify", "--head", written)
    found = json.loads(coprolab(hall, "verify", hall.lab["id"], "--head", head, "--json"))["head"]
    assert found == {"lab": hall.lab["id"], "revision": revision}


def test_a_hash_that_was_mistyped_is_told_from_one_that_is_not_there(hall: Hall):
    lived(hall)
    head = noted(hall)["head"]
    short = coprolab(hall, "verify", "--head", head[:-1], status=1)
    assert "64 digits from 0 to 9 and a to f" in short and "this has 63 signs" in short and "Compare it with your note" in short
    assert "It holds “o”." in coprolab(hall, "verify", "--head", f"o{head[1:]}", status=1)
    other = f"{'1' if head[0] == '0' else '0'}{head[1:]}"
    missing = coprolab(hall, "verify", "--head", other, status=1)
    assert "Compare it with your note, sign by sign" in missing and "only this head is not there" in missing
    assert "isn't in the journal." in missing
    elsewhere = hall.server.make_lab("Another")
    assert "isn't in the journal of this lab." in coprolab(hall, "verify", elsewhere["id"], "--head", head, status=1)
