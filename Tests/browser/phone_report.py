"""How long somebody with a mid-range phone waits: a report, printed.

    PYTHONPATH=Tests .venv/bin/python Tests/browser/phone_report.py

A phone of 390 px with a processor four times slower than this machine's, on networks as DevTools simulates them. It
opens the QR code's link for the first time, fills in the form and comes into a room where ideas are gathered."""

import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from browser.chromium import chromium_path
from browser.lab import Lab
from browser.rooms import Participant
from browser.words import t
from harness.server import Server

SLOWER = 4
# Milliseconds of latency, and bytes a second down and up.
NETWORKS = {
    "hall Wi-Fi, 10 Mbit/s, 40 ms": (40, 1_250_000, 500_000),
    "fast 3G, 1.6 Mbit/s, 150 ms": (150, 200_000, 93_750),
    "slow 3G, 400 kbit/s, 400 ms": (400, 50_000, 50_000),
}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "en-GB"}


@dataclass
class Figures:
    """Seconds from the tap on the link, and from the tap on “Join”; what came over the wire."""

    form: float
    room: float
    files: int
    kib: float


def slow_down(page: Page, network: str) -> dict[str, int]:
    """Makes the page's device slow. Gives the bytes of each file that comes, as they come."""
    latency, down, up = NETWORKS[network]
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": latency, "downloadThroughput": down, "uploadThroughput": up})
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    came: dict[str, int] = {}
    wire.on("Network.loadingFinished", lambda told: came.update({told["requestId"]: told["encodedDataLength"]}))
    return came


def measure(browser: Browser, lab: Lab, network: str) -> Figures:
    context = browser.new_context(**PHONE)
    context.set_default_timeout(120_000)
    page = context.new_page()
    came = slow_down(page, network)
    person = Participant(page)
    began = time.monotonic()
    page.goto(lab.link("join"), wait_until="commit")
    person.field("join.name").wait_for()
    files, size = len(came), sum(came.values())
    # It can be used: a letter that is typed is there, and the form has taken it in.
    person.field("join.name").press_sequentially("M")
    page.wait_for_function("document.querySelector('#name').value === 'M'")
    form = time.monotonic() - began
    person.field("join.name").fill("Moira")
    person.choose(t("role.family"))
    began = time.monotonic()
    person.tap("join.go")
    page.get_by_role("heading", name="Ideas", exact=True).first.wait_for()
    person.field("gather.idea").wait_for()
    room = time.monotonic() - began
    context.close()
    return Figures(form, room, files, size / 1024)


def report(browser: Browser, lab: Lab, times: int) -> str:
    lines = [f"A processor {SLOWER} times slower, the middle of {times} tries.", ""]
    for network in NETWORKS:
        tries = [measure(browser, lab, network) for _ in range(times)]
        form, room = (statistics.median(getattr(each, name) for each in tries) for name in ("form", "room"))
        last = tries[-1]
        lines.append(f"{network}: the form can be used after {form:.1f} s ({last.files} files, {last.kib:.0f} KiB); "
                     f"in the room {room:.1f} s after “Join”.")
    return "\n".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        try:
            lab = Lab(server, server.make_lab())
            lab.opened("gather")
            print(report(browser, lab, times=3))
        finally:
            browser.close()
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
