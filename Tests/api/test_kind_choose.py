"""`choose` over real sockets: every command of it, every refusal in words, each frame held against the document."""

from collections.abc import Iterator

import pytest

from api.kinds import assert_passed, begun, words_of_refusal, served
from harness.server import Server

MESSAGES = ("chooseTrack", "setCapacity")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    tracks = [
        {"id": "walks", "title": "Walks", "text": "We walk.", "capacity": 1}, {"id": "songs", "title": "Songs", "capacity": 1},
        {"id": "open", "title": "Open space"},
    ]  # fmt: skip
    yield from served(tmp_path_factory.mktemp("choose"), {"id": "tracks", "reveal": "onReveal", "kind": "choose", "settings": {"tracks": tracks}})


def test_s53_full_tracks_have_a_waiting_list_and_free_places_go_to_the_first(server: Server):
    hall = begun(server)
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    choose = hall.open("choose")
    ann = hall.newcomer("Ann", "family")

    def full(track: str, taken: int, waiting: int) -> None:
        screen.sees(
            f"{taken} in {track}, {waiting} waiting",
            lambda view: [view["activities"][choose]["tracks"][track][key] for key in ("taken", "waiting")] == [taken, waiting],
        )

    def mine(person, **expected) -> None:
        person.owns(f"{expected}", lambda own: own.get(choose, {}) == expected)

    moira.command("chooseTrack", activity=choose, track="walks")
    sam.command("chooseTrack", activity=choose, track="songs")
    sam.command("chooseTrack", activity=choose, track="walks")
    ann.command("chooseTrack", activity=choose, track="walks")
    full("walks", 1, 2)
    mine(sam, track="songs", waitingFor="walks", place=1)
    mine(ann, waitingFor="walks", place=2)
    moira.command("chooseTrack", activity=choose, track="open")
    full("walks", 1, 1)
    full("songs", 0, 0)
    hall.compare(sam)
    mine(sam, track="walks")
    mine(ann, waitingFor="walks", place=1)
    words = words_of_refusal(moira, "undo", command=f"{moira.client}.{moira.number}")
    assert words.startswith("movedOn: Somebody has that place now")

    assert words_of_refusal(moira, "setCapacity", activity=choose, track="walks", capacity=5).startswith("notAllowed")
    facilitator.command("setCapacity", activity=choose, track="walks", capacity=2)
    full("walks", 2, 0)
    facilitator.command("setCapacity", activity=choose, track="walks", capacity=1)
    full("walks", 2, 0)
    ann.command("chooseTrack", activity=choose, track="")
    full("walks", 1, 0)
    paper = facilitator.command("addPerson", name="Jean", role="family")["participant"]
    facilitator.command("chooseTrack", activity=choose, track="songs", onBehalfOf=paper)
    full("songs", 1, 0)
    assert words_of_refusal(moira, "chooseTrack", activity=choose, track="none").startswith("unknownItem")
    with pytest.raises(AssertionError):
        moira.command("chooseTrack", activity=choose)
    facilitator.command("closeActivity", activity=choose)
    hall.all_see(choose, "closed")
    late = {"activity": choose, "track": "open"}
    assert words_of_refusal(ann, "chooseTrack", **late).startswith("activityClosed")
    offer = ann.command("offerLate", name="chooseTrack", body=late)["late"]
    facilitator.command("acceptLate", late=offer)
    full("open", 2, 0)
    assert_passed(hall, MESSAGES)
    hall.close()
