"""The whole Priority Matrix without a mouse and without a screen: once by keyboard alone, once by the accessibility tree
alone; facilitator and participant, from the first page to the end of the lab."""

import re

from playwright.sync_api import Page, expect

from browser.rooms import ByKeyboard, DeskByKeyboard
from browser.tree import Reader
from browser.words import t

WALKS = "Supported walks"
CAFE = "Community café in a care home"
STEPS = ("Ideas", "Choose", "Priority Matrix", "Talk about where we differ", "Decide", "Pledges")
POINTED = "window.pointed = 0; addEventListener('pointerdown', () => window.pointed++, true)"


def starts(label: str) -> re.Pattern:
    """A name that begins so; what may be left out says so after it."""
    return re.compile(rf"^{re.escape(label)}")


def keyed(page: Page) -> Page:
    """A device on which a pointer is counted."""
    page.add_init_script(POINTED)
    return page


def test_t2_by_keyboard_alone(server, device):
    """[S24] [S28] [S29] Made, joined, answered, revealed, decided and ended by Tab, the arrows, Enter and Space."""
    desk = DeskByKeyboard(keyed(device("laptop")))
    desk.page.goto(server.url)
    desk.tap("make.start")
    desk.write(desk.field("make.name"), "Living well")
    desk.tap("make.go")
    expect(desk.page.get_by_role("heading", name=t("make.done"), exact=True)).to_be_focused()
    code = desk.page.locator(".made .code").inner_text()
    desk.follow(desk.page.get_by_role("link", name=t("make.openDesk"), exact=True))
    desk.saved()

    moira = ByKeyboard(keyed(device("phone")))
    moira.page.goto(server.url)
    moira.write(moira.field("home.code").first, code)
    moira.follow(moira.button("home.go"))
    expect(moira.field("join.name")).to_be_visible()
    moira.write(moira.field("join.name"), "Moira")
    moira.choose(t("role.usesServices"))
    moira.tap("join.go")
    moira.saved()
    moira.sees(t("lobby.hello", name="Moira"))

    desk.tap("desk.openLab")
    desk.tap("move.open")
    moira.at("Welcome")
    desk.go_on(STEPS[0])
    moira.at(STEPS[0])
    moira.give_idea(WALKS, "co.L.short", "when.now")
    moira.give_idea("Somthing else")
    moira.change_idea("Somthing else", CAFE)
    desk.sees(CAFE)
    desk.go_on(STEPS[1])
    moira.at(STEPS[1])
    moira.give_dot(WALKS)
    moira.saved()
    desk.reveal()
    moira.sees(t("dots", n=1), exact=True)
    desk.go_on(STEPS[2])
    moira.at(STEPS[2])
    moira.rate_all({WALKS: (5, 2), CAFE: (4, t("dontKnow"))})
    desk.reveal()
    row = moira.page.get_by_role("row").filter(has_text=WALKS)
    expect(row).to_contain_text(t("quadrant.quickWins"))
    desk.go_on(STEPS[3])
    desk.go_on(STEPS[4])
    desk.decide(WALKS, "do", "Everybody can start on Tuesday.", "Moira and the library")
    moira.sees("Everybody can start on Tuesday.")
    desk.go_on(STEPS[5])
    moira.at(STEPS[5])
    moira.pledge("I lead Tuesday's walk", get="Hi-vis vests")
    moira.tap("pledge.acceptThis", text="I lead Tuesday's walk")
    desk.sees(t("pledge.accepted"))
    # The places behind the menu, and back.
    moira.open_menu("story.title")
    moira.sees(WALKS)
    moira.open_menu("menu.now")
    desk.press(desk.page.locator("summary").filter(has_text=t("desk.end")).last)
    desk.tap("desk.endLab")
    moira.sees(t("lobby.ended"))
    for room in (desk, moira):
        assert room.page.evaluate("window.pointed") == 0


