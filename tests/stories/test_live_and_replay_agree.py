"""What a console showed live at a moment is what seeking to that moment shows."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING

import pytest

from console.app.home import Address, Home
from models.domain.command import Command, Report
from models.domain.ids import CommandId, IncidentId, new_uuid
from models.domain.lifecycle import Role
from models.feed.clock import SystemClock
from models.feed.player import Player
from models.feed.reach import picture_at, picture_at_seq
from models.feed.timeline import Paused
from models.store.embedded import stop_embedded
from models.store.recording import RecordingSource
from tests.console.cli.homes import Cli, process_of, said_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.picture.picture import Picture

pytestmark = [pytest.mark.db, pytest.mark.story]
PAIRS = 200
SEEKS = 25


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An empty home with its server up."""
    with Home(Address(tmp_path / "home"), station="watcher") as opened:
        yield opened
    stop_embedded(tmp_path / "home")


def test_two_hundred_pictures_seen_live_are_found_again_by_seeking(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live = watched(home)
    assert len(live) >= PAIRS
    chosen = random.Random(7).sample(sorted(live), PAIRS)
    file = tmp_path / "morning.wgr"
    cli = Cli(home.address.folder, capsys)
    cli.ok("journal", "export", str(file), "--from", "2000-01-01", "--to", "2999-01-01")
    recording = RecordingSource(file)

    clock = home.clock()

    with contextlib.closing(home.source()) as source:
        for seq in chosen:
            digest = live[seq].digest()
            assert picture_at_seq(source, seq).digest() == digest
            assert picture_at_seq(recording, seq).digest() == digest
        for seq in chosen[:SEEKS]:
            stood = Player(source, clock, timeline=Paused(live[seq].at)).advance()
            # Facts of one instant belong together, so a seek may stand a little further.
            assert stood.seq >= seq
            there = picture_at(source, live[seq].at)
            assert (stood.seq, stood.picture.digest()) == (there.seq, there.digest())
            if stood.seq in live:
                assert stood.picture.digest() == live[stood.seq].digest()
    said = cli.ok("picture", "--seq", str(chosen[0]))
    assert said["digest"] == live[chosen[0]].digest()


def watched(home: Home) -> dict[int, Picture]:
    """Every picture a follower had while the simulator lived a morning, by its seq."""
    live: dict[int, Picture] = {}
    simulator = process_of("demo", "--prepare", "--seed", "5", home=home.address.folder)
    with contextlib.closing(home.source()) as source:
        player = Player(source, SystemClock())
        while simulator.poll() is None:
            frame = player.advance()
            assert frame.problem is None
            live[frame.seq] = frame.picture
            player.wait(0.01)
        # A follower on a busy machine skips pictures: acts one by one make up for them.
        while len(live) <= PAIRS:
            reported(home, frame.picture)
            frame = player.advance()
            assert frame.problem is None
            live[frame.seq] = frame.picture
    assert said_by(simulator).status == 0
    live.pop(0, None)
    return live


def reported(home: Home, picture: Picture) -> None:
    """One more incident, where another one is."""
    elsewhere = next(one.place for one in picture.incidents.values() if one.place is not None)
    home.desk.send(
        Command(
            id=CommandId(new_uuid()),
            intent=Report(
                incident=IncidentId(new_uuid()), text="路口有暴露垃圾", place=elsewhere
            ),
            actor="clerk",
            roles=frozenset(Role),
            station=home.station,
        )
    )
