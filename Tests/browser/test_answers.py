"""What people see of answers, and when: before and after by role, the four Co's, a commentary, pictures, no hurry."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import ByKeyboard, ByTouch, Participant
from browser.words import t
from harness.server import Server
from harness.wire import Person

GOOD, BAD = "This is good here", "This is not good here"
HELLO = "Somebody says hello when you come in"


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("answers"),
        {"id": "joining", "kind": "gather", "title": "What helps people join and stay?", "visibility": "role"},
        {"id": "choice", "kind": "vote", "title": "What matters most?", "inputsFrom": ["joining"], "reveal": "onReveal",
         "settings": {"mode": "dots", "budget": 1}},
    )  # fmt: skip


def step(host: Person, title: str) -> str:
    """Opens the step of that title over the wire, and gives its id."""
    activity = next(key for key, value in host.view["activities"].items() if value["title"] == title)
    host.command("openActivity", activity=activity)
    return activity


def row(place: Locator, name: str) -> list[str]:
    """What a table's row of that name says, cell by cell."""
    line = place.get_by_role("row").filter(has=place.page.get_by_role("rowheader", name=name, exact=True))
    return line.get_by_role("cell").all_inner_texts()


def test_confidence_before_and_after_stands_side_by_side_for_each_role(server: Server, device: Callable[..., Page]):
    """[S16] The same scale in the first sitting and the last, with the figures of each role where enough answered."""
    lab = Lab(server, server.make_lab("Leaving care", "T5"))
    host = lab.facilitator()
    host.command("setDetails", times="Evenings", pay="£20")
    host.command("openLab")
    moira, screen = lab.join(device("phone"), "Moira", as_=ByTouch), lab.screen(device("projector"))
    others = [lab.person(f"Kim {n}") for n in range(2)], [lab.person(f"Ann {n}", "staff") for n in range(3)]

    def ask(title: str, own: int, young: int, staff: int) -> str:
        activity = step(host, title)
        moira.at(title)
        moira.choose(str(own))
        moira.saved()
        for group, level in zip(others, (young, staff), strict=True):
            for person in group:
                person.command("answerQuestion", activity=activity, question="managers", answer=level)
        return activity

    before = ask("How sure are you of this?", own=1, young=1, staff=4)
    host.command("revealActivity", activity=before)
    moira.at("How sure are you of this?")
    moira.misses(t("survey.beforeNow"))
    after = ask("How sure are you now?", own=4, young=4, staff=5)
    for room in (moira, screen):
        room.misses(t("survey.beforeNow"))
    host.command("revealActivity", activity=after)
    for room in (moira, screen):
        table = room.page.get_by_role("table", name=t("survey.beforeNow")).first
        expect(table).to_be_visible()
        assert row(table, t("role.usesServices")) == ["1", "4"]
        assert row(table, t("role.staff")) == ["4", "5"]
        assert row(table, t("survey.everyone")) != row(table, t("role.staff"))
        room.misses("Kim")


def test_what_happens_now_stands_against_what_could_be_for_each_of_the_four_cos(server: Server, device: Callable[..., Page]):
    """[S21] An idea names one to four Co's; a picture and a table count them, what the map holds included, as they come."""
    lab = Lab(server, server.make_lab("Living well", "T1"))
    host = lab.facilitator()
    host.command("openLab")
    moira, desk, screen = lab.join(device("phone"), "Moira"), lab.desk(device("laptop")), lab.screen(device("projector"))
    grid = step(host, "Where do we already work together?")
    sam = lab.person("Sam", "staff")
    sam.command("addEntry", activity=grid, row="L", column="now", text="Supported walks")
    gather = step(host, "What else could we do together?")
    moira.at("What else could we do together?")
    moira.give_idea("Community café", "co.D.short", "co.L.short", "when.couldBe")
    counted = {"C": ["0", "0"], "D": ["0", "1"], "L": ["1", "1"], "A": ["0", "0"]}
    for room in (moira, desk):
        table = room.page.get_by_role("table", name=t("star.caption"))
        for co, cells in counted.items():
            expect(table.get_by_role("row").filter(has_text=t(f"co.{co}.short")).get_by_role("cell")).to_have_text(cells)
    # In the room it stands on the wall while one looks at it together.
    host.command("pauseActivity", activity=gather)
    for room in (moira, desk, screen):
        picture = room.page.get_by_role("img", name=t("star.row", co=t("co.L.short"), now=1, couldBe=1))
        expect(picture).to_be_visible()
        expect(picture).to_have_accessible_name(re.compile(re.escape(t("star.row", co=t("co.D.short"), now=0, couldBe=1))))
    expect(moira.page.locator(".idea.own .tag.co")).to_have_count(2)

    host.command("resumeActivity", activity=gather)
    moira.give_idea("A budget group", *(f"co.{co}.short" for co in "CDLA"), "when.now")
    for room in (moira, desk):
        table = room.page.get_by_role("table", name=t("star.caption"))
        expect(table.get_by_role("row").filter(has_text=t("co.A.short")).get_by_role("cell")).to_have_text(["1", "0"])
        expect(table.get_by_role("row").filter(has_text=t("co.L.short")).get_by_role("cell")).to_have_text(["2", "1"])
    host.command("closeActivity", activity=gather)
    expect(screen.page.get_by_role("img", name=t("star.row", co=t("co.L.short"), now=2, couldBe=1))).to_be_visible()
    expect(moira.page.locator(".idea.own").filter(has_text="A budget group").locator(".tag.co")).to_have_count(4)


