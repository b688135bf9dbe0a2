"""The hand-over sheet laid out: one page of HTML for the screen, the same for paper."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.domain.ids import IncidentId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from console.tables.shift_paper import Figure, PaperRow, Section, ShiftPaper

INCIDENT: Final = "incident:"
"""How a link begins that leads to an incident."""
IN_ROW: Final = 6
"""So many figures stand beside each other."""
_ROLES: Final = ("text", "soft", "faint", "accent", "red", "yellow", "line", "raised")
INK: Final[Mapping[str, str]] = {
    "text": "#111111",
    "soft": "#444444",
    "faint": "#666666",
    "accent": "#111111",
    "red": "#a00d14",
    "yellow": "#6e4b00",
    "line": "#b9b9b9",
    "raised": "#f0f0f0",
}
"""The colours of paper."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How it looks: colours by role, and sizes as CSS says them (`15px`, `9pt`)."""

    colours: Mapping[str, str]
    size: Callable[[float], str]
    has_links: bool = True


def html_of(paper: ShiftPaper, dress: Dress) -> str:
    """A paper as HTML of the kind that Qt's text documents know."""
    parts = [
        f'<h1 style="font-size:{dress.size(22)}; margin:0">{escape(paper.title)}</h1>',
        *(_line(head, dress, "soft") for head in paper.heads),
        *_figures(paper.figures, dress),
        *_instructions(paper, dress),
        *(part for section in paper.sections for part in _section(section, dress)),
        "<p></p>",
        *(_line(sign, dress, "text", above=18) for sign in paper.signs),
        _line(paper.foot, dress, "faint"),
    ]
    text = dress.colours["text"]
    body = "".join(parts)
    return f'<div style="font-size:{dress.size(14)}; color:{text}">{body}</div>'


def incident_of(link: str) -> IncidentId | None:
    """The incident that a link leads to."""
    if not link.startswith(INCIDENT):
        return None
    return IncidentId(UUID(link.removeprefix(INCIDENT)))


def _line(words: str, dress: Dress, role: str, *, above: int = 4) -> str:
    look = f"margin:{above}px 0 4px 0; color:{dress.colours[role]}"
    return f'<p style="{look}">{escape(words)}</p>'


def _instructions(paper: ShiftPaper, dress: Dress) -> Iterator[str]:
    if not paper.instructions:
        return
    yield _title(paper.instructions_title, dress)
    lines = "<br>".join(map(escape, paper.instructions.splitlines()))
    look = f"background-color:{dress.colours['raised']}; padding:8px"
    size = dress.size(16)
    yield (
        f'<table width="100%" cellspacing="0"><tr><td style="{look}">'
        f'<span style="font-size:{size}">{lines}</span></td></tr></table>'
    )


def _figures(figures: tuple[Figure, ...], dress: Dress) -> Iterator[str]:
    yield '<table width="100%" cellspacing="0" cellpadding="4" style="margin-top:8px">'
    for begin in range(0, len(figures), IN_ROW):
        row = figures[begin : begin + IN_ROW]
        yield "<tr>" + "".join(_figure(one, dress) for one in row) + "</tr>"
    yield "</table>"


def _figure(one: Figure, dress: Dress) -> str:
    colour = dress.colours[one.tone or "text"]
    value = (
        f'<span style="font-size:{dress.size(24)}; color:{colour}"><b>{one.value}</b></span>'
    )
    name = f'<span style="color:{dress.colours["soft"]}">{escape(one.name)}</span>'
    return f'<td width="{100 // IN_ROW}%">{value}<br>{name}</td>'


def _title(words: str, dress: Dress) -> str:
    look = f"font-size:{dress.size(17)}; margin:16px 0 4px 0; color:{dress.colours['accent']}"
    return f'<h2 style="{look}">{escape(words)}</h2>'


def _section(section: Section, dress: Dress) -> Iterator[str]:
    line, soft = dress.colours["line"], dress.colours["soft"]
    if not section.rows:
        faint = f'<span style="color:{dress.colours["faint"]}">{escape(section.empty)}</span>'
        said = f'<span style="color:{soft}"><b>{escape(section.title)}</b></span>'
        yield f'<p style="margin:8px 0 0 0">{said} · {faint}</p>'
        return
    yield _title(section.title, dress)
    yield (
        '<table width="100%" cellspacing="0" cellpadding="4"'
        ' style="border-collapse:collapse"><thead><tr>'
    )
    look = f"color:{soft}; border-bottom:2px solid {line}"
    for column, width in zip(section.columns, _widths(section), strict=True):
        yield f'<th align="left" width="{width}%" style="{look}">{escape(column)}</th>'
    yield "</tr></thead>"
    for row in section.rows:
        yield _row(row, dress)
    yield "</table>"
    if section.more:
        yield _line(section.more, dress, "faint")


def _widths(section: Section) -> tuple[int, ...]:
    """How wide the columns are, in percent: of incidents the words take most."""
    if section.rows and section.rows[0].incident and len(section.columns) == len(_OF_ROWS):
        return _OF_ROWS
    count = len(section.columns)
    return (100 // count,) * count


_OF_ROWS: Final = (13, 33, 20, 18, 16)


def _row(row: PaperRow, dress: Dress) -> str:
    last = len(row.cells) - 1
    rule = f"border-bottom:1px solid {dress.colours['line']}"
    cells = []
    for at, words in enumerate(row.cells):
        is_toned = row.tone and at == last
        colour = dress.colours[row.tone if is_toned else "text"]
        said = escape(words)
        if at == 0 and row.incident is not None and dress.has_links:
            accent = dress.colours["accent"]
            said = f'<a href="{INCIDENT}{row.incident}" style="color:{accent}">{said}</a>'
        said = f"<b>{said}</b>" if is_toned else said
        cells.append(f'<td style="color:{colour}; {rule}">{said}</td>')
    return "<tr>" + "".join(cells) + "</tr>"
