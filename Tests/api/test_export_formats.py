"""A lab's files: tables as CSV, a workbook, the report as a page and as Markdown, and a calendar, over HTTP and by command."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from api.answers import validate
from api.hall import Hall
from api.test_exports import coprolab, export, lived
from harness.server import Answer, Server

FORMATS = ["csv", "xlsx", "md", "html", "ics"]
LIMIT = 31


def fetch(hall: Hall, form: str, query: str = "") -> Answer:
    path = f"/api/labs/{hall.lab['id']}/export/{form}{query}"
    answer = hall.server.request("GET", path, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"})
    validate("GET", path, answer)
    return answer


def archive(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as files:
        assert files.testzip() is None
        return {name: files.read(name).decode("utf-8") for name in files.namelist()}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def whole(answer: Answer, form: str) -> str:
    """All text of a file, out of what packs it."""
    if form in ("csv", "xlsx"):
        return "\n".join(archive(answer.body).values())
    return answer.body.decode("utf-8")


def test_all_tables_as_csv_in_one_archive_and_one_alone_by_its_name(hall: Hall):
    lived(hall)
    files = archive(fetch(hall, "csv").body)
    shared = export(hall)
    tables = [
        (f"{number:02}-{activity['kind']}-{re.sub('[A-Z]', lambda big: '-' + big[0].lower(), found['name'])}.csv", found)
        for number, activity in enumerate(shared["activities"], 1)
        for found in activity["tables"]
        if found["rows"]
    ]
    assert {name for name, _ in tables} == {name for name in files if not name.startswith("00-")}
    assert {"00-lab.csv", "00-people.csv", "00-programme.csv", "00-chain.csv"} <= set(files)
    for name, found in tables:
        header, *rows = csv.reader(io.StringIO(files[name], newline=""), strict=True)
        assert header == found["columns"] and len(rows) == len(found["rows"])
        for row, cells in zip(rows, found["rows"], strict=True):
            assert row == ["" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in cells]
        assert files[name].endswith("\r\n") and files[name].count("\r\n") >= 1 + len(rows)
    alone = fetch(hall, "csv", "?table=02-gather-ideas")
    assert alone.body.decode("utf-8") == files["02-gather-ideas.csv"]
    unknown = fetch(hall, "csv", "?table=99-none")
    assert unknown.status == 404 and "02-gather-ideas" in unknown.json["detail"]


def test_the_workbook_has_the_right_numbers_and_one_native_chart(hall: Hall):
    lived(hall)
    book = openpyxl.load_workbook(io.BytesIO(fetch(hall, "xlsx").body))
    results = next(activity for activity in export(hall)["activities"] if activity["kind"] == "rate")["tables"][0]
    charts = {sheet.title: sheet._charts for sheet in book if sheet._charts}  # noqa: SLF001
    assert len(charts) == 1
    (title, drawn), = charts.items()
    assert title == "04 Priority Matrix" and len(drawn) == 1 and type(drawn[0]).__name__ == "ScatterChart"
    sheet = book[title]
    given = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=1 + len(results["rows"]))]
    for row, cells in zip(given, results["rows"], strict=True):
        figures = sorted(cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool))
        assert figures and sorted(cell for cell in row if isinstance(cell, int | float)) == pytest.approx(figures)
    for sheet in book:
        assert sheet.freeze_panes in ("A2", "B2") and sheet.auto_filter.ref and len(sheet.title) <= LIMIT
    assert sheet.max_row > 1


class Page(HTMLParser):
    """What a page loads or runs, and whether each picture is followed by its table."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[str] = []
        self.asks: list[str] = []
        self.levels: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asks += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset") or name.startswith("on")]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


def test_the_report_is_one_page_in_itself_and_tells_the_whole_story(hall: Hall):
    """[S4] [S24] no script, no request; the matrix with differences first, decisions with reasons, pledges, and every idea's way."""
    lived(hall)
    hall.moira.command("addIdea", activity=hall.facilitator.activity("gather"), text="<script>alert(1)</script> & “so on”")
    page = fetch(hall, "html").body.decode("utf-8")
    found = Page(page)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(found.tags) and not found.asks
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “so on”" in page
    assert found.levels[0] == 1 and all(later <= earlier + 1 for earlier, later in zip(found.levels, found.levels[1:], strict=False))
    pictures = [place for place, tag in enumerate(found.tags) if tag == "svg"]
    assert pictures and all("table" in found.tags[place:] for place in pictures)
    for text in ("Walk buddies", "Quick wins", "It helps.", "I lead Tuesday&#39;s walk", "We talked, we did together."):
        assert text in page, text
    markdown = fetch(hall, "md").body.decode("utf-8")
    for text in ("Walk buddies", "Quick wins", "It helps.", "I lead Tuesday's walk", "\\<script\\>alert(1)"):
        assert text in markdown, text


