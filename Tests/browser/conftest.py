"""A real server, a real Chromium, and devices for the people of a lab.

What stands for a network is real too: `http://hall.test` is a plain-HTTP host that isn't localhost, with a server of
its own, and `http://drop.test` goes through a proxy that the test can cut.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.chromium import chromium_path
from browser.hosts import DROP, HALL, SECURE
from browser.lab import Lab
from browser.tongues import is_there, serve, speaking
from browser.tour import TEMPLATE, with_a_rest
from browser.watch import Watch
from browser.words import Spoken
from harness.network import Network
from harness.server import TOP, Server

VIEWPORTS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "small": {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True},
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
}


@pytest.fixture(scope="session")
def templates(tmp_path_factory) -> Path:
    """The templates that there are, and the one of the tour."""
    folder = tmp_path_factory.mktemp("templates")
    shutil.copytree(TOP / "config/templates", folder, dirs_exist_ok=True)
    text = (folder / "T2.yaml").read_text(encoding="utf-8")
    (folder / f"{TEMPLATE}.yaml").write_text(with_a_rest(text), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory, templates) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("server") / "data"
    server = Server(data, "--allowed-origins", f"{DROP},{SECURE}", "--templates", str(templates))
    yield server
    assert server.stop() == 0, server.output


@pytest.fixture(scope="session")
def hall(tmp_path_factory) -> Iterator[Server]:
    """The server that people reach as `http://hall.test`."""
    hall = Server(tmp_path_factory.mktemp("hall") / "data", "--public-url", HALL)
    yield hall
    assert hall.stop() == 0, hall.output


@pytest.fixture(scope="session")
def wires(server) -> Iterator[Network]:
    """The network behind `http://drop.test`, for the whole session."""
    wires = Network(server.port)
    yield wires
    wires.close()


@pytest.fixture
def network(wires) -> Iterator[Network]:
    """The network behind `http://drop.test`; whole again after each test."""
    yield wires
    wires.cut()
    wires.mend()


@pytest.fixture(scope="session")
def chromium(server, hall, wires) -> Iterator[Browser]:
    rules = f"MAP hall.test:80 127.0.0.1:{hall.port}, " + ", ".join(
        f"MAP {urlsplit(host).hostname}:80 127.0.0.1:{wires.port}" for host in (DROP, SECURE)
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            # As root, in containers and in CI there is no sandbox to be had.
            args=[f"--host-resolver-rules={rules}", *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        )
        yield browser
        browser.close()


@pytest.fixture(params=["en", "ur"])
def language(request) -> Iterator[str]:
    """The test in English, and in Urdu, which runs from right to left."""
    if request.param == "en":
        yield "en"
        return
    with speaking(request.param, turned_letters=not is_there(request.param)):
        yield request.param


@pytest.fixture
def watches(request) -> Iterator[list[Watch]]:
    """Every page of a test. A script's error or a breach of the content security policy on any of them fails it. With
    COPROLAB_SCREENSHOTS set to a folder, each is kept there as it looked at the end."""
    watches: list[Watch] = []
    yield watches
    folder = os.environ.get("COPROLAB_SCREENSHOTS")
    for number, watch in enumerate(watches):
        if folder and not watch.page.is_closed():
            name = f"{request.node.name}-{number}-{watch.name}.png".replace("/", "_")
            watch.page.screenshot(path=Path(folder) / name, full_page=True)
    for context in {watch.page.context for watch in watches}:
        context.close()
    assert not [line for watch in watches for line in watch.complaints]


@pytest.fixture
def device(chromium, watches) -> Callable[..., Page]:
    """Makes a device: `device("phone")`, with a storage of its own, whose browser asks for the language of the test. Only where
    a test asks for it does it keep the page for when there is no network, since a page's requests are then the worker's."""

    def make(size: str = "laptop", scheme: str = "light", **options) -> Page:
        locale = "en-GB" if Spoken.tag == "en" else Spoken.tag
        usual = {"color_scheme": scheme, "locale": locale, "service_workers": "block"}
        context = chromium.new_context(**{**usual, **VIEWPORTS[size], **options})
        context.set_default_timeout(10_000)
        page = context.new_page()
        if Spoken.is_turned:
            serve(page, Spoken.tag)
        watches.append(Watch(page, size))
        return page

    return make


@pytest.fixture
def tab(watches) -> Callable[[Page], Page]:
    """Opens another tab beside a page, in the same browser."""

    def make(beside: Page) -> Page:
        page = beside.context.new_page()
        watches.append(Watch(page, "tab"))
        return page

    return make


@pytest.fixture
def lab(server) -> Lab:
    """A lab of template T2, just made, and the ways into it."""
    return Lab(server, server.make_lab())
