"""Keys to sort incidents by, as numbers: numpy sorts five thousand of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models.domain.conveying import silences
from models.picture.query import pressing_due_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.domain.conveying import Waits
    from models.domain.incident import Incident


Times = tuple[float, float, float, float]


def times_of(incident: Incident, waits: Waits) -> Times:
    """When it is due, when it was reported, how urgent it is, since when nobody answers.

    Seconds since the epoch; what never comes is infinite.
    """
    due_at = pressing_due_at(incident)
    due_s = due_at.timestamp() if due_at else np.inf
    silent = next(iter(silences(incident, waits)), None)
    silent_s = silent.at.timestamp() if silent else np.inf
    return due_s, incident.reported_at.timestamp(), incident.urgency.rank, silent_s


def ranks(words: list[str]) -> NDArray[np.float64]:
    """Where each word stands among the sorted ones, shape (n,); empty words come last."""
    _, ranks = np.unique(np.array([word or "\uffff" for word in words]), return_inverse=True)
    return ranks.astype(np.float64)


def ordered(
    times: NDArray[np.float64], keys: NDArray[np.float64], now_s: float
) -> tuple[NDArray[np.intp], float]:
    """The order of the rows of `times_of` (n, 4) by their keys (n,), and until when it holds.

    What waits for an answer in vain comes first, whatever the keys; the next to do so does at
    the second instant, infinite where none will.
    """
    waits = times[:, 3] > now_s
    until_s = float(times[waits, 3].min(initial=np.inf))
    return np.lexsort((times[:, 1], times[:, 0], keys, waits)), until_s
