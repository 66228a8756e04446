"""Holds real WebSocket messages against the AsyncAPI document.

`validate` takes one message alone. A `Conversation` takes all frames of one connection in their order, both ways, and
also checks what no single message can show: that patches lead from one valid view to the next, that nothing hidden is
in them, that every command gets an answer of the kind its operation names, and that news of it follows.
"""

import json
from collections.abc import Iterator
from typing import Any

from api.documents import ASYNCAPI, pointer
from harness.wire import merge

TO_SERVER = "receive"
TO_CLIENT = "send"

_operations: dict[str, Any] = ASYNCAPI.content["operations"]


def _message_name(reference: dict[str, str]) -> str:
    return reference["$ref"].rsplit("/", 1)[1]


#: Command → (who may give it, the messages that may answer it).
COMMANDS: dict[str, tuple[str, list[str]]] = {
    name: (
        next(tag["name"] for tag in operation["tags"] if tag["name"] != "command"),
        [_message_name(reference) for reference in operation["reply"]["messages"]],
    )
    for name, operation in _operations.items()
    if any(tag["name"] == "command" for tag in operation.get("tags", []))
}


def _named(message: str) -> str:
    """The value of `type` in a message of the document."""
    return ASYNCAPI.at(pointer("components", "messages", message)).get("name", message)


#: Type → the messages of the document that have it, by direction. Commands go by their name instead.
_BY_TYPE: dict[str, dict[str, list[str]]] = {TO_SERVER: {}, TO_CLIENT: {}}
for _operation in _operations.values():
    _there = [_message_name(reference) for reference in _operation["messages"]]
    _back = [_message_name(reference) for reference in _operation.get("reply", {}).get("messages", [])]
    _other = TO_CLIENT if _operation["action"] == TO_SERVER else TO_SERVER
    for _direction, _messages in ((_operation["action"], _there), (_other, _back)):
        for _message in _messages:
            if _message in COMMANDS:
                continue
            _known = _BY_TYPE[_direction].setdefault(_named(_message), [])
            if _message not in _known:
                _known.append(_message)


def parse(text: str) -> dict[str, Any]:
    """One frame as an object. A member that is there twice, or a number that isn't one, is no JSON of ours."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise AssertionError(f"a member is there twice in {text[:300]}")
        return found

    def no_constant(name: str) -> None:
        raise AssertionError(f"{name} isn't JSON: {text[:300]}")

    message = json.loads(text, object_pairs_hook=unique, parse_constant=no_constant)
    assert isinstance(message, dict), f"a frame must hold an object: {text[:300]}"
    return message


def candidates(message: dict[str, Any], direction: str) -> list[str]:
    """The messages of the document that this one may be, by its type and name."""
    kind = message.get("type")
    if direction == TO_SERVER and kind == "command":
        return [message["name"]] if message.get("name") in COMMANDS else []
    return _BY_TYPE[direction].get(kind, [])


def validate(message: dict[str, Any] | str, direction: str) -> str:
    """Fails unless the message is one of the document's in that direction; gives the name of it."""
    if isinstance(message, str):
        message = parse(message)
    names = candidates(message, direction)
    shown = json.dumps(message)[:400]
    if not names:
        raise AssertionError(f"the AsyncAPI document knows no such message ({direction}): {shown}")
    failures = []
    for name in names:
        schema = pointer("components", "messages", name, "payload")
        if ASYNCAPI.fits(message, schema):
            return name
        failures.append(f"{name}: {ASYNCAPI.misfit(message, schema)}")
    raise AssertionError(f"a message doesn't fit the AsyncAPI document: {'; '.join(failures)}\nin {shown}")


def plain(value: Any, place: str = "") -> None:
    """Views hold no null, and no array but of constants."""
    assert value is not None, f"null in a view, at {place}"
    if isinstance(value, dict):
        for key, member in value.items():
            plain(member, f"{place}/{key}")
    elif isinstance(value, list):
        assert all(isinstance(entry, str) for entry in value), f"a list of more than constants in a view, at {place}"


def idle_parts(value: Any, patch: Any, place: str = "") -> Iterator[str]:
    """The places where a merge patch changes nothing; a patch that is empty altogether only moves the version."""
    for key, change in patch.items():
        here = f"{place}/{key}"
        known = isinstance(value, dict) and key in value
        if isinstance(change, dict) and known and isinstance(value[key], dict):
            if change:
                yield from idle_parts(value[key], change, here)
            else:
                yield here
        elif (change is None and not known) or (known and value[key] == change):
            yield here


