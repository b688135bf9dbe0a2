"""What the set-up says to people: plain lines on stderr, in Chinese or English.

stdout stays free for the program that is started afterwards (`--json`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


class Trouble(Exception):
    """The world stands in the way: a code for programs, words for people, status 4."""

    status = 4

    def __init__(self, code: str, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en

    def words(self) -> str:
        """The sentences in the language of the person at the terminal."""
        return pick(zh=self.zh, en=self.en)


def language(arguments: Sequence[str] = (), environ: dict[str, str] | None = None) -> str:
    """`zh` or `en`: `--lang` wins, then the locale."""
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return "zh" if argument == "--lang=zh" else "en"
        if argument == "--lang" and at + 1 < len(arguments):
            return "zh" if arguments[at + 1] == "zh" else "en"
    environ = dict(os.environ) if environ is None else environ
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "en"


def pick(*, zh: str, en: str) -> str:
    """One of the two, by the language of this run."""
    return zh if language(sys.argv[1:]) == "zh" else en


def say(*, zh: str, en: str) -> None:
    """One line of progress."""
    print(pick(zh=zh, en=en), file=sys.stderr, flush=True)
