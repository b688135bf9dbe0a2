"""A desk without a window on a central database: acts, or follows, until it is told to end.

Usage: python -m tests.installer.acting_desk act|follow HOME FILE. One JSON object a line on
stdout: `at` (seconds since the epoch), and `act` with the command's id once it is confirmed,
`seq` once it is seen, or `away` with the trouble's code. Ends when stdin does.
"""

from __future__ import annotations

import json
import select
import sys
import time
from pathlib import Path

from console.app.home import Address, Home
from models.domain.command import Command, Report
from models.domain.error import Trouble
from models.domain.ids import CommandId, IncidentId, new_uuid
from models.domain.lifecycle import Role
from models.domain.place import LonLat
from models.store.connection_file import database_url

PAUSE_S = 0.05


def main() -> None:
    """Act or follow."""
    what, folder, file = sys.argv[1:]
    with Home(Address(Path(folder), database_url(file)), station=what) as home:
        if what == "act":
            act(home)
        else:
            follow(home)


def act(home: Home) -> None:
    """Report incident after incident, each until it is confirmed, as the outbox does."""
    while not is_over(PAUSE_S):
        intent = Report(
            incident=IncidentId(new_uuid()),
            text="Rubbish beside the gate",
            place=LonLat(121.5, 35.2),
        )
        command = Command(
            id=CommandId(new_uuid()),
            intent=intent,
            actor="tester",
            roles=frozenset({Role.GATEWAY}),
            station=home.station,
        )
        while not is_over(0):
            try:
                home.desk.send(command)
            except Trouble as trouble:
                say(away=trouble.code)
                is_over(PAUSE_S)
            else:
                say(act=str(command.id))
                break


def follow(home: Home) -> None:
    """Read whatever comes."""
    source = home.source()
    seq = source.extent().last_seq
    while not is_over(0):
        try:
            source.wait(0.2)
            entries = source.read_after(seq, 500)
        except Trouble as trouble:
            say(away=trouble.code)
            is_over(PAUSE_S)
            continue
        if entries:
            seq = entries[-1].seq
            say(seq=seq)
    source.close()


def is_over(wait_s: float) -> bool:
    """Whether the other end has closed stdin, within so many seconds."""
    return bool(select.select([sys.stdin], [], [], wait_s)[0])


def say(**what: object) -> None:
    """One line."""
    sys.stdout.write(json.dumps({"at": time.time(), **what}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
