"""Guiding the room: a time to go by, everybody brought together and let go, what the hall's screen shows, and a look at both."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.audit import Audit, audited
from browser.rooms import Room
from browser.words import t

DAY = 24 * 60 * 60


def time_shown(room: Room, n: int) -> None:
    expect(room.page.locator(".time").first).to_have_text(t("time.left", n=n))


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_s14_the_time_to_go_by_is_right_on_a_phone_whose_clock_is_a_day_off(lab, device, days: int):
    """[S14] Calm words, one more minute in a tap, its end said once, and nothing closed by it."""
    lab.opened("gather")
    desk = lab.desk(device("laptop"))
    page = device("phone")
    page.clock.install()
    page.clock.set_system_time(page.evaluate("Date.now()") + days * DAY * 1000)
    moira = lab.join(page, "Moira")
    screen = lab.screen(device("projector"))
    desk.press(desk.page.locator("summary", has_text=t("time.other")))
    desk.tap("time.minutes", n=3)
    for room in (moira, desk, screen):
        time_shown(room, 3)
    desk.tap("time.more")
    for room in (moira, desk, screen):
        time_shown(room, 4)
    expect(page.locator("#announcer")).to_contain_text(t("time.now", n=4))
    # With every tick in between: a page that stood still would ask the server for its time.
    page.clock.run_for(61_000)
    time_shown(moira, 3)
    page.clock.run_for(3 * 60_000)
    expect(page.locator(".time")).to_have_text(t("time.over"))
    page.clock.fast_forward(500)
    expect(page.locator("#announcer")).to_have_text(t("time.overSaid"))
    page.clock.fast_forward(60_000)
    expect(page.locator("#announcer")).to_have_text("")
    moira.give_idea("After the time")
    desk.sees("After the time")
    desk.tap("time.none")
    expect(desk.page.locator(".time")).to_have_count(0)
    desk.note("undo")
    time_shown(desk, 4)


def test_everybody_is_brought_here_and_let_go_but_never_out_of_a_sentence(lab, device):
    """Who reads elsewhere comes along, who writes stays, and whoever goes elsewhere meanwhile reads that all are together."""
    lab.opened("gather")
    desk = lab.desk(device("laptop"))
    moira, sam, ann = (lab.join(device("phone"), name, "family") for name in ("Moira", "Sam", "Ann"))
    moira.go_to("today.title")
    sam.write(sam.field("gather.idea"), "In the middle of")
    ann.go_to("me.title")
    ann.page.get_by_role("textbox").first.focus()
    desk.tap("guide.bring")
    moira.at("Ideas")
    expect(moira.page.locator("#announcer")).to_contain_text(t("room.brought", title="Ideas"))
    ann.sees(t("room.togetherAway", title="Ideas"))
    expect(ann.page.get_by_role("heading", name=t("me.title"), level=1)).to_be_visible()
    expect(sam.field("gather.idea")).to_have_value("In the middle of")
    # Nobody is held: who goes to read again may, and knows where the others are.
    moira.go_to("today.title")
    moira.sees(t("room.togetherAway", title="Ideas"))
    desk.go_on("Choose")
    moira.at("Choose")
    sam.sees(t("room.movedOn", title="Choose"))
    expect(sam.field("gather.idea")).to_have_value("In the middle of")
    sam.tap("room.goThere")
    sam.at("Choose")
    ann.press(ann.page.get_by_role("link", name=t("room.goThere")))
    ann.at("Choose")
    moira.go_to("today.title")
    moira.sees(t("room.togetherAway", title="Choose"))
    desk.tap("guide.letGo")
    moira.misses(t("room.togetherAway", title="Choose"))
    expect(moira.page.get_by_role("heading", name=t("today.title"), level=1)).to_be_visible()


def shows(page: Page, what: str) -> None:
    expect(page.locator(f"[data-shows={what}]")).to_be_visible()


def test_the_screen_shows_what_the_desk_says_apart_from_phones(lab, device):
    """The way in first, then the step, then its results, by itself or as the desk chooses; phones stay where they are."""
    desk = lab.desk(device("laptop"))
    page = device("projector")
    screen = lab.screen(page)
    shows(page, "join")
    desk.tap("desk.openLab")
    shows(page, "join")
    host = lab.facilitator()
    host.command("openActivity", activity=host.activity("gather"))
    shows(page, "activity")
    screen.at("Ideas")
    moira = lab.join(device("phone"), "Moira")
    idea = lab.person("Sam").command("addIdea", activity=host.activity("gather"), text="Supported walks")["idea"]
    desk.go_on("Choose")
    lab.person("Ann").command("vote", activity=host.activity("vote"), item=idea, dots=1)
    screen.at("Choose")
    desk.sees(t("guide.noResults"))
    choices = desk.page.get_by_role("group", name=t("guide.screen"))
    desk.choose(t("guide.join"), within=choices)
    shows(page, "join")
    moira.at("Choose")
    desk.sees(t("guide.stays"))
    desk.note("undo")
    shows(page, "activity")
    desk.reveal()
    shows(page, "results")
    desk.choose(t("guide.activity", title="Choose"), within=choices)
    shows(page, "activity")
    desk.choose(t("guide.results", title="Choose"), within=choices)
    shows(page, "results")
    # Phones go on; the screen stays with the results until it is told otherwise.
    desk.go_on("Priority Matrix")
    moira.at("Priority Matrix")
    screen.at("Choose")
    desk.choose(t("guide.auto"), within=choices)
    screen.at("Priority Matrix")


def test_at_the_screen_itself_keys_and_small_buttons_turn_its_pages(lab, device):
    """Arrows, space, zoom and the list of keys; without a keyboard the same by buttons. Only this screen turns."""
    host = lab.opened("gather")
    gather = host.activity("gather")
    lab.person("Sam").command("addIdea", activity=gather, text="Supported walks")
    page, other = device("projector"), device("projector")
    lab.screen(page), lab.screen(other)
    shows(page, "activity")
    keys = page.keyboard
    keys.press("ArrowLeft")
    shows(page, "join")
    keys.press("ArrowLeft")
    shows(page, "join")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    shows(page, "results")
    shows(other, "activity")
    keys.press("Space")
    shows(page, "activity")

    def size() -> float:
        return page.locator(".hall").evaluate("hall => parseFloat(getComputedStyle(hall).fontSize)")

    usual = size()
    keys.press("+")
    keys.press("+")
    larger = size()
    assert larger > usual * 1.25
    keys.press("-")
    assert usual < size() < larger
    page.reload()
    shows(page, "activity")
    assert size() > usual, "the size is kept on this device"
    keys.press("0")
    assert size() == usual
    keys.press("?")
    dialog = page.get_by_role("dialog")
    for key in ("screen.full", "screen.back", "screen.next", "screen.asDesk", "screen.larger", "screen.smaller"):
        expect(dialog.get_by_text(t(key), exact=True)).to_be_visible()
    keys.press("Escape")

    tools = page.get_by_role("navigation", name=t("screen.tools"))
    page.mouse.move(300, 300)
    expect(tools).to_have_css("opacity", "1")
    tools.get_by_role("button", name=t("screen.back")).click()
    shows(page, "join")
    tools.get_by_role("button", name=t("screen.larger")).click()
    assert size() > usual
    tools.get_by_role("button", name=t("screen.asDesk")).focus()
    keys.press("Space")
    shows(page, "activity")
    for button in tools.get_by_role("button").all():
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= 44
    keys.press("ArrowLeft")
    shows(page, "join")
    # What the desk says anew goes before what was turned to here.
    host.command("setScreen", show="results", activity=gather)
    shows(page, "results")


def test_each_key_stands_beside_its_words(lab, device):
    """The longest name of a key covers nothing, in whatever language."""
    page = device("laptop")
    lab.screen(page)
    page.keyboard.press("?")
    expect(page.locator(".keys kbd", has_text=t("keys.space"))).to_be_visible()
    page.locator(".keys kbd", has_text=t("keys.space")).evaluate("key => (key.textContent = 'Spacja, a long name')")
    boxes = page.locator(".keys > div").evaluate_all(
        "rows => rows.map((row) => [row.querySelector('kbd').getBoundingClientRect().right, row.querySelector('dd').getBoundingClientRect().left])"
    )
    assert all(key < words for key, words in boxes), boxes


def test_f_fills_the_screen_and_f_again_leaves(lab, device):
    lab.opened("gather")
    page = device("projector")
    lab.screen(page)
    shows(page, "activity")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("F")
    page.wait_for_function("document.fullscreenElement === null")


def test_the_desk_sees_what_people_see_and_nothing_in_it_can_be_tapped(lab, device):
    """Exactly what they get, on a phone and on the screen, as it changes; what is hidden from them isn't there either."""
    lab.opened("gather")
    desk = lab.desk(device("laptop"))
    desk.tap("guide.preview")
    dialog = desk.page.get_by_role("dialog")
    phone = dialog.get_by_role("group", name=t("guide.previewPhone"))
    hall = dialog.get_by_role("group", name=t("guide.previewScreen"))
    for place in (phone, hall):
        expect(place.get_by_role("heading", name="Ideas", exact=True)).to_be_visible()
    expect(hall.locator(".code")).to_have_text(re.compile(r"\d{3}\s\d{3}"))
    lab.person("Sam").command("addIdea", activity=lab.facilitator().activity("gather"), text="Supported walks")
    for place in (phone, hall):
        expect(place.get_by_text("Supported walks")).to_be_visible()
    field = phone.get_by_role("textbox").first
    field.focus()
    desk.page.keyboard.type("Never said")
    phone.get_by_role("button", name=t("gather.add")).click(force=True)
    expect(field).to_have_value("")
    expect(phone.get_by_text("Never said")).to_have_count(0)
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth + 1")
    desk.escape()
    desk.saved()
    # What the screen needs for itself changes nothing on the desk.
    expect(desk.page.locator("lab-desk-activity .prompt")).to_be_visible()
    # The looking was nobody's: it counts as no person, and as no answer.
    assert desk.page.get_by_text(t("room.joined", n=1)).is_visible()


