"""A desk at an embedded home brings a killed server back by itself, and no stopped one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from console.app.home import Address, Home
from console.app.running import RunningConsole
from console.state.session import Seat
from models.desk.act import Fate
from models.domain.command import Judge
from models.domain.ids import IncidentId, new_uuid
from models.domain.lifecycle import Role
from models.store.embedded import (
    embedded_status,
    kill_embedded,
    revive_embedded,
    stop_embedded,
)
from tests.console.cli.homes import Cli, make_district, process_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.desk.act import Act

pytestmark = [pytest.mark.db, pytest.mark.gui, pytest.mark.story]
PATIENCE_MS = 25_000


class Desk:
    """A running console of the home itself, and what its desk lane answered."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(Address(folder), station="desk-1")
        seat = Seat("li", frozenset(Role), self.home.station, "en")
        self.console = RunningConsole(
            self.home, seat, self.home.desk, clock=self.home.clock(),
            open_source=self.home.source,
        )  # fmt: skip
        self.session = self.console.session
        self.answers: list[Act] = []
        self.console.desk.answered.connect(self.answers.append)
        self.console.start()

    def close(self) -> None:
        """Lanes first, then connections."""
        self.console.close()
        self.home.close()
        self.console.deleteLater()


@pytest.fixture
def desk(tmp_path: Path, qtbot: Any) -> Iterator[Desk]:
    """Up and following, nobody else near."""
    desk = Desk(make_district(tmp_path / "home"))
    qtbot.waitUntil(lambda: desk.session.frame.picture.seq > 0, timeout=PATIENCE_MS)
    yield desk
    desk.close()
    stop_embedded(desk.home.address.folder)


def test_the_act_of_the_bad_minute_is_sent_once_with_nobody_restarting_anything(
    desk: Desk, capsys: pytest.CaptureFixture[str], qtbot: Any
) -> None:
    cli = Cli(desk.home.address.folder, capsys)
    number = cli.registered()
    incident = IncidentId(_uuid(cli.incident(number)["id"]))
    assert kill_embedded(desk.home.address.folder)
    desk.session.send(Judge(verb="comment", incident=incident, text="断电时说的话"))
    command = desk.session.pending.acts[-1].command.id

    def fates() -> list[Fate]:
        return [act.fate for act in desk.answers if act.command.id == command]

    qtbot.waitUntil(lambda: Fate.CONFIRMED in fates(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: desk.session.frame.problem is None, timeout=PATIENCE_MS)
    assert fates().count(Fate.CONFIRMED) == 1
    assert cli.incident(number)["version"] == 4


def test_a_server_that_somebody_stopped_stays_stopped(desk: Desk, qtbot: Any) -> None:
    folder = desk.home.address.folder
    assert stop_embedded(folder)
    qtbot.waitUntil(lambda: desk.session.frame.problem is not None, timeout=PATIENCE_MS)
    assert not revive_embedded(folder)
    assert not embedded_status(folder).running


def test_a_tail_that_follows_waits_for_its_server_and_leaves_nothing_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = Cli(make_district(tmp_path / "home"), capsys)
    following = process_of("journal", "tail", "--after", "0", "--follow", home=cli.home)
    assert following.stdout is not None
    first = [json.loads(following.stdout.readline())["seq"] for _ in range(2)]
    assert kill_embedded(cli.home)
    cli.reported()
    try:
        seqs = [*first, json.loads(following.stdout.readline())["seq"]]
        while seqs[-1] < cli.ok("db", "status")["facts"]:
            seqs.append(json.loads(following.stdout.readline())["seq"])
    finally:
        following.terminate()
        following.communicate(timeout=10)
        stop_embedded(cli.home)
    assert seqs == list(range(1, len(seqs) + 1))


def test_a_home_that_never_had_a_server_is_not_given_one(tmp_path: Path) -> None:
    assert not revive_embedded(tmp_path / str(new_uuid()))


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text)
