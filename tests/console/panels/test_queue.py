"""The queue on the screen: rows that stay in place, filters, keys, drags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest

from console.panels.queue import QueuePanel
from console.settings.look import Look
from console.settings.theme import style_sheet
from console.tables.drawing import QueueDelegate
from console.tables.payload import Payload
from console.tables.queue_columns import TICKING, Column
from models.domain.category import Urgency
from models.domain.dispatching import Answer, Verdict
from models.domain.incident import State
from models.domain.refusal import refuse
from tests.builders import a_member, an_incident, at
from tests.console.frames import (
    a_frame,
    a_picture,
    a_session,
    later,
    next_frame,
    some_incidents,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.state.session import Session
    from models.domain.ids import IncidentId, MemberId

pytestmark = pytest.mark.gui


def a_panel(qtbot: QtBot, session: Session, **given: object) -> QueuePanel:
    panel = QueuePanel(session, Look(), **given)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(1100, 480)
    panel.show()
    qtbot.waitExposed(panel)
    panel.settle()
    return panel


def urgent_ones(session: Session, n: int) -> None:
    fresh = some_incidents(session.reference, [], n, seed=11)
    fresh = [replace(i, urgency=Urgency.EMERGENCY, step_due_at=at(hours=-9)) for i in fresh]
    session.show_frame(next_frame(session.frame, *[(None, i, "reported") for i in fresh]))


def test_the_row_under_the_pointer_stays_when_new_ones_come_above_it(qtbot: QtBot) -> None:
    session = a_session(200)
    panel = a_panel(qtbot, session)
    panel.view.verticalScrollBar().setValue(1_000)
    pointer = QPoint(200, 150)
    before = panel.view.id_at(pointer)
    urgent_ones(session, 5)
    assert panel.view.settle(pointer)
    assert panel.model.rowCount() == 205
    assert panel.view.id_at(pointer) == before


def test_with_larger_letters_the_topmost_row_is_still_on_top_and_whole(qtbot: QtBot) -> None:
    look = Look()
    panel = QueuePanel(a_session(60), look)
    qtbot.addWidget(panel)
    panel.resize(700, 480)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.settle()
    view = panel.view
    view.verticalScrollBar().setValue(5 * view.rowHeight(0))
    look.wear(font_size="large")
    assert (view.rowAt(0), view.rowViewportPosition(5)) == (5, 0)


def test_rows_are_frozen_where_the_one_under_the_pointer_could_not_stay(qtbot: QtBot) -> None:
    session = a_session(3)
    panel = a_panel(qtbot, session)
    order = panel.model.incident_ids
    urgent_ones(session, 2)
    assert not panel.view.settle(QPoint(200, 10))
    assert panel.model.incident_ids == order
    assert panel.view.settle(QPoint(200, 400)), "no row is there"
    assert panel.model.rowCount() == 5


def test_a_scrolled_table_keeps_its_place_and_one_at_the_top_shows_the_new(
    qtbot: QtBot,
) -> None:
    session = a_session(200)
    panel = a_panel(qtbot, session)
    view = panel.view
    view.verticalScrollBar().setValue(1_000)
    top = view.id_at(QPoint(5, 1))
    urgent_ones(session, 4)
    view.settle(QPoint(5, -1))
    assert view.id_at(QPoint(5, 1)) == top
    view.verticalScrollBar().setValue(0)
    urgent_ones(session, 1)
    view.settle(QPoint(5, -1))
    assert view.verticalScrollBar().value() == 0


def test_a_second_that_goes_by_repaints_the_clocks_and_no_other_cell(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted = set()
    paint = QueueDelegate.paint

    def noted(self: QueueDelegate, painter: Any, option: Any, index: Any) -> None:
        painted.add((index.row(), Column(index.column())))
        paint(self, painter, option, index)

    monkeypatch.setattr(QueueDelegate, "paint", noted)
    panel = a_panel(qtbot, a_session(60))
    first, last = panel.view.visible_rows()
    qtbot.waitUntil(lambda: (last, Column.TEXT) in painted)
    painted.clear()
    panel.view.repaint_clocks(first, last + 10)
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == {(row, column) for row in range(first, last + 1) for column in TICKING}


def test_new_rows_are_counted_until_they_have_been_on_the_screen(qtbot: QtBot) -> None:
    session = a_session(200)
    panel = a_panel(qtbot, session)
    panel.view.verticalScrollBar().setValue(2_000)
    urgent_ones(session, 3)
    panel.settle()
    assert panel.badge.isVisible()
    assert panel.badge.text().startswith("3")
    QTest.mouseClick(panel.badge, Qt.MouseButton.LeftButton)
    # Above them stand only emergencies that came before.
    first = panel.view.visible_rows()[0]
    shown = [panel.model.incident_at(row) for row in range(first)]
    assert all(one is not None and one.urgency is Urgency.EMERGENCY for one in shown)
    top = panel.model.incident_at(first)
    assert top is not None
    assert top.urgency is Urgency.EMERGENCY
    assert not panel.badge.isVisible()


def test_counts_say_how_many_are_open_shown_and_overdue(qtbot: QtBot) -> None:
    session = a_session()
    incidents = [an_incident(due_at=at(minutes=1)), an_incident(text="井盖缺失")]
    session.show_frame(a_frame(a_picture(incidents, [])))
    panel = a_panel(qtbot, session)
    assert panel.count.text() == "2 open"
    panel.search.setText("井盖")
    assert panel.count.text() == "1 of 2 open"
    session.show_frame(later(session.frame, 61))
    panel.settle()
    assert "1 overdue" in panel.count.text()


def test_an_empty_queue_says_why_it_is_empty(qtbot: QtBot) -> None:
    session = a_session(3)
    panel = a_panel(qtbot, session)
    panel.search.setText("nothing is like this")
    assert panel.empty.isVisible()
    assert "filters" in panel.empty.text()
    QTest.mouseClick(panel.clear_button, Qt.MouseButton.LeftButton)
    assert not panel.empty.isVisible()
    assert panel.model.rowCount() == 3


def test_chips_filter_and_say_what_is_chosen(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(120, 20))
    panel.filters.states.choose((State.REGISTERED, State.HANDLING))
    states = {panel.model.incident_at(row).state for row in range(panel.model.rowCount())}  # type: ignore[union-attr]
    assert states == {State.REGISTERED, State.HANDLING}
    assert panel.filters.states.text() == "State: To dispatch +1"
    panel.filters.states.choose(())
    assert panel.filters.states.text() == "State"
    assert panel.model.rowCount() == 120


def test_what_clears_the_filters_stands_in_line_with_the_chips(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(120, 20))
    panel.setStyleSheet(style_sheet(Look().theme, Look().px))
    filters = panel.filters
    filters.states.choose((State.REGISTERED,))
    before = filters.saved.geometry()
    qtbot.waitUntil(lambda: filters.clear.x() > filters.saved.x())
    qtbot.waitUntil(lambda: filters.clear.height() == filters.saved.height())
    assert filters.clear.y() == before.y()


def test_a_cell_is_offered_with_its_communities_and_filters_its_subtree(qtbot: QtBot) -> None:
    session = a_session(120)
    panel = a_panel(qtbot, session)
    town = session.reference.grid.at_level(2)[0].id  # type: ignore[arg-type]
    panel.filters.cells.choose((town,))
    assert 0 < panel.model.rowCount() < 120


def test_slash_goes_to_the_filter_and_escape_back_to_the_rows(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(5))
    with qtbot.waitActive(panel):
        panel.activateWindow()
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Slash)
    assert panel.search.hasFocus()
    QTest.keyClicks(panel.search, "abc")
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == ""
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.view.hasFocus()


def test_arrows_select_and_enter_opens_the_card(qtbot: QtBot) -> None:
    session = a_session(5)
    panel = a_panel(qtbot, session)
    panel.view.choose(panel.model.incident_ids[0])
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    assert session.selection.incident == panel.model.incident_ids[1]
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == [panel.model.incident_ids[1]]


def test_enter_in_the_filter_goes_to_the_first_that_was_found(qtbot: QtBot) -> None:
    session = a_session(5)
    panel = a_panel(qtbot, session)
    wanted = panel.model.incident_at(3)
    assert wanted is not None
    panel.view.choose(wanted.id)
    elsewhere = an_incident(State.MERGED)
    session.show_frame(next_frame(session.frame, (None, elsewhere, "merged")))
    session.selection.pick_incident(elsewhere.id)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    panel.search.setFocus()
    panel.search.setText(wanted.number)
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.view.hasFocus()
    assert session.selection.incident == wanted.id


def test_a_click_on_a_row_is_never_about_the_case_looked_at_before(qtbot: QtBot) -> None:
    session = a_session(5)
    panel = a_panel(qtbot, session)
    row = panel.model.incident_ids[2]
    panel.view.choose(row)
    elsewhere = an_incident(State.MERGED)
    session.show_frame(next_frame(session.frame, (None, elsewhere, "merged")))
    session.selection.pick_incident(elsewhere.id)
    assert panel.view.chosen_ids() == ()
    place = panel.view.visualRect(panel.view.currentIndex()).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.view.chosen_ids() == (row,)
    assert session.selection.incident == row


def test_a_selection_made_elsewhere_is_followed(qtbot: QtBot) -> None:
    session = a_session(5)
    panel = a_panel(qtbot, session)
    session.selection.pick_incident(panel.model.incident_ids[3])
    assert panel.view.chosen_ids() == (panel.model.incident_ids[3],)


def test_the_context_menu_asks_for_the_chosen_rows(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(5))
    panel.view.selectAll()
    with qtbot.waitSignal(panel.context_wanted) as wanted:
        panel.view.customContextMenuRequested.emit(QPoint(20, 20))
    assert wanted.args is not None
    assert wanted.args[0] == panel.model.incident_ids


class _Judge:
    def __init__(self, verdict: Verdict) -> None:
        self.asked: list[tuple[tuple[IncidentId, ...], tuple[MemberId, ...]]] = []
        grounds = (refuse("busy", "已满", "is full"),) if verdict else ()
        self._answer = Answer(verdict, grounds)

    def __call__(
        self, incidents: tuple[IncidentId, ...], members: tuple[MemberId, ...]
    ) -> Answer:
        self.asked.append((incidents, members))
        return self._answer


def _dropped(panel: QueuePanel, payload: Payload, row: int) -> bool:
    view = panel.view
    place = QPoint(100, view.rowViewportPosition(row) + 5)
    mime = payload.to_mime()
    action, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dragEnterEvent(QDragEnterEvent(place, action, mime, left, none))
    view.dragMoveEvent(QDragMoveEvent(place, action, mime, left, none))
    event = QDropEvent(QPointF(place), action, mime, left, none)
    event.ignore()
    view.dropEvent(event)
    return event.isAccepted()


@pytest.mark.parametrize("verdict", [Verdict.ELIGIBLE, Verdict.WARN])
def test_members_dropped_on_a_row_are_handed_out(qtbot: QtBot, verdict: Verdict) -> None:
    judge = _Judge(verdict)
    panel = a_panel(qtbot, a_session(5), judge=judge)
    member = a_member().id
    with qtbot.waitSignal(panel.members_dropped) as dropped:
        assert _dropped(panel, Payload("member", (member,)), 2)
    assert dropped.args == [panel.model.incident_ids[2], (member,)]
    assert judge.asked[0] == ((panel.model.incident_ids[2],), (member,))


def test_a_blocked_drop_does_nothing(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(5), judge=_Judge(Verdict.BLOCKED))
    with qtbot.assertNotEmitted(panel.members_dropped):
        assert not _dropped(panel, Payload("member", (a_member().id,)), 2)


def test_incidents_dropped_on_the_queue_do_nothing(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(5))
    with qtbot.assertNotEmitted(panel.members_dropped):
        assert not _dropped(panel, Payload("incident", (panel.model.incident_ids[0],)), 2)


def test_no_row_moves_while_something_is_dragged_over(qtbot: QtBot) -> None:
    session = a_session(5)
    panel = a_panel(qtbot, session)
    mime = Payload("member", (a_member().id,)).to_mime()
    panel.view.dragEnterEvent(
        QDragEnterEvent(
            QPoint(10, 10),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    urgent_ones(session, 1)
    assert not panel.view.settle(QPoint(5, -1))
    assert panel.model.rowCount() == 5


def test_a_narrow_queue_shows_what_matters_most_and_a_wide_one_everything(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(3))
    view = panel.view
    panel.resize(640, 400)
    shown = [column for column in Column if not view.isColumnHidden(column)]
    assert {Column.DUE, Column.CLASS, Column.STATE, Column.TEXT} <= set(shown)
    assert Column.SOURCE not in shown
    assert sum(view.columnWidth(column) for column in shown) <= view.viewport().width()
    panel.resize(1_500, 400)
    assert not any(view.isColumnHidden(column) for column in Column)


def test_columns_chosen_and_widths_given_by_hand_stay(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(3))
    panel.view.show_column(Column.PLACE, shown=False)
    panel.view.horizontalHeader().resizeSection(Column.CLASS, 222)
    panel.resize(1_500, 400)
    assert panel.view.isColumnHidden(Column.PLACE)
    assert panel.view.columnWidth(Column.CLASS) == 222
