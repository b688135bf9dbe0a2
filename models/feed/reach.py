"""The picture at a point of a source: the nearest kept one, and the tail folded on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.picture.fold import fold

if TYPE_CHECKING:
    from datetime import datetime

    from models.feed.source import Source
    from models.picture.picture import Picture

BATCH = 1_000


def picture_at(source: Source, at: datetime) -> Picture:
    """As known at an instant: up to the last fact with `recorded_at` ≤ `at`."""
    picture = source.picture_before(at)
    while entries := source.read_after(picture.seq, BATCH):
        due = [entry for entry in entries if entry.recorded_at <= at]
        picture, _ = fold(picture, due)
        if len(due) < len(entries):
            break
    return picture


def picture_at_seq(source: Source, seq: int) -> Picture:
    """As known when the fact `seq` was the last."""
    picture = source.picture_up_to(seq)
    while entries := source.read_after(picture.seq, BATCH):
        due = [entry for entry in entries if entry.seq <= seq]
        picture, _ = fold(picture, due)
        if len(due) < len(entries):
            break
    return picture
