"""The screens beside the steps without an axe violation: the way in, what opens over a page, and what goes wrong."""

from playwright.sync_api import Page, expect

from browser.audit import Audit, audited
from browser.hosts import DROP
from browser.rooms import Desk, Participant, Room
from browser.tour import IDEAS, LONG
from browser.words import t

RECOVERY = "make.recoveryLabel"


def heading(page: Page, key: str, **values: object) -> None:
    expect(page.get_by_role("heading", name=t(key, **values), exact=True)).to_be_visible()


def test_the_way_in(lab, server, device, language):
    """[S29] The first page, a lab made and joined, and every way in that fails."""
    pages = audited(device, "phone", "laptop")
    rooms = [Room(page) for page in pages]
    audit = Audit(*pages)

    for room in rooms:
        room.page.goto(server.url)
        heading(room.page, "home.title")
        room.page.get_by_text(t("home.takeUp")).click()
        room.field("home.code").first.fill("12")
        room.tap("home.go")
        room.sees(t("home.codeProblem"))
    audit.look("home")
    for room in rooms:
        room.tap("make.start")
        expect(room.page.get_by_label(t("make.template"), exact=True)).to_be_visible()
        room.tap("make.go")
        room.sees(t("make.noTitle"))
    audit.look("make a lab")
    for room in rooms:
        room.field("make.name").fill("Living well")
        room.tap("make.go")
        heading(room.page, "make.done")
    audit.look("the lab is ready")

    for room in rooms:
        room.page.goto(lab.link("join"))
        room.field("join.name").fill("Moira")
        room.tap("join.go")
        room.sees(t("join.missing.role"))
    audit.look("join")
    for room in rooms:
        room.tap("join.haveCode")
        room.tap("join.returnGo")
        room.sees(t("join.missing.return"))
    audit.look("a return code")
    for room in rooms:
        room.page.goto(f"{server.url}/join/000000")
        heading(room.page, "entry.notFound")
        room.page.get_by_text(t("join.haveCode")).click()
        expect(room.field("join.returnCode")).to_be_visible()
    audit.look("an unknown code")
    for room in rooms:
        room.page.goto(f"{server.url}/facilitate/{lab.code}")
        room.field(RECOVERY).fill("AAAA-AAAA")
        room.tap("recover.go")
        expect(room.page.locator(".error")).to_be_visible()
    audit.look("the recovery code")
    for room in rooms:
        room.page.goto(f"{server.url}/screen/{lab.code}")
        room.sees(t("entry.noScreen"))
    audit.look("a screen without its link")
    audit.passed()


def test_what_opens_in_a_room(lab, device, language):
    """Menu, keys and the places behind it; a change half done; a rating as a list; a person who watches, and leaves."""
    host = lab.opened("gather")
    sam = lab.person("Sam", "staff")
    people = [lab.join(page, "Moira") for page in audited(device, "phone", "laptop")]
    audit = Audit(*(person.page for person in people))

    for number, person in enumerate(people, start=1):
        one, two = (f"{number}: {text}" for text in IDEAS[:2])
        person.give_idea(one)
        person.give_idea(two)
        person.saved()
        person.tap("gather.withdrawThis", text=one)
        person.tap("gather.editThis", text=two)
        person.field("gather.idea").fill("y" * 510)
        person.sees(t("gather.tooLong", n=10))
    audit.look("an idea changed, another withdrawn, a third too long")
    for person in people:
        person.field("gather.idea").fill("Half a sen")
    host.command("openActivity", activity=host.activity("info"))
    for person in people:
        person.sees(t("room.goThere"))
    audit.look("the group has moved on")

    for person in people:
        person.tap("room.goThere")
        person.tap("menu")
        expect(person.page.get_by_role("dialog", name=t("menu"))).to_be_visible()
    audit.look("menu")
    for person in people:
        person.escape()
    for place in ("today.title", "story.title", "me.title"):
        for person in people:
            person.go_to(place)
            heading(person.page, place)
        audit.look(t(place))
    for person in people:
        person.tap("keys.title")
        expect(person.page.get_by_role("dialog", name=t("keys.title"))).to_be_visible()
    audit.look("keys")
    for person in people:
        person.escape()
        person.tap("me.watch")
        person.sees(t("room.watching"))
    audit.look("only watching")

    sam.command("addIdea", activity=host.activity("gather"), text=LONG)
    host.command("openActivity", activity=host.activity("vote"))
    host.command("openActivity", activity=host.activity("rate"))
    for person in people:
        person.go_to("menu.now")
        person.at("Priority Matrix")
        person.tap("rate.asList")
        expect(person.button("rate.oneByOne")).to_be_visible()
    audit.look("a rating as a list")
    for person in people:
        person.tap("rate.oneByOne")
        for _ in lab.items(host, "rate")[1:]:
            person.tap("rate.next")
        person.tap("rate.finish")
        person.sees(t("rate.fine", n=0))
    audit.look("the end of a rating")
    for person in people:
        person.go_to("me.title")
        person.tap("me.leave")
        heading(person.page, "goodbye.title")
    audit.look("left")
    audit.passed()


