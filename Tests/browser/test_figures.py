"""Numbers, money and codes as people type them: in digits of their own script, with the comma of their language. And how they are
shown, from right to left as well."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import Participant, Room
from browser.tongues import speaking
from browser.words import t
from harness.server import Server, eventually
from harness.wire import Person

EASTERN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
COST, HOURS, AGE = "What does it cost?", "How many hours?", "How many people live with you?"
# Where each digit of an element's text begins, from the left.
LEFTS = """(place) => {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), found = []
    while (walker.nextNode()) [...walker.currentNode.data].forEach((letter, at) => {
        if (!/\\d/.test(letter)) return
        const range = document.createRange()
        range.setStart(walker.currentNode, at)
        range.setEnd(walker.currentNode, at + 1)
        found.push([letter, range.getBoundingClientRect().left])
    })
    return found
}"""


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    sections = [{"id": "cost", "title": COST, "type": "money", "unit": "£"}, {"id": "hours", "title": HOURS, "type": "number", "unit": "h"}]
    asked = {"id": "age", "type": "number", "title": AGE, "min": 0, "max": 2000}
    yield from served(
        tmp_path_factory.mktemp("figures"),
        {"id": "plan", "kind": "form", "title": "Our plan", "settings": {"sections": sections, "signOff": "none"}},
        {"id": "asked", "kind": "survey", "title": "A question", "settings": {"questions": [asked]}},
        {"id": "groups", "kind": "choose", "title": "Groups", "settings": {"tracks": [{"id": "one", "title": "One"}, {"id": "two", "title": "Two"}]}},
        {"id": "purse", "kind": "vote", "title": "The purse", "settings": {"mode": "points", "budget": 100, "options": ["A bus", "Tea"]}},
    )  # fmt: skip


def digits(place: Locator) -> str:
    """The digits of an element in the order in which they stand on the page, from the left."""
    return "".join(digit for digit, _ in sorted(place.evaluate(LEFTS), key=lambda each: each[1]))


def in_order(things: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(things.values(), key=lambda thing: thing["order"])


def sections(host: Person) -> list[dict[str, Any]]:
    return list(host.view["activities"][host.activity("form")]["sections"].values())


def write(person: Participant, part: str, typed: str) -> None:
    written = person.page.locator(".part:not(.empty)", has_text=part)
    person.tap("form.editThis" if written.count() else "form.writeThis", title=part)
    person.page.locator("#part-text").fill(typed)
    person.tap("save")


@pytest.mark.parametrize(
    ("tag", "part", "typed", "kept", "shown"),
    [
        ("en", COST, "1,200", "1200", "£1,200"),
        ("en", COST, "12,5", "12.5", "£12.5"),
        ("en", HOURS, "1.250", "1.250", "1.250 h"),
        ("pl", COST, "12,5", "12.5", "12,5\u00a0£"),
        ("pl", COST, "1 200,50 £", "1200.50", "1200,50\u00a0£"),
        ("pl", HOURS, "1,25", "1.25", "1,25 h"),
        ("ur", COST, "1200".translate(EASTERN), "1200", "£1,200"),
        ("ur", COST, "12٫50".translate(ARABIC), "12.50", "£12.50"),
        ("ur", HOURS, "۱٬۵۰۰", "1500", "1,500 h"),
    ],
)
def test_a_form_takes_numbers_as_they_are_written(kinds, device, tag, part, typed, kept, shown):
    """[S10] A comma for the decimals, spaces or commas between thousands, and the digits of any script."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.opened("form")
    with speaking(tag):
        person = lab.join(device("phone"), "Zofia")
        person.at("Our plan")
        write(person, part, typed)
        person.saved()
        figure = person.page.locator(".part", has_text=part).locator(".figure")
        expect(figure).to_have_text(f"\u2068{shown}\u2069" if tag == "ur" else shown)
        assert digits(figure) == "".join(filter(str.isdigit, shown))
        # What was kept is what one changes, in the writing of one's own language; unchanged, it stays what it is.
        person.tap("form.editThis", title=part)
        expect(person.page.locator("#part-text")).to_have_value(kept.replace(".", ",") if tag == "pl" else kept)
        person.tap("save")
        expect(figure).to_be_visible()
    # The version is the first still.
    eventually("the part is kept", lambda: (kept, 1) in [(each.get("text"), each["version"]) for each in sections(host)])


