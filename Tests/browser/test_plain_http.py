"""A plain-HTTP host that isn't localhost, as in a hall without internet: nothing may lean on a secure context."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.hosts import HALL
from browser.lab import Lab
from browser.rooms import Desk, Room
from browser.words import t
from harness.qr import read_svg

WITHHELD = """() => [
    isSecureContext, typeof crypto.subtle, typeof crypto.randomUUID, typeof navigator.clipboard,
    typeof navigator.serviceWorker,
]"""
WALKS = "Supported walks"


def make_lab(page: Page, key: str) -> None:
    """Makes a lab on the first page, as an organiser on another computer of the hall's network."""
    page.goto(HALL)
    room = Room(page)
    room.tap("make.start")
    # The key is asked for at once, and the template says what happens.
    expect(room.field("make.key")).to_be_visible()
    expect(page.locator("#template-steps")).to_contain_text("Ideas")
    page.get_by_label(t("make.language")).select_option("pl")
    expect(page.get_by_text(t("make.otherLanguage", language="English"))).to_be_visible()
    page.get_by_label(t("make.language")).select_option("en")
    expect(page.get_by_text(t("make.otherLanguage", language="English"))).to_have_count(0)
    room.field("make.name").fill("Living well together")
    room.tap("make.go")
    expect(room.field("make.key")).to_be_focused()
    room.field("make.key").fill("wrong")
    room.tap("make.go")
    expect(page.get_by_role("alert")).to_be_visible()
    room.field("make.key").fill(key)
    room.tap("make.go")
    expect(page.get_by_role("heading", name=t("make.done"))).to_be_visible()


def value(room: Room, key: str) -> str:
    return room.page.get_by_role("textbox", name=t(key), exact=True).input_value()


def qr(room: Room) -> str:
    """What the QR code on a page says."""
    image = room.page.get_by_role("img", name=t("links.qr"))
    return read_svg(image.evaluate("async (image) => (await fetch(image.src)).text()"))


@pytest.fixture
def organiser_key(hall) -> str:
    return (hall.data / "organiser-key").read_text(encoding="utf-8").strip()


def test_a_lab_works_on_plain_http(hall, organiser_key, device):
    """[S13] [S29] Made, joined, answered and decided at http://hall.test, where links and QR codes lead, too."""
    page = device("laptop")
    make_lab(page, organiser_key)
    assert page.evaluate(WITHHELD) == [False, *["undefined"] * 4]
    made = Room(page)
    links = {name: value(made, f"links.{name}") for name in ("join", "facilitate", "screen")}
    for name, link in links.items():
        assert link.startswith(f"{HALL}/{name}/"), link
    made.tap("copyWhat", what=t("links.join"))
    expect(page.get_by_text(t("copied"), exact=True).first).to_be_visible()

    page.get_by_role("link", name=t("make.openDesk")).click()
    desk = Desk(page)
    desk.saved()
    assert value(desk, "links.join") == links["join"] == qr(desk)
    wall = device("projector")
    wall.goto(links["screen"])
    screen = Room(wall)
    screen.sees("hall.test", exact=True)
    code = urlsplit(links["join"]).path.rpartition("/")[2]
    assert qr(screen) == links["join"]

    desk.tap("desk.openLab")
    desk.tap("move.open")
    lab = Lab(hall, {"code": code, "links": links})
    moira = lab.join(device("phone"), "Moira", base=HALL)
    moira.at("Welcome")
    desk.go_on("Ideas")
    moira.at("Ideas")
    moira.give_idea(WALKS)
    moira.saved()
    moira.page.reload()
    expect(moira.own_ideas()).to_have_text([WALKS])
    desk.go_on("Choose")
    moira.at("Choose")
    moira.give_dot(WALKS)
    moira.saved()
    desk.reveal()
    for room in (desk, screen, moira):
        room.sees(t("dots", n=1), exact=True)
    assert moira.page.evaluate("isSecureContext") is False
