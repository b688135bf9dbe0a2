"""The text of a mapping file, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from pathlib import Path


def mapping_text(file: Path) -> str:
    """What a mapping file says.

    Raises
    ------
    BadInput
        `no_such_file`, `bad_mapping`.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        is_there = file.is_file()
        raise BadInput(
            "bad_mapping" if is_there else "no_such_file",
            Words(
                f"无法读取映射文件 {file}：{error}",
                f"cannot read the mapping file {file}: {error}",
            ),
        ) from error
