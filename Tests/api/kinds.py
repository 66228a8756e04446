"""What the tests of one kind of activity share: a server with a template of their own, and that every message of theirs passed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.hall import Hall
from api.messages import TO_CLIENT, TO_SERVER
from api.recorded import Recorded
from harness.server import Server
from harness.wire import Rejected


def served(folder: Path, *activities: dict[str, Any]) -> Iterator[Server]:
    """A server whose one template, KIND, has these activities; they show at once and without names where they don't say."""
    template = {
        "id": "KIND", "name": "One kind", "minutes": 10, "language": "en", "title": "One kind", "welcome": "Come in.",
        "activities": [
            {"title": activity["id"].capitalize(), "prompt": "What do you say?", "reveal": "live", **activity}
            for activity in activities
        ],
    }  # fmt: skip
    templates = folder / "templates"
    templates.mkdir(parents=True)
    (templates / "KIND.yaml").write_text(json.dumps(template, ensure_ascii=False), encoding="utf-8")
    server = Server(folder / "data", "--templates", str(templates))
    yield server
    assert server.stop() == 0, server.output


def titled(hall: Hall, title: str) -> str:
    """The id of the activity of that title."""
    return next(key for key, value in hall.facilitator.view["activities"].items() if value["title"] == title)


def opened(hall: Hall, title: str) -> str:
    activity = titled(hall, title)
    hall.facilitator.command("openActivity", activity=activity)
    hall.all_see(activity, "open")
    return activity


def refusal(person: Any, name: str, **body: Any) -> tuple[str, str]:
    """The reason for which a command is rejected, and the words for it."""
    reason = person.refused(name, **body)
    return reason, person.of_type("rejected")[-1]["detail"]


def passed(hall: Hall) -> set[str]:
    """The messages of the document that have passed, either way."""
    return set().union(*(person.conversation.seen[way] for person in hall.everybody for way in (TO_SERVER, TO_CLIENT)))


def begun(server: Server) -> Hall:
    """A lab of that template, open."""
    hall = Hall(server, "KIND")
    hall.facilitator.command("openLab")
    hall.moira.sees("its activities", lambda view: view.get("activities"))
    return hall


def words_of_refusal(person: Recorded, name: str, **body: Any) -> str:
    """Reason and words with which a command is refused; fails where it is accepted."""
    try:
        result = person.command(name, **body)
    except Rejected as rejection:
        return str(rejection)
    raise AssertionError(f"{name} was accepted with {result}")


def assert_passed(hall: Hall, names: tuple[str, ...]) -> None:
    """Fails unless each of these messages went through somebody's connection."""
    missing = set(names) - passed(hall)
    assert not missing, f"never passed: {', '.join(sorted(missing))}"
