"""Ideas under headings, and for whom they are, as people see them on a phone, at the desk and in the hall."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import Room
from browser.words import t
from harness.server import Server

GROUPS = [{"id": "starts", "title": "Helps to start", "hint": "The very first time"}, {"id": "stays", "title": "Helps to stay"},
          {"id": "putsOff", "title": "Puts off"}]  # fmt: skip


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("gather"),
        {"id": "helps", "kind": "gather", "title": "What helps?", "visibility": "role", "settings": {"groups": GROUPS}},
        {"id": "dots", "kind": "vote", "title": "What first?", "inputsFrom": ["helps"], "reveal": "onReveal", "settings": {"budget": 2}},
        {"id": "ideas", "kind": "gather", "title": "Ideas", "settings": {"asksFor": True}},
        {"id": "debate", "kind": "gather", "title": "Join the debate", "settings": {"moderated": True, "staysOpen": True}},
        {"id": "asked", "kind": "survey", "title": "How was it?", "settings": {
            "moderated": True, "staysOpen": True, "questions": [{"id": "better", "type": "text", "title": "What would be better?"}]}},
    )  # fmt: skip


def below(room: Room, heading: str) -> Locator:
    """What stands under a heading."""
    return room.page.locator(".headings > section", has=room.page.get_by_role("heading", name=heading))


def test_ideas_stand_under_headings_by_role_and_keep_them_in_the_vote(kinds, device):
    """[S30] A labelled choice is asked for; phone, desk and hall show what helps and what puts off; the vote says which it is."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("small", "dark"), "Sam", "staff")
    desk.tap("desk.openLab")
    desk.tap("move.open")
    moira.at("What helps?")
    screen.sees("Puts off")
    moira.give_idea("A friend comes along")
    moira.sees(t("gather.noGroup"))
    moira.choose("Helps to start")
    moira.misses(t("gather.noGroup"))
    moira.tap("gather.add")
    moira.give_idea("Somebody rings me first")
    expect(moira.own_ideas()).to_have_text(["Somebody rings me first", "A friend comes along"])
    sam.choose("Puts off")
    sam.give_idea("It ends late")
    for room in (desk, screen, sam):
        expect(below(room, "Helps to start")).to_contain_text("A friend comes along")
        expect(below(room, "Helps to start")).to_contain_text(t("role.usesServices"))
        expect(below(room, "Helps to stay")).to_contain_text(t("gather.noneHere"))
    for room in (desk, screen, moira):
        expect(below(room, "Puts off")).to_contain_text("It ends late")
    sam.tap("gather.editThis", text="It ends late")
    edit = sam.page.locator("li.idea.own form")
    sam.choose("Helps to stay", within=edit)
    sam.tap("save")
    expect(below(screen, "Helps to stay")).to_contain_text("It ends late")

    desk.go_on("What first?")
    moira.at("What first?")
    for text, heading in (("It ends late", "Helps to stay"), ("A friend comes along", "Helps to start")):
        expect(moira.page.locator(".vote", has_text=text)).to_contain_text(heading)
        expect(screen.page.locator(".tally > li", has_text=text)).to_contain_text(heading)
    moira.give_dot("It ends late")
    moira.saved()
    desk.tap("move.reveal")
    expect(screen.page.locator(".tally.counted > li").first).to_contain_text("Helps to stay")


def test_everybody_sees_for_whom_an_idea_is(kinds, device):
    """[S6] For one person or for the community, on phone, desk and projector; who added it takes it back."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("gather", 1))
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("small", "dark"), "Sam", "staff")
    moira.give_idea("A lift to the clinic", "for.person")
    sam.give_idea("A bus", "for.community")
    for room in (desk, screen, moira, sam):
        expect(room.page.locator("li.idea", has_text="A lift to the clinic")).to_contain_text(t("for.person"))
        expect(room.page.locator("li.idea", has_text="A bus")).to_contain_text(t("for.community"))
    expect(sam.page.get_by_role("button", name=t("gather.withdrawThis", text="A lift to the clinic"))).to_have_count(0)
    moira.tap("gather.withdrawThis", text="A lift to the clinic")
    for room in (desk, screen, sam):
        expect(room.page.locator("li.idea", has_text="A lift to the clinic")).to_have_count(0)


def test_the_debate_goes_on_after_the_lab_and_is_looked_through(kinds, device):
    """[S43] On a phone an idea says that it waits, or why it isn't shown; on the desk it is read without an author."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.facilitator()
    host.command("openLab")
    debate = host.activity("gather", 2)
    host.command("openActivity", activity=debate)
    desk = lab.desk(device("laptop"))
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("small", "dark"), "Sam", "staff")
    host.command("endLab")
    moira.sees(t("activity.staysOpen"))
    moira.sees(t("promise.read"))
    desk.sees(t("desk.staysOpenNow"))
    moira.give_idea("Ring Mrs Smith")
    moira.saved()
    moira.sees(t("review.waiting"))
    queue = desk.page.locator("lab-review")
    expect(queue).to_contain_text("Ring Mrs Smith")
    expect(queue).not_to_contain_text("Moira")
    desk.tap("review.notNowThis", text="Ring Mrs Smith")
    desk.write(desk.field("review.reason"), "It names somebody.")
    desk.tap("review.decline")
    expect(moira.page.locator(".review")).to_contain_text(f"{t('review.declined')} It names somebody.")
    moira.change_idea("Ring Mrs Smith", "Ring people at home")
    moira.sees(t("review.waiting"))
    sam.misses("Ring")
    desk.tap("review.approveThis", text="Ring people at home")
    sam.sees("Ring people at home")
    expect(moira.page.locator(".review")).to_have_count(0)
    expect(queue).to_contain_text(t("review.none"))
    desk.tap("move.close")
    expect(moira.page.get_by_role("button", name=t("gather.add"))).to_have_count(0)


def test_the_words_of_a_survey_are_read_before_they_show(kinds, device):
    """[S43] The same for what is written in a survey."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("survey"))
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    moira.sees(t("promise.read"))
    moira.write(moira.field("survey.inYourWords"), "Later buses")
    moira.tap("save")
    moira.saved()
    moira.sees(t("review.waiting"))
    expect(desk.page.locator("lab-review")).to_contain_text("What would be better?")
    screen.misses("Later buses")
    desk.tap("review.approveThis", text="Later buses")
    screen.sees("Later buses")
    expect(moira.page.locator(".review")).to_have_count(0)
