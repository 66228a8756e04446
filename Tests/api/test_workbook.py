"""A workbook and its tables as spreadsheets read them: LibreOffice's own and openpyxl. What people wrote stays text in both."""

import csv
import io
import json
import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from api.formulas import PAYLOADS, REFUSED, disarmed, kept
from api.kinds import served
from api.test_export_formats import archive, export, fetch
from api.test_import import kept as kept_file
from api.test_import import same, take_in
from harness.server import Server, eventually
from harness.wire import Person, Rejected

TEXTS = [kept(payload) for payload in PAYLOADS]
SHORT = [text for text in dict.fromkeys(TEXTS) if len(text) <= 38]
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
CHART = "urn:oasis:names:tc:opendocument:xmlns:chart:1.0"
WORDS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
#: Columns whose texts are people's, and go into a file as they are.
SAID = {
    "text", "title", "prompt", "give", "get", "firstStep", "help", "skills", "coach", "reason", "who", "name", "theme", "row", "heading",
    "original", "track", "to",
}  # fmt: skip
WIDEST = 60


def payload(number: int) -> str:
    return SHORT[number % len(SHORT)]


def activities() -> list[dict[str, Any]]:
    """Every kind, with a payload wherever its settings take a text."""
    options = [{"id": "cook", "title": payload(1)}, {"id": "drive", "title": payload(2)}]
    return [
        {"id": "welcome", "kind": "info", "settings": {"text": payload(3)}},
        {"id": "ideas", "kind": "gather", "visibility": "named", "settings": {"asksCos": True, "asksQuote": True}},
        {"id": "headed", "kind": "gather", "settings": {"groups": [{"id": "one", "title": payload(5)}, {"id": "two", "title": payload(6)}]}},
        {"id": "themes", "kind": "cluster", "inputsFrom": ["ideas"], "settings": {"themes": [payload(7)]}},
        {"id": "tracks", "kind": "choose", "settings": {"tracks": [{"id": "a", "title": payload(8)}, {"id": "b", "title": payload(9)}]}},
        {"id": "dots", "kind": "vote", "inputsFrom": ["ideas"], "settings": {"budget": 3}},
        {"id": "matrix", "kind": "rate", "inputsFrom": ["ideas"]},
        {"id": "map", "kind": "grid", "visibility": "named", "settings": {
            "rows": [{"id": "r", "title": payload(10)}], "columns": [{"id": "c", "title": payload(11)}]}},
        {"id": "asked", "kind": "survey", "visibility": "named", "settings": {
            "questions": [
                {"id": "trust", "type": "scale", "title": payload(12), "low": payload(13), "high": payload(14)},
                {"id": "can", "type": "many", "title": payload(15), "options": options},
                {"id": "words", "type": "text", "title": payload(16), "max": 5},
            ],
            "consents": [{"id": "quoted", "title": payload(17)}, {"id": "listed", "title": payload(18)}],
            "directory": {"shows": ["can", "words"], "consent": "listed"},
        }},
        {"id": "panel", "kind": "questions", "settings": {"panellists": [{"id": "anne", "name": payload(19)}]}},
        {"id": "pledges", "kind": "pledge", "visibility": "named", "inputsFrom": ["ideas"], "settings": {"asksSkills": True, "asksCoach": True}},
        {"id": "charter", "kind": "form", "visibility": "role", "settings": {"kindOfForm": "charter", "signOff": "sides", "sections": [
            {"id": "people", "title": payload(20), "side": "community"}, {"id": "agency", "title": payload(21), "side": "professional"}]}},
        {"id": "study", "kind": "form", "inputsFrom": ["ideas"], "settings": {"kindOfForm": "caseStudy", "signOff": "everyone", "sections": [
            {"id": "story", "title": payload(22)}, {"id": "voices", "title": payload(23), "type": "quotes"},
            {"id": "cost", "title": payload(24), "type": "money", "unit": "£"}]}},
        {"id": "log", "kind": "reflect", "visibility": "private", "reveal": "never", "settings": {"questions": [payload(25), payload(26)]}},
        {"id": "tea", "kind": "break", "settings": {"purpose": payload(27)}},
    ]  # fmt: skip


