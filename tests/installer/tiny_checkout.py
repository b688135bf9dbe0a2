"""A checkout small enough to set up in seconds, and an index on disk with its one package."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

REAL = Path(__file__).resolve().parents[2]
# Stands in for all that the set-up tries out when it has installed.
MODULES = ("numpy.py", "PySide6/__init__.py", "PySide6/QtWidgets.py", "PySide6/QtNetwork.py")
MAIN = """\
import os, sys

def main() -> int:
    print("|".join([os.getcwd(), *sys.argv[1:]]))
    return 3

if __name__ == "__main__":
    sys.exit(main())
"""


@dataclass(frozen=True)
class TinyCheckout:
    """Its root, and the environment its set-up runs with."""

    root: Path
    environ: dict[str, str]

    def start(
        self, *arguments: str, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run its bootstrap to the end."""
        return subprocess.run(
            [sys.executable, str(self.root / "installer" / "bootstrap.py"), *arguments],
            env=self.environ,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )


def make(root: Path, index: Path) -> TinyCheckout:
    """Lay out a checkout at `root` whose lock names the one package of `index`."""
    shutil.copytree(
        REAL / "installer", root / "installer", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(REAL / "pyproject.toml", root)
    console = root / "console"
    console.mkdir()
    (console / "__init__.py").touch()
    (console / "__main__.py").write_text(MAIN)
    digest = _publish(index)
    locks = ("requirements.txt", "requirements-dev.txt", "requirements-sound.txt")
    for name in locks:
        lock = f"tiny==1.0 \\\n    --hash=sha256:{digest}\n"
        (root / "installer" / name).write_text(lock)
    wishes = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index.as_uri(),
        "WANGGE_SKIP_SYSTEM_CHECK": "1",
        "LC_ALL": "C.UTF-8",
    }
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    return TinyCheckout(root, kept | wishes)


def _publish(index: Path) -> str:
    """Put the package on the index; its hash."""
    folder = index / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    info = "tiny-1.0.dist-info"
    texts = dict.fromkeys(MODULES, "") | {
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in texts.items()]
    texts[f"{info}/RECORD"] = "".join([*rows, f"{info}/RECORD,,\n"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    (folder / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>')
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def _digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
