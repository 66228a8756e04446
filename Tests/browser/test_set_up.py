"""What an organiser says of a lab before it begins: its own words, who can come and how, who is missing, its place."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import Desk, Room
from browser.words import t
from harness.server import Server, eventually

OWN = {
    "lab": "gathering", "facilitator": "host", "pledge": "promise", "coproduction": "working together", "professional": "officers",
    "community": "residents",
}  # fmt: skip
# As a browser says them in words, where nobody chose others. “People” is in too many sentences to be looked for.
USUAL = re.compile(r"\b(?:labs?|co-?facilitators?|facilitators?|pledges?|staff|co-production)\b", re.IGNORECASE)
SIDES = [{"id": "ours", "title": "Ours", "side": "community"}, {"id": "theirs", "title": "Theirs", "side": "professional"}]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    """A lab with the kinds whose screens have these words most, in texts that have none of them."""
    cells = {"rows": [{"id": "C", "title": "Decide"}], "columns": [{"id": "now", "title": "Now"}], "cells": "both", "firstRoles": ["usesServices"]}
    yield from served(
        tmp_path_factory.mktemp("words"),
        {"id": "ideas", "kind": "gather", "settings": {"asksQuote": True}},
        {"id": "themes", "kind": "cluster", "inputsFrom": ["ideas"], "settings": {"editors": "facilitators"}},
        {"id": "map", "kind": "grid", "settings": cells},
        {"id": "matrix", "kind": "rate", "inputsFrom": ["ideas"], "reveal": "onReveal"},
        {"id": "paper", "kind": "form", "settings": {"sections": SIDES, "signOff": "sides"}},
        {"id": "steps", "kind": "pledge", "visibility": "named"},
        {"id": "log", "kind": "reflect", "visibility": "private", "reveal": "never"},
    )  # fmt: skip


def own(key: str, **values: object) -> str:
    """A text in the words of the lab below."""
    text = t(key, **values)
    for usual, word in (("facilitator", OWN["facilitator"]), ("lab", OWN["lab"]), ("pledge", OWN["pledge"])):
        text = re.sub(rf"\b{usual}\b", word, text)
    return text


def speaks_its_words(room: Room, where: str) -> None:
    """Nothing on the page calls a thing by the word that this lab doesn't use for it."""
    said = room.page.locator("body").inner_text().replace(t("role.staff"), "")
    assert not (found := USUAL.findall(said)), f"{where} says {found}:\n{said}"


def test_a_lab_is_spoken_of_in_its_own_words(kinds: Server, device: Callable[..., Page]):
    """[S5] Set at the desk, they are on every screen at once, and on the page by which people join."""
    lab = Lab(kinds, kinds.make_lab("Wednesdays", "KIND"))
    page = device("laptop")
    desk, screen = lab.desk(page), lab.screen(device("projector"))
    early = lab.join(device("phone"), "Moira")
    early.sees(t("lobby.prepared"))
    desk.tap("details.title")
    for name, word in OWN.items():
        page.locator(f"#word-{name}").fill(word)
    desk.tap("save")
    early.sees(own("lobby.prepared"))
    expect(desk.button("desk.openLab")).to_have_count(0)
    page.get_by_role("button", name="Open the gathering").click()

    late = device("phone")
    late.goto(lab.link("join"))
    expect(late.get_by_text(own("join.whoFacilitator"))).to_be_visible()
    speaks_its_words(Room(late), "the page to join by")

    host = lab.facilitator()
    ann = lab.person("Ann", "staff")
    for name, activity in sorted(host.view["activities"].items(), key=lambda one: one[1]["order"]):
        host.command("openActivity", activity=name)
        if activity["kind"] == "gather":
            idea = ann.command("addIdea", activity=name, text="Walks")["idea"]
        if activity["kind"] == "pledge":
            ann.command("addPledge", activity=name, give="Tea")
        if activity["kind"] == "rate":
            for person in (ann, lab.person("Bea", "staff"), lab.person("Cyd", "manager")):
                person.command("rate", activity=name, item=idea, impact=5, effort=1)
            for number in range(3):
                lab.person(f"Di {number}").command("rate", activity=name, item=idea, impact=1, effort=5)
            host.command("revealActivity", activity=name)
        for room in (early, desk, screen):
            room.at(activity["title"])
            speaks_its_words(room, f"{activity['title']} on {room.page.url}")
        if activity["kind"] == "rate":
            early.sees("residents 1", exact=False)
    for place in ("today.title", "story.title", "menu.about", "me.title"):
        early.page.get_by_role("button", name=t("menu"), exact=True).click()
        early.page.get_by_role("dialog").get_by_role("link", name=own(place), exact=True).click()
        expect(early.page.locator("dialog")).to_have_count(0)
        speaks_its_words(early, place)
    early.page.get_by_role("button", name=own("me.leave")).click()
    early.sees(own("goodbye.text"))
    speaks_its_words(early, "the farewell")


