"""Guiding the room over real sockets: a time to go by, everybody together, and what the hall's screen shows."""

import time

from api.hall import Hall
from api.kinds import refusal

MINUTE = 60_000


def until(person, activity: str):
    return person.view["activities"][activity].get("until")


def test_s14_a_time_to_go_by_reaches_everybody_and_ends_nothing(hall: Hall):
    """[S14] Minutes from now, one more, none; by the server's clock, which `joined` tells."""
    facilitator = hall.facilitator
    assert abs(hall.moira.joined["time"] - time.time() * 1000) < MINUTE
    assert abs(hall.screen.joined["time"] - time.time() * 1000) < MINUTE
    facilitator.command("openLab")
    gather = hall.open("gather")
    facilitator.command("setTime", activity=gather, minutes=3)
    for person in hall.everybody:
        person.sees("a time", lambda view: until(person, gather))
    first = until(hall.moira, gather)
    assert 0 < first - hall.moira.joined["time"] <= 4 * MINUTE
    facilitator.command("setTime", activity=gather, more=1)
    hall.screen.sees("a minute more", lambda view: until(hall.screen, gather) == first + MINUTE)
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    hall.moira.sees("the time before", lambda view: until(hall.moira, gather) == first)
    facilitator.command("setTime", activity=gather, minutes=0)
    hall.moira.sees("no time", lambda view: until(hall.moira, gather) is None)
    assert hall.moira.view["activities"][gather]["state"] == "open"
    facilitator.command("pauseActivity", activity=gather)
    reason, words = refusal(facilitator, "setTime", activity=gather, minutes=3)
    assert reason == "activityPaused" and "paused" in words


def test_everybody_is_asked_to_one_place_and_let_go_again(hall: Hall):
    facilitator = hall.facilitator
    assert facilitator.refused("bringEveryone", on=True) == "notOpen"
    facilitator.command("openLab")
    hall.open("gather")
    other = hall.join("facilitator", token=hall.lab["facilitatorToken"])
    facilitator.command("bringEveryone", on=True)
    other.command("bringEveryone", on=True)
    for person in hall.everybody:
        person.sees("all together", lambda view: view["lab"].get("together") is True)
    other.command("bringEveryone", on=False)
    for person in hall.everybody:
        person.sees("everybody free", lambda view: "together" not in view["lab"])
    mark = f"{facilitator.client}.{facilitator.number}"
    reason, _ = refusal(facilitator, "undo", command=mark)
    assert reason == "movedOn", "another facilitator was there before"


def test_the_screen_is_chosen_apart_from_phones(hall: Hall):
    """What is hidden can't be put there; phones hear nothing of the choice."""
    facilitator = hall.facilitator
    facilitator.command("openLab")
    gather = hall.open("gather")
    idea = hall.moira.command("addIdea", activity=gather, text="Walk buddies")["idea"]
    vote = hall.open("vote")
    hall.sam.command("vote", activity=vote, item=idea, dots=1)
    facilitator.command("setScreen", show="results", activity=gather)
    hall.screen.sees("the choice", lambda view: view["lab"].get("screen") == {"show": "results", "activity": gather})
    facilitator.sees("the choice", lambda view: view["lab"].get("screen") == {"show": "results", "activity": gather})
    facilitator.command("setTime", activity=vote, minutes=5)
    hall.moira.sees("what came after it", lambda view: until(hall.moira, vote))
    assert "screen" not in hall.moira.view["lab"]
    reason, words = refusal(facilitator, "setScreen", show="results", activity=vote)
    assert reason == "notAllowed" and "no results to show" in words
    assert facilitator.refused("setScreen", show="activity", activity=facilitator.activity("rate")) == "notOpen"
    assert facilitator.refused("setScreen", show="activity", activity="nowhere") == "unknownActivity"
    facilitator.command("setScreen", show="join")
    hall.screen.sees("the way in", lambda view: view["lab"].get("screen") == {"show": "join"})
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    hall.screen.sees("the choice before", lambda view: view["lab"].get("screen") == {"show": "results", "activity": gather})
    facilitator.command("setScreen", show="auto")
    hall.screen.sees("no choice", lambda view: "screen" not in view["lab"])
