"""A real server, and every message of the AsyncAPI document over real sockets, each held against it both ways."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from api.documents import ASYNCAPI
from api.hall import Hall
from api.messages import TO_CLIENT, TO_SERVER, validate
from api.recorded import Recorded
from harness.server import Server, eventually

MESSAGES = set(ASYNCAPI.content["components"]["messages"])


def item(view: dict[str, Any], activity: str, key: str) -> dict[str, Any]:
    return view["activities"][activity]["items"][key]


def test_every_message_of_the_document_passes_and_fits_it(server: Server):
    hall = Hall(server)
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    assert moira.conversation.audience == "waiting", "before the lab opens people wait in the lobby"
    facilitator.command("openLab")
    moira.sees("its activities", lambda view: view.get("activities"))
    assert moira.conversation.audience == "participant"

    # People.
    assert sam.command("setName", name="Sam B.") == {}
    sam.command("setRole", role="manager")
    sam.command("setSupport", support="voice")
    sam.command("watch", on=True)
    sam.command("watch", on=False)
    paper = facilitator.command("addPerson", name="Jean", role="family")["participant"]
    facilitator.send({"type": "people"})
    eventually("the list of people comes", lambda: facilitator.of_type("people"))
    rows = facilitator.of_type("people")[0]["people"]
    assert {row["name"] for row in rows} == {"Moira", "Sam B.", "Jean"}
    assert {row["name"] for row in rows if row["here"]} == {"Moira", "Sam B."}
    facilitator.send({"type": "people", "after": rows[0]["id"]})
    eventually("the rest of it comes", lambda: len(facilitator.of_type("people")) == 2)
    assert len(facilitator.of_type("people")[1]["people"]) == 2

    # Ideas.
    gather = hall.open("gather")
    facilitator.command("setTime", activity=gather, minutes=10)
    facilitator.command("bringEveryone", on=True)
    facilitator.command("setScreen", show="join")
    screen.sees("the way in", lambda view: view["lab"].get("screen") == {"show": "join"})
    moira.sees("all together", lambda view: view["lab"].get("together") and view["activities"][gather].get("until"))
    walk = moira.command("addIdea", activity=gather, text="Walk buddies", cos=["L"], when="couldBe", **{"for": "person"})["idea"]
    moira.command("editIdea", activity=gather, idea=walk, version=1, text="Walk buddies on Tuesdays")
    cafe = sam.command("addIdea", activity=gather, text="Community café")["idea"]
    cake = sam.command("addIdea", activity=gather, text="A café with cake")["idea"]
    logo = sam.command("addIdea", activity=gather, text="A new logo")["idea"]
    gone = sam.command("addIdea", activity=gather, text="Nothing much")["idea"]
    sam.command("withdrawIdea", activity=gather, idea=gone)
    map_ = facilitator.command("addIdea", activity=gather, text="Map the way", onBehalfOf=paper)["idea"]
    facilitator.command("mergeIdeas", activity=gather, into=cafe, ideas=[cake], text="Community café with cake")
    facilitator.command("hideIdea", activity=gather, idea=logo)
    facilitator.command("bringInIdeas", activity=gather, ideas=[{"text": "Thank-you evening"}])
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    screen.sees("three ideas", lambda view: set(view["activities"][gather]["ideas"]) == {walk, cafe, map_})
    sam.command("undo", command=f"{sam.client}.{sam.number}")
    assert sam.view["activities"][gather]["ideas"][gone]["text"] == "Nothing much"
    sam.command("withdrawIdea", activity=gather, idea=gone)
    facilitator.command("pauseActivity", activity=gather)
    facilitator.command("resumeActivity", activity=gather)
    facilitator.command("closeActivity", activity=gather)
    hall.all_see(gather, "closed")

    # What came late.
    late_body = {"activity": gather, "text": "Big-button feedback"}
    assert moira.refused("addIdea", **late_body) == "activityClosed"
    late = moira.command("offerLate", name="addIdea", body=late_body)["late"]
    facilitator.sees("the late idea", lambda view: view["late"].get(late, {}).get("text") == "Big-button feedback")
    assert facilitator.command("acceptLate", late=late).get("idea")
    other = moira.command("offerLate", name="addIdea", body={"activity": gather, "text": "Thank-you evening"})["late"]
    facilitator.command("dismissLate", late=other)
    assert facilitator.view["late"] == {}

    # Dots.
    vote = hall.open("vote")
    moira.command("vote", activity=vote, item=walk, dots=1)
    sam.command("pass", activity=vote)
    facilitator.command("vote", activity=vote, item=cafe, dots=1, onBehalfOf=paper)
    facilitator.command("revealActivity", activity=vote)
    screen.sees("votes", lambda view: item(view, vote, walk).get("votes") == 1)
    assert item(screen.view, vote, walk)["rank"] == "1="
    facilitator.command("reopenActivity", activity=vote)
    hall.all_see(vote, "open")
    assert item(screen.view, vote, walk)["rounds"] == {"1": {"votes": 1}}
    facilitator.command("revealActivity", activity=vote)
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    assert facilitator.view["activities"][vote]["seenBefore"] is True
    facilitator.command("revealActivity", activity=vote)

    # Ratings.
    rate = hall.open("rate")
    helpers = [hall.newcomer(name, role) for name, role in (
        ("Ann", "usesServices"), ("Bob", "family"), ("Cat", "staff"), ("Dan", "manager"), ("Eve", "staff"), ("Flo", "other"))]  # fmt: skip
    for person in [moira, *helpers[:2]]:
        person.command("rate", activity=rate, item=walk, impact=5, effort=1)
    for person in helpers[2:5]:
        person.command("rate", activity=rate, item=walk, impact=2)
        person.command("rate", activity=rate, item=walk, effort=2)
    helpers[5].command("rate", activity=rate, item=walk, impact="dontKnow", effort=3)
    helpers[5].command("rate", activity=rate, item=walk, effort="none")
    facilitator.command("revealActivity", activity=rate)
    results = screen.sees("results", lambda view: item(view, rate, walk).get("results"))
    assert results["impact"]["counts"] == {"1": 0, "2": 3, "3": 0, "4": 0, "5": 3}
    assert results["impact"]["dontKnow"] == 1 and results["differs"] and results["talkFirst"]
    assert results["sides"]["community"]["n"] == 3
    facilitator.command("decide", activity=rate, item=walk, decision="do", reason="It helps a lot", who="Moira and the group")
    facilitator.command("decide", activity=rate, item=walk, decision="plan", reason="In spring", version=1)
    moira.sees("the decision", lambda view: item(view, rate, walk).get("decision", {}).get("version") == 2)
    facilitator.command("reopenActivity", activity=rate)
    moira.sees("the earlier round", lambda view: "1" in item(view, rate, walk).get("rounds", {}))

    # Pledges.
    pledges = hall.open("pledge")
    pledge = moira.command("addPledge", activity=pledges, give="I will lead Tuesday's walk", get="Hi-vis vests", by="2026-12-01", idea=walk)["pledge"]
    moira.command("editPledge", activity=pledges, pledge=pledge, version=1, firstStep="Ask two neighbours", get="")
    moira.command("acceptPledge", activity=pledges, pledge=pledge)
    second = sam.command("addPledge", activity=pledges, give="A room on Mondays", help="Someone with a key")["pledge"]
    sam.command("withdrawPledge", activity=pledges, pledge=second)
    shown = screen.sees("the pledge", lambda view: view["activities"][pledges]["pledges"].get(pledge))
    assert "name" not in shown
    facilitator.sees("whose it is", lambda view: view["activities"][pledges]["pledges"].get(pledge, {}).get("name") == "Moira")

    # The programme, and what surrounds it.
    the_programme_is_changed(hall)

    # Rights, the end.
    facilitator.command("setRights", participant=sam.joined["participant"], facilitator=True)
    sam.sees("a facilitator's part", lambda view: "late" in view)
    assert sam.conversation.audience == "facilitator"
    facilitator.command("setRights", participant=sam.joined["participant"], facilitator=False)
    sam.sees("a participant's part again", lambda view: "late" not in view)
    helpers[5].command("leave")
    facilitator.command("endSitting")
    facilitator.command("openLab")
    facilitator.command("endLab")
    for person in (facilitator, screen, moira, sam):
        hall.compare(person)
    facilitator.command("archiveLab")
    facilitator.command("unarchiveLab")
    moira.send_raw("{")
    eventually("an error frame", lambda: moira.of_type("error"))
    eventually("presence", lambda: screen.of_type("presence"))
    hall.close()

    seen = {way: set().union(*(person.conversation.seen[way] for person in hall.everybody)) for way in (TO_SERVER, TO_CLIENT)}
    # Each file of a kind that T2 hasn't, and of what facilitators do for people, names what it drives, and checks that it does.
    those = ("care", "moderation", "removal", "door", "run_off", "language", "retention")
    files = [*Path(__file__).parent.glob("test_kind_*.py"), *(Path(f"test_{name}.py") for name in those)]
    elsewhere = {message for file in files for message in import_module(f"api.{file.stem}").MESSAGES}
    missing = MESSAGES - seen[TO_SERVER] - seen[TO_CLIENT] - {"closing"} - elsewhere
    assert not missing, f"never passed: {', '.join(sorted(missing))}"


def the_programme_is_changed(hall: Hall) -> None:
    """[S5] [S7] [S9] [S15] [S19] [S20] What a facilitator changes reaches everybody, and its public history with it."""
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    pledges = facilitator.activity("pledge")
    step = {"kind": "gather", "title": "What did we miss?", "prompt": "Add it.", "reveal": "live", "commentary": "Thank you."}
    added = facilitator.command("addActivity", after=pledges, step=step)["activity"]
    facilitator.command("editActivity", activity=added, version=1, title="What have we missed?", settings={"asksCos": True})
    facilitator.command("skipActivity", activity=added, skipped=True)
    facilitator.command("skipActivity", activity=added, skipped=False)
    facilitator.command("moveActivity", activity=added, after="")
    facilitator.command("openActivity", activity=added)
    shown = moira.sees("the new step", lambda view: view["activities"].get(added))
    assert shown["title"] == "What have we missed?" and shown["asksCos"] and "commentary" not in shown
    sam.command("addIdea", activity=added, text="Benches on the way")
    eventually("the commentary", lambda: sam.mine["activities"].get(added, {}).get("commentary") == "Thank you.")
    changes = screen.sees("its history", lambda view: len(view["history"]) == 5 and view["history"])
    assert {change["what"] for change in changes.values()} == {"added", "edited", "skipped", "returned", "moved"}
    assert moira.refused("addActivity", after="", step=step) == "notAllowed"
    assert facilitator.refused("addActivity", after="", step={**step, "settings": {"odd": 1}}) == "invalid"

    facilitator.command(
        "setDetails", times="Evenings", paid={"professional": True, "community": False}, words={"lab": "blether"},
        context="Kirkintilloch", glossary={"Assets": "What we have"}, owner="The council", host="Janet",
    )
    details = screen.sees("the details", lambda view: view["lab"].get("details"))
    assert details["words"] == {"lab": "blether"} and details["glossary"] == {"Assets": "What we have"}
    facilitator.sees("the warning", lambda view: view["people"].get("onlyProfessionalsPaid"))
    facilitator.command("planSitting", sitting=2, title="Second evening", date="2026-12-01")
    screen.sees("the plan", lambda view: view["lab"].get("sittings", {}).get("2", {}).get("date") == "2026-12-01")

    moira.command("signal", signal="slowDown")
    moira.command("setNew", new=True)
    facilitator.sees("a signal", lambda view: view["people"].get("signals") == {"slowDown": 1})
    facilitator.sees("who is new", lambda view: view["people"]["newToThis"] == 1)
    assert "signals" not in sam.view["people"] and "signals" not in screen.view["people"]
    facilitator.command("settleSignals")
    facilitator.sees("no signal", lambda view: "signals" not in view["people"])


def test_every_way_back_gives_the_same_place(hall: Hall):
    moira = hall.moira
    by_token = hall.join(token=moira.joined["token"])
    by_code = hall.join(returnCode=moira.joined["returnCode"].lower().replace("-", " "))
    for again in (by_token, by_code):
        assert again.joined["participant"] == moira.joined["participant"]
    host = hall.join("facilitator", recoveryCode=hall.lab["recoveryCode"])
    assert host.joined["participant"] == hall.facilitator.joined["participant"]
    hall.facilitator.sees("two people", lambda view: view["people"]["joined"] == 2)


def test_who_returns_with_what_they_have_gets_the_difference(hall: Hall):
    hall.facilitator.command("openLab")
    gather = hall.open("gather")
    hall.moira.settle()
    before = hall.moira.conversation
    assert before.view is not None
    have = next(message["have"] for message in reversed(hall.moira.messages) if "have" in message)
    idea = hall.sam.command("addIdea", activity=gather, text="While Moira was away")["idea"]
    hall.moira.sees("the idea", lambda view: idea in view["activities"][gather]["ideas"])

    with connect(f"ws://127.0.0.1:{hall.server.port}/ws", subprotocols=["coprolab.v1"], origin=hall.server.url) as socket:
        message = {
            "type": "join", "lab": hall.lab["id"], "audience": "participant", "client": "d" * 32,
            "token": hall.moira.joined["token"], "have": have,
        }  # fmt: skip
        socket.send(json.dumps(message))
        kinds = []
        while "mine" not in kinds:
            text = socket.recv(timeout=10)
            validate(text, TO_CLIENT)
            kinds.append(json.loads(text)["type"])
            if kinds[-1] == "patch":
                assert idea in json.loads(text)["view"]["activities"][gather]["ideas"]
        assert kinds == ["joined", "patch", "mine"]


def test_the_same_command_three_times_is_done_once_and_answered_alike(hall: Hall):
    hall.facilitator.command("openLab")
    gather = hall.open("gather")
    command = {
        "type": "command", "id": f"{hall.moira.client}.7", "name": "addIdea",
        "body": {"activity": gather, "text": "Walk buddies"},
    }  # fmt: skip
    for count in (1, 2, 3):
        hall.moira.send(command)
        eventually("an answer", lambda: len(hall.moira.of_type("accepted")) == count)
    answers = hall.moira.of_type("accepted")
    assert answers[0] == answers[1] == answers[2]
    hall.moira.settle()
    assert list(hall.moira.view["activities"][gather]["ideas"]) == [answers[0]["result"]["idea"]]


def test_a_server_that_stops_says_when_to_come_back(tmp_path):
    server = Server(tmp_path)
    lab = server.make_lab()
    person = Recorded(server, lab["code"], name="Moira", role="usesServices", invite=lab["inviteKey"])
    assert server.stop() == 0, server.output
    closing = eventually("closing", lambda: person.of_type("closing"))[0]
    assert closing["reason"] == "restarting" and closing["retryAfter"] > 0
    with pytest.raises(ConnectionClosed):
        person.socket.recv(timeout=10)
    assert person.socket.close_code == 1012
    assert not person.faults
