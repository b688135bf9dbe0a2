"""What the page's script reads: outlines, marks and words, as one JSON element."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from maps.export import words
from maps.export.marks import INCIDENT_PX, MEMBER_PX, css_colour, incident_mark, member_mark
from maps.export.outlines import NAME_PX, STEPS_PER_DEGREE, packed
from maps.layers.cells import SMALLEST_CELL_PX
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from maps.export.outlines import LevelOutlines
    from maps.export.subject import Subject

_BOTH = (False, True)


def page_data(subject: Subject) -> str:
    """The element `wangge-data`, for the page's head."""
    style = subject.style
    table = {
        "steps": STEPS_PER_DEGREE,
        "ground": css_colour(style.tints[0]),
        "levels": [_level(level, subject) for level in subject.outlines.levels],
        "looks": [subject.say(words.LOOK[look]) for look in MemberLook],
        "no_fix": subject.say(words.NO_FIX),
        "old_fix": subject.say(words.OLD_FIX),
        "member_px": MEMBER_PX,
        "member_marks": [
            [member_mark(style, look, is_stale=stale) for stale in _BOTH] for look in MemberLook
        ],
        "incident_px": INCIDENT_PX,
        "incident_marks": [
            [
                [incident_mark(style, urgency, stage, is_overdue=late) for late in _BOTH]
                for stage in Stage
            ]
            for urgency in range(3)
        ],
    }
    return f'<script type="application/json" id="wangge-data">{packed(table)}</script>\n'


def _level(level: LevelOutlines, subject: Subject) -> dict[str, Any]:
    look = subject.style.level(level.level)
    return {
        "level": int(level.level),
        "label": subject.say(level.level.words),
        "line": css_colour(look.line),
        "width": look.width,
        "name_px": look.name_px,
        "name_zoom": level.name_zoom,
        "draw_zoom": round(level.name_zoom - math.log2(NAME_PX / SMALLEST_CELL_PX), 2),
        "cells": level.cells,
    }
