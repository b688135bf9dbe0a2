"""The one file to start with: sets everything up, then runs what was asked.

    python3 installer/bootstrap.py demo        the demo, live
    python3 installer/bootstrap.py test        the whole test suite
    python3 installer/bootstrap.py setup       sets up and stops there

It needs the standard library alone. This file must parse on a Python that is too old, so as to
say so in words; whatever needs a newer one stands in `setting_up`.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    import os

    names = ["python3.13", "python3.12", "python3.11"]
    folders = os.environ.get("PATH", "").split(os.pathsep)
    found = [n for n in names if any(os.access(os.path.join(f, n), os.X_OK) for f in folders)]
    sys.stderr.write(
        "Wangge needs Python 3.11, 3.12 or 3.13; this is {0}.{1} ({2}).\n{3}\n".format(
            sys.version_info[0],
            sys.version_info[1],
            sys.executable,
            "Type: {0} {1}".format(
                found[0], " ".join('"' + a + '"' if " " in a else a for a in sys.argv)
            )
            if found
            else "Way out: install one of them (Debian 12: apt install python3) "
            "and start this file with it.",
        )
    )
    sys.exit(4)

from setting_up.main import main

sys.exit(main(sys.argv[1:]))
