"""Who is on duty and who is free: kept from frame to frame, not counted anew each second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.picture.picture import Picture
from models.picture.query import Availability, assignees, availability, load_of

if TYPE_CHECKING:
    from models.domain.ids import MemberId
    from models.feed.frame import Frame


class Staff:
    """The members who are on duty, and those of them who are free, in the frame taken last.

    Invariants: `take` gets every frame in turn; both sets are as `availability` tells of the
    last one's picture.
    """

    def __init__(self) -> None:
        self._picture = Picture()
        self.on_duty: set[MemberId] = set()
        self.free: set[MemberId] = set()

    def take(self, frame: Frame) -> None:
        """Look again at those who changed; after a jump at everybody."""
        before, self._picture = self._picture, frame.picture
        changes = frame.changes
        if frame.jumped:
            self.on_duty.clear()
            self.free.clear()
            touched = frozenset(frame.picture.members)
        else:
            touched = changes.members | assignees(before, changes.incidents)
            touched |= assignees(frame.picture, changes.incidents)
        for member_id in touched:
            self._look_at(member_id)

    def _look_at(self, member_id: MemberId) -> None:
        self.on_duty.discard(member_id)
        self.free.discard(member_id)
        member = self._picture.members.get(member_id)
        if member is None:
            return
        state = availability(member, load_of(self._picture, member))
        if state.is_on_duty:
            self.on_duty.add(member_id)
        if state is Availability.FREE:
            self.free.add(member_id)
