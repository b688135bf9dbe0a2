"""Which small drawing stands for a class of incident and for a skill of a member.

The drawings lie in `resources/icons/glyph/`. A class that nobody drew takes that of 其他,
a skill that nobody drew has none: nothing wrong is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

_CLASSES: Final = {
    "99": "dots",  # 其他, and whatever has no class or an unknown one
    "01": "bin",  # 市容环境
    "02": "billboard",  # 宣传广告
    "03": "crane",  # 施工管理
    "04": "bolt",  # 突发事件
    "05": "stall",  # 街面秩序
    "11": "talk",  # 矛盾纠纷
    "12": "shield",  # 治安防范
    "13": "helmet",  # 安全生产
    "14": "flame",  # 消防安全
    "15": "scales",  # 市场监管
    "16": "leaf",  # 生态环境
    "17": "house",  # 民生服务
    "18": "heart",  # 重点关爱服务
    "19": "flats",  # 房屋物业
    "20": "car",  # 交通出行
    "21": "sprout",  # 涉农乡村
    "31": "briefcase",  # 企业服务
    "41": "sensor",  # 物联感知
}
_SKILLS: Final = {
    "mediation": "talk",
    "fire_safety": "flame",
    "first_aid": "cross",
    "sanitation": "bin",
    "electrics": "bolt",
    "flood_control": "waves",
    "market": "scales",
    "care": "heart",
    "traffic": "car",
    "work_safety": "helmet",
}
CLASS_GLYPHS: Final = tuple(_CLASSES.values())
"""The drawings of the major classes (大类), by number."""
SKILL_GLYPHS: Final = tuple(_SKILLS.values())
"""The drawings of the skills, by number; at most 16, for they are bits of a number."""
_CLASS_AT: Final = {code: number for number, code in enumerate(_CLASSES)}
_SKILL_BIT: Final = {name: 1 << number for number, name in enumerate(_SKILLS)}


def class_glyph(category: str | None, major_of: Mapping[str, str]) -> int:
    """The number in `CLASS_GLYPHS` of a minor class, by the major class it belongs to."""
    return _CLASS_AT.get(major_of.get(category or "", ""), 0)


def skill_bits(skills: Iterable[str]) -> int:
    """One bit for each skill that has a drawing, in the order of `SKILL_GLYPHS`."""
    return sum({_SKILL_BIT.get(skill, 0) for skill in skills})


def skills_in(bits: NDArray[np.uint16]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """From members' bits (n,) to pairs: the row of the member, and the skill's number."""
    held = bits[:, None] >> np.arange(len(SKILL_GLYPHS), dtype=np.uint16) & 1
    rows, numbers = np.nonzero(held)
    return rows, numbers
