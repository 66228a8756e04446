"""Each template from its lobby to the lab's end over real sockets, with something given in every step of it; and what is
asked, seen and kept in each by the rules of Tests/rules/rules.tsv."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.contributors import Filled, Mapped, Pledged, Surveyed, Voted, in_order
from api.kinds import begun, opened, served, titled
from api.programme import Walk, rows
from harness.server import BINARY, ENVIRONMENT, TOP, Server, eventually
from harness.wire import Person


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    # News goes out often, so that nobody in these tests waits for it for long.
    server = Server(tmp_path_factory.mktemp("data"), environment={"COPROLAB_TICK": "10"})
    yield server
    assert server.stop() == 0, server.output


def table(kept: dict[str, Any], walk: Walk, key: str, name: str) -> list[dict[str, Any]]:
    """The rows of one table of a step, as an export has them."""
    activity = next(activity for activity in kept["activities"] if activity["id"] == walk.step[key].id)
    return next(rows(one) for one in activity["tables"] if one["name"] == name)


def everybody_is_asked_for_a_small_step_with_support(walk: Walk, key: str) -> None:
    """A pledge asks for its first step, for the support that it needs and for what one gets; both sides pledge."""
    step = walk.step[key]
    pledged: Pledged = step.given
    flags = {"asksFirstStep": True, "asksHelp": True, "asksGet": True}
    walk.see(step, "what a pledge asks for", lambda view: {flag: view[flag] for flag in flags}, flags)
    assert re.search(r"\b(services|council)\b.* pledge", pledged.view["prompt"], re.IGNORECASE), "the agency is asked to pledge as well"
    assert {owner.side for owner in pledged.owners.values()} == {"community", "professional"}
    needed = {"give", "get", "firstStep", "help"}
    walk.see(step, "what is given, got, begun with and needed", lambda view: all(needed <= set(pledge) for pledge in view["pledges"].values()), True)


#: What first asks for something strong, and the words in which everybody reads it.
STRONG_FIRST = {
    "T1": ("practice", "What makes a good day for you?"), "T2": ("ideas", "What works well here that we could do more of?"),
    "T3": ("skills", "What do you do already?"), "T4": ("panel", "What works well that others could copy?"),
    "T5": ("strengths", "What are you good at, what have you learned in life"), "T6": ("voices", "What changed, and what was your part in it?"),
    "T7": ("promises", "What are you good at that helps here"), "T8": ("hopes", "What from today has grown into it?"),
    "T9": ("story", "Begin with what is better."), "T10": ("outcomes", "What works here already that this builds on?"),
    "T11": ("criteria", "Think of a place where you felt good."), "T12": ("checklist", "people are seen as those who have something to give"),
}  # fmt: skip
LACKING = re.compile(
    r"\b(missing|problems?|wrong|hard|lack\w*|gaps?|need|gets in the way|puts? (people )?off|not good|fail\w*|weak\w*|must change)\b"
)


@pytest.mark.parametrize("template", STRONG_FIRST)
def test_s3_what_is_strong_is_asked_before_what_is_missing(server: Server, template: str):
    """[S3] In the programme that people see nothing asks what is missing before something has asked what is strong."""
    lab = server.make_lab("What do we ask first?", template)
    person = Person(server, lab["id"], "facilitator", token=lab["facilitatorToken"])
    key, words = STRONG_FIRST[template]
    asked = ""
    for activity in sorted(person.view["activities"].values(), key=lambda activity: activity["order"]):
        lines = [activity["prompt"]]
        for part in ("questions", "sections", "rows", "columns"):
            several = activity.get(part, {})
            if isinstance(several, dict):
                lines += [f"{line['title']} {line.get('hint', '')}" for _, line in sorted(several.items(), key=lambda item: item[1]["order"])]
        if activity["kind"] not in ("info", "break"):
            asked += "\n".join([*lines, ""])
    person.close()
    assert words in asked, f"{template}/{key} asks what is strong"
    before = asked[: asked.index(words)]
    assert not LACKING.search(before), f"{template} asks about {LACKING.search(before)} before it asks what is strong"


def test_t3_what_is_strong_here(server: Server):
    """[S3] [S6] [S8] [S25] [S26] Skills first, then what helps; for one person or for all; both sides pledge."""
    with Walk(server, "T3") as walk:
        first = None
        for step in walk.steps():
            if step.kind not in ("info", "break"):
                first = first or step.key
            if step.key == "skills":
                skills: Surveyed = step.given
                names = {"Moira Kerr of Lenzie"}
                for place in walk.everywhere:
                    listed = set() if place is walk.screen else names
                    walk.see(step, "who wished to be listed", lambda view: {entry["name"] for entry in view["directory"].values()}, listed, [place])
                assert len(skills.consents["list"]) == 1
            if step.key == "assets":
                _for_one_or_for_all(walk, "assets")
            if step.key == "pledges":
                everybody_is_asked_for_a_small_step_with_support(walk, "pledges")
        assert first == "skills", "what people are good at comes before all else"
        kept = walk.end()
        _reach_is_kept(walk, kept, "assets")
        assert {row["name"] for row in table(kept, walk, "skills", "directory")} == names
        shared = json.dumps(walk.export("sharing"))
        assert "Moira Kerr" not in shared and "guardian" not in shared


def _for_one_or_for_all(walk: Walk, key: str) -> None:
    """An idea says whether it is for one person or for the whole community, and its author may think again."""
    step, ideas = walk.step[key], walk.step[key].given.ideas
    assert set(Counter(idea["for"] for idea in ideas.values())) == {"person", "community"}
    idea, words = list(ideas.items())[2]
    other = {"person": "community", "community": "person"}[words["for"]]
    step.given.authors[idea].command("editIdea", activity=step.id, idea=idea, version=1, **{"for": other})
    ideas[idea] |= {"for": other, "edited": True}
    reach = {idea: each["for"] for idea, each in ideas.items()}
    walk.see(step, "for whom it is", lambda view: {idea: each["for"] for idea, each in view["ideas"].items()}, reach)


def _reach_is_kept(walk: Walk, kept: dict[str, Any], key: str) -> None:
    ideas = walk.step[key].given.ideas
    for export in (kept, walk.export("sharing")):
        assert {row["item"]: row["for"] for row in table(export, walk, key, "ideas")} == {idea: each["for"] for idea, each in ideas.items()}


def test_t4_a_learning_event(server: Server):
    """[S5] [S6] [S30] [S50] [S57] Its own words, workshops to choose, examples of one's own, what helps by role, who governs."""
    with Walk(server, "T4") as walk:
        walk.all_see("its own words", lambda view: view["lab"]["details"]["words"], {"lab": "event", "facilitator": "host"})
        for step in walk.steps():
            match step.key:
                case "morning":
                    _people_choose_again(walk, step.key)
                case "star":
                    _an_example_of_ones_own(walk, step.given)
                case "joining":
                    roles = {member.role for member in step.given.contributors}
                    assert len(roles) >= 3
                    walk.see(step, "who says what, by role", lambda view: {idea["role"] for idea in view["ideas"].values()}, roles)
                case "designing":
                    _for_one_or_for_all(walk, step.key)
                case "trying":
                    assert walk.inputs(step) == list(walk.step["joining"].given.ideas), "what helps is what is voted on"
                case "governing":
                    walk.see(step, "a form of governance", lambda view: view["kindOfForm"], "governance")
                    parts = {"place", "board", "community", "staff", "newvoices", "first"}
                    walk.see(step, "its parts", lambda view: {each["key"] for each in view["sections"].values() if "text" in each}, parts)
        kept = walk.end()
        _reach_is_kept(walk, kept, "designing")
        votes = table(kept, walk, "trying", "votes")
        assert votes[0]["votes"] == max(walk.step["trying"].given.totals.values()) > 0
        written = {row["section"]: (row["side"], row["text"]) for row in table(kept, walk, "governing", "sections")}
        assert written["community"][0] == "community" and written["staff"][0] == "professional" and written["newvoices"][1]


