"""`cluster` over real sockets: every command of it, every refusal in words, each frame held against the document."""

from collections.abc import Iterator

import pytest

from api.kinds import assert_passed, begun, words_of_refusal, served
from harness.server import Server

MESSAGES = ("addTheme", "editTheme", "removeTheme", "placeItem", "acceptedTheme", "restoreTheme")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served(
        tmp_path_factory.mktemp("cluster"),
        {"id": "ideas", "kind": "gather", "reveal": "live"},
        {"id": "themes", "kind": "cluster", "reveal": "live", "inputsFrom": ["ideas"], "settings": {"themes": ["Outside"]}},
        {"id": "dots", "reveal": "onReveal", "kind": "vote", "inputsFrom": ["themes"]},
        {"id": "hidden", "kind": "cluster", "reveal": "onReveal", "inputsFrom": ["ideas"],
         "settings": {"editors": "facilitators", "passesOn": "themes"}},
    )  # fmt: skip


def test_s4_people_put_ideas_under_themes_and_all_see_it(server: Server):
    hall = begun(server)
    facilitator, screen, moira, sam = hall.facilitator, hall.screen, hall.moira, hall.sam
    gather = hall.open("gather")
    walk = moira.command("addIdea", activity=gather, text="Walks")["idea"]
    songs = sam.command("addIdea", activity=gather, text="Songs")["idea"]
    cluster = hall.open("cluster")
    vote = facilitator.activity("vote")
    outside = next(iter(moira.view["activities"][cluster]["themes"]))
    music = sam.command("addTheme", activity=cluster, text="Music")["theme"]
    moira.command("placeItem", activity=cluster, item=songs, theme=music)
    moira.command("placeItem", activity=cluster, item=songs, theme=music)
    sam.command("placeItem", activity=cluster, item=walk, theme=outside)
    screen.sees("the theme of the songs", lambda view: view["activities"][cluster]["items"][songs].get("theme") == music)
    screen.sees("one in each", lambda view: [theme["count"] for theme in view["activities"][cluster]["themes"].values()] == [1, 1])
    moira.owns("where it was put", lambda own: own[cluster] == {"placed": {songs: music}})
    items = screen.view["activities"][vote]["items"]
    assert sorted(items, key=lambda item: items[item]["order"]) == [walk, songs]

    paper = facilitator.command("addPerson", name="Jean", role="family")["participant"]
    facilitator.command("placeItem", activity=cluster, item=walk, theme="", onBehalfOf=paper)
    facilitator.command("undo", command=f"{facilitator.client}.{facilitator.number}")
    screen.sees("it is back", lambda view: view["activities"][cluster]["items"][walk].get("theme") == outside)

    moira.command("editTheme", activity=cluster, theme=music, version=1, text="Music for all")
    answer = words_of_refusal(sam, "editTheme", activity=cluster, theme=music, version=1, text="Songs")
    assert answer.startswith("changedMeanwhile") and "Both texts are here" in answer
    assert words_of_refusal(moira, "removeTheme", activity=cluster, theme=music).startswith("notYours: Only who made this theme")
    sam.command("removeTheme", activity=cluster, theme=music)
    screen.sees("loose songs", lambda view: "theme" not in view["activities"][cluster]["items"][songs])
    assert "Choose another" in words_of_refusal(moira, "placeItem", activity=cluster, item=songs, theme=music)
    sam.command("undo", command=f"{sam.client}.{sam.number}")
    screen.sees("all of it back", lambda view: view["activities"][cluster]["items"][songs].get("theme") == music)
    # What a facilitator removes is kept for the desk, and comes back in one step.
    facilitator.command("removeTheme", activity=cluster, theme=music)
    hidden = facilitator.sees("the removed theme", lambda view: view["activities"][cluster]["hidden"].get(music))
    assert hidden["text"] == "Music for all" and "hidden" not in moira.view["activities"][cluster]
    assert words_of_refusal(sam, "restoreTheme", activity=cluster, theme=music).startswith("notAllowed")
    facilitator.command("restoreTheme", activity=cluster, theme=music)
    screen.sees("all of it back once more", lambda view: view["activities"][cluster]["items"][songs].get("theme") == music)
    facilitator.sees("the log", lambda view: [line["what"] for _, line in sorted(view["moderation"].items(), key=lambda each: int(each[0]))] == ["removed", "restored"])

    assert words_of_refusal(moira, "addTheme", activity=cluster, text="music FOR all").startswith("alreadyDone: There is a theme")
    assert "is empty" in words_of_refusal(moira, "addTheme", activity=cluster, text="   ")
    assert words_of_refusal(moira, "placeItem", activity=cluster, item="none", theme=outside).startswith("unknownItem")

    facilitator.command("closeActivity", activity=cluster)
    hall.all_see(cluster, "closed")
    late = {"activity": cluster, "text": "Too late"}
    assert words_of_refusal(moira, "addTheme", **late).startswith("activityClosed")
    offer = moira.command("offerLate", name="addTheme", body=late)["late"]
    facilitator.sees("the late theme", lambda view: view["late"].get(offer, {}).get("text") == "Too late")
    assert facilitator.command("acceptLate", late=offer)["theme"]
    assert_passed(hall, MESSAGES)
    hall.close()


def test_what_facilitators_sort_stays_hidden_until_the_reveal(server: Server):
    hall = begun(server)
    facilitator, moira = hall.facilitator, hall.moira
    gather = hall.open("gather")
    walk = moira.command("addIdea", activity=gather, text="Walks")["idea"]
    cluster = facilitator.activity("cluster", 1)
    facilitator.command("openActivity", activity=cluster)
    hall.all_see(cluster, "open")
    assert words_of_refusal(moira, "addTheme", activity=cluster, text="Outside").startswith("notAllowed: Here the facilitators sort")
    theme = facilitator.command("addTheme", activity=cluster, text="Secretly outside")["theme"]
    facilitator.command("placeItem", activity=cluster, item=walk, theme=theme)
    for person in (moira, hall.screen, hall.sam):
        person.settle()
        assert not any("Secretly outside" in frame for frame in person.frames)
    assert facilitator.view["activities"][cluster]["themes"] == {}
    facilitator.owns("where it was put", lambda own: own[cluster]["placed"] == {walk: theme})
    facilitator.command("revealActivity", activity=cluster)
    moira.sees("the theme", lambda view: view["activities"][cluster]["items"][walk].get("theme") == theme)
    hall.close()