def test_what_helps_people_start_and_stay_is_gathered_by_role_and_then_voted_on(kinds: Server, device: Callable[..., Page]):
    """[S30] Each stands with the role of who said it, never a name; what is gathered is what is voted on."""
    lab = Lab(kinds, kinds.make_lab("Market it", "KIND"))
    desk, screen = lab.desk(device("laptop")), lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira", "family", as_=ByTouch)
    sam = lab.join(device("small"), "Samira", "staff", as_=ByTouch)
    desk.tap("desk.openLab")
    desk.tap("move.open")
    moira.at("What helps people join and stay?")
    moira.give_idea("A lift there and back")
    sam.give_idea("Meetings at noon")
    for room, text, role in ((sam, "A lift there and back", "family"), (moira, "Meetings at noon", "staff")):
        for other in (room, screen, desk):
            expect(other.page.locator(".idea").filter(has_text=text)).to_contain_text(t(f"role.{role}"))
    for room in (screen, sam):
        room.misses("Moira")
    desk.go_on("What matters most?")
    moira.at("What matters most?")
    moira.give_dot("Meetings at noon")
    sam.give_dot("Meetings at noon")
    for room in (screen, moira):
        room.misses(t("dots", n=2), exact=True)
    desk.reveal()
    for room in (screen, moira):
        first = room.page.locator(".tally.counted li").first
        expect(first).to_contain_text("Meetings at noon")
        expect(first).to_contain_text(t("dots", n=2))


def test_minutes_are_a_guide_and_nothing_ends_by_itself(server: Server, device: Callable[..., Page]):
    """[S46] Every step says about how many minutes it takes; three hours later it is still open, and nobody was told to hurry."""
    lab = Lab(server, server.make_lab("Living well", "T1"))
    host = lab.facilitator()
    host.command("openLab")
    phone, laptop = device("phone"), device("laptop")
    for page in (phone, laptop):
        page.clock.install()
    moira, desk, screen = lab.join(phone, "Moira"), lab.desk(laptop), lab.screen(device("projector"))
    moira.open_menu("today.title")
    activities = sorted(host.view["activities"].values(), key=lambda activity: activity["order"])
    for activity in activities:
        minutes = t("activity.minutes", n=activity["guideMinutes"])
        expect(phone.locator(".agenda li").filter(has=phone.get_by_text(activity["title"], exact=True))).to_contain_text(minutes)
        expect(laptop.locator("lab-desk .agenda li").filter(has=laptop.get_by_text(activity["title"], exact=True))).to_contain_text(
            t("activity.min", n=activity["guideMinutes"])
        )
    moira.sees(t("today.lead"))
    practice = step(host, "A vote to try it out")
    moira.go_to("menu.now")
    moira.at("A vote to try it out")
    for room in (moira, desk, screen):
        room.sees(t("activity.minutes", n=5))
    desk.sees(t("desk.nothingEnds"))
    for page in (phone, laptop):
        page.clock.fast_forward("03:00:00")
    moira.saved()
    for page in (phone, laptop):
        expect(page.locator("dialog")).to_have_count(0)
        expect(page.get_by_role("alert")).to_have_count(0)
    expect(desk.activity("open").get_by_role("heading", name="A vote to try it out", exact=True)).to_be_visible()
    moira.give_dot("Music")
    moira.saved()
    expect(desk.heard()).to_have_text("1")
    assert host.view["activities"][practice]["state"] == "open"
    assert host.view["lab"]["current"] == practice


