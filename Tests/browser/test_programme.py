"""The programme changed by hand, groups that go on by themselves, coming late, and media with its words."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import Desk
from browser.words import t
from harness.server import Server

TRACKS = [{"id": "a", "title": "Walks", "capacity": 1}, {"id": "b", "title": "Songs"}]
SOUND = {"title": "A recording", "file": "nothing-there.ogg", "transcript": "Moira: We start at the library."}


@pytest.fixture(scope="module")
def workshops(tmp_path_factory) -> Iterator[Server]:
    live = {"reveal": "live"}
    steps = [("Walks one", "a"), ("Walks two", "a"), ("Songs one", "b"), ("Songs two", "b")]
    yield from served(
        tmp_path_factory.mktemp("workshops"),
        {"id": "ideas", "kind": "gather", "title": "Ideas", **live},
        {"id": "dots", "kind": "vote", "title": "Dots", "inputsFrom": ["ideas"], "reveal": "onReveal"},
        {"id": "tracks", "kind": "choose", "title": "Tracks", "visibility": "role", "settings": {"tracks": TRACKS}, **live},
        *({"id": title.replace(" ", ""), "kind": "gather", "title": title, "track": {"of": "tracks", "is": track}, **live}
          for title, track in steps),
        {"id": "plenary", "kind": "gather", "title": "All of us", **live},
        {"id": "listen", "kind": "info", "title": "Listen", "settings": {"media": SOUND}},
    )  # fmt: skip


def kind(desk: Desk, name: str) -> None:
    # The radio lies over its chip; a long dialog scrolls under the pointer.
    desk.page.get_by_role("radio", name=t(f"kind.{name}"), exact=True).check()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#step-{name.replace('_', '-')}").fill(value)


def saved(desk: Desk) -> None:
    """The form is gone once the server has said yes."""
    expect(desk.page.locator("lab-desk-step")).to_have_count(0)


def line(page: Page, text: str) -> Locator:
    return page.locator("dialog").get_by_role("listitem").filter(has_text=text)


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_steps_are_added_and_set_in_plain_dialogs(lab, device, size):
    """[S7] A step of any kind is added and set; what is refused says why, and nothing that was typed is lost."""
    page = device(size)
    desk = lab.desk(page)
    host = lab.facilitator()
    desk.tap("desk.openLab")
    if size == "phone":
        page.locator(".desk-agenda > summary").click()
    desk.tap("agenda.change")
    desk.tap("agenda.add")

    kind(desk, "choose")
    fill(page, title="Choose a walk", prompt="Which one?", settings_tracks_0_title="Hills", settings_tracks_0_capacity="-3")
    desk.tap("agenda.addGo")
    expect(page.locator("#step-settings-tracks-1-title")).to_have_attribute("aria-invalid", "true")
    desk.escape()
    # On opening the plan again all of it is still there.
    desk.tap("agenda.change")
    expect(page.locator("#step-title")).to_have_value("Choose a walk")
    expect(page.locator("#step-settings-tracks-0-title")).to_have_value("Hills")
    fill(page, settings_tracks_0_capacity="12", settings_tracks_1_title="Loch")
    desk.tap("agenda.addGo")
    saved(desk)

    desk.tap("agenda.add")
    kind(desk, "info")
    fill(page, title="A film", prompt="Watch it.", settings_media_file="walk.mp4", settings_media_title="A walk")
    desk.tap("agenda.addGo")
    transcript = page.locator("#step-settings-media-transcript")
    expect(transcript).to_have_attribute("aria-invalid", "true")
    expect(transcript).to_be_focused()
    transcript.fill("We walk to the loch.")
    fill(page, settings_media_file="../walk.mp4")
    desk.tap("agenda.addGo")
    refused = page.locator("#step-settings-media-file")
    expect(refused).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#step-settings-media-file-error")).to_contain_text("plain name of a file")
    expect(transcript).to_have_value("We walk to the loch.")
    refused.fill("walk.mp4")
    desk.tap("agenda.addGo")
    saved(desk)

    desk.tap("agenda.add")
    kind(desk, "survey")
    fill(page, title="How are you?", prompt="Say how you are.", settings_questions_0_title="How was the way here?")
    page.locator("#step-settings-questions-0-options").fill("By bus\nOn foot")
    desk.tap("step.survey.more")
    expect(page.locator("#step-settings-questions-1-title")).to_be_focused()
    page.get_by_role("group", name=t("step.survey.questions.type")).nth(1).get_by_role("radio", name=t("step.survey.type.scale")).check()
    fill(page, settings_questions_1_title="Do you feel welcome?", settings_questions_1_low="Not yet")
    desk.tap("agenda.addGo")
    saved(desk)

    # A rest needs no question, and a step comes after what is on now.
    host.command("openActivity", activity=host.activity("gather"))
    expect(desk.activity("open").get_by_role("heading", name="Ideas", exact=True)).to_have_count(1)
    desk.tap("agenda.add")
    expect(page.get_by_role("checkbox", name=re.compile(t("co.C.short")))).to_be_visible()
    kind(desk, "break")
    fill(page, title="Tea")
    expect(page.locator("#step-after option:checked")).to_have_text("Ideas")
    desk.tap("agenda.addGo")
    saved(desk)
    desk.tap("agenda.editThis", title="Tea")
    fill(page, guideMinutes="20")
    desk.tap("save")
    saved(desk)

    desk.tap("agenda.editThis", title="Choose")
    expect(page.locator("#step-settings-budget")).to_be_visible()
    fill(page, guideMinutes="7", settings_budget="2")
    page.get_by_role("checkbox", name="Ideas", exact=True).uncheck()
    desk.tap("save")
    desk.sees(t("step.needsInputs"))
    page.get_by_role("checkbox", name="Ideas", exact=True).check()
    desk.tap("save")
    saved(desk)
    page.get_by_text(t("today.changes")).click()
    parts = f"{t('change.part.guideMinutes')} and {t('change.part.settings')}"
    expect(line(page, t("change.editedParts", title="Choose", what=parts)).first).to_be_visible()

    steps = {step["title"]: step for step in host.view["activities"].values()}
    assert steps["Choose"]["perItem"] and steps["Choose"]["guideMinutes"] == 7
    questions = sorted(steps["How are you?"]["questions"].values(), key=lambda question: question["order"])
    assert [question["type"] for question in questions] == ["single", "scale"]
    assert [option["title"] for option in questions[0]["options"].values()] == ["By bus", "On foot"]
    assert {track["title"]: track["capacity"] for track in steps["Choose a walk"]["tracks"].values()} == {"Hills": 12, "Loch": 0}
    assert steps["A film"]["media"]["type"] == "film"
    assert steps["Tea"]["prompt"] == "" and steps["Tea"]["guideMinutes"] == 20
    assert steps["Ideas"]["order"] < steps["Tea"]["order"] < steps["Choose"]["order"]


def test_two_who_change_one_step_are_told_of_each_other(lab, device):
    """[S7] What the other wrote is said, and what was typed here is kept until it is saved again."""
    page = device("laptop")
    desk = lab.desk(page)
    host = lab.facilitator()
    desk.tap("agenda.change")
    desk.tap("agenda.editThis", title="Ideas")
    fill(page, title="Our ideas")
    host.command("editActivity", activity=host.activity("gather"), version=1, title="Many ideas")
    desk.tap("save")
    desk.sees(t("step.meanwhile", title="Many ideas"))
    expect(page.locator("#step-title")).to_have_value("Our ideas")
    desk.tap("save")
    saved(desk)
    expect(line(page, "Our ideas").first).to_be_visible()


def test_each_group_goes_on_by_itself_until_all_come_together(workshops, device):
    """[S53] People see their own group's step, change over while there is room, and leaving gives the place back."""
    lab = Lab(workshops, workshops.make_lab(template="KIND"))
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("small", "dark"), "Sam", "staff")
    host = lab.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("choose"))
    moira.at("Tracks")
    moira.page.locator(".track", has_text="Walks").get_by_role("button").click()
    moira.sees(t("choose.youAre", title="Walks"))
    sam.page.locator(".track", has_text="Songs").get_by_role("button").click()
    sam.sees(t("choose.youAre", title="Songs"))
    sam.tap("choose.wait")
    sam.sees(t("choose.youWait", title="Walks", place=t("choose.place.1")))

    desk.go_on("Walks one")
    moira.at("Walks one")
    moira.sees(t("track.yours", title="Walks"))
    sam.at("Songs one")
    expect(screen.page.locator(".hall-tracks li")).to_have_count(2)
    expect(screen.page.locator(".hall-tracks")).to_contain_text("Songs one")

    desk.page.get_by_role("button", name="Songs one").click()
    desk.tap("move.goOnInTrack", title="Songs two")
    sam.at("Songs two")
    moira.at("Walks one")
    expect(screen.page.locator(".hall-tracks")).to_contain_text("Songs two")

    # The choice is open still: whoever waits moves up as somebody leaves.
    moira.go_to("me.title")
    moira.tap("me.leave")
    sam.at("Walks one")
    sam.sees(t("track.yours", title="Walks"))
    sam.page.get_by_role("link", name=t("track.change")).click()
    sam.page.locator(".track", has_text="Songs").get_by_role("button").click()
    sam.page.get_by_role("link", name=t("room.backToNow")).click()
    sam.at("Songs two")

    desk.page.get_by_role("button", name="Walks one").click()
    desk.tap("move.goOnTogether", title="All of us")
    sam.at("All of us")
    expect(screen.page.get_by_role("heading", name="All of us")).to_be_visible()
    states = {step["title"]: step["state"] for step in lab.facilitator().view["activities"].values()}
    assert [states[title] for title in ("Tracks", "Walks one", "Songs one", "Songs two")] == ["closed"] * 4