def test_t2_by_the_accessibility_tree_alone(server, device):
    """[S10] [S24] [S29] Everything is found by its role and its name; what changes by itself is said, and nothing that can be
    reached is nameless."""
    desk, moira = Reader(device("laptop")), Reader(device("phone"))
    nameless: list[str] = []

    def look() -> None:
        nameless.extend([*desk.nameless(), *moira.nameless()])

    desk.page.goto(server.url)
    desk.at(t("home.title"))
    desk.tap("make.start")
    desk.write(starts(t("make.name")), "Living well")
    desk.tap("make.go")
    desk.find("heading", t("make.done"))
    code = desk.find("StaticText", re.compile(r"^\d{3}\s\d{3}$")).name
    desk.do("link", t("make.openDesk"))

    moira.page.goto(server.url)
    moira.write(t("home.code"), code)
    moira.tap("home.go")
    moira.reads(t("join.who"))
    look()
    moira.tap("join.go")
    moira.is_told(t("join.missing.name"))
    moira.write(t("join.name"), "Moira")
    moira.do("radio", t("role.usesServices"), within=("group", t("join.role")))
    moira.tap("join.go")
    moira.at(t("lobby.hello", name="Moira"))
    look()

    desk.tap("desk.openLab")
    desk.tap("move.open")
    moira.at("Welcome")
    goes_on(desk, moira, STEPS[0])
    moira.write(t("gather.idea"), WALKS)
    moira.do("checkbox", re.compile(re.escape(t("co.L.short"))), within=("group", starts(t("gather.cos"))))
    moira.tap("gather.add")
    moira.is_told(t("gather.there"))
    moira.write(t("gather.idea"), "Somthing else")
    moira.tap("gather.add")
    moira.tap("gather.editThis", text="Somthing else")
    moira.write(t("gather.change"), CAFE)
    moira.tap("save")
    desk.reads(CAFE)
    look()

    goes_on(desk, moira, STEPS[1])
    moira.tap("vote.give", text=WALKS)
    moira.is_told(t("vote.now", n=0))
    moira.reads(t("vote.given", n=1), within=("group", WALKS))
    look()
    desk.reads("1")
    desk.tap("move.reveal")
    moira.is_told(t("announce.revealed", title=STEPS[1]))
    moira.reads(t("dots", n=1))

    goes_on(desk, moira, STEPS[2])
    axes = ("How much would it help?", "How hard would it be?")
    for number, levels in enumerate(((5, 2), (4, None)), start=1):
        for axis, level in zip(axes, levels, strict=True):
            name = re.compile(rf"^{level}(,|$)") if level else t("dontKnow")
            moira.do("radio", name, within=("group", axis))
        look()
        moira.tap("rate.next" if number == 1 else "rate.finish")
    moira.find("heading", t("rate.allDone"))
    moira.reads(t("saved.saved"))
    desk.tap("move.reveal")
    moira.is_told(t("announce.revealed", title=STEPS[2]))
    # The picture says what it is, and a table says the same.
    moira.find("image", t("matrix.picture"))
    moira.reads_row(WALKS, t("quadrant.quickWins"))
    look()

    goes_on(desk, moira, STEPS[3])
    goes_on(desk, moira, STEPS[4])
    desk.tap("decide.this", text=WALKS)
    desk.do("radio", t("decision.do"), within=("group", starts(t("decide.what"))))
    desk.write(starts(t("decide.reason")), "Everybody can start on Tuesday.")
    desk.write(starts(t("decide.who")), "Moira and the library")
    desk.tap("save")
    moira.reads("Everybody can start on Tuesday.")
    look()

    goes_on(desk, moira, STEPS[5])
    moira.write(starts(t("pledge.give")), "I lead Tuesday's walk")
    moira.tap("pledge.add")
    moira.is_told(t("pledge.offeredNote"))
    moira.tap("pledge.acceptThis", text="I lead Tuesday's walk")
    desk.reads(t("pledge.accepted"))
    moira.tap("menu")
    moira.find("dialog", t("menu"))
    look()
    moira.do("link", t("story.title"), within=("dialog", t("menu")))
    moira.at(t("story.title"))
    moira.reads("Everybody can start on Tuesday.")
    desk.do("DisclosureTriangle", starts(t("desk.end")))
    desk.tap("desk.endLab")
    moira.is_told(t("lobby.ended"))
    look()
    assert not nameless, nameless


def goes_on(desk: Reader, moira: Reader, title: str) -> None:
    """The facilitator goes on; the participant hears of it, and finds the step under its heading."""
    desk.tap("move.goOn", title=title)
    moira.is_told(t("room.nowIs", title=title))
    moira.at(title)
