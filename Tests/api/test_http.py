"""Every HTTP call of the OpenAPI document against a real server, each answer held against it."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from websockets.protocol import State
from websockets.sync.client import connect

from api.answers import operation, validate
from api.documents import ASYNCAPI, OPENAPI
from harness.server import TOP, Answer, Server, eventually
from harness.wire import Person

asked: set[tuple[str, str, int]] = set()


@pytest.fixture(scope="module")
def lab(server: Server) -> dict[str, Any]:
    return server.make_lab("Living well with dementia")


def call(server: Server, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
    """A request whose answer must be as the document says."""
    answer = server.request(method, path, body, headers)
    validate(method, path, answer)
    asked.add((*operation(method, path), answer.status))
    return answer


def test_a_lab_is_made_from_a_template(server: Server):
    answer = call(server, "POST", "/api/labs", {"title": "Living well", "template": "T2", "language": "en"})
    assert answer.status == 201
    made = answer.json
    OPENAPI.check({"title": "Living well", "template": "T2", "language": "en"}, "#/components/schemas/NewLab", "the request")
    assert made["code"] in made["links"]["join"] and made["inviteKey"] in made["links"]["join"]
    assert made["links"]["facilitate"].endswith(f"/facilitate/{made['id']}#t={made['facilitatorToken']}")
    assert made["links"]["screen"].endswith(f"/screen/{made['id']}#t={made['screenToken']}")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"title": "Living well", "template": "T99"}, 404),
        ({"title": "x" * 121, "template": "T2"}, 422),
        ({"title": "a\u202eb", "template": "T2"}, 422),
        ({"title": 7, "template": "T2"}, 400),
        ({"template": 7}, 400),
        ([], 400),
    ],
)
def test_a_lab_that_cannot_be_made_says_why(server: Server, body: Any, status: int):
    assert call(server, "POST", "/api/labs", body).status == status


def test_a_lab_is_made_from_json_alone_and_of_bounded_size(server: Server):
    assert call(server, "POST", "/api/labs", {"template": "T2"}, {"Content-Type": "text/plain"}).status == 415
    assert call(server, "POST", "/api/labs", {"title": "x" * (2 << 20), "template": "T2"}).status == 413


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:1"])
def test_another_sites_page_makes_no_lab(server: Server, origin: str):
    body = {"title": "Living well", "template": "T2"}
    assert call(server, "POST", "/api/labs", body, {"Origin": origin}).status == 403
    assert call(server, "POST", "/api/labs", body, {"Origin": server.url}).status == 201


def test_a_host_that_is_not_loopback_takes_the_organiser_key(server: Server):
    body = {"title": "Living well", "template": "T2"}
    answer = call(server, "POST", "/api/labs", body, {"Host": "hall.test"})
    assert answer.status == 401
    assert "organiser-key" in answer.json["detail"]
    key = (server.data / "organiser-key").read_text().strip()
    assert (server.data / "organiser-key").stat().st_mode & 0o777 == 0o600
    wrong = {"Host": "hall.test", "Authorization": "Bearer " + "x" * len(key)}
    assert call(server, "POST", "/api/labs", body, wrong).status == 401
    right = {"Host": "hall.test", "Authorization": f"Bearer {key}"}
    assert call(server, "POST", "/api/labs", body, right).status == 201


def test_the_templates_are_listed(server: Server):
    templates = call(server, "GET", "/api/templates").json["templates"]
    assert "T2" in [template["id"] for template in templates]


def test_what_the_operator_says_of_privacy_and_access_is_told_to_everybody(server: Server):
    """What that is, `test_pages.py` holds."""
    assert call(server, "GET", "/api/pages", headers={"Host": "hall.test"}).json["retentionDays"] == 90


def test_the_templates_say_whether_the_key_is_needed(server: Server):
    """So that a page can ask for it at once: on this machine no, elsewhere yes."""
    assert call(server, "GET", "/api/templates").json["needsKey"] is False
    assert call(server, "GET", "/api/templates", headers={"Host": "hall.test"}).json["needsKey"] is True


def test_a_newcomer_finds_a_lab_by_its_code_and_no_other(server: Server, lab: dict[str, Any]):
    found = call(server, "GET", f"/api/labs/{lab['code']}")
    assert found.status == 200 and found.json["title"] == "Living well with dementia"
    for secret in ("facilitatorToken", "screenToken", "inviteKey", "recoveryCode"):
        assert lab[secret] not in found.body.decode()
    unknown = call(server, "GET", "/api/labs/000000")
    assert unknown.status == 404
    assert unknown.json["detail"] == "No open lab has this code. Check it with your facilitator."


def test_the_qr_code_is_an_image_that_scales(server: Server, lab: dict[str, Any]):
    answer = call(server, "GET", f"/api/labs/{lab['code']}/qr.svg")
    assert answer.status == 200
    image = ElementTree.fromstring(answer.body)
    assert image.tag == "{http://www.w3.org/2000/svg}svg" and image.get("viewBox")
    assert call(server, "GET", "/api/labs/000000/qr.svg").status == 404


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_lab_is_exported_for_its_facilitators_alone(server: Server, lab: dict[str, Any]):
    path = f"/api/labs/{lab['id']}/export/json"
    for query, purpose in (("", "sharing"), ("?for=sharing", "sharing"), ("?for=keeping", "keeping")):
        answer = call(server, "GET", path + query, headers=bearer(lab["facilitatorToken"]))
        assert answer.status == 200 and answer.json["for"] == purpose
        assert answer.json["confidential"] == (purpose == "keeping")
    person = Person(server, lab["code"], name="Moira", role="family", invite=lab["inviteKey"])
    for headers in ({}, bearer("x" * 43), bearer(lab["screenToken"]), bearer(person.joined["token"]), {"Authorization": "Basic x"}):
        assert call(server, "GET", path, headers=headers).status == 401
    assert call(server, "GET", "/api/labs/nowhere/export/json", headers=bearer(lab["facilitatorToken"])).status == 401
    assert call(server, "GET", path + "?for=everybody", headers=bearer(lab["facilitatorToken"])).status == 400
    assert call(server, "GET", f"/api/labs/{lab['id']}/export/exe", headers=bearer(lab["facilitatorToken"])).status == 404
    person.close()


def test_the_screen_gets_a_new_link_from_a_facilitator_alone(server: Server):
    """[S59] The link of before ends with it, on the screen that shows it too; one that a facilitator opened stays."""
    lab = call(server, "POST", "/api/labs", {"title": "Walks", "template": "T1"}).json
    path = f"/api/labs/{lab['id']}/screen"
    old = Person(server, lab["id"], "screen", token=lab["screenToken"])
    lent = Person(server, lab["id"], "screen", token=lab["facilitatorToken"])
    moira = Person(server, lab["code"], name="Moira", role="family", invite=lab["inviteKey"])
    for headers in ({}, bearer("x" * 43), bearer(lab["screenToken"]), bearer(moira.joined["token"])):
        assert call(server, "POST", path, headers=headers).status == 401
    other = {**bearer(lab["facilitatorToken"]), "Origin": "http://elsewhere.example"}
    assert call(server, "POST", path, headers=other).status == 403
    answer = call(server, "POST", path, headers=bearer(lab["facilitatorToken"]))
    assert answer.status == 201 and answer.json["screenToken"] != lab["screenToken"]
    assert answer.json["links"]["screen"].endswith(f"/screen/{lab['id']}#t={answer.json['screenToken']}")
    eventually("the old screen is shut", lambda: old.socket.state is State.CLOSED)
    with connect(f"ws://127.0.0.1:{server.port}/ws", subprotocols=["coprolab.v1"], origin=server.url) as socket:
        socket.send(json.dumps({"type": "join", "lab": lab["id"], "audience": "screen", "client": "c" * 32, "token": lab["screenToken"]}))
        assert json.loads(socket.recv(timeout=10))["reason"] == "badToken"
    new = Person(server, lab["id"], "screen", token=answer.json["screenToken"])
    assert new.joined["audience"] == "screen" and lent.socket.state is State.OPEN
    for person in (lent, new, moira):
        person.close()


def test_what_a_person_gave_is_theirs_alone(server: Server, lab: dict[str, Any]):
    """[S35] each person's own data by their own token."""
    person = Person(server, lab["code"], name="Sam", role="staff", invite=lab["inviteKey"])
    path = f"/api/labs/{lab['id']}/mine"
    assert call(server, "GET", path, headers=bearer(person.joined["token"])).json["participant"]["name"] == "Sam"
    for headers in ({}, bearer("x" * 43), bearer(lab["screenToken"])):
        assert call(server, "GET", path, headers=headers).status == 401
    person.close()


