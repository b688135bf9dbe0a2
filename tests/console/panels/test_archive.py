"""Search in everything: a page at a time, one question at a time, nothing shown unmasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.panels.archive import Archive
from console.settings.look import Look
from console.state.inquiries import ToOpen
from models.domain.error import Trouble, Words
from models.domain.incident import State
from models.picture.search import Found, Sought
from tests.builders import an_incident
from tests.console.desk_stand_in import a_frame, a_session

if TYPE_CHECKING:
    from console.state.session import Session

pytestmark = pytest.mark.gui


class Reader:
    """A card, its session and what it asked."""

    def __init__(self, qtbot: Any, session: Session) -> None:
        self.session = session
        self.asked: list[Any] = []
        session.inquiries.asked.connect(self.asked.append)
        self.card = Archive(session, Look())
        qtbot.addWidget(self.card)
        self.card.resize(600, 500)
        self.card.open()

    def type(self, text: str) -> None:
        """Type, and let the pause go by."""
        self.card.field.setText(text)
        self.card.on_pause()

    def answer(self, *incidents: Any, more: Any = None) -> None:
        """Answer the oldest question."""
        self.session.inquiries.on_told(self.asked.pop(0), Found(incidents, more))


@pytest.fixture
def reader(qtbot: Any) -> Reader:
    return Reader(qtbot, a_session(a_frame([], []), language="en"))


def test_what_was_typed_while_a_question_was_under_way_is_asked_next(reader: Reader) -> None:
    assert reader.asked == [Sought()]
    reader.type("road")
    reader.type("road works")
    assert len(reader.asked) == 1, "one question at a time"
    reader.answer(an_incident())
    assert reader.asked == [Sought(words=("road", "works"))]
    assert reader.card.model.rows == (), "the old answer is not what was asked for last"
    reader.answer(an_incident(text="road works"))
    assert len(reader.card.model.rows) == 1


def test_the_next_page_comes_when_one_scrolls_to_the_end(reader: Reader) -> None:
    rows = [an_incident(State.CLOSED) for _ in range(60)]
    last = rows[49]
    reader.answer(*rows[:50], more=(last.reported_at, last.id))
    assert reader.asked == []
    bar = reader.card.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert reader.asked == [Sought(after=(last.reported_at, last.id))]
    reader.answer(*rows[50:])
    assert [row.key for row in reader.card.model.rows] == [one.id for one in rows]


def test_a_short_page_that_has_others_after_it_goes_on_by_itself(reader: Reader) -> None:
    one = an_incident()
    reader.answer(one, more=(one.reported_at, one.id))
    assert reader.asked == [Sought(after=(one.reported_at, one.id))]


def test_an_archived_incident_is_brought_before_it_is_opened(
    reader: Reader, qtbot: Any
) -> None:
    old = an_incident(State.ARCHIVED)
    reader.answer(old)
    QTest.keyClick(reader.card.field, Qt.Key.Key_Return)
    assert reader.asked == [ToOpen(old.id)]
    with qtbot.waitSignal(reader.card.opened) as opened:
        reader.session.inquiries.on_told(reader.asked.pop(), old)
    assert opened.args == [old.id]
    assert reader.session.incident(old.id) == old
    assert not reader.card.isVisible()


def test_whom_the_words_found_is_shown_masked(reader: Reader) -> None:
    reader.answer()
    reader.type("1381234")
    reader.answer(an_incident(reporter_name="王小明", reporter_phone="13812345678"))
    (row,) = reader.card.model.rows
    assert "138****5678" in row.detail
    assert "小明" not in row.detail


def test_a_lost_database_is_told_in_words(reader: Reader) -> None:
    away = Trouble("database_away", Words("数据库连不上", "the database is away"))
    reader.session.inquiries.on_told(reader.asked.pop(), away)
    assert reader.card.help.text() == "the database is away"


def test_opened_again_it_looks_again(reader: Reader) -> None:
    reader.answer(an_incident())
    reader.card.hide()
    reader.card.open()
    assert reader.asked == [Sought()]
    assert len(reader.card.model.rows) == 1, "what was found stands until more is known"
    reader.answer(an_incident(), an_incident())
    assert len(reader.card.model.rows) == 2
