"""`grid` over real sockets: every command of it, every refusal in words, each frame held against the document."""

from collections.abc import Iterator

import pytest

from api.kinds import assert_passed, begun, words_of_refusal, served
from harness.server import Server

COS = [{"id": "C", "title": "Commission"}, {"id": "L", "title": "Deliver", "hint": "We do it together."}]
TIMES = [{"id": "now", "title": "Doing now"}, {"id": "couldBe", "title": "Could do"}]

MESSAGES = ("addEntry", "editEntry", "withdrawEntry", "hideEntry", "letAllWrite", "setLevel", "acceptedEntry", "restoreEntry")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("grid"),
        {"id": "ideas", "kind": "gather", "reveal": "live"},
        {"id": "map", "kind": "grid", "reveal": "live", "visibility": "named",
         "settings": {"rows": COS, "columns": TIMES, "tags": {"row": "co", "column": "when"}, "firstRoles": ["usesServices"],
                      "backwards": True}},
        {"id": "more", "kind": "gather", "reveal": "live", "inputsFrom": ["map"], "settings": {"asksCos": True}},
        {"id": "assets", "reveal": "onReveal", "kind": "grid", "inputsFrom": ["ideas"],
         "settings": {"rows": "inputs", "columns": COS, "cells": "level", "tags": {"column": "co"}}},
        {"id": "matrix", "reveal": "onReveal", "kind": "rate", "inputsFrom": ["map"]},
    )  # fmt: skip


def test_s23_s37_cells_fill_tag_what_they_hold_and_ask_for_what_is_missing(server: Server):
    hall = begun(server)
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    grid = hall.open("grid")
    more = facilitator.activity("gather", 1)
    assert set(screen.view["activities"][more]["prompts"]) == {"C.now", "C.couldBe", "L.now", "L.couldBe"}
    words = words_of_refusal(sam, "addEntry", activity=grid, row="L", column="now", text="Mine first")
    assert words.startswith("notAllowed") and "lets everybody write" in words
    walk = moira.command("addEntry", activity=grid, row="L", column="now", text="Walks")["entry"]
    shown = screen.sees("the entry", lambda view: view["activities"][grid]["entries"].get(walk))
    assert shown["cos"] == ["L"] and shown["when"] == "now" and shown["role"] == "usesServices" and "name" not in shown
    sam.sees("whose it is", lambda view: view["activities"][grid]["entries"].get(walk, {}).get("name") == "Moira")
    screen.sees("one prompt less", lambda view: "L.now" not in view["activities"][more]["prompts"])
    assert walk in screen.view["activities"][facilitator.activity("rate")]["items"]

    assert words_of_refusal(moira, "letAllWrite", activity=grid).startswith("notAllowed")
    facilitator.command("letAllWrite", activity=grid)
    sam.sees("that all may write", lambda view: view["activities"][grid]["allWrite"])
    moira.command("setLevel", activity=grid, row="C", column="now", level=0)
    sam.command("setLevel", activity=grid, row="C", column="now", level=3)
    cell = screen.sees("two levels", lambda view: view["activities"][grid]["cells"].get("C.now", {}).get("n") == 2)
    assert cell
    assert screen.view["activities"][grid]["cells"]["C.now"]["counts"] == {"0": 1, "1": 0, "2": 0, "3": 1}
    sam.command("setLevel", activity=grid, row="C", column="now", level="")
    sam.owns("no level", lambda own: grid not in own)

    moira.command("editEntry", activity=grid, entry=walk, version=1, text="Supported walks")
    assert words_of_refusal(moira, "editEntry", activity=grid, entry=walk, version=1, text="Old").startswith("changedMeanwhile")
    assert words_of_refusal(sam, "editEntry", activity=grid, entry=walk, version=2, text="Old").startswith("notYours")
    assert words_of_refusal(sam, "withdrawEntry", activity=grid, entry=walk).startswith("notYours")
    assert words_of_refusal(sam, "hideEntry", activity=grid, entry=walk).startswith("notAllowed")
    facilitator.command("hideEntry", activity=grid, entry=walk)
    screen.sees("it is hidden", lambda view: walk not in view["activities"][grid]["entries"])
    moira.owns("what became of it", lambda own: own[grid]["entries"][walk]["absence"] == "hidden")
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    screen.sees("it is back", lambda view: walk in view["activities"][grid]["entries"])
    facilitator.command("hideEntry", activity=grid, entry=walk)
    hidden = facilitator.sees("it in the list", lambda view: view["activities"][grid]["hidden"].get(walk))
    assert hidden["text"] == "Supported walks" and "name" not in hidden and "hidden" not in moira.view["activities"][grid]
    assert words_of_refusal(sam, "restoreEntry", activity=grid, entry=walk).startswith("notAllowed")
    facilitator.command("restoreEntry", activity=grid, entry=walk)
    screen.sees("it is back once more", lambda view: walk in view["activities"][grid]["entries"])
    other = sam.command("addEntry", activity=grid, row="C", column="couldBe", text="The budget")["entry"]
    sam.command("withdrawEntry", activity=grid, entry=other)
    assert "isn't in the grid" in words_of_refusal(sam, "setLevel", activity=grid, row="X", column="now", level=1)

    facilitator.command("closeActivity", activity=grid)
    hall.all_see(grid, "closed")
    late = {"activity": grid, "row": "C", "column": "now", "text": "Late"}
    assert words_of_refusal(moira, "addEntry", **late).startswith("activityClosed")
    offer = moira.command("offerLate", name="addEntry", body=late)["late"]
    assert facilitator.command("acceptLate", late=offer)["entry"]
    assert_passed(hall, MESSAGES)
    hall.close()


def test_s22_levels_by_side_wait_for_the_reveal_and_for_three_people(server: Server):
    hall = begun(server)
    facilitator, screen = hall.facilitator, hall.screen
    gather = hall.open("gather")
    place = hall.moira.command("addIdea", activity=gather, text="The hall")["idea"]
    grid = facilitator.activity("grid", 1)
    facilitator.command("openActivity", activity=grid)
    hall.all_see(grid, "open")
    roles = ["usesServices", "family", "neighbour", "staff", "manager", "elected"]
    for number, role in enumerate(roles):
        person = hall.newcomer(f"Person {number}", role)
        person.command("setLevel", activity=grid, row=place, column="C", level=0 if number < 3 else 3)
    assert "Choose one" in words_of_refusal(hall.moira, "addEntry", activity=grid, row=place, column="C", text="No words here")
    assert screen.view["activities"][grid]["cells"] == {}
    facilitator.command("revealActivity", activity=grid)
    cell = screen.sees("the cell", lambda view: view["activities"][grid]["cells"].get(f"{place}.C"))
    assert cell["sides"] == {"community": {"n": 3, "median": 0, "im": 0}, "professional": {"n": 3, "median": 3, "im": 3}}
    assert cell["differs"] and cell["median"] == 1.5
    facilitator.command("reopenActivity", activity=grid)
    hall.all_see(grid, "open")
    cell = screen.view["activities"][grid]["cells"][f"{place}.C"]
    assert set(cell) == {"rounds"} and cell["rounds"]["1"]["n"] == 6
    hall.close()
