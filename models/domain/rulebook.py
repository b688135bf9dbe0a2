"""The rules that a district keeps itself: who answers for what, and how long is allowed.

Reference data like the categories: registering criteria (立案条件) with limits by type of
area, how long a level may keep a case, which cases skip levels, the responsibility list
(权责清单), who is called at a department, and of which type an area is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from models.domain.error import BadInput, Words
from models.domain.timetable import USUAL_SHIFTS, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.domain.category import Urgency
    from models.domain.ids import CellId
    from models.domain.incident import Incident


class Area(StrEnum):
    """Of which type a place is; limits and duties may differ by it."""

    CORE = "core"
    GENERAL = "general"
    RURAL = "rural"


DEFAULT_STAYS: Final[Mapping[int, str]] = MappingProxyType(
    {5: "30MIN", 4: "1WD", 3: "2WD", 2: "5WD"}
)
"""How long a level keeps a case before it goes up (§3.5); the district has the class's."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """When a report of a class is registered, and how long it may then take.

    `area` None holds in every area; `limit` as the field writes it.
    """

    category: str
    code: str
    text: str
    limit: str
    area: Area | None = None
    closing: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a level may keep a case; `limit` as the field writes it, empty for no limit."""

    level: int
    limit: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Cases that land at `level` at once, whatever their class says; None holds for any."""

    level: int
    category: str = ""
    urgency: Urgency | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """A class (minor or major code) on which nobody is alone for longer without a word."""

    category: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A department answers for a class (minor or major code) in a type of area, by law.

    `is_lead` False: it assists.
    """

    category: str
    department: str
    area: Area | None = None
    is_lead: bool = True
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call at a department; `post` says what for. Personal words."""

    department: str
    name: str
    phone: str
    post: str = ""


REPORT: Final = "report"
"""The act of the intake form."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is often said with an act, in both languages; of one class, or of any."""

    act: str
    words: Words
    category: str = ""


def _nothing() -> Mapping[CellId, Area]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All of it, as one version of the reference data stands."""

    criteria: tuple[Criterion, ...] = ()
    stays: tuple[Stay, ...] = ()
    skips: tuple[Skip, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    contacts: tuple[Contact, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    risks: tuple[Risk, ...] = ()
    areas: Mapping[CellId, Area] = field(default_factory=_nothing)
    shifts: tuple[Shift, ...] = USUAL_SHIFTS

    def area_of(self, cell_path: Iterable[CellId]) -> Area:
        """The type of the place at the end of a path: that of the deepest cell that has one."""
        found = [self.areas[cell] for cell in cell_path if cell in self.areas]
        return found[-1] if found else Area.GENERAL

    def criteria_of(self, category: str, area: Area) -> list[Criterion]:
        """The criteria of a class that hold in an area."""
        own = [one for one in self.criteria if one.category == category]
        return [one for one in own if one.area in {None, area}]

    def criterion(self, category: str, code: str, area: Area) -> Criterion | None:
        """The criterion that is chosen at registration; None where the class has none.

        One that speaks of the area comes before one for all areas. Without a code the only
        one that holds there is meant.

        Raises
        ------
        BadInput
            `criterion_needed` or `unknown_criterion`, naming those of the class.
        """
        here = self.criteria_of(category, area)
        if not here:
            return None
        if not code:
            codes = {one.code for one in here}
            if len(codes) > 1:
                raise _choose(category, here, "criterion_needed")
            code = codes.pop()
        named = [one for one in here if one.code == code]
        if not named:
            raise _choose(category, here, "unknown_criterion")
        return max(named, key=_speaks_of_area)

    def registered_for(self, case: Incident) -> Criterion | None:
        """The criterion that a case was registered for, as it stands now; None without one."""
        code = case.criterion
        area = self.area_of(case.cell_path)
        here = self.criteria_of(case.category or "", area) if code else []
        return max((one for one in here if one.code == code), key=_speaks_of_area, default=None)

    def stay(self, level: int | None) -> str:
        """How long a level may keep a case; empty for no limit."""
        if level is None:
            return ""
        own = (one.limit for one in self.stays if one.level == level)
        return next(own, DEFAULT_STAYS.get(level, ""))

    def landing(self, category: str, urgency: Urgency, area: Area) -> int | None:
        """The level that a skip rule sends a case to; the rule that says most wins."""
        fitting = [
            one
            for one in self.skips
            if one.category in {"", category, category[1:3]}
            and one.urgency in {None, urgency}
            and one.area in {None, area}
        ]
        return max(fitting, key=_says).level if fitting else None

    def risk_minutes(self, category: str | None) -> int | None:
        """How long one may be alone on a class without a word; None where it has no risk."""
        minutes = {one.category: one.minutes for one in self.risks}
        code = category or ""
        return minutes.get(code, minutes.get(code[1:3]))

    def answering(self, category: str, area: Area) -> tuple[Responsibility, ...]:
        """Who answers for a class in an area: leads first, the closer rule before the wider."""
        fitting = [
            one
            for one in self.responsibilities
            if one.category in {category, category[1:3]} and one.area in {None, area}
        ]
        return tuple(sorted(fitting, key=_closest_first))


def _speaks_of_area(one: Criterion) -> bool:
    return one.area is not None


def _says(one: Skip) -> tuple[int, int]:
    said = (bool(one.category), one.urgency is not None, one.area is not None)
    return sum(said), len(one.category)


def _closest_first(one: Responsibility) -> tuple[bool, int, bool, str]:
    return not one.is_lead, -len(one.category), one.area is None, one.department


def _choose(category: str, known: Iterable[Criterion], code: str) -> BadInput:
    listed = {one.code: one.text for one in known}
    told = "; ".join(f"{key} {text}" for key, text in sorted(listed.items()))
    return BadInput(
        code,
        Words(
            f"{category} 须选择立案条件（criterion）：{told}",
            f"{category} is registered by a criterion: choose one of {told}",
        ),
    )
