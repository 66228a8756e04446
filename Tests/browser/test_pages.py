"""The privacy notice and the accessibility statement, and for how long a lab is kept, as people and organisers meet them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.audit import Audit, audited
from browser.lab import Lab
from browser.tongues import is_there, speaking
from browser.words import t
from harness.server import Server

PAGES = ("privacy", "accessibility")
ATTACK = "<img src=x onerror=\"document.title='broken'\"> javascript:alert(1) <script>document.title='broken'</script>"
FILLED = f"""
language: en
privacy:
  responsible: |
    The Loch Trust
    1 High Street

    Registered charity.
  contact: "Write to lab+data@example.org, or see https://example.org/data (by day)."
  purpose: {{en: We plan together., pl: Planujemy razem., ur: ہم مل کر منصوبہ بناتے ہیں۔}}
  legalBasis: '{ATTACK.replace("'", "''")}'
  complaints: https://ico.org.uk.
accessibility: {{contact: Ring Jean, tested: 2027-03-12, limits: The hall has no loop.}}
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[Server]:
    """A server whose operator has said all that is to be said."""
    folder: Path = tmp_path_factory.mktemp("filled")
    (folder / "pages.yaml").write_text(FILLED, encoding="utf-8")
    server = Server(folder / "data", "--pages", str(folder / "pages.yaml"), "--retention-days", "60")
    yield server
    assert server.stop() == 0, server.output


