"""What is refused over the socket, by whom and why: each reason is one of the AsyncAPI document."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from api.documents import ASYNCAPI, pointer
from api.hall import Hall
from api.messages import COMMANDS, TO_CLIENT, TO_SERVER, validate
from api.recorded import Recorded
from harness.server import eventually


def test_facilitating_is_refused_to_everybody_else(hall: Hall):
    hall.facilitator.command("openLab")
    gather = hall.open("gather")
    idea = hall.moira.command("addIdea", activity=gather, text="Walk buddies")["idea"]
    other = hall.sam.command("addIdea", activity=gather, text="A café")["idea"]
    bodies: dict[str, dict[str, Any]] = {
        "openLab": {}, "endSitting": {}, "endLab": {}, "archiveLab": {}, "unarchiveLab": {},
        "mergeIdeas": {"activity": gather, "into": idea, "ideas": [other]},
        "hideIdea": {"activity": gather, "idea": other}, "bringInIdeas": {"activity": gather, "ideas": [{"text": "Mine"}]},
        "decide": {"activity": hall.facilitator.activity("rate"), "item": idea, "decision": "do", "reason": "Because"},
        "setRights": {"participant": hall.moira.joined["participant"], "facilitator": True},
        "addPerson": {"name": "Jean", "role": "family"},
        "acceptLate": {"late": "x1"}, "dismissLate": {"late": "x1"},
        "addActivity": {"after": "", "step": {"kind": "info", "title": "Mine", "prompt": "Mine"}},
        "editActivity": {"activity": gather, "version": 1, "title": "Mine"},
        "moveActivity": {"activity": gather, "after": ""}, "skipActivity": {"activity": gather, "skipped": True},
        "setDetails": {"times": "Never"}, "setLanguage": {"language": "gd"}, "setRetention": {"days": 30}, "planSitting": {"sitting": 2, "title": "Mine"}, "settleSignals": {},
        "answerNeed": {"participant": hall.moira.joined["participant"]}, "settleFlag": {"activity": gather, "item": idea},
        "setTime": {"activity": gather, "minutes": 3}, "bringEveryone": {"on": True}, "setScreen": {"show": "join"},
        "setDoor": {"locked": True}, "admitAll": {},
        "runOff": {"activity": hall.facilitator.activity("vote"), "title": "Once more", "prompt": "Which?"},
        **{name: {"participant": hall.sam.joined["participant"]} for name in ("admit", "turnAway")},
        "restoreIdea": {"activity": gather, "idea": idea}, "splitIdea": {"activity": gather, "idea": idea, "texts": ["One", "Two"]},
        "rewordIdea": {"activity": gather, "idea": idea, "version": 1, "text": "Theirs"},
        "removePerson": {"participant": hall.sam.joined["participant"], "contributions": "stay"},
        "letBackIn": {"participant": hall.sam.joined["participant"]},
    }  # fmt: skip
    # The commands of kinds that T2 hasn't are refused in the files of these kinds.
    elsewhere = {message for file in Path(__file__).parent.glob("test_kind_*.py") for message in import_module(f"api.{file.stem}").MESSAGES}
    for command, (giver, _) in COMMANDS.items():
        if giver == "facilitator" and command not in elsewhere:
            body = bodies.get(command, {"activity": gather})
            assert hall.moira.refused(command, **body) == "notAllowed", command
    paper = hall.facilitator.command("addPerson", name="Jean", role="family")["participant"]
    assert hall.moira.refused("addIdea", activity=gather, text="Not mine", onBehalfOf=paper) == "notAllowed"
    hall.moira.send({"type": "people"})
    eventually("the list is refused", lambda: [error for error in hall.moira.of_type("error") if error["reason"] == "notAllowed"])


def test_a_screen_can_give_no_command(hall: Hall):
    hall.facilitator.command("openLab")
    hall.screen.send({"type": "command", "id": f"{hall.screen.client}.1", "name": "openLab", "body": {}})
    eventually("it is refused", lambda: [error for error in hall.screen.of_type("error") if error["reason"] == "notJoined"])
    hall.screen.conversation.unanswered.clear()


def test_each_reason_for_a_rejection_is_one_of_the_document(hall: Hall):
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    facilitator.command("openLab")
    met: set[str] = set()

    def refused(person: Recorded, reason: str, name: str, **body: Any) -> None:
        assert person.refused(name, **body) == reason
        met.add(reason)

    gather, vote, rate = (facilitator.activity(kind) for kind in ("gather", "vote", "rate"))
    refused(moira, "notOpen", "addIdea", activity=gather, text="Too early")
    refused(moira, "unknownActivity", "addIdea", activity="nowhere", text="Lost")
    hall.open("gather")
    refused(facilitator, "alreadyDone", "openActivity", activity=gather)
    idea = moira.command("addIdea", activity=gather, text="Walk buddies")["idea"]
    refused(moira, "empty", "addIdea", activity=gather, text="   ")
    refused(moira, "tooLong", "addIdea", activity=gather, text="x" * 10_000)
    refused(moira, "invalid", "addIdea", activity=gather, text="a\u202eb")
    refused(moira, "invalid", "addIdea", activity=gather, text="a\u0007b")
    refused(sam, "notYours", "withdrawIdea", activity=gather, idea=idea)
    refused(sam, "unknownItem", "withdrawIdea", activity=gather, idea="nothing")
    refused(sam, "notAllowed", "hideIdea", activity=gather, idea=idea)
    facilitator.command("pauseActivity", activity=gather)
    refused(moira, "activityPaused", "addIdea", activity=gather, text="While paused")
    facilitator.command("resumeActivity", activity=gather)
    moira.command("editIdea", activity=gather, idea=idea, version=1, text="Walk buddies on Tuesdays")
    refused(moira, "changedMeanwhile", "editIdea", activity=gather, idea=idea, version=1, text="Walk buddies on Fridays")
    clash = moira.of_type("rejected")[-1]
    assert clash["theirs"]["text"] == "Walk buddies on Tuesdays" and clash["theirs"]["version"] == 2
    assert clash["yours"]["text"] == "Walk buddies on Fridays"
    facilitator.command("closeActivity", activity=gather)
    refused(moira, "activityClosed", "addIdea", activity=gather, text="Too late")
    hall.open("vote")
    budget = moira.view["activities"][vote]["budget"]
    assert budget == 1
    refused(moira, "overBudget", "vote", activity=vote, item=idea, dots=2)
    hall.open("rate")
    refused(facilitator, "unknownPerson", "setRights", participant="nobody", facilitator=True)
    mark = f"{facilitator.client}.{facilitator.number + 1}"
    facilitator.command("closeActivity", activity=rate)
    facilitator.command("revealActivity", activity=rate)
    refused(facilitator, "movedOn", "undo", command=mark)
    facilitator.command("endLab")
    refused(moira, "labClosed", "vote", activity=vote, item=idea, dots=1)
    known = set(ASYNCAPI.at(pointer("components", "schemas", "Rejected", "properties", "reason", "enum")))
    # A full disk, a full lab, a locked one and unknown commands have tests of their own.
    assert known - met == {"notSaved", "labFull", "labLocked", "unknownCommand"}


@pytest.mark.parametrize("value", [0, 6, "x", 3.5, None, True])
def test_a_rating_off_the_scale_is_invalid_and_no_message_of_the_document(hall: Hall, value: Any):
    hall.facilitator.command("openLab")
    gather = hall.open("gather")
    idea = hall.moira.command("addIdea", activity=gather, text="Walk buddies")["idea"]
    rate = hall.open("rate")
    command = {
        "type": "command", "id": f"{hall.moira.client}.99", "name": "rate",
        "body": {"activity": rate, "item": idea, "impact": value},
    }  # fmt: skip
    with pytest.raises(AssertionError):
        validate(command, TO_SERVER)
    hall.moira.conversation.unanswered[command["id"]] = "rate"
    hall.moira.send_raw(json.dumps(command))
    answer = eventually("an answer", lambda: hall.moira.answers.get(command["id"]))
    assert answer["reason"] == "invalid"


def test_an_unknown_command_is_rejected_and_the_connection_stays(hall: Hall):
    hall.facilitator.command("openLab")
    key = f"{hall.moira.client}.98"
    hall.moira.conversation.unanswered[key] = "pass"
    hall.moira.send_raw(json.dumps({"type": "command", "id": key, "name": "dropTable", "body": {}}))
    assert eventually("an answer", lambda: hall.moira.answers.get(key))["reason"] == "unknownCommand"
    hall.moira.command("setName", name="Moira B.")


MALFORMED = [
    "", "{", "null", "[]", '"join"', '{"type":"shout"}', '{"type":7}', '{"a":1,"a":2}', '{"type":"command"}',
    '{"type":"command","id":"17","name":"pass","body":{}}', '{"type":"join"}', "[" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_message_gets_an_error_of_the_document(hall: Hall, text: str):
    hall.facilitator.command("openLab")
    hall.moira.send_raw(text)
    error = eventually("an error", lambda: hall.moira.of_type("error"))[0]
    assert error["reason"] in ("malformed", "unknownMessage")
    hall.moira.command("setName", name="Moira B.")


@pytest.mark.parametrize(
    ("join", "reason"),
    [
        ({"lab": "000000"}, "unknownLab"),
        ({"token": "x" * 43}, "badToken"),
        ({"returnCode": "AAAA-AAAA-AAAA"}, "badReturnCode"),
        ({"recoveryCode": "AAAA-AAAA-AAAA-AAAA"}, "badRecoveryCode"),
        ({"name": "", "role": "staff"}, "invalidName"),
        ({"name": "x" * 61, "role": "staff"}, "invalidName"),
        ({"name": "Moira"}, "invalidRole"),
        ({"audience": "facilitator", "name": "Moira", "role": "staff"}, "notAllowed"),
        ({"audience": "screen"}, "badToken"),
    ],
)
def test_a_join_that_fails_says_why(hall: Hall, join: dict[str, Any], reason: str):
    with connect(f"ws://127.0.0.1:{hall.server.port}/ws", subprotocols=["coprolab.v1"], origin=hall.server.url) as socket:
        message = {"type": "join", "lab": hall.lab["code"], "audience": "participant", "client": "c" * 32, **join}
        validate(message, TO_SERVER)
        socket.send(json.dumps(message))
        text = socket.recv(timeout=10)
        assert validate(text, TO_CLIENT) == "error"
        assert json.loads(text)["reason"] == reason
        # The connection stays: the right join goes through on it.
        good = {**message, "lab": hall.lab["code"], "audience": "participant", "name": "Ann", "role": "family", "invite": hall.lab["inviteKey"]}
        for secret in ("token", "returnCode", "recoveryCode"):
            good.pop(secret, None)
        socket.send(json.dumps(good))
        assert validate(socket.recv(timeout=10), TO_CLIENT) == "joined"
