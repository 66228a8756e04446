"""`coprolab demo`: simulated people play every template from its lobby to its end, over the command itself."""

import json
import re
import signal
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.test_import import same
from harness.server import BINARY, ENVIRONMENT, TOP, eventually

TEMPLATES = [f"T{number}" for number in range(1, 13)]

# The event in which somebody gives something, by kind of activity. Nothing is given in an info or a break.
GIVEN = {
    "choose": {"trackChosen"}, "gather": {"ideaAdded"}, "cluster": {"themeAdded", "itemPlaced"}, "vote": {"dotsPlaced"},
    "rate": {"itemRated"}, "grid": {"entryAdded", "levelSet"}, "survey": {"questionAnswered", "textWritten"},
    "questions": {"questionAsked"}, "pledge": {"pledgeOffered"}, "form": {"sectionWritten"}, "reflect": {"noteWritten"},
}  # fmt: skip


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BINARY, "demo", "--port", "0", *arguments], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=55, check=False
    )


def kept(lab: str, data: Path) -> bytes:
    """A lab as it is exported to keep."""
    command = [BINARY, "export", lab, "--format", "json", "--for", "keeping", "--output", "-", "--data", data]
    return subprocess.run(command, cwd=TOP, capture_output=True, check=True, timeout=20).stdout


@dataclass
class Played:
    """A lab that the demo has played to its end."""

    template: str
    run: subprocess.CompletedProcess[str]
    data: Path

    @property
    def lab(self) -> str:
        return re.search(r"/facilitate/(\w+)", self.run.stdout)[1]

    @property
    def export(self) -> dict[str, Any]:
        return json.loads(kept(self.lab, self.data))

    def given(self, activity: str, kinds: set[str]) -> int:
        """How often something of these kinds was given in an activity, as the journal has it."""
        with closing(sqlite3.connect(self.data / "coprolab.sqlite")) as journal:
            rows = journal.execute("SELECT CAST(kind AS TEXT), items FROM event").fetchall()
        return sum(kind in kinds and activity.encode() in items for kind, items in rows)


