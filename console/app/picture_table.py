"""A picture as rows: incidents and members with their places, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

if TYPE_CHECKING:
    from pathlib import Path

    from console.state.reference import Reference
    from models.domain.incident import Incident
    from models.feed.track import Fixes
    from models.picture.picture import Picture

_UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
"""Characters that a workbook cannot hold."""


def write_picture(file: Path, picture: Picture, fixes: Fixes, reference: Reference) -> None:
    """Write incidents and members to GeoJSON (one layer, `kind` tells), GeoPackage or xlsx.

    Places are WGS 84; instants are in the district's zone.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    try:
        _write(file, picture, fixes, reference)
        if file.suffix.lower() != ".xlsx":
            _require_whole(file, len(picture.incidents) + len(picture.members))
    except (DataSourceError, DataLayerError) as error:
        raise OSError(str(error)) from error


def _require_whole(file: Path, rows: int) -> None:
    """GDAL says nothing of a disk that was full: what was written is counted."""
    layers = [name for name, _ in pyogrio.list_layers(file)]
    found = sum(pyogrio.read_info(file, layer=name)["features"] for name in layers)
    if found != rows:
        message = f"{found} of {rows} rows reached the disk; is it full?"
        raise OSError(message)


def _write(file: Path, picture: Picture, fixes: Fixes, reference: Reference) -> None:
    incidents = _frame([_incident_row(i, reference) for i in picture.incidents.values()])
    members = _frame(_member_rows(picture, fixes, reference))
    ending = file.suffix.lower()
    if ending == ".xlsx":
        with pd.ExcelWriter(file, engine="openpyxl") as book:
            for name, table in (("incidents", incidents), ("members", members)):
                plain = pd.DataFrame(table.drop(columns="geometry"))
                plain = plain.replace(_UNSEEN, "", regex=True)
                plain.to_excel(book, sheet_name=name, index=False)
        return
    if ending == ".gpkg":
        incidents.to_file(file, layer="incidents", driver="GPKG", engine="pyogrio")
        members.to_file(file, layer="members", driver="GPKG", engine="pyogrio")
        return
    both = pd.concat([incidents.assign(kind="incident"), members.assign(kind="member")])
    geopandas.GeoDataFrame(both, crs=4326).to_file(file, driver="GeoJSON", engine="pyogrio")


def _frame(rows: list[dict[str, Any]]) -> geopandas.GeoDataFrame:
    table = pd.DataFrame(rows, columns=None if rows else ["id", "number", "lon", "lat"])
    places = geopandas.points_from_xy(table["lon"], table["lat"])
    unknown = table["lon"].isna().to_numpy()
    return geopandas.GeoDataFrame(
        table,
        geometry=[None if no else place for no, place in zip(unknown, places, strict=True)],
        crs=4326,
    )


def _incident_row(incident: Incident, reference: Reference) -> dict[str, Any]:
    category = reference.categories.get(incident.category or "")
    cell = reference.cell(incident.cell)
    zone = reference.calendar.zone
    return {
        "id": str(incident.id),
        "number": incident.number,
        "state": incident.state.value,
        "category": incident.category,
        "category_zh": category.zh if category else None,
        "category_en": category.en if category else None,
        "urgency": incident.urgency.value,
        "source": incident.source.value,
        "cell": cell.code if cell else None,
        "reported_at": incident.reported_at.astimezone(zone).isoformat(),
        "due_at": incident.due_at.astimezone(zone).isoformat() if incident.due_at else None,
        "tasks": len(incident.open_tasks),
        "lon": incident.place.lon_deg if incident.place else np.nan,
        "lat": incident.place.lat_deg if incident.place else np.nan,
    }


def _member_rows(picture: Picture, fixes: Fixes, reference: Reference) -> list[dict[str, Any]]:
    row_of = {int(ref): row for row, ref in enumerate(fixes.member)}
    rows = []
    for member in picture.members.values():
        row = row_of.get(member.ref)
        home = reference.cell(member.home_cell)
        lon, lat = np.nan, np.nan
        if row is not None:
            lon, lat = float(fixes.lon_deg[row]), float(fixes.lat_deg[row])
        elif home is not None and home.centre is not None:
            lon, lat = home.centre.lon_deg, home.centre.lat_deg
        rows.append(
            {
                "id": str(member.id),
                "number": member.number,
                "name": member.name,
                "state": member.duty.value,
                "cell": home.code if home else None,
                "tasks": len(picture.tasks_of.get(member.id, ())),
                "lon": lon,
                "lat": lat,
            }
        )
    return rows
