"""How far the set-up came, and whether what stands is what is wanted.

The note says `making` from before the first file is written until the last one is, so a set-up
killed in the middle is known by it and done again from nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from setting_up.layout import Layout

# Raise it when the same lock file must be installed in another way.
SETUP_VERSION = 1


@dataclass(frozen=True, slots=True)
class Note:
    """What was made, or is being made."""

    making: bool
    setup: int
    python: str
    runtime: str
    tests: str | None
    project: str
    installed: list[str] = field(default_factory=list)
    extras: dict[str, str] = field(default_factory=dict)


def wanted(layout: Layout, *, tests: bool, extras: Collection[str] = ()) -> Note:
    """The note that a finished set-up would leave."""
    return Note(
        making=False,
        setup=SETUP_VERSION,
        python=_python(),
        runtime=_digest(layout, "requirements.txt"),
        tests=_digest(layout, "requirements-dev.txt") if tests else None,
        project=hashlib.sha256(layout.pyproject.read_bytes()).hexdigest(),
        installed=[],
        extras={name: _digest(layout, f"requirements-{name}.txt") for name in sorted(extras)},
    )


def read(layout: Layout) -> Note | None:
    """The note that lies there; None where there is none that can be read."""
    try:
        return Note(**json.loads(layout.state.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(layout: Layout, note: Note) -> None:
    """Put the note in place in one step."""
    draft = layout.state.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(note), indent=1), encoding="utf-8")
    draft.replace(layout.state)


def distributions(layout: Layout) -> list[str]:
    """The names of what is installed, as folders in site-packages."""
    try:
        names = [entry.name for entry in layout.site_packages.iterdir()]
    except OSError:
        return []
    return sorted(name for name in names if name.endswith(".dist-info"))


def is_installed(layout: Layout, note: Note | None, goal: Note) -> bool:
    """Whether the packages of the goal stand, all of them."""
    if note is None or note.making:
        return False
    same = (note.setup, note.python, note.runtime) == (goal.setup, goal.python, goal.runtime)
    return (
        same
        and goal.tests in (None, note.tests)
        and goal.extras.items() <= note.extras.items()
        and os.access(layout.python, os.X_OK)
        and set(note.installed) <= set(distributions(layout))
    )


def is_ready(layout: Layout, note: Note | None, goal: Note) -> bool:
    """Whether nothing at all is left to do."""
    return (
        is_installed(layout, note, goal) and note is not None and note.project == goal.project
    )


def _digest(layout: Layout, name: str) -> str:
    return hashlib.sha256((layout.checkout / "installer" / name).read_bytes()).hexdigest()


def _python() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{sys.implementation.name}-{version}-{sysconfig.get_platform()}"
