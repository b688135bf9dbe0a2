"""The texts of a dBase table, as the bytes they are: enough to tell their encoding."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.geometry.file_encoding import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class DbfTexts:
    """A table's content, and where its names and its fixed-width texts lie in it.

    `columns` holds (offset in the record, width) of each character field.
    """

    content: bytes
    header_bytes: int
    record_bytes: int
    records: int
    names: tuple[bytes, ...]
    columns: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, content: bytes) -> DbfTexts:
        """Read the header; a table that is none has no texts."""
        if len(content) < 33:
            return cls(content, 0, 0, 0, (), ())
        count, header, record = struct.unpack_from("<IHH", content, 4)
        names: list[bytes] = []
        columns: list[tuple[int, int]] = []
        at, offset = 32, 1
        while at + 32 <= min(header, len(content)) and content[at] != 0x0D:
            width = content[at + 16]
            names.append(content[at : at + 11].split(b"\0")[0])
            if content[at + 11 : at + 12] == b"C":
                width += content[at + 17] << 8  # wide text fields use the decimals' byte
                columns.append((offset, width))
            at, offset = at + 32, offset + width
        whole = (len(content) - header) // record if record else 0
        return cls(content, header, record, min(count, whole), tuple(names), tuple(columns))

    def all(self) -> Iterator[bytes]:
        """Field names, then every text of every record, without its padding."""
        yield from self.names
        for start in range(self.records):
            record = self.header_bytes + start * self.record_bytes
            for offset, width in self.columns:
                at = record + offset
                yield self.content[at : at + width].rstrip(b" \0")

    def without_cut_characters(self, encoding: str) -> bytes:
        """The table with every character that its field's width cut in two blanked out."""
        clean = bytearray(self.content)
        for start in range(self.records):
            record = self.header_bytes + start * self.record_bytes
            for offset, width in self.columns:
                at = record + offset
                text = self.content[at : at + width]
                if text.isascii():
                    continue
                whole = decoded(text, encoding)
                if whole is not None:
                    kept = whole.encode(encoding)
                    clean[at : at + width] = kept.ljust(width, b" ")[:width]
        return bytes(clean)
