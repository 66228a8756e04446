"""Another lab from one that there is, and a rehearsal of it, with simulated people who come by its code."""

import subprocess
from typing import Any

import pytest

from api.documents import OPENAPI, pointer
from api.hall import Hall
from api.recorded import Recorded
from harness.server import BINARY, ENVIRONMENT, TOP, Server, eventually


def copy(hall: Hall, **body: Any) -> dict[str, Any]:
    body = {"from": hall.lab["id"], "facilitatorToken": hall.lab["facilitatorToken"], **body}
    OPENAPI.check(body, pointer("components", "schemas", "CopiedLab"), "a request for a copy")
    answer = hall.server.request("POST", "/api/labs", body)
    assert answer.status == 201, answer.body
    OPENAPI.check(answer.json, pointer("components", "schemas", "MadeLab"), "the copy")
    return answer.json


def test_programme_details_words_and_settings_come_along_and_nothing_that_anybody_said(hall: Hall):
    """[S51] What was planned is there again, under secrets of its own; who was there and what they said isn't."""
    facilitator = hall.facilitator
    facilitator.command("setDetails", times="Mondays", words={"lab": "workshop"}, hidesNames=True)
    facilitator.command("setDoor", approval=True, capacity=40, locked=True)
    facilitator.command("openLab")
    gather = hall.open("gather")
    hall.moira.command("addIdea", activity=gather, text="Walk buddies")
    facilitator.command("editActivity", activity=gather, version=1, title="Ideas for the park")
    made = copy(hall, title="The next group")
    assert made["id"] != hall.lab["id"] and made["code"] != hall.lab["code"]
    desk = Recorded(hall.server, made["id"], "facilitator", token=made["facilitatorToken"])
    lab = desk.view["lab"]
    assert lab["title"] == "The next group" and lab["state"] == "prepared" and "rehearsal" not in lab
    assert lab["details"] == facilitator.view["lab"]["details"]
    assert lab["door"] == {"approval": True, "capacity": 40} and "locked" not in lab

    def programme(person: Recorded) -> list[tuple[str, str]]:
        return [(step["kind"], step["title"]) for step in sorted(person.view["activities"].values(), key=lambda step: step["order"])]

    assert programme(desk) == programme(facilitator) and ("gather", "Ideas for the park") in programme(desk)
    text = "".join(desk.frames)
    assert "Walk buddies" not in text and "Moira" not in text and desk.view["people"]["joined"] == 0
    desk.close()


@pytest.mark.parametrize(
    "change", [{"facilitatorToken": "x" * 43}, {"from": "nowhere"}, {"facilitatorToken": "moira"}], ids=["token", "lab", "participant"]
)
def test_only_its_facilitators_make_another_lab_from_a_lab(hall: Hall, change: dict[str, str]):
    body = {"from": hall.lab["id"], "facilitatorToken": hall.lab["facilitatorToken"], **change}
    if body["facilitatorToken"] == "moira":
        body["facilitatorToken"] = hall.moira.joined["token"]
    answer = hall.server.request("POST", "/api/labs", body)
    assert (answer.status, answer.json["reason"]) == (403, "notAllowed")


@pytest.mark.parametrize("change", [{"template": "T2"}, {"title": 7}, {"rehearsal": "yes"}, {"facilitatorToken": None}])
def test_a_request_that_is_neither_is_malformed(hall: Hall, change: dict[str, Any]):
    body = {"from": hall.lab["id"], "facilitatorToken": hall.lab["facilitatorToken"], **change}
    assert hall.server.request("POST", "/api/labs", body).status == 400


def test_a_copy_needs_the_right_to_make_labs_as_well(tmp_path):
    """The facilitator's token opens that lab alone; who may make labs is asked as ever."""
    server = Server(tmp_path / "data", "--public-url", "http://hall.test")
    try:
        key = (tmp_path / "data/organiser-key").read_text().strip()
        answer = server.request("POST", "/api/labs", {"title": "First", "template": "T2"}, {"Authorization": f"Bearer {key}"})
        body = {"from": answer.json["id"], "facilitatorToken": answer.json["facilitatorToken"]}
        assert server.request("POST", "/api/labs", body).json["reason"] == "organiserKeyNeeded"
        assert server.request("POST", "/api/labs", body, {"Authorization": f"Bearer {key}"}).status == 201
    finally:
        server.stop()


def test_simulated_people_come_into_a_rehearsal_by_its_code(hall: Hall):
    """[S13] Everybody reads that it is one, it is kept for a day, and made-up people do what each step asks."""
    made = copy(hall, rehearsal=True)
    card = hall.server.request("GET", f"/api/labs/{made['code']}").json
    assert card["rehearsal"] is True and card["retentionDays"] == 1
    desk = Recorded(hall.server, made["id"], "facilitator", token=made["facilitatorToken"])
    assert desk.view["lab"]["rehearsal"] is True
    desk.command("openLab")
    gather = desk.activity("gather")
    desk.command("openActivity", activity=gather)
    command = [BINARY, "demo", "--join", made["code"], "--server", hall.server.url, "--people", "5", "--pace", "1000"]
    demo = subprocess.Popen(command, cwd=TOP, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        desk.sees("five people", lambda view: view["people"]["joined"] == 5)
        assert desk.view["people"]["roles"].get("staff", 0) >= 2, "five of twelve are a mixed room, too"
        desk.sees("what they say", lambda view: view["activities"][gather]["heard"]["n"] == 5)
        assert all(idea["text"] for idea in desk.view["activities"][gather]["ideas"].values())
    finally:
        demo.terminate()
        output, _ = demo.communicate(timeout=20)
    assert "5 simulated people" in output
    desk.settle()
    desk.close()


def test_the_demo_says_why_nobody_can_come(hall: Hall):
    def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([BINARY, "demo", *arguments], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=30, check=False)

    unknown = demo("--join", "000000", "--server", hall.server.url)
    assert unknown.returncode == 1 and "No open lab has this code" in unknown.stderr
    hall.facilitator.command("setDoor", locked=True)
    locked = demo("--join", hall.lab["code"], "--server", hall.server.url)
    assert locked.returncode == 1 and "door is closed" in locked.stderr
    assert demo("--join", hall.lab["code"], "--play").returncode == 64


def test_a_rehearsal_is_gone_after_a_day(hall: Hall):
    """Ended or not: its time of keeping begins when it is made."""
    made = copy(hall, rehearsal=True)
    listed = subprocess.run(
        [BINARY, "lab", "list", "--json", "--data", hall.server.data], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=20
    ).stdout
    import json

    cards = json.loads(listed)
    cards = cards["labs"] if isinstance(cards, dict) else cards
    card = next(card for card in cards if card["lab"] == made["id"])
    assert card["deleteAt"] == card["createdAt"] + 86_400_000
    assert "deleteAt" not in next(card for card in cards if card["lab"] == hall.lab["id"])
    eventually("its page", lambda: hall.server.request("GET", f"/api/labs/{made['code']}").status == 200)