def test_operators_see_that_it_lives_is_ready_and_what_it_does(server: Server):
    assert call(server, "GET", "/healthz").status == 200
    assert call(server, "GET", "/readyz").status == 200
    metrics = call(server, "GET", "/metrics")
    assert metrics.status == 200
    for line in metrics.body.decode().splitlines():
        assert line.startswith("#") or float(line.rsplit(" ", 1)[1]) >= 0, line


def test_metrics_are_for_loopback_or_their_key(server: Server):
    assert call(server, "GET", "/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status == 403


@pytest.mark.parametrize("document", [ASYNCAPI, OPENAPI], ids=lambda document: document.path.name)
def test_the_documents_are_served_as_they_are(server: Server, document: Any):
    assert call(server, "GET", f"/api/{document.path.name}").body == Path(document.path).read_bytes()


def test_a_page_names_the_documents(server: Server):
    page = call(server, "GET", "/api/").body.decode()
    assert "openapi.yaml" in page and "asyncapi.yaml" in page


def test_a_lab_is_played_again_for_its_facilitators(server: Server, lab: dict[str, Any]):
    """What it shows, `test_replay.py` holds."""
    headers = {"Authorization": f"Bearer {lab['facilitatorToken']}"}
    for path in (f"/api/labs/{lab['id']}/replay", f"/api/labs/{lab['id']}/replay/frames?after=0&limit=2"):
        assert call(server, "GET", path, headers=headers).status == 200
        assert call(server, "GET", path).status == 401


def test_every_page_is_served_with_its_policy(server: Server, lab: dict[str, Any]):
    for path in ("/", "/join", f"/join/{lab['code']}", f"/facilitate/{lab['id']}", f"/screen/{lab['id']}", "/organise", "/privacy", "/accessibility"):
        answer = call(server, "GET", path)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        assert answer.status == 200
        assert "script-src" in headers["content-security-policy"] or "default-src" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_s47_a_file_of_media_is_served_in_parts_and_nothing_beside_it(server: Server):
    """[S47] Pictures, sounds and films come from the lab's own server, each part of them by itself."""
    path = "/media/event-day.svg"
    whole = call(server, "GET", path)
    assert whole.status == 200 and whole.body == (TOP / "config/media/event-day.svg").read_bytes()
    assert whole.headers["Content-Type"] == "image/svg+xml" and whole.headers["Accept-Ranges"] == "bytes"
    policy = whole.headers["Content-Security-Policy"]
    assert "media-src 'self'" in policy and "default-src 'none'" in policy
    size = len(whole.body)
    for asked, start, end in (("0-", 0, size), ("5-9", 5, 10), (f"{size - 3}-", size - 3, size), ("-4", size - 4, size), (f"7-{size * 2}", 7, size)):
        part = call(server, "GET", path, headers={"Range": f"bytes={asked}"})
        assert (part.status, part.body) == (206, whole.body[start:end]), asked
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
    for asked in ("5-2", "a-b", "0-1,4-5", "-", "1"):
        assert call(server, "GET", path, headers={"Range": f"bytes={asked}"}).status == 200, asked
    beyond = call(server, "GET", path, headers={"Range": f"bytes={size}-"})
    assert beyond.status == 416 and beyond.headers["Content-Range"] == f"bytes */{size}"
    assert call(server, "GET", path, headers={"If-None-Match": whole.headers["ETag"]}).status == 304
    changed = call(server, "GET", path, headers={"Range": "bytes=0-3", "If-Range": '"another"'})
    assert changed.status == 200 and changed.body == whole.body
    head = server.request("HEAD", path)
    assert head.status == 200 and head.body == b""
    for name in ("", "nothing.png", "..%2Fcoprolab.yaml", "../coprolab.yaml", ".hidden.svg", "event-day.svg/", "event-day.txt"):
        assert server.request("GET", f"/media/{name}").status == 404, name


def test_a_facilitator_learns_how_the_journal_stands(server: Server, lab: dict[str, Any]):
    """What it is held against later, `test_head.py` holds."""
    path = f"/api/labs/{lab['id']}/head"
    assert call(server, "GET", path).status == 401
    assert call(server, "GET", path, headers={"Authorization": f"Bearer {lab['screenToken']}"}).status == 401
    assert call(server, "GET", path, headers={"Authorization": f"Bearer {lab['facilitatorToken']}"}).status == 200


def test_a_replay_is_taken_away_as_a_file(server: Server, lab: dict[str, Any]):
    """What is in it, `test_replay.py` holds."""
    path = f"/api/labs/{lab['id']}/replay/file"
    assert call(server, "GET", path).status == 401
    headers = {"Authorization": f"Bearer {lab['facilitatorToken']}"}
    assert call(server, "GET", f"{path}?audience=everybody", headers=headers).status == 400
    assert call(server, "GET", path, headers=headers).status == 200


def test_a_lab_that_was_kept_is_taken_in_again(server: Server, lab: dict[str, Any]):
    """What comes back, `test_import.py` holds."""
    headers = {"Authorization": f"Bearer {lab['facilitatorToken']}"}
    kept = call(server, "GET", f"/api/labs/{lab['id']}/export/json?for=keeping", headers=headers).json
    assert call(server, "POST", "/api/labs/import", kept).status == 201
    assert call(server, "POST", "/api/labs/import", {**kept, "checksum": "sha256:" + "0" * 64}).status in (400, 422)


def test_somebody_is_erased_by_their_own_token(server: Server):
    lab = server.make_lab()
    path = f"/api/labs/{lab['id']}/erase"
    moira = Person(server, lab["code"], name="Moira", role="family", invite=lab["inviteKey"])
    mine = {"Authorization": f"Bearer {moira.joined['token']}"}
    assert call(server, "POST", path, {"contributions": "go"}).status == 401
    assert call(server, "POST", path, {"contributions": "never"}, mine).status == 400
    assert call(server, "POST", path, {"contributions": "go"}, {"Authorization": f"Bearer {lab['facilitatorToken']}"}).status == 422
    assert call(server, "POST", path, {"contributions": "go"}, mine).status == 200
    assert call(server, "POST", path, {"contributions": "go"}, mine).status == 401
    moira.close()


def test_the_organiser_sees_to_all_labs(server: Server):
    """What each of these does, `test_organise.py` holds."""
    lab = server.make_lab("To be put away")
    path = f"/api/organiser/labs/{lab['id']}"
    assert lab["id"] in [card["lab"] for card in call(server, "GET", "/api/organiser/labs").json["labs"]]
    made = call(server, "POST", f"{path}/link", {})
    assert made.status == 201
    Person(server, lab["id"], "facilitator", token=made.json["facilitatorToken"]).command("endLab")
    assert call(server, "POST", f"{path}/copy", {"title": "Another"}).status == 201
    assert call(server, "POST", f"{path}/archive", {}).json["state"] == "archived"
    assert call(server, "POST", f"{path}/back", {}).json["state"] == "ended"
    for format in ("json", "csv", "xlsx", "md", "html", "ics"):
        assert call(server, "GET", f"{path}/export/{format}?for=sharing").status == 200
    assert call(server, "GET", f"{path}/replay/file?audience=screen").status == 200
    other = server.make_lab("Another")
    assert call(server, "GET", "/api/organiser/reminders").status == 200
    assert call(server, "GET", f"/api/organiser/comparison?one={lab['id']}&other={other['id']}").status == 200
    assert call(server, "GET", "/api/organiser/stories").status == 200
    assert call(server, "GET", f"/api/organiser/stories/{lab['id']}.nothing/md").status == 404
    assert call(server, "POST", f"{path}/delete", {"title": "To be put away"}).status == 200


def test_a_plain_request_for_the_socket_is_told_to_upgrade(server: Server):
    assert call(server, "GET", "/ws").status in (400, 426)


def test_every_operation_of_the_document_was_asked_for():
    """Runs last in this file, and holds what the tests above have asked."""
    described = {(path, method) for path, members in OPENAPI.content["paths"].items() for method in members if method != "parameters"}
    assert {(path, method) for path, method, _ in asked} == described
