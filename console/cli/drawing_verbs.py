"""`draw`, `redraw`, `erase`, `show-wall`, `clear-wall` as typed; points in three spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from console.cli.reading import missing
from models.domain.drawing import DrawingKind, DrawingShape, DrawingTone
from models.domain.error import BadInput, Words
from models.domain.ids import DrawingId, new_uuid
from models.domain.map_command import ClearWall, Draw, Erase, Redraw, ShowOnWall
from models.domain.place import LonLat
from models.domain.wall_view import USUAL_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.cli.reading import Reader
    from models.domain.command import Intent

_LOOKS: Final = ("kind", "points", "shape", "radius_m", "tone", "text", "expires_at")
DRAWING_FIELDS: Final = {
    "draw": _LOOKS,
    "redraw": ("drawing", *_LOOKS),
    "erase": ("drawing",),
    "show-wall": ("points", "seconds", "hidden", "shown", "indicator", "base_map"),
    "clear-wall": (),
}
"""What each verb takes besides `--incident`."""
NEVER: Final = "never"
"""As an expiry: none."""
NONE: Final = "none"
"""As a base map: nothing under the cells."""
_SHAPES: Final = {
    "Point": DrawingShape.POINT,
    "LineString": DrawingShape.LINE,
    "Polygon": DrawingShape.AREA,
}


def _draw(read: Reader) -> Draw:
    kind = read.choice("kind", DrawingKind)
    if kind is None:
        raise missing("draw", "kind")
    points, shape = points_of(read)
    if not points:
        raise missing("draw", "points")
    return Draw(
        drawing=DrawingId(new_uuid()),
        kind=kind,
        points=points,
        shape=shape,
        tone=read.choice("tone", DrawingTone),
        radius_m=read.number("radius_m"),
        text=read.text("text"),
        about=read.incident() if read.typed.incident is not None else None,
        expires_at=read.at("expires_at"),
    )


def _redraw(read: Reader) -> Redraw:
    points, shape = points_of(read)
    is_lasting = read.text("expires_at") == NEVER
    return Redraw(
        drawing=_drawing(read),
        kind=read.choice("kind", DrawingKind),
        points=points,
        shape=shape,
        tone=read.choice("tone", DrawingTone),
        radius_m=read.number("radius_m"),
        text=read.optional("text"),
        expires_at=None if is_lasting else read.at("expires_at"),
        lasting=is_lasting,
    )


def _erase(read: Reader) -> Erase:
    return Erase(drawing=_drawing(read))


def _show_wall(read: Reader) -> ShowOnWall:
    corners, _ = points_of(read)
    if not corners:
        raise missing("show-wall", "points")
    seconds = read.whole("seconds")
    base_map = read.optional("base_map")
    return ShowOnWall(
        corners=corners,
        hidden=_names(read.text("hidden")),
        seconds=USUAL_S if seconds is None else seconds,
        shown=_names(read.text("shown")),
        indicator=read.optional("indicator"),
        base_map="" if base_map == NONE else base_map,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _clear_wall(read: Reader) -> ClearWall:
    del read
    return ClearWall()


DRAWING_VERBS: Final[dict[str, Callable[[Reader], Intent]]] = {
    "draw": _draw,
    "redraw": _redraw,
    "erase": _erase,
    "show-wall": _show_wall,
    "clear-wall": _clear_wall,
}


def points_of(read: Reader) -> tuple[tuple[LonLat, ...], DrawingShape | None]:
    """The field `points`, and the shape: as named, as the geometry says, or by the radius.

    Raises
    ------
    BadInput
        `bad_points`, where the text is neither pairs, nor WKT, nor GeoJSON of one point,
        line or polygon without holes; `bad_point`, where a pair is not on earth.
    """
    text, shape = read.text("points").strip(), read.choice("shape", DrawingShape)
    if shape is None and read.optional("radius_m") is not None:
        shape = DrawingShape.CIRCLE
    if not text:
        return (), shape
    if text[0] in "{" or text[0].isalpha():
        points, told = _geometry(text)
        return points, shape or told
    return tuple(_pair(pair) for pair in text.split(",")), shape


def _pair(text: str) -> LonLat:
    try:
        lon, lat = map(float, text.split())
    except ValueError:
        raise _bad_points(text) from None
    return LonLat(lon, lat)


def _geometry(text: str) -> tuple[tuple[LonLat, ...], DrawingShape]:
    # Costs a tenth of a second to load, which a `do` without a geometry need not wait for.
    import shapely

    read = shapely.from_geojson if text.startswith("{") else shapely.from_wkt
    try:
        shape = read(text)
    except (shapely.errors.ShapelyError, NotImplementedError):  # the latter: curves
        raise _bad_points(text) from None
    if shape.geom_type not in _SHAPES or shape.is_empty or shape.has_z:
        raise _bad_points(text)
    coords = list(shape.coords) if not isinstance(shape, shapely.Polygon) else []
    if isinstance(shape, shapely.Polygon):
        if shape.interiors:
            raise _bad_points(text)
        coords = list(shape.exterior.coords)[:-1]
    return tuple(LonLat(lon, lat) for lon, lat in coords), _SHAPES[shape.geom_type]


def _drawing(read: Reader) -> DrawingId:
    text = read.text("drawing").strip()
    if not text:
        raise missing(read.typed.verb, "drawing")
    try:
        return DrawingId(UUID(text))
    except ValueError:
        raise BadInput(
            "unknown_drawing",
            Words(
                f"没有编号为 {text!r} 的标绘；用 wangge list drawings 查看",
                f"there is no drawing {text!r}; see `wangge list drawings`",
            ),
        ) from None


def _bad_points(text: str) -> BadInput:
    return BadInput(
        "bad_points",
        Words(
            f"points 应为 “经度 纬度,经度 纬度…”，或一个点、线、无洞面的 WKT 或 GeoJSON："
            f"{text[:60]!r}",
            "points wants `lon lat,lon lat …`, or the WKT or GeoJSON of one point, line or "
            f"polygon without holes, not {text[:60]!r}",
        ),
    )
