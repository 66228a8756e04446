"""The whole Co-Production Star (template T1) from the lobby to its end, as a facilitator and two people live it: one on
a phone with her thumb, one with a keyboard alone. The screen in the room goes along."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from browser.lab import Lab
from browser.rooms import ByKeyboard, ByTouch, Desk, Participant, Room
from browser.words import t

BUDGET = "A group that shares out the small budget"
WALKS = "Supported walks"
CAFE = "Community café in a care home"
BUTTONS = "Big-button feedback after walks"
LOGO = "A new logo on every leaflet"
NOW, COULD_BE = "We do this now", "We could do this"
DECIDING, DESIGNING, DOING, LOOKING = (
    "Deciding what matters, and what the money is for", "Working out how it should be", "Doing it, week by week",
    "Looking at how it went",
)  # fmt: skip
PEOPLE, STAFF = "What people, families and neighbours bring and promise", "What staff, managers and councillors bring and promise"
SUPPORT, CONFLICT = "The support that the agency gives", "If we disagree, who do we go to, and what happens then?"
REVIEW = "The day on which we look at this again"
STEP = "I lead Tuesday's walk"
VESTS = "Hi-vis vests from the council"
NOTE = "Ask Ines how the café began"


@dataclass
class Hall:
    """Everybody who is there, and the screen in the room."""

    desk: Desk
    screen: Room
    moira: Participant
    sam: Participant

    @property
    def people(self) -> tuple[Participant, Participant]:
        return self.moira, self.sam

    @property
    def rooms(self) -> tuple[Room, ...]:
        return self.desk, self.screen, self.moira, self.sam

    def go_on(self, title: str) -> None:
        """The next step is on for everybody."""
        self.desk.go_on(title)
        for room in (self.screen, *self.people):
            room.at(title)


def test_the_whole_star_from_the_lobby_to_the_end(server, device: Callable[..., Page]):
    """[S4] [S10] [S23] [S24] [S26] [S27] [S32] Every step answered by thumb and by keyboard, until each takes home what they gave."""
    lab = Lab(server, server.make_lab("Living well with dementia", "T1"))
    desk, screen = lab.desk(device("laptop")), lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira", "usesServices", as_=ByTouch)
    sam = lab.join(device("laptop", "dark"), "Callum", "staff", as_=ByKeyboard)
    hall = Hall(desk, screen, moira, sam)

    for person, name in ((moira, "Moira"), (sam, "Callum")):
        person.sees(t("lobby.hello", name=name))
    sam.page.reload()
    sam.sees(t("lobby.hello", name="Callum"))
    sam.skip()
    desk.tap("desk.openLab")
    desk.tap("move.open")
    for room in (screen, moira, sam):
        room.at("Welcome")
    practice(hall)
    map_it(hall)
    gather(hall)
    sort(hall)
    hall.go_on("Tea")
    decide(hall)
    match(hall)
    stay(hall)
    hall.go_on("Break")
    agree(hall)
    pledge(hall)
    reflect(hall)
    follow(hall)
    end(hall)
    for name in ("Moira", "Callum"):
        screen.misses(name)


def practice(hall: Hall) -> None:
    hall.go_on("A vote to try it out")
    hall.moira.give_dot("Good company")
    hall.sam.give_dot("Music")
    expect(hall.desk.heard()).to_have_text("2")
    for room in (hall.desk, hall.screen, *hall.people):
        room.misses(t("dots", n=1), exact=True)
    hall.desk.reveal()
    for room in hall.rooms:
        room.sees(t("dots", n=1), exact=True)


def map_it(hall: Hall) -> None:
    """Levels and examples, side by side; a cell that says “not at all” is answered, one that nobody touched is not."""
    hall.go_on("Where do we already work together?")
    moira, sam = hall.people
    for person in hall.people:
        expect(person.page.locator("#grid-row")).to_have_text(DECIDING)
    moira.fill_cell(NOW, level=1, example=BUDGET)
    sam.tap("grid.next")
    expect(sam.page.locator("#grid-row")).to_have_text(DESIGNING)
    sam.fill_cell(NOW, level=0)
    sam.fill_cell(COULD_BE, level=2, example=CAFE)
    for title in (DESIGNING, DOING):
        moira.tap("grid.next")
        expect(moira.page.locator("#grid-row")).to_have_text(title)
    moira.fill_cell(NOW, level=2, example=WALKS)
    moira.saved()
    table = hall.screen.page.get_by_role("table")
    for row, texts in ((DECIDING, [BUDGET]), (DESIGNING, [CAFE, "Not at all"]), (DOING, [WALKS, "Often"])):
        for text in texts:
            expect(table.get_by_role("row", name=row)).to_contain_text(text)
    expect(table.get_by_role("row", name=LOOKING)).to_contain_text(t("grid.nobody"))
    expect(hall.desk.heard()).to_have_text("2")


def gather(hall: Hall) -> None:
    """What nobody named is asked; what is answered that way is tagged by the question."""
    hall.go_on("What else could we do together?")
    moira, sam = hall.people
    asked = {"row": LOOKING, "column": COULD_BE}
    for person in hall.people:
        person.misses(t("grid.prompt", row=DESIGNING, column=COULD_BE))
    for _ in range(2):
        if moira.button("grid.promptUse", **asked).count() == 0:
            moira.press(moira.page.get_by_role("button", name=t("grid.promptsMore", n=1)).or_(
                moira.page.get_by_role("button", name=t("grid.promptsMore", n=2))).or_(
                moira.page.get_by_role("button", name=t("grid.promptsMore", n=3))))  # fmt: skip
    moira.tap("grid.promptUse", **asked)
    expect(moira.page.get_by_role("checkbox", name=t("co.A.short"))).to_be_checked()
    expect(moira.page.get_by_role("checkbox", name=t("when.couldBe"))).to_be_checked()
    moira.write(moira.field("gather.idea"), BUTTONS)
    moira.tap("gather.add")
    sam.give_idea(LOGO, "co.D.short", "when.couldBe", "for.community")
    for room in hall.rooms:
        room.sees(BUTTONS)
        room.sees(LOGO)


def sort(hall: Hall) -> None:
    hall.go_on("What belongs together?")
    moira, sam = hall.people
    for person, idea, theme, new in (
        (sam, WALKS, "Being out and about", True), (moira, BUTTONS, "Being out and about", False),
        (moira, CAFE, "Meeting each other", True), (sam, BUDGET, "Meeting each other", False),
        (sam, LOGO, "Meeting each other", False),
    ):  # fmt: skip
        person.sort_under(idea, theme, new)
        for other in hall.people:
            expect(other.page.get_by_role("region", name=theme)).to_contain_text(idea)
    for person in hall.people:
        person.sees(t("cluster.done"))
        person.saved()
    for theme, ideas in (("Being out and about", (WALKS, BUTTONS)), ("Meeting each other", (CAFE, BUDGET, LOGO))):
        for idea in ideas:
            expect(hall.screen.page.get_by_role("region", name=theme)).to_contain_text(idea)


def decide(hall: Hall) -> None:
    """Two questions an idea; where the two differ comes first; each idea is decided on, with a reason for all to read."""
    hall.go_on("How much would it help? How hard is it?")
    desk, moira, sam = hall.desk, hall.moira, hall.sam
    moira.rate_all({WALKS: (5, 2), CAFE: (5, 4), LOGO: (1, 5), BUDGET: (4, t("dontKnow")), BUTTONS: (4, 1)})
    sam.rate_all({WALKS: (4, 1), CAFE: (1, 4), LOGO: (2, 5), BUDGET: (4, 3), BUTTONS: (3, 1)})
    expect(desk.heard()).to_have_text("2")
    for room in hall.rooms:
        room.misses(t("quadrant.quickWins"))
    desk.reveal()
    for person in hall.people:
        person.at(t("matrix.title"))
        expect(person.page.get_by_role("row").filter(has_text=WALKS)).to_contain_text(t("quadrant.quickWins"))
        expect(person.page.get_by_role("row").filter(has_text=LOGO)).to_contain_text(t("quadrant.leaveForNow"))
    expect(hall.screen.page.locator("lab-matrix svg")).to_be_visible()
    desk.press(desk.page.locator("summary").filter(has_text=t("decide.title")))
    desk.decide(WALKS, "do", "Everybody can start on Tuesday.", "Moira and the library")
    desk.decide(LOGO, "drop", "It costs more than it helps.")
    for idea in (CAFE, BUDGET, BUTTONS):
        desk.decide(idea, "plan", f"We look at it in May: {idea}.")
    desk.sees(t("decide.count", n=5, of=5))
    for person in hall.people:
        for idea, reason in ((WALKS, "Everybody can start on Tuesday."), (LOGO, "It costs more than it helps.")):
            expect(person.page.get_by_role("row").filter(has_text=idea)).to_contain_text(reason)


def match(hall: Hall) -> None:
    """A match is suggested without a name; names are told once both have said yes."""
    hall.go_on("What are you good at and happy to share?")
    desk, moira, sam = hall.desk, hall.moira, hall.sam
    for person, texts in ((moira, ("Stories from the mill", "Singing")), (sam, ("The minibus rota", "Baking"))):
        for text in texts:
            person.write(person.field("survey.inYourWords"), text)
            person.tap("survey.next")
    for person, chosen in ((moira, ("Go for a walk together", None)), (sam, (None, "Go for a walk together"))):
        for option in chosen:
            if option:
                person.choose(option)
            person.tap("survey.next")
        person.write(person.field("survey.inYourWords"), "Somebody to call")
        person.tap("rate.finish")
        person.saved()
    for room in (desk, hall.screen):
        room.sees("Stories from the mill")
    desk.tap("survey.suggest")
    moira.sees(t("survey.youGive", what="Go for a walk together"))
    sam.sees(t("survey.youGet", what="Go for a walk together"))
    moira.write(moira.field("survey.nameForMatch"), "Moira from the mill")
    moira.tap("survey.putInTouch")
    moira.sees(t("survey.waitsForOther"))
    sam.misses("Moira from the mill")
    sam.write(sam.field("survey.nameForMatch"), "Sam at the centre")
    sam.tap("survey.putInTouch")
    moira.sees(t("survey.bothYes", name="Sam at the centre"))
    sam.sees(t("survey.bothYes", name="Moira from the mill"))
    for room in (desk, hall.screen):
        room.misses("Moira from the mill")


def stay(hall: Hall) -> None:
    """[S30] Each under its heading, shown with the role, never with the name."""
    hall.go_on("What helps people join and stay?")
    hall.moira.choose("It helped me to start")
    hall.sam.choose("It puts people off")
    hall.moira.give_idea("A lift there and back")
    hall.sam.give_idea("Not another evening meeting")
    for text, role, others in (("A lift there and back", "usesServices", hall.sam), ("Not another evening meeting", "staff", hall.moira)):
        for room in (hall.desk, hall.screen, others):
            expect(room.page.locator(".idea").filter(has_text=text)).to_contain_text(t(f"role.{role}"))
    expect(hall.sam.page.locator(".idea").filter(has_text="A lift there and back").first).not_to_contain_text("Moira")


def agree(hall: Hall) -> None:
    """Each side writes its own part; nobody signs what is half empty; a change takes the signatures off."""
    hall.go_on("Our charter")
    desk, moira, sam = hall.desk, hall.moira, hall.sam
    expect(moira.button("form.writeThis", title=STAFF)).to_have_count(0)
    expect(sam.button("form.writeThis", title=PEOPLE)).to_have_count(0)
    moira.write_part(PEOPLE, "We come, and say what we see.")
    sam.write_part(STAFF, "We answer within a week.")
    sam.write_part(SUPPORT, "Fares are paid on the day, from January.")
    moira.write_part(CONFLICT, "Ines and the chair of the carers' group hear both of us.")
    moira.sees("We answer within a week.")
    sam.sees("Ines and the chair")
    for room in (desk, *hall.people):
        room.sees(t("form.stillEmpty", what=REVIEW))
    for person in hall.people:
        expect(person.button("form.sign")).to_have_count(0)
    sam.write_part(REVIEW, "2027-03-01")
    for room in (moira, hall.screen):
        room.sees("1 March 2027")
    for person in hall.people:
        person.tap("form.sign")
        person.sees(t("form.youSigned"))
    for room in (desk, hall.screen):
        room.sees(t("form.complete.everyone"))
    # Whoever signed too soon takes it back, and can sign again.
    moira.tap("form.unsign")
    desk.misses(t("form.complete.everyone"))
    moira.tap("form.sign")
    moira.sees(t("form.youSigned"))
    desk.sees(t("form.complete.everyone"))

    moira.write_part(PEOPLE, "We come when we can, and say what we see.", change=True)
    for person in hall.people:
        person.sees(t("form.changedSince"))
        person.misses(t("form.youSigned"))
    for room in (desk, hall.screen):
        room.misses(t("form.complete.everyone"))
    for person in hall.people:
        person.tap("form.signAgain")
    for room in (desk, hall.screen):
        room.sees(t("form.complete.everyone"))


def pledge(hall: Hall) -> None:
    hall.go_on("What small step will you take?")
    moira, sam = hall.people
    moira.page.get_by_label(t("pledge.idea")).select_option(label=WALKS)
    moira.pledge(STEP, get=VESTS)
    for room in (sam, hall.screen, hall.desk):
        room.sees(STEP)
        room.sees(VESTS)
    expect(sam.button("pledge.acceptThis", text=STEP)).to_have_count(0)
    moira.tap("pledge.acceptThis", text=STEP)
    sam.pledge("We buy ten vests", get="A photo of the first walk")
    sam.tap("pledge.acceptThis", text="We buy ten vests")
    for room in (sam, hall.screen):
        expect(room.page.locator(".idea").filter(has_text=STEP).first).to_contain_text(t("pledge.accepted"))
    for room in (moira, hall.screen):
        expect(room.page.locator(".idea").filter(has_text="We buy ten vests").first).to_contain_text(t("pledge.accepted"))


def reflect(hall: Hall) -> None:
    hall.go_on("For yourself")
    moira, sam = hall.people
    for person, note in ((moira, NOTE), (sam, "Ring the depot")):
        person.write(person.page.get_by_label("What surprised me today?"), note)
        person.tap("reflect.add")
        expect(person.page.locator(".note")).to_contain_text(note)
        person.saved()
    for room in (hall.desk, hall.screen, sam):
        room.misses(NOTE)


def follow(hall: Hall) -> None:
    """From an idea to its outcome takes one tap."""
    for person, idea in ((hall.moira, BUTTONS), (hall.sam, LOGO)):
        person.go_to("today.title")
        person.press(person.page.get_by_role("link", name="What else could we do together?"))
        person.at("What else could we do together?")
        person.press(person.page.get_by_role("link", name=t("story.followThis", text=idea), exact=True).first)
        story = person.page.get_by_role("listitem").filter(has=person.page.get_by_role("heading", name=idea, exact=True))
        expect(story.get_by_role("heading", name=idea)).to_be_focused()
        expect(story).to_be_in_viewport()
    moira, sam = hall.people
    story = moira.page.locator(".story > li")
    for words in ("Being out and about", t("quadrant.quickWins"), t("decision.plan"), f"We look at it in May: {BUTTONS}."):
        expect(story.filter(has_text=BUTTONS)).to_contain_text(words)
    for words in ("Being out and about", t("quadrant.quickWins"), t("decision.do"), "Everybody can start on Tuesday.",
                  t("decision.by", who="Moira and the library"), STEP, t("pledge.accepted")):  # fmt: skip
        expect(story.filter(has=moira.page.get_by_role("heading", name=WALKS))).to_contain_text(words)
    expect(sam.page.locator(".story > li").filter(has_text=LOGO)).to_contain_text(t("decision.drop"))


def end(hall: Hall) -> None:
    """The lab ends on every device, and each takes home what they gave, and nobody else's."""
    desk, moira, sam = hall.desk, hall.moira, hall.sam
    desk.press(desk.page.locator("summary").filter(has_text=t("desk.end")))
    desk.tap("desk.endLab")
    desk.sees(t("desk.lab.ended"))
    hall.screen.sees(t("lobby.ended"))
    texts = {}
    for person in (moira, sam):
        person.go_to("menu.now")
        person.sees(t("lobby.ended"))
        person.go_to("me.title")
        with person.page.expect_download() as saved:
            person.tap("me.own")
        texts[person] = saved.value.path().read_text(encoding="utf-8")
    own = {
        moira: (
            f"{DECIDING}, {NOW}: {BUDGET}", f"{DECIDING}, {NOW}: A little", f"- {BUTTONS}", f"- {CAFE}: Meeting each other",
            "Singing", "    Go for a walk together", f"{CONFLICT}: Ines", STEP, NOTE, "    What surprised me today?",
        ),
        sam: (f"{DESIGNING}, {COULD_BE}: {CAFE}", f"- {LOGO}\n", "We buy ten vests", "    Baking", f"{SUPPORT}: Fares"),
    }  # fmt: skip
    for person, other in ((moira, sam), (sam, moira)):
        for text in own[person]:
            assert text in texts[person], f"{text!r} isn't in\n{texts[person]}"
    assert f"{COULD_BE}: {CAFE}" not in texts[moira] and "Baking" not in texts[moira]
    assert "option" not in texts[moira] and t("activity.commentary") not in texts[moira], "inner names"
    for text in (NOTE, "Singing", STEP):
        assert text not in texts[sam]
