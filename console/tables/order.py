"""Keys to sort incidents by, as numbers: numpy sorts five thousand of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models.domain.category import Urgency
from models.domain.conveying import silences
from models.picture.query import is_unattended, pressing_due_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.domain.conveying import Waits
    from models.domain.incident import Incident


Times = tuple[float, float, float, float]


def times_of(incident: Incident, waits: Waits) -> Times:
    """When it is due, when it was reported, how urgent it is, since when nobody answers.

    Seconds since the epoch; what never comes is infinite, and nobody has ever answered an
    emergency to which nobody was sent.
    """
    due_at = pressing_due_at(incident)
    due_s = due_at.timestamp() if due_at else np.inf
    silent = next(iter(silences(incident, waits)), None)
    silent_s = silent.at.timestamp() if silent else np.inf
    if incident.urgency is Urgency.EMERGENCY and is_unattended(incident):
        silent_s = -np.inf
    return due_s, incident.reported_at.timestamp(), incident.urgency.rank, silent_s


def ranks(words: list[str]) -> NDArray[np.float64]:
    """Where each word stands among the sorted ones, shape (n,); empty words come last."""
    _, ranks = np.unique(np.array([word or "\uffff" for word in words]), return_inverse=True)
    return ranks.astype(np.float64)


def ordered(
    times: NDArray[np.float64], keys: NDArray[np.float64], now_s: float
) -> tuple[NDArray[np.intp], float]:
    """The order of the rows of `times_of` (n, 4) by their keys (n,), and until when it holds.

    Emergencies to which nobody was sent come first, then what waits for an answer in vain,
    whatever the keys; the next to do so does at the second instant, infinite where none will.
    """
    silent_s = times[:, 3]
    waits = silent_s > now_s
    until_s = float(silent_s[waits].min(initial=np.inf))
    is_sent = silent_s > -np.inf
    return np.lexsort((times[:, 1], times[:, 0], keys, waits, is_sent)), until_s
