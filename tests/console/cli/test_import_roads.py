"""`import roads` through the command line: one net for all consoles of a home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas
import pytest
import shapely

from console.app.home import Address, Home
from console.app.roads_apart import ReadRoads
from models.store.embedded import stop_embedded
from tests.console.cli.homes import Cli

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.db
LINES = [
    shapely.LineString([(121.5, 35.2), (121.51, 35.2)]),
    shapely.LineString([(121.51, 35.2), (121.51, 35.21)]),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of this file's own."""
    home = tmp_path_factory.mktemp("roads")
    yield home
    stop_embedded(home)


@pytest.fixture
def own(folder: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on it."""
    return Cli(folder, capsys)


def a_file(path: Path, shapes: list[shapely.Geometry] = LINES) -> Path:
    table = {"highway": ["primary"] * len(shapes), "name": ["霞光路"] * len(shapes)}
    geopandas.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326").to_file(path)
    return path


def test_roads_are_stored_once_and_every_console_reads_the_same(
    own: Cli, folder: Path, tmp_path: Path
) -> None:
    file = a_file(tmp_path / "roads.gpkg", [line.reverse() for line in LINES])
    dry = own.ok("import", "roads", str(file), "--dry-run")
    assert (dry["read"], dry["inserted"], dry["roads"]) == (2, 0, 2)
    first = own.ok("import", "roads", str(file))
    assert (first["nodes"], first["edges"]) == (3, 2)
    assert first["inserted"] + first["updated"] == 2
    assert first["km_by_class"]["primary"] == pytest.approx(0.909 + 1.112, abs=0.01)
    assert own.ok("import", "roads", str(file))["unchanged"] == 2
    with Home(Address(folder)) as home:
        net = ReadRoads(home, None)()
        assert net is not None
        assert net.has_roads
        assert ReadRoads(home, net.version)() is None


def test_one_bad_row_keeps_all_roads_out_unless_the_good_ones_will_do(
    own: Cli, tmp_path: Path
) -> None:
    file = a_file(tmp_path / "mixed.geojson", [*LINES, shapely.Point(121.5, 35.2)])
    answer = own("import", "roads", str(file))
    assert (answer.status, answer["error"]) == (2, "rejected_rows")
    assert answer["rejected"][0]["row"] == 3
    assert own.ok("import", "roads", str(file), "--partial")["roads"] == 2


def test_a_net_in_pieces_is_doubted(own: Cli, tmp_path: Path) -> None:
    apart = [*LINES[:1], shapely.LineString([(121.6, 35.3), (121.61, 35.3)])]
    answer = own.ok("import", "roads", str(a_file(tmp_path / "a.gpkg", apart)), "--dry-run")
    assert answer["connected"] == pytest.approx(0.5, abs=0.01)
    assert "pieces" in answer["warnings"][-1]


def test_a_file_without_a_road_leaves_the_net_there_was_and_says_so(
    own: Cli, folder: Path, tmp_path: Path
) -> None:
    own.ok("import", "roads", str(a_file(tmp_path / "a.gpkg")))
    nothing = tmp_path / "nothing.geojson"
    nothing.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    answer = own.ok("import", "roads", str(nothing))
    assert "no road" in answer["warnings"][-1]
    with Home(Address(folder)) as home:
        net = ReadRoads(home, None)()
        assert net is not None
        assert net.has_roads


def test_roads_of_another_place_than_the_cells_are_doubted(own: Cli, tmp_path: Path) -> None:
    cells = tmp_path / "cells.geojson"
    square = geopandas.GeoDataFrame(
        {"code": ["990101"], "name": ["区"]}, geometry=[shapely.box(121, 35, 122, 36)], crs=4326
    )
    square.to_file(cells)
    own.ok("import", "cells", str(cells), "--level", "1", "--code-field", "code")
    away = a_file(tmp_path / "away.gpkg", [shapely.LineString([(1, 1), (1.01, 1)])])
    there = a_file(tmp_path / "there.gpkg")
    assert "outside" in own.ok("import", "roads", str(away), "--dry-run")["warnings"][-1]
    assert own.ok("import", "roads", str(there), "--dry-run")["warnings"] == []
