"""The base map under the ground: raster tiles laid on a square of the map, ways of a file.

Lives in the process that draws tiles. It reads files and what is kept of a server's tiles;
what it lacks it says, and draws the coarser tiles it has in that place.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from maps.canvas.primitives import q_colour
from maps.canvas.raster import decoded, image_size
from maps.layers.cells import ways_of
from maps.tiles.base_map import Tone
from maps.tiles.cache import Standing, TileStore
from maps.tiles.plan import plan_of
from maps.tiles.reading import FileTiles, ServerTiles, Wanted
from maps.tiles.tile_file import open_tile_file
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from pathlib import Path

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Ways
    from maps.layers.style import BaseStyle
    from maps.tiles.base_map import BaseMap
    from maps.tiles.plan import Plan
    from maps.tiles.reading import TileSource

_GENERATIONS = 7
"""How many levels up a stand-in is looked for: there a tile gives 4 pixels or less."""
_MOST_BYTES = 48 << 20
_NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Opened:
    """A base map made ready for drawing: an image or ways, or why there is neither."""

    image: BaseImage | None = None
    ways: tuple[Ways, ...] = ()
    attribution: Words = _NO_WORDS
    problem: Words | None = None

    def close(self) -> None:
        """Let its file go."""
        if self.image is not None:
            self.image.close()


@dataclass(frozen=True, slots=True)
class Square:
    """A square of the map to be painted: its box in EPSG:3857 metres, its scale, its side.

    `pixel_ratio` is device pixels to a device-independent one, `m_per_px` is of the former.
    """

    bbox_m: Bounds
    m_per_px: float
    side_px: int
    pixel_ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Laid:
    """What came of a square: whether nothing is on it, and which tiles it lacks.

    Those nearest to its middle come first.
    """

    is_bare: bool = True
    lacking: tuple[Wanted, ...] = ()


def open_base(base: BaseMap, folder: Path, style: BaseStyle) -> Opened:
    """Open a base map; what is wrong with it is its `problem`.

    `folder` is where tiles of servers are kept.
    """
    said = base.attribution
    try:
        if base.kind == "gpkg":
            return Opened(ways=_ways_of_file(base), attribution=said)
        if base.is_online:
            source = ServerTiles(base, TileStore(folder, base))
            look = _tone(base, is_jpeg=False), base.tile_px
            return Opened(BaseImage(base, source, style, look), (), said)
        file = open_tile_file(base)
    except BadInput as bad:
        return Opened(attribution=said, problem=bad.words)
    about = file.about
    tiles = FileTiles(file, base)
    sample = tiles.read(Wanted(0, about.sample)).data
    side_px = (image_size(sample) or (base.tile_px, 0))[0]
    said = said if said.en or said.zh else Words(about.attribution, about.attribution)
    look = _tone(base, is_jpeg=about.is_jpeg), side_px
    return Opened(BaseImage(base, tiles, style, look), (), said)


def _tone(base: BaseMap, *, is_jpeg: bool) -> Tone:
    if base.tone is not Tone.GUESS:
        return base.tone
    return Tone.IMAGERY if is_jpeg else Tone.MAP


class BaseImage:
    """Lays the raster tiles of one base map on any square of the map."""

    def __init__(
        self, base: BaseMap, source: TileSource, style: BaseStyle, look: tuple[Tone, int]
    ) -> None:
        """`look` is the tone of the tiles and their side in pixels."""
        self._base, self._source, self._style = base, source, style
        self._tone, self._tile_px = look
        self._images: OrderedDict[Wanted, tuple[float, QImage | None]] = OrderedDict()
        self._bytes = 0

    @property
    def cell_opacity(self) -> float:
        """How much of the cells' own fill lies on it, 0 … 1."""
        return self._style.cells

    @property
    def problem(self) -> Words | None:
        """What went wrong with the tiles since it was opened."""
        return self._source.problem

    def hand(self, at: Wanted, data: bytes) -> None:
        """Take a tile that may not lie on a disk, or for which it has no room."""
        self._source.hand(at, data)

    def close(self) -> None:
        """Let its file go."""
        self._source.close()

    def paint(self, painter: QPainter, square: Square) -> Laid:
        """Paint a square, as much of it as is here."""
        # Labels of a map keep their size on fine screens; a photograph shows what it has.
        grown = square.pixel_ratio if self._tone is Tone.MAP else 1.0
        plan = plan_of(
            self._base,
            square.bbox_m,
            square.m_per_px * grown,
            self._source.levels,
            self._tile_px,
        )
        if plan is None:
            return Laid()
        lacking: dict[Wanted, None] = {}
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        mosaics = [self._mosaic(plan, n, lacking) for n in range(len(self._base.layers))]
        for mosaic in filter(None, mosaics):
            _lay(painter, mosaic, plan, square.side_px)
        is_bare = not any(mosaics)
        if not is_bare:
            veil = self._style.veil if self._tone is Tone.MAP else self._style.imagery_veil
            painter.fillRect(0, 0, square.side_px, square.side_px, q_colour(veil))
        return Laid(is_bare, tuple(lacking))

    def _mosaic(self, plan: Plan, layer: int, lacking: dict[Wanted, None]) -> QImage | None:
        """The tiles of a plan side by side, as they are; None where there is not one."""
        side, pieces = plan.tile_px, []
        for tile, place in sorted(plan.tiles(), key=plan.off_middle):
            piece = self._piece(Wanted(layer, tile), lacking)
            if piece is not None:
                pieces.append((piece, place))
        if not pieces:
            return None
        wide, tall = plan.size
        form = QImage.Format.Format_ARGB32_Premultiplied
        mosaic = QImage(wide * side, tall * side, form)
        mosaic.fill(0)
        painter = QPainter(mosaic)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for (image, part), (column, row) in pieces:
            painter.drawImage(QRectF(column * side, row * side, side, side), image, part)
        painter.end()
        return mosaic

    def _piece(self, at: Wanted, lacking: dict[Wanted, None]) -> tuple[QImage, QRectF] | None:
        """The image of a tile, or that of the nearest coarser one and the part of it."""
        tile, share, left, top = at.tile, 1.0, 0.0, 0.0
        is_awaited = False
        for _ in range(_GENERATIONS):
            now = Wanted(at.layer, tile)
            standing, image = self._looked_up(now)
            if not is_awaited and standing in {Standing.UNKNOWN, Standing.OLD}:
                lacking[now] = None
                is_awaited = True
            if image is not None:
                wide, tall = image.width(), image.height()
                return image, QRectF(left * wide, top * tall, share * wide, share * tall)
            if tile.level <= self._source.levels[0]:
                return None
            left, top = (left + tile.column % 2) / 2, (top + tile.row % 2) / 2
            share /= 2
            tile = tile.parent
        return None

    def _looked_up(self, at: Wanted) -> tuple[Standing, QImage | None]:
        held = self._images.get(at)
        if held is not None and self._source.is_fixed:
            self._images.move_to_end(at)
            return Standing.HERE, held[1]
        kept = self._source.read(at)
        if not kept.data:
            if self._source.is_fixed:
                self._keep(at, 0.0, None)
            return kept.standing, None
        if held is not None and held[0] == kept.fetched_at_s:
            self._images.move_to_end(at)
            return kept.standing, held[1]
        is_turned = self._style.is_turned and self._tone is Tone.MAP
        image = decoded(kept.data, is_turned=is_turned)
        if image is None:
            self._source.no_image(at)
        self._keep(at, kept.fetched_at_s, image)
        return kept.standing, image

    def _keep(self, at: Wanted, stamp_s: float, image: QImage | None) -> None:
        self._let_go(self._images.pop(at, None))
        self._images[at] = (stamp_s, image)
        self._bytes += image.sizeInBytes() if image is not None else 0
        while len(self._images) > 1 and (
            self._bytes > _MOST_BYTES or len(self._images) > _MOST_KNOWN
        ):
            self._let_go(self._images.popitem(last=False)[1])

    def _let_go(self, held: tuple[float, QImage | None] | None) -> None:
        if held is not None and held[1] is not None:
            self._bytes -= held[1].sizeInBytes()


