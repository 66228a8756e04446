"""What people take away with their browser."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from browser.lab import Lab
from browser.words import t


def test_s35_a_person_downloads_what_they_gave(lab: Lab, device: Callable[..., Page]):
    """[S35] on their own page, as a text that they can read; nobody else's answers are in it."""
    facilitator = lab.facilitator()
    facilitator.command("openLab")
    gather, vote, rate, pledge = (facilitator.activity(kind) for kind in ("gather", "vote", "rate", "pledge"))
    for activity in (vote, rate, pledge, gather):
        facilitator.command("openActivity", activity=activity)
    sam = lab.person("Sam", "staff")
    cafe = sam.command("addIdea", activity=gather, text="Café with school links")["idea"]
    page = device("phone")
    moira = lab.join(page, "Moira")
    moira.give_idea("Supported walks", "co.L.short", "when.now")
    moira.saved()
    page.evaluate("location.hash = 'me'")
    moira.at(t("own.title"))
    with page.expect_download() as saved:
        moira.tap("me.own")
    text = saved.value.path().read_text(encoding="utf-8")
    assert saved.value.suggested_filename.endswith(f"{t('own.title')}.txt")
    assert "Moira" in text and "- Supported walks" in text and t("co.L") in text and t("when.now") in text
    assert "Café" not in text and "Sam" not in text
    assert cafe not in text, "no inner names"

    # Once they have answered on others' ideas, these stand beside their answers, and nothing more of them.
    wire = lab.person("Ines", "family")
    wire.command("vote", activity=vote, item=cafe, dots=1)
    wire.command("rate", activity=rate, item=cafe, impact=4, effort="dontKnow")
    wire.command("addPledge", activity=pledge, give="I bring cake", by="2026-12-01", idea=cafe)
    page.evaluate(
        "async ([lab, token]) => { const { own } = await import('/models/labs.js'); const { ownText } = await import('/models/own.js');"
        " window.text = ownText(await own(lab, token)) }",
        [lab.made["id"], wire.joined["token"]],
    )
    text = page.evaluate("window.text")
    assert f"{t('own.dots')}: 1" in text and f"{t('own.impact')}: 4" in text and f"{t('own.effort')}: {t('dontKnow')}" in text
    assert "- I bring cake" in text and "December" in text and f"{t('own.ideaText')}: Café with school links" in text
    assert t("pledge.offered") in text
    for person in (facilitator, sam, wire):
        person.close()


def test_the_desk_downloads_the_lab_to_share_or_to_keep(lab: Lab, device: Callable[..., Page]):
    """[S40] the whole lab as a file; what each choice means stands beside it."""
    page = device("laptop")
    desk = lab.desk(page)
    desk.tap("desk.openLab")
    moira = lab.person("Moira Unmistakable")
    pledge = moira.activity("pledge")
    facilitator = lab.facilitator()
    facilitator.command("openActivity", activity=pledge)
    own = moira.command("addPledge", activity=pledge, give="I lead Tuesday's walk")["pledge"]
    page.get_by_role("heading", name=t("data.title")).click()
    desk.tap("data.calendar")
    desk.sees(t("data.noDays"))
    moira.command("editPledge", activity=pledge, pledge=own, version=1, by="2030-05-17")
    desk.sees(t("data.sharing.lead"))
    with page.expect_download() as saved:
        desk.tap("data.download")
    shared = saved.value.path().read_text(encoding="utf-8")
    assert json.loads(shared)["for"] == "sharing" and "Tuesday's walk" in shared and "Moira" not in shared
    desk.choose(t("data.keeping"))
    desk.sees(t("data.keeping.lead"))
    with page.expect_download() as saved:
        desk.tap("data.download")
    kept = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert kept["confidential"] and "Moira Unmistakable" in json.dumps(kept)
    assert "confidential" in saved.value.suggested_filename
    for text, ending, begin in (
        ("data.report", "html", b"<!doctype html>"), ("data.markdown", "md", b"# "), ("data.workbook", "xlsx", b"PK"),
        ("data.tables", "zip", b"PK"), ("data.calendar", "ics", b"BEGIN:VCALENDAR"),
    ):  # fmt: skip
        with page.expect_download() as saved:
            desk.tap(text)
        assert saved.value.suggested_filename.endswith(f".{ending}") and saved.value.path().read_bytes().startswith(begin)
    for person in (moira, facilitator):
        person.close()


def test_without_a_server_the_page_says_so_and_tries_again_when_asked(lab: Lab, device: Callable[..., Page]):
    page = device("phone")
    moira = lab.join(page, "Moira")
    facilitator = lab.facilitator()
    facilitator.command("openLab")
    facilitator.close()
    page.evaluate("location.hash = 'me'")
    moira.at(t("own.title"))
    page.context.set_offline(True)
    moira.tap("me.own")
    moira.sees(t("save.unreachable"))
    page.context.set_offline(False)
    with page.expect_download() as saved:
        moira.tap("me.own")
    assert t("own.nothing") in saved.value.path().read_text(encoding="utf-8")
    expect(page.get_by_text(t("save.unreachable"))).to_have_count(0)
