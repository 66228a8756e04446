"""Where the browser takes the address for secure, the page itself opens without network, and an older page lets itself be
renewed without a loss."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.hosts import DROP, SECURE
from browser.lab import Lab
from browser.rooms import Participant
from browser.words import t
from harness.server import TOP, Server, eventually

WALKS = "Supported walks"
KEPT = """async () => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))
    return kept.flat()
}"""
USED = """() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname)
    .filter((path) => /[.](js|css|json)$/.test(path))"""
VERSION = "document.querySelector('meta[name=version]').content"


def kept(page: Page) -> list[str]:
    """What the worker has kept, once it holds all that the page in sight is made of."""
    return eventually("the worker keeps the page", lambda: (
        {"/index.html", "/elements/room.js", *page.evaluate(USED)} <= set(found := page.evaluate(KEPT))
        and page.evaluate("Boolean(navigator.serviceWorker.controller)") and found))


def test_the_page_opens_without_network_and_taps_go_on(lab: Lab, device: Callable[..., Page], network):
    """[S29] Loaded again while nothing is connected: what was there can be read, what was typed is still there, what is
    tapped before and after arrives once."""
    host = lab.opened("gather")
    lab.person("Sam", "staff").command("addIdea", activity=host.activity("gather"), text="From Sam")
    moira = lab.join(device("phone", service_workers="allow"), "Moira", base=SECURE)
    moira.sees("From Sam")
    files = kept(moira.page)
    assert not [path for path in files if path.startswith(("/api", "/ws", "/join"))], files
    network.cut()
    expect(moira.indicator()).to_have_text(t("saved.offline"))
    moira.give_idea(WALKS)
    moira.write(moira.field("gather.idea"), "Half a sen")
    moira.page.reload()
    moira.at("Ideas")
    moira.sees("From Sam")
    expect(moira.own_ideas()).to_have_text([WALKS])
    expect(moira.field("gather.idea")).to_have_value("Half a sen")
    expect(moira.indicator()).to_have_text(t("saved.late"))
    moira.write(moira.field("gather.idea"), "Half a sentence")
    moira.tap("gather.add")
    expect(moira.unsaved()).to_have_count(2)

    # Another tab has seen nothing yet: it says what to do.
    page = moira.page.context.new_page()
    page.goto(lab.link("join", SECURE))
    expect(page.get_by_role("heading", name=t("entry.unreachable"))).to_be_visible()
    page.get_by_role("button", name=t("entry.tryNow")).click()
    expect(page.get_by_role("heading", name=t("entry.unreachable"))).to_be_visible()
    network.mend()
    Participant(page).at("Ideas")
    moira.saved()
    expect(moira.unsaved()).to_have_count(0)
    eventually("both arrived", lambda: sorted(lab.ideas(host)) == sorted([WALKS, "Half a sentence", "From Sam"]))


@pytest.mark.parametrize("base", [DROP, SECURE], ids=["plain", "secure"])
def test_nobody_but_a_worker_keeps_the_page(lab: Lab, device: Callable[..., Page], base: str):
    """On plain HTTP there is none to be had, and the page asks for none."""
    moira = lab.join(device("phone", service_workers="allow"), "Moira", base=base)
    if base == SECURE:
        kept(moira.page)
    assert moira.page.evaluate("'serviceWorker' in navigator") is (base == SECURE)


def with_new_words(web: Path) -> None:
    """A newer client: it calls a button otherwise."""
    path = web / "locales/en.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"gather.add": "Add idea"', '"gather.add": "Put it in"'), encoding="utf-8")


@pytest.fixture
def servers(tmp_path) -> Iterator[list[Server]]:
    """A server with a client of its own, that a test may put a newer one behind."""
    shutil.copytree(TOP / "web", tmp_path / "web")
    servers = [Server(tmp_path / "data", "--web", str(tmp_path / "web"))]
    yield servers
    servers[-1].stop()


@pytest.mark.parametrize("workers", ["block", "allow"])
def test_an_older_page_says_so_and_loses_nothing_when_it_is_loaded_anew(servers, tmp_path, device, workers: str):
    """The server comes back with another client: the page goes on as it is, says so, and once it is loaded anew it is the
    new one in all its parts, with what was typed and tapped."""
    lab = Lab(servers[0], servers[0].make_lab())
    host = lab.opened("gather")
    moira = lab.join(device("phone", service_workers=workers), "Moira")
    moira.at("Ideas")
    moira.misses(t("newer.text"))
    desk, screen = lab.desk(device("laptop")), lab.screen(device("projector"))
    if workers == "allow":
        kept(moira.page)
    version = screen.page.evaluate(VERSION)
    host.close()
    servers[0].kill()
    moira.give_idea(WALKS)
    moira.write(moira.field("gather.idea"), "Half a sen")
    with_new_words(tmp_path / "web")
    servers.append(Server(servers[0].data, "--web", str(tmp_path / "web"), port=servers[0].port))
    moira.sees(t("newer.text"))
    desk.sees(t("newer.text"))
    # Not by force, and nothing is in the way. The screen, at which nobody types, renews itself.
    moira.saved()
    expect(moira.field("gather.idea")).to_have_value("Half a sen")
    moira.tap("newer.later")
    moira.misses(t("newer.text"))
    moira.page.evaluate("dispatchEvent(new Event('online'))")
    moira.tap("newer.load")
    expect(moira.page.get_by_role("button", name="Put it in", exact=True)).to_be_visible()
    expect(moira.field("gather.idea")).to_have_value("Half a sen")
    expect(moira.own_ideas()).to_have_text([WALKS])
    moira.saved()
    moira.misses(t("newer.text"))
    eventually("the screen is the new one", lambda: screen.page.evaluate(VERSION) == moira.page.evaluate(VERSION) != version)
    lab.server = servers[-1]
    assert lab.ideas(lab.facilitator()) == [WALKS]
