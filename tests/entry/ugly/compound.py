"""A workbook of Excel 5 (BIFF5 in a compound file), which no program at hand writes any more."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from registry.entry.sheets.compound import SECTOR, pack_compound


def write_excel_5(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook with one sheet, its texts in the code page 936 (GBK)."""
    cells = b"".join(
        _make_record(0x203, struct.pack("<HHHd", row, column, 0, value))
        if isinstance(value, float)
        else _make_record(
            0x204, struct.pack("<HHHH", row, column, 0, len(value.encode("gbk"))) + value.encode("gbk")
        )
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    )
    name = "计划".encode("gbk")
    head = _make_record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + _make_record(
        0x42, struct.pack("<H", 936)
    )
    at = len(head) + 4 + 7 + len(name) + 4
    sheet = _make_record(0x85, struct.pack("<IHB", at, 0, len(name)) + name)
    body = _make_record(0x809, struct.pack("<HHHH", 0x500, 16, 0, 0)) + cells + _make_record(0x0A, b"")
    stream = head + sheet + _make_record(0x0A, b"") + body
    return pack_compound("Book", stream.ljust(SECTOR, b"\0"))


def _make_record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
