"""Steering the walls of the centre: a view is sent there for a while, or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from models.desk.guard import require_role
from models.domain.command import Done
from models.domain.error import BadInput, Words
from models.domain.lifecycle import ROLES_OF
from models.domain.refusal import Refused, refuse
from models.domain.wall_view import (
    LEAST_S,
    LONGEST_NAME,
    MOST_HIDDEN,
    MOST_S,
    THE_WALL,
    WallView,
)

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.map_command import ClearWall, ShowOnWall


def show(intent: ShowOnWall, command: Command, work: UnitOfWork) -> Done:
    """Send a part of the map to the walls; it takes the place of what was there."""
    require_role(command, ROLES_OF["show-wall"], "show-wall")
    _require_sound(intent)
    old, now = work.wall_view(), work.now()
    new = WallView(
        id=THE_WALL,
        version=old.version + 1 if old else 1,
        corners=intent.corners,
        hidden=intent.hidden,
        author=command.actor,
        station=command.station,
        shown_at=now,
        until=now + timedelta(seconds=intent.seconds),
        shown=intent.shown,
        indicator=intent.indicator,
        base_map=intent.base_map,
    )
    work.record("view-shown", old, new)
    return work.commit(Done(0, new.id, "", new.version, "shown"))


def clear(intent: ClearWall, command: Command, work: UnitOfWork) -> Done:
    """Let the walls go back to their own view before the time is over."""
    require_role(command, ROLES_OF[intent.verb], intent.verb)
    old, now = work.wall_view(), work.now()
    if old is None or not old.is_on(now):
        raise Refused(
            refuse(
                "wall_is_free",
                "大屏上没有推送的视图。",
                "No view is on the walls that could be taken back.",
            )
        )
    new = replace(
        old,
        version=old.version + 1,
        author=command.actor,
        station=command.station,
        until=now,
    )
    work.record("view-cleared", old, new)
    return work.commit(Done(0, new.id, "", new.version, "cleared"))


def _require_sound(intent: ShowOnWall) -> None:
    if not LEAST_S <= intent.seconds <= MOST_S:
        raise _bad(
            f"大屏视图应停留 {LEAST_S} 至 {MOST_S} 秒，现为 {intent.seconds}",
            f"a view stays on the walls for {LEAST_S} to {MOST_S} seconds, "
            f"not {intent.seconds}",
        )
    if len(intent.hidden) > MOST_HIDDEN:
        raise _bad("隐藏的图层过多", "it hides more layers than there are")
    if len(intent.shown) > MOST_HIDDEN:
        raise _bad("显示的图层过多", "it shows more layers than there are")
    if any(len(name or "") > LONGEST_NAME for name in (intent.indicator, intent.base_map)):
        raise _bad(
            f"指标和底图的名称至多 {LONGEST_NAME} 个字",
            f"the name of an indicator or a base map takes at most {LONGEST_NAME} characters",
        )
    corners = intent.corners
    if len(corners) != 2 or not (
        corners[0].lon_deg < corners[1].lon_deg and corners[0].lat_deg < corners[1].lat_deg
    ):
        raise _bad(
            "视图应给出西南角和东北角两个点",
            "a view wants two corners: the south-western and the north-eastern one",
        )


def _bad(zh: str, en: str) -> BadInput:
    return BadInput("bad_view", Words(zh, en))
