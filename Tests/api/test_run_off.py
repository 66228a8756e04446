"""A tie at the cut of a vote, over the socket: everybody votes once more, on what ties alone."""

from typing import Any

import pytest

from api.hall import Hall

WORDS = {"title": "Once more: test cards", "prompt": "Which of these?"}

#: What is driven here, of all messages of the document.
MESSAGES = ("runOff",)
pytestmark = pytest.mark.usefixtures("all_driven")


def words(items: dict[str, Any], hall: Hall) -> dict[str, str]:
    """The id of each idea by its text."""
    ideas = {key: idea["text"] for activity in hall.facilitator.view["activities"].values()
             for key, idea in activity.get("ideas", {}).items()}  # fmt: skip
    return {ideas[key]: key for key in items}


@pytest.fixture
def tied(hall: Hall) -> tuple[Hall, str, dict[str, str]]:
    """A vote of which two go on, with three that tie for the second place."""
    facilitator = hall.facilitator
    facilitator.command("openLab")
    gather = hall.open("gather")
    ids = {text: hall.moira.command("addIdea", activity=gather, text=text)["idea"] for text in ("Walks", "Café", "Choir", "Songs")}
    step = {"kind": "vote", "title": "Two go on", "prompt": "Which?", "inputsFrom": [gather], "settings": {"take": 2, "budget": 2, "perItem": 1}}
    vote = facilitator.command("addActivity", after=gather, step=step)["activity"]
    facilitator.command("openActivity", activity=vote)
    hall.all_see(vote, "open")
    for person, items in ((hall.moira, ("Walks", "Café")), (hall.sam, ("Walks", "Choir"))):
        for item in items:
            person.command("vote", activity=vote, item=ids[item], dots=1)
    hall.newcomer("Ann", "family").command("vote", activity=vote, item=ids["Songs"], dots=1)
    return hall, vote, ids


def test_a_tie_at_the_cut_is_voted_on_once_more_and_both_results_stay(tied: tuple[Hall, str, dict[str, str]]):
    """Three tie for one place; the step on them alone decides, and the first result stands beside it."""
    hall, vote, ids = tied
    facilitator = hall.facilitator
    assert facilitator.refused("runOff", activity=vote, **WORDS) == "notAllowed"
    facilitator.command("revealActivity", activity=vote)
    for person in (hall.moira, hall.screen):
        seen = person.sees("a tie", lambda view: view["activities"][vote].get("tie"))
        assert seen == {"n": 3, "places": 1}
    again = facilitator.command("runOff", activity=vote, **WORDS)["activity"]
    hall.all_see(again, "open")
    assert facilitator.refused("runOff", activity=vote, **WORDS) == "alreadyDone"
    step = hall.moira.view["activities"][again]
    assert set(words(step["items"], hall)) == {"Café", "Choir", "Songs"}
    assert step["title"] == WORDS["title"] and hall.moira.view["lab"]["current"] == again
    assert hall.moira.refused("vote", activity=again, item=ids["Walks"], dots=1) == "unknownItem"
    for person in (hall.moira, hall.sam):
        person.command("vote", activity=again, item=ids["Songs"], dots=1)
    facilitator.command("revealActivity", activity=again)
    first = hall.moira.sees("what goes on", lambda view: {
        key for key, item in view["activities"][vote]["items"].items() if item.get("goesOn")} == {ids["Walks"], ids["Songs"]}
        and view["activities"][vote]["items"])  # fmt: skip
    assert first[ids["Songs"]]["votes"] == 1 and first[ids["Songs"]]["tied"] is True
    assert hall.moira.view["activities"][again]["items"][ids["Songs"]]["votes"] == 2
    export = hall.server.request("GET", f"/api/labs/{hall.lab['id']}/export/json",
                                 headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"}).json  # fmt: skip
    titles = [activity["title"] for activity in export["activities"]]
    assert titles.index(WORDS["title"]) == titles.index("Two go on") + 1


def test_a_run_off_is_taken_back_while_nobody_has_voted(tied: tuple[Hall, str, dict[str, str]]):
    """It leaves the programme; once somebody has voted, that is said in words."""
    hall, vote, ids = tied
    facilitator = hall.facilitator
    facilitator.command("revealActivity", activity=vote)
    again = facilitator.command("runOff", activity=vote, **WORDS)["activity"]
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    hall.moira.sees("it left out", lambda view: view["activities"][again].get("skipped") and view["lab"]["current"] == vote)
    other = facilitator.command("runOff", activity=vote, **WORDS)["activity"]
    mark = f"{facilitator.client}.{facilitator.number}"
    hall.all_see(other, "open")
    hall.moira.command("vote", activity=other, item=ids["Songs"], dots=1)
    assert facilitator.refused("undo", command=mark) == "movedOn"
