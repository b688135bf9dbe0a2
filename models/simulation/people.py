"""The people of a fictional district: members and departments, obviously synthetic.

Nobody here has an identity number. Names come from `names`, which marks every one as
play; phone numbers begin with 100, which no mobile number does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from models.domain.command import Enrol
from models.domain.ids import MemberId
from models.domain.member import Duty, MemberKind
from models.domain.skill import SKILL_WORDS
from models.simulation.chance import seeded_uuid
from models.simulation.names import person_names

if TYPE_CHECKING:
    from models.simulation.cells import FictionalCell

_Choice = TypeVar("_Choice")

SKILLS = tuple(SKILL_WORDS)
"""What members can be good at; a closed list, so that a filter can offer it."""

_KINDS = (
    (MemberKind.FULL_TIME, 0.62),
    (MemberKind.PART_TIME, 0.22),
    (MemberKind.SPECIAL, 0.07),
    (MemberKind.LEADER, 0.06),
    (MemberKind.VOLUNTEER, 0.03),
)
_DUTY = ((Duty.ON, 0.92), (Duty.BREAK, 0.03), (Duty.OFF, 0.05))
_CAPACITY = {
    MemberKind.FULL_TIME: 3,
    MemberKind.PART_TIME: 2,
    MemberKind.SPECIAL: 2,
    MemberKind.LEADER: 4,
    MemberKind.VOLUNTEER: 1,
}

_OFFICES = (
    ("ZF", "综合行政执法局", "Urban Enforcement Bureau"),
    ("HW", "环境卫生中心", "Sanitation Centre"),
    ("SZ", "市政公用中心", "Public Works Centre"),
    ("YL", "园林绿化中心", "Parks Centre"),
    ("PS", "排水防汛中心", "Drainage and Flood Centre"),
    ("GA", "公安分局", "Police Branch"),
    ("XF", "消防救援大队", "Fire and Rescue Brigade"),
    ("YJ", "应急管理局", "Emergency Management Bureau"),
    ("SJ", "市场监督管理局", "Market Supervision Bureau"),
    ("ST", "生态环境分局", "Ecology Branch"),
    ("ZJ", "住房和城乡建设局", "Housing Bureau"),
    ("JT", "交通运输局", "Transport Bureau"),
    ("MZ", "民政局", "Civil Affairs Bureau"),
    ("RS", "人力资源和社会保障局", "Labour Bureau"),
    ("WJ", "卫生健康局", "Health Bureau"),
    ("NY", "农业农村局", "Rural Affairs Bureau"),
)


@dataclass(frozen=True, slots=True)
class FictionalDepartment:
    """A department as `import departments` would bring it; `cell` is a district or town."""

    code: str
    name: str
    name_en: str
    cell: str


def departments(cells: tuple[FictionalCell, ...]) -> tuple[FictionalDepartment, ...]:
    """Every district's offices, and one command post for each town."""
    made = []
    for cell in cells:
        if cell.level == 1:
            made += [
                FictionalDepartment(
                    f"{cell.code}{code}", cell.name + zh, f"{cell.name_en} {en}", cell.code
                )
                for code, zh, en in _OFFICES
            ]
        elif cell.level == 2:
            made.append(
                FictionalDepartment(
                    f"{cell.code}ZH",
                    f"{cell.name}综治指挥中心",
                    f"{cell.name_en} Command Post",
                    cell.code,
                )
            )
    return tuple(made)


def members(
    rng: np.random.Generator,
    seed: int,
    villages: tuple[FictionalCell, ...],
    weight: np.ndarray[tuple[int], np.dtype[np.float64]],
    count: int,
) -> tuple[Enrol, ...]:
    """`count` members; every village gets one before any gets a second by weight.

    `weight` (villages,) says how many people live where.
    """
    homes = _homes(rng, len(villages), weight, count)
    names = person_names(rng, count)
    kinds = _drawn(rng, _KINDS, count)
    duties = _drawn(rng, _DUTY, count)
    skill_count = rng.integers(1, 4, count)
    return tuple(
        Enrol(
            member=MemberId(seeded_uuid(seed, "member", i)),
            number=f"{villages[home].code[:6]}-{i + 1:05d}",
            name=names[i],
            kind=kinds[i].value,
            home_cell=villages[home].code,
            skills=tuple(sorted(rng.choice(SKILLS, skill_count[i], replace=False).tolist())),
            capacity=_CAPACITY[kinds[i]],
            phone=f"100{i:08d}",
            duty=duties[i],
        )
        for i, home in enumerate(homes.tolist())
    )


def _homes(
    rng: np.random.Generator,
    villages: int,
    weight: np.ndarray[tuple[int], np.dtype[np.float64]],
    count: int,
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    each = np.arange(villages)[:count]
    more = rng.choice(villages, max(0, count - villages), p=weight / weight.sum())
    return np.sort(np.concatenate([each, more])).astype(np.int64)


def _drawn(
    rng: np.random.Generator, table: tuple[tuple[_Choice, float], ...], count: int
) -> list[_Choice]:
    chance = np.array([share for _, share in table])
    return [table[i][0] for i in rng.choice(len(table), count, p=chance / chance.sum())]
