"""From a command to the function that carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.desk import (
    asking,
    assigning,
    attending,
    closing,
    conveying,
    correcting,
    drawing,
    informing,
    judging,
    leaving,
    photographing,
    raising,
    reporting,
    roster,
    rostering,
    shift,
    telling,
    verifying,
    wall_show,
    watching,
)
from models.desk.clearance import require_cleared
from models.desk.guard import require_sane

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Done

HANDLERS: dict[str, Callable[[Any, Command, UnitOfWork], Done]] = {
    "report": reporting.report,
    "report-self": reporting.report_self,
    "send-verify": verifying.send_verify,
    "verify-result": verifying.verify_result,
    "accept": reporting.accept,
    "refuse": judging.turn_down,
    "appeal": correcting.appeal,
    "merge": correcting.merge,
    "unmerge": correcting.unmerge,
    "audit-pass": correcting.audit,
    "audit-fail": correcting.audit,
    "register": reporting.register,
    "not-register": judging.turn_down,
    "send-back-accept": correcting.send_back,
    "reclassify": correcting.reclassify,
    "dispatch": assigning.dispatch,
    "redispatch": assigning.redispatch,
    "assist": assigning.assist,
    "whistle": assigning.whistle,
    "inform": informing.inform,
    "read": informing.read,
    "reserve": assigning.reserve,
    "release": assigning.reserve,
    "sign": attending.sign,
    "send": conveying.send,
    "deliver": conveying.deliver,
    "see": conveying.see,
    "not-delivered": conveying.fail,
    "call": conveying.call,
    "uncall": conveying.uncall,
    "watch": watching.watch,
    "well": watching.say_well,
    "arrive": attending.arrive,
    "check-in": attending.check_in,
    "finish": attending.finish,
    "return": attending.ask_return,
    "withdraw": judging.take_back,
    "grant-return": judging.take_back,
    "deny-return": judging.deny_return,
    "extend": asking.extend,
    "grant-extend": asking.grant_extend,
    "deny-extend": asking.deny,
    "suspend": asking.suspend,
    "grant-suspend": asking.grant_suspend,
    "deny-suspend": asking.deny,
    "drop-ask": asking.drop,
    "resume": asking.resume,
    "send-check": closing.send_check,
    "check-pass": closing.check_pass,
    "check-fail": closing.check_fail,
    "close": closing.close,
    "close-refuse": closing.close_refuse,
    "recheck": closing.recheck,
    "follow-up": closing.follow_up,
    "archive": closing.archive,
    "reopen": closing.reopen,
    "rate": raising.rate,
    "supervise": raising.supervise,
    "timeout": raising.climb,
    "escalate": raising.escalate,
    "hand-down": raising.hand_down,
    "void": judging.ask_void,
    "confirm-void": judging.confirm_void,
    "drop-void": judging.drop_void,
    "comment": judging.note,
    "reveal": judging.reveal,
    "attach": photographing.attach,
    "instruct": judging.note,
    "remind": judging.note,
    "urgent": judging.note,
    "mark": correcting.mark,
    "enrol": roster.enrol,
    "set-duty": roster.set_duty,
    "set-rota": rostering.set_rota,
    "ask-leave": leaving.ask,
    "give-leave": leaving.ask,
    "grant-leave": leaving.grant,
    "deny-leave": leaving.deny,
    "end-leave": leaving.end,
    "draw": drawing.draw,
    "redraw": drawing.redraw,
    "erase": drawing.erase,
    "show-wall": wall_show.show,
    "clear-wall": wall_show.clear,
    "hand-over-shift": shift.hand_over,
    "take-over-shift": shift.take_over,
    "tell-room": telling.tell,
    "note-seen": telling.see,
    "end-note": telling.end,
}
"""One function per verb."""


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
    require_cleared(command, work)
    return HANDLERS[command.intent.verb](command.intent, command, work)
