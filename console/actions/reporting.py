"""Reporting a new incident from the desk: what the form holds becomes a `Report`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.domain.command import Merge, Report
from models.domain.error import Words
from models.domain.ids import IncidentId, new_uuid
from models.domain.incident import Source
from models.picture.secrecy import is_restricted, is_secret_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.domain.category import Category, Urgency
    from models.domain.incident import Incident
    from models.domain.place import LonLat

LEAST_TEXT = 5
"""Characters; the handler asks for as many."""
NO_PLACE = Words(
    "请给出位置：在地图上点选，或输入坐标、路口或地名。",
    "Say where: click the map, or type coordinates, a crossing or a place.",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been filled in so far."""

    text: str = ""
    category: str | None = None
    urgency: Urgency | None = None
    place: LonLat | None = None
    source: Source = Source.HOTLINE
    address: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""


def missing(draft: Draft) -> Words | None:
    """What the form still lacks; None where it can be sent."""
    if len(draft.text.strip()) < LEAST_TEXT:
        return Words(
            f"请用至少 {LEAST_TEXT} 个字写明发生了什么。",
            f"Say what happened in at least {LEAST_TEXT} characters.",
        )
    return NO_PLACE if draft.place is None else None


def report_of(draft: Draft) -> Report:
    """The intent of a complete draft; a new id each time."""
    return Report(
        incident=IncidentId(new_uuid()),
        text=draft.text.strip(),
        place=draft.place,
        category=draft.category,
        source=draft.source,
        urgency=draft.urgency,
        address=draft.address.strip(),
        reporter_name=draft.reporter_name.strip(),
        reporter_phone=draft.reporter_phone.strip(),
    )


def too_open(
    draft: Draft, master: Incident, categories: Mapping[str, Category]
) -> Words | None:
    """Why what is told of may not join a known incident: more people may know of that one."""
    is_secret = is_secret_class(draft.category, categories)
    if not is_secret or is_restricted(master, categories):
        return None
    return Words(
        f"这一类别涉密，而 {master.number} 不涉密：请改类别，或不并案单独上报（再按 Alt+J）。",
        f"This class is restricted and {master.number} is not: choose another class, or report "
        "it by itself (Alt+J again).",
    )


def joining(report: Report, master: Incident) -> Merge:
    """The report tells of a known incident: its reporter is one more of that one."""
    return Merge(incident=report.incident, into=master.id, reason=f"= {master.number}")
