#!/usr/bin/env python3
"""What a room notices of a backup: how long people wait for “Saved” and for others' ideas, without one and while one backup after
the other is made. It prints figures and judges nothing; give it a quiet machine.

    Tests/load/beside_backup.py [--people 1000] [--seconds 20] [--fill 3]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.server import BINARY, ENVIRONMENT, TOP, Server  # noqa: E402


def load(server: Server, people: int, seconds: float) -> dict:
    command = [BINARY, "load", "--people", str(people), "--seconds", str(seconds), "--json", server.url]
    return json.loads(subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)


def back_up(server: Server, file: Path, took: list[float], done: threading.Event) -> None:
    while not done.is_set():
        start = time.monotonic()
        subprocess.run([BINARY, "backup", file, "--data", server.data], cwd=TOP, env=ENVIRONMENT, capture_output=True, check=True)
        took.append(time.monotonic() - start)


def told(title: str, report: dict) -> None:
    saved, seen = report["acknowledgedMilliseconds"], report["seenMilliseconds"]
    figures = "  ".join(f"{name} {saved[name]:.1f} / {seen[name]:.1f}" for name in ("p50", "p99", "max"))
    print(f"{title:24} {figures} ms (saved / seen), {report['accepted']} accepted, {sum(report['rejected'].values())} refused, {report['connectionsLost']} lost")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--fill", type=int, default=3, help="labs that were there before, each of as many people")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data")
        try:
            for _ in range(given.fill):
                load(server, given.people, given.seconds)
            told("without a backup", load(server, given.people, given.seconds))
            took: list[float] = []
            done = threading.Event()
            file = Path(folder) / "all.backup"
            backing = threading.Thread(target=back_up, args=(server, file, took, done))
            backing.start()
            try:
                report = load(server, given.people, given.seconds)
            finally:
                done.set()
                backing.join()
            told("one after the other", report)
            size = file.stat().st_size / 1e6
            print(f"{len(took)} backups, {min(took):.2f} to {max(took):.2f} s each, the last of {size:.1f} MB")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
