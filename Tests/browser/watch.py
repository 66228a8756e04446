"""What a page complains about while a test uses it."""

from playwright.sync_api import ConsoleMessage, Page

# A cut network is what some tests are about, and the browser's own word on it is no fault of the page.
NETWORK = ("net::ERR_", "WebSocket connection to", "Failed to load resource")


class Watch:
    def __init__(self, page: Page, name: str):
        self.page = page
        self.name = name
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"{name}: {error}"))
        page.on("console", self._console)
        page.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in NETWORK):
            self.complaints.append(f"{self.name}: {message.text}")

    def _dialog(self, dialog) -> None:
        self.complaints.append(f"{self.name}: a dialog says “{dialog.message}”")
        dialog.dismiss()
