"""Alarms in one window: the chip in the status bar, the sounds, the key that goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from console.panels.alarm_chip import AlarmChip
from console.state.attention import Attention
from console.windows.sounding import Sounds
from models.domain.category import Urgency
from models.domain.error import Words

if TYPE_CHECKING:
    from console.windows.workbench import Workbench

QUIET = Words("没有待确认的告警。", "No alarm waits.")


class Alarms(QObject):
    """What alarms a window's operator.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self.attention = Attention(window.session, self)
        self.sounds = Sounds(self)
        self.chip = AlarmChip(window.session, window.look, self.attention, window)
        self.sounds.changed.connect(self.on_sounds)
        self.on_sounds()
        window.statusBar().addPermanentWidget(self.chip)
        self.chip.taken.connect(window.going.to_incident)
        self.attention.rang.connect(self.on_rang)

    def do(self, act: str) -> None:
        """go: acknowledge the gravest and go there; mute: take the sounds away, or back."""
        if act == "mute":
            is_muted = Urgency.EMERGENCY not in self.attention.muted
            for urgency in (Urgency.EMERGENCY, Urgency.URGENT):
                self.attention.mute(urgency, is_muted=is_muted)
            words = (
                Words("告警已静音。", "Alarms are muted.")
                if is_muted
                else Words("告警声音已恢复。", "Alarms sound again.")
            )
            self._window.notices.tell(words, icon="warning", role="accent")
        elif self.attention.waiting:
            self.chip.take()
        else:
            self._window.tell(QUIET)

    @Slot()
    def on_sounds(self) -> None:
        """Whether anything is heard now."""
        self.chip.tell(self.sounds.problem)

    @Slot(object)
    def on_rang(self, urgency: Urgency) -> None:
        """Sound it, and let the task bar blink where the window lies behind others."""
        self.sounds.play(urgency)
        if urgency is Urgency.EMERGENCY:
            QApplication.alert(self._window)
