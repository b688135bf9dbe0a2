"""Every word of the domain has its row in the glossary."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from enum import Enum
from pathlib import Path

import pytest

import models.domain


def _classes() -> list[type]:
    found = {}
    for module in pkgutil.iter_modules(models.domain.__path__, "models.domain."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name)):
            is_ours = inspect.isclass(kind) and kind.__module__ == module.name
            if is_ours and not name.startswith("_"):
                found[name] = kind
    return [found[name] for name in sorted(found)]


ENUMS = [kind for kind in _classes() if issubclass(kind, Enum)]
NOUNS = [kind for kind in _classes() if not issubclass(kind, Enum)]


@pytest.fixture(scope="module")
def glossary(checkout: Path) -> str:
    return (checkout / "docs" / "glossary.md").read_text(encoding="utf-8")


def _rows(glossary: str, heading: str) -> dict[str, list[str]]:
    """The rows under the heading that names an enumeration, by their code."""
    found = re.search(rf"^## [^\n]*\(`{heading}`\)\n(.*?)(?=^## |\Z)", glossary, re.M | re.S)
    lines = found[1].splitlines() if found else []
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if "`" in line]
    return {row[0].strip("`"): row[1:] for row in cells if row[0].startswith("`")}


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_value_has_its_row_and_no_row_is_left_over(
    kind: type[Enum], glossary: str
) -> None:
    # A verdict is never written down as a number: it goes by its name.
    names = {m.name if kind.__name__ == "Verdict" else str(m.value) for m in kind}

    assert set(_rows(glossary, kind.__name__)) == names


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_row_is_told_in_chinese_in_english_and_explained(
    kind: type[Enum], glossary: str
) -> None:
    for chinese, english, meaning in _rows(glossary, kind.__name__).values():
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert re.search(r"[A-Za-z]", english)
        assert meaning


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
def test_every_noun_of_the_domain_is_named(kind: type, glossary: str) -> None:
    assert f"`{kind.__name__}`" in glossary
