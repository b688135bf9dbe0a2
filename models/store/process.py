"""Programs of others, run by the store: to their end, or detached and left alone.

Owns the one place that starts processes. Nothing detached here holds on to a
pipe, a terminal or a session of the process that started it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_POLL_S = 0.01

# Dash, bash and macOS's sh alike: the shell ends at once, so the started
# program is nobody's child here, and "$@" keeps any character of a path.
_DETACH = 'umask 077; cd /; "$@" </dev/null >"$0" 2>&1 & echo $!'


def run_to_end(
    command: Sequence[str], *, given: str = "", timeout_s: float = 20.0
) -> subprocess.CompletedProcess[str]:
    """Run a program and collect what it says; one that cannot run ends with status 127."""
    try:
        return subprocess.run(  # noqa: S603 - a list, no shell; the programs are ours to choose
            command,
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=server_environment(),
            timeout=timeout_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(list(command), 127, "", str(error))


def spawn_detached(command: Sequence[str], *, said: Path) -> int:
    """Start a program in a session of its own, its words going to a file; its pid."""
    if sys.platform == "win32":
        with said.open("wb") as file:
            return subprocess.Popen(  # noqa: S603 - as above
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=server_environment(),
                creationflags=subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP,
            ).pid
    answer = subprocess.run(  # noqa: S603 - the shell's text is a constant, paths are arguments
        ["/bin/sh", "-c", _DETACH, str(said), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=server_environment(),
        start_new_session=True,
        check=True,
    )
    return int(answer.stdout)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended but was not yet collected does not."""
    if sys.platform == "win32":
        answer = run_to_end(["tasklist", "/FI", f"PID eq {pid}", "/NH"])
        return str(pid) in answer.stdout
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return not Path("/proc/self/stat").exists()
    return stat.rpartition(b")")[2].split()[0] not in {b"Z", b"X"}


def wait_until_gone(pid: int, *, timeout_s: float) -> bool:
    """Wait for a process that is not our child; False if it outlives the timeout."""
    deadline = time.monotonic() + timeout_s
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True


def server_environment() -> dict[str, str]:
    """The environment of the server: ours, without what would bend its settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_", "LANG"))
    }
    return {**kept, "LC_ALL": "C"}
