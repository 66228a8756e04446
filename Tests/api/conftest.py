"""A server for each file of tests, and a lab for each test that asks for one."""

from collections.abc import Iterator

import pytest

from api.hall import Hall
from api.kinds import passed
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


@pytest.fixture(scope="module")
def driven(request: pytest.FixtureRequest) -> Iterator[set[str]]:
    """What has passed in the tests of a file: in the end all that it names as its MESSAGES, where the whole file is run."""
    driven: set[str] = set()
    yield driven
    run = {item.originalname for item in request.session.items if item.module is request.module}
    missing = set(request.module.MESSAGES) - driven
    if run >= {name for name in vars(request.module) if name.startswith("test_")}:
        assert not missing, f"never passed: {', '.join(sorted(missing))}"


@pytest.fixture
def all_driven(hall: Hall, driven: set[str]) -> Iterator[None]:
    """For a file whose tests drive its MESSAGES together, one in this test, another in that, each in the `hall` it is given."""
    yield
    driven.update(passed(hall))
