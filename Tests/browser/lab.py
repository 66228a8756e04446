"""A lab that was just made, and the ways into it: by a browser, or quickly over the wire."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from browser.rooms import Desk, Participant, Room
from browser.words import t
from harness.server import Server
from harness.wire import Person


class Lab:
    def __init__(self, server: Server, made: dict[str, Any]):
        self.server = server
        self.made = made
        self.code: str = made["code"]

    def link(self, name: str, base: str | None = None) -> str:
        """The link of that name, on the server's own address or on another that leads there."""
        parts = urlsplit(self.made["links"][name])
        return f"{base or self.server.url}{parts.path}#{parts.fragment}"

    def join(
        self, page: Page, name: str, role: str = "usesServices", base: str | None = None,
        as_: type[Participant] = Participant,
    ) -> Participant:
        """Joins in two steps: the link (or the QR code that holds it), then a name and a role."""
        page.goto(self.link("join", base))
        person = as_(page)
        person.write(person.field("join.name"), name)
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

    def opened(self, kind: str) -> Person:
        """Opens the lab and its activity of that kind over the wire, and gives its facilitator."""
        host = self.facilitator()
        host.command("openLab")
        host.command("openActivity", activity=host.activity(kind))
        return host

    @staticmethod
    def ideas(person: Person) -> list[str]:
        """The texts of all ideas that somebody on the wire sees, in no order."""
        return [idea["text"] for idea in person.view["activities"][person.activity("gather")].get("ideas", {}).values()]

    @staticmethod
    def items(person: Person, kind: str) -> list[dict[str, Any]]:
        """The items of an activity as somebody on the wire sees them, each with its idea's text."""
        activities = person.view["activities"].values()
        ideas = {key: idea for activity in activities for key, idea in activity.get("ideas", {}).items()}
        items = person.view["activities"][person.activity(kind)].get("items", {})
        return [{**ideas[key], **item, "id": key} for key, item in items.items()]

    @staticmethod
    def on_paper(host: Person, name: str) -> str:
        """Adds somebody on paper over the wire, and gives their id."""
        return host.command("addPerson", name=name, role="neighbour", support="paper")["participant"]

    def facilitator(self) -> Person:
        """The facilitator on the wire, to bring a lab quickly to where a test begins."""
        return Person(self.server, self.made["id"], "facilitator", token=self.made["facilitatorToken"])

    def person(self, name: str, role: str = "usesServices") -> Person:
        """A participant on the wire."""
        return Person(self.server, self.code, name=name, role=role, invite=self.made["inviteKey"])