class Room:
    """A lab of that template with its facilitator. Frames are looked at elsewhere; here it is the files."""

    def __init__(self, server: Server):
        self.server = server
        self.lab = server.make_lab(payload(0), "KIND")
        self.people = [Person(server, self.lab["id"], "facilitator", token=self.lab["facilitatorToken"])]

    @property
    def facilitator(self) -> Person:
        return self.people[0]

    def newcomer(self, name: str, role: str) -> Person:
        self.people.append(Person(self.server, self.lab["code"], name=name, role=role, invite=self.lab["inviteKey"]))
        return self.people[-1]

    def close(self) -> None:
        for person in self.people:
            person.close()


@dataclass
class Poisoned:
    """A lab in which everything that somebody can write is a formula, and the files of it."""

    hall: Room
    given: list[str]
    export: dict[str, Any]
    book: bytes
    tables: dict[str, str]
    #: By the name of the file: what LibreOffice reads in it, as its own XML.
    opened: dict[str, ElementTree.Element] = field(default_factory=dict)

    @property
    def sheets(self) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Each table of an activity in the JSON export, with the sheet of the workbook that says the same."""
        book = openpyxl.load_workbook(io.BytesIO(self.book))
        told = [table for activity in self.export["activities"] for table in activity["tables"] if table["rows"]]
        pages = [sheet for sheet in book if re.match(r"\d\d ", sheet.title)]
        return zip(pages, told, strict=True)


def live_through(server: Server) -> Room:
    hall = Room(server)
    facilitator = hall.facilitator
    facilitator.command("openLab")
    titled = facilitator.view["activities"]
    by_order = sorted(titled, key=lambda key: titled[key]["order"])
    place = {activity["id"]: key for activity, key in zip(activities(), by_order, strict=True)}
    for activity in place.values():
        facilitator.command("openActivity", activity=activity)
    # People whose names are formulas; each says some of what is to be said.
    roles = ["usesServices", "staff", "family", "staff", "usesServices", "staff"]
    people = [hall.newcomer(payload(30 + number), role) for number, role in enumerate(roles)]
    moira, sam, *_ = people
    eventually("all is open", lambda: moira.view["activities"].get(place["tea"], {}).get("state") == "open")
    for text in REFUSED:
        with pytest.raises(Rejected) as refused:
            moira.command("addIdea", activity=place["ideas"], text=text)
        assert refused.value.reason == "invalid", text
    ideas = []
    for number, text in enumerate(PAYLOADS):
        ideas.append(people[number % len(people)].command("addIdea", activity=place["ideas"], text=text, cos=["L"])["idea"])
    for number, text in enumerate(SHORT[:8]):
        people[number % 4].command("addIdea", activity=place["headed"], text=text, group=("one", "two")[number % 2])
    theme = moira.command("addTheme", activity=place["themes"], text=payload(40))["theme"]
    moira.command("placeItem", activity=place["themes"], item=ideas[0], theme=theme)
    for number, person in enumerate(people):
        person.command("chooseTrack", activity=place["tracks"], track="ab"[number % 2])
        person.command("vote", activity=place["dots"], item=ideas[number % 3], dots=1)
        for item in ideas[:4]:
            person.command("rate", activity=place["matrix"], item=item, impact=1 + number % 5, effort=5 - number % 4)
        person.command("addEntry", activity=place["map"], row="r", column="c", text=payload(50 + number))
        for question, answer in (("trust", 1 + number % 5), ("can", ["cook"]), ("words", payload(60 + number))):
            person.command("answerQuestion", activity=place["asked"], question=question, answer=answer)
        person.command("setConsent", activity=place["asked"], consent="quoted", on=True)
        person.command("setConsent", activity=place["asked"], consent="listed", on=True, name=payload(30 + number))
        person.command("askQuestion", activity=place["panel"], text=payload(70 + number), to="anne")
        person.command("writeNote", activity=place["log"], text=payload(20 + number), question=1)
    words = {key: payload(31 + number) for number, key in enumerate(("give", "get", "firstStep", "help", "skills", "coach"))}
    pledge = moira.command("addPledge", activity=place["pledges"], idea=ideas[0], by="2031-03-01", **words)["pledge"]
    moira.command("acceptPledge", activity=place["pledges"], pledge=pledge)
    moira.command("addCheckIn", activity=place["pledges"], pledge=pledge, status="doing", text=payload(41))
    for person, part in ((moira, "people"), (sam, "agency")):
        write(person, place["charter"], part, payload(42))
    write(moira, place["study"], "story", payload(43))
    write(moira, place["study"], "cost", "1200.50")
    moira.command("allowQuote", activity=place["ideas"], idea=ideas[0], on=True)
    sam.command("addQuote", activity=place["study"], section=f"{place['study']}voices", idea=ideas[0])
    moira.command("approveQuote", activity=place["study"], quote=ideas[0], on=True)
    for step in ("dots", "matrix", "charter", "study"):
        facilitator.command("revealActivity", activity=place[step])
    for step in ("ideas", "headed", "themes", "tracks", "map", "asked", "panel", "pledges"):
        facilitator.command("closeActivity", activity=place[step])
        facilitator.command("revealActivity", activity=place[step])
    facilitator.command("decide", activity=place["matrix"], item=ideas[0], decision="do", reason=payload(45), who=payload(46))
    facilitator.command("setDetails", owner=payload(47), times=payload(48), words={"lab": payload(49)})
    eventually("a question", lambda: facilitator.view["activities"][place["panel"]].get("questions"))
    question = next(iter(facilitator.view["activities"][place["panel"]]["questions"]))
    facilitator.command("setQuestionStatus", activity=place["panel"], question=question, status="answered", answer=payload(50))
    return hall


def write(person: Any, form: str, part: str, text: str) -> None:
    section = f"{form}{part}"
    eventually(f"the part {part}", lambda: section in person.view["activities"][form].get("sections", {}))
    version = person.view["activities"][form]["sections"][section]["version"]
    person.command("writeSection", activity=form, section=section, text=text, version=version)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    steps = [{**activity, "title": payload(number), "prompt": payload(number + 7)} for number, activity in enumerate(activities())]
    yield from served(tmp_path_factory.mktemp("workbook"), *steps)


@pytest.fixture(scope="module")
def poisoned(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poisoned]:
    hall = live_through(server)
    lab = Poisoned(
        hall, TEXTS, export(hall, "keeping"), fetch(hall, "xlsx", "?for=keeping").body, archive(fetch(hall, "csv", "?for=keeping").body)
    )
    lab.opened = read_by_libreoffice(lab, tmp_path_factory.mktemp("libreoffice"))
    yield lab
    hall.close()


#: Every way in which one could read a file of ours at its worst: three separators at once, spaces dropped, formulas alive.
CREDULOUS = "CSV:44/59/9,34,76,1,,0,false,true,false,false,true,0,true"


def read_by_libreoffice(lab: Poisoned, folder: Path) -> dict[str, ElementTree.Element]:
    """The workbook and all tables, opened by LibreOffice; and a table that nobody has disarmed, to see that it would bite."""
    office = shutil.which("soffice")
    assert office, "LibreOffice isn't here: config/set-up.sh --test installs it"
    (folder / "book.xlsx").write_bytes(lab.book)
    for name, text in lab.tables.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    with (folder / "raw.csv").open("w", encoding="utf-8", newline="") as raw:
        csv.writer(raw).writerows([["text"], *([text] for text in lab.given)])

    def convert(*files: Path, options: tuple[str, ...] = ()) -> None:
        home = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = [office, home, "--headless", "--norestore", *options, "--convert-to", "fods", "--outdir", folder, *files]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        assert run.returncode == 0, run.stderr

    convert(folder / "book.xlsx")
    convert(*sorted(folder.glob("*.csv")), options=(f"--infilter={CREDULOUS}",))
    return {file.stem: ElementTree.parse(file).getroot() for file in folder.glob("*.fods")}


def formulas(sheet: ElementTree.Element) -> list[str]:
    return [cell.get(f"{{{TABLE}}}formula", "") for cell in sheet.iter() if f"{{{TABLE}}}formula" in cell.attrib]


def lines(part: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The rows of a sheet, and not those of a table that a chart of its own keeps."""
    for child in part:
        if child.tag == f"{{{TABLE}}}table-row":
            yield child
        elif child.tag in (f"{{{TABLE}}}table-header-rows", f"{{{TABLE}}}table-rows", f"{{{TABLE}}}table-row-group"):
            yield from lines(child)


