"""Which level has a case, and how long it may keep it (§3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.clocks import stay_due
from models.domain.evolve import replace
from models.domain.grid import Level

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.category import Category
    from models.domain.incident import Incident

LEVEL_OF: Final = {
    "V": Level.VILLAGE.value,
    "C": Level.COMMUNITY.value,
    "T": Level.TOWN.value,
    "D": Level.DISTRICT.value,
}
"""Where a class lands first, by the letter of the category table."""


def landed(work: UnitOfWork, incident: Incident, category: Category | None) -> Incident:
    """A new case at its first level: that of a skip rule, else that of its class."""
    rules = work.rulebook()
    area = rules.area_of(incident.cell_path)
    skipped = rules.landing(incident.category or "", incident.urgency, area)
    own = LEVEL_OF.get(category.lowest_level if category else "")
    return at_level(work, replace(incident, area=area.value), skipped or own)


def at_level(work: UnitOfWork, incident: Incident, level: int | None) -> Incident:
    """The case as a level gets it now: its stay begins, the citizen clock goes on."""
    here = replace(
        incident,
        level=level,
        level_since=work.now(),
        stay_limit=work.rulebook().stay(level),
    )
    return replace(here, stay_due_at=stay_due(here, work.calendar()))


def stay_over(incident: Incident) -> Incident:
    """The level has had it for as long as it may; nothing is counted any more."""
    return replace(incident, stay_limit="", stay_due_at=None)
