"""The looks of the map, read from `resources/symbols.toml`: one style for each theme."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from maps.layers.own_style import overlaid
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

Theme = Literal["night", "day"]
Colour = tuple[int, int, int, int]
"""Red, green, blue, alpha; each 0…255."""

_PLAIN = (
    "background",
    "text",
    "text_dim",
    "way_text",
    "halo",
    "card",
    "card_line",
    "selection",
    "link",
    "measure",
    "eligible",
    "warn",
    "blocked",
)


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """How the outlines and names of one cell level look; `width` and `name_px` in pixels."""

    line: Colour
    width: float
    name_px: int


@dataclass(frozen=True, slots=True)
class WayStyle:
    """How ways of one kind look: true width down to `min_px`, hidden above a zoom."""

    colour: Colour
    width_m: float = 0.0
    min_px: float = 1.0
    from_m_per_px: float = 1e9

    def width_px(self, m_per_px: float) -> float:
        """The width on the screen at a zoom."""
        return max(self.min_px, self.width_m / m_per_px)


@dataclass(frozen=True, slots=True)
class BaseStyle:
    """How a raster base map lies under the cells.

    `veil` lies over a map, `imagery_veil` over photographs; `is_turned` turns the lightness
    of a map over; `cells` is how much of the cells' own fill stays, `classes` how much of a
    choropleth's, 0 … 1.
    """

    veil: Colour
    imagery_veil: Colour
    is_turned: bool
    cells: float
    classes: float


@dataclass(frozen=True, slots=True)
class ReachStyle:
    """How areas of travel time look, the nearest first; `fill` is the opacity of the bands."""

    rims: tuple[Colour, ...]
    fill: float


@dataclass(frozen=True, slots=True)
class MapStyle:
    """All looks of one theme. `plain` names single colours, see `symbols.toml`.

    A ramp is the colour of zero, then those of the steps above it. `moving` are those of
    groups, trails, tracks and icons; `heat` the ramp from few incidents to many.
    """

    theme: Theme
    plain: Mapping[str, Colour]
    tints: tuple[Colour, ...]
    levels: Mapping[int, LevelStyle]
    ways: Mapping[str, WayStyle]
    ramps: Mapping[str, tuple[Colour, ...]]
    ground: Mapping[str, Colour]
    member: Mapping[str, Colour]
    incident: Mapping[str, Colour]
    base: BaseStyle
    reach: ReachStyle
    drawing: Mapping[str, Colour]
    moving: Mapping[str, Colour]
    heat: tuple[Colour, ...]

    def level(self, level: int) -> LevelStyle:
        """The style of a level; that of the nearest known one for others."""
        return self.levels[min(self.levels, key=lambda known: abs(known - level))]


@cache
def map_style(theme: Theme, own_text: str = "", own_file: str = "symbols.toml") -> MapStyle:
    """The style of a theme, as shipped, with a home's own keys in place of the shipped ones.

    Raises
    ------
    BadInput
        `bad_symbols`, where a file lacks something, or names what is not there.
    """
    text = files("resources").joinpath("symbols.toml").read_text(encoding="utf-8")
    if not own_text:
        return style_from(text, theme)
    return _style(overlaid(tomllib.loads(text), own_text, own_file)[theme], theme)


def style_from(text: str, theme: Theme) -> MapStyle:
    """The style of a theme from the text of a `symbols.toml`.

    Raises
    ------
    BadInput
        `bad_symbols`, where the text lacks something or a colour is none.
    """
    try:
        return _style(tomllib.loads(text)[theme], theme)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        words = Words(f"地图样式文件有误：{error}", f"the map's style file is wrong: {error}")
        raise BadInput("bad_symbols", words) from error


def colour(text: str) -> Colour:
    """A colour from #rrggbb or #rrggbbaa."""
    if not text.startswith("#") or len(text) not in {7, 9}:
        raise ValueError(f"{text!r} is no colour")
    red, green, blue, *alpha = bytes.fromhex(text[1:])
    return red, green, blue, alpha[0] if alpha else 255


def _style(table: dict[str, Any], theme: Theme) -> MapStyle:
    return MapStyle(
        theme=theme,
        plain=MappingProxyType({name: colour(table[name]) for name in _PLAIN}),
        tints=tuple(colour(tint) for tint in table["tints"]),
        levels=MappingProxyType({int(k): _level(v) for k, v in table["level"].items()}),
        ways=MappingProxyType({k: _way(v) for k, v in table["way"].items()}),
        ramps=MappingProxyType({k: tuple(map(colour, v)) for k, v in table["ramp"].items()}),
        ground=_colours(table["ground"]),
        member=_colours(table["member"]),
        incident=_colours(table["incident"]),
        base=_base(table["base"]),
        reach=_reach(table["reach"]),
        drawing=_colours(table["drawing"]),
        moving=_colours(table["moving"]),
        heat=tuple(colour(step) for step in table["heat"]["ramp"]),
    )


def _level(table: dict[str, Any]) -> LevelStyle:
    return LevelStyle(colour(table["line"]), float(table["width"]), int(table["name_px"]))


def _way(table: dict[str, Any]) -> WayStyle:
    return WayStyle(**{**table, "colour": colour(table["colour"])})


def _base(table: dict[str, Any]) -> BaseStyle:
    return BaseStyle(
        colour(table["veil"]),
        colour(table["imagery_veil"]),
        bool(table["is_turned"]),
        float(table["cells"]),
        float(table["classes"]),
    )


def _reach(table: dict[str, Any]) -> ReachStyle:
    return ReachStyle(tuple(colour(rim) for rim in table["rims"]), float(table["fill"]))


def _colours(table: dict[str, str]) -> Mapping[str, Colour]:
    return MappingProxyType({name: colour(value) for name, value in table.items()})
