"""`gather` over real sockets: headings, for whom an idea is, what is private; each frame held against the document."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.hall import Hall
from api.kinds import begun, opened, passed, refusal, served, titled
from harness.server import Server

#: What this file drives, for the test of all messages.
MESSAGES = {"approve", "decline"}

GROUPS = [{"id": "starts", "title": "Helps to start"}, {"id": "stays", "title": "Helps to stay"}, {"id": "putsOff", "title": "Puts off"}]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("gather"),
        {"id": "headed", "kind": "gather", "visibility": "role", "settings": {"groups": GROUPS}},
        {"id": "dots", "kind": "vote", "inputsFrom": ["headed"], "reveal": "onReveal", "settings": {"budget": 2}},
        {"id": "ideas", "kind": "gather", "settings": {"asksFor": True}},
        {"id": "debate", "kind": "gather", "visibility": "named", "settings": {"moderated": True, "staysOpen": True}},
        {"id": "unsaid", "kind": "gather", "visibility": "private"},
    )  # fmt: skip


def export(hall: Hall, purpose: str = "sharing") -> dict[str, Any]:
    path = f"/api/labs/{hall.lab['id']}/export/json?for={purpose}"
    return hall.server.request("GET", path, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"}).json


def table(hall: Hall, title: str, name: str, purpose: str = "sharing") -> list[dict[str, Any]]:
    """The rows of one table of an activity in an export, by their columns."""
    activity = next(activity for activity in export(hall, purpose)["activities"] if activity["title"] == title)
    found = next((table for table in activity["tables"] if table["name"] == name), {"rows": [], "columns": []})
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def test_what_helps_and_what_puts_off_is_gathered_by_role_and_voted_on(server: Server):
    """[S30] Each idea stands under a heading, with the role of who said it; both go on to the vote and the export."""
    hall = begun(server)
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    gather = opened(hall, "Headed")
    reason, words = refusal(moira, "addIdea", activity=gather, text="A friend comes along")
    assert reason == "invalid" and "“Helps to start”, “Helps to stay”, “Puts off”" in words
    friend = moira.command("addIdea", activity=gather, text="A friend comes along", group="starts")["idea"]
    late = sam.command("addIdea", activity=gather, text="It ends late", group="stays")["idea"]
    sam.command("editIdea", activity=gather, idea=late, version=1, group="putsOff")
    for person in (facilitator, screen, moira, sam):
        shown = person.sees("the change", lambda view: view["activities"][gather]["ideas"].get(late, {}).get("edited")
                            and view["activities"][gather]["ideas"])  # fmt: skip
        assert (shown[friend]["group"], shown[friend]["role"]) == ("starts", "usesServices")
        assert (shown[late]["group"], shown[late]["role"]) == ("putsOff", "staff")
        assert person.view["activities"][gather]["groups"]["putsOff"]["title"] == "Puts off"

    vote = opened(hall, "Dots")
    moira.command("vote", activity=vote, item=late, dots=1)
    facilitator.command("revealActivity", activity=vote)
    screen.sees("its rank", lambda view: view["activities"][vote]["items"][late].get("rank") == "1")
    for purpose in ("sharing", "keeping"):
        assert [(row["heading"], row["text"]) for row in table(hall, "Headed", "ideas", purpose)] == [
            ("Helps to start", "A friend comes along"), ("Puts off", "It ends late")]  # fmt: skip
        assert [(row["heading"], row["votes"]) for row in table(hall, "Dots", "votes", purpose)] == [
            ("Puts off", 1), ("Helps to start", 0)]  # fmt: skip
    assert [row["role"] for row in table(hall, "Headed", "ideas", "keeping")] == ["usesServices", "staff"]
    hall.close()


def test_an_idea_says_for_whom_it_is_until_who_added_it_takes_it_back(server: Server):
    """[S6] For one person or for the community, on every screen and in the export; its author alone removes it."""
    hall = begun(server)
    gather = opened(hall, "Ideas")
    one = hall.moira.command("addIdea", activity=gather, text="A lift to the clinic", **{"for": "person"})["idea"]
    all_ = hall.sam.command("addIdea", activity=gather, text="A bus", **{"for": "community"})["idea"]
    for person in hall.everybody:
        person.sees("both", lambda view: {key: idea.get("for") for key, idea in view["activities"][gather]["ideas"].items()}
                    == {one: "person", all_: "community"})  # fmt: skip
    assert {row["text"]: row["for"] for row in table(hall, "Ideas", "ideas")} == {"A lift to the clinic": "person", "A bus": "community"}
    assert refusal(hall.sam, "withdrawIdea", activity=gather, idea=one)[0] == "notYours"
    assert refusal(hall.facilitator, "withdrawIdea", activity=gather, idea=one)[0] == "notYours"
    hall.moira.command("withdrawIdea", activity=gather, idea=one)
    for person in hall.everybody:
        person.sees("one less", lambda view: list(view["activities"][gather]["ideas"]) == [all_])
    assert [row["text"] for row in table(hall, "Ideas", "ideas", "keeping")] == ["A bus"]
    hall.moira.command("undo", command=f"{hall.moira.client}.{hall.moira.number}")
    hall.screen.sees("it back", lambda view: view["activities"][gather]["ideas"].get(one, {}).get("for") == "person")
    hall.close()


def waits(person: Any, activity: str) -> dict[str, Any]:
    """What a facilitator is given to read first."""
    return person.view["activities"][activity]["waiting"]


def test_what_is_said_after_the_lab_is_read_before_it_shows(server: Server):
    """[S43] The lab is over, the debate goes on: each idea waits for a facilitator's yes, and a no says why."""
    hall = begun(server)
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    gather = opened(hall, "Debate")
    facilitator.command("endLab")
    sam.sees("the end", lambda view: view["lab"]["state"] == "ended")
    assert refusal(moira, "addIdea", activity=titled(hall, "Ideas"), text="Too late")[0] == "labClosed"
    idea = moira.command("addIdea", activity=gather, text="Ring Mrs Smith")["idea"]
    moira.owns("that it waits", lambda own: own[gather]["ideas"][idea]["review"] == "waiting")
    queue = facilitator.sees("it to read", lambda view: waits(facilitator, gather))
    assert queue == {idea: {"text": "Ring Mrs Smith", "order": queue[idea]["order"], "version": 1}}
    assert facilitator.view["activities"][gather]["ideas"] == {} and facilitator.view["activities"][gather]["count"] == 0
    assert "Ring Mrs Smith" not in str(export(hall, "keeping"))
    for person in (moira, sam):
        assert refusal(person, "approve", activity=gather, entry=idea, version=1)[0] == "notAllowed"
    assert refusal(facilitator, "decline", activity=gather, entry=idea, version=1, reason="")[0] == "empty"
    facilitator.command("decline", activity=gather, entry=idea, version=1, reason="It names somebody.")
    moira.owns("why not", lambda own: own[gather]["ideas"][idea].get("reason") == "It names somebody.")
    facilitator.sees("an empty queue", lambda view: not waits(facilitator, gather))
    moira.command("editIdea", activity=gather, idea=idea, version=1, text="Ring people at home")
    facilitator.sees("the new words", lambda view: waits(facilitator, gather).get(idea, {}).get("version") == 2)
    reason, words = refusal(facilitator, "approve", activity=gather, entry=idea, version=1)
    assert reason == "notAllowed" and "Read it once more" in words
    for person in (screen, sam):
        assert not any("Ring" in frame or "names somebody" in frame for frame in person.frames)
        assert not any("waiting" in activity for activity in person.view["activities"].values())
    facilitator.command("approve", activity=gather, entry=idea, version=2)
    for person in (facilitator, screen, sam):
        person.sees("it", lambda view: view["activities"][gather]["ideas"].get(idea, {}).get("text") == "Ring people at home")
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    for person in (screen, sam):
        person.sees("nothing again", lambda view: view["activities"][gather]["ideas"] == {})
    facilitator.command("approve", activity=gather, entry=idea, version=2)
    facilitator.command("closeActivity", activity=gather)
    assert refusal(moira, "addIdea", activity=gather, text="One more")[0] == "activityClosed"
    assert "Ring people at home" in str(export(hall)) and "Ring Mrs Smith" not in str(export(hall, "keeping"))
    assert passed(hall) >= MESSAGES
    hall.close()


def test_what_is_private_is_its_authors(server: Server):
    hall = begun(server)
    gather = opened(hall, "Unsaid")
    idea = hall.moira.command("addIdea", activity=gather, text="Unspoken words")["idea"]
    hall.facilitator.sees("their number", lambda view: view["activities"][gather]["count"] == 1)
    hall.moira.owns("it", lambda own: own[gather]["ideas"][idea]["text"] == "Unspoken words")
    hall.facilitator.command("closeActivity", activity=gather)
    hall.all_see(gather, "closed")
    hall.sam.command("offerLate", name="addIdea", body={"activity": gather, "text": "Unspoken, and late"})
    hall.facilitator.sees("that something is late", lambda view: len(view["late"]) == 1)
    for person in (hall.facilitator, hall.screen, hall.sam):
        assert not any("Unspoken words" in frame for frame in person.frames)
    assert not any("Unspoken" in frame for frame in hall.facilitator.frames)
    for purpose in ("sharing", "keeping"):
        assert "Unspoken" not in str(export(hall, purpose))
    hall.close()
