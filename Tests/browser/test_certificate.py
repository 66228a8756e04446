"""A statement of participation for whoever wants one, and no list of who did most."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocket, expect

from browser.lab import Lab
from browser.words import t

WALKS = "Supported walks"


def test_thanks_are_there_to_be_printed_by_whoever_wants_them_and_nobody_is_ranked(lab: Lab, device: Callable[..., Page]):
    """[S31] Made on one's own device, with the name and the list that one chooses; nobody is told, and nobody is counted by name."""
    host = lab.opened("gather")
    sent: list[str] = []
    page = device("phone")

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(str(frame)))

    page.on("websocket", listen)
    page.add_init_script("window.printed = 0; window.print = () => { window.printed++ }")
    moira, sam = lab.join(page, "Moira"), lab.join(device("phone"), "Sam", "staff")
    desk, screen = lab.desk(device("laptop")), lab.screen(device("projector"))
    for text in (WALKS, "Walk buddies", "A thank-you evening"):
        moira.give_idea(text)
    sam.give_idea("Community café")
    moira.saved()
    paper = page.get_by_role("article", name=t("certificate.paper"))

    # Only who asks for it has one.
    moira.open_menu("me.title")
    expect(paper).to_have_count(0)
    before = len(sent)
    moira.press(page.get_by_role("link", name=t("me.certificate"), exact=True))
    moira.at(t("certificate.title"))
    expect(paper).to_contain_text("Moira")
    expect(paper).to_contain_text(t("certificate.took", title="Living well together"))
    expect(paper.get_by_role("listitem")).to_have_text(["Ideas"])
    moira.write(page.get_by_label(t("certificate.name")), "Moira Grant")
    expect(paper).to_contain_text("Moira Grant")
    moira.press(page.get_by_role("switch", name=t("certificate.list")))
    expect(paper.get_by_role("listitem")).to_have_count(0)
    moira.tap("certificate.print")
    assert page.evaluate("window.printed") == 1
    assert len(sent) == before, sent[before:]

    # On paper there is the statement, and nothing of the page around it; how much somebody gave isn't on it.
    page.emulate_media(media="print")
    expect(paper).to_be_visible()
    for control in (moira.button("certificate.print"), moira.button("menu"), page.get_by_label(t("certificate.name"))):
        expect(control).to_be_hidden()
    lines = paper.inner_text().splitlines()
    assert not any(re.search(r"\d", line) for line in lines[:-1]), f"a figure besides the day: {lines}"
    page.emulate_media(media="screen")

    # Three ideas here, one there: no screen puts a figure beside a name, or the busiest first.
    desk.tap("people.title")
    people = desk.page.get_by_role("dialog").get_by_role("listitem")
    expect(people).to_have_count(2)
    for person in people.all():
        assert not re.search(r"\d", person.inner_text()), person.inner_text()
    for room in (screen, sam):
        room.misses("Moira")
    for place in ("story.title", "today.title"):
        sam.open_menu(place)
        sam.misses("Moira")
    assert "Moira" not in str(host.view["people"])
