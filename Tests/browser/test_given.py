"""What somebody just gave stands in sight, and says that it is there; the focus stays with them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import ByKeyboard, Participant
from browser.words import t
from harness.server import Server

WALKS = "Supported walks"


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    asks = {"asksCos": True, "asksWhen": True, "asksFor": True}
    yield from served(
        tmp_path_factory.mktemp("given"),
        {"id": "ideas", "kind": "gather", "title": "Ideas", "settings": asks},
        {"id": "panel", "kind": "questions", "title": "Ask", "settings": {"panellists": [{"id": "ann", "name": "Ann"}]}},
        {"id": "pledges", "kind": "pledge", "title": "Pledges"},
        {"id": "log", "kind": "reflect", "title": "Log", "visibility": "private", "reveal": "never"},
    )


def stands(person: Participant, words: str, text: str) -> Locator:
    """The line is in sight together with what was given, and no keyboard of glass lies over it."""
    said = person.page.locator(".added")
    expect(said).to_have_text(words)
    expect(said).to_be_in_viewport()
    given = person.page.locator("li", has=said)
    expect(given).to_contain_text(text)
    expect(given.get_by_text(text)).to_be_in_viewport(ratio=1)
    expect(person.page.locator("textarea:focus, input:focus")).to_have_count(0)
    return given


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_what_was_given_is_in_sight(kinds, device, size):
    """An idea, a pledge, a question and a note: the page stays with it and says that it is there."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("gather"))
    moira = lab.join(device(size), "Moira")
    for text in ("A café", "A bus", WALKS):
        moira.give_idea(text)
        given = stands(moira, t("gather.there"), text)
    # What can be done with it is the next that Tab leads to, and a new idea is begun as before.
    moira.page.keyboard.press("Tab")
    expect(given.get_by_role("button", name=t("gather.editThis", text=WALKS))).to_be_focused()
    moira.write(moira.field("gather.idea"), "S")
    expect(moira.page.locator(".added")).to_have_count(0)
    moira.write(moira.field("gather.idea"), "")
    # An empty one leads to the field.
    moira.tap("gather.add")
    expect(moira.field("gather.idea")).to_be_focused()
    moira.saved()

    host.command("openActivity", activity=host.activity("questions"))
    moira.at("Ask")
    moira.write(moira.field("questions.yours"), "Who pays?")
    moira.tap("questions.ask")
    stands(moira, t("questions.asked"), "Who pays?")
    host.command("openActivity", activity=host.activity("pledge"))
    moira.at("Pledges")
    moira.pledge("I drive on Tuesdays", "Company")
    stands(moira, t("pledge.offeredNote"), "I drive on Tuesdays")
    host.command("openActivity", activity=host.activity("reflect"))
    moira.at("Log")
    moira.write(moira.field("reflect.note"), "I was heard")
    moira.tap("reflect.add")
    stands(moira, t("reflect.kept"), "I was heard")


def test_whoever_types_goes_on_typing(kinds, device):
    """By key, out of the field: the focus stays there for the next idea, and the line is there too."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("gather"))
    sam = lab.join(device("laptop"), "Sam", "staff", as_=ByKeyboard)
    field = sam.field("gather.idea")
    sam.write(field, "A café")
    sam.page.keyboard.press("Control+Enter")
    expect(sam.page.locator(".added")).to_have_text(t("gather.there"))
    expect(field).to_be_focused()
    sam.page.keyboard.type(WALKS)
    sam.page.keyboard.press("Control+Enter")
    expect(sam.own_ideas()).to_have_text([WALKS, "A café"])
