"""From a frame to the scene that the canvas shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from maps.layers.moment import next_scene
from maps.layers.trails import Trails
from models.feed.track import to_us

if TYPE_CHECKING:
    from maps.layers.scene import Ground, Scene
    from models.feed.frame import Frame


def first_scene(frame: Frame, ground: Ground | None) -> Scene:
    """The scene of a frame that does not continue another."""
    return next_scene(None, frame.picture, frame.positions, to_us(frame.now), ground=ground)


def on_other_ground(frame: Frame, ground: Ground, before: Scene | None) -> Scene:
    """The same people on other cells: their trails stay."""
    scene = first_scene(frame, ground)
    if before is None:
        return scene
    return replace(scene, trails=before.trails, track=before.track)


def scene_after(before: Scene, frame: Frame, *, keeps_trails: bool) -> Scene:
    """The scene of a frame that continues the one before."""
    if before.trails.is_kept != keeps_trails:
        before = replace(before, trails=Trails(is_kept=keeps_trails))
    return next_scene(
        before, frame.picture, frame.positions, to_us(frame.now), changes=frame.changes
    )
