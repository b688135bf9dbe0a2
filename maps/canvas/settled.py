"""What names of cells make way for: single incidents, and badges where they were of late.

Badges follow their members with every fix; names that made way for them each time would
hop about and be placed anew each second. So they keep to what was, for a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.layers.layer import INCIDENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.sight import Sight

_FOR_US = 20_000_000
"""Twenty seconds of the scene's time, after which names look again."""


class Settled:
    """The marks and badges that names make way for.

    Invariants: the badges kept belong to one zoom step, one box of groups and one set of
    incidents; what is kept of both, to one array of badges and of places and groups.
    """

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._incidents: NDArray[np.uint64] | None = None
        self._since_us = 0
        self._at_m: NDArray[np.float64] = np.empty((0, 2))
        self._made_of: tuple[object, ...] = (None,) * 4
        self._both_m = self._at_m

    def marks_m(self, sight: Sight) -> NDArray[np.float64]:
        """Both, (n, 2) EPSG:3857 metres; the same array while nothing much changed."""
        is_shown = sight.stack.shows(INCIDENTS)
        places, of = sight.scene.incidents.mercator_m, sight.groups.incidents.of
        badges = self.badges_m(sight)
        made_of = is_shown, places, of, badges
        if not all(now is then for now, then in zip(made_of, self._made_of, strict=True)):
            self._made_of = made_of
            singles = places[of < 0] if is_shown else np.empty((0, 2))
            self._both_m = np.vstack([singles, badges])
        return self._both_m

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
