"""Questions to a panel over real sockets (S44): every command, every refusal in words, against the document."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.hall import Hall
from api.messages import TO_CLIENT, TO_SERVER
from harness.server import Server
from harness.wire import Rejected

#: What this file drives, for the test of all messages.
MESSAGES = {
    "askQuestion", "editQuestion", "withdrawQuestion", "supportQuestion", "setQuestionStatus", "moveQuestion", "acceptedQuestion",
}  # fmt: skip

TEMPLATE = {
    "id": "X2", "name": "Panel", "minutes": 20, "title": "Panel", "welcome": "Welcome.",
    "activities": [
        {"id": "panel", "kind": "questions", "title": "Ask the panel", "prompt": "?", "reveal": "live",
         "settings": {"panellists": [{"id": "anne", "name": "Anne Ross"}]}},
        {"id": "later", "kind": "questions", "title": "Shown later", "prompt": "?", "settings": {"allowsNamed": False}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    templates = tmp_path_factory.mktemp("templates")
    (templates / "X2.yaml").write_text(json.dumps(TEMPLATE))
    server = Server(tmp_path_factory.mktemp("data"), environment={"COPROLAB_TEMPLATES": str(templates)})
    yield server
    assert server.stop() == 0, server.output


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = Hall(server, "X2")
    hall.facilitator.command("openLab")
    hall.moira.sees("its activities", lambda view: view.get("activities"))
    yield hall
    hall.close()


def opened(hall: Hall, title: str) -> str:
    activity = next(key for key, each in hall.facilitator.view["activities"].items() if each["title"] == title)
    hall.facilitator.command("openActivity", activity=activity)
    hall.all_see(activity, "open")
    return activity


def refusal(person: Any, name: str, **body: Any) -> tuple[str, str]:
    try:
        person.command(name, **body)
    except Rejected as rejection:
        return rejection.reason, str(rejection)
    raise AssertionError(f"{name} was accepted")


def queue(person: Any, panel: str) -> list[str]:
    questions = person.view["activities"][panel]["questions"].values()
    return [question["text"] for question in sorted(questions, key=lambda question: question["order"])]


def test_s44_people_ask_and_support_and_the_chair_orders_but_never_deletes(hall: Hall):
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    panel = opened(hall, "Ask the panel")
    works = moira.command("askQuestion", activity=panel, text="What works well that others could copy?", named=True, to="anne")["question"]
    when = sam.command("askQuestion", activity=panel, text="When do we begin", named=False)["question"]
    sam.command("editQuestion", activity=panel, question=when, version=1, text="When do we begin?")
    gone = sam.command("askQuestion", activity=panel, text="Never mind")["question"]
    sam.command("withdrawQuestion", activity=panel, question=gone)
    sam.command("supportQuestion", activity=panel, question=works, on=True)
    shown = sam.sees("support", lambda view: view["activities"][panel]["questions"][works]["support"] == 1 and view["activities"][panel]["questions"])
    assert shown[works]["name"] == "Moira" and "name" not in shown[when]
    sam.command("supportQuestion", activity=panel, question=works, on=False)
    facilitator.command("moveQuestion", activity=panel, question=when, before=works)
    screen.sees("the chair's order", lambda _: queue(screen, panel) == ["When do we begin?", "What works well that others could copy?"])
    facilitator.command("moveQuestion", activity=panel, question=when)
    for status in ("asked", "parked", "queued", "asked"):
        facilitator.command("setQuestionStatus", activity=panel, question=works, status=status)
        screen.sees(f"it {status}", lambda view, status=status: view["activities"][panel]["questions"][works]["status"] == status)
    facilitator.command("setQuestionStatus", activity=panel, question=works, status="answered", answer="The Tuesday walks", version=4)
    screen.sees("the answer", lambda view: view["activities"][panel]["questions"][works].get("answer") == "The Tuesday walks")
    facilitator.command("setQuestionStatus", activity=panel, question=when, status="parked")
    moira.sees("what is parked", lambda view: view["activities"][panel]["questions"][when]["status"] == "parked")
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    assert all("Moira" not in frame for frame in screen.frames), "the screen shows no names"
    assert not any(word in name.lower() for name in MESSAGES for word in ("hide", "delete", "remove"))
    facilitator.command("closeActivity", activity=panel)
    hall.all_see(panel, "closed")
    body = {"activity": panel, "text": "Came late"}
    assert moira.refused("askQuestion", **body) == "activityClosed"
    late = moira.command("offerLate", name="askQuestion", body=body)["late"]
    facilitator.sees("its words", lambda view: view["late"].get(late, {}).get("text") == "Came late")
    facilitator.command("acceptLate", late=late)

    seen = set().union(*(person.conversation.seen[way] for person in hall.everybody for way in (TO_SERVER, TO_CLIENT)))
    assert MESSAGES <= seen, MESSAGES - seen


def test_questions_that_are_shown_later_are_in_no_frame_before(hall: Hall):
    later = opened(hall, "Shown later")
    hall.moira.command("askQuestion", activity=later, text="Who pays for it?")
    for person in (hall.facilitator, hall.screen, hall.sam):
        person.sees("how many there are", lambda view: view["activities"][later]["count"] == 1)
        assert all("Who pays" not in frame for frame in person.frames)
    hall.facilitator.command("revealActivity", activity=later)
    hall.screen.sees("it", lambda _: queue(hall.screen, later) == ["Who pays for it?"])


def test_each_refusal_says_in_words_what_to_do(hall: Hall):
    panel, later = opened(hall, "Ask the panel"), opened(hall, "Shown later")
    moira, sam, facilitator = hall.moira, hall.sam, hall.facilitator
    question = moira.command("askQuestion", activity=panel, text="When?")["question"]
    hidden = moira.command("askQuestion", activity=later, text="Why?")["question"]
    expected = [
        (moira, "askQuestion", panel, {"text": "?", "to": "nobody"}, "unknownItem", "Choose another"),
        (moira, "askQuestion", later, {"text": "?", "named": True}, "notAllowed", "without a name"),
        (moira, "askQuestion", panel, {"text": " "}, "empty", "Write something"),
        (moira, "askQuestion", panel, {"text": "a" * 501}, "tooLong", "500 is the most"),
        (moira, "supportQuestion", panel, {"question": question, "on": True}, "notAllowed", "your own question"),
        (sam, "editQuestion", panel, {"question": question, "version": 1, "text": "Mine"}, "notYours", "Only the person"),
        (sam, "withdrawQuestion", panel, {"question": question}, "notYours", "Only the person"),
        (moira, "editQuestion", panel, {"question": question, "version": 9, "text": "Stale"}, "changedMeanwhile", "choose one"),
        (sam, "supportQuestion", later, {"question": hidden, "on": True}, "unknownItem", "Load the page again"),
        (facilitator, "setQuestionStatus", later, {"question": hidden, "status": "asked"}, "unknownItem", "Load the page again"),
        (facilitator, "setQuestionStatus", panel, {"question": question, "status": "asked", "version": 3}, "changedMeanwhile", "mark it again"),
        (facilitator, "moveQuestion", panel, {"question": question, "before": "nothing"}, "unknownItem", "Load the page again"),
        (moira, "moveQuestion", panel, {"question": question}, "notAllowed", "Only a facilitator"),
        (moira, "setQuestionStatus", panel, {"question": question, "status": "asked"}, "notAllowed", "Only a facilitator"),
    ]
    for person, name, activity, body, reason, words in expected:
        found = refusal(person, name, activity=activity, **body)
        assert found[0] == reason and words in found[1], found
    facilitator.command("setQuestionStatus", activity=panel, question=question, status="asked")
    found = refusal(moira, "editQuestion", activity=panel, question=question, version=1, text="Too late")
    assert found[0] == "movedOn" and "Ask a new one" in found[1]
