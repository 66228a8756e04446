"""For how long a lab is kept: said when it is made, changed at its desk, told to everybody, and carried out."""

import json
from typing import Any

import pytest

from api.answers import validate
from api.hall import Hall
from api.recorded import Recorded
from api.test_import import kept, same, sealed, take_in
from harness.server import Answer, Server

#: What is driven here, of all messages of the document.
MESSAGES = ("setRetention",)
pytestmark = pytest.mark.usefixtures("all_driven")
DAY = 86_400_000


def made(server: Server, **more: Any) -> Answer:
    answer = server.request("POST", "/api/labs", {"title": "Walks", "template": "T2", **more})
    validate("POST", "/api/labs", answer)
    return answer


def days(person: Recorded, number: int) -> None:
    person.sees(f"{number} days", lambda view: view["lab"]["retentionDays"] == number)


def test_whoever_makes_a_lab_says_how_long_it_is_kept_and_newcomers_read_it(hall: Hall):
    """[S60] Before they say who they are; without a word it is as the server is set, which is told with the templates."""
    server = hall.server
    assert server.request("GET", "/api/templates").json["retentionDays"] == 90
    lab = made(server, retentionDays=28).json
    card = server.request("GET", f"/api/labs/{lab['code']}")
    assert card.json["retentionDays"] == 28
    assert server.request("GET", f"/api/labs/{hall.lab['code']}").json["retentionDays"] == 90
    for wrong, status in ((0, 422), (3_651, 422), (-1, 422), ("28", 400), (1.5, 400)):
        assert made(server, retentionDays=wrong).status == status, wrong
    # One like it is kept as long; and one that only tries it out, for a day.
    for rehearsal, expected in ((False, 28), (True, 1)):
        like = server.request("POST", "/api/labs", {"from": lab["id"], "facilitatorToken": lab["facilitatorToken"], "rehearsal": rehearsal}).json
        assert server.request("GET", f"/api/labs/{like['code']}").json["retentionDays"] == expected


def test_it_is_changed_at_the_desk_told_to_everybody_and_taken_back(hall: Hall):
    """[S7] In the history of the lab with who did it, on every device, in its report and its export."""
    facilitator, moira = hall.facilitator, hall.moira
    facilitator.command("openLab")
    assert moira.refused("setRetention", days=3) == "notAllowed"
    for wrong in (0, 3_651):
        with pytest.raises(AssertionError, match="AsyncAPI"):
            facilitator.command("setRetention", days=wrong)
    facilitator.command("setRetention", days=200)
    for person in hall.everybody:
        days(person, 200)
        change = person.sees("its history", lambda view: list(view.get("history", {}).values()))[0]
        assert change["what"] == "retention" and change["days"] == 200 and "activity" not in change
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    days(moira, 90)
    facilitator.command("setRetention", days=30)
    days(moira, 30)
    token = {"Authorization": f"Bearer {hall.lab['facilitatorToken']}"}
    export = hall.server.request("GET", f"/api/labs/{hall.lab['id']}/export/json", headers=token).json
    assert export["lab"]["retentionDays"] == 30 and [change["days"] for change in export["changes"]] == [200, 90, 30]


def test_once_it_has_ended_it_is_only_made_shorter_and_never_gone_at_once(hall: Hall):
    """[S60] Nobody is told any more then: a lab is never kept longer than people know."""
    facilitator, moira = hall.facilitator, hall.moira
    facilitator.command("endLab")
    assert facilitator.refused("setRetention", days=91) == "notAllowed"
    facilitator.command("setRetention", days=2)
    days(moira, 2)
    card = next(each for each in hall.server.request("GET", "/api/organiser/labs").json["labs"] if each["lab"] == hall.lab["id"])
    until = moira.view["lab"]["keptUntil"]
    assert card["deleteAt"] == until and abs(until - card["changedAt"] - 2 * DAY) < 60_000
    # What was shortened by mistake is taken back: people knew of that.
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    days(moira, 90)
    facilitator.command("archiveLab")
    assert facilitator.refused("setRetention", days=2) == "labClosed"


def test_it_comes_along_when_a_lab_is_taken_in_and_no_file_breaks_it(hall: Hall):
    """[S40] Byte for byte; what ended long ago is kept for two weeks from then; numbers that no lab has are refused in words."""
    hall.facilitator.command("setRetention", days=40)
    hall.facilitator.command("endLab")
    file = kept(hall.server, hall.lab)
    document = json.loads(file)
    document["kept"]["endedAt"] -= 400 * DAY
    document["kept"]["createdAt"] -= 400 * DAY
    lab = take_in(hall.server, sealed(document)).json
    assert same(kept(hall.server, lab)) != same(file) and json.loads(kept(hall.server, lab))["kept"]["retentionDays"] == 40
    listed = hall.server.request("GET", "/api/organiser/labs").json
    card = next(each for each in listed["labs"] if each["lab"] == lab["id"])
    assert 13.9 * DAY < card["deleteAt"] - listed["time"] <= 14 * DAY
    assert same(kept(hall.server, take_in(hall.server, file).json)) == same(file)
    for key, value in (("retentionDays", 10**15), ("retentionDays", 0), ("endedAt", 2**62), ("endedAt", -1)):
        broken = json.loads(file)
        broken["kept"][key] = value
        answer = take_in(hall.server, sealed(broken))
        assert answer.status == 422 and "no lab can hold" in answer.json["detail"], (key, value, answer.body)
    assert hall.server.request("GET", "/healthz").status == 200
