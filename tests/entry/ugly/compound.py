"""A workbook of Excel 5 (BIFF5 in a compound file), which no program at hand writes any more."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


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
    return pack_compound("Book", head + sheet + _make_record(0x0A, b"") + body)


def _make_record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def pack_compound(name: str, content: bytes) -> bytes:
    """A compound file with one stream, which is filled up so that it is not a small one."""
    content = content.ljust(4096, b"\0")
    count = -(-len(content) // SECTOR)
    table = [TABLE, END, *range(3, count + 2), END]
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0,
    )  # fmt: skip
    header = header.ljust(SECTOR, b"\xff")
    entries = _make_entry("Root Entry", 5, END, 0, child=1) + _make_entry(name, 2, 2, len(content))
    packed = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    return header + packed + entries.ljust(SECTOR, b"\0") + content.ljust(count * SECTOR, b"\0")


def _make_entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return head.ljust(116, b"\0") + struct.pack("<III", start, size, 0)
