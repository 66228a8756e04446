"""Looks at pages as axe, a narrow phone, a thumb and old eyes do: in light, dark and strong contrast, and at 200 %."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIGHT = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Of all rules these alone read colours, and colours are all that dark and contrast change.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
NARROWEST = 320
LOOKS = (
    ("light", "no-preference", LIGHT), ("dark", "no-preference", COLOURS), ("light", "more", COLOURS), ("dark", "more", COLOURS),
)  # fmt: skip


def show(page: Page, scheme: str, contrast: str) -> None:
    """Brings a page into these colours, and waits until it is in them."""
    page.emulate_media(color_scheme=scheme, contrast=contrast)
    strong = "high" if contrast == "more" else "normal"
    page.locator(f'html[data-scheme="{scheme}"][data-contrast="{strong}"]').wait_for(state="attached")


class Audit:
    """Collects what is wrong on some pages, at every look; each page is of a device that `audited` made."""

    def __init__(self, *pages: Page):
        self.pages = pages
        self.faults: list[str] = []

    def look(self, name: str) -> None:
        for page in self.pages:
            where = f"{name} at {page.viewport_size['width']} px"
            for scheme, contrast, options in LOOKS:
                show(page, scheme, contrast)
                self._axe(page, options, f"{where}, {scheme}{', strong contrast' * (contrast == 'more')}")
            show(page, "light", "no-preference")
            self._measure(page, name)

    def _axe(self, page: Page, options: dict, where: str) -> None:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(Axe().axe_script)
        for found in page.evaluate("(options) => axe.run(document, options)", options)["violations"]:
            for node in found["nodes"]:
                why = " ".join(node["failureSummary"].split())
                self.faults.append(f"{where}: {found['id']} at {node['target'][0]}: {why}")

    def _measure(self, page: Page, name: str) -> None:
        """Nothing has to be scrolled sideways on the narrowest of phones (WCAG 1.4.10), nor on a laptop at 200 %, which is half
        as wide (1.4.4)."""
        size = page.viewport_size
        width = NARROWEST if size["width"] < 500 else size["width"] // 2 if size["width"] < 1500 else size["width"]
        page.set_viewport_size({"width": width, "height": size["height"]})
        self.faults += [f"{name} at {width} px: {fault}" for fault in page.evaluate(MEASURE, width)]
        page.set_viewport_size(size)

    def passed(self) -> None:
        assert not self.faults, "\n".join(["", *dict.fromkeys(self.faults)])


def audited(device, *sizes: str) -> list[Page]:
    """Devices on which axe may run: it is put into the page, which the content security policy forbids."""
    return [device(size, bypass_csp=True, reduced_motion="reduce") for size in sizes]
