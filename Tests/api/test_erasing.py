"""Somebody is erased, by themself or by the operator: gone from every view, from memory and from every byte on disk, while the
journal still proves itself and goes on."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from api.answers import validate as validate_answer
from api.hall import Hall
from api.recorded import Recorded
from api.test_import import kept, take_in
from harness.server import BINARY, ENVIRONMENT, TOP, Answer, Server, eventually

NAME = "Mòrag Quillfeather"
# What she writes and says, each in words that nobody else has.
TEXTS = {
    "idea": "Walk buddies “døwn” the brae", "edited": "Walk buddies for the northern brae", "pledge": "I will lead the heron walk",
    "step": "Asking my cousin Ishbel", "reason": "This sounds like shouting zephyrs",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path):
    """A server with a data folder of its own, which may be stopped and started again."""
    servers = [Server(tmp_path / "data")]
    yield servers
    for server in servers:
        assert server.stop() == 0, server.output


@pytest.fixture
def room(place: list[Server]):
    hall = Hall(place[0])
    hall.ines = hall.moira
    hall.moira = hall.newcomer(NAME, "usesServices")
    yield hall
    for person in hall.everybody:
        person.settle()
        person.close()


def coprolab(server: Server, *arguments: str, fails: bool = False) -> str:
    command = [BINARY, *arguments, "--data", server.data]
    run = subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=30, check=False)
    assert (run.returncode != 0) == fails, f"{arguments}: {run.returncode}\n{run.stdout}{run.stderr}"
    return run.stderr if fails else run.stdout


def found_on_disk(folder: Path, words: str) -> list[str]:
    """The files in which words stand: as UTF-8, or as JSON may spell them."""
    spellings = {words.encode(), json.dumps(words)[1:-1].encode(), json.dumps(words, ensure_ascii=False)[1:-1].encode()}
    spellings |= {words.encode("utf-16-le"), words.encode("utf-16-be")}
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in files)
    return [str(path) for path in files if any(spelling in path.read_bytes() for spelling in spellings)]


def gives(hall: Hall) -> dict[str, str]:
    """Moira and Sam answer in each kind of step that T2 has, a facilitator works on it, and what Moira gave stands in others' rows."""
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    facilitator.command("openLab")
    step = {kind: facilitator.activity(kind) for kind in ("gather", "vote", "rate", "pledge")}
    hall.open("gather")
    hers = moira.command("addIdea", activity=step["gather"], text=TEXTS["idea"])["idea"]
    moira.command("editIdea", activity=step["gather"], idea=hers, text=TEXTS["edited"], version=1)
    his = sam.command("addIdea", activity=step["gather"], text="A café")["idea"]
    other = sam.command("addIdea", activity=step["gather"], text="A garden")["idea"]
    sam.sees("hers", lambda view: hers in view["activities"][step["gather"]]["ideas"])
    moira.command("flag", activity=step["gather"], item=his, reason=TEXTS["reason"])
    facilitator.command("mergeIdeas", activity=step["gather"], into=other, ideas=[hers], text=f"A garden. {TEXTS['edited']}")
    hall.open("vote")
    for person in (moira, sam):
        person.command("vote", activity=step["vote"], item=his, dots=1)
    hall.open("rate")
    moira.command("rate", activity=step["rate"], item=his, impact=1, effort=5)
    sam.command("rate", activity=step["rate"], item=his, impact=5, effort=1)
    hall.open("pledge")
    pledge = moira.command("addPledge", activity=step["pledge"], give=TEXTS["pledge"], firstStep=TEXTS["step"])["pledge"]
    sam.command("addPledge", activity=step["pledge"], give="Soup", coach=NAME)
    moira.command("needPerson", on=True)
    sam.sees("her pledge", lambda view: pledge in view["activities"][step["pledge"]]["pledges"])
    moira.settle()
    return {**step, "hers": hers, "his": his, "other": other, "pledgeId": pledge}


def erase(hall: Hall, person: Recorded, contributions: str, **headers: str) -> Answer:
    answer = hall.server.request(
        "POST", f"/api/labs/{hall.lab['id']}/erase", {"contributions": contributions},
        {"Authorization": f"Bearer {person.joined['token']}", **headers},
    )  # fmt: skip
    validate_answer("POST", f"/api/labs/{hall.lab['id']}/erase", answer)
    return answer


