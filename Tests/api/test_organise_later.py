"""What an organiser does months later: follows pledges up, compares two sittings, and finds the case studies that may be shown."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.answers import validate
from api.hall import Hall
from api.kinds import begun, opened, refusal, served, titled
from harness.server import Answer, Server, eventually
from harness.wire import Person, Rejected

SCALE = [{"id": "sure", "type": "scale", "title": "How sure are you?"}]
OTHER = [*SCALE, {"id": "way", "type": "single", "title": "How did you come?", "options": [{"id": "bus", "title": "Bus"}, {"id": "foot", "title": "On foot"}]}]
STUDY = {
    "id": "study", "kind": "form", "inputsFrom": ["ideas"], "title": "Our story",
    "settings": {"kindOfForm": "caseStudy", "signOff": "everyone", "sections": [
        {"id": "title", "title": "What is it called?", "type": "text", "required": True},
        {"id": "change", "title": "What is different now?"},
        {"id": "voices", "title": "In people's own words", "type": "quotes"},
        {"id": "cost", "title": "What it cost", "type": "money", "unit": "pounds"},
    ]},
}  # fmt: skip
CONSENT = {
    "id": "consent", "kind": "form", "title": "May it be shown?",
    "settings": {"kindOfForm": "consent", "signOff": "everyone", "sections": [
        {"id": "where", "title": "Where may it be shown?", "required": True},
        {"id": "until", "title": "Until which day?", "type": "date", "required": True},
    ]},
}  # fmt: skip
ACTIVITIES = (
    {"id": "ideas", "kind": "gather", "title": "Ideas", "settings": {"asksQuote": True}},
    {"id": "before", "kind": "survey", "title": "Before", "sitting": 1, "settings": {"questions": SCALE}},
    {"id": "early", "kind": "rate", "title": "Early", "inputsFrom": ["ideas"]},
    {"id": "after", "kind": "survey", "title": "After", "sitting": 2, "reveal": "onReveal", "settings": {"questions": OTHER}},
    {"id": "late", "kind": "rate", "title": "Late", "inputsFrom": ["ideas"]},
    {"id": "board", "kind": "pledge", "title": "Pledges", "visibility": "named"},
    {"id": "kept", "kind": "pledge", "title": "Kept back", "reveal": "onReveal"},
    STUDY, CONSENT,
)  # fmt: skip


def day(offset: int) -> str:
    return (datetime.date.today() + datetime.timedelta(days=offset)).isoformat()


def asked(server: Server, path: str, method: str = "GET", body: Any = None) -> Answer:
    path = f"/api/organiser/{path}"
    answer = server.request(method, path, body)
    validate(method, path, answer)
    return answer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with no labs but the test's own."""
    yield from served(tmp_path, *ACTIVITIES)


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = begun(server)
    yield hall
    hall.close()


# Pledges


def reminders(server: Server) -> list[dict[str, Any]]:
    return asked(server, "reminders").json["reminders"]


def test_pledges_that_are_to_be_kept_are_told_the_earliest_day_first(server: Server, hall: Hall):
    """[S18] [S41] With where they stand and when to look again, without a name; what is done, stopped or not shown isn't there."""
    board, kept = opened(hall, "Pledges"), opened(hall, "Kept back")
    moira, facilitator = hall.moira, hall.facilitator

    def offer(give: str, by: str | None = None, activity: str = board) -> str:
        words = {"give": give} | ({"by": by} if by else {})
        pledge = moira.command("addPledge", activity=activity, **words)["pledge"]
        moira.command("acceptPledge", activity=activity, pledge=pledge)
        return pledge

    offer("Some day")
    walk, call, tea = offer("Lead a walk", day(30)), offer("Call the council", day(-40)), offer("Make tea", day(-2))
    offer("Nobody sees this yet", day(1), kept)
    moira.command("addCheckIn", activity=board, pledge=call, status="doing", text="They call back", on=day(-3))
    for pledge, status in ((tea, "done"), (offer("Paint the hall"), "stopped")):
        moira.command("addCheckIn", activity=board, pledge=pledge, status=status)
    found = reminders(server)
    assert [each["give"] for each in found] == ["Call the council", "Lead a walk", "Some day"]
    first = found[0]
    assert (first["day"], first["status"], first["said"]) == (day(-3), "doing", "They call back")
    assert first["lab"] == hall.lab["id"] and first["title"] == "Living well with dementia" and "deleteAt" not in first
    assert found[1]["pledge"] == walk and "day" not in found[2]
    body = asked(server, "reminders").body.decode()
    for hidden in ("Moira", "Nobody sees", hall.lab["code"], moira.joined["token"]):
        assert hidden not in body
    facilitator.command("endLab")
    assert reminders(server)[0]["deleteAt"] > 0


