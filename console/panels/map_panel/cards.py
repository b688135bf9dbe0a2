"""What the card at the cursor says of an incident or a member: short, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.panels.map_panel.drawing_cards import drawing_card
from console.state.lineage import where_words
from console.state.words import (
    ago_words,
    availability_words,
    category_words,
    left_words,
    short_number,
    span_words,
    state_words,
    task_state_words,
    urgency_words,
)
from maps.canvas.marks import DRAWING, INCIDENT, MEMBER
from maps.canvas.overlays import HoverCard
from models.domain.category import Urgency
from models.domain.dispatching import STALE_FIX_S
from models.domain.ids import DrawingId, IncidentId, MemberId
from models.domain.incident import AssigneeKind
from models.domain.member import Duty
from models.domain.redaction import redacted
from models.feed.track import to_us
from models.picture.query import availability, load_of, open_incidents, standing

if TYPE_CHECKING:
    from uuid import UUID

    from console.state.session import Session
    from models.domain.ids import CellId
    from models.domain.incident import Incident, Task
    from models.domain.member import Member

_MOST_TEXT = 40


def card_of(session: Session, kind: str, subject: UUID) -> HoverCard | None:
    """The card of a mark; None where its subject left the picture."""
    picture = session.frame.picture
    if kind == INCIDENT:
        incident = picture.incidents.get(IncidentId(subject))
        return incident_card(session, incident) if incident else None
    if kind == DRAWING:
        drawing = picture.drawings.get(DrawingId(subject))
        return drawing_card(session, drawing) if drawing else None
    member = picture.members.get(MemberId(subject))
    return member_card(session, member) if member else None


def incident_card(session: Session, incident: Incident) -> HoverCard:
    """Class and number; state, clock, what, who."""
    now = session.frame.now
    reference, language = session.reference, session.seat.language
    category = reference.categories.get(incident.category or "")
    own = reference.step_calendar(incident)
    clock = standing(incident, category, now, reference.calendar, own)
    waited = span_words((now - incident.reported_at).total_seconds())
    text = redacted(incident.text).strip().replace("\n", " ")
    lines = [
        f"{urgency_words(incident.urgency)} · {state_words(incident.state)}",
        QCoreApplication.translate("MapCards", "Waiting {0}").format(waited),
        left_words(clock.left_s) if clock else "",
        text[:_MOST_TEXT] + ("…" if len(text) > _MOST_TEXT else ""),
        *(_task(session, task) for task in incident.open_tasks[:4]),
    ]
    title = f"{category_words(category, language)}  {short_number(incident.number)}"
    return HoverCard(title, tuple(line for line in lines if line))


def member_card(session: Session, member: Member) -> HoverCard:
    """Name and number; state, load, age of the fix, what they have in hand."""
    frame = session.frame
    load = load_of(frame.picture, member)
    state = availability_words(availability(member, load, frame.now))
    held = frame.picture.tasks_of.get(member.id, ())
    cases = [frame.picture.incidents[i] for i in held if i in frame.picture.incidents]
    language = session.seat.language
    categories = session.reference.categories
    lines = [
        f"{state} · {load}/{member.capacity}",
        _fix(session, member),
        *(
            f"{short_number(case.number)} "
            f"{category_words(categories.get(case.category or ''), language)}"
            for case in cases[:4]
        ),
    ]
    return HoverCard(f"{member.name}  {member.number}", tuple(line for line in lines if line))


def cell_card(session: Session, cell_id: CellId) -> HoverCard | None:
    """Name and level of a cell; where it lies, what is open in it, who serves there."""
    cell = session.reference.cell(cell_id)
    if cell is None:
        return None
    picture = session.frame.picture
    cases = sum(cell_id in one.cell_path for one in open_incidents(picture))
    members = [m for m in picture.members.values() if cell_id in m.cell_path]
    on_duty = sum(m.duty is Duty.ON for m in members)
    lines = (
        where_words(session.reference, cell.parent) if cell.parent else "",
        cell.code,
        QCoreApplication.translate("MapCards", "Open incidents {0}").format(cases),
        QCoreApplication.translate("MapCards", "Members on duty {0} of {1}").format(
            on_duty, len(members)
        ),
    )
    level = cell.level.words.in_(session.seat.language)
    title = f"{cell.name or cell.code}  {level}"
    return HoverCard(title, tuple(line for line in lines if line))


def group_card(kind: str, tally: tuple[int, ...]) -> HoverCard:
    """What a group of marks holds, by the parts of `maps.layers.clusters`."""
    count = sum(tally)
    if kind == MEMBER:
        free, busy, rest = tally
        title = QCoreApplication.translate("MapCards", "{0} members").format(count)
        parts = [
            (free, QCoreApplication.translate("MapCards", "{0} free")),
            (busy, QCoreApplication.translate("MapCards", "{0} with tasks or reserved")),
            (
                rest,
                QCoreApplication.translate("MapCards", "{0} off duty, on a break or unseen"),
            ),
        ]
    else:
        title = QCoreApplication.translate("MapCards", "{0} incidents").format(count)
        parts = [
            (sum(tally[8:]), f"{urgency_words(Urgency.EMERGENCY)} {{0}}"),
            (sum(tally[4:8]), f"{urgency_words(Urgency.URGENT)} {{0}}"),
            (
                sum(part for number, part in enumerate(tally) if number & 2),
                QCoreApplication.translate("MapCards", "{0} to dispatch"),
            ),
            (
                sum(tally[1::2]),
                QCoreApplication.translate("MapCards", "{0} overdue"),
            ),
        ]
    hint = QCoreApplication.translate("MapCards", "Click to open")
    return HoverCard(title, (*(words.format(n) for n, words in parts if n), hint))


def _task(session: Session, task: Task) -> str:
    name = ""
    if task.assignee_kind is AssigneeKind.DEPARTMENT:
        department = session.reference.departments.get(task.assignee)
        name = department.name if department else ""
    else:
        member = session.frame.picture.members.get(MemberId(task.assignee))
        name = member.name if member else ""
    return f"{name} · {task_state_words(task.state)}" if name else ""


def _fix(session: Session, member: Member) -> str:
    fixes = session.frame.positions
    rows = (fixes.member == member.ref).nonzero()[0]
    if not len(rows):
        return QCoreApplication.translate("MapCards", "No fix")
    age_s = max(0.0, (to_us(session.frame.now) - int(fixes.ts_us[rows[-1]])) / 1e6)
    words = ago_words(age_s)
    if age_s <= STALE_FIX_S:
        return words
    return QCoreApplication.translate("MapCards", "Stale fix: {0}").format(words)