def test_a_lab_that_pays_some_says_when_people_can_come_before_it_opens(server: Server, device: Callable[..., Page]):
    """[S15] T5 stays shut until times and pay are answered; who alone is paid is warned of; one can answer between sittings."""
    lab = Lab(server, server.make_lab("Leaving care", "T5"))
    desk = lab.desk(device("laptop"))
    moira = lab.join(device("phone"), "Moira")
    notice = desk.page.locator("lab-desk-state .notice")
    expect(notice).to_contain_text(t("about.times"))
    expect(notice).to_contain_text(t("about.pay"))
    desk.tap("desk.openLab")
    expect(desk.page.get_by_role("region", name=t("note.title"))).to_be_visible()
    moira.sees(t("lobby.prepared"))

    say(desk, times="Evenings, and Saturdays")
    expect(notice).not_to_contain_text(t("about.times"))
    expect(notice).to_contain_text(t("about.pay"))
    desk.tap("desk.openLab")
    moira.sees(t("lobby.prepared"))

    desk.tap("details.title")
    paid = {side: desk.page.get_by_role("switch", name=t(f"details.paid.{side}")) for side in ("community", "professional")}
    expect(paid["community"]).not_to_be_checked()
    paid["professional"].click()
    expect(desk.page.get_by_role("dialog")).to_contain_text(t("details.onlyProfessionals"))
    desk.write(desk.field("about.pay"), "£20 an evening")
    desk.tap("save")
    room = desk.page.locator("lab-desk-room")
    expect(room).to_contain_text(t("details.onlyProfessionals"))
    desk.tap("details.title")
    paid["community"].click()
    expect(desk.page.get_by_role("dialog")).not_to_contain_text(t("details.onlyProfessionals"))
    desk.tap("save")
    expect(room).not_to_contain_text(t("details.onlyProfessionals"))
    expect(notice).to_have_count(0)
    desk.tap("desk.openLab")
    moira.sees(t("lobby.soon"))
    moira.open_menu("menu.about")
    for words in ("Evenings, and Saturdays", "£20 an evening"):
        moira.sees(words)

    # The poll about the times stays open when the sitting is over, and whoever wasn't there answers at home.
    host = lab.facilitator()
    times = host.activity("vote")
    host.command("openActivity", activity=times)
    desk.press(desk.page.locator("summary").filter(has_text=t("desk.end")))
    desk.tap("desk.endSitting")
    at_home = lab.join(device("phone"), "Kim", "family")
    at_home.sees(t("lobby.between"))
    at_home.give_dot("Saturday")
    at_home.saved()
    expect(desk.heard()).to_have_text("1")
    eventually("the vote", lambda: any(item.get("votes") == 1 for item in host.view["activities"][times]["items"].values()))


def say(desk: Desk, **answers: str) -> None:
    """Answers questions about the lab at the desk."""
    desk.tap("details.title")
    for name, text in answers.items():
        desk.write(desk.field(f"about.{name}"), text)
    desk.tap("save")
    expect(desk.page.locator("dialog")).to_have_count(0)


