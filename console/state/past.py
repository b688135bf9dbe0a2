"""What a screen wants to know of where people were; asked on a lane, answered as `Fixes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PastWanted:
    """Fixes with since < ts ≤ until, of everybody or of the one member with this `ref`."""

    since: datetime
    until: datetime
    ref: int | None = None
