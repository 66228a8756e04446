"""A lab as its people use it in a browser: by what they read and tap, never by a page's inner names."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from browser.words import t
from harness.server import Server
from harness.wire import Person


class Room:
    """What every page of a lab has."""

    def __init__(self, page: Page):
        self.page = page

    def button(self, key: str, **values: object) -> Locator:
        """The button of that text."""
        return self.page.get_by_role("button", name=t(key, **values), exact=True)

    def tap(self, key: str, **values: object) -> None:
        self.button(key, **values).click()

    def field(self, key: str) -> Locator:
        """The field of that label, optional or not."""
        return self.page.get_by_role("textbox", name=re.compile(rf"^{re.escape(t(key))}"))

    def choose(self, label: str, within: Locator | None = None) -> None:
        """Taps a choice of one or of several, by its words."""
        place = within or self.page
        # The ends of a scale are called “1, A little” and “5, A lot”.
        name = re.compile(rf"^{re.escape(label)}(,|$)")
        place.get_by_role("radio", name=name).or_(place.get_by_role("checkbox", name=name)).click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def misses(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def at(self, title: str) -> None:
        """Waits until the step of that title is what is on now."""
        expect(self.page.get_by_role("heading", name=title, exact=True).first).to_be_visible()

    def saved(self) -> None:
        expect(self.page.locator("[data-saved]")).to_have_text(t("saved.saved"))


class Participant(Room):
    def give_idea(self, text: str, *tags: str) -> None:
        self.field("gather.idea").fill(text)
        for tag in tags:
            self.choose(t(tag))
        self.tap("gather.add")

    def own_ideas(self) -> Locator:
        return self.page.locator(".idea.own .idea-text")

    def change_idea(self, text: str, new: str) -> None:
        self.tap("gather.editThis", text=text)
        self.field("gather.change").fill(new)
        self.tap("save")

    def give_dot(self, idea: str) -> None:
        self.tap("vote.give", text=idea)

    def scale(self, idea: str, axis: str) -> Locator:
        """One of the two questions about an idea; `axis` is impact or effort."""
        return self.page.get_by_role("article", name=re.compile(re.escape(idea))).locator(f'[data-axis="{axis}"]')

    def rate(self, idea: str, impact: int | str, effort: int | str) -> None:
        for axis, answer in (("impact", impact), ("effort", effort)):
            self.choose(str(answer), within=self.scale(idea, axis))

    def rate_all(self, answers: dict[str, tuple[int | str, int | str]]) -> None:
        """Rates each idea as it comes, one a screen."""
        for at in range(1, len(answers) + 1):
            shown = self.page.locator("main h2").first.inner_text()
            idea = next(text for text in answers if text in shown)
            self.rate(idea, *answers[idea])
            self.tap("rate.finish" if at == len(answers) else "rate.next")
        self.sees(t("rate.allDone"))
        self.saved()

    def pledge(self, give: str, get: str = "") -> None:
        self.field("pledge.give").fill(give)
        self.field("pledge.get").fill(get)
        self.tap("pledge.add")


class Desk(Room):
    def activity(self, state: str) -> Locator:
        return self.page.locator(f'lab-desk-activity [data-state="{state}"]')

    def heard(self) -> Locator:
        """n of “n of m heard”."""
        return self.page.locator("lab-desk-activity .heard b")

    def go_on(self, title: str) -> None:
        """Goes on to the step of that title, and waits until it is open."""
        self.tap("move.goOn", title=title)
        expect(self.activity("open").get_by_role("heading", name=title, exact=True)).to_be_visible()

    def reveal(self) -> None:
        self.tap("move.reveal")
        expect(self.activity("revealed")).to_be_visible()

    def decide(self, idea: str, decision: str, reason: str, who: str = "") -> None:
        self.tap("decide.this", text=idea)
        self.choose(t(f"decision.{decision}"), within=self.page.get_by_role("group", name=t("decide.what")))
        self.field("decide.reason").fill(reason)
        self.field("decide.who").fill(who)
        self.tap("save")


class Lab:
    """A lab that was just made, and the ways into it."""

    def __init__(self, server: Server, made: dict[str, Any]):
        self.server = server
        self.made = made
        self.code: str = made["code"]

    def link(self, name: str, base: str | None = None) -> str:
        """The link of that name, on the server's own address or on another that leads there."""
        parts = urlsplit(self.made["links"][name])
        return f"{base or self.server.url}{parts.path}#{parts.fragment}"

    def join(self, page: Page, name: str, role: str = "usesServices", base: str | None = None) -> Participant:
        """Joins in two steps: the link (or the QR code that holds it), then a name and a role."""
        page.goto(self.link("join", base))
        person = Participant(page)
        person.field("join.name").fill(name)
        person.choose(t(f"role.{role}"))
        person.tap("join.go")
        person.saved()
        return person

    def desk(self, page: Page, base: str | None = None) -> Desk:
        page.goto(self.link("facilitate", base))
        desk = Desk(page)
        desk.saved()
        return desk

    def screen(self, page: Page, base: str | None = None) -> Room:
        page.goto(self.link("screen", base))
        expect(page.locator("lab-screen")).to_be_visible()
        return Room(page)

    def facilitator(self) -> Person:
        """The facilitator on the wire, to bring a lab quickly to where a test begins."""
        return Person(self.server, self.made["id"], "facilitator", token=self.made["facilitatorToken"])

    def person(self, name: str, role: str = "usesServices") -> Person:
        """A participant on the wire."""
        return Person(self.server, self.code, name=name, role=role, invite=self.made["inviteKey"])
