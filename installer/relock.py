"""Write the lock files anew from `pyproject.toml`: for maintainers, needs `uv` on the path.

One lock serves CPython 3.11 to 3.13 on Linux, macOS and Windows: markers tell them apart, every
wheel of a release has its hash, and no index is named, so that a mirror serves as well.

    python3 installer/relock.py            keeps what is locked, adds what is new
    python3 installer/relock.py --upgrade  takes the newest versions
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

INSTALLER = Path(__file__).resolve().parent
CHECKOUT = INSTALLER.parent
PROGRAM = "requirements.txt"
HEADER = "# Written by installer/relock.py from pyproject.toml. Do not edit.\n"
# uv locks for every Python from the floor up; the project's ceiling is 3.13.
BEYOND = re.compile(
    r"^[^\s#].*; python_full_version >= '3\.14'.*\\\n(?:    --hash=.*\n)+", re.MULTILINE
)
BELOW = re.compile(r" ; python_full_version < '3\.14'(?= \\$)", re.MULTILINE)
CPYTHON = re.compile(
    r" ; (?:platform_python_implementation|implementation_name) != '[Pp]y[Pp]y'"
)


def relock(target: Path, *arguments: str) -> None:
    """Compile `pyproject.toml` with these further arguments into `target`."""
    draft = target.with_suffix(".draft")
    if target.exists():
        draft.write_text(target.read_text(encoding="utf-8"), encoding="utf-8")
    command = [
        "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
        "--fork-strategy", "fewest", "--generate-hashes", "--only-binary", ":all:",
        "--no-header", "--no-annotate", *arguments,
        "--output-file", str(draft), str(CHECKOUT / "pyproject.toml"),
    ]  # fmt: skip
    subprocess.run(command, check=True, cwd=CHECKOUT, stdout=subprocess.DEVNULL)
    text = BEYOND.sub("", draft.read_text(encoding="utf-8"))
    text = CPYTHON.sub("", BELOW.sub("", text))
    target.write_text(HEADER + text, encoding="utf-8", newline="\n")
    draft.unlink()


def relock_extra(name: str, *arguments: str) -> None:
    """What an extra adds to the lock of the program, in a file of its own."""
    target = INSTALLER / f"requirements-{name}.txt"
    relock(target, "--extra", name, "--constraint", str(INSTALLER / PROGRAM), *arguments)
    known = set(_blocks(INSTALLER / PROGRAM))
    added = [block for block in _blocks(target) if block not in known]
    target.write_text(HEADER + "".join(added), encoding="utf-8", newline="\n")


def _blocks(lock: Path) -> list[str]:
    return re.findall(r"^\S+==.*\n(?:    --hash=.*\n)+", lock.read_text("utf-8"), re.MULTILINE)


if __name__ == "__main__":
    relock(INSTALLER / PROGRAM, *sys.argv[1:])
    relock(INSTALLER / "requirements-dev.txt", "--extra", "dev", *sys.argv[1:])
    for extra in ("keyring", "sound"):
        relock_extra(extra)
