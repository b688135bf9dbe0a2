"""One dispatcher of many: a process that tries every incident for its own member.

Usage: python -m tests.stories.one_dispatcher HOME MEMBER. It says `ready`, waits for a line
of incident numbers, and answers each with one JSON object of `wangge do dispatch`.
"""

from __future__ import annotations

import contextlib
import io
import sys

from console.cli.main import run


def main() -> None:
    """Try them all, in the order given."""
    home, member = sys.argv[1:]
    always = ["--home", home, "--lang", "en", "--json", "--operator", f"op-{member}"]
    # The first command of a process loads the program; the race is to be about the rest.
    with contextlib.redirect_stdout(io.StringIO()):
        run(["list", "departments", *always])
        run(["do", "comment", "--incident", "none", *always])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for incident in sys.stdin.readline().split():
        run(["do", "dispatch", "--incident", incident, "--member", member, *always])


if __name__ == "__main__":
    main()
