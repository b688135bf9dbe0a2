"""Groups, heat, trails, icons and the day's way at the desk and in a replay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from console.panels.map_panel.cards import group_card
from console.state.past import PastWanted
from console.windows.desk import DeskWindow
from maps.canvas.marks import INCIDENT, MEMBER
from maps.layers.incidents import Stage
from maps.layers.layer import CLASS_ICONS, CLUSTERS, HEAT, SKILL_ICONS, TRAILS
from models.feed.track import Fixes, to_us
from models.picture.fold import Changes
from tests.builders import NINE

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


class Desk:
    """A desk whose questions about the past are written down."""

    def __init__(self, room: Any) -> None:
        self.room = room
        self.window = room.window
        self.moving = room.window.map.moving
        self.asked: list[PastWanted] = []
        self.moving.past_wanted.connect(self.asked.append)

    @property
    def scene(self) -> Any:
        return self.window.map.canvas.scene

    def shows(self, *layers: str) -> list[bool]:
        return [self.window.map.canvas.layers.shows(layer) for layer in layers]

    def show_frame(self, **given: Any) -> None:
        frame = replace(self.room.session.frame, changes=Changes(), **given)
        self.room.session.show_frame(frame)


@pytest.fixture
def desk(room: Callable[..., Any]) -> Desk:
    return Desk(room(a_desk))


def a_way(ref: int, minutes: int = 60) -> Fixes:
    """A member who walks east, a fix a minute, until nine."""
    back = np.arange(minutes)[::-1]
    return Fixes(
        np.full(minutes, ref, np.int32),
        to_us(NINE) - back * 60_000_000,
        120.4 - back * 1e-4,
        np.full(minutes, 36.4),
        np.ones(minutes, np.float32),
        np.zeros(minutes, np.float32),
    )


def test_heat_and_trails_are_off_and_groups_and_icons_on_until_somebody_switches(
    desk: Desk,
) -> None:
    keys = (CLUSTERS, HEAT, TRAILS, CLASS_ICONS, SKILL_ICONS)
    assert desk.shows(*keys) == [True, False, False, True, True]
    for act in ("map.clusters", "map.heat", "map.trails", "map.icons"):
        desk.window.do(act)
    assert desk.shows(*keys) == [False, True, True, False, False]


def test_how_the_map_is_switched_is_remembered(desk: Desk) -> None:
    desk.window.do("map.heat")
    desk.window.do("map.trail-length")
    again = DeskWindow(desk.room.session, desk.room.settings, desk.room.look, tiles="here")
    layers = again.map.canvas.layers
    assert layers.shows(HEAT)
    assert layers.shows(TRAILS)
    assert again.map.moving.minutes == 30
    again.close()
    again.deleteLater()


def test_trails_switched_on_ask_for_what_was_before(desk: Desk) -> None:
    desk.window.do("map.trails")
    assert desk.asked == [PastWanted(NINE - timedelta(minutes=10), NINE)]
    desk.moving.show_past(desk.asked[0], a_way(desk.room.near.ref))
    assert len(desk.scene.trails.points(0).member) > 10
    desk.show_frame(now=NINE + timedelta(seconds=1))
    assert len(desk.asked) == 1


def test_trails_are_kept_while_they_are_shown_and_asked_for_again_afterwards(
    desk: Desk,
) -> None:
    desk.show_frame(now=NINE)
    assert not len(desk.scene.trails.points(0).member)
    desk.window.do("map.trails")
    desk.moving.show_past(desk.asked[0], a_way(desk.room.near.ref))
    desk.window.do("map.trails")
    later = NINE + timedelta(minutes=1)
    desk.show_frame(now=later)
    assert not len(desk.scene.trails.points(0).member)
    desk.window.do("map.trails")
    assert desk.asked[1:] == [PastWanted(later - timedelta(minutes=10), later)]


def test_longer_trails_ask_further_back(desk: Desk) -> None:
    desk.window.do("map.trails")
    desk.moving.show_past(desk.asked[0], a_way(desk.room.near.ref))
    desk.window.do("map.trail-length")
    before = NINE - timedelta(minutes=10)
    assert desk.asked[-1] == PastWanted(NINE - timedelta(minutes=30), before)


def test_the_past_of_many_is_asked_for_in_slices_so_that_acts_come_in_between(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.panels.map_panel.moving.SLICE_OF", 3 * 240)
    desk.window.do("map.trails")
    for _ in range(5):
        desk.moving.show_past(desk.asked[-1], a_way(desk.room.near.ref))
    minutes = [(NINE - w.until, NINE - w.since) for w in desk.asked]
    assert minutes == [
        (timedelta(minutes=a), timedelta(minutes=b)) for a, b in ((0, 4), (4, 8), (8, 10))
    ]


def test_a_jump_drops_the_trails_and_asks_anew(desk: Desk) -> None:
    desk.window.do("map.trails")
    desk.moving.show_past(desk.asked[0], a_way(desk.room.near.ref))
    then = NINE - timedelta(hours=2)
    desk.show_frame(now=then, jumped=True)
    assert len(desk.scene.trails.points(0).member) <= 3
    assert desk.asked[-1] == PastWanted(then - timedelta(minutes=10), then)
    desk.moving.show_past(desk.asked[0], a_way(desk.room.near.ref))
    assert len(desk.scene.trails.points(0).member) <= 3


def test_the_day_of_the_selected_member_is_asked_for_and_goes_with_the_selection(
    desk: Desk,
) -> None:
    near = desk.room.near
    desk.room.session.selection.pick_members((near.id,))
    wanted = desk.asked[-1]
    assert (wanted.ref, wanted.until) == (near.ref, NINE)
    assert wanted.since == NINE - timedelta(hours=9)
    desk.moving.show_past(wanted, a_way(near.ref))
    assert desk.scene.track.member == near.id
    assert len(desk.scene.track.ts_us) == 60
    desk.room.session.selection.pick_members(())
    assert desk.scene.track is None


def test_a_day_that_comes_too_late_is_not_shown(desk: Desk) -> None:
    selection = desk.room.session.selection
    selection.pick_members((desk.room.near.id,))
    late = desk.asked[-1]
    selection.pick_members((desk.room.lead.id,))
    desk.moving.show_past(late, a_way(desk.room.near.ref))
    assert desk.scene.track is None


def test_a_track_and_trails_outlive_the_next_frame(desk: Desk) -> None:
    near = desk.room.near
    desk.room.session.selection.pick_members((near.id,))
    desk.moving.show_past(desk.asked[-1], a_way(near.ref))
    desk.show_frame(now=NINE + timedelta(seconds=1))
    assert desk.scene.track.member == near.id


def test_opening_a_group_where_there_is_none_says_so(desk: Desk) -> None:
    desk.window.do("map.open")
    assert "no group" in desk.room.told


def test_a_group_tells_in_words_what_it_holds(desk: Desk) -> None:
    card = group_card(MEMBER, (2, 1, 0))
    assert card.title == "3 members"
    assert card.lines == ("2 free", "1 with tasks or reserved", "Click to open")
    tally = [0] * 12
    tally[4 + 2] = 3  # urgent, to dispatch
    tally[8 + 1] = 1  # emergency, overdue
    card = group_card(INCIDENT, tuple(tally))
    assert card.title == "4 incidents"
    assert card.lines[:4] == ("Emergency 1", "Urgent 3", "3 to dispatch", "1 overdue")
    assert Stage.TO_DISPATCH == 1


def test_classes_of_the_reference_reach_the_marks(desk: Desk) -> None:
    assert set(desk.scene.ground.major_of) == {"E0102"}
    assert desk.scene.incidents.glyph.tolist() == [1, 1, 1]