def test_easy_read_and_large_letters(lab, device, language):
    """[S10] The form in two parts, writing and reading, a rating, the menu with all that one can choose; then letters half as
    large again."""
    host = lab.opened("gather")
    sam = lab.person("Sam", "staff")
    for text in IDEAS:
        sam.command("addIdea", activity=host.activity("gather"), text=text, cos=["D"], when="now")
    pages = audited(device, "phone", "laptop")
    rooms = [Participant(page) for page in pages]
    audit = Audit(*pages)
    for room in rooms:
        room.page.goto(lab.link("join"))
        room.tap("easy.title")
        expect(room.button("join.next")).to_be_visible()
    audit.look("join, the name")
    for number, room in enumerate(rooms):
        room.write(room.field("join.name"), f"Moira {number}")
        room.tap("join.next")
        expect(room.field("join.name")).to_have_count(0)
    audit.look("join, the role")
    for room in rooms:
        room.choose(t("role.family"))
        room.tap("join.go")
        room.saved()
        expect(room.page.locator("h1 svg.symbol")).to_be_visible()
    audit.look("writing")
    for room in rooms:
        room.tap("easy.others", n=len(IDEAS))
        room.sees(IDEAS[0])
    audit.look("reading")
    for room in rooms:
        room.tap("menu")
        room.page.get_by_role("dialog").get_by_text(t("reading.title"), exact=True).click()
        room.choose(t("reading.size.3"))
    audit.look("menu, with what one can choose")
    for room in rooms:
        room.escape()
    for kind in ("vote", "rate"):
        host.command("openActivity", activity=host.activity(kind))
    for room in rooms:
        room.at("Priority Matrix")
    audit.look("a rating")
    for room in rooms:
        room.go_to("me.title")
        heading(room.page, "me.title")
        expect(room.page.get_by_role("group", name=t("reading.contrast"), exact=True)).to_be_visible()
    audit.look("me")
    audit.passed()


def test_what_goes_wrong_in_a_room(lab, device, network, language):
    """No connection, what is not saved yet, and what came too late."""
    host = lab.opened("gather")
    people = [lab.join(page, "Moira", base=DROP) for page in audited(device, "phone", "laptop")]
    audit = Audit(*(person.page for person in people))
    network.cut()
    for person in people:
        person.give_idea(IDEAS[0])
        expect(person.indicator()).to_have_text(t("saved.late"))
    audit.look("not saved yet")
    host.command("closeActivity", activity=host.activity("gather"))
    network.mend()
    for person in people:
        expect(person.page.get_by_role("region", name=t("late.title"))).to_be_visible(timeout=20_000)
    audit.look("too late")
    audit.passed()


