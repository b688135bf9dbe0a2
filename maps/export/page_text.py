"""The words of a page: head, legend, the list of incidents, and what is not on it.

Plain HTML, readable and printable without any script.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from maps.export import words
from maps.export.cases import STATES, URGENCIES, is_late
from maps.export.layers import INCIDENTS, MEMBERS
from maps.export.marks import incident_mark, member_mark
from maps.export.outlines import TOLERANCES_M
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook
from models.domain.member import Duty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.export.cases import Case, Look
    from maps.export.subject import Subject
    from models.domain.error import Words
    from models.domain.member import Member

MOST_LISTED = 1_000
"""Longer lists nobody reads, and a browser would be slow to lay them out."""


def head(subject: Subject) -> str:
    """Title, instant, counts and the search box."""
    at = subject.now.astimezone(subject.zone).isoformat(sep=" ", timespec="minutes")
    first = subject.moments[0]
    of_period = ""
    if len(subject.moments) > 1:
        span = f"{subject.instant(first.now)} – {subject.instant(subject.now)}"
        of_period = f"<p>{subject.say(words.PERIOD)} {span}</p>"
    find = subject.say(words.FIND)
    return (
        f"<header><h1>{escape(subject.title)}</h1>"
        f'<p>{subject.say(words.AS_OF)} <time id="now">{at}</time></p>{of_period}'
        f'<p id="counts">{_counts(subject)}</p>'
        f'<form id="find" role="search"><input type="search" id="sought"'
        f' autocomplete="off" placeholder="{find}" aria-label="{find}">'
        f'<ul id="found" role="listbox" hidden></ul></form>'
        f"<noscript><p>{subject.say(words.NO_SCRIPT)}</p></noscript></header>\n"
    )


def side(subject: Subject) -> str:
    """Legend, incidents, and what was left out."""
    parts = [_legend(subject)]
    if INCIDENTS in subject.layers:
        parts.append(_table(subject))
    inside = "\n".join([*parts, _notes(subject)])
    return f"<aside>\n{inside}\n</aside>\n"


def timeline(subject: Subject) -> str:
    """The bar that moves through a period; nothing for one moment."""
    last = len(subject.moments) - 1
    if not last:
        return ""
    say = subject.say
    speeds = "".join(
        f'<option value="{speed}"{" selected" if speed == 2 else ""}>{speed} ×</option>'
        for speed in (1, 2, 4, 8)
    )
    return (
        '<nav id="timeline">'
        f'<button id="back" title="{say(words.BACK)}" aria-label="{say(words.BACK)}">'
        '<svg viewBox="0 0 16 16"><path d="M11 3 5 8l6 5z"/></svg></button>'
        f'<button id="play" title="{say(words.PLAY)}" aria-label="{say(words.PLAY)}">'
        '<svg viewBox="0 0 16 16"><path class="go" d="M4 2v12l10-6z"/>'
        '<path class="stay" d="M4 2h3v12H4zM9 2h3v12H9z"/></svg></button>'
        f'<button id="on" title="{say(words.ON)}" aria-label="{say(words.ON)}">'
        '<svg viewBox="0 0 16 16"><path d="M5 3l6 5-6 5z"/></svg></button>'
        f'<output id="clock" for="moment">{subject.instant(subject.now)}</output>'
        '<div class="track"><svg id="course" preserveAspectRatio="none" aria-hidden="true">'
        f'</svg><input type="range" id="moment" min="0" max="{last}" value="{last}" step="1"'
        f' aria-label="{say(words.MOMENT)}"><div id="ticks" aria-hidden="true"></div></div>'
        f'<select id="speed" title="{say(words.SPEED)}" aria-label="{say(words.SPEED)}">'
        f"{speeds}</select></nav>\n"
    )


def _counts(subject: Subject) -> str:
    shown = []
    if INCIDENTS in subject.layers:
        count = f'<b data-count="incidents">{len(_open_now(subject))}</b>'
        late = f'<b class="overdue" data-count="late">{_late_now(subject)}</b>'
        shown.append(f"{subject.say(words.INCIDENTS)} {count}")
        shown.append(f"{subject.say(words.LATE_COUNT)} {late}")
    if MEMBERS in subject.layers:
        serving = sum(m.duty is not Duty.LEFT for m in _last_members(subject))
        shown.append(f'{subject.say(words.MEMBERS)} <b data-count="all-members">{serving}</b>')
    return " · ".join(shown)


def _last_members(subject: Subject) -> Iterator[Member]:
    yield from subject.moments[-1].picture.members.values()


def _late_now(subject: Subject) -> int:
    return sum(is_late(look, subject.now) for _, _, look in _open_now(subject))


def _open_now(subject: Subject) -> list[tuple[int, Case, Look]]:
    """What is open at the moment the page opens on: the most urgent, then the oldest first."""
    last = len(subject.moments) - 1
    looks = ((row, case, case.look_at(last)) for row, case in enumerate(subject.cases))
    shown = [(row, case, look) for row, case, look in looks if look is not None]
    shown.sort(key=lambda one: (-one[2][1], one[1].reported_at, one[1].number))
    return shown


def _legend(subject: Subject) -> str:
    items: list[tuple[str, Words]] = []
    if INCIDENTS in subject.layers:
        items += [
            (incident_mark(urgency.rank, Stage.TO_DISPATCH, is_overdue=False), text)
            for urgency, text in words.URGENCY.items()
        ]
        items += [
            (incident_mark(0, stage, is_overdue=False), text)
            for stage, text in words.STAGE.items()
        ]
        items.append((incident_mark(0, Stage.HANDLING, is_overdue=True), words.OVERDUE))
        items.append(('<i class="link"></i>', words.LINKS))
    if MEMBERS in subject.layers:
        items += [
            (member_mark(look, is_stale=False), text) for look, text in words.LOOK.items()
        ]
        items.append((member_mark(MemberLook.FREE, is_stale=True), words.OLD_FIX))
        items.append(('<span class="bubble members">9</span>', words.CLUSTER))
    say = subject.say
    rows = "\n".join(
        f'<li><span class="swatch">{mark}</span><span>{say(text)}</span></li>'
        for mark, text in items
    )
    return f'<h2>{say(words.LEGEND)}</h2>\n<ul class="legend">\n{rows}\n</ul>'


def _table(subject: Subject) -> str:
    say = subject.say
    shown = _open_now(subject)
    title = f'<h2>{say(words.INCIDENTS)} <b data-count="incidents">{len(shown)}</b></h2>'
    heads = (words.NUMBER, words.CLASS, words.STATE_HEAD, words.URGENCY_HEAD, words.DUE)
    head_row = "".join(f"<th>{say(name)}</th>" for name in heads)
    rows = "\n".join(_row(*one, subject) for one in shown[:MOST_LISTED])
    more = ""
    if len(shown) > MOST_LISTED:
        more = say(words.OF_SCRIPT["more"]).format(n=len(shown) - MOST_LISTED)
    elif not shown:
        more = say(words.NONE_OPEN)
    return (
        f'{title}\n<table id="incidents" data-most="{MOST_LISTED}"><thead><tr>{head_row}</tr>'
        f'</thead>\n<tbody>\n{rows}\n</tbody></table><p id="more">{more}</p>'
    )


def _row(number: int, case: Case, look: Look, subject: Subject) -> str:
    state, urgency, code, due_s, _ = look
    say = subject.say
    shown = escape(case.number)
    if case.place is None:
        shown += f"<br>({say(words.NO_PLACE)})"
    due = "–"
    if due_s is not None:
        due_at = datetime.fromtimestamp(due_s, UTC)
        due = subject.instant(due_at).replace(" ", "<br>")
    if is_late(look, subject.now):
        due += f' <span class="overdue">{say(words.OVERDUE)}</span>'
    cells = (
        shown,
        escape(subject.category(code)),
        say(words.STATE[STATES[state]]),
        say(words.URGENCY[URGENCIES[urgency]]),
        due,
    )
    kind = f"u{urgency}" + ("" if case.place else " no-place")
    inside = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr id="incident-{number}" class="{kind}">{inside}</tr>'


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
    unplaced = sum(not member.changes for member in subject.members)
    if unplaced and MEMBERS in subject.layers:
        notes.append(say(words.UNPLACED_MEMBERS).format(n=unplaced))
    notes.append(say(words.OFFLINE).format(zone=subject.zone))
    return "\n".join(f"<p>{escape(note)}</p>" for note in notes)
