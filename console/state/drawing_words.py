"""The words for what is drawn on the map: kinds and tones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from models.domain.drawing import DrawingKind, DrawingTone

_KIND: Final = {
    DrawingKind.NOTE: QT_TRANSLATE_NOOP("DrawingKind", "Note"),
    DrawingKind.CORDON: QT_TRANSLATE_NOOP("DrawingKind", "Cordon"),
    DrawingKind.CLOSED_ROAD: QT_TRANSLATE_NOOP("DrawingKind", "Closed road"),
    DrawingKind.SEARCH_AREA: QT_TRANSLATE_NOOP("DrawingKind", "Search area"),
    DrawingKind.ASSEMBLY_POINT: QT_TRANSLATE_NOOP("DrawingKind", "Assembly point"),
    DrawingKind.ROUTE: QT_TRANSLATE_NOOP("DrawingKind", "Route"),
    DrawingKind.OTHER: QT_TRANSLATE_NOOP("DrawingKind", "Marked area"),
}
_TONE: Final = {
    DrawingTone.DANGER: QT_TRANSLATE_NOOP("DrawingTone", "Danger"),
    DrawingTone.CAUTION: QT_TRANSLATE_NOOP("DrawingTone", "Caution"),
    DrawingTone.CALM: QT_TRANSLATE_NOOP("DrawingTone", "Safe"),
    DrawingTone.PLAIN: QT_TRANSLATE_NOOP("DrawingTone", "Neutral"),
}


def drawing_kind_words(kind: DrawingKind) -> str:
    """What a drawing means."""
    return QCoreApplication.translate("DrawingKind", str(_KIND[kind]))


def drawing_tone_words(tone: DrawingTone) -> str:
    """How grave it looks."""
    return QCoreApplication.translate("DrawingTone", str(_TONE[tone]))