def test_what_guides_the_room_is_without_an_axe_violation(lab, device):
    """[S14] The desk with a time and the room together, the look at both, the phone elsewhere, the screen's three pages."""
    host = lab.opened("gather")
    gather = host.activity("gather")
    lab.person("Sam").command("addIdea", activity=gather, text="Supported walks")
    host.command("setTime", activity=gather, minutes=5)
    host.command("bringEveryone", on=True)
    desks, halls, rooms = audited(device, "laptop", "phone"), audited(device, "projector", "phone"), audited(device, "phone")
    audit = Audit(*desks, *halls, *rooms)
    for page in desks:
        lab.desk(page).press(page.locator("summary", has_text=t("time.other")))
    for page in halls:
        lab.screen(page)
        shows(page, "activity")
    for page in rooms:
        lab.join(page, "Moira").go_to("today.title")
        expect(page.get_by_text(t("room.togetherAway", title="Ideas"))).to_be_visible()
    audit.look("together, with a time")
    for page in desks:
        Room(page).tap("guide.preview")
        expect(page.get_by_role("dialog").get_by_text("Supported walks").first).to_be_visible()
    host.command("setScreen", show="results", activity=gather)
    for page in halls:
        shows(page, "results")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
    audit.look("the look at both, results on the screen")
    for page in halls:
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        shows(page, "join")
        page.get_by_role("button", name=t("screen.next")).focus()
    audit.look("the way in, and the tools of the screen")
    audit.passed()
