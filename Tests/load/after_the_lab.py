#!/usr/bin/env python3
"""What a large lab costs when it is over: how long its replay takes to begin and to jump, how long each export takes to its first
and its last byte, how much memory the server needs for that, and what another lab on it notices meanwhile.

    Tests/load/after_the_lab.py [--events 1000000] [--ideas 10000] [--people 1000] [--beside 200] [--seeks 20]
    Tests/load/after_the_lab.py --short                 the same with 20,000 events and 500 ideas, in seconds

The lab is filled by `coprolab fill`: its journal is a true one, and `coprolab verify` passes. It prints figures and judges nothing;
give it a quiet machine.
"""

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.server import BINARY, ENVIRONMENT, TOP, Server  # noqa: E402

FORMATS = ["json", "json?for=keeping", "csv", "csv?table=02-gather-ideas", "xlsx", "md", "html", "ics"]


@dataclass
class Taken:
    """One answer: seconds to its first and to its last byte, and what it was."""

    first: float
    whole: float
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def fill(data: Path, events: int, ideas: int, people: int) -> dict[str, Any]:
    """A data folder with one large lab; what it was made with, as `POST /api/labs` answers it."""
    sizes = ["--events", str(events), "--ideas", str(ideas), "--people", str(people)]
    command = [BINARY, "fill", *sizes, "--data", data, "--json"]
    return json.loads(subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)


def verify(data: Path) -> None:
    subprocess.run([BINARY, "verify", "--data", data], cwd=TOP, env=ENVIRONMENT, capture_output=True, check=True)


def take(server: Server, lab: dict[str, Any], path: str) -> Taken:
    """What is at a path below the lab's, for its facilitator."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    start = time.monotonic()
    connection.request("GET", f"/api/labs/{lab['id']}{path}", headers={"Authorization": f"Bearer {lab['facilitatorToken']}"})
    answer = connection.getresponse()
    body = answer.read(1)
    first = time.monotonic() - start
    body += answer.read()
    taken = Taken(first, time.monotonic() - start, body)
    connection.close()
    if answer.status != 200:
        raise AssertionError(f"{path}: {answer.status} {body[:300]!r}")
    return taken


def resident(server: Server) -> dict[str, float]:
    """MiB that the server has now, and has had at most."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return {"now": found["VmRSS"], "most": found["VmHWM"]}


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


def told(title: str, taken: Taken, server: Server) -> None:
    memory = f"{resident(server)['now']:,.0f} MiB"
    print(f"{title:34} first byte {milliseconds(taken.first):>10}  whole {milliseconds(taken.whole):>10}  {len(taken.body) / 1e6:7.2f} MB  {memory:>10}", flush=True)


def replay(data: Path, lab: dict[str, Any], seeks: int) -> None:
    """By a server that has just started, and so knows nothing of the lab yet."""
    server = Server(data)
    try:
        print(f"\nReplay, by a server that has just started ({resident(server)['now']:.0f} MiB)")
        start = time.monotonic()
        outline = take(server, lab, "/replay")
        frame = take(server, lab, "/replay/frames?at=0")
        told("outline", outline, server)
        told("first frame", frame, server)
        print(f"{'first frame, outline and all':34} {milliseconds(time.monotonic() - start)}")
        while not outline.json["whole"]:
            time.sleep(1)
            outline = take(server, lab, "/replay")
        print(f"{'read in full, in the background':34} {milliseconds(time.monotonic() - start)}, {resident(server)['now']:,.0f} MiB")
        times = []
        for _ in range(seeks):
            at = random.randrange(outline.json["length"])
            times.append(take(server, lab, f"/replay/frames?at={at}&limit=100").whole)
        print(f"{f'{seeks} jumps to random moments':34} median {milliseconds(statistics.median(times))}, worst {milliseconds(max(times))}, {resident(server)['now']:,.0f} MiB")
    finally:
        server.stop()


def exports(data: Path, lab: dict[str, Any]) -> None:
    server = Server(data)
    try:
        print("\nExports")
        told("the lab read from its journal", take(server, lab, "/export/ics"), server)
        for each in FORMATS:
            told(each, take(server, lab, f"/export/{each}"), server)
        before = resident(server)["now"]
        for _ in range(5):
            take(server, lab, "/export/json?for=keeping")
        print(f"{'five more of json?for=keeping':34} {before:,.0f} MiB before, {resident(server)['now']:,.0f} after, {resident(server)['most']:,.0f} at most")
    finally:
        server.stop()


def beside(data: Path, lab: dict[str, Any], people: int, seconds: float) -> None:
    """What another lab notices while the large one is replayed and exported without a pause, by a server that hasn't read it."""

    def load(title: str, server: Server) -> None:
        command = [BINARY, "load", "--people", str(people), "--seconds", str(seconds), "--json", server.url]
        report = json.loads(subprocess.run(command, cwd=TOP, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)
        saved = report["acknowledgedMilliseconds"]
        figures = "  ".join(f"{name} {saved[name]:.1f}" for name in ("p50", "p99", "max"))
        print(f"{title:34} from a tap to “Saved” {figures} ms, {report['accepted']} accepted, {report['connectionsLost']} lost", flush=True)

    def during(work: Callable[[Server], None]) -> tuple[Server, threading.Thread, threading.Event]:
        server, done = Server(data), threading.Event()

        def again() -> None:
            while not done.is_set():
                work(server)

        thread = threading.Thread(target=again)
        return server, thread, done

    print(f"\nAnother lab of {people} people on the same server")
    for title, work in (
        ("alone", None),
        ("beside replays", lambda server: take(server, lab, f"/replay/frames?at={random.randrange(10_000_000)}")),
        ("beside exports", lambda server: take(server, lab, f"/export/{random.choice(FORMATS)}")),
    ):
        server, thread, done = during(work or (lambda _: None))
        try:
            if work:
                thread.start()
            load(title, server)
        finally:
            done.set()
            if work:
                thread.join()
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--ideas", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--beside", type=int, default=200, help="people in another lab")
    parser.add_argument("--seconds", type=float, default=15, help="for which they act")
    parser.add_argument("--seeks", type=int, default=20)
    parser.add_argument("--short", action="store_true", help="20,000 events, 500 ideas, 200 people")
    given = parser.parse_args()
    if given.short:
        given.events, given.ideas, given.people, given.beside, given.seconds = 20_000, 500, 200, 50, 3
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        start = time.monotonic()
        lab = fill(data, given.events, given.ideas, given.people)
        size = (data / "coprolab.sqlite").stat().st_size / 1e6
        print(f"A lab of {given.events:,} events, {given.ideas:,} ideas and {given.people:,} people: {size:.0f} MB, made in {time.monotonic() - start:.0f} s")
        start = time.monotonic()
        verify(data)
        print(f"verify passes, in {time.monotonic() - start:.0f} s")
        replay(data, lab, given.seeks)
        exports(data, lab)
        beside(data, lab, given.beside, given.seconds)


if __name__ == "__main__":
    main()
