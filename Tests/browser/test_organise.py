"""The organiser's page: all labs found, taken up again, copied, put away and deleted, by key and by ear."""

import datetime
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from browser.audit import Audit, audited
from browser.hosts import HALL
from browser.lab import Lab
from browser.words import t
from harness.server import Server, eventually
from harness.wire import Person


def ended(server: Server, title: str, key: str | None = None) -> dict:
    made = server.make_lab(title, key=key)
    host = Person(server, made["id"], "facilitator", token=made["facilitatorToken"])
    host.command("endLab")
    host.close()
    return made


def opened(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/organise")
    expect(page.get_by_role("heading", name=t("organise.part.labs"), exact=True)).to_be_visible()


def find(page: Page, title: str):
    """The card of the one lab of this title."""
    page.get_by_label(t("organise.find"), exact=True).fill(title)
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=title, exact=True))
    expect(card).to_have_count(1)
    return card


def act(page: Page, title: str, name: str) -> None:
    find(page, title)
    page.get_by_text(t("organise.acts"), exact=True).first.click()
    page.get_by_role("button", name=t(f"organise.act.{name}This", title=title), exact=True).click()


def test_the_first_page_leads_to_it(server: Server, device: Callable[..., Page]):
    page = device("phone")
    page.goto(server.url)
    page.get_by_role("link", name=t("home.organise")).click()
    expect(page.get_by_role("heading", name=t("organise.title"), exact=True)).to_be_visible()
    expect(page.get_by_text(t("organise.noKey"))).to_be_visible()


