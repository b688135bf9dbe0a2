"""Which reports were merged into which case: the way back from the case to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.ids import IncidentId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.domain.incident import Incident


class Merged:
    """Follows the incidents of the picture on show, those that changed alone."""

    def __init__(self, incidents: Mapping[IncidentId, Incident]) -> None:
        self._into: dict[IncidentId, IncidentId] = {}
        self._of: dict[IncidentId, frozenset[IncidentId]] = {}
        self.show(incidents)

    def of(self, master: IncidentId) -> frozenset[IncidentId]:
        """The reports that were merged into a case and are not taken apart again."""
        return self._of.get(master, frozenset())

    def show(self, incidents: Mapping[IncidentId, Incident]) -> None:
        """Another picture."""
        self._into.clear()
        self._of.clear()
        self.change(incidents, incidents)

    def change(
        self, changed: Iterable[IncidentId], incidents: Mapping[IncidentId, Incident]
    ) -> None:
        """The same picture, in which some incidents changed."""
        for one in changed:
            known = incidents.get(one)
            into = known.merged_into if known is not None else None
            before = self._into.pop(one, None)
            if before is not None:
                self._of[before] = self.of(before) - {one}
            if into is not None:
                now = self._into[one] = IncidentId(into)
                self._of[now] = self.of(now) | {one}
