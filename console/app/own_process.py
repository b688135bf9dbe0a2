"""Starts a command of ours as a process of its own, which outlives whoever started it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QProcessEnvironment

from maps.canvas.aside import aside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.app.home import Address


def start_apart(address: Address, words: Sequence[str]) -> None:
    """Run `wangge WORDS` on a home; nobody waits for it, and what it says is not read."""
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments(aside("console", *words, "--home", str(address.folder)))
    if address.db_url:
        # Not among the arguments: everybody on the machine can read those.
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("WANGGE_DB", address.db_url)
        process.setProcessEnvironment(environment)
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.startDetached()
