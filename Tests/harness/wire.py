"""A person on the wire: joins a lab over a real WebSocket, sends commands, keeps the view that the patches make."""

import json
import os
import secrets
import threading
import time
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from harness.server import Server, eventually


#: Seconds by which all news come late, as over a slow network: with `WIRE_LAG=0.1` a test fails that reads without waiting.
LAG = float(os.environ.get("WIRE_LAG", "0"))


def merge(target: Any, patch: Any) -> Any:
    """JSON Merge Patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result


class Rejected(Exception):
    """The server's `rejected` answer to a command."""

    def __init__(self, message: dict[str, Any]):
        super().__init__(f"{message.get('reason')}: {message.get('detail')}")
        self.reason = message.get("reason")


class Person:
    """Somebody in a lab, without a browser. Frames are read in the background; `frames` keeps every one."""

    def __init__(self, server: Server, lab: str, audience: str = "participant", **join: Any):
        self.view: dict[str, Any] = {}
        self.mine: dict[str, Any] = {}
        self.joined: dict[str, Any] = {}
        self.frames: list[str] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.client = secrets.token_hex(16)
        self.number = 0
        self.socket = connect(
            f"ws://127.0.0.1:{server.port}/ws", subprotocols=["coprolab.v1"], origin=server.url, compression=None,
            legacy=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.send({"type": "join", "lab": lab, "audience": audience, "client": self.client, **join})
        eventually(f"{join.get('name', audience)} has joined", lambda: self.joined and self.view)

    def send(self, message: dict[str, Any]) -> None:
        self.socket.send(json.dumps(message))

    def _read(self) -> None:
        try:
            for text in self.socket:
                message = json.loads(text)
                if LAG and message["type"] in ("patch", "mine"):
                    time.sleep(LAG)
                self.frames.append(text)
                self._take(message)
        except ConnectionClosed:
            pass

    def _take(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "joined":
                self.joined = message
            case "view":
                self.view = message["view"]
            case "patch":
                self.view = merge(self.view, message["view"])
            case "mine":
                self.mine = merge(self.mine, message["mine"])
            case "accepted" | "rejected":
                self.answers[message["id"]] = message
            case "error":
                self.answers["error"] = message

    def command(self, name: str, /, **body: Any) -> dict[str, Any]:
        """Sends a command, waits for its answer and gives its result; `Rejected` when it is refused."""
        self.number += 1
        key = f"{self.client}.{self.number}"
        self.send({"type": "command", "id": key, "name": name, "body": body})
        answer = eventually(f"{name} is answered", lambda: self.answers.get(key))
        if answer["type"] == "rejected":
            raise Rejected(answer)
        return answer.get("result", {})

    def activity(self, kind: str, at: int = 0) -> str:
        """The id of the lab's first activity of that kind, in the order of the agenda."""
        found = [(value["order"], key) for key, value in self.view["activities"].items() if value["kind"] == kind]
        return sorted(found)[at][1]

    def close(self) -> None:
        self.socket.close()
