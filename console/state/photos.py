"""The photos of incidents at this desk: made small or large where nobody waits, and kept.

Pixels live in memory alone: what may be seen by few leaves no small pictures on the disk.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from models.domain.error import BadInput, Trouble, Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from console.state.lookups import Lookups
    from models.domain.photo import Seen
    from models.intake.photo import Pixels

Source = str | bytes | QImage
"""A path, the bytes of a file, or a picture of the clipboard's."""
THUMB_PX: Final = 480
LARGE_PX: Final = 2_400
KEPT_BYTES: Final = 96 * 2**20
"""So much of small pictures stays in memory; the longest unseen goes first."""
NOT_HERE: Final = Words("照片尚未传到", "No desk has brought this photo yet")
_AGAIN_S: Final = 20.0
"""A photo that could not be shown is asked for again after so long, when somebody looks."""
BROKEN: Final = Words("无法显示（程序错误，已记入日志）", "It cannot be shown (a bug; logged)")


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo as it can be shown: its name, what it says of itself, its pixels.

    Where it cannot be shown, `seen` and `pixels` are None and `why` says it.
    """

    name: str
    seen: Seen | None = None
    pixels: Pixels | None = None
    why: Words | None = None


class PhotoShelf(Protocol):
    """Where photos lie. Both run on a lane, and raise BadInput or Trouble."""

    def show(self, name: str, most_px: int, zone: tzinfo) -> Shot:
        """A photo of a name, at most so large."""

    def keep(self, source: Source, most_px: int, zone: tzinfo) -> Shot:
        """Keep it under the name of its content, and show it."""


class Photos(QObject):
    """The photos of one console.

    Signals: `came(str)` the name of a photo that `known` now has.
    Thread: GUI
    """

    came = Signal(str)

    def __init__(self, lookups: Lookups, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lookups = lookups
        self._shelf: PhotoShelf | None = None
        self._known: OrderedDict[str, Shot] = OrderedDict()
        self._asked: set[str] = set()
        self._failed_at: dict[str, float] = {}
        self._bytes = 0

    def use(self, shelf: PhotoShelf) -> None:
        """Say where photos lie; before it nothing is shown."""
        self._shelf = shelf

    def known(self, name: str, zone: tzinfo) -> Shot | None:
        """A small picture; None, and `came` later, where it is not at hand."""
        shot = self._known.get(name)
        if shot is not None:
            self._known.move_to_end(name)
        is_wanted = shot is None or self._may_have_come(name)
        if is_wanted and self._shelf is not None and name not in self._asked:
            self._asked.add(name)
            show = partial(self._shelf.show, name, THUMB_PX, zone)
            self._lookups.ask(show, partial(self._on_small, name))
        return shot

    def _may_have_come(self, name: str) -> bool:
        """Whether a photo that could not be shown might be there by now."""
        failed_at = self._failed_at.get(name)
        return failed_at is not None and monotonic() - failed_at >= _AGAIN_S

    def open(self, name: str, zone: tzinfo, take: Callable[[Shot], None]) -> None:
        """Have a photo made large; `take` gets it later."""
        if self._shelf is not None:
            show = partial(self._shelf.show, name, LARGE_PX, zone)
            self._lookups.ask(show, partial(_hand_on, name, take))

    def keep(self, source: Source, zone: tzinfo, take: Callable[[Shot], None]) -> None:
        """Have a file or bytes kept; `take` gets the photo, or why it was not kept."""
        if self._shelf is not None:
            keep = partial(self._shelf.keep, source, THUMB_PX, zone)
            self._lookups.ask(keep, partial(self._on_kept, take))

    def _on_small(self, name: str, answer: object) -> None:
        self._asked.discard(name)
        self._remember(shot_of(name, answer))

    def _on_kept(self, take: Callable[[Shot], None], answer: object) -> None:
        shot = shot_of("", answer)
        if shot.pixels is not None:
            self._remember(shot)
        take(shot)

    def _remember(self, shot: Shot) -> None:
        self._failed_at.pop(shot.name, None)
        if shot.pixels is None:
            self._failed_at[shot.name] = monotonic()
        old = self._known.pop(shot.name, None)
        self._bytes += _size(shot) - (_size(old) if old else 0)
        self._known[shot.name] = shot
        while self._bytes > KEPT_BYTES and len(self._known) > 1:
            _, gone = self._known.popitem(last=False)
            self._bytes -= _size(gone)
        self.came.emit(shot.name)


def _hand_on(name: str, take: Callable[[Shot], None], answer: object) -> None:
    take(shot_of(name, answer))


def shot_of(name: str, answer: object) -> Shot:
    """What a lane answered, as a photo or as the words why there is none."""
    if isinstance(answer, Shot):
        return answer
    if isinstance(answer, BadInput | Trouble):
        return Shot(name, why=answer.words)
    return Shot(name, why=BROKEN)


def _size(shot: Shot) -> int:
    return len(shot.pixels.rgb) if shot.pixels else 0
