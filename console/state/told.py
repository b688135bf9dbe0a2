"""What a seat is told of: restricted incidents are there for those they go through alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.picture.query import hidden_from, without

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.domain.category import Category
    from models.domain.ids import MemberId
    from models.domain.lifecycle import Role
    from models.feed.frame import Frame
    from models.picture.picture import Picture


def told_to(
    roles: frozenset[Role], frame: Frame, before: Frame, categories: Mapping[str, Category]
) -> Frame:
    """A frame as a seat sees it that showed another one before.

    Members keep their load; those whose load changed by what is hidden count as changed.
    """
    hidden = hidden_from(roles, frame.picture, categories)
    if not hidden:
        return frame
    changes = frame.changes
    if not hidden.isdisjoint(changes.incidents):
        moved = _otherwise_loaded(before.picture, frame.picture)
        drawn = {i for i, one in before.picture.drawings.items() if one.incident in hidden}
        changes = replace(
            changes, members=changes.members | moved, drawings=changes.drawings | drawn
        )
    return replace(frame, picture=without(frame.picture, hidden), changes=changes)


def _otherwise_loaded(before: Picture, now: Picture) -> frozenset[MemberId]:
    old, new = before.tasks_of, now.tasks_of
    return frozenset(one for one in {*old, *new} if old.get(one) != new.get(one))