class Conversation:
    """One connection, from its first frame."""

    def __init__(self) -> None:
        self.audience: str | None = None
        self.view: dict[str, Any] | None = None
        self.mine: dict[str, Any] | None = None
        self.version = 0
        self.told = 0
        #: Commands that wait for their answer, by id.
        self.unanswered: dict[str, str] = {}
        #: The version that each accepted command was promised.
        self.promised: dict[str, int] = {}
        #: Names of the document's messages that went through here, by direction.
        self.seen: dict[str, set[str]] = {TO_SERVER: set(), TO_CLIENT: set()}
        self._joins = 0

    def sent(self, text: str) -> None:
        """A frame from the client, which must be as the document says."""
        message = parse(text)
        name = validate(message, TO_SERVER)
        self.seen[TO_SERVER].add(name)
        if message["type"] == "command":
            self.unanswered[message["id"]] = message["name"]

    def received(self, text: str) -> dict[str, Any]:
        """A frame from the server; gives the message."""
        message = parse(text)
        name = validate(message, TO_CLIENT)
        self.seen[TO_CLIENT].add(name)
        match message["type"]:
            case "joined":
                # What is one's own comes whole again.
                self._joins, self.audience, self.mine = self._joins + 1, message["audience"], None
            case "view":
                assert self._joins, "a view before “joined”"
                if message["audience"] != self.audience:
                    # An audience's version is that of the last news for it: another's may be older, and be all there is.
                    self.version = min(self.version, message["version"])
                self.audience = message["audience"]
                self._now_at(message["version"], message["view"])
            case "patch":
                assert self.view is not None, "a patch before any view"
                assert message["from"] <= self.version, f"a patch from {message['from']} onto {self.version}"
                assert message["version"] >= message["from"], "a patch back in time"
                if message["from"] == self.version:
                    idle = list(idle_parts(self.view, message["view"]))
                    assert not idle, f"a patch holds what hasn't changed: {', '.join(idle[:5])}"
                self._now_at(message["version"], merge(self.view, message["view"]))
            case "mine":
                self._own(message)
            case "accepted" | "rejected":
                self._answered(name, message)
            case "presence" | "people":
                assert self.audience in ("facilitator", "screen"), f"{name} to {self.audience}"
        return message

    def resumed(self, view: dict[str, Any], version: int, audience: str) -> "Conversation":
        """Goes on from what an earlier connection had: the server may begin with patches."""
        self.view, self.version, self.audience = view, version, audience
        return self

    def _now_at(self, version: int, view: dict[str, Any]) -> None:
        assert version >= self.version, f"version {version} after {self.version}"
        plain(view)
        name = f"{self.audience.capitalize()}View"
        ASYNCAPI.check(view, pointer("components", "schemas", name), f"the view at version {version}")
        self.view, self.version = view, version

    def _own(self, message: dict[str, Any]) -> None:
        mine = merge(self.mine or {}, message["mine"])
        plain(mine)
        ASYNCAPI.check(mine, pointer("components", "schemas", "Mine"), f"what is one's own at {message['version']}")
        self.mine = mine
        self.told = max(self.told, message["version"])
        self.promised = {key: promise for key, promise in self.promised.items() if promise > message["version"]}

    def _answered(self, name: str, message: dict[str, Any]) -> None:
        command = self.unanswered.pop(message["id"], None)
        assert command is not None, f"an answer to a command that wasn't sent, or twice: {message}"
        answers = COMMANDS[command][1]
        fitting = [answer for answer in answers if _fits(answer, message)]
        assert fitting, f"{command} was answered with {name}; the document has {', '.join(answers)}"
        if message["type"] == "accepted" and message["version"] > self.told:
            self.promised[message["id"]] = message["version"]

    def ended(self) -> None:
        """The connection was closed after everything had settled: nothing is owed any more."""
        assert not self.unanswered, f"never answered: {self.unanswered}"
        assert not self.promised, f"accepted, but no mine of at least that version followed: {self.promised}"


def _fits(name: str, message: dict[str, Any]) -> bool:
    return ASYNCAPI.fits(message, pointer("components", "messages", name, "payload"))