@pytest.mark.parametrize("typed", ["twelve", "12 or 13", "1,2,3", "-5", "12.505"])
def test_what_is_no_sum_of_money_is_said_beside_the_field(kinds, device, typed):
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.opened("form")
    person = lab.join(device("phone"), "Zofia")
    person.at("Our plan")
    write(person, COST, typed)
    expect(person.page.locator("#part-text")).to_be_focused()
    expect(person.page.locator("#part-text")).to_have_attribute("aria-invalid", "true")
    expect(person.page.locator("#part-text")).to_have_value(typed)
    expect(person.page.locator(".error")).to_have_text(t("form.digits"))
    person.page.locator("#part-text").fill("12")
    expect(person.page.locator(".error")).to_have_count(0)
    person.tap("save")
    person.saved()
    expect(person.page.locator(".figure")).to_have_text("£12")
    eventually("the sum is kept", lambda: "12" in [each.get("text") for each in sections(host)])


@pytest.mark.parametrize(("tag", "typed", "number"), [("ur", "۱۲", 12), ("ur", "١٢٠٠", 1200), ("pl", "1 200", 1200), ("pl", "12,0", 12)])
def test_a_survey_takes_numbers_as_they_are_written(kinds, device, tag, typed, number):
    """[S10] In the digits of any script."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.opened("survey")
    with speaking(tag):
        person = lab.join(device("phone"), "Zofia")
        person.at("A question")
        field = person.page.get_by_role("textbox", name=AGE)
        field.fill("12,5")
        expect(person.page.get_by_text(t("survey.range", **{"from": 0, "to": 2000}))).to_be_visible()
        field.fill(typed)
        expect(person.page.locator(".error")).to_have_count(0)
        field.press("Enter")
        expect(field).to_have_value(str(number))
        person.saved()
    host.command("revealActivity", activity=host.activity("survey"))
    asked = host.activity("survey")
    eventually("the answer is counted", lambda: [
        (each["n"], each["median"]) for each in host.view["activities"][asked].get("results", {}).values()
    ] == [(1, number)])


def test_points_and_places_are_taken_in_other_digits(kinds, device):
    """Where a number was asked for by the browser's own field, which knows no other digits."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.opened("vote")
    with speaking("ur"):
        person = lab.join(device("phone"), "Zofia")
        points = person.page.get_by_role("textbox", name=t("vote.pointsFor", text="A bus"))
        points.fill("۴۰")
        points.press("Tab")
        expect(points).to_have_value("40")
        person.saved()
        host.command("openActivity", activity=host.activity("choose"))
        desk = lab.desk(device("laptop"))
        size = desk.page.locator(".capacity input").first
        for typed, is_wrong in (("۲۰۰۰۰", True), ("۲۰", False)):
            size.fill(typed)
            size.press("Enter")
            if is_wrong:
                expect(size).to_have_attribute("aria-invalid", "true")
            else:
                expect(size).to_have_value("20")
        desk.saved()
    tracks = host.activity("choose")
    eventually("the size is kept", lambda: [
        each.get("capacity") for each in in_order(host.view["activities"][tracks]["tracks"])
    ] == [20, 0])


def test_a_join_code_is_taken_in_the_digits_of_urdu(lab, server, device):
    """[S10] On the first page, in the address, and the return code as well."""
    with speaking("ur"):
        page = device("phone")
        room = Room(page)
        page.goto(server.url)
        field = room.field("home.code").first
        field.press_sequentially(lab.code.translate(EASTERN))
        expect(field).to_have_value(f"{lab.code[:3]}\u00a0{lab.code[3:]}")
        expect(field).to_have_css("direction", "ltr")
        room.tap("home.go")
        expect(page).to_have_url(f"{server.url}/join/{lab.code}")
        expect(page.get_by_role("heading", name="Living well")).to_be_visible()
        moira = lab.person("Moira")
        page.goto(f"{server.url}/join/{lab.code.translate(EASTERN)}")
        room.tap("join.haveCode")
        room.field("join.returnCode").fill(moira.joined["returnCode"].translate(EASTERN))
        room.tap("join.returnGo")
        expect(room.indicator()).to_have_text(t("saved.saved"))


def test_a_code_reads_from_the_left_on_a_page_that_runs_from_the_right(server, device):
    """[S10] “482 913” is never “913 482”: in a sentence, on the wall, and in the field."""
    with speaking("ur"):
        page = device("phone")
        page.goto(f"{server.url}/join/482913")
        sentence = page.get_by_text(t("entry.code", code="482\u00a0913"), exact=True)
        expect(sentence).to_be_visible()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert digits(sentence) == "482913"
        lab = Lab(server, server.make_lab("اچھی زندگی", language="ur"))
        wall: Page = device("projector")
        lab.screen(wall)
        for code in wall.locator(".code").all():
            if code.is_visible():
                assert digits(code) == lab.code
        assert wall.locator(".code").count() > 0