def cells(sheet: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Type and text of each cell that isn't empty. What is the same several times over is written once."""
    for row in lines(sheet):
        found = []
        for cell in row.findall(f"{{{TABLE}}}table-cell"):
            if kind := cell.get(f"{{{OFFICE}}}value-type"):
                said = "\n".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{{{WORDS}}}p"))
                shown = (kind, said if kind == "string" else cell.get(f"{{{OFFICE}}}value", said))
                found += [shown] * int(cell.get(f"{{{TABLE}}}number-columns-repeated", "1"))
        if found:
            yield from found * int(row.get(f"{{{TABLE}}}number-rows-repeated", "1"))


def test_libreoffice_finds_no_formula_in_any_file(poisoned: Poisoned):
    """Read as credulously as it can, where the same texts as they were written are formulas by the dozen."""
    assert len(formulas(poisoned.opened["raw"])) >= 20
    assert set(poisoned.opened) == {"book", "raw", *(name.removesuffix(".csv") for name in poisoned.tables)}
    for name, sheet in poisoned.opened.items():
        if name != "raw":
            assert formulas(sheet) == [], name


def test_libreoffice_and_openpyxl_read_the_same(poisoned: Poisoned):
    """Both find every cell, numbers as numbers and texts to the letter; none of them finds a formula."""
    book = openpyxl.load_workbook(io.BytesIO(poisoned.book))
    drawn = {table.get(f"{{{TABLE}}}name"): table for table in poisoned.opened["book"].iterfind(f".//{{{OFFICE}}}spreadsheet/{{{TABLE}}}table")}
    for sheet in book:
        given = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in given} <= {"s", "n"}, sheet.title
        read = list(cells(drawn[sheet.title]))
        assert len(read) == len(given), sheet.title
        for cell, (kind, value) in zip(given, read, strict=True):
            if cell.data_type == "n":
                assert kind in ("float", "percentage") and float(value) == pytest.approx(cell.value)
            else:
                # Its XML joins spaces that stand together.
                assert kind == "string" and value.split() == cell.value.split(), (sheet.title, cell.coordinate)


