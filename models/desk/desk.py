"""The desk: the one door for commands, open on live data and sealed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from models.desk.handler import handle
from models.desk.port import Retry
from models.domain.error import Trouble, Words
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from models.desk.port import Works
    from models.domain.command import Command, Done


MOST_TRIES = 5


class Desk(Protocol):
    """Takes commands. Thread: the desk lane, or a script's own."""

    def send(self, command: Command) -> Done:
        """Carry the command out, once, however often it is sent.

        Raises
        ------
        Refused
            A rule says no; nothing happened.
        BadInput
            The command cannot be understood; nothing happened.
        Trouble
            The world failed and the outcome is unknown: send the same command again.
        """

    def first_answer(self, command: Command) -> Done | None:
        """What came of the command, if it was carried out before; nothing is done now.

        Raises
        ------
        BadInput, Trouble
            As `send` does.
        """


class OpenDesk:
    """The desk that writes."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def send(self, command: Command) -> Done:
        """One transaction for one command; begun again where two collided."""
        for _ in range(MOST_TRIES):
            try:
                with self._works.begin(command) as work:
                    return handle(command, work)
            except Retry:
                continue
        raise Trouble(
            "try_again",
            Words(
                "数据库繁忙，命令未执行；请稍后重试。",
                "the database is busy and the command was not carried out; try again.",
            ),
        )

    def first_answer(self, command: Command) -> Done | None:
        """By its receipt."""
        try:
            with self._works.begin(command) as work:
                return work.answer_to(command)
        except Retry:
            return None


class SealedDesk:
    """The desk of a replay: everything can be looked at, nothing can be done."""

    def send(self, command: Command) -> Done:
        """Always refused, in words."""
        raise Refused(
            refuse(
                "sealed",
                "这是回放，席位已封存：不能操作。回到“实时”后再派遣。",
                "This is a replay and the desk is sealed; follow the live picture to act.",
                verb=command.intent.verb,
            )
        )

    def first_answer(self, _command: Command) -> Done | None:
        """Nothing was done here."""
        return None
