"""A real `coprolab serve` for the tests in Python: started on a free port, stopped or killed, its output kept."""

import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("COPROLAB_BINARY", TOP / ".build/release/coprolab"))
# What the tests are told by variables isn't a setting, and the command takes no other.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("COPROLAB_")}
LISTENING = re.compile(r"Listening on http://127\.0\.0\.1:(\d+)")


def eventually(what: str, condition: Callable[[], Any], within: float = 10) -> Any:
    """Waits until the condition holds and gives back its value; fails with `what` when the time is over."""
    end = time.monotonic() + within
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {within:g} s: {what}")
        time.sleep(0.01)
    return value


@dataclass
class Answer:
    """What the server answered to one HTTP request."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """One process of `coprolab serve` on loopback, with a data folder."""

    def __init__(self, data: Path, *arguments: str, port: int = 0, environment: dict[str, str] | None = None):
        if not BINARY.exists():
            raise FileNotFoundError(
                f"{BINARY} isn't there: build it with 'swift build -c release', or set COPROLAB_BINARY"
            )
        self.data = Path(data)
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [BINARY, "serve", "--host", "127.0.0.1", "--port", str(port), "--data", data, *arguments],
            cwd=TOP,
            env={**ENVIRONMENT, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self.port = eventually("coprolab serve says where it listens", self._listening, within=20)
        except AssertionError:
            self.kill()
            raise AssertionError(f"coprolab serve doesn't listen; it said:\n{self.output}") from None
        self.url = f"http://127.0.0.1:{self.port}"

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def _listening(self) -> int | None:
        for line in list(self.lines):
            if match := LISTENING.search(line):
                return int(match[1])
        if self.process.poll() is not None:
            raise AssertionError(f"coprolab serve ended with {self.process.returncode}")
        return None

    @property
    def output(self) -> str:
        """All that it has printed so far."""
        return "\n".join(self.lines)

    def stop(self, within: float = 20) -> int:
        """SIGTERM, as an operator stops it. Gives the exit status; a process that doesn't end is killed and fails."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=within)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(
                    f"coprolab serve didn't end within {within:g} s of SIGTERM; it said:\n{self.output}"
                ) from None
        self._reader.join(timeout=5)
        return self.process.returncode

    def kill(self) -> None:
        """SIGKILL: no farewell, as when the power goes."""
        self.process.kill()
        self.process.wait()
        self._reader.join(timeout=5)

    def request(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """One HTTP request; an error status is an answer too."""
        request = urllib.request.Request(self.url + path, method=method, headers=headers or {})
        if body is not None:
            request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
            if not request.has_header("Content-type"):
                request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return Answer(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read())

    def make_lab(
        self, title: str = "Living well together", template: str = "T2", language: str = "en", key: str | None = None,
    ) -> dict[str, Any]:
        """A new lab, as `POST /api/labs` answers it: id, code, tokens and links."""
        headers = {"Authorization": f"Bearer {key}"} if key else None
        answer = self.request("POST", "/api/labs", {"title": title, "template": template, "language": language}, headers)
        assert answer.status == 201, f"{answer.status} {answer.body.decode()}"
        return answer.json
