"""One operator of many: a process that does whatever comes to mind, on everybody's cases.

Usage: python -m tests.stories.one_racer URL OPERATOR SEED. It says `ready`, waits for a line
of JSON (`incidents`, `members`, `acts`), and at the end says in one line what became of
its acts: `done` the ids of those that were carried out, `refused` counts by code, `unnamed`
the refusals of a lost race that do not name the winner, `other` what is neither.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from models.desk.desk import OpenDesk
from models.domain.command import Attend, Command, Dispatch, Judge, Reserve
from models.domain.error import BadInput, Trouble
from models.domain.ids import CommandId, IncidentId, MemberId, new_uuid
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.store.engine import an_engine
from models.store.unit_of_work import StoreWorks
from tests.builders import CLEARED

if TYPE_CHECKING:
    from models.domain.command import Intent
    from models.domain.refusal import Refusal

GIVE = ("dispatch",)
WITH_UNIT = ("sign", "arrive", "finish", "assist", "redispatch", "withdraw", "comment")
LIKELY = {
    State.REGISTERED: (*GIVE, "reserve", "release", "comment"),
    State.DISPATCHED: (*GIVE, *WITH_UNIT),
    State.HANDLING: (*GIVE, *WITH_UNIT),
    State.JOINT_HANDLING: (*GIVE, *WITH_UNIT),
    State.HANDLED: ("check-pass", "check-fail", "send-check"),
    State.CHECKING: ("check-pass", "check-fail"),
    State.CHECKED: ("close",),
    State.CLOSED: ("reopen", "comment"),
}
"""What an operator would try in a state, mostly; the rest of the time anything."""
ANY = tuple(sorted({verb for verbs in LIKELY.values() for verb in verbs}))
WILD = 0.05
LOST = {"already_dispatched", "wrong_state"}


@dataclass
class Racer:
    """An operator: the state that this one last heard of each case, and what came of it."""

    desk: OpenDesk
    name: str
    chance: random.Random
    heard: dict[UUID, State] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    unnamed: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def act(self, incident: IncidentId, members: list[MemberId]) -> None:
        """One random act."""
        likely = LIKELY.get(self.heard.get(incident, State.REGISTERED), ANY)
        verb = self.chance.choice(ANY if self.chance.random() < WILD else likely)
        intent = an_intent(verb, incident, self.chance.choice(members))
        command = Command(
            id=CommandId(new_uuid()),
            intent=intent,
            actor=self.name,
            roles=frozenset(Role),
            station=f"desk-{self.name}",
        )
        try:
            done = self.desk.send(command)
        except Refused as refused:
            self._hear(refused.refusal, incident)
        except (BadInput, Trouble) as error:
            self.other.append(f"{verb}: {error}")
        else:
            self.done.append(str(command.id))
            if done.subject_id == incident:
                self.heard[incident] = State(done.state)

    def _hear(self, refusal: Refusal, incident: UUID) -> None:
        self.refused[refusal.code] += 1
        if refusal.code in LOST:
            winner = str(refusal.about.get("winner", ""))
            # A clerk registered them all, before the race.
            if not re.search(r"op-\d|bench", winner) or winner not in refusal.words.en:
                self.unnamed.append(refusal.words.en)
        state = refusal.about.get("state")
        self.heard[incident] = State(str(state)) if state else State.DISPATCHED


def an_intent(verb: str, incident: IncidentId, member: MemberId) -> Intent:
    """The act as an operator means it, with whatever it needs."""
    if verb in {"dispatch", "redispatch", "assist"}:
        return Dispatch(verb=verb, incident=incident, members=(member,), reason="就近调派")
    if verb in {"sign", "arrive", "finish"}:
        return Attend(verb=verb, incident=incident, result=CLEARED)
    if verb in {"reserve", "release"}:
        return Reserve(verb=verb, incident=incident, member=member)
    text = "现场说明" if verb == "comment" else ""
    return Judge(verb=verb, incident=incident, reason="情况有变化", result="合格", text=text)


def main() -> None:
    """Race."""
    url, name, seed = sys.argv[1:]
    engine = an_engine(url, pool_size=1, station=name)
    racer = Racer(OpenDesk(StoreWorks(engine)), name, random.Random(int(seed)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    asked = json.loads(sys.stdin.readline())
    incidents = [IncidentId(UUID(text)) for text in asked["incidents"]]
    members = [MemberId(UUID(text)) for text in asked["members"]]
    for _ in range(asked["acts"]):
        racer.act(racer.chance.choice(incidents), members)
    engine.dispose()
    told = {
        "done": racer.done,
        "refused": racer.refused,
        "unnamed": racer.unnamed[:5],
        "other": racer.other[:5],
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
