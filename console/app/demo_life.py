"""What the simulator needs of the fictional district, kept in the demo home as plain arrays.

`python -m console.app.demo_life FOLDER SIZE SEED` makes them, where a home of an earlier
release has none: what that takes is never the simulator's, which runs as long as the demo.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from console.app.whole_file import whole_file
from models.domain.error import Trouble
from models.simulation.district import Size, make_district
from models.simulation.lean import arrays_of, lean_district

if TYPE_CHECKING:
    from models.simulation.district import FictionalDistrict

FILE: Final = "demo-life.npz"
_log = logging.getLogger(__name__)


def keep_life(folder: Path, district: FictionalDistrict) -> None:
    """Keep what the life of a home's district needs.

    Raises
    ------
    Trouble
        `disk`.
    """
    arrays: dict[str, Any] = arrays_of(district)
    with whole_file(folder / FILE, overwrite=True) as half, half.open("wb") as handle:
        np.savez(handle, **arrays)


def district_of(folder: Path, size: Size, seed: int) -> FictionalDistrict:
    """The district of a home, lean where it is kept or can be; else made here, whole."""
    return _kept(folder, size, seed) or _made(folder, size, seed)


def _made(folder: Path, size: Size, seed: int) -> FictionalDistrict:
    command = [sys.executable, "-P", "-m", "console.app.demo_life"]
    command += [str(folder), size.value, str(seed)]
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, check=True)  # noqa: S603 - ourselves
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("the district was not made apart: %s", type(error).__name__)
    return _kept(folder, size, seed) or make_district(size, seed)


def _kept(folder: Path, size: Size, seed: int) -> FictionalDistrict | None:
    """What is kept; None where that is nothing, damaged, or of another district."""
    try:
        with np.load(folder / FILE, allow_pickle=False) as arrays:
            if (str(arrays["size"]), int(arrays["seed"])) != (size.value, seed):
                return None
            return lean_district(arrays)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
        _log.warning("%s is made anew: %s", FILE, error)
        return None


def main() -> None:
    """Run as a process of its own."""
    folder, size, seed = sys.argv[1:]
    try:
        keep_life(Path(folder), make_district(Size(size), int(seed)))
    except Trouble as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