def test_every_text_is_kept_to_the_letter_and_disarmed(poisoned: Poisoned):
    book = openpyxl.load_workbook(io.BytesIO(poisoned.book))
    ideas = next(sheet for sheet in book if sheet.title.startswith("02 "))
    column = [cell.value for cell in ideas["A"]][1:]
    assert sorted(column) == sorted(disarmed(text) for text in poisoned.given)
    rows = list(csv.DictReader(io.StringIO(poisoned.tables["02-gather-ideas.csv"], newline=""), strict=True))
    assert sorted(row["text"] for row in rows) == sorted(disarmed(text) for text in poisoned.given)
    names = {row["name"] for row in rows}
    assert {disarmed(payload(30 + number)) for number in range(4)} <= names
    for name, text in poisoned.tables.items():
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            for cell in row:
                number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
                assert number or disarmed(cell) == cell, (name, cell)


def test_every_figure_and_every_text_of_the_export_is_in_the_workbook(poisoned: Poisoned):
    seen = set()
    for sheet, table in poisoned.sheets:
        seen.add(table["name"])
        shown = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=1 + len(table["rows"]))]
        for row, made in zip(table["rows"], shown, strict=True):
            given = dict(zip(table["columns"], row, strict=True))
            figures = sorted(cell for cell in row if isinstance(cell, int | float) and not isinstance(cell, bool))
            # A scale's answers are keys of words, and numbers for who counts with them.
            figures += [int(given["answer"])] if table["name"] in ("answers", "groups") and str(given["answer"]).isdigit() else []
            assert sorted(cell for cell in made if isinstance(cell, int | float)) == pytest.approx(sorted(figures)), sheet.title
            for key, value in given.items():
                if key in SAID and isinstance(value, str) and value and not (table["name"], key) == ("answers", "title"):
                    assert disarmed(value) in made, (sheet.title, key)
    assert {"ideas", "themes", "tracks", "votes", "results", "decisions", "entries", "answers", "figures", "texts", "directory",
            "questions", "pledges", "checkIns", "sections", "signatures", "quotes", "text"} <= seen  # fmt: skip