def test_who_is_new_is_counted_and_who_is_missing_is_named(lab: Lab, device: Callable[..., Page]):
    """[S19] At the desk alone: how many are new, never who; which roles aren't in the room."""
    desk, screen = lab.desk(device("laptop")), lab.screen(device("projector"))
    desk.tap("desk.openLab")
    people = [lab.join(device("phone"), name, role) for name, role in (("Moira", "usesServices"), ("Sam", "staff"))]
    missing = desk.page.locator("lab-desk-room .notice").filter(has_text=t("room.missing", roles="").split(":")[0])
    for role in ("family", "neighbour", "manager", "elected"):
        expect(missing).to_contain_text(t(f"role.{role}"))
    for role in ("usesServices", "staff"):
        expect(missing).not_to_contain_text(t(f"role.{role}"))
    lab.join(device("phone"), "Mo", "manager")
    expect(missing).not_to_contain_text(t("role.manager"))
    expect(missing).to_contain_text(t("role.elected"))

    room = desk.page.locator("lab-desk-room")
    new = lambda person: person.page.get_by_role("switch", name=t("me.new"))  # noqa: E731
    for number, person in enumerate(people, start=1):
        person.open_menu("me.title")
        expect(new(person)).not_to_be_checked()
        person.press(new(person))
        expect(room).to_contain_text(t("room.new", n=number))
    people[0].press(new(people[0]))
    expect(room).to_contain_text(t("room.new", n=1))
    desk.tap("people.title")
    expect(desk.page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Sam")).not_to_contain_text(
        re.compile(r"\bnew\b", re.IGNORECASE)
    )
    for other in (screen, people[0]):
        other.misses(t("room.new", n=1))
        other.misses(t("room.missing", roles="").split(":")[0])


def test_a_lab_has_a_page_about_its_place_and_its_words(server: Server, device: Callable[..., Page]):
    """[S20] The template's glossary is there from the start; what the desk writes is there for everybody at once."""
    lab = Lab(server, server.make_lab("Milngavie", "T1"))
    desk = lab.desk(device("laptop"))
    desk.tap("desk.openLab")
    moira = lab.join(device("small"), "Moira")
    moira.open_menu("menu.about")
    words = moira.page.get_by_role("region", name=t("about.glossary")).or_(moira.page.locator("section").filter(
        has=moira.page.get_by_role("heading", name=t("about.glossary"), exact=True))).last  # fmt: skip
    expect(words).to_contain_text("charter")
    expect(words).to_contain_text("A short paper that says what each of us promises.")
    moira.misses("north of Glasgow")

    say(desk, context="A town north of Glasgow.\nThe library is its heart.", owner="The carers' group")
    moira.sees("A town north of Glasgow.")
    moira.sees("The library is its heart.")
    moira.sees("The carers' group")
    desk.tap("details.title")
    desk.write(desk.page.get_by_label(t("details.term"), exact=True), "the Hub")
    desk.write(desk.page.get_by_label(t("details.meaning"), exact=True), "The old school by the station.")
    desk.tap("details.addTerm")
    expect(words).to_contain_text("The old school by the station.")
    desk.tap("details.removeThis", term="charter")
    expect(words).not_to_contain_text("A short paper that says")
    moira.page.reload()
    expect(words).to_contain_text("the Hub")


def test_an_ended_lab_is_put_away_at_its_desk_and_brought_back(lab: Lab, device: Callable[..., Page]):
    """[S29] What that means is said before; its code opens nothing then, and an undo is one tap away."""
    desk = lab.desk(device("laptop"))
    desk.tap("desk.openLab")
    expect(desk.button("desk.archive")).to_have_count(0)
    desk.tap("move.open")
    moira = lab.join(device("phone"), "Moira")
    lab.facilitator().command("endLab")
    desk.sees(t("desk.archiveMeans"))
    # What was on is over with the lab, and no button asks for what can't be done.
    expect(desk.page.get_by_text(t("state.open"), exact=True)).to_have_count(0)
    expect(desk.page.locator(".moves button, .desk-agenda .after button")).to_have_count(0)
    desk.tap("desk.archive")
    day = desk.page.evaluate("ms => new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'long', year: 'numeric'}).format(ms)",
        lab.facilitator().view["lab"]["keptUntil"])
    desk.sees(t("desk.archivedUntil", day=day))
    expect(desk.button("desk.openAgain")).to_have_count(0)
    expect(desk.page.locator("lab-bring button, lab-desk-door")).to_have_count(0)
    expect(desk.page.locator(".desk-bar .tabular, .desk-room .code, .desk-room .qr")).to_have_count(0)
    # Who was in reads on, after a reload too; nobody else comes in.
    moira.sees(t("lobby.putAway", day=day))
    moira.page.reload()
    moira.sees(t("lobby.putAway", day=day))
    phone = device("phone")
    phone.goto(lab.link("join"))
    expect(phone.get_by_text(t("problem.unknownLab")).first).to_be_visible()
    desk.note("undo")
    desk.sees(t("desk.lab.ended"))
    desk.tap("desk.archive")
    desk.page.reload()
    desk.tap("desk.bringBack")
    desk.sees(t("desk.lab.ended"))
    desk.tap("desk.openAgain")
    lab.join(device("phone"), "Sam", "staff")
