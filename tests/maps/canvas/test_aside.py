"""Processes of ours that let the windows go first: lowered before they import anything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from maps.canvas.aside import NICENESS, aside

MODULE = """
import os, sys
print(__name__, *sys.argv[1:])
print(os.nice(0), os.sched_getscheduler(0) if hasattr(os, "sched_getscheduler") else "")
"""


def answer_of(tmp_path: object, *arguments: str, code: str = MODULE) -> list[str]:
    """What a module run aside prints."""
    (tmp_path / "told_aside.py").write_text(code)  # type: ignore[operator]
    root = os.getcwd()  # noqa: PTH109 - as the search path has it
    done = subprocess.run(
        [sys.executable, *aside("told_aside", *arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([root, str(tmp_path)])},
        capture_output=True,
        text=True,
        check=False,
    )
    return [*done.stdout.splitlines(), str(done.returncode)]


def test_the_module_is_run_as_the_program_with_its_own_arguments(tmp_path: object) -> None:
    assert answer_of(tmp_path, "one", "two words")[0] == "__main__ one two words"


def test_what_the_module_answers_is_what_the_process_answers(tmp_path: object) -> None:
    assert answer_of(tmp_path, code="import sys; sys.exit(3)") == ["3"]


@pytest.mark.skipif(sys.platform != "linux", reason="the priorities of Linux")
def test_it_has_the_lower_priority_before_it_is_imported(tmp_path: object) -> None:
    niceness, scheduler = answer_of(tmp_path)[1].split()
    assert int(niceness) >= NICENESS
    assert int(scheduler) == os.SCHED_BATCH
