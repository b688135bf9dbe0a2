"""The conflicts of a station: what was accepted and then refused, and what to do about it.

A card over the map. Arrows move through the rows; Enter redoes, J joins, Del drops; what
cannot be done is greyed and says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions.conflicts import label_of
from console.state.conflict_words import (
    author_words,
    faster_words,
    refusal_words,
    said_words,
    wanted_words,
)
from console.tables.enclosure import Enclosure
from console.tables.pick_list import PickDelegate, PickModel, PickRow
from models.desk.conflict import Way

if TYPE_CHECKING:
    from console.actions.conflicts import ConflictActs
    from console.settings.look import Look
    from console.state.session import Session
    from models.desk.conflict import Conflict

MOST_ROWS: Final = 6
ROW_PX: Final = 50
"""The height of a row of two lines, as `PickDelegate` makes it."""
_KEYS: Final = {
    Qt.Key.Key_Return: Way.REDO,
    Qt.Key.Key_Enter: Way.REDO,
    Qt.Key.Key_J: Way.JOIN,
    Qt.Key.Key_Delete: Way.DROP,
}


class ConflictsPanel(Enclosure):
    """The list and its three ways out.

    Signals: `incident_wanted(object)` the IncidentId of the row, to be shown.
    Thread: GUI
    """

    incident_wanted = Signal(object)

    def __init__(
        self, session: Session, look: Look, acts: ConflictActs, parent: QWidget | None = None
    ) -> None:
        super().__init__("conflicts", look, parent)
        self._session = session
        self._acts = acts
        self.why, self.help = QLabel(), QLabel()
        self.model = PickModel(self)
        self.view = QListView()
        self.buttons = {way: QPushButton(self) for way in (Way.DROP, Way.JOIN, Way.REDO)}
        self.leave_button = QPushButton(self)
        self._column = QVBoxLayout(self)
        self._build()
        session.conflicts.changed.connect(self.refresh)
        session.frame_changed.connect(self.on_frame)
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()

    def _build(self) -> None:
        self.help.setProperty("words", "small")
        for label in (self.why, self.help):
            label.setWordWrap(True)
        self.view.setObjectName("rows")
        self.view.setModel(self.model)
        self.view.setItemDelegate(PickDelegate(self._look, self.view))
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self.on_current)
        self.view.installEventFilter(self)
        self.view.doubleClicked.connect(self.on_shown)
        row = QHBoxLayout()
        self.leave_button.setProperty("kind", "flat")
        self.leave_button.clicked.connect(self.leave)
        row.addWidget(self.leave_button)
        row.addStretch(1)
        for way, button in self.buttons.items():
            button.setProperty("way", way.value)
            button.clicked.connect(self.on_button)
            row.addWidget(button)
        self.buttons[Way.REDO].setProperty("kind", "primary")
        for part in (self.title, self.view, self.why):
            self._column.addWidget(part)
        self._column.addLayout(row)
        self._column.addWidget(self.help)

    @property
    def current(self) -> Conflict | None:
        """The conflict under the keyboard."""
        row = self.view.currentIndex().row()
        items = self._session.conflicts.items
        return items[row] if 0 <= row < len(items) else None

    def open(self) -> None:
        """Come up and take the keyboard."""
        self.show()
        self.raise_()
        self.refresh()
        # An empty list is hidden and takes no keys: Esc would go past the card.
        (self.view if self.model.rows else self.leave_button).setFocus()

    @Slot()
    def leave(self) -> None:
        """Go away; what is listed stays listed."""
        self.hide()

    # -- what comes in -----------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Show the list as it is now; the keyboard stays with its row, or near it."""
        items = self._session.conflicts.items
        if not items and self.model.rows and self.isVisible():
            self.leave()
        at = max(self.view.currentIndex().row(), 0)
        self.model.show_rows([self._row(conflict) for conflict in items])
        self._fit()
        if items and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(min(at, len(items) - 1)))
        self.title.setText(
            self.tr("%n act(s) to decide", "", len(items))
            if items
            else self.tr("No act waits for a decision")
        )
        self._show_current()

    @Slot(object)
    def on_frame(self, _frame: object) -> None:
        """Subjects move on; what can be done moves with them."""
        if self.isVisible():
            self.refresh()

    @Slot(QModelIndex, QModelIndex)
    def on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        """The keyboard came upon another row."""
        self._show_current()

    @Slot()
    def on_button(self) -> None:
        """One of the three."""
        button = self.sender()
        if button is not None:
            self._do(Way(button.property("way")))

    @Slot()
    def on_shown(self) -> None:
        """Show the incident of the row."""
        conflict = self.current
        if conflict is not None and conflict.incident is not None:
            self.incident_wanted.emit(conflict.incident)

    def _do(self, way: Way) -> None:
        conflict = self.current
        if conflict is not None:
            self._acts.do(way, conflict)

    # -- words -------------------------------------------------------------------------------

    def _row(self, conflict: Conflict) -> PickRow:
        session = self._session
        return PickRow(
            conflict.key,
            wanted_words(session, conflict),
            faster_words(session, conflict),
            author_words(session, conflict),
            "yellow",
        )

    def _fit(self) -> None:
        """As high as the rows, up to a few: the map below goes on."""
        rows = len(self.model.rows)
        for part in (self.view, self.help, *self.buttons.values()):
            part.setVisible(rows > 0)
        self.view.setFixedHeight(min(rows, MOST_ROWS) * self._look.px(ROW_PX) + 2)

    def _show_current(self) -> None:
        conflict, language = self.current, self._session.seat.language
        self.why.setVisible(conflict is not None)
        for way, button in self.buttons.items():
            refusal = self._acts.refusal(way, conflict) if conflict else None
            button.setEnabled(conflict is not None and refusal is None)
            button.setToolTip(refusal.in_(language) if refusal else "")
        if conflict is None:
            return
        said = said_words(conflict)
        parts = [refusal_words(self._session, conflict)]
        if said:
            parts.append(self.tr("The act said: {0}").format(said))
        self.why.setText("\n".join(parts))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        language = self._session.seat.language
        keys = {Way.REDO: "Enter", Way.JOIN: "J", Way.DROP: "Del"}
        for way, button in self.buttons.items():
            button.setText(f"{label_of(way).in_(language)}  {keys[way]}")
        self.leave_button.setText(self.tr("Close (Esc)"))
        self.view.setAccessibleName(self.tr("Acts that were accepted and then refused"))
        self.help.setText(
            self.tr(
                "Redo asks the rule again for the present; join adds to what the other did; "
                "drop keeps your reason in the log. Space shows the incident."
            )
        )
        self.refresh()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        margin = self._look.px(14)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._look.px(8))
        self.setFixedWidth(self._look.px(600))
        self._fit()
        self.view.doItemsLayout()

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        """Keep our keys from the window's shortcuts: J means something else there."""
        is_ours = (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and Qt.Key(event.key()) in _KEYS
            and not event.modifiers()
        )
        if is_ours:
            event.accept()
        return is_ours or super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take our keys before the list does: it would search for a row with J."""
        is_key = event.type() is QEvent.Type.KeyPress
        if watched is self.view and isinstance(event, QKeyEvent) and is_key:
            return self._took(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same keys from the buttons, whose Enter is their own."""
        is_press = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_press or not self._took(event):
            super().keyPressEvent(event)

    def _took(self, event: QKeyEvent) -> bool:
        """Enter, J, Del, Space, Esc."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key is Qt.Key.Key_Escape:
            self.leave()
        elif key is Qt.Key.Key_Space:
            self.on_shown()
        elif key in _KEYS:
            self._do(_KEYS[key])
        else:
            return False
        return True
