"""Who asks for a person, and what somebody flags: facilitators learn of it, and nobody else."""

import json

import pytest

from api.hall import Hall
from api.recorded import Recorded
from harness.server import eventually

#: What is driven here, of all messages of the document.
MESSAGES = ("needPerson", "answerNeed", "flag", "settleFlag")
pytestmark = pytest.mark.usefixtures("all_driven")


def participant(person: Recorded) -> dict:
    return (person.conversation.mine or {}).get("participant", {})


def test_whoever_needs_a_person_tells_the_facilitators_alone(hall: Hall):
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    who = moira.joined["participant"]
    # In the lobby, before anything has begun.
    moira.command("needPerson", on=True)
    moira.command("needPerson", on=True)
    need = facilitator.sees("who asks", lambda view: view["needs"].get(who))
    assert need["name"] == "Moira" and need["state"] == "asked" and need["role"] == "usesServices"
    eventually("she is told", lambda: participant(moira).get("need") == "asked")
    facilitator.send({"type": "people"})
    people = eventually("the list", lambda: facilitator.of_type("people"))[-1]["people"]
    assert {person["name"]: person["needs"] for person in people} == {"Moira": True, "Sam": False}

    assert sam.refused("answerNeed", participant=who) == "notAllowed"
    facilitator.command("answerNeed", participant=who)
    facilitator.sees("that somebody comes", lambda view: view["needs"][who]["state"] == "coming")
    eventually("she is told that somebody comes", lambda: participant(moira).get("need") == "coming")
    facilitator.command("setRights", participant=sam.joined["participant"], facilitator=True)
    sam.sees("the desk", lambda view: view.get("needs", {}).get(who))
    assert sam.refused("answerNeed", participant=who) == "alreadyDone"
    facilitator.command("answerNeed", participant=who, done=True)
    facilitator.sees("nobody asks", lambda view: not view["needs"])
    eventually("it is over for her, too", lambda: "need" not in participant(moira))
    assert facilitator.refused("answerNeed", participant=who, done=True) == "alreadyDone"
    assert facilitator.refused("answerNeed", participant="nobody") == "unknownPerson"
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number - 2}")
    facilitator.sees("it is open again", lambda view: view["needs"][who]["state"] == "coming")
    moira.command("needPerson", on=False)
    facilitator.sees("nobody asks", lambda view: not view["needs"])
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    facilitator.sees("she asks", lambda view: who in view["needs"])
    assert not any("needs" in frame or '"asked"' in frame for frame in hall.screen.frames)


def test_where_names_are_hidden_a_place_says_who_asks(hall: Hall):
    """[S60] Nobody's name leaves the server, not even to say who asks for a person."""
    hall.facilitator.command("setDetails", hidesNames=True)
    people = sorted([hall.moira.joined["participant"], hall.sam.joined["participant"]])
    hall.moira.command("needPerson", on=True)
    need = hall.facilitator.sees("who asks", lambda view: view["needs"].get(hall.moira.joined["participant"]))
    assert need["place"] == people.index(hall.moira.joined["participant"]) + 1 and "name" not in need
    # Whoever comes in moves her place as well as the list.
    joined = [hall.newcomer(f"New {number}", "family").joined["participant"] for number in range(4)]
    expected = sorted([*people, *joined]).index(hall.moira.joined["participant"]) + 1
    hall.facilitator.sees("her place", lambda view: view["needs"][hall.moira.joined["participant"]]["place"] == expected)


def test_a_flag_says_what_and_why_and_never_whose(hall: Hall):
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    facilitator.command("openLab")
    gather = hall.open("gather")
    idea = moira.command("addIdea", activity=gather, text="Call Jean Pirie on 0141 496 0000")["idea"]
    sam.sees("the idea", lambda view: idea in view["activities"][gather]["ideas"])
    sam.command("flag", activity=gather, item=idea, reason="It names somebody.")
    sam.owns("the flag", lambda mine: mine[gather]["flags"] == {idea: "raised"})
    flags = facilitator.sees("the flag", lambda view: view["activities"][gather]["flags"])
    assert flags == {idea: {"n": 1, "reasons": {"1": "It names somebody."}}}
    moira.command("flag", activity=gather, item=idea)
    facilitator.sees("both", lambda view: view["activities"][gather]["flags"][idea]["n"] == 2)
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    facilitator.sees("one", lambda view: view["activities"][gather]["flags"][idea]["n"] == 1)
    assert sam.refused("settleFlag", activity=gather, item=idea) == "notAllowed"
    assert sam.refused("flag", activity=gather, item="nothing") == "unknownItem"
    assert sam.refused("flag", activity=facilitator.activity("vote"), item=idea) == "unknownItem"
    assert sam.refused("flag", activity=gather, item=idea, reason="x" * 400) == "tooLong"
    facilitator.command("settleFlag", activity=gather, item=idea)
    sam.owns("that it was looked at", lambda mine: mine[gather]["flags"] == {idea: "settled"})
    facilitator.sees("none", lambda view: not view["activities"][gather]["flags"])
    assert facilitator.refused("settleFlag", activity=gather, item=idea) == "alreadyDone"
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number - 1}")
    facilitator.sees("it again", lambda view: idea in view["activities"][gather]["flags"])
    sam.command("flag", activity=gather, item=idea, on=False)
    facilitator.sees("none", lambda view: not view["activities"][gather]["flags"])
    sam.owns("none", lambda mine: "flags" not in mine.get(gather, {}))
    who = sam.joined["participant"]
    told = [json.loads(frame) for frame in facilitator.frames]
    assert not any(who in json.dumps(frame) for frame in told), "a facilitator was told whose flag it is"
    assert not any("It names somebody" in frame for person in (moira, hall.screen) for frame in person.frames)


def test_what_is_not_shown_yet_cannot_be_flagged(hall: Hall):
    hall.facilitator.command("openLab")
    step = {"kind": "gather", "title": "Hidden", "prompt": "Add it.", "reveal": "onReveal"}
    hidden = hall.facilitator.command("addActivity", after="", step=step)["activity"]
    hall.facilitator.command("openActivity", activity=hidden)
    hall.all_see(hidden, "open")
    idea = hall.moira.command("addIdea", activity=hidden, text="For later")["idea"]
    assert hall.sam.refused("flag", activity=hidden, item=idea) == "unknownItem"
