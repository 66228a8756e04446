"""Sorting ideas, filling a grid and choosing a track, as people do it on their own devices."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from api.kinds import served
from browser.held import OwnHeldBack
from browser.lab import Lab
from browser.words import t
from harness.server import Server

COS = [{"id": "C", "title": "Commission"}, {"id": "L", "title": "Deliver"}]
TIMES = [{"id": "now", "title": "Doing now"}, {"id": "couldBe", "title": "Could do"}]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    live = {"reveal": "live"}
    yield from served(
        tmp_path_factory.mktemp("kinds"),
        {"id": "ideas", "kind": "gather", "title": "Ideas", **live},
        {"id": "themes", "kind": "cluster", "title": "Themes", "inputsFrom": ["ideas"], "settings": {"themes": ["Outside"]}, **live},
        {"id": "map", "kind": "grid", "title": "Map",
         "settings": {"rows": COS, "columns": TIMES, "tags": {"row": "co", "column": "when"}, "firstRoles": ["usesServices"]}, **live},
        {"id": "more", "kind": "gather", "title": "More", "inputsFrom": ["map"], "settings": {"asksCos": True}, **live},
        {"id": "tracks", "kind": "choose", "title": "Tracks",
         "settings": {"tracks": [{"id": "a", "title": "Walks", "capacity": 1}, {"id": "b", "title": "Songs"}]}, **live},
    )  # fmt: skip


def test_an_idea_goes_from_theme_to_theme_by_buttons_and_choices(kinds, device):
    """[S4] Placing takes no dragging; the chain tells an idea's theme; undo is in reach."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    desk.tap("desk.openLab")
    desk.tap("move.open")
    moira.at("Ideas")
    moira.give_idea("Supported walks")
    moira.give_idea("A choir")
    desk.go_on("Themes")
    moira.at("Themes")
    card = moira.page.locator(".sort-card")
    expect(card.get_by_role("heading")).to_have_text("Supported walks")
    card.get_by_role("button", name="Outside", exact=True).click()
    expect(card.get_by_role("heading")).to_have_text("A choir")
    card.get_by_label(t("cluster.new")).fill("Music")
    card.get_by_role("button", name=t("cluster.make")).click()
    moira.sees(t("cluster.done"))
    moira.saved()
    expect(screen.page.get_by_role("region", name="Music")).to_contain_text("A choir")

    moira.page.get_by_label(t("cluster.themeOf") + " “A choir”").select_option(label="Outside")
    expect(screen.page.get_by_role("region", name="Outside")).to_contain_text("A choir")
    moira.tap("undo")
    expect(screen.page.get_by_role("region", name="Music")).to_contain_text("A choir")

    desk.tap("cluster.changeThis", text="Music")
    desk.page.get_by_label(t("cluster.reword")).fill("Music for all")
    desk.tap("save")
    reworded = moira.page.get_by_role("region", name="Music for all")
    expect(reworded).to_be_visible()
    desk.tap("cluster.removeThis", text="Music for all")
    expect(moira.page.locator(".sort-card").get_by_role("heading")).to_have_text("A choir")
    desk.tap("undo")
    expect(reworded).to_contain_text("A choir")
    moira.page.evaluate("location.hash = 'story'")
    moira.sees("Music for all")


