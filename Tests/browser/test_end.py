"""The end of a lab: one tap on the desk, and every page says that it is over."""

from playwright.sync_api import expect

from browser.lab import Lab
from browser.rooms import Desk, Room
from browser.words import t
from harness.server import eventually

PLEDGE = "I drive on Tuesdays"


def last_step(lab: Lab, desk: Desk) -> None:
    """The last step of T2 is on, and an earlier one was left open."""
    host = lab.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("gather"))
    host.command("openActivity", activity=host.activity("pledge"))
    expect(desk.activity("open").get_by_role("heading", name="Pledges", exact=True)).to_be_visible()


def test_the_desk_goes_on_to_the_end_and_every_page_says_so(lab, device):
    """After the last step the main button leads to the end; phone, screen and desk speak of it, and nobody is asked in."""
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    last_step(lab, desk)
    moira.pledge(PLEDGE)
    moira.saved()
    desk.tap("move.close")
    moves = desk.page.locator(".moves")
    expect(moves.locator(".main")).to_have_text(t("move.end"))
    expect(moves.get_by_role("button", name=t("move.reopen"), exact=True)).to_be_visible()
    desk.tap("move.end")

    desk.sees(t("desk.lab.ended"))
    desk.sees(t("desk.pledgesGoOn"))
    expect(desk.page.get_by_role("heading", name=t("desk.end"), exact=True)).to_have_count(0)
    screen.sees(t("lobby.ended"))
    screen.sees(t("screen.ended"))
    expect(screen.page.locator(".qr, .code")).to_have_count(0)
    for room, key in ((moira, "today.title"), (moira, "soFar.title")):
        room.go_to(key)
        expect(room.page.get_by_role("heading", name=t(key), level=1)).to_be_visible()
        expect(room.page.locator("main")).not_to_contain_text(t("state.open"))
        expect(room.page.locator("[aria-current=step]")).to_have_count(0)
    moira.sees(t("lobby.ended"))
    expect(desk.page.locator(".desk-agenda")).not_to_contain_text(t("state.open"))
    # What was offered can still be taken on, and the page says that, too.
    moira.go_to("menu.now")
    moira.sees(t("pledge.afterEnd"))
    moira.tap("pledge.acceptThis", text=PLEDGE)
    moira.saved()
    moira.sees(t("pledge.accepted"))

    desk.note("undo")
    expect(desk.button("move.end")).to_be_visible()
    expect(screen.page.locator("aside .qr")).to_be_visible()


def test_the_way_to_the_end_waits_for_what_is_still_on(lab, device):
    """While the last step is open it is closed first; an earlier one that is looked at doesn't offer the end."""
    desk = lab.desk(device("laptop"))
    last_step(lab, desk)
    expect(desk.button("move.close")).to_be_visible()
    expect(desk.button("move.end")).to_have_count(0)
    desk.page.locator(".desk-agenda").get_by_role("button", name="Ideas").click()
    expect(desk.page.get_by_role("heading", name="Ideas", level=2)).to_be_visible()
    expect(desk.button("move.end")).to_have_count(0)


def test_the_matrix_explains_what_is_drawn_and_no_more(lab, device):
    """With one of the staff the sides aren't shown: their colours aren't in the legend, and it says why."""
    host = lab.opened("gather")
    people = [lab.person("Ann"), lab.person("Ben"), lab.person("Sam", "staff")]
    people[0].command("addIdea", activity=host.activity("gather"), text="Supported walks")
    rating = host.activity("rate")
    for activity in (host.activity("vote"), rating):
        host.command("openActivity", activity=activity)
        if activity != rating:
            host.command("revealActivity", activity=activity)
    eventually("the idea is to be rated", lambda: lab.items(host, "rate"))
    item = lab.items(host, "rate")[0]["id"]
    for person in people:
        person.command("rate", activity=rating, item=item, impact=5, effort=2)
    host.command("revealActivity", activity=rating)
    screen: Room = lab.screen(device("projector"))
    legend = screen.page.locator("figcaption.legend")
    expect(legend.locator(".key")).to_have_count(0)
    screen.sees(t("matrix.noSides"))
    screen.sees(t("room.joined", n=3))


def test_the_screen_has_the_ideas_that_are_still_open(lab, device):
    """While the room decides, the ideas stand on the screen with their numbers, decided or not."""
    host = lab.opened("gather")
    sam = lab.person("Sam", "staff")
    for text in ("Supported walks", "A café"):
        sam.command("addIdea", activity=host.activity("gather"), text=text)
    rating = host.activity("rate")
    for activity in (host.activity("vote"), rating):
        host.command("openActivity", activity=activity)
        host.command("revealActivity", activity=activity)
    eventually("the ideas are to be rated", lambda: len(lab.items(host, "rate")) == 2)
    first = lab.items(host, "rate")[0]
    steps = sorted(host.view["activities"].items(), key=lambda step: step[1]["order"])
    host.command("openActivity", activity=next(key for key, step in steps if step.get("decidesOn") == rating))
    screen: Room = lab.screen(device("projector"))
    screen.sees(t("decision.open"))
    listed = screen.page.locator(".decision-board li")
    expect(listed).to_have_count(2)
    expect(listed.locator(".number")).to_have_text(["1", "2"])
    host.command("decide", activity=rating, item=first["id"], decision="do", reason="All agree", version=0)
    expect(screen.page.locator(".decision-board section")).to_have_count(2)
    expect(listed).to_have_count(2)
