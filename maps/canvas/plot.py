"""What a frame draws, noted thing by thing: what differs from the last one is told from it.

A plot stands in for the painter of the moving layers. It knows copies of sprites, whole
pixmaps and images, and lines; a layer that draws anything else cannot be plotted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QImage, QPixmap

    Thing = tuple[QPointF, QPixmap] | tuple[QRectF, QImage, QRectF]
    Things = Sequence[Thing]

_SMOOTH = QPainter.RenderHint.Antialiasing
_SLOTS = 1 << 18
_ROOM_PX = 1.0
"""What is drawn may touch so much more than its box, device pixels."""


class NotPlotted(Exception):
    """A layer draws what no plot knows."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Things drawn one after the other; how smooth, at how many device pixels to one."""

    is_smooth: bool
    ratio: float

    @cached_property
    def boxes_px(self) -> NDArray[np.float64]:
        """Where they lie, (n, 4) device pixels: left, top, right, bottom."""
        raise NotImplementedError

    @cached_property
    def keys(self) -> Sequence[Hashable] | NDArray[np.int64]:
        """What each is and where, (n,): the same again is the same pixels."""
        raise NotImplementedError

    def made_with(self) -> object:
        """What must be the same for things of two batches to be compared one by one."""
        return self.is_smooth, self.ratio


@dataclass(frozen=True, eq=False)
class Copies(Batch):
    """Pieces of one atlas, (n, 10) as `draw_sprites` takes them, on whole device pixels."""

    atlas: QPixmap
    pieces: NDArray[np.float64]

    @cached_property
    def boxes_px(self) -> NDArray[np.float64]:
        """Their squares."""
        middle = self.pieces[:, :2] * self.ratio
        half = self.pieces[:, 4:6] / 2 + _ROOM_PX
        return np.hstack([middle - half, middle + half])

    @cached_property
    def keys(self) -> NDArray[np.int64]:
        """Their middles in half pixels and their places in the atlas, 16 bits each."""
        middle = np.rint(self.pieces[:, :2] * (2 * self.ratio)).astype(np.int64) & 0xFFFF
        x, y = middle.T
        left, top = self.pieces[:, 2:4].astype(np.int64).T
        found: NDArray[np.int64] = x << 48 | y << 32 | left << 16 | top
        return found

    def made_with(self) -> object:
        """The atlas, too."""
        return self.is_smooth, self.ratio, id(self.atlas)


@dataclass(frozen=True, eq=False)
class Lines(Batch):
    """Separate segments, (n, 4), drawn with one pen."""

    pen: QPen
    ends: NDArray[np.float64]

    @cached_property
    def boxes_px(self) -> NDArray[np.float64]:
        """The boxes around them."""
        low = np.minimum(self.ends[:, :2], self.ends[:, 2:]) * self.ratio
        high = np.maximum(self.ends[:, :2], self.ends[:, 2:]) * self.ratio
        room = self.pen.widthF() * self.ratio + _ROOM_PX
        return np.hstack([low - room, high + room])

    @cached_property
    def keys(self) -> list[Hashable]:
        """Their ends, to the bit."""
        return [tuple(ends) for ends in self.ends.tolist()]

    def made_with(self) -> object:
        """The pen, too."""
        pen = self.pen
        return self.is_smooth, self.ratio, pen.color().rgba(), pen.widthF(), pen.style()


@dataclass(frozen=True, eq=False)
class Wholes(Batch):
    """Pixmaps where they stand, and parts of images in their rectangles."""

    things: Things

    @cached_property
    def boxes_px(self) -> NDArray[np.float64]:
        """The rectangles."""
        boxes = np.empty((len(self.things), 4))
        for row, thing in enumerate(self.things):
            boxes[row] = _rect(thing).getCoords()  # type: ignore[call-overload] # its stub says object
        room = (-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)
        found: NDArray[np.float64] = boxes * self.ratio + room
        return found

    @cached_property
    def keys(self) -> list[Hashable]:
        """Where they stand, and which pixels they have."""
        return [_key(thing) for thing in self.things]


class Plot:
    """The things of one frame in the order they are drawn.

    Invariants: whoever is called what no plot knows raises `NotPlotted`.
    """

    def __init__(self, pixel_ratio: float) -> None:
        self._ratio = pixel_ratio
        self.batches: list[Batch] = []
        self.is_whole = True
        self._pen = QPen()
        self._is_smooth = False

    def copies(self, pieces: NDArray[np.float64], atlas: QPixmap) -> None:
        """Note pieces of an atlas."""
        self.batches.append(Copies(self._is_smooth, self._ratio, atlas, pieces))

    def lines(self, ends: NDArray[np.float64]) -> None:
        """Note separate segments."""
        self.batches.append(Lines(self._is_smooth, self._ratio, self._pen, ends))

    def wholes(self, things: Things) -> None:
        """Note pixmaps and parts of images."""
        self.batches.append(Wholes(self._is_smooth, self._ratio, things))

    # What a layer may ask of its painter

    def drawImage(self, to: QRectF, image: QImage, part: QRectF) -> None:
        """Note a part of an image."""
        self.wholes([(to, image, part)])

    def setPen(self, pen: QPen) -> None:
        """Note with what lines are drawn."""
        self._pen = QPen(pen)

    def setRenderHint(self, hint: QPainter.RenderHint, on: bool = True) -> None:  # noqa: FBT001, FBT002 - Qt's
        """Note whether lines are smooth."""
        if hint != _SMOOTH:
            raise NotPlotted(hint)
        self._is_smooth = on

    def __getattr__(self, name: str) -> NoReturn:
        raise NotPlotted(name)


def differing(before: Batch, now: Batch) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which things of either batch are not in the other, or stand in another order.

    A few that are the same may be among them, none that differs is left out.
    """
    then, here = _numbers(before.keys, now.keys)
    went, came = np.ones(len(then), np.bool_), np.ones(len(here), np.bool_)
    if before.made_with() != now.made_with() or not len(then) or not len(here):
        return went, came
    if len(then) == len(here):
        went = then != here
        if 2 * np.count_nonzero(went) <= len(then):
            return went, went
    # Where a thing is now, by a number that few share: no sorting, and one look to be sure.
    place = np.zeros(_SLOTS, np.intp)
    place[_slot(here)] = np.arange(len(here))
    at = place[_slot(then)]
    stays = here[at] == then
    stayed = np.zeros(len(here), np.bool_)
    stayed[at[stays]] = True
    if np.array_equal(then[stays], here[stayed]):
        return ~stays, ~stayed
    return np.ones(len(then), np.bool_), came


def _slot(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = (keys * 0x1E3779B97F4A7C15) >> 40 & (_SLOTS - 1)
    return found


def _numbers(
    *both: Sequence[Hashable] | NDArray[np.int64],
) -> tuple[NDArray[np.int64], ...]:
    """Keys as numbers, the same number for the same key."""
    known: dict[Hashable, int] = {}
    return tuple(
        keys
        if isinstance(keys, np.ndarray)
        else np.array([known.setdefault(key, len(known)) for key in keys], np.int64)
        for keys in both
    )


def _rect(thing: Thing) -> QRectF:
    if len(thing) == 3:
        return thing[0]
    at, pixmap = thing
    return QRectF(at, pixmap.deviceIndependentSize())


def _key(thing: Thing) -> Hashable:
    if len(thing) == 3:
        to, image, part = thing
        return to.getCoords(), image.cacheKey(), part.getCoords()
    at, pixmap = thing
    return at.x(), at.y(), pixmap.cacheKey()
