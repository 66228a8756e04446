"""Forms over a real socket: every command, each refusal in words, and every frame held against the document."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.hall import Hall
from api.kinds import opened, passed, refusal, served, titled
from harness.server import Server

MESSAGES = {
    "allowQuote", "writeSection", "signForm", "unsignForm", "addQuote", "editQuote", "removeQuote", "approveQuote",
}  # fmt: skip

CHARTER = {
    "id": "charter", "kind": "form", "visibility": "role",
    "settings": {"kindOfForm": "charter", "signOff": "sides", "sections": [
        {"id": "people", "title": "What people and carers promise", "side": "community"},
        {"id": "agency", "title": "What the agency promises", "side": "professional"},
        {"id": "conflict", "title": "What we do when we disagree", "required": True},
        {"id": "support", "title": "The agency's support", "required": True, "side": "professional"},
        {"id": "review", "title": "When we look at this again", "required": True, "type": "date"},
    ]},
}  # fmt: skip
STUDY = {
    "id": "study", "kind": "form", "inputsFrom": ["ideas"],
    "settings": {"kindOfForm": "caseStudy", "signOff": "everyone", "sections": [
        {"id": "story", "title": "What happened"},
        {"id": "voices", "title": "In people's own words", "type": "quotes", "required": True},
        {"id": "cost", "title": "What it cost", "type": "money", "unit": "£"},
        {"id": "next", "title": "What now?", "type": "choice", "options": [
            {"id": "keep", "title": "Keep it"}, {"id": "stop", "title": "Stop it"}]},
    ]},
}  # fmt: skip
SAFE = {
    "id": "safe", "kind": "form", "reveal": "onReveal",
    "settings": {"kindOfForm": "disagreement", "sections": [
        {"id": "people", "title": "How people see it", "side": "community"},
        {"id": "services", "title": "How services see it", "side": "professional"},
    ]},
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    ideas = {"id": "ideas", "kind": "gather", "settings": {"asksQuote": True}}
    yield from served(tmp_path_factory.mktemp("form"), ideas, CHARTER, STUDY, SAFE)


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = Hall(server, "KIND")
    hall.facilitator.command("openLab")
    yield hall
    hall.close()


def write(person: Any, form: str, part: str, text: str) -> str:
    """Writes a part as it is seen now; gives its id."""
    section = f"{form}{part}"
    version = person.view["activities"][form]["sections"][section]["version"]
    person.command("writeSection", activity=form, section=section, text=text, version=version)
    return section


def test_every_message_of_forms_passes(hall: Hall):
    """[S32] [S56] A charter is written, signed, changed and signed again; people are quoted with their consent."""
    facilitator, moira, sam, screen = hall.facilitator, hall.moira, hall.sam, hall.screen
    form = opened(hall, "Charter")
    write(moira, form, "conflict", "We meet within a week")
    write(sam, form, "support", "A worker for a day a week")
    write(sam, form, "review", "2027-03-01")
    for person in (moira, sam):
        person.sees("all parts", lambda view: view["activities"][form]["version"] == 3)
        person.command("signForm", activity=form, version=3)
    screen.sees("both sides", lambda view: view["activities"][form]["signed"] == {"n": 2, "complete": True})
    section = write(moira, form, "people", "We say when we can't come")
    screen.sees("no signature", lambda view: view["activities"][form]["signed"] == {"n": 0})
    screen.sees("the voided", lambda view: view["activities"][form]["versions"]["4"].get("voided") == 2)
    # What was signed is another version.
    moira.owns("its signature", lambda own: own[form]["signed"] == 3)
    moira.command("signForm", activity=form, version=4)
    moira.command("unsignForm", activity=form)
    moira.command("undo", command=f"{moira.client}.{moira.number}")
    paper = facilitator.command("addPerson", name="Jean", role="family")["participant"]
    version = facilitator.view["activities"][form]["sections"][section]["version"]
    facilitator.command("writeSection", activity=form, section=section, text="From paper", version=version, onBehalfOf=paper)
    facilitator.command("closeActivity", activity=form)
    late = {"activity": form, "section": f"{form}agency", "text": "We answer in a week", "version": 0}
    assert sam.refused("writeSection", **late) == "activityClosed"
    offered = sam.command("offerLate", name="writeSection", body=late)["late"]
    facilitator.sees("the late part", lambda view: view["late"].get(offered, {}).get("text") == "We answer in a week")
    facilitator.command("acceptLate", late=offered)

    gather = opened(hall, "Ideas")
    said = moira.command("addIdea", activity=gather, text="They asked me, and then they did it")["idea"]
    study = opened(hall, "Study")
    moira.command("allowQuote", activity=gather, idea=said, on=True)
    sam.command("addQuote", activity=study, section=f"{study}voices", idea=said)
    sam.command("editQuote", activity=study, quote=said, text="They asked me", version=1)
    screen.sees("the changed quote", lambda view: "original" in view["activities"][study]["quotes"].get(said, {}))
    shown = screen.view["activities"][study]["quotes"][said]
    assert shown["original"] == "They asked me, and then they did it" and "approved" not in shown
    moira.command("approveQuote", activity=study, quote=said, on=True)
    moira.command("writeSection", activity=study, section=f"{study}cost", text="1200.50", version=0)
    moira.command("writeSection", activity=study, section=f"{study}next", text="keep", version=0)
    assert moira.view["activities"][study]["sections"][f"{study}next"]["text"] == "Keep it"
    sam.command("removeQuote", activity=study, quote=said)
    sam.command("undo", command=f"{sam.client}.{sam.number}")
    screen.sees("it again", lambda view: view["activities"][study]["quotes"].get(said))
    moira.command("allowQuote", activity=gather, idea=said, on=False)
    screen.sees("no quote any more", lambda view: view["activities"][study]["quotes"] == {})
    missing = MESSAGES - passed(hall)
    assert not missing, f"never passed: {', '.join(sorted(missing))}"


def test_each_refusal_says_what_to_do(hall: Hall):
    """[S32] [S17] Half empty, the other side's part, another version, not one's own quote."""
    moira, sam = hall.moira, hall.sam
    form = titled(hall, "Charter")
    part = {"activity": form, "section": f"{form}conflict", "version": 0}
    assert refusal(moira, "writeSection", **part, text="Early")[0] == "notOpen"
    opened(hall, "Charter")
    reason, words = refusal(moira, "signForm", activity=form, version=0)
    assert reason == "empty" and "When we look at this again" in words and "Fill in" in words
    reason, words = refusal(moira, "writeSection", activity=form, section=f"{form}agency", text="Not ours", version=0)
    assert reason == "notAllowed" and "in their own words" in words
    moira.command("writeSection", **part, text="We vote")
    assert refusal(sam, "writeSection", **part, text="We meet")[0] == "changedMeanwhile"
    clash = sam.of_type("rejected")[-1]
    assert clash["theirs"] == {"text": "We vote", "version": 1} and clash["yours"] == {"text": "We meet"}
    review = {"activity": form, "section": f"{form}review", "version": 0}
    assert refusal(sam, "writeSection", **review, text="next year")[0] == "invalid"
    assert refusal(sam, "writeSection", activity=form, section="nothing", text="x", version=0)[0] == "unknownItem"
    assert refusal(sam, "writeSection", **{**part, "version": 1}, text="x" * 4001)[0] == "tooLong"
    sam.command("writeSection", **review, text="2027-03-01")
    sam.command("writeSection", activity=form, section=f"{form}support", text="A worker", version=0)
    reason, words = refusal(moira, "signForm", activity=form, version=1)
    assert reason == "notAllowed" and "Read it again" in words

    study, gather = opened(hall, "Study"), opened(hall, "Ideas")
    said = moira.command("addIdea", activity=gather, text="They asked me")["idea"]
    quote = {"activity": study, "section": f"{study}voices", "idea": said}
    reason, words = refusal(sam, "addQuote", **quote)
    assert reason == "notAllowed" and "hasn't agreed" in words
    assert refusal(sam, "allowQuote", activity=gather, idea=said, on=True)[0] == "notYours"
    moira.command("allowQuote", activity=gather, idea=said, on=True)
    assert refusal(sam, "addQuote", **{**quote, "section": f"{study}story"})[0] == "notAllowed"
    sam.command("addQuote", **quote)
    assert refusal(sam, "approveQuote", activity=study, quote=said, on=True)[0] == "notYours"
    reason, words = refusal(sam, "signForm", activity=study, version=1)
    assert reason == "notAllowed" and "hasn't said yes" in words
    assert refusal(sam, "editQuote", activity=study, quote=said, text="Me", version=7)[0] == "changedMeanwhile"
    assert refusal(sam, "removeQuote", activity=study, quote="nothing")[0] == "unknownItem"


def test_what_is_written_apart_is_in_no_frame_before_the_reveal(hall: Hall):
    """[S17] Each side writes in its own words, unread by the other until both are shown."""
    form = opened(hall, "Safe")
    write(hall.moira, form, "people", "Walking alone is my life")
    for person in (hall.sam, hall.facilitator, hall.screen):
        person.sees("that it is written", lambda view: view["activities"][form]["sections"][f"{form}people"].get("written"))
        assert not any("Walking alone" in frame for frame in person.frames)
    assert hall.sam.refused("signForm", activity=form, version=1) == "notAllowed"
    hall.facilitator.command("revealActivity", activity=form)
    hall.screen.sees("both", lambda view: view["activities"][form]["sections"][f"{form}people"].get("text"))