def _people_choose_again(walk: Walk, key: str) -> None:
    """Who would rather go elsewhere waits where it is full, keeps their place meanwhile, and goes where there is room."""
    step, chosen = walk.step[key], walk.step[key].given
    one = next(member for member, track in chosen.choices.items() if track == "designing" and member.place)
    full = Counter(chosen.choices.values())["star"]
    walk.facilitator.command("setCapacity", activity=step.id, track="star", capacity=full)
    one.command("chooseTrack", activity=step.id, track="star")
    one.owns(step, "a place to keep and one to wait for", lambda mine: (mine["track"], mine["waitingFor"], mine["place"]) == ("designing", "star", 1))
    walk.see(step, "that one waits", lambda view: view["tracks"]["star"]["waiting"], 1)
    one.command("chooseTrack", activity=step.id, track="joining")
    chosen.choices[one] = "joining"
    one.owns(step, "the other workshop", lambda mine: mine["track"] == "joining" and "waitingFor" not in mine)
    chosen.shown()


def _an_example_of_ones_own(walk: Walk, star: Mapped) -> None:
    """Where there is an example already somebody adds their own beside it; none takes another's place."""
    first, entry = next(iter(star.entries.items()))
    cell = (entry["row"], entry["column"])
    member = next(member for member in star.contributors if member is not star.authors[first])
    star.write([(member, cell, "An example of my own: the garden behind the library")])
    star.shown()

    def in_cell(view: dict[str, Any]) -> set[str]:
        return {each["text"] for each in view["entries"].values() if (each["row"], each["column"]) == cell}

    walk.see(star.step, "both examples", in_cell, {entry["text"], "An example of my own: the garden behind the library"})


CARDS = {"cardOne": {"learned", "next"}, "cardTwo": {"learned", "next"}}


