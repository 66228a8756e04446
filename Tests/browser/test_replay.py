"""A lab played again in the browser: by its buttons, by keyboard alone, on a phone, as the screen and as the desk saw it."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from browser.audit import Audit, audited
from browser.lab import Lab
from browser.rooms import Room
from browser.words import t


def lived(lab: Lab) -> None:
    """A lab with one idea, rated and revealed, that has come to its end."""
    host = lab.facilitator()
    host.command("openLab")
    people = [lab.person(f"Person {number}", role) for number, role in enumerate(("usesServices", "family", "staff"))]
    gather, vote, rate = (host.activity(kind) for kind in ("gather", "vote", "rate"))
    host.command("openActivity", activity=gather)
    idea = people[0].command("addIdea", activity=gather, text="Supported walks")["idea"]
    host.command("closeActivity", activity=gather)
    host.command("openActivity", activity=vote)
    host.command("openActivity", activity=rate)
    for person in people:
        person.command("rate", activity=rate, item=idea, impact=5, effort=2)
    host.command("revealActivity", activity=rate)
    host.command("endLab")
    for person in (host, *people):
        person.close()


def place(page: Page) -> Locator:
    return page.get_by_role("slider", name=t("replay.place"))


def played_to_the_end(page: Page, replay: Room) -> None:
    """By itself, past the reveal."""
    page.get_by_label(t("replay.speed")).select_option("30")
    replay.tap("replay.play")
    replay.sees(t("lobby.ended"))
    expect(replay.button("replay.again")).to_be_visible()


def to_the_reveal(page: Page, replay: Room) -> None:
    """To that moment by the list of moments."""
    page.get_by_text(t("replay.moments")).click()
    replay.press(page.get_by_role("button", name=re.compile(re.escape(t("replay.mark.activityRevealed", title="Priority Matrix")))))


def test_a_lab_is_played_again_from_its_link(lab: Lab, device: Callable[..., Page]):
    lived(lab)
    page = device("laptop")
    page.goto(lab.link("replay"))
    replay = Room(page)
    expect(place(page)).to_be_visible()
    assert lab.made["facilitatorToken"] not in page.url
    replay.sees(t("room.joined", n=0))
    # Nobody comes in here any more. What is shown has its place, and the moments lie over it.
    replay.misses(t("screen.scan"))
    stage = page.locator(".replay-stage")
    assert stage.evaluate("stage => stage.scrollHeight <= stage.clientHeight + 1")
    height = stage.bounding_box()["height"]
    page.get_by_text(t("replay.moments")).click()
    expect(page.locator(".replay-marks")).to_be_in_viewport(ratio=1)
    assert stage.bounding_box()["height"] == height
    page.get_by_text(t("replay.moments")).click()
    replay.misses("Supported walks")
    # From moment to moment: the lab opens, Ideas open, Ideas close.
    for mark in ("replay.mark.labOpened", "replay.mark.activityOpened", "replay.mark.activityClosed"):
        replay.tap("replay.on")
        replay.sees(t(mark, title="Ideas"))
    replay.sees("Supported walks")
    replay.tap("replay.back")
    replay.sees(t("replay.mark.activityOpened", title="Ideas"))
    replay.misses("Supported walks")
    played_to_the_end(page, replay)
    # And once more as the facilitator saw it; nothing can be changed there.
    to_the_reveal(page, replay)
    replay.sees(t("quadrant.quickWins"))
    page.get_by_label(t("replay.audience")).select_option("facilitator")
    replay.at("Priority Matrix")
    expect(page.get_by_role("heading", name=t("room.title"))).to_be_visible()
    expect(replay.page.get_by_text("undoable.")).to_have_count(0)
    expect(replay.page.get_by_role("button", name=re.compile(f"^{re.escape(t('desk.undo', what=''))}"))).to_have_count(0)
    replay.tap("move.reopen")
    replay.sees(t("replay.nothing"))
    # The keys that are told are those of the replay.
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys.get_by_text(t("replay.play"), exact=True)).to_be_visible()
    expect(keys.get_by_text(t("keys.undo"))).to_have_count(0)
    keys.get_by_role("button", name=t("close")).click()


def played_by_keys(page: Page) -> None:
    """To the next moment, to the end, to the beginning, on and off again."""
    replay = Room(page)
    slider = place(page)
    expect(slider).to_be_visible()
    page.keyboard.press("n")
    replay.sees(t("replay.mark.labOpened"))
    slider.focus()
    page.keyboard.press("End")
    replay.sees(t("lobby.ended"))
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^(\d+:\d\d) of \1, "))
    page.keyboard.press("Home")
    replay.sees(t("room.joined", n=0))
    replay.button("replay.play").focus()
    page.keyboard.press("Enter")
    expect(replay.button("replay.pause")).to_be_visible()
    page.keyboard.press("Enter")
    expect(replay.button("replay.play")).to_be_visible()


def test_a_replay_by_keyboard_alone(lab: Lab, device: Callable[..., Page]):
    lived(lab)
    page = device("laptop")
    page.goto(lab.link("replay"))
    played_by_keys(page)


def test_the_desk_leads_to_the_replay_and_without_a_token_it_says_what_to_do(lab: Lab, device: Callable[..., Page], server):
    page = device("laptop")
    desk = lab.desk(page)
    desk.tap("desk.openLab")
    page.get_by_role("heading", name=t("data.title")).click()
    with page.context.expect_page() as opened:
        desk.press(page.get_by_role("link", name=t("replay.open")))
    expect(place(opened.value)).to_be_visible()
    stranger = device("phone")
    stranger.goto(f"{server.url}/replay/{lab.made['id']}")
    Room(stranger).sees(t("replay.noToken"))


def test_the_labs_own_words_run_their_own_way_in_a_replay(lab: Lab, device: Callable[..., Page]):
    """An English lab, played again on a page in Urdu: its questions stay English, from left to right."""
    lived(lab)
    page = device("laptop", locale="ur")
    page.goto(lab.link("replay"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("input[type=range]").press("End")
    title = page.locator(".stage h1")
    expect(title).to_have_attribute("lang", "en")
    expect(title).to_have_attribute("dir", "auto")


def test_the_replay_is_for_everybody(lab: Lab, device: Callable[..., Page]):
    lived(lab)
    pages = audited(device, "phone", "laptop")
    audit = Audit(*pages)
    for page in pages:
        page.goto(lab.link("replay"))
        expect(place(page)).to_be_visible()
    audit.look("replay")
    for page in pages:
        page.get_by_text(t("replay.moments")).click()
        page.get_by_label(t("replay.audience")).select_option("facilitator")
        expect(page.get_by_role("heading", name=t("room.title"))).to_be_attached()
    audit.look("replay as the desk")
    audit.passed()
