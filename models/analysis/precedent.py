"""Precedents: to whom the centre leader gave cases of a class after two returns (§3.6)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from models.domain.incident import TaskRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.domain.incident import Incident

TOWN = 2
"""Precedents hold within a town: the district and the town are the first of a path."""


def precedents(incidents: Iterable[Incident], like: Incident) -> Counter[UUID]:
    """How often each assignee was given a case of this class and town with binding force."""
    return Counter(
        lead
        for one in incidents
        if one.is_binding
        and one.id != like.id
        and one.category == like.category
        and one.cell_path[:TOWN] == like.cell_path[:TOWN]
        for lead in _last_lead(one)
    )


def _last_lead(incident: Incident) -> tuple[UUID, ...]:
    leads = [task.assignee for task in incident.tasks if task.role is TaskRole.LEAD]
    return tuple(leads[-1:])
