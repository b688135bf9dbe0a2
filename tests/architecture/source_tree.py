"""The product's source as syntax trees, for tests that look at how it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PRODUCT = ("console", "maps", "models", "resources")


@dataclass(frozen=True)
class Module:
    """One file: its path from the checkout's root, with slashes, its tree and its text."""

    name: str
    tree: ast.Module
    lines: int
    text: str

    def at(self, node: ast.AST) -> str:
        """Name a place so that an editor can open it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def modules(*roots: str) -> tuple[Module, ...]:
    """All modules below these folders of the checkout, in order of their paths."""
    paths = sorted(path for root in roots for path in (CHECKOUT / root).rglob("*.py"))
    return tuple(_module(path) for path in paths)


@cache
def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(CHECKOUT).as_posix()
    return Module(name, ast.parse(text, filename=name), text.count("\n"), text)


def imports(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every module that is imported, wherever in the file, as a dotted name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last word of what is called: `sleep` for `time.sleep(1)`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield last_word(node.func), node


def last_word(node: ast.expr) -> str:
    """The last word of a dotted name; nothing for any other expression."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
