"""Another lab from one, a rehearsal that says so everywhere, and a tie that is voted on once more."""

import re

from playwright.sync_api import expect

from browser.hosts import HALL
from browser.lab import Lab
from browser.words import t


def test_another_lab_is_made_from_the_desk(lab, device):
    """[S51] The plan comes along under a code of its own, with what the organiser must keep."""
    lab.opened("gather")
    lab.join(device("phone"), "Moira").give_idea("Supported walks")
    desk = lab.desk(device("laptop"))
    desk.tap("again.title")
    desk.write(desk.field("make.name"), "The next group")
    desk.tap("again.go")
    expect(desk.page.get_by_role("heading", name=t("make.done"))).to_be_focused()
    expect(desk.page.get_by_label(t("make.recoveryLabel")).first).to_be_visible()
    desk.press(desk.page.get_by_role("link", name=t("make.openDesk")))
    expect(desk.page).to_have_title(re.compile("The next group"))
    desk.sees(t("desk.lab.prepared"))
    desk.misses("Supported walks")
    desk.misses(t("rehearsal.lead"))
    expect(desk.page.get_by_text(t("room.joined", n=0))).to_be_visible()


def test_a_rehearsal_says_so_on_every_page(lab, device):
    """[S13] On the desk, on the page to join by, on a phone and on the screen; and how made-up people come in."""
    desk = lab.desk(device("laptop"))
    desk.tap("again.title")
    desk.tap("again.rehearse")
    expect(desk.page.get_by_role("heading", name=t("make.rehearsalDone"))).to_be_focused()
    expect(desk.page.get_by_text(re.compile(rf"coprolab demo --join \d{{6}} --server {re.escape(lab.server.url)} --people 12"))).to_be_visible()
    links = {name: desk.page.get_by_role("textbox", name=t(f"links.{name}")).last.input_value() for name in ("join", "facilitate", "screen")}
    rehearsal = Lab(lab.server, {"code": "", "links": links})
    desk = rehearsal.desk(device("laptop", scheme="dark"))
    desk.sees(t("rehearsal.lead"))
    page = device("phone")
    page.goto(rehearsal.link("join"))
    expect(page.get_by_label(t("join.name"))).to_be_visible()
    expect(page.get_by_text(t("rehearsal.lead"))).to_be_visible()
    moira = rehearsal.join(page, "Moira")
    moira.sees(t("lobby.prepared"))
    moira.sees(t("rehearsal.lead"))
    desk.tap("desk.openLab")
    moira.sees(t("rehearsal.lead"))
    rehearsal.screen(device("projector")).sees(t("rehearsal.lead"))


def test_whoever_is_asked_for_the_key_goes_on_with_what_they_asked_for(hall, device):
    """On a server that needs the organiser key it is asked for at once, Enter goes on with the rehearsal, and the key is
    known for as long as the tab is open."""
    key = (hall.data / "organiser-key").read_text(encoding="utf-8").strip()
    lab = Lab(hall, hall.make_lab(key=key))
    desk = lab.desk(device("laptop"), base=HALL)
    desk.tap("again.title")
    field = desk.field("make.key")
    expect(field).to_be_visible()
    desk.tap("again.rehearse")
    expect(field).to_be_focused()
    field.fill(key)
    field.press("Enter")
    expect(desk.page.get_by_role("heading", name=t("make.rehearsalDone"))).to_be_focused()
    desk.escape()
    desk.tap("again.title")
    expect(desk.button("again.rehearse")).to_be_visible()
    expect(desk.field("make.key")).to_have_count(0)
    desk.tap("again.go")
    expect(desk.page.get_by_role("heading", name=t("make.done"))).to_be_focused()


def test_a_tie_is_voted_on_once_more(lab, device):
    """Everybody sees what ties; one tap on the desk opens a vote on these alone, and both results stay."""
    host = lab.opened("gather")
    gather = host.activity("gather")
    ideas = [host.command("addIdea", activity=gather, text=text)["idea"] for text in ("Walks", "Café", "Choir")]
    step = {"kind": "vote", "title": "One goes on", "prompt": "Which?", "inputsFrom": [gather], "settings": {"take": 1, "budget": 1}}
    vote = host.command("addActivity", after=gather, step=step)["activity"]
    host.command("openActivity", activity=vote)
    moira, sam = lab.join(device("phone"), "Moira"), lab.person("Sam", "staff")
    moira.at("One goes on")
    moira.give_dot("Walks")
    moira.saved()
    sam.command("vote", activity=vote, item=ideas[1], dots=1)
    desk = lab.desk(device("laptop"))
    desk.reveal()
    tie = f"{t('vote.tie', n=2)} {t('vote.tiePlaces', n=1)}"
    moira.sees(tie)
    desk.sees(tie)
    desk.tap("vote.runOff", n=2)
    title = t("vote.runOffTitle", title="One goes on")
    moira.at(title)
    expect(moira.page.get_by_role("main")).to_contain_text("Walks")
    expect(moira.page.get_by_role("main")).not_to_contain_text("Choir")
    moira.give_dot("Walks")
    moira.saved()
    desk.reveal()
    screen = lab.screen(device("projector"))
    screen.sees(title)
    small = device("small", scheme="dark")
    ann = lab.join(small, "Ann")
    ann.page.goto(f"{ann.page.url.split('#')[0]}#a-{vote}")
    ann.sees(t("vote.tieDecided", n=2))
    ann.sees(t("vote.tiedOn"))
    ann.page.goto(f"{ann.page.url.split('#')[0]}#story")
    ann.sees(t("story.runOff"))
