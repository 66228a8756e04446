"""The hall's Wi-Fi drops, the server dies, a page is put away: nobody loses a tap, and nothing counts twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from browser.held import OwnHeldBack
from browser.hosts import DROP
from browser.lab import Lab
from browser.rooms import Participant
from browser.words import t
from harness.server import Server, eventually
from harness.wire import Person

WALKS = "Supported walks"
CAFE = "Community café in a care home"


def trouble(person: Participant) -> None:
    """Waits until the page says that it has no connection."""
    expect(person.indicator()).to_have_text(t("saved.offline"))


def not_saved_yet(person: Participant, count: int) -> None:
    """So many things are marked, and the page says that they aren't saved yet."""
    expect(person.unsaved()).to_have_count(count)
    expect(person.indicator()).to_have_text(t("saved.late"))


def all_saved(person: Participant) -> None:
    person.saved()
    expect(person.unsaved()).to_have_count(0)


@pytest.fixture
def mortal(tmp_path) -> Iterator[list[Server]]:
    """A server that a test may kill, as the last of a list in which it leaves those that follow."""
    servers = [Server(tmp_path / "data")]
    yield servers
    servers[-1].stop()


def born_again(servers: list[Server]) -> Server:
    """A new process on the folder and the port of the one that was killed."""
    servers.append(Server(servers[-1].data, port=servers[-1].port))
    return servers[-1]


def test_what_is_tapped_while_the_wifi_is_gone_arrives_once(lab, device, network):
    """[S10] Ideas, a change and a withdrawal: each is marked until it is saved, all arrive in order, none twice."""
    host = lab.opened("gather")
    sam = lab.person("Sam", "staff")
    moira = lab.join(device("phone"), "Moira", base=DROP)
    moira.give_idea("Before it dropped")
    moira.saved()

    network.cut()
    trouble(moira)
    moira.give_idea(WALKS)
    moira.give_idea("A café")
    moira.give_idea("Something to take back")
    not_saved_yet(moira, 3)
    moira.change_idea("A café", CAFE)
    moira.tap("gather.withdrawThis", text="Something to take back")
    not_saved_yet(moira, 2)
    expect(moira.own_ideas()).to_have_text([CAFE, WALKS, "Before it dropped"])
    assert lab.ideas(sam) == ["Before it dropped"]

    network.mend()
    all_saved(moira)
    moira.sees(t("note.withdrawn"))
    eventually("all of it has arrived", lambda: sorted(lab.ideas(sam)) == sorted(["Before it dropped", CAFE, WALKS]))
    expect(moira.own_ideas()).to_have_text([CAFE, WALKS, "Before it dropped"])
    eventually("who was heard", lambda: host.view["activities"][host.activity("gather")]["heard"] == {"n": 1, "of": 2})


def test_what_was_saved_but_never_confirmed_is_not_doubled(lab, device, network):
    """The server has it, its answer is lost: what is sent again counts once."""
    lab.opened("gather")
    sam = lab.person("Sam", "staff")
    moira = lab.join(device("phone"), "Moira", base=DROP)

    network.mute()
    moira.give_idea(WALKS)
    moira.give_idea(CAFE)
    eventually("the server has both", lambda: sorted(lab.ideas(sam)) == sorted([WALKS, CAFE]))
    expect(moira.unsaved()).to_have_count(2)
    network.cut()
    not_saved_yet(moira, 2)

    network.mend()
    all_saved(moira)
    expect(moira.own_ideas()).to_have_text([CAFE, WALKS])
    assert sorted(lab.ideas(sam)) == sorted([WALKS, CAFE])


