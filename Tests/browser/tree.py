"""A page as a screen reader has it: the browser's own accessibility tree, in which everything is found by its role and its
name, and reached by what each role can do. Nothing here knows of tags, classes or places on the screen."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from browser.words import t

WITHIN = 15.0
TYPED = {"textbox", "searchbox", "combobox", "spinbutton"}
# What one can go to; each has a name, or nobody knows what it is.
REACHED = TYPED | {"button", "link", "checkbox", "radio", "switch", "menuitem", "tab", "slider", "DisclosureTriangle"}


@dataclass
class Node:
    role: str
    name: str
    value: str
    place: int
    states: dict[str, Any]
    children: list["Node"] = field(default_factory=list)

    def all(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.all()

    def words(self) -> str:
        """What is read of it and of all in it."""
        return " ".join(node.name for node in self.all() if node.role == "StaticText")


Name = str | re.Pattern | None


def fits(node: Node, role: str, name: Name) -> bool:
    if node.role != role:
        return False
    return name is None or (bool(name.search(node.name)) if isinstance(name, re.Pattern) else node.name == name)


class Reader:
    """Somebody with a screen reader, on one page."""

    def __init__(self, page: Page):
        self.page = page
        self._wire = page.context.new_cdp_session(page)
        self._wire.send("Accessibility.enable")
        self.heard: list[str] = []

    # Reading

    def tree(self) -> Node:
        """The tree as it is now, without what is ignored in it. What the page said of itself meanwhile is kept in `heard`."""
        found = self._wire.send("Accessibility.getFullAXTree")["nodes"]
        known = {node["nodeId"]: node for node in found}
        top = next(node for node in found if not node.get("parentId"))
        root = Node("root", "", "", 0, {}, list(self._below(top, known)))
        for status in (node for node in root.all() if node.role == "status"):
            words = status.words()
            if words and words not in self.heard[-1:]:
                self.heard.append(words)
        return root

    def _below(self, node: dict, known: dict[str, dict]) -> Iterator[Node]:
        below = [each for key in node.get("childIds", []) if key in known for each in self._below(known[key], known)]
        if node.get("ignored"):
            yield from below
            return

        def text(name: str) -> str:
            return str(node.get(name, {}).get("value", ""))

        states = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
        yield Node(text("role"), " ".join(text("name").split()), text("value"), node.get("backendDOMNodeId", 0), states, below)

    def _until(self, what: str, look: Callable[[Node], Any]) -> Any:
        end = time.monotonic() + WITHIN
        while True:
            root = self.tree()
            if found := look(root):
                return found
            if time.monotonic() > end:
                seen = ", ".join(f"{node.role} “{node.name}”" for node in root.all() if node.name and node.role != "InlineTextBox")
                raise AssertionError(f"the tree has no {what}; it has {seen}")
            self.page.wait_for_timeout(100)

    def find(self, role: str, name: Name = None, within: tuple[str, Name] | None = None) -> Node:
        """What has that role and name, once it is there; `within` something of another role and name. There is one such."""

        def look(root: Node) -> Node | None:
            places = [root] if within is None else [node for node in root.all() if fits(node, *within)]
            found = [node for place in places for node in place.all() if fits(node, role, name)]
            assert len(found) < 2 or name is None, f"{len(found)} times {role} “{name}”"
            return found[0] if found else None

        return self._until(f"{role} “{name}”" + (f" within {within}" if within else ""), look)

    def reads(self, text: str, within: tuple[str, Name] | None = None) -> None:
        """Comes upon a text, anywhere or within something."""

        def look(root: Node) -> bool:
            places = [root] if within is None else [node for node in root.all() if fits(node, *within)]
            return any(text in place.words() or any(text in node.name for node in place.all()) for place in places)

        self._until(f"text “{text}”", look)

    def reads_row(self, head: str, text: str) -> None:
        """Comes upon a text in the row of a table whose heading holds those words."""

        def look(root: Node) -> bool:
            rows = [node for node in root.all() if node.role == "row"]
            return any(text in row.words() for row in rows if any(
                head in node.name for node in row.all() if node.role == "rowheader"))

        self._until(f"row “{head}” with “{text}”", look)

    def at(self, title: str) -> None:
        """Waits until the page's first heading says that; a reader goes from heading to heading."""
        self._until(f"first heading “{title}”", lambda root: next(
            (node.name == title for node in root.all() if node.role == "heading"), False))

    def nameless(self) -> list[str]:
        """What can be reached, and has no name."""
        return [f"{node.role} in {self.page.url}" for node in self.tree().all() if node.role in REACHED and not node.name]

    # Doing

    def _call(self, node: Node, function: str) -> None:
        thing = self._wire.send("DOM.resolveNode", {"backendNodeId": node.place})["object"]["objectId"]
        self._wire.send("Runtime.callFunctionOn", {"objectId": thing, "functionDeclaration": function})

    def do(self, role: str, name: Name = None, within: tuple[str, Name] | None = None) -> None:
        """What the role can do, as a screen reader asks for it: it presses, opens, follows or chooses."""
        node = self.find(role, name, within)
        assert not node.states.get("disabled"), f"{role} “{node.name}” is disabled"
        self._call(node, "function () { this.focus(); this.click() }")

    def write(self, name: Name, text: str, role: str = "textbox") -> None:
        node = self.find(role, name)
        self._call(node, "function () { this.focus(); this.select() }")
        self.page.keyboard.insert_text(text)

    def tap(self, key: str, **values: object) -> None:
        self.do("button", t(key, **values))

    def is_told(self, text: str) -> None:
        """Hears a sentence that the page says by itself, politely."""
        self._until(f"announcement “{text}”", lambda _: any(text in words for words in self.heard))
