"""A lab that was kept comes back by the first page."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.lab import Lab
from browser.words import t
from harness.server import TOP


@pytest.fixture
def file(lab: Lab, tmp_path: Path) -> Path:
    """A lab with an idea in it, as it was exported to keep."""
    lab.opened("gather")
    moira = lab.person("Moira")
    moira.command("addIdea", activity=moira.activity("gather"), text="Supported walks")
    path = f"/api/labs/{lab.made['id']}/export/json?for=keeping"
    answer = lab.server.request("GET", path, headers={"Authorization": f"Bearer {lab.made['facilitatorToken']}"})
    assert answer.status == 200
    file = tmp_path / "kept.json"
    file.write_bytes(answer.body)
    return file


def opened(lab: Lab, page: Page) -> None:
    page.goto(lab.server.url)
    page.get_by_role("button", name=t("make.start")).click()
    page.get_by_text(t("takeIn.title")).click()
    expect(page.get_by_text(t("takeIn.people"))).to_be_visible()


def test_a_kept_lab_is_taken_in_on_the_first_page(lab: Lab, device: Callable[..., Page], file: Path):
    """[S40] Its file is chosen, its links come, its desk says where it is from."""
    page = device("laptop")
    opened(lab, page)
    page.get_by_label(t("takeIn.file")).set_input_files(file)
    page.get_by_role("button", name=t("takeIn.go")).click()
    expect(page.get_by_role("heading", name=t("make.done"))).to_be_focused()
    expect(page.get_by_label(t("make.recoveryLabel")).first).to_be_visible()
    page.get_by_role("link", name=t("make.openDesk")).click()
    expect(page.get_by_text("Supported walks").first).to_be_visible()
    page.get_by_role("button", name=t("agenda.change")).click()
    page.get_by_text(t("today.changes")).click()
    told = t("change.imported", date="X").removesuffix("X.")
    expect(page.get_by_text(re.compile(re.escape(told)))).to_be_visible()


def test_a_bad_file_is_refused_on_the_page(lab: Lab, device: Callable[..., Page], file: Path):
    """What is wrong stands at the field, which has the focus; the next file may be the right one."""
    page = device("phone")
    opened(lab, page)
    page.get_by_role("button", name=t("takeIn.go")).click()
    expect(page.get_by_text(t("takeIn.noFile"))).to_be_visible()
    expect(page.get_by_label(t("takeIn.file"))).to_be_focused()
    cut = file.with_name("cut.json")
    cut.write_bytes(file.read_bytes()[:200])
    page.get_by_label(t("takeIn.file")).set_input_files(cut)
    page.get_by_role("button", name=t("takeIn.go")).click()
    expect(page.get_by_text(re.compile("ends in the middle"))).to_be_visible()
    expect(page.get_by_label(t("takeIn.file"))).to_be_focused()
    page.get_by_label(t("takeIn.file")).set_input_files(file)
    page.get_by_role("button", name=t("takeIn.go")).click()
    expect(page.get_by_role("heading", name=t("make.done"))).to_be_focused()


@pytest.mark.parametrize("tongue", ["en", "gd", "pl", "ur"])
def test_why_a_file_is_refused_is_said_in_the_readers_language(lab: Lab, device: Callable[..., Page], file: Path, tongue: str):
    """Each reason in words of its own; what is unknown is told in general."""
    files = [TOP / f"web/locales/{tongue}{part}.json" for part in ("", ".desk")]
    texts = {key: text for part in files for key, text in json.loads(part.read_text(encoding="utf-8")).items()}
    changed = file.read_bytes().replace(b"Supported walks", b"Supported talks")
    reasons = {
        "cutOff": (file.read_bytes()[:200], "ends in the middle"),
        "changed": (changed, "was changed after it was exported"),
        "foreign": (b'{"name": "package"}', "isn't an export"),
    }
    page = device("phone", locale="en-GB" if tongue == "en" else tongue)
    page.goto(lab.server.url)
    page.get_by_role("button", name=texts["make.start"]).click()
    page.get_by_text(texts["takeIn.title"]).click()
    for why, (content, english) in reasons.items():
        bad = file.with_name(f"{why}.json")
        bad.write_bytes(content)
        page.get_by_label(texts["takeIn.file"]).set_input_files(bad)
        page.get_by_role("button", name=texts["takeIn.go"]).click()
        words = re.compile(english) if tongue == "en" else texts[f"takeIn.refused.{why}"]
        expect(page.get_by_text(words)).to_be_visible()
