"""What stands beside the form while somebody writes: likely classes, twins, earlier calls.

Each line is a button: a class is taken, a twin is joined or looked at, an earlier call is
looked at. Each says why it stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.state.words import (
    ago_words,
    category_words,
    masked_name,
    masked_phone,
    short_number,
    state_words,
    unmarked,
)
from models.analysis.class_guess import OFFERED
from models.analysis.duplicates import SHOWN
from models.domain.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from console.settings.look import Look
    from console.state.session import Session
    from models.analysis.class_guess import Guess
    from models.analysis.duplicates import Twin
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident

CALLS = 3
_SAID_ALIKE: Final = 0.2
"""With less of the words the same, the words say nothing."""


class Line(QPushButton):
    """One line that can be taken, with what it stands for.

    Thread: GUI
    """

    def __init__(self) -> None:
        super().__init__()
        self.key: object = None
        self._words = self._tip = self._shown = ""
        self.setProperty("kind", "row")
        self.hide()

    def show_words(self, key: object, words: str, tip: str = "") -> None:
        """Stand for something."""
        self.key = key
        self._words, self._tip = words, tip
        self._cut()
        self.setAccessibleName(words.replace("\n", ", "))
        self.show()

    def _cut(self) -> None:
        """Each line as long as there is room for; what is cut is in the tool tip."""
        room = self.width() - self.sizeHint().width() + self._widest(self._shown)
        measure = self.fontMetrics()
        lines = self._words.split("\n")
        cut = [measure.elidedText(one, Qt.TextElideMode.ElideRight, room) for one in lines]
        self._shown = "\n".join(cut if self.isVisible() else lines)
        self.setText(unmarked(self._shown))
        whole = self._words if cut != lines else ""
        self.setToolTip("\n".join(filter(None, (whole, self._tip))))

    def _widest(self, words: str) -> int:
        measure = self.fontMetrics().horizontalAdvance
        return max(map(measure, words.split("\n")))

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        """Words may be cut."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._cut()


