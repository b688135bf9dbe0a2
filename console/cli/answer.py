"""What a command answers, and how it is printed: words for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DONE, BAD_INPUT, REFUSED, TROUBLE = 0, 2, 3, 4
"""The exit statuses of the command line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`plain` is what `--json` prints, `words` what people read; `status` the exit status."""

    plain: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    status: int = DONE


def show(answer: Answer, *, as_json: bool) -> int:
    """Print an answer on stdout, as the last thing, and give its status."""
    text = json.dumps(answer.plain, ensure_ascii=False) if as_json else answer.words
    if text:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    return answer.status


def say(text: str) -> None:
    """Progress and warnings: on stderr, so that stdout stays for the answer."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class ProgressBar:
    """A bar on stderr where that is a terminal, else nothing."""

    def __init__(self) -> None:
        self._wide = sys.stderr.isatty()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show how far it is; a full bar ends its line."""
        if not self._wide or total <= 0:
            return
        filled = 30 * done // total
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{what:<24} [{'#' * filled:<30}] {done}/{total}{end}")
        sys.stderr.flush()
