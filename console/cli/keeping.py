"""`db retain`: what grows old is rolled up; how long it is kept, and what would go."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from console.app.home import Home
from console.cli.acts import address_of
from console.cli.answer import Answer
from models.store.engine import troubles
from models.store.retention import days_due, keep_raw_days, raw_days, roll_up_old

if TYPE_CHECKING:
    import argparse


def add_retain_to(steps: Any, common: argparse.ArgumentParser) -> None:
    """Describe `db retain`."""
    retain = steps.add_parser(
        "retain", parents=[common], help="roll old fixes up by the hour and drop them"
    )
    retain.add_argument("--days", type=int, metavar="N", help="keep fixes one by one so long")
    retain.add_argument("--dry-run", action="store_true", help="say what would go, and stop")
    retain.set_defaults(run=run_retain)


def run_retain(options: argparse.Namespace) -> Answer:
    """Roll up the days that are due; with `--days` keep that setting first."""
    with (
        Home(address_of(options), station=options.station) as home,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        if options.days is not None and not options.dry_run:
            keep_raw_days(connection, options.days)
            connection.commit()
        days = raw_days(connection)
        if options.dry_run:
            due = [day.isoformat() for day in days_due(connection)]
            plain = {"ok": True, "raw_days": days, "dry_run": True, "due": due}
            return Answer(plain, "\n".join(due) or "nothing is due")
        done = roll_up_old(connection)
    rows = [{"day": d.day.isoformat(), "fixes": d.fixes, "hours": d.hours} for d in done]
    said = [f"{d.day}  {d.fixes} fixes -> {d.hours} hours of members" for d in done]
    plain = {"ok": True, "raw_days": days, "dry_run": False, "rolled": rows}
    return Answer(plain, "\n".join(said) or "nothing was due")
