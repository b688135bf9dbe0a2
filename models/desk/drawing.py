"""Drawing on everybody's map: notes, lines and perimeters are put, changed and erased."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.conflict import about_deed
from models.desk.guard import known, require_role, require_text
from models.desk.port import Deed
from models.domain.command import Done
from models.domain.drawing import (
    MOST_DRAWINGS,
    SHAPES_OF,
    TONE_OF,
    Drawing,
    DrawingKind,
    require_drawable,
)
from models.domain.error import BadInput, Words
from models.domain.lifecycle import ROLES_OF
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.ids import CellId, DrawingId
    from models.domain.map_command import Draw, Erase, Redraw
    from models.domain.place import LonLat


def draw(intent: Draw, command: Command, work: UnitOfWork) -> Done:
    """Put a drawing on the map."""
    require_role(command, ROLES_OF["draw"], "draw")
    if work.drawing(intent.drawing) is not None:
        raise BadInput(
            "known_drawing",
            Words(
                f"标绘 {intent.drawing} 已存在；修改请用 redraw",
                f"the drawing {intent.drawing} is there already; change it with redraw",
            ),
        )
    if intent.about is not None:
        known(work, intent.about)
    _require_room(work)
    new = Drawing(
        id=intent.drawing,
        version=1,
        kind=intent.kind,
        shape=intent.shape or SHAPES_OF[intent.kind][0],
        tone=intent.tone or TONE_OF[intent.kind],
        points=intent.points,
        radius_m=intent.radius_m,
        text=intent.text.strip(),
        incident=intent.about,
        cell_path=_path_at(work, intent.points),
        author=command.actor,
        station=command.station,
        drawn_at=work.now(),
        expires_at=intent.expires_at,
    )
    _require_sound(new, work.now(), "draw")
    return _recorded(work, "drawn", None, new)


def redraw(intent: Redraw, command: Command, work: UnitOfWork) -> Done:
    """Change a drawing; one that was erased or is over stands again."""
    require_role(command, ROLES_OF["redraw"], "redraw")
    old = _known_drawing(work, intent.drawing)
    _require_seen(work, command, old)
    if not old.stands(work.now()):
        _require_room(work)
    new = replace(
        old,
        version=old.version + 1,
        author=command.actor,
        station=command.station,
        drawn_at=work.now(),
        erased_at=None,
        **_changes(intent, old, work),
    )
    _require_sound(new, work.now(), "redraw")
    return _recorded(work, "redrawn", old, new)


def erase(intent: Erase, command: Command, work: UnitOfWork) -> Done:
    """Take a drawing off the map; one that is off already stays so, and nothing happens."""
    require_role(command, ROLES_OF["erase"], "erase")
    old = _known_drawing(work, intent.drawing)
    if old.erased_at is not None:
        return work.commit(_done(old))
    _require_seen(work, command, old)
    now = work.now()
    new = replace(
        old,
        version=old.version + 1,
        author=command.actor,
        station=command.station,
        drawn_at=now,
        erased_at=now,
    )
    return _recorded(work, "erased", old, new)


def _changes(intent: Redraw, old: Drawing, work: UnitOfWork) -> dict[str, Any]:
    """What a redraw sets: what it names, and what follows from that."""
    wanted = {
        "kind": intent.kind,
        "shape": intent.shape,
        "tone": intent.tone,
        "radius_m": intent.radius_m,
        "text": None if intent.text is None else intent.text.strip(),
        "expires_at": intent.expires_at,
    }
    changes: dict[str, Any] = {name: v for name, v in wanted.items() if v is not None}
    if intent.kind not in {None, old.kind} and intent.tone is None:
        changes["tone"] = TONE_OF[changes["kind"]]
    if intent.lasting:
        changes["expires_at"] = None
    if intent.points:
        changes |= {"points": intent.points, "cell_path": _path_at(work, intent.points)}
    if intent.shape not in {None, old.shape} and intent.radius_m is None:
        changes["radius_m"] = None
    return changes


def _require_sound(drawing: Drawing, now: datetime, action: str) -> None:
    require_drawable(drawing)
    if drawing.kind is DrawingKind.NOTE:
        require_text(drawing.text, "text", action)
    if drawing.expires_at is not None and drawing.expires_at <= now:
        at = drawing.expires_at.isoformat()
        raise BadInput(
            "already_over",
            Words(f"到期时间 {at} 已过：请给更晚的时间", f"it would be over already at {at}"),
        )


def _require_room(work: UnitOfWork) -> None:
    if work.drawings_standing() < MOST_DRAWINGS:
        return
    raise Refused(
        refuse(
            "too_many_drawings",
            f"地图上已有 {MOST_DRAWINGS} 个标绘：请先擦除不再需要的。",
            f"There are {MOST_DRAWINGS} drawings on the map already: "
            "erase those nobody needs first.",
        )
    )


def _known_drawing(work: UnitOfWork, drawing_id: DrawingId) -> Drawing:
    drawing = work.drawing(drawing_id)
    if drawing is None:
        raise BadInput(
            "unknown_drawing",
            Words(
                f"没有编号为 {drawing_id} 的标绘；用 wangge list drawings 查看",
                f"there is no drawing {drawing_id}; see `wangge list drawings`",
            ),
        )
    return drawing


def _require_seen(work: UnitOfWork, command: Command, drawing: Drawing) -> None:
    """Refuse what was decided upon an older form of the drawing, naming who changed it."""
    if command.seen_version in {None, drawing.version}:
        return
    at = drawing.drawn_at.astimezone(work.calendar().zone).strftime("%H:%M:%S")
    is_gone = drawing.erased_at is not None
    verb = "erased" if is_gone else "redrawn"
    raise Refused(
        refuse(
            "moved_on",
            f"{drawing.author}（席位 {drawing.station}）已于 {at} "
            f"{'擦除' if is_gone else '修改'}该标绘。请核对后再操作。",
            f"{drawing.author} {'erased' if is_gone else 'changed'} this drawing at {at} "
            f"from station {drawing.station}. Look again, then decide.",
            drawing=str(drawing.id),
            version=str(drawing.version),
            winner=drawing.author,
            **about_deed(Deed(verb, drawing.author, drawing.station, drawing.drawn_at, "")),
        )
    )


def _path_at(work: UnitOfWork, points: tuple[LonLat, ...]) -> tuple[CellId, ...]:
    cell = work.cell_at(points[0]) if points else None
    return cell.path if cell else ()


def _recorded(work: UnitOfWork, verb: str, old: Drawing | None, new: Drawing) -> Done:
    work.record(verb, old, new)
    return work.commit(_done(new))


def _done(drawing: Drawing) -> Done:
    state = "standing" if drawing.erased_at is None else "erased"
    return Done(0, drawing.id, "", drawing.version, state)
