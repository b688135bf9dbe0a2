"""The hash that chains the journal, in Python; its twin is the SQL function of that name."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

GENESIS: Final = bytes(32)
"""What the first fact is chained to."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = datetime.resolution


@dataclass(frozen=True, slots=True)
class Stamped:
    """A row of the journal, all that is hashed. `body` is the exact text that was sent."""

    seq: int
    recorded_at: datetime
    occurred_at: datetime
    command_id: UUID
    ordinal: int
    actor: str
    role: str
    station: str
    login: str
    xid: int
    verb: str
    subject_kind: str
    subject_id: UUID
    subject_version: int
    cell_path: Sequence[int]
    body: str
    format: int


def journal_hash(prev_hash: bytes, row: Stamped) -> bytes:
    """SHA-256 of the hash before (32 bytes, bare) and every field of `Stamped`, in its order.

    Each field is led by its length, a signed 32-bit integer; all integers are big-endian
    and signed. `seq` and `xid` take 64 bits, `ordinal` and `format` 16,
    `subject_version` 32; instants are 64 bits of microseconds since 1970 UTC; ids their
    16 bytes; texts and body UTF-8; the cell path 64 bits for each cell.
    """
    sha = hashlib.sha256(prev_hash)
    for field in (
        _int64(row.seq),
        _micros(row.recorded_at),
        _micros(row.occurred_at),
        row.command_id.bytes,
        struct.pack(">h", row.ordinal),
        row.actor.encode(),
        row.role.encode(),
        row.station.encode(),
        row.login.encode(),
        _int64(row.xid),
        row.verb.encode(),
        row.subject_kind.encode(),
        row.subject_id.bytes,
        struct.pack(">i", row.subject_version),
        b"".join(_int64(cell) for cell in row.cell_path),
        row.body.encode(),
        struct.pack(">h", row.format),
    ):
        sha.update(struct.pack(">i", len(field)))
        sha.update(field)
    return sha.digest()


def _int64(value: int) -> bytes:
    return struct.pack(">q", value)


def _micros(at: datetime) -> bytes:
    return _int64((at - _EPOCH) // _TICK)
