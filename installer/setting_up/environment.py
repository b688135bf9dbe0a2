"""The virtual environment of the checkout: made, repaired, brought up to date."""

from __future__ import annotations

import shutil
import subprocess
import venv
from collections.abc import Collection
from dataclasses import replace

from setting_up import pip_run, project, state
from setting_up.layout import ON_WINDOWS, Layout
from setting_up.turn import inheritance, our_turn
from setting_up.words import Trouble, say

# Measured: 0.9 GB installed, up to 0.4 GB of wheels on their way.
NEEDED_BYTES = 1_400_000_000


def ensure(layout: Layout, *, tests: bool, extras: Collection[str] = ()) -> None:
    """See that the environment stands as the lock files say; quick where it does."""
    goal = state.wanted(layout, tests=tests, extras=extras)
    if state.is_ready(layout, state.read(layout), goal):
        return
    with our_turn(layout) as descriptor:
        note = state.read(layout)
        if state.is_ready(layout, note, goal):
            return
        if note is not None:
            # Who has the test tools or an extra keeps them, at their new versions.
            tests, extras = tests or note.tests is not None, {*extras, *note.extras}
            goal = state.wanted(layout, tests=tests, extras=extras)
        if not state.is_installed(layout, note, goal):
            try:
                _install(layout, note, goal, inheritance(descriptor))
            except Trouble as trouble:
                if trouble.code == "disk-full":
                    # What was half made would keep the disk full.
                    shutil.rmtree(layout.venv, ignore_errors=True)
                raise
        project.link(layout)
        state.write(layout, replace(goal, installed=state.distributions(layout)))
    say(zh=f"就绪：{layout.venv}", en=f"Ready: {layout.venv}")


def _install(
    layout: Layout, note: state.Note | None, goal: state.Note, inherit: tuple[int, ...]
) -> None:
    _clear_what_is_useless(layout, note, goal)
    if not layout.python.exists():
        _require_room(layout)
        say(zh=f"建立虚拟环境 {layout.venv} …", en=f"Making the environment {layout.venv} …")
        layout.venv.mkdir(exist_ok=True)
        state.write(layout, replace(goal, making=True))
        venv.EnvBuilder(symlinks=not ON_WINDOWS, with_pip=False).create(layout.venv)
    state.write(layout, replace(goal, making=True))
    pip = pip_run.pip_for(layout, inherit)
    locks = [layout.requirements(tests=goal.tests is not None), *map(layout.extra, goal.extras)]
    for requirements in locks:
        say(
            zh=f"安装 {requirements.name} 中锁定的包 …",
            en=f"Installing what {requirements.name} locks …",
        )
        pip_run.install(layout, pip, requirements, inherit)
    _try_out(layout)


def _clear_what_is_useless(layout: Layout, note: state.Note | None, goal: state.Note) -> None:
    """Remove an environment that was half made or belongs to another Python."""
    if not layout.venv.exists() and not layout.venv.is_symlink():
        return
    if note is None:
        _require_that_it_is_ours(layout)
        # Made by hand, or by `python -m venv`: kept when its Python is of the right version.
        if layout.site_packages.is_dir() and _python_runs(layout):
            return
    elif not note.making and note.python == goal.python and _python_runs(layout):
        return
    say(
        zh=f"{layout.venv} 未完成或属于另一个 Python：重建。",
        en=f"{layout.venv} is half made or belongs to another Python: making it anew.",
    )
    shutil.rmtree(layout.venv)


def _require_that_it_is_ours(layout: Layout) -> None:
    is_environment = (layout.venv / "pyvenv.cfg").is_file()
    is_empty = layout.venv.is_dir() and not any(layout.venv.iterdir())
    is_begun = layout.state.with_suffix(".draft").exists() or layout.state.exists()
    if not (is_environment or is_empty or is_begun):
        raise Trouble(
            "not-an-environment",
            zh=f"{layout.venv} 已存在，但不是虚拟环境，不敢动它。请改名或移走后重新启动。",
            en=f"{layout.venv} exists and is not a virtual environment, so it is left alone. "
            "Rename it or move it away, then start again.",
        )


def _python_runs(layout: Layout) -> bool:
    try:
        run = subprocess.run(
            [layout.python, "-c", "pass"], capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def _require_room(layout: Layout) -> None:
    if shutil.disk_usage(layout.checkout).free < NEEDED_BYTES:
        raise pip_run.disk_full(layout)


def _try_out(layout: Layout) -> None:
    """Load Qt once, so that a system too old for its wheels is told of now and in words."""
    run = subprocess.run(
        [layout.python, "-c", "import numpy, PySide6.QtWidgets, PySide6.QtNetwork"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode:
        last = (run.stderr.strip().splitlines() or [str(run.returncode)])[-1]
        raise Trouble(
            "qt-does-not-load",
            zh=f"Qt 已安装但无法载入：{last}",
            en=f"Qt is installed and does not load: {last}",
        )