def test_t5_six_sittings_with_care_leavers(server: Server):
    """[S6] [S8] [S11] [S12] [S15] [S16] [S37] [S52] Made possible, told by care leavers first, tried on a small scale, judged by role."""
    with Walk(server, "T5", away={3: {"Vic Orr"}}, later=CARDS) as walk:
        said = {"times": "What we say of times", "pay": "What we say of pay"}
        walk.all_see("times and pay", lambda view: {key: view["lab"]["details"][key] for key in said}, said)
        for step in walk.steps():
            match step.key:
                case "charter":
                    _nobody_signs_without_the_agencys_support(walk, step.key)
                case "journey":
                    first = [entry for entry, member in step.given.authors.items() if member.role == "usesServices"]
                    order = in_order(walk.screen.view["activities"][step.id]["entries"])
                    assert set(order[: len(first)]) == set(first), "those whose way it is have written first"
                case "ideas":
                    _for_one_or_for_all(walk, step.key)
                case "cardOne" | "cardTwo":
                    _a_test_card(walk, step.key)
                case "tests":
                    _three_bands_by_role(walk, step.key)
                case "learned":
                    for card, next_step in (("cardOne", "keep"), ("cardTwo", "change")):
                        _what_was_learned(walk, card, next_step)
                case "decide":
                    assert set(walk.step["rating"].given.decisions) == set(walk.step["choice"].given.taken)
                case "pledges":
                    everybody_is_asked_for_a_small_step_with_support(walk, step.key)
        _before_and_after(walk)
        kept = walk.end()
        assert len(kept["sittings"]) == 6
        _reach_is_kept(walk, kept, "ideas")
        for card, title in (("cardOne", "Keep it"), ("cardTwo", "Change it and try again")):
            parts = {row["section"]: row["text"] for row in table(kept, walk, card, "sections")}
            assert parts["cost"] == "1250.50" and parts["what"] and parts["learned"] == f"What we learned of {card}" and parts["next"] == title
        _bands_are_kept(walk, kept, "tests")
        for pledge in table(kept, walk, "pledges", "pledges"):
            assert pledge["firstStep"] == "Ask two neighbours" and pledge["help"] == "Somebody with a key"
        assert not {idea["activity"] for idea in kept["chain"]} & {walk.step["disagreement"].id}, "where people don't agree isn't weighed"


def _nobody_signs_without_the_agencys_support(walk: Walk, key: str) -> None:
    """What the agency gives is a part of its own: staff write it, and without it nobody can sign; emptied, all signatures go."""
    step, form = walk.step[key], walk.step[key].given
    support = form.keys["support"]
    section = form.view["sections"][support]
    assert section["side"] == "professional" and section["required"] and "agency gives" in section["title"]
    assert form.signed == set(walk.present)
    words = form.parts["support"]
    staff, citizen = walk.of_side("professional")[0], walk.of_side("community")[0]
    staff.command("writeSection", activity=step.id, section=support, text="", version=form.versions["support"])
    form.versions["support"] += 1
    form.version += 1
    walk.see(step, "no signature any more", lambda view: view["signed"], {"n": 0})
    for member in (citizen, staff):
        reason, answer = member.refusal("signForm", activity=step.id, version=form.version)
        assert reason == "empty" and section["title"] in answer
    reason, _ = citizen.refusal("writeSection", activity=step.id, section=support, text="We manage", version=form.versions["support"])
    assert reason == "notAllowed"
    form.write({"support": staff}, {"support": words})
    form.sign()
    form.shown()


def _a_test_card(walk: Walk, key: str) -> None:
    """What we try and what it costs; what we learned and what comes of it waits until it was tried."""
    step, card = walk.step[key], walk.step[key].given
    walk.see(step, "a test card", lambda view: view["kindOfForm"], "testCard")
    sections = {each["key"]: each for each in card.view["sections"].values()}
    assert sections["cost"]["type"] == "money" and sections["cost"]["unit"] == "£"
    assert set(sections["next"]["options"]) == {"keep", "change", "stop"}
    assert "text" not in sections["learned"] and "text" not in sections["next"] and sections["what"]["text"]


def _what_was_learned(walk: Walk, key: str, next_step: str) -> None:
    step = walk.reopen(key)
    card: Filled = step.given
    people = walk.present
    reason, words = people[0].refusal("writeSection", activity=step.id, section=card.keys["next"], text="perhaps", version=0)
    assert reason == "invalid" and "keep, change, stop" in words
    card.write({"learned": people[0], "next": people[3]}, {"learned": f"What we learned of {key}", "next": next_step})
    walk.close(key)


def _three_bands_by_role(walk: Walk, key: str) -> None:
    """What is plain to see, what is less tangible, what may come later; several of each from one person."""
    survey: Surveyed = walk.step[key].given
    questions = survey.view["questions"]
    bands = [question for question in in_order(questions) if questions[question].get("band")]
    assert bands == ["plain", "quiet", "later"]
    assert "anybody can see" in questions["plain"]["title"] and "harder to see" in questions["quiet"]["title"]
    texts = Counter(text["question"] for _, text in survey.texts)
    assert {band: texts[band] for band in bands} == {band: len(survey.contributors) + 1 for band in bands}


