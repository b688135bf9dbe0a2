"""One desk of many that dispatches as fast as it is answered, for `bench dispatch`.

A process of its own: `python -m console.bench.writer URL NAME`. It says `ready`, takes a line
of JSON (`incidents`, `member`), and says when it began and ended, s since the epoch.
"""

from __future__ import annotations

import json
import sys
import time
from uuid import UUID

from console.bench.cases import a_command
from models.desk.desk import OpenDesk
from models.domain.command import Dispatch
from models.domain.ids import IncidentId, MemberId
from models.store.engine import an_engine
from models.store.unit_of_work import StoreWorks


def main() -> None:
    """Dispatch what is given."""
    url, name = sys.argv[1:]
    engine = an_engine(url, pool_size=1, station=name)
    desk = OpenDesk(StoreWorks(engine))
    with engine.connect():
        sys.stdout.write("ready\n")
    sys.stdout.flush()
    asked = json.loads(sys.stdin.readline())
    member = MemberId(UUID(asked["member"]))
    commands = [
        a_command(Dispatch(incident=IncidentId(UUID(text)), members=(member,)))
        for text in asked["incidents"]
    ]
    begun_s = time.time()
    for command in commands:
        desk.send(command)
    sys.stdout.write(json.dumps([begun_s, time.time()]) + "\n")
    engine.dispose()


if __name__ == "__main__":
    main()
