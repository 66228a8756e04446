"""What a facilitator enters for somebody on paper: it is saved, says so, and stands on the desk once."""

import pytest
from playwright.sync_api import expect

from browser.rooms import Desk
from browser.words import t
from harness.server import eventually


def paper_of(desk: Desk, name: str) -> None:
    """Goes on to answer for somebody who is on paper."""
    desk.tap("desk.paper")
    desk.tap("people.pickThis", name=name)
    desk.at(t("desk.answeringFor", name=name))


@pytest.mark.parametrize(
    ("kind", "field", "go", "change"),
    [("gather", "gather.idea", "gather.add", "gather.change"),
     ("pledge", "pledge.give", "pledge.add", "pledge.give")],
)  # fmt: skip
def test_what_is_entered_on_paper_is_saved_and_says_so(lab, device, kind, field, go, change):
    """[S10] An idea or a pledge from paper is marked only until the server has it; it can be changed and undone."""
    host = lab.opened(kind)
    lab.on_paper(host, "Jim")
    desk = lab.desk(device("laptop"))
    paper_of(desk, "Jim")
    desk.write(desk.field(field), "Walks by the canal")
    desk.tap(go)
    desk.saved()
    shown = desk.page.locator("main li.idea", has_text="Walks by the canal")
    expect(shown).to_have_count(1)
    expect(shown).not_to_contain_text(t("unsaved"))
    expect(desk.page.locator("main .unsaved")).to_have_count(0)
    desk.tap("gather.editThis", text="Walks by the canal")
    place = desk.page.locator("main li.idea").get_by_label(t(change))
    place.fill("Walks by the loch")
    desk.tap("save")
    desk.saved()
    changed = desk.page.locator("main li.idea", has_text="Walks by the loch")
    expect(changed).to_have_count(1)
    expect(changed).not_to_contain_text(t("unsaved"))
    expect(changed).to_have_count(1)
    desk.tap("gather.withdrawThis", text="Walks by the loch")
    desk.saved()
    expect(desk.page.locator("main li.idea.gone")).to_have_count(1)
    desk.press(desk.page.locator("main li.idea.gone").get_by_role("button"))
    desk.saved()
    expect(changed.filter(has_not_text=t("unsaved"))).to_have_count(1)
    eventually("that one was heard", lambda: host.view["activities"][host.activity(kind)]["heard"]["n"] == 1)
