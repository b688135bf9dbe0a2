"""The sounds of alarms: made by us, played by Qt's multimedia where that is installed.

Three tones that fall for an emergency, two for what is urgent: told apart without looking,
and by those who hear high tones badly. Without the multimedia the system's bell rings, and
whoever asks is told.
"""

from __future__ import annotations

import importlib
import struct
import wave
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import QObject, QTemporaryDir, QUrl, Signal, Slot
from PySide6.QtWidgets import QApplication

from models.domain.category import Urgency
from models.domain.error import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE_HZ: Final = 22_050
NO_SOUND: Final = Words(
    "没有声音：未安装多媒体（python3 installer/bootstrap.py setup --sound），改用系统提示音。",
    "No sound: the multimedia is not installed (python3 installer/bootstrap.py setup --sound);"
    " the system's bell rings instead.",
)
NO_LOUDSPEAKER: Final = Words(
    "没有声音：本机没有音频输出设备。", "No sound: this machine has no audio output."
)
_TONES_HZ: Final = {Urgency.EMERGENCY: (988.0, 784.0, 622.0), Urgency.URGENT: (659.0, 880.0)}
_TONE_S: Final = {Urgency.EMERGENCY: 0.22, Urgency.URGENT: 0.16}
_FADE_S: Final = 0.012
_LOUD: Final = 0.55


def samples(urgency: Urgency) -> NDArray[np.int16]:
    """The sound of an urgency, 16 bits, mono, `RATE_HZ`: tones without clicks between."""
    tones = [_tone(hz, _TONE_S[urgency]) for hz in _TONES_HZ[urgency]]
    whole = np.concatenate(tones)
    loud: NDArray[np.int16] = (whole * _LOUD * np.iinfo(np.int16).max).astype(np.int16)
    return loud


def _tone(hz: float, seconds: float) -> NDArray[np.float64]:
    at_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    # A third of the octave above makes it cut through a room of voices.
    body = np.sin(2 * np.pi * hz * at_s) + np.sin(4 * np.pi * hz * at_s) / 3
    edge = np.clip(np.minimum(at_s, seconds - at_s) / _FADE_S, 0.0, 1.0)
    tone: NDArray[np.float64] = body * edge / (4 / 3)
    return tone


def write_wave(path: Path, sound: NDArray[np.int16]) -> None:
    """A file that players read."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(struct.calcsize("h"))
        file.setframerate(RATE_HZ)
        file.writeframes(sound.astype("<i2").tobytes())


class Sounds(QObject):
    """Plays what is due.

    Signals: `changed()` a loudspeaker came or went.
    Thread: GUI
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = QTemporaryDir()
        self._effects: dict[Urgency, Any] = {}
        self._devices: Any = None
        with suppress(ImportError, OSError):
            multimedia = importlib.import_module("PySide6.QtMultimedia")
            for urgency in _TONES_HZ:
                path = Path(self._folder.filePath(f"{urgency.value}.wav"))
                write_wave(path, samples(urgency))
                effect = multimedia.QSoundEffect(self)
                effect.setSource(QUrl.fromLocalFile(str(path)))
                self._effects[urgency] = effect
            self._devices = multimedia.QMediaDevices(self)
            self._devices.audioOutputsChanged.connect(self.changed)

    @property
    def problem(self) -> Words | None:
        """Why nothing of ours is heard; None where it is."""
        if self._devices is None:
            return NO_SOUND
        return None if self._devices.audioOutputs() else NO_LOUDSPEAKER

    @Slot(object)
    def play(self, urgency: Urgency) -> None:
        """Sound an urgency once."""
        effect = self._effects.get(urgency)
        if effect is not None and self.problem is None:
            effect.play()
        else:
            QApplication.beep()
