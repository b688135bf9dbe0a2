"""From the first word to the open case: report, accept, register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.desk.guard import (
    asked,
    finished,
    in_new_step,
    moved,
    require_role,
    require_text,
)
from models.desk.informing import with_levels_told
from models.desk.levels import landed
from models.desk.verifying import verified_by_itself
from models.domain.category import OTHER, Category, Urgency
from models.domain.clocks import with_dues
from models.domain.deadline import handle_limit
from models.domain.error import BadInput, Words
from models.domain.evolve import replace
from models.domain.incident import Incident, Source, State
from models.domain.lifecycle import REPORT_ROLES, SELF_REPORT_ROLES
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.port import UnitOfWork
    from models.domain.command import Accept, Command, Done, Register, Report
    from models.domain.ids import CellId
    from models.domain.place import LonLat
    from models.domain.rulebook import Criterion

AHEAD = timedelta(minutes=5)
"""How far a reporter's clock may run ahead of ours."""
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class _Where:
    place: LonLat | None
    cell: CellId | None
    cell_path: tuple[CellId, ...]
    address: str


SELF_PHOTOS = 2
"""Whoever puts something right on the spot shows it before and after."""


def report(intent: Report, command: Command, work: UnitOfWork) -> Done:
    """Begin an incident."""
    require_role(command, REPORT_ROLES, "report")
    incident = _reported(intent, command, work)
    if incident.source is Source.PATROL:
        # Whoever calls has no photo to give; a grid member stands before it.
        _require_photo(work, intent.photo, incident)
    work.record("reported", None, incident, occurred_at=incident.occurred_at)
    category = None if incident.category is None else work.category(incident.category)
    return finished(work, verified_by_itself(work, incident, category))


def report_self(intent: Report, command: Command, work: UnitOfWork) -> Done:
    """Begin an incident that its reporter has put right already; it waits for its audit."""
    require_role(command, SELF_REPORT_ROLES, "report-self")
    result = require_text(intent.result, "result", "report-self")
    category = category_of(work, require_text(intent.category or "", "category", "report-self"))
    incident = _reported(intent, command, work)
    if not category.self_handle:
        raise Refused(
            refuse(
                "not_self_handled",
                f"“{category.zh}”不能自处置，请按一般上报。",
                f"'{category.en}' may not be handled by the reporter: report it as usual.",
                category=category.code,
            )
        )
    _require_photo(work, intent.photo, incident, least=SELF_PHOTOS)
    incident = replace(incident, state=State.SELF_HANDLED, is_self_handled=True)
    incident = in_new_step(work, incident)
    occurred_at = incident.occurred_at
    work.record("reported-self", None, incident, occurred_at=occurred_at, note=result)
    return finished(work, incident)


def _reported(intent: Report, command: Command, work: UnitOfWork) -> Incident:
    text = require_text(intent.text, "text", intent.verb, least=5)[:LONGEST_TEXT]
    if work.incident(intent.incident) is not None:
        raise Refused(
            refuse(
                "incident_exists",
                f"事件 {intent.incident} 已上报过。",
                f"Incident {intent.incident} was reported before.",
            )
        )
    now = work.now()
    category = None if intent.category is None else category_of(work, intent.category)
    where = _where(intent, work)
    urgency = intent.urgency or (category.urgency if category else Urgency.GENERAL)
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
        restricted=category.restricted if category else False,
        photos=intent.photo,
        text=text,
        address=intent.address.strip() or where.address,
        reporter_name=intent.reporter_name,
        reporter_phone=intent.reporter_phone,
    )
    return in_new_step(work, incident)


def accept(intent: Accept, command: Command, work: UnitOfWork) -> Done:
    """Take the report on; a class that nobody gave becomes 其他."""
    old = asked(work, command, intent.incident, "accept")
    code = intent.category or old.category or OTHER
    category = category_of(work, code)
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
    area = work.rulebook().area_of(old.cell_path)
    chosen = work.rulebook().criterion(old.category or "", intent.criterion.strip(), area)
    opened = with_levels_told(work, registered(work, old, chosen))
    said = chosen.code if chosen else intent.criterion
    new = moved(work, opened, State.REGISTERED, criterion=said)
    work.record("registered", old, new)
    return finished(work, new)


def registered(
    work: UnitOfWork, incident: Incident, criterion: Criterion | None = None
) -> Incident:
    """The case with its number in the register, so to say: limit, clock and first level.

    A criterion's limit takes the place of the class's.
    """
    category = None if incident.category is None else work.category(incident.category)
    limited = category
    if category and criterion and criterion.limit:
        limited = replace(category, handle_limit=criterion.limit, response_limit="")
    opened = replace(
        incident,
        registered_at=work.now(),
        handle_limit=str(handle_limit(limited, incident.urgency)),
    )
    return with_dues(landed(work, opened, category), work.calendar())


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


def category_of(work: UnitOfWork, code: str) -> Category:
    """The minor class of a code, or bad input."""
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
    work: UnitOfWork, photos: tuple[str, ...], incident: Incident, *, least: int = 1
) -> None:
    if len(photos) >= least or incident.restricted or not work.photos_required():
        return
    raise Refused(
        refuse(
            "photo_needed",
            f"本区要求附照片（至少 {least} 张）。",
            f"This district asks for photos: {least} at the least.",
        )
    )
