"""Somebody is taken out of a lab: they are told, nothing of theirs opens it, and what they gave stays or goes, until it is undone."""

import json

import pytest

from api.hall import Hall
from api.recorded import Recorded
from harness.server import eventually

#: What is driven here, of all messages of the document.
MESSAGES = ("removePerson", "letBackIn")
pytestmark = pytest.mark.usefixtures("all_driven")


def answers_in(hall: Hall) -> dict[str, str]:
    """Moira and Sam answer in each kind of step that T2 has, under their name in the pledges alone; the activities by kind."""
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    facilitator.command("openLab")
    step = {kind: facilitator.activity(kind) for kind in ("gather", "vote", "rate", "pledge")}
    hall.open("gather")
    hers = moira.command("addIdea", activity=step["gather"], text="Walk buddies")["idea"]
    his = sam.command("addIdea", activity=step["gather"], text="A café")["idea"]
    hall.open("vote")
    for person in (moira, sam):
        person.command("vote", activity=step["vote"], item=his, dots=1)
    hall.open("rate")
    for person in (moira, sam):
        person.command("rate", activity=step["rate"], item=his, impact=4, effort=2)
    hall.open("pledge")
    moira.command("addPledge", activity=step["pledge"], give="I will lead a walk")
    return {**step, "hers": hers, "his": his}


def heard(person: Recorded, activity: str) -> int:
    return person.view["activities"][activity]["heard"]["n"]


def test_whoever_is_taken_out_is_told_and_nothing_of_theirs_opens_the_lab(hall: Hall):
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    step = answers_in(hall)
    second = hall.join(token=moira.joined["token"])
    who = moira.joined["participant"]
    assert sam.refused("removePerson", participant=who, contributions="stay") == "notAllowed"
    assert facilitator.refused("removePerson", participant=facilitator.joined["participant"], contributions="stay") == "notAllowed"
    assert facilitator.refused("removePerson", participant="nobody", contributions="stay") == "unknownPerson"
    facilitator.command("removePerson", participant=who, contributions="stay")
    for person in (moira, second):
        hall.shut_out(person, "removed")
    hall.moira = sam
    for secret in ({"token": moira.joined["token"]}, {"returnCode": moira.joined["returnCode"]},
                   {"client": moira.client, "name": "Moira", "role": "usesServices"}):  # fmt: skip
        answer = hall.knock(**secret)
        assert answer["type"] == "error" and answer["reason"] == "removed" and "taken you out" in answer["detail"]
    answer = hall.server.request("GET", f"/api/labs/{hall.lab['id']}/mine", headers={"Authorization": f"Bearer {moira.joined['token']}"})
    assert answer.status in (401, 403, 404)
    sam.sees("one fewer", lambda view: view["people"]["joined"] == 1)
    # What she gave stays.
    assert step["hers"] in sam.view["activities"][step["gather"]]["ideas"] and heard(sam, step["vote"]) == 2
    assert facilitator.refused("removePerson", participant=who, contributions="stay") == "alreadyDone"
    line = facilitator.sees("the log", lambda view: list(view["moderation"].values()))[0]
    assert line["what"] == "personRemoved" and line["contributions"] == "stay" and line["about"] == "Moira"
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number - 1}")
    again = hall.join(token=moira.joined["token"])
    assert again.joined["participant"] == who
    sam.sees("both", lambda view: view["people"]["joined"] == 2)


