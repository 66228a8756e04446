"""What `coprolab lab` says to whoever looks after labs, and how settings that are wrong are told."""

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from api.hall import Hall
from harness.server import BINARY, ENVIRONMENT, TOP, Server


def coprolab(*arguments: str | Path, status: int = 0, **environment: str) -> str:
    """What the command printed; with a status, what it said on standard error."""
    run = subprocess.run(
        [BINARY, *arguments], cwd=TOP, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, timeout=30, check=False
    )
    assert run.returncode == status, f"{arguments}: {run.returncode}\n{run.stdout}{run.stderr}"
    return run.stderr if status else run.stdout


def test_the_list_names_each_lab_by_its_id_with_its_days_and_says_what_is_a_rehearsal(hall: Hall):
    lab, data = hall.lab, hall.server.data
    today = time.strftime("%Y-%m-%d", time.gmtime())
    hall.server.request("POST", "/api/labs", {"from": lab["id"], "facilitatorToken": lab["facilitatorToken"], "rehearsal": True})
    lines = coprolab("lab", "list", "--data", data).splitlines()
    own = next(line for line in lines if lab["id"] in line)
    assert f"{lab['code'][:3]} {lab['code'][3:]}" in own and f"made {today}" in own and "rehearsal" not in own
    assert "deleted" not in own
    assert re.search(r"prepared, rehearsal .*made \S+ +deleted \S+", next(line for line in lines if "rehearsal" in line))


def test_a_lab_is_made_with_a_title(hall: Hall):
    said = coprolab("lab", "new", " ", "--data", hall.server.data, status=64)
    assert "Give the lab a title" in said
    assert "is made" in coprolab("lab", "new", "Walks", "--data", hall.server.data)


def test_putting_a_lab_away_names_what_follows_and_the_way_back(hall: Hall):
    """Those who were in read on; the code that it had leads nobody else there, and commands say what to use."""
    lab, data = hall.lab, hall.server.data
    early = coprolab("lab", "archive", lab["code"], "--data", data, status=1)
    assert "End it first" in early and f"coprolab lab close {lab['code']}" in early
    coprolab("lab", "close", lab["code"], "--data", data)
    told = coprolab("lab", "archive", lab["code"], "--data", data)
    assert "nobody new can come in" in told and f"`coprolab lab open {lab['id']}` brings it back" in told
    day = re.search(r"until it is deleted on (\d{4}-\d{2}-\d{2})\.", told)
    assert day
    hall.moira.sees("it put away", lambda view: view["lab"]["state"] == "archived")
    kept = hall.moira.view["lab"]["keptUntil"] / 1000
    assert time.strftime("%Y-%m-%d", time.gmtime(kept)) == day[1]
    listed = next(line for line in coprolab("lab", "list", "--data", data).splitlines() if lab["id"] in line)
    assert listed.startswith("–") and f"deleted {day[1]}" in listed
    for command in (["export", lab["code"], "--format", "json", "--output", "-"], ["lab", "open", lab["code"]]):
        assert f"Name it by its id: {lab['id']}." in coprolab(*command, "--data", data, status=1)
    assert lab["id"] in coprolab("export", lab["id"], "--format", "json", "--output", "-", "--data", data)
    assert "is ended" in coprolab("lab", "open", lab["id"], "--data", data)
    hall.moira.sees("it back", lambda view: view["lab"]["state"] == "ended")
    assert "is open" in coprolab("lab", "open", lab["code"], "--data", data)
    help_page = coprolab("lab", "archive", "--help")
    assert "go on reading" in help_page and "brings the lab back" in " ".join(help_page.split())


def test_settings_stand_on_the_help_page_of_the_server_and_are_hidden_elsewhere():
    serve, list_page = coprolab("serve", "--help"), coprolab("lab", "list", "--help")
    assert "--trusted-proxies" in serve and "--data" in serve and "SETTINGS OF THE SERVER" in serve.upper()
    assert "--trusted-proxies" not in list_page and "--data" in list_page and "--config" in list_page
    assert "--trusted-proxies" in coprolab("lab", "list", "--help-hidden")


@pytest.mark.parametrize(("name", "nearest"), [("COPROLAB_PROT", "COPROLAB_PORT"), ("COPROLAB_PUBLICURL", "COPROLAB_PUBLIC_URL")])
def test_a_variable_that_is_no_setting_is_an_error(tmp_path: Path, name: str, nearest: str):
    said = coprolab("serve", "--data", tmp_path / "data", status=64, **{name: "80"})
    assert f"{name}: there is no such setting. Did you mean {nearest}?" in said
    assert not (tmp_path / "data").exists()


def test_every_setting_is_taken_as_a_variable(tmp_path: Path):
    """The names that the check takes for known are those that are read."""
    said = coprolab("serve", "--data", tmp_path / "data", status=64, COPROLAB_MAXIMUM_CONNECTIONS="none")
    assert "COPROLAB_MAXIMUM_CONNECTIONS: “none” must be a whole number" in said
    said = coprolab("serve", "--data", tmp_path / "data", status=64, COPROLAB_PUBLIC_URL="lab.example.org")
    assert "COPROLAB_PUBLIC_URL: “lab.example.org” must be" in said


def test_a_wrong_value_in_the_file_is_told_with_its_line(tmp_path: Path):
    file = tmp_path / "lab.yaml"
    file.write_text("# Ours\nhost: 127.0.0.1\nport: abc\n")
    assert f"{file}:3: port: “abc” must be a whole number" in coprolab("serve", "--config", file, "--data", tmp_path / "data", status=64)
    file.write_text("prot: 80\n")
    assert f"{file}:1: “prot” isn't a key. Did you mean port?" in coprolab("serve", "--config", file, status=64)


def test_a_data_folder_that_others_can_read_is_told_and_a_new_one_is_nobody_elses(tmp_path: Path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    old.chmod(0o755)
    for folder, is_open in ((old, True), (new, False)):
        server = Server(folder)
        server.stop()
        assert (f"chmod 700 {folder}" in server.output) == is_open
    assert os.stat(new).st_mode & 0o777 == 0o700
