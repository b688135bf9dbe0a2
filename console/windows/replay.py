"""The replay: the desk's panels as of another moment; looked at, not acted upon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QToolBar, QVBoxLayout, QWidget

from console.actions.action import Group
from console.panels.timeline_bar import TimelineBar
from console.windows.workbench import Workbench
from models.feed.frame import Capability
from models.feed.timeline import Follow, Seek

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.settings.settings import Settings
    from console.state.session import Session
    from maps.canvas.static_tiles import Where
    from models.feed.frame import Frame

_STEP = timedelta(minutes=1)


class ReplayWindow(Workbench):
    """The replay.

    Signals: `steered(object)` a TimelineAct; and those of `Workbench`.
    Thread: GUI
    """

    steered = Signal(object)

    NAME = "replay"
    GROUPS = tuple(Group)

    def __init__(
        self,
        session: Session,
        settings: Settings,
        look: Look,
        parent: QWidget | None = None,
        *,
        tiles: Where = "process",
    ) -> None:
        self.sealed = QLabel()
        super().__init__(session, settings, look, parent, tiles=tiles)
        self.timeline = TimelineBar(session, look)
        self.timeline.steered.connect(self.on_steered)
        self._build_bar()
        session.frame_changed.connect(self.on_frame)
        self.on_frame(session.frame)

    def _build_bar(self) -> None:
        self.sealed.setProperty("words", "orange")
        self.sealed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.look.px(2))
        column.addWidget(self.sealed)
        column.addWidget(self.timeline)
        self.bar = QToolBar(self)
        self.bar.setObjectName("timeline")
        self.bar.setMovable(False)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.bar.addWidget(both)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.bar)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Say whether acts are possible at this moment."""
        self.sealed.setVisible(not frame.may(Capability.DISPATCH))

    @Slot(object)
    def on_steered(self, act: object) -> None:
        """The bar was used."""
        self.steered.emit(act)

    def move_in_time(self, what: str) -> None:
        """Follow, play or pause, a minute back or on."""
        now = self._session.frame.now
        match what:
            case "follow":
                self.on_steered(Follow())
            case "pause":
                self.timeline.on_play()
            case "back":
                self.on_steered(Seek(now - _STEP))
            case "on":
                self.on_steered(Seek(now + _STEP))

    def title(self) -> str:
        """That this is not the present."""
        return self.tr("Wangge replay")

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.sealed.setText(
            self.tr("Replay: the desk is sealed. Everything can be looked at, nothing be done.")
        )