def test_what_opens_on_the_desk(lab, device, language):
    """The people, somebody on paper, ideas made one, a decision being written, late answers, the end."""
    host = lab.opened("gather")
    gather, rate = host.activity("gather"), host.activity("rate")
    sam = lab.person("Sam", "staff")
    for text in IDEAS:
        sam.command("addIdea", activity=gather, text=text)
    desks = [lab.desk(page) for page in audited(device, "phone", "laptop")]
    audit = Audit(*(desk.page for desk in desks))

    for desk in desks:
        desk.page.get_by_role("checkbox", name=t("desk.choose", text=IDEAS[0])).click()
        desk.page.get_by_role("checkbox", name=t("desk.choose", text=IDEAS[1])).click()
        desk.tap("desk.merge", n=2)
        expect(desk.page.get_by_role("dialog")).to_be_visible()
    audit.look("ideas made one")
    for desk in desks:
        desk.escape()
        desk.tap("people.title")
        desk.sees("Sam")
        desk.tap("people.add")
        desk.tap("people.addGo")
        desk.sees(t("join.missing.name"))
    audit.look("people")
    for number, desk in enumerate(desks):
        desk.escape()
        add_on_paper(desk, f"Jim {number}")
        expect(desk.page.get_by_role("heading", name=t("desk.answeringFor", name=f"Jim {number}"))).to_be_visible()
    audit.look("an answer on paper")

    for desk in desks:
        desk.tap("done")
        desk.page.get_by_text(t("desk.end"), exact=True).click()
        expect(desk.button("desk.endLab")).to_be_visible()
    host.command("closeActivity", activity=gather)
    host.command("openActivity", activity=host.activity("vote"))
    host.command("openActivity", activity=rate)
    sam.command("rate", activity=rate, item=lab.items(host, "rate")[0]["id"], impact=5, effort=1)
    sam.command("offerLate", name="addIdea", body={"activity": gather, "text": LONG})
    host.command("revealActivity", activity=rate)
    host.command("openActivity", activity=host.activity("info", 2))
    for desk in desks:
        desk.sees(t("desk.accept"))
        desk.tap("decide.this", text=IDEAS[0])
        desk.tap("save")
        desk.sees(t("decide.noDecision"))
    audit.look("a decision, a late answer and the end")
    audit.passed()


def add_on_paper(desk: Desk, name: str) -> None:
    """Adds somebody on paper, and begins to answer for them."""
    desk.tap("desk.paper")
    desk.tap("people.add")
    dialog = desk.page.get_by_role("dialog")
    desk.field("people.paperName").fill(name)
    desk.choose(t("role.neighbour"), within=dialog)
    desk.tap("people.addGo")
    desk.tap("people.pickThis", name=name)


def test_the_plan_being_changed_and_coming_late(lab, device, language):
    """[S7] [S54] The forms of every kind of step on the desk, with what is wrong in them; what was done so far."""
    host = lab.opened("gather")
    moira = lab.person("Moira")
    moira.command("addIdea", activity=host.activity("gather"), text=LONG)
    host.command("closeActivity", activity=host.activity("gather"))
    desks = [lab.desk(page) for page in audited(device, "phone", "laptop")]
    people = [lab.join(page, f"Sam {number}") for number, page in enumerate(audited(device, "small", "laptop"))]
    audit = Audit(*(room.page for room in [*desks, *people]))
    for person in people:
        person.page.get_by_role("link", name=t("soFar.read")).click()
        heading(person.page, "soFar.title")
    for desk in desks:
        if desk.page.locator(".desk-agenda:not([open])").count():
            desk.page.locator(".desk-agenda > summary").click()
        desk.tap("agenda.change")
        desk.sees(t("agenda.lead"))
    audit.look("the plan, and what was done so far")
    for desk in desks:
        desk.tap("agenda.add")
    for kind in ("choose", "vote", "rate", "grid", "survey", "form", "info"):
        for desk in desks:
            desk.page.get_by_role("radio", name=t(f"kind.{kind}"), exact=True).check()
            desk.tap("agenda.addGo")
            desk.sees(t("agenda.missing"))
        audit.look(f"a step to add: {kind}")
    audit.passed()
