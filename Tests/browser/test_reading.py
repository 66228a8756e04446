"""How somebody reads: letters, contrast and colours of their own, and Easy Read with its pictures and its voice."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.lab import Lab
from browser.rooms import Participant, Room
from browser.tour import IDEAS
from browser.words import t
from harness.wire import Person

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
NARROWEST = 320
# A browser with two voices, which keeps what it is asked to say instead of saying it.
VOICES = """
window.said = []
const voices = ["en-GB", "ur-PK"].map((lang) => ({ lang, name: lang }))
const speak = (one) => { window.said.push(one); setTimeout(() => one.onstart?.()) }
const cancel = () => { window.cancelled = (window.cancelled ?? 0) + 1 }
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices, speak, cancel, addEventListener() {}, removeEventListener() {},
} })
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
"""
NO_VOICE = VOICES.replace('["en-GB", "ur-PK"]', "[]")


def background(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def letters(page: Page) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")


def pick(room: Room, name: str, option: str) -> None:
    group = room.page.get_by_role("group", name=t(f"reading.{name}"), exact=True)
    room.press(group.get_by_role("radio", name=t(f"reading.{name}.{option}"), exact=True))


def test_letters_contrast_and_colours_are_kept_for_each_person(server, lab: Lab, device):
    """[S10] Chosen on the first page, they are there on all that follow, after a reload too; the hall's screen has its own."""
    page = device("phone")
    room = Room(page)
    page.goto(server.url)
    light, usual = background(page), letters(page)
    page.get_by_text(t("reading.title"), exact=True).click()
    pick(room, "theme", "dark")
    assert background(page) != light
    pick(room, "contrast", "high")
    assert background(page) == "rgb(0, 0, 0)"
    pick(room, "size", "3")
    assert letters(page) > 1.4 * usual
    page.reload()
    assert (background(page), page.locator("html").get_attribute("data-size")) == ("rgb(0, 0, 0)", "3")
    lab.facilitator().command("openLab")
    lab.join(page, "Moira")
    assert background(page) == "rgb(0, 0, 0)" and letters(page) > 1.4 * usual
    room.go_to("me.title")
    pick(room, "theme", "light")
    assert background(page) == "rgb(255, 255, 255)"
    pick(room, "size", "1")
    assert letters(page) == usual
    lab.screen(page)
    assert background(page) == light


def test_what_the_device_asks_for_holds_until_somebody_chooses(server, device):
    page = device("phone", "dark", contrast="more")
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    assert background(page) == "rgb(0, 0, 0)"
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-scheme", "light")
    assert background(page) == "rgb(255, 255, 255)"
    page.emulate_media(contrast="no-preference")
    expect(page.locator("html")).to_have_attribute("data-contrast", "normal")


@pytest.mark.parametrize("size", ["2", "3", "4"])
def test_large_letters_fit_the_narrowest_phone(lab: Lab, server, device, size: str):
    """[S10] Nothing has to be scrolled sideways, whatever the size of the letters."""
    page = device("small")
    room = Participant(page)
    faults = []

    def look(where: str) -> None:
        faults.extend(f"{where}: {fault}" for fault in page.evaluate(MEASURE, NARROWEST))

    page.goto(server.url)
    page.get_by_text(t("reading.title"), exact=True).click()
    pick(room, "size", size)
    look("home")
    host = lab.facilitator()
    host.command("openLab")
    moira = lab.join(page, "Moira")
    look("lobby")
    for place in ("today.title", "me.title"):
        moira.go_to(place)
        expect(page.get_by_role("heading", name=t(place), exact=True)).to_be_visible()
        look(place)
    moira.tap("menu")
    look("menu")
    moira.escape()
    moira.go_to("menu.now")
    gather = host.activity("gather")
    host.command("openActivity", activity=gather)
    sam = lab.person("Sam", "staff")
    for text in IDEAS:
        sam.command("addIdea", activity=gather, text=text, cos=["D", "L"], when="couldBe")
    for kind in ("gather", "vote", "rate", "pledge"):
        activity = host.activity(kind)
        if kind != "gather":
            host.command("openActivity", activity=activity)
        expect(page.locator(f'[data-kind="{kind}"]')).to_be_visible()
        look(kind)
        if kind == "rate":
            rate(sam, lab, activity)
            host.command("revealActivity", activity=activity)
            expect(page.locator("lab-matrix svg")).to_be_visible()
            look("results")
    assert not faults, "\n".join(["", *faults])