def test_whoever_comes_late_reads_what_was_done_on_one_page(workshops, device):
    """[S54] Joining late: what is done, what it came to and where we are stand on one page, in words, and nothing hidden."""
    lab = Lab(workshops, workshops.make_lab(template="KIND"))
    host, moira, ann = lab.facilitator(), lab.person("Moira"), lab.person("Ann", "family")
    host.command("openLab")
    ideas, dots = host.activity("gather"), host.activity("vote")
    host.command("openActivity", activity=ideas)
    walks = moira.command("addIdea", activity=ideas, text="Supported walks")["idea"]
    ann.command("addIdea", activity=ideas, text="A choir")
    host.command("closeActivity", activity=ideas)
    host.command("openActivity", activity=dots)
    for person in (moira, ann):
        person.command("vote", activity=dots, item=walks, dots=1)
    host.command("closeActivity", activity=dots)
    host.command("openActivity", activity=host.activity("choose"))

    sam = lab.join(device("phone"), "Sam", "staff")
    sam.at("Tracks")
    sam.sees(t("soFar.welcome", n=2))
    sam.page.get_by_role("link", name=t("soFar.read")).click()
    sam.at(t("soFar.title"))
    done = sam.page.locator(".so-far ol > li")
    expect(done).to_have_count(2)
    expect(done.nth(0)).to_contain_text("1. Ideas")
    expect(done.nth(0)).to_contain_text(t("soFar.heard", n=2))
    expect(done.nth(0)).to_contain_text("“Supported walks”")
    expect(done.nth(1)).to_contain_text(t("soFar.notOut"))
    expect(done.nth(1)).not_to_contain_text("Supported walks")
    expect(sam.page.locator(".so-far")).to_contain_text(t("soFar.weAreAt", step=3, of=9))
    expect(sam.page.locator(".so-far")).to_contain_text(t("soFar.left", n=6))
    host.command("revealActivity", activity=dots)
    expect(done.nth(1)).to_contain_text(t("soFar.counted", text="Supported walks", n=2))
    sam.page.get_by_role("link", name=t("soFar.seeAll", title="Dots")).click()
    sam.at("Dots")
    sam.page.get_by_role("link", name=t("room.backToNow")).click()
    sam.misses(t("soFar.welcome", n=2))
    sam.go_to("soFar.title")
    sam.at(t("soFar.title"))
    # Whoever was there from the beginning isn't told.
    other = lab.join(device("small", "dark"), "Mo")
    other.tap("soFar.notNow")
    other.misses(t("soFar.read"))
    other.page.evaluate("place => (location.hash = place)", f"a-{host.activity('choose')}")
    other.page.locator(".track", has_text="Songs").get_by_role("button").click()
    other.sees(t("choose.youAre", title="Songs"))
    other.page.get_by_role("link", name=t("room.backToNow")).click()
    other.page.reload()
    other.at("Dots")
    other.misses(t("soFar.read"))


