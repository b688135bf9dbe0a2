"""Keyframes: whole pictures kept beside the journal, so that a seek folds little.

Whoever asks first is elected; a picture is kept every `EVERY` facts, or, where it is large,
once folding on from the last takes as long as reading that: a seek takes twice as long at most,
and a city does not write its tens of thousands of people anew at every thousand facts.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from models.domain.fact import FORMAT
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store.heads import head_of
from models.store.journal import read_after
from models.store.pictures import picture_bytes, picture_from

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

EVERY: Final = 1000
_FACT_BYTES: Final = 300
"""So much of a kept picture is read in the time in which one fact is read and folded.

Measured with 36,000 cases and members: 0.55 µs a byte (3.6 MB in 2.0 s), 0.16 ms a fact.
"""
_BATCH = 500
_ELECT = "SELECT pg_try_advisory_xact_lock(20477, 6)"
_TURN = "SELECT pg_try_advisory_lock(20477, %s)"
_LAST = """
SELECT seq, octet_length(body) FROM keyframe WHERE format = %s ORDER BY seq DESC LIMIT 1
"""
_IS_TAKEN = """
SELECT EXISTS (
    SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.classid = 20477 AND l.objid = %s
        AND d.datname = current_database())
"""


class Turn(IntEnum):
    """Who takes turns with whom: whoever leads does more than keep pictures."""

    LEADING = 7
    OTHERS = 8


def take_turn(connection: Connection, turn: Turn) -> bool:
    """Be the one who keeps the journal, for as long as the connection is open; whether one is.

    Whoever is not goes away: a slow machine must not gather more and more of them.
    """
    ((is_ours,),) = connection.execute(_TURN, [turn.value]).fetchall()
    return bool(is_ours)


def is_turn_taken(connection: Connection, turn: Turn) -> bool:
    """Whether somebody keeps the journal at this moment, at whatever console."""
    ((is_taken,),) = connection.execute(_IS_TAKEN, [turn.value]).fetchall()
    return bool(is_taken)


def keep_keyframe(connection: Connection, picture: Picture) -> bool:
    """Keep a picture, where the nearest one before it is far enough away; whether it was.

    The caller's transaction. Does nothing where somebody else is at it.
    """
    ((elected,),) = connection.execute(_ELECT).fetchall()
    if not elected or not _is_far_enough(connection, picture.seq):
        return False
    connection.execute(
        "INSERT INTO keyframe (seq, at, digest, format, body) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        [picture.seq, picture.at, picture.digest(), FORMAT, picture_bytes(picture)],
    )
    return True


def is_due(connection: Connection) -> bool:
    """Whether the journal's end is far enough from the newest kept picture for another."""
    head = head_of(connection)
    return head is not None and _is_far_enough(connection, head.seq)


def tend_keyframes(connection: Connection) -> int:
    """Make the keyframes that are missing at the journal's end, by folding; how many.

    Commits after each. For after an import, or a lane of its own.
    """
    picture = up_to(connection, 1 << 62)
    made = 0
    while entries := read_after(connection, picture.seq, _BATCH):
        picture, _ = fold(picture, entries)
        made += keep_keyframe(connection, picture)
        connection.commit()
    return made


def up_to(connection: Connection, seq: int) -> Picture:
    """The newest kept picture with at most this seq; the empty one where there is none."""
    row = connection.execute(
        "SELECT body FROM keyframe WHERE seq <= %s AND format = %s ORDER BY seq DESC LIMIT 1",
        [seq, FORMAT],
    ).fetchone()
    return Picture() if row is None else picture_from(bytes(row[0]))


def before(connection: Connection, at: datetime) -> Picture:
    """The newest kept picture whose last fact was recorded at or before an instant."""
    row = connection.execute(
        "SELECT body FROM keyframe WHERE at <= %s AND format = %s ORDER BY seq DESC LIMIT 1",
        [at, FORMAT],
    ).fetchone()
    return Picture() if row is None else picture_from(bytes(row[0]))


def _is_far_enough(connection: Connection, seq: int) -> bool:
    """Whether a picture of so many facts is worth keeping after the newest that is kept."""
    row = connection.execute(_LAST, [FORMAT]).fetchone()
    last, size = (0, 0) if row is None else row
    return bool(seq - last >= max(EVERY, size // _FACT_BYTES))
