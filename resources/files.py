"""Where the data files of the package lie, installed or in a checkout.

It knows no format; whoever reads a file owns its meaning.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def resource_path(name: str) -> Path:
    """The path of a data file, such as `event_categories.csv` or `icons/lamp.svg`.

    Raises
    ------
    FileNotFoundError
        Where the package has no such file: the installation is broken.
    """
    with as_file(files("resources").joinpath(*name.split("/"))) as path:
        if not path.is_file():
            raise FileNotFoundError(path)
        return path
