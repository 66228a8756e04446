"""What a script in JavaScript holds: its words, one after the other, and for each text the places it stands in. As much of
the grammar as that needs, and no more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SPACE = re.compile(r"\s+|//[^\n]*|/\*.*?\*/", re.DOTALL)
NAME = re.compile(r"#?[A-Za-z_$][\w$]*")
NUMBER = re.compile(r"\d[\w.]*")
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
PATTERN = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
SIGN = re.compile(r"===|!==|=>|\?\?=|\?\?|\?\.|\.\.\.|==|!=|<=|>=|&&|\|\||\+\+|--|\*\*|[-+*/%]=|.", re.DOTALL)
ESCAPED = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
# After one of these a slash begins a pattern; after a name or a closing bracket it divides.
BEFORE_A_PATTERN = {"return", "typeof", "case", "in", "of", "await", "void", "new", "delete"}
# What stands for `${…}` in a template's text.
HOLE = "\0"


class Unreadable(Exception):
    """A script that this reader can't follow."""


@dataclass(frozen=True)
class Word:
    """`kind` is name, number, text, template, pattern or sign. A template's own words follow it, between `${` and `}$`."""

    kind: str
    text: str
    line: int


@dataclass
class Place:
    """A bracket that is open: what is called by it, if it calls something, which argument it has come to, and in an object
    the key it has come to. `spreads` says that an object takes in another."""

    bracket: str
    callee: str = ""
    argument: int = 0
    key: str = ""
    keys: list[str] = field(default_factory=list)
    spreads: bool = False
    # The first argument, where it is a text.
    first: str = ""


def words(source: str) -> list[Word]:
    found: list[Word] = []
    end = _read(source, 0, found, inside_template=False)
    if end != len(source):
        raise Unreadable(f"line {source.count(chr(10), 0, end) + 1}: a bracket closes that wasn't opened")
    return found


def _read(source: str, at: int, found: list[Word], inside_template: bool) -> int:
    depth = 0
    while at < len(source):
        if space := SPACE.match(source, at):
            at = space.end()
            continue
        line = source.count("\n", 0, at) + 1
        if source[at] == "`":
            at = _template(source, at, found, line)
            continue
        if source[at] == "/" and _may_be_pattern(found) and (match := PATTERN.match(source, at)):
            kind = "pattern"
        elif match := NAME.match(source, at):
            kind = "name"
        elif match := NUMBER.match(source, at):
            kind = "number"
        elif match := QUOTED.match(source, at):
            kind = "text"
        else:
            match, kind = SIGN.match(source, at), "sign"
        text = match[0]
        if kind == "sign" and text == "{":
            depth += 1
        if kind == "sign" and text == "}":
            if depth == 0:
                if inside_template:
                    return at
                raise Unreadable(f"line {line}: a bracket closes that wasn't opened")
            depth -= 1
        found.append(Word(kind, _unescaped(text[1:-1]) if kind == "text" else text, line))
        at = match.end()
    if inside_template:
        raise Unreadable("a template doesn't end")
    return at


def _template(source: str, at: int, found: list[Word], line: int) -> int:
    text, inner = "", []
    at += 1
    while at < len(source) and source[at] != "`":
        if source.startswith("${", at):
            inner.append(Word("sign", "${", line))
            at = _read(source, at + 2, inner, inside_template=True) + 1
            inner.append(Word("sign", "}$", line))
            text += HOLE
        elif source[at] == "\\":
            text += source[at : at + 2]
            at += 2
        else:
            text += source[at]
            at += 1
    if at >= len(source):
        raise Unreadable(f"line {line}: a template doesn't end")
    found.append(Word("template", _unescaped(text), line))
    found.extend(inner)
    return at + 1


def _may_be_pattern(found: list[Word]) -> bool:
    if not found:
        return True
    last = found[-1]
    if last.kind == "sign":
        return last.text not in (")", "]", "}", "}$")
    return last.kind == "name" and last.text in BEFORE_A_PATTERN


def _unescaped(text: str) -> str:
    def char(match: re.Match) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else {"n": "\n", "t": "\t"}.get(match[3], match[3])

    return ESCAPED.sub(char, text)


CLOSES = {")": "(", "]": "[", "}": "{", "}$": "${"}
# Brackets after these belong to the grammar and call nothing.
GRAMMAR = {"if", "for", "while", "switch", "catch", "return", "await", "typeof", "of", "in", "case", "new", "function"}


def walk(source: str) -> Iterator[tuple[int, list[Word], list[Place]]]:
    """Each word by its number, with all words and the brackets that are open around it, the innermost last. The list of
    brackets is one and changes: whoever keeps it copies it."""
    found = words(source)
    open_: list[Place] = []
    for at, word in enumerate(found):
        yield at, found, open_
        if word.kind == "text" and open_ and open_[-1].bracket == "(" and open_[-1].argument == 0:
            open_[-1].first = word.text
        if word.kind != "sign":
            continue
        before = found[at - 1] if at else None
        if word.text in ("(", "[", "{", "${"):
            callee = before.text if before and before.kind == "name" and before.text not in GRAMMAR else ""
            indexes = before is not None and (
                before.kind == "name" and before.text not in GRAMMAR or before.text in (")", "]", "?.")
            )
            if word.text == "[":
                callee = "[]" if indexes else ""
            open_.append(Place(word.text, callee if word.text in ("(", "[") else ""))
        elif word.text in CLOSES:
            if not open_ or open_[-1].bracket != CLOSES[word.text]:
                raise Unreadable(f"line {word.line}: “{word.text}” closes what wasn't opened")
            open_.pop()
        elif open_:
            place = open_[-1]
            if word.text == ",":
                place.argument += 1
                place.key = ""
                if place.bracket == "{":
                    _shorthand(place, before)
            elif word.text == ":" and place.bracket == "{" and before and not place.key and before.kind in ("name", "text"):
                place.key = before.text
                place.keys.append(before.text)
            elif word.text == "..." and place.bracket == "{":
                place.spreads = True
    if open_:
        raise Unreadable("a bracket stays open")


def _shorthand(place: Place, before: Word | None) -> None:
    if before and before.kind == "name":
        place.keys.append(before.text)
