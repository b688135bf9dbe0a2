"""The marks of members and incidents as SVG, alike to those the desk stamps.

Their colours are custom properties of the page (`palette`), so that one mark serves night,
day and paper.

Shape tells as much as colour. Members: plain = free, dot = has work, bar = full, ring = held,
two bars = on a break, hollow = off duty, dashed with ? = old position. Incidents: circle
general, triangle urgent, diamond emergency; hollow = to accept, filled = to dispatch, half =
to sign, dot = being handled, tick = to check or close; ! = overdue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from maps.layers.incidents import Stage
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.layers.style import Colour, MapStyle

MEMBER_PX: Final = 20
INCIDENT_PX: Final = 26
URGENCIES: Final = ("general", "urgent", "emergency")
_OUTLINES: Final = (
    '<circle r="8"/>',
    '<path d="M0-9.5 9.3 7-9.3 7z"/>',
    '<path d="M0-10 10 0 0 10-10 0z"/>',
)
_HOLLOW: Final = frozenset({MemberLook.BREAK, MemberLook.OFF})


def css_colour(colour: Colour) -> str:
    """#rrggbb, or rgba() where it is not opaque."""
    red, green, blue, alpha = colour
    if alpha == 255:
        return f"#{red:02x}{green:02x}{blue:02x}"
    return f"rgba({red},{green},{blue},{alpha / 255:.2f})"


def palette(style: MapStyle) -> Mapping[str, str]:
    """The custom properties of a page in one theme, by name without the hyphens before it."""
    names = {name.replace("_", "-"): colour for name, colour in style.plain.items()}
    names |= {f"m-{name}": colour for name, colour in style.member.items()}
    names |= {f"i-{name.replace('_', '-')}": c for name, c in style.incident.items()}
    names |= {f"tint-{number}": tint for number, tint in enumerate(style.tints)}
    names |= {f"level-{level}": look.line for level, look in style.levels.items()}
    names |= {f"way-{kind}": way.colour for kind, way in style.ways.items()}
    names |= {f"drawing-{tone}": colour for tone, colour in style.drawing.items()}
    return {name: css_colour(colour) for name, colour in names.items()}


def member_mark(look: MemberLook, *, is_stale: bool) -> str:
    """A member's mark, an `<svg>` of `MEMBER_PX` square."""
    ink = _var(f"m-{'stale' if is_stale else look.name.lower()}")
    edge = _var("m-edge")
    hollow = is_stale or look in _HOLLOW
    dash = ' stroke-dasharray="3.4 2.2"' if is_stale else ""
    disc = (
        f'<circle r="7.4" fill="{edge}"/><circle r="5.6" fill="{edge if hollow else ink}"'
        f' stroke="{ink}" stroke-width="1.8"{dash}/>'
    )
    return _svg(MEMBER_PX, disc + _member_inside(look, ink, edge, is_stale=is_stale))


def incident_mark(urgency: int, stage: Stage, *, is_overdue: bool) -> str:
    """An incident's mark, an `<svg>` of `INCIDENT_PX` square; `urgency` is a rank, 0…2."""
    name = URGENCIES[urgency]
    ink, edge = _var(f"i-{name}"), _var("i-edge")
    is_first = stage is Stage.TO_DISPATCH
    fill = _var(f"i-{name}-fill") if is_first else edge
    line = _var("i-ring") if is_first else ink
    outline = _OUTLINES[urgency]
    halo = f'<g fill="{edge}" stroke="{edge}" stroke-width="5">{outline}</g>'
    body = f'<g fill="{fill}" stroke="{line}" stroke-width="2.2">{outline}</g>'
    badge = _badge() if is_overdue else ""
    joined = f'<g stroke-linejoin="round">{halo}{body}{_stage_inside(stage, ink, urgency)}</g>'
    return _svg(INCIDENT_PX, joined + badge)


def _member_inside(look: MemberLook, ink: str, edge: str, *, is_stale: bool) -> str:
    if is_stale:
        return _letter("?", ink, 0, 9)
    if look is MemberLook.TASKED:
        return f'<circle r="2.2" fill="{edge}"/>'
    if look is MemberLook.FULL:
        return f'<rect x="-3.8" y="-1.4" width="7.6" height="2.8" fill="{edge}"/>'
    if look is MemberLook.HELD:
        return f'<circle r="8.8" fill="none" stroke="{ink}" stroke-width="1.4"/>'
    if look is MemberLook.BREAK:
        return f'<path d="M-2.6-3h1.8v6h-1.8zM.8-3h1.8v6H.8z" fill="{ink}"/>'
    return ""


def _stage_inside(stage: Stage, ink: str, urgency: int) -> str:
    down = 1.5 if urgency == 1 else 0.0
    if stage is Stage.TO_SIGN:
        left = ("M0-8A8 8 0 0 0 0 8z", "M0-9.5V7H-9.3z", "M0-10V10L-10 0z")[urgency]
        return f'<path d="{left}" fill="{ink}"/>'
    if stage is Stage.HANDLING:
        return f'<circle cy="{down}" r="2.6" fill="{ink}"/>'
    if stage is Stage.TO_CLOSE:
        tick = f"M-3.4 {down}-.8 {down + 2.8} 3.8 {down - 3}"
        return f'<path d="{tick}" fill="none" stroke="{ink}" stroke-width="1.9"/>'
    return ""


def _badge() -> str:
    red, edge = _var("i-overdue"), _var("i-edge")
    disc = f'<circle cx="7.5" cy="-7.5" r="5" fill="{red}" stroke="{edge}"/>'
    return disc + f'<g transform="translate(7.5 -7.5)">{_letter("!", "#fff", 0, 8.5)}</g>'


def _var(name: str) -> str:
    return f"var(--{name})"


def _letter(letter: str, colour: str, x: float, height: float) -> str:
    return (
        f'<text x="{x}" y="{height * 0.36:.1f}" fill="{colour}" font-size="{height}"'
        f' font-weight="bold" text-anchor="middle">{letter}</text>'
    )


def _svg(side: int, inside: str) -> str:
    half = side / 2
    # Inside an HTML page an svg needs no namespace, so no address stands in the file.
    return (
        f'<svg width="{side}" height="{side}" viewBox="{-half} {-half} {side} {side}"'
        f' aria-hidden="true">{inside}</svg>'
    )