def test_dots_and_ratings_given_in_between_are_counted_once(lab, device, network):
    """[S24] Dots go and come back while nothing is connected; what counts is what the person sees."""
    host = lab.opened("gather")
    sam = lab.person("Sam", "staff")
    gather = host.activity("gather")
    for text in (WALKS, CAFE, "A new logo", "Walk buddies"):
        sam.command("addIdea", activity=gather, text=text)
    host.command("openActivity", activity=host.activity("vote"))
    moira = lab.join(device("phone"), "Moira", base=DROP)

    network.cut()
    trouble(moira)
    moira.give_dot(WALKS)
    moira.tap("vote.take", text=WALKS)
    moira.give_dot(CAFE)
    not_saved_yet(moira, 2)
    network.mend()
    all_saved(moira)
    expect(moira.dots(CAFE)).to_contain_text(t("vote.given", n=1))
    expect(moira.dots(WALKS)).to_contain_text(t("vote.given", n=0))
    host.command("revealActivity", activity=host.activity("vote"))
    eventually("the dots are out", lambda: all("votes" in item for item in lab.items(host, "vote")))
    assert {item["text"]: item["votes"] for item in lab.items(host, "vote") if item["votes"]} == {CAFE: 1}

    matrix = host.activity("rate")
    host.command("openActivity", activity=matrix)
    moira.at("Priority Matrix")
    moira.tap("rate.asList")
    network.cut()
    trouble(moira)
    moira.rate(CAFE, 2, 3)
    moira.rate(CAFE, 5, t("dontKnow"))
    not_saved_yet(moira, 1)
    network.mend()
    moira.saved()
    host.command("revealActivity", activity=matrix)
    cafe = eventually("the results are out", lambda: next(
        (item["results"] for item in lab.items(host, "rate") if item["text"] == CAFE and "results" in item), None))
    assert cafe["impact"]["counts"]["5"] == 1
    assert (cafe["impact"]["n"], cafe["effort"]["n"], cafe["effort"]["dontKnow"]) == (1, 0, 1)


def test_an_answer_that_is_saved_stays_in_sight_until_the_news_of_it_has_come(lab, device):
    """[S24] What all see comes before what is one's own; in between, nothing that was tapped is gone from the screen."""
    host = lab.opened("gather")
    host.command("addIdea", activity=host.activity("gather"), text=CAFE)
    host.command("openActivity", activity=host.activity("rate"))
    page = device("phone")
    own = OwnHeldBack(page)
    moira = lab.join(page, "Moira")
    moira.at("Priority Matrix")
    moira.tap("rate.asList")
    moira.saved()

    own.hold()
    impact = moira.scale(CAFE, "impact").get_by_role("radio")
    impact.nth(2).check()
    moira.saved()
    expect(page.locator(".heard b").first).to_have_text("1")
    assert own.came[:2] == ["accepted", "patch"]
    expect(impact.nth(2)).to_be_checked(timeout=1)
    expect(moira.unsaved()).to_have_count(0)
    eventually("the news of one's own comes", lambda: page.evaluate("true") and own.kept)
    own.release()
    impact.nth(3).check()
    moira.saved()
    expect(impact.nth(3)).to_be_checked()


def test_a_tap_while_the_server_is_dead_is_there_when_it_lives_again(mortal, device):
    """SIGKILL in the middle of it all; a new process on the same folder and port goes on where the old one was."""
    lab = Lab(mortal[0], mortal[0].make_lab())
    lab.opened("gather")
    moira = lab.join(device("phone"), "Moira")
    moira.give_idea(WALKS)
    moira.saved()

    mortal[-1].kill()
    trouble(moira)
    moira.give_idea(CAFE)
    not_saved_yet(moira, 1)
    lab.server = born_again(mortal)
    all_saved(moira)
    expect(moira.own_ideas()).to_have_text([CAFE, WALKS])

    # Again, with what was tapped a moment before: whether it was saved or not, it is there once.
    moira.give_idea("A new logo")
    mortal[-1].kill()
    moira.give_idea("Walk buddies")
    lab.server = born_again(mortal)
    all_saved(moira)
    sam = lab.person("Sam", "staff")
    assert sorted(lab.ideas(sam)) == sorted([WALKS, CAFE, "A new logo", "Walk buddies"])


def test_taps_that_wait_outlive_a_reload(lab, device, network):
    """[S29] The page goes away with what waits, and is loaded again in its tab: it is sent, once."""
    lab.opened("gather")
    sam = lab.person("Sam", "staff")
    moira = lab.join(device("phone"), "Moira", base=DROP)
    network.cut()
    trouble(moira)
    moira.give_idea(WALKS)
    not_saved_yet(moira, 1)
    moira.page.goto("about:blank")
    network.mend()
    moira.page.goto(lab.link("join", DROP))
    all_saved(moira)
    expect(moira.own_ideas()).to_have_text([WALKS])
    eventually("the idea has arrived", lambda: lab.ideas(sam) == [WALKS])


