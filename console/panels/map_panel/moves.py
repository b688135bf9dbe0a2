"""Acts that move the map or leaf through what lies on it, by key, menu or button."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.canvas.canvas import MapCanvas

_HALVES = 2.0
"""A key zooms by one whole level."""


def moved(canvas: MapCanvas, tool: str) -> bool:
    """One of in, out, box, below, above; whether it was one of them."""
    match tool:
        case "in" | "out":
            canvas.looking.zoom_by(_HALVES if tool == "in" else -_HALVES)
        case "box":
            canvas.box_next()
            canvas.setFocus()
        case "below" | "above":
            canvas.hovering.leaf(1 if tool == "below" else -1)
        case _:
            return False
    return True
