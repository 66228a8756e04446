"""Holds the check of the rules itself: a rule without a test that goes the whole way turns it red."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).with_name("check")
SOCKET = 'import Testing\nfunc run() { TestServer.run {} }\n@Test("[S1] people meet as equals") func equals() {}\n'
BROWSER = 'def test_s2_who_takes_part(lab, device):\n    """Everybody sees it."""\n'


def run(*arguments: str | Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, CHECK, *arguments], capture_output=True, text=True)


@pytest.fixture
def tree(tmp_path):
    """A package of two rules, each with its test; called with a file and its text, it writes that."""

    def write(path: str, text: str) -> Path:
        file = tmp_path / "Tests" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return tmp_path

    write("rules/rules.tsv", "rule\twords\nS1\tPeople meet as equals.\nS2\tEverybody sees who takes part.\n")
    write("LabServerTests/a.swift", SOCKET)
    write("browser/test_a.py", BROWSER)
    return write


def test_rules_with_tests_that_go_the_whole_way_are_green(tree):
    result = run(tree("CoproductionLabTests/b.swift", '@Test("[S1] in the engine") func engine() {}\n'))
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "S1\tPeople meet as equals."
    assert lines[1].startswith("\twhole way\tTests/LabServerTests/a.swift:3\t[S1] people meet")
    assert lines[2].startswith("\tpart     \tTests/CoproductionLabTests/b.swift:1\t")
    assert lines[4].endswith("Tests/browser/test_a.py:1\tEverybody sees it.")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("LabServerTests/a.swift", SOCKET.replace("TestServer.run {}", "")),
        ("LabServerTests/a.swift", SOCKET.replace("[S1]", "[S10]")),
        ("LabServerTests/a.swift", SOCKET.replace("[S1]", "S1:")),
        ("LabServerTests/a.swift", '// @Suite("[S1]") TestServer\n'),
        ("browser/test_a.py", BROWSER.replace("(lab, device)", "()")),
        ("browser/test_a.py", BROWSER.replace("_s2_", "_s20x_")),
    ],
)
def test_a_rule_without_such_a_test_is_red(tree, path, text):
    result = run(tree(path, text))
    assert result.returncode == 1
    assert "1 of 2 rules without a test" in result.stderr
    assert run("--report", tree(path, text)).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        'def test_it(hall):\n    """[S2] who takes part."""\n',
        'def test_it(tmp_path):\n    """[S1, S2] who takes part."""\n    with Server(tmp_path) as server:\n        pass\n',
        "class TestIt:\n    def test_s1_s2_it(self, server): pass\n",
    ],
)
def test_python_tests_quote_in_their_docstring_or_their_name(tree, text):
    result = run(tree("browser/test_a.py", text))
    assert result.returncode == 0, result.stderr


def test_swift_tests_may_quote_several_rules_over_several_lines(tree):
    tree("browser/test_a.py", "")
    result = run(tree("LabServerTests/a.swift", '@Test(\n    "[S1] [S2] \\"both\\"", arguments: [1])\nfunc both() { TestServer() }\n'))
    assert result.returncode == 0, result.stderr


def test_a_rule_that_there_is_not_is_red(tree):
    result = run(tree("api/test_b.py", 'def test_it(hall):\n    """[S61] something."""\n'))
    assert result.returncode == 1
    assert "Tests/api/test_b.py:1: quotes S61" in result.stderr


@pytest.mark.parametrize("line", ["S1\tagain", "S3 no tab", "s4\tsmall", "S5\t"])
def test_a_line_that_is_no_rule_is_refused(tree, line):
    assert run(tree("rules/rules.tsv", f"rule\twords\nS1\tOne.\n{line}\n")).returncode == 1


def test_the_rules_of_this_package_are_sixty_in_order():
    lines = CHECK.with_name("rules.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == [f"S{number}" for number in range(1, 61)]
    assert run("--report").returncode == 0
