"""A list of ideas that was made before a lab, brought in by its facilitator over a real socket."""

from collections.abc import Iterator

import pytest

from api.kinds import begun, opened, refusal, served
from harness.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("list"),
        {"id": "ideas", "kind": "gather", "visibility": "named", "settings": {"asksCos": True}},
        {"id": "dots", "kind": "vote", "inputsFrom": ["ideas"], "reveal": "onReveal", "settings": {"budget": 2}},
    )


def test_a_list_comes_in_and_goes_as_a_whole(server: Server):
    """[S40] What was collected elsewhere names nobody, counts as nobody's answer, flows on, and is undone in one."""
    hall = begun(server)
    gather = opened(hall, "Ideas")
    ideas = [{"text": "Walk buddies", "cos": ["L"]}, {"text": "Thank-you evening"}]
    hall.facilitator.command("bringInIdeas", activity=gather, ideas=ideas)
    bring = f"{hall.facilitator.client}.{hall.facilitator.number}"
    for person in hall.everybody:
        shown = person.sees("both", lambda view: len(view["activities"][gather].get("ideas", {})) == 2 and view["activities"][gather])
        assert {idea["text"] for idea in shown["ideas"].values()} == {"Walk buddies", "Thank-you evening"}
        assert all(idea["broughtIn"] and "name" not in idea and "role" not in idea for idea in shown["ideas"].values())
        assert shown["heard"]["n"] == 0
    vote = opened(hall, "Dots")
    hall.moira.sees("them in the vote", lambda view: len(view["activities"][vote]["items"]) == 2)
    hall.facilitator.command("undo", command=bring)
    for person in hall.everybody:
        person.sees("none", lambda view: not view["activities"][gather].get("ideas") and not view["activities"][vote].get("items"))
    hall.close()


def test_a_list_with_one_wrong_idea_changes_nothing(server: Server):
    hall = begun(server)
    gather = opened(hall, "Ideas")
    reason, words = refusal(hall.facilitator, "bringInIdeas", activity=gather, ideas=[{"text": "Walks"}, {"text": "x" * 501}])
    assert reason == "tooLong" and "Idea 2" in words
    assert refusal(hall.moira, "bringInIdeas", activity=gather, ideas=[{"text": "Walks"}])[0] == "notAllowed"
    hall.moira.command("addIdea", activity=gather, text="Alone")
    hall.screen.sees("one idea", lambda view: [idea["text"] for idea in view["activities"][gather]["ideas"].values()] == ["Alone"])
    hall.facilitator.command("closeActivity", activity=gather)
    reason, words = refusal(hall.facilitator, "bringInIdeas", activity=gather, ideas=[{"text": "Walks"}])
    assert reason == "notOpen" and "Take it up again" in words
    hall.close()