def _bands_are_kept(walk: Walk, kept: dict[str, Any], key: str) -> None:
    """Each outcome stands in its band and beside a role, on every screen and in the export."""
    step, survey = walk.step[key], walk.step[key].given
    bands = ("plain", "quiet", "later")
    expected = Counter((text["question"], text["text"], member.role) for member, text in survey.texts if text["question"] in bands)
    assert len({role for _, _, role in expected}) >= 3

    def outcomes(view: dict[str, Any]) -> Counter[tuple[str, str, str]]:
        return Counter((text["question"], text["text"], text["role"]) for text in view["texts"].values() if text["question"] in bands)

    walk.see(step, "outcomes in three bands by role", outcomes, expected)
    assert Counter((row["question"], row["text"], row["role"]) for row in table(kept, walk, key, "texts") if row["question"] in bands) == expected


def _before_and_after(walk: Walk) -> None:
    """Confidence after six sittings stands beside that of the first evening, and by role where enough have answered."""
    step = walk.step["confidenceAfter"]
    before, after = walk.step["confidenceBefore"].given, step.given
    care_leavers = [member for member in walk.members if member.role == "usesServices"]

    def counted(question: str, members: Any = None) -> list[dict[str, int]]:
        """What was answered before, and what after."""
        both = (survey.counts(question, members) for survey in (before, after))
        return [{str(level): counts[str(level)] for level in range(1, 6)} for counts in both]

    def seen(question: str, *group: str) -> Any:
        def read(view: dict[str, Any]) -> list[dict[str, int]]:
            both = [view["results"][question]["before"], view["results"][question]]
            for name in group:
                both = [figures[name] for figures in both]
            return [figures["counts"] for figures in both]

        return read

    for question in ("managers", "heard", "change", "self"):
        walk.see(step, f"{question} before and after", seen(question), counted(question))
    # Of the first question one of the three said that they don't know, so that too few are left to be shown.
    for question in ("heard", "change", "self"):
        walk.see(step, f"{question} of care leavers", seen(question, "roles", "usesServices"), counted(question, care_leavers))


def test_t6_a_story_by_the_groups_own_principles(server: Server):
    """[S55] [S56] [S33] Principles become themes, are chosen, and are held against the story, which says whom it is to reach."""
    with Walk(server, "T6") as walk:
        for step in walk.steps():
            match step.key:
                case "story":
                    reach = step.given.view["sections"][step.given.keys["reach"]]
                    assert "Who should hear it, and who will tell it?" in reach["title"]
                    walk.see(step, "whom it should reach", lambda view: [
                        each["text"] for each in view["sections"].values() if each["key"] == "reach"
                    ], [step.given.parts["reach"]])  # fmt: skip
                case "check":
                    principles, choice = walk.step["themes"].given, walk.step["choice"].given
                    assert 6 <= len(choice.taken) < len(principles.themes)
                    walk.see(step, "our own principles alone", lambda view: set(view["items"]), set(choice.taken))
                    words = {item: principles.themes[item] for item in choice.taken}
                    themes = walk.step["themes"].id
                    walk.see(step, "where they come from", lambda view: {entry["from"] for entry in view["items"].values()}, {themes})
                    walk.all_see("their words", lambda view: {item: view["activities"][themes]["themes"][item]["text"] for item in words}, words)
                case "consent":
                    _the_story_is_changed_and_signed_again(walk)
        check: Surveyed = walk.step["check"].given
        for principle in check.items:
            counts = {option: check.counts(principle)[option] for option in ("fully", "partly", "notyet")}
            assert sum(counts.values()) == len(check.contributors)
            walk.see(check.step, "how far the story keeps it", lambda view, principle=principle: view["items"][principle]["counts"], counts)
        kept = walk.end()
        titles = {row["question"]: row["title"] for row in table(kept, walk, "check", "answers")}
        assert titles == {item: walk.step["themes"].given.themes[item] for item in check.items}
        assert sum(row["evidence"] for row in table(kept, walk, "check", "texts")) == sum(text.get("evidence", False) for _, text in check.texts) > 0
        story = {row["section"]: row["text"] for row in table(kept, walk, "story", "sections")}
        assert story["reach"] and story["change"] == "Said in plainer words"
        quotes = {row["original"] for row in table(kept, walk, "story", "quotes")}
        voices = walk.step["voices"].given
        assert quotes == {voices.ideas[idea]["text"] for idea in voices.quotable}


def _the_story_is_changed_and_signed_again(walk: Walk) -> None:
    """The principles were held against it, so the story is mended: all sign what it says now."""
    step = walk.reopen("story")
    story: Filled = step.given
    story.write({"change": walk.present[0]}, {"change": "Said in plainer words"})
    story.shown()
    story.sign()
    walk.close("story")


