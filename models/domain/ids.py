"""Identities: distinct types, so that a member's id never stands where an incident's should.

Ids of things made at a desk are UUIDv7: unique without asking the database,
and in order of their making, which keeps its indexes narrow.
"""

from __future__ import annotations

import os
import time
from typing import NewType
from uuid import UUID

IncidentId = NewType("IncidentId", UUID)
MemberId = NewType("MemberId", UUID)
DepartmentId = NewType("DepartmentId", UUID)
TaskId = NewType("TaskId", UUID)
DrawingId = NewType("DrawingId", UUID)
WallViewId = NewType("WallViewId", UUID)
HandoverId = NewType("HandoverId", UUID)
RoomNoteId = NewType("RoomNoteId", UUID)
LeaveId = NewType("LeaveId", UUID)
CommandId = NewType("CommandId", UUID)
CellId = NewType("CellId", int)


def new_uuid() -> UUID:
    """A UUID of version 7 (RFC 9562 §5.7): 48 bits of milliseconds, 74 random ones.

    The wall clock gives order, never meaning: no rule reads the time out of an id.
    """
    ms = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | random & (1 << 62) - 1)