def test_a_picture_comes_with_all_that_is_in_it_in_words(server, workshops, device):
    """[S47] A picture shows with its words one tap away, on paper they stand open, and what doesn't come stands in words."""
    lab = Lab(server, server.make_lab(template="T4"))
    host = lab.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("info"))
    moira = lab.join(device("phone"), "Moira")
    screen = lab.screen(device("projector"))
    for page in (moira.page, screen.page):
        picture = page.get_by_role("img", name="The day as a path")
        expect(picture).to_be_visible()
        page.wait_for_function("() => document.querySelector('.media img').naturalWidth > 0")
    words = moira.page.get_by_text("A drawing of a path through hills.")
    expect(words).to_be_hidden()
    moira.page.emulate_media(media="print")
    expect(words).to_be_visible()
    expect(moira.page.get_by_role("button", name=t("menu"))).to_be_hidden()
    assert moira.page.pdf(format="A4").startswith(b"%PDF")
    moira.page.emulate_media(media="screen")
    moira.page.get_by_text(t("info.words.picture")).click()
    expect(words).to_be_visible()

    other = Lab(workshops, workshops.make_lab(template="KIND"))
    host = other.facilitator()
    host.command("openLab")
    host.command("openActivity", activity=host.activity("info"))
    sam = other.join(device("small", "dark"), "Sam")
    sam.sees(t("info.missing"))
    sam.sees("Moira: We start at the library.")


