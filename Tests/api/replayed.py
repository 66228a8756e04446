"""Holds a lab's replay against what an audience was sent while it ran."""

import json
from typing import Any

from api.answers import validate
from harness.server import Server
from harness.wire import Person, merge


def fetch(server: Server, lab: dict[str, Any], what: str = "", token: str | None = None) -> dict[str, Any]:
    path = f"/api/labs/{lab['id']}/replay{what}"
    answer = server.request("GET", path, headers={"Authorization": f"Bearer {token or lab['facilitatorToken']}"})
    validate("GET", path, answer)
    assert answer.status == 200, answer.body
    return answer.json


def views(server: Server, lab: dict[str, Any], audience: str, limit: int = 150) -> dict[int, Any]:
    """The view after each revision that changed it, as the replay has it, by revision."""
    found: dict[int, Any] = {}
    reached = 0
    while True:
        part = fetch(server, lab, f"/frames?audience={audience}&after={reached}&limit={limit}")
        assert part["version"] == reached
        if found:
            assert part["view"] == found[max(found)], "a part begins where the one before ends"
        view = found[reached] = part["view"]
        for frame in part["frames"]:
            view = found[frame["version"]] = merge(view, frame["view"])
        if part["reached"] == reached:
            return found
        reached = part["reached"]


def as_it_was_sent(person: Person) -> dict[int, Any]:
    """Every view that a connection has had, by its version."""
    view: Any = None
    found = {}
    for text in person.frames:
        frame = json.loads(text)
        if frame["type"] in ("view", "patch"):
            view = frame["view"] if frame["type"] == "view" else merge(view, frame["view"])
            found[frame["version"]] = view
    return found


def check(server: Server, lab: dict[str, Any], audience: str, person: Person) -> int:
    """At each revision that the connection was sent, the replayed view equals the sent one. Gives how many there were."""
    replayed = views(server, lab, audience)
    sent = as_it_was_sent(person)
    for version, view in sent.items():
        known = max(revision for revision in replayed if revision <= version)
        assert replayed[known] == view, f"{audience} at version {version}"
    assert replayed[max(replayed)] == sent[max(sent)], f"{audience} at the end"
    return len(sent)
