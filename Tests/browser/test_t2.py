"""The Priority Matrix (template T2) as two people and a facilitator live it, from the first tap to the pledges. One of
the two has a keyboard alone."""

from playwright.sync_api import expect

from browser.rooms import ByKeyboard
from browser.words import t

WALKS = "Supported walks"
CAFE = "Community café in a care home"
LOGO = "A new logo on every leaflet"


def test_two_phones_and_a_facilitator_go_through_t2_to_its_decisions(lab, device):
    """[S24] [S27] [S28] [S29] The whole programme runs as one live lab, joined by its link without an account."""
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira", "usesServices")
    moira.sees(t("lobby.hello", name="Moira"))
    desk.tap("desk.openLab")
    sam = lab.join(device("phone", "dark"), "Sam", "staff", as_=ByKeyboard)
    people = (moira, sam)

    desk.tap("move.open")
    for person in people:
        person.at("Welcome")

    # Ideas: seen by all, changed and withdrawn by their author.
    desk.go_on("Ideas")
    for person in people:
        person.at("Ideas")
    moira.give_idea(WALKS, "co.L.short", "when.now")
    sam.sees(WALKS)
    sam.give_idea(CAFE, "co.D.short", "co.L.short", "for.community")
    sam.give_idea("Something to take back")
    moira.sees("Something to take back")
    sam.tap("gather.withdrawThis", text="Something to take back")
    moira.misses("Something to take back")
    moira.give_idea("A new logo")
    moira.change_idea("A new logo", LOGO)
    for room in (sam, screen, desk):
        room.sees(LOGO)
        room.sees(CAFE)

    # Dots: a pass is a full answer, and nobody sees a dot before the reveal.
    desk.go_on("Choose")
    for person in people:
        person.at("Choose")
    moira.give_dot(CAFE)
    sam.tap("pass")
    expect(desk.heard()).to_have_text("2")
    for room in (desk, screen, sam):
        room.misses(t("dots", n=1), exact=True)
    desk.reveal()
    for room in (desk, screen, sam):
        room.sees(t("dots", n=1), exact=True)

    # Ratings: two questions an idea, "I don't know" among the answers; first where the room differs, then the middle.
    desk.go_on("Priority Matrix")
    for person in people:
        person.at("Priority Matrix")
    moira.rate_all({WALKS: (5, 2), CAFE: (5, 4), LOGO: (1, 5)})
    sam.rate_all({WALKS: (4, 1), CAFE: (t("dontKnow"), 4), LOGO: (2, 5)})
    expect(desk.heard()).to_have_text("2")
    for room in (desk, screen, *people):
        room.misses(t("quadrant.quickWins"))
    desk.reveal()
    for person in people:
        person.at(t("matrix.title"))
        row = person.page.get_by_role("row").filter(has_text=WALKS)
        expect(row).to_contain_text(t("quadrant.quickWins"))
        expect(row).to_contain_text("4.5")
        expect(person.page.get_by_role("row").filter(has_text=LOGO)).to_contain_text(t("quadrant.leaveForNow"))
    expect(screen.page.locator("lab-matrix svg")).to_be_visible()

    # What was decided, and why, stands on everybody's device.
    desk.go_on("Talk about where we differ")
    for person in people:
        person.at("Talk about where we differ")
    desk.go_on("Decide")
    desk.decide(WALKS, "do", "Everybody can start on Tuesday.", "Moira and the library")
    desk.decide(LOGO, "drop", "It costs more than it helps.")
    for room in (screen, *people):
        room.sees("Everybody can start on Tuesday.")
        room.sees("It costs more than it helps.")

    # Pledges: both halves, accepted by their owner alone, and no name on the hall's screen.
    desk.go_on("Pledges")
    for person in people:
        person.at("Pledges")
    moira.pledge("I lead Tuesday's walk", get="Hi-vis vests from the council")
    for room in (sam, screen):
        room.sees("I lead Tuesday's walk")
        room.sees("Hi-vis vests from the council")
    sam.sees("Moira")
    expect(sam.button("pledge.acceptThis", text="I lead Tuesday's walk")).to_have_count(0)
    moira.tap("pledge.acceptThis", text="I lead Tuesday's walk")
    for room in (sam, screen):
        room.sees(t("pledge.accepted"))
    screen.misses("Moira")