_MOST_KNOWN = 4_096
"""So many tiles, those included that are known not to be there."""


def _lay(painter: QPainter, mosaic: QImage, plan: Plan, side_px: int) -> None:
    """Draw a mosaic onto the square, cell by cell of whole pixels: no seams."""
    corners = plan.corners_px - [plan.first[0] * plan.tile_px, plan.first[1] * plan.tile_px]
    count = len(corners) - 1
    step = side_px // count
    # Opposite corners averaged: each cell takes the upright rectangle nearest to its own.
    left = (corners[:-1, :-1, 0] + corners[1:, :-1, 0]) / 2
    right = (corners[:-1, 1:, 0] + corners[1:, 1:, 0]) / 2
    top = (corners[:-1, :-1, 1] + corners[:-1, 1:, 1]) / 2
    bottom = (corners[1:, :-1, 1] + corners[1:, 1:, 1]) / 2
    for row in range(count):
        for column in range(count):
            at = row, column
            part = QRectF(left[at], top[at], right[at] - left[at], bottom[at] - top[at])
            painter.drawImage(QRectF(column * step, row * step, step, step), mosaic, part)


def _ways_of_file(base: BaseMap) -> tuple[Ways, ...]:
    # GDAL takes a third of a second to load: only who draws a GeoPackage waits for it.
    from maps.tiles.geopackage import read_shapes

    shapes = read_shapes(base)
    return tuple(ways_of(one.kind, one.wkb, is_area=one.is_area) for one in shapes)
