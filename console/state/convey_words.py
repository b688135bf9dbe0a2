"""How the word of a task fares, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from models.domain.conveying import CALL, ConveyStep, Silence

if TYPE_CHECKING:
    from models.domain.conveying import StepDone

_STEP: Final = {
    ConveyStep.SENT: QT_TRANSLATE_NOOP("Convey", "sent"),
    ConveyStep.DELIVERED: QT_TRANSLATE_NOOP("Convey", "delivered"),
    ConveyStep.SEEN: QT_TRANSLATE_NOOP("Convey", "seen"),
    ConveyStep.SIGNED: QT_TRANSLATE_NOOP("Convey", "signed"),
}
_NOT_YET: Final = {
    ConveyStep.SENT: QT_TRANSLATE_NOOP("Convey", "not sent yet"),
    ConveyStep.DELIVERED: QT_TRANSLATE_NOOP("Convey", "not delivered yet"),
    ConveyStep.SEEN: QT_TRANSLATE_NOOP("Convey", "not seen yet"),
    ConveyStep.SIGNED: QT_TRANSLATE_NOOP("Convey", "not signed yet"),
}
_SILENCE: Final = {
    Silence.NOT_WELL: QT_TRANSLATE_NOOP("Convey", "Not heard from"),
    Silence.NOT_REACHED: QT_TRANSLATE_NOOP("Convey", "Not reached"),
    Silence.NOT_DELIVERED: QT_TRANSLATE_NOOP("Convey", "Not delivered"),
    Silence.NOT_SEEN: QT_TRANSLATE_NOOP("Convey", "Not seen"),
    Silence.NOT_SIGNED: QT_TRANSLATE_NOOP("Convey", "Not signed"),
}
_CHANNEL: Final = {
    CALL: QT_TRANSLATE_NOOP("Convey", "telephone"),
    "in-app": QT_TRANSLATE_NOOP("Convey", "in the app"),
    "sms": QT_TRANSLATE_NOOP("Convey", "text message"),
    "voice": QT_TRANSLATE_NOOP("Convey", "voice call"),
}
_FAILURE: Final = {
    "no_answer": QT_TRANSLATE_NOOP("Convey", "nobody answered the telephone"),
    "no_number": QT_TRANSLATE_NOOP("Convey", "no number is known"),
    "no_channel": QT_TRANSLATE_NOOP("Convey", "the channel is not installed here"),
    "unreachable": QT_TRANSLATE_NOOP("Convey", "the gateway cannot be reached"),
    "rejected": QT_TRANSLATE_NOOP("Convey", "the gateway turned it down"),
    "expired": QT_TRANSLATE_NOOP("Convey", "the device was off for too long"),
}


def _tr(words: object) -> str:
    return QCoreApplication.translate("Convey", str(words))


def step_words(step: ConveyStep) -> str:
    """A step's name."""
    return _tr(_STEP[step])


def silence_words(silence: Silence) -> str:
    """What was not heard in time."""
    return _tr(_SILENCE[silence])


def channel_words(name: str) -> str:
    """What a channel is called; its name where nobody gave it words."""
    return _tr(_CHANNEL[name]) if name in _CHANNEL else name


def failure_words(code: str) -> str:
    """Why the last try did not come through; the gateway's own code where it is a new one."""
    why = _tr(_FAILURE[code]) if code in _FAILURE else code
    return _tr(QT_TRANSLATE_NOOP("Convey", "did not come through: {0}")).format(why)


def step_said(one: StepDone, time: str) -> str:
    """One step whole: "seen 09:03 (telephone, entered by li)"."""
    if not one.is_known:
        return _tr(_NOT_YET[one.step])
    said = " ".join(filter(None, (step_words(one.step), time)))
    beside = [channel_words(one.via)] if one.via else []
    if one.by:
        beside.append(_tr(QT_TRANSLATE_NOOP("Convey", "entered by {0}")).format(one.by))
    return f"{said} ({', '.join(beside)})" if beside else said