def test_t7_a_charter_that_binds_both_sides(server: Server):
    """[S8] [S32] The agency promises in the charter, too; nobody signs without that, and an edit takes all signatures off."""
    with Walk(server, "T7") as walk:
        for step in walk.steps():
            if step.key == "charter":
                _nobody_signs_without_the_agencys_support(walk, step.key)
                sides = {each["key"]: each.get("side") for each in step.given.view["sections"].values()}
                assert sides["people"] == sides["citizens"] == "community" and sides["staff"] == sides["support"] == "professional"
            if step.key == "sign":
                charter: Filled = walk.reopen("charter").given
                assert charter.signed == set(walk.present)
                charter.write({"staff": walk.of_side("professional")[1]}, {"staff": "We answer within two days"})
                walk.see(charter.step, "no signature", lambda view: view["signed"], {"n": 0})
                charter.sign()
                walk.close("charter")
        kept = walk.end()
        parts = {row["section"]: row for row in table(kept, walk, "charter", "sections")}
        assert parts["staff"]["text"] == "We answer within two days" and parts["support"]["text"] and parts["support"]["side"] == "professional"
        (signatures,) = table(kept, walk, "charter", "signatures")
        assert signatures["signed"] == len(walk.members) and signatures["complete"]
        assert [row["voided"] for row in table(kept, walk, "charter", "versions") if row["voided"]] == [len(walk.members)] * 2


def test_t8_looking_back_from_the_future(server: Server):
    """[S6] [S8] [S57] From the future back to today, in the order of time; then a first step, the council's, too."""
    with Walk(server, "T8") as walk:
        for step in walk.steps():
            match step.key:
                case "hopes":
                    _for_one_or_for_all(walk, step.key)
                case "back":
                    walk.see(step, "that it is asked backwards", lambda view: view["backwards"], True)
                    times = ["today", "months", "year", "five", "ten"]
                    walk.see(step, "the order of time", lambda view: in_order(view["rows"]), times)
                    mapped: Mapped = step.given
                    assert mapped.cells[0][0] == "ten" and {entry["row"] for entry in mapped.entries.values()} == set(times)
                case "pledges":
                    everybody_is_asked_for_a_small_step_with_support(walk, step.key)
        kept = walk.end()
        _reach_is_kept(walk, kept, "hopes")
        rows_in_order = list(dict.fromkeys(row["row"] for row in table(kept, walk, "back", "entries")))
        titles = [mapped.view["rows"][row]["title"] for row in times]
        assert rows_in_order == [title for title in titles if title in rows_in_order], "what was thought backwards is read forwards"


def test_t9_did_it_make_a_difference(server: Server):
    """[S8] [S33] [S39] [S52] The argument part by part, outcomes in three bands by role, champions who come forward themselves."""
    with Walk(server, "T9") as walk:
        for step in walk.steps():
            match step.key:
                case "story":
                    _the_argument(walk, step.given)
                case "evidence":
                    _three_bands_by_role(walk, step.key)
                case "champions":
                    everybody_is_asked_for_a_small_step_with_support(walk, step.key)
                    champion = _a_champion(walk, step.given)
        kept = walk.end()
        parts = {row["section"]: row["text"] for row in table(kept, walk, "story", "sections")}
        assert all(parts[key] for key in ("change", "strengths", "people", "staff", "path", "evidence", "others", "next"))
        assert parts["strength"] == "Likely"
        _bands_are_kept(walk, kept, "evidence")
        (told,) = [row for row in table(kept, walk, "champions", "pledges") if row["pledge"] == champion]
        assert told["name"] == "Bob Menzies" and told["status"] == "done" and told["give"].startswith("I tell this story")
        (reach,) = [row for row in table(kept, walk, "champions", "checkIns") if row["pledge"] == champion]
        assert reach["text"] == "Told at the library: 14 people heard it"


def _the_argument(walk: Walk, story: Filled) -> None:
    """Change, story, evidence, other causes, how strong, what evidence comes next: each is asked, and what must be there is said."""
    sections = {each["key"]: each for each in story.view["sections"].values()}
    walk.see(story.step, "a contribution", lambda view: view["kindOfForm"], "contribution")
    needed = {"change", "path", "evidence", "others", "next"}
    assert {key for key, section in sections.items() if section.get("required")} == needed
    assert [option["title"] for option in sorted(sections["strength"]["options"].values(), key=lambda option: option["order"])] == [
        "A first hint", "Likely", "Hard to explain otherwise",
    ]  # fmt: skip
    walk.see(story.step, "how strong it is", lambda view: view["sections"][story.keys["strength"]]["text"], "Likely")
    reason, _ = walk.present[0].refusal("writeSection", activity=story.step.id, section=story.keys["strength"], text="proven", version=1)
    assert reason == "invalid"


def _a_champion(walk: Walk, board: Pledged) -> str:
    """Somebody comes forward, says whom they will tell, takes it on themself, and later whom it reached."""
    assert "who will tell this story? Whom will you tell?" in board.view["prompt"]
    champion = walk.member("Bob")
    words = {
        "give": "I tell this story at the library, to those who are new", "get": "A lift", "firstStep": "Ask for a day", "help": "A printed copy",
    }  # fmt: skip
    (pledge,) = board.offer([(champion, words)])
    for other in (walk.facilitator, walk.member("Vic").hand):
        reason, answer = other.refusal("acceptPledge", activity=board.step.id, pledge=pledge)
        assert reason == "notYours" and "Only the person who offers" in answer, "nobody is made a champion by others"
    board.accept([pledge])
    board.check_in(pledge, "done", "Told at the library: 14 people heard it")
    board.shown()
    talks = ["Told at the library: 14 people heard it"]
    walk.see(board.step, "whom it reached", lambda view: [talk["text"] for talk in view["pledges"][pledge]["checkIns"].values()], talks)
    return pledge


