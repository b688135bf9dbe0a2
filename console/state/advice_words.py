"""What was suggested beside a dispatch, in a few words for the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from models.analysis.suggestion import reason_words

if TYPE_CHECKING:
    from models.domain.advice import Advice
    from models.domain.error import Language


def advice_words(advice: Advice | None) -> str:
    """Whether the human took what was suggested; nothing where nothing was."""
    if advice is None or not advice.chosen:
        return ""
    place = advice.chosen[0]
    if place == 0:
        return QCoreApplication.translate("Advice", "not among the {0} suggested").format(
            len(advice.candidates)
        )
    if place == 1:
        return QCoreApplication.translate("Advice", "the first of {0} considered").format(
            advice.considered
        )
    return QCoreApplication.translate("Advice", "number {0} of {1} considered").format(
        place, advice.considered
    )


def left_out_words(advice: Advice | None, language: Language) -> str:
    """How many were not offered, by reason."""
    if advice is None or not advice.left_out:
        return ""
    parts = [f"{n} {reason_words(code).in_(language)}" for code, n in advice.left_out]
    return QCoreApplication.translate("Advice", "Left out: {0}").format(
        QCoreApplication.translate("Advice", ", ").join(parts)
    )
