"""The address of a tile over HTTP, from the template of its base map.

`{z}`, `{x}`, `{y}` are level, column and row; `{-y}` is the row counted from the south
(TMS). Baidu counts in its own way, see `maps.tiles.matrix`. `{s}` goes through the
subdomains, the same tile always from the same one; `{layer}` is the layer, `{key}` the
user's key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from maps.tiles.matrix import own_numbers, tiles_down

if TYPE_CHECKING:
    from maps.tiles.base_map import BaseMap
    from maps.tiles.matrix import TileAt


def address_of(base: BaseMap, layer: str, tile: TileAt) -> str:
    """Where a tile is to be had, the key in it: never log it."""
    level = tile.level
    column, row = own_numbers(base.matrix, tile)
    doors = base.subdomains or ("",)
    values = {
        "{z}": str(level),
        "{x}": str(column),
        "{y}": str(row),
        "{-y}": str(tiles_down(base.matrix, level) - 1 - tile.row),
        "{s}": doors[(tile.column + tile.row) % len(doors)],
        "{layer}": quote(layer, safe=",:"),
        "{key}": quote(base.key, safe=""),
    }
    url = base.url
    for word, value in values.items():
        url = url.replace(word, value)
    return url
