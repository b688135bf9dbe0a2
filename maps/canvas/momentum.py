"""How fast the hand was when it let go: of the mouse or of the glass."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPointF

_MEMORY_S = 0.08
"""Only the last moments count: whoever stops before letting go wants the map to stay."""


class Momentum:
    """The last points of a hand on its way."""

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._trail: list[tuple[float, QPointF]] = []

    def begin(self, at: QPointF) -> None:
        """The hand came down."""
        self._clock.start()
        self._trail = [(0.0, at)]

    def move(self, at: QPointF) -> None:
        """The hand moved."""
        self._trail.append((self.down_s(), at))

    def speed_px_s(self, at: QPointF) -> tuple[float, float]:
        """Pixels a second, to the right and down, over the last moments before now."""
        now = self.down_s()
        recent = [(t, point) for t, point in self._trail if now - t <= _MEMORY_S]
        if len(recent) < 2:
            return 0.0, 0.0
        then, start = recent[0]
        lasted = max(now - then, 1e-3)
        return (at.x() - start.x()) / lasted, (at.y() - start.y()) / lasted

    def down_s(self) -> float:
        """How long the hand has been down."""
        return self._clock.nsecsElapsed() / 1e9
