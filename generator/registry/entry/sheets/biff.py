"""Workbooks of Excel 5 to 2003 and of WPS (xls, et): calamine reads the values, a scan before it the rest."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from .bounds import LOCKED, MACROS, UnreadableSheet, check_sheets
from .compound import Compound
from .grid import Sheet
from .values import Scan, read_sheets

BOF, EOF, LOCK, SHEET = 0x0809, 0x0A, 0x2F, 0x85
ROW, COLUMNS, FORMULA, BOOL_OR_ERROR = 0x208, 0x7D, 0x06, 0x205
ROW_OF_CELLS = 0xBD  # numbers side by side
CELLS = {FORMULA, BOOL_OR_ERROR, 0x203, 0x204, 0x27E, 0xFD, 0xD6}
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_biff(content: bytes, compound: Compound) -> tuple[list[Sheet], list[str]]:
    """The sheets, and what the clerk is told."""
    stream = compound.read_stream("Workbook" if "Workbook" in compound.streams else "Book")
    starts = []
    for kind, record in _list_records(stream, 0):
        if kind == LOCK:
            raise UnreadableSheet(LOCKED)
        if kind == SHEET:
            starts.append(struct.unpack_from("<I", record)[0])
    check_sheets(len(starts))
    sheets, told = read_sheets(io.BytesIO(content), [_scan_sheet(stream, each) for each in starts])
    return sheets, [MACROS, *told] if "_VBA_PROJECT_CUR" in compound.folders else told


def _list_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, without those of the charts in it."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        start += 4
        depth += (kind == BOF) - (kind == EOF)
        if not depth:
            return
        if depth == 1:
            yield kind, stream[start : start + size]
        start += size


def _scan_sheet(stream: bytes, start: int) -> Scan:
    scan = Scan()
    for kind, record in _list_records(stream, start):
        if kind in CELLS:
            row, column = struct.unpack_from("<HH", record)
            scan.reach(row, column)
            if error := _find_error(kind, record):
                scan.errors[row, column] = error
        elif kind == ROW_OF_CELLS:
            scan.reach(struct.unpack_from("<H", record)[0], struct.unpack("<H", record[-2:])[0])
        elif kind == ROW and struct.unpack_from("<H", record, 12)[0] & 0x20:
            scan.hidden_rows.append(struct.unpack_from("<H", record)[0])
        elif kind == COLUMNS:
            first, last, _, _, options = struct.unpack_from("<HHHHH", record)
            scan.hidden_columns += range(first, last + 1) if options & 1 else ()
    return scan


def _find_error(kind: int, record: bytes) -> str:
    """The error that a cell shows, if it shows one."""
    if kind == BOOL_OR_ERROR and record[7]:
        return ERRORS.get(record[6], "#N/A")
    if kind == FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return ERRORS.get(record[8], "#N/A")
    return ""