def test_what_they_gave_under_their_name_goes_with_them_and_comes_back_and_what_is_anonymous_stays(hall: Hall):
    """Going together with her, anonymous answers would say whose they were: to everybody who looks on, and in the journal for ever."""
    facilitator, moira, sam, screen = hall.facilitator, hall.moira, hall.sam, hall.screen
    step = answers_in(hall)
    who = moira.joined["participant"]
    facilitator.sees("all of it", lambda view: heard(facilitator, step["rate"]) == 2 and heard(facilitator, step["pledge"]) == 1)
    before = json.loads(json.dumps(facilitator.view["activities"][step["pledge"]]))
    hers = list(before["pledges"])
    facilitator.command("removePerson", participant=who, contributions="go")
    hall.shut_out(moira, "removed")
    hall.moira = sam
    for person in (sam, screen):
        person.sees("her pledge is gone", lambda view: not view["activities"][step["pledge"]]["pledges"])
        assert {step["hers"], step["his"]} == set(person.view["activities"][step["gather"]]["ideas"])
    facilitator.sees("who is heard", lambda view: [heard(facilitator, step[key]) for key in ("gather", "vote", "rate", "pledge")] == [2, 2, 2, 0])
    line = facilitator.sees("the log", lambda view: list(view["moderation"].values()))[0]
    assert line["contributions"] == "go"
    facilitator.command("revealActivity", activity=step["vote"])
    sam.sees("two dots", lambda view: view["activities"][step["vote"]]["items"][step["his"]].get("votes") == 2)
    # The person and the pledge come back, in whatever state a step is by now.
    facilitator.command("closeActivity", activity=step["pledge"])
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number - 2}")
    facilitator.sees("her pledge as it was", lambda view: view["activities"][step["pledge"]]["pledges"] == before["pledges"])
    assert heard(facilitator, step["pledge"]) == 1
    again = hall.join(token=moira.joined["token"])
    again.owns("her answers", lambda mine: step["hers"] in mine[step["gather"]]["ideas"] and mine[step["vote"]]["dots"] == {step["his"]: 1}
               and list(mine[step["pledge"]]["pledges"]) == hers)  # fmt: skip


def test_somebody_on_paper_goes_with_what_was_keyed_in_for_them(hall: Hall):
    facilitator = hall.facilitator
    facilitator.command("openLab")
    pledges = hall.open("pledge")
    jean = facilitator.command("addPerson", name="Jean", role="family")["participant"]
    pledge = facilitator.command("addPledge", activity=pledges, give="A bench", onBehalfOf=jean)["pledge"]
    hall.sam.sees("it", lambda view: pledge in view["activities"][pledges]["pledges"])
    facilitator.command("removePerson", participant=jean, contributions="go")
    hall.sam.sees("it went", lambda view: pledge not in view["activities"][pledges]["pledges"] and view["people"]["joined"] == 2)
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    hall.sam.sees("both", lambda view: pledge in view["activities"][pledges]["pledges"] and view["people"]["joined"] == 3)


def test_any_facilitator_lets_them_in_again_from_any_device(hall: Hall):
    """[S7] With what went with them, without the device that took them out."""
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    step = answers_in(hall)
    who = moira.joined["participant"]
    facilitator.command("setRights", participant=sam.joined["participant"], facilitator=True)
    eventually("the rights", lambda: sam.conversation.audience == "facilitator")
    before = dict(facilitator.sees("her pledge", lambda view: view["activities"][step["pledge"]]["pledges"]))
    facilitator.command("removePerson", participant=who, contributions="go")
    hall.shut_out(moira, "removed")
    hall.moira = sam
    sam.sees("her pledge is gone", lambda view: not view["activities"][step["pledge"]]["pledges"])
    sam.send({"type": "people"})
    listed = eventually("the list", lambda: sam.of_type("people"))[-1]["people"]
    assert [person["removed"] for person in listed if person["id"] == who] == [True]
    sam.command("letBackIn", participant=who)
    facilitator.sees("her pledge is back", lambda view: view["activities"][step["pledge"]]["pledges"] == before)
    lines = facilitator.sees("the log", lambda view: len(view["moderation"]) == 2 and list(view["moderation"].values()))
    assert {line["what"] for line in lines} == {"personRemoved", "personReturned"}
    assert facilitator.refused("letBackIn", participant=who) == "alreadyDone"
    assert facilitator.refused("letBackIn", participant="nobody") == "unknownPerson"
    again = hall.join(token=moira.joined["token"])
    assert again.joined["participant"] == who
