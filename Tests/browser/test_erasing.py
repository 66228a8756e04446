"""“Erase me” on a person's own page, and the calm last page after it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.audit import Audit, audited, show
from browser.lab import Lab
from browser.words import t
from harness.server import eventually

PICTURES = os.environ.get("COPROLAB_PICTURES")


def picture(page: Page, name: str) -> None:
    if not PICTURES:
        return
    for scheme in ("light", "dark"):
        show(page, scheme, "no-preference")
        page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", full_page=True)


def kept(page: Page) -> str:
    return page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


@pytest.mark.parametrize("contributions", ["go", "stay"])
def test_s14_erase_me_takes_one_tap_a_yes_and_no_reason(lab: Lab, device: Callable[..., Page], contributions: str):
    """[S14] Erase me from this lab: one tap, what it means, one yes; afterwards neither the lab nor the device knows them."""
    facilitator = lab.opened("pledge")
    pledges = facilitator.activity("pledge")
    (page,) = audited(device, "phone" if contributions == "go" else "laptop")
    audit = Audit(page)
    moira = lab.join(page, "Moira Quill")
    moira.pledge("I lead the heron walk")
    moira.saved()
    moira.open_menu("me.title")
    moira.tap("me.erase")
    expect(page.get_by_role("heading", name=t("me.erase"))).to_be_focused()
    moira.sees(t("erase.lead"))
    expect(page.get_by_label(t("erase.go"))).to_be_checked()
    # Whoever thinks better of it is where they were.
    moira.tap("cancel")
    expect(page.get_by_role("button", name=t("me.erase"))).to_be_focused()
    moira.tap("me.erase")
    moira.choose(t(f"erase.{contributions}"))
    moira.sees(t(f"erase.{contributions}Lead"))
    audit.look("erasing")
    picture(page, f"erase-{contributions}")
    moira.tap("erase.now")
    expect(page.get_by_role("heading", name=t("erased.title"))).to_be_focused()
    moira.sees(t(f"erased.{contributions}"))
    audit.look("erased")
    picture(page, f"erased-{contributions}")
    audit.passed()
    assert not any(word in kept(page) for word in ("Moira", "heron", "token")), kept(page)
    expected = [] if contributions == "go" else [("I lead the heron walk", None)]
    eventually(
        "what the desk sees", lambda: [(pledge["give"], pledge.get("name"))
            for pledge in facilitator.view["activities"][pledges].get("pledges", {}).values()] == expected
    )  # fmt: skip
    page.reload()
    expect(moira.field("join.name")).to_have_value("")
    facilitator.close()


def test_whoever_is_erased_elsewhere_sees_so(lab: Lab, device: Callable[..., Page]):
    """[S14] Another device of theirs says it calmly, too, and forgets the lab."""
    page = device("phone")
    moira = lab.join(page, "Moira Quill")
    page.wait_for_function("Object.values(localStorage).some((value) => value.includes('token'))")
    token = page.evaluate("Object.values(localStorage).map((value) => JSON.parse(value)?.token).find(Boolean)")
    answer = lab.server.request(
        "POST", f"/api/labs/{lab.made['id']}/erase", {"contributions": "go"}, {"Authorization": f"Bearer {token}"}
    )
    assert answer.status == 200
    moira.at(t("erased.title"))
    assert "Moira" not in kept(page)


def test_the_facilitator_a_lab_was_made_for_is_not_asked(lab: Lab, device: Callable[..., Page]):
    page = device("laptop")
    desk = lab.desk(page)
    desk.tap("desk.toRoom")
    desk.go_to("me.title")
    desk.sees(t("me.leave"))
    expect(page.get_by_role("button", name=t("me.erase"))).to_have_count(0)
