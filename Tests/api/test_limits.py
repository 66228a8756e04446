"""What the documents say of limits and refusals, against a real server: guesses, sizes, floods, foreign pages."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from api import answers
from api.documents import ASYNCAPI, pointer
from api.messages import TO_CLIENT, validate
from api.recorded import Recorded
from harness.server import Answer, Server, eventually
from harness.wire import Person


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    """One for each test: what an address has tried is kept for a minute. Each test names its own addresses."""
    server = Server(tmp_path, "--trusted-proxies", "127.0.0.1")
    yield server
    assert server.stop() == 0, server.output


def make_lab(server: Server) -> dict[str, Any]:
    key = (server.data / "organiser-key").read_text().strip()
    answer = server.request("POST", "/api/labs", {"template": "T2"}, {"Authorization": f"Bearer {key}"})
    answers.validate("POST", "/api/labs", answer)
    return answer.json


def look_up(server: Server, code: str, address: str, **headers: str) -> Answer:
    path = f"/api/labs/{code}"
    answer = server.request("GET", path, headers={"X-Forwarded-For": address, **headers})
    answers.validate("GET", path, answer)
    return answer


def opened(server: Server, address: str = "192.0.2.1", **options: Any) -> ClientConnection:
    options.setdefault("subprotocols", ["coprolab.v1"])
    options.setdefault("origin", server.url)
    return connect(
        f"ws://127.0.0.1:{server.port}/ws", additional_headers={"X-Forwarded-For": address}, compression=None,
        legacy=True, **options,
    )  # fmt: skip


def join(server: Server, lab: str, address: str, **more: Any) -> dict[str, Any]:
    """The first answer to a join from that address."""
    with opened(server, address) as socket:
        message = {"type": "join", "lab": lab, "audience": "participant", "client": "c" * 32, "name": "Moira", "role": "family"}
        socket.send(json.dumps(message | more))
        text = socket.recv(timeout=10)
        validate(text, TO_CLIENT)
        return json.loads(text)


def wrong(code: str, number: int) -> str:
    """Another code than the lab's."""
    return f"{(int(code) + 1 + number) % 1_000_000:06}"


def test_after_twenty_wrong_codes_an_address_is_slowed_down_and_no_other(server: Server):
    lab = make_lab(server)
    for number in range(20):
        assert look_up(server, wrong(lab["code"], number), "192.0.2.1").status == 404
    statuses = [look_up(server, lab["code"], "192.0.2.1").status for _ in range(5)]
    assert 429 in statuses, "right or wrong, one code a second"
    assert look_up(server, lab["code"], "192.0.2.2").status == 200


def test_the_invite_key_is_past_guessing_and_a_wrong_one_is_not(server: Server):
    lab = make_lab(server)
    for number in range(20):
        look_up(server, wrong(lab["code"], number), "192.0.2.1")
    right = {"Coprolab-Invite": lab["inviteKey"]}
    bad = {"Coprolab-Invite": "x" * len(lab["inviteKey"])}
    assert [look_up(server, lab["code"], "192.0.2.1", **right).status for _ in range(5)] == [200] * 5
    assert 429 in [look_up(server, lab["code"], "192.0.2.1", **bad).status for _ in range(5)]
    assert join(server, lab["code"], "192.0.2.1", invite=lab["inviteKey"])["type"] == "joined"


@pytest.mark.parametrize("claim", [{}, {"invite": "x" * 12}, {"token": "x" * 43}, {"returnCode": "AAAA-AAAA-AAAA"}])
def test_no_claim_makes_guesses_on_the_socket_free(server: Server, claim: dict[str, str]):
    lab = make_lab(server)
    reasons = [join(server, wrong(lab["code"], number), "192.0.2.1", **claim)["reason"] for number in range(25)]
    assert reasons[:20] == ["unknownLab"] * 20
    assert "tooManyTries" in reasons[20:]
    tries = [join(server, lab["code"], "192.0.2.1", **claim) for _ in range(5)]
    slowed = [answer for answer in tries if answer.get("reason") == "tooManyTries"]
    assert slowed, "the right code, too, is evaluated at one a second"
    assert all(answer["retryAfter"] > 0 for answer in slowed)


def test_recovery_codes_are_slowed_after_ten_wrong_ones_and_hold_nobody_else_up(server: Server):
    """[S59] Each is told that it is wrong; then one a second is looked at; another device gets in all the while."""
    lab = make_lab(server)

    def recover(code: str, address: str) -> dict[str, Any]:
        return join(server, lab["id"], address, audience="facilitator", recoveryCode=code)

    reasons = [recover(f"AAAA-AAAA-AAAA-{number:04}", "192.0.2.1")["reason"] for number in range(14)]
    assert reasons[:10] == ["badRecoveryCode"] * 10
    assert "tooManyTries" in reasons[10:] and set(reasons[10:]) <= {"tooManyTries", "badRecoveryCode"}
    assert recover(lab["recoveryCode"], "192.0.2.2")["type"] == "joined"
    # Whoever has the right one waits their turn, and gets in as well.
    eventually("the right code is looked at", lambda: recover(lab["recoveryCode"], "192.0.2.1")["type"] == "joined")


