"""A report that is being written, kept in the home so that a crash loses nothing.

It holds what a caller said and their telephone, so it is readable by its owner alone, one
for each operator, and goes as soon as the report is sent.
"""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)
_FORM: Final = 1


class KeptDraft:
    """The draft of one operator in one home. Plain fields in, plain fields out.

    Thread: GUI; a file of a few hundred bytes.
    """

    def __init__(self, home: Path, operator: str) -> None:
        name = re.sub(r"[^\w-]", "_", operator) or "nobody"
        self._file = home / "drafts" / f"{name}.json"

    def read(self) -> dict[str, Any]:
        """What was kept; empty where nothing was, or it cannot be read."""
        try:
            plain = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("the draft of a report cannot be read: %s", error)
            return {}
        return plain if isinstance(plain, dict) and plain.pop("form", 0) == _FORM else {}

    def keep(self, fields: dict[str, Any]) -> None:
        """Keep them, whole or not at all."""
        half = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.touch(mode=0o600)
            half.write_text(json.dumps(fields | {"form": _FORM}), encoding="utf-8")
            half.replace(self._file)
        except OSError as error:
            _log.warning("the draft of a report is not kept: %s", error)

    def forget(self) -> None:
        """The report is sent, or thought better of."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
