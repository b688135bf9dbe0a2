"""The trap that the pin of PySide6 keeps us out of, watched in case the pin moves.

PySide6 6.12.0 on CPython 3.11 drops a reference of `True` with each `emit()` and one
of `None` with each void method: after hundreds of calls the process dies. From Python 3.12 on
these objects are immortal and the counts stand still.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal, Slot

TIMES = 300  # a faulty version dies at some 570
NOISE = 20


class Bell(QObject):
    """Thread: GUI."""

    rung = Signal(object)

    @Slot(object)
    def on_rung(self, what: object) -> None:
        """Hear it."""


def _drift(of: object, act: Callable[[], object]) -> int:
    before = sys.getrefcount(of)
    for _ in range(TIMES):
        act()
    return abs(sys.getrefcount(of) - before)


@pytest.mark.parametrize("value", [True, None], ids=repr)
def test_an_emit_keeps_the_references_of_constants(value: object) -> None:
    bell = Bell()
    bell.rung.connect(bell.on_rung)

    assert _drift(value, lambda: bell.rung.emit(value)) < NOISE


def test_a_void_method_keeps_the_references_of_none() -> None:
    bell = Bell()

    assert _drift(None, lambda: bell.setObjectName("bell")) < NOISE
