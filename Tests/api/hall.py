"""A lab on a real server with its facilitator, its screen and some people, every frame of theirs checked."""

import json
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from api.messages import TO_CLIENT, validate
from api.recorded import Recorded
from harness.server import Server, eventually


class Hall:
    """A lab with its facilitator, its screen and some people."""

    def __init__(self, server: Server, template: str = "T2"):
        self.server = server
        self.lab = server.make_lab("Living well with dementia", template)
        self.everybody: list[Recorded] = []
        self.facilitator = self.join("facilitator", token=self.lab["facilitatorToken"])
        self.screen = self.join("screen", token=self.lab["screenToken"])
        self.moira = self.newcomer("Moira", "usesServices")
        self.sam = self.newcomer("Sam", "staff")

    def join(self, audience: str = "participant", **join: Any) -> Recorded:
        person = Recorded(self.server, self.lab["id"], audience, **join)
        self.everybody.append(person)
        return person

    def newcomer(self, name: str, role: str) -> Recorded:
        person = Recorded(self.server, self.lab["code"], name=name, role=role, invite=self.lab["inviteKey"])
        self.everybody.append(person)
        return person

    def knock(self, **join: Any) -> dict[str, Any]:
        """What the server says first to somebody who comes in with these members, and goes again."""
        with connect(f"ws://127.0.0.1:{self.server.port}/ws", subprotocols=["coprolab.v1"], origin=self.server.url) as socket:
            message = {"type": "join", "lab": self.lab["code"], "audience": "participant", "client": "e" * 32, "invite": self.lab["inviteKey"]}
            socket.send(json.dumps({**message, **join}))
            text = socket.recv(timeout=10)
            validate(text, TO_CLIENT)
            return json.loads(text)

    def shut_out(self, person: Recorded, reason: str) -> None:
        """Waits until somebody was told why their connection ends, and it has."""
        closing = eventually("the words", lambda: person.of_type("closing"))[0]
        assert closing == {"type": "closing", "reason": reason}

        def is_closed() -> bool:
            try:
                person.socket.ping()
            except ConnectionClosed:
                return True
            return False

        eventually("the connection is closed", is_closed)
        person.conversation.promised.clear()
        if person in self.everybody:
            self.everybody.remove(person)

    def open(self, kind: str) -> str:
        """Opens the lab's activity of that kind, waits until all see it, and gives its id."""
        activity = self.facilitator.activity(kind)
        self.facilitator.command("openActivity", activity=activity)
        self.all_see(activity, "open")
        return activity

    def all_see(self, activity: str, state: str) -> None:
        for person in self.everybody:
            person.sees(f"{activity} {state}", lambda view: view.get("activities", {}).get(activity, {}).get("state") == state)

    def close(self) -> None:
        """At the end nobody is owed anything, and the patches have made what a fresh view of each audience holds."""
        for person in (self.facilitator, self.screen, self.moira):
            self.compare(person)
        for person in self.everybody:
            person.settle()
            person.conversation.ended()
            person.close()

    def compare(self, person: Recorded) -> None:
        audience = person.conversation.audience
        token = self.lab["screenToken"] if audience == "screen" else person.joined["token"]
        fresh = Recorded(self.server, self.lab["id"], "participant" if audience == "waiting" else audience, token=token)
        eventually(f"{audience}: patches make a fresh view", lambda: fresh.view == person.view)
        if audience != "screen":
            eventually(f"{audience}: patches make what is one's own", lambda: fresh.conversation.mine == person.conversation.mine)
        fresh.settle()
        fresh.close()
