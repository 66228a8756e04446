"""A phone that slept is right again within two seconds of waking, whatever became of its connection meanwhile."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.hosts import DROP
from browser.lab import Lab
from browser.rooms import Participant
from browser.words import t
from harness.network import Network
from harness.server import eventually

SOON = 2_000
WALKS = "Supported walks"
# Longer than a page that is awake is ever without a look at the clock.
NIGHT = 6


class Phone:
    """A participant's phone that can fall asleep: the processes of its page stand still, as behind a lock screen."""

    def __init__(self, chromium: Browser, lab: Lab, device: Callable[..., Page]):
        self._wire = chromium.new_browser_cdp_session()
        others = self._pages()
        self.person: Participant = lab.join(device("phone"), "Moira", base=DROP)
        self._processes = self._pages() - others
        assert self._processes

    def _pages(self) -> set[int]:
        told = self._wire.send("SystemInfo.getProcessInfo")
        return {process["id"] for process in told["processInfo"] if process["type"] == "renderer"}

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Sleeps while something else happens, and a good while longer."""
        for process in self._processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
            time.sleep(NIGHT)
        finally:
            for process in self._processes:
                os.kill(process, signal.SIGCONT)


@pytest.fixture
def phone(chromium, lab, device) -> Phone:
    return Phone(chromium, lab, device)


@pytest.mark.parametrize("became", ["cut", "forget"])
def test_a_phone_that_slept_is_right_within_two_seconds(lab: Lab, phone: Phone, network: Network, became: str):
    """[S29] The connection ended, or it goes on in name alone and nothing comes through it: what is on now is there two
    seconds after the phone was taken up, and so is what was tapped before."""
    host = lab.opened("gather")
    moira = phone.person
    moira.at("Ideas")
    network.mute()
    moira.give_idea(WALKS)
    eventually("the idea has arrived", lambda: lab.ideas(host) == [WALKS])
    with phone.asleep():
        getattr(network, became)()
        network.mend()
        host.command("openActivity", activity=host.activity("vote"))
    began = time.monotonic()
    expect(moira.page.get_by_role("heading", name="Choose", exact=True).first).to_be_visible(timeout=SOON)
    expect(moira.indicator()).to_have_text(t("saved.saved"), timeout=SOON)
    assert time.monotonic() - began < SOON / 1000
    assert lab.ideas(host) == [WALKS]


def test_a_nap_that_nothing_came_of_shows_nothing(lab: Lab, phone: Phone, network: Network):
    """A phone that was put away for a moment, with its connection whole, says nothing of it and goes on."""
    host = lab.opened("gather")
    moira = phone.person
    moira.page.evaluate("""() => {
        globalThis.said = []
        new MutationObserver(() => said.push(document.querySelector("[data-saved]").dataset.saved))
            .observe(document.querySelector("[data-saved]"), { attributes: true })
    }""")
    with phone.asleep():
        pass
    moira.give_idea(WALKS)
    eventually("the idea has arrived", lambda: lab.ideas(host) == [WALKS])
    moira.saved()
    assert "offline" not in moira.page.evaluate("said") and "late" not in moira.page.evaluate("said")
