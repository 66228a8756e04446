"""Holds a stopped server's journal against the commands that it had acknowledged.

Only ever give it the database of a server that isn't running, or a copy: SQLite 3.40.1 can damage a live one.
"""

import hashlib
import hmac
import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Acknowledged:
    """A command that the server said it had accepted, with the lab's revision that its answer named.

    `client` and `number` are those under which the journal has it.
    """

    client: str
    number: int
    version: int
    name: str

    def __str__(self) -> str:
        return f"{self.name} {self.client}.{self.number}, acknowledged at {self.version},"


def recorded(client: str, number: int, activity: str) -> tuple[str, int]:
    """What the journal has for a client and its number: where people are anonymous, a pseudonym and what stands for the number."""
    key = f"client {client}".encode()
    name = "x" + hmac.digest(key, f"author {activity}".encode(), hashlib.sha256).hex()[:20]
    code = hmac.digest(key, f"number {name} {number}".encode(), hashlib.sha256)
    return name, int.from_bytes(code[:8], "big") >> 1 | 1 << 62


def read_acknowledged(file: Path) -> list[Acknowledged]:
    """The acknowledgements that `coprolab load` has written down; a last line that it is still writing is left out."""
    whole, _, _ = file.read_text().rpartition("\n")
    entries = (json.loads(line) for line in whole.splitlines())
    return [
        Acknowledged(*recorded(entry["client"], entry["number"], entry["activity"]), entry["version"], entry["name"])
        for entry in entries
    ]


def faults(database: Path, acknowledged: list[Acknowledged], most: int = 5) -> list[str]:
    """What is wrong with the journal, in words, at most that many of each sort; nothing when all holds."""
    with closing(sqlite3.connect(database)) as journal:
        commands = journal.execute(
            "SELECT lab, CAST(client AS TEXT), number, first, count FROM command ORDER BY lab, first"
        ).fetchall()
        events = journal.execute(
            "SELECT lab, revision, CAST(command AS TEXT) FROM event ORDER BY lab, revision"
        ).fetchall()
        heads = dict(journal.execute("SELECT id, revision FROM lab"))
    sorts = (
        gaps(events, heads),
        strangers(commands, events),
        overlaps(commands),
        missing(commands, acknowledged),
    )
    return [line for sort in sorts for line in ([*sort[:most], f"and {len(sort) - most} more"] if len(sort) > most else sort)]


def gaps(events: list[tuple], heads: dict[int, int]) -> list[str]:
    """Revisions of a lab run from 1 to its head, each once."""
    revisions = defaultdict(list)
    for lab, revision, _ in events:
        revisions[lab].append(revision)
    found = []
    for lab, head in heads.items():
        if revisions[lab] != list(range(1, head + 1)):
            found.append(f"lab {lab} stands at {head}, and its events don't run from 1 to {head} without a gap")
    return found + [f"lab {lab} has events and no head" for lab in revisions.keys() - heads.keys()]


def strangers(commands: list[tuple], events: list[tuple]) -> list[str]:
    """The events of a command are exactly the revisions that its record names: no event twice under one command."""
    named = {(lab, f"{client}.{number}"): set(range(first, first + count)) for lab, client, number, first, count in commands}
    caused = defaultdict(set)
    for lab, revision, command in events:
        if command is not None:
            caused[lab, command].add(revision)
    found = []
    for key in named.keys() | caused.keys():
        if named.get(key, set()) != caused.get(key, set()):
            found.append(
                f"command {key[1]} has the events {sorted(caused.get(key, set()))}, "
                + (f"and its record names {sorted(named[key])}" if key in named else "and no record")
            )
    return found


def overlaps(commands: list[tuple]) -> list[str]:
    """No two commands claim the same revision."""
    claimed = {}
    found = []
    for lab, client, number, first, count in commands:
        for revision in range(first, first + count):
            other = claimed.setdefault((lab, revision), f"{client}.{number}")
            if other != f"{client}.{number}":
                found.append(f"revision {revision} belongs to {other} and to {client}.{number}")
    return found


def missing(commands: list[tuple], acknowledged: list[Acknowledged]) -> list[str]:
    """Every acknowledged command is recorded once, and its last event stands at the acknowledged revision."""
    records = defaultdict(list)
    for _, client, number, first, count in commands:
        records[client, number].append(first + count - 1 if count else first)
    found = []
    versions = {}
    for command in acknowledged:
        key = command.client, command.number
        if versions.setdefault(key, command.version) != command.version:
            found.append(f"{command} was acknowledged at {versions[key]} before")
        match records[key]:
            case []:
                found.append(f"{command} is missing")
            case [revision] if revision == command.version:
                pass
            case [revision]:
                found.append(f"{command} stands at {revision}")
            case several:
                found.append(f"{command} is recorded {len(several)} times")
    return found
