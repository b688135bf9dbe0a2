"""Who is on duty and who is free: kept from frame to frame, not counted anew each second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.picture.picture import Picture
from models.picture.query import Availability, assignees, availability, load_of

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.ids import MemberId
    from models.feed.frame import Frame


class Staff:
    """Who is on duty, who of them is free, who is on leave, in the frame taken last.

    Invariants: `take` gets every frame in turn; the sets are as `availability` tells of the
    last one's picture at its instant.
    """

    def __init__(self) -> None:
        self._picture = Picture()
        self._leaving: set[MemberId] = set()
        self.on_duty: set[MemberId] = set()
        self.free: set[MemberId] = set()
        self.away: set[MemberId] = set()

    def take(self, frame: Frame) -> None:
        """Look again at those who changed or have leave; after a jump at everybody."""
        before, self._picture = self._picture, frame.picture
        changes = frame.changes
        if frame.jumped:
            self.on_duty.clear()
            self.free.clear()
            self.away.clear()
            self._leaving.clear()
            touched = frozenset(frame.picture.members)
        else:
            touched = changes.members | assignees(before, changes.incidents)
            # A leave begins and ends without a fact.
            touched |= assignees(frame.picture, changes.incidents) | self._leaving
        for member_id in touched:
            self._look_at(member_id, frame.now)

    def _look_at(self, member_id: MemberId, now: datetime) -> None:
        self.on_duty.discard(member_id)
        self.free.discard(member_id)
        self.away.discard(member_id)
        self._leaving.discard(member_id)
        member = self._picture.members.get(member_id)
        if member is None:
            return
        if member.leaves:
            self._leaving.add(member_id)
        state = availability(member, load_of(self._picture, member), now)
        if state.is_on_duty:
            self.on_duty.add(member_id)
        if state is Availability.FREE:
            self.free.add(member_id)
        if state is Availability.LEAVE:
            self.away.add(member_id)
