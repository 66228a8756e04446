"""Undo on everything: by the note, beside the thing itself, and by a key."""

from playwright.sync_api import expect

from browser.words import t
from harness.server import eventually

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


def test_ctrl_z_undoes_on_the_desk_and_in_the_room_but_not_in_a_field(lab, device):
    """As everywhere else; where somebody types, it is the field's own. Nothing to undo is said in words."""
    host = lab.opened("gather")
    moira = lab.join(device("laptop"), "Moira")
    moira.page.keyboard.press("Control+z")
    moira.sees(t("note.nothingToUndo"))
    moira.give_idea(WALKS)
    moira.tap("gather.withdrawThis", text=WALKS)
    expect(moira.own_ideas()).to_have_count(0)
    moira.page.keyboard.press("Control+z")
    expect(moira.own_ideas()).to_have_text([WALKS])
    moira.saved()

    desk = lab.desk(device("laptop"))
    desk.tap("move.close")
    expect(desk.activity("closed")).to_be_visible()
    desk.tap("move.reopen")
    expect(desk.activity("open")).to_be_visible()
    desk.page.keyboard.press("Control+z")
    expect(desk.activity("closed")).to_be_visible()
    desk.page.keyboard.press("Control+z")
    expect(desk.activity("open")).to_be_visible()
    # In a field it takes back what was typed there, and nothing else.
    desk.unfold("door.title")
    field = desk.page.get_by_label(t("door.capacity"))
    field.click()
    field.press_sequentially("12")
    desk.page.keyboard.press("Control+z")
    expect(field).to_have_value("")
    expect(desk.activity("open")).to_be_visible()
    assert host.view["activities"][host.activity("gather")]["state"] == "open"


def test_one_undo_takes_back_one_tap(lab, device):
    """“Go on” closes one step and opens the next: one Undo takes both back, and what it takes back is named."""
    lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    desk = lab.desk(device("laptop"))
    for take_back in (
        lambda: desk.note("undo"),
        lambda: desk.tap("desk.undo", what=t("undoable.together")),
        lambda: desk.page.keyboard.press("u"),
    ):
        desk.go_on("Choose")
        desk.sees(t("moved.goOn", title="Choose"))
        moira.at("Choose")
        desk.saved()
        take_back()
        expect(desk.activity("open").get_by_role("heading", name="Ideas", exact=True)).to_be_visible()
        desk.sees(t("note.undoneWhat", what=t("undoable.together")))
        moira.at("Ideas")
        expect(moira.button("gather.add")).to_be_visible()
        expect(desk.page.locator(".desk-agenda li", has_text="Choose")).to_contain_text(t("state.draft"))
        expect(desk.button("desk.undo", what=t("undoable.closeActivity"))).to_have_count(0)
    # After the page was loaded anew, too.
    desk.go_on("Choose")
    desk.saved()
    desk.page.reload()
    desk.tap("desk.undo", what=t("undoable.together"))
    expect(desk.activity("open").get_by_role("heading", name="Ideas", exact=True)).to_be_visible()


def test_what_the_undo_of_a_card_takes_back_is_named(lab, device):
    """A withdrawal is undone; what stays beside the idea is the undo of its last change, and says so."""
    lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.change_idea(WALKS, "Walks for all")
    moira.tap("gather.withdrawThis", text="Walks for all")
    moira.note("undo")
    expect(moira.page.locator(".idea.own").get_by_role("button", name=t("undoChangeThis", text="Walks for all"))).to_have_text(t("undoChange"))


def test_an_undo_that_comes_too_late_says_why(lab, device):
    """The step has closed meanwhile: what was said stays, and the page says so."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.tap("gather.withdrawThis", text=WALKS)
    moira.saved()
    host.command("closeActivity", activity=host.activity("gather"))
    moira.sees(t("activity.is.closed"))
    moira.note("undo")
    moira.sees(t("problem.movedOn.closed"))


def test_whoever_leaves_by_mistake_has_their_place_again(lab, device):
    """[S14] In one tap, without a code."""
    host = lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.go_to("me.title")
    moira.tap("me.leave")
    moira.page.get_by_role("heading", name=t("goodbye.title")).wait_for()
    eventually("nobody is in", lambda: host.view["people"]["joined"] == 0)
    moira.tap("goodbye.back")
    eventually("Moira is in again", lambda: host.view["people"]["joined"] == 1)
    moira.page.goto(moira.page.url.split("#")[0] + "#now")
    expect(moira.own_ideas()).to_have_text([WALKS])
    moira.page.reload()
    expect(moira.own_ideas()).to_have_text([WALKS])
