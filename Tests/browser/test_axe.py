"""Every screen without an axe violation: in light, dark and strong contrast, in English and from right to left, on a phone and on
a large screen, 320 px wide and at 200 %."""

from playwright.sync_api import Page, expect

from browser.audit import Audit, audited
from browser.rooms import Participant
from browser.tour import Stop, Tour
from browser.words import t


def arrived(page: Page, stop: Stop) -> None:
    """Waits until a room or a desk shows what the lab is at."""
    shown = page.locator(f'[data-kind="{stop.kind}"][data-state="{stop.state}"]')
    expect(shown.get_by_role("heading", name=stop.title, exact=True).first).to_be_visible()


def return_to(tour: Tour, page: Page) -> Participant:
    """Takes Moira's place up, so that what she does over the wire is this page's own."""
    page.goto(tour.lab.link("join"))
    moira = Participant(page)
    moira.tap("join.haveCode")
    moira.write(moira.field("join.returnCode"), tour.moira.joined["returnCode"])
    moira.tap("join.returnGo")
    moira.saved()
    return moira


LOBBY = {
    "prepared": "lobby.prepared", "lobby": "lobby.soon", "betweenSittings": "lobby.between", "ended": "lobby.ended",
}  # fmt: skip


def test_the_room_at_each_step(server, device, language):
    """[S10] [S24] [S54] A participant's page from the lobby to the end."""
    tour = Tour(server)
    pages = audited(device, "phone", "laptop")
    audit = Audit(*pages)
    for page in pages:
        return_to(tour, page)
    for stop in tour.stops():
        for page in pages:
            if stop.kind:
                arrived(page, stop)
            else:
                expect(page.get_by_text(t(LOBBY[stop.lab])).first).to_be_visible()
        audit.look(f"room, {stop}")
    audit.passed()


def test_the_desk_at_each_step(server, device, language):
    """[S10] [S24] [S54] The facilitator's desk, on a laptop and on a phone."""
    tour = Tour(server)
    pages = audited(device, "phone", "laptop")
    audit = Audit(*pages)
    for page in pages:
        tour.lab.desk(page)
    for stop in tour.stops():
        for page in pages:
            if stop.kind:
                arrived(page, stop)
            elif stop.lab != "lobby":
                expect(page.get_by_text(t(f"desk.lab.{stop.lab}"))).to_be_visible()
            else:
                expect(page.get_by_text(t("desk.lab.prepared"))).to_have_count(0)
        audit.look(f"desk, {stop}")
    audit.passed()


def test_the_hall_screen_at_each_step(server, device, language):
    """[S10] [S24] [S54] The projector, which goes by the lab's language; and the same page on a phone, for who can't see the wall."""
    tour = Tour(server, language)
    pages = audited(device, "projector", "phone")
    audit = Audit(*pages)
    for page in pages:
        tour.lab.screen(page)
    for stop in tour.stops():
        if stop.state == "closed":
            continue  # the wall shows no difference
        for page in pages:
            if stop.kind:
                expect(page.get_by_role("heading", name=stop.title, exact=True)).to_be_visible()
                expect(page.get_by_text(t("state.paused"), exact=True)).to_have_count(int(stop.state == "paused"))
            if stop.kind in ("vote", "rate"):
                results = page.get_by_role("img", name=t("matrix.picture")).or_(page.locator(".tally.counted"))
                expect(results).to_have_count(int(stop.state == "revealed"))
        audit.look(f"screen, {stop}")
    audit.passed()
