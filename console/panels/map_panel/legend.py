"""The legend: which layers there are, what their marks and colours mean, what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.panels.map_panel.key_marks import area_rows, incident_rows, member_rows
from console.panels.map_panel.key_rows import KeyRows
from console.panels.map_panel.layer_list import LayerList
from console.panels.map_panel.layer_words import layer_words
from console.panels.map_panel.section import Section
from console.panels.map_panel.shade_key import ShadeKey
from console.tables.own_keys import kept
from maps.layers.layer import FADING, WEAKEST

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.panels.map_panel.shader import Shader
    from console.settings.look import Look
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas
    from maps.layers.layer import LayerStack

WIDTH_PX = 310
_PERCENT = 100


_SHARE_OF_LAYERS = 0.55
"""Of the legend's height at most; what explains the marks has the rest."""


class Legend(QFrame):
    """Floats over the map; Tab goes through it, Esc leaves it.

    Signals: `left()` Esc or the cross: the keyboard goes back to the map.
    Thread: GUI
    """

    left = Signal()

    def __init__(
        self, session: Session, look: Look, canvas: MapCanvas, shader: Shader, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._canvas = canvas
        self.setObjectName("legend")
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.cross = QLabel(), QToolButton()
        self.layers = LayerList(look)
        self.strength, self.strength_words = QSlider(Qt.Orientation.Horizontal), QLabel()
        self.shade = ShadeKey(session, look, shader, canvas)
        self.members, self.incidents, self.areas = (KeyRows(look) for _ in range(3))
        self._kinds: set[str] = set()
        self.sections = {
            "layers": Section(look, self._stacked()),
            "shade": Section(look, self.shade),
            "members": Section(look, self.members, is_open=False),
            "incidents": Section(look, self.incidents, is_open=False),
            "areas": Section(look, self.areas, is_open=False),
        }
        self._build()
        self._connect()
        self.on_look()
        self.on_layers(canvas.layers)
        self.retranslate()
        self.hide()

    def _stacked(self) -> QWidget:
        """The list with the strength of its layer below."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.layers)
        row = QHBoxLayout()
        self.strength_words.setProperty("words", "soft")
        row.addWidget(self.strength_words)
        row.addWidget(self.strength, 1)
        column.addLayout(row)
        self.strength.setRange(round(WEAKEST * _PERCENT), _PERCENT)
        self.strength.setPageStep(20)
        return both

    def _build(self) -> None:
        self.title.setProperty("words", "title")
        self._content = QWidget()
        self._content.setObjectName("legend_content")
        self._sections = QVBoxLayout(self._content)
        for section in self.sections.values():
            self._sections.addWidget(section)
        self._sections.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(self._content)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.cross)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.cross.clicked.connect(self.close_legend)
        self.layers.chosen.connect(self.on_stack_chosen)
        self.layers.currentItemChanged.connect(self.on_current)
        self.strength.valueChanged.connect(self.on_strength)
        self._canvas.layers_changed.connect(self.on_layers)
        self._look.changed.connect(self.on_look)

    @property
    def height_wanted(self) -> int:
        """How high it is when nothing is cut."""
        frame = self.sizeHint().height() - self.area.sizeHint().height()
        return frame + self._content.sizeHint().height()

    def keep_within(self, most_px: int) -> None:
        """Leave the map its room: be no higher, and let the layers take half of that."""
        self.layers.keep_within(round(most_px * _SHARE_OF_LAYERS))

    def explain_areas(self, kinds: set[str]) -> None:
        """Explain the patterns of these kinds of special-duty cell."""
        self._kinds = kinds
        self._draw_marks()

    @Slot()
    def open(self) -> None:
        """Come up with the keyboard on the list."""
        self._draw_marks()
        self.on_layers(self._canvas.layers)
        self.show()
        self.raise_()
        if self.layers.currentRow() < 0:
            self.layers.setCurrentRow(0)
        self.layers.setFocus()

    @Slot()
    def close_legend(self) -> None:
        """Go away."""
        self.hide()
        self.left.emit()

    @Slot(object)
    def on_stack_chosen(self, stack: LayerStack) -> None:
        """A layer was switched or moved here."""
        self._canvas.set_layers(stack)

    @Slot(object)
    def on_layers(self, stack: LayerStack) -> None:
        """Layers were switched, moved or faded, by whomever."""
        self.layers.show_stack(stack)
        self.on_current()

    @Slot()
    def on_current(self) -> None:
        """Offer the strength of the layer at the cursor, where it has one."""
        key = self.layers.current_key
        for widget in (self.strength, self.strength_words):
            widget.setVisible(key in FADING)
        if key in FADING:
            self.strength_words.setText(self.tr("Strength"))
            named = self.tr("Strength of {0}").format(layer_words(key))
            self.strength.setAccessibleName(named)
            blocked = self.strength.blockSignals(True)  # noqa: FBT003 - Qt's own argument
            self.strength.setValue(round(self._canvas.layers.strength_of(key) * _PERCENT))
            self.strength.blockSignals(blocked)

    @Slot(int)
    def on_strength(self, percent: int) -> None:
        """Another strength for the layer at the cursor."""
        layers = self._canvas.layers.faded(self.layers.current_key, percent / _PERCENT)
        self._canvas.set_layers(layers)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        px = self._look.px
        self._column.setContentsMargins(px(12), px(8), px(4), px(8))
        self._sections.setContentsMargins(0, 0, px(8), 0)
        self._sections.setSpacing(px(6))
        self._look.put_icon(self.cross, "close", "soft", 14)
        self.setFixedWidth(px(WIDTH_PX))
        self.layers.show_stack(self._canvas.layers)
        self._draw_marks()

    def _draw_marks(self) -> None:
        style, scale = self._canvas.image.brushes.style, self._look.px(100) / 100
        ratio = self.devicePixelRatioF()
        self.members.show_rows(member_rows(style, scale, ratio))
        self.incidents.show_rows(incident_rows(style, scale, ratio))
        self.areas.show_rows(area_rows(style, scale, self._kinds))
        self.sections["areas"].setVisible(bool(self._kinds))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("Legend"))
        self.setAccessibleName(self.tr("Legend"))
        self.cross.setToolTip(self.tr("Close (Esc)"))
        self.cross.setAccessibleName(self.tr("Close"))
        said = {
            "layers": self.tr("Layers, the topmost first"),
            "shade": self.tr("Cells by indicator"),
            "members": self.tr("Members"),
            "incidents": self.tr("Incidents"),
            "areas": self.tr("Special-duty cells"),
        }
        for name, words in said.items():
            self.sections[name].say(words)
        self.layers.setAccessibleName(said["layers"])
        self.layers.setToolTip(self.tr("Space switches, Alt+Up and Alt+Down or a drag move"))
        self.members.setAccessibleName(said["members"])
        self.incidents.setAccessibleName(said["incidents"])
        self.areas.setAccessibleName(said["areas"])
        self.shade.offer()
        self.on_layers(self._canvas.layers)
        self._draw_marks()

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        """Keys of the list and the boxes come before the map's."""
        return kept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_legend()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
