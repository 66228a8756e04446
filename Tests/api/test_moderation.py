"""What facilitators do to others' words: each keeps what was there, comes back in one tap, and stands in a log without authors."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.hall import Hall
from api.kinds import begun, served
from api.recorded import Recorded
from harness.server import Server

#: What is driven here, of all messages of the document.
MESSAGES = ("restoreIdea", "rewordIdea", "splitIdea")
pytestmark = pytest.mark.usefixtures("all_driven")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("moderation"),
        {"id": "ideas", "kind": "gather", "visibility": "anonymous"},
        {"id": "read", "kind": "gather", "title": "Read first", "visibility": "named", "settings": {"moderated": True}},
    )  # fmt: skip


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = begun(server)
    yield hall
    hall.close()


def ideas(person: Recorded, activity: str) -> dict[str, Any]:
    return person.view["activities"][activity]["ideas"]


def told(hall: Hall) -> list[list[Any]]:
    """The log: what was done to which words, oldest first."""
    lines = sorted(hall.facilitator.view["moderation"].values(), key=lambda line: line["order"])
    return [[line["what"], list(line.get("originals", {}).values()), list(line.get("words", {}).values())] for line in lines]


def test_what_was_hidden_merged_or_split_comes_back_in_one_step(hall: Hall):
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    gather = hall.open("gather")
    walk = moira.command("addIdea", activity=gather, text="Walks. And songs.")["idea"]
    cafe = sam.command("addIdea", activity=gather, text="A café")["idea"]
    tea = sam.command("addIdea", activity=gather, text="A tea room")["idea"]
    facilitator.sees("three", lambda view: len(view["activities"][gather]["ideas"]) == 3)

    facilitator.command("hideIdea", activity=gather, idea=walk)
    hidden = facilitator.sees("it in the list", lambda view: view["activities"][gather]["hidden"])
    assert hidden[walk]["absence"] == "hidden" and hidden[walk]["text"] == "Walks. And songs."
    sam.sees("it is gone", lambda view: walk not in view["activities"][gather]["ideas"])
    assert moira.refused("restoreIdea", activity=gather, idea=walk) == "notAllowed"
    facilitator.command("restoreIdea", activity=gather, idea=walk)
    sam.sees("it is back", lambda view: walk in view["activities"][gather]["ideas"])
    facilitator.sees("an empty list", lambda view: not view["activities"][gather]["hidden"])
    assert facilitator.refused("restoreIdea", activity=gather, idea=walk) == "unknownItem"

    facilitator.command("mergeIdeas", activity=gather, into=cafe, ideas=[tea], text="A café or tea room")
    merged = sam.sees("one of two", lambda view: view["activities"][gather]["ideas"][cafe].get("merged") == 1 and view["activities"][gather]["ideas"][cafe])
    assert merged["original"] == "A café"
    facilitator.sees("where it went", lambda view: view["activities"][gather]["hidden"][tea]["into"] == "A café or tea room")
    facilitator.command("restoreIdea", activity=gather, idea=tea)
    sam.sees("both as they were", lambda view: [ideas(sam, gather)[key]["text"] for key in (cafe, tea)] == ["A café", "A tea room"])
    assert "original" not in ideas(sam, gather)[cafe]

    facilitator.command("splitIdea", activity=gather, idea=walk, texts=["Walks", "Songs"])
    parts = sam.sees("two of one", lambda view: {key: idea for key, idea in ideas(sam, gather).items() if idea.get("split")})
    assert {part["text"] for part in parts.values()} == {"Walks", "Songs"} and walk not in ideas(sam, gather)
    assert all(part["original"] == "Walks. And songs." for part in parts.values())
    moira.owns("hers", lambda mine: mine[gather]["ideas"][walk]["absence"] == "split" and len(mine[gather]["ideas"]) == 3)
    moira.sees("that she was heard once", lambda view: view["activities"][gather]["heard"]["n"] == 2)
    facilitator.command("restoreIdea", activity=gather, idea=walk)
    sam.sees("one again", lambda view: walk in ideas(sam, gather) and not set(parts) & set(ideas(sam, gather)))
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    sam.sees("two again", lambda view: walk not in ideas(sam, gather) and set(parts) <= set(ideas(sam, gather)))
    # Whoever has said something of a part since keeps it.
    part = next(iter(parts))
    version = moira.sees("a part", lambda view: view["activities"][gather]["ideas"][part]["version"])
    moira.command("editIdea", activity=gather, idea=part, version=version, text="Walks on Tuesdays")
    assert facilitator.refused("restoreIdea", activity=gather, idea=walk) == "movedOn"
    assert facilitator.refused("splitIdea", activity=gather, idea=cafe, texts=["One", " "]) == "empty"

    assert [line[0] for line in told(hall)] == ["hidden", "restored", "merged", "parted", "split", "joined", "split"]
    assert told(hall)[4][1:] == [["Walks. And songs."], ["Walks", "Songs"]]


def test_reworded_by_the_facilitator_with_the_original_kept(hall: Hall):
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    gather = hall.open("gather")
    idea = moira.command("addIdea", activity=gather, text="Call Jean on 0141 496 0000")["idea"]
    facilitator.sees("it", lambda view: idea in view["activities"][gather]["ideas"])
    assert moira.refused("rewordIdea", activity=gather, idea=idea, version=1, text="Mine") == "notAllowed"
    facilitator.command("rewordIdea", activity=gather, idea=idea, version=1, text="Ask a volunteer")
    for person in (sam, hall.screen):
        shown = person.sees("other words", lambda view: view["activities"][gather]["ideas"][idea].get("original") and view["activities"][gather]["ideas"][idea])
        assert shown["text"] == "Ask a volunteer" and shown["original"] == "Call Jean on 0141 496 0000"
    moira.owns("what became of hers", lambda mine: mine[gather]["ideas"][idea]["original"] == "Call Jean on 0141 496 0000")
    assert facilitator.refused("rewordIdea", activity=gather, idea=idea, version=1, text="Ask two") == "changedMeanwhile"
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number - 1}")
    sam.sees("her own words", lambda view: "original" not in view["activities"][gather]["ideas"][idea])
    assert ideas(sam, gather)[idea]["text"] == "Call Jean on 0141 496 0000"
    # Her own change puts her own words there again; undoing it brings the facilitator's back, said to be theirs.
    facilitator.command("rewordIdea", activity=gather, idea=idea, version=3, text="Ask a volunteer")
    moira.sees("other words", lambda view: view["activities"][gather]["ideas"][idea]["version"] == 4)
    moira.command("editIdea", activity=gather, idea=idea, version=4, text="Ask me")
    sam.sees("hers", lambda view: view["activities"][gather]["ideas"][idea].get("text") == "Ask me" and "original" not in view["activities"][gather]["ideas"][idea])
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    sam.sees("theirs", lambda view: view["activities"][gather]["ideas"][idea].get("original") == "Call Jean on 0141 496 0000")
    assert told(hall)[0] == ["reworded", ["Call Jean on 0141 496 0000"], ["Ask a volunteer"]]


def test_the_log_and_the_queue_never_say_whose_words_these_are(hall: Hall):
    """[S43] Neither the queue of what is to be read nor the log names an author; others see neither."""
    facilitator, moira, screen = hall.facilitator, hall.moira, hall.screen
    read = next(key for key, value in facilitator.view["activities"].items() if value["title"] == "Read first")
    facilitator.command("openActivity", activity=read)
    hall.all_see(read, "open")
    idea = moira.command("addIdea", activity=read, text="A word to be read")["idea"]
    waiting = facilitator.sees("the queue", lambda view: view["activities"][read]["waiting"].get(idea))
    assert set(waiting) == {"text", "order", "version"}
    facilitator.command("decline", activity=read, entry=idea, version=1, reason="It names somebody.")
    hidden = facilitator.sees("what isn't shown", lambda view: view["activities"][read]["hidden"].get(idea))
    assert set(hidden) == {"text", "order", "version", "absence", "reason"}
    facilitator.command("approve", activity=read, entry=idea, version=1)
    moira.sees("it", lambda view: idea in view["activities"][read]["ideas"])
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    facilitator.sees("the log", lambda view: len(view["moderation"]) == 3)
    assert [line[0] for line in told(hall)] == ["declined", "approved", "unread"]
    lines = json.dumps(facilitator.view["moderation"])
    assert "Moira" not in lines and moira.joined["participant"] not in lines
    for person in (moira, hall.sam, screen):
        assert not any('"moderation"' in frame or '"waiting":{' in frame for frame in person.frames)
