"""The words of a page: head, legend, the list of incidents, and what is not on it.

Plain HTML, readable and printable without any script.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from maps.export import words
from maps.export.marks import css_colour, incident_mark, member_mark
from maps.export.outlines import TOLERANCES_M
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from maps.export.rows import IncidentRow
    from maps.export.subject import Subject


def head(subject: Subject) -> str:
    """Title, instant and the two counts."""
    counts = (
        f"{subject.say(words.INCIDENTS)} {len(subject.incidents)} · "
        f"{subject.say(words.MEMBERS)} {len(subject.members)}"
    )
    at = subject.now.isoformat(sep=" ", timespec="minutes")
    return (
        f"<style>:root {{{_colours(subject)}}}</style>\n"
        f"<header><h1>{escape(subject.title)}</h1>"
        f"<p>{subject.say(words.AS_OF)} <time>{at}</time> · seq {subject.seq}</p>"
        f"<p>{counts}</p><noscript><p>{subject.say(words.NO_SCRIPT)}</p></noscript></header>\n"
    )


def side(subject: Subject) -> str:
    """Legend, incidents, and what was left out."""
    return f"<aside>\n{_legend(subject)}\n{_table(subject)}\n{_notes(subject)}\n</aside>\n"


def _colours(subject: Subject) -> str:
    style = subject.style
    colours = {
        "text": style.plain["text"],
        "dim": style.plain["text_dim"],
        "background": style.plain["background"],
        "rule": style.level(4).line,
        "free": style.member["free"],
        **{name: style.incident[name] for name in ("general", "urgent", "emergency")},
        "overdue": style.plain["blocked"],
    }
    return " ".join(f"--{name}: {css_colour(colour)};" for name, colour in colours.items())


def _legend(subject: Subject) -> str:
    style, say = subject.style, subject.say
    items = [
        (incident_mark(style, urgency.rank, Stage.TO_DISPATCH, is_overdue=False), text)
        for urgency, text in words.URGENCY.items()
    ]
    items += [
        (incident_mark(style, 0, stage, is_overdue=False), text)
        for stage, text in words.STAGE.items()
    ]
    items.append((incident_mark(style, 0, Stage.HANDLING, is_overdue=True), words.OVERDUE))
    items += [
        (member_mark(style, look, is_stale=False), text) for look, text in words.LOOK.items()
    ]
    items.append((member_mark(style, MemberLook.FREE, is_stale=True), words.OLD_FIX))
    items.append(('<span class="bubble members">9</span>', words.CLUSTER))
    rows = "\n".join(f"<li>{mark}<span>{say(text)}</span></li>" for mark, text in items)
    return f'<h2>{say(words.LEGEND)}</h2>\n<ul class="legend">\n{rows}\n</ul>'


def _table(subject: Subject) -> str:
    say = subject.say
    title = f"<h2>{say(words.INCIDENTS)} {len(subject.incidents)}</h2>"
    if not subject.incidents:
        return f'{title}\n<p id="incidents">{say(words.NONE_OPEN)}</p>'
    heads = (words.NUMBER, words.CLASS, words.STATE_HEAD, words.URGENCY_HEAD, words.DUE)
    head_row = "".join(f"<th>{say(name)}</th>" for name in heads)
    rows = "\n".join(_row(i, row, subject) for i, row in enumerate(subject.incidents))
    return (
        f'{title}\n<table id="incidents"><thead><tr>{head_row}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _row(index: int, row: IncidentRow, subject: Subject) -> str:
    say = subject.say
    number = escape(row.number)
    if row.place is None:
        number += f"<br>({say(words.NO_PLACE)})"
    due = subject.instant(row.due_at).replace(" ", "<br>") if row.due_at else "–"
    if row.is_overdue:
        due += f' <span class="overdue">{say(words.OVERDUE)}</span>'
    cells = (
        number,
        escape(say(row.category or words.NO_CLASS)),
        say(words.STATE[row.state]),
        say(words.URGENCY[row.urgency]),
        due,
    )
    kind = f"u{row.urgency.rank}" + ("" if row.place else " no-place")
    inside = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr id="incident-{index}" class="{kind}">{inside}</tr>'


def _notes(subject: Subject) -> str:
    say = subject.say
    notes = [say(words.RESTRICTED)]
    left_out = subject.outlines.left_out
    if left_out:
        names = "、".join(say(level.words) for level in left_out)
        notes.append(say(words.LEFT_OUT).format(levels=names))
    bent = [one for one in subject.outlines.levels if one.tolerance_m > TOLERANCES_M[0]]
    notes += [
        say(words.BENT).format(levels=say(one.level.words), m=f"{one.tolerance_m:.0f}")
        for one in bent
    ]
    unplaced = sum(member.lonlat_deg is None for member in subject.members)
    if unplaced:
        notes.append(say(words.UNPLACED_MEMBERS).format(n=unplaced))
    notes.append(say(words.OFFLINE))
    return "\n".join(f"<p>{escape(note)}</p>" for note in notes)
