"""Script in what people write: it runs nowhere, and everybody sees it as the text that it is."""

import pytest
from playwright.sync_api import Page, expect

from browser.lab import Lab
from browser.rooms import Room
from browser.words import t

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\"><svg onload=alert(3)>",
    "'-alert(4)-' javascript:alert(5)",
    "{{7*7}} ${alert(6)} <a href=javascript:alert(7)>x</a>",
    "</title></style><iframe srcdoc='<script>alert(8)</script>'>",
]
NAME = "<img src=x onerror=alert(9)>"
TITLE = "</h1><script>alert(10)</script> & <b>Living well</b>"
# What no page of ours has: an element or a handler that only markup in a text could have made.
FOREIGN = """() => [...document.querySelectorAll("script, iframe, object, embed, img, svg, a, b, *")]
    .filter((place) => [...place.attributes].some(({ name }) => name.startsWith("on"))
        || ["iframe", "object", "embed"].includes(place.localName)
        || place.localName === "script" && place.getAttribute("src") !== "/app.js"
        || place.localName === "img" && !place.classList.contains("qr")
        || /^javascript:/i.test(place.getAttribute("href") ?? ""))
    .map((place) => place.outerHTML)"""


def clean(page: Page) -> None:
    assert page.evaluate(FOREIGN) == []


def seen(room: Room, *texts: str) -> None:
    for text in texts:
        room.sees(text)
    clean(room.page)


@pytest.fixture
def hostile(server) -> Lab:
    """A lab whose title is a payload, too."""
    return Lab(server, server.make_lab(TITLE))


def test_script_in_texts_runs_nowhere(hostile, device):
    """Names, ideas, reasons, pledges and the title on each page that shows them; a dialog or an error fails it."""
    lab = hostile
    host = lab.opened("gather")
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    page = device("phone")
    page.goto(lab.link("join"))
    seen(Room(page), TITLE)
    moira = lab.join(page, NAME)
    expect(page).to_have_title(f"Ideas · {TITLE}")
    moira.give_idea(PAYLOADS[0])
    sam = lab.person(PAYLOADS[1], "staff")
    gather = host.activity("gather")
    for text in PAYLOADS[1:]:
        sam.command("addIdea", activity=gather, text=text)
    for room in (moira, desk, screen):
        seen(room, *PAYLOADS)
    for room in (moira, desk):
        seen(room, TITLE)
    moira.tap("gather.withdrawThis", text=PAYLOADS[0])
    seen(moira, t("gather.withdrawn", text=PAYLOADS[0]))
    moira.note("undo")
    expect(moira.own_ideas()).to_have_text([PAYLOADS[0]])

    desk.tap("people.title")
    seen(desk, NAME, PAYLOADS[1])
    desk.escape()

    host.command("openActivity", activity=host.activity("vote"))
    for room in (moira, desk, screen):
        room.at("Choose")
        seen(room, *PAYLOADS)
    rate = host.activity("rate")
    host.command("openActivity", activity=rate)
    moira.at("Priority Matrix")
    moira.tap("rate.asList")
    seen(moira, *PAYLOADS)
    for item in lab.items(host, "rate"):
        sam.command("rate", activity=rate, item=item["id"], impact=5, effort=1)
    host.command("revealActivity", activity=rate)
    for room in (moira, screen):
        expect(room.page.locator("lab-matrix svg")).to_be_visible()
        seen(room, PAYLOADS[0])

    host.command("openActivity", activity=host.activity("info", 2))
    desk.decide(PAYLOADS[1], "do", PAYLOADS[2], PAYLOADS[5])
    for room in (moira, desk, screen):
        seen(room, PAYLOADS[2], PAYLOADS[5])
    host.command("openActivity", activity=host.activity("pledge"))
    moira.at("Pledges")
    give, get = (f"For my part: {payload}" for payload in PAYLOADS[2:4])
    moira.pledge(give, get=get)
    for room in (moira, desk, screen):
        seen(room, give, get)
    desk.sees(NAME)

    moira.go_to("story.title")
    seen(moira, *PAYLOADS)
    moira.go_to("me.title")
    expect(moira.field("join.name")).to_have_value(NAME)
    clean(moira.page)


def test_script_in_an_address_runs_nowhere(server, device):
    """A code, a path and a fragment made up by somebody else."""
    page = device("phone")
    for path in ("/join/%3Cimg%20src=x%20onerror=alert(1)%3E", "/facilitate/x#t=%3Cscript%3Ealert(2)%3C/script%3E"):
        page.goto(server.url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        clean(page)
