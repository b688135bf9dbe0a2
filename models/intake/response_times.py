"""Which of a row's instants can be true together. Times are left out, never bent.

Instants of one response must not go back. Where they do, the set that keeps most of what
the story needs stays, and each of the others is named with what it contradicts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta, tzinfo

_WEIGHTS = {"dispatched": 5, "finished": 3, "arrived": 2, "signed": 2}
"""How much the story needs a step; instants that are only checked weigh least."""


def far_off(
    instants: Mapping[str, datetime], longest: timedelta, zone: tzinfo
) -> dict[str, Words]:
    """The instants that lie farther from the middle one than any response lasts."""
    if not instants:
        return {}
    ordered = sorted(instants.values())
    middle = ordered[(len(ordered) - 1) // 2]
    found = {}
    for step, at in instants.items():
        if abs(at - middle) > longest:
            shown, near = _shown(at, zone), _shown(middle, zone)
            found[step] = Words(
                f"{shown} 与同一事件的其他时间（{near}）相差超过 {longest.days} 天",
                f"{shown} lies more than {longest.days} days from the other times of the"
                f" incident, {near}",
            )
    return found


def inverted(
    steps: Sequence[tuple[str, datetime]], not_before: datetime, zone: tzinfo
) -> dict[str, Words]:
    """The steps to leave out so that the rest never goes back, each with its reason.

    `steps` are in the order in which they must have happened; none may lie before
    `not_before`, when the incident was received.
    """
    kept = _best([(name, at) for name, at in steps if at >= not_before])
    if len(kept) == len(steps):
        return {}
    standing = [("received", not_before), *(step for step in steps if step[0] in kept)]
    order = {"received": -1} | {name: place for place, (name, _) in enumerate(steps)}
    return {
        name: _contradicted(name, at, standing, order, zone)
        for name, at in steps
        if name not in kept
    }


def _best(steps: Sequence[tuple[str, datetime]]) -> frozenset[str]:
    """The heaviest subset that never goes back; of equals the one with earlier steps."""
    best: list[tuple[int, list[str]]] = []
    for place, (name, at) in enumerate(steps):
        weight, names = max(
            (best[i] for i in range(place) if steps[i][1] <= at),
            key=lambda one: one[0],
            default=(0, []),
        )
        best.append((weight + _WEIGHTS.get(name, 1), [*names, name]))
    return frozenset(max(best, key=lambda one: one[0], default=(0, []))[1])


def _contradicted(
    name: str,
    at: datetime,
    standing: Sequence[tuple[str, datetime]],
    order: Mapping[str, int],
    zone: tzinfo,
) -> Words:
    for other, other_at in standing:
        if order[other] < order[name] and at < other_at:
            return Words(
                f"{_shown(at, zone)} 早于 {other} 的 {_shown(other_at, zone)}",
                f"{_shown(at, zone)} lies before {other}, {_shown(other_at, zone)}",
            )
        if order[other] > order[name] and at > other_at:
            return Words(
                f"{_shown(at, zone)} 晚于 {other} 的 {_shown(other_at, zone)}",
                f"{_shown(at, zone)} lies after {other}, {_shown(other_at, zone)}",
            )
    return Words(f"{_shown(at, zone)} 与其他时间矛盾", f"{_shown(at, zone)} fits no other time")


def _shown(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(sep=" ", timespec="seconds")
