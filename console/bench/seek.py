"""`bench seek`: from one moment of a long journal to any other."""

from __future__ import annotations

import contextlib
import random
import time

from console.bench.cases import send, some_members, some_registered
from console.bench.report import Report, a_scratch_home, milliseconds
from models.domain.command import Attend, Dispatch
from models.feed.reach import picture_at_seq
from models.store.keyframes import tend_keyframes

INCIDENTS, SEEKS = 1_000, 60


def run() -> Report:
    """Seek to 60 random facts of some 5,000, with keyframes kept."""
    with a_scratch_home() as home:
        members = some_members(home.desk, 20)
        incidents = some_registered(home.desk, INCIDENTS)
        for place, incident in enumerate(incidents):
            send(home.desk, Dispatch(incident=incident, members=(members[place % 20],)))
            send(home.desk, Attend(verb="sign", incident=incident))
        with contextlib.closing(home.connection()) as connection:
            tend_keyframes(connection)
        with contextlib.closing(home.source()) as source:
            last = source.extent().last_seq
            pick = random.Random(1)  # noqa: S311 - where to look, not a secret
            taken = []
            for _ in range(SEEKS):
                begun_s = time.perf_counter()
                picture_at_seq(source, pick.randint(1, last))
                taken.append(time.perf_counter() - begun_s)
    return Report(
        "seek",
        "the picture at a random seq: nearest keyframe, then the tail folded on",
        {"facts": last, **milliseconds("seek", taken)},
    )
