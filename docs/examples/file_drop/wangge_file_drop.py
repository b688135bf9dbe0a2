"""A channel that drops messages into a folder and reads receipts back: a gateway by files.

Many gateways can be fed so: a modem's spooler, a sync job, a person with a telephone. Each
message is one file `out/KEY.json`; a receipt is one file `receipts/KEY.delivered`, `.seen` or
`.failed`, whose first word is the code of a failure. What was taken up moves to `done/`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.desk.channel import Message, NotSent, Receipt, ReceiptKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class FileDrop:
    """The channel. Options: `folder`, absolute or below the home's."""

    def __init__(self, options: Mapping[str, Any], home: Path) -> None:
        root = home / Path(str(options.get("folder", "file-drop")))
        self._out, self._receipts, self._done = (
            root / name for name in ("out", "receipts", "done")
        )
        for folder in (self._out, self._receipts, self._done):
            folder.mkdir(parents=True, exist_ok=True)

    def send(self, message: Message) -> None:
        """Write the message; the same key is written once, wherever its file has gone to."""
        if not message.phone:
            raise NotSent("no_number")
        name = f"{message.key}.json"
        if any((folder / name).exists() for folder in (self._out, self._done)):
            return
        body = {"to": message.phone, "name": message.name, "text": message.text}
        draft = self._out / f".{message.key}.part"
        try:
            draft.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
            # Whoever reads the folder finds a whole file or none.
            draft.replace(self._out / name)
        except OSError:
            raise NotSent("unreachable") from None

    def receipts(self) -> Iterator[Receipt]:
        """What lies in the folder, the oldest first."""
        known = {kind.value: kind for kind in ReceiptKind}
        files = [one for one in self._receipts.iterdir() if one.suffix[1:] in known]
        for file in sorted(files, key=lambda one: one.stat().st_mtime):
            kind = known[file.suffix[1:]]
            at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            words = file.read_text("utf-8", errors="replace").split()
            yield Receipt(file.stem, kind, at, words[0] if words else "")

    def settle(self, receipt: Receipt) -> None:
        """The receipt is in the journal: it moves out of the way."""
        name = f"{receipt.key}.{receipt.kind.value}"
        if (self._receipts / name).exists():
            (self._receipts / name).replace(self._done / name)
