"""Names as sprites: each made when it is first drawn, within a frame's budget, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QPointF

from maps.canvas.kept_pixmaps import KeptPixmaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPainter, QPixmap

Name = tuple[str, int, float, float]
"""A text, in which way it is made (a level, a turn), and where its middle stands, pixels."""


_MOST_PIXELS: Final = 3 << 20
"""12 MB: names that, side by side, fill more than a third of a screen of 3840 × 2160."""


class NameSprites:
    """The sprites of one painter of names.

    `make` makes one from a text and its way; they are kept up to a bound. `is_turned`
    ones stand anywhere between pixels, level ones on whole device pixels, where letters are
    sharp.
    """

    def __init__(
        self,
        make: Callable[[str, int], QPixmap],
        pixel_ratio: float,
        *,
        is_turned: bool = False,
    ) -> None:
        self._make = make
        self._ratio = pixel_ratio
        self._is_turned = is_turned
        self._kept = KeptPixmaps(round(_MOST_PIXELS * pixel_ratio**2))

    def draw(self, painter: QPainter, names: Iterable[Name], budget_ms: int) -> bool:
        """Draw names about their middles; whether all could be made in time.

        The rest come with the next frame.
        """
        clock = QElapsedTimer()
        clock.start()
        is_whole = True
        for text, way, x, y in names:
            sprite = self._kept.get((text, way))
            if sprite is None:
                if clock.elapsed() >= budget_ms:
                    is_whole = False
                    continue
                sprite = self._kept.put((text, way), self._make(text, way))
            painter.drawPixmap(self._corner(sprite, x, y), sprite)
        return is_whole

    def _corner(self, sprite: QPixmap, x: float, y: float) -> QPointF:
        left = x * self._ratio - sprite.width() / 2
        top = y * self._ratio - sprite.height() / 2
        if not self._is_turned:
            left, top = round(left), round(top)
        return QPointF(left / self._ratio, top / self._ratio)
