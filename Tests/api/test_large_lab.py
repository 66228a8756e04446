"""A lab of many events and ideas, when it is over. How long each takes, `Tests/load/after_the_lab.py` measures."""

import io
import json
import random
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.replayed import fetch, views
from harness.server import BINARY, ENVIRONMENT, TOP, Answer, Server, eventually

EVENTS, IDEAS, PEOPLE = 40_000, 300, 60
Large = tuple[Server, dict[str, Any]]


def fill(data: Path, events: int) -> dict[str, Any]:
    sizes = ["--events", str(events), "--ideas", str(IDEAS), "--people", str(PEOPLE)]
    command = [BINARY, "fill", *sizes, "--data", data, "--json"]
    return json.loads(subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    data = tmp_path_factory.mktemp("large") / "data"
    lab = fill(data, EVENTS)
    verdict = subprocess.run([BINARY, "verify", "--data", data], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert verdict.returncode == 0 and f"revision {EVENTS}  sound" in verdict.stdout, verdict.stdout
    server = Server(data)
    yield server, lab
    assert server.stop() == 0


def export(large: Large, what: str) -> Answer:
    server, lab = large
    answer = server.request("GET", f"/api/labs/{lab['id']}/export/{what}", headers={"Authorization": f"Bearer {lab['facilitatorToken']}"})
    assert answer.status == 200, answer.body
    return answer


def whole(large: Large) -> dict[str, Any]:
    """The outline once all of the lab has been read."""
    outline: dict[str, Any] = {}

    def is_whole() -> bool:
        outline.update(fetch(*large))
        return outline["whole"]

    eventually("the lab has been read", is_whole, within=60)
    return outline


def test_a_long_lab_begins_before_it_has_been_read_and_is_read_then(large: Large):
    server, lab = large
    first = fetch(server, lab, "/frames?after=0&limit=50")
    assert first["version"] == 0 and first["reached"] == 50
    outline = whole(large)
    assert outline["revision"] == sum(outline["strip"]) == EVENTS and len(outline["strip"]) <= 120
    decided = [mark for mark in outline["marks"] if mark["kind"] == "itemDecided"]
    assert len(decided) == 100 and all(mark["item"] and mark["decision"] for mark in decided)
    assert {mark["title"] for mark in decided} == {"Priority Matrix"}
    assert outline["marks"][-1] == {**outline["marks"][-1], "kind": "labEnded", "revision": EVENTS, "at": outline["length"]}


def test_a_jump_shows_what_playing_on_would_have_shown(large: Large):
    """Whichever states the server keeps, and however far apart they are."""
    server, lab = large
    outline = whole(large)
    played = views(server, lab, "facilitator", limit=2000)
    for _ in range(12):
        at = random.randrange(outline["length"])
        part = fetch(server, lab, f"/frames?audience=facilitator&at={at}&limit=1")
        assert part["at"] <= at, at
        known = max(revision for revision in played if revision <= part["version"])
        assert part["view"] == played[known], f"at {at}"
        assert not part["frames"] or part["frames"][0]["at"] > at


def test_each_export_of_many_ideas_comes_in_pieces_and_is_whole(large: Large):
    table = export(large, "csv?table=02-gather-ideas")
    assert table.headers["Transfer-Encoding"] == "chunked" and table.body.count(b"\r\n") == IDEAS + 1
    with zipfile.ZipFile(io.BytesIO(export(large, "csv").body)) as archive:
        assert archive.testzip() is None
        assert archive.read("02-gather-ideas.csv") == table.body
        assert archive.read("04-rate-results.csv").count(b"\r\n") == IDEAS + 1
    shared = export(large, "json").json
    ideas = {row[0] for row in shared["activities"][1]["tables"][0]["rows"]}
    assert len(ideas) == len(shared["chain"]) == IDEAS
    for what, each in (("html", "<tr"), ("md", "\n| ")):
        text = export(large, what).body.decode()
        assert text.count(each) > 3 * IDEAS and all(f"({number})" in text.replace("\\", "") for number in range(1, IDEAS + 1))


def test_an_export_to_keep_of_many_ideas_is_taken_in_again(large: Large):
    server, _ = large
    kept = export(large, "json?for=keeping").body
    made = server.request("POST", "/api/labs/import", kept, {"Content-Type": "application/json"})
    assert made.status == 201, made.body
    again = json.loads(export((server, made.json), "json?for=keeping").body)
    before = json.loads(kept)
    assert again["kept"] == before["kept"] and again["source"]["before"]["head"] == before["source"]["head"]


def test_memory_does_not_grow_from_export_to_export(large: Large):
    server, lab = large

    def resident() -> int:
        lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def all_of_them() -> None:
        for what in ("json", "json?for=keeping", "csv", "html", "md"):
            export(large, what)
        fetch(server, lab, f"/frames?at={random.randrange(100_000)}&limit=1")

    whole(large)
    for _ in range(3):
        all_of_them()
    before = resident()
    for _ in range(6):
        all_of_them()
    # Six times all of it is more than that.
    assert resident() - before < 24 << 10


def test_the_outline_is_as_long_for_twice_the_events(large: Large, tmp_path: Path):
    data = tmp_path / "data"
    lab = fill(data, EVENTS // 2)
    server = Server(data)
    outline = whole((server, lab))
    assert server.stop() == 0
    assert abs(len(json.dumps(whole(large))) - len(json.dumps(outline))) < 2_000
