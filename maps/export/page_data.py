"""What the page's script reads: outlines, marks, moments and words, as one JSON element."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from maps.export import words
from maps.export.cases import STATES
from maps.export.layers import INCIDENTS, LINKS, MEMBERS, WAYS
from maps.export.marks import INCIDENT_PX, MEMBER_PX, incident_mark, member_mark, palette
from maps.export.moments import seconds_of
from maps.export.outlines import NAME_PX, STEPS_PER_DEGREE, packed
from maps.layers.cells import SMALLEST_CELL_PX
from maps.layers.incidents import Stage, stage_of
from maps.layers.members import MemberLook
from maps.layers.style import map_style
from models.domain.redaction import redacted

if TYPE_CHECKING:
    from maps.export.cases import Case
    from maps.export.drawn import PageDrawing
    from maps.export.outlines import LevelOutlines
    from maps.export.subject import Subject

_BOTH = (False, True)


def page_data(subject: Subject) -> str:
    """The element `wangge-data`, for the page's head."""
    table = {
        "steps": STEPS_PER_DEGREE,
        "zone": str(subject.zone),
        "bounds": subject.bounds(),
        "at": seconds_of(subject.moments),
        "palettes": {theme: dict(palette(map_style(theme))) for theme in ("day", "night")},
        "levels": [_level(level, subject) for level in subject.outlines.levels],
        "ways": _ways(subject),
        "drawings": [_drawing(one) for one in subject.drawings],
        "words": {name: subject.say(phrase) for name, phrase in words.OF_SCRIPT.items()},
        **_members(subject),
        **_incidents(subject),
    }
    return f'<script type="application/json" id="wangge-data">{packed(table)}</script>\n'


def _level(level: LevelOutlines, subject: Subject) -> dict[str, Any]:
    look = map_style("day").level(level.level)
    return {
        "level": int(level.level),
        "label": subject.say(level.level.words),
        "width": look.width,
        "name_px": look.name_px,
        "name_zoom": level.name_zoom,
        "draw_zoom": round(level.name_zoom - math.log2(NAME_PX / SMALLEST_CELL_PX), 2),
        "cells": level.cells,
    }


def _ways(subject: Subject) -> list[dict[str, Any]]:
    styles = map_style("day").ways
    return [
        {
            "kind": ways.kind,
            "area": ways.is_area,
            "width_m": styles[ways.kind].width_m,
            "least_px": styles[ways.kind].min_px,
            "from_m_per_px": styles[ways.kind].from_m_per_px,
            "lines": ways.lines,
        }
        for ways in subject.ways
        if ways.kind in styles and WAYS in subject.layers
    ]


def _drawing(one: PageDrawing) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "tone": one.tone.value,
        "text": redacted(one.text),
        "area": one.is_area,
        "line": one.line,
        "since": one.since,
        "until": one.until,
    }


def _members(subject: Subject) -> dict[str, Any]:
    shown = subject.members if MEMBERS in subject.layers else []
    return {
        "looks": [subject.say(words.LOOK[look]) for look in MemberLook],
        "off_duty": int(MemberLook.OFF),
        "member_px": MEMBER_PX,
        "member_marks": [
            [member_mark(look, is_stale=stale) for stale in _BOTH] for look in MemberLook
        ],
        "members": [[one.number, one.surname, one.changes] for one in shown],
    }


def _incidents(subject: Subject) -> dict[str, Any]:
    shown = subject.cases if INCIDENTS in subject.layers else []
    used = sorted({look[2] or "" for case in shown for _, look in case.looks})
    class_of = {code: number for number, code in enumerate(used)}
    return {
        "states": [subject.say(words.STATE[state]) for state in STATES],
        "stages": [int(stage_of(state)) for state in STATES],
        "urgencies": [subject.say(phrase) for phrase in words.URGENCY.values()],
        "classes": [subject.category(code) for code in used],
        "incident_px": INCIDENT_PX,
        "incident_marks": [
            [
                [incident_mark(urgency, stage, is_overdue=late) for late in _BOTH]
                for stage in Stage
            ]
            for urgency in range(3)
        ],
        "incidents": [_case(case, class_of, subject) for case in shown],
    }


def _case(case: Case, class_of: dict[str, int], subject: Subject) -> list[Any]:
    """Number, [lat, lon] in steps or null, report in seconds since the epoch, looks.

    A look: moment, state, urgency, class, due or null, and the rows of members on it.
    """
    place = None
    if case.place is not None:
        degrees = case.place.lat_deg, case.place.lon_deg
        place = [round(degree * STEPS_PER_DEGREE) for degree in degrees]
    has_links = {LINKS, MEMBERS} <= subject.layers
    looks = [
        [at, state, urgency, class_of.get(code or "", 0), due_s, *(rows if has_links else ())]
        for at, (state, urgency, code, due_s, rows) in case.looks
    ]
    return [case.number, place, int(case.reported_at.timestamp()), looks]