def test_with_larger_letters_words_stay_words(lab: Lab, device):
    """On a phone: the menu can be closed wherever one is in it, its parts don't touch, a note is two lines, and results keep
    their words whole."""
    page = device("phone")
    host = lab.opened("gather")
    moira = lab.join(page, "Moira")
    sam = lab.person("Sam", "staff")
    for text in IDEAS:
        sam.command("addIdea", activity=host.activity("gather"), text=text)
    page.evaluate("document.documentElement.dataset.size = '3'")
    moira.tap("menu")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(t("reading.title"), exact=True).click()
    dialog.evaluate("dialog => dialog.scrollTo(0, dialog.scrollHeight)")
    expect(dialog.get_by_role("button", name=t("close"))).to_be_in_viewport(ratio=1)
    need, languages = dialog.get_by_role("button", name=t("need.ask")), dialog.locator("lab-languages button").first
    assert languages.bounding_box()["y"] - (need.bounding_box()["y"] + need.bounding_box()["height"]) >= 12
    moira.escape()
    moira.give_idea("A lift")
    moira.tap("gather.withdrawThis", text="A lift")
    toast = page.locator(".toast")
    undo, close = toast.get_by_role("button", name=t("undo")), toast.get_by_role("button", name=t("note.close"))
    assert close.bounding_box()["y"] < undo.bounding_box()["y"]
    box, room = undo.bounding_box(), toast.bounding_box()
    assert room["x"] <= box["x"] and box["x"] + box["width"] <= room["x"] + room["width"]
    assert room["height"] < 200
    moira.note("note.close")
    host.command("openActivity", activity=host.activity("vote"))
    host.command("revealActivity", activity=host.activity("vote"))
    words = page.locator(".tally li .grow p").first
    expect(words).to_be_visible()
    assert words.bounding_box()["width"] > 150


def rate(person: Person, lab: Lab, activity: str) -> None:
    for item in lab.items(person, "rate"):
        person.command("rate", activity=activity, item=item["id"], impact=4, effort=2)


def easy(page: Page):
    return page.get_by_role("button", name=t("easy.title"), exact=True)


def test_easy_read_is_one_tap_away_and_asks_one_thing_at_a_time(lab: Lab, device):
    """[S10] From the form to join and from each step: easy words, one question a screen, pictures beside words."""
    page = device("phone")
    page.goto(lab.link("join"))
    person = Participant(page)
    person.field("join.name").fill("Moira")
    person.press(easy(page))
    expect(easy(page)).to_have_attribute("aria-pressed", "true")
    # What was typed is there; the role is asked next, and one can go back.
    expect(person.field("join.name")).to_have_value("Moira")
    expect(page.get_by_role("radio", name=t("role.family"))).to_have_count(0)
    person.field("join.name").fill("")
    person.tap("join.next")
    person.sees(t("join.missing.name"))
    person.field("join.name").fill("Moira")
    person.tap("join.next")
    expect(person.field("join.name")).to_have_count(0)
    person.tap("join.go")
    person.sees(t("join.missing.role"))
    person.tap("back")
    expect(person.field("join.name")).to_have_value("Moira")
    person.tap("join.next")
    person.choose(t("role.family"))
    person.tap("join.go")
    person.saved()

    host = lab.opened("gather")
    gather = host.view["activities"][host.activity("gather")]
    person.sees(gather["easyPrompt"], exact=True)
    person.misses(gather["prompt"], exact=True)
    expect(page.locator("h1 svg.symbol")).to_be_visible()
    # Writing first; what others wrote is the next screen.
    lab.person("Sam", "staff").command("addIdea", activity=host.activity("gather"), text=IDEAS[0])
    person.misses(IDEAS[0])
    # What one may leave out is folded.
    tag = page.get_by_role("checkbox", name=re.compile(t("co.C.short")))
    expect(tag).to_have_count(0)
    page.get_by_text(t("easy.more"), exact=True).click()
    expect(tag).to_be_visible()
    person.give_idea(IDEAS[1])
    person.tap("easy.others", n=1)
    person.sees(IDEAS[0])
    expect(person.field("gather.idea")).to_have_count(0)
    person.tap("easy.back")
    expect(person.field("gather.idea")).to_be_visible()
    person.press(easy(page))
    person.sees(IDEAS[0])
    person.sees(gather["prompt"], exact=True)
    expect(page.locator("main h1 svg")).to_have_count(0)


def test_easy_read_rates_one_idea_a_screen_whatever_was_chosen(lab: Lab, device):
    page = device("phone")
    host = lab.opened("gather")
    moira = lab.join(page, "Moira")
    for text in IDEAS[:2]:
        moira.give_idea(text)
    moira.saved()
    for kind in ("vote", "rate"):
        host.command("openActivity", activity=host.activity(kind))
    moira.at("Priority Matrix")
    moira.tap("rate.asList")
    expect(page.locator(".rate-card")).to_have_count(2)
    moira.press(easy(page))
    expect(page.locator(".rate-card")).to_have_count(1)
    expect(moira.button("rate.oneByOne")).to_have_count(0)
    # One question of it a screen; the answers are in sight, with larger letters as well.
    page.evaluate("document.documentElement.dataset.size = '2'")
    expect(page.locator(".rating")).to_have_count(1)
    expect(page.locator('[data-axis="impact"] .scale')).to_be_in_viewport(ratio=1)
    first = page.locator(".rate-card h2").inner_text()
    moira.choose("5")
    moira.tap("rate.nextQuestion")
    expect(page.locator('[data-axis="effort"]')).to_have_count(1)
    expect(page.locator(".rate-card h2")).to_have_text(first)
    moira.sees(t("rate.item", n=1, of=2))
    moira.choose("2")
    moira.tap("rate.next")
    moira.sees(t("rate.item", n=2, of=2))
    moira.tap("rate.nextQuestion")
    moira.tap("rate.finish")
    moira.sees(t("rate.someOpen", n=1))
    page.locator("lab-rate .menu-list button").click()
    moira.sees(t("rate.item", n=2, of=2))
    expect(page.locator('[data-axis="impact"]')).to_have_count(1)
    moira.saved()
    # The results in short, and all of them for whoever unfolds them.
    host.command("revealActivity", activity=host.activity("rate"))
    moira.sees(t("quadrant.quickWins"))
    expect(page.locator("lab-results lab-matrix")).to_be_hidden()
    page.get_by_role("heading", name=t("results.all"), exact=True).click()
    expect(page.locator("lab-results lab-matrix")).to_be_visible()
    host.command("reopenActivity", activity=host.activity("rate"))
    moira.press(easy(page))
    expect(page.locator(".rate-card")).to_have_count(2)


