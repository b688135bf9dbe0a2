"""Skills (专长) of grid members: codes that have words, and whatever else a district writes.

A member's skills are free text. Those of the demo are codes; they are said in the language
of the reader, all others as they were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

SKILL_WORDS: Final = {
    "mediation": Words("调解", "mediation"),
    "fire_safety": Words("消防", "fire safety"),
    "first_aid": Words("急救", "first aid"),
    "sanitation": Words("环卫", "sanitation"),
    "electrics": Words("电工", "electrics"),
    "flood_control": Words("防汛", "flood control"),
    "market": Words("市场", "market"),
    "care": Words("关爱", "care"),
    "traffic": Words("交通", "traffic"),
    "work_safety": Words("安全生产", "work safety"),
}
"""By code. The order is that of the simulator's draw: a seed gives the same people again."""


def skill_words(skill: str) -> Words:
    """What a skill is called; itself where it is no code of ours."""
    return SKILL_WORDS.get(skill, Words(skill, skill))


def skill_terms(skills: Iterable[str]) -> tuple[str, ...]:
    """All that skills may be looked for by: as they are written and as they are said."""
    said = ((skill, skill_words(skill)) for skill in skills)
    return tuple(term for skill, words in said for term in (skill, words.zh, words.en))
