"""How old each member's last fix is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.state.words import age_words, ago_words
from models.domain.dispatching import STALE_FIX_S
from models.feed.track import to_us

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.member import Member
    from models.feed.track import Fixes


class FixAges:
    """Ages as of the session's frame; the table by member is made once a slice of fixes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: Fixes | None = None
        self._at_us: dict[int, int] = {}

    def age_s(self, member: Member) -> float | None:
        """Seconds since the member's last fix; None where there is none."""
        positions = self._session.frame.positions
        if positions is not self._of:
            self._of = positions
            pairs = zip(positions.member.tolist(), positions.ts_us.tolist(), strict=True)
            self._at_us = dict(pairs)
        at_us = self._at_us.get(member.ref)
        if at_us is None:
            return None
        return max(0.0, (to_us(self._session.frame.now) - at_us) / 1e6)

    def is_stale(self, member: Member) -> bool:
        """Whether the fix is too old to say where the member is, or missing."""
        age_s = self.age_s(member)
        return age_s is None or age_s > STALE_FIX_S

    def words(self, member: Member) -> str:
        """The age; a stale one says that it is."""
        age_s = self.age_s(member)
        if age_s is None:
            return QCoreApplication.translate("FixAges", "No fix")
        if age_s <= STALE_FIX_S:
            return ago_words(age_s)
        return QCoreApplication.translate("FixAges", "Stale: {0}").format(age_words(age_s))

    def sentence(self, member: Member) -> str:
        """The same where no heading says that it is of a fix."""
        age_s = self.age_s(member)
        if age_s is None:
            return self.words(member)
        if age_s <= STALE_FIX_S:
            fresh = QCoreApplication.translate("FixAges", "Fix: {0}")
            return fresh.format(ago_words(age_s))
        return QCoreApplication.translate("FixAges", "Stale fix: {0}").format(age_words(age_s))
