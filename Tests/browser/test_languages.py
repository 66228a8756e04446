"""The client in four languages: chosen by the browser or in one tap, with all that was typed; each text from its file, and
the lab's own words as they are."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.lab import Lab
from browser.rooms import Participant, Room
from browser.tongues import in_other_letters, serve, speaking
from browser.tour import Tour
from browser.words import t

UNTURNED = Path(__file__).with_name("unturned.js").read_text(encoding="utf-8")
NAMES = {"en": "English", "gd": "Gàidhlig", "pl": "Polski", "ur": "اردو"}


class Letters:
    """Collects what on some pages isn't in the letters of their language."""

    def __init__(self, *pages: Page):
        self.pages = pages
        self.faults: list[str] = []

    def look(self, where: str) -> None:
        for number, page in enumerate(self.pages):
            expect(page.locator("html")).to_have_attribute("lang", "ur")
            self.faults += [f"{where}, page {number}: {fault}" for fault in page.evaluate(UNTURNED)]

    def passed(self) -> None:
        assert not self.faults, "\n".join(["", *dict.fromkeys(self.faults)])


def choose(room: Room, tag: str) -> None:
    room.press(room.page.get_by_role("button", name=NAMES[tag], exact=True))
    expect(room.page.locator("html")).to_have_attribute("lang", tag)


@pytest.fixture
def in_urdu():
    with speaking("ur", turned_letters=True):
        yield


def test_every_text_of_every_step_comes_from_the_files(server, device, in_urdu):
    """[S10] A page in another language shows nothing in English but the lab's own words, and says that these are."""
    tour = Tour(server)
    room, desk, hall = device("phone"), device("laptop"), device("projector")
    tour.lab.desk(desk)
    tour.lab.join(room, "Zoe")
    hall.goto(tour.lab.link("screen"))
    # The hall's screen goes by the lab's language.
    expect(hall.locator("html")).to_have_attribute("lang", "en")
    letters = Letters(room, desk)
    for stop in tour.stops():
        for page in (room, desk):
            if stop.kind:
                shown = page.locator(f'[data-kind="{stop.kind}"][data-state="{stop.state}"]')
                expect(shown.get_by_role("heading", name=stop.title, exact=True).first).to_be_visible()
        letters.look(str(stop))
    letters.passed()


# Together they hold every kind of activity.
@pytest.mark.parametrize("template", ["T1", "T4"])
def test_every_text_of_every_kind_comes_from_the_files(server, device, in_urdu, template):
    lab = Lab(server, server.make_lab("Living well", template))
    room, desk = device("phone"), device("laptop")
    lab.desk(desk)
    host = lab.facilitator()
    host.command("openLab")
    lab.join(room, "Zoe")
    letters = Letters(room, desk)
    for activity, step in sorted(host.view["activities"].items(), key=lambda each: each[1]["order"]):
        if "track" in step:
            continue  # of kinds that are there outside a track as well
        host.command("openActivity", activity=activity)
        for page in (room, desk):
            shown = page.locator(f'[data-kind="{step["kind"]}"][data-state="open"]')
            expect(shown.get_by_role("heading", name=step["title"], exact=True).first).to_be_visible()
        letters.look(step["title"])
    letters.passed()


def test_every_text_around_the_steps_comes_from_the_files(lab, server, device, in_urdu):
    page = device("phone")
    room = Room(page)
    letters = Letters(page)
    page.goto(server.url)
    room.sees(t("home.title"))
    letters.look("home")
    room.tap("make.start")
    expect(page.get_by_label(t("make.template"), exact=True)).to_be_visible()
    room.tap("make.go")
    room.sees(t("make.noTitle"))
    letters.look("make a lab")
    room.field("make.name").fill("Living well")
    room.tap("make.go")
    expect(page.get_by_role("heading", name=t("make.done"), exact=True)).to_be_visible()
    letters.look("the lab is ready")
    page.goto(lab.link("join"))
    room.tap("join.go")
    room.sees(t("join.missing.name"))
    letters.look("join")
    page.goto(f"{server.url}/join/000000")
    room.sees(t("entry.notFound"))
    letters.look("an unknown code")
    lab.facilitator().command("openLab")
    person = lab.join(page, "Zoe")
    person.tap("menu")
    letters.look("menu")
    person.escape()
    for place in ("today.title", "story.title", "me.title", "menu.about", "soFar.title"):
        person.go_to(place)
        expect(page.locator("dialog")).to_have_count(0)
        expect(page.get_by_role("status").filter(has_text=t("entry.connecting"))).to_have_count(0)
        letters.look(place)
    person.go_to("me.title")
    person.tap("keys.title")
    letters.look("keys")
    letters.passed()


def test_the_browser_asks_for_a_language_and_a_tap_changes_it(lab, device):
    """[S10] Without a reload: what was typed, chosen and opened is still there."""
    page = device("phone", locale="pl-PL")
    for tag in ("pl", "ur", "gd"):
        serve(page, tag)
    page.goto(lab.link("join"))
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    with speaking("pl", turned_letters=True):
        person = Participant(page)
        person.field("join.name").fill("Zofia")
        person.choose(t("role.family"))
    page.evaluate("window.isTheSame = true")
    for tag, direction in (("ur", "rtl"), ("gd", "ltr"), ("en", "ltr")):
        choose(person, tag)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        expect(page.locator("#name")).to_have_value("Zofia")
        expect(page.locator("input[name=role]:checked")).to_have_value("family")
    expect(page.locator("#announcer")).to_contain_text(t("language.now"))
    person.tap("join.go")
    person.saved()
    # It is kept for this browser, and the room goes on in it; there, too, nothing is lost by a change.
    host = lab.opened("gather")
    person.at("Ideas")
    person.field("gather.idea").fill("Half a sen")
    person.tap("menu")
    choose(person, "ur")
    with speaking("ur", turned_letters=True):
        expect(person.button("close")).to_be_visible()
        person.escape()
        expect(person.button("gather.add")).to_be_visible()
        expect(page.locator("#idea")).to_have_value("Half a sen")
        person.page.locator("#idea").press("Control+Enter")
        person.saved()
        # The lab's own words stay what they are, and say in which language.
        expect(page.get_by_role("heading", name="Ideas", exact=True)).to_have_attribute("lang", "en")
        expect(page.locator(".idea-text", has_text="Half a sen")).to_have_attribute("dir", "auto")
    assert page.evaluate("window.isTheSame")
    assert "Half a sen" in lab.ideas(host)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ur")


