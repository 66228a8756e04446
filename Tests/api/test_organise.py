"""The organiser's desk over HTTP: all labs of a server for whoever has the organiser key, and nothing for anybody else."""

from pathlib import Path
from typing import Any

import pytest

from api.answers import validate
from harness.server import Answer, Server, eventually
from harness.wire import Person

HOST = {"Host": "hall.test"}


@pytest.fixture
def alone(tmp_path: Path):
    """A server with no labs but the test's own."""
    server = Server(tmp_path / "data")
    yield server
    assert server.stop() == 0, server.output


def asked(server: Server, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
    path = f"/api/organiser/{path}"
    answer = server.request(method, path, body, headers)
    validate(method, path, answer)
    return answer


def key(server: Server) -> dict[str, str]:
    """What a browser elsewhere sends that knows the key."""
    return {**HOST, "Authorization": f"Bearer {(server.data / 'organiser-key').read_text().strip()}"}


def cards(server: Server) -> dict[str, dict[str, Any]]:
    return {card["lab"]: card for card in asked(server, "GET", "labs").json["labs"]}


def host(server: Server, lab: dict[str, Any]) -> Person:
    return Person(server, lab["id"], "facilitator", token=lab["facilitatorToken"])


def test_nothing_is_told_without_the_key(server: Server):
    """Neither what labs there are nor whether one is there; nobody's token opens it but the key itself."""
    lab = server.make_lab("Walks that nobody else knows of")
    path = f"labs/{lab['id']}"
    moira = Person(server, lab["code"], name="Moira", role="family", invite=lab["inviteKey"])
    tokens = (None, "", "x" * 43, lab["facilitatorToken"], lab["screenToken"], lab["inviteKey"], moira.joined["token"])
    calls = (
        ("GET", "labs"), ("POST", f"{path}/link"), ("POST", f"{path}/copy"), ("POST", f"{path}/archive"), ("POST", f"{path}/back"),
        ("POST", f"{path}/delete"), ("GET", f"{path}/export/json"), ("GET", "labs/nowhere/export/json"),
        ("GET", f"{path}/replay/file"),
    )  # fmt: skip
    for token in tokens:
        headers = HOST if token is None else {**HOST, "Authorization": f"Bearer {token}"}
        for method, where in calls:
            answer = asked(server, method, where, {} if method == "POST" else None, headers)
            # Whoever guesses long enough is told to wait.
            assert answer.status in (401, 429), (method, where, token)
            assert b"Walks" not in answer.body and lab["code"].encode() not in answer.body
    assert asked(server, "GET", "labs").status == 200
    moira.close()


def test_guesses_at_the_key_are_limited(alone: Server):
    """As those at codes are: after twenty wrong ones a minute one a second is looked at, and the right key waits as well."""
    wrong = {**HOST, "Authorization": "Bearer " + "x" * 43}
    statuses = [asked(alone, "GET", "labs", headers=wrong).status for _ in range(30)]
    assert statuses[:20] == [401] * 20 and 429 in statuses[20:]
    late = [asked(alone, "POST", "labs/x/link", {}, wrong) for _ in range(3)]
    assert 429 in [answer.status for answer in late]
    refused = next(answer for answer in late if answer.status == 429)
    assert "wrong keys" in refused.json["detail"] and int(refused.headers["Retry-After"]) >= 1
    # Making a lab takes the same key, and is no way round.
    made = [alone.request("POST", "/api/labs", {"template": "T2"}, wrong) for _ in range(3)]
    assert 429 in [answer.status for answer in made]
    # Whoever sits at this computer is asked for none.
    assert asked(alone, "GET", "labs").status == 200


def test_another_sites_page_does_nothing(server: Server):
    lab = server.make_lab("Walks")
    for origin in ("http://evil.example", "null"):
        answer = asked(server, "POST", f"labs/{lab['id']}/delete", {"title": "Walks"}, {"Origin": origin})
        assert answer.status == 403
    assert lab["id"] in cards(server)


def test_labs_are_listed_with_what_an_organiser_asks(alone: Server):
    lab = alone.make_lab("Living well", template="T1", language="gd")
    other = alone.make_lab("Play scheme")
    facilitator = host(alone, lab)
    facilitator.command("openLab")
    people = [Person(alone, lab["code"], name=name, role="family", invite=lab["inviteKey"]) for name in ("Moira", "Ada")]
    found = asked(alone, "GET", "labs", headers=key(alone))
    assert found.status == 200 and found.headers["Cache-Control"] == "no-store"
    one, two = (cards(alone)[made["id"]] for made in (lab, other))
    assert (one["title"], one["code"], one["state"], one["people"], one["sitting"], one["language"], one["template"]) == (
        "Living well", lab["code"], "open", 2, 1, "gd", "T1")  # fmt: skip
    assert two["state"] == "prepared" and two["people"] == 0
    assert one["createdAt"] <= one["changedAt"] <= found.json["time"] and "deleteAt" not in one
    for secret in (lab["facilitatorToken"], lab["screenToken"], lab["recoveryCode"], lab["inviteKey"], "Moira"):
        assert secret not in found.body.decode()
    facilitator.command("endSitting")
    assert cards(alone)[lab["id"]]["sitting"] == 2
    facilitator.command("endLab")
    ended = cards(alone)[lab["id"]]
    assert ended["state"] == "ended" and ended["deleteAt"] - ended["changedAt"] == 90 * 86_400_000
    for person in (*people, facilitator):
        person.close()


def test_the_list_is_the_same_after_a_restart(tmp_path: Path):
    first = Server(tmp_path / "data")
    lab = first.make_lab("Walks")
    before = cards(first)
    assert first.stop() == 0
    second = Server(tmp_path / "data")
    assert cards(second) == before and before[lab["id"]]["changedAt"] > 0
    assert second.stop() == 0


def test_a_new_link_opens_the_desk_and_is_seen_in_the_history(server: Server):
    """[S7] Whoever comes in by the organiser key does so for everybody to see; the link made so before opens nothing any more, and
    those who facilitate keep theirs."""
    lab = server.make_lab("Walks")
    facilitator = host(server, lab)
    facilitator.command("openLab")
    facilitator.command("openActivity", activity=facilitator.activity("gather"))
    moira = Person(server, lab["code"], name="Moira", role="family", invite=lab["inviteKey"])
    first = asked(server, "POST", f"labs/{lab['id']}/link", {}).json
    assert first["links"]["facilitate"].endswith(f"/facilitate/{lab['id']}#t={first['facilitatorToken']}")
    eventually("it is in the history", lambda: [change["what"] for change in moira.view.get("history", {}).values()] == ["link"])
    assert "by" not in next(iter(moira.view["history"].values()))
    organiser = Person(server, lab["id"], "facilitator", token=first["facilitatorToken"])
    organiser.command("closeActivity", activity=organiser.activity("gather"))
    eventually("it is closed", lambda: moira.view["activities"][organiser.activity("gather")]["state"] == "closed")
    assert cards(server)[lab["id"]]["people"] == 1, "an organiser who looks in is nobody to be heard"
    second = asked(server, "POST", f"labs/{lab['id']}/link", {}).json
    replay = f"/api/labs/{lab['id']}/replay"
    for token, status in ((first["facilitatorToken"], 401), (second["facilitatorToken"], 200), (lab["facilitatorToken"], 200)):
        assert server.request("GET", replay, headers={"Authorization": f"Bearer {token}"}).status == status
    kept = asked(server, "GET", f"labs/{lab['id']}/export/json?for=keeping").json
    assert [change["what"] for change in kept["changes"]] == ["link", "link"]
    assert second["facilitatorToken"] not in str(kept)
    back = server.request("POST", "/api/labs/import", kept)
    assert back.status == 201
    for person in (moira, organiser, facilitator):
        person.close()


def test_a_link_is_made_for_a_lab_that_was_put_away_too(server: Server):
    lab = server.make_lab("Walks")
    host(server, lab).command("endLab")
    assert asked(server, "POST", f"labs/{lab['id']}/archive", {}).status == 200
    made = asked(server, "POST", f"labs/{lab['id']}/link", {})
    assert made.status == 201
    Person(server, lab["id"], "facilitator", token=made.json["facilitatorToken"]).close()


def test_a_lab_is_copied_put_away_and_brought_back(server: Server):
    """[S51] Another like it, with nothing that anybody said; what can't be done is said in words and changes nothing."""
    lab = server.make_lab("Walks", template="T1")
    path = f"labs/{lab['id']}"
    early = asked(server, "POST", f"{path}/archive", {})
    assert early.status == 422 and "End it first" in early.json["detail"]
    assert asked(server, "POST", f"{path}/back", {}).status == 422
    copy = asked(server, "POST", f"{path}/copy", {"title": "Walks in spring", "rehearsal": True}).json
    card = cards(server)[copy["id"]]
    assert (card["title"], card["template"], card["rehearsal"]) == ("Walks in spring", "T1", True)
    host(server, lab).command("endLab")
    assert asked(server, "POST", f"{path}/archive", {}).json["state"] == "archived"
    # Another lab may get its code: by the code alone nothing is done to either.
    assert asked(server, "POST", f"labs/{lab['code']}/back", {}).status == 404
    assert asked(server, "POST", f"{path}/back", {}).json["state"] == "ended"
    assert asked(server, "POST", "labs/nowhere/copy", {}).status == 404
    for body, headers, status in (([], None, 400), ({"title": 7}, None, 400), ({}, {"Content-Type": "text/plain"}, 415)):
        assert asked(server, "POST", f"{path}/copy", body, headers).status == status
    assert asked(server, "GET", f"{path}/export/exe").status == 422
    assert asked(server, "GET", f"{path}/export/json?for=everybody").status == 400


def test_the_replay_is_taken_away_as_its_facilitators_get_it(server: Server):
    """The page that plays without a server: as on the screen, and with the desk where it is asked for."""
    lab = server.make_lab("Walks to play again")
    facilitator = host(server, lab)
    facilitator.command("openLab")
    for audience in ("screen", "facilitator"):
        asks = f"{lab['id']}/replay/file?audience={audience}"
        own = asked(server, "GET", f"labs/{asks}")
        theirs = server.request("GET", f"/api/labs/{asks}", headers={"Authorization": f"Bearer {lab['facilitatorToken']}"})
        assert (own.status, own.headers["Content-Disposition"]) == (200, theirs.headers["Content-Disposition"])
        assert b"Walks to play again" in own.body and abs(len(own.body) - len(theirs.body)) < 200
    assert asked(server, "GET", f"labs/{lab['id']}/replay/file?audience=everybody").status == 400
    # Another lab may get its code.
    for name in (lab["code"], "nowhere"):
        assert asked(server, "GET", f"labs/{name}/replay/file").status == 404
    facilitator.close()


def test_a_lab_is_deleted_only_with_its_title(alone: Server):
    """Nothing brings it back, so whoever deletes it says which."""
    lab, other = alone.make_lab("Walks by the loch"), alone.make_lab("Play")
    moira = Person(alone, lab["code"], name="Moira", role="family", invite=lab["inviteKey"])
    path = f"labs/{lab['id']}/delete"
    for body in ({}, {"title": ""}, {"title": "Play"}, {"title": "walks by the loch"}):
        refused = asked(alone, "POST", path, body)
        assert refused.status == 422 and "Walks by the loch" in refused.json["detail"]
    assert asked(alone, "POST", path, {"title": "Walks by the loch"}).status == 200
    assert list(cards(alone)) == [other["id"]]
    assert asked(alone, "POST", path, {"title": "Walks by the loch"}).status == 404
    assert alone.request("GET", f"/api/labs/{lab['code']}").status == 404
    moira.close()
    assert alone.stop() == 0
    held = b"".join(file.read_bytes() for file in alone.data.rglob("*") if file.is_file())
    assert b"Walks by the loch" not in held and b"Moira" not in held
