"""The privacy notice and the accessibility statement: what an operator fills in, and what is said where they haven't."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.answers import validate
from harness.server import TOP, Server

FILLED = """
language: en
privacy:
  responsible: The Loch Trust, 1 High Street
  contact: 01764 000000
  purpose:
    en: >-
      We plan together.
    pl: "Planujemy razem."
    ur: ''
  legalBasis: Consent
  complaints: https://ico.org.uk
  officer: ~
accessibility:
  contact: ask@example.org
  tested: 2027-03-12
  limits: |
    The hall has no loop.

    Ask for paper.
"""


def told(server: Server) -> dict[str, Any]:
    answer = server.request("GET", "/api/pages")
    validate("GET", "/api/pages", answer)
    assert answer.status == 200
    return answer.json


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pages.yaml"


@pytest.fixture
def starts(tmp_path: Path, file: Path) -> Iterator[Any]:
    """A server with what is written into the file; no more than one at a time."""
    running: list[Server] = []

    def start(text: str | None, *arguments: str) -> Server:
        for each in running:
            each.stop()
        running.clear()
        if text is not None:
            file.write_text(text, encoding="utf-8")
        running.append(Server(tmp_path / "data", *([] if text is None else ["--pages", str(file)]), *arguments))
        return running[0]

    yield start
    for each in running:
        each.stop()


def test_what_an_operator_says_is_told_in_its_languages(starts: Any):
    """[S60] Numbers and days as they stand there; an empty text is none; nothing that has to be said is missing."""
    found = told(starts(FILLED, "--retention-days", "60"))
    privacy, accessibility = found["privacy"], found["accessibility"]
    assert found["retentionDays"] == 60 and privacy["missing"] == [] and accessibility["missing"] == []
    assert privacy["texts"]["purpose"] == {"en": "We plan together.", "pl": "Planujemy razem."}
    assert privacy["texts"]["contact"] == {"en": "01764 000000"} and "officer" not in privacy["texts"]
    assert accessibility["texts"]["tested"] == {"en": "2027-03-12"}
    assert accessibility["texts"]["limits"] == {"en": "The hall has no loop.\n\nAsk for paper."}


def test_as_it_comes_along_everything_is_still_to_be_said(starts: Any):
    found = told(starts(None))
    assert found["privacy"] == {"texts": {}, "missing": ["responsible", "contact", "purpose", "legalBasis", "complaints"]}
    assert found["accessibility"] == {"texts": {}, "missing": ["contact", "tested", "limits"]}


def test_the_file_that_comes_along_names_all_that_can_be_said(starts: Any):
    text = (TOP / "config/pages.yaml").read_text(encoding="utf-8")
    filled = text.replace('""', '"Said."')
    found = told(starts(filled))
    assert set(found["privacy"]["texts"]) == {"responsible", "contact", "purpose", "legalBasis", "complaints", "officer", "place", "recipients", "more"}
    assert set(found["accessibility"]["texts"]) == {"contact", "tested", "limits", "complaints", "more"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("privacy:\n  purpse: x\n", ":2: privacy.purpse: this isn't a key"), ("privacy: x\n", ":1: privacy: this must be a list"),
        ("language: english\n", ":1: language: the language is a tag"), ("privacy:\n  contact: [a]\n", ":2: privacy.contact: this must be a text"),
        ("privacy:\n  contact:\n    Polish: x\n", ":3: privacy.contact.Polish: “Polish” isn't the tag"), ("privacy: {a\n", "this isn't YAML"),
        ("privacy:\n  contact: " + "x" * 4_001, ":2: privacy.contact: this is longer than 4000"),
    ],
)  # fmt: skip
def test_a_mistake_stops_the_start_and_is_named_with_its_line(starts: Any, text: str, words: str):
    with pytest.raises(AssertionError) as refusal:
        starts(text)
    assert words in str(refusal.value) and "pages.yaml" in str(refusal.value)


def test_a_file_that_was_named_must_be_there(tmp_path: Path):
    with pytest.raises(AssertionError, match="nowhere.yaml"):
        Server(tmp_path / "data", "--pages", str(tmp_path / "nowhere.yaml"))


def test_the_start_warns_where_others_can_come_and_something_is_missing(starts: Any):
    """Not on this computer alone, and not once all is said."""
    warning = "aren't filled in"
    assert warning not in starts(None).output
    said = starts(None, "--public-url", "https://lab.example.org").output
    assert warning in said and "privacy.responsible" in said and "accessibility.limits" in said and "config/pages.yaml" in said
    assert warning not in starts(FILLED, "--public-url", "https://lab.example.org").output


def test_both_pages_are_served_without_a_lab(starts: Any):
    server = starts(None)
    for path in ("/privacy", "/accessibility"):
        answer = server.request("GET", path, headers={"Accept": "text/html"})
        assert answer.status == 200 and b'id="app"' in answer.body
    assert server.request("GET", "/privacy/1", headers={"Accept": "text/html"}).status == 404
