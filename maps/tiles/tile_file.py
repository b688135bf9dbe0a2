"""Base maps that lie in one file: what a reader of such a file offers."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from maps.geometry.viewport import Bounds
    from maps.tiles.base_map import BaseMap
    from maps.tiles.matrix import TileAt

WORLD_DEG = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: levels it has, whose it is, where it lies (degrees)."""

    levels: tuple[int, int]
    sample: TileAt
    """Any tile that it has."""
    attribution: str = ""
    bounds_deg: Bounds = WORLD_DEG
    is_jpeg: bool = False


class TileFile(Protocol):
    """A file of raster tiles.

    Opening or reading a damaged one raises `BadInput`, code `bad_basemap_file`.
    """

    @property
    def about(self) -> About:
        """What the file says of itself."""

    def read(self, tile: TileAt) -> bytes | None:
        """The image of a tile as stored (PNG, JPEG or WebP); None where it has none."""

    def close(self) -> None:
        """Let the file go."""


def open_tile_file(base: BaseMap) -> TileFile:
    """Open the file of a base map of kind `mbtiles` or `pmtiles`.

    Raises
    ------
    BadInput
        `bad_basemap_file`, where it is missing, damaged, of a later version or holds no
        images.
    """
    from maps.tiles.mbtiles import MBTiles
    from maps.tiles.pmtiles_file import PMTilesFile

    path = Path(base.file)
    if not path.is_file():
        raise bad_file(path, "找不到：请检查路径", "is not there: check the path")
    return MBTiles(path) if base.kind == "mbtiles" else PMTilesFile(path)


def plain_words(text: object) -> str:
    """An attribution without its HTML."""
    return html.unescape(re.sub(r"<[^>]*>", " ", str(text or ""))).replace("\n", " ").strip()


def bad_file(path: Path, zh: str, en: str) -> BadInput:
    """The error of a file that cannot be drawn."""
    return BadInput(
        "bad_basemap_file", Words(f"底图文件 {path} {zh}", f"the base map {path} {en}")
    )


def no_images(path: Path, form: str) -> BadInput:
    """The error of a file of vector tiles, which need a style nobody has."""
    return bad_file(
        path,
        f"是矢量瓦片（{form}），不能直接绘制：请用栅格瓦片（png、jpg、webp）或 GeoPackage",
        f"holds vector tiles ({form}), which are not drawn: give raster tiles (png, jpg, webp) "
        "or a GeoPackage",
    )
