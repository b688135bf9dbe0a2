"""The ring around what is overdue goes behind the ! of its mark, which stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from maps.canvas.atlas import INCIDENT_PX, badge_place, pulse_atlas
from maps.layers.style import map_style

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from maps.canvas.atlas import Atlas

PHASES = 8


def image_of(atlas: Atlas, ratio: float) -> QImage:
    """All phases side by side, in device pixels."""
    image = QImage(PHASES * atlas.side, atlas.side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    phases = np.arange(PHASES)
    middle = np.column_stack([(phases + 0.5) * atlas.side, np.full(PHASES, atlas.side / 2)])
    painter = QPainter(image)
    atlas.stamp(painter, middle / ratio, phases)
    painter.end()
    return image


def test_no_phase_of_a_ring_crosses_the_badge(qapp: QApplication) -> None:
    assert qapp is not None
    for ratio in (1.0, 2.0):
        atlas = pulse_atlas(map_style("night"), INCIDENT_PX[-1], ratio, PHASES)
        image = image_of(atlas, ratio)
        at = badge_place(INCIDENT_PX[-1]) * ratio
        for phase in range(PHASES):
            x = round((phase + 0.5) * atlas.side + at.x())
            y = round(atlas.side / 2 + at.y())
            assert image.pixelColor(x, y).alpha() == 0
            # On the other side the ring is there.
            row = [
                image.pixelColor(phase * atlas.side + i, atlas.side // 2).alpha()
                for i in range(atlas.side // 2)
            ]
            assert max(row) > 0
