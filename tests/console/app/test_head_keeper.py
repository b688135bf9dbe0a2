"""A console remembers the end of the journal each minute and cries out where it is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from console.app.head_keeper import EVERY, HeadKeeper
from models.domain.error import Words
from tests.builders import NINE
from tests.console.desk_stand_in import AskedLane, a_frame, a_session

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.gui


class Bench:
    """A keeper on a session whose frames the test makes."""

    def __init__(self, folder: Path) -> None:
        self.frame = replace(a_frame([], [], {}), now=NINE)
        self.session = a_session(self.frame)
        self.lane = AskedLane()
        self.home: Any = SimpleNamespace(
            url="postgresql:///x", is_embedded=True, address=SimpleNamespace(folder=folder)
        )
        self.keeper = HeadKeeper(self.home, self.session, self.lane)  # type: ignore[arg-type]
        self.heard: list[Words] = []
        self.keeper.alarmed.connect(self.heard.append)

    def show(self, minutes: float, problem: Words | None = None) -> None:
        now = NINE + minutes * timedelta(minutes=1)
        self.session.show_frame(replace(self.frame, now=now, problem=problem))


@pytest.fixture
def bench(qapp: Any, tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_head_is_asked_for_at_once_and_each_minute_again(bench: Bench) -> None:
    assert timedelta(minutes=1) == EVERY
    for minutes in (0, 0.5, 1.0, 1.5, 2.1):
        bench.show(minutes)
    assert bench.lane.keys().count("head") == 3


def test_nobody_asks_a_database_that_is_away(bench: Bench) -> None:
    bench.show(0, Words("没有", "away"))
    assert bench.lane.keys() == []


def test_a_journal_that_contradicts_is_an_alarm_and_any_other_answer_is_none(
    bench: Bench,
) -> None:
    alarm = Words("日志被改写", "the journal was rewritten")
    bench.lane.told.emit("head", None)
    bench.lane.told.emit("reference", alarm)
    bench.lane.told.emit("head", alarm)
    assert bench.heard == [alarm]


def test_a_home_without_a_key_makes_no_anchor(bench: Bench) -> None:
    bench.show(0)
    (question,) = [q for q in bench.lane.asked if q.key == "anchor"]
    assert question.read() is False


def test_a_home_with_a_key_wants_the_anchor_of_today_and_says_so_once(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(
        "console.app.head_keeper.start_apart", lambda _, words: started.append(words)
    )
    (tmp_path / "anchor.toml").write_text('format = 1\nkey = "key.pem"\n')
    for minutes in (0, 3):
        bench.show(minutes)
    (question,) = [q for q in bench.lane.asked if q.key == "anchor"]
    bench.lane.told.emit("anchor", question.read())
    assert started == [["journal", "anchor", "--daily"]]


def test_settings_that_nobody_can_read_make_no_anchor(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "anchor.toml").write_text("format = 9")
    bench.show(0)
    (question,) = [q for q in bench.lane.asked if q.key == "anchor"]
    assert question.read() is False