def opened(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/{name}")
    expect(page.get_by_role("heading", name=t(f"pages.{name}.title"), exact=True)).to_be_visible()
    expect(page.get_by_role("region", name=t(f"pages.{name}.contact"), exact=True)).to_be_visible()


def part(page: Page, key: str):
    return page.get_by_role("region", name=t(f"pages.{key}"), exact=True)


def test_what_is_still_to_be_said_stands_there_as_a_gap(server: Server, device: Callable[..., Page]):
    """[S60] For everybody, in its place, and together at the head, from where each is a tap away."""
    page = device("phone")
    opened(page, server, "privacy")
    for name in ("responsible", "contact", "purpose", "legalBasis", "complaints"):
        expect(part(page, f"privacy.{name}").get_by_text(t("pages.gap"))).to_be_visible()
    for name in ("officer", "place", "recipients", "more"):
        expect(part(page, f"privacy.{name}")).to_have_count(0)
    page.get_by_role("link", name=t("pages.privacy.complaints"), exact=True).click()
    expect(part(page, "privacy.complaints")).to_be_in_viewport()
    expect(part(page, "privacy.kept").get_by_text(t("pages.privacy.kept.days", n=90))).to_be_visible()


def test_an_operators_words_are_words_and_addresses_are_links(filled: Server, device: Callable[..., Page]):
    """[S60] Nothing of them runs or is mark-up; without a gap there is no notice of one."""
    page = device("laptop")
    opened(page, filled, "privacy")
    expect(page.get_by_text(t("pages.gap"))).to_have_count(0)
    expect(part(page, "privacy.legalBasis").get_by_text(ATTACK, exact=True)).to_be_visible()
    expect(part(page, "privacy.legalBasis").locator("img, script, a")).to_have_count(0)
    expect(page).to_have_title(t("pages.privacy.title"))
    expect(part(page, "privacy.responsible").locator("p")).to_have_text(["The Loch Trust\n1 High Street", "Registered charity."])
    links = part(page, "privacy.contact").get_by_role("link")
    expect(links).to_have_text(["lab+data@example.org", "https://example.org/data"])
    expect(links.nth(0)).to_have_attribute("href", "mailto:lab+data@example.org")
    expect(links.nth(1)).to_have_attribute("href", "https://example.org/data")
    expect(part(page, "privacy.complaints").get_by_role("link")).to_have_attribute("href", "https://ico.org.uk")
    expect(part(page, "privacy.kept").get_by_text(t("pages.privacy.kept.days", n=60))).to_be_visible()
    page.get_by_role("link", name=t("pages.accessibility"), exact=True).click()
    expect(part(page, "accessibility.limits").get_by_text("The hall has no loop.")).to_be_visible()
    expect(part(page, "accessibility.tested").get_by_text("2027-03-12")).to_be_visible()


@pytest.mark.parametrize("tag", [tag for tag in ("en", "gd", "pl", "ur") if is_there(tag)])
def test_both_pages_are_there_in_each_language(filled: Server, device: Callable[..., Page], tag: str):
    """Ours in the reader's language; the operator's where they gave it, else as it is, said to be what it is."""
    with speaking(tag):
        pages = audited(device, "phone", "laptop")
        audit = Audit(*pages)
        for name in PAGES:
            for page in pages:
                opened(page, filled, name)
                if name == "privacy":
                    said = {"pl": "Planujemy razem.", "ur": "ہم مل کر منصوبہ بناتے ہیں۔"}.get(tag, "We plan together.")
                    expect(part(page, "privacy.purpose").get_by_text(said)).to_be_visible()
                    expect(part(page, "privacy.responsible").locator(".said")).to_have_attribute("lang", "en")
                assert page.evaluate("document.documentElement.dir") == ("rtl" if tag == "ur" else "ltr")
            audit.look(name)
        audit.passed()


def test_the_gaps_without_a_fault(server: Server, device: Callable[..., Page], language: str):
    pages = audited(device, "phone", "laptop")
    audit = Audit(*pages)
    for name in PAGES:
        for page in pages:
            opened(page, server, name)
            expect(page.get_by_text(t("pages.gapsLead"))).to_be_visible()
        audit.look(name)
    audit.passed()


def test_people_find_them_where_they_decide_to_join_and_afterwards(lab: Lab, device: Callable[..., Page]):
    """[S60] On the first page; under the form, beside which they open so that nothing typed is lost; and with what the lab says of itself."""
    page = device("phone")
    page.goto(lab.server.url)
    page.get_by_role("link", name=t("pages.privacy"), exact=True).click()
    expect(page.get_by_role("heading", name=t("pages.privacy.title"), exact=True)).to_be_visible()
    page.goto(lab.link("join"))
    page.get_by_label(t("join.name"), exact=True).fill("Moira")
    with page.context.expect_page() as beside:
        page.get_by_role("link", name=t("pages.accessibility"), exact=True).click()
    expect(beside.value.get_by_role("heading", name=t("pages.accessibility.title"), exact=True)).to_be_visible()
    expect(page.get_by_label(t("join.name"), exact=True)).to_have_value("Moira")
    lab.facilitator().command("openLab")
    moira = lab.join(device("phone"), "Moira")
    moira.page.goto(moira.page.url.split("#")[0] + "#about")
    expect(moira.page.get_by_role("link", name=t("pages.privacy"), exact=True)).to_have_attribute("href", "/privacy")


def test_the_organiser_reads_what_is_missing_and_who_has_said_all_is_left_alone(server: Server, filled: Server, device: Callable[..., Page]):
    page = device("phone")
    page.goto(f"{server.url}/organise")
    page.get_by_role("link", name=t("organise.pagesMissing", page=t("pages.privacy.title"), n=5)).click()
    expect(part(page, "privacy.responsible")).to_be_visible()
    page.goto(f"{filled.url}/organise")
    expect(page.get_by_text(t("organise.none"))).to_be_visible()
    expect(page.get_by_role("link", name=t("pages.accessibility"), exact=True)).to_be_visible()
    expect(page.get_by_text(t("organise.pagesGap"))).to_have_count(0)


def test_without_the_server_the_page_says_so_and_asks_again(server: Server, device: Callable[..., Page]):
    page = device("phone")
    page.route("**/api/pages", lambda route: route.abort())
    page.goto(f"{server.url}/privacy")
    expect(page.get_by_text(t("problem.unreachable"))).to_be_visible()
    page.unroute("**/api/pages")
    page.get_by_role("button", name=t("join.tryAgain"), exact=True).click()
    expect(part(page, "privacy.contact")).to_be_visible()


# For how long a lab is kept


def test_how_long_a_lab_is_kept_is_said_as_it_is_made_and_read_by_newcomers(server: Server, device: Callable[..., Page]):
    """[S60] Written by hand, in digits of any script; what is no such number is refused in words."""
    page = device("laptop")
    page.goto(server.url)
    page.get_by_role("button", name=t("make.start"), exact=True).click()
    page.get_by_label(t("make.name"), exact=True).fill("Kept for four weeks")
    days = page.get_by_label(t("make.keep"), exact=True)
    expect(days).to_have_value("90")
    days.fill("0")
    page.get_by_role("button", name=t("make.go"), exact=True).click()
    expect(page.get_by_role("alert")).to_have_text(t("make.keepProblem", least=1, most=3650))
    expect(days).to_be_focused()
    days.fill("۲۸")
    page.get_by_role("button", name=t("make.go"), exact=True).click()
    expect(page.get_by_role("heading", name=t("make.done"))).to_be_focused()
    link = page.locator("#link-join").input_value()
    phone = device("phone")
    phone.goto(link)
    expect(phone.get_by_text(t("join.howLong", n=28))).to_be_visible()


def test_how_long_it_is_kept_is_changed_at_the_desk_and_everybody_reads_it(lab: Lab, device: Callable[..., Page]):
    """[S7] [S60] With the history; once the lab has ended it is only shortened, and who comes back reads the day."""
    host = lab.facilitator()
    host.command("openLab")
    moira = lab.join(device("phone"), "Moira")
    moira.page.goto(moira.page.url.split("#")[0] + "#about")
    expect(moira.page.get_by_text(t("join.howLong", n=90))).to_be_visible()
    desk = lab.desk(device("laptop"))

    def change(days: str) -> None:
        desk.page.get_by_role("button", name=t("details.title"), exact=True).click()
        desk.page.get_by_role("dialog").get_by_label(t("make.keep"), exact=True).fill(days)
        desk.page.get_by_role("dialog").get_by_role("button", name=t("save"), exact=True).click()

    change("200")
    expect(moira.page.get_by_text(t("join.howLong", n=200))).to_be_visible()
    desk.page.get_by_role("button", name=t("agenda.change")).click()
    desk.page.get_by_text(t("today.changes")).click()
    expect(desk.page.locator("lab-desk-agenda, .desk-agenda").get_by_text(t("change.retention", days=200)).first).to_be_visible()
    desk.escape()
    host.command("endLab")
    expect(desk.page.get_by_text(t("desk.deletedSoon"))).to_have_count(0)
    change("201")
    expect(desk.page.get_by_role("dialog").get_by_text(t("make.keepProblem", least=1, most=200))).to_be_visible()
    expect(desk.page.get_by_role("dialog").get_by_text(t("details.retentionOver"))).to_be_visible()
    desk.page.get_by_role("dialog").get_by_label(t("make.keep"), exact=True).fill("10")
    desk.page.get_by_role("dialog").get_by_role("button", name=t("save"), exact=True).click()
    expect(desk.page.get_by_text(t("desk.deletedSoon"))).to_be_visible()
    expect(moira.page.get_by_text(t("join.howLong", n=10))).to_be_visible()
    expect(moira.page.get_by_text(t("about.keptUntil", day="X").split("X")[0])).to_be_visible()
