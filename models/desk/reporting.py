"""From the first word to the open case: report, accept, register, merge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    finished,
    known,
    moved,
    require_role,
    require_text,
)
from models.domain.category import OTHER, Category, Urgency
from models.domain.deadline import handle_limit, step_due_at
from models.domain.error import BadInput, Words
from models.domain.incident import Incident, Source, State
from models.domain.lifecycle import REPORT_ROLES
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.port import UnitOfWork
    from models.domain.command import Accept, Command, Done, Merge, Register, Report
    from models.domain.ids import CellId
    from models.domain.place import LonLat

AHEAD = timedelta(minutes=5)
"""How far a reporter's clock may run ahead of ours."""
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class _Where:
    place: LonLat | None
    cell: CellId | None
    cell_path: tuple[CellId, ...]
    address: str


def report(intent: Report, command: Command, work: UnitOfWork) -> Done:
    """Begin an incident."""
    require_role(command, REPORT_ROLES, "report")
    text = require_text(intent.text, "text", "report", least=5)[:LONGEST_TEXT]
    if work.incident(intent.incident) is not None:
        raise Refused(
            refuse(
                "incident_exists",
                f"事件 {intent.incident} 已上报过。",
                f"Incident {intent.incident} was reported before.",
            )
        )
    now = work.now()
    category = None if intent.category is None else _category(work, intent.category)
    where = _where(intent, work)
    urgency = intent.urgency or (category.urgency if category else Urgency.GENERAL)
    _require_photo(work, intent.photo, category)
    incident = Incident(
        id=intent.incident,
        version=1,
        number=work.next_number(),
        state=State.REPORTED,
        occurred_at=_occurred(intent.occurred_at, now),
        reported_at=now,
        category=category.code if category else None,
        urgency=urgency,
        source=intent.source or Source.PATROL,
        place=where.place,
        cell=where.cell,
        cell_path=where.cell_path,
        reported_by=command.actor,
        reported_by_member=intent.reporter_member,
        step_due_at=step_due_at(work.calendar(), State.REPORTED, urgency, now),
        restricted=category.restricted if category else False,
        photos=intent.photo,
        text=text,
        address=intent.address.strip() or where.address,
        reporter_name=intent.reporter_name,
        reporter_phone=intent.reporter_phone,
    )
    work.record("reported", None, incident, occurred_at=incident.occurred_at)
    return finished(work, incident)


def accept(intent: Accept, command: Command, work: UnitOfWork) -> Done:
    """Take the report on; a class that nobody gave becomes 其他."""
    old = asked(work, command, intent.incident, "accept")
    code = intent.category or old.category or OTHER
    category = _category(work, code)
    inherited = old.urgency if code == old.category else max_urgency(old, category)
    new = moved(
        work,
        old,
        State.ACCEPTED,
        category=code,
        urgency=intent.urgency or inherited,
        restricted=category.restricted,
        address=old.address if intent.address is None else intent.address.strip(),
        accepted_at=work.now(),
    )
    work.record("accepted", old, new)
    return finished(work, new)


def max_urgency(incident: Incident, category: Category) -> Urgency:
    """A class can make an incident more urgent, never less than its reporter said."""
    return max(incident.urgency, category.urgency, key=lambda urgency: urgency.rank)


def register(intent: Register, command: Command, work: UnitOfWork) -> Done:
    """Open the case; the citizen clock starts and is never reset."""
    old = asked(work, command, intent.incident, "register")
    now = work.now()
    category = None if old.category is None else work.category(old.category)
    due_at = work.calendar().due(now, handle_limit(category, old.urgency))
    new = moved(
        work,
        old,
        State.REGISTERED,
        criterion=intent.criterion,
        registered_at=now,
        due_at=due_at,
    )
    work.record("registered", old, new)
    return finished(work, new)


def merge(intent: Merge, command: Command, work: UnitOfWork) -> Done:
    """The incident is a duplicate; the other one carries on for both."""
    reason = require_text(intent.reason, "reason", "merge")
    old = asked(work, command, intent.incident, "merge")
    into = known(work, intent.into)
    if into.id == old.id or not into.state.is_open:
        raise Refused(
            refuse(
                "bad_master",
                f"不能并入 {into.number}（{into.state}）：主案件必须是另一件未结事件。",
                f"Cannot merge into {into.number} ({into.state}): the master must be "
                "another, open incident.",
                incident=into.number,
            )
        )
    new = moved(work, old, State.MERGED, merged_into=into.id)
    work.record("merged", old, new, note=reason)
    return finished(work, new)


def _where(intent: Report, work: UnitOfWork) -> _Where:
    if intent.place is not None:
        cell = work.cell_at(intent.place)
        if cell is None and work.has_cells():
            raise BadInput(
                "outside_district",
                Words(
                    f"位置 ({intent.place.lon_deg:.6f}, {intent.place.lat_deg:.6f}) "
                    "不在辖区内；"
                    "请检查经纬度顺序与坐标系（WGS 84）",
                    f"the point ({intent.place.lon_deg:.6f}, {intent.place.lat_deg:.6f}) lies "
                    "outside the district; check the order of lon and lat, and the datum "
                    "(WGS 84)",
                ),
            )
        if cell is None:
            return _Where(intent.place, None, (), "")
        return _Where(intent.place, cell.id, cell.path, cell.name)
    if intent.cell is None:
        raise BadInput(
            "missing_field",
            Words(
                "“report”必须给出 lon 与 lat，或 cell", "`report` needs lon and lat, or cell"
            ),
        )
    cell = work.cell_by_code(intent.cell)
    if cell is None:
        raise BadInput(
            "unknown_cell",
            Words(
                f"没有代码为 {intent.cell} 的网格；用 wangge list cells 查看",
                f"there is no cell with the code {intent.cell}; see `wangge list cells`",
            ),
        )
    return _Where(cell.centre, cell.id, cell.path, cell.name)


def _category(work: UnitOfWork, code: str) -> Category:
    category = work.category(code)
    if category is None:
        raise BadInput(
            "unknown_category",
            Words(
                f"没有代码为 {code} 的类别；用 wangge list categories 查看",
                f"there is no category {code}; see `wangge list categories`",
            ),
        )
    return category


def _occurred(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        return now
    if at > now + AHEAD:
        raise BadInput(
            "impossible_time",
            Words(
                f"发生时间 {at.isoformat()} 晚于现在 {now.isoformat()}",
                f"occurred_at {at.isoformat()} lies after now, {now.isoformat()}",
            ),
        )
    return at


def _require_photo(
    work: UnitOfWork, photos: tuple[str, ...], category: Category | None
) -> None:
    if photos or (category and category.restricted) or not work.photos_required():
        return
    raise Refused(refuse("photo_needed", "本区要求附照片。", "This district asks for a photo."))
