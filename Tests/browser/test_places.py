"""Everybody's place in a lab: it is found again on another device, and nobody has more rights than their own."""

import pytest
from playwright.sync_api import expect

from browser.hosts import DROP
from browser.rooms import Desk, Participant, Room
from browser.words import t
from harness.wire import Rejected

WALKS = "Supported walks"
CAFE = "Community café in a care home"
MOVES = ("move.open", "move.reveal", "move.pause", "move.close", "move.reopen")


def test_a_return_code_takes_a_place_up_on_another_device(lab, device):
    """[S29] A wrong code says so; the right one gives back one's own ideas, and nobody is counted twice."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.saved()
    moira.go_to("me.title")
    code = moira.page.get_by_role("textbox", name=t("me.returnCode")).input_value()

    page = device("laptop")
    page.goto(f"{lab.server.url}/join/{lab.code}")
    again = Participant(page)
    again.tap("join.haveCode")
    again.field("join.returnCode").fill("XXXX-XXXX-XXXX")
    again.tap("join.returnGo")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(again.field("join.returnCode")).to_have_value("XXXX-XXXX-XXXX")
    expect(again.field("join.returnCode")).to_be_focused()
    assert page.evaluate("getSelection().toString() || document.activeElement.selectionEnd") in ("XXXX-XXXX-XXXX", 14)
    again.field("join.returnCode").fill(f" {code.lower()} ")
    again.tap("join.returnGo")
    expect(again.own_ideas()).to_have_text([WALKS])
    again.change_idea(WALKS, "Walks for all")
    again.saved()
    moira.go_to("menu.now")
    expect(moira.own_ideas()).to_have_text(["Walks for all"])
    assert host.view["people"]["joined"] == 1


def test_who_joined_comes_back_by_the_same_code(lab, device):
    """[S29] [S54] In the same browser the code alone is enough, and whoever comes late is where the group is."""
    lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.saved()
    moira.page.goto(lab.server.url)
    moira.field("home.code").first.fill(f"{lab.code[:3]} {lab.code[3:]}")
    moira.tap("home.go")
    expect(moira.own_ideas()).to_have_text([WALKS])
    late = lab.join(device("phone"), "Sam", "staff")
    late.at("Ideas")
    late.sees(WALKS)


def test_the_recovery_code_takes_the_desk_up_on_another_device(lab, device):
    """[S59] The facilitator's laptop is gone: on a phone the lab goes on from where it was."""
    lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    page = device("phone")
    page.goto(lab.server.url)
    page.get_by_text(t("home.takeUp")).click()
    room = Room(page)
    page.get_by_role("textbox", name=t("home.code")).last.fill(lab.code)
    room.tap("home.takeUpGo")
    room.field("make.recoveryLabel").fill("AAAA-AAAA-AAAA")
    room.tap("recover.go")
    expect(page.locator(".error")).to_be_visible()
    room.field("make.recoveryLabel").fill(lab.made["recoveryCode"].lower())
    room.tap("recover.go")
    desk = Desk(page)
    desk.saved()
    expect(desk.activity("open").get_by_role("heading", name="Ideas", exact=True)).to_be_visible()
    moira.give_idea(WALKS)
    desk.sees(WALKS)
    desk.go_on("Choose")
    moira.at("Choose")


def test_a_participant_has_no_facilitators_command(lab, device):
    """[S7] Nothing of the desk is on a participant's page, its address asks for the code, and the server refuses."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.at("Ideas")
    for key in (*MOVES, "room.openDesk", "people.title"):
        expect(moira.button(key)).to_have_count(0)
    for place in (lab.made["id"], lab.code):
        moira.page.goto(f"{lab.server.url}/facilitate/{place}")
        expect(moira.page.get_by_role("heading", name=t("recover.title"))).to_be_visible()
    sam = lab.person("Sam", "staff")
    for name in ("closeActivity", "revealActivity", "openActivity"):
        with pytest.raises(Rejected) as refused:
            sam.command(name, activity=host.activity("gather"))
        assert refused.value.reason == "notAllowed"


def test_a_participant_is_made_co_facilitator_live(lab, device):
    """[S7] The rights come and go without a reload; the room goes on meanwhile."""
    lab.opened("gather")
    desk = lab.desk(device("laptop"))
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("phone"), "Sam", "staff")
    desk.tap("people.title")
    moira.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    desk.tap("people.promoteThis", name="Moira")
    expect(desk.button("people.demoteThis", name="Moira")).to_be_visible()
    desk.sees(t("people.promoted", name="Moira"))
    # However far she has scrolled, she is told.
    expect(moira.page.locator(".toast").get_by_text(t("room.youFacilitate"))).to_be_in_viewport()
    moira.tap("room.openDesk")
    second = Desk(moira.page)
    second.tap("move.pause")
    sam.sees(t("activity.is.paused"))
    second.tap("move.resume")
    second.tap("desk.toRoom")
    moira.give_idea(WALKS)
    sam.sees(WALKS)
    desk.tap("people.demoteThis", name="Moira")
    expect(moira.button("room.openDesk")).to_have_count(0)
    expect(moira.own_ideas()).to_have_text([WALKS])


def test_somebody_is_found_in_the_list_of_people(lab, device):
    """By name, in order; the form for somebody on paper speaks of them, and not of who fills it in."""
    lab.opened("gather")
    names = ["Zoe", "anna", "Moira", "Ewan", "Ben", "Sam", "Carla"]
    for name in names:
        lab.person(name)
    desk = lab.desk(device("laptop"))
    desk.tap("people.title")
    listed = desk.page.locator("dialog .people-list li b")
    expect(listed).to_have_text(sorted(names, key=str.lower))
    expect(desk.page.get_by_label(t("people.search"))).to_have_count(0)
    desk.tap("people.add")
    desk.write(desk.field("people.paperName"), "Walter")
    desk.choose(t("role.neighbour"), within=desk.page.get_by_role("group", name=t("people.paperRole")))
    desk.tap("people.addGo")
    expect(listed).to_have_count(8)
    search = desk.page.get_by_label(t("people.search"))
    search.fill("wal")
    expect(listed).to_have_text(["Walter"])
    search.fill("nobody")
    desk.sees(t("people.noneFound"))
    search.fill("")
    expect(listed).to_have_count(8)


def test_two_desks_agree(lab, device, network):
    """[S7] What one facilitator does, the other's desk shows; what both do at once happens once."""
    one, two = lab.desk(device("laptop")), lab.desk(device("phone"), base=DROP)
    one.tap("desk.openLab")
    expect(two.button("desk.openLab")).to_have_count(0)
    two.tap("move.open")
    one.go_on("Ideas")
    expect(two.activity("open").get_by_role("heading", name="Ideas", exact=True)).to_be_visible()
    lab.person("Sam", "staff").command("addIdea", activity=lab.facilitator().activity("gather"), text=WALKS)
    for desk in (one, two):
        desk.sees(WALKS)
    shown = one.page.locator(".desk-idea", has_text=WALKS)
    expect(shown).to_have_count(1)
    two.tap("desk.hideThis", text=WALKS)
    expect(shown).to_have_count(0)
    two.note("undo")
    expect(shown).to_have_count(1)

    # The second doesn't see yet that the first has gone on, and goes on, too.
    network.mute()
    one.go_on("Choose")
    two.tap("move.goOn", title="Choose")
    network.cut()
    network.mend()
    for desk in (one, two):
        expect(desk.activity("open").get_by_role("heading", name="Choose", exact=True)).to_be_visible(timeout=20_000)
        expect(desk.button("move.reveal")).to_be_visible()
        desk.saved()


