"""Rows of a moment into files of others: GeoPackage, GeoJSON, a workbook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from console.app.picture_rows import INCIDENTS, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from console.app.picture_rows import Layer, Row

_UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
"""Characters that a workbook cannot hold."""
_STEP_DEG: Final = 1e-7
"""A centimetre: what coordinates are rounded to in GeoJSON, as its standard counsels."""
SHEETS: Final = frozenset({INCIDENTS, MEMBERS})
"""The layers that a workbook has a sheet for: those whose place two numbers tell."""


def write_layers(file: Path, layers: Sequence[Layer], about: Mapping[str, str]) -> None:
    """Write layers to GeoPackage, GeoJSON (one collection, `kind` tells) or xlsx.

    `about` is kept in a GeoPackage's metadata and in a GeoJSON's own members.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    ending = file.suffix.lower()
    if ending == ".xlsx":
        _write_book(file, layers)
    elif ending == ".gpkg":
        _write_package(file, layers, about)
    else:
        _write_collection(file, layers, about)


def _write_book(file: Path, layers: Sequence[Layer]) -> None:
    with pd.ExcelWriter(file, engine="openpyxl") as book:
        for layer in layers:
            table = pd.DataFrame(layer.rows).replace(_UNSEEN, "", regex=True)
            table.to_excel(book, sheet_name=layer.name, index=False)
            _as_text(book.sheets[layer.name])


def _as_text(sheet: Worksheet) -> None:
    """What begins with `=` is somebody's name, and nothing for a computer to reckon."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"


def _write_package(file: Path, layers: Sequence[Layer], about: Mapping[str, str]) -> None:
    try:
        for layer in layers:
            frame = geopandas.GeoDataFrame(_table(layer), geometry=layer.shapes, crs=4326)
            pyogrio.write_dataframe(
                frame,
                file,
                layer=layer.name,
                driver="GPKG",
                geometry_type=layer.geometry_type,
                layer_metadata=dict(about),
            )
        _require_whole(file, layers)
    except (DataSourceError, DataLayerError) as error:
        raise OSError(str(error)) from error


def _table(layer: Layer) -> pd.DataFrame:
    if layer.rows:
        return pd.DataFrame(layer.rows)
    return pd.DataFrame({"number": pd.Series(dtype="object")})


def _require_whole(file: Path, layers: Sequence[Layer]) -> None:
    """GDAL says nothing of a disk that was full: what was written is counted."""
    for layer in layers:
        found = pyogrio.read_info(file, layer=layer.name)["features"]
        if found != len(layer.rows):
            message = f"{found} of {len(layer.rows)} rows reached the disk; is it full?"
            raise OSError(message)


def _write_collection(file: Path, layers: Sequence[Layer], about: Mapping[str, str]) -> None:
    head = json.dumps({"type": "FeatureCollection", **about}, ensure_ascii=False)
    with file.open("w", encoding="utf-8") as out:
        out.write(head[:-1] + ', "features": [')
        separator = "\n"
        for layer in layers:
            for feature in _features(layer):
                out.write(separator + feature)
                separator = ",\n"
        out.write("\n]}\n")


def _features(layer: Layer) -> list[str]:
    kind = layer.name.removesuffix("s")
    rounded = shapely.set_precision(layer.shapes, _STEP_DEG, mode="pointwise")
    shapes = [shape or "null" for shape in shapely.to_geojson(rounded)]
    return [
        '{"type": "Feature", "properties": '
        + json.dumps({"kind": kind, **_plain(row)}, ensure_ascii=False)
        + f', "geometry": {shape}}}'
        for row, shape in zip(layer.rows, shapes, strict=True)
    ]


def _plain(row: Row) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and np.isnan(value) else value
        for name, value in row.items()
    }
