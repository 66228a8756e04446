"""Undo over the socket: the facilitator's every step, what has moved on, and two who press at once."""

from typing import Any

import pytest

from api.hall import Hall
from api.messages import COMMANDS
from api.recorded import Recorded
from harness.server import eventually


def undo(person: Recorded, back: int = 0) -> None:
    """Takes back the last command of somebody, or the one so many before."""
    person.command("undo", command=f"{person.client}.{person.number - back}")


def refusal(person: Recorded, back: int = 0) -> dict[str, Any]:
    """The answer to an undo that is refused."""
    assert person.refused("undo", command=f"{person.client}.{person.number - back}")
    return person.of_type("rejected")[-1]


def state(hall: Hall, activity: str) -> str:
    return hall.facilitator.view["activities"][activity]["state"]


def test_the_facilitator_takes_every_step_back(hall: Hall):
    """Opening again, adding a person, a late answer, signals that were settled: all of it goes back."""
    facilitator, moira = hall.facilitator, hall.moira
    facilitator.command("openLab")
    gather = hall.open("gather")
    moira.command("addIdea", activity=gather, text="Walk buddies")
    moira.command("signal", signal="slowDown")
    facilitator.sees("the signal", lambda view: view["people"].get("signals") == {"slowDown": 1})
    facilitator.command("settleSignals")
    facilitator.sees("no signal", lambda view: "signals" not in view["people"])
    undo(facilitator)
    facilitator.sees("the signal", lambda view: view["people"].get("signals") == {"slowDown": 1})

    facilitator.command("addPerson", name="Jean", role="family")
    facilitator.sees("three", lambda view: view["people"]["joined"] == 3)
    undo(facilitator)
    facilitator.sees("two", lambda view: view["people"]["joined"] == 2)

    facilitator.command("closeActivity", activity=gather)
    moira.command("offerLate", name="addIdea", body={"activity": gather, "text": "Late"})
    late = facilitator.sees("an offer", lambda view: next(iter(view["late"]), None))
    for name in ("acceptLate", "dismissLate"):
        facilitator.command(name, late=late)
        facilitator.sees("no offer", lambda view: not view["late"])
        undo(facilitator)
        facilitator.sees("the offer again", lambda view: late in view["late"])
    assert [idea["text"] for idea in facilitator.view["activities"][gather]["ideas"].values()] == ["Walk buddies"]

    facilitator.command("reopenActivity", activity=gather)
    undo(facilitator)
    hall.all_see(gather, "closed")
    facilitator.command("planSitting", sitting=2, title="Second")
    undo(facilitator)
    facilitator.sees("no plan", lambda view: "sittings" not in view["lab"])
    facilitator.command("endLab")
    facilitator.command("archiveLab")
    undo(facilitator)
    moira.sees("an end, no more", lambda view: view["lab"]["state"] == "ended")
    undo(facilitator, back=2)
    moira.sees("an open lab", lambda view: view["lab"]["state"] == "open")
    # And it is found by its code again.
    assert hall.server.request("GET", f"/api/labs/{hall.lab['code']}").status == 200


def test_what_moved_on_is_said_in_words(hall: Hall):
    """Why it can't be undone any more, and what to do instead."""
    facilitator, moira = hall.facilitator, hall.moira
    facilitator.command("openLab")
    gather = hall.open("gather")
    assert refusal_after_answer(hall, gather) == "answered"
    jean = facilitator.command("addPerson", name="Jean", role="family")["participant"]
    facilitator.command("addIdea", activity=gather, text="A bench", onBehalfOf=jean)
    assert refusal(facilitator, back=1)["why"] == "entered"
    idea = moira.command("addIdea", activity=gather, text="A choir")["idea"]
    mark = moira.number
    facilitator.command("closeActivity", activity=gather)
    moira.sees("an end", lambda view: view["activities"][gather]["state"] == "closed")
    closed = refusal(moira, back=moira.number - mark)
    assert (closed["reason"], closed["why"]) == ("movedOn", "closed")
    assert idea in moira.view["activities"][gather]["ideas"]
    vote = hall.open("vote")
    facilitator.command("revealActivity", activity=vote)
    facilitator.command("reopenActivity", activity=vote)
    reopened = facilitator.number
    hall.all_see(vote, "open")
    moira.command("vote", activity=vote, item=idea, dots=1)
    assert refusal(facilitator, back=facilitator.number - reopened)["why"] == "answered"
    assert state(hall, vote) == "open"


def refusal_after_answer(hall: Hall, gather: str) -> str:
    opened = hall.facilitator.number
    hall.moira.command("addIdea", activity=gather, text="Walks")
    answer = refusal(hall.facilitator, back=hall.facilitator.number - opened)
    assert answer["reason"] == "movedOn" and len(answer["detail"]) > 20
    return answer["why"]


@pytest.mark.parametrize("name", ["closeActivity", "pauseActivity", "revealActivity", "openLab"])
def test_two_facilitators_who_press_at_once_do_it_once(hall: Hall, name: str):
    """[S7] One of the two is told that it was done already; nothing is done twice, and one undo takes it back."""
    facilitator, moira = hall.facilitator, hall.moira
    body: dict[str, Any] = {}
    if name != "openLab":
        facilitator.command("openLab")
        body["activity"] = hall.open("gather")
    facilitator.command("setRights", participant=moira.joined["participant"], facilitator=True)
    eventually("the rights", lambda: moira.conversation.audience == "facilitator")
    both = (facilitator, moira)
    keys = []
    for person in both:
        person.number += 1
        keys.append(f"{person.client}.{person.number}")
        person.send({"type": "command", "id": keys[-1], "name": name, "body": body})
    answers = [eventually("an answer", lambda p=person, k=key: p.answers.get(k)) for person, key in zip(both, keys, strict=True)]
    assert sorted(answer["type"] for answer in answers) == ["accepted", "rejected"]
    (loser,) = (answer for answer in answers if answer["type"] == "rejected")
    assert loser["reason"] == "alreadyDone" and len(loser["detail"]) > 10
    winner = both[[answer["type"] for answer in answers].index("accepted")]
    undo(winner)
    other = both[1 - both.index(winner)]
    assert other.refused("undo", command=keys[both.index(other)]) == "alreadyDone"


def test_every_command_that_a_facilitator_gives_has_words_for_its_undo():
    """The desk names what it would take back."""
    import json

    from harness.server import TOP

    words: dict[str, Any] = {}
    for file in sorted((TOP / "web/locales").glob("en*.json")):
        words |= json.loads(file.read_text(encoding="utf-8"))
    lasting = {"undo", "offerLate", "leave", "letBackIn"}
    missing = sorted(name for name in COMMANDS if name not in lasting and f"undoable.{name}" not in words)
    assert not missing
