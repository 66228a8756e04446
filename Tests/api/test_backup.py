"""All that is in a data folder is written into one file while the server runs, and comes back from it: whole and proved, and
without whoever was erased since."""

import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

from api.hall import Hall
from api.recorded import Recorded
from api.test_erasing import NAME, TEXTS, erase, found_on_disk, gives, place, room  # noqa: F401
from harness.server import BINARY, ENVIRONMENT, TOP, Server, eventually


def leave(hall: Hall) -> None:
    for person in hall.everybody:
        person.settle()
        person.close()
    hall.everybody.clear()


def coprolab(*arguments: object, data: Path | None = None, fails: bool = False, limit: int | None = None) -> str:
    """What the command says. With a limit no file of its may grow larger, in bytes."""
    command = [BINARY, *map(str, arguments), *(["--data", data] if data else [])]
    full = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
    run = subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False, preexec_fn=full)
    assert (run.returncode != 0) == fails, f"{arguments}: {run.returncode}\n{run.stdout}{run.stderr}"
    return run.stderr if fails else run.stdout


def heads(said: str) -> list[str]:
    return re.findall(r"head ([0-9a-f]{64})", said)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verified(folder: Path) -> str:
    said = coprolab("verify", data=folder)
    assert "sound" in said
    return said


def serves(place: list[Server], folder: Path) -> Server:
    place.append(Server(folder))
    return place[-1]


def test_a_backup_is_made_while_people_act_and_comes_back_elsewhere(place: list[Server], room: Hall, tmp_path: Path):
    """Each backup is a prefix of what was said, proved; whoever was in the lab then comes back with what they had."""
    server = room.server
    room.facilitator.command("openLab")
    gather = room.open("gather")
    done = threading.Event()
    ideas: list[str] = []

    def act() -> None:
        while not done.is_set() and len(ideas) < 600:
            ideas.append(room.sam.command("addIdea", activity=gather, text=f"Idea {len(ideas)}")["idea"])

    acting = threading.Thread(target=act)
    acting.start()
    try:
        eventually("some ideas", lambda: len(ideas) > 20)
        made = [tmp_path / f"{number}.backup" for number in range(3)]
        said = [coprolab("backup", file, data=server.data) for file in made]
    finally:
        done.set()
        acting.join()
    assert "Read again and proved" in said[0] and f"{room.lab['code'][:3]} {room.lab['code'][3:]}" in said[0]
    assert (made[0].stat().st_mode & 0o777) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.backup", "1.backup", "2.backup", "data"]
    sizes = []
    for number, file in enumerate(made):
        folder = tmp_path / f"back{number}"
        told = coprolab("restore", file, data=folder)
        assert heads(told) == heads(said[number])
        assert heads(verified(folder)) == heads(said[number])
        assert "Whoever was erased after" in told
        assert ((folder / "coprolab.sqlite").stat().st_mode & 0o777) == 0o600
        assert (folder / "organiser-key").read_bytes() == (server.data / "organiser-key").read_bytes()
        # Each head is in the journal that went on.
        assert "head is there" in coprolab("verify", "--head", heads(said[number])[0], data=server.data)
        back = serves(place, folder)
        sam = Recorded(back, room.lab["id"], token=room.sam.joined["token"])
        has = sam.view["activities"][gather]["ideas"]
        assert set(has) == set(ideas[: len(has)])
        sizes.append(len(has))
        sam.command("addIdea", activity=gather, text="Back again")
        sam.settle()
        sam.close()
        verified(folder)
    assert sizes == sorted(sizes) and sizes[0] > 20


