"""`python -m console`, and the entry point of `wangge`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line that this process was started with."""
    from console.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
