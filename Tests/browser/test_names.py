"""Names as people give them: another's, long ones, ones from other scripts, and what comes along with them unseen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.lab import Lab
from browser.rooms import Participant
from browser.words import t


def fill_in(person: Participant, name: str) -> None:
    person.write(person.field("join.name"), name)
    person.choose(t("role.family"))
    person.tap("join.go")


@pytest.mark.parametrize(("given", "shown"), [
    ("👩🏽‍🦽 Moira 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩🏽‍🦽 Moira 🏴󠁧󠁢󠁳󠁣󠁴󠁿"), ("فاطمہ بی‌بی", "فاطمہ بی‌بی"), ("\u202eariom\u200f", "ariom"),
    ("  Zoë \t O’Hara ", "Zoë O’Hara"), ("🧑‍🤝‍🧑" * 20, "🧑‍🤝‍🧑" * 20),
])  # fmt: skip
def test_any_name_will_do(lab: Lab, device: Callable[..., Page], given: str, shown: str):
    """[S1] A nickname in any script; marks that would turn what stands beside it are left out."""
    person = Participant(device("small"))
    person.page.goto(lab.link("join"))
    fill_in(person, given)
    heading = person.page.get_by_role("heading", name=t("lobby.hello", name=shown), exact=True)
    expect(heading).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_name_that_is_too_long_is_told_in_words(lab: Lab, device: Callable[..., Page]):
    """What was typed stays, and is shortened by who typed it; nothing is cut off unasked."""
    person = Participant(device("phone"))
    person.page.goto(lab.link("join"))
    fill_in(person, "x" * 200)
    person.sees(t("join.missing.long", n=60))
    expect(person.field("join.name")).to_be_focused()
    expect(person.field("join.name")).to_have_value("x" * 200)
    fill_in(person, "x" * 60)
    person.sees(t("lobby.hello", name="x" * 60))


def test_a_name_that_somebody_has_may_get_a_letter_more(lab: Lab, device: Callable[..., Page]):
    """[S1] The second is told, and chooses; the first hears nothing of it."""
    first = lab.join(device("phone"), "Moira")
    second = lab.join(device("phone"), "moira")
    notice = t("name.shared", name="moira")
    second.sees(notice)
    first.misses(t("name.shared", name="Moira"))
    second.page.get_by_role("link", name=t("name.change")).click()
    second.write(second.field("join.name"), "Moira K")
    second.tap("me.saveName")
    second.saved()
    second.go_to("menu.now")
    second.misses(t("name.shared", name="Moira K"))

    third = lab.join(device("phone"), "Moira")
    third.sees(t("name.shared", name="Moira"))
    third.tap("name.keep")
    third.misses(t("name.shared", name="Moira"))
    third.page.reload()
    third.sees(t("lobby.hello", name="Moira"))
    third.misses(t("name.shared", name="Moira"))