def test_the_hall_screen_speaks_the_labs_language(server, device):
    lab = Lab(server, server.make_lab("Dobre życie", language="pl"))
    page = device("projector")
    serve(page, "pl")
    lab.screen(page)
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    with speaking("pl", turned_letters=True):
        Room(page).sees(t("screen.scan"))


def test_the_desk_changes_the_labs_language_and_the_hall_screen_with_it(lab, device):
    """[S7] Everybody can read that it was changed, and the desk itself stays in its own language."""
    hall, laptop, phone = device("projector"), device("laptop"), device("phone")
    serve(hall, "pl")
    screen = lab.screen(hall)
    expect(hall.locator("html")).to_have_attribute("lang", "en")
    moira = lab.join(phone, "Moira")
    desk = lab.desk(laptop)
    desk.tap("desk.openLab")
    desk.tap("details.title")
    laptop.get_by_label(t("make.language"), exact=True).select_option(NAMES["pl"])
    desk.tap("save")
    desk.sees(t("change.language", language=NAMES["pl"]))
    expect(hall.locator("html")).to_have_attribute("lang", "pl")
    with speaking("pl", turned_letters=True):
        screen.sees(t("screen.scan"))
    expect(laptop.locator("html")).to_have_attribute("lang", "en")
    moira.open_menu("today.title")
    phone.locator("summary", has_text=t("today.changes")).click()
    moira.sees(t("change.language", language=NAMES["pl"]))
    desk.tap("details.title")
    expect(laptop.get_by_label(t("make.language"), exact=True)).to_have_value("pl")


def test_a_browser_without_a_language_of_ours_goes_by_the_lab(server, device):
    lab = Lab(server, server.make_lab("Dobre życie", language="pl"))
    page = device("phone", locale="fi")
    serve(page, "pl")
    page.goto(lab.link("join"))
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("lang", "en")


FORMS = ("one", "two", "few", "many", "other")
SAID = "(await import('/models/words.js'))"


@pytest.mark.parametrize(
    ("tag", "chosen"),
    [
        ("en", {0: "other", 1: "one", 2: "other", 21: "other"}),
        ("gd", {1: "one", 2: "two", 3: "few", 11: "one", 12: "two", 13: "few", 20: "other"}),
        ("pl", {0: "many", 1: "one", 2: "few", 5: "many", 12: "many", 22: "few", 25: "many"}),
        ("ur", {0: "other", 1: "one", 2: "other", 11: "other"}),
    ],
)
def test_each_number_has_its_form(server, device, tag, chosen):
    page = device("phone", locale=tag)
    serve(page, tag, lambda texts: texts | {"join.howLong": {form: f"{form} {{n}}" for form in FORMS}})
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("lang", tag)
    said = page.evaluate(f"async (numbers) => {{ const words = {SAID}; return numbers.map((n) => words.t('join.howLong', {{ n }})) }}",
                         list(chosen))
    assert said == [f"{form} {number}" for number, form in chosen.items()]


@pytest.mark.parametrize(("tag", "day"), [("en-GB", "12 March 2026"), ("pl", "12 marca 2026"), ("ur", "12 مارچ، 2026"), ("gd", "")])
def test_days_and_lists_are_said_in_the_language(server, device, tag, day):
    """Where a browser doesn't know the language, in numbers rather than in another one."""
    page = device("phone", locale=tag)
    page.goto(server.url)
    shown, listed = page.evaluate(f"async () => {{ const words = {SAID}; return [words.dateText('2026-03-12'), words.listText(['a', 'b'])] }}")
    assert shown == day if day else "March" not in shown and "12" in shown and "2026" in shown
    assert "and" not in listed or tag == "en-GB"


def broken(texts: dict) -> dict:
    return texts | {"join.go": "{=lab", "join.name": {"one": "no form for others"}}


def without(texts: dict) -> dict:
    return {key: text for key, text in texts.items() if key not in ("join.go", "join.name")}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (broken, "pl.json: “join.go” has a broken placeholder or no form for other numbers."),
        (without, ""),
        (lambda texts: json.dumps(texts)[:-9], "pl.json can't be read: "),
    ],
)
def test_a_damaged_file_is_told_in_words_and_english_stands_in(lab, device, change, words):
    page = device("phone", locale="pl")
    serve(page, "pl", change)
    page.goto(lab.link("join"))
    person = Participant(page)
    expect(person.button("join.go")).to_be_visible()
    expect(person.field("join.name")).to_be_visible()
    expect(page.get_by_text(words or "pl.json")).to_have_count(1 if words else 0)
    lost = "can't" in words
    if not lost:
        # All else is in Polish still.
        person.sees(in_other_letters("pl")["join.who"])
    person.field("join.name").fill("Zofia")
    person.choose(t("role.family") if lost else in_other_letters("pl")["role.family"])
    person.tap("join.go")
    expect(person.indicator()).to_be_visible()