def test_where_a_key_is_needed_it_is_asked_for_and_kept_for_the_tab(hall: Server, device: Callable[..., Page]):
    key = (hall.data / "organiser-key").read_text().strip()
    hall.make_lab("Walks by the loch", key=key)
    page = device("phone")
    page.goto(f"{HALL}/organise")
    field = page.get_by_label(t("make.key"))
    expect(field).to_be_visible()
    expect(page.get_by_text("Walks by the loch")).to_have_count(0)
    page.keyboard.press("Tab")
    page.get_by_role("button", name=t("organise.enter")).click()
    expect(page.get_by_text(t("organise.noKeyTyped"))).to_be_visible()
    expect(field).to_be_focused()
    field.fill("x" * 43)
    field.press("Enter")
    expect(page.get_by_text(t("make.wrongKey"))).to_be_visible()
    expect(field).to_be_focused()
    field.fill(key)
    field.press("Enter")
    expect(page.get_by_role("heading", name=t("organise.part.labs"), exact=True)).to_be_focused()
    expect(page.get_by_text(t("organise.withKey"))).to_be_visible()
    expect(page.get_by_role("heading", name="Walks by the loch")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Walks by the loch")).to_be_visible()


def test_labs_are_found_by_words_and_by_code(server: Server, device: Callable[..., Page]):
    made = server.make_lab("Càrn Walks, late autumn")
    server.make_lab("Something else altogether")
    page = device("laptop")
    opened(page, server)
    for words in ("autumn", "AUTUMN carn", made["code"], f"{made['code'][:3]} {made['code'][3:]}"):
        page.get_by_label(t("organise.find"), exact=True).fill(words)
        expect(page.get_by_role("heading", name="Càrn Walks, late autumn")).to_be_visible()
        expect(page.get_by_role("heading", name="Something else altogether")).to_have_count(0)
    page.get_by_label(t("organise.find"), exact=True).fill("qqqq")
    expect(page.get_by_role("status").filter(has_text=t("organise.count", n=0, of=0))).to_be_visible()


def test_the_desk_is_opened_by_keyboard_with_a_new_link(server: Server, device: Callable[..., Page]):
    """[S7] What the link means is said before it is made; then the desk opens, and its history says so."""
    lab = server.make_lab("A lab whose link was lost")
    page = device("laptop")
    opened(page, server)
    find(page, "A lab whose link was lost")
    summary = page.get_by_text(t("organise.acts"), exact=True).first
    summary.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=t("organise.act.linkThis", title="A lab whose link was lost"), exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text(t("organise.ask.link"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=t("organise.go.link")).press("Enter")
    expect(page.get_by_role("heading", name=t("organise.linkMade"))).to_be_focused()
    page.get_by_role("dialog").get_by_role("link", name=t("make.openDesk")).press("Enter")
    page.wait_for_url(f"**/facilitate/{lab['id']}")
    page.get_by_role("button", name=t("agenda.change")).click()
    page.get_by_text(t("today.changes")).click()
    expect(page.get_by_text(t("change.link"))).to_be_visible()


def test_a_lab_is_copied_put_away_brought_back_and_deleted(server: Server, device: Callable[..., Page]):
    """[S51] Another like it; put away and back; and deleted only by whoever types its title."""
    title = "Walks that are over"
    ended(server, title)
    page = device("phone")
    opened(page, server)
    due = page.get_by_text(t("organise.dueLab", title=title, date="X").split("X")[0], exact=False)
    expect(due).to_have_count(0)
    act(page, title, "copy")
    page.get_by_role("dialog").get_by_label(t("make.name")).fill(" ")
    page.get_by_role("dialog").get_by_role("button", name=t("again.go"), exact=True).click()
    expect(page.get_by_text(t("make.noTitle"))).to_be_visible()
    expect(page.get_by_role("dialog").get_by_label(t("make.name"))).to_be_focused()
    page.get_by_role("dialog").get_by_label(t("make.name")).fill("Walks to come")
    page.get_by_role("dialog").get_by_role("button", name=t("again.go"), exact=True).click()
    expect(page.get_by_role("heading", name=t("make.done"))).to_be_focused()
    page.get_by_role("dialog").get_by_role("button", name=t("close")).click()
    expect(find(page, "Walks to come")).to_be_visible()
    act(page, title, "archive")
    page.get_by_role("button", name=t("organise.go.archive"), exact=True).click()
    expect(find(page, title).get_by_text(t("organise.state.archived"))).to_be_visible()
    page.get_by_role("button", name=t("organise.act.backThis", title=title)).click()
    page.get_by_role("button", name=t("organise.go.back"), exact=True).click()
    expect(find(page, title).get_by_text(t("organise.state.ended"))).to_be_visible()
    page.get_by_role("button", name=t("organise.act.deleteThis", title=title)).click()
    go = page.get_by_role("button", name=t("organise.go.delete"), exact=True)
    go.click()
    field = page.get_by_role("dialog").get_by_label(t("organise.typeLabel"))
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(title)
    go.click()
    expect(page.get_by_role("heading", name=t("organise.part.labs"), exact=True)).to_be_focused()
    expect(page.get_by_role("heading", name=title, exact=True)).to_have_count(0)


def test_a_lab_is_exported_from_the_list(server: Server, device: Callable[..., Page]):
    server.make_lab("Walks to export")
    page = device("laptop")
    opened(page, server)
    find(page, "Walks to export")
    page.get_by_text(t("organise.acts"), exact=True).first.click()
    page.get_by_text(t("data.title")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=t("data.markdown")).click()
    assert "Walks to export" in download.value.path().read_text(encoding="utf-8")
    expect(page.get_by_role("link", name=t("replay.open"))).to_have_count(0)
    # All that is offered there comes.
    for name in ("data.report", "data.workbook", "data.tables", "data.replay", "data.download"):
        with page.expect_download() as download:
            page.get_by_role("button", name=t(name)).click()
        assert download.value.path().stat().st_size >= 100
    page.get_by_role("button", name=t("data.calendar")).click()
    expect(page.get_by_text(t("data.noDays"))).to_be_visible()


def test_the_page_without_a_fault(lab: Lab, server: Server, device: Callable[..., Page], language: str):
    """The key asked for, a list with what is deleted soon, what can be done, and each question before it is done."""
    host, title = lab.opened("gather"), f"A rehearsal, {lab.code}"
    copied = server.request("POST", "/api/labs", {
        "from": lab.made["id"], "facilitatorToken": lab.made["facilitatorToken"], "title": title, "rehearsal": True,
    }, {})  # fmt: skip
    assert copied.status == 201
    ended(server, "Ended " + "Donaudampfschifffahrtsgesellschaft" * 2)
    pages = audited(device, "phone", "laptop")
    audit = Audit(*pages)
    for page in pages:
        page.goto(f"{HALL}/organise")
        page.get_by_role("button", name=t("organise.enter")).click()
        expect(page.get_by_text(t("organise.noKeyTyped"))).to_be_visible()
    audit.look("the organiser key")
    for page in pages:
        opened(page, server)
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        find(page, title).get_by_text(t("organise.acts"), exact=True).click()
        page.get_by_text(t("data.title")).click()
        expect(page.get_by_text(t("data.sharing.lead"))).to_be_visible()
    audit.look("the labs")
    for name in ("link", "delete", "copy"):
        for page in pages:
            page.get_by_role("button", name=t(f"organise.act.{name}This", title=title)).click()
            expect(page.get_by_role("dialog")).to_be_visible()
        audit.look(name)
        for page in pages:
            page.keyboard.press("Escape")
            expect(page.locator("dialog")).to_have_count(0)
    audit.passed()
    host.close()


# Months later


def part(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/organise")
    page.get_by_role("navigation", name=t("organise.parts")).get_by_role("link", name=t(f"organise.part.{name}"), exact=True).click()
    expect(page.get_by_role("heading", name=t(f"organise.part.{name}"), exact=True)).to_be_focused()


def day(offset: int) -> str:
    return (datetime.date.today() + datetime.timedelta(days=offset)).isoformat()


def pledged(lab: Lab, text: str, by: str | None) -> tuple[Person, dict]:
    host = lab.opened("pledge")
    sam = lab.person("Sam", "staff")
    body = {"activity": host.activity("pledge"), "give": text, **({"by": by} if by else {})}
    pledge = sam.command("addPledge", **body)["pledge"]
    sam.command("acceptPledge", activity=host.activity("pledge"), pledge=pledge)
    return host, {"sam": sam, "pledge": pledge}


def test_reminders_lead_with_what_is_overdue(lab: Lab, server: Server, device: Callable[..., Page]):
    """[S18] [S41] The day, where it stands, the way in; nobody's name; and it goes once its owner says that it is done."""
    host, own = pledged(lab, f"Lead a walk, {lab.code}", day(-3))
    page = device("phone")
    part(page, server, "reminders")
    overdue = page.get_by_role("region", name=re.compile(re.escape(t("organise.remind.overdue", n=1).split("(")[0])))
    item = overdue.get_by_role("listitem").filter(has_text=lab.code).first
    expect(item).to_be_visible()
    expect(item.get_by_text(t("pledge.accepted"), exact=True)).to_be_visible()
    expect(page.get_by_text("Sam", exact=True)).to_have_count(0)
    expect(item.get_by_role("link", name=t("organise.joinThis", title="Living well together"))).to_have_attribute("href", f"/join/{lab.code}")
    host.command("endLab")
    page.reload()
    expect(item).to_be_visible()
    expect(item.get_by_role("link", name=t("organise.joinThis", title="Living well together"))).to_have_count(0)
    own["sam"].command("addCheckIn", activity=host.activity("pledge"), pledge=own["pledge"], status="done")
    page.reload()
    expect(page.get_by_role("heading", name=t("organise.part.reminders"), exact=True)).to_be_visible()
    expect(page.get_by_text(t("organise.remindLead"))).to_be_visible()
    expect(page.get_by_text(f"Lead a walk, {lab.code}")).to_have_count(0)
    host.close()
    own["sam"].close()


def rated(server: Server, title: str, effort: int) -> dict:
    """A lab of three people who rate one idea, and all of it shown."""
    lab = Lab(server, server.make_lab(title))
    host = lab.opened("gather")
    people = [lab.person(name, "family") for name in ("Ada", "Ben", "Cleo")]
    idea = people[0].command("addIdea", activity=host.activity("gather"), text="Supported walks")["idea"]
    for kind in ("vote", "rate"):
        host.command("openActivity", activity=host.activity(kind))
        for person in people:
            if kind == "vote":
                person.command("vote", activity=host.activity("vote"), item=idea, dots=1)
            else:
                person.command("rate", activity=host.activity("rate"), item=idea, impact=5, effort=effort)
        host.command("revealActivity", activity=host.activity(kind))
    for person in (host, *people):
        person.close()
    return lab.made


def test_two_labs_are_compared_by_keyboard(server: Server, device: Callable[..., Page]):
    """[S24] [S51] Chosen, asked for, read in words and as tables; two that are the same are refused in words."""
    one, other = (rated(server, f"Walks compared {effort}", effort) for effort in (1, 5))
    page = device("laptop")
    part(page, server, "compare")
    first, second = (page.get_by_label(t(f"organise.compare.{place}"), exact=True) for place in (0, 1))
    # Where some lab has had two sittings, those are what it suggests.
    for field in (first, second):
        field.select_option("")
    go = page.get_by_role("button", name=t("organise.compareGo"))
    go.press("Enter")
    expect(page.get_by_text(t("organise.compareTwo"))).to_be_visible()
    expect(first).to_be_focused()
    first.select_option(one["id"])
    second.select_option(other["id"])
    go.press("Enter")
    expect(page.get_by_role("heading", name=t("organise.compared", one="Walks compared 1", other="Walks compared 5"))).to_be_focused()
    expect(page.get_by_text(t("organise.moved", n=1, what="“Supported walks”"))).to_be_visible()
    row = page.get_by_role("table", name=t("organise.compare.matrix")).get_by_role("row", name=re.compile("Supported walks"))
    expect(row.get_by_role("cell").nth(0)).to_contain_text(t("quadrant.quickWins"))
    expect(row.get_by_role("cell").nth(1)).to_contain_text(t("quadrant.majorProjects"))
    expect(page.get_by_text(t("organise.noSurvey"))).to_be_visible()
    expect(page.get_by_text(t("organise.compareTwo"))).to_have_count(0)
    second.select_option(one["id"])
    go.press("Enter")
    expect(page.get_by_text(t("organise.compareTwo"))).to_be_visible()
    expect(first).to_be_focused()
    expect(page.get_by_role("table")).to_have_count(0)


def told(server: Server, title: str) -> tuple[Person, list[Person], str]:
    """A case study by two people, signed, with its consent signed."""
    lab = Lab(server, server.make_lab(title, "T6"))
    host = lab.facilitator()
    host.command("openLab")
    people = [lab.person("Moira", "family"), lab.person("Sam", "staff")]
    ideas, (study, consent) = host.activity("gather"), (host.activity("form", at) for at in (0, 1))
    for activity in (ideas, study, consent):
        host.command("openActivity", activity=activity)
    moira, sam = people
    eventually("it is open", lambda: consent in moira.view.get("activities", {}) and moira.view["activities"][consent]["state"] == "open")
    said = moira.command("addIdea", activity=ideas, text="They asked me, and then they did it")["idea"]
    moira.command("allowQuote", activity=ideas, idea=said, on=True)
    sam.command("addQuote", activity=study, section=f"{study}voices", idea=said)
    moira.command("approveQuote", activity=study, quote=said, on=True)
    for person, section, text in (
        (sam, "title", title), (moira, "people", "They walked along"), (sam, "staff", "We opened the door"), (sam, "change", "Friends\nof the home"),
    ):  # fmt: skip
        person.command("writeSection", activity=study, section=f"{study}{section}", text=text, version=0)
    for section, text in (("where", "In our town"), ("names", "None"), ("back", "Ring Jean"), ("until", day(30))):
        sam.command("writeSection", activity=consent, section=f"{consent}{section}", text=text, version=0)
    for form, version in ((study, 5), (consent, 4)):
        for person in people:
            person.command("signForm", activity=form, version=version)
    return host, people, consent


def test_a_case_study_is_read_taken_away_and_taken_back(server: Server, device: Callable[..., Page]):
    """[S40] [S56] From the list to its page and back by keyboard, as a file, and gone once somebody takes their signature off on
    their own phone, after the lab has ended."""
    title = "The café at the school"
    host, (moira, sam), consent = told(server, title)
    page = device("laptop")
    part(page, server, "stories")
    read = page.get_by_role("button", name=t("organise.storyReadThis", title=title))
    read.press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_focused()
    expect(page.get_by_text("They asked me, and then they did it")).to_be_visible()
    expect(page.get_by_text("In our town")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=t("organise.storyText")).click()
    assert "We opened the door" in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name=t("organise.storyClose")).press("Enter")
    expect(read).to_be_focused()
    read.press("Enter")
    host.command("endLab")
    phone = device("phone")
    lab = host.view["lab"]["id"]
    phone.goto(f"{server.url}/join/{lab}#t={moira.joined['token']}")
    # The token is taken out of the address once the page stands.
    phone.wait_for_url(f"**/join/{lab}")
    phone.goto(f"{server.url}/join/{lab}#a-{consent}")
    off = phone.get_by_role("button", name=t("form.unsign"))
    off.click()
    expect(phone.get_by_text(t("form.unsigned"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=t("organise.part.stories"), exact=True)).to_be_visible()
    expect(page.get_by_text(t("organise.storiesLead"))).to_be_visible()
    expect(page.get_by_role("button", name=t("organise.storyReadThis", title=title))).to_have_count(0)
    for person in (host, moira, sam):
        person.close()


def test_what_comes_later_without_a_fault(server: Server, device: Callable[..., Page], language: str):
    """Reminders, two labs side by side and a case study, without a fault at any size and in any colours."""
    board = Lab(server, server.make_lab("A lab with a very long name for its pledges"))
    late, own = pledged(board, "Lead a walk", day(-3))
    coming, more = pledged(Lab(server, server.make_lab("Another")), "Call the council", day(40))
    one, other = (rated(server, f"Axe {effort}", effort) for effort in (1, 5))
    title = f"A story {board.code}"
    host, people, _ = told(server, title)
    pages = audited(device, "phone", "laptop")
    audit = Audit(*pages)
    for page in pages:
        part(page, server, "reminders")
        expect(page.get_by_text("Call the council").first).to_be_visible()
    audit.look("reminders")
    for page in pages:
        part(page, server, "compare")
        page.get_by_label(t("organise.compare.0"), exact=True).select_option(one["id"])
        page.get_by_label(t("organise.compare.1"), exact=True).select_option(other["id"])
        page.get_by_role("button", name=t("organise.compareGo")).click()
        expect(page.get_by_role("table", name=t("organise.compare.matrix"))).to_be_visible()
    audit.look("two labs")
    for page in pages:
        part(page, server, "stories")
        page.get_by_role("button", name=t("organise.storyReadThis", title=title)).click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    audit.look("a case study")
    audit.passed()
    for person in (late, own["sam"], coming, more["sam"], host, *people):
        person.close()


def test_a_pledge_is_followed_up_months_later_by_its_owners_own_link(lab: Lab, server: Server, device: Callable[..., Page]):
    """[S18] [S41] Taken on in the room; the lab ends and the phone is put away; by the link they joined with, their owner says how it
    goes, the organiser's list and calendar have it, and the report tells it."""
    give = f"I lead a walk, {lab.code}"
    host = lab.opened("pledge")
    moira = lab.join(device("phone"), "Moira")
    moira.pledge(give)
    moira.saved()
    moira.tap("pledge.acceptThis", text=give)
    moira.saved()
    link = lab.link("join")
    context = moira.page.context
    moira.page.close()
    host.command("endLab")

    desk = device("laptop")
    part(desk, server, "reminders")
    item = desk.get_by_role("listitem").filter(has_text=give)
    expect(item.get_by_text(t("pledge.accepted"), exact=True)).to_be_visible()
    expect(desk.get_by_text(t("organise.remindMessages"))).to_be_visible()

    phone = context.new_page()
    phone.goto(link)
    phone.get_by_role("button", name=t("pledge.howIsItThis", text=give), exact=True).click()
    phone.get_by_label(t("pledge.doing"), exact=True).check(force=True)
    phone.get_by_label(t("pledge.check.text"), exact=False).first.fill("Two walks so far")
    phone.get_by_label(t("pledge.check.on"), exact=False).first.fill(day(50))
    phone.get_by_role("button", name=t("save"), exact=True).click()
    expect(phone.get_by_text("Two walks so far").first).to_be_visible()

    desk.reload()
    expect(item.get_by_text("Two walks so far")).to_be_visible()
    expect(item.get_by_text(t("pledge.doing"), exact=True)).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("button", name=t("organise.remindCalendar"), exact=True).click()
    calendar = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".ics")
    assert calendar.startswith("BEGIN:VCALENDAR") and calendar.count("BEGIN:VCALENDAR") == calendar.count("END:VCALENDAR") == 1
    assert f"DTSTART;VALUE=DATE:{day(50).replace('-', '')}" in calendar and calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT")
    answer = server.request("GET", f"/api/labs/{lab.made['id']}/export/html?for=sharing", headers={"Authorization": f"Bearer {lab.made['facilitatorToken']}"})
    assert "Two walks so far" in answer.body.decode()
    phone.close()
    host.close()
