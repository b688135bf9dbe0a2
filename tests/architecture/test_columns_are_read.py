"""What an administrator writes into a sheet does something.

A field is read where it is asked of some value by its name, away from where sheets are taken
in and kept; a name that several classes have is vouched for by any of them.
"""

from __future__ import annotations

import ast
from dataclasses import fields
from functools import cache

import pytest

from models.domain.category import Category
from models.domain.department import Department
from models.domain.home_settings import SETTING_WORDS, HomeSettings
from models.domain.rulebook import (
    Contact,
    Criterion,
    Phrase,
    Responsibility,
    Risk,
    Skip,
    Stay,
)
from models.domain.timetable import Shift
from tests.architecture.source_tree import PRODUCT, modules

KEPT = ("models/intake/", "models/store/")
RULES = (Category, Contact, Criterion, Department, HomeSettings, Phrase)
MORE_RULES = (Responsibility, Risk, Shift, Skip, Stay)
REMARKS = {(Category, "source")}
"""Where a class of the list comes from: for whoever keeps the list, and nothing else."""


@cache
def _asked_for() -> frozenset[str]:
    return frozenset(
        node.attr
        for module in modules(*PRODUCT)
        if not module.name.startswith(KEPT)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    )


@pytest.mark.parametrize("rule", [*RULES, *MORE_RULES])
def test_every_field_of_a_sheets_row_is_read_by_the_program(rule: type) -> None:
    own = {one.name for one in fields(rule) if (rule, one.name) not in REMARKS}
    assert sorted(own - _asked_for()) == []


def test_every_setting_can_be_set_in_its_sheet() -> None:
    assert set(SETTING_WORDS) == {one.name for one in fields(HomeSettings)}
