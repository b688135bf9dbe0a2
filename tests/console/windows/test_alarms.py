"""Promises of the alarm at a desk: seen without moving anything, one key goes there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel

from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from models.domain.category import Urgency
from models.domain.incident import State
from models.feed.timeline import Mode
from tests.builders import a_task, an_incident
from tests.console.desk_stand_in import REPLAY, a_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.windows.conftest import Room

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(room: Callable[..., Room]) -> Room:
    def make(r: Room) -> DeskWindow:
        return DeskWindow(r.session, r.settings, r.look, tiles="here")

    return room(make)


def _burn(desk: Room) -> Any:
    fire = an_incident(State.REPORTED, urgency=Urgency.EMERGENCY, place=a_place(50))
    frame = desk.session.frame
    incidents = {**frame.picture.incidents, fire.id: fire}
    picture = replace(frame.picture, incidents=incidents, seq=frame.seq + 1)
    desk.session.show_frame(replace(frame, picture=picture, jumped=True))
    return fire


def test_an_emergency_glows_and_nothing_moves(desk: Room) -> None:
    chip, window = desk.window.alarms.chip, desk.window
    before = (window.map.geometry(), window.strip.geometry())
    assert chip.isHidden()
    fire = _burn(desk)
    assert not chip.isHidden()
    assert "Emergency" in chip.accessibleName()
    assert (window.map.geometry(), window.strip.geometry()) == before
    desk.window.alarms.attention.acknowledge(fire.id)
    assert chip.isHidden()


def test_one_key_acknowledges_and_goes_there(desk: Room) -> None:
    fire = _burn(desk)
    desk.window.do("alarm.go")
    assert desk.session.selection.incident == fire.id
    assert desk.window.alarms.attention.waiting == ()
    desk.window.do("alarm.go")
    assert "No alarm waits" in desk.told


def test_what_the_alarm_has_no_room_for_stands_in_its_tool_tip(desk: Room) -> None:
    _burn(desk)
    chip = desk.window.alarms.chip
    assert chip.accessibleName() not in chip.toolTip()
    desk.window.resize(700, 500)
    chip.say()
    assert chip.text().endswith("…")
    assert chip.toolTip().startswith(chip.accessibleName())


def test_muting_is_told_and_the_alarm_says_so(desk: Room) -> None:
    desk.window.do("alarm.mute")
    assert "muted" in desk.told
    _burn(desk)
    assert "no sound" in desk.window.alarms.chip.accessibleName()
    desk.window.do("alarm.mute")
    assert "sound again" in desk.told
    desk.window.do("alarm.go")


def test_an_unsigned_dispatch_says_whom_to_call(desk: Room) -> None:
    lead = replace(desk.near, phone="13900000001")
    frame = desk.session.frame
    sent = an_incident(
        State.DISPATCHED, place=a_place(50), tasks=(a_task(lead),), step_due_at=frame.now
    )
    members = {**frame.picture.members, lead.id: lead}
    incidents = {**frame.picture.incidents, sent.id: sent}
    picture = replace(frame.picture, incidents=incidents, members=members, seq=frame.seq + 1)
    desk.session.show_frame(replace(frame, picture=picture, jumped=True))
    said = desk.window.alarms.chip.accessibleName()
    assert "Not signed: call 近处 139****0001" in said
    desk.window.do("alarm.go")
    desk.window.card.refresh()
    shown = "".join(label.text() for label in desk.window.card.findChildren(QLabel))
    assert "139****0001" in shown
    assert "13900000001" not in shown


def test_a_window_that_can_act_upon_no_alarm_keeps_no_room_for_one(
    room: Callable[..., Room],
) -> None:
    def make(r: Room) -> ReplayWindow:
        return ReplayWindow(r.session, r.settings, r.look, tiles="here")

    replay = room(make, capabilities=REPLAY, mode=Mode.PAUSED).window
    chip = replay.alarms.chip
    assert chip.isHidden()
    assert not chip.sizePolicy().retainSizeWhenHidden()
    assert replay.strip.width() > replay.width() * 0.9


def test_the_alarm_leaves_the_strip_more_than_half_of_a_narrow_window(desk: Room) -> None:
    _burn(desk)
    chip, wide = desk.window.alarms.chip, desk.window.alarms.chip.width()
    desk.window.resize(1_000, 700)
    assert chip.width() <= desk.window.width() * 0.4
    desk.window.resize(1_600, 900)
    assert chip.width() == wide
