"""`list`, `picture`, `journal`: looking, without a window."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from console.app.home import Home
from console.app.tending import tend
from console.cli import anchors
from console.cli.acts import address_of, move_clock, roles_of
from console.cli.answer import Answer
from console.cli.reading import counting, instant
from models.domain.error import BadInput, Trouble, Words
from models.domain.incident import State
from models.domain.leave import LeaveState
from models.domain.member import Duty
from models.domain.work_calendar import WorkCalendar
from models.feed.reach import picture_at, picture_at_seq
from models.picture.secrecy import is_cleared, restricted_in, without
from models.store import ask
from models.store.ask_drawings import list_drawings
from models.store.ask_leaves import list_leaves
from models.store.ask_shifts import list_handovers, list_notes
from models.store.engine import troubles
from models.store.home_clock import home_now
from models.store.journal import read_after, tail
from models.store.lights import lights_of
from models.store.recording import plain_entry, record
from models.store.reference import Reference
from models.store.secret_facts import without_secrets

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from models.domain.fact import Entry
    from models.store.engine import Connection
    from models.store.recording import Recorded

LISTS: dict[str, Callable[..., list[dict[str, Any]]]] = {
    "incidents": ask.list_incidents,
    "members": ask.list_members,
    "departments": ask.list_departments,
    "cells": ask.list_cells,
    "categories": ask.list_categories,
    "drawings": list_drawings,
    "handovers": list_handovers,
    "notes": list_notes,
    "leaves": list_leaves,
}
STATES: dict[str, tuple[str, ...]] = {
    "incidents": tuple(State),
    "members": tuple(Duty),
    "departments": ("active",),
    "cells": ("valid", "ended"),
    "categories": ("active",),
    "drawings": ("standing", "over", "erased"),
    "handovers": ("waiting", "taken"),
    "notes": ("standing", "over"),
    "leaves": tuple(LeaveState),
}
"""What `--state` may say for each."""
LAST_WHEN_TAILED = 20
FOLLOW_S = 1.0
_log = logging.getLogger(__name__)
_BARE_UUID = re.compile("[0-9a-f]{32}")


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    listing = commands.add_parser("list", parents=[common], help="the present, as rows")
    listing.add_argument("what", choices=sorted(LISTS))
    listing.add_argument("--state", metavar="S")
    listing.add_argument("--cell", metavar="CODE")
    listing.add_argument("--limit", metavar="N", type=counting)
    listing.set_defaults(run=run_list)
    picture = commands.add_parser(
        "picture", parents=[common], help="what was known, by folding"
    )
    when = picture.add_mutually_exclusive_group()
    when.add_argument("--at", metavar="T")
    when.add_argument("--seq", metavar="N", type=counting)
    picture.set_defaults(run=run_picture)
    journal = commands.add_parser("journal", parents=[common], help="verify, tail, export")
    steps = journal.add_subparsers(dest="step", required=True, metavar="STEP")
    anchors.add_steps(steps, common)
    keep = steps.add_parser("keep", parents=[common], help="clocks, archive, pictures")
    keep.add_argument("--at", metavar="T", help="move a scripted clock there first")
    keep.set_defaults(run=run_keep)
    tailing = steps.add_parser("tail", parents=[common], help="facts as JSON lines")
    tailing.add_argument("--after", metavar="SEQ", type=counting)
    tailing.add_argument("--follow", action="store_true")
    tailing.set_defaults(run=run_tail)
    export = steps.add_parser("export", parents=[common], help="a recording")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--from", dest="begin", metavar="T", required=True)
    export.add_argument("--to", dest="end", metavar="T", required=True)
    export.set_defaults(run=run_export)


def run_list(options: argparse.Namespace) -> Answer:
    """Rows of the state tables."""
    _require_sound(options)
    cleared = is_cleared(roles_of(options))
    wanted = ask.Wanted(options.state, options.cell, options.limit, is_cleared=cleared)
    with (
        Home(address_of(options), station=options.station) as home,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        items = LISTS[options.what](connection, wanted)
        if options.what == "incidents":
            items = _with_lights(items, connection)
    items = [_jsonable(item) for item in items]
    words = "\n".join(_row_words(item) for item in items)
    return Answer({"items": items}, words)


def _with_lights(items: list[dict[str, Any]], connection: Connection) -> list[dict[str, Any]]:
    reference, now = Reference(0).through(connection), home_now(connection)
    lights = lights_of(connection, [item["id"] for item in items], reference, now)
    return [item | lights.get(item["id"], {}) for item in items]


def _require_sound(options: argparse.Namespace) -> None:
    known = STATES[options.what]
    if options.state is not None and options.state not in known:
        raise BadInput(
            "unknown_state",
            Words(
                f"没有状态 {options.state!r}；可用：{', '.join(known)}",
                f"there is no state {options.state!r}; known: {', '.join(known)}",
            ),
        )


def _jsonable(item: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in item.items()
    }


def _row_words(item: dict[str, Any]) -> str:
    key = item.get("number") or item.get("code") or item["id"]
    name = item.get("name") or ""
    place = f"{item['lon']:.6f} {item['lat']:.6f}" if item.get("lon") is not None else ""
    return f"{key!s:<24} {item['state']!s:<10} {place:<24} {name}".rstrip()


def run_picture(options: argparse.Namespace) -> Answer:
    """The picture now, at an instant or at a seq."""
    with Home(address_of(options), station=options.station) as home:
        with contextlib.closing(home.connection()) as connection, troubles():
            stored = Reference(0).through(connection)
            # Read here: it is lazy, and the connection goes.
            zone, categories = stored.calendar.zone, stored.categories
        with contextlib.closing(home.source()) as source:
            if options.seq is not None:
                picture = picture_at_seq(source, options.seq)
            elif options.at:
                picture = picture_at(source, instant(options.at, zone, "--at"))
            else:
                picture = picture_at_seq(source, source.extent().last_seq)
    hidden = (
        frozenset() if is_cleared(roles_of(options)) else restricted_in(picture, categories)
    )
    shown = without(picture, hidden).incidents.values()
    still_open = sum(incident.state.is_open for incident in shown)
    plain = {
        "seq": picture.seq,
        "at": picture.at.astimezone(zone).isoformat() if picture.seq else None,
        "incidents_open": still_open,
        "members": len(picture.members),
        "digest": picture.digest() if home.is_embedded or home.rights.sees_all else None,
    }
    return Answer(plain, "\n".join(f"{key:<15} {value}" for key, value in plain.items()))


def run_keep(options: argparse.Namespace) -> Answer:
    """Do what fell due, archive what was closed before, keep the pictures seeking needs."""
    with Home(address_of(options), station=options.station) as home:
        if options.at:
            with contextlib.closing(home.connection()) as connection, troubles():
                zone = Reference(0).through(connection).calendar.zone
                connection.rollback()
                move_clock(home, connection, instant(options.at, zone, "--at"))
        kept = tend(home, is_asked=bool(options.at))
    plain = {"ok": True} | asdict(kept)
    if kept.is_elsewhere:
        return Answer(plain, "another console is at it")
    words = (
        f"{kept.climbed} due, {kept.archived} archived, {kept.made} keyframes made,"
        f" {kept.rolled} days of fixes rolled up"
    )
    return Answer(plain, words)


def run_tail(options: argparse.Namespace) -> Answer:
    """Facts as JSON lines: the last ones, those after a seq, and what follows."""
    cleared = is_cleared(roles_of(options))
    with Home(address_of(options), station=options.station) as home:
        if options.after is not None and options.follow:
            # From the first line on a lost database is waited for.
            _follow(home, options.after, is_cleared=cleared)
        with contextlib.closing(home.connection()) as connection, troubles():
            seq = options.after or 0
            if options.after is None:
                last = tail(connection, LAST_WHEN_TAILED)
                seq = _written(last, seq, _shown(connection, last, is_cleared=cleared))
            else:
                while entries := read_after(connection, seq, 1000):
                    shown = _shown(connection, entries, is_cleared=cleared)
                    seq = _written(entries, seq, shown)
        if options.follow:
            _follow(home, seq, is_cleared=cleared)
    return Answer({"last_seq": seq})


def _follow(home: Home, seq: int, *, is_cleared: bool) -> NoReturn:
    """Write what comes, for ever; a lost database is waited for, and nothing left out."""
    with contextlib.closing(home.source()) as source:
        while True:
            try:
                entries = source.read_after(seq, 1000)
                shown: Sequence[Entry] = entries
                if entries and not is_cleared:
                    with contextlib.closing(home.connection()) as connection, troubles():
                        shown = without_secrets(connection, entries)
            except Trouble as trouble:
                _log.warning("waiting: %s", trouble)
                entries = shown = ()
            seq = _written(entries, seq, shown)
            source.wait(FOLLOW_S)


def _shown(
    connection: Connection, entries: Sequence[Entry], *, is_cleared: bool
) -> Sequence[Entry]:
    return entries if is_cleared else without_secrets(connection, entries)


def _written(entries: Sequence[Entry], seq: int, shown: Sequence[Entry]) -> int:
    """Write the facts that may be shown; the seq of the last one read, shown or not."""
    for entry in shown:
        plain = plain_entry(entry)
        told = {
            key: value if key == "words" else _dashed(value) for key, value in plain.items()
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return entries[-1].seq if entries else seq


def _dashed(value: Any) -> Any:
    """Ids as `do` and `list` write them, so that scripts can put the two together."""
    if isinstance(value, dict):
        return {key: _dashed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_dashed(item) for item in value]
    if isinstance(value, str) and _BARE_UUID.fullmatch(value):
        return str(UUID(value))
    return value


def run_export(options: argparse.Namespace) -> Answer:
    """A slice of the journal and its fixes as one file that `replay` opens."""
    zone, cleared = WorkCalendar().zone, is_cleared(roles_of(options))
    since, until = instant(options.begin, zone, "--from"), instant(options.end, zone, "--to")
    with (
        Home(address_of(options), station=options.station) as home,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        recorded, size = _recorded(
            connection, Path(options.file), since, until, is_cleared=cleared
        )
    plain = {
        "file": options.file,
        "bytes": size,
        "facts": recorded.facts,
        "fixes": recorded.fixes,
        "first_at": recorded.first_at.isoformat() if recorded.first_at else None,
        "last_at": recorded.last_at.isoformat() if recorded.last_at else None,
    }
    return Answer(plain, f"{options.file}: {recorded.facts} facts, {recorded.fixes} fixes")


def _recorded(
    connection: Connection, file: Path, since: datetime, until: datetime, *, is_cleared: bool
) -> tuple[Recorded, int]:
    try:
        recorded = record(connection, file, since, until, is_cleared=is_cleared)
        return recorded, file.stat().st_size
    except OSError as error:
        raise Trouble(
            "disk",
            Words(
                f"无法写入 {file}：{error.strerror}", f"cannot write {file}: {error.strerror}"
            ),
        ) from error
