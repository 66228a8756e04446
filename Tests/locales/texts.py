"""What the scripts of the client say and which texts they ask for."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from script import HOLE, Place, Unreadable, Word, walk

# Functions whose first argument is read or heard by people.
SAYS = {"announce", "say", "button", "notice", "createTextNode", "append"}
# Attributes and options that are.
SHOWN = {
    "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder", "alt", "title", "label",
    "legend", "hint", "heading", "error", "summary",
}  # fmt: skip
# Elements of what one types, which is the same in every language.
TYPED = {"code", "kbd"}
# Properties that are, when they are set.
SET = {"title", "textContent", "innerText", "alt", "placeholder", "ariaLabel"}
# What hands on what it is given, so that a text in it is read all the same.
HANDS_ON = {"map", "flatMap", "Object", "concat", "flat", "reverse", "then"}
# Names of our own that no language has another word for, and what isn't written for people.
NAMES = {"coprolab"}
WRITTEN = re.compile(r"[^\W\d_]{2,}")
COMPARES = {"===", "!==", "==", "!=", "in", "case", "instanceof"}
NAME_OF_OURS = re.compile(r"[.a-z][\w.-]*")


@dataclass
class Use:
    """A text that is asked for: by its key, or by a pattern where parts of the key are found out later. `given` are the names
    of the values that go with it, where they can be told."""

    where: str
    key: str
    given: set[str] | None

    @property
    def is_pattern(self) -> bool:
        return HOLE in self.key

    def fits(self, key: str) -> bool:
        return re.fullmatch(".+".join(map(re.escape, self.key.split(HOLE))), key) is not None


@dataclass
class Button:
    """A button that is called otherwise than what stands on it: the keys of both, in the order of what chooses among them."""

    where: str
    place: Place
    shown: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)


@dataclass
class Scripts:
    """All scripts of a folder: what is written in them in the place of a text, which texts they ask for, and every string in
    which a key may hide."""

    written: list[str] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    strings: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def read(self, top: Path, file: Path) -> None:
        name = file.relative_to(top).as_posix()
        try:
            for at, words, places in walk(file.read_text(encoding="utf-8")):
                self._take(name, at, words, places)
        except Unreadable as problem:
            self.unreadable.append(f"{name}: {problem}")

    def _take(self, name: str, at: int, words: list[Word], places: list[Place]) -> None:
        word = words[at]
        if word.kind not in ("text", "template"):
            return
        where = f"{name}:{word.line}"
        (self.patterns if HOLE in word.text else self.strings).add(word.text)
        if is_compared(at, words):
            return
        if is_key(places):
            self.uses.append(Use(where, word.text, given(at, words, inside(places))))
            self._take_button(where, word.text, places)
        elif self._is_seen(at, words, places):
            self.written.append(f"{where}: “{word.text.replace(HOLE, '…')}”")

    def _take_button(self, where: str, key: str, places: list[Place]) -> None:
        """Keeps a key that stands on a button, or is what the button is called."""
        around = places[: -inside(places) - 1]
        while around and around[-1].bracket == "(" and not around[-1].callee:
            around = around[:-1]
        called = bool(around) and around[-1].bracket == "{" and around[-1].key == "aria-label"
        place = next(iter(around[:-1][::-1] if called else around[::-1]), None)
        if place is None or place.callee != "button" or place.argument != (2 if called else 0):
            return
        button = next((each for each in self.buttons if each.place is place), None)
        if button is None:
            button = Button(where, place)
            self.buttons.append(button)
        (button.called if called else button.shown).append(key)

    @staticmethod
    def _is_seen(at: int, words: list[Word], places: list[Place]) -> bool:
        shown = words[at].text.replace(HOLE, " ").strip()
        return bool(WRITTEN.search(shown)) and shown not in NAMES and is_shown(at, words, places)


def is_compared(at: int, words: list[Word]) -> bool:
    before = words[at - 1].text if at else ""
    # A template's own words stand between it and what follows.
    after = words[at + 1].text if at + 1 < len(words) else ""
    return before in COMPARES or after in COMPARES


def is_key(places: list[Place]) -> bool:
    """Whether a string stands where the name of a text does: t("…"), has("…"), also one of several to choose from."""
    for place in reversed(places):
        if place.bracket == "(" and place.callee in ("t", "has"):
            return place.argument == 0
        if place.bracket != "(" or place.callee:
            return False
    return False


def is_shown(at: int, words: list[Word], places: list[Place]) -> bool:
    """Whether a string stands where people read it: among the children of an element, as an attribute that is read, said by
    a function, or set as a text."""
    if at > 1 and words[at - 1].text == "=" and words[at - 2].text in SET and words[at - 3].text == ".":
        return True
    is_attribute = False
    for place in reversed(places):
        if place.bracket == "{":
            if place.key not in SHOWN:
                return False
            is_attribute = True
        elif place.bracket == "[":
            if place.callee or _is_gone_through(at, words):
                return False
        elif place.bracket == "${" or not place.callee or place.callee in HANDS_ON:
            continue
        elif place.callee == "h":
            if place.first in TYPED:
                return False
            return place.argument >= 2 or is_attribute
        elif place.callee in SAYS:
            return place.argument == 0 or is_attribute
        else:
            # A function of our own may take a name there as well as words.
            return is_attribute and not NAME_OF_OURS.fullmatch(words[at].text)
    return False


def _is_gone_through(at: int, words: list[Word]) -> bool:
    """Whether the list that a string stands in is one of names to go through: ["a", "b"].map(…)."""
    depth = 0
    for index in range(at + 1, len(words) - 1):
        text = words[index].text if words[index].kind == "sign" else ""
        if text in ("(", "[", "{", "${"):
            depth += 1
        elif text in (")", "]", "}", "}$"):
            if depth == 0:
                return words[index + 1].text == "."
            depth -= 1
    return False


def inside(places: list[Place]) -> int:
    """How many brackets are open within t(…) around a key."""
    return next(number for number, place in enumerate(reversed(places)) if place.callee in ("t", "has"))


def given(at: int, words: list[Word], depth: int = 0) -> set[str] | None:
    """The names in t("…", {names}) behind a key, which is so deep in brackets there; None where they can't be told."""
    index = at + 1
    # On to the comma or the bracket that ends the first argument.
    while index < len(words):
        text = words[index].text if words[index].kind == "sign" else ""
        if text in ("(", "[", "{", "${"):
            depth += 1
        elif text in (")", "]", "}", "}$"):
            if depth == 0:
                return set() if text == ")" else None
            depth -= 1
        elif text == "," and depth == 0:
            break
        index += 1
    if index + 1 >= len(words) or words[index + 1].text != "{":
        return None
    names, depth, fresh = set(), 0, True
    for word in words[index + 2 :]:
        text = word.text if word.kind == "sign" else ""
        if text == "..." and depth == 0:
            return None
        if text in ("(", "[", "{", "${"):
            depth += 1
        elif text in (")", "]", "}", "}$"):
            if depth == 0:
                return names
            depth -= 1
        elif text == "," and depth == 0:
            fresh = True
            continue
        elif fresh and word.kind in ("name", "text"):
            names.add(word.text)
        fresh = False
    return None


def scripts(top: Path) -> Scripts:
    found = Scripts()
    for file in sorted((top / "web").rglob("*.js")):
        found.read(top, file)
    return found
