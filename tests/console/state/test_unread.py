"""Promises of unread marks: what others said stays marked until somebody here looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.state.deeds import FACT
from console.state.unread import SAID, unread_words
from models.domain.incident import State
from tests.builders import an_incident
from tests.console.frames import a_frame, a_picture, a_session, next_frame

pytestmark = pytest.mark.gui


class Bench:
    """A seat, an incident it does not look at, and who says what of it."""

    def __init__(self) -> None:
        self.session = a_session()
        self.case, self.other = an_incident(State.HANDLING), an_incident(State.HANDLING)
        self.session.show_frame(a_frame(a_picture([self.case, self.other], [])))

    def said(self, verb: str, *, actor: str = "somebody", station: str = "elsewhere") -> None:
        old = self.session.frame.picture.incidents[self.case.id]
        new = replace(old, version=old.version + 1)
        frame = next_frame(self.session.frame, (old, new, verb))
        entries = tuple(
            replace(entry, actor=actor, station=station) for entry in frame.changes.entries
        )
        changes = replace(frame.changes, entries=entries)
        self.session.show_frame(replace(frame, changes=changes))

    @property
    def mark(self) -> str:
        return self.session.unread.of(self.case.id)


@pytest.fixture
def bench(qapp: Any) -> Bench:
    return Bench()


def test_what_another_says_is_marked_until_the_incident_is_looked_at(bench: Bench) -> None:
    bench.said("commented")
    assert bench.mark == "commented"
    assert "commented" in unread_words(bench.session, bench.case.id)
    bench.session.selection.pick_incident(bench.other.id)
    assert bench.mark
    bench.session.selection.pick_incident(bench.case.id)
    assert bench.mark == ""


def test_nobody_is_told_of_their_own_words(bench: Bench) -> None:
    seat = bench.session.seat
    bench.said("commented", actor=seat.operator, station=seat.station)
    assert bench.mark == ""
    bench.said("commented", actor=seat.operator, station="another desk")
    assert bench.mark == "commented"


def test_what_is_said_while_one_looks_is_read(bench: Bench) -> None:
    bench.session.selection.pick_incident(bench.case.id)
    bench.said("finished")
    assert bench.mark == ""


def test_what_the_row_shows_anyhow_makes_no_mark(bench: Bench) -> None:
    for verb in ("signed", "arrived", "task-seen", "fell-nearly-due"):
        bench.said(verb)
    assert bench.mark == ""


def test_a_jump_in_time_leaves_no_mark(bench: Bench) -> None:
    bench.said("commented")
    bench.session.show_frame(replace(bench.session.frame, jumped=True))
    assert bench.mark == ""


def test_every_verb_that_is_news_has_words() -> None:
    assert set(FACT) >= SAID
