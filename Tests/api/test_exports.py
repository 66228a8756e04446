"""What people take away from a real lab: exports over HTTP and from the command line, and a person's own data."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.answers import validate
from api.documents import OPENAPI
from api.hall import Hall
from harness.server import BINARY, ENVIRONMENT, TOP, Server


def export(hall: Hall, purpose: str = "sharing") -> dict[str, Any]:
    path = f"/api/labs/{hall.lab['id']}/export/json?for={purpose}"
    answer = hall.server.request("GET", path, headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"})
    validate("GET", path, answer)
    assert answer.status == 200
    return answer.json


def own(hall: Hall, token: str) -> dict[str, Any]:
    path = f"/api/labs/{hall.lab['id']}/mine"
    answer = hall.server.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    validate("GET", path, answer)
    assert answer.status == 200
    return answer.json


def rows(lab: dict[str, Any], kind: str, table: str) -> list[dict[str, Any]]:
    """The rows of a table of the lab's first activity of that kind."""
    activity = next(activity for activity in lab["activities"] if activity["kind"] == kind)
    found = next((one for one in activity["tables"] if one["name"] == table), {"columns": [], "rows": []})
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def lived(hall: Hall) -> tuple[str, dict[str, str]]:
    """A lab from its first idea to a pledge; before the last reveals its exports are looked at. Gives the idea and the activities."""
    facilitator, moira, sam = hall.facilitator, hall.moira, hall.sam
    facilitator.command("openLab")
    place = {kind: hall.open(kind) for kind in ("gather", "vote", "rate", "pledge")}
    walk = moira.command("addIdea", activity=place["gather"], text="Walk buddies", cos=["L"])["idea"]
    sam.command("addIdea", activity=place["gather"], text="A new logo")
    for person in (moira, sam):
        person.command("vote", activity=place["vote"], item=walk, dots=1)
        person.command("rate", activity=place["rate"], item=walk, impact=5, effort=2)
    for purpose in ("sharing", "keeping"):
        hidden = export(hall, purpose)
        assert rows(hidden, "vote", "votes") == [] and rows(hidden, "rate", "results") == []
        assert hidden["chain"][1]["steps"] == []
    for kind in ("vote", "rate"):
        facilitator.command("revealActivity", activity=place[kind])
    facilitator.command("decide", activity=place["rate"], item=walk, decision="do", reason="It helps.", who="Moira and the library")
    moira.command("addPledge", activity=place["pledge"], give="I lead Tuesday's walk", get="Vests", idea=walk)
    return walk, place


def test_s4_the_chain_leads_from_an_idea_to_its_pledge(hall: Hall):
    """[S4] every idea ends with a decision, a reason and who acts together, in one chain."""
    walk, _ = lived(hall)
    for purpose in ("sharing", "keeping"):
        lab = export(hall, purpose)
        logo, idea = lab["chain"]
        assert idea["item"] == walk and idea["text"] == "Walk buddies" and idea["decided"] and idea["pledged"]
        assert [step["table"] for step in idea["steps"]] == ["votes", "results", "decisions", "pledges"]
        decision = idea["steps"][2]["cells"]
        assert decision["decision"] == "do" and decision["reason"] == "It helps." and decision["who"] == "Moira and the library"
        assert not logo["decided"]
        assert rows(lab, "vote", "votes")[0]["votes"] == 2
        assert rows(lab, "rate", "results")[1]["quadrant"] == "quickWins"


def test_for_sharing_nobody_is_named_and_small_groups_are_hidden(hall: Hall):
    """[S2] the involvement picture is in both; figures of two people, and names, in the one for keeping."""
    lived(hall)
    shared, kept = export(hall), export(hall, "keeping")
    assert shared["people"]["byRole"] == {} and shared["people"]["inSmallRoles"] == shared["people"]["total"] == 2
    assert kept["people"]["byRole"] == {"usesServices": 1, "staff": 1}
    assert shared["involvement"] == {"picture": "notYet"}
    assert kept["involvement"]["community"]["n"] == 1
    assert rows(kept, "pledge", "pledges")[0]["name"] == "Moira"
    # The reason that somebody wrote may name whom it likes; people themselves are in none of the tables.
    assert "name" not in rows(shared, "pledge", "pledges")[0]
    text = json.dumps(shared)
    for person in (hall.moira, hall.sam):
        assert person.joined["participant"] not in text and person.joined["token"] not in text
    for secret in ("code", "facilitatorToken", "screenToken", "inviteKey", "recoveryCode"):
        assert hall.lab[secret] not in json.dumps(kept)


