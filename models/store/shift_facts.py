"""What happened since a shift began, read out of the journal: verbs and subjects, no bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.picture.shift_sheet import HAPPENED, Happened, counted
from models.store.secret_facts import ever_restricted

if TYPE_CHECKING:
    from psycopg import Connection

    from models.picture.shift_sheet import Begun

_VERBS: Final = sorted({verb for verbs in HAPPENED.values() for verb in verbs})
_AFTER_SEQ: Final = """
SELECT verb, subject_id FROM journal WHERE seq > %s AND seq <= %s AND verb = ANY(%s)
"""
_AFTER_TIME: Final = """
SELECT verb, subject_id FROM journal WHERE recorded_at > %s AND seq <= %s AND verb = ANY(%s)
"""


def happened_since(
    connection: Connection, begun: Begun, seq: int, *, is_cleared: bool
) -> tuple[Happened, Happened]:
    """What happened up to a fact: all that the asker sees, and what was never restricted."""
    with connection.transaction():
        if begun.seq is None:
            rows = connection.execute(_AFTER_TIME, [begun.at, seq, _VERBS]).fetchall()
        else:
            rows = connection.execute(_AFTER_SEQ, [begun.seq, seq, _VERBS]).fetchall()
        secret = ever_restricted(connection, {subject for _, subject in rows})
    bare = counted((verb, subject) for verb, subject in rows if subject not in secret)
    return (counted(rows), bare) if is_cleared else (bare, bare)