def test_t10_is_it_worth_it(server: Server):
    """[S6] [S11] [S20] [S34] [S36] [S46] [S48] A business case with all its parts, and a budget of which nobody can spend more than there is.

    What words mean, how long each step may take, and what is said only after one's own answer is looked at in every walk.
    """
    with Walk(server, "T10") as walk:
        for step in walk.steps():
            match step.key:
                case "outcomes":
                    _for_one_or_for_all(walk, step.key)
                case "case":
                    _a_business_case(walk, step.given)
                case "budget":
                    _more_than_there_is_cant_be_spent(walk, step.given)
        kept = walk.end()
        _reach_is_kept(walk, kept, "outcomes")
        parts = {row["section"]: (row["text"], row["unit"]) for row in table(kept, walk, "case", "sections")}
        assert parts["cost"] == ("1250.50", "£") and parts["saving"] == ("800", "£") and parts["confidence"][0] == "Roughly right"
        assert parts["outcome"][0] and parts["assumptions"][0] and parts["small"][0] == "One café, four Tuesdays"
        budget = table(kept, walk, "budget", "votes")
        assert sum(row["votes"] for row in budget) <= 20 * len(walk.step["budget"].given.spent)


def _a_business_case(walk: Walk, case: Filled) -> None:
    """Outcome, cost, saving, what is assumed and how sure it is; sums are sums, and the smallest way to try it stands there."""
    sections = {each["key"]: each for each in case.view["sections"].values()}
    walk.see(case.step, "a business case", lambda view: view["kindOfForm"], "businessCase")
    assert {key for key, section in sections.items() if section.get("required")} == {"idea", "outcome", "cost", "assumptions", "confidence"}
    assert sections["cost"]["type"] == sections["saving"]["type"] == "money"
    reason, words = walk.present[0].refusal("writeSection", activity=case.step.id, section=case.keys["cost"], text="a lot", version=1)
    assert reason == "invalid" and "in digits" in words
    assert "smallest way to try it first" in sections["small"]["title"]
    case.write({"small": walk.present[4], "saving": walk.present[5]}, {"small": "One café, four Tuesdays", "saving": "800"})
    case.shown()
    parts = {key: case.parts[key] for key in ("outcome", "cost", "saving", "assumptions", "confidence")}
    walk.see(case.step, "the case", lambda view: {key: view["sections"][case.keys[key]]["text"] for key in parts}, parts)


def _more_than_there_is_cant_be_spent(walk: Walk, vote: Voted) -> None:
    """Twenty points of £500 are £10,000: no order of taps, and no two at once, lead past them."""
    step = vote.step
    walk.see(step, "what there is", lambda view: (view["mode"], view["budget"], view["unit"]), ("points", 20, "£500"))
    assert max(sum(own.values()) for own in vote.spent.values()) == 20
    member = next(member for member in walk.present if member not in vote.contributors and member.place)
    one, other, third = in_order(vote.view["items"])[:3]
    keys = [member.hand.begin("vote", {"activity": step.id, "item": item, "dots": 12}) for item in (one, other)]
    assert member.hand.result(keys[0], "the first twelve") == {}
    with pytest.raises(AssertionError, match="overBudget: You have 20 points, and 12 are spent already"):
        member.hand.result(keys[1], "twelve more at the same moment")
    member.command("vote", activity=step.id, item=other, dots=8)
    assert member.refusal("vote", activity=step.id, item=third, dots=1)[0] == "overBudget"
    assert member.refusal("vote", activity=step.id, item=one, dots=13)[0] == "overBudget"
    # What is taken back can be spent again.
    member.command("vote", activity=step.id, item=one, dots=10)
    member.command("vote", activity=step.id, item=third, dots=2)
    vote.spent[member] = {one: 10, other: 8, third: 2}
    vote.totals.update(vote.spent[member])
    vote.gave([member])
    member.owns(step, "what was spent", lambda mine: mine["dots"] == vote.spent[member])
    walk.count(step)


