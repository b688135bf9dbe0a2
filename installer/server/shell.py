"""Running other people's programs: what they say on failure becomes words."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from setting_up.words import Trouble

POSTGRES = "postgres"
# An administrator's own commits must end though replication is synchronous and nobody is there.
WAIT_FOR_NO_STANDBY = {"PGOPTIONS": "-c synchronous_commit=local"}
# PostgreSQL speaks the language of the terminal; we look for English words in what it says.
_PLAIN = {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}


def run(
    command: Sequence[str | Path],
    *,
    user: str | None = None,
    text: str = "",
    environ: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end, as `user` where one is named, with `text` on stdin; its stdout.

    Raises
    ------
    Trouble
        `program-failed`, with the program's last words.
    """
    done = attempt(command, user=user, text=text, environ=environ)
    if done.returncode:
        raise failed(command, done)
    return done.stdout


def attempt(
    command: Sequence[str | Path],
    *,
    user: str | None = None,
    text: str = "",
    environ: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, whatever that is."""
    words = [str(word) for word in command]
    if user is not None and os.geteuid() == 0:
        words = ["runuser", "-u", user, "--", *words]
    try:
        return subprocess.run(
            words,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",  # the folder we were called from may be closed to that user
            env={**_quiet_environ(), **_PLAIN, **(environ or {})},
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(words, 127, "", f"{words[0]}: command not found")


def failed(command: Sequence[str | Path], done: subprocess.CompletedProcess[str]) -> Trouble:
    """The failure of a program, in words."""
    name = Path(str(command[0])).name
    lines = (done.stderr.strip() or done.stdout.strip() or str(done.returncode)).splitlines()
    said = " / ".join(line.strip() for line in lines[-4:])
    return Trouble(
        "program-failed",
        zh=f"{name} 失败：{said}",
        en=f"{name} failed: {said}",
    )


def _quiet_environ() -> dict[str, str]:
    """Ours without what would send libpq somewhere else."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")}
