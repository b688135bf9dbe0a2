"""Promises of the alarms' sounds: told apart by ear, and silence is never a secret."""

from __future__ import annotations

import importlib
import wave
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from console.windows.sounding import NO_LOUDSPEAKER, NO_SOUND, RATE_HZ, Sounds, samples
from models.domain.category import Urgency

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


class Devices(QObject):
    """The loudspeakers of a machine. Thread: GUI."""

    audioOutputsChanged = Signal()  # noqa: N815 - Qt's name
    there: tuple[str, ...] = ()

    def audioOutputs(self) -> tuple[str, ...]:  # noqa: N802 - Qt's name
        return self.there


class Effect(QObject):
    """A sound that counts how often it was played. Thread: GUI."""

    played: ClassVar[list[str]] = []

    def setSource(self, url: Any) -> None:  # noqa: N802 - Qt's name
        self.file = url.toLocalFile()

    def play(self) -> None:
        self.played.append(self.file)


@pytest.fixture
def multimedia(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Devices, "there", ("speaker",))
    monkeypatch.setattr(Effect, "played", [])
    stand_in = SimpleNamespace(QSoundEffect=Effect, QMediaDevices=Devices)
    monkeypatch.setattr(importlib, "import_module", lambda _: stand_in)


def test_the_sounds_differ_in_tones_and_never_clip() -> None:
    emergency, urgent = samples(Urgency.EMERGENCY), samples(Urgency.URGENT)
    assert len(emergency) != len(urgent)
    for sound in (emergency, urgent):
        assert np.abs(sound.astype(int)).max() < np.iinfo(np.int16).max
        assert max(abs(int(sound[0])), abs(int(sound[-1]))) < np.iinfo(np.int16).max / 100


def test_a_sound_is_played_from_a_file_that_players_read(multimedia: None, qapp: Any) -> None:
    sounds = Sounds()
    assert sounds.problem is None
    sounds.play(Urgency.EMERGENCY)
    (file,) = Effect.played
    with wave.open(file) as played:
        assert played.getframerate() == RATE_HZ
        assert played.getnframes() == len(samples(Urgency.EMERGENCY))


def test_a_loudspeaker_that_goes_is_told_of(
    multimedia: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = Sounds()
    monkeypatch.setattr(Devices, "there", ())
    with qtbot.waitSignal(sounds.changed):
        sounds.findChild(Devices).audioOutputsChanged.emit()
    assert sounds.problem == NO_LOUDSPEAKER
    sounds.play(Urgency.URGENT)
    assert not Effect.played


def test_without_the_multimedia_the_way_to_it_is_said(
    qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(importlib, "import_module", lacking)
    assert Sounds().problem == NO_SOUND
    assert "setup --sound" in NO_SOUND.en
    assert "setup --sound" in NO_SOUND.zh