def test_a_commentary_is_read_after_ones_own_answer(server: Server, device: Callable[..., Page]):
    """[S48] Who has answered or passed reads it, and nobody before: until then it isn't even sent to their device."""
    lab = Lab(server, server.make_lab("Living well", "T1"))
    host = lab.facilitator()
    host.command("openLab")
    heard: dict[str, list[str]] = {}

    def listening(name: str) -> Page:
        page = device("phone")
        frames = heard.setdefault(name, [])

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", lambda frame: frames.append(str(frame)))

        page.on("websocket", listen)
        return page

    moira = lab.join(listening("Moira"), "Moira")
    sam = lab.join(listening("Sam"), "Sam", "staff", as_=ByKeyboard)
    kim = lab.join(listening("Kim"), "Kim")
    step(host, "A vote to try it out")
    words = "You can take a dot back and give it to something else"
    people: tuple[Participant, ...] = (moira, sam, kim)
    for person in people:
        person.at("A vote to try it out")
        person.misses(words)
    moira.give_dot("Music")
    moira.sees(words)
    sam.misses(words)
    sam.tap("pass")
    sam.sees(words)
    kim.saved()
    kim.misses(words)
    assert any(words in frame for frame in heard["Moira"]) and any(words in frame for frame in heard["Sam"])
    assert len(heard["Kim"]) > 2 and not any(words in frame for frame in heard["Kim"])


def test_a_child_answers_by_picture_and_nobody_reads_their_name(server: Server, device: Callable[..., Page]):
    """[S60] Each picture has its word; somebody else may write, and it says so; no name is shown to anybody."""
    lab = Lab(server, server.make_lab("The park", "T11"))
    desk, screen = lab.desk(device("laptop")), lab.screen(device("projector"))
    desk.tap("desk.openLab")
    page = device("phone")
    page.goto(lab.link("join"))
    kirsty = ByTouch(page)
    kirsty.sees(t("join.whoNobody"))
    kirsty.misses(t("join.whoFacilitator"))
    kirsty.write(kirsty.field("join.name"), "Kirsty")
    kirsty.choose(t("role.usesServices"))
    kirsty.choose(t("join.helped"))
    kirsty.tap("join.go")
    kirsty.saved()
    ann = lab.join(device("phone"), "Annabel", "neighbour", as_=ByTouch)
    desk.tap("move.open")
    kirsty.at("What is a good one like?")
    kirsty.give_idea(HELLO)
    for room in (ann, desk, screen):
        room.sees(HELLO)
        expect(room.page.locator(".idea").filter(has_text=HELLO)).to_contain_text(t("support.said.scribe"))

    host = lab.facilitator()
    choice = step(host, "What shall we look at?")
    kirsty.at("What shall we look at?")
    kirsty.give_dot(HELLO)
    kirsty.saved()
    host.command("revealActivity", activity=choice)
    inspection = step(host, "What did we find?")
    for person in (kirsty, ann):
        person.at("What did we find?")
    felt = kirsty.page.get_by_role("radio")
    expect(felt).to_have_count(4)
    for picture in kirsty.page.locator(".option .picture").all():
        expect(picture).to_have_attribute("aria-hidden", "true")
        expect(picture.locator("xpath=..")).to_have_text(re.compile(r"\w{2,}"))
    kirsty.press(felt.first)
    for _ in range(4):
        kirsty.tap("survey.next")
    kirsty.sees(HELLO)
    kirsty.choose(GOOD)
    expect(kirsty.page.locator(".option .picture")).to_have_count(4)
    kirsty.saved()
    for _ in range(4):
        ann.tap("survey.next")
    ann.choose(BAD)
    ann.saved()
    host.command("revealActivity", activity=inspection)
    for room in (kirsty, screen, desk):
        result = room.page.locator(".survey-result").filter(has_text=HELLO)
        for words in (GOOD, BAD):
            expect(result.locator(".bars li").filter(has_text=words)).to_contain_text("1")

    desk.tap("people.title")
    people = desk.page.get_by_role("dialog").get_by_role("listitem")
    expect(people).to_have_count(2)
    expect(people.filter(has_text=t("people.support.scribe"))).to_contain_text(t("people.nameless", n=1).rstrip("1"))
    for room in (desk, screen, ann):
        room.misses("Kirsty")
    for room in (desk, screen, kirsty):
        room.misses("Annabel")