def test_the_matrix_is_the_one_chart_and_draws_the_sheets_own_figures(poisoned: Poisoned):
    book = openpyxl.load_workbook(io.BytesIO(poisoned.book))
    ((sheet, charts),) = [(sheet, sheet._charts) for sheet in book if sheet._charts]  # noqa: SLF001
    assert sheet.title.startswith("07 ") and len(charts) == 1 and type(charts[0]).__name__ == "ScatterChart"
    results = next(table for activity in poisoned.export["activities"] for table in activity["tables"] if table["name"] == "results")
    columns = {key: number for number, key in enumerate(results["columns"])}
    drawn = charts[0].series
    assert len(drawn) == len(results["rows"])
    for number, (series, row) in enumerate(zip(drawn, results["rows"], strict=True), 2):
        for reference, key in ((series.xVal.numRef.f, "effortIM"), (series.yVal.numRef.f, "impactIM")):
            name, cell = re.fullmatch(r"'?(.+?)'?!\$([A-Z]+\$\d+)(?::.+)?", reference).groups()
            assert name.replace("''", "'") == sheet.title and cell.endswith(f"${number}")
            assert sheet[cell.replace("$", "")].value == pytest.approx(row[columns[key]]) or row[columns[key]] is None
    with zipfile.ZipFile(io.BytesIO(poisoned.book)) as parts:
        assert [name for name in parts.namelist() if name.startswith("xl/charts/")] == ["xl/charts/chart1.xml"]
    assert len(list(poisoned.opened["book"].iter(f"{{{CHART}}}chart"))) == 1


def test_headings_stay_in_sight_rows_can_be_filtered_and_nothing_is_cut_off(poisoned: Poisoned):
    book = openpyxl.load_workbook(io.BytesIO(poisoned.book))
    assert len(book.sheetnames) == len({name.lower() for name in book.sheetnames})
    for sheet in book:
        assert sheet.freeze_panes in ("A2", "B2") and sheet.auto_filter.ref == sheet.calculate_dimension()
        assert len(sheet.title.encode("utf-16-le")) // 2 <= 31 and not re.search(r"[\[\]:*?/\\']", sheet.title)
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str):
                    continue
                width = sheet.column_dimensions[cell.column_letter].width
                assert 8 <= width <= WIDEST + 1
                lines = sum(math.ceil(max(1, len(line)) / width) for line in cell.value.split("\n"))
                assert (sheet.row_dimensions[cell.row].height or 15) >= min(409, 15 * lines), (sheet.title, cell.coordinate)
                assert cell.alignment.wrap_text


def test_it_comes_back_to_the_letter(poisoned: Poisoned, server: Server):
    """[S40] Taken in again and exported again it is the same, with every sign that somebody wrote."""
    path = f"/api/labs/{poisoned.hall.lab['id']}/export/json?for=keeping"
    file = server.request("GET", path, headers={"Authorization": f"Bearer {poisoned.hall.lab['facilitatorToken']}"}).body
    made = take_in(server, file)
    assert made.status == 201, made.body
    again = kept_file(server, made.json)
    assert same(again) == same(file) and all(json.dumps(text, ensure_ascii=False).encode() in again for text in poisoned.given)


def test_an_empty_lab_is_a_whole_workbook(server: Server):
    hall = Room(server)
    for purpose in ("sharing", "keeping"):
        book = openpyxl.load_workbook(io.BytesIO(fetch(hall, "xlsx", f"?for={purpose}").body))
        assert book.sheetnames[:2] == ["About", "People"] and not any(sheet._charts for sheet in book)  # noqa: SLF001
        assert all(sheet.max_row > 1 for sheet in book)
    hall.close()
