"""The learning log over a real socket: nobody else ever gets a byte of it (S45)."""

from collections.abc import Iterator

import pytest

from api.hall import Hall
from api.kinds import opened, passed, refusal, served, titled
from harness.server import Answer, Server

MESSAGES = {"writeNote", "removeNote", "acceptedNote"}
SECRET = "Nobody asked me before, and I felt it"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = {
        "id": "log", "kind": "reflect", "visibility": "private", "reveal": "never",
        "settings": {"questions": ["What did I learn?", "What will I do?"]},
    }  # fmt: skip
    yield from served(tmp_path_factory.mktemp("reflect"), log, {"id": "ideas", "kind": "gather"})


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = Hall(server, "KIND")
    hall.facilitator.command("openLab")
    yield hall
    hall.close()


def test_no_frame_to_anybody_else_holds_a_note(hall: Hall):
    """[S45] Every frame to everybody else, the facilitators included, is searched; theirs don't even count the notes."""
    moira, sam, facilitator = hall.moira, hall.sam, hall.facilitator
    facilitator.command("setRights", participant=sam.joined["participant"], facilitator=True)
    sam.sees("a facilitator's part", lambda view: "late" in view)
    log, gather = opened(hall, "Log"), opened(hall, "Ideas")
    others = [facilitator, sam, hall.screen, hall.newcomer("Ann", "family")]
    before = {id(person): len(person.frames) for person in others}
    note = moira.command("writeNote", activity=log, text=SECRET, question=1)["note"]
    moira.command("writeNote", activity=log, note=note, text=f"{SECRET}. It is better now", version=1)
    second = moira.command("writeNote", activity=log, text="A second one to remember")["note"]
    moira.command("removeNote", activity=log, note=second)
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    # Something that all see comes after it: whatever was to come of the notes has come by now.
    idea = moira.command("addIdea", activity=gather, text="Walk buddies")["idea"]
    for person in others:
        person.sees("the idea", lambda view: idea in view["activities"][gather]["ideas"])
    late = [
        hall.join("facilitator", token=hall.lab["facilitatorToken"]), hall.join("screen", token=hall.lab["screenToken"]),
        hall.newcomer("Bob", "staff"),
    ]  # fmt: skip
    for person in [*others, *late]:
        for frame in person.frames:
            for word in ("Nobody asked me", "better now", "second one", note, second, '"notes"'):
                assert word not in frame, f"{word} in {frame[:300]}"
    for person in others:
        news = [frame for frame in person.frames[before[id(person)] :] if log in frame]
        assert not news, f"the log changed for somebody else: {news}"
    moira.owns("both notes", lambda own: set(own[log]["notes"]) == {note, second})
    assert any(SECRET in frame for frame in moira.frames), "the same search finds what is there"
    assert "heard" not in facilitator.view["activities"][log]
    for path in ("/metrics", f"/api/labs/{hall.lab['code']}", "/api/templates"):
        answer: Answer = hall.server.request("GET", path)
        assert SECRET.encode() not in answer.body
    assert SECRET not in hall.server.output
    assert MESSAGES <= passed(hall)


def test_notes_are_written_for_as_long_as_the_lab_can_be_read(hall: Hall):
    """[S45] After the log has closed and the lab has ended they still can be, and come back with their owner."""
    moira, facilitator = hall.moira, hall.facilitator
    log = titled(hall, "Log")
    assert refusal(moira, "writeNote", activity=log, text="Early")[0] == "notOpen"
    opened(hall, "Log")
    facilitator.command("closeActivity", activity=log)
    moira.command("writeNote", activity=log, text="When it was closed")
    facilitator.command("endLab")
    note = moira.command("writeNote", activity=log, text="At home")["note"]
    moira.command("writeNote", activity=log, note=note, text="At home, at night", version=1)
    again = hall.join(token=moira.joined["token"])
    texts = {"When it was closed", "At home, at night"}
    again.owns("her notes", lambda own: {entry["text"] for entry in own[log]["notes"].values()} == texts)
    reason, words = refusal(moira, "writeNote", activity=log, note=note, text="Other", version=1)
    assert reason == "changedMeanwhile" and "Both texts" in words


def test_nobody_touches_anybody_elses_note(hall: Hall):
    """[S45] Not by its id, not by undoing its command, not on their behalf, not late."""
    moira, sam, facilitator = hall.moira, hall.sam, hall.facilitator
    log = opened(hall, "Log")
    note = moira.command("writeNote", activity=log, text=SECRET)["note"]
    for person in (sam, facilitator):
        assert person.refused("removeNote", activity=log, note=note) == "unknownItem"
        assert person.refused("writeNote", activity=log, note=note, text="x", version=1) == "unknownItem"
    facilitator.refused("undo", command=f"{moira.client}.{moira.number}")
    moira.owns("the note", lambda own: note in own[log]["notes"])
    assert refusal(moira, "writeNote", activity=log, text="x" * 4001)[0] == "tooLong"
    assert refusal(moira, "writeNote", activity=log, text="  ")[0] == "empty"
    assert refusal(moira, "writeNote", activity=log, text="x", question=9)[0] == "invalid"
    reason, words = refusal(facilitator, "revealActivity", activity=log)
    assert reason == "notAllowed" and "nothing to reveal" in words
    assert refusal(moira, "pass", activity=log)[0] == "unknownCommand"