def test_a_pledge_is_followed_up_months_later_by_the_same_link(server: Server):
    """[S18] [S41] The lab has ended and the server was started again since: its owner's own link says how it goes. Put away, nobody
    can change anything, and it comes back."""
    made = server.make_lab("Walks", "KIND")
    facilitator = Person(server, made["id"], "facilitator", token=made["facilitatorToken"])
    facilitator.command("openLab")
    board = next(key for key, value in facilitator.view["activities"].items() if value["title"] == "Pledges")
    facilitator.command("openActivity", activity=board)
    moira = Person(server, made["code"], name="Moira", role="family", invite=made["inviteKey"])
    pledge = moira.command("addPledge", activity=board, give="Lead a walk", by=day(-1))["pledge"]
    moira.command("acceptPledge", activity=board, pledge=pledge)
    facilitator.command("endLab")
    token, port = moira.joined["token"], server.port
    for person in (moira, facilitator):
        person.close()
    assert server.stop() == 0
    again = Server(server.data, "--templates", str(server.data.parent / "templates"), port=port)
    try:
        assert [each["give"] for each in reminders(again)] == ["Lead a walk"]
        moira = Person(again, made["code"], token=token)
        moira.command("addCheckIn", activity=board, pledge=pledge, status="doing", text="Two so far", on=day(60))
        assert [(each["day"], each["said"]) for each in reminders(again)] == [(day(60), "Two so far")]
        assert asked(again, f"labs/{made['id']}/archive", "POST", {}).status == 200
        with pytest.raises(Rejected, match="put away"):
            moira.command("addCheckIn", activity=board, pledge=pledge, status="done")
        assert reminders(again)[0]["state"] == "archived"
        assert asked(again, f"labs/{made['id']}/back", "POST", {}).status == 200
        moira.command("addCheckIn", activity=board, pledge=pledge, status="done")
        assert reminders(again) == []
        moira.close()
    finally:
        assert again.stop() == 0, again.output


# Two sittings


def rated(hall: Hall, title: str, people: list[Any], items: dict[str, tuple[int, int]]) -> None:
    activity = opened(hall, title)
    for person in people:
        for item, (impact, effort) in items.items():
            person.command("rate", activity=activity, item=item, impact=impact, effort=effort)
    hall.facilitator.command("revealActivity", activity=activity)


def answered(hall: Hall, title: str, people: list[Any], values: list[int]) -> str:
    activity = opened(hall, title)
    for person, value in zip(people, values, strict=True):
        person.command("answerQuestion", activity=activity, question="sure", answer=value)
    hall.facilitator.command("revealActivity", activity=activity)
    return activity


def compared(server: Server, one: str, other: str) -> dict[str, Any]:
    answer = asked(server, f"comparison?one={one}&other={other}")
    assert answer.status == 200
    return answer.json


def test_two_sittings_stand_side_by_side(server: Server, hall: Hall):
    """[S9] [S16] Who took part, the same question asked twice, and what has moved in the matrix; small numbers are hidden."""
    people = [hall.moira, *(hall.newcomer(name, "family") for name in ("Ada", "Ben")), hall.sam]
    lab = hall.lab["id"]
    ideas = opened(hall, "Ideas")
    walk, tea = (hall.moira.command("addIdea", activity=ideas, text=text)["idea"] for text in ("Supported walks", "Tea"))
    answered(hall, "Before", people, [1, 2, 1, 2])
    rated(hall, "Early", people, {walk: (5, 5), tea: (2, 2)})
    hall.facilitator.command("endSitting")
    hall.facilitator.command("openLab")
    for name, role in (("Dora", "neighbour"), ("Ed", "staff"), ("Fay", "staff")):
        hall.newcomer(name, role)
    after = answered(hall, "After", people, [5, 4, 5, 4])
    rated(hall, "Late", people[:2], {tea: (2, 2)})
    found = compared(server, f"{lab}.1", f"{lab}.2")
    first, second = found["sides"]
    assert (first["sitting"], second["sitting"], first["people"]) == (1, 2, 4) and second["people"] == 7
    # One of a side is hidden, and so is the other, behind which alone it could hide; three are shown.
    assert not first["involvement"].keys() & {"community", "professional"}
    assert second["involvement"].keys() >= {"community", "professional"}
    sure, way = found["survey"]
    assert sure["title"] == "How sure are you?" and sure["shift"] == "higher"
    assert [side["counts"] for side in sure["sides"]] == [[2, 2, 0, 0, 0], [0, 0, 0, 2, 2]]
    assert [side["im"] for side in sure["sides"]] == [1.5, 4.5]
    assert way["sides"] == [{}, {"n": 0, "tooFew": True}]
    walks, teas = found["matrix"]
    assert walks["text"] == "Supported walks" and walks["sides"][0]["quadrant"] == "majorProjects" and walks["sides"][1] == {"n": 0, "tooFew": True}
    assert teas["sides"][0]["quadrant"] == "fillIns" and teas["sides"][1] == {"n": 2, "tooFew": True}
    # What is hidden again is in no comparison.
    hall.facilitator.command("reopenActivity", activity=after)
    assert [question["title"] for question in compared(server, f"{lab}.1", f"{lab}.2")["survey"]] == ["How sure are you?"]
    assert compared(server, f"{lab}.1", f"{lab}.2")["survey"][0]["sides"][1] == {}