def test_pledges_to_look_at_again_stand_in_a_calendar(hall: Hall):
    """[S18] [S41] whoever made a pledge can have its day where they look every day."""
    lived(hall)
    place = hall.facilitator.activity("pledge")
    hall.moira.command("addPledge", activity=place, give="I bake, on Fridays; two trays of them " + "and more " * 9, by="2030-03-15")
    calendar = icalendar.Calendar.from_ical(fetch(hall, "ics").body)
    (event,) = calendar.walk("VEVENT")
    assert str(event["dtstart"].dt) == "2030-03-15" and "I bake, on Fridays; two trays of them and more" in str(event["summary"])
    assert all(len(line) <= 75 for line in fetch(hall, "ics").body.split(b"\r\n"))


@pytest.mark.parametrize("form", FORMATS)
def test_no_file_holds_what_is_hidden_or_private_and_none_for_sharing_a_name(hall: Hall, form: str):
    facilitator, moira = hall.facilitator, hall.moira
    facilitator.command("openLab")
    ideas = hall.open("gather")
    idea = moira.command("addIdea", activity=ideas, text="Walk buddies")["idea"]
    vote, rate = hall.open("vote"), hall.open("rate")
    moira.command("vote", activity=vote, item=idea, dots=1)
    moira.command("rate", activity=rate, item=idea, impact=5, effort=2)
    facilitator.command("addActivity", after=rate, step={"kind": "reflect", "title": "For me", "prompt": "What stays with you?", "visibility": "private", "reveal": "never"})
    log = facilitator.activity("reflect")
    facilitator.command("openActivity", activity=log)
    moira.sees("the log", lambda view: view["activities"][log]["state"] == "open")
    moira.command("writeNote", activity=log, text="Only mine, xylophone")
    for purpose in ("sharing", "keeping"):
        answer = fetch(hall, form, f"?for={purpose}")
        text = whole(answer, form)
        assert "xylophone" not in text
        # The programme's own words and a page's styles may say it; no result does.
        said = text.replace("Quick wins come first", "").replace("svg .quickWins", "")
        assert "quickWins" not in said and "Quick wins" not in said
        for secret in ("code", "facilitatorToken", "screenToken", "inviteKey", "recoveryCode"):
            assert hall.lab[secret] not in text
        if purpose == "sharing":
            assert "Moira" not in text and moira.joined["participant"] not in text


def test_equal_labs_give_equal_files(hall: Hall):
    lived(hall)
    for form in FORMATS:
        assert fetch(hall, form).body == fetch(hall, form).body, form


def test_the_command_writes_every_format_in_the_labs_own_words(tmp_path: Path):
    """[S5] the lab's words stand in its report, too."""
    server = Server(tmp_path / "data")
    hall = Hall(server)
    lived(hall)
    hall.facilitator.command("setDetails", words={"professional": "crew"})
    hall.close()
    assert server.stop() == 0
    for form in FORMATS:
        file = tmp_path / f"lab.{form}"
        made = coprolab("export", hall.lab["id"], "--format", form, "--output", file, "--data", server.data)
        assert made.returncode == 0 and file.stat().st_size > 0, made.stderr
    assert "crew see it differently" in (tmp_path / "lab.md").read_text(encoding="utf-8")
    arguments: list[Any] = ["export", hall.lab["id"], "--format", "csv", "--output", "-", "--data", server.data, "--table"]
    assert table(coprolab(*arguments, "02-gather-ideas").stdout)[0]["text"] == "A new logo"
    missing = coprolab(*arguments, "nothing")
    assert missing.returncode == 1 and "02-gather-ideas" in missing.stderr
    wrong = coprolab("export", hall.lab["id"], "--format", "md", "--table", "02-gather-ideas", "--output", "-", "--data", server.data)
    assert wrong.returncode == 64 and "--table" in wrong.stderr
