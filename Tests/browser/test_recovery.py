"""The facilitator's laptop is gone in the middle of a lab: it is taken up on a phone with the recovery code, the room unaffected."""

import re

from playwright.sync_api import Page, expect

from browser.rooms import Desk, Room
from browser.words import t

WALKS, CAFE, MUSIC = "Supported walks", "A café", "Music in the hall"


def try_code(page: Page, code: str) -> None:
    """Types a recovery code, as soon as the page asks for one."""
    room = Room(page)
    field = room.field("make.recoveryLabel")
    expect(field).to_be_visible()
    field.fill(code)
    room.tap("recover.go")


def test_a_lab_is_taken_up_on_a_phone_while_the_room_goes_on(lab, device):
    """[S59] Two people write and a screen shows while the laptop dies; on a phone the lab goes on, from the same place."""
    laptop = device("laptop")
    desk = lab.desk(laptop)
    desk.tap("desk.openLab")
    desk.tap("move.open")
    desk.go_on("Ideas")
    moira, sam = lab.join(device("phone"), "Moira"), lab.join(device("phone"), "Sam", "staff")
    screen = lab.screen(device("projector"))
    moira.give_idea(WALKS)
    expect(desk.page.get_by_text(WALKS)).to_be_visible()
    sam.write(sam.field("gather.idea"), "Half a sen")

    laptop.context.close()
    moira.give_idea(CAFE)
    screen.sees(CAFE)
    sam.sees(CAFE)

    phone = device("phone")
    phone.goto(f"{lab.server.url}/facilitate/{lab.made['id']}")
    try_code(phone, lab.made["recoveryCode"].replace("-", " ").lower())
    here = Desk(phone)
    here.saved()
    expect(here.activity("open").get_by_role("heading", name="Ideas", exact=True)).to_be_visible()
    here.sees(WALKS)
    here.sees(CAFE)
    # Nothing moved for those in the room: not even what is half written.
    expect(sam.field("gather.idea")).to_have_value("Half a sen")
    expect(sam.indicator()).to_have_text(t("saved.saved"))
    sam.write(sam.field("gather.idea"), MUSIC)
    sam.tap("gather.add")
    here.sees(MUSIC)
    here.go_on("Choose")
    for room in (moira, sam, screen):
        room.at("Choose")
    # A phone is desk enough: what was just done can be taken back.
    here.note("undo")
    for room in (moira, sam, screen):
        room.at("Ideas")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_code_that_is_wrong_ten_times_is_told_in_words_and_slowed(lab, device):
    """[S59] Each wrong code is told; then each is looked at in its turn, and the right one opens the desk all the same."""
    lab.opened("gather")
    page = device("phone")
    page.goto(f"{lab.server.url}/facilitate/{lab.made['id']}")
    for number in range(10):
        code = f"AAAA-AAAA-AAAA-{number:04}"
        try_code(page, code)
        expect(page.locator(".error")).to_have_text(re.compile("recovery code"))
        # What was typed is still there, marked, to be mended or typed over.
        expect(page.locator("#recovery")).to_have_value(code)
        expect(page.locator("#recovery")).to_be_focused()
        assert page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [0, len(code)]
    # The eleventh and twelfth have no allowance left between them: one of them waits, and the page says why.
    waited = []
    page.expose_function("told", lambda words: waited.append(words))
    page.evaluate(
        """words => new MutationObserver(() => document.body.innerText.includes(words) && told(words))
        .observe(document.body, { childList: true, subtree: true, characterData: true })""",
        t("problem.tooManyTries"),
    )
    for number in range(2):
        try_code(page, f"BBBB-BBBB-BBBB-{number:04}")
        expect(page.locator(".error")).to_be_visible(timeout=15_000)
    assert waited, "the page doesn't say that codes are looked at in turn"
    try_code(page, lab.made["recoveryCode"])
    desk = Desk(page)
    expect(desk.activity("open").get_by_role("heading", name="Ideas", exact=True)).to_be_visible(timeout=15_000)


def test_a_desk_taken_up_elsewhere_makes_a_new_link_for_the_screen(lab, device):
    """[S59] The link was on the laptop that is gone: another is made, and the one before shows the lab no more."""
    screen = lab.screen(device("projector"))
    phone = device("phone")
    phone.goto(f"{lab.server.url}/facilitate/{lab.made['id']}")
    try_code(phone, lab.made["recoveryCode"])
    here = Desk(phone)
    here.saved()
    field = here.page.get_by_label(t("links.screen"), exact=True)
    expect(here.page.get_by_label(t("links.join"), exact=True)).to_be_visible()
    expect(field).to_have_count(0)
    here.tap("links.newScreen")
    expect(field).to_have_value(re.compile(rf"^http://\S+/screen/{lab.made['id']}#t=\S{{43}}$"))
    # The screen in the hall says where another link is, and has the lab again by the new one.
    screen.sees(t("entry.noScreen"))
    screen.page.goto("about:blank")
    screen.page.goto(field.input_value())
    expect(screen.page.locator(".code").first).to_contain_text(lab.code[:3])
