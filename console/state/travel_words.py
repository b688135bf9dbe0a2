"""What is said of travel times: how long, by what, and what it rests on."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.state.travel import Basis
from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.state.travel import Travel, Way
    from models.domain.error import Language

PROFILES: Final[Mapping[str, Words]] = {
    "foot": Words("步行", "on foot"),
    "e-bike": Words("电动自行车", "by e-bike"),
    "car": Words("机动车", "by car"),
}
"""The ways of travelling of `travel.toml`."""
_BASES: Final[Mapping[Basis, object]] = {
    Basis.ROAD: QT_TRANSLATE_NOOP("Travel", "{0} by road"),
    Basis.AWAITED: QT_TRANSLATE_NOOP("Travel", "{0} by straight line"),
    Basis.STRAIGHT: QT_TRANSLATE_NOOP("Travel", "{0} by straight line"),
    Basis.BEYOND: QT_TRANSLATE_NOOP("Travel", "{0} by road"),
    Basis.CUT_OFF: QT_TRANSLATE_NOOP("Travel", "no road leads there"),
}


def minutes_words(way: Way) -> str:
    """A time without its basis: 6 min, ≈ 6 min where it is an estimate, > 45 min."""
    if way.seconds is None:
        return way_words(way)
    said = QCoreApplication.translate("Travel", "{0} min").format(ceil(way.seconds / 60))
    if way.basis is Basis.BEYOND:
        return f"> {said}"
    return said if way.basis is Basis.ROAD else f"≈ {said}"


def way_words(way: Way) -> str:
    """A time with its basis: 6 min by road."""
    pattern = QCoreApplication.translate("Travel", str(_BASES[way.basis]))
    return pattern if way.seconds is None else pattern.format(minutes_words(way))


def basis_note(travel: Travel, language: Language) -> str:
    """One line under a list of times: what they rest on, and what they leave out."""
    by = PROFILES[travel.profile].in_(language)
    if travel.has_roads:
        words = QCoreApplication.translate(
            "Travel", "Times {0} by road; lights and traffic are not reckoned with"
        )
    elif travel.version is None:
        words = QCoreApplication.translate(
            "Travel", "≈ times {0} from the straight line × 1.3 until the roads are read"
        )
    else:
        words = QCoreApplication.translate(
            "Travel", "≈ times {0} from the straight line × 1.3: no roads are known here"
        )
    return words.format(by)
