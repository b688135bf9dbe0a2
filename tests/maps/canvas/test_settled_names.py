from dataclasses import replace

import numpy as np
import pytest

from maps.canvas.grouping import Grouping
from maps.canvas.settled import Settled
from maps.canvas.sight import sight_of
from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.projection import mercator_of
from maps.geometry.viewport import Viewport
from maps.layers.layer import LayerStack
from maps.layers.places import OnPlane
from tests.builders import JIMO, a_member
from tests.maps.canvas.test_groups import a_scene_of, east_of

pytestmark = pytest.mark.gui


def seen(scene, step=26):
    view = Viewport(mercator_of(JIMO), m_per_px_of(step), (800, 600))
    return sight_of(scene, view, LayerStack(), Grouping(1.0))


def later(scene, seconds):
    members = scene.members
    moved = replace(members, places=OnPlane(members.mercator_m + np.array([40.0, 0.0])))
    return replace(scene, members=moved, now_us=scene.now_us + round(seconds * 1e6))


def test_names_keep_to_badges_that_move_a_little_and_look_again_after_a_while():
    scene = a_scene_of([(a_member(), east_of(10 * n)) for n in range(5)])
    settled = Settled()
    first = settled.badges_m(seen(scene))
    assert len(first) == 1
    assert settled.badges_m(seen(later(scene, 1))) is first
    assert settled.badges_m(seen(later(scene, 30))) is not first


def test_names_look_again_at_another_scale():
    scene = a_scene_of([(a_member(), east_of(10 * n)) for n in range(5)])
    settled = Settled()
    first = settled.badges_m(seen(scene))
    assert settled.badges_m(seen(scene, 25)) is not first
