"""What speaks for and against sending somebody, ground by ground, in minutes and in words.

`survey` weighs everybody at once by the same measure; here one candidate is explained.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from models.analysis.suggestion_rules import USUAL, Weights
from models.domain.error import Words
from models.domain.skill import skill_words
from models.domain.timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from models.domain.dispatching import Circumstances
    from models.domain.ids import CellId
    from models.domain.incident import Incident
    from models.domain.member import Member

SOON: Final = timedelta(minutes=30)
"""A shift that ends within this is said to."""
BEYOND: Final = "beyond"
"""Nothing speaks against them; others come sooner."""
LEFT_OUT: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "already_on_it": Words("已在处理", "has it in hand already"),
        "member_left": Words("已离岗", "left the roster"),
        "on_leave": Words("请假", "on leave"),
        "off_duty": Words("不在岗", "not on duty"),
        "off_shift": Words("不在班次", "off shift"),
        "busy": Words("手上已满", "with hands full"),
        "reserved": Words("已为别的事件预留", "reserved for another incident"),
        "stale_fix": Words("定位过旧", "fix too old"),
        "far": Words("太远", "too far"),
        BEYOND: Words("有更合适的", "others suit better"),
    }
)
"""Why somebody is not offered, by code: those of the rule, and one of the order."""
_OTHER: Final = Words("当前不能派遣", "cannot be sent now")


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks for somebody (below zero) or against, in minutes of travel."""

    code: str
    minutes: float
    words: Words


@dataclass(frozen=True, slots=True)
class Insight:
    """What is known about the incident besides the picture.

    `skills` are those of which its class asks for one; `past` says how many cases alike
    each assignee finished, near this place; by `timetable` shifts are.
    """

    skills: frozenset[str] = frozenset()
    past: Mapping[UUID, int] = field(default_factory=lambda: MappingProxyType({}))
    weights: Weights = USUAL.weights
    timetable: Timetable = field(default_factory=Timetable)


@dataclass(frozen=True, slots=True)
class Known:
    """One member as an incident sees them."""

    member: Member
    around: Circumstances


def grounds(incident: Incident, known: Known, insight: Insight) -> tuple[Ground, ...]:
    """What speaks for and against a member, the way itself left out."""
    return tuple(
        Ground(code, minutes, _WORDS[code](known, insight))
        for code, minutes in _parts(incident, known, insight)
    )


def reason_words(code: str) -> Words:
    """A reason for being left out, in words."""
    return LEFT_OUT.get(code, _OTHER)


def _parts(incident: Incident, known: Known, insight: Insight) -> Iterator[tuple[str, float]]:
    """The grounds that count, by code, in minutes."""
    member, weights = known.member, insight.weights
    if known.around.load:
        yield "task", weights.task * known.around.load
    if insight.skills and not insight.skills.isdisjoint(member.skills):
        yield "skill", -weights.skill
    if member.home_cell is not None and member.home_cell in incident.cell_path:
        yield "own_cell", -weights.own_cell
    done = insight.past.get(member.id, 0)
    if done:
        yield "past", -min(weights.past * done, weights.most_past)
    age_s = known.around.fix_age_s
    if age_s is not None and age_s >= 60:
        yield "fix_age", weights.fix_age * (age_s // 60)
    if _ending_min(known) is not None:
        # Said and not weighed: a quarter of an hour may be all that it takes.
        yield "shift_ends", 0.0
    if known.around.distance_m is None:
        apart = levels_apart(incident.cell_path, member.cell_path)
        yield "unplaced", weights.unplaced + weights.apart * apart


def _ending_min(known: Known) -> int | None:
    """In how many minutes the shift of a member ends, where that is soon."""
    turns, at = known.around.turns_of(known.member), known.around.at
    if turns is None or turns.now is None or at is None:
        return None
    left = turns.now.ends_at - at
    return int(left.total_seconds() // 60) if left <= SOON else None


def levels_apart(incident: tuple[CellId, ...], home: tuple[CellId, ...]) -> int:
    """How many levels of the grid lie between a home and an incident's cell."""
    shared = len(frozenset(incident).intersection(home))
    return max(len(incident), len(home)) - shared


def _said_task(known: Known, _insight: Insight) -> Words:
    load = known.around.load
    return Words(f"手上 {load} 件", f"{load} in hand")


def _said_skill(known: Known, insight: Insight) -> Words:
    fitting = [
        skill_words(skill) for skill in sorted(insight.skills.intersection(known.member.skills))
    ]
    return Words(
        "专长：" + "、".join(words.zh for words in fitting),
        "skilled in " + ", ".join(words.en for words in fitting),
    )


def _said_own_cell(_known: Known, _insight: Insight) -> Words:
    return Words("本人网格", "own cell")


def _said_past(known: Known, insight: Insight) -> Words:
    done = insight.past[known.member.id]
    return Words(f"附近同类办过 {done} 件", f"finished {done} alike near here")


def _said_fix_age(known: Known, _insight: Insight) -> Words:
    minutes = int((known.around.fix_age_s or 0) // 60)
    return Words(f"定位 {minutes} 分钟前", f"fix {minutes} min old")


def _said_shift_ends(known: Known, _insight: Insight) -> Words:
    minutes = _ending_min(known)
    return Words(f"{minutes} 分钟后下班", f"shift ends in {minutes} min")


def _said_unplaced(_known: Known, _insight: Insight) -> Words:
    return Words("位置不明", "place unknown")


_WORDS: Final = {
    "task": _said_task,
    "skill": _said_skill,
    "own_cell": _said_own_cell,
    "past": _said_past,
    "fix_age": _said_fix_age,
    "shift_ends": _said_shift_ends,
    "unplaced": _said_unplaced,
}
