"""Each habit's test goes red on a planted breach: one that was never seen to fail is none."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from tests.architecture import test_habits as habits
from tests.architecture.source_tree import Module

PANEL = "console/panels/planted.py"
QT = "from PySide6 import QtCore\nfrom PySide6.QtCore import QObject\n"
BREACHES: list[tuple[Callable[[], None], str, str]] = [
    (habits.test_a_package_file_holds_one_docstring_and_no_code, "maps/__init__.py", "x = 1"),
    (habits.test_every_module_says_what_it_owns, PANEL, "x = 1"),
    (
        habits.test_every_qt_class_says_on_which_thread_it_lives,
        PANEL,
        f'{QT}class A(QObject):\n    """A."""',
    ),
    (
        habits.test_every_qt_class_says_on_which_thread_it_lives,
        PANEL,
        f'{QT}class A(QtCore.QObject):\n    """Thread: GUI"""\nclass B(A):\n    """B."""',
    ),
    (
        habits.test_signals_end_in_methods_never_in_lambdas_or_partials,
        PANEL,
        "a.moved.connect(lambda: 0)",
    ),
    (
        habits.test_signals_end_in_methods_never_in_lambdas_or_partials,
        PANEL,
        "a.moved.connect(functools.partial(f, 1))",
    ),
    (habits.test_nobody_sleeps_or_turns_the_event_loop_by_hand, PANEL, "time.sleep(1)"),
    (habits.test_nobody_sleeps_or_turns_the_event_loop_by_hand, PANEL, "app.processEvents()"),
    (habits.test_nobody_sleeps_or_turns_the_event_loop_by_hand, PANEL, "qtbot.wait(9)"),
    (habits.test_threads_start_in_the_lanes_and_nowhere_else, PANEL, "import threading"),
    (
        habits.test_threads_start_in_the_lanes_and_nowhere_else,
        PANEL,
        "from PySide6.QtCore import QThreadPool",
    ),
    (
        habits.test_broad_excepts_stand_at_a_lanes_end_and_nowhere_else,
        PANEL,
        "try: f()\nexcept (OSError, Exception): g()",
    ),
    (habits.test_there_are_no_drawers, "maps/geometry/path_utils.py", ""),
    (habits.test_no_class_is_called_a_manager, PANEL, "class TileManager: ..."),
    (
        habits.test_panels_ask_for_a_capability_and_not_for_the_mode,
        PANEL,
        "if frame.mode is Mode.PLAYING: f()",
    ),
    (habits.test_sql_is_written_in_the_store_and_nowhere_else, PANEL, 'ask("SELECT 1")'),
    (habits.test_every_suppression_gives_its_reason, PANEL, "import os  # noqa: F401"),
    (habits.test_every_suppression_gives_its_reason, PANEL, "x = 1  # type: ignore[misc]"),
    (habits.test_tests_are_named_in_sentences, "tests/test_a.py", "def test_fold(): ..."),
]


@pytest.mark.parametrize(("habit", "name", "source"), BREACHES)
def test_a_planted_breach_is_caught(
    habit: Callable[[], None], name: str, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = Module(name, ast.parse(source), source.count("\n"), source)
    monkeypatch.setattr(habits, "modules", lambda *_: (planted,))

    with pytest.raises(AssertionError):
        habit()
