"""Where badges were when names were last placed around them.

Badges follow their members with every fix; names that made way for them each time would
hop about and be placed anew each second. So they keep to what was, for a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.sight import Sight

_FOR_US = 20_000_000
"""Twenty seconds of the scene's time, after which names look again."""


class SettledBadges:
    """The badges that names make way for.

    Invariants: what is kept belongs to one zoom step, one box of groups and one set of
    incidents.
    """

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._incidents: NDArray[np.uint64] | None = None
        self._since_us = 0
        self._at_m: NDArray[np.float64] = np.empty((0, 2))

    def badges_m(self, sight: Sight) -> NDArray[np.float64]:
        """Their places (k, 2), EPSG:3857 metres; the same array while nothing much changed."""
        groups, now_us = sight.groups, sight.scene.now_us
        key, incidents = (groups.step, groups.bbox_m), sight.scene.incidents.key
        is_same = key == self._key and incidents is self._incidents
        if not is_same or abs(now_us - self._since_us) > _FOR_US:
            self._key, self._incidents, self._since_us = key, incidents, now_us
            both = [groups.incidents.mercator_m, groups.members.mercator_m]
            self._at_m = np.vstack(both)
        return self._at_m
