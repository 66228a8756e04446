"""Holds the import check itself: a wrong arrow in a temporary tree turns it red, a right one doesn't."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).with_name("check")


def run(top: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, CHECK, top], capture_output=True, text=True)


@pytest.fixture
def tree(tmp_path):
    """A package in which every arrow runs the right way; called with a file and its code, it adds them."""

    def write(path: str, code: str) -> Path:
        file = tmp_path / "Sources" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code, encoding="utf-8")
        return tmp_path

    write("CLibEv/module.modulemap", "module CLibEv {}")
    write("CoproductionLab/Lab.swift", "import HashTreeCollections\nimport func Glibc.sqrt\nlet a = 1\n")
    write("LabJournal/Journal.swift", "import Crypto\n")
    write("SQLiteJournal/Journal.swift", "import GRDB\nimport LabJournal\n")
    write("WebSockets/Loop.swift", "import CLibEv\nprivate import CLibWebSockets\n")
    write("LabServer/Hub.swift", "import CQREncode\nimport CoproductionLab\nimport LabJournal\nimport WebSockets\n")
    write("coprolab/main.swift", "import ArgumentParser\nimport LabServer\nimport SQLiteJournal\nimport WebSockets\n")
    return write


def test_right_arrows_are_green(tree):
    result = run(tree("LabServer/Hub+more.swift", "import Foundation\n"))
    assert result.returncode == 0, result.stderr


def test_this_package_is_green():
    result = run(CHECK.parents[2])
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "path, code",
    [
        ("CoproductionLab/a.swift", "import LabJournal\n"),
        ("CoproductionLab/a.swift", "import WebSockets\n"),
        ("LabJournal/a.swift", "import CoproductionLab\n"),
        ("LabJournal/a.swift", "import WebSockets\n"),
        ("WebSockets/a.swift", "import CoproductionLab\n"),
        ("WebSockets/a.swift", "import LabJournal\n"),
        ("WebSockets/a.swift", "import LabServer\n"),
        ("SQLiteJournal/a.swift", "import CoproductionLab\n"),
        ("LabServer/a.swift", "import SQLiteJournal\n"),
        ("LabServer/a.swift", "import coprolab\n"),
        ("LabJournal/a.swift", "@testable import struct CoproductionLab.Lab\n"),
        ("LabJournal/a.swift", "package import CoproductionLab\n"),
        ("LabJournal/a.swift", "import Crypto; import CoproductionLab\n"),
        ("LabJournal/deep/er/a.swift", "/* /* why */ */ import CoproductionLab // here\n"),
        ("LabServer/a.swift", "@_exported import CoproductionLab\n"),
    ],
)
def test_a_wrong_arrow_is_red(tree, path, code):
    result = run(tree(path, code))
    assert result.returncode == 1
    assert f"Sources/{path}:1:" in result.stderr


@pytest.mark.parametrize(
    "path, code",
    [
        ("LabServer/a.swift", "import CLibWebSockets\n"),
        ("LabServer/a.swift", "import GRDB\n"),
        ("coprolab/a.swift", "import CQREncode\n"),
    ],
)
def test_a_wrapped_library_belongs_to_one_module(tree, path, code):
    assert run(tree(path, code)).returncode == 1


@pytest.mark.parametrize(
    "code",
    [
        "import Logging\n",
        "import FoundationNetworking\n",
        "import Glibc\n",
        "import func Glibc.open\n",
        "import Foundation\nlet now = Date()\n",
        "import Foundation\nlet now = Date.now\n",
        "import Foundation\nlet file = FileManager.default\n",
        "let a = Int.random(in: 0..<3)\n",
        "let a = ContinuousClock.now\n",
        "print(1)\n",
        'let a = "at \\(Date())"\n',
        'let a = #"at \\#(UUID())"#\n',
    ],
)
def test_the_engine_stays_pure(tree, code):
    assert run(tree("CoproductionLab/a.swift", code)).returncode == 1


@pytest.mark.parametrize(
    "code",
    [
        "// import WebSockets\n",
        "/* import WebSockets\n/* import LabJournal */\nimport WebSockets */\n",
        'let a = """\nimport WebSockets\n"quoted" \\(1 + (2)) import LabJournal\nprint()\n"""\n',
        'let a = #"print() "Date()" "#\n',
        'let a = "\\" print() \\(b.map { ($0) }) print()"\n',
        "import Foundation\nlet a = Date(timeIntervalSince1970: 0)\n",
    ],
)
def test_comments_and_text_are_not_code(tree, code):
    result = run(tree("CoproductionLab/a.swift", code))
    assert result.returncode == 0, result.stderr


def test_a_module_without_a_row_is_red(tree):
    result = run(tree("Surprise/a.swift", "let a = 1\n"))
    assert result.returncode == 1
    assert "Sources/Surprise" in result.stderr
