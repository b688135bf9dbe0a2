"""Where things lie in a checkout."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

ON_WINDOWS = sys.platform == "win32"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one checkout."""

    checkout: Path

    @property
    def venv(self) -> Path:
        """The virtual environment, made and repaired by the set-up."""
        return self.checkout / ".venv"

    @property
    def scripts(self) -> Path:
        """The folder of `python` and `wangge`."""
        return self.venv / ("Scripts" if ON_WINDOWS else "bin")

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.scripts / ("python.exe" if ON_WINDOWS else "python")

    @property
    def site_packages(self) -> Path:
        """Where packages are installed, for the Python that runs the set-up."""
        if ON_WINDOWS:
            return self.venv / "Lib" / "site-packages"
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.venv / "lib" / version / "site-packages"

    @property
    def state(self) -> Path:
        """The set-up's own note of how far it came."""
        return self.venv / "wangge-setup.json"

    @property
    def log(self) -> Path:
        """Everything pip said."""
        return self.venv / "wangge-setup.log"

    @property
    def turn(self) -> Path:
        """The file whose lock lets one set-up work at a time."""
        return self.checkout / ".wangge-setup.lock"

    @property
    def pyproject(self) -> Path:
        """The project's own description."""
        return self.checkout / "pyproject.toml"

    def requirements(self, *, tests: bool) -> Path:
        """The lock file: all the demo needs, or that and the test tools."""
        name = "requirements-dev.txt" if tests else "requirements.txt"
        return self.checkout / "installer" / name

    def extra(self, name: str) -> Path:
        """The lock file of what an extra adds."""
        return self.checkout / "installer" / f"requirements-{name}.txt"


EXTRAS = ("keyring", "sound")
"""What may be had besides: passwords in the system's keyring; alarms that are heard."""


def this_checkout() -> Layout:
    """The checkout that this file belongs to."""
    return Layout(Path(__file__).resolve().parents[2])
