"""Who may come in, over the socket: a locked door, newcomers who are let in one by one, a room that is full."""

import json
from typing import Any

import pytest
from websockets.sync.client import connect

from api.hall import Hall
from api.messages import TO_CLIENT, validate
from api.recorded import Recorded
from harness.server import eventually

#: What is driven here, of all messages of the document.
MESSAGES = ("setDoor", "admit", "admitAll", "turnAway")
pytestmark = pytest.mark.usefixtures("all_driven")


def refused(hall: Hall, **join: Any) -> str:
    """Why somebody new isn't let in."""
    with connect(f"ws://127.0.0.1:{hall.server.port}/ws", subprotocols=["coprolab.v1"], origin=hall.server.url) as socket:
        message = {"type": "join", "lab": hall.lab["code"], "audience": "participant", "client": "d" * 32,
                   "name": "Ann", "role": "family", "invite": hall.lab["inviteKey"], **join}  # fmt: skip
        socket.send(json.dumps(message))
        text = socket.recv(timeout=10)
        assert validate(text, TO_CLIENT) == "error"
        return json.loads(text)["reason"]


def card(hall: Hall) -> dict[str, Any]:
    return hall.server.request("GET", f"/api/labs/{hall.lab['code']}").json


def undo_last(person: Recorded) -> None:
    person.command("undo", command=f"{person.client}.{person.number}")


def at_door(person: Recorded) -> list[dict[str, Any]]:
    """Who waits, as the facilitator's list has them."""
    before = len(person.of_type("people"))
    person.send({"type": "people", "waiting": True})
    eventually("the list", lambda: len(person.of_type("people")) > before)
    person.settle()
    answer = person.of_type("people")[-1]
    assert answer["waiting"] is True
    return answer["people"]


def admission(person: Recorded) -> str | None:
    return (person.conversation.mine or {}).get("participant", {}).get("admission")


def test_a_locked_door_keeps_newcomers_out_and_lets_those_in_who_were_here(hall: Hall):
    """[S29] The words say so, before the form and after it; who comes back has their place."""
    facilitator = hall.facilitator
    assert "locked" not in card(hall)
    facilitator.command("setDoor", locked=True)
    assert card(hall)["locked"] is True
    for person in (facilitator, hall.screen):
        person.sees("a closed door", lambda view: view["lab"].get("locked") is True)
    assert refused(hall) == "labLocked"
    hall.moira.close()
    hall.everybody.remove(hall.moira)
    back = hall.join(token=hall.moira.joined["token"])
    assert back.joined["participant"] == hall.moira.joined["participant"]
    hall.moira = back
    undo_last(facilitator)
    hall.newcomer("Ann", "family")
    assert "locked" not in card(hall)


def test_newcomers_wait_see_the_lobby_alone_and_are_let_in(hall: Hall):
    """[S10] Who waits isn't counted among m; once they are in, they see what all see and take part."""
    facilitator = hall.facilitator
    facilitator.command("openLab")
    gather = hall.open("gather")
    facilitator.command("setDoor", approval=True)
    assert card(hall)["approval"] is True
    ann, ben = hall.newcomer("Ann", "family"), hall.newcomer("Ben", "staff")
    facilitator.sees("two at the door", lambda view: view["people"].get("atDoor") == 2)
    assert facilitator.view["people"]["joined"] == 2
    for waiting in (ann, ben):
        assert waiting.conversation.audience == "waiting" and set(waiting.view) == {"lab"}
        eventually("word of waiting", lambda waiting=waiting: admission(waiting) == "waiting")
        assert waiting.refused("addIdea", activity=gather, text="Early") == "notAllowed"
    assert [person["name"] for person in at_door(facilitator)] == ["Ann", "Ben"]
    hall.moira.send({"type": "people", "waiting": True})
    eventually("the list is refused", lambda: hall.moira.of_type("error"))

    facilitator.command("admit", participant=ann.joined["participant"])
    ann.sees("the room", lambda view: gather in view.get("activities", {}))
    assert admission(ann) is None
    ann.command("addIdea", activity=gather, text="Walk buddies")
    hall.moira.sees("three", lambda view: view["people"]["joined"] == 3)
    facilitator.sees("one at the door", lambda view: view["people"].get("atDoor") == 1)

    facilitator.command("turnAway", participant=ben.joined["participant"])
    eventually("word of it", lambda: admission(ben) == "turnedAway")
    facilitator.sees("nobody at the door", lambda view: "atDoor" not in view["people"])
    undo_last(facilitator)
    eventually("waiting again", lambda: admission(ben) == "waiting")
    facilitator.command("admitAll")
    ben.sees("the room", lambda view: gather in view.get("activities", {}))
    assert facilitator.refused("admitAll") == "alreadyDone"
    assert facilitator.refused("admit", participant=ben.joined["participant"]) == "alreadyDone"
    undo_last_admission = f"{facilitator.client}.{facilitator.number - 2}"
    facilitator.command("undo", command=undo_last_admission)
    ben.sees("the lobby again", lambda view: "activities" not in view)


def test_whoever_waits_and_comes_back_waits_still_and_is_one_person(hall: Hall):
    hall.facilitator.command("setDoor", approval=True)
    ann = hall.newcomer("Ann", "family")
    ann.close()
    hall.everybody.remove(ann)
    again = hall.join(token=ann.joined["token"])
    assert again.joined["participant"] == ann.joined["participant"]
    eventually("word of waiting", lambda: admission(again) == "waiting")
    assert len(at_door(hall.facilitator)) == 1
    # Even where the door stands open again, who waits is let in by a hand.
    hall.facilitator.command("setDoor", approval=False)
    assert len(at_door(hall.facilitator)) == 1
    hall.facilitator.command("admit", participant=again.joined["participant"])
    eventually("in", lambda: admission(again) is None)


def test_a_full_lab_says_so_and_has_room_again(hall: Hall):
    facilitator = hall.facilitator
    facilitator.command("openLab")
    facilitator.command("setDoor", capacity=2)
    assert card(hall)["full"] is True
    assert refused(hall) == "labFull"
    assert facilitator.refused("setDoor", capacity=20_000) == "invalid"
    facilitator.command("setDoor", approval=True, capacity=3)
    ann, ben = hall.newcomer("Ann", "family"), hall.newcomer("Ben", "staff")
    facilitator.sees("both", lambda view: view["people"].get("atDoor") == 2)
    assert facilitator.refused("admitAll") == "labFull"
    facilitator.command("admit", participant=ann.joined["participant"])
    assert facilitator.refused("admit", participant=ben.joined["participant"]) == "labFull"
    facilitator.command("setDoor", capacity=0)
    facilitator.sees("no limit", lambda view: view["lab"]["door"] == {"approval": True})
    facilitator.command("admitAll")
    hall.moira.sees("all", lambda view: view["people"]["joined"] == 4)


def test_the_door_is_the_facilitators_alone(hall: Hall):
    someone = hall.sam.joined["participant"]
    for name, body in {
        "setDoor": {"locked": True}, "admit": {"participant": someone}, "admitAll": {}, "turnAway": {"participant": someone},
    }.items():  # fmt: skip
        assert hall.moira.refused(name, **body) == "notAllowed"
    assert "door" not in hall.moira.view["lab"] and "door" not in hall.screen.view["lab"]


@pytest.mark.parametrize("name", ["admit", "turnAway"])
def test_nobody_is_nobody(hall: Hall, name: str):
    assert hall.facilitator.refused(name, participant="nobody") == "unknownPerson"
