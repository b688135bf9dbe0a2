"""A demo home is made once, however many programs want it, and a damaged one says so."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from console.app import demo_home, demo_plan
from console.app.simulator import Plan, share_of
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
        demo_plan.keep_plan(tmp_path, plan)

    monkeypatch.setattr(demo_home, "prepare", prepare)
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(demo_home.prepared, home, PLAN, nobody_watches) for _ in range(2)]
    assert [found.result() for found in tries] == [PLAN, PLAN]
    assert len(made) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"size": "huge", "seed": 1}', '{"size": 1}'])
def test_a_damaged_plan_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / demo_plan.PLAN_FILE).write_text(text, "utf-8")
    with pytest.raises(BadInput, match=r"demo\.json"):
        demo_plan.plan_of(tmp_path)


def test_the_window_of_a_demo_needs_nothing_of_what_makes_one() -> None:
    window = "console.app.demo_plan", "console.app.handing_over", "console.app.stage"
    asked = f"import sys, {', '.join(window)}; print(*sys.modules)"
    told = subprocess.check_output([sys.executable, "-c", asked], encoding="utf-8")
    assert not {"pandas", "pyarrow", "console.app.demo_home"} & set(told.split())


@pytest.mark.parametrize(("size", "share"), list(zip(Size, (0.6, 0.94, 0.994), strict=True)))
def test_a_large_demo_leaves_no_more_to_whoever_tries_the_desk_than_a_small_one(
    size: Size, share: float
) -> None:
    assert share_of(Plan(size, 1)) == pytest.approx(share)
    assert share_of(Plan(size, 1, 0.3)) == 0.3
