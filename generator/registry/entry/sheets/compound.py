"""Compound files (OLE), in which Excel, Word and WPS saved before 2007, and save what has a password."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .bounds import DAMAGED, MAX_PARTS, UnreadableSheet

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = 0xFFFFFFFA  # sector numbers from here on have a meaning of their own
ENTRY = 128
SECTOR = 4096  # of the files that are packed here
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class Compound:
    """A compound file. Raises struct.error, IndexError or UnreadableSheet where it is damaged."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise UnreadableSheet(DAMAGED)
        self._size = 1 << shift
        first_folder, _, cutoff, first_small = struct.unpack_from("<IIII", content, 48)
        self._cutoff = cutoff
        self._table = self._read_table()
        small = self._read_chain(first_small) if first_small < LAST else b""
        self._small_table = struct.unpack(f"<{len(small) // 4}I", small)
        self.streams: dict[str, tuple[int, int]] = {}  # where each starts, and how long it is
        self.folders: set[str] = set()
        self._small = b""
        self._list_entries(self._read_chain(first_folder))

    def read_stream(self, name: str) -> bytes:
        """The content of a stream."""
        start, size = self.streams[name]
        if size >= self._cutoff:
            return self._read_chain(start)[:size]
        sectors = _follow(self._small_table, start)
        return b"".join(self._small[each * 64 : each * 64 + 64] for each in sectors)[:size]

    def _read_table(self) -> tuple[int, ...]:
        """Which sector follows each."""
        sectors = [each for each in struct.unpack_from("<109I", self._content, 76) if each < LAST]
        next_list, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            more = struct.unpack(f"<{self._size // 4}I", self._read_sector(next_list))
            sectors += [each for each in more[:-1] if each < LAST]
            next_list = more[-1]
        table = b"".join(self._read_sector(each) for each in dict.fromkeys(sectors))
        return struct.unpack(f"<{len(table) // 4}I", table)

    def _read_sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise UnreadableSheet(DAMAGED)
        return sector.ljust(self._size, b"\0")

    def _read_chain(self, start: int) -> bytes:
        return b"".join(self._read_sector(each) for each in _follow(self._table, start))

    def _list_entries(self, entries: bytes) -> None:
        for at in range(0, min(len(entries), MAX_PARTS * ENTRY), ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == 5 and start < LAST:
                self._small = self._read_chain(start)
            elif kind == 2:
                self.streams.setdefault(name, (start, size))
            elif kind == 1:
                self.folders.add(name)


def _follow(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors of a chain. Raises UnreadableSheet where it never ends."""
    for _ in range(len(table) + 1):
        if start >= LAST:
            return
        yield start
        start = table[start]
    raise UnreadableSheet(DAMAGED)


def pack_compound(name: str, content: bytes) -> bytes:
    """A compound file of this stream alone, of a sector at least; its reader meets no chain but these."""
    count = -(-len(content) // SECTOR)
    tables = -(-(count + 2) // (SECTOR // 4 - 1))  # sectors that tell of each sector which follows
    first = tables + 1
    chain = [*[TABLE] * tables, END, *range(first + 1, first + count), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    marks = (b"\0\0", 0x3E, 4, 0xFFFE, 12, 6, b"\0" * 6, 1, tables, tables, 0, SECTOR, END, 0, END, 0)
    header = SIGNATURE + b"\0" * 14 + struct.pack("<2sHHHHH6sIIIIIIIII", *marks)
    header += struct.pack(f"<{tables}I", *range(tables)) + b"\xff" * 4 * (109 - tables)
    # Small streams would stand in the root's chain; there are none, but calamine asks for one.
    entries = _pack_entry("Root Entry", 5, tables, SECTOR) + _pack_entry(name, 2, first, len(content))
    parts = (header, table, entries, content)
    return b"".join(each.ljust(-(-len(each) // SECTOR) * SECTOR, b"\0") for each in parts)


def _pack_entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    child = 1 if kind == 5 else FREE
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return head.ljust(116, b"\0") + struct.pack("<III", start, size, 0)