def test_s35_everybody_takes_away_what_they_gave(hall: Hall):
    """[S35] own contributions in every activity with what was asked, anonymous ones included, and nobody else's."""
    walk, _ = lived(hall)
    mine = own(hall, hall.moira.joined["token"])
    assert [activity["kind"] for activity in mine["activities"]] == ["gather", "vote", "rate", "pledge"]
    ideas, dots, ratings, pledges = mine["activities"]
    assert ideas["gave"]["ideas"][0]["text"] == "Walk buddies" and ideas["prompt"]
    assert dots["gave"]["dots"] == [{"id": walk, "text": "Walk buddies", "value": 1}]
    assert ratings["gave"]["ratings"] == [{"id": walk, "text": "Walk buddies", "impact": 5, "effort": 2}]
    assert pledges["gave"]["pledges"][0]["give"] == "I lead Tuesday's walk"
    assert "A new logo" not in json.dumps(mine)
    sams = json.dumps(own(hall, hall.sam.joined["token"]))
    assert "A new logo" in sams and "Tuesday" not in sams and "Moira" not in sams


def test_equal_labs_have_equal_exports(hall: Hall):
    lived(hall)
    for purpose in ("sharing", "keeping"):
        assert export(hall, purpose) == export(hall, purpose)


def coprolab(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BINARY, *arguments], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_exports_where_a_server_lives_and_where_none_does(tmp_path: Path):
    """[S40] as far as a lab is exported; what comes in again is another matter."""
    server = Server(tmp_path / "data")
    hall = Hall(server)
    lived(hall)
    over_http = export(hall, "keeping")
    hall.close()
    file = tmp_path / "lab.json"
    live = coprolab("export", hall.lab["code"], "--format", "json", "--for", "keeping", "--output", file, "--data", server.data)
    assert live.returncode == 0, live.stderr
    assert "confidential" in live.stdout
    assert file.stat().st_mode & 0o777 == 0o600, "what is for keeping is its owner's alone"
    kept = json.loads(file.read_text())
    OPENAPI.check(kept, "#/components/schemas/LabExport", "the file")
    assert kept == over_http
    assert server.stop() == 0
    for name in (hall.lab["id"], hall.lab["code"]):
        cold = coprolab("export", name, "--format", "json", "--for", "keeping", "--output", "-", "--data", server.data)
        assert cold.returncode == 0, cold.stderr
        assert json.loads(cold.stdout) == kept
    shared = coprolab("export", hall.lab["id"], "--format", "json", "--output", tmp_path / "shared.json", "--data", server.data)
    assert shared.returncode == 0 and json.loads((tmp_path / "shared.json").read_text())["for"] == "sharing"
    for arguments, status in (
        (["nowhere", "--format", "json", "--output", file], 1),
        ([hall.lab["id"], "--format", "json", "--output", tmp_path / "no/folder.json"], 1),
        ([hall.lab["id"], "--format", "exe", "--output", file], 64),
        ([hall.lab["id"], "--format", "json"], 64),
    ):
        refused = coprolab("export", *arguments, "--data", server.data)
        assert refused.returncode == status and refused.stderr, arguments
    assert json.loads(file.read_text()) == kept, "what fails leaves the file as it was"


