"""A demo home is made once, however many programs want it, and a damaged one says so."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from console.app import demo_home
from console.app.simulator import Plan
from models.domain.error import BadInput
from models.simulation.district import Size

if TYPE_CHECKING:
    from pathlib import Path

PLAN = Plan(Size.SMALL, 1)


def nobody_watches(done: int, total: int, what: str) -> None:
    """Progress that nobody is shown."""


def test_two_programs_that_want_the_same_demo_make_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home: Any = SimpleNamespace(address=SimpleNamespace(folder=tmp_path))
    made: list[Plan] = []

    def prepare(_home: Any, plan: Plan, _progress: Any) -> None:
        made.append(plan)
        kept = {"size": plan.size.value, "seed": plan.seed}
        (tmp_path / demo_home.PLAN_FILE).write_text(json.dumps(kept), "utf-8")

    monkeypatch.setattr(demo_home, "prepare", prepare)
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(demo_home.prepared, home, PLAN, nobody_watches) for _ in range(2)]
    assert [found.result() for found in tries] == [PLAN, PLAN]
    assert len(made) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"size": "huge", "seed": 1}', '{"size": 1}'])
def test_a_damaged_plan_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / demo_home.PLAN_FILE).write_text(text, "utf-8")
    with pytest.raises(BadInput, match=r"demo\.json"):
        demo_home.plan_of(tmp_path)