def test_a_grid_is_filled_row_by_row_first_by_those_it_is_about(kinds, device):
    """[S22] [S23] [S37] Levels and words, whose turn it is in words, and empty cells as questions of the next gather."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("small"), "Moira")
    sam = lab.join(device("phone", "dark"), "Sam", "staff")
    desk.tap("desk.openLab")
    desk.tap("move.open")
    desk.go_on("Themes")
    desk.go_on("Map")
    moira.at("Map")
    sam.sees(t("grid.waitTurn", roles=t("role.usesServices")))
    expect(sam.button("grid.addTo", title="Doing now")).to_have_count(0)
    moira.sees(t("grid.youFirst"))

    now = moira.page.get_by_role("region", name="Doing now")
    now.get_by_role("radio").nth(0).check()
    now.get_by_label(t("grid.example")).fill("The budget group")
    now.get_by_role("button", name=t("grid.addTo", title="Doing now")).click()
    moira.tap("gather.editThis", text="The budget group")
    moira.page.get_by_label(t("grid.change")).fill("The budget group meets")
    moira.tap("save")
    moira.saved()
    expect(now.get_by_role("radio").nth(0)).to_be_checked()
    cell = screen.page.get_by_role("row", name="Commission").get_by_role("cell").first
    expect(cell).to_contain_text("The budget group meets")
    expect(cell).to_contain_text("Not at all")

    desk.tap("grid.letAll")
    sam.page.get_by_role("region", name="Could do").get_by_label(t("grid.example")).fill("Decide the café's budget")
    sam.tap("grid.addTo", title="Could do")
    sam.tap("grid.next")
    sam.page.keyboard.press("b")
    expect(sam.page.locator("#grid-row")).to_have_text("Commission")
    sam.page.keyboard.press("n")
    sam.tap("grid.toAll")
    expect(sam.page.get_by_role("table")).to_contain_text("Decide the café's budget")
    desk.tap("desk.hideThis", text="Decide the café's budget")
    expect(sam.page.get_by_role("table")).not_to_contain_text("Decide the café's budget")

    desk.go_on("More")
    moira.sees(t("grid.prompt", row="Commission", column="Could do"))
    moira.tap("grid.promptUse", row="Commission", column="Could do")
    expect(moira.page.get_by_role("checkbox", name="Commission")).to_be_checked()
    expect(moira.field("gather.idea")).to_be_focused()


def test_a_full_track_has_a_waiting_list_and_a_free_place_comes_by_itself(kinds, device):
    """[S53] People see where there is room, wait without losing their place, and are told when a place is theirs."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("small", "dark"), "Sam", "staff")
    desk.tap("desk.openLab")
    facilitator = lab.facilitator()
    facilitator.command("openActivity", activity=facilitator.activity("choose"))
    moira.at("Tracks")
    moira.page.locator(".track", has_text="Walks").get_by_role("button").click()
    moira.sees(t("choose.youAre", title="Walks"))
    moira.saved()
    sam.page.locator(".track", has_text="Songs").get_by_role("button").click()
    sam.sees(t("choose.youAre", title="Songs"))
    sam.tap("choose.wait")
    sam.sees(t("choose.youWait", title="Walks", place=t("choose.place.1")))
    sam.sees(t("choose.keep", title="Songs"))
    screen.sees(t("choose.waiting", n=1))
    moira.tap("choose.letGo")
    sam.sees(t("choose.youAre", title="Walks"))
    expect(sam.page.locator("#announcer")).to_contain_text(t("choose.movedUp", title="Walks"))

    moira.tap("choose.wait")
    desk.page.locator("#size-a").fill("2")
    desk.page.locator(".capacity").first.get_by_role("button").click()
    moira.sees(t("choose.youAre", title="Walks"))
    screen.sees(t("choose.full", n=2))


def test_what_one_did_shows_once_and_unchanged_until_the_news_of_it_has_come(kinds, device):
    """[S22] [S53] An entry isn't others' for a moment, and whoever took the last place of a track doesn't wait for one."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    facilitator = lab.facilitator()
    facilitator.command("openLab")
    facilitator.command("openActivity", activity=facilitator.activity("grid"))
    page = device("phone")
    own = OwnHeldBack(page)
    moira = lab.join(page, "Moira")
    moira.at("Map")
    now = page.get_by_role("region", name="Doing now")
    own.hold()
    now.get_by_label(t("grid.example")).fill("The budget group")
    now.get_by_role("button", name=t("grid.addTo", title="Doing now")).click()
    expect(page.locator(".heard b").first).to_have_text("1")
    moira.saved()
    expect(now.get_by_text("The budget group", exact=True)).to_have_count(1)
    expect(now.get_by_text(t("grid.others", n=1))).to_have_count(0)
    own.release()

    facilitator.command("openActivity", activity=facilitator.activity("choose"))
    moira.at("Tracks")
    own.hold()
    walks = page.locator(".track", has_text="Walks")
    walks.get_by_role("button").click()
    expect(walks.locator(".room-bar.full")).to_have_count(1)
    moira.saved()
    moira.sees(t("choose.youAre", title="Walks"))
    moira.misses(t("choose.youWait", title="Walks", place=t("choose.place.1")))
    own.release()
    facilitator.command("openActivity", activity=facilitator.activity("gather"))
    moira.sees(t("choose.youAre", title="Walks"))
    expect(page.locator("#announcer")).not_to_contain_text(t("choose.movedUp", title="Walks"))
    facilitator.close()