@pytest.mark.parametrize("template", sorted((TOP / "config/templates").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_template_that_comes_with_coprolab_is_sound(template: Path):
    checked = coprolab("template", "check", template)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith(f"{template.stem} is sound: ")


def test_the_mistakes_of_a_template_are_told_with_their_lines(tmp_path: Path):
    file = tmp_path / "T2.yaml"
    text = (TOP / "config/templates/T2.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("minutes: 45", "minutes: soon", 1).replace("perItem: 1 ", "perDot: 1 ", 1))
    checked = coprolab("template", "check", file)
    assert checked.returncode == 1 and checked.stdout == ""
    first, second = checked.stderr.splitlines()
    assert first.startswith(f"{file}:") and " minutes: " in first
    assert "activities.2.settings.perDot: " in second
    found = json.loads(coprolab("template", "check", "--json", file).stdout)["templates"][0]
    assert not found["sound"] and [problem["key"] for problem in found["problems"]] == ["minutes", "activities.2.settings.perDot"]
    assert all(problem["line"] for problem in found["problems"])


def test_words_that_have_none_for_easy_read_are_told_and_are_no_mistake(tmp_path: Path):
    file = tmp_path / "T2.yaml"
    text = (TOP / "config/templates/T2.yaml").read_text(encoding="utf-8")
    file.write_text("\n".join(line for line in text.split("\n") if "easyPrompt: What" not in line), encoding="utf-8")
    checked = coprolab("template", "check", file)
    assert checked.returncode == 0 and checked.stdout.startswith("T2 is sound: ")
    assert "has no easyPrompt" in checked.stderr and f"{file}:" in checked.stderr
    found = json.loads(coprolab("template", "check", "--json", file).stdout)["templates"][0]
    assert found["sound"] and all(warning["line"] and warning["key"].endswith(".prompt") for warning in found["warnings"])


def test_s40_a_labs_programme_goes_out_as_a_template_and_makes_another_lab(tmp_path: Path):
    """[S40] What was changed by hand is in it, and nothing that anybody said; live and from the data folder alone."""
    server = Server(tmp_path / "data")
    hall = Hall(server, "T4")
    facilitator = hall.facilitator
    facilitator.command("openLab")
    facilitator.command("setDetails", owner="Fiona Secret", words={"lab": "gathering"})
    welcome = facilitator.activity("info")
    facilitator.command("addActivity", after=welcome, step={"kind": "gather", "title": "What did we miss?", "prompt": "Say it here: yes"})
    facilitator.command("skipActivity", activity=facilitator.activity("reflect"), skipped=True)
    added = next(key for key, value in facilitator.view["activities"].items() if value["title"] == "What did we miss?")
    facilitator.command("openActivity", activity=added)
    hall.moira.command("addIdea", activity=added, text="Something secret")
    hall.close()
    templates = tmp_path / "templates"
    templates.mkdir()
    file = templates / "ours.yaml"
    out = coprolab("template", "export", hall.lab["code"], "--id", "ours", "--output", file, "--data", server.data)
    assert out.returncode == 0, out.stderr
    assert server.stop() == 0
    cold = coprolab("template", "export", hall.lab["id"], "--id", "ours", "--data", server.data)
    assert cold.returncode == 0 and cold.stdout == file.read_text(encoding="utf-8")
    for word in ("secret", "Secret", "Moira"):
        assert word not in cold.stdout
    checked = coprolab("template", "check", file)
    original = coprolab("template", "check", next((TOP / "config/templates").glob("T4*")))
    # One activity more, one fewer.
    counted = original.stdout.split("is sound: ")[1].split(",")[0]
    assert checked.returncode == 0 and checked.stdout.startswith(f"ours is sound: {counted}"), checked.stdout + checked.stderr
    again = Server(tmp_path / "again", "--templates", str(templates))
    other = Hall(again, "ours")
    titles = [value["title"] for value in sorted(other.facilitator.view["activities"].values(), key=lambda value: value["order"])]
    assert titles[:3] == ["Welcome", "What did we miss?", "Ask the panel"] and "Your learning log" not in titles
    assert other.facilitator.view["lab"]["details"]["words"]["lab"] == "gathering"
    other.close()
    assert again.stop() == 0
    refused = coprolab("template", "export", "nowhere", "--data", server.data)
    assert refused.returncode == 1 and "no lab" in refused.stderr