def test_whoever_was_erased_since_a_backup_is_erased_again_from_what_it_brings_back(place: list[Server], room: Hall, tmp_path: Path):
    """[S14] Nothing of them comes back, what they gave anonymously no more than the rest; and a lab that was deleted stays away."""
    server, sam = room.server, room.sam
    other = server.make_lab("Weaving by moonlight")
    step = gives(room)
    assert room.facilitator.view["activities"][step["gather"]]["visibility"] == "anonymous"
    file = tmp_path / "before.backup"
    coprolab("backup", file, data=server.data)
    assert TEXTS["pledge"].encode() in file.read_bytes()
    assert erase(room, room.moira, "go").status == 200
    room.shut_out(room.moira, "erased")
    coprolab("lab", "delete", other["code"], "--yes", data=server.data)
    sam.command("addPledge", activity=step["pledge"], give="Said after the backup")
    seen = (server.data / "erasures").read_text()
    assert len(seen.splitlines()) == 3 and NAME not in seen and room.moira.joined["participant"] not in seen
    leave(room)
    assert "Stop it first" in coprolab("restore", file, "--replace", data=server.data, fails=True)
    assert place[0].stop() == 0
    before = files(server.data)
    assert "--replace" in coprolab("restore", file, data=server.data, fails=True)
    assert files(server.data) == {**before, "lock": b""}
    told = coprolab("restore", file, "--replace", data=server.data)
    assert "1 person was erased again" in told and "“Weaving by moonlight” didn't come back" in told
    assert "--bring-back" in told and "The list of erasures reaches to" in told
    aside = re.search(r"before-\w+", told)[0]
    assert set(files(server.data / aside)) == {"coprolab.sqlite", "organiser-key", "erasures"}
    for words in (NAME, *TEXTS.values(), "Weaving by moonlight"):
        assert not found_on_disk(server.data, words), words
    said = verified(server.data)
    assert re.search(r"UTC  erased \d+ parts", said)
    # The list goes on with the folder.
    assert (server.data / "erasures").read_text() == seen
    back = serves(place, server.data)
    assert "before-" in eventually("a warning", lambda: back.output if "still there" in back.output else None)
    again = Recorded(back, room.lab["id"], token=sam.joined["token"])
    assert again.view["people"]["joined"] == 2
    pledges = again.view["activities"][step["pledge"]]["pledges"]
    assert [pledge["give"] for pledge in pledges.values()] == ["Soup"]
    assert again.view["activities"][step["vote"]]["heard"]["n"] == 1
    again.close()
    assert back.stop() == 0
    # Whoever wants the deleted lab says so. It is that of the backup, and nobody else comes with it.
    told = coprolab("restore", file, "--replace", "--bring-back", other["code"], data=server.data)
    assert "“Weaving by moonlight” came back" in told and "1 person was erased again" in told
    assert "Weaving by moonlight" in coprolab("lab", "list", data=server.data)
    # From then on it is there like any other, from an older backup, too.
    told = coprolab("restore", file, "--replace", data=server.data)
    assert "Weaving" in told and "didn't come back" not in told
    assert not found_on_disk(server.data, NAME)


def test_where_the_machine_is_lost_a_copy_of_the_list_of_erasures_is_enough(place: list[Server], room: Hall, tmp_path: Path):
    """[S14] The list can be kept elsewhere, alone; without one, restoring says who may be back."""
    gives(room)
    server = room.server
    file = tmp_path / "all.backup"
    coprolab("backup", file, data=server.data)
    coprolab("erase", room.lab["code"], NAME, "--contributions", "stay", "--mentions", "redact", data=server.data)
    room.shut_out(room.moira, "erased")
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    said = coprolab("backup", kept, "--erasures-only", data=server.data)
    listed = next(kept.iterdir())
    assert listed.suffix == ".erasures" and "1 erasure or deletion, the last of 20" in said and (listed.stat().st_mode & 0o777) == 0o600
    for words in (NAME, *TEXTS.values(), room.moira.joined["participant"], "dementia"):
        assert words.encode() not in listed.read_bytes(), words
    fresh = tmp_path / "fresh"
    told = coprolab("restore", file, data=fresh)
    assert "Whoever was erased after" in told and "--erasures" in told
    assert found_on_disk(fresh, NAME)
    for given, number in ((listed, 1), (server.data / "erasures", 2)):
        new = tmp_path / f"new{number}"
        told = coprolab("restore", file, "--erasures", given, data=new)
        assert "1 person was erased again" in told
        assert not found_on_disk(new, NAME) and found_on_disk(new, TEXTS["pledge"])
        verified(new)
    # A later backup has the list, too.
    later = tmp_path / "later.backup"
    coprolab("backup", later, data=server.data)
    assert NAME.encode() not in later.read_bytes()
    told = coprolab("restore", file, "--replace", "--erasures", later, data=fresh)
    assert "1 person was erased again" in told
    aside = next(fresh.glob("before-*"))
    assert all(str(aside) in path for path in found_on_disk(fresh, NAME))
    # A list that was cut off is refused before anything is touched.
    short = tmp_path / "short.erasures"
    short.write_bytes(listed.read_bytes()[:-30])
    nowhere = tmp_path / "nowhere"
    assert "cut off" in coprolab("restore", file, "--erasures", short, data=nowhere, fails=True)
    short.write_text("my notes")
    assert "no list of erasures" in coprolab("restore", file, "--erasures", short, data=nowhere, fails=True)
    assert not nowhere.exists()


