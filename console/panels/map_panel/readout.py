"""The coordinates under the cursor, in the system somebody chose, in a corner of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from maps.geometry.coordinates import CoordinateSystem, coordinate_words
from maps.geometry.projection import mercator_of, place_of
from maps.geometry.viewport import is_within
from models.domain.place import LonLat

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look
    from console.settings.settings import Settings
    from maps.canvas.canvas import MapCanvas
    from maps.geometry.viewport import Viewport

_WIDEST = LonLat(-128.888888, -48.888888)
"""Figures are of one width, so this place is as wide as any; letters hardly differ."""
_LATER_MS = 80
"""While the map moves below the cursor the figures follow a few times a second."""
_WIDEST_SURVEYED = LonLat(128.888888, 48.888888)


class Readout(QToolButton):
    """Where the cursor is; a click offers the other systems.

    Invariants: as wide as its system needs, whatever the place, so that nothing moves.
    Thread: GUI
    """

    def __init__(self, settings: Settings, look: Look, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._settings = settings
        self._look = look
        self._canvas = canvas
        self._place: LonLat | None = None
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.on_later)
        self.setObjectName("readout")
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # fingers too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._choices = QActionGroup(self)
        for system in CoordinateSystem:
            action = self._menu.addAction("")
            action.setCheckable(True)
            action.setData(system)
            self._choices.addAction(action)
        self._menu.triggered.connect(self.on_chosen)
        self.setMenu(self._menu)
        canvas.place_hovered.connect(self.on_place)
        canvas.view_changed.connect(self.on_view)
        canvas.installEventFilter(self)
        look.changed.connect(self.on_look)
        self.retranslate()
        self.on_look()

    @property
    def system(self) -> CoordinateSystem:
        """The system chosen."""
        return CoordinateSystem(self._settings.coordinates)

    @property
    def place(self) -> LonLat:
        """What lies under the cursor, also where the map moved below it.

        Off the map, what lay there last, as long as the map shows it; else its middle.
        """
        cursor, view = self._canvas.hovering.cursor, self._canvas.view
        if cursor is not None and not self._canvas.is_held:  # a hand carries its place along
            east, north = view.to_map([(cursor.x(), cursor.y())])[0].tolist()
            return place_of((east, north))
        if self._place is not None and _shows(view, self._place):
            return self._place
        return place_of(view.centre_mercator_m)

    def words(self) -> str:
        """The place in the system chosen."""
        return coordinate_words(self.place, self.system)

    @Slot(object)
    def on_place(self, place: LonLat) -> None:
        """The cursor is elsewhere."""
        self._place = place
        self._say()

    @Slot()
    def on_view(self) -> None:
        """The map moved: soon the figures follow."""
        if not self._later.isActive():
            self._later.start()

    @Slot()
    def on_later(self) -> None:
        """Say what lies under the cursor now."""
        self._say()

    @Slot(QAction)
    def on_chosen(self, action: QAction) -> None:
        """Another system."""
        self.choose(CoordinateSystem(action.data()))

    def choose(self, system: CoordinateSystem) -> None:
        """Show and keep another system."""
        self._settings.coordinates = system.value
        self.on_look()

    def next_system(self) -> None:
        """The system after the present one."""
        systems = list(CoordinateSystem)
        self.choose(systems[(systems.index(self.system) + 1) % len(systems)])

    @Slot()
    def on_look(self) -> None:
        """Another theme, size or system."""
        self.setFont(self._look.font(12))
        self._fit()

    def _fit(self) -> None:
        """As wide as the system needs in the font and style of now."""
        self._choices.actions()[list(CoordinateSystem).index(self.system)].setChecked(True)
        hints = []
        for place in (_WIDEST, _WIDEST_SURVEYED):
            self.setText(coordinate_words(place, self.system))
            hints.append(self.sizeHint())
        # A style sheet's padding is not in the hint.
        wide = max(hint.width() for hint in hints) + self._look.px(16)
        self.setFixedSize(wide, hints[0].height())
        self._say()
        self.settle()

    def settle(self) -> None:
        """Beside the scale bar."""
        gap = self._look.px(8)
        left = self._look.px(196)
        room = self._canvas.width() - self.width() - gap
        self.move(min(left, max(room, gap)), self._canvas.height() - self.height() - gap)
        self.raise_()

    def _say(self) -> None:
        words = self.words()
        if words != self.text():
            self.setText(words)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        names = {
            CoordinateSystem.DEGREES: self.tr("Degrees"),
            CoordinateSystem.SEXAGESIMAL: self.tr("Degrees, minutes, seconds"),
            CoordinateSystem.CGCS2000: self.tr("CGCS2000, 3° zones"),
            CoordinateSystem.UTM: self.tr("UTM"),
        }
        for action in self._choices.actions():
            action.setText(names[action.data()])
        self.setToolTip(self.tr("Coordinates under the cursor; click for another system"))
        self.setAccessibleName(self.tr("Coordinates under the cursor"))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if watched is self._canvas and event.type() is QEvent.Type.Resize:
            self.settle()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter offers the systems, Esc goes back to the map."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._menu.popup(self.mapToGlobal(QPoint(0, -self._menu.sizeHint().height())))
        elif event.key() == Qt.Key.Key_Escape:
            self._canvas.setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language; another style sheet, which comes after the look has changed."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)


def _shows(view: Viewport, place: LonLat) -> bool:
    east, north = mercator_of(place)
    return is_within((east, north, east, north), view.bounds_m())
