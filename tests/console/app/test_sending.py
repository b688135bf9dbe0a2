"""Word of tasks goes out where nobody sits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from console.app.home import Address, Home
from console.bench.cases import send, some_members, some_registered
from console.cli.main import run
from models.domain.command import Dispatch
from models.store.embedded import stop_embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.domain.ids import IncidentId

pytestmark = [pytest.mark.db, pytest.mark.story]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Home(Address(tmp_path), station="desk-1") as made:
        yield made
    stop_embedded(tmp_path)


def given(home: Home) -> IncidentId:
    """An incident whose task nobody has been told of."""
    (member,), (incident,) = some_members(home.desk, 1), some_registered(home.desk, 1)
    send(home.desk, Dispatch(incident=incident, members=(member,)))
    return incident


def told(home: Home, incident: IncidentId) -> list[tuple[str, str]]:
    source = home.source()
    entries = source.read_after(0, 1_000)
    source.close()
    return [
        (entry.fact.verb, entry.station)
        for entry in entries
        if entry.fact.subject_id == incident and entry.fact.verb.startswith("task-")
    ]


def convey(home: Home, *options: str) -> subprocess.Popen[str]:
    where = ["--home", str(home.address.folder), "--station", "modem", "--json"]
    return subprocess.Popen(
        [sys.executable, "-m", "console", "convey", *where, *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="services are told to end by a signal elsewhere")
def test_a_service_without_a_window_sends_once_and_ends_when_it_is_told_to(home: Home) -> None:
    incident = given(home)
    service = convey(home)
    source = home.source()
    try:
        # The desk that gave the task has fifteen seconds; it is not open here.
        while not told(home, incident) and service.poll() is None:
            source.wait(1.0)
        service.send_signal(signal.SIGTERM)
        said, complaints = service.communicate(timeout=60)
    finally:
        service.kill()
        source.close()
    assert service.returncode == 0, complaints
    assert told(home, incident) == [("task-sent", "modem")]
    assert json.loads(said)["sent"] in {0, 1}, "ended before it read of its own, or after"


def test_a_length_that_is_none_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convey", "--home", str(tmp_path), "--seconds", "0", "--lang", "en"]) == 2
    assert "--seconds is more than 0" in capsys.readouterr().err
