"""A reporter is masked until a reason is on the record, and again soon after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.actions.asking import Asking
from console.actions.revealing import Revealing
from console.panels.incident_card import IncidentCard
from console.settings.look import Look
from models.domain.command import Judge
from models.domain.lifecycle import Role
from tests.builders import an_incident
from tests.console.desk_stand_in import RecordingLane, a_frame, a_session

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui
PHONE = "13912345678"


class Seat:
    """A card, the ask behind its button, and a desk that answers."""

    def __init__(self, qtbot: QtBot, roles: frozenset[Role]) -> None:
        self.incident = an_incident(reporter_name="王小明", reporter_phone=PHONE)
        self.other = an_incident()
        self.session = a_session(a_frame([self.incident, self.other], []), roles)
        self.desk = RecordingLane(self.session)
        self.card = IncidentCard(self.session, Look())
        qtbot.addWidget(self.card)
        self.asking = Asking(self.session)
        self.revealing = Revealing(self.session, self.asking)
        self.card.reveal_wanted.connect(self.revealing.ask)
        self.session.selection.pick_incident(self.incident.id)
        self.card.refresh()


def test_a_reporter_is_shown_once_the_reason_is_recorded_and_not_before(qtbot: QtBot) -> None:
    seat = Seat(qtbot, frozenset({Role.DISPATCHER}))
    assert "王*明" in seat.card.reporter.text()
    seat.card.reveal.click()
    assert not seat.asking.answer("reveal", "x")
    assert seat.asking.answer("reveal", "核实情况")
    assert PHONE not in seat.card.reporter.text()
    assert seat.desk.intents == [
        Judge(verb="reveal", incident=seat.incident.id, reason="核实情况")
    ]
    seat.desk.answer()
    assert PHONE in seat.card.reporter.text()


def test_it_is_masked_again_by_hand_and_with_another_incident(qtbot: QtBot) -> None:
    seat = Seat(qtbot, frozenset({Role.DISPATCHER}))
    for mask in (seat.card.reveal.click, lambda: seat.session.selection.pick_incident(None)):
        seat.revealing.ask(seat.incident.id)
        seat.asking.answer("reveal", "回访")
        seat.desk.answer()
        assert PHONE in seat.card.reporter.text()
        mask()
        seat.session.selection.pick_incident(seat.incident.id)
        seat.card.refresh()
        assert PHONE not in seat.card.reporter.text()


def test_whoever_only_looks_on_is_told_that_they_may_not(qtbot: QtBot) -> None:
    seat = Seat(qtbot, frozenset({Role.AUDITOR}))
    told: list[object] = []
    seat.revealing.told.connect(told.append)
    seat.card.reveal.click()
    assert seat.asking.current is None
    assert len(told) == 1
