"""The hall's screen: each kind of activity at two sizes of projector, the way in, its keys, and what the desk tells it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import Room
from browser.words import t
from harness.server import Server
from harness.wire import Person

SIZES = {"large": (1920, 1080), "small": (1280, 720)}
#: What people read from the back of a hall, and what stands beside it.
LEAST, BESIDE = 32, 24
LONG = (
    "Every ward, clinic and surgery has one named person who rings the family the day after somebody comes home, asks what was "
    "not understood, and puts it right; it is written on the first page of the notes, in words that nobody has to look up, and "
    "the family says in the end whether it was done."
)
IDEAS = [
    "Walk buddies", "A café where nobody is rushed", "Pupils who train us how to use our phones", "Evenings and weekends, too",
    "A map of the benches, toilets and quiet corners between the station and the hospital", LONG, "Music in the hall", "Benches",
    "One page that says who does what, and until when", "A garden that a wheelchair gets around in", "Meet at the library",
    "Ask before you help",
]  # fmt: skip
SIDES = [{"id": "ours", "title": "What people bring", "side": "community"}, {"id": "theirs", "title": "What staff bring", "side": "professional"}]
COLUMNS = [{"id": "now", "title": "How it is now"}, {"id": "then", "title": "How it should be"}]
ROWS = [{"id": f"r{n}", "title": title} for n, title in enumerate(("Commission", "Design", "Deliver", "Assess", "Learn", "Share"))]
QUESTIONS = [
    {"id": "trust", "type": "scale", "title": "How much do you trust that something will come of it?", "low": "Not at all", "high": "Fully"},
    {"id": "when", "type": "single", "title": "When can you come?", "options": [{"id": f"o{n}", "title": title} for n, title in
     enumerate(("In the morning", "After school", "In the evening", "At weekends"))]},
    {"id": "hours", "type": "number", "title": "How many hours a month?", "max": 40},
    {"id": "words", "type": "text", "title": "What else should we know?", "max": 3},
]  # fmt: skip
#: A step of each kind, and those that flow on from ideas.
STEPS: list[dict[str, Any]] = [
    {"id": "info", "kind": "info", "title": "Why we are here", "settings": {"text": "Last spring forty families told us what it is like.\n" + LONG}},
    {"id": "break", "kind": "break", "title": "A cup of tea", "settings": {"purpose": "Talk to somebody you don't know yet."}},
    {"id": "choose", "kind": "choose", "title": "Where do you go?", "settings": {"tracks": [
        {"id": f"t{n}", "title": title, "capacity": 6} for n, title in enumerate(("Walks and the outdoors", "Music", "How we are told", "Getting there"))]}},
    {"id": "gather", "kind": "gather", "title": "What would make the biggest difference?", "prompt": "Say it as you would to a neighbour. One idea at a time.",
     "guideMinutes": 10, "settings": {"asksCos": True, "asksWhen": True}},
    {"id": "cluster", "kind": "cluster", "title": "What belongs together?", "inputsFrom": ["gather"], "settings": {"themes": ["Getting about", "Being told", "Together"]}},
    {"id": "vote", "kind": "vote", "title": "Where do your dots go?", "inputsFrom": ["gather"], "reveal": "onReveal", "settings": {"budget": 5, "perItem": 2}},
    {"id": "rate", "kind": "rate", "title": "What shall we do first?", "inputsFrom": ["gather"], "reveal": "onReveal"},
    {"id": "grid", "kind": "grid", "title": "Who does what, and who could?", "settings": {"rows": ROWS, "columns": COLUMNS, "cells": "both"}},
    {"id": "survey", "kind": "survey", "title": "A few questions", "settings": {"questions": QUESTIONS}},
    {"id": "questions", "kind": "questions", "title": "Ask the panel", "settings": {"panellists": [{"id": "chief", "name": "Anne Ross"}]}},
    {"id": "pledge", "kind": "pledge", "title": "What will you give?", "visibility": "named", "inputsFrom": ["gather"], "settings": {"asksGet": True}},
    {"id": "form", "kind": "form", "title": "Our charter", "settings": {"sections": [*SIDES, *({"id": f"s{n}", "title": f"Point {n}"} for n in range(1, 7))], "signOff": "sides"}},
    {"id": "reflect", "kind": "reflect", "title": "Your own log", "visibility": "private", "reveal": "never", "settings": {"questions": ["What did I learn?", "What will I do otherwise?"]}},
]  # fmt: skip
KINDS = [step["kind"] for step in STEPS]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    """A server whose template has one step of each kind."""
    yield from served(tmp_path_factory.mktemp("hall"), *STEPS)


class Filled:
    """A lab in which every step was answered by many, each step opened and revealed when it is asked for."""

    def __init__(self, server: Server):
        self.lab = Lab(server, server.make_lab("Living well with dementia in Kirkintilloch", "KIND"))
        self.host = self.lab.facilitator()
        self.host.command("openLab")
        roles = ["usesServices", "family", "neighbour", "staff", "staff", "manager"]
        self.people = [self.lab.person(f"Person {number}", role) for number, role in enumerate(roles)]
        for kind in KINDS:
            self.host.command("openActivity", activity=self.id(kind))
            getattr(self, f"_{kind}", lambda: None)()

    def id(self, kind: str) -> str:
        return self.host.activity(kind)

    def each(self, kind: str, name: str, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Everybody in turn gives the next."""
        return [self.people[at % len(self.people)].command(name, activity=self.id(kind), **body) for at, body in enumerate(bodies)]

    def _choose(self) -> None:
        self.each("choose", "chooseTrack", [{"track": track} for track in ("t0", "t0", "t1", "t2", "t3", "t0")])

    def _gather(self) -> None:
        texts = [IDEAS[n % len(IDEAS)] + (f" ({n})" if n >= len(IDEAS) else "") for n in range(30)]
        made = self.each("gather", "addIdea", [{"text": text, "cos": ["CDLA"[n % 4]], "when": ("now", "couldBe")[n % 2]} for n, text in enumerate(texts)])
        self.ideas = [idea["idea"] for idea in made]

    def _cluster(self) -> None:
        themes = list(self.host.view["activities"][self.id("cluster")]["themes"])
        self.each("cluster", "placeItem", [{"item": idea, "theme": themes[n % len(themes)]} for n, idea in enumerate(self.ideas[:27])])

    def _vote(self) -> None:
        for number, person in enumerate(self.people):
            for dot in range(5):
                person.command("vote", activity=self.id("vote"), item=self.ideas[(number * 3 + dot * 2) % 14], dots=1)

    def _rate(self) -> None:
        for number, person in enumerate(self.people):
            for at, idea in enumerate(self.ideas):
                impact, effort = 1 + (at * 2 + number * (at % 3)) % 5, 1 + (at + (4 if number > 2 else 0) * (at % 2)) % 5
                person.command("rate", activity=self.id("rate"), item=idea, impact=impact, effort=effort)

    def _grid(self) -> None:
        for at, row in enumerate(ROWS):
            for number, person in enumerate(self.people):
                for column in COLUMNS:
                    person.command("setLevel", activity=self.id("grid"), row=row["id"], column=column["id"], level=(number + at) % 4)
            self.each("grid", "addEntry", [{"row": row["id"], "column": "now", "text": IDEAS[(at + n) % 5]} for n in range(3)])

    def _survey(self) -> None:
        for number, person in enumerate(self.people):
            for question, answer in (("trust", 1 + number % 5), ("when", f"o{number % 4}"), ("hours", number * 3)):
                person.command("answerQuestion", activity=self.id("survey"), question=question, answer=answer)
            person.command("answerQuestion", activity=self.id("survey"), question="words", answer=IDEAS[number])

    def _questions(self) -> None:
        asked = self.each("questions", "askQuestion", [{"text": f"{idea}: when does it begin, and who pays?"} for idea in IDEAS])
        for person in self.people[1:]:
            person.command("supportQuestion", activity=self.id("questions"), question=asked[0]["question"], on=True)
        self.host.command("setQuestionStatus", activity=self.id("questions"), question=asked[5]["question"], status="asked")

    def _pledge(self) -> None:
        self.host.command("setTime", activity=self.id("pledge"), minutes=20)
        self.each("pledge", "addPledge", [{"give": idea, "get": "A key to the hall", "idea": self.ideas[0]} for idea in IDEAS])

    def _form(self) -> None:
        for section in self.host.view["activities"][self.id("form")]["sections"]:
            side = self.people[4 if section.endswith("theirs") else 0]
            side.command("writeSection", activity=self.id("form"), section=section, text=LONG, version=0)

    def show(self, kind: str) -> None:
        self.host.command("setScreen", show="activity", activity=self.id(kind))

    def reveal(self, kind: str) -> None:
        if self.host.view["activities"][self.id(kind)]["state"] != "revealed":
            self.host.command("revealActivity", activity=self.id(kind))
        self.host.command("setScreen", show="results", activity=self.id(kind))