def test_easy_read_votes_one_idea_a_screen(lab: Lab, device):
    """Each idea by itself with its dots, then what one chose; a tap there leads back to it."""
    host = lab.opened("gather")
    sam = lab.person("Sam", "staff")
    for text in IDEAS[:3]:
        sam.command("addIdea", activity=host.activity("gather"), text=text, cos=["D"])
    host.command("openActivity", activity=host.activity("vote"))
    page = device("small")
    moira = lab.join(page, "Moira")
    expect(page.locator(".vote")).to_have_count(3)
    moira.press(easy(page))
    expect(page.locator(".vote")).to_have_count(1)
    moira.sees(t("rate.item", n=1, of=3))
    first = page.locator(".vote h2").inner_text()
    moira.give_dot(first)
    moira.tap("rate.next")
    moira.sees(t("rate.item", n=2, of=3))
    moira.misses(first)
    expect(page.locator(".vote h2")).to_be_focused()
    moira.tap("rate.next")
    moira.tap("rate.finish")
    expect(page.get_by_role("heading", name=t("vote.yours"), exact=True)).to_be_focused()
    expect(page.locator("lab-vote li")).to_have_text(f"{first} {t('vote.given', n=1)}")
    page.get_by_role("button", name=first, exact=True).click()
    moira.tap("vote.take", text=first)
    for _ in range(3):
        page.get_by_role("button", name=re.compile(f"{t('rate.next')}|{t('rate.finish')}")).click()
    expect(page.get_by_role("heading", name=t("vote.given", n=0), exact=True)).to_be_visible()
    moira.press(easy(page))
    expect(page.locator(".vote")).to_have_count(3)


def test_a_page_is_read_aloud_each_part_in_its_language(lab: Lab, device):
    """[S10] By the browser's own voices; it shows what is being read, and ends when one goes on."""
    page = device("phone")
    page.add_init_script(VOICES)
    host = lab.opened("gather")
    moira = lab.join(page, "Moira")
    moira.press(easy(page))
    expect(moira.button("easy.listen")).to_be_visible()
    lab.person("Sam", "staff").command("addIdea", activity=host.activity("gather"), text="سیر")
    moira.tap("easy.listen")
    said = page.evaluate("window.said.map(({ text, lang, voice }) => [text, lang, voice.lang])")
    gather = host.view["activities"][host.activity("gather")]
    assert [gather["title"], "en", "en-GB"] in said and [gather["easyPrompt"], "en", "en-GB"] in said
    assert [t("gather.idea"), "en", "en-GB"] in said
    # Neither buttons nor what only the eye needs.
    assert not [text for text, _, _ in said if text in (t("pass"), t("gather.add"), t("easy.title"))]
    expect(page.locator("[data-spoken]")).to_have_count(1)
    moira.tap("easy.stop")
    expect(moira.button("easy.listen")).to_be_visible()
    expect(page.locator("[data-spoken]")).to_have_count(0)
    moira.tap("easy.listen")
    moira.tap("menu")
    expect(page.locator("[data-spoken]")).to_have_count(0)
    assert page.evaluate("window.cancelled") >= 2


def test_where_there_is_no_voice_nothing_offers_one(lab: Lab, device):
    page = device("phone")
    page.add_init_script(NO_VOICE)
    lab.opened("gather")
    moira = lab.join(page, "Moira")
    moira.press(easy(page))
    expect(page.locator("h1 svg.symbol")).to_be_visible()
    expect(moira.button("easy.listen")).to_have_count(0)


def test_pictures_say_nothing_that_words_do_not(lab: Lab, device):
    page = device("phone")
    lab.opened("gather")
    moira = lab.join(page, "Moira")
    names = page.get_by_role("button").evaluate_all("all => all.map((one) => one.innerText)")
    moira.press(easy(page))
    expect(page.locator("h1 svg.symbol")).to_be_visible()
    assert page.locator("svg.symbol:not([aria-hidden=true])").count() == 0
    shown = [re.sub(r"\s+", " ", name) for name in page.get_by_role("button").all_inner_texts()]
    assert {name for name in names if name} - set(shown) == set()