def everything_seen(hall: Hall) -> str:
    """What a newcomer of each audience gets now, in exports and in the replay, too."""
    lab, token = hall.lab["id"], hall.lab["facilitatorToken"]
    said = []
    for audience, join in (("facilitator", {"token": token}), ("screen", {"token": hall.lab["screenToken"]}),
                           ("participant", {"token": hall.sam.joined["token"]})):  # fmt: skip
        fresh = Recorded(hall.server, lab, audience, **join)
        fresh.settle()
        said += fresh.frames
        fresh.close()
    for path in ("export/json?for=keeping", "export/md?for=keeping", "export/html?for=keeping", "replay?audience=facilitator",
                 "replay/frames?audience=facilitator&limit=2000", "replay/frames?audience=screen&limit=2000"):  # fmt: skip
        answer = hall.server.request("GET", f"/api/labs/{lab}/{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 200
        said.append(answer.body.decode())
    # As people read it, however JSON spells it.
    return "\n".join(said + [json.dumps(json.loads(text), ensure_ascii=False) for text in said if text.startswith("{")])


def seen_as_after_a_restart(place: list[Server], hall: Hall) -> None:
    """What is shown equals what is read from disk, and the lab goes on."""
    for person in (hall.facilitator, hall.sam):
        hall.compare(person)
    before = {person: json.loads(json.dumps(person.view)) for person in (hall.facilitator, hall.sam)}
    for person in hall.everybody:
        person.settle()
        person.close()
    hall.everybody.clear()
    assert place[0].stop() == 0
    place.append(Server(place[0].data))
    hall.server = place[-1]
    for person, token in ((hall.facilitator, hall.lab["facilitatorToken"]), (hall.sam, hall.sam.joined["token"])):
        again = Recorded(hall.server, hall.lab["id"], person.conversation.audience, token=token)
        # Who is new was counted while they were here.
        assert again.view["activities"] == before[person]["activities"]
        assert again.view.get("moderation") == before[person].get("moderation")
        hall.everybody.append(again)
    hall.facilitator, hall.sam = hall.everybody


def verified(server: Server) -> str:
    said = coprolab(server, "verify")
    assert "sound" in said and re.search(r"revision \d+  20\d\d-\d\d-\d\d \d\d:\d\d UTC  erased \d+ parts", said), said
    return said


def test_erase_me_takes_one_call_and_no_reason_and_nothing_is_left(place: list[Server], room: Hall):
    """[S14] Erase me: one tap, no reason asked; name, token and every text of theirs are nowhere on disk any more."""
    moira, sam, facilitator = room.moira, room.sam, room.facilitator
    step = gives(room)
    second = room.join(token=moira.joined["token"])
    assert found_on_disk(room.server.data, NAME) and found_on_disk(room.server.data, TEXTS["pledge"])
    answer = erase(room, moira, "go")
    assert answer.status == 200 and answer.json["mentions"] == 0 and answer.json["contributions"] >= 5, answer.json
    for person in (moira, second):
        room.shut_out(person, "erased")
    room.moira = sam
    # The room sees it at once, and figures are counted anew.
    for person in (sam, room.screen):
        person.sees("no idea of hers", lambda view: step["hers"] not in view["activities"][step["gather"]]["ideas"])
        person.sees("no pledge of hers", lambda view: step["pledgeId"] not in view["activities"][step["pledge"]]["pledges"])
    sam.sees("the other's own words", lambda view: view["activities"][step["gather"]]["ideas"][step["other"]]["text"] == "A garden")
    facilitator.sees("one", lambda view: view["people"]["joined"] == 2 and not view["needs"] and not view["activities"][step["gather"]]["flags"])
    facilitator.sees("one is heard", lambda view: [view["activities"][step[kind]]["heard"]["n"] for kind in ("gather", "vote", "rate", "pledge")] == [1] * 4)
    for kind in ("vote", "rate"):
        facilitator.command("revealActivity", activity=step[kind])
    sam.sees("one dot", lambda view: view["activities"][step["vote"]]["items"][step["his"]].get("votes") == 1)
    results = sam.sees("his rating", lambda view: view["activities"][step["rate"]]["items"][step["his"]].get("results"))
    assert results["impact"]["n"] == 1 and results["impact"]["median"] == 5, results
    # Nothing of hers opens anything.
    for secret in ({"token": moira.joined["token"]}, {"returnCode": moira.joined["returnCode"]}):
        refusal = room.knock(**secret)
        assert refusal["type"] == "error" and refusal["reason"] in ("badToken", "badReturnCode")
    assert erase(room, moira, "go").status == 401
    seen = everything_seen(room)
    for words in (NAME, *TEXTS.values()):
        assert words not in seen, words
        assert not found_on_disk(room.server.data, words), words
    verified(room.server)
    seen_as_after_a_restart(place, room)
    for words in (NAME, *TEXTS.values()):
        assert not found_on_disk(room.server.data, words), words
    room.sam.command("addPledge", activity=step["pledge"], give="And bread")
    verified(room.server)


def test_what_they_gave_may_stay_without_their_name(place: list[Server], room: Hall):
    """[S14] What somebody gave stays without an author where they wish it so, and counts as it did."""
    moira, sam, facilitator = room.moira, room.sam, room.facilitator
    step = gives(room)
    pledge = sam.view["activities"][step["pledge"]]["pledges"][step["pledgeId"]]
    assert pledge["name"] == NAME
    assert erase(room, moira, "stay").status == 200
    room.shut_out(moira, "erased")
    room.moira = sam
    sam.sees("no name", lambda view: "name" not in view["activities"][step["pledge"]]["pledges"][step["pledgeId"]])
    assert sam.view["activities"][step["pledge"]]["pledges"][step["pledgeId"]]["give"] == TEXTS["pledge"]
    facilitator.sees("two are heard", lambda view: [view["activities"][step[kind]]["heard"]["n"] for kind in ("gather", "vote", "rate", "pledge")] == [2] * 4)
    assert NAME not in everything_seen(room) and not found_on_disk(room.server.data, NAME)
    for secret in (moira.joined["token"], moira.joined["participant"]):
        assert secret not in everything_seen(room), secret
    assert found_on_disk(room.server.data, TEXTS["pledge"])
    verified(room.server)
    seen_as_after_a_restart(place, room)


def test_the_operator_erases_beside_a_running_server(place: list[Server], room: Hall):
    """[S14] The operator's command erases by name or id; where a name is that of two, it says which there are."""
    moira, sam = room.moira, room.sam
    namesake = room.newcomer(NAME.upper(), "family")
    step = gives(room)
    code = room.lab["code"]
    said = coprolab(room.server, "erase", code, "Nobody", fails=True)
    assert "nobody called “Nobody”" in said
    said = coprolab(room.server, "erase", code, NAME.lower(), fails=True)
    assert moira.joined["participant"] in said and "usesServices, came 20" in said and namesake.joined["participant"] in said
    host = room.facilitator.joined["participant"]
    assert "can't be erased" in coprolab(room.server, "erase", code, host, fails=True)
    assert "no lab “000000”" in coprolab(room.server, "erase", "000000", NAME, fails=True)
    coprolab(room.server, "erase", code, moira.joined["participant"], "--contributions", "none", fails=True)
    # Another is called so as well, so whose coach she is can't be told: the operator says what becomes of it.
    said = coprolab(room.server, "erase", code, moira.joined["participant"], fails=True)
    assert "Nothing was erased yet" in said and "--mentions" in said
    assert found_on_disk(room.server.data, TEXTS["pledge"])
    said = coprolab(room.server, "erase", code, moira.joined["participant"], "--mentions", "redact")
    assert f"“{NAME}” is erased from “{room.lab.get('title', 'Living well with dementia')}”" in said and "went with them" in said
    assert "Exports and replay pages saved before still hold them" in said
    room.shut_out(moira, "erased")
    room.moira = sam
    sam.sees("no pledge of hers", lambda view: step["pledgeId"] not in view["activities"][step["pledge"]]["pledges"])
    sam.sees("no dot of hers", lambda view: view["activities"][step["vote"]]["heard"]["n"] == 1)
    for words in TEXTS.values():
        assert not found_on_disk(room.server.data, words), words
    said = coprolab(room.server, "erase", code, namesake.joined["participant"], "--json")
    assert json.loads(said)["mentions"] == 0
    room.shut_out(namesake, "erased")
    for words in (NAME, NAME.upper()):
        assert not found_on_disk(room.server.data, words), words
    verified(room.server)
    seen_as_after_a_restart(place, room)


def test_the_operator_erases_where_no_server_runs(place: list[Server], room: Hall):
    """[S14] Without a server the command works on the folder itself, and says what nobody can tell."""
    moira, sam = room.moira, room.sam
    step = gives(room)
    paper = room.facilitator.command("addPerson", name="Oighrig Papermill", role="family")["participant"]
    room.facilitator.command("addPledge", activity=step["pledge"], give="Knitting by the lochside", onBehalfOf=paper)
    for person in room.everybody:
        person.settle()
        person.close()
    room.everybody.clear()
    assert place[0].stop() == 0
    said = coprolab(room.server, "erase", room.lab["code"], NAME)
    assert "answered anonymously" in said and "nobody can tell" in said
    assert "went with them" in coprolab(room.server, "erase", room.lab["code"], "oighrig papermill")
    for words in (NAME, TEXTS["pledge"], TEXTS["step"], "Oighrig Papermill", "Knitting by the lochside"):
        assert not found_on_disk(room.server.data, words), words
    said = verified(room.server)
    assert len(re.findall(r"UTC  erased", said)) == 2
    place.append(Server(place[0].data))
    room.server = place[-1]
    again = Recorded(room.server, room.lab["id"], token=sam.joined["token"])
    again.sees("his own", lambda view: len(view["activities"][step["pledge"]]["pledges"]) == 1)
    again.command("addPledge", activity=step["pledge"], give="And bread")
    again.close()
    verified(room.server)


def test_whoever_came_along_with_a_lab_that_was_taken_in_is_erased_from_it(place: list[Server], room: Hall, tmp_path: Path):
    """[S14] In a lab that another server made, too, the operator erases somebody with what named steps say of them."""
    gives(room)
    other = Server(tmp_path / "other")
    place.append(other)
    made = take_in(other, kept(room.server, room.lab))
    assert made.status == 201, made.body
    lab = made.json
    desk = Recorded(other, lab["id"], "facilitator", token=lab["facilitatorToken"])
    pledges = next(id for id, activity in desk.view["activities"].items() if activity["kind"] == "pledge")
    assert len(desk.view["activities"][pledges]["pledges"]) == 2
    for words in (NAME, TEXTS["pledge"], TEXTS["step"]):
        assert found_on_disk(other.data, words), words
    said = coprolab(other, "erase", lab["code"], NAME)
    assert "went with them" in said
    desk.sees("no pledge of hers", lambda view: len(view["activities"][pledges]["pledges"]) == 1)
    desk.close()
    for words in (NAME, TEXTS["pledge"], TEXTS["step"]):
        assert not found_on_disk(other.data, words), words
        assert words not in kept(other, lab).decode(), words
    verified(other)
    # What is left can be taken in again.
    assert take_in(other, kept(other, lab)).status == 201


def test_one_after_the_other_is_erased_from_rows_that_they_share(place: list[Server], room: Hall):
    """[S14] What an erasure says is left of a row names the next one no more once they are erased, too."""
    facilitator = room.facilitator
    facilitator.command("openLab")
    facilitator.command("setDoor", approval=True)
    several = [room.newcomer(f"Waiting Weaver {number}", "family") for number in range(3)]
    facilitator.command("admitAll")
    for person in several:
        person.sees("the room", lambda view: "people" in view)
    facilitator.sees("all", lambda view: view["people"]["joined"] == 6)
    for person, contributions, left in ((several[0], "go", 5), (several[1], "stay", 4)):
        assert erase(room, person, contributions).status == 200
        room.shut_out(person, "erased")
        facilitator.sees("one fewer", lambda view, left=left: view["people"]["joined"] == left)
        verified(room.server)
    assert several[2].view["people"]["joined"] == 4
    # Of the second erasure's own words nothing names either.
    database = (Path(room.server.data) / "coprolab.sqlite").read_bytes()
    for person in several[:2]:
        assert f'"{person.joined["participant"]}"'.encode() not in database
    assert f'"{several[2].joined["participant"]}"'.encode() in database
    several[2].settle()
    seen_as_after_a_restart(place, room)
    again = Recorded(room.server, room.lab["id"], token=several[2].joined["token"])
    assert again.view["people"]["joined"] == 4
    again.close()


def test_only_ones_own_token_erases_and_only_from_our_pages(room: Hall):
    path = f"/api/labs/{room.lab['id']}/erase"
    mine = {"Authorization": f"Bearer {room.moira.joined['token']}"}
    wanted = {"contributions": "go"}
    for status, body, headers in (
        (401, wanted, {}), (401, wanted, {"Authorization": "Bearer no"}), (400, {"contributions": "perhaps"}, mine), (400, {}, mine),
        (403, wanted, {**mine, "Origin": "https://elsewhere.example"}), (415, wanted, {**mine, "Content-type": "text/plain"}),
        (422, wanted, {"Authorization": f"Bearer {room.lab['facilitatorToken']}"}),
    ):  # fmt: skip
        answer = room.server.request("POST", path, body, headers)
        validate_answer("POST", path, answer)
        assert answer.status == status, (status, answer.body)
    assert room.server.request("GET", path, headers=mine).status == 405
    assert room.server.request("POST", "/api/labs/nowhere/erase", wanted, mine).status == 401
    room.facilitator.sees("all three", lambda view: view["people"]["joined"] == 3)