@pytest.fixture(scope="module")
def filled(kinds: Server) -> Filled:
    return Filled(kinds)


#: What is amiss on a screen: what is cut off, and what is too small, of all texts that are in sight.
AMISS = """([least, beside]) => {
  const amiss = []
  const page = document.documentElement
  if (page.scrollHeight > innerHeight + 1) amiss.push(`${page.scrollHeight - innerHeight} px are below the edge`)
  if (page.scrollWidth > innerWidth + 1) amiss.push(`${page.scrollWidth - innerWidth} px are beside the edge`)
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode());) {
    const text = node.data.trim()
    const place = node.parentElement
    if (!text || place.closest("[hidden], .visually-hidden, .screen-tools") || !place.checkVisibility()) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    if (box.width < 1) continue
    const size = parseFloat(getComputedStyle(place).fontSize)
    const aside = place.closest("aside, .quiet, .small, .tag, .flag, .legend, .ends, .hint, .matrix, summary, button, .distribution, .bar-cell")
    if (size < (aside ? beside : least) - 0.1) amiss.push(`${Math.round(size)} px: ${text.slice(0, 50)}`)
    if (box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight + 1) amiss.push(`outside: ${text.slice(0, 50)}`)
  }
  return amiss
}"""


def screenshot(page: Page, name: str) -> None:
    if folder := os.environ.get("COPROLAB_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"hall-{name}.png")


def amiss(page: Page, lab: Lab, name: str) -> list[str]:
    """What can't be read on the page, with the code and the QR code in sight."""
    expect(page.locator(".hall .code").first).to_have_text(f"{lab.code[:3]} {lab.code[3:]}")
    page.locator(".hall img.qr").evaluate("image => image.complete || new Promise(done => (image.onload = done))")
    expect(page.locator(".hall img.qr")).to_be_in_viewport(ratio=1)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    screenshot(page, name)
    return [f"{name}: {fault}" for fault in page.evaluate(AMISS, [LEAST, BESIDE])]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_kind_is_legible_from_the_back_of_a_hall(filled: Filled, device: Callable[..., Page], size: str, scheme: str):
    """[S24] Thirty ideas or one, nothing is cut off: what doesn't fit is on the phones, and how much that is is said."""
    width, height = SIZES[size]
    page = device("projector", scheme, viewport={"width": width, "height": height})
    screen = filled.lab.screen(page)
    faults: list[str] = []
    filled.host.command("setScreen", show="join")
    expect(page.locator("[data-shows=join]")).to_be_visible()
    faults += amiss(page, filled.lab, f"{size}-{scheme}-join")
    for kind in KINDS:
        filled.show(kind)
        screen.at(next(step["title"] for step in STEPS if step["kind"] == kind))
        faults += amiss(page, filled.lab, f"{size}-{scheme}-{kind}")
    for kind in ("vote", "rate", "survey", "grid", "gather", "cluster"):
        filled.reveal(kind)
        expect(page.locator("[data-shows=results]")).to_be_visible()
        screen.at(next(step["title"] for step in STEPS if step["kind"] == kind))
        faults += amiss(page, filled.lab, f"{size}-{scheme}-{kind}-results")
    assert not faults, "\n".join(faults)
    body = page.locator("body").inner_text()
    assert "Person 0" not in body and "Person 1" not in body