class Beside(QFrame):
    """The lines.

    Signals: `class_taken(str)` a class's code; `join_wanted(object)` the IncidentId that the
    report is to be one more call of, or None; `incident_wanted(object)` one to look at.
    Thread: GUI
    """

    class_taken = Signal(str)
    join_wanted = Signal(object)
    incident_wanted = Signal(object)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self.setObjectName("beside")
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.titles = [QLabel() for _ in range(3)]
        self.classes = [Line() for _ in range(OFFERED)]
        self.twins = [Line() for _ in range(SHOWN)]
        self.joins = [QPushButton() for _ in range(SHOWN)]
        self.calls = [Line() for _ in range(CALLS)]
        self._twins: list[IncidentId] = []
        self._joined: IncidentId | None = None
        self._column = QVBoxLayout(self)
        self._build()
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()
        self.hide()

    def _build(self) -> None:
        classes, twins, calls = self.titles
        for title in self.titles:
            title.setProperty("words", "section")
        self._column.addWidget(classes)
        for line in self.classes:
            line.clicked.connect(self.on_class)
            self._column.addWidget(line)
        self._column.addWidget(twins)
        for line, join in zip(self.twins, self.joins, strict=True):
            line.clicked.connect(self.on_look_at)
            join.clicked.connect(self.on_join)
            join.setCheckable(True)
            join.setProperty("kind", "chip")
            join.hide()
            row = QHBoxLayout()
            row.addWidget(line, 1)
            row.addWidget(join, 0, Qt.AlignmentFlag.AlignVCenter)
            self._column.addLayout(row)
        self._column.addWidget(calls)
        for line in self.calls:
            line.clicked.connect(self.on_look_at)
            self._column.addWidget(line)
        for widget in (*self.classes, *self.twins, *self.joins, *self.calls):
            # The keyboard stays in the form, whose keys reach all of these.
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # -- showing -------------------------------------------------------------------------

    def show_classes(self, guesses: Sequence[Guess]) -> None:
        """The likeliest classes with the words that speak for them."""
        categories, language = self._session.reference.categories, self._session.seat.language
        for number, line in enumerate(self.classes, 1):
            guess = guesses[number - 1] if number <= len(guesses) else None
            if guess is None:
                line.hide()
                continue
            name = category_words(categories.get(guess.category), language)
            share = f"{max(1, round(100 * guess.confidence))} %"
            why = " ".join(f"“{word}”" for word in guess.words)
            if guess.alike:
                why += " · " + self.tr("%n earlier report(s)", "", guess.alike)
            line.show_words(guess.category, f"Alt+{number}   {name}   {share}\n{why}")
        self._settle()

    def show_twins(self, twins: Sequence[Twin]) -> None:
        """The incidents that the report may be about."""
        known = self._session.frame.picture.incidents
        here = [twin for twin in twins if twin.incident in known]
        self._twins = [twin.incident for twin in here]
        for place, (line, join) in enumerate(zip(self.twins, self.joins, strict=True)):
            twin = here[place] if place < len(here) else None
            line.setVisible(twin is not None)
            incident = known[twin.incident] if twin else None
            join.setVisible(incident is not None and incident.state.is_open)
            if twin is not None and incident is not None:
                line.show_words(
                    twin.incident, self._twin_words(twin, incident), redacted(incident.text)
                )
                join.setChecked(self._joined == twin.incident)
                join.setText(self.tr("Join") + ("  Alt+J" if place == 0 else ""))
        if self._joined is not None and all(t.incident != self._joined for t in here):
            self.join(None)
        self._settle()

    def show_calls(self, calls: Sequence[Incident]) -> None:
        """What the same telephone reported before; name and number masked."""
        language = self._session.seat.language
        categories, now = self._session.reference.categories, self._session.frame.now
        for place, line in enumerate(self.calls):
            if place >= len(calls):
                line.hide()
                continue
            one = calls[place]
            kind = category_words(categories.get(one.category or ""), language)
            when = ago_words((now - one.reported_at).total_seconds())
            who = " ".join(
                part
                for part in (
                    masked_name(one.reporter_name) if one.reporter_name else "",
                    masked_phone(one.reporter_phone),
                )
                if part
            )
            words = f"{short_number(one.number)}  {kind} · {state_words(one.state)}"
            line.show_words(one.id, f"{words}\n{when} · {who}", redacted(one.text))
        self._settle()

    def _twin_words(self, twin: Twin, incident: Incident) -> str:
        language = self._session.seat.language
        category = self._session.reference.categories.get(incident.category or "")
        sure = self.tr("probably") if twin.is_probable else self.tr("possibly")
        where = "" if twin.away_m is None else self.tr("{0} m away").format(round(twin.away_m))
        share = self.tr("{0}% of the words").format(round(100 * twin.words))
        why = (
            (state_words(incident.state), sure),
            (ago_words(twin.age_s), where),
            (
                share if twin.words >= _SAID_ALIKE else "",
                self.tr("same class") if twin.is_same_class else "",
            ),
            (self.tr("same telephone") if twin.is_same_phone else "",),
        )
        head = f"{short_number(incident.number)}  {category_words(category, language)}"
        lines = (" · ".join(filter(None, line)) for line in why)
        return "\n".join(filter(None, (head, *lines)))

    def _settle(self) -> None:
        for title, lines in zip(
            self.titles, (self.classes, self.twins, self.calls), strict=True
        ):
            title.setVisible(any(not line.isHidden() for line in lines))
        is_empty = all(title.isHidden() for title in self.titles)
        self.setVisible(not is_empty and self._wanted)
        self.adjustSize()

    _wanted = False

    def come(self, *, wanted: bool) -> None:
        """Stand beside the form, or go with it."""
        self._wanted = wanted
        self._settle()

    # -- taking --------------------------------------------------------------------------

    def join(self, incident_id: IncidentId | None) -> None:
        """Mark one of the twins as joined, or none."""
        self._joined = incident_id
        for line, button in zip(self.twins, self.joins, strict=True):
            button.setChecked(incident_id is not None and line.key == incident_id)
        self.join_wanted.emit(incident_id)

    def take(self, number: int) -> None:
        """Take the class of a line, counted from 1."""
        if number <= len(self.classes) and not self.classes[number - 1].isHidden():
            self.class_taken.emit(str(self.classes[number - 1].key))

    def join_first(self) -> None:
        """Join the likeliest twin, or think better of it."""
        if not self.joins[0].isHidden():
            self.joins[0].click()

    @Slot()
    def on_class(self) -> None:
        """A line was clicked."""
        line = self.sender()
        if isinstance(line, Line):
            self.class_taken.emit(str(line.key))

    @Slot()
    def on_join(self) -> None:
        """A twin was joined, or let go."""
        button = self.sender()
        if isinstance(button, QPushButton):
            key = self._twins[self.joins.index(button)]
            self.join(None if self._joined == key else key)

    @Slot()
    def on_look_at(self) -> None:
        """An incident is to be looked at; the form stays."""
        line = self.sender()
        if isinstance(line, Line):
            self.incident_wanted.emit(line.key)

    # -- words and looks -----------------------------------------------------------------

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        px = self._look.px
        self._column.setContentsMargins(px(12), px(10), px(12), px(10))
        self._column.setSpacing(px(3))
        self.setFixedWidth(px(372))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        words = (
            self.tr("Class, from the words"),
            self.tr("Known already?"),
            self.tr("Earlier calls of this telephone"),
        )
        for title, said in zip(self.titles, words, strict=True):
            title.setText(said)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
