"""A server for each file of tests, and a lab for each test that asks for one."""

from collections.abc import Iterator

import pytest

from api.hall import Hall
from harness.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("data"))
    yield server
    assert server.stop() == 0, server.output


@pytest.fixture
def hall(server: Server) -> Iterator[Hall]:
    hall = Hall(server)
    yield hall
    hall.close()
