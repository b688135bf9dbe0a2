"""`docs/cli.md` and the program say the same."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.cli.benches import BENCHES
from console.cli.main import parser
from console.cli.verb_fields import FIELDS
from models.domain.lifecycle import Role


@pytest.fixture(scope="module")
def paper(checkout: Path) -> str:
    return (checkout / "docs" / "cli.md").read_text(encoding="utf-8")


def _parsers(
    one: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    yield path, one
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from _parsers(below, (*path, name))


def _rows_of_verbs(paper: str) -> dict[str, str]:
    part = paper.split("### do\n")[1].split("\n### ", maxsplit=1)[0]
    return {
        found[1]: found[2] for found in re.finditer(r"^\| `([a-z-]+)` \|(.*)\|$", part, re.M)
    }


def test_every_command_is_on_the_page(paper: str) -> None:
    names = [" ".join(path) for path, _ in _parsers(parser()) if path]

    assert [name for name in names if not re.search(rf"`{name}\b", paper)] == []


def test_every_option_is_on_the_page(paper: str) -> None:
    options = {
        option
        for _, one in _parsers(parser())
        for action in one._actions
        for option in action.option_strings
        if option not in {"-h", "--help"}
    }

    assert [o for o in sorted(options) if not re.search(rf"{o}(?![a-z-])", paper)] == []


def test_the_page_promises_no_option_that_is_not_there(paper: str) -> None:
    known = {
        option
        for _, one in _parsers(parser())
        for action in one._actions
        for option in action.option_strings
    }

    assert set(re.findall(r"(?<![a-z-])--[a-z][a-z-]*", paper)) <= known


def test_the_verbs_are_those_of_the_program(paper: str) -> None:
    assert set(_rows_of_verbs(paper)) == set(FIELDS)


@pytest.mark.parametrize("verb", sorted(FIELDS))
def test_a_verbs_fields_are_those_of_the_program(verb: str, paper: str) -> None:
    row = _rows_of_verbs(paper)[verb]
    like = re.search(r"as `([a-z-]+)`", row)
    told = row + (_rows_of_verbs(paper)[like[1]] if like else "")

    assert [f for f in FIELDS[verb] if f"`{f}`" not in told] == []


def test_all_roles_and_benchmarks_are_named(paper: str) -> None:
    assert [role for role in Role if f"`{role.value}`" not in paper] == []
    assert [name for name in BENCHES if f"`{name}`" not in paper.split("### bench")[1]] == []
