"""Holds the check of kill.py itself: a sound journal passes, and each sort of fault is seen."""

import sqlite3

import pytest

from kill.journal import Acknowledged, faults, read_acknowledged, recorded

TABLES = """
CREATE TABLE lab (id INTEGER PRIMARY KEY, name BLOB, revision INTEGER);
CREATE TABLE event (lab INTEGER, revision INTEGER, command BLOB);
CREATE TABLE command (lab INTEGER, client BLOB, number INTEGER, first INTEGER, count INTEGER);
INSERT INTO lab VALUES (1, x'61', 5);
INSERT INTO event VALUES (1, 1, NULL), (1, 2, CAST('m.1' AS BLOB)), (1, 3, CAST('m.2' AS BLOB)),
    (1, 4, CAST('m.2' AS BLOB)), (1, 5, CAST('k.1' AS BLOB));
INSERT INTO command VALUES (1, CAST('m' AS BLOB), 1, 2, 1), (1, CAST('m' AS BLOB), 2, 3, 2),
    (1, CAST('k' AS BLOB), 1, 5, 1), (1, CAST('k' AS BLOB), 2, 5, 0);
"""
ACKNOWLEDGED = [
    Acknowledged("m", 1, 2, "addIdea"),
    Acknowledged("m", 2, 4, "editIdea"),
    Acknowledged("k", 1, 5, "vote"),
    Acknowledged("k", 2, 5, "vote"),
]


@pytest.fixture
def journal(tmp_path):
    """A sound journal; called with statements, it carries them out and gives the database's path."""

    def spoil(*statements):
        path = tmp_path / "coprolab.sqlite"
        with sqlite3.connect(path) as database:
            database.executescript(TABLES + "".join(statements))
        database.close()
        return path

    return spoil


def test_a_sound_journal_passes(journal):
    assert faults(journal(), ACKNOWLEDGED) == []


@pytest.mark.parametrize(
    "statement, words",
    [
        ("DELETE FROM command WHERE number = 1 AND first = 5;", "vote k.1, acknowledged at 5, is missing"),
        ("DELETE FROM event WHERE revision = 3;", "without a gap"),
        ("DELETE FROM event WHERE revision = 5;", "without a gap"),
        ("INSERT INTO event VALUES (1, 6, CAST('k.1' AS BLOB)); UPDATE lab SET revision = 6;", "k.1 has the events [5, 6]"),
        ("INSERT INTO event VALUES (1, 6, CAST('z.1' AS BLOB)); UPDATE lab SET revision = 6;", "and no record"),
        ("UPDATE command SET first = 4 WHERE first = 5 AND count = 1;", "stands at 4"),
        ("INSERT INTO command VALUES (1, CAST('z' AS BLOB), 1, 5, 1);", "revision 5 belongs to"),
        ("INSERT INTO lab VALUES (2, x'62', 1); INSERT INTO command VALUES (2, CAST('k' AS BLOB), 1, 1, 1);", "2 times"),
    ],
)
def test_each_fault_is_seen(journal, statement, words):
    found = faults(journal(statement), ACKNOWLEDGED)
    assert any(words in line for line in found), found


def test_two_answers_to_one_command_must_agree(journal):
    again = Acknowledged("k", 1, 4, "vote")
    assert any("acknowledged at 5 before" in line for line in faults(journal(), [*ACKNOWLEDGED, again]))


def test_a_line_still_being_written_is_left_out(tmp_path):
    file = tmp_path / "acknowledged.jsonl"
    file.write_text('{"client":"m","number":1,"version":2,"name":"addIdea","activity":"a"}\n{"client":"m","num')
    assert read_acknowledged(file) == [Acknowledged(*recorded("m", 1, "a"), 2, "addIdea")]
    file.write_text('{"cli')
    assert read_acknowledged(file) == []
