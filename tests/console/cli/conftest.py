"""One district for a test process; every test brings its own members and incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.store.embedded import stop_embedded
from tests.console.cli.homes import Cli, make_district

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def district_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with cells and a department, whose clock is real; stopped at the end."""
    folder = make_district(tmp_path_factory.mktemp("district"))
    yield folder
    stop_embedded(folder)


@pytest.fixture
def cli(district_home: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on the district."""
    return Cli(district_home, capsys)
