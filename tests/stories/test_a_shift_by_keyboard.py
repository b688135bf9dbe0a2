"""A dispatcher without a mouse: twenty incidents from the first word of a call to the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.settings.look import Look
from console.settings.settings import Settings
from console.state.intake_lore import LoreWanted, make_lore
from console.state.reference import Reference
from console.windows.desk import DeskWindow
from models.domain.deadline import WorkCalendar
from models.domain.grid import Grid
from models.domain.incident import State
from models.intake.category_table import all_categories
from resources.files import resource_path
from tests.builders import a_member, an_incident
from tests.console.desk_stand_in import RecordingLane, a_frame, a_place, a_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.gui, pytest.mark.story]
KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PEOPLE = 20
CALLS = (
    "bins overflow, bad smell",
    "cars block the entrance",
    "street lamps are dark",
    "loud music in the square",
    "a large dog runs loose",
)
TO_DISPATCHED = 12
"""Keys from a new call to its dispatch, the words apart: the goal."""
TO_CLOSED = 18


class Dispatcher:
    """Types at a desk whose lane is answered after each key; counts keys, and waits for none.

    `held` is how long each key held the GUI thread, in seconds of the clock and of the
    processor, until all that it set off was painted. A machine with other things to do makes
    the former longer.
    """

    def __init__(self, home: Path, qtbot: Any) -> None:
        text = resource_path("event_categories.csv").read_text("utf-8")
        categories = {one.code: one for one in all_categories(text)}
        reference = Reference(1, Grid.of(()), WorkCalendar(), categories=categories)
        members = [a_member(name=f"网格员{n}", capacity=40) for n in range(PEOPLE)]
        places = {one.ref: a_place(150 * n, -40 * n) for n, one in enumerate(members)}
        others = [an_incident(place=a_place(-90 * n, 3_000)) for n in range(60)]
        frame = a_frame(others, members, places)
        self.session = a_session(frame, reference=reference, language="en")
        self.lane = RecordingLane(self.session)
        self.session.inquiries.asked.connect(self.on_asked)
        self.window = DeskWindow(self.session, Settings(home, "en"), Look(), tiles="here")
        self.window.resize(1_600, 900)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.qtbot = qtbot
        self.idle = QTimer(self.window, singleShot=True)
        self.keys = 0
        self.held: list[tuple[float, float]] = []

    def on_asked(self, question: object) -> None:
        """Answer as the lane would."""
        if isinstance(question, LoreWanted):
            self.session.inquiries.on_told(question, make_lore(question, []))

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """One key to whatever has the keyboard; the lane answers what it sent."""
        self.keys += 1
        self._strike(key, held)
        if self.lane.commands:
            self.lane.answer()

    def type(self, words: str) -> None:
        """The words themselves, which are not counted."""
        for letter in words:
            self._strike(letter)

    def _strike(self, key: Any, held: Qt.KeyboardModifier = NONE) -> None:
        assert QApplication.activePopupWidget() is None, "a menu nobody asked for"
        assert self.window.isActiveWindow(), "something took the keyboard from the window"
        begun = time.perf_counter(), time.process_time()
        focus = self.window.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            with self.qtbot.waitSignal(self.idle.timeout):
                QTest.keyClick(focus, key, held)
                self.idle.start()
        self.held.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))

    def is_at(self, state: State) -> bool:
        """Whether the current incident is in a state."""
        incident = self.session.incident(self.window.selection.incident)
        return incident is not None and incident.state is state

    def take_in(self, number: int) -> None:
        """From the call to a report: what, where, the class that is suggested."""
        self.press(KEY.Key_N, CTRL)
        self.type(CALLS[number % len(CALLS)])
        self.press(KEY.Key_Tab)
        place = a_place(140 * number, 200)
        self.type(f"{place.lat_deg:.5f}, {place.lon_deg:.5f}")
        self.press(KEY.Key_1, ALT)
        self.press(KEY.Key_Return, CTRL)
        assert self.is_at(State.REPORTED)

    def dispatch(self) -> None:
        """Accept, register, and take the first of those who are suggested."""
        self.press(KEY.Key_1, CTRL)
        self.press(KEY.Key_2, CTRL)
        assert self.is_at(State.REGISTERED)
        self.press(KEY.Key_D)
        self.press(KEY.Key_Return)
        assert self.is_at(State.DISPATCHED)

    def bring_to_its_end(self) -> None:
        """Sign for the member, say the result, check, close."""
        self.press(KEY.Key_3, CTRL)
        assert self.is_at(State.HANDLING)
        self.press(KEY.Key_4, CTRL)
        self.type("seen to, all clean")
        self.press(KEY.Key_Return)
        self.press(KEY.Key_5, CTRL)
        self.press(KEY.Key_6, CTRL)
        assert self.is_at(State.CLOSED)


@pytest.fixture
def dispatcher(qtbot: Any, tmp_path: Path) -> Iterator[Dispatcher]:
    one = Dispatcher(tmp_path, qtbot)
    yield one
    one.window.close()
    one.window.deleteLater()


@pytest.mark.parametrize("cases", [3, pytest.param(20, marks=pytest.mark.long)])
def test_incidents_are_taken_in_dispatched_and_closed_by_keys_alone(
    dispatcher: Dispatcher, record_property: Any, cases: int
) -> None:
    dispatcher.press(KEY.Key_F2)
    queue = dispatcher.window.queue.view
    to_dispatched, to_closed = [], []
    for number in range(cases):
        dispatcher.keys = 0
        dispatcher.take_in(number)
        dispatcher.dispatch()
        to_dispatched.append(dispatcher.keys)
        dispatcher.bring_to_its_end()
        to_closed.append(dispatcher.keys)
        assert dispatcher.window.focusWidget() is queue, "every card gave the keyboard back"
    most_ms, work_ms = (round(1_000 * max(each)) for each in zip(*dispatcher.held, strict=True))
    record_property("most keys to dispatched", max(to_dispatched))
    record_property("longest a key held the GUI thread, ms", most_ms)
    print(  # noqa: T201 - pytest -s shows the figures
        f"\nkeys to dispatched {max(to_dispatched)}, to closed {max(to_closed)}; of "
        f"{len(dispatcher.held)} keys, words included, none held the GUI thread longer than "
        f"{most_ms} ms, {work_ms} ms of them work"
    )
    assert max(to_dispatched) <= TO_DISPATCHED
    assert max(to_closed) <= TO_CLOSED
