"""Drawing at the desk, by mouse and keyboard: one command, a ghost, undo, words for a no."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from console.panels.map_panel.layer_memory import ShadeChoice
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from maps.canvas.marks import DRAWING
from maps.layers.layer import CHOROPLETH, HEAT
from maps.tiles.base_map import base_map_of
from models.domain.drawing import DrawingKind, DrawingShape, DrawingTone
from models.domain.error import Words
from models.domain.lifecycle import Role
from models.domain.map_command import ClearWall, Draw, Erase, Redraw, ShowOnWall
from tests.builders import a_drawing
from tests.console.desk_stand_in import REPLAY, a_place

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CORNERS = (QPoint(120, 120), QPoint(320, 120), QPoint(320, 300))
Key = Qt.Key


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


def a_replay(room: Any) -> ReplayWindow:
    return ReplayWindow(room.session, room.settings, room.look, tiles="here")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    return room(a_desk)


def click(room: Any, *spots: QPoint) -> None:
    for spot in spots:
        QTest.mouseClick(room.window.map.canvas, LEFT, NO_KEY, spot)


def sketch(room: Any, act: str, *spots: QPoint) -> Any:
    """Take a tool, set the points, finish; the card that comes up."""
    room.window.do(act)
    click(room, *spots)
    if room.window.map.canvas.sketching.sketch is not None:
        QTest.keyClick(room.window.map.canvas, Key.Key_Return)
    return room.window.drawing.card


def drawn(room: Any, **given: Any) -> Any:
    """A drawing in the picture, selected."""
    drawing = a_drawing(**given)
    picture = replace(room.session.frame.picture, drawings={drawing.id: drawing})
    room.session.show_frame(replace(room.session.frame, picture=picture, jumped=True))
    room.session.selection.pick_drawing(drawing.id)
    return drawing


def test_a_perimeter_is_sketched_named_and_sent_once(desk: Any) -> None:
    card = sketch(desk, "draw.area", *CORNERS)
    assert card.isVisible()
    QTest.keyClicks(card.text, "gas leak")
    QTest.keyClick(card.text, Key.Key_Return)

    (intent,) = desk.lane.intents
    assert isinstance(intent, Draw)
    assert (intent.kind, intent.shape) == (DrawingKind.CORDON, DrawingShape.AREA)
    assert (intent.text, len(intent.points)) == ("gas leak", 3)
    assert (intent.tone, intent.expires_at) == (DrawingTone.DANGER, None)
    assert not card.isVisible()


def test_it_is_a_ghost_while_it_is_named_and_sent_and_then_it_stands(desk: Any) -> None:
    canvas = desk.window.map.canvas
    card = sketch(desk, "draw.area", *CORNERS)
    assert canvas.hand.drawing_ghosts.texts == ("Cordon",)
    card.go_on()
    assert len(canvas.hand.drawing_ghosts.ids) == 1
    desk.lane.answer()

    assert canvas.hand.drawing_ghosts.ids == ()
    assert canvas.scene.drawings.texts == ("Cordon",)
    assert "Done: Draw Cordon" in desk.told


def test_kind_tone_time_and_incident_are_chosen_on_the_card(desk: Any) -> None:
    desk.session.selection.pick_incident(desk.case.id)
    card = sketch(desk, "draw.circle", *CORNERS[:2])
    card.kind.setCurrentIndex(card.kind.findData("search_area"))
    assert card.tone.currentData() == "caution"
    card.tone.setCurrentIndex(card.tone.findData("danger"))
    card.lasting.setCurrentIndex(card.lasting.findData("4h"))
    card.about.setChecked(True)
    card.go_on()

    (intent,) = desk.lane.intents
    assert intent.radius_m is not None
    assert (intent.kind, intent.tone) == (DrawingKind.SEARCH_AREA, DrawingTone.DANGER)
    assert intent.expires_at == desk.session.frame.now + timedelta(hours=4)
    assert intent.about == desk.case.id


def test_a_notice_leaves_free_how_the_tool_in_hand_is_used(desk: Any) -> None:
    window = desk.window
    window.tell(Words("说一句", "said"))
    window.do("draw.area")
    canvas = window.map.canvas
    foot = canvas.mapTo(window, canvas.rect().bottomLeft()).y()
    notices = window.notices
    below = foot - notices.mapTo(window, notices.rect().bottomLeft()).y()
    # A line of words on its card, above the line of the coordinates.
    assert below >= 62 + canvas.fontMetrics().lineSpacing()


def test_a_note_has_to_say_something(desk: Any) -> None:
    card = sketch(desk, "draw.note", CORNERS[0])
    QTest.keyClick(card.text, Key.Key_Return)
    assert card.isVisible()
    assert "note" in card.complaint.text()
    assert desk.lane.intents == []


def test_enter_on_cancel_throws_the_sketch_away(desk: Any) -> None:
    desk.window.activateWindow()
    card = sketch(desk, "draw.line", *CORNERS)
    card.cancel.setFocus()
    QTest.keyClick(card.cancel, Key.Key_Return)
    assert not card.isVisible()
    assert desk.lane.intents == []


def test_escape_on_the_card_throws_the_sketch_away(desk: Any) -> None:
    card = sketch(desk, "draw.line", *CORNERS)
    QTest.keyClick(card, Key.Key_Escape)
    assert not card.isVisible()
    assert desk.window.map.canvas.hand.drawing_ghosts.ids == ()
    assert desk.lane.intents == []


def test_a_jump_in_time_drops_what_was_half_drawn(desk: Any) -> None:
    card = sketch(desk, "draw.area", *CORNERS)
    desk.session.show_frame(replace(desk.session.frame, jumped=True))
    assert not card.isVisible()
    desk.window.do("draw.area")
    click(desk, CORNERS[0])
    desk.session.show_frame(replace(desk.session.frame, jumped=True))
    assert desk.window.map.canvas.sketching.sketch is None


def test_by_keyboard_alone_a_perimeter_is_drawn(desk: Any) -> None:
    window, canvas = desk.window, desk.window.map.canvas
    window.activateWindow()
    window.do("draw.area")
    for key in (Key.Key_Space, Key.Key_Left, Key.Key_Space, Key.Key_Up, Key.Key_Space):
        QTest.keyClick(canvas, key)
    QTest.keyClick(canvas, Key.Key_Return)
    QTest.keyClick(window.drawing.card.text, Key.Key_Return)
    assert len(desk.lane.intents[0].points) == 3


def test_a_drawing_is_clicked_and_erased_and_undo_brings_it_back(desk: Any) -> None:
    drawing = drawn(desk, text="封控")
    desk.session.selection.pick_drawing(None)
    canvas = desk.window.map.canvas
    x, y = canvas.view.to_screen([canvas.image.place_m(DRAWING, drawing.id)])[0]
    # Beside the incident that stands at the same place, on the sign.
    click(desk, QPoint(round(x), round(y)))
    desk.session.selection.pick_drawing(drawing.id)
    desk.window.do("draw.erase")
    assert desk.lane.intents == [Erase(drawing=drawing.id)]
    assert desk.lane.commands[0].seen_version == 1
    desk.lane.answer()
    assert drawing.id not in desk.session.frame.picture.drawings
    desk.window.do("undo")
    (back,) = desk.lane.intents
    assert isinstance(back, Redraw)
    desk.lane.answer()

    now = desk.session.frame.picture.drawings[drawing.id]
    assert (now.text, now.points, now.kind) == (drawing.text, drawing.points, drawing.kind)


def test_what_was_erased_is_named_though_it_has_left_the_picture(desk: Any) -> None:
    drawn(desk, text="封控")
    desk.window.do("draw.erase")
    desk.lane.answer()
    assert "封控" in desk.told.splitlines()[-1]


def test_undo_of_a_drawing_erases_it(desk: Any) -> None:
    sketch(desk, "draw.area", *CORNERS).go_on()
    made = desk.lane.intents[0].drawing
    desk.lane.answer()
    desk.window.do("undo")
    assert desk.lane.intents == [Erase(drawing=made)]


def test_undo_of_a_change_puts_the_old_words_back(desk: Any) -> None:
    drawing = drawn(desk, text="旧")
    desk.window.do("draw.edit")
    desk.window.asking.answer("redraw", "新")
    assert desk.lane.intents == [Redraw(drawing=drawing.id, text="新")]
    desk.lane.answer()
    desk.window.do("undo")
    assert desk.lane.intents[0].text == "旧"


def test_nobody_undoes_what_a_colleague_has_changed_since(desk: Any) -> None:
    drawing = drawn(desk)
    desk.session.send(Redraw(drawing=drawing.id, text="我的"), seen_version=1)
    desk.lane.answer()
    mine = desk.session.frame.picture.drawings[drawing.id]
    theirs = replace(mine, version=mine.version + 1, author="zhao", text="他们的")
    picture = replace(desk.session.frame.picture, drawings={drawing.id: theirs})
    desk.session.show_frame(replace(desk.session.frame, picture=picture, jumped=True))
    desk.window.do("undo")

    assert desk.lane.intents == []
    assert "zhao" in desk.told


def test_erasing_needs_a_drawing_and_says_so(desk: Any) -> None:
    desk.window.do("draw.erase")
    assert desk.lane.intents == []
    assert "Click a drawing" in desk.told


def test_a_replay_refuses_to_draw_in_words_and_still_measures(room: Callable[..., Any]) -> None:
    replay = room(a_replay, capabilities=REPLAY)
    for act in ("draw.area", "draw.note", "wall.send"):
        replay.window.do(act)
    replay.window.drawing.on_tool("line")
    assert replay.lane.intents == []
    assert "sealed" in replay.told
    assert replay.window.map.canvas.sketching.sketch is None
    replay.window.do("map.surface")
    click(replay, *CORNERS)
    assert replay.window.map.canvas.sketching.sketch.words()


def test_a_role_that_may_not_draw_is_told_which_may(room: Callable[..., Any]) -> None:
    seat = room(a_desk, roles=frozenset({Role.ACCEPTOR}))
    seat.window.do("draw.area")
    assert "shift lead" in seat.told
    assert seat.window.map.canvas.sketching.sketch is None


def test_a_measuring_tool_is_taken_and_put_away_by_the_same_act(desk: Any) -> None:
    button = desk.window.map.tools.button("measure")
    desk.window.do("map.measure")
    assert button.isChecked()
    desk.window.do("map.measure")
    assert not button.isChecked()
    assert desk.window.map.canvas.sketching.sketch is None


def test_the_card_of_a_drawing_says_what_who_and_when(desk: Any) -> None:
    drawing = drawn(
        desk,
        kind=DrawingKind.SEARCH_AREA,
        shape=DrawingShape.CIRCLE,
        radius_m=100.0,
        text="走失老人" * 12,
        author="wang",
        expires_at=desk.session.frame.now + timedelta(hours=1),
    )
    card = desk.window.map.canvas.hovering.card_source(DRAWING, drawing.id)
    whole = "\n".join((card.title, *card.lines))

    for words in ("Search area", "走失老人", "100 m", "wang", "desk-1", "09:00", "10:00"):
        assert words in whole


def test_a_place_can_be_picked_inside_a_perimeter(desk: Any) -> None:
    points = tuple(a_place(*at) for at in ((-2e4, -2e4), (2e4, -2e4), (0, 2e4)))
    drawn(desk, kind=DrawingKind.CORDON, shape=DrawingShape.AREA, points=points)
    desk.window.do("report")
    click(desk, QPoint(200, 420))
    assert desk.window.report.draft.place is not None


def test_the_view_is_sent_to_the_wall_with_what_is_hidden(desk: Any) -> None:
    canvas = desk.window.map.canvas
    canvas.set_layers(canvas.layers.switched("links", on=False))
    desk.window.do("wall.send")
    (intent,) = desk.lane.intents
    assert isinstance(intent, ShowOnWall)
    assert intent.seconds == 120
    assert intent.hidden == tuple(sorted(canvas.layers.hidden))
    assert "links" in intent.hidden
    west, east = (corner.lon_deg for corner in intent.corners)
    assert west < a_place().lon_deg < east
    assert (intent.shown, intent.indicator, intent.base_map) == ((), None, "")


def test_the_view_carries_the_heat_map_the_colours_and_the_base_map(desk: Any) -> None:
    window = desk.window
    window.map.layers.shader.choose(ShadeChoice(indicator="overdue"))
    canvas = window.map.canvas
    canvas.set_layers(canvas.layers.switched(HEAT, on=True).switched(CHOROPLETH, on=True))
    table = {"kind": "xyz", "url": "http://127.0.0.1:9/{z}/{x}/{y}.png"}
    canvas.base.set(base_map_of("town", table), window.settings.home)
    window.do("wall.send")
    (intent,) = desk.lane.intents
    assert intent.shown == (CHOROPLETH, HEAT)
    assert (intent.indicator, intent.base_map) == ("overdue", "town")
    assert not {HEAT, CHOROPLETH} & set(intent.hidden)


def test_the_wall_is_freed_only_while_something_is_on_it(desk: Any) -> None:
    desk.window.do("wall.clear")
    assert desk.lane.intents == []
    desk.window.do("wall.send")
    desk.lane.answer()
    desk.window.do("wall.clear")
    assert desk.lane.intents == [ClearWall()]