def table(activity: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = next(table for table in activity["tables"] if table["name"] == name)
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    folder = tmp_path_factory.mktemp("demo")

    def play(template: str) -> Played:
        data = folder / template
        run = demo("--template", template, "--play", "--once", "--pace", "1000", "--tick", "10", "--data", str(data))
        return Played(template, run, data)

    # The longest first.
    with ThreadPoolExecutor(4) as pool:
        return {lab.template: lab for lab in pool.map(play, ["T5", "T1", *TEMPLATES[1:4], *TEMPLATES[5:]])}


@pytest.mark.parametrize("template", TEMPLATES)
def test_plays_to_the_end(played: dict[str, Played], template: str) -> None:
    """[S13] One command plays a living lab: people give something in every step of it, nothing is refused, and it ends."""
    lab = played[template]
    assert lab.run.returncode == 0, lab.run.stdout + lab.run.stderr
    assert "refused:" not in lab.run.stderr, lab.run.stderr
    assert re.search(r"The lab has ended\. \d+ commands were accepted, 0 refused\.", lab.run.stdout), lab.run.stdout
    export = lab.export
    assert export["lab"]["state"] == "ended"
    assert export["people"]["total"] == 12
    for activity in export["activities"]:
        title = activity["title"]
        assert activity["state"] in ("closed", "revealed"), f"{title} is {activity['state']}"
        if "heard" in activity:
            assert activity["heard"]["n"] > 0, f"nobody is heard in {title}"
        if kinds := GIVEN.get(activity["kind"]):
            assert lab.given(activity["id"], kinds) > 0, f"nobody gives anything in {title}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_comes_back_as_it_was_kept(played: dict[str, Played], tmp_path: Path, template: str) -> None:
    """[S40] A whole lab of every template, exported, taken in elsewhere and exported again, is byte for byte the same but for
    ids; what was said in it comes along."""
    lab = played[template]
    file = tmp_path / "lab.json"
    file.write_bytes(kept(lab.lab, lab.data))
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    run = subprocess.run(
        [BINARY, "import", file, "--json", "--data", data], cwd=TOP, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    again = kept(json.loads(run.stdout)["id"], data)
    assert same(again) == same(file.read_bytes())
    for activity in json.loads(again)["kept"]["activities"]:
        if activity["kind"] in GIVEN and activity["kind"] != "reflect":
            assert activity.get("pieces"), f"nothing of {activity['title']} comes along"


def test_dementia_lab(played: dict[str, Played]) -> None:
    """[S17] [S18] The dementia lab has a pledge of the agency's whose day is past, one with both halves that its owner
    took on, and a record of what people and staff see differently, that no vote decides."""
    activities = played["T2"].export["activities"]
    pledges = table(next(activity for activity in activities if activity["kind"] == "pledge"), "pledges")
    moira = next(pledge for pledge in pledges if pledge["give"] == "I will lead Tuesday's walk")
    assert (moira["get"], moira["status"]) == ("The council supplies hi-vis vests", "doing")
    overdue = [pledge for pledge in pledges if pledge["status"] == "accepted" and pledge["by"] < date.today().isoformat()]
    assert [pledge["give"].split(" puts ")[0] for pledge in overdue] == ["The council"]
    sections = {row["section"]: row for row in table(activities[-1], "sections")}
    assert sections["about"]["text"] == "Walking alone"
    assert (sections["people"]["side"], sections["staff"]["side"]) == ("community", "professional")
    assert sections["people"]["text"] and sections["staff"]["text"] and sections["review"]["text"]


def test_one_workshop_is_full(played: dict[str, Played]) -> None:
    """[S53] One of the parallel workshops is full, somebody waits for it, and each has people."""
    choices = [activity for activity in played["T4"].export["activities"] if activity["kind"] == "choose"]
    tracks = [table(choice, "tracks") for choice in choices]
    assert len(tracks) == 2
    for rows in tracks:
        assert rows[0]["taken"] == rows[0]["capacity"] == 4
        assert all(row["taken"] > 0 for row in rows)
    assert any(rows[0]["waiting"] > 0 for rows in tracks)


@pytest.mark.parametrize("people", [3, 5])
def test_a_small_workshop_pledges(people: int, tmp_path: Path) -> None:
    """[S13] [S53] Whoever has come to a workshop that ends in pledges offers one, though nobody there has brought any."""
    data = tmp_path / "T4"
    command = ("--template", "T4", "--people", str(people), "--play", "--once", "--pace", "1000", "--tick", "10", "--data", str(data))
    lab = Played("T4", demo(*command), data)
    assert lab.run.returncode == 0, lab.run.stdout + lab.run.stderr
    (pledges,) = (activity for activity in lab.export["activities"] if activity["kind"] == "pledge")
    assert pledges["heard"]["n"] == 0 or table(pledges, "pledges"), "people came, and all of them passed"


def test_set_up_is_answered(played: dict[str, Played]) -> None:
    """[S15] Times and pay are said before the lab with care leavers opens, and young people are paid."""
    details = played["T5"].export["lab"]["details"]
    assert details["times"] and details["pay"]
    assert details["paid"] == {"community": True, "professional": True}


def test_charter_is_signed_at_the_end(played: dict[str, Played]) -> None:
    """[S32] The charter is signed by all when it is opened again for that, and no signature was voided since."""
    charter = next(activity for activity in played["T7"].export["activities"] if activity["kind"] == "form")
    assert table(charter, "signatures")[0]["signed"] == 12


def test_people_wait_for_the_facilitator(tmp_path: Path) -> None:
    """[S13] Without --play whoever watches leads: the first question is open, people answer it, and nothing ends by itself."""
    process = subprocess.Popen(
        [BINARY, "demo", "--port", "0", "--pace", "1000", "--data", str(tmp_path / "data")],
        cwd=TOP, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        text = ""
        while "take part" not in text:
            text += process.stdout.readline()
        lab = re.search(r"/facilitate/(\w+)", text)[1]

        def ideas() -> list[dict[str, Any]]:
            command = [BINARY, "export", lab, "--format", "json", "--output", "-", "--data", str(tmp_path / "data")]
            run = subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, check=True, timeout=20)
            activities = json.loads(run.stdout)["activities"]
            assert activities[0]["state"] in ("draft", "open", "closed")
            return activities[:3] if activities[1]["heard"]["n"] == 12 else []

        welcome, gather, dots = eventually("all twelve are heard", ideas, within=20)
        assert [welcome["state"], gather["state"], dots["state"]] == ["closed", "open", "draft"]
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--template", "T99"), "There is no template “T99”. --template takes one of: T1, T2,"),
        (("--pace", "0"), "--pace must be more than 0 and at most 1000."),
        (("--pace=-3",), "--pace must be more than 0 and at most 1000."),
        (("--people", "13"), "--people must be from 1 to 12."),
        (("--group", "nobody"), "There is no group “nobody”. There are: dementia, playscheme, careleavers."),
        (("--once",), "--once goes with --play"),
    ],
)
def test_bad_input(arguments: tuple[str, ...], words: str) -> None:
    run = demo(*arguments)
    assert run.returncode in (1, 64)
    assert words in run.stderr


@pytest.mark.parametrize(("template", "group", "people"), [("T5", "dementia", "12"), ("T7", "careleavers", "4"), ("T8", "dementia", "1")])
def test_any_group_plays_any_template(tmp_path: Path, template: str, group: str, people: str) -> None:
    """Few people, or a group that a template wasn't made for, come to the end as well."""
    run = demo(
        "--template", template, "--group", group, "--people", people, "--play", "--once", "--pace", "1000", "--tick", "10",
        "--data", str(tmp_path / "data"),
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "The lab has ended." in run.stdout
