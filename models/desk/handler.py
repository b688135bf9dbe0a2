"""From a command to the function that carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.desk import assigning, attending, drawing, judging, reporting, roster, wall_show
from models.desk.guard import require_sane

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done

HANDLERS: dict[str, Callable[[Any, Command, UnitOfWork], Done]] = {
    "report": reporting.report,
    "accept": reporting.accept,
    "register": reporting.register,
    "merge": reporting.merge,
    "refuse": judging.turn_down,
    "not-register": judging.turn_down,
    "dispatch": assigning.dispatch,
    "redispatch": assigning.redispatch,
    "assist": assigning.assist,
    "reserve": assigning.reserve,
    "release": assigning.reserve,
    "sign": attending.sign,
    "arrive": attending.arrive,
    "finish": attending.finish,
    "return": attending.ask_return,
    "withdraw": judging.take_back,
    "grant-return": judging.take_back,
    "deny-return": judging.deny_return,
    "send-check": judging.send_check,
    "check-pass": judging.check_pass,
    "check-fail": judging.check_fail,
    "close": judging.close,
    "archive": judging.archive,
    "reopen": judging.reopen,
    "void": judging.ask_void,
    "confirm-void": judging.confirm_void,
    "comment": judging.note,
    "instruct": judging.note,
    "remind": judging.note,
    "urgent": judging.note,
    "enrol": roster.enrol,
    "set-duty": roster.set_duty,
    "draw": drawing.draw,
    "redraw": drawing.redraw,
    "erase": drawing.erase,
    "show-wall": wall_show.show,
    "clear-wall": wall_show.clear,
}
"""One function per verb. A verb of `cli.md` that is missing here comes with a later
release; `wangge do` says so."""


def handle(command: Command, work: UnitOfWork) -> Done:
    """Carry a command out, or give its first answer where it was carried out before.

    Raises
    ------
    Refused, BadInput, Trouble
        Nothing has happened then, except that after `Trouble` from the commit itself
        the outcome is unknown until the same command is sent again.
    """
    require_sane(command)
    first = work.answer_to(command)
    if first is not None:
        return first
    return HANDLERS[command.intent.verb](command.intent, command, work)
