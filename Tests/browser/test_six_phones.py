"""The hall's Wi-Fi is gone for a minute while six phones tap: afterwards every tap counts once, on every device."""

import time

from playwright.sync_api import expect

from browser.hosts import DROP
from browser.lab import Lab
from browser.rooms import Participant, Room
from browser.words import t
from harness.server import eventually

# Of twelve ideas everybody has three dots to give.
IDEAS = ("Supported walks", "Community café in a care home", "A new logo", "Walk buddies", "A film night", "Shared meals",
         "A lending library", "Songs on Fridays", "A repair table", "Lifts to the clinic", "A warm room", "Plain letters")
NAMES = ("Moira", "Ali", "Zofia", "Seonag", "Bert", "Aoife")
MINUTE = 60


def own(at: int) -> str:
    """The idea that this phone adds while nothing is connected."""
    return f"Thought of without network, number {at + 1}."


def tap_offline(person: Participant, at: int) -> None:
    """Dots given and taken back again, and an idea added on another page of the lab, changed once and once more."""
    person.give_dot(IDEAS[(at + 1) % 12])
    person.tap("vote.take", text=IDEAS[(at + 1) % 12])
    person.give_dot(IDEAS[(at + 1) % 12])
    person.give_dot(IDEAS[(at + 2) % 12])
    person.go_to("today.title")
    person.page.get_by_role("link", name="Ideas", exact=True).click()
    person.at("Ideas")
    person.give_idea("Thought of")
    person.change_idea("Thought of", "Thought of without")
    person.change_idea("Thought of without", own(at))
    expect(person.indicator()).to_have_text(t("saved.late"))


def test_a_minute_without_network_while_six_phones_tap(lab: Lab, device, tab, network):
    """[S9] [S10] [S29] Answers lost on their way, taps without connection, a tab closed with what waits in it: all six
    phones, the desk and the screen show the same in the end, and each tap counts once."""
    host = lab.opened("gather")
    gather, vote = host.activity("gather"), host.activity("vote")
    for text in IDEAS:
        host.command("addIdea", activity=gather, text=text)
    host.command("openActivity", activity=vote)
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    people = [lab.join(device("phone"), name, base=DROP) for name in NAMES]

    # One dot from each arrives, and no phone hears of it.
    network.mute()
    for at, person in enumerate(people):
        person.give_dot(IDEAS[at % 12])
    eventually("six dots are saved", lambda: host.view["activities"][vote]["heard"] == {"n": 6, "of": 6})
    network.cut()
    began = time.monotonic()
    for person in people:
        expect(person.unsaved()).not_to_have_count(0)
    for at, person in enumerate(people):
        tap_offline(person, at)
    # What is there can still be read, and what one gave with it.
    for at, person in enumerate(people):
        person.sees(own(at))
        person.sees(IDEAS[0])
    # One closes the tab: what waits there is taken over by the next.
    other = tab(people[5].page)
    people[5].page.close()
    people[5] = Participant(other)
    assert not [text for text in lab.ideas(host) if text not in IDEAS]
    people[0].page.wait_for_timeout(max(0, MINUTE - (time.monotonic() - began)) * 1000)
    for person in people[:5]:
        expect(person.indicator()).to_have_text(t("saved.late"))

    network.mend()
    other.goto(lab.link("join", DROP))
    for person in people:
        person.saved()
        expect(person.unsaved()).to_have_count(0)
    wanted = sorted([*IDEAS, *(own(at) for at in range(6))])
    eventually(f"each idea is there once, and not {sorted(lab.ideas(host))}", lambda: sorted(lab.ideas(host)) == wanted)
    host.command("revealActivity", activity=vote)
    dots = {text: 0 for text in IDEAS}
    for at in range(6):
        for given in (0, 1, 2):
            dots[IDEAS[(at + given) % 12]] += 1
    eventually("the dots are out", lambda: {
        item["text"]: item.get("votes") for item in lab.items(host, "vote") if item["text"] in IDEAS} == dots)

    for room in (desk, screen, *people):
        if room in people:
            room.page.goto(f"{room.page.url.split('#')[0]}#a-{vote}")
        shows(room, dots)
    for person in people:
        person.page.goto(f"{person.page.url.split('#')[0]}#a-{gather}")
        expect(person.page.locator("main .idea-text")).to_have_count(len(wanted))
        assert sorted(person.page.locator("main .idea-text").all_text_contents()) == wanted
    desk.saved()


def shows(room: Room, dots: dict[str, int]) -> None:
    for text, count in dots.items():
        row = room.page.locator(".tally.counted li").filter(has_text=text)
        expect(row).to_contain_text(t("dots", n=count))