def test_results_stand_on_paper_as_tables(lab, device):
    """[S47] A plain printable form: black on white, tables as tables, without what only a screen can do."""
    host = lab.opened("gather")
    people = [lab.person(f"P{number}") for number in range(3)]
    idea = people[0].command("addIdea", activity=host.activity("gather"), text="Supported walks")["idea"]
    host.command("closeActivity", activity=host.activity("gather"))
    vote, rate = host.activity("vote"), host.activity("rate")
    host.command("openActivity", activity=vote)
    people[0].command("vote", activity=vote, item=idea, dots=1)
    host.command("revealActivity", activity=vote)
    host.command("openActivity", activity=rate)
    for person in people:
        person.command("rate", activity=rate, item=idea, impact=5, effort=2)
    host.command("revealActivity", activity=rate)
    moira = lab.join(device("laptop", "dark"), "Moira")
    moira.at("Priority Matrix")
    moira.page.emulate_media(media="print")
    moira.page.set_viewport_size({"width": 690, "height": 1000})  # A4, within its margins
    table = moira.page.get_by_role("table").first
    expect(table.locator("thead")).to_be_visible()
    expect(table).to_have_css("display", "table")
    expect(moira.page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(moira.page.locator(".bar")).to_be_hidden()
    assert moira.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("template", "kind", "each"), [("T3", "survey", ".survey-card"), ("T5", "grid", "lab-grid h2"), ("T2", "rate", ".rate-card")])
def test_on_paper_all_is_asked_at_once(server, device, template, kind, each):
    """[S47] What a screen asks one by one stands on paper as a whole, to be filled in by hand; afterwards it is as it was."""
    lab = Lab(server, server.make_lab(template=template))
    host = lab.facilitator()
    if template == "T5":
        host.command("setDetails", times="Evenings", pay="All of us")
    host.command("openLab")
    if kind == "rate":
        idea = host.activity("gather")
        host.command("openActivity", activity=idea)
        for text in ("Walks", "A choir"):
            lab.person("Ann").command("addIdea", activity=idea, text=text)
        host.command("openActivity", activity=host.activity("vote"))
        host.command("revealActivity", activity=host.activity("vote"))
    host.command("openActivity", activity=host.activity(kind))
    moira = lab.join(device("phone"), "Moira")
    parts = moira.page.locator(each)
    expect(parts).to_have_count(1)
    moira.page.emulate_media(media="print")
    expect(parts.nth(1)).to_be_visible()
    expect(moira.button("rate.next")).to_have_count(0)
    moira.page.emulate_media(media="screen")
    expect(parts).to_have_count(1)
