"""What a phone has to fetch, all files with their headers, as Chromium counts the bytes that came over the wire."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.lab import Lab
from browser.tongues import is_there, speaking
from browser.words import t

KIB = 1024
# The goal of the design: the first page on a phone, all files.
FIRST_PAGE = 60 * KIB
# From the code on the wall until one is in: the form, and the room with the kinds of activity that most labs have.
LOBBY = 168 * KIB
# What a kind adds that comes only to labs which have it; the words of all of them come once.
KIND, WORDS = 22 * KIB, 12 * KIB
LATER = ("choose", "cluster", "grid", "form", "questions", "reflect", "survey")


class Scale:
    """Weighs what a page fetches from now on."""

    def __init__(self, page: Page):
        self.files: dict[str, int] = {}
        self._names: dict[str, str] = {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda told: self._names.update({told["requestId"]: told["request"]["url"]}))
        wire.on("Network.loadingFinished", self._add)

    def _add(self, told: dict) -> None:
        name = self._names.get(told["requestId"], "?")
        self.files[name] = self.files.get(name, 0) + told["encodedDataLength"]

    def __str__(self) -> str:
        rows = sorted(self.files.items(), key=lambda row: -row[1])
        return "\n".join(f"{size:7} {name}" for name, size in [*rows, (f"in {len(rows)} files", self.total)])

    @property
    def total(self) -> int:
        return round(sum(self.files.values()))


def still(page: Page, scale: Scale) -> None:
    """Waits until nothing more comes."""
    before = -1
    while before != scale.total:
        before = scale.total
        page.wait_for_timeout(400)


def test_the_first_page_is_light(server, lab: Lab, device: Callable[..., Page]):
    """[S29] The first page, and the page that a QR code opens with its form, are 60 KiB at the most."""
    for address, shows in ((server.url, t("home.join")), (lab.link("join"), t("join.name"))):
        page = device("phone")
        scale = Scale(page)
        page.goto(address)
        page.get_by_text(shows, exact=True).first.wait_for()
        still(page, scale)
        assert 8 * KIB < scale.total <= FIRST_PAGE, scale


@pytest.mark.parametrize("tag", [tag for tag in ("gd", "pl", "ur") if is_there(tag)])
def test_the_first_page_is_light_in_each_language(server, lab: Lab, device: Callable[..., Page], tag: str):
    """Only the texts of the chosen language come."""
    with speaking(tag):
        for address, shows in ((server.url, t("home.join")), (lab.link("join"), t("join.name"))):
            page = device("phone")
            scale = Scale(page)
            page.goto(address)
            page.get_by_text(shows, exact=True).first.wait_for()
            still(page, scale)
            texts = [name.rsplit("/", 1)[1] for name in scale.files if "/locales/" in name]
            assert texts == [f"{tag}.json"] and scale.total <= FIRST_PAGE, scale


def test_what_comes_with_joining_and_with_each_kind_is_bounded(lab: Lab, device: Callable[..., Page]):
    page = device("phone")
    scale = Scale(page)
    lab.join(page, "Moira")
    still(page, scale)
    assert FIRST_PAGE / 2 < scale.total <= LOBBY, scale

    words = "import('/models/words.js').then(words => words.loadMoreWords()).then(() => true)"
    for load, limit in (words, WORDS), *((f"import('/activities/{kind}/{kind}.js').then(() => true)", KIND) for kind in LATER):
        before = scale.total
        assert page.evaluate(load)
        still(page, scale)
        assert 0 < scale.total - before <= limit, f"{load}\n{scale}"


@pytest.mark.parametrize("name", ["icon.svg", "manifest.webmanifest", "app.js", "locales/en.json", "styles/base.css"])
def test_what_can_be_compressed_is(server, name: str):
    answer = server.request("GET", f"/{name}", headers={"Accept-Encoding": "gzip"})
    plain = server.request("GET", f"/{name}")
    assert answer.headers["Content-Encoding"] == "gzip" and len(answer.body) < len(plain.body)
