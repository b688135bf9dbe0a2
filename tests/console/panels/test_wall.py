"""The wall's panels: right figures, red first, no personal words, words for old data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from console.panels.wall_alarm import WallAlarm
from console.panels.wall_figures import WallFigures
from console.panels.wall_incidents import WallIncidents
from console.panels.wall_title import WallTitle
from console.panels.wall_towns import PAGE_BEATS, WallTowns
from console.settings.look import Look
from models.domain.category import Urgency
from models.domain.error import Words
from models.domain.incident import State
from models.feed.timeline import Mode
from tests.builders import NINE, an_incident, at
from tests.console.frames import (
    a_frame,
    a_picture,
    a_reference,
    a_session,
    later,
    next_frame,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.state.session import Session
    from models.domain.incident import Incident
    from models.picture.query import TownLoad

pytestmark = pytest.mark.gui


def test_the_six_figures_follow_the_picture(qtbot: QtBot) -> None:
    session = a_session(30, 20)
    wall = WallFigures(session, Look())
    qtbot.addWidget(wall)
    before = dict(wall.figures)
    assert before["Open"] == 30
    session.show_frame(next_frame(session.frame, (None, an_incident(), "reported")))
    wall.count()
    assert dict(wall.figures)["Open"] == 31
    assert "Open: 31" in wall.accessibleName()


def test_the_title_names_the_district_and_says_when_data_is_old(qtbot: QtBot) -> None:
    session = a_session()
    title = WallTitle(session, Look())
    qtbot.addWidget(title)
    assert title.title.startswith("即墨区")
    assert title.age_words == "LIVE"
    problem = Words("断开", "lost")
    session.show_frame(replace(later(session.frame, 95), problem=problem, contact_at=NINE))
    assert title.age_words == "Data is 1m 35s old"
    session.show_frame(replace(session.frame, mode=Mode.PLAYING, speed=2.0, problem=None))
    assert title.age_words == "REPLAY ×2"


def test_the_list_begins_with_the_red_and_walks_on(qtbot: QtBot) -> None:
    session = a_session(60, 10)
    wall = WallIncidents(session, Look())
    qtbot.addWidget(wall)
    wall.resize(420, 600)
    rows = wall.rows_shown()
    first = wall.incidents_shown()
    assert len(first) == rows
    assert first[0].step_due_at is None or first[0].step_due_at <= at(minutes=30)
    wall.on_step()
    assert wall.incidents_shown()[0] == first[1]
    for _ in range(60):
        wall.on_step()
    assert wall.incidents_shown()


def test_the_wall_names_no_person_no_phone_no_house_and_nothing_restricted(
    qtbot: QtBot,
) -> None:
    session = a_session()
    shown = an_incident(
        reporter_name="王小明",
        reporter_phone="13912345678",
        address="烟青路3号楼",
        text="王小明家漏水",
        urgency=Urgency.URGENT,
    )
    hidden = an_incident(restricted=True)
    session.show_frame(a_frame(a_picture([shown, hidden], [])))
    wall = WallIncidents(session, Look())
    qtbot.addWidget(wall)
    wall.resize(420, 600)
    assert [incident.id for incident in wall.incidents_shown()] == [shown.id]
    said = " ".join(wall.words_of(shown))
    assert not any(word in said for word in ("王小明", "139", "3号楼", "漏水"))


def test_what_closes_while_the_list_walks_is_not_shown_any_more(qtbot: QtBot) -> None:
    session = a_session()
    incident = an_incident(State.CHECKED)
    session.show_frame(a_frame(a_picture([incident], [])))
    wall = WallIncidents(session, Look())
    qtbot.addWidget(wall)
    closed = replace(incident, version=2, state=State.CLOSED)
    session.show_frame(next_frame(session.frame, (incident, closed, "closed")))
    assert wall.incidents_shown() == []


def test_towns_stand_with_the_busiest_first(qtbot: QtBot) -> None:
    wall = WallTowns(a_session(80, 30), Look())
    qtbot.addWidget(wall)
    opened = [load.open for _, load in wall.rows]
    assert len(opened) == 5
    assert opened == sorted(opened, reverse=True)
    assert sum(opened) == 80


def a_column(qtbot: QtBot, session: Session, height: int) -> WallTowns:
    wall = WallTowns(session, Look())
    qtbot.addWidget(wall)
    wall.resize(460, height)
    return wall


def test_few_towns_leave_room_for_the_busiest_communities(qtbot: QtBot) -> None:
    wall = a_column(qtbot, a_session(80, 30), 900)
    assert len(wall.rows_shown()) == 5
    opened = [load.open for _, load in wall.rows_below()]
    assert opened
    assert opened == sorted(opened, reverse=True)


def test_more_towns_than_fit_are_turned_over_and_none_is_left_out(qtbot: QtBot) -> None:
    wall = a_column(qtbot, a_session(80, 30), 48 + 2 * 78 + 10)
    assert wall.pages == 3
    seen = [row for _ in range(3) for row in turned_page(wall)]
    assert sorted(name for name, _ in seen) == sorted(name for name, _ in wall.rows)
    assert wall.rows_below() == ()


def turned_page(wall: WallTowns) -> tuple[tuple[str, TownLoad], ...]:
    for _ in range(PAGE_BEATS):
        wall.on_beat()
    return wall.rows_shown()


@pytest.mark.parametrize("size", [(1920, 1080, 1.0), (3840, 2160, 2.0)])
def test_every_panel_can_be_drawn_at_every_scale(
    qtbot: QtBot, size: tuple[int, int, float]
) -> None:
    session = a_session(40, 20)
    for kind in (WallTitle, WallFigures, WallIncidents, WallTowns):
        widget = kind(session, Look("day", scale=size[2]))
        qtbot.addWidget(widget)
        widget.resize(size[0] // 4, size[1] // 2)
        assert not widget.grab().isNull()


def an_alarm(qtbot: QtBot, *incidents: Incident) -> WallAlarm:
    session = a_session()
    session.show_frame(a_frame(a_picture(incidents, [])))
    alarm = WallAlarm(session, Look())
    qtbot.addWidget(alarm)
    return alarm


def test_an_emergency_nobody_was_sent_to_lies_across_the_wall(qtbot: QtBot) -> None:
    first = an_incident(urgency=Urgency.EMERGENCY, state=State.REGISTERED)
    second = an_incident(urgency=Urgency.EMERGENCY, state=State.REPORTED)
    alarm = an_alarm(qtbot, first, second, an_incident(urgency=Urgency.URGENT))
    assert not alarm.isHidden()
    what, since = alarm.words
    assert what.startswith("Emergency")
    assert "nobody sent for" in since
    assert "+1 more" in since


@pytest.mark.parametrize(
    "incident",
    [
        an_incident(urgency=Urgency.EMERGENCY, state=State.HANDLING),
        an_incident(urgency=Urgency.EMERGENCY, restricted=True),
        an_incident(urgency=Urgency.URGENT),
    ],
    ids=["in hand", "restricted", "urgent"],
)
def test_the_walls_alarm_is_for_unattended_emergencies_that_all_may_see(
    qtbot: QtBot, incident: Incident
) -> None:
    assert an_alarm(qtbot, incident).isHidden()


def test_what_its_class_makes_secret_is_not_on_the_wall_either(qtbot: QtBot) -> None:
    reference = a_reference()
    code, category = next(iter(reference.categories.items()))
    secret = {**reference.categories, code: replace(category, restricted=True)}
    session = a_session(reference=replace(reference, categories=secret))
    waiting = an_incident(urgency=Urgency.EMERGENCY, category=code)
    session.show_frame(a_frame(a_picture([waiting], [])))
    alarm, rows = WallAlarm(session, Look()), WallIncidents(session, Look())
    qtbot.addWidget(alarm)
    qtbot.addWidget(rows)
    rows.resize(420, 600)
    rows.begin_again()
    assert alarm.isHidden()
    assert rows.incidents_shown() == []


def test_the_walls_alarm_goes_when_somebody_is_sent(qtbot: QtBot) -> None:
    waiting = an_incident(urgency=Urgency.EMERGENCY, state=State.REGISTERED)
    session = a_session()
    session.show_frame(a_frame(a_picture([waiting], [])))
    alarm = WallAlarm(session, Look())
    qtbot.addWidget(alarm)
    sent = replace(waiting, state=State.DISPATCHED, version=waiting.version + 1)
    session.show_frame(next_frame(session.frame, (waiting, sent, "dispatched")))
    assert alarm.isHidden()


def test_the_walls_alarm_names_nobody_and_no_house(qtbot: QtBot) -> None:
    waiting = an_incident(
        urgency=Urgency.EMERGENCY,
        address="3号楼2单元",
        text="张三 13912345678",
        reporter_name="张三",
        reporter_phone="13912345678",
    )
    said = " ".join(an_alarm(qtbot, waiting).words)
    assert not any(word in said for word in ("3号楼", "张三", "13912345678"))


def test_a_narrow_column_of_towns_gives_up_words_before_names(qtbot: QtBot) -> None:
    wall = WallTowns(a_session(60, 40), Look())
    qtbot.addWidget(wall)
    wall.resize(240, 900)
    assert wall.is_brief(wall.rows)
    assert [one.words for one in wall._counts(wall.rows[0][1], is_brief=True)][1].isdecimal()
    wall.resize(900, 900)
    assert not wall.is_brief(wall.rows)
