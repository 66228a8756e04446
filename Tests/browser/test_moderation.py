"""What facilitators do to others' words at the desk, what the room sees of it, and somebody who is taken out."""

from playwright.sync_api import expect

from browser.words import t

WALKS = "Walks. Songs."
NUMBER = "Call Jean Pirie on 0141 496 0000"


def test_hidden_reworded_and_split_in_sight_of_all_and_back_in_one_tap(lab, device):
    """[S14] Whatever a facilitator does to a text, the original is kept, said to be so, and comes back in one tap."""
    host = lab.opened("gather")
    gather = host.activity("gather")
    moira = lab.join(device("phone"), "Moira")
    ann = lab.person("Ann", "family")
    for text in (WALKS, NUMBER):
        ann.command("addIdea", activity=gather, text=text)
    desk = lab.desk(device("laptop"))
    moira.sees(NUMBER)

    desk.tap("desk.hideThis", text=NUMBER)
    moira.misses(NUMBER)
    desk.page.get_by_text(t("hidden.title", n=1), exact=True).click()
    desk.tap("hidden.backThis", what=t("hidden.back.hidden"), text=NUMBER)
    moira.sees(NUMBER)

    desk.tap("desk.rewordThis", text=NUMBER)
    desk.write(desk.page.locator("#change-text"), "Ask a volunteer")
    desk.tap("desk.rewordGo")
    moira.sees("Ask a volunteer")
    moira.sees(t("gather.reworded", text=NUMBER))
    desk.note("undo")
    moira.misses("Ask a volunteer")

    desk.tap("desk.splitThis", text=WALKS)
    desk.write(desk.page.locator("#change-text"), "Walks\nSongs")
    desk.tap("desk.splitGo")
    moira.sees(t("gather.split", text=WALKS))
    expect(moira.page.locator("lab-gather .idea-text").filter(has_text="Songs").first).to_have_text("Songs")
    desk.page.get_by_text(t("hidden.title", n=1), exact=True).click()
    desk.tap("hidden.backThis", what=t("hidden.back.split"), text=WALKS)
    moira.misses(t("gather.split", text=WALKS))

    desk.tap("moderation.title")
    log = desk.page.get_by_role("dialog")
    for what in ("hidden", "restored", "reworded", "split", "joined"):
        expect(log.get_by_text(t(f"moderation.{what}"), exact=True).first).to_be_visible()
    expect(log).not_to_contain_text("Ann")


def test_somebody_is_taken_out_in_words_and_let_in_again_at_any_desk(lab, device):
    """[S14] Taken out with what they gave under their name, told so on their page, and let in again by one tap elsewhere."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("phone"), "Sam", "staff")
    desk = lab.desk(device("laptop"))
    moira.give_idea("Supported walks")
    moira.saved()
    host.command("openActivity", activity=host.activity("pledge"))
    for person in (moira, sam):
        person.at("Pledges")
    moira.pledge("I lead Tuesday's walk")
    moira.saved()
    sam.sees("I lead Tuesday's walk")
    desk.tap("people.title")
    desk.tap("people.removeThis", name="Moira")
    desk.choose(t("people.contributions.go"))
    desk.sees(t("people.goesNamed"))
    desk.tap("people.removeGo", name="Moira")
    moira.sees(t("problem.removed"))
    sam.misses("I lead Tuesday's walk")
    # What is anonymous stays: going with her it would say whose it was.
    assert lab.ideas(host) == ["Supported walks"]
    moira.tap("entry.tryAgain")
    moira.sees(t("problem.removed"))
    moira.page.reload()
    moira.sees(t("problem.removed"))
    desk.sees(t("people.removedTitle"))
    desk.escape()
    desk.tap("moderation.title")
    desk.sees(t("moderation.gave.go"))
    other = lab.desk(device("phone"))
    other.tap("people.title")
    other.tap("people.takeBackThis", name="Moira")
    sam.sees("I lead Tuesday's walk")
    moira.tap("entry.tryAgain")
    moira.sees("I lead Tuesday's walk")
    expect(other.button("people.removeThis", name="Moira")).to_be_visible()
    other.misses(t("people.removedTitle"), exact=True)
