"""What `bench calm` notes of a desk is what came in its time."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer

from console.bench.calm_desk import Watch

pytestmark = pytest.mark.gui


class NoMap(QObject):
    """A canvas without a tile painter."""

    worker_pid = None


def test_what_a_desk_takes_to_close_is_none_of_its_day(qapp: Any, qtbot: Any) -> None:
    watch = Watch(NoMap())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(watch.gaps_s) > 1)
    watch.stop()
    assert not any(timer.isActive() for timer in watch.findChildren(QTimer))
