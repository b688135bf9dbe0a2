"""A program for `test_contracts`: plants one violation at a time and lints after each.

Runs as a process of its own, in a copy of the tree, because the linter finds packages the way
Python does and would otherwise find those that the tests have already imported.

In on stdin, JSON: name → [[file, line of Python], …]. Out: name → what the linter said.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path

from importlinter.cli import lint_imports


def lint() -> str:
    """The linter's whole output on the tree as it stands."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        lint_imports(no_cache=True, no_logo=True)
    return said.getvalue()


def lint_with(plants: list[list[str]]) -> str:
    """The linter's output while these lines stand at the end of these files."""
    kept = {name: _text(Path(name)) for name, _ in plants}
    try:
        for name, line in plants:
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text((_text(path) or "") + f"\n{line}\n", encoding="utf-8")
        return lint()
    finally:
        for name, text in kept.items():
            if text is None:
                Path(name).unlink()
            else:
                Path(name).write_text(text, encoding="utf-8")


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    violations = json.load(sys.stdin)
    json.dump({name: lint_with(plants) for name, plants in violations.items()}, sys.stdout)
