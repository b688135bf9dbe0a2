"""What each ground of a suggestion is worth, and which skills a class asks for."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_MIN = 1_000.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each ground is worth, in minutes of travel; `resources/suggestion.toml` says why.

    `task`, `fix_age` (a minute), `unplaced`, `apart` (a level) and `department` speak
    against; `skill`, `own_cell`, `past` (a case, `most_past` at the most) and `duty` for.
    """

    task: float = 5.0
    skill: float = 8.0
    own_cell: float = 6.0
    past: float = 1.5
    most_past: float = 6.0
    fix_age: float = 0.5
    unplaced: float = 60.0
    apart: float = 5.0
    department: float = 15.0
    duty: float = 25.0

    @property
    def table(self) -> tuple[tuple[str, float], ...]:
        """Name and minutes, by name: as an advice keeps them."""
        return tuple(sorted((f.name, float(getattr(self, f.name))) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class SuggestionRules:
    """Weights, and skills by the beginning of a class's code."""

    weights: Weights
    skills: Mapping[str, frozenset[str]]

    def skills_for(self, category: str | None) -> frozenset[str]:
        """The skills of which a class asks for one; none where it asks for nothing."""
        code = category or ""
        for end in range(len(code), 0, -1):
            if code[:end] in self.skills:
                return self.skills[code[:end]]
        return frozenset()


USUAL = SuggestionRules(Weights(), MappingProxyType({}))
"""The rules of a console without a file of them."""


def suggestion_rules(text: str) -> SuggestionRules:
    """The rules of a `suggestion.toml`.

    Raises
    ------
    BadInput
        `bad_suggestion`, naming the table and the entry, and what would be right.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(f"不是 TOML：{error}", f"no TOML: {error}") from error
    return SuggestionRules(_weights(table.get("weights", {})), _skills(table.get("skills", {})))


def _weights(table: Any) -> Weights:
    known = {f.name for f in fields(Weights)}
    for name, minutes in table.items():
        is_number = isinstance(minutes, int | float) and not isinstance(minutes, bool)
        if name not in known:
            all_ = ", ".join(sorted(known))
            raise _bad(
                f"[weights] 没有 {name}；可用：{all_}", f"[weights] knows no {name}: use {all_}"
            )
        if not is_number or not math.isfinite(minutes) or not 0 <= minutes <= _MOST_MIN:
            raise _bad(
                f"[weights] {name} 应为 0 至 {_MOST_MIN:.0f} 的分钟数，现为 {minutes!r}",
                f"[weights] {name} should be 0 to {_MOST_MIN:.0f} minutes, not {minutes!r}",
            )
    return Weights(**{name: float(minutes) for name, minutes in table.items()})


def _skills(table: Any) -> Mapping[str, frozenset[str]]:
    for code, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise _bad(
                f"[skills] {code} 应为词的列表，现为 {words!r}",
                f"[skills] {code} should be a list of words, not {words!r}",
            )
    return MappingProxyType({code: frozenset(words) for code, words in table.items()})


def _bad(zh: str, en: str) -> BadInput:
    return BadInput(
        "bad_suggestion",
        Words(f"suggestion.toml 有误：{zh}", f"suggestion.toml is wrong: {en}"),
    )
