from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from maps.canvas.heat_image import ramp
from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.projection import mercator_of, to_lonlat
from maps.geometry.viewport import Viewport
from maps.layers.day_track import day_track
from maps.layers.layer import (
    CLASS_ICONS,
    DAY_TRACK,
    HEAT,
    SKILL_ICONS,
    TRAILS,
    LayerStack,
)
from maps.layers.places import OnPlane
from maps.layers.style import map_style
from maps.layers.trails import grown
from models.picture.picture import Picture
from tests.builders import JIMO, a_member, an_incident
from tests.maps.canvas.map_picture import picture_of
from tests.maps.canvas.test_groups import a_scene_of, east_of
from tests.maps.layers.test_members_and_incidents import fixes_of

pytestmark = pytest.mark.gui
NEAR = m_per_px_of(34)
SECOND = 1_000_000


def view_at(m_per_px=NEAR):
    return Viewport(mercator_of(JIMO), m_per_px, (400, 300))


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32)
    return flat.reshape(image.height(), image.width()).copy()


def where_it_shows(scene, layer, view, **given):
    """Rows and columns of the pixels that a layer changes."""
    stack = LayerStack(hidden=frozenset())
    with_it = pixels(picture_of(scene, view, layers=stack.switched(layer, on=True), **given))
    without = pixels(picture_of(scene, view, layers=stack.switched(layer, on=False), **given))
    return np.argwhere(with_it != without)


def a_walker(scene, steps=20):
    """The scene after its members walked north, 15 m at a time."""
    for number in range(1, steps):
        members = scene.members
        moved = replace(
            members,
            places=OnPlane(members.mercator_m + np.array([0.0, 15.0])),
            fix_us=members.fix_us + 15 * SECOND,
        )
        now_us = scene.now_us + 15 * SECOND
        trails = grown(scene.trails, moved, now_us)
        scene = replace(scene, members=moved, trails=trails, now_us=now_us)
        assert number
    return scene


@pytest.mark.parametrize("theme", ["night", "day"])
def test_heat_glows_around_incidents_and_nowhere_else(qapp, theme):
    scene = a_scene_of([], [an_incident(place=JIMO) for _ in range(4)])
    shown = where_it_shows(scene, HEAT, view_at(), theme=theme)
    away = np.hypot(*(shown - (150, 200)).T)
    assert len(shown) > 1_000
    assert away.max() < 4 * 22


def test_a_trail_is_drawn_behind_its_member_and_fades(qapp):
    scene = a_scene_of([(a_member(), east_of(0, -80))])
    scene = a_walker(replace(scene, now_us=int(scene.members.fix_us[0])))
    shown = where_it_shows(scene, TRAILS, view_at())
    assert 1 <= np.ptp(shown[:, 1]) <= 6
    end_px = view_at().to_screen(scene.members.mercator_m)[0]
    assert shown[:, 0].max() - end_px[1] == pytest.approx(18 * 15 / NEAR, abs=3)


def test_trails_of_a_crowd_are_left_out(qapp):
    crowd = [(a_member(), east_of(n % 30, n)) for n in range(450)]
    scene = a_walker(replace(a_scene_of(crowd), now_us=1), steps=3)
    assert not len(where_it_shows(scene, TRAILS, view_at(8.0)))


def test_the_day_of_a_member_is_a_line_with_its_hours(qapp):
    member = a_member()
    scene = a_scene_of([(member, JIMO)])
    count = 120
    x, y = mercator_of(JIMO)
    along = np.arange(count)[::-1] * 3.0
    lonlat = to_lonlat(np.column_stack([x - along, np.full(count, y)]))
    ends = np.arange(count)[::-1] * 60.0
    rows = [
        (member.ref, lon, lat, 1.0, 0.0, age)
        for (lon, lat), age in zip(lonlat, ends, strict=True)
    ]
    track = day_track(scene.members.ids[0], fixes_of(*rows), 0)
    shown = where_it_shows(replace(scene, track=track), DAY_TRACK, view_at(1.0))
    on_line = shown[np.abs(shown[:, 0] - 150) < 3]
    assert np.ptp(on_line[:, 1]) > 180
    assert np.ptp(shown[:, 0]) >= 14  # the plate of an hour


def test_icons_stand_beside_near_marks_only(qapp):
    incident = an_incident(place=JIMO)
    member = a_member(skills=("care", "traffic"))
    scene = a_scene_of([(member, east_of(30))], [incident])
    scene = replace(scene, now_us=1)
    assert isinstance(scene.incidents.picture, Picture)
    for layer in (CLASS_ICONS, SKILL_ICONS):
        assert len(where_it_shows(scene, layer, view_at(0.6))) > 80
        assert not len(where_it_shows(scene, layer, view_at(30.0)))


def test_a_ramp_goes_from_its_first_colour_to_its_last():
    shades = ramp(map_style("night").heat)
    assert shades[0] >> 24 == map_style("night").heat[0][3]
    assert shades[-1] >> 24 == map_style("night").heat[-1][3]
    alpha = (shades >> 24).astype(int)
    assert (np.diff(alpha) >= 0).all()
    for channel in (16, 8, 0):
        assert ((shades >> channel & 255) <= shades >> 24).all()
