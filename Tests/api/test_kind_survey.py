"""A survey over real sockets: every command, every refusal in words, every frame held against the document."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.hall import Hall
from api.messages import TO_CLIENT, TO_SERVER
from harness.server import Server
from harness.wire import Rejected

#: What this file drives, for the test of all messages.
MESSAGES = {"answerQuestion", "setConsent", "acceptMatch", "suggestMatches", "acceptedEntry"}

SKILLS = [{"id": "cook", "title": "Cook"}, {"id": "drive", "title": "Drive"}]
TEMPLATE = {
    "id": "X1", "name": "Survey", "minutes": 20, "title": "Survey", "welcome": "Welcome.",
    "activities": [
        {"id": "ideas", "kind": "gather", "title": "Criteria", "prompt": "?", "reveal": "live"},
        {"id": "first", "kind": "survey", "title": "Before", "prompt": "?",
         "settings": {"questions": [{"id": "trust", "type": "scale", "title": "Trust?"}]}},
        {"id": "all", "kind": "survey", "title": "All types", "prompt": "?", "reveal": "live", "inputsFrom": ["ideas"],
         "settings": {
             "questions": [
                 {"id": "trust", "type": "scale", "title": "Trust?", "low": "None", "high": "Full", "required": True},
                 {"id": "can", "type": "many", "title": "Can?", "options": SKILLS, "max": 2, "easyTitle": "Can you?"},
                 {"id": "would", "type": "many", "title": "Would like?", "options": SKILLS, "hint": "Or none."},
                 {"id": "seen", "type": "single", "title": "Is it there?", "evidence": True, "options": SKILLS},
                 {"id": "hours", "type": "number", "title": "Hours?", "max": 40, "unit": "hours"},
                 {"id": "face", "type": "symbol", "title": "How is it?"},
                 {"id": "words", "type": "text", "title": "Anything else?", "max": 2},
             ],
             "itemQuestion": {"type": "scale", "title": "How well is it met?"},
             "bands": [{"id": "later", "title": "Longer-term"}],
             "consents": [{"id": "quoted", "title": "Quote me"}],
             "matches": {"has": "can", "wants": "would"}, "before": "first", "quotes": "quoted",
         }},
        {"id": "assets", "kind": "survey", "title": "Assets", "prompt": "?", "reveal": "live",
         "settings": {
             "questions": [{"id": "can", "type": "many", "title": "Can?", "options": SKILLS}, {"id": "words", "type": "text", "title": "?"}],
             "consents": [{"id": "listed", "title": "List me"}],
             "directory": {"shows": ["can", "words"], "consent": "listed"},
         }},
        {"id": "hidden", "kind": "survey", "title": "Hidden", "prompt": "?", "visibility": "role",
         "settings": {"questions": [{"id": "words", "type": "text", "title": "?"}, {"id": "trust", "type": "scale", "title": "?"}]}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    templates = tmp_path_factory.mktemp("templates")
    # JSON is YAML, too.
    (templates / "X1.yaml").write_text(json.dumps(TEMPLATE))
    server = Server(tmp_path_factory.mktemp("data"), environment={"COPROLAB_TEMPLATES": str(templates)})
    yield server
    assert server.stop() == 0, server.output


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = Hall(server, "X1")
    hall.facilitator.command("openLab")
    hall.moira.sees("its activities", lambda view: view.get("activities"))
    yield hall
    hall.close()


def opened(hall: Hall, title: str) -> str:
    """Opens the activity of that title, and gives its id."""
    activity = next(key for key, each in hall.facilitator.view["activities"].items() if each["title"] == title)
    hall.facilitator.command("openActivity", activity=activity)
    hall.all_see(activity, "open")
    return activity


def refusal(person: Any, name: str, **body: Any) -> tuple[str, str]:
    try:
        person.command(name, **body)
    except Rejected as rejection:
        return rejection.reason, str(rejection)
    raise AssertionError(f"{name} was accepted")


def own(person: Any, activity: str) -> dict[str, Any]:
    return person.conversation.mine["activities"].get(activity, {})


def test_every_command_of_a_survey_passes_and_fits_the_document(hall: Hall):
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    ideas, first = opened(hall, "Criteria"), opened(hall, "Before")
    idea = sam.command("addIdea", activity=ideas, text="Staff say their name")["idea"]
    people = [moira, sam] + [
        hall.newcomer(name, role) for name, role in (("Ann", "family"), ("Bob", "neighbour"), ("Cat", "staff"), ("Dan", "manager"))
    ]
    for person in people:
        person.command("answerQuestion", activity=first, question="trust", answer=2)
    facilitator.command("revealActivity", activity=first)

    survey = opened(hall, "All types")
    answers = {"trust": 4, "can": ["cook"], "would": ["drive"], "seen": "cook", "hours": 3, "face": "good", idea: 5}
    for person in people:
        for question, answer in answers.items():
            person.command("answerQuestion", activity=survey, question=question, answer=answer)
    sam.command("answerQuestion", activity=survey, question="can", answer=["drive", "cook"])
    moira.command("answerQuestion", activity=survey, question="face", answer="dontKnow")
    moira.command("answerQuestion", activity=survey, question="seen", answer="cook", evidence="I was there")
    text = moira.command("answerQuestion", activity=survey, question="words", text="A bench")["entry"]
    moira.command("answerQuestion", activity=survey, question="words", text="Two benches", entry=text, version=1)
    other = moira.command("answerQuestion", activity=survey, question="words", text="More tea")["entry"]
    moira.command("answerQuestion", activity=survey, question="words", text="", entry=other)
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    moira.command("answerQuestion", activity=survey, question="later", text="Fewer falls")
    moira.command("setConsent", activity=survey, consent="quoted", on=True)
    paper = facilitator.command("addPerson", name="Jean", role="family")["participant"]
    facilitator.command("answerQuestion", activity=survey, question="hours", answer=1, onBehalfOf=paper)

    shown = screen.sees("live counts", lambda view: view["activities"][survey]["results"]["hours"].get("n") == 7 and view["activities"][survey])
    assert shown["results"]["can"]["counts"] == {"cook": 6, "drive": 1} and "sides" not in shown["results"]["can"]
    assert {entry["text"] for entry in shown["texts"].values()} == {"Two benches", "More tea", "Fewer falls", "I was there"}
    assert not any("name" in entry for entry in shown["texts"].values())

    facilitator.command("suggestMatches", activity=survey)
    match = next(iter(sam.owns("a match", lambda mine: mine[survey].get("matches"))))
    sam.command("acceptMatch", activity=survey, match=match, on=True, name="Sam")
    sam.command("acceptMatch", activity=survey, match=match, on=False)

    facilitator.command("revealActivity", activity=survey)
    result = moira.sees("sides", lambda view: view["activities"][survey]["results"]["trust"].get("sides") and view["activities"][survey]["results"]["trust"])
    assert result["sides"]["professional"]["im"] == 4 and result["before"]["im"] == 2
    assert moira.view["activities"][survey]["items"][idea]["counts"]["5"] == 6
    facilitator.command("reopenActivity", activity=survey)
    moira.sees("the earlier round", lambda view: "1" in view["activities"][survey]["results"]["trust"].get("rounds", {}))
    facilitator.command("closeActivity", activity=survey)
    hall.all_see(survey, "closed")
    late_body = {"activity": survey, "question": "words", "text": "Late words"}
    assert sam.refused("answerQuestion", **late_body) == "activityClosed"
    late = sam.command("offerLate", name="answerQuestion", body=late_body)["late"]
    facilitator.sees("its words", lambda view: view["late"].get(late, {}).get("text") == "Late words")
    chosen = sam.command("offerLate", name="answerQuestion", body={"activity": survey, "question": "hours", "answer": 9})["late"]
    facilitator.sees("that one came", lambda view: chosen in view["late"])
    assert "text" not in facilitator.view["late"][chosen], "what was chosen stays hidden"
    facilitator.command("acceptLate", late=late)
    moira.command("setConsent", activity=survey, consent="quoted", on=False)

    seen = set().union(*(person.conversation.seen[way] for person in hall.everybody for way in (TO_SERVER, TO_CLIENT)))
    assert MESSAGES <= seen, MESSAGES - seen


def test_s25_the_directory_lists_only_who_opted_in_and_never_on_the_screen(hall: Hall):
    assets = opened(hall, "Assets")
    for person in (hall.moira, hall.sam):
        person.command("answerQuestion", activity=assets, question="can", answer=["cook"])
    hall.moira.command("answerQuestion", activity=assets, question="words", text="On Mondays")
    hall.moira.command("setConsent", activity=assets, consent="listed", on=True, name="Moira from Lenzie")
    listed = hall.sam.sees("the listing", lambda view: list(view["activities"][assets]["directory"].values()))
    assert [entry["name"] for entry in listed] == ["Moira from Lenzie"]
    assert listed[0]["answers"] == {"can": ["cook"], "words": ["On Mondays"]}
    assert all("Moira" not in frame for frame in hall.screen.frames)
    hall.moira.command("setConsent", activity=assets, consent="listed", on=False)
    hall.sam.sees("nobody", lambda view: view["activities"][assets]["directory"] == {})


def test_s26_names_pass_between_two_people_only_when_both_say_yes(hall: Hall):
    survey = opened(hall, "All types")
    hall.moira.command("answerQuestion", activity=survey, question="can", answer=["drive"])
    hall.sam.command("answerQuestion", activity=survey, question="would", answer=["drive"])
    hall.facilitator.command("suggestMatches", activity=survey)
    (match,) = hall.moira.sees("a match", lambda _: own(hall.moira, survey).get("matches"))
    hall.moira.command("acceptMatch", activity=survey, match=match, on=True, name="Moira M.")
    hall.sam.sees("the match", lambda _: own(hall.sam, survey).get("matches"))
    assert all("Moira M." not in frame for frame in hall.sam.frames + hall.facilitator.frames)
    hall.sam.command("acceptMatch", activity=survey, match=match, on=True, name="Sam S.")
    hall.moira.sees("the other's name", lambda _: own(hall.moira, survey)["matches"][match].get("with") == "Sam S.")
    assert all("Moira M." not in frame for frame in hall.facilitator.frames + hall.screen.frames)


def test_nothing_of_a_hidden_survey_is_in_any_frame(hall: Hall):
    hidden = opened(hall, "Hidden")
    text = "Nobody may read this yet"
    hall.moira.command("answerQuestion", activity=hidden, question="words", text=text)
    hall.moira.command("answerQuestion", activity=hidden, question="trust", answer=5)
    for person in (hall.facilitator, hall.screen, hall.sam):
        person.sees("that one was heard", lambda view: view["activities"][hidden]["heard"]["n"] == 1)
        assert all(text not in frame for frame in person.frames)
        assert person.view["activities"][hidden]["results"] == {}
    hall.facilitator.command("revealActivity", activity=hidden)
    hall.screen.sees("the text", lambda view: [entry["text"] for entry in view["activities"][hidden]["texts"].values()] == [text])


def test_each_refusal_says_in_words_what_to_do(hall: Hall):
    survey = next(key for key, each in hall.facilitator.view["activities"].items() if each["title"] == "All types")
    moira, sam = hall.moira, hall.sam
    assert refusal(moira, "answerQuestion", activity=survey, question="trust", answer=1)[0] == "notOpen"
    assert refusal(moira, "setConsent", activity=survey, consent="quoted", on=True)[0] == "notOpen"
    opened(hall, "All types")
    text = moira.command("answerQuestion", activity=survey, question="words", text="A bench")["entry"]
    expected = [
        (moira, "answerQuestion", {"question": "nothing", "answer": 1}, "unknownItem", "Load the page again"),
        (moira, "answerQuestion", {"question": "trust", "answer": 6}, "invalid", "from 1 to 5"),
        (moira, "answerQuestion", {"question": "seen", "answer": "fly"}, "invalid", "one of the options"),
        (moira, "answerQuestion", {"question": "hours", "answer": 41}, "invalid", "from 0 to 40"),
        (moira, "answerQuestion", {"question": "seen", "evidence": "I saw it"}, "invalid", "Answer the question first"),
        (moira, "answerQuestion", {"question": "trust", "answer": 3, "evidence": "x"}, "invalid", "doesn't ask for evidence"),
        (moira, "answerQuestion", {"question": "words", "text": "  "}, "empty", "Write something, or pass"),
        (moira, "answerQuestion", {"question": "words", "text": "a" * 1001}, "tooLong", "1000 is the most"),
        (moira, "answerQuestion", {"question": "words", "text": "Stale", "entry": text, "version": 7}, "changedMeanwhile", "Both texts"),
        (sam, "answerQuestion", {"question": "words", "text": "Mine", "entry": text, "version": 1}, "notYours", "Only the person"),
        (moira, "setConsent", {"consent": "sold", "on": True}, "unknownItem", "Load the page again"),
        (moira, "acceptMatch", {"match": "nothing", "on": True}, "unknownItem", "Load the page again"),
        (moira, "suggestMatches", {}, "notAllowed", "Only a facilitator"),
    ]
    for person, name, body, reason, words in expected:
        found = refusal(person, name, activity=survey, **body)
        assert found[0] == reason and words in found[1], found
    assets = opened(hall, "Assets")
    assert refusal(moira, "setConsent", activity=assets, consent="listed", on=True)[0] == "invalid"
    assert refusal(hall.facilitator, "suggestMatches", activity=assets)[0] == "unknownCommand"
