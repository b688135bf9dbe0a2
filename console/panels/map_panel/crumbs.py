"""The breadcrumb over the map: district › town › community …, and the way back up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from console.panels.map_panel.views import cell_looked_at
from console.state.lineage import lineage
from console.state.words import unmarked

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas
    from models.domain.grid import Cell
    from models.domain.ids import CellId

_MOST = 6
_LATER_MS = 80
"""While the map moves the crumbs follow a few times a second, not every frame."""
_LONGEST = 14
_CUT = "…"
_GAP_PX = 10


class Crumbs(QFrame):
    """The cells that hold what the map shows, the coarsest first.

    Invariants: the path ends with the cell that was gone into as long as the view stays as
    it was then, else with the one that the map's middle lies in and that fills the view.

    Signals: `whole_wanted()` up from the coarsest cell: the whole district.
    Thread: GUI
    """

    whole_wanted = Signal()

    def __init__(
        self, session: Session, look: Look, canvas: MapCanvas, *, shows_district: bool = True
    ) -> None:
        """Without `shows_district` it comes up only further down: on a wall all know it."""
        super().__init__(canvas)
        self._shows_district = shows_district
        self._session = session
        self._look = look
        self._canvas = canvas
        self._path: tuple[Cell, ...] = ()
        self._entered: tuple[CellId, object] | None = None
        self.setObjectName("crumbs")
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # Else the canvas below would take the fingers, and no crumb be tapped.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._row = QHBoxLayout(self)
        self._signs = [QLabel("›") for _ in range(_MOST)]
        self.buttons = [QToolButton() for _ in range(_MOST)]
        for sign, button in zip(self._signs, self.buttons, strict=True):
            sign.setProperty("words", "soft")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self.on_clicked)
            self._row.addWidget(sign)
            self._row.addWidget(button)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.refresh)
        canvas.view_changed.connect(self.on_view)
        canvas.cell_entered.connect(self.on_entered)
        canvas.installEventFilter(self)
        look.changed.connect(self.on_look)
        self.on_look()
        self.hide()

    @property
    def path(self) -> tuple[Cell, ...]:
        """The cells it names."""
        return self._path

    @property
    def foot_px(self) -> int:
        """Where its row ends below the upper edge, whether it is shown or not."""
        margins = self._row.contentsMargins()
        row = self.buttons[0].sizeHint().height() + margins.top() + margins.bottom()
        return self._look.px(_GAP_PX) + row

    @Slot()
    def on_view(self) -> None:
        """The map moved: soon the crumbs follow."""
        if not self._later.isActive():
            self._later.start()

    @Slot(object)
    def on_entered(self, cell_id: CellId) -> None:
        """Somebody went into a cell."""
        self._entered = cell_id, self._looking()
        self.refresh()

    @Slot()
    def on_clicked(self) -> None:
        """Back up to a cell, or all of the last one again."""
        button = self.sender()
        if isinstance(button, QToolButton):
            self._canvas.hand.enter_cell(self._path[self.buttons.index(button)].id)

    def up(self) -> None:
        """One level up; from the coarsest cell, the whole district."""
        self.refresh()
        if len(self._path) > 1:
            self._canvas.hand.enter_cell(self._path[-2].id)
        else:
            self.whole_wanted.emit()

    def take_keyboard(self) -> None:
        """Put the keyboard on the last crumb."""
        if self._path:
            self.buttons[len(self._path) - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def refresh(self) -> None:
        """Name the cells of what the map shows now."""
        self._later.stop()
        if self._entered is not None and self._entered[1] != self._looking():
            self._entered = None
        if self._entered is not None:
            cell_id: CellId | None = self._entered[0]
        else:
            cell_id = cell_looked_at(self._canvas.view, self._canvas.scene.ground)
        self._name(lineage(self._session.reference, cell_id)[:_MOST])

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        gap = self._look.px(3)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        # The application's style sheet knows one size of words; a wall's map has another.
        size = self._look.px(15)
        self.setStyleSheet(f"QToolButton, QLabel {{ font-size: {size}px; }}")
        self._name(self._path)

    def _looking(self) -> object:
        view = self._canvas.view
        return view.centre_mercator_m, view.m_per_px

    def _name(self, path: tuple[Cell, ...]) -> None:
        self._path = path
        language = self._session.seat.language
        for place, (sign, button) in enumerate(zip(self._signs, self.buttons, strict=True)):
            is_used = place < len(path)
            sign.setVisible(is_used and place > 0)
            button.setVisible(is_used)
            if is_used:
                cell = path[place]
                name = cell.name or cell.code
                level = cell.level.words.in_(language)
                short = name if len(name) <= _LONGEST else name[:_LONGEST] + _CUT
                button.setText(unmarked(short))
                button.setToolTip(f"{level} · {name}")
                button.setAccessibleName(f"{level} {name}")
                button.setFont(self._look.font(14, bold=place == len(path) - 1))
        self.setVisible(len(path) > (0 if self._shows_district else 1))
        self._settle()

    def _settle(self) -> None:
        """Into the corner; where the room is short, names in the middle become dots."""
        gap = self._look.px(_GAP_PX)
        room = self._canvas.width() - self._look.px(60)
        for button in self.buttons[1 : max(len(self._path) - 1, 1)]:
            if self.layout_width() <= room:
                break
            button.setText(_CUT)
        self.adjustSize()
        self.move(gap, gap)

    def layout_width(self) -> int:
        """How wide it wants to be."""
        self._row.activate()
        return self._row.sizeHint().width()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another room: names may be shorter or longer."""
        if watched is self._canvas and event.type() is QEvent.Type.Resize:
            self._name(self._path)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from crumb to crumb, Enter to its cell, Esc back to the map."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        at = next((i for i, one in enumerate(self.buttons) if one.hasFocus()), 0)
        if key is Qt.Key.Key_Escape:
            self._canvas.setFocus()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.buttons[at].click()
        elif key in steps:
            self.buttons[min(max(at + steps[key], 0), len(self._path) - 1)].setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language: the levels have other names."""
        if event.type() is QEvent.Type.LanguageChange:
            self._name(self._path)
        super().changeEvent(event)
