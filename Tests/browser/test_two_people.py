"""One device and several people: somebody else takes it over, or two of them share it. Each is one person to the lab."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from browser.hosts import DROP
from browser.lab import Lab
from browser.rooms import Participant
from browser.words import t
from harness.server import eventually

WALKS = "Supported walks"
CAFE = "Community café in a care home"


def fill_in(person: Participant, name: str, role: str = "family") -> None:
    person.write(person.field("join.name"), name)
    person.choose(t(f"role.{role}"))
    person.tap("join.go")
    person.saved()


def turn(person: Participant, name: str) -> Locator:
    """The button by which somebody's turn begins."""
    return person.page.get_by_role("group", name=t("places.answeringFor")).get_by_role("button", name=name)


def beside(person: Participant, name: str) -> None:
    """A second person beside the first."""
    person.go_to("me.title")
    person.tap("places.two")
    fill_in(person, name)
    expect(turn(person, name)).to_have_attribute("aria-pressed", "true")


def test_somebody_else_takes_the_device_and_the_first_comes_back(lab: Lab, device: Callable[..., Page]):
    """[S1] Each has a place and an answer of their own; nobody speaks as somebody else unasked."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.saved()
    moira.go_to("me.title")
    code = moira.page.get_by_role("textbox", name=t("me.returnCode")).input_value()
    moira.tap("places.other")
    jim = Participant(moira.page)
    jim.sees(t("places.here"))
    fill_in(jim, "Jim", "staff")
    jim.at("Ideas")
    jim.sees(WALKS)
    expect(jim.own_ideas()).to_have_count(0)
    jim.give_idea(CAFE)
    jim.saved()
    # Not two of them at once: there is nothing to change over to.
    expect(jim.page.get_by_role("group", name=t("places.answeringFor"))).to_have_count(0)
    jim.page.reload()
    expect(jim.own_ideas()).to_have_text([CAFE])

    # In a tab of its own the page asks who it is.
    page = moira.page.context.new_page()
    page.goto(lab.link("join"))
    again = Participant(page)
    expect(again.button("places.goOn", name="Jim")).to_be_visible()
    again.tap("places.goOn", name="Moira")
    expect(again.own_ideas()).to_have_text([WALKS])
    again.go_to("me.title")
    assert again.page.get_by_role("textbox", name=t("me.returnCode")).input_value() == code
    eventually("who was heard", lambda: host.view["activities"][host.activity("gather")]["heard"] == {"n": 2, "of": 2})


def test_a_place_can_be_forgotten_on_a_device(lab: Lab, device: Callable[..., Page]):
    lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.write(moira.field("gather.idea"), "A thought of Moira's")
    moira.go_to("me.title")
    code = moira.page.get_by_role("textbox", name=t("me.returnCode")).input_value()
    moira.tap("places.other")
    moira.tap("places.forget", name="Moira")
    moira.tap("places.forgetYes")
    moira.misses(t("places.here"))
    assert "Moira" not in moira.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    moira.tap("join.haveCode")
    moira.write(moira.field("join.returnCode"), code)
    moira.tap("join.returnGo")
    moira.at("Ideas")


def test_two_people_on_one_phone_are_counted_each_once(lab: Lab, device: Callable[..., Page], network):
    """[S1] [S10] The page says whose answers these are; what was begun by one is there when their turn comes again; taps
    of both without network arrive, each under their own name and once."""
    host = lab.opened("gather")
    gather, vote = host.activity("gather"), host.activity("vote")
    sam = lab.person("Sam", "staff")
    for text in (WALKS, CAFE, "A film night", "Shared meals"):
        sam.command("addIdea", activity=gather, text=text)
    person = lab.join(device("phone"), "Moira", base=DROP)
    beside(person, "Jim")

    # Half a sentence stays with whom it belongs to.
    person.write(person.field("gather.idea"), "Half a sen")
    turn(person, "Moira").click()
    expect(turn(person, "Moira")).to_be_focused()
    expect(person.field("gather.idea")).to_have_value("")
    person.give_idea("From Moira")
    turn(person, "Jim").click()
    expect(person.field("gather.idea")).to_have_value("Half a sen")
    person.give_idea("From Jim")
    expect(person.own_ideas()).to_have_text(["From Jim"])

    host.command("openActivity", activity=vote)
    person.at("Choose")
    network.cut()
    expect(person.indicator()).to_have_text(t("saved.offline"))
    person.give_dot(WALKS)
    turn(person, "Moira").click()
    expect(turn(person, "Jim")).to_contain_text(t("places.waits"))
    person.at("Choose")
    person.give_dot(WALKS)
    person.tap("vote.take", text=WALKS)
    person.give_dot(CAFE)
    expect(person.indicator()).to_have_text(t("saved.late"))
    network.mend()
    person.saved()
    # Jim's arrive too, although it is Moira's turn.
    expect(turn(person, "Jim")).not_to_contain_text(t("places.waits"), timeout=20_000)
    eventually("two were heard", lambda: host.view["activities"][vote]["heard"] == {"n": 2, "of": 3})
    host.command("revealActivity", activity=vote)
    eventually("the dots are out", lambda: {
        item["text"]: item["votes"] for item in lab.items(host, "vote") if item.get("votes")} == {WALKS: 1, CAFE: 1})

    # After a reload both are there again, and the same one answers.
    person.page.reload()
    expect(turn(person, "Moira")).to_have_attribute("aria-pressed", "true")
    turn(person, "Jim").click()
    person.sees(t("vote.yours"))


def test_taps_of_whoever_handed_the_phone_on_are_saved_too(lab: Lab, device: Callable[..., Page], network):
    """[S10] Moira's phone had no network when she gave it to Jim: hers are sent all the same, as hers."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira", base=DROP)
    network.cut()
    expect(moira.indicator()).to_have_text(t("saved.offline"))
    moira.give_idea(WALKS)
    moira.go_to("me.title")
    moira.tap("places.other")
    network.mend()
    jim = Participant(moira.page)
    jim.page.get_by_role("textbox", name=t("join.name")).wait_for(timeout=20_000)
    jim.page.reload()
    fill_in(jim, "Jim", "staff")
    eventually("her idea has arrived", lambda: lab.ideas(host) == [WALKS], within=20)
    jim.at("Ideas")
    jim.sees(WALKS)
    expect(jim.own_ideas()).to_have_count(0)
