"""A list that was made before a lab: pasted, or from a file; and files that are none."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from api.kinds import served
from browser.lab import Lab
from browser.words import t
from harness.server import Server


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("list"),
        {"id": "ideas", "kind": "gather", "title": "Ideas", "settings": {"asksCos": True, "asksWhen": True}},
    )


@pytest.fixture
def lab(kinds, device):
    lab = Lab(kinds, kinds.make_lab(template="KIND"))
    desk = lab.desk(device("laptop"))
    phone = lab.join(device("small"), "Moira")
    desk.tap("desk.openLab")
    desk.tap("move.open")
    phone.at("Ideas")
    desk.tap("bring.title")
    return lab, desk, phone


def choose(desk, name: str, content: bytes) -> None:
    desk.page.locator("#bring-file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def test_a_pasted_list_comes_in_and_is_undone(lab):
    """[S40] One idea a line, bullets and numbers aside; the room sees them, without a name, and one tap takes all back."""
    _, desk, phone = lab
    desk.page.get_by_label(t("bring.list")).fill("- Walk buddies\n2. Thank-you evening\n\n• Walk buddies\n")
    desk.tap("bring.go", n=2)
    phone.sees("Walk buddies")
    phone.sees("Thank-you evening")
    phone.sees(t("gather.broughtIn"))
    desk.tap("desk.undo", what=t("undoable.bringInIdeas"))
    phone.misses("Walk buddies")
    phone.misses("Thank-you evening")


def test_a_table_and_another_labs_export_come_in_with_their_tags(lab):
    """[S40] What one lab shares, another begins with."""
    other, desk, phone = lab
    table = "Nr;Idea;Cos;When\r\n1;\"Café; open to all\";D L;couldBe\r\n2;\"A \"\"big\"\" bench\";;now\r\n"
    choose(desk, "list.csv", ("\ufeff" + table).encode())
    expect(desk.page.get_by_label(t("bring.list"))).to_have_value("Café; open to all\nA \"big\" bench")
    desk.tap("bring.go", n=2)
    idea = phone.page.locator("li.idea", has_text="Café; open to all")
    expect(idea).to_contain_text(t("co.D.short"))
    expect(idea).to_contain_text(t("when.couldBe"))
    headers = {"Authorization": f"Bearer {other.made['facilitatorToken']}"}
    shared = other.server.request("GET", f"/api/labs/{other.made['id']}/export/json?for=sharing", headers=headers).json
    desk.tap("bring.title")
    choose(desk, "lab.json", json.dumps(shared).encode())
    # An export for sharing says nothing of the order in which things were said.
    expect(desk.page.get_by_label(t("bring.list"))).to_have_value("A \"big\" bench\nCafé; open to all")


@pytest.mark.parametrize(
    ("name", "content", "key", "values"),
    [
        ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "bring.notText", {}),
        ("list.xlsx", b"PK\x03\x04\x14\x00\x00\x00", "bring.notText", {}),
        ("lab.json", b'{"format": "coprolab", "activ', "bring.broken", {}),
        ("other.json", b'{"format": "elsewhere", "activities": []}', "bring.foreign", {}),
        ("newer.json", b'{"format": "coprolab", "formatVersion": 99, "activities": []}', "bring.newer", {}),
        ("list.csv", b'idea\nWalks\n"Never closed\nTea', "bring.quote", {"n": 3}),
        ("empty.txt", b"\n \n", "bring.none", {}),
        ("many.txt", "\n".join(f"Idea {n}" for n in range(501)).encode(), "bring.tooMany", {"n": 501, "most": 500}),
        ("long.txt", b"Walks\n" + b"x" * 501, "bring.tooLong", {"n": 2, "most": 500, "text": "x" * 60}),
    ],
)
def test_a_file_that_is_none_is_told_in_words_and_nothing_is_lost(lab, name, content, key, values):
    _, desk, phone = lab
    typed = desk.page.get_by_label(t("bring.list"))
    typed.fill("Typed before")
    choose(desk, name, content)
    expect(desk.page.get_by_role("alert").filter(has_text=t(key, **values))).to_be_visible()
    expect(typed).to_have_value("Typed before")
    phone.misses("Walks")
