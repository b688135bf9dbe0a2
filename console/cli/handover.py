"""`handover`: the hand-over sheet as text, as JSON, as a PDF."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from console.app.facts_of import RecordedFacts, StoredFacts
from console.app.home import Home
from console.app.reference import read_reference
from console.app.shift_papers import (
    ground_for,
    handed_over,
    papers_for,
    past_papers,
    scope_at,
    seen_by,
)
from console.cli.acts import address_of, who_acts
from console.cli.answer import Answer
from console.cli.reading import instant
from models.domain.error import BadInput, Trouble, Words
from models.domain.shift import MOST_INSTRUCTIONS
from models.feed.reach import picture_at
from models.picture.secrecy import is_cleared
from models.picture.shift_sheet import last_handover
from models.store.engine import troubles
from models.store.home_clock import home_now
from models.store.recording import RecordingSource

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from console.app.facts_of import FactsOf
    from console.state.reference import Reference
    from console.tables.shift_paper import Told
    from models.domain.lifecycle import Role
    from models.domain.shift import Handover
    from models.feed.source import Source
    from models.picture.shift_sheet import SheetRow, ShiftSheet

_ROWS: Final = ("emergencies", "red", "yellow", "suspended", "to_approve", "unanswered")


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the command."""
    sheet = commands.add_parser("handover", parents=[common], help="the hand-over sheet")
    sheet.add_argument("--pdf", metavar="FILE.pdf", help="print it, A4")
    which = sheet.add_mutually_exclusive_group()
    which.add_argument("--at", metavar="T", help="as of then")
    which.add_argument("--handover", metavar="ID", help="as it was handed over")
    sheet.add_argument("--instructions", metavar="FILE", help="text of what is not handed over")
    sheet.add_argument("--recording", metavar="FILE", help="of a recording")
    sheet.set_defaults(run=run_handover)


def run_handover(options: argparse.Namespace) -> Answer:
    """Write the sheet; what is restricted is on the terminal's alone, never on paper."""
    given = _instructions(options.instructions)
    with Home(address_of(options), station=options.station) as home:
        roles = who_acts(home, options)[1]
        told = _told(home, roles, options, is_paper=options.pdf is not None)
    told = replace(told, instructions=given)
    if options.pdf is not None:
        return _printed(Path(options.pdf), told)
    from console.app.shift_printing import paper_in
    from console.tables.shift_paper import text_of

    return Answer(_plain(told), text_of(paper_in(told)))


def _told(
    home: Home, roles: frozenset[Role], options: argparse.Namespace, *, is_paper: bool
) -> Told:
    from console.tables.shift_paper import Told

    reference = read_reference(home)
    cleared = is_cleared(roles)
    source: Source
    facts: FactsOf
    with contextlib.ExitStack() as stack:
        if options.recording:
            source = RecordingSource(Path(options.recording))
            facts = RecordedFacts(source, reference.categories, is_cleared=cleared)
        else:
            source = stack.enter_context(contextlib.closing(home.source()))
            facts = StoredFacts(home, is_cleared=cleared)
        now = _now(home, source, options, reference)
        whole = source.present() if options.at is None else picture_at(source, now)
    scope = scope_at(home, reference)
    handover: Handover | None = None
    if options.handover is not None:
        handover = handed_over(whole, options.handover)
        picture = seen_by(facts.picture(handover.made_seq), reference, roles)
        papers = past_papers(facts, handover, picture, reference)
    else:
        picture = seen_by(whole, reference, roles)
        papers = papers_for(facts, picture, now, ground_for(reference), scope)
        last = last_handover(picture, scope)
        if last is not None and last.made_seq == picture.seq:
            handover = last
    sheet = papers.open if is_paper else papers.own
    return Told(sheet, picture, reference, options.lang, handover)


def _now(
    home: Home, source: Source, options: argparse.Namespace, reference: Reference
) -> datetime:
    if options.at:
        return instant(options.at, reference.calendar.zone, "--at")
    if options.recording:
        return source.present().at
    with contextlib.closing(home.connection()) as connection, troubles():
        return home_now(connection)


def _instructions(name: str | None) -> str:
    if name is None:
        return ""
    try:
        return Path(name).read_text("utf-8", "replace")[:MOST_INSTRUCTIONS]
    except OSError as error:
        raise BadInput(
            "no_such_file",
            Words(
                f"无法读取 {name}：{error.strerror}", f"cannot read {name}: {error.strerror}"
            ),
        ) from error


def _printed(file: Path, told: Told) -> Answer:
    from console.app.shift_printing import write_shift_pdf

    if file.suffix.lower() != ".pdf":
        words = Words(f"--pdf 应为 .pdf 文件：{file}", f"--pdf wants a .pdf file, not {file}")
        raise BadInput("bad_ending", words)
    try:
        pages = write_shift_pdf(file, told)
        size = file.stat().st_size
    except OSError as error:
        words = Words(
            f"无法写入 {file}：{error.strerror}", f"cannot write {file}: {error.strerror}"
        )
        raise Trouble("disk", words) from error
    return Answer({"file": str(file), "pages": pages, "bytes": size}, f"{file}: {pages}")


def _plain(told: Told) -> dict[str, Any]:
    sheet, zone = told.sheet, told.reference.calendar.zone
    handover = told.handover
    return {
        "seq": sheet.seq,
        "at": sheet.at.astimezone(zone).isoformat(),
        "since": sheet.begun.at.astimezone(zone).isoformat(),
        "is_whole": sheet.happened.is_whole,
        "figures": asdict(sheet.figures),
        "open": {state.value: list(counts) for state, counts in sheet.by_state},
        **{name: [_row(row) for row in getattr(sheet, name)] for name in _ROWS},
        "perimeters": [
            {"id": str(one.id), "kind": one.kind.value, "text": one.text}
            for one in sheet.perimeters
        ],
        "towns": _towns(sheet, told.reference),
        "on_leave": [
            {"number": member.number, "until": leave.ends_at.astimezone(zone).isoformat()}
            for member, leave in sheet.on_leave
        ],
        "instructions": handover.instructions if handover else told.instructions,
        "handover": str(handover.id) if handover else None,
        "author": handover.author if handover else None,
        "taken_by": handover.taken_by if handover else None,
    }


def _row(row: SheetRow) -> dict[str, Any]:
    one = row.incident
    return {
        "id": str(one.id),
        "number": one.number,
        "state": one.state.value,
        "urgency": one.urgency.value,
        "left_s": round(row.clock.left_s) if row.clock else None,
        "resume_by": one.resume_by.isoformat() if one.resume_by else None,
    }


def _towns(sheet: ShiftSheet, reference: Reference) -> list[dict[str, Any]]:
    return [
        {
            "code": cell.code if (cell := reference.cell(load.town)) else "",
            "on_duty": load.on_duty,
            "free": load.free,
            "open": load.open,
            "overdue": load.overdue,
        }
        for load in sheet.towns
    ]
