"""The layers of a page, as its control lists them: the marks that matter first."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from maps.export import words
from maps.export.marks import incident_mark, member_mark
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.export.subject import Subject

CELLS: Final = "cells"
MEMBERS: Final = "members"
INCIDENTS: Final = "incidents"
LINKS: Final = "links"
HEAT: Final = "heat"
WAYS: Final = "ways"
DRAWINGS: Final = "drawings"
ALL_LAYERS: Final = frozenset({CELLS, MEMBERS, INCIDENTS, LINKS, HEAT, WAYS, DRAWINGS})


@dataclass(frozen=True, slots=True)
class PageLayer:
    """One line of the control: `label` is HTML, `key` what the page's script calls it."""

    key: str
    label: str
    is_shown: bool = True


def page_layers(subject: Subject) -> Iterator[PageLayer]:
    """The layers that a page has, in the order of the control."""
    wanted = subject.layers
    if INCIDENTS in wanted:
        yield from _incidents(subject)
    if LINKS in wanted and {INCIDENTS, MEMBERS} <= wanted:
        yield PageLayer("links", _label('<i class="link"></i>', subject.say(words.LINKS)))
    if MEMBERS in wanted:
        yield from _members(subject)
    if DRAWINGS in wanted and subject.drawings:
        label = _label('<i class="drawing"></i>', subject.say(words.DRAWINGS))
        yield PageLayer("drawings", label)
    if HEAT in wanted and INCIDENTS in wanted:
        label = _label('<i class="heat"></i>', subject.say(words.HEAT))
        yield PageLayer("heat", label, is_shown=False)
    if WAYS in wanted and subject.ways:
        yield PageLayer("ways", _label('<i class="way"></i>', subject.say(words.WAYS)))
    for level in subject.outlines.levels:
        line = f'<i class="level" style="border-color:var(--level-{int(level.level)})"></i>'
        name = f"{escape(subject.say(level.level.words))} {len(level.cells)}"
        yield PageLayer(f"level-{int(level.level)}", _label(line, name))


def _incidents(subject: Subject) -> Iterator[PageLayer]:
    for urgency, phrase in reversed(words.URGENCY.items()):
        mark = incident_mark(urgency.rank, Stage.TO_DISPATCH, is_overdue=False)
        key = f"urgency-{urgency.rank}"
        yield PageLayer(key, _label(mark, subject.say(phrase), key))


def _members(subject: Subject) -> Iterator[PageLayer]:
    for key, phrase, look in (
        ("members", words.MEMBERS, MemberLook.FREE),
        ("off-duty", words.OFF_DUTY, MemberLook.OFF),
    ):
        mark = member_mark(look, is_stale=False)
        label = _label(mark, subject.say(phrase), key)
        yield PageLayer(key, label, is_shown=key == "members")


def _label(mark: str, words_: str, counted: str = "") -> str:
    """A mark, words, and a place for a count that the page's script keeps."""
    count = f' <b data-count="{counted}"></b>' if counted else ""
    return f'<span class="swatch">{mark}</span>{words_}{count}'
