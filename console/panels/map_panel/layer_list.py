"""The layers of the map as a list, the topmost first: switches, and an order to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from console.panels.map_panel.layer_words import layer_words
from maps.layers.layer import STATIC, LayerStack

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent, QKeyEvent

    from console.settings.look import Look

_KEY = Qt.ItemDataRole.UserRole
_ROW_PX = 24
FEWEST_ROWS = 6
"""So many are seen at least, however little room there is."""
_SWITCHED = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | (Qt.ItemFlag.ItemIsUserCheckable)
)


class LayerList(QListWidget):
    """Space switches the layer, dragging or Alt+Up and Alt+Down move it.

    What is drawn into the ground keeps its place below all else.

    Signals: `chosen(object)` the LayerStack wanted.
    Thread: GUI
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._stack = LayerStack()
        self._is_filling = False
        self._most_px = 0
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemChanged.connect(self.on_item_changed)
        # A list may not be filled anew inside its own drop.
        self._after_drop = QTimer(self, singleShot=True, interval=0)
        self._after_drop.timeout.connect(self.on_dropped)

    @property
    def current_key(self) -> str:
        """The layer the cursor is on; "" for none."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def listed(self) -> list[str]:
        """The layers as listed, the topmost first."""
        return [str(self.item(row).data(_KEY)) for row in range(self.count())]

    def show_stack(self, stack: LayerStack) -> None:
        """List the layers of a stack; the cursor stays on its layer."""
        current, self._stack = self.current_key, stack
        self._is_filling = True
        if self.listed() != list(reversed(stack.order)):
            self.clear()
            for key in reversed(stack.order):
                self.addItem(self._item(key))
        for row, key in enumerate(self.listed()):
            item = self.item(row)
            item.setText(layer_words(key))
            on = stack.shows(key)
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, self._look.px(_ROW_PX)))
            if key in STATIC:
                item.setForeground(self._look.colour("soft"))
            if key == current and self.currentRow() != row:
                self.setCurrentRow(row)
        self._is_filling = False
        self._take_room()

    def keep_within(self, most_px: int) -> None:
        """Be no higher than this, but for a few rows: the others are scrolled to."""
        if most_px != self._most_px:
            self._most_px = most_px
            self._take_room()

    def _take_room(self) -> None:
        row_px, edge = self._look.px(_ROW_PX), 2 * self.frameWidth()
        rows = float(self.count())
        if self._most_px:
            # Half a row at the foot says that there are more.
            fitting = max(FEWEST_ROWS, (self._most_px - edge) // row_px)
            rows = rows if rows <= fitting else fitting - 0.5
        self.setFixedHeight(round(row_px * rows) + edge)

    def move_current(self, up: int) -> None:
        """Move the layer at the cursor so many places up, or down where negative."""
        movable = list(self._stack.movable())
        key = self.current_key
        if key not in movable:
            return
        place = movable.index(key)
        movable.insert(min(max(place + up, 0), len(movable) - 1), movable.pop(place))
        self.chosen.emit(self._stack.ordered(movable))

    def _item(self, key: str) -> QListWidgetItem:
        item = QListWidgetItem()
        item.setData(_KEY, key)
        is_movable = key not in STATIC
        item.setFlags(_SWITCHED | (Qt.ItemFlag.ItemIsDragEnabled if is_movable else _SWITCHED))
        if not is_movable:
            item.setToolTip(self.tr("Part of the ground: it keeps its place below the marks"))
        return item

    @Slot(QListWidgetItem)
    def on_item_changed(self, item: QListWidgetItem) -> None:
        """A layer was switched."""
        if self._is_filling:
            return
        is_on = item.checkState() is Qt.CheckState.Checked
        self.chosen.emit(self._stack.switched(str(item.data(_KEY)), on=is_on))

    @Slot()
    def on_dropped(self) -> None:
        """Take the order that a drag left."""
        wanted = self._stack.ordered(reversed(self.listed()))
        self.show_stack(wanted)
        self.chosen.emit(wanted)

    # Qt overrides

    def dropEvent(self, event: QDropEvent) -> None:
        """Let Qt move the row, then take the order."""
        super().dropEvent(event)
        self._after_drop.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt; all else is Qt's."""
        up = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if up is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(up)
            return
        super().keyPressEvent(event)