def test_what_is_no_sound_backup_is_refused_in_words_and_touches_nothing(place: list[Server], room: Hall, tmp_path: Path):
    gives(room)
    server = room.server
    file = tmp_path / "all.backup"
    coprolab("backup", file, data=server.data)
    whole = file.read_bytes()
    assert coprolab("restore", file, "--check").count("head") == 1
    changed = whole.replace(TEXTS["pledge"].encode(), TEXTS["pledge"].upper().encode())
    assert changed != whole
    database = tmp_path / "copy.sqlite"
    database.write_bytes(b"SQLite format 3\0" + bytes(100))
    folder = tmp_path / "untouched"
    for bytes_, words in (
        (whole[:-1], "cut off"), (whole[: len(whole) // 2], "cut off"), (whole[:5], "cut off"), (b"", "empty"),
        (changed, "doesn't prove itself: in lab"), (whole[:-2] + b"xx", "checksum"), (whole + b"x", "behind its end"),
        (whole.replace(b"coprolab backup 1", b"coprolab backup 2", 1), "newer version"),
        (b"\x89PNG\r\n\x1a\n and then some more", "no backup of coprolab"), (database.read_bytes(), "a database and no backup"),
        (b'{"coprolab": 1, "lab": {}}', "coprolab import"), (b"coprolab erasures 1\n", "--erasures"),
    ):  # fmt: skip
        bad = tmp_path / "bad.backup"
        bad.write_bytes(bytes_)
        said = coprolab("restore", bad, data=folder, fails=True)
        assert words in said and "Nothing was changed" in said and str(bad) in said, said
        assert not folder.exists()
    assert "can't be read" in coprolab("restore", tmp_path / "none", data=folder, fails=True)
    # Nor where there are labs already.
    leave(room)
    assert place[0].stop() == 0
    before = files(server.data)
    bad.write_bytes(whole[:-1])
    coprolab("restore", bad, "--replace", data=server.data, fails=True)
    assert files(server.data) == before


def test_a_damaged_journal_gives_way_to_its_backup(place: list[Server], room: Hall, tmp_path: Path):
    """[S14] Where the database can't be read any more, the list beside it still says who was erased."""
    gives(room)
    data = room.server.data
    file = tmp_path / "all.backup"
    coprolab("backup", file, data=data)
    assert erase(room, room.moira, "go").status == 200
    room.shut_out(room.moira, "erased")
    leave(room)
    assert place[0].stop() == 0
    (data / "coprolab.sqlite").write_bytes(b"not a database at all" * 1000)
    said = coprolab("backup", tmp_path / "new.backup", data=data, fails=True)
    assert "not a coprolab journal" in said
    told = coprolab("restore", file, "--replace", data=data)
    assert "can't be read" in told and "1 person was erased again" in told
    for words in (NAME, *TEXTS.values()):
        assert not found_on_disk(data, words), words
    verified(data)


def test_a_full_disk_leaves_nothing_behind(place: list[Server], room: Hall, tmp_path: Path):
    gives(room)
    data = room.server.data
    to = tmp_path / "to"
    to.mkdir()
    said = coprolab("backup", to, data=data, fails=True, limit=4096)
    assert "there is no room" in said and "Nothing was left" in said
    assert not list(to.iterdir())
    # The one before it stays until there is another.
    file = to / "daily.backup"
    coprolab("backup", file, data=data)
    before = file.read_bytes()
    said = coprolab("backup", file, data=data, fails=True, limit=4096)
    assert files(to) == {"daily.backup": before}
    new = tmp_path / "new"
    said = coprolab("restore", file, data=new, fails=True, limit=16384)
    assert not new.exists(), files(new)
    room.sam.command("needPerson", on=True)


def test_a_backup_that_is_killed_leaves_no_file_under_its_name(place: list[Server], room: Hall, tmp_path: Path):
    gives(room)
    server = room.server
    file = tmp_path / "to" / "daily.backup"
    file.parent.mkdir()
    part = file.with_name("daily.backup.part")
    for number in (signal.SIGKILL, signal.SIGTERM):
        server.process.send_signal(signal.SIGSTOP)
        try:
            run = subprocess.Popen([BINARY, "backup", file, "--data", server.data], cwd=TOP, env=ENVIRONMENT, stderr=subprocess.PIPE)
            eventually("it has begun", part.exists)
            said = coprolab("backup", file, data=server.data, fails=True)
            assert "another command is writing" in said
            run.send_signal(number)
            run.wait(timeout=10)
            run.stderr.close()
        finally:
            server.process.send_signal(signal.SIGCONT)
        assert not file.exists() and part.exists() == (number == signal.SIGKILL)
        part.unlink(missing_ok=True)
    part.write_bytes(b"what somebody else was killed at")
    coprolab("backup", file, data=server.data)
    assert os.listdir(file.parent) == ["daily.backup"]
    assert "Whole and sound" in coprolab("restore", file, "--check")


def test_a_restore_that_is_killed_leaves_the_old_labs_or_the_new(place: list[Server], room: Hall, tmp_path: Path):
    """Killed at twelve moments of its way: whoever opens the folder next finds the one or the other whole, and a second try works."""
    gives(room)
    file = tmp_path / "all.backup"
    coprolab("backup", file, data=room.server.data)
    room.sam.command("needPerson", on=True)
    leave(room)
    assert place[0].stop() == 0
    old = heads(verified(room.server.data))
    whole = shutil.copytree(room.server.data, tmp_path / "whole")
    begun = time.monotonic()
    coprolab("restore", file, "--replace", data=whole)
    took = time.monotonic() - begun
    new = heads(verified(whole))
    assert new != old
    for step in range(12):
        folder = shutil.copytree(room.server.data, tmp_path / f"killed-{step}")
        run = subprocess.Popen(
            [BINARY, "restore", file, "--replace", "--data", folder], cwd=TOP, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(took * step / 11)
        run.kill()
        run.wait(timeout=10)
        assert heads(verified(folder)) in (old, new), files(folder).keys()
        coprolab("restore", file, "--replace", data=folder)
        assert heads(verified(folder)) == new


def test_only_backups_are_replaced_by_backups(place: list[Server], room: Hall, tmp_path: Path):
    data = room.server.data
    notes = tmp_path / "notes.txt"
    notes.write_text("mine")
    assert "something else" in coprolab("backup", notes, data=data, fails=True)
    assert "something else" in coprolab("backup", data / "coprolab.sqlite", data=data, fails=True)
    assert "no such folder" in coprolab("backup", f"{tmp_path}/nowhere/", data=data, fails=True)
    assert "No such file" in coprolab("backup", tmp_path / "nowhere" / "file", data=data, fails=True)
    assert "no such data folder" in coprolab("backup", tmp_path / "file", data=tmp_path / "none", fails=True)
    assert notes.read_text() == "mine" and set(os.listdir(tmp_path)) == {"data", "notes.txt"}
    # With no server the folder itself is read.
    leave(room)
    assert place[0].stop() == 0
    coprolab("backup", tmp_path, data=data)
    made = next(tmp_path.glob("coprolab-*.backup"))
    assert re.fullmatch(r"coprolab-\d{8}T\d{6}Z\.backup", made.name)
    assert heads(coprolab("restore", made, "--check")) == heads(verified(data))
