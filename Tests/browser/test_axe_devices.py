"""The screens of bad networks and of devices that several people use, without an axe violation."""

from playwright.sync_api import expect

from browser.audit import Audit, audited
from browser.hosts import DROP
from browser.test_two_people import turn
from browser.words import t


def test_devices_and_networks(lab, server, device, network):
    lab.opened("gather")
    lab.person("Moira", "staff")
    pages = audited(device, "phone", "laptop")
    people = [lab.join(page, "Moira", base=DROP) for page in pages]
    audit = Audit(*pages)
    for person in people:
        person.sees(t("name.shared", name="Moira"))
    audit.look("a name that somebody has already")
    for person in people:
        person.tap("name.keep")
        person.misses(t("name.shared", name="Moira"))
        person.go_to("me.title")
        person.sees(t("places.title"))
    audit.look("the people on this device")
    for person in people:
        person.tap("places.two")
        person.tap("places.forget", name="Moira")
        expect(person.button("places.forgetYes")).to_be_visible()
        person.tap("cancel")
    audit.look("the second of two comes in")
    for at, person in enumerate(people):
        person.write(person.field("join.name"), f"Jim {at}")
        person.choose(t("role.family"))
        person.tap("join.go")
        expect(turn(person, f"Jim {at}")).to_have_attribute("aria-pressed", "true")
    network.cut()
    for at, person in enumerate(people):
        person.give_idea("Walks")
        turn(person, "Moira").click()
        expect(turn(person, f"Jim {at}")).to_contain_text(t("places.waits"))
    audit.look("two on one phone")
    network.mend()

    for page in pages:
        page.goto(DROP)
        page.get_by_role("heading", name=t("home.before")).wait_for()
    audit.look("the first page of somebody who was here")
    for page in pages:
        page.goto(f"{DROP}/nothing/at/all")
        page.get_by_role("heading", name=t("missing.title")).wait_for()
        assert page.title() == t("missing.title")
    audit.look("an address with nothing")
    for page in pages:
        # Without what was seen before: the page comes, the connection doesn't.
        page.evaluate("sessionStorage.clear()")
        page.route_web_socket("**/ws", lambda socket: socket.close())
        page.goto(lab.link("join", DROP))
        page.get_by_role("heading", name=t("entry.unreachable")).wait_for()
    audit.look("no server")
    audit.passed()
