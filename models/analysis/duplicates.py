"""Which known incidents a report may be about: distance, time, class, words, telephone.

The score is that of `domain.md` §8.4; every part of it is handed out, so that a person
sees why two reports are held to be one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import cos, exp, radians
from typing import TYPE_CHECKING, Final

import numpy as np

from models.analysis.grams import grams, likeness
from models.domain.incident import State
from models.domain.place import EARTH_RADIUS_M, distance_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.place import LonLat

NEAR_M: Final = 300.0
RECENT: Final = timedelta(hours=72)
PROBABLE: Final = 0.80
POSSIBLE: Final = 0.65
SHOWN: Final = 3
_TEXT, _SPACE, _TIME, _CLASS, _SAME = 0.35, 0.25, 0.15, 0.15, 0.10
_DECAY_M: Final = 80.0
_DECAY_S: Final = 24 * 3600.0
_ONE_ADDRESS: Final = 0.6
"""So much of two addresses must be the same."""
_DISTINCT: Final = 0.45
"""Without a place, so much of the words must be the same."""
_NEVER: Final = frozenset({State.REFUSED, State.NOT_REGISTERED, State.VOID, State.MERGED})


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a new report so far. `at` is now, aware UTC; `place` WGS 84."""

    text: str
    at: datetime
    place: LonLat | None = None
    category: str | None = None
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """An incident that the report may be about.

    `score` 0 to 1; `away_m` None where one of the two has no place; `words` is how much of
    the texts is the same, 0 to 1.
    """

    incident: IncidentId
    score: float
    away_m: float | None
    age_s: float
    words: float
    is_same_class: bool
    is_same_phone: bool

    @property
    def is_probable(self) -> bool:
        """Whether it is more than possible."""
        return self.score >= PROBABLE


class Twins:
    """Incidents in arrays, so that a keystroke looks at all of them.

    Invariants: holds the latest value given of each incident that was not taken out.
    Thread: whoever made it.
    """

    def __init__(self) -> None:
        self._known: dict[IncidentId, Incident] = {}
        self._grams: dict[IncidentId, tuple[str, frozenset[str]]] = {}
        self._arrays: tuple[list[IncidentId], np.ndarray, np.ndarray] | None = None

    def show(self, incidents: Mapping[IncidentId, Incident]) -> None:
        """Know these and no others."""
        self._known = {key: one for key, one in incidents.items() if one.state not in _NEVER}
        self._grams = {k: v for k, v in self._grams.items() if k in self._known}
        self._arrays = None

    def change(
        self, ids: Iterable[IncidentId], incidents: Mapping[IncidentId, Incident]
    ) -> None:
        """Take the newest values of some."""
        for key in ids:
            one = incidents.get(key)
            if one is None or one.state in _NEVER:
                self._known.pop(key, None)
            else:
                self._known[key] = one
            self._arrays = None

    def of(self, told: Told) -> tuple[Twin, ...]:
        """The likeliest, the best first; none that is not even possible."""
        ids, places, times = self._as_arrays()
        if not ids:
            return ()
        age_s = told.at.timestamp() - times
        candidates = np.abs(age_s) <= RECENT.total_seconds()
        if told.place is not None:
            with np.errstate(invalid="ignore"):
                candidates &= _away_m(places, told.place) <= NEAR_M
        said, phone = grams(told.text), _digits(told.phone)
        found = [
            twin
            for row in np.flatnonzero(candidates).tolist()
            if (twin := self._twin(ids[row], told, said, phone)).score >= POSSIBLE
        ]
        found.sort(key=_score, reverse=True)
        return tuple(found[:SHOWN])

    def _twin(self, key: IncidentId, told: Told, said: frozenset[str], phone: str) -> Twin:
        one = self._known[key]
        words = likeness(said, self._pieces(one))
        age_s = (told.at - one.reported_at).total_seconds()
        is_same_class = told.category is not None and told.category == one.category
        is_same_phone = bool(phone) and phone == _digits(one.reporter_phone)
        away = None
        if told.place is not None and one.place is not None:
            away = distance_m(told.place, one.place)
        score = (
            _TEXT * words
            + _TIME * exp(-abs(age_s) / _DECAY_S)
            + _CLASS * is_same_class
            + _SAME * (is_same_phone or _is_one_address(told.address, one.address))
        )
        if away is not None:
            score += _SPACE * exp(-away / _DECAY_M)
        elif words < _DISTINCT and not is_same_phone:
            score = 0.0
        else:
            score = min(score / (1 - _SPACE), PROBABLE - 0.01)
        return Twin(key, score, away, age_s, words, is_same_class, is_same_phone)

    def _pieces(self, one: Incident) -> frozenset[str]:
        kept = self._grams.get(one.id)
        if kept is None or kept[0] != one.text:
            kept = self._grams[one.id] = one.text, grams(one.text)
        return kept[1]

    def _as_arrays(self) -> tuple[list[IncidentId], np.ndarray, np.ndarray]:
        if self._arrays is None:
            known = self._known.values()
            nan = (np.nan, np.nan)
            places = [(i.place.lon_deg, i.place.lat_deg) if i.place else nan for i in known]
            times = [i.reported_at.timestamp() for i in known]
            self._arrays = list(self._known), np.array(places), np.array(times)
        return self._arrays


def _away_m(places: np.ndarray, place: LonLat) -> np.ndarray:
    """Metres on the plane around a place: good to a thousandth within a district."""
    metre = radians(1) * EARTH_RADIUS_M
    east = (places[:, 0] - place.lon_deg) * metre * cos(radians(place.lat_deg))
    north = (places[:, 1] - place.lat_deg) * metre
    return np.asarray(np.hypot(east, north))


def _is_one_address(one: str, other: str) -> bool:
    return likeness(grams(one), grams(other)) >= _ONE_ADDRESS


def _digits(phone: str) -> str:
    digits = "".join(filter(str.isdigit, phone))
    return digits if len(digits) >= 7 else ""


def _score(twin: Twin) -> float:
    return twin.score