def test_two_desks_that_decide_at_once_overwrite_nothing_unasked(lab, device, network):
    """[S7] [S24] Each wrote a decision on the same idea: the later is told what the other wrote, and chooses."""
    host = lab.opened("gather")
    host.command("addIdea", activity=host.activity("gather"), text=WALKS, onBehalfOf=lab.on_paper(host, "Jim"))
    for kind in ("vote", "rate"):
        host.command("openActivity", activity=host.activity(kind))
    host.command("revealActivity", activity=host.activity("rate"))
    host.command("openActivity", activity=host.activity("info", 2))
    one, two = lab.desk(device("laptop")), lab.desk(device("phone"), base=DROP)
    network.cut()
    one.decide(WALKS, "do", "It helps most.")
    one.sees("It helps most.")
    one.saved()
    two.decide(WALKS, "plan", "In spring.")
    network.mend()
    conflict = two.page.get_by_role("region", name=t("conflict.title"))
    expect(conflict).to_contain_text("It helps most.", timeout=20_000)
    expect(conflict).to_contain_text("In spring.")
    two.tap("conflict.keepTheirs")
    for desk in (one, two):
        desk.sees("It helps most.")
        desk.misses("In spring.")
        desk.saved()

    # The same while both are connected, and see each other's change under the form that they fill in.
    for desk in (one, two):
        desk.tap("decide.changeThis", text=WALKS)
    for desk, reason in ((one, "It helps, and it is easy."), (two, "In summer.")):
        desk.field("decide.reason").fill(reason)
    one.tap("save")
    one.sees("It helps, and it is easy.")
    one.saved()
    two.tap("save")
    expect(conflict).to_contain_text("It helps, and it is easy.")
    two.tap("conflict.useYours")
    for desk in (one, two):
        desk.sees("In summer.")
        desk.saved()


def test_an_unknown_code_and_a_lab_that_ended_say_what_to_do(lab, server, device):
    """[S29] Whoever can't get in is told so in words, with a way on; whoever was there can still read."""
    page = device("phone")
    page.goto(f"{server.url}/join/000000")
    room = Room(page)
    expect(page.get_by_role("heading", name=t("entry.notFound"))).to_be_visible()
    room.sees(t("problem.unknownLab"))
    page.get_by_role("link", name=t("entry.again")).click()
    expect(page.get_by_role("heading", name=t("home.title"))).to_be_visible()

    host = lab.facilitator()
    host.command("openLab")
    moira = lab.join(device("phone"), "Moira")
    code = moira.page.get_by_role("textbox", name=t("me.returnCode")).input_value()
    host.command("openActivity", activity=host.activity("gather"))
    moira.give_idea(WALKS)
    moira.saved()
    host.command("endLab")
    moira.sees(t("lobby.ended"))
    expect(moira.page.get_by_role("status")).to_contain_text(t("lobby.ended"))
    moira.sees(WALKS)
    expect(moira.button("gather.add")).to_have_count(0)

    moira.page.reload()
    moira.sees(t("lobby.ended"))
    moira.sees(WALKS)

    # To others a lab that ended is as unknown as one that never was.
    page.goto(lab.link("join"))
    expect(page.get_by_role("heading", name=t("entry.notFound"))).to_be_visible()
    room.sees(t("problem.unknownLab"))
    expect(page.get_by_role("link", name=t("entry.again"))).to_be_visible()
    page.get_by_text(t("join.haveCode")).click()
    room.field("join.returnCode").fill("XXXX-XXXX-XXXX")
    room.tap("join.returnGo")
    expect(page.locator(".error")).to_be_visible()
    expect(room.field("join.returnCode")).to_have_value("XXXX-XXXX-XXXX")
    room.field("join.returnCode").fill(code)
    room.tap("join.returnGo")
    room.sees(t("lobby.ended"))
    room.sees(WALKS)
