"""The same person twice: two tabs of one browser are one person, and neither throws the other out."""

from playwright.sync_api import Locator, expect

from browser.rooms import Participant
from browser.words import t
from harness.server import eventually

WALKS = "Supported walks"
CAFE = "Community café in a care home"


class InATab(Participant):
    """Somebody who brings a tab to the front before they do something in it."""

    def press(self, place: Locator) -> None:
        self.page.bring_to_front()
        super().press(place)

    def write(self, field: Locator, text: str) -> None:
        self.page.bring_to_front()
        super().write(field, text)


def two_tabs(lab, device, tab) -> tuple[Participant, Participant]:
    one = lab.join(device("phone"), "Moira", as_=InATab)
    page = tab(one.page)
    page.goto(lab.link("join"))
    two = InATab(page)
    two.saved()
    return one, two


def test_two_tabs_show_the_same_and_count_once(lab, device, tab):
    """[S1] [S10] Taps in one are seen in the other as one's own; it is one person of two who was heard."""
    host = lab.opened("gather")
    lab.person("Sam", "staff")
    one, two = two_tabs(lab, device, tab)
    one.give_idea(WALKS)
    expect(two.own_ideas()).to_have_text([WALKS])
    two.give_idea(CAFE)
    two.change_idea(WALKS, "Walks for all")
    for person in (one, two):
        expect(person.own_ideas()).to_have_text([CAFE, "Walks for all"])
        expect(person.heard()).to_have_text(f"1 {t('heard.of', n=2, of=2)}")
        person.saved()

    host.command("openActivity", activity=host.activity("vote"))
    one.give_dot(CAFE)
    expect(two.dots(CAFE)).to_contain_text(t("vote.given", n=1))
    two.tap("vote.take", text=CAFE)
    expect(one.dots(CAFE)).to_contain_text(t("vote.given", n=0))
    two.give_dot("Walks for all")
    expect(one.dots("Walks for all")).to_contain_text(t("vote.given", n=1))

    host.command("openActivity", activity=host.activity("rate"))
    for person in (one, two):
        person.at("Priority Matrix")
        person.tap("rate.asList")
    one.rate(CAFE, 5, 2)
    expect(two.scale(CAFE, "impact").get_by_role("radio", name="5")).to_be_checked()
    two.rate(CAFE, 4, t("dontKnow"))
    expect(one.scale(CAFE, "impact").get_by_role("radio", name="4")).to_be_checked()
    activity = host.view["activities"][host.activity("rate")]
    assert activity["heard"] == {"n": 1, "of": 2}
    for person in (one, two):
        person.saved()


def test_one_tab_closed_leaves_the_other(lab, device, tab):
    """[S14] Closing a tab is no leaving; what the other says goes on."""
    lab.opened("gather")
    sam = lab.person("Sam", "staff")
    one, two = two_tabs(lab, device, tab)
    one.give_idea(WALKS)
    expect(two.own_ideas()).to_have_text([WALKS])
    one.page.close()
    two.give_idea(CAFE)
    two.saved()
    ideas = eventually("two ideas are there", lambda: len(lab.ideas(sam)) == 2 and lab.ideas(sam))
    assert sorted(ideas) == sorted([WALKS, CAFE])


def test_a_stale_tab_overwrites_nothing_unasked(lab, device, tab):
    """Both tabs begin to change the same idea: the later is told what the other wrote, and chooses."""
    lab.opened("gather")
    one, two = two_tabs(lab, device, tab)
    one.give_idea(WALKS)
    for person, text in ((one, "Walks on Tuesdays"), (two, "Walks on Fridays")):
        person.tap("gather.editThis", text=WALKS)
        person.write(person.field("gather.change"), text)
    one.tap("save")
    expect(one.own_ideas()).to_have_text(["Walks on Tuesdays"])
    one.saved()
    two.tap("save")
    conflict = two.page.get_by_role("region", name=t("conflict.title"))
    expect(conflict).to_contain_text("Walks on Tuesdays")
    expect(conflict).to_contain_text("Walks on Fridays")
    expect(one.own_ideas()).to_have_text(["Walks on Tuesdays"])
    two.tap("conflict.useYours")
    for person in (one, two):
        expect(person.own_ideas()).to_have_text(["Walks on Fridays"])