def test_two_labs_stand_side_by_side(server: Server, hall: Hall):
    """The same idea in another lab, rated otherwise, has moved; nobody's name, nor what one person said, is told."""
    other = begun(server)
    for room, rating in ((hall, (5, 1)), (other, (5, 5))):
        people = [room.moira, room.sam, room.newcomer("Ada", "family")]
        idea = room.moira.command("addIdea", activity=opened(room, "Ideas"), text=f"Supported {'w' if room is hall else 'W'}alks")["idea"]
        rated(room, "Early", people, {idea: rating})
    found = compared(server, hall.lab["id"], other.lab["id"])
    assert [side["people"] for side in found["sides"]] == [3, 3] and "sitting" not in found["sides"][0]
    (item,) = found["matrix"]
    assert item["moved"] is True and [side["quadrant"] for side in item["sides"]] == ["quickWins", "majorProjects"]
    assert "Moira" not in str(found)
    other.close()


def test_what_cannot_be_compared_is_said_in_words(server: Server, hall: Hall):
    lab = hall.lab["id"]
    for one, other, status in (
        (lab, lab, 400), ("", lab, 400), (f"{lab}.0", lab, 400), (f"{lab}.x", lab, 400), (f"{lab}.1.2", lab, 400),
        ("nowhere", lab, 404), (f"{lab}.1", f"{lab}.2", 422), (hall.lab["code"], lab, 404),
    ):  # fmt: skip
        answer = asked(server, f"comparison?one={one}&other={other}")
        assert answer.status == status and answer.json["detail"], (one, other)


# Case studies


def stories(server: Server) -> list[dict[str, Any]]:
    return asked(server, "stories").json["stories"]


def wrote(person: Any, form: str, part: str, text: str) -> None:
    person.command("writeSection", activity=form, section=f"{form}{part}", text=text, version=person.view["activities"][form]["sections"][f"{form}{part}"]["version"])


def signed(hall: Hall, form: str) -> None:
    version = hall.facilitator.view["activities"][form]["version"]
    for person in (hall.moira, hall.sam):
        person.sees("what it says now", lambda view: view["activities"][form]["version"] >= version)
        person.command("signForm", activity=form, version=person.view["activities"][form]["version"])


def told(hall: Hall) -> tuple[str, str, str]:
    """A story with a quote, and what was agreed about it: everything is there but the signatures. Gives both forms and the quote."""
    moira, sam = hall.moira, hall.sam
    ideas, study, consent = (opened(hall, title) for title in ("Ideas", "Our story", "May it be shown?"))
    said = moira.command("addIdea", activity=ideas, text="They asked me, and then they did it")["idea"]
    moira.command("allowQuote", activity=ideas, idea=said, on=True)
    sam.sees("it may be quoted", lambda view: view["activities"][ideas]["ideas"].get(said))
    sam.command("addQuote", activity=study, section=f"{study}voices", idea=said)
    moira.sees("the quote", lambda view: said in view["activities"][study]["quotes"])
    moira.command("approveQuote", activity=study, quote=said, on=True)
    wrote(sam, study, "title", "The café at the school")
    wrote(sam, study, "change", "Pupils = friends of the home")
    wrote(moira, study, "cost", "1200.50")
    wrote(sam, consent, "where", "In our town")
    wrote(sam, consent, "until", day(30))
    for person in (moira, sam, hall.facilitator):
        person.sees("all of it", lambda view: view["activities"][study]["version"] == 4 and view["activities"][consent]["version"] == 2)
    return study, consent, said


