"""Seeded chance that does not depend on the order of asking.

A draw is a hash of the seed, a purpose and a subject: member 7's delay in task 12 is the
same whoever is asked first, which keeps a run reproducible when pictures come in
other portions.
"""

from __future__ import annotations

from hashlib import blake2b
from math import exp, log
from uuid import UUID

from scipy.special import ndtri


def _digest(seed: int, purpose: str, subject: object) -> bytes:
    return blake2b(f"{seed}/{purpose}/{subject}".encode(), digest_size=16).digest()


def uniform(seed: int, purpose: str, subject: object) -> float:
    """A number in the open interval (0, 1)."""
    return (int.from_bytes(_digest(seed, purpose, subject)[:7]) + 0.5) / (1 << 56)


def spread(seed: int, purpose: str, subject: object, median: float, sigma: float) -> float:
    """A log-normal number around `median`; `sigma` is that of its logarithm."""
    return exp(log(median) + sigma * float(ndtri(uniform(seed, purpose, subject))))


def seeded_uuid(seed: int, purpose: str, subject: object, at_ms: int = 0) -> UUID:
    """A UUID of version 7 whose random bits come from the seed, its time from `at_ms`.

    `at_ms` is the home's time in milliseconds since the epoch: ids then follow one another
    in the order of their making, which keeps indexes narrow.
    """
    bits = int.from_bytes(_digest(seed, purpose, subject))
    value = (at_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (bits >> 68 & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | bits & (1 << 62) - 1)