def test_t11_inspected_by_criteria_of_ones_own(server: Server):
    """[S38] [S60] Citizens alone write and choose the criteria; all answer by picture on each, and no name is shown."""
    with Walk(server, "T11") as walk:
        walk.all_see("that names are hidden", lambda view: view["lab"]["details"]["hidesNames"], True)
        for step in walk.steps():
            match step.key:
                case "criteria":
                    assert {member.side for member in step.given.contributors} == {"community"}
                    reason, words = walk.member("Sam").refusal("addIdea", activity=step.id, text="The files are in order")
                    assert reason == "notAllowed" and "for others to answer" in words
                    # More than can be looked at, so that there is something to choose.
                    more = ("Somebody says hello", "One can sit down", "The door is easy", "The sign can be read", "It smells good")
                    step.given.add(walk.member("Moira"), *more)
                case "choice":
                    item = walk.inputs(step)[0]
                    assert walk.member("Tess").refusal("vote", activity=step.id, item=item, dots=1)[0] == "notAllowed"
                case "inspection":
                    _their_criteria_are_the_questions(walk, step.given)
                case "report":
                    sides = {each["key"]: each.get("side") for each in step.given.view["sections"].values()}
                    assert sides["good"] == sides["better"] == "community" and sides["answer"] == "professional"
        inspection: Surveyed = walk.step["inspection"].given
        walk.see(inspection.step, "how both sides see it", lambda view: {
            side: each["n"] for side, each in view["results"]["stars"]["sides"].items()
        }, _sides_of(inspection, "stars"))  # fmt: skip
        kept = walk.end()
        criteria = walk.step["criteria"].given.ideas
        titles = {row["question"]: row["title"] for row in table(kept, walk, "inspection", "answers") if row["question"] in criteria}
        assert titles == {item: criteria[item]["text"] for item in walk.step["choice"].given.taken}
        participants = [place for _, place in walk.places if place.joined["audience"] != "facilitator"]
        for member in walk.members:
            others = [place for place in participants if place.joined.get("participant") != member.id]
            assert not any(member.name in frame for place in others for frame in place.frames), f"{member}'s name is shown"


def _their_criteria_are_the_questions(walk: Walk, inspection: Surveyed) -> None:
    criteria = walk.step["criteria"].given.ideas
    assert 8 <= len(walk.step["choice"].given.taken) < len(criteria)
    walk.see(inspection.step, "their criteria", lambda view: set(view["items"]), set(walk.step["choice"].given.taken))
    assert set(inspection.items) <= set(criteria)
    assert {member.side for member in inspection.contributors} == {"community", "professional"}, "staff answer the same questions"
    question = inspection.view["itemQuestion"]
    assert question["type"] == "symbol" and all(option["symbol"] and option["title"] for option in question["options"].values())


def _sides_of(survey: Surveyed, question: str) -> dict[str, int]:
    answered = Counter(member.side for member, answer in survey.answers[question].items() if answer != "dontKnow")
    return {side: answered[side] for side in ("community", "professional")}


def test_t12_components_and_transfer(server: Server):
    """[S49] [S50] [S51] An example of one's own, six components with evidence, what stays, must change and is next; and once more."""
    with Walk(server, "T12") as walk:
        for step in walk.steps():
            match step.key:
                case "checklist":
                    _each_tick_asks_for_evidence(walk, step.given)
                case "transfer":
                    walk.see(step, "a transfer", lambda view: view["kindOfForm"], "transfer")
                    needed = {each["key"] for each in step.given.view["sections"].values() if each.get("required")}
                    assert needed == {"same", "change", "where"}
        checklist: Surveyed = walk.step["checklist"].given
        examples = Counter(text["text"] for _, text in checklist.texts if text["question"] == "example")
        assert sum(examples.values()) == len(checklist.answers["example"]) >= 5
        walk.see(checklist.step, "everybody's own example", lambda view: Counter(
            text["text"] for text in view["texts"].values() if text["question"] == "example"
        ), examples)  # fmt: skip
        kept = walk.end()
        parts = {row["section"]: row["text"] for row in table(kept, walk, "transfer", "sections")}
        assert parts["same"] and parts["change"] and parts["where"] and parts["day"]
        evidence = Counter(row["question"] for row in table(kept, walk, "checklist", "texts") if row["evidence"])
        assert set(evidence) == COMPONENTS
        _the_same_again_elsewhere(walk)


@pytest.mark.parametrize("template", ["T1", "T2"])
def test_the_first_two_as_well(server: Server, template: str):
    """[S4] No idea is lost: the chain tells of each what became of it, to its decision and its pledges."""
    with Walk(server, template) as walk:
        for step in walk.steps():
            if step.key == "pledges":
                everybody_is_asked_for_a_small_step_with_support(walk, step.key)
        kept = walk.end()
        matrix = walk.step["matrix"].given
        assert {idea["item"] for idea in kept["chain"] if idea["decided"]} == set(matrix.items) == set(matrix.decisions)
        assert any(idea["pledged"] for idea in kept["chain"])


COMPONENTS = {"assets", "capacity", "mutuality", "networks", "roles", "catalysts"}


def _each_tick_asks_for_evidence(walk: Walk, checklist: Surveyed) -> None:
    """Six components, each with the question where one sees it; evidence goes with its tick, and is nothing without one."""
    questions, step = checklist.view["questions"], checklist.step
    assert {key for key, question in questions.items() if question.get("evidence")} == COMPONENTS
    silent = next(member for member in walk.present if member not in checklist.contributors and member.place)
    reason, words = silent.refusal("answerQuestion", activity=step.id, question="assets", evidence="I saw it")
    assert reason == "invalid" and "Answer the question first" in words
    ticked = {"question": "assets", "answer": "clearly", "evidence": "I saw it at the café"}
    silent.command("answerQuestion", activity=step.id, **ticked)
    silent.owns(step, "the evidence", lambda mine: mine["answers"]["assets"]["evidence"]["text"] == "I saw it at the café")
    silent.command("answerQuestion", activity=step.id, question="assets", answer="")
    silent.command("answerQuestion", activity=step.id, question="assets", answer="partly")
    silent.owns(step, "a tick without evidence", lambda mine: mine["answers"]["assets"] == {"answer": "partly"})
    checklist.answers["assets"][silent] = "partly"
    checklist.gave([silent])
    walk.count(step)


