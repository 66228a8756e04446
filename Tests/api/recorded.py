"""A person on the wire whose every frame is held against the AsyncAPI document as it passes."""

import json
from typing import Any

from api.messages import Conversation
from harness.server import Server, eventually
from harness.wire import Person, Rejected


class Recorded(Person):
    """Fails at the next step after a frame, either way, that the document doesn't allow."""

    def __init__(self, server: Server, lab: str, audience: str = "participant", **join: Any):
        self.conversation = Conversation()
        self.faults: list[str] = []
        self.messages: list[dict[str, Any]] = []
        try:
            super().__init__(server, lab, audience, **join)
        except AssertionError as late:
            # A view that isn't as it should be is none: the fault says more than the waiting.
            raise AssertionError("\n".join([*self.faults, str(late)])) from None
        self.settle()

    def send(self, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        self.conversation.sent(text)
        self.socket.send(text)

    def send_raw(self, text: str | bytes) -> None:
        """Sends what the document doesn't allow."""
        self.socket.send(text)

    @property
    def view(self) -> dict[str, Any]:
        """What the patches have made so far; never ahead of what has been checked, never behind it."""
        return self.conversation.view or {}

    @view.setter
    def view(self, _: dict[str, Any]) -> None:
        """`Person` keeps one of its own; this one is the conversation's."""

    def _take(self, message: dict[str, Any]) -> None:
        try:
            # The frame itself, not what a lenient parser has made of it.
            self.messages.append(self.conversation.received(self.frames[-1]))
        except AssertionError as fault:
            self.faults.append(str(fault))
        super()._take(message)

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in list(self.messages) if message["type"] == kind]

    def settle(self) -> None:
        """Waits until nothing is owed, and fails where a frame was amiss."""
        eventually(f"news after {self.conversation.promised}", lambda: self.faults or not self.conversation.promised)
        assert not self.faults, "\n".join(self.faults)

    def command(self, name: str, /, **body: Any) -> dict[str, Any]:
        try:
            return super().command(name, **body)
        finally:
            self.settle()

    def refused(self, name: str, /, **body: Any) -> str:
        """The reason for which a command is rejected; fails where it is accepted."""
        try:
            result = self.command(name, **body)
        except Rejected as rejection:
            return rejection.reason
        raise AssertionError(f"{name} was accepted with {result}")

    def sees(self, what: str, condition: Any) -> Any:
        """Waits until the view is so."""
        return self._awaits(f"the view has {what}", lambda: condition(self.view))

    def owns(self, what: str, condition: Any) -> Any:
        """Waits until what is one's own is so; it comes in a frame of its own, a little after the answer or the view."""
        return self._awaits(f"one's own has {what}", lambda: condition((self.conversation.mine or {}).get("activities", {})))

    def _awaits(self, what: str, condition: Any) -> Any:
        def holds() -> Any:
            try:
                return condition()
            except KeyError:
                # What it looks at isn't there yet.
                return None

        found = eventually(what, lambda: self.faults or holds())
        assert not self.faults, "\n".join(self.faults)
        return found
