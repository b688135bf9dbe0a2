"""What a demo home was made with, and its clock: what the window of a demo needs to know.

Apart from what makes one, which takes 45 MB of tables and readers along.
"""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from console.app.simulator import Plan
from models.domain.error import BadInput, Words
from models.domain.work_calendar import WorkCalendar
from models.simulation.district import Size
from models.store.engine import troubles
from models.store.home_clock import last_recorded_at, set_running

if TYPE_CHECKING:
    from pathlib import Path

    from console.app.home import Home

OPENS_AT = time(9, 0)
PLAN_FILE = "demo.json"


def plan_of(folder: Path) -> Plan | None:
    """The plan that a demo home was made with; None where it is no demo home.

    Raises
    ------
    BadInput
        `bad_plan`, where the file is not as we wrote it.
    """
    file = folder / PLAN_FILE
    if not file.exists():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Plan(Size(kept["size"]), int(kept["seed"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _bad_plan(file) from error


def keep_plan(folder: Path, plan: Plan) -> None:
    """Say of a home that it was made to its end, and with what."""
    kept = {"size": plan.size.value, "seed": plan.seed}
    (folder / PLAN_FILE).write_text(json.dumps(kept), encoding="utf-8")


def _bad_plan(file: Path) -> BadInput:
    like = json.dumps({"size": "small", "seed": 1})
    return BadInput(
        "bad_plan",
        Words(
            f"{file} 已损坏；应类似 {like}。请改正，或用 --home 另选空目录",
            f"{file} is damaged; it should look like {like}. Mend it, or name an empty "
            "folder with --home",
        ),
    )


def start_clock(home: Home, rate: float) -> None:
    """Let the home's clock run: from nine in the morning, or from where it stopped."""
    begin = opening()
    with contextlib.closing(home.admin_connection()) as admin, troubles(), admin.transaction():
        last = last_recorded_at(admin)
        set_running(admin, begin if last is None else max(last, begin), rate)


def opening() -> datetime:
    """Nine this morning, by the clock of the district."""
    zone = WorkCalendar().zone
    return datetime.combine(datetime.now(zone).date(), OPENS_AT, zone).astimezone(UTC)
