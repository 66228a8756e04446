"""Undo on everything: by the note, beside the thing itself, and by a key."""

from playwright.sync_api import expect

from browser.words import t

WALKS = "Supported walks"
CAFE = "Community café in a care home"


def test_a_withdrawn_idea_comes_back_by_the_note(lab, device):
    """[S14] A tap too many costs nothing: everybody sees it again as it was, tags and all."""
    lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("phone"), "Sam", "staff")
    moira.give_idea(WALKS, "co.L.short")
    sam.sees(WALKS)
    moira.tap("gather.withdrawThis", text=WALKS)
    sam.misses(WALKS)
    moira.note("undo")
    for person in (moira, sam):
        person.sees(WALKS)
        expect(person.page.get_by_role("listitem").filter(has_text=WALKS).first).to_contain_text(t("co.L.short"))
    moira.saved()


def test_a_withdrawn_idea_comes_back_where_it_was(lab, device):
    """[S14] The way back stays in reach on the item when the note has gone, until the step closes."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    for text in (WALKS, CAFE):
        moira.give_idea(text)
    for text in (WALKS, CAFE):
        moira.tap("gather.withdrawThis", text=text)
    moira.note("note.close")
    expect(moira.own_ideas()).to_have_count(0)
    gone = moira.page.get_by_role("listitem").filter(has_text=t("gather.withdrawn", text=WALKS))
    moira.press(gone.get_by_role("button", name=t("undo"), exact=True))
    expect(moira.own_ideas()).to_have_text([WALKS])
    host.command("closeActivity", activity=host.activity("gather"))
    moira.sees(t("activity.is.closed"))
    moira.misses(t("gather.withdrawn", text=CAFE))


def test_a_key_takes_the_last_things_back_one_by_one(lab, device):
    """[S14] `u` takes back, but never in the middle of a text, where it is a letter, and Ctrl+Z the field's own."""
    lab.opened("gather")
    moira = lab.join(device("laptop"), "Moira")
    moira.give_idea(WALKS)
    moira.change_idea(WALKS, "Walks for all")
    moira.saved()
    moira.tap("gather.withdrawThis", text="Walks for all")
    expect(moira.own_ideas()).to_have_count(0)
    moira.saved()
    moira.page.keyboard.press("u")
    expect(moira.own_ideas()).to_have_text(["Walks for all"])
    moira.saved()
    moira.page.keyboard.press("u")
    expect(moira.own_ideas()).to_have_text([WALKS])

    moira.field("gather.idea").press_sequentially("u")
    moira.page.keyboard.press("Control+z")
    expect(moira.field("gather.idea")).to_have_value("")
    moira.saved()
    expect(moira.own_ideas()).to_have_text([WALKS])


def test_a_reveal_is_taken_back_on_the_desk(lab, device):
    """[S10] What was shown too soon is hidden again, and everybody is told that it was seen."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.saved()
    host.command("openActivity", activity=host.activity("vote"))
    moira.at("Choose")
    moira.give_dot(WALKS)
    moira.saved()
    desk = lab.desk(device("laptop"))
    desk.reveal()
    moira.sees(t("dots", n=1), exact=True)
    desk.tap("desk.undo", what=t("undoable.revealActivity"))
    expect(desk.activity("open")).to_be_visible()
    moira.misses(t("dots", n=1), exact=True)
    moira.sees(t("activity.seenBefore"))
    expect(moira.dots(WALKS)).to_contain_text(t("vote.given", n=1))
