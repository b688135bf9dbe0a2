"""Data for other programs: opened as GDAL and QGIS open it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import geopandas
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest

from console.app.picture_data import write_data
from console.app.picture_rows import Layer
from console.app.picture_table import write_layers
from console.state.reference import Reference
from maps.export.moments import Moment
from models.domain.drawing import DrawingKind, DrawingShape
from models.domain.error import BadInput
from models.domain.grid import Grid
from models.domain.incident import State
from models.domain.work_calendar import WorkCalendar
from models.feed.source import ListSource
from models.feed.track import Fixes
from tests.builders import NINE, a_drawing, a_member, a_task, an_incident
from tests.maps.export.page_world import RUBBISH, SECRET, a_moment, fixes_of, the_cells

PERIOD = (NINE - timedelta(minutes=30), NINE)
TYPES = {
    "cells": "MultiPolygon",
    "incidents": "Point",
    "members": "Point",
    "links": "LineString",
    "drawings": "Unknown",
    "tracks": "MultiLineString",
}


def _facts(fixes: Fixes) -> Any:
    cells, shapes = the_cells()
    reference = Reference(
        version=1,
        grid=Grid.of(cells.values()),
        calendar=WorkCalendar(),
        shapes=MappingProxyType(shapes),
        categories=MappingProxyType({c.code: c for c in (RUBBISH, SECRET)}),
    )
    return SimpleNamespace(reference=reference, source=ListSource((), fixes))


def _walk(*members: Any) -> Fixes:
    """Three fixes of each, two of them close in time and the third after a long gap."""
    first = fixes_of(*members)
    walk = None
    for minutes, east in ((-20, 0.0), (-19, 0.001), (-18, 0.002), (-2, 0.003)):
        ts = first.ts_us + (minutes + 1) * 60_000_000
        lon = first.lon_deg + east
        part = Fixes(first.member, ts, lon, first.lat_deg, first.speed_mps, first.heading_deg)
        walk = part if walk is None else walk.joined(part)
    assert walk is not None
    return walk


@pytest.fixture
def world() -> tuple[Any, Moment]:
    busy, idle = a_member(number="M1", name="董例岚"), a_member(number="M2")
    handled = an_incident(State.HANDLING, number="C1", tasks=(a_task(busy),))
    nowhere = an_incident(number="C2", place=None)
    secret = an_incident(number="C3", category="E1302")
    drawings = [
        a_drawing(),
        a_drawing(
            kind=DrawingKind.CORDON,
            shape=DrawingShape.CIRCLE,
            radius_m=100.0,
            incident=secret.id,
        ),
        a_drawing(expires_at=NINE),
    ]
    moment = a_moment([handled, nowhere, secret], [busy, idle], drawings=drawings)
    return _facts(_walk(busy, idle)), moment


def _written(
    world: tuple[Any, Moment], file: Path, layers: frozenset[str] | None = None
) -> dict[str, int]:
    facts, moment = world
    return write_data(file, facts, moment, PERIOD, layers)


def test_a_package_has_its_layers_types_and_crs(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    file = tmp_path / "day.gpkg"
    counts = _written(world, file)

    assert dict(pyogrio.list_layers(file)) == TYPES
    assert counts == {
        "cells": 3,
        "incidents": 3,
        "members": 2,
        "links": 1,
        "drawings": 2,
        "tracks": 2,
    }
    for name, count in counts.items():
        about = pyogrio.read_info(file, layer=name)
        assert (about["features"], about["crs"]) == (count, "EPSG:4326")


def test_an_empty_layer_still_says_what_it_would_hold(tmp_path: Path) -> None:
    file = tmp_path / "empty.gpkg"
    write_data(file, _facts(fixes_of()), a_moment(), None, frozenset({"links", "members"}))

    assert dict(pyogrio.list_layers(file)) == {"members": "Point", "links": "LineString"}
    assert pyogrio.read_info(file, layer="links")["features"] == 0


def test_instants_carry_the_districts_offset(world: tuple[Any, Moment], tmp_path: Path) -> None:
    file = tmp_path / "day.gpkg"
    _written(world, file)

    members = geopandas.read_file(file, layer="members")
    assert members["fixed_at"][0] == "2026-11-20T08:59:00+08:00"
    metadata = pyogrio.read_info(file, layer="members")["layer_metadata"]
    assert metadata["at"] == "2026-11-20T09:00:00+08:00"
    assert metadata["from"] == "2026-11-20T08:30:00+08:00"


def test_a_link_runs_from_the_incident_to_the_member(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    file = tmp_path / "day.gpkg"
    _written(world, file)
    link = geopandas.read_file(file, layer="links").iloc[0]
    incident = geopandas.read_file(file, layer="incidents").set_index("number").loc["C1"]

    assert (link["incident"], link["member"], link["role"]) == ("C1", "M1", "lead")
    assert link.geometry.coords[0] == pytest.approx(incident.geometry.coords[0])


def test_a_track_is_broken_where_nobody_knows_the_way(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    file = tmp_path / "day.gpkg"
    _written(world, file)
    track = geopandas.read_file(file, layer="tracks").iloc[0]

    assert track["fixes"] == 4
    assert len(track.geometry.geoms) == 1  # the lonely fix after the gap makes no line
    assert track["length_m"] == pytest.approx(180, rel=0.05)
    assert track["first_at"] == "2026-11-20T08:40:00+08:00"


def test_a_drawing_is_measured_and_tells_whether_its_incident_is_restricted(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    file = tmp_path / "day.gpkg"
    _written(world, file)
    note, cordon = (row for _, row in geopandas.read_file(file, layer="drawings").iterrows())

    assert (note["text"], note.geometry.geom_type, note["restricted"]) == (
        "集结于此",
        "Point",
        False,
    )
    assert (cordon["incident"], cordon["restricted"]) == ("C3", True)
    assert cordon.geometry.geom_type == "Polygon"
    assert cordon["area_m2"] == pytest.approx(np.pi * 100**2, rel=0.01)
    assert cordon["length_m"] == pytest.approx(2 * np.pi * 100, rel=0.01)


def test_a_collection_tells_the_same_by_kind(world: tuple[Any, Moment], tmp_path: Path) -> None:
    file = tmp_path / "day.geojson"
    counts = _written(world, file)
    told = json.loads(file.read_text(encoding="utf-8"))
    read = geopandas.read_file(file)

    assert read["kind"].value_counts().to_dict() == {
        name.removesuffix("s"): count for name, count in counts.items()
    }
    assert read.crs.to_epsg() == 4326
    assert told["at"] == "2026-11-20T09:00:00+08:00"
    nowhere = next(f for f in told["features"] if f["properties"].get("number") == "C2")
    assert nowhere["geometry"] is None
    assert nowhere["properties"]["lon"] is None


def test_restricted_incidents_are_marked_and_no_words_of_reporters_are_in(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    file = tmp_path / "day.geojson"
    _written(world, file)
    told = file.read_text(encoding="utf-8")
    marked = {
        f["properties"]["number"]: f["properties"]["restricted"]
        for f in json.loads(told)["features"]
        if f["properties"]["kind"] == "incident"
    }

    assert marked == {"C1": False, "C2": False, "C3": True}
    assert "暴露垃圾" not in told.replace(RUBBISH.zh, "")


def test_a_workbook_has_a_sheet_for_incidents_and_one_for_members(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    file = tmp_path / "day.xlsx"
    counts = _written(world, file)
    book = pd.read_excel(file, sheet_name=None)

    assert {name: len(table) for name, table in book.items()} == counts
    assert set(counts) == {"incidents", "members"}


def test_a_name_that_looks_like_a_formula_is_a_name_in_a_workbook(tmp_path: Path) -> None:
    file, name = tmp_path / "a.xlsx", '=HYPERLINK("http://elsewhere.example")'
    write_layers(file, [Layer("members", "Point", [{"name": name}], np.array([None]))], {})
    cell = openpyxl.load_workbook(file)["members"]["A2"]

    assert (cell.data_type, cell.value) == ("s", name)


def test_tracks_need_a_period_and_a_workbook_holds_no_lines(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    facts, moment = world
    with pytest.raises(BadInput, match="bad_period"):
        write_data(tmp_path / "a.gpkg", facts, moment, None, frozenset({"tracks"}))
    with pytest.raises(BadInput, match="unknown_layer"):
        write_data(tmp_path / "a.xlsx", facts, moment, PERIOD, frozenset({"links"}))


def test_a_package_in_a_folder_that_is_not_there_is_an_os_error(
    world: tuple[Any, Moment], tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="day"):
        _written(world, tmp_path / "no" / "day.gpkg")


def test_every_field_is_told_in_the_papers(
    world: tuple[Any, Moment], tmp_path: Path, checkout: Path
) -> None:
    file = tmp_path / "day.gpkg"
    _written(world, file)
    paper = (checkout / "docs" / "export.md").read_text(encoding="utf-8")
    fields = {name: set(pyogrio.read_info(file, layer=name)["fields"]) for name in TYPES}

    told = {name: paper.split(f"**{name}**", 1)[1].split("\n", 1)[0] for name in TYPES}
    assert {
        name: [f for f in sorted(fields[name]) if f"`{f}`" not in told[name]] for name in TYPES
    } == {name: [] for name in TYPES}
