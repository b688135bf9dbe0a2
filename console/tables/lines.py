"""Words cut into lines, for what does not wrap by itself: a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextLayout, QTextOption

if TYPE_CHECKING:
    from PySide6.QtGui import QFont


def in_lines(words: str, font: QFont, room_px: float) -> str:
    """The words with an end of line wherever they would be wider than the room."""
    layout = QTextLayout(words, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room_px)
        begin = line.textStart()
        lines.append(words[begin : begin + line.textLength()].rstrip())
    layout.endLayout()
    return "\n".join(lines)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
