"""A view sent to the wall: it goes there, says by whom, comes back; the same in a replay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from console.settings.base_maps import BaseMaps
from console.settings.look import Look
from console.settings.settings import Settings
from console.windows.base_under import BaseUnder
from console.windows.wall import WallWindow
from maps.geometry.projection import mercator_of
from maps.layers.layer import CHOROPLETH, HEAT, LINKS, MEMBER_NAMES
from models.domain.wall_view import THE_WALL, WallView
from tests.builders import NINE, a_drawing
from tests.console.desk_stand_in import a_place
from tests.console.frames import a_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.gui
CORNERS = (a_place(-2_000, -1_500), a_place(2_000, 1_500))


def a_view(**given: Any) -> WallView:
    usual: dict[str, Any] = {
        "id": THE_WALL,
        "version": 1,
        "corners": CORNERS,
        "hidden": (LINKS,),
        "author": "wang",
        "station": "desk-1",
        "shown_at": NINE,
        "until": NINE + timedelta(minutes=2),
    }
    return WallView(**usual | given)


class Room:
    """A wall over a fictional picture."""

    def __init__(self, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.session = a_session(5, 5)
        self.wall = WallWindow(self.session, Look(), (1_280, 720), tiles="here")
        self.canvas = self.wall.map.canvas
        with qtbot.waitExposed(self.wall):
            self.wall.show()

    def show(self, view: WallView | None, seconds: float = 1, **given: Any) -> None:
        """The frame so many seconds after nine."""
        frame = self.session.frame
        picture = replace(frame.picture, wall=view)
        now = NINE + timedelta(seconds=seconds)
        self.session.show_frame(replace(frame, picture=picture, now=now, **given))

    def shows(self, view: WallView) -> bool:
        """Whether all of a view is on the map, and not much more."""
        west, south, east, north = self.canvas.view.bounds_m()
        (w, s), (e, n) = map(mercator_of, view.corners)
        is_whole = west <= w and south <= s and east >= e and north >= n
        return is_whole and (east - west < 3 * (e - w) or north - south < 3 * (n - s))


@pytest.fixture
def room(qtbot: Any) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.wall.close()
    made.wall.deleteLater()


def test_the_wall_goes_there_smoothly_and_says_who_sent_it_when(room: Room) -> None:
    before = room.canvas.view
    room.show(a_view())
    assert room.canvas.view == before
    assert room.canvas.looking.camera.is_moving
    room.canvas.looking.settle()

    assert room.shows(a_view())
    assert room.wall.shown.words.isVisible()
    assert "Shown by wang at 09:00" in room.wall.shown.words.text()


def test_who_sent_it_stands_below_the_crumbs(room: Room) -> None:
    room.show(a_view())
    room.canvas.looking.settle()
    crumbs = room.wall.map.crumbs
    crumbs.refresh()
    words = room.wall.shown.words.geometry()
    assert words.top() > crumbs.geometry().bottom()


def test_after_its_time_the_wall_comes_back_to_its_own_view(room: Room) -> None:
    before, layers = room.canvas.view, room.canvas.layers
    room.show(a_view())
    room.canvas.looking.settle()
    room.show(a_view(), seconds=119)
    assert room.shows(a_view())
    room.show(a_view(), seconds=120)
    room.canvas.looking.settle()

    assert room.canvas.view.centre_mercator_m == pytest.approx(before.centre_mercator_m)
    assert room.canvas.layers == layers
    assert not room.wall.shown.words.isVisible()


def test_a_view_taken_back_ends_at_once(room: Room) -> None:
    room.show(a_view())
    room.show(a_view(version=2, until=NINE + timedelta(seconds=5)), seconds=6)
    assert not room.wall.shown.words.isVisible()


def test_a_newer_view_takes_the_place_of_the_last(room: Room) -> None:
    room.show(a_view())
    other = a_view(version=2, author="li", corners=(a_place(3_000, 0), a_place(9_000, 4_000)))
    room.show(other)
    room.canvas.looking.settle()
    assert room.shows(other)
    assert "li" in room.wall.shown.words.text()


def test_hidden_layers_are_hidden_and_no_name_ever_comes_up(room: Room) -> None:
    room.show(a_view())
    assert not room.canvas.layers.shows(LINKS)
    room.show(a_view(version=2, hidden=()))
    assert room.canvas.layers.shows(LINKS)
    assert not room.canvas.layers.shows(MEMBER_NAMES)


def test_the_heat_map_and_the_colours_come_with_it_and_go(room: Room) -> None:
    layers, shader = room.wall.map.layers, room.wall.map.layers.shader
    own, choice = room.canvas.layers, shader.choice
    room.show(a_view(shown=(HEAT, CHOROPLETH), indicator="overdue"))
    assert room.canvas.layers.shows(HEAT)
    assert room.canvas.layers.shows(CHOROPLETH)
    assert shader.choice.indicator == "overdue"
    room.show(None)
    assert (room.canvas.layers, shader.choice) == (own, choice)
    assert layers.wall_key is not None


def test_what_a_desk_leads_is_not_kept_as_the_walls_own(room: Room, tmp_path: Path) -> None:
    settings = Settings(tmp_path, "en")
    room.wall.map.layers.remember(settings, "wall")
    room.show(a_view(shown=(HEAT,), indicator="overdue"))
    room.show(None)
    assert settings.map_of("wall") == ""
    room.wall.map.layers.next_indicator()
    assert settings.map_of("wall") != ""


def test_a_view_of_an_earlier_release_leaves_colours_and_base_map_as_they_are(
    room: Room,
) -> None:
    room.wall.map.layers.next_indicator()
    choice, told = room.wall.map.layers.shader.choice, []
    room.wall.shown.base_wanted.connect(told.append)
    room.show(a_view(indicator=None, base_map=None))
    assert room.wall.map.layers.shader.choice == choice
    assert room.canvas.layers.shows(CHOROPLETH)
    assert told == [None]


def test_an_indicator_nobody_knows_changes_no_colour(room: Room) -> None:
    choice = room.wall.map.layers.shader.choice
    room.show(a_view(shown=(CHOROPLETH,), indicator="of a later release"))
    assert room.wall.map.layers.shader.choice == choice


def test_the_base_map_is_the_desks_until_the_time_is_over(room: Room, tmp_path: Path) -> None:
    (tmp_path / "basemaps.toml").write_text(
        "".join(
            f'[{name}]\nkind = "xyz"\nurl = "http://127.0.0.1:9/{name}/{{z}}/{{x}}/{{y}}.png"\n'
            for name in ("own", "sent")
        )
    )
    settings = Settings(tmp_path, "en")
    settings.base_map = "own"
    under = BaseUnder(room.session, room.canvas, BaseMaps(settings, room.wall), room.wall)
    room.wall.shown.base_wanted.connect(under.on_led)
    base = room.canvas.base
    shown = [base.name]
    for view in (a_view(base_map="sent"), a_view(version=2, base_map=""), None):
        room.show(view)
        shown.append(base.name)
    room.show(a_view(version=3, base_map="known at the desk alone"))
    assert [*shown, base.name] == ["own", "sent", "", "own", "own"]
    assert settings.base_map == "own"


def test_a_jump_into_the_middle_of_it_is_there_at_once(room: Room) -> None:
    room.show(a_view(), seconds=60, jumped=True)
    assert not room.canvas.looking.camera.is_moving
    assert room.shows(a_view())


def test_a_jump_to_before_it_shows_the_walls_own_view(room: Room) -> None:
    before = room.canvas.view
    room.show(a_view(), seconds=60, jumped=True)
    room.show(None, seconds=0, jumped=True)
    assert room.canvas.view.centre_mercator_m == pytest.approx(before.centre_mercator_m)


def test_another_size_keeps_the_view_in_sight(room: Room) -> None:
    room.show(a_view())
    room.wall.resize(1_000, 900)
    room.canvas.looking.settle()
    assert room.shows(a_view())


def test_drawings_are_on_the_wall(room: Room) -> None:
    drawing = a_drawing(text="集结点")
    frame = room.session.frame
    picture = replace(frame.picture, drawings={drawing.id: drawing})
    room.session.show_frame(replace(frame, picture=picture, jumped=True))
    assert room.canvas.scene.drawings.texts == ("集结点",)
