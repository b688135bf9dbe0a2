"""What a dispatcher was offered when they chose: candidates, worth of each ground, the choice.

It is kept in the fact of the dispatch, beside the reason the human gave. Nothing of the
state depends on it; it is there so that a choice can be explained, and compared, later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from models.domain.incident import AssigneeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_KEPT = 12
"""So many candidates stand in the fact; how many were looked at is counted."""
MOST_GROUNDS = 24
"""So many names any of its tables may have; a hostile client could send more."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One candidate as offered: `cost_min` is the sum by which they were ranked.

    `grounds` says what each ground added (or, below zero, took off), in minutes. `way_s`,
    `distance_m` and `fix_age_s` are None where nobody knew them; `warned` names what the
    rule warned of. All by the code of the ground.
    """

    assignee: UUID
    kind: AssigneeKind
    cost_min: float
    load: int
    way_s: float | None = None
    distance_m: float | None = None
    fix_age_s: float | None = None
    grounds: tuple[tuple[str, float], ...] = ()
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """The suggestion that lay before whoever chose.

    `candidates` are the first `MOST_KEPT` in the order offered, of `considered` people and
    departments; `left_out` counts the others by reason; `weights` are the minutes that each
    ground was worth. `chosen` are the places taken, from 1; 0 stands for somebody who was
    not among those offered.
    """

    considered: int
    candidates: tuple[Offered, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    chosen: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        tables = (self.left_out, self.weights, *(one.grounds for one in self.candidates))
        if len(self.candidates) > MOST_KEPT or any(len(t) > MOST_GROUNDS for t in tables):
            raise ValueError("an advice of more than a screenful")


def advice_to_plain(advice: Advice) -> dict[str, Any]:
    """An advice as JSON can hold it; short names, for it lies in many facts."""
    return {
        "considered": advice.considered,
        "candidates": [_offered_to_plain(one) for one in advice.candidates],
        "left_out": dict(advice.left_out),
        "weights": dict(advice.weights),
        "chosen": list(advice.chosen),
    }


def advice_from_plain(plain: Mapping[str, Any]) -> Advice:
    """The advice of `advice_to_plain`.

    Raises
    ------
    ValueError, KeyError, TypeError
        Where it is none.
    """
    return Advice(
        considered=int(plain["considered"]),
        candidates=tuple(_offered_from_plain(one) for one in plain["candidates"]),
        left_out=tuple((str(k), int(n)) for k, n in sorted(plain["left_out"].items())),
        weights=tuple((str(k), float(w)) for k, w in sorted(plain["weights"].items())),
        chosen=tuple(map(int, plain["chosen"])),
    )


def _offered_to_plain(one: Offered) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "assignee": one.assignee.hex,
        "kind": one.kind.value,
        "cost_min": round(one.cost_min, 1),
        "load": one.load,
    }
    for name in ("way_s", "distance_m", "fix_age_s"):
        value = getattr(one, name)
        if value is not None:
            plain[name] = round(value)
    if one.grounds:
        plain["grounds"] = {name: round(minutes, 1) for name, minutes in one.grounds}
    if one.warned:
        plain["warned"] = list(one.warned)
    return plain


def _offered_from_plain(plain: Mapping[str, Any]) -> Offered:
    return Offered(
        assignee=UUID(plain["assignee"]),
        kind=AssigneeKind(plain["kind"]),
        cost_min=float(plain["cost_min"]),
        load=int(plain["load"]),
        way_s=_number(plain.get("way_s")),
        distance_m=_number(plain.get("distance_m")),
        fix_age_s=_number(plain.get("fix_age_s")),
        grounds=tuple((str(k), float(m)) for k, m in sorted(plain.get("grounds", {}).items())),
        warned=tuple(map(str, plain.get("warned", ()))),
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