def test_where_somebody_is_in_others_of_their_address_may_come(server: Server):
    lab = make_lab(server)
    assert join(server, lab["code"], "192.0.2.1")["type"] == "joined"
    for number in range(20):
        look_up(server, wrong(lab["code"], number), "192.0.2.1")
    assert [look_up(server, lab["code"], "192.0.2.1").status for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("claim", [{}, {"token": "x" * 43}, {"returnCode": "AAAA-AAAA-AAAA"}, {"recoveryCode": "AAAA-AAAA-AAAA-AAAA"}])
def test_a_closed_lab_reads_like_an_unknown_one(server: Server, claim: dict[str, str]):
    lab = make_lab(server)
    host = Recorded(server, lab["id"], "facilitator", token=lab["facilitatorToken"])
    host.command("openLab")
    host.command("endLab")
    host.close()
    closed = join(server, lab["code"], "192.0.2.1", **claim)
    unknown = join(server, wrong(lab["code"], 0), "192.0.2.1", **claim)
    assert closed == unknown and closed["reason"] == "unknownLab"
    pages = [look_up(server, code, "192.0.2.1") for code in (lab["code"], wrong(lab["code"], 0))]
    assert pages[0].status == pages[1].status == 404 and pages[0].body == pages[1].body


def test_a_full_lab_says_so_and_lets_its_people_back(tmp_path):
    server = Server(tmp_path, "--maximum-people", "3")
    lab = server.make_lab()
    there = [Recorded(server, lab["code"], name=name, role="family", invite=lab["inviteKey"]) for name in ("Ann", "Bob")]
    assert join(server, lab["code"], "192.0.2.1", invite=lab["inviteKey"])["reason"] == "labFull"
    again = Recorded(server, lab["id"], token=there[0].joined["token"])
    assert again.joined["participant"] == there[0].joined["participant"]
    for person in [*there, again]:
        person.close()
    assert server.stop() == 0


ORIGINS = ["http://evil.example", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1", "https://127.0.0.1:{port}"]


@pytest.mark.parametrize("origin", ORIGINS)
def test_another_sites_page_opens_no_connection(server: Server, origin: str):
    with pytest.raises(InvalidStatus) as refusal:
        opened(server, origin=origin.format(port=server.port))
    hold(refusal.value, 403)


def test_a_connection_speaks_the_protocol_by_its_name(server: Server):
    for subprotocols in (None, ["coprolab.v9"]):
        with pytest.raises(InvalidStatus) as refusal:
            opened(server, subprotocols=subprotocols)
        hold(refusal.value, 400)


def hold(refusal: InvalidStatus, status: int) -> None:
    response = refusal.response
    answer = Answer(response.status_code, dict(response.headers.raw_items()), bytes(response.body or b""))
    assert answer.status == status
    answers.validate("GET", "/ws", answer)


def ended_with(socket: ClientConnection) -> int:
    """Reads to the end and gives the code with which the server closed; every frame on the way must be of the document."""
    try:
        while True:
            validate(socket.recv(timeout=10), TO_CLIENT)
    except ConnectionClosed:
        return socket.close_code


def test_a_frame_past_the_limit_ends_the_connection_with_1009(server: Server):
    with opened(server) as socket:
        socket.send(json.dumps({"type": "join", "lab": "x" * (64 * 1024)}))
        assert ended_with(socket) == 1009


def test_who_keeps_sending_what_is_no_message_is_hung_up_on_with_1008(server: Server):
    with opened(server) as socket:
        # Each waits for its answer: what is sent to a connection that is closed already may cost its farewell.
        with pytest.raises(ConnectionClosed):
            for _ in range(50):
                socket.send("{")
                validate(socket.recv(timeout=10), TO_CLIENT)
        assert socket.close_code == 1008


def test_text_that_is_no_utf_8_and_binary_frames_end_the_connection(server: Server):
    with opened(server) as socket:
        socket.send(b"\xff\xfe", text=True)
        assert ended_with(socket) == 1007
    with opened(server) as socket:
        socket.send(b"{}")
        assert ended_with(socket) == 1003


def test_who_sends_too_fast_is_slowed_down_and_loses_nothing(server: Server):
    lab = make_lab(server)
    # Frames are held against the document at the end: with a view of so many ideas, after each patch is too slow.
    host = Person(server, lab["id"], "facilitator", token=lab["facilitatorToken"])
    host.command("openLab")
    eventually("the activities are there", lambda: host.view.get("activities"))
    gather = host.activity("gather")
    host.command("openActivity", activity=gather)
    texts = [f"Idea {number}" for number in range(800)]
    keys = [f"{host.client}.{1000 + number}" for number in range(len(texts))]
    for key, text in zip(keys, texts, strict=True):
        host.send({"type": "command", "id": key, "name": "addIdea", "body": {"activity": gather, "text": text}})

    def ideas() -> list[dict[str, Any]]:
        return sorted(host.view["activities"][gather].get("ideas", {}).values(), key=lambda idea: idea["order"])

    eventually("all are answered and seen", lambda: host.answers.keys() >= set(keys) and len(ideas()) == len(texts), within=60)
    assert {host.answers[key]["type"] for key in keys} == {"accepted"}
    assert [idea["text"] for idea in ideas()] == texts
    for frame in host.frames:
        validate(frame, TO_CLIENT)
    messages = [json.loads(frame) for frame in host.frames]
    assert {message["reason"] for message in messages if message["type"] == "error"} == {"slowDown"}
    ASYNCAPI.check(host.view, pointer("components", "schemas", "FacilitatorView"), "the view of all ideas")
    host.close()
