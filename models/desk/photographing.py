"""Photos that come outside of a step: sent later, found elsewhere, brought by somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.desk.guard import asked, finished, moved
from models.domain.error import BadInput, Words
from models.domain.lifecycle import BY_ACTION
from models.domain.photo import CHOOSABLE, PhotoRole
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Attach, Command, Done

MOST_PHOTOS: Final = 100
"""Of one incident: each is looked at by somebody."""
_ACTION: Final = {
    PhotoRole.BEFORE: "attach",
    PhotoRole.AFTER: "attach-after",
    PhotoRole.CHECK: "attach-check",
}


def attach(intent: Attach, command: Command, work: UnitOfWork) -> Done:
    """The photos join the incident's; its state stays. One that it has already is let be.

    Raises
    ------
    BadInput
        `missing_field` without a photo, `bad_value` for a role that nobody may choose.
    Refused
        `attached_already`, `too_many_photos`, and what `asked` refuses.
    """
    if not intent.photo:
        words = Words("“attach”必须给出 photo", "`attach` needs the field photo")
        raise BadInput("missing_field", words)
    if intent.role not in CHOOSABLE:
        names = ", ".join(CHOOSABLE)
        words = Words(f"role 应为 {names}", f"role should be one of {names}")
        raise BadInput("bad_value", words)
    action = _ACTION[intent.role]
    old = asked(work, command, intent.incident, action)
    fresh = tuple(dict.fromkeys(name for name in intent.photo if name not in old.photos))
    if not fresh:
        raise Refused(
            refuse(
                "attached_already",
                f"{old.number} 已有这张照片。",
                f"{old.number} has this photo already.",
                incident=old.number,
            )
        )
    if len(old.photos) + len(fresh) > MOST_PHOTOS:
        raise Refused(
            refuse(
                "too_many_photos",
                f"一个事件至多 {MOST_PHOTOS} 张照片；{old.number} 已有 {len(old.photos)} 张。",
                f"An incident has {MOST_PHOTOS} photos at most; {old.number} has "
                f"{len(old.photos)} already.",
                incident=old.number,
            )
        )
    new = moved(work, old, photos=old.photos + fresh)
    work.record(BY_ACTION[action].fact, old, new, note=intent.text.strip())
    return finished(work, new)
