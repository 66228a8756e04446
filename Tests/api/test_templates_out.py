"""Each template out of a lab and in again: the lab that is made of it has the same programme, to the last setting."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.test_bad_exports import run
from harness.server import TOP, Server

TEMPLATES = sorted(path.stem for path in (TOP / "config/templates").glob("T*.yaml"))


def programme(server: Server, lab: dict[str, Any]) -> Any:
    """What a lab is before anybody comes, with the ids of its steps, and of what belongs to them, counted."""
    answer = server.request("GET", f"/api/labs/{lab['id']}/export/json?for=keeping", headers={"Authorization": f"Bearer {lab['facilitatorToken']}"})
    assert answer.status == 200, answer.body
    kept = answer.json["kept"]
    text = json.dumps({key: kept[key] for key in kept if key not in ("createdAt", "template")}, ensure_ascii=False)
    for number, step in enumerate(kept["activities"]):
        text = re.sub(rf"\b{step['id']}", f"step{number}-", text)
    # Those of options and of the ideas that a template brings along, in the order in which they come.
    found: dict[str, str] = {}
    return json.loads(re.sub(r'"([0-9a-z]{10})"(?!:)', lambda name: f'"{found.setdefault(name[1], f"id{len(found)}")}"', text))


@pytest.fixture(scope="module")
def places(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, Any, str, str]]:
    """For each template: the lab of it, the lab of what that one gave out, and what either gives out."""
    folder = tmp_path_factory.mktemp("templates")
    labs = {name: server.make_lab("Out and in", name) for name in TEMPLATES}
    for name, lab in labs.items():
        out = run("template", "export", lab["id"], "--id", f"our{name}", "--output", folder, "--data", server.data)
        assert out.returncode == 0, out.stderr
    checked = run("template", "check", *sorted(folder.iterdir()))
    assert checked.returncode == 0, checked.stderr
    again = Server(tmp_path_factory.mktemp("again"), "--templates", str(folder))
    found = {}
    for name, lab in labs.items():
        made = again.make_lab("Out and in", f"our{name}")
        out = run("template", "export", made["id"], "--id", f"our{name}", "--data", again.data)
        found[name] = (programme(server, lab), programme(again, made), (folder / f"our{name}.yaml").read_text(encoding="utf-8"), out.stdout)
    assert again.stop() == 0, again.output
    return found


@pytest.mark.parametrize("template", TEMPLATES)
def test_s40_a_template_goes_out_and_comes_in_as_the_same_programme(places: dict[str, tuple[Any, Any, str, str]], template: str):
    """[S40] The labs are alike in every step and setting, and what the second gives out is what the first gave, byte for byte."""
    one, other, first, second = places[template]
    assert len(one["activities"]) >= 3
    for step, again in zip(one["activities"], other["activities"], strict=True):
        assert again == step
    assert other == one
    assert second == first


def test_a_template_that_cannot_be_is_refused_and_nothing_is_written(server: Server, tmp_path: Path):
    lab = server.make_lab("Odd ids", "T2")
    for name in ("../up", "a b", "", "T/2", "x" * 30):
        out = run("template", "export", lab["id"], "--id", name, "--output", tmp_path, "--data", server.data)
        assert out.returncode == 64 and "letters and digits" in out.stderr, name
    assert list(tmp_path.iterdir()) == [] and not list(tmp_path.parent.glob("*.yaml"))
