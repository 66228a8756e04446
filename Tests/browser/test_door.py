"""The door: closed, asked at, or full; what a phone in front of it says, and what the desk shows."""

from playwright.sync_api import expect

from browser.words import t
from harness.server import eventually


def waits(lab, page, name: str):
    """Joins a lab that asks first, and waits."""
    person = lab.join(page, name)
    expect(person.page.get_by_role("heading", name=t("door.waiting"))).to_be_visible()
    return person


def test_newcomers_wait_and_are_let_in_one_by_one(lab, device):
    """[S10] The phone says what happens and opens by itself; the desk says who waits, first come first."""
    lab.opened("gather")
    desk = lab.desk(device("laptop"))
    desk.unfold("door.title")
    desk.page.get_by_role("switch", name=t("door.approval")).check()
    desk.sees(t("door.now.approval"))
    page = device("phone")
    page.goto(lab.link("join"))
    expect(page.get_by_text(t("join.approval"))).to_be_visible()
    moira = waits(lab, page, "Moira")
    sam = waits(lab, device("small", scheme="dark"), "Sam")
    door = desk.page.get_by_role("region", name=t("door.waits", n=2))
    expect(door.get_by_role("listitem")).to_contain_text(["Moira", "Sam"])
    expect(desk.page.get_by_text(t("room.joined", n=0))).to_be_visible()

    desk.tap("door.admitThis", name="Moira")
    moira.sees(t("gather.idea"))
    desk.tap("door.turnAwayThis", name="Sam")
    expect(sam.page.get_by_role("heading", name=t("door.turnedAway"), exact=True)).to_be_visible()
    desk.note("undo")
    expect(sam.page.get_by_role("heading", name=t("door.waiting"))).to_be_visible()
    desk.tap("door.turnAwayThis", name="Sam")
    # Turned away by mistake: the list of people lets them in after all.
    desk.tap("people.title")
    desk.tap("door.admitThis", name="Sam")
    sam.sees(t("gather.idea"))
    desk.escape()
    expect(desk.page.get_by_text(t("room.joined", n=2))).to_be_visible()
    # Whoever is let in stays in over a reload.
    sam.page.reload()
    sam.sees(t("gather.idea"))


def test_a_closed_door_says_so_before_anybody_fills_in_a_form(lab, device):
    """[S29] Whoever comes for the first time reads why, and whoever was here gets back with their code."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.go_to("me.title")
    code = moira.page.get_by_role("textbox", name=t("me.returnCode")).input_value()
    desk = lab.desk(device("laptop"))
    late = device("phone")
    late.goto(lab.link("join"))
    expect(late.get_by_label(t("join.name"))).to_be_visible()
    desk.unfold("door.title")
    desk.page.get_by_role("switch", name=t("door.locked")).check()
    eventually("a closed door", lambda: host.view["lab"].get("locked"))
    screen = lab.screen(device("projector"))
    screen.sees(t("screen.locked"))
    # Whoever had the form open is told when they send it; whoever comes now, at once.
    late.get_by_label(t("join.name")).fill("Ann")
    late.get_by_role("radio", name=t("role.staff")).check()
    late.get_by_role("button", name=t("join.go"), exact=True).click()
    expect(late.get_by_role("alert")).to_have_text(t("problem.labLocked"))
    later = device("phone", scheme="dark")
    later.goto(lab.link("join"))
    expect(later.get_by_text(t("join.locked"))).to_be_visible()
    expect(later.get_by_label(t("join.name"))).to_have_count(0)
    later.get_by_role("button", name=t("join.haveCode")).click()
    later.get_by_label(t("join.returnCode")).fill(code)
    later.get_by_role("button", name=t("join.returnGo")).click()
    expect(later.get_by_text(t("gather.idea")).first).to_be_visible()
    desk.note("undo")
    expect(desk.page.get_by_role("switch", name=t("door.locked"))).not_to_be_checked()
    screen.misses(t("screen.locked"))


def test_a_full_lab_says_so_and_the_number_can_be_raised(lab, device):
    lab.opened("gather")
    lab.join(device("phone"), "Moira")
    desk = lab.desk(device("laptop"))
    desk.unfold("door.title")
    places = desk.page.get_by_label(t("door.capacity"))
    places.fill("some")
    desk.tap("save")
    desk.sees(t("door.wrongCapacity"))
    places.fill("1")
    desk.tap("save")
    desk.sees(t("door.now.capacity", n=1))
    late = device("phone")
    late.goto(lab.link("join"))
    expect(late.get_by_text(t("join.full"))).to_be_visible()
    places.fill("")
    desk.tap("save")
    expect(desk.page.get_by_role("button", name=t("save"), exact=True)).to_have_count(0)
    late.get_by_role("button", name=t("join.tryAgain")).click()
    expect(late.get_by_label(t("join.name"))).to_be_visible()
