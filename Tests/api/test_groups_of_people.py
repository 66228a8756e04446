"""Figures by side and role over real sockets: from enough people on, after a reveal; and reveals that wait for some."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.hall import Hall
from api.kinds import begun, opened, refusal, served
from api.recorded import Recorded
from harness.server import Server

LEVELS = {"rows": [{"id": "a", "title": "A"}], "columns": [{"id": "now", "title": "Now"}], "cells": "level"}
ASKED = {"questions": [{"id": "trust", "type": "scale", "title": "Trust?"}]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    later = {"reveal": "onReveal"}
    yield from served(
        tmp_path_factory.mktemp("groups"),
        {"id": "ideas", "kind": "gather"},
        {"id": "dots", "kind": "vote", "inputsFrom": ["ideas"], "settings": {"budget": 2}, **later},
        {"id": "matrix", "kind": "rate", "inputsFrom": ["ideas"], "quorum": {"usesServices": 3, "professional": 1}, **later},
        {"id": "grid", "kind": "grid", "settings": LEVELS},
        {"id": "asked", "kind": "survey", "settings": ASKED},
    )  # fmt: skip


def six(hall: Hall) -> tuple[list[Recorded], list[Recorded]]:
    """Three of each side; Moira and Sam are among them."""
    people = [hall.moira, hall.newcomer("Anna", "usesServices"), hall.newcomer("Bo", "usesServices")]
    staff = [hall.sam, hall.newcomer("Cy", "staff"), hall.newcomer("Di", "manager")]
    return people, staff


def answer_all(hall: Hall, people: list[Recorded], name: str, bodies: tuple[dict[str, Any], dict[str, Any]], activity: str) -> None:
    for person in people:
        person.command(name, activity=activity, **bodies[0 if person in people[:3] else 1])


def test_votes_ratings_grids_and_surveys_are_shown_by_side_and_role(server: Server):
    """[S24] What people and staff say is told side by side, a role where it is large enough, and only after the reveal."""
    hall = begun(server)
    people, staff = six(hall)
    everybody = [*people, *staff]
    gather = opened(hall, "Ideas")
    walks = hall.moira.command("addIdea", activity=gather, text="Walks")["idea"]
    logo = hall.sam.command("addIdea", activity=gather, text="A logo")["idea"]
    steps = {title: opened(hall, title) for title in ("Dots", "Matrix", "Grid", "Asked")}
    answer_all(hall, everybody, "vote", ({"item": walks, "dots": 1}, {"item": logo, "dots": 1}), steps["Dots"])
    answer_all(hall, everybody, "rate", ({"item": walks, "impact": 5, "effort": 1}, {"item": walks, "impact": 2, "effort": 1}),
               steps["Matrix"])  # fmt: skip
    answer_all(hall, everybody, "setLevel", ({"row": "a", "column": "now", "level": 0}, {"row": "a", "column": "now", "level": 3}),
               steps["Grid"])  # fmt: skip
    answer_all(hall, everybody, "answerQuestion", ({"question": "trust", "answer": 2}, {"question": "trust", "answer": 5}), steps["Asked"])
    facilitator = hall.facilitator
    facilitator.sees("all", lambda view: view["activities"][steps["Asked"]]["results"]["trust"]["n"] == 6)
    facilitator.sees("all levels", lambda view: view["activities"][steps["Grid"]]["cells"]["a.now"]["n"] == 6)
    for title in steps:
        shown = facilitator.view["activities"][steps[title]]
        parts = [part for name in ("items", "cells", "results") for part in shown.get(name, {}).values()]
        assert not any("sides" in part or "roles" in part for part in parts), title
    for title in steps:
        facilitator.command("revealActivity", activity=steps[title])
        hall.all_see(steps[title], "revealed")
    for person in (facilitator, hall.screen, hall.moira):
        shown = {title: person.view["activities"][activity] for title, activity in steps.items()}
        assert shown["Dots"]["voters"] == {"n": 6, "sides": {"community": 3, "professional": 3}, "roles": {"usesServices": 3}}
        assert shown["Dots"]["items"][walks]["sides"] == {"community": 3, "professional": 0}
        assert shown["Dots"]["items"][walks]["roles"] == {"usesServices": 3}
        results = shown["Matrix"]["items"][walks]["results"]
        assert results["sides"]["professional"]["impact"] == 2 and results["differs"]
        assert results["roles"] == {"usesServices": {"n": 3, "impact": 5, "effort": 1}}
        cell = shown["Grid"]["cells"]["a.now"]
        assert cell["sides"]["professional"]["median"] == 3 and cell["roles"]["usesServices"]["median"] == 0
        trust = shown["Asked"]["results"]["trust"]
        assert trust["sides"]["community"]["median"] == 2 and list(trust["roles"]) == ["usesServices"]
    path = f"/api/labs/{hall.lab['id']}/export/json?for="
    told = {}
    for purpose in ("sharing", "keeping"):
        export = server.request("GET", path + purpose, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"}).json
        dots = next(activity for activity in export["activities"] if activity["title"] == "Dots")
        groups = next(table for table in dots["tables"] if table["name"] == "votesByGroup")
        told[purpose] = {row[groups["columns"].index("group")] for row in groups["rows"]}
    assert told["sharing"] == {"community", "professional", "usesServices"}
    assert told["keeping"] == {"community", "professional", "usesServices", "staff", "manager"}
    hall.close()


def test_a_reveal_waits_for_those_whose_answer_it_needs(server: Server):
    """[S24] At least three care leavers, and one of the staff; the desk says who is waited for."""
    hall = begun(server)
    people, _ = six(hall)
    gather = opened(hall, "Ideas")
    walks = hall.moira.command("addIdea", activity=gather, text="Walks")["idea"]
    matrix = opened(hall, "Matrix")
    facilitator = hall.facilitator
    for person in people[:2]:
        person.command("rate", activity=matrix, item=walks, impact=4, effort=2)
    quorum = {"usesServices": {"n": 2, "of": 3}, "professional": {"n": 0, "of": 1}}
    facilitator.sees("who is missing", lambda view: view["activities"][matrix]["quorum"] == quorum)
    assert not any("quorum" in frame for frame in hall.sam.frames)
    reason, words = refusal(facilitator, "revealActivity", activity=matrix)
    assert reason == "notAllowed" and "one of the people who are staff, managers or elected members" in words
    hall.sam.command("pass", activity=matrix)
    assert "3 people who use services" in refusal(facilitator, "revealActivity", activity=matrix)[1]
    people[2].command("rate", activity=matrix, item=walks, impact=4, effort=2)
    facilitator.command("revealActivity", activity=matrix)
    hall.all_see(matrix, "revealed")
    hall.close()
