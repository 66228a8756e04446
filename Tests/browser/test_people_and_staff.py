"""How people and staff see it, on phone, desk and projector, and whom a reveal waits for, in words on the desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from api.kinds import served
from browser.lab import Lab
from browser.rooms import Room
from browser.words import t
from harness.server import Server


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    levels = {"rows": [{"id": "a", "title": "Walks"}], "columns": [{"id": "now", "title": "Now"}], "cells": "level"}
    yield from served(
        tmp_path_factory.mktemp("groups"),
        {"id": "ideas", "kind": "gather", "title": "Ideas"},
        {"id": "dots", "kind": "vote", "title": "Dots", "inputsFrom": ["ideas"], "reveal": "onReveal", "settings": {"budget": 2},
         "quorum": {"usesServices": 3}},
        {"id": "matrix", "kind": "rate", "title": "Matrix", "inputsFrom": ["ideas"], "reveal": "onReveal"},
        {"id": "grid", "kind": "grid", "title": "Map", "settings": levels},
    )  # fmt: skip


def groups(room: Room):
    """The table of how different people answered, opened."""
    room.page.get_by_text(t("groups.title"), exact=True).first.click()
    return room.page.locator("table.groups")


def test_how_each_side_and_role_voted_is_shown_once_enough_did(kinds, device):
    """[S24] The desk says whom the reveal waits for; then all see sides, and roles that are large enough."""
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    host = lab.opened("gather")
    people = [lab.person(name, "usesServices") for name in ("Anna", "Bo")]
    staff = [lab.person(name, "staff") for name in ("Cy", "Di", "Ed")]
    gather, vote, rate, grid = (host.activity(kind) for kind in ("gather", "vote", "rate", "grid"))
    walks = people[0].command("addIdea", activity=gather, text="Supported walks")["idea"]
    logo = staff[0].command("addIdea", activity=gather, text="A new logo")["idea"]
    host.command("openActivity", activity=vote)
    desk = lab.desk(device("laptop"))
    screen = lab.screen(device("projector"))
    moira = lab.join(device("phone"), "Moira")
    for person in people:
        person.command("vote", activity=vote, item=walks, dots=1)
    desk.sees(t("desk.quorum", n=3, so=2, group=t("role.usesServices")))
    desk.tap("move.reveal")
    expect(desk.page.locator(".toast.problem")).to_contain_text("3 people who use services")
    moira.give_dot("Supported walks")
    moira.saved()
    desk.sees(t("desk.quorumMet", n=3, so=3, group=t("role.usesServices")))
    for person in staff:
        person.command("vote", activity=vote, item=logo, dots=1)
    desk.tap("move.reveal")
    for room in (moira, desk):
        table = groups(room)
        expect(table.get_by_role("columnheader")).to_have_text(
            ["Idea", f"{t('side.community')} (3)", f"{t('side.professional')} (3)", "Uses services (3)", "Front-line staff (3)"])
        expect(table.get_by_role("row", name="Supported walks").get_by_role("cell")).to_have_text(["3", "0", "3", "0"])
        assert room.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    expect(screen.page.locator(".tally > li", has_text="A new logo")).to_contain_text(f"{t('side.community')} 0 · {t('side.professional')} 3")

    host.command("openActivity", activity=rate)
    for person, impact in [*((person, 5) for person in people), *((person, 2) for person in staff)]:
        person.command("rate", activity=rate, item=walks, impact=impact, effort=1)
    moira.at("Matrix")
    moira.rate("Supported walks", 5, 1)
    moira.saved()
    host.command("revealActivity", activity=rate)
    moira.sees(t("table.title"))
    expect(groups(moira).get_by_role("row", name="1 Supported walks").get_by_role("cell").first).to_have_text("5 / 1 (3)")

    host.command("openActivity", activity=grid)
    for person, level in [*((person, 0) for person in people), *((person, 3) for person in staff)]:
        person.command("setLevel", activity=grid, row="a", column="now", level=level)
    moira.at("Map")
    moira.page.get_by_role("radio").first.click()
    moira.saved()
    desk.tap("move.sides")
    moira.page.get_by_text(t("groups.title"), exact=True).first.click()
    expect(moira.page.get_by_role("table")).to_contain_text("Front-line staff")