def test_a_case_study_is_in_the_library_once_everybody_agreed(server: Server, hall: Hall):
    """[S40] [S56] Signed by all as it stands, those who are quoted said yes, and its consent is signed: read as a page and as a file."""
    study, consent, _ = told(hall)
    assert stories(server) == []
    signed(hall, study)
    assert stories(server) == [], "it is told, and nobody said yet that it may be shown"
    hall.moira.command("signForm", activity=consent, version=2)
    assert stories(server) == [], "one of two has agreed"
    hall.sam.command("signForm", activity=consent, version=2)
    (story,) = stories(server)
    assert story["title"] == "The café at the school" and story["labTitle"] == "Living well with dementia" and story["until"] == day(30)
    assert [part.get("text") or part["quotes"] for part in story["parts"]] == [
        "Pupils = friends of the home", ["They asked me, and then they did it"], "1200.50 pounds"]  # fmt: skip
    assert story["terms"][0] == {"title": "Where may it be shown?", "text": "In our town"}
    assert "Moira" not in str(story)
    for format in ("html", "md"):
        file = asked(server, f"stories/{story['story']}/{format}")
        text = file.body.decode()
        assert file.status == 200 and all(words in text for words in ("The café at the school", "They asked me", "In our town", "1200.50"))
        assert format == "md" or ("default-src 'none'" in text and "<script" not in text)
    assert asked(server, f"stories/{story['story']}/exe").status == 404
    for name in ("nowhere.nothing", f"{hall.lab['id']}.{consent}", hall.lab["id"]):
        assert server.request("GET", f"/api/organiser/stories/{name}/md").status == 404


def assert_gone(server: Server, name: str) -> None:
    assert stories(server) == []
    answer = asked(server, f"stories/{name}/md")
    assert answer.status == 404 and "taken that back" in answer.json["detail"]


@pytest.mark.parametrize("way", ["signature", "quote", "words", "edited", "day", "erased"])
def test_a_case_study_goes_at_once_when_consent_is_taken_back(server: Server, hall: Hall, way: str):
    """[S40] [S56] A signature or a yes taken back, in an ended lab too; words changed; its day over; a teller erased."""
    study, consent, said = told(hall)
    signed(hall, study)
    signed(hall, consent)
    (story,) = stories(server)
    lab = hall.lab["id"]
    match way:
        case "signature":
            hall.facilitator.command("endLab")
            assert len(stories(server)) == 1
            hall.moira.command("unsignForm", activity=consent)
        case "quote":
            hall.facilitator.command("endLab")
            hall.moira.command("approveQuote", activity=study, quote=said, on=False)
        case "words":
            wrote(hall.sam, study, "change", "Something else")
        case "edited":
            wrote(hall.sam, consent, "where", "Everywhere")
        case "day":
            wrote(hall.sam, consent, "until", day(-1))
            hall.moira.sees("another day", lambda view: view["activities"][consent]["version"] == 3)
            for person in (hall.moira, hall.sam):
                person.sees("another day", lambda view: view["activities"][consent]["version"] == 3)
                person.command("signForm", activity=consent, version=3)
        case "erased":
            mine = {"Authorization": f"Bearer {hall.sam.joined['token']}"}
            assert server.request("POST", f"/api/labs/{lab}/erase", {"contributions": "go"}, mine).status == 200
    eventually("it is gone", lambda: stories(server) == [])
    assert_gone(server, story["story"])


def test_a_case_study_goes_with_its_lab(server: Server):
    """[S40] Deleted wholly, by its title."""
    hall = begun(server)
    study, consent, _ = told(hall)
    signed(hall, study)
    signed(hall, consent)
    (story,) = stories(server)
    assert asked(server, f"labs/{hall.lab['id']}/delete", "POST", {"title": story["labTitle"]}).status == 200
    assert_gone(server, story["story"])
    for person in hall.everybody:
        person.close()


def test_consent_is_taken_back_in_a_lab_that_was_put_away(server: Server, hall: Hall):
    """[S40] Nothing else is changed there; and a charter's signature stays once the lab has ended."""
    study, consent, said = told(hall)
    signed(hall, study)
    signed(hall, consent)
    hall.facilitator.command("endLab")
    reason, words = refusal(hall.moira, "unsignForm", activity=study)
    assert reason == "labClosed" or "ended" in words
    hall.facilitator.command("archiveLab")
    assert len(stories(server)) == 1, "those who agreed still do"
    for name, body in (("signForm", {"activity": consent, "version": 2}), ("approveQuote", {"activity": study, "quote": said, "on": True}), ("unsignForm", {"activity": study})):
        assert "put away" in refusal(hall.moira, name, **body)[1]
    hall.moira.command("unsignForm", activity=consent)
    assert stories(server) == []


def test_without_a_consent_nothing_is_in_the_library(tmp_path: Path):
    """[S40] A case study that everybody signed is a story for its lab alone."""
    for server in served(tmp_path / "other", ACTIVITIES[0], STUDY):
        hall = begun(server)
        form = opened(hall, "Our story")
        wrote(hall.moira, form, "title", "Ours alone")
        signed(hall, form)
        assert stories(server) == [] and titled(hall, "Our story") == form
        hall.close()