def test_taps_that_wait_outlive_their_tab(lab, device, tab, network):
    """[S29] The tab itself is closed, and another takes over what it left."""
    lab.opened("gather")
    sam = lab.person("Sam", "staff")
    moira = lab.join(device("phone"), "Moira", base=DROP)
    network.cut()
    trouble(moira)
    moira.give_idea(WALKS)
    not_saved_yet(moira, 1)
    other = tab(moira.page)
    moira.page.close()
    network.mend()
    other.goto(lab.link("join", DROP))
    again = Participant(other)
    all_saved(again)
    expect(again.own_ideas()).to_have_text([WALKS])
    eventually("the idea has arrived", lambda: lab.ideas(sam) == [WALKS])


def test_what_came_too_late_is_kept_and_offered(lab, device, network):
    """[S9] The step was closed meanwhile: nothing is thrown away unasked, and the facilitator may still take it."""
    host = lab.opened("gather")
    desk = lab.desk(device("laptop"))
    moira = lab.join(device("phone"), "Moira", base=DROP)
    network.cut()
    trouble(moira)
    moira.give_idea(WALKS)
    host.command("closeActivity", activity=host.activity("gather"))
    network.mend()
    late = moira.page.get_by_role("region", name=t("late.title"))
    expect(late).to_contain_text(WALKS, timeout=20_000)
    moira.tap("late.offer")
    expect(late).to_have_count(0)
    desk.sees(WALKS)
    desk.tap("desk.accept")
    expect(moira.own_ideas()).to_have_text([WALKS])


def test_what_came_after_the_end_is_told_and_kept(lab, device, network):
    """[S9] The whole lab has ended meanwhile: a tap is not just gone, its person is told and lets it go themself."""
    host = lab.opened("gather")
    host.command("addIdea", activity=host.activity("gather"), text=WALKS)
    host.command("openActivity", activity=host.activity("vote"))
    moira = lab.join(device("phone"), "Moira", base=DROP)
    network.cut()
    trouble(moira)
    moira.give_dot(WALKS)
    host.command("endLab")
    network.mend()
    kept = moira.page.get_by_role("region", name=t("late.refused"))
    expect(kept).to_contain_text(t("late.dots", n=1, title="Choose"), timeout=20_000)
    moira.page.reload()
    expect(kept).to_be_visible()
    moira.tap("late.drop")
    expect(kept).to_have_count(0)


def test_an_idea_may_be_changed_over_and_over_before_it_is_saved(lab, device, network):
    """Nobody is told of a clash with themself: each change goes on from the one before, after a reload in between as well,
    and a change by somebody else in between is a clash all the same."""
    host = lab.opened("gather")
    gather = host.activity("gather")
    moira = lab.join(device("phone"), "Moira", base=DROP)
    network.cut()
    trouble(moira)
    moira.give_idea("Walks")
    for before, after in (("Walks", "Walks on Mondays"), ("Walks on Mondays", "Walks on Tuesdays"), ("Walks on Tuesdays", WALKS)):
        moira.change_idea(before, after)
    not_saved_yet(moira, 1)
    network.mend()
    all_saved(moira)
    eventually("the last change is there", lambda: lab.ideas(host) == [WALKS])

    # With the connection whole, as fast as one can, and once without any change.
    for before, after in ((WALKS, "A"), ("A", "A"), ("A", "AB"), ("AB", CAFE)):
        moira.change_idea(before, after)
    all_saved(moira)
    eventually("the last change is there", lambda: lab.ideas(host) == [CAFE])
    expect(moira.page.get_by_role("region", name=t("conflict.title"))).to_have_count(0)

    # What was changed on another device meanwhile isn't written over.
    other = Person(lab.server, lab.code, token=token_of(moira))
    network.cut()
    trouble(moira)
    moira.change_idea(CAFE, "Here, once")
    moira.change_idea("Here, once", "Here, twice")
    (idea,) = other.view["activities"][gather]["ideas"].items()
    other.command("editIdea", activity=gather, idea=idea[0], version=idea[1]["version"], text="There")
    network.mend()
    conflict = moira.page.get_by_role("region", name=t("conflict.title"))
    expect(conflict.first).to_contain_text("There", timeout=20_000)
    assert lab.ideas(host) == ["There"]


def token_of(person: Participant) -> str:
    return person.page.evaluate("""() => Object.entries(localStorage)
        .filter(([key]) => key.startsWith("coprolab.join.")).map(([, value]) => JSON.parse(value).token)[0]""")
