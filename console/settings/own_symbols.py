"""The map's looks that a home brings itself: `symbols.toml` in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "symbols.toml"


def own_symbols(home: Path) -> tuple[Path, str]:
    """The file and its text, "" where the home has none; what it says is not looked at.

    Raises
    ------
    BadInput
        `bad_symbols`, where it cannot be read.
    """
    file = home / FILE_NAME
    try:
        return file, file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "bad_symbols",
            Words(
                f"无法读取地图样式文件 {file}：{error}；现用随附样式",
                f"the map's style file {file} cannot be read: {error}; "
                "the shipped style is used",
            ),
        ) from error
