"""What a member makes of a task: sign, go, arrive, work, finish; or not.

An errand is a small state machine over what the picture shows. It decides by seeded
chance and speaks in commands; it neither walks nor keeps time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from models.domain.command import Attend, Command, Judge
from models.domain.convey_command import Convey
from models.domain.ids import CommandId
from models.domain.incident import State, TaskRole, TaskState
from models.domain.lifecycle import Role
from models.domain.welfare import asking
from models.domain.welfare_command import SayWell
from models.simulation.chance import seeded_uuid, spread, uniform
from models.simulation.stories import (
    BY_CODE,
    CHECKED_EN,
    CHECKED_ZH,
    DONE_EN,
    DONE_ZH,
    NOT_DONE_EN,
    NOT_DONE_ZH,
    NOT_OURS_EN,
    NOT_OURS_ZH,
)

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.error import Language
    from models.domain.incident import Incident, Task
    from models.domain.member import Member

_Said = Attend | Convey | Judge | SayWell
IGNORED: Final = 0.03
"""Share of tasks never signed: the desk must notice."""
RETURNED: Final = 0.04
"""Share of tasks sent back as not ours."""
MISSED: Final = 0.15
"""Share of questions whether somebody is well that are not heard: the next is a reminder."""
CHECK_FAILS: Final = 0.06
HURRY: Final = 0.6
"""Work in a demo takes this share of what it would in earnest."""


class Fate(StrEnum):
    """How a task will go; fixed by the seed and the task."""

    DONE = "done"
    RETURNED = "returned"
    IGNORED = "ignored"


def key_of(incident: Incident, task: Task) -> str:
    """Names a task by where it stands, not by its id.

    The handler draws task ids afresh in every run; chance hung on them would make no run
    like another.
    """
    nth = next(n for n, one in enumerate(incident.tasks) if one.id == task.id)
    return f"{incident.id}/{nth}/{task.assignee}/{task.reworks}"


@dataclass(slots=True)
class Errand:
    """One task in one member's hands. `sent` are the verbs said so far, each at most once."""

    seed: int
    task: Task
    incident: Incident
    member: Member
    language: Language
    arrived_at: datetime | None = None
    sent: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Names the task and its round: rework is a new errand."""
        return key_of(self.incident, self.task)

    @property
    def checks(self) -> bool:
        """Whether the member is to look at somebody else's result."""
        return self.task.role is TaskRole.CHECK

    @property
    def fate(self) -> Fate:
        """How it will go."""
        draw = uniform(self.seed, "fate", self.key)
        if draw < IGNORED and not self.task.reworks:
            return Fate.IGNORED
        may_return = self.task.role is TaskRole.LEAD and self.incident.returns == 0
        if draw < IGNORED + RETURNED and may_return and not self.task.reworks:
            return Fate.RETURNED
        return Fate.DONE

    def replies_at(self) -> datetime:
        """When the member looks at the telephone."""
        median = {0: 55.0, 1: 30.0, 2: 15.0}[self.incident.urgency.rank]
        delay = spread(self.seed, "reply", self.key, median, 0.6)
        return self.task.given_at + timedelta(seconds=delay)

    @property
    def goes(self) -> bool:
        """Whether the member is to be on the way or on the spot."""
        if self.checks:
            return "check" not in self.sent and self.incident.state is State.CHECKING
        return "finish" not in self.sent and (
            "sign" in self.sent or self.task.state is not TaskState.TO_SIGN or self._denied()
        )

    def _denied(self) -> bool:
        # The desk turned the return down: the member has to do it after all.
        return "return" in self.sent and self.incident.state in {
            State.HANDLING,
            State.JOINT_HANDLING,
        }

    def device(self, now: datetime) -> list[Command]:
        """What the member's device says of itself: the word arrived, it was looked at.

        Of those who will never answer some have a device that is off, some do not look.
        """
        if self.task.sent_at is None:
            return []
        luck = uniform(self.seed, "device", self.key) if self.fate is Fate.IGNORED else 1.0
        arrives = self.task.sent_at + timedelta(
            seconds=spread(self.seed, "air", self.key, 4, 0.5)
        )
        looks = max(arrives, self.task.given_at + (self.replies_at() - self.task.given_at) / 2)
        said: list[Command] = []
        for verb, at, least in (("deliver", arrives, 1 / 3), ("see", looks, 2 / 3)):
            if luck >= least and now >= at and verb not in self.sent:
                self.sent.add(verb)
                intent = Convey(verb=verb, incident=self.incident.id, task=self.task.id, at=at)
                said.append(self._command(verb, intent, now))
        return said

    def reply(self, now: datetime) -> list[Command]:
        """What the member says to the order itself: signs, or says "not ours"."""
        if self.checks or self.fate is Fate.IGNORED or now < self.replies_at():
            return []
        lead = self.task.role is TaskRole.LEAD
        if lead and self.incident.state is not State.DISPATCHED:
            return []
        if self.task.state is not TaskState.TO_SIGN:
            return []
        if self.fate is Fate.RETURNED:
            return self._say("return", now, reason=self._one(NOT_OURS_ZH, NOT_OURS_EN))
        return self._say("sign", now)

    def well(self, now: datetime) -> list[Command]:
        """The answer to whoever asks whether the member is well; some questions are missed."""
        asked_at = self.task.welfare_at
        if asked_at is None or asking(self.task) is None:
            return []
        key = f"{self.key}/{asked_at.isoformat()}"
        if uniform(self.seed, "missed", key) < MISSED or key in self.sent:
            return []
        if now < asked_at + timedelta(seconds=spread(self.seed, "well", key, 45, 0.5)):
            return []
        self.sent.add(key)
        intent = SayWell(incident=self.incident.id, member=self.member.id)
        return [self._command(intent.verb, intent, now)]

    def on_the_spot(self, now: datetime) -> list[Command]:
        """What the member says there: arrived, and once the work is done, the result."""
        if self.arrived_at is None:
            self.arrived_at = now
        if self.checks:
            return self._judge(now)
        if not self._signed():
            return []
        if self.task.state is not TaskState.ON_SITE and "arrive" not in self.sent:
            return self._say("arrive", now)
        if now < self.arrived_at + self.works_for():
            return []
        return self._say("finish", now, result=self._one(DONE_ZH, DONE_EN))

    def works_for(self) -> timedelta:
        """How long hands are on it, by class."""
        story = BY_CODE.get(self.incident.category or "")
        minutes = (story.work_min if story else 40.0) * HURRY
        if self.checks:
            minutes = 5.0
        return timedelta(minutes=spread(self.seed, "work", self.key, minutes, 0.35))

    def _signed(self) -> bool:
        return self.task.signed_at is not None or self._denied()

    def _one(self, zh: tuple[str, ...], en: tuple[str, ...]) -> str:
        words = zh if self.language == "zh" else en
        return words[int(uniform(self.seed, "words", self.key) * len(words))]

    def _say(
        self, verb: str, now: datetime, *, result: str = "", reason: str = ""
    ) -> list[Command]:
        if verb in self.sent:
            return []
        self.sent.add(verb)
        intent = Attend(
            verb=verb,
            incident=self.incident.id,
            member=self.member.id,
            result=result,
            reason=reason,
        )
        return [self._command(verb, intent, now)]

    def _judge(self, now: datetime) -> list[Command]:
        arrived = self.arrived_at or now
        if "check" in self.sent or now < arrived + self.works_for():
            return []
        self.sent.add("check")
        zh = self.language == "zh"
        fails = (
            not self.incident.reworks and uniform(self.seed, "check", self.key) < CHECK_FAILS
        )
        intent = Judge(
            verb="check-fail" if fails else "check-pass",
            incident=self.incident.id,
            member=self.member.id,
            result="" if fails else (CHECKED_ZH if zh else CHECKED_EN),
            reason=(NOT_DONE_ZH if zh else NOT_DONE_EN) if fails else "",
        )
        return [self._command(intent.verb, intent, now)]

    def _command(
        self, verb: str, intent: Attend | Convey | Judge | SayWell, now: datetime
    ) -> Command:
        at_ms = int(now.timestamp() * 1000)
        return Command(
            id=CommandId(seeded_uuid(self.seed, verb, self.key, at_ms)),
            intent=intent,
            actor=self.member.number,
            roles=frozenset({Role.MEMBER}),
            station="simulator",
        )
