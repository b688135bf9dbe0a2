"""Promises of identities."""

from __future__ import annotations

import time
from uuid import RFC_4122

from models.domain.ids import new_uuid


def test_ids_are_of_version_7() -> None:
    made = new_uuid()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_ids_carry_the_millisecond_of_their_making() -> None:
    before_ms = time.time_ns() // 1_000_000
    made_ms = new_uuid().int >> 80
    assert before_ms <= made_ms <= time.time_ns() // 1_000_000


def test_no_two_ids_are_the_same() -> None:
    assert len({new_uuid() for _ in range(10_000)}) == 10_000


def test_ids_stand_in_the_order_of_their_milliseconds() -> None:
    made = [new_uuid() for _ in range(1_000)]
    assert [i.int >> 80 for i in made] == sorted(i.int >> 80 for i in made)
