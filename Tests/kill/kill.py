#!/usr/bin/env python3
"""Kills a server under load, again and again, and holds its journal against what it had acknowledged.

    Tests/kill/kill.py [--rounds 20] [--people 200] [--seed N]

`coprolab load` plays that many people over real sockets and writes down every command that was acknowledged to it. The
server is killed (SIGKILL) after a random 50 to 800 ms and started again on the same data folder, and the people come
back to it. After each kill a copy of the folder, taken before anything could mend it, is checked (`journal.py`):

- each acknowledged command is in it exactly once, at the revision that the acknowledgement named;
- revisions have no gap, and every event belongs to the one command that caused it;
- `coprolab verify` finds the chain of hashes whole.

Since a journal only grows, each round checks all rounds before it again. Exit status 0 when every round held.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    # In place of this folder, where this file would hide the package of its own name.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from harness.server import BINARY, ENVIRONMENT, TOP, Server, eventually  # noqa: E402
from kill.journal import faults, read_acknowledged  # noqa: E402


@dataclass
class Round:
    """What one kill showed."""

    number: int
    after: float  # ms of load before the kill
    acknowledged: int
    faults: list[str]
    back: float  # ms from the new start to the first answer

    def __str__(self) -> str:
        what = "; ".join(self.faults) if self.faults else "none missing, none doubled, verify passes"
        return (
            f"round {self.number}: killed after {self.after:.0f} ms, {self.acknowledged} acknowledged so far, "
            f"{what}, serving again in {self.back:.0f} ms"
        )


class Load:
    """`coprolab load`, which goes on through every kill."""

    def __init__(self, server: Server, people: int, seconds: int, acknowledged: Path, log: Path):
        self.acknowledged = acknowledged
        self.log = log
        acknowledged.touch()
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [BINARY, "load", "--people", str(people), "--every", "1", "--seconds", str(seconds)]
                + ["--acknowledged", acknowledged, server.url],
                cwd=TOP, env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def count(self) -> int:
        """Acknowledgements so far."""
        if self.process.poll() is not None:
            raise AssertionError(f"coprolab load ended with {self.process.returncode}:\n{self.log.read_text()}")
        return self.acknowledged.read_bytes().count(b"\n")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def verify(data: Path) -> list[str]:
    """What `coprolab verify` has against the journal in that folder."""
    result = subprocess.run([BINARY, "verify", "--data", data], cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True)
    return [] if result.returncode == 0 else [f"verify says: {(result.stdout + result.stderr).strip()}"]


def rounds(folder: Path, number: int, people: int, chance: random.Random) -> Iterator[Round]:
    """Kills that many times. The data folder, its copy and the logs lie in `folder`."""
    data, copy = folder / "data", folder / "copy"
    server = Server(data)
    load = Load(server, people, 60 + 30 * number, folder / "acknowledged.jsonl", folder / "load.log")
    try:
        for at in range(1, number + 1):
            before = load.count()
            eventually("commands are acknowledged again", lambda: load.count() > before, within=30)
            started = time.monotonic()
            time.sleep(chance.uniform(0.05, 0.8))
            after = (time.monotonic() - started) * 1000
            # Read before the kill: what is acknowledged later belongs to the next round.
            acknowledged = read_acknowledged(load.acknowledged)
            server.kill()
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(data, copy, ignore=shutil.ignore_patterns("*.sock"))
            started = time.monotonic()
            server = Server(data, port=server.port)
            back = (time.monotonic() - started) * 1000
            found = faults(copy / "coprolab.sqlite", acknowledged) + verify(copy)
            yield Round(at, after, len(acknowledged), found, back)
        load.stop()
        status = server.stop()
        found = faults(data / "coprolab.sqlite", read_acknowledged(load.acknowledged)) + verify(data)
        if status != 0:
            found.append(f"the last server ended with {status}")
        if found:
            raise AssertionError("after the last round: " + "; ".join(found))
    finally:
        load.stop()
        server.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description="kill -9 under load: nothing acknowledged is lost, nothing counts twice")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"{arguments.rounds} rounds with {arguments.people} people, seed {arguments.seed}", flush=True)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for result in rounds(Path(folder), arguments.rounds, arguments.people, random.Random(arguments.seed)):
            print(result, flush=True)
            bad += bool(result.faults)
    print(f"{arguments.rounds - bad} of {arguments.rounds} rounds held.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
