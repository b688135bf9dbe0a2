"""The scene of a frame, made from the one before and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.layers.day_track import followed
from maps.layers.drawings import drawings_layer
from maps.layers.incidents import incidents_layer, links_layer
from maps.layers.members import Positions, members_layer
from maps.layers.scene import Ground, Scene
from maps.layers.trails import grown

if TYPE_CHECKING:
    from models.picture.fold import Changes
    from models.picture.picture import Picture


def next_scene(
    before: Scene | None,
    picture: Picture,
    positions: Positions,
    now_us: int,
    *,
    changes: Changes | None = None,
    ground: Ground | None = None,
) -> Scene:
    """The scene of a picture.

    Parameters
    ----------
    before
        The scene shown last; None (or after a jump) builds everything anew.
    now_us
        `frame.now` in microseconds since the epoch.
    changes
        What differs between the picture of `before` and this one; None if unknown.
    ground
        The cells and ways; None keeps those of `before`.
    """
    if before is None:
        before, changes = Scene(), None
    ground = ground or before.ground
    members = members_layer(picture, positions, now_us, before=before.members, changes=changes)
    incidents = incidents_layer(
        picture, now_us, before=before.incidents, changes=changes, major_of=ground.major_of
    )
    is_same = (
        changes is not None and not changes.incidents and members.row is before.members.row
    )
    return Scene(
        ground,
        members,
        incidents,
        before.links if is_same else links_layer(incidents, members),
        grown(before.trails, members, now_us),
        followed(before.track, members) if before.track else None,
        now_us,
        drawings_layer(picture, now_us, before=before.drawings, changes=changes),
    )
