"""A way to the server on which some of the news can be held back for a while."""

import json

from playwright.sync_api import Page, WebSocketRoute


class OwnHeldBack:
    """Holds back news of what is one's own, which comes after what all see."""

    def __init__(self, page: Page):
        self.kept: list[str | bytes] = []
        #: The types of the messages that came since it began to hold.
        self.came: list[str] = []
        self._holds = False
        page.route_web_socket("**/ws", self._route)

    def _route(self, page_side: WebSocketRoute) -> None:
        self._page_side = page_side
        page_side.connect_to_server().on_message(self._told)

    def _told(self, message: str | bytes) -> None:
        kind = json.loads(message)["type"]
        self.came.append(kind)
        if self._holds and kind == "mine":
            self.kept.append(message)
        else:
            self._page_side.send(message)

    def hold(self) -> None:
        self._holds = True
        self.came = []

    def release(self) -> None:
        self._holds = False
        for message in self.kept:
            self._page_side.send(message)
        self.kept = []
