"""The desk lane: one thread that carries acts out and answers questions, in order.

Having one worker is what serialises acts; there is no lock. An act is on the disk
before it is tried, so neither a crash of the console nor a lost database loses it.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from models.desk.act import Act, Fate
from models.desk.conflict import Conflict, Decision
from models.desk.outbox import NOT_YOURSELF
from models.domain.error import BadInput, Trouble, Words
from models.domain.refusal import Refusal, Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.desk.desk import Desk
    from models.desk.outbox import Outbox
    from models.domain.command import Command, Done
    from models.domain.ids import CommandId

FIRST_RETRY_S = 0.5
LAST_RETRY_S = 2.0
"""Between the beginnings of two tries: one that waited for an answer has waited already."""
BREATH_S = 0.2
"""Between the end of a try and the next: what else was asked of the lane has its turn."""
LOOK_S, PATIENT_S = 0.02, 0.06
"""So often is looked whether the database is silent: it has had an act for so long."""
LOOKS_ON_S = 1.0
"""So long whoever acted looks on: a no that comes later is listed, and an act that only others
keep from being tried is told as kept.
"""
CLOSING_S = 5.0
LONG_AGO_S = float("-inf")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """Something to look up on the lane: `read` runs there, `key` comes back with it."""

    key: object
    read: Callable[[], object]


class DeskLane(QObject):
    """Sends commands through a desk, keeps what cannot be sent, asks questions.

    Signals: `answered(object)` an Act whose fate is known; `told(object, object)` a
    question's key and its answer; `conflicts_changed(object)` a tuple of the Conflict nobody
    has decided yet;
    `undecided(object)` Words why a decision could not be kept.
    Thread: made and used on the GUI thread; desk and outbox belong to the lane.
    """

    answered = Signal(object)
    told = Signal(object, object)
    conflicts_changed = Signal(object)
    undecided = Signal(object)

    def __init__(
        self,
        desk: Desk,
        outbox: Outbox,
        now: Callable[[], datetime],
        *,
        author: str | None = None,
    ) -> None:
        """`author` is the one in whose name the desk acts; None: it may speak for anybody."""
        super().__init__()
        self._author = author
        self._desk = desk
        self._outbox = outbox
        self._now = now
        self._jobs: SimpleQueue[Command | Question | Decision | None] = SimpleQueue()
        self._acts: SimpleQueue[tuple[float, Command] | None] = SimpleQueue()
        # Guards the outbox, and that nothing is said of an act after its last word.
        self._guard = threading.RLock()
        self._trying_since_s: float | None = None
        # When each act was told as kept; long ago, where the world had been in its way.
        self._accepted: dict[CommandId, float] = {}
        self._retry_s = FIRST_RETRY_S
        self._retry_at_s = 0.0
        # What was said to be in the way of the act that is tried again and again.
        self._said: set[str] = set()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lane-desk", daemon=True)
        self._taker = threading.Thread(target=self._take_in, name="lane-outbox", daemon=True)

    def start(self) -> None:
        """Begin with what the last run left in the outbox."""
        self._thread.start()
        self._taker.start()

    @Slot(object)
    def on_act_sent(self, command: Command) -> None:
        """Take an act; returns at once."""
        self._acts.put((time.monotonic(), command))

    @Slot(object)
    def on_decided(self, decision: Decision) -> None:
        """Take what a person decided about a conflict; returns at once."""
        self._jobs.put(decision)

    def ask(self, question: Question) -> None:
        """Take a question; returns at once."""
        self._jobs.put(question)

    def close(self) -> None:
        """Keep what was sent, finish the job in hand, join the threads, within a deadline."""
        self._stopping.set()
        self._acts.put(None)
        self._jobs.put(None)
        for thread in (self._taker, self._thread):
            if thread.is_alive():
                thread.join(CLOSING_S)

    # -- taking in: what is on the disk is told, whatever the database does ----------------

    def _take_in(self) -> None:
        fresh: dict[CommandId, tuple[float, Command]] = {}
        while not self._stopping.is_set() or not self._acts.empty():
            try:
                with suppress(Empty):
                    self._keep(self._acts.get(timeout=LOOK_S if fresh else None), fresh)
                self._tell_waiting(fresh)
            except Exception:  # the outermost loop of the lane
                _log.exception("the desk lane stumbled")

    def _keep(
        self, sent: tuple[float, Command] | None, fresh: dict[CommandId, tuple[float, Command]]
    ) -> None:
        if sent is None:
            return
        command = sent[1]
        with self._guard:
            try:
                self._outbox.keep(command)
            except Trouble as trouble:
                self._answer(command, Fate.FAILED, code=trouble.code, words=trouble.words)
                return
        fresh[command.id] = sent
        self._jobs.put(command)

    def _tell_waiting(self, fresh: dict[CommandId, tuple[float, Command]]) -> None:
        """Say of what has no answer yet that it is kept, once the database is silent."""
        now_s = time.monotonic()
        with self._guard:
            waiting = {one.id for one in self._outbox.waiting()}
            is_silent = self._is_silent(now_s) or not waiting.isdisjoint(self._accepted)
            for command_id, (sent_s, command) in tuple(fresh.items()):
                waits = command_id in waiting
                if waits and (is_silent or now_s - sent_s >= LOOKS_ON_S):
                    self._accept(command, now_s)
                elif waits:
                    continue
                del fresh[command_id]

    def _is_silent(self, now_s: float) -> bool:
        since_s = self._trying_since_s
        return since_s is not None and now_s - since_s >= PATIENT_S

    # -- on the lane --------------------------------------------------------------------

    def _run(self) -> None:
        with self._guard:
            self._outbox.call_back(self._author)
            for command in self._outbox.waiting():
                self._accept(command, LONG_AGO_S)
            if self._outbox.conflicts():
                self._tell_conflicts()
        while not self._stopping.is_set():
            try:
                self._turn()
            except Exception:  # the outermost loop of the lane
                _log.exception("the desk lane stumbled")

    def _turn(self) -> None:
        # A deadline, not a pause since the last job: questions that keep coming must not
        # keep what waits from being sent.
        left_s = self._retry_at_s - time.monotonic() if len(self._outbox) else None
        if left_s is not None and left_s <= 0:
            self._retry_at_s = time.monotonic() + self._retry_s
            self._send_waiting()
            return
        try:
            job = self._jobs.get(timeout=left_s)
        except Empty:
            return
        if isinstance(job, Question):
            self._look_up(job)
        elif isinstance(job, Decision):
            self._decide(job)
        elif job is not None:
            self._take(job)

    def _take(self, command: Command) -> None:
        with self._guard:
            waiting = [one.id for one in self._outbox.waiting()]
            if command.id in waiting[1:]:
                # Others wait: order is kept, so this one waits behind them.
                self._accept(command, time.monotonic())
        # It may have gone out with others that waited before it.
        if command.id in waiting[:1]:
            self._send(command)

    def _send_waiting(self) -> None:
        with self._guard:
            waiting = self._outbox.waiting()
        for command in waiting:
            if self._stopping.is_set() or not self._send(command):
                return

    def _send(self, command: Command) -> bool:
        """Try one act; False where the world is in the way and it stays in the outbox."""
        self._trying_since_s = time.monotonic()
        try:
            done = self._done(command)
        except Trouble as trouble:
            self._put_off(command, trouble)
            return False
        except Refused as refused:
            self._turned_down(command, Fate.REFUSED, refused.refusal)
        except BadInput as bad:
            self._turned_down(command, Fate.FAILED, Refusal(bad.code, bad.words))
        except Exception as error:
            # A bug of ours: the act must not block those behind it for ever.
            words = Words(
                f"程序错误：{error}（已记入日志）", f"a bug of ours: {error} (logged)"
            )
            self._said.clear()
            self._turned_down(command, Fate.FAILED, Refusal("bug", words))
            raise
        else:
            with self._guard:
                self._settle(command)
                self.answered.emit(Act(command, self._now(), Fate.CONFIRMED, done))
        finally:
            self._trying_since_s = None
        if self._said:
            self._said.clear()
            _log.info("act %s waits no longer", command.id)
        self._retry_s = FIRST_RETRY_S
        return True

    def _put_off(self, command: Command, trouble: Trouble) -> None:
        if trouble.code not in self._said:
            self._said.add(trouble.code)
            _log.warning("act %s waits: %s", command.id, trouble)
        self._retry_s = min(self._retry_s * 2, LAST_RETRY_S)
        now_s = time.monotonic()
        began_s = self._trying_since_s or now_s
        self._retry_at_s = max(began_s + self._retry_s, now_s + BREATH_S)
        with self._guard:
            self._accept(command, LONG_AGO_S, trouble)

    def _done(self, command: Command) -> Done:
        """What comes of an act; what somebody else left behind is not done in their name.

        It may have been done before they left, and only its answer was lost.

        Raises
        ------
        Refused, BadInput, Trouble
            As `Desk.send` says; `not_yourself` where its author is not signed in.
        """
        is_left = command.id in self._accepted and self._author not in {None, command.actor}
        if not is_left:
            return self._desk.send(command)
        done = self._desk.first_answer(command)
        if done is None:
            raise Refused(left_behind(command.actor))
        return done

    def _accept(self, command: Command, since_s: float, trouble: Trouble | None = None) -> None:
        """Say that an act lies on the disk: from here on it may not get lost."""
        if command.id in self._accepted and trouble is None:
            return
        self._accepted[command.id] = since_s
        code, words = (trouble.code, trouble.words) if trouble else ("", None)
        self._answer(command, Fate.KEPT, code=code, words=words)

    def _turned_down(self, command: Command, fate: Fate, refusal: Refusal) -> None:
        """Refuse an act; one that was accepted a while ago is listed for a person."""
        with self._guard:
            accepted_s = self._accepted.pop(command.id, None)
            is_listed = accepted_s is not None and time.monotonic() - accepted_s >= LOOKS_ON_S
            if is_listed:
                now, code = self._now(), refusal.code
                conflict = Conflict(command, now, code, refusal.words, refusal.about)
                self._outbox.set_aside(conflict)
                self._tell_conflicts()
            else:
                self._settle(command)
            act = Act(command, self._now(), fate, code=refusal.code, words=refusal.words)
            self.answered.emit(replace(act, is_listed=is_listed))

    def _decide(self, decision: Decision) -> None:
        with self._guard:
            try:
                self._outbox.decide(decision)
            except Trouble as trouble:
                self.undecided.emit(trouble.words)
            self._tell_conflicts()

    def _tell_conflicts(self) -> None:
        self.conflicts_changed.emit(self._outbox.conflicts())

    def _settle(self, command: Command) -> None:
        self._accepted.pop(command.id, None)
        self._outbox.settle(command.id)

    def _answer(
        self, command: Command, fate: Fate, *, code: str = "", words: Words | None = None
    ) -> None:
        self.answered.emit(Act(command, self._now(), fate, code=code, words=words))

    def _look_up(self, question: Question) -> None:
        try:
            answer = question.read()
        except Trouble as trouble:
            answer = trouble
        self.told.emit(question.key, answer)


def left_behind(actor: str) -> Refusal:
    """Why an act waits for its author."""
    return refuse(
        NOT_YOURSELF,
        f"{actor} 离席前未能发送。{actor} 再次在此登录后自动发送；"
        "也可以您自己的名义重做、并入或放弃。",
        f"{actor} left the seat before this was sent. It goes out when {actor} signs in here"
        " again; or redo, join or drop it in your own name.",
        actor=actor,
    )