def _the_same_again_elsewhere(walk: Walk) -> None:
    """Where it goes next a lab of the same programme is made from this one's template, and begins with nothing in it."""
    again = walk.server.make_lab("The same in Lenzie", walk.facilitator.view["lab"]["template"])
    other = Person(walk.server, again["id"], "facilitator", token=again["facilitatorToken"])
    settings = ("kind", "title", "prompt", "guideMinutes", "visibility", "reveal")

    def programme(view: dict[str, Any]) -> list[list[Any]]:
        return [[view["activities"][activity][key] for key in settings] for activity in in_order(view["activities"])]

    assert again["id"] != walk.lab["id"] and programme(other.view) == programme(walk.facilitator.view)
    for activity in other.view["activities"].values():
        assert activity["state"] == "draft" and activity.get("heard", {"n": 0})["n"] == 0
        assert not activity.get("texts") and not any("text" in section for section in activity.get("sections", {}).values())
    other.close()


def test_options_of_two_votes_are_items_of_their_own(tmp_path: Path):
    """What two votes have put to people goes on to one matrix, and the chain tells of each what was said of it."""
    votes = [
        {"id": key, "kind": "vote", "settings": {"options": options, "budget": 1}}
        for key, options in (("days", ["Monday", "Sunday"]), ("places", ["The hall", "The park"]))
    ]
    for server in served(tmp_path, *votes, {"id": "matrix", "kind": "rate", "inputsFrom": ["days", "places"]}):
        hall = begun(server)
        days, places, matrix = opened(hall, "Days"), opened(hall, "Places"), titled(hall, "Matrix")
        words = {item: entry["text"] for vote in (days, places) for item, entry in hall.moira.view["activities"][vote]["items"].items()}
        assert sorted(words.values()) == ["Monday", "Sunday", "The hall", "The park"]
        hall.screen.sees("all of them", lambda view: set(view["activities"][matrix]["items"]) == set(words))
        for vote, text in ((days, "Sunday"), (places, "The park")):
            hall.moira.command("vote", activity=vote, item=next(item for item, each in words.items() if each == text), dots=1)
        headers = {"Authorization": f"Bearer {hall.lab['facilitatorToken']}"}
        kept = server.request("GET", f"/api/labs/{hall.lab['id']}/export/json?for=keeping", headers=headers).json
        told = {idea["text"]: [step["cells"]["votes"] for step in idea["steps"] if step["table"] == "votes"] for idea in kept["chain"]}
        assert told == {"Monday": [0], "Sunday": [1], "The hall": [0], "The park": [1]}
        hall.close()


def test_who_has_left_stays_away_from_the_next_sitting(server: Server):
    """Another page of theirs may still be open; they are counted again when they come again."""
    lab = server.make_lab("Two evenings", "T2")
    facilitator = Person(server, lab["id"], "facilitator", token=lab["facilitatorToken"])
    moira, sam = (Person(server, lab["code"], name=name, role="staff", invite=lab["inviteKey"]) for name in ("Moira", "Sam"))
    facilitator.command("openLab")
    moira.command("leave")
    facilitator.command("endSitting")
    facilitator.command("openLab")
    # A command of the one who stays comes after whatever the new sitting has brought.
    sam.command("setNew", new=True)
    eventually("who is new", lambda: facilitator.view["people"]["newToThis"] == 1)
    assert (facilitator.view["lab"]["sitting"], facilitator.view["people"]["joined"]) == (2, 1)
    again = Person(server, lab["id"], token=moira.joined["token"])
    eventually("who came again", lambda: facilitator.view["people"]["joined"] == 2)
    for person in (facilitator, moira, sam, again):
        person.close()


def test_s42_more_than_three_hundred_people_at_once(server: Server, tmp_path: Path):
    """[S42] In one lab, over a socket each; every command of theirs is answered, none is refused and nobody is dropped."""
    file = tmp_path / "acknowledged"
    load = subprocess.run(
        [BINARY, "load", "--people", "320", "--every", "1", "--seconds", "2.5", "--joining", "1000", "--json", "--acknowledged", file, server.url],
        cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert load.returncode == 0, load.stderr
    report = json.loads(load.stdout)
    assert (report["people"], report["rejected"], report["unanswered"], report["connectionsLost"]) == (320, {}, 0, 0)
    accepted = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(accepted) >= report["accepted"] >= 320
    assert len({line["client"] for line in accepted}) == 320, "each of them was heard"
    assert len({(line["client"], line["number"]) for line in accepted}) == len(accepted), "each command was answered once"
    assert {line["name"] for line in accepted} >= {"vote", "rate"}
    assert report["seenMilliseconds"]["count"] == 0 or report["seenMilliseconds"]["p50"] < 5_000
