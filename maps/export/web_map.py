"""Pictures as one self-contained page: folium lays it out, nothing in it needs a network.

Folium links its libraries from the network; here it links none, and the ones we ship stand
in the page's head instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from maps.export.assets import libraries, own_script, own_style
from maps.export.cases import cases
from maps.export.drawn import drawn
from maps.export.layers import ALL_LAYERS, CELLS, DRAWINGS, page_layers
from maps.export.moments import hidden_incidents
from maps.export.outlines import Outlines, outlines_of
from maps.export.page_data import page_data
from maps.export.page_text import head, side, timeline
from maps.export.subject import Subject
from maps.export.ways import ways_of_page
from maps.export.whereabouts import whereabouts
from maps.geometry.projection import to_mercator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from maps.export.moments import Moment
    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Ways
    from maps.layers.style import Theme
    from models.domain.category import Category
    from models.domain.error import Language
    from models.domain.grid import Cell
    from models.domain.ids import CellId, IncidentId

OUTLINES_BYTES: Final = 7_500_000
"""What the outlines of all cells may take, so that a page stays below 10 MB."""
WAYS_BYTES: Final = 1_500_000
"""What roads and water may take."""
_LARGEST_ZOOM: Final = 20


@dataclass(frozen=True, slots=True)
class PageMatter:
    """What a page is made from.

    `moments` are one, or the steps of a period, ascending; `shapes` holds cells' WGS 84
    (multi)polygons as WKB; `ways` lie in the plane of the map; `restricted` names incidents
    that are so by now, whatever was known then; `zone` is the one the page is written in.
    """

    moments: Sequence[Moment]
    cells: Mapping[CellId, Cell]
    shapes: Mapping[CellId, bytes]
    categories: Mapping[str, Category]
    zone: tzinfo
    ways: Sequence[Ways] = ()
    restricted: frozenset[IncidentId] = field(default_factory=frozenset)
    language: Language = "zh"
    theme: Theme = "day"
    layers: frozenset[str] = ALL_LAYERS


class _Verbatim(Element):
    """Text for the page that no template may touch."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class _Script(MacroElement):
    """A line of script, run after what its parent makes."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.line }}{% endmacro %}")

    def __init__(self, line: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has half its types
        self.line = line


def web_map(matter: PageMatter, *, outlines_bytes: int = OUTLINES_BYTES) -> str:
    """The page as HTML, all in one text."""
    subject = _subject(matter, outlines_bytes)
    figure = Figure(title=escape(subject.title))
    page = _empty_map(subject)
    figure.add_child(page)
    before = libraries() + own_style(subject.theme) + page_data(subject) + own_script()
    figure.header.add_child(_Verbatim(before))
    figure.html.add_child(_Verbatim(head(subject) + side(subject) + timeline(subject)))
    _add_layers(page, subject)
    html: str = figure.render()
    tongue = "zh-CN" if subject.language == "zh" else "en"
    root = f'<html lang="{tongue}" data-theme="{subject.theme}">'
    return html.replace("<html>", root, 1)


def _subject(matter: PageMatter, outlines_bytes: int) -> Subject:
    day = matter.moments[-1].now.astimezone(matter.zone).date()
    cells = [cell for cell in matter.cells.values() if cell.is_valid_on(day)]
    tops = sorted(cells, key=lambda cell: (cell.level, cell.code))
    hidden = hidden_incidents(matter.moments, matter.categories, matter.restricted)
    row_of, members = whereabouts(matter.moments, matter.cells)
    has_cells = CELLS in matter.layers
    outlines = outlines_of(cells if has_cells else [], matter.shapes, outlines_bytes)
    return Subject(
        district="、".join(c.name or c.code for c in tops if c.level == tops[0].level),
        outlines=outlines,
        ways=ways_of_page(matter.ways, _plane(outlines), WAYS_BYTES),
        moments=matter.moments,
        members=members,
        cases=cases(matter.moments, hidden, row_of),
        drawings=drawn(matter.moments, hidden) if DRAWINGS in matter.layers else (),
        categories=matter.categories,
        zone=matter.zone,
        language=matter.language,
        theme=matter.theme,
        layers=matter.layers,
    )


def _plane(outlines: Outlines) -> Bounds | None:
    if outlines.bounds is None:
        return None
    west, south, east, north = outlines.bounds
    (low_x, low_y), (high_x, high_y) = to_mercator([(west, south), (east, north)]).tolist()
    return low_x, low_y, high_x, high_y


def _empty_map(subject: Subject) -> folium.Map:
    page = folium.Map(location=subject.middle(), zoom_start=12, tiles=None, zoom_snap=0.25)
    # Without tiles nobody else says where zooming ends, and clusters need to know.
    page.options["max_zoom"] = _LARGEST_ZOOM
    # What folium would link from the network stands in the head already.
    page.default_js, page.default_css = [], []
    return page


def _add_layers(page: folium.Map, subject: Subject) -> None:
    groups = {}
    for layer in page_layers(subject):
        group = folium.FeatureGroup(name=layer.label, show=layer.is_shown)
        page.add_child(group)
        groups[layer.key] = group.get_name()
    page.add_child(folium.LayerControl(collapsed=False))
    listed = ", ".join(f'"{key}": {name}' for key, name in groups.items())
    page.add_child(_Script(f"wangge.start({page.get_name()}, {{{listed}}});"))
