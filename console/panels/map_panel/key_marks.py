"""The symbols of the map explained, drawn by the same stamps and brushes as on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QTransform

from console.panels.map_panel.key_rows import KeyRow
from console.state.words import availability_words, state_words, urgency_words
from maps.canvas.atlas import (
    incident_atlas,
    incident_number,
    member_atlas,
    member_number,
)
from maps.canvas.primitives import q_colour
from maps.canvas.tile_shading import NO_VALUE_PATTERN, OTHER_AREA, PATTERNS
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook
from maps.layers.shading import AREA_OF_DEPARTMENT
from models.domain.category import Urgency
from models.domain.grid import CellKind
from models.domain.incident import State
from models.picture.query import Availability

if TYPE_CHECKING:
    from maps.canvas.atlas import Atlas
    from maps.layers.style import Colour, MapStyle

_MARK_PX: Final = 18.0
_LOOKS: Final = {
    MemberLook.FREE: Availability.FREE,
    MemberLook.TASKED: Availability.BUSY,
    MemberLook.FULL: Availability.FULL,
    MemberLook.HELD: Availability.HELD,
    MemberLook.BREAK: Availability.BREAK,
    MemberLook.OFF: Availability.OFF,
}
_STAGES: Final = {
    Stage.TO_ACCEPT: State.REPORTED,
    Stage.TO_DISPATCH: State.REGISTERED,
    Stage.TO_SIGN: State.DISPATCHED,
    Stage.HANDLING: State.HANDLING,
    Stage.TO_CLOSE: State.CHECKED,
}
_URGENCIES: Final = (Urgency.GENERAL, Urgency.URGENT, Urgency.EMERGENCY)
_KINDS: Final[dict[CellKind, object]] = {
    CellKind.MARKET: QT_TRANSLATE_NOOP("MapKey", "Market"),
    CellKind.SCHOOL: QT_TRANSLATE_NOOP("MapKey", "School"),
    CellKind.HOSPITAL: QT_TRANSLATE_NOOP("MapKey", "Hospital"),
    CellKind.PARK: QT_TRANSLATE_NOOP("MapKey", "Industrial park"),
    CellKind.COMPOUND: QT_TRANSLATE_NOOP("MapKey", "Government compound"),
    CellKind.SPECIAL: QT_TRANSLATE_NOOP("MapKey", "Other special duty"),
}


@dataclass(frozen=True, slots=True)
class Stamped:
    """Draws one square of an atlas into the middle of a box."""

    atlas: Atlas
    number: int

    def __call__(self, painter: QPainter, box: QRectF) -> None:
        """Draw it."""
        centre = np.array([[box.center().x(), box.center().y()]])
        self.atlas.stamp(painter, centre, np.array([self.number]))


@dataclass(frozen=True, slots=True)
class Swatch:
    """Fills a box with a colour or a pattern, framed."""

    fill: Colour
    frame: Colour
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern
    scale: float = 1.0

    def __call__(self, painter: QPainter, box: QRectF) -> None:
        """Draw it."""
        inner = box.adjusted(2, box.height() * 0.17, -2, -box.height() * 0.17)
        brush = QBrush(q_colour(self.fill), self.pattern)
        brush.setTransform(QTransform.fromScale(self.scale, self.scale))
        painter.setBrush(brush)
        painter.setPen(QPen(q_colour(self.frame), self.scale))
        painter.drawRect(inner)


def member_rows(style: MapStyle, scale: float, ratio: float) -> list[KeyRow]:
    """What the marks of members say: walking, standing, and in which state."""
    atlas = member_atlas(style, _MARK_PX * scale, ratio)

    def row(look: MemberLook, words: str, *, stale: bool = False, east: bool = False) -> KeyRow:
        heading = np.float32(90.0 if east else np.nan)
        number = member_number(
            np.array([look], np.uint8), np.array([stale]), np.array([heading], np.float32)
        )
        return KeyRow(Stamped(atlas, int(number[0])), words)

    rows = [row(look, availability_words(said)) for look, said in _LOOKS.items()]
    rows.append(row(MemberLook.FREE, _said("Moving; the arrow says whereto"), east=True))
    rows.append(row(MemberLook.FREE, _said("Old fix: the place may be wrong"), stale=True))
    return rows


def incident_rows(style: MapStyle, scale: float, ratio: float) -> list[KeyRow]:
    """What the marks of incidents say: urgency by shape, stage by filling, overdue."""
    atlas = incident_atlas(style, _MARK_PX * scale, ratio)

    def row(urgency: int, stage: Stage, words: str, *, overdue: bool = False) -> KeyRow:
        number = incident_number(
            np.array([urgency], np.uint8), np.array([stage], np.uint8), np.array([overdue])
        )
        return KeyRow(Stamped(atlas, int(number[0])), words)

    rows = [
        row(number, Stage.TO_ACCEPT, urgency_words(urgency))
        for number, urgency in enumerate(_URGENCIES)
    ]
    rows += [row(0, stage, state_words(state)) for stage, state in list(_STAGES.items())[1:]]
    rows.append(row(1, Stage.HANDLING, _said("Overdue"), overdue=True))
    return rows


def area_rows(style: MapStyle, scale: float, kinds: set[str]) -> list[KeyRow]:
    """What the patterns of special-duty cells say, of the kinds there are."""
    return [
        KeyRow(area_swatch(style, scale, kind.value), kind_words(kind))
        for kind in _KINDS
        if kind.value in kinds
    ]


def area_swatch(style: MapStyle, scale: float, kind: str = AREA_OF_DEPARTMENT) -> Swatch:
    """The pattern of one kind of area."""
    colour = style.ground.get(kind, style.ground["special"])
    return Swatch(colour, colour, PATTERNS.get(kind, OTHER_AREA), scale)


def class_swatch(style: MapStyle, ramp: str, number: int, scale: float) -> Swatch:
    """One colour of a shading; where there is no value, its pattern."""
    frame = style.plain["text_dim"]
    if number == 0:
        return Swatch(style.ground["no_value"], frame, NO_VALUE_PATTERN, scale)
    return Swatch(style.ramps[ramp][min(number, len(style.ramps[ramp])) - 1], frame)


def kind_words(kind: CellKind) -> str:
    """What a special-duty cell is for, in the language of the screens."""
    return QCoreApplication.translate("MapKey", str(_KINDS[kind]))


def _said(words: str) -> str:
    return QCoreApplication.translate("MapKey", words)


_OF_MARKS: Final = (
    QT_TRANSLATE_NOOP("MapKey", "Moving; the arrow says whereto"),
    QT_TRANSLATE_NOOP("MapKey", "Old fix: the place may be wrong"),
    QT_TRANSLATE_NOOP("MapKey", "Overdue"),
)
