"""A picture as one self-contained page: folium lays it out, nothing in it needs a network.

Folium links its libraries from the network; here it links none, and the ones we ship stand
in the page's head instead. By day style, so that it prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

import folium
from branca.element import Element, Figure, MacroElement
from folium.plugins import FastMarkerCluster
from folium.template import Template

from maps.export import words
from maps.export.assets import libraries, own_script, own_style
from maps.export.outlines import outlines_of
from maps.export.page_data import page_data
from maps.export.page_text import head, side
from maps.export.rows import incident_rows, member_rows
from maps.export.subject import Subject
from maps.layers.members import MemberLook
from maps.layers.style import map_style

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from maps.export.rows import MemberRow
    from maps.layers.members import Positions
    from models.domain.category import Category
    from models.domain.error import Language, Words
    from models.domain.grid import Cell
    from models.domain.ids import CellId
    from models.picture.picture import Picture

OUTLINES_BYTES: Final = 6_000_000
"""What the outlines of all cells may take, so that a page stays below 10 MB."""
_LARGEST_ZOOM: Final = 20
_WHOLE_FROM_ZOOM: Final = 17
_CLUSTER_PX: Final = {"member": 56, "incident": 34}
"""Marks nearer than this on the screen become one bubble; incidents stand alone sooner."""


@dataclass(frozen=True, slots=True)
class PageMatter:
    """What a page is made from.

    `shapes` holds cells' WGS 84 (multi)polygons as WKB; `positions` are each member's last
    fix; `now` is the instant the page speaks of, aware; `zone` the one it is written in.
    """

    picture: Picture
    positions: Positions
    cells: Mapping[CellId, Cell]
    shapes: Mapping[CellId, bytes]
    categories: Mapping[str, Category]
    now: datetime
    zone: tzinfo
    language: Language = "zh"


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
    before = libraries() + own_style() + page_data(subject) + own_script()
    figure.header.add_child(_Verbatim(before))
    figure.html.add_child(_Verbatim(head(subject) + side(subject)))
    _add_layers(page, subject)
    html: str = figure.render()
    tongue = "zh-CN" if subject.language == "zh" else "en"
    return html.replace("<html>", f'<html lang="{tongue}">', 1)


def _subject(matter: PageMatter, outlines_bytes: int) -> Subject:
    day = matter.now.astimezone(matter.zone).date()
    cells = [cell for cell in matter.cells.values() if cell.is_valid_on(day)]
    tops = sorted(cells, key=lambda cell: (cell.level, cell.code))
    return Subject(
        district="、".join(c.name or c.code for c in tops if c.level == tops[0].level),
        outlines=outlines_of(cells, matter.shapes, outlines_bytes),
        incidents=incident_rows(matter.picture, matter.categories, matter.now),
        members=member_rows(matter.picture, matter.positions, matter.now, matter.cells),
        style=map_style("day"),
        now=matter.now.astimezone(matter.zone),
        seq=matter.picture.seq,
        language=matter.language,
    )


def _empty_map(subject: Subject) -> folium.Map:
    page = folium.Map(
        location=subject.middle(),
        zoom_start=12,
        tiles=None,
        prefer_canvas=True,
        zoom_snap=0.25,
    )
    # Without tiles nobody else says where zooming ends, and clusters need to know.
    page.options["max_zoom"] = _LARGEST_ZOOM
    # What folium would link from the network stands in the head already.
    page.default_js, page.default_css = [], []
    return page


def _add_layers(page: folium.Map, subject: Subject) -> None:
    page.add_child(_Script(f"wangge.prepare({page.get_name()});"))
    for index, level in enumerate(subject.outlines.levels):
        name = f"{subject.say(level.level.words)} {len(level.cells)}"
        group = folium.FeatureGroup(name=name)
        group.add_child(_Script(f"wangge.drawLevel({group.get_name()}, {index});"))
        page.add_child(group)
    away = {MemberLook.OFF}
    on_duty = _members(subject, words.MEMBERS, set(MemberLook) - away)
    off_duty = _members(subject, words.OFF_DUTY, away)
    incidents = _incidents(subject)
    for layer in (off_duty, on_duty, incidents):
        page.add_child(layer)
    page.add_child(folium.LayerControl(collapsed=False))
    bounds = subject.bounds()
    if bounds is not None:
        page.fit_bounds(bounds, padding=(16, 16))
    names = ", ".join(one.get_name() for one in (page, incidents, off_duty))
    page.add_child(_Script(f"wangge.start({names});"))


def _members(subject: Subject, title: Words, looks: set[MemberLook]) -> FastMarkerCluster:
    shown = [m for m in subject.members if m.look in looks]
    rows = [_member(m, subject) for m in shown if m.lonlat_deg is not None]
    return _cluster(rows, f"{subject.say(title)} {len(shown)}", "member")


def _member(row: MemberRow, subject: Subject) -> list[Any]:
    lon, lat = row.lonlat_deg or (0.0, 0.0)
    fixed = subject.instant(row.fixed_at) if row.fixed_at else ""
    about = [int(row.look), int(row.is_stale), row.number, row.surname, fixed]
    return [round(lat, 5), round(lon, 5), *about]


def _incidents(subject: Subject) -> FastMarkerCluster:
    rows = [
        [
            round(row.place.lat_deg, 5),
            round(row.place.lon_deg, 5),
            index,
            row.urgency.rank,
            int(row.stage),
            int(row.is_overdue),
        ]
        for index, row in enumerate(subject.incidents)
        if row.place is not None
    ]
    return _cluster(
        rows, f"{subject.say(words.INCIDENTS)} {len(subject.incidents)}", "incident"
    )


def _cluster(rows: list[list[Any]], title: str, kind: str) -> FastMarkerCluster:
    cluster = FastMarkerCluster(  # type: ignore[no-untyped-call]  # folium, likewise
        rows,
        callback=f"wangge.{kind}Mark",
        name=title,
        icon_create_function=f"wangge.{kind}Cluster",
        cluster_pane=f"{kind}s",
        max_cluster_radius=_CLUSTER_PX[kind],
        disable_clustering_at_zoom=_WHOLE_FROM_ZOOM,
        show_coverage_on_hover=False,
        spiderfy_on_max_zoom=True,
    )
    cluster.default_js, cluster.default_css = [], []
    return cluster
