"""The hand-over sheet as a paper: every section in words, safe to lay out, one for all ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import unescape

import pytest
from PySide6.QtGui import QTextDocument

from console.tables.shift_html import INK, Dress, html_of, incident_of
from console.tables.shift_paper import MOST_ROWS, PaperWriter, ShiftPaper, Told, text_of
from models.domain.category import Urgency
from models.domain.drawing import DrawingKind, DrawingShape
from models.domain.ids import HandoverId, IncidentId, LeaveId
from models.domain.incident import State
from models.domain.leave import Leave, LeaveKind, LeaveState
from models.domain.shift import Handover
from models.domain.work_calendar import WorkCalendar
from models.picture.picture import Picture
from models.picture.shift_sheet import Begun, Ground, Happened, shift_sheet
from tests.builders import (
    NINE,
    a_category,
    a_drawing,
    a_member,
    a_task,
    an_id,
    an_incident,
    at,
)
from tests.console.desk_stand_in import a_reference

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]
HOSTILE = "<b>&\"'</td>{0}%n"


def a_paper(*incidents: Any, **given: Any) -> ShiftPaper:
    members = given.pop("members", ())
    drawings = given.pop("drawings", ())
    picture = Picture(
        seq=12,
        at=NINE,
        incidents={one.id: one for one in incidents},
        members={one.id: one for one in members},
        drawings={one.id: one for one in drawings},
    )
    ground = Ground({"E0102": a_category()}, WorkCalendar())
    happened = given.pop("happened", Happened(received=7))
    sheet = shift_sheet(picture, NINE, ground, Begun(at(hours=-8)), happened)
    told = Told(sheet, picture, a_reference(), "en", **given)
    return PaperWriter(told).paper()


def test_what_people_told_of_themselves_is_masked_on_paper_too() -> None:
    late = an_incident(
        State.REPORTED,
        text="请回电13812345678",
        address="和平小区5栋1203",
        step_due_at=at(hours=-1),
    )
    ((_, what, where, *_),) = rows_of(a_paper(late), "Overdue")
    assert "138****5678" in what
    assert where == "和平小区5栋**"


def test_who_is_on_leave_is_named_with_the_end_and_without_the_reason() -> None:
    granted = LeaveState.GRANTED
    leave = Leave(
        LeaveId(an_id()), LeaveKind.SICK, at(hours=-8), at(hours=8), granted, "li", "zhao"
    )
    away, here = a_member(name="王芳", leaves=(leave,)), a_member(name="赵一")
    until = at(hours=8).astimezone(WorkCalendar().zone).strftime("%Y-%m-%d %H:%M")
    assert rows_of(a_paper(members=(away, here)), "On leave") == [("王芳", until)]


def rows_of(paper: ShiftPaper, title: str) -> list[tuple[str, ...]]:
    (section,) = [one for one in paper.sections if one.title.split(" · ")[0] == title]
    return [row.cells for row in section.rows]


def px(size: float) -> str:
    return f"{size:g}px"


def a_handover(**given: Any) -> Handover:
    usual: dict[str, Any] = {
        "id": HandoverId(an_id()),
        "version": 1,
        "cell_path": (),
        "author": "wang",
        "station": "desk-1",
        "handed_at": NINE,
        "since": at(hours=-8),
        "made_at": NINE,
        "made_seq": 12,
        "figures": (0,) * 13,
        "instructions": "第一行\n第二行",
    }
    return Handover(**usual | given)


def test_an_overdue_line_says_what_where_with_whom_and_by_how_much() -> None:
    member = a_member(name="王芳")
    late = an_incident(
        State.HANDLING,
        category="E0102",
        urgency=Urgency.URGENT,
        text="路口有暴露垃圾",
        address="烟青路 12 号",
        tasks=(a_task(member),),
        step_due_at=at(hours=-2),
    )
    ((number, what, where, state, over),) = rows_of(a_paper(late, members=[member]), "Overdue")
    assert number
    assert what == "Urgent · Exposed rubbish · 路口有暴露垃圾"
    assert (where, state, over) == ("烟青路 12 号", "Handling · 王芳", "2h 00m over")


def test_a_dispatch_that_was_not_signed_names_the_number_to_call() -> None:
    member = a_member(name="王芳", phone="13800000001")
    late = an_incident(State.DISPATCHED, tasks=(a_task(member),), step_due_at=at(minutes=-10))
    paper = a_paper(late, members=[member])
    ((*_, when),) = rows_of(paper, "Dispatched and not signed in time")
    assert when == "10m 00s · 138****0001"


def test_what_waits_for_a_decision_says_what_is_asked() -> None:
    more = an_incident(State.EXTENSION_ASKED, number="a", asked_days=3)
    void = an_incident(State.HANDLING, number="b", void_asked_by="li", reclass_to="E1")
    asked = {row[0]: row[-1] for row in rows_of(a_paper(more, void), "Waiting for a decision")}
    assert asked["a"].startswith("Extension requested · 3")
    assert asked["b"] == "to void it, by li · another class"


def test_what_is_suspended_names_the_day_it_resumes() -> None:
    asleep = an_incident(State.SUSPENDED, resume_by=at(days=9))
    ((*_, day),) = rows_of(a_paper(asleep), "Suspended")
    assert day == "2026-11-29"


def test_a_perimeter_says_who_drew_it_and_until_when() -> None:
    cordon = a_drawing(
        kind=DrawingKind.CORDON, shape=DrawingShape.CIRCLE, expires_at=at(hours=2), text="封控"
    )
    ((kind, label, drawn, until),) = rows_of(a_paper(drawings=[cordon]), "Perimeters in force")
    assert (kind, label) == ("Cordon", "封控")
    assert drawn == "wang, 2026-11-20 09:00"
    assert until == "2026-11-20 11:00"


def test_a_long_section_says_how_many_it_leaves_out() -> None:
    many = [an_incident(State.REPORTED, step_due_at=at(hours=-1)) for _ in range(MOST_ROWS + 3)]
    paper = a_paper(*many)
    (section,) = [one for one in paper.sections if one.title.startswith("Overdue")]
    assert len(section.rows) == MOST_ROWS
    assert "3" in section.more


def test_without_a_journal_the_sheet_says_that_it_may_be_more() -> None:
    assert "may be more" in "".join(a_paper(happened=Happened(is_whole=False)).heads)


@pytest.mark.parametrize(
    ("handover", "is_printed", "signs"),
    [
        (None, False, 0),
        (None, True, 2),
        (a_handover(), True, 2),
        (a_handover(taken_by="li", taken_station="2", taken_at=NINE), True, 2),
    ],
)
def test_a_print_has_a_line_for_each_signature_that_is_missing(
    handover: Handover | None, is_printed: bool, signs: int
) -> None:
    paper = a_paper(handover=handover, is_printed=is_printed)
    assert len(paper.signs) == signs
    missing = sum("……" in sign for sign in paper.signs)
    assert not is_printed or len(paper.heads) == 1
    has_name = 0 if handover is None else 2 if handover.taken_at else 1
    assert missing == (2 - has_name if is_printed else 0)


def test_a_screen_says_at_the_top_who_handed_over_and_that_nobody_signed_yet() -> None:
    paper = a_paper(handover=a_handover())
    assert "Handed over by wang" in paper.heads[1]
    assert "Waits for the signature" in paper.heads[2]
    assert paper.signs == ()


def test_the_instructions_of_a_hand_over_stand_line_by_line() -> None:
    paper = a_paper(handover=a_handover(), instructions="an older draft")
    document = QTextDocument()
    document.setHtml(html_of(paper, Dress(INK, px)))
    assert "第一行\u2028第二行" in document.toRawText()
    assert "an older draft" not in text_of(paper)


def test_words_of_a_report_are_words_and_no_page() -> None:
    odd = an_incident(State.REPORTED, text=HOSTILE, address=HOSTILE, step_due_at=at(hours=-1))
    paper = a_paper(odd, instructions=HOSTILE)
    document = QTextDocument()
    document.setHtml(html_of(paper, Dress(INK, px)))
    assert document.toPlainText().count(unescape(HOSTILE)) == 3


def test_each_line_leads_to_its_incident_on_a_screen_and_none_on_paper() -> None:
    late = an_incident(State.REPORTED, step_due_at=at(hours=-1))
    paper = a_paper(late)
    screen = html_of(paper, Dress(INK, px))
    assert f'href="incident:{late.id}"' in screen
    assert "href" not in html_of(paper, Dress(INK, px, has_links=False))
    assert incident_of(f"incident:{late.id}") == IncidentId(late.id)
    assert incident_of("https://example.org") is None


def test_the_terminal_reads_the_same_sheet() -> None:
    late = an_incident(State.REPORTED, number="x-1", step_due_at=at(hours=-1))
    said = text_of(a_paper(late, handover=replace(a_handover(), handed_at=NINE + timedelta(0))))
    for words in ("Overdue 1", "x-1", "1h 00m over", "Handed over by wang", "第二行"):
        assert words in said
