"""The one file to start with on a database server.

    sudo python3 installer/server/provision.py up --network 10.1.0.0/16 --name db1.example
    sudo python3 installer/server/provision.py check

Everything else is told by `--help` and docs/server.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    # This folder would make our modules shadow others; its parent has both packages.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

    from server.main import main

    sys.exit(main(sys.argv[1:]))
