"""The picture at a point of a source: the nearest kept one, and the tail folded on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.feed.track import LatestFixes
from models.picture.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from models.feed.source import Source
    from models.feed.track import Fixes
    from models.picture.picture import Picture

BATCH = 1_000


def picture_at(source: Source, at: datetime) -> Picture:
    """As known at an instant: up to the last fact with `recorded_at` ≤ `at`."""
    return _folded_to(source, source.picture_before(at), at)


def _folded_to(source: Source, picture: Picture, at: datetime) -> Picture:
    while entries := source.read_after(picture.seq, BATCH):
        due = [entry for entry in entries if entry.recorded_at <= at]
        picture, _ = fold(picture, due)
        if len(due) < len(entries):
            break
    return picture


def moments(
    source: Source, instants: Sequence[datetime]
) -> Iterator[tuple[datetime, Picture, Fixes]]:
    """Each of some ascending instants with its picture and everybody's last fix by then.

    Everything is read once, in order: a day costs what it holds and not what its steps hold
    together. Subjects that did not change are the same objects in the next picture.
    """
    latest = LatestFixes()
    picture: Picture | None = None
    before: datetime | None = None
    for at in instants:
        if picture is None or before is None:
            picture = picture_at(source, at)
            latest.take(source.fixes_at(at))
        else:
            picture = _folded_to(source, picture, at)
            latest.take(source.fixes_between(before, at))
        before = at
        yield at, picture, latest.frozen()


def picture_at_seq(source: Source, seq: int) -> Picture:
    """As known when the fact `seq` was the last."""
    picture = source.picture_up_to(seq)
    while entries := source.read_after(picture.seq, BATCH):
        due = [entry for entry in entries if entry.seq <= seq]
        picture, _ = fold(picture, due)
        if len(due) < len(entries):
            break
    return picture
