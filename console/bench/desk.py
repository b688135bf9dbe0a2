"""`bench desk`: what a dispatcher waits for, on a desk with much open and very much closed.

The waits are those of the GUI thread, from the key to the painted queue or card, and those of
the answers: a page of the search, an archived case, a suggestion, a plan, the duplicates.
"""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from console.actions.suggesting import suggestion_for
from console.app.stage import Stage
from console.bench.cases import some_members, some_registered
from console.bench.desk_world import a_session, addresses, one_crowd, sentences
from console.bench.report import Report, a_scratch_home, milliseconds
from console.panels.incident_card import IncidentCard
from console.panels.queue import QueuePanel
from console.settings.look import Look
from models.analysis.assignment import assigned
from models.analysis.duplicates import Told, Twins
from models.domain.deadline import WorkCalendar, light, parse_limit
from models.domain.ids import IncidentId
from models.picture.search import Sought, words_of
from models.store.journal import timeline
from models.store.mass import plant_closed
from models.store.searching import incident_of, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from console.app.home import Home
    from console.state.session import Session

OPEN: Final = 5_000
CLOSED, CLOSED_LONG = 20_000, 1_000_000
MEMBERS: Final = 3_000
CASES: Final = 100_000
_TYPED: Final = ("垃圾", "鹤山路", "000123", "塌陷 嵩山路", "e0102x", "楼道", "1234")
_SOUGHT: Final = ("垃圾", "鹤山路", "路面塌陷", "000123", "13812", "王伟", "塌陷 长江路")


def run(*, is_long: bool = False) -> Report:
    """Measure each; `is_long` with a million closed incidents."""
    figures: dict[str, float] = {"open": OPEN, "closed": CLOSED_LONG if is_long else CLOSED}
    with a_scratch_home() as home:
        stage = Stage(home.address.folder, None, offscreen=True)
        figures |= _of_the_store(home, int(figures["closed"]))
        session = a_session(OPEN, MEMBERS)
        figures |= _of_the_screen(session)
        # What was closed goes while its session lives.
        stage.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    figures |= _of_the_rules(session)
    return Report(
        "desk",
        "goals: keystroke to paint p95 ≤ 100 ms, search ≤ 300, card ≤ 200, suggestion ≤ 50,"
        " plan ≤ 1,000, duplicates ≤ 50, deadlines ≤ 1,000",
        figures,
    )


def _of_the_store(home: Home, closed: int) -> dict[str, float]:
    some_members(home.desk, 1)
    (template,) = some_registered(home.desk, 1)
    begun_s = time.perf_counter()
    with contextlib.closing(home.admin_connection()) as connection:
        plant_closed(connection, template, closed, sentences(), addresses(), datetime.now(UTC))
    planted_s = time.perf_counter() - begun_s
    pages, cards = [], []
    with contextlib.closing(home.connection()) as connection:
        search(connection, Sought())  # the connection's first question loads its catalogue
        for text in _SOUGHT * 3:
            begun_s = time.perf_counter()
            page = search(connection, Sought(words=words_of(text), is_cleared=True))
            pages.append(time.perf_counter() - begun_s)
            for one in page.incidents[:3]:
                begun_s = time.perf_counter()
                incident_of(connection, one.id, is_cleared=True)
                timeline(connection, one.id)
                cards.append(time.perf_counter() - begun_s)
    return {
        "planted_s": round(planted_s, 1),
        **milliseconds("search_page", pages),
        **milliseconds("archived_case", cards),
    }


def _of_the_screen(session: Session) -> dict[str, float]:
    look = Look()
    queue, card = QueuePanel(session, look), IncidentCard(session, look)
    for widget in (queue, card):
        widget.resize(900, 1_000)
        widget.show()
    queue.settle()
    _painted(queue.view.viewport())
    letters = [letter for text in _TYPED for letter in (*text, *("\b" * len(text)))]
    typed = [_timed(_Typing(queue, letter)) for letter in letters]
    shown = []
    for incident_id in queue.model.incident_ids[:40]:
        begun_s = time.perf_counter()
        session.selection.pick_incident(incident_id)
        card.refresh()  # what it does by itself a turn after the row
        _painted(card)
        shown.append(time.perf_counter() - begun_s)
    suggested = []
    for incident_id in queue.model.incident_ids[:20]:
        incident = session.frame.picture.incidents[IncidentId(incident_id)]
        begun_s = time.perf_counter()
        suggestion_for(session, incident)
        suggested.append(time.perf_counter() - begun_s)
    for widget in (queue, card):
        widget.close()
        widget.deleteLater()
    return {
        **milliseconds("keystroke", typed),
        **milliseconds("card", shown),
        **milliseconds("suggestion", suggested),
    }


def _of_the_rules(session: Session) -> dict[str, float]:
    incidents = list(session.frame.picture.incidents.values())
    twins, checked = Twins(), []
    twins.show(session.frame.picture.incidents)
    for one in incidents[:30]:
        told = Told(f"{one.text}。请尽快处理", session.frame.now, one.place, one.category)
        begun_s = time.perf_counter()
        twins.of(told)
        checked.append(time.perf_counter() - begun_s)
    some, people, insights = one_crowd(incidents[:200], 2_000)
    begun_s = time.perf_counter()
    plan = assigned(some, people, insights, straight_s_per_m=0.25)
    plan_s = time.perf_counter() - begun_s
    return {
        **milliseconds("duplicates", checked),
        "plan_ms": round(plan_s * 1_000, 1),
        "plan_pairs": len(plan.pairs),
        **_of_the_calendar(),
    }


def _of_the_calendar() -> dict[str, float]:
    """The deadlines of many cases, and what they have used of them."""
    calendar = WorkCalendar()
    limits = [limit for text in ("4WH", "3WD", "2H", "1WD") if (limit := parse_limit(text))]
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    now = begin + timedelta(days=60)
    cases = [
        (begin + timedelta(seconds=47 * number), limits[number % len(limits)])
        for number in range(CASES)
    ]
    begun_s = time.perf_counter()
    for since, limit in cases:
        calendar.due(since, limit)
    due_s = time.perf_counter() - begun_s
    begun_s = time.perf_counter()
    for since, limit in cases:
        light(calendar.used_s(since, now, limit.unit), calendar.limit_s(limit, since))
    lit_s = time.perf_counter() - begun_s
    return {"deadlines_ms": round(due_s * 1_000, 1), "lights_ms": round(lit_s * 1_000, 1)}


class _Typing:
    """A letter in the queue's search, painted; a backspace takes the last one away."""

    def __init__(self, queue: QueuePanel, letter: str) -> None:
        self._queue = queue
        self._letter = letter

    def __call__(self) -> None:
        is_back = self._letter == "\b"
        key = Qt.Key.Key_Backspace if is_back else Qt.Key.Key_unknown
        text = "" if is_back else self._letter
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(self._queue.search, event)
        _painted(self._queue.view.viewport())


def _painted(widget: QWidget) -> None:
    """Paint all of it; a repaint would wait for a screen that is not there."""
    widget.grab()


def _timed(act: Callable[[], None]) -> float:
    begun_s = time.perf_counter()
    act()
    return time.perf_counter() - begun_s
