"""Steering the walls: a view of the map is sent there, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.actions.judging import may_act
from models.domain.error import Words
from models.domain.map_command import ClearWall

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.map_command import ShowOnWall

WALL_IS_FREE = Words("大屏上没有推送的视图。", "No view is on the wall.")


def wall_refusal(session: Session, act: str) -> Words | None:
    """Why the walls cannot be steered from here now; `act` is send or clear."""
    refusal = may_act(session, "show-wall" if act == "send" else "clear-wall")
    if refusal is not None:
        return refusal.words
    view = session.frame.picture.wall
    is_free = view is None or not view.is_on(session.frame.now)
    return WALL_IS_FREE if act == "clear" and is_free else None


def steer_wall(session: Session, act: str, view: ShowOnWall) -> None:
    """Send a view of the map, or free the walls."""
    if act == "clear":
        shown = session.frame.picture.wall
        session.send(ClearWall(), seen_version=shown.version if shown else None)
    else:
        session.send(view)
