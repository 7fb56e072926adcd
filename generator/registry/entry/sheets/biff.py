"""Workbooks of Excel 5 to 2003 and of WPS (xls, et): calamine reads the values, a scan before it the rest."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from .bounds import DAMAGED, LOCKED, MACROS, UnreadableSheet, check_sheets
from .compound import SECTOR, Compound, pack_compound
from .grid import Sheet
from .values import Scan, read_sheets

BOF, EOF, LOCK, SHEET, CODE_PAGE = 0x0809, 0x0A, 0x2F, 0x85, 0x42
BEGINNINGS = ((BOF, 0x500), (BOF, 0x600))  # with the version
SHARED_TEXTS, UNKNOWN = 0xFC, 0xFFFE
ROW, COLUMNS, FORMULA, BOOL_OR_ERROR = 0x208, 0x7D, 0x06, 0x205
ROW_OF_CELLS = 0xBD  # numbers side by side
CELLS = {FORMULA, BOOL_OR_ERROR, 0x203, 0x204, 0x27E, 0xFD, 0xD6}
TEXTS = {0x204, 0xD6}
TEXT_OF_FORMULA = 0x207
EXCEL_5 = b"\x00\x05"  # the version in the first record
CODECS = {936: "gb18030", 950: "big5"}
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_biff(compound: Compound) -> tuple[list[Sheet], list[str]]:
    """The sheets, and what the clerk is told.

    calamine believes what a file tells of itself, and ends the program where that is too much: it is given
    the one stream in a file packed anew, without the charts in it, once its counts are checked.
    """
    name = "Workbook" if "Workbook" in compound.streams else "Book"
    stream = bytearray(compound.read_stream(name).ljust(SECTOR, b"\0"))
    marks, codec = [], ""
    for kind, record in _list_records(stream, 0):
        if kind == SHARED_TEXTS and struct.unpack_from("<I", record, 4)[0] * 3 > len(stream):
            raise UnreadableSheet(DAMAGED)
        if kind == LOCK:
            raise UnreadableSheet(LOCKED)
        if kind == CODE_PAGE and stream[4:6] == EXCEL_5:
            codec = CODECS.get(struct.unpack_from("<H", record)[0], "")
        if kind == SHEET:
            marks.append(record)
    check_sheets(len(marks))
    for _ in range(2):  # the second time of what has become of the stream by the first
        scans = [_scan_sheet(stream, each, codec) for each in marks]
    sheets, told = read_sheets(io.BytesIO(pack_compound(name, bytes(stream))), scans)
    return sheets, [MACROS, *told] if "_VBA_PROJECT_CUR" in compound.folders else told


def _list_records(stream: bytearray, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream; those of the charts in it are made unknown ones."""
    depth = 0
    if struct.unpack_from("<HHH", stream, start)[::2] not in BEGINNINGS:
        raise UnreadableSheet(DAMAGED)
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        start += 4
        depth += (kind == BOF) - (kind == EOF)
        if not depth:
            return
        if depth == 1 and kind != EOF:
            yield kind, bytes(stream[start : start + size])
        if depth > 1 or (kind == EOF and depth == 1):
            struct.pack_into("<H", stream, start - 4, UNKNOWN)
        start += size
    raise UnreadableSheet(DAMAGED)


def _scan_sheet(stream: bytearray, mark: bytes, codec: str) -> Scan:
    """A sheet's scan; with `codec` its texts too: calamine decodes none of Excel 5 in a Chinese code page."""
    scan = Scan(name=mark[7 : 7 + mark[6]].decode(codec, "replace") if codec else "")
    (start,) = struct.unpack_from("<I", mark)
    row = column = 0
    for kind, record in _list_records(stream, start):
        if kind in CELLS:
            row, column = struct.unpack_from("<HH", record)
            scan.reach(row, column)
            if error := _find_error(kind, record):
                scan.texts[row, column] = error
            elif codec and kind in TEXTS:
                scan.texts[row, column] = _decode_text(record[6:], codec)
        elif codec and kind == TEXT_OF_FORMULA:
            scan.texts[row, column] = _decode_text(record, codec)
        elif kind == ROW_OF_CELLS:
            scan.reach(struct.unpack_from("<H", record)[0], struct.unpack("<H", record[-2:])[0])
        elif kind == ROW and struct.unpack_from("<H", record, 12)[0] & 0x20:
            scan.hidden_rows.append(struct.unpack_from("<H", record)[0])
        elif kind == COLUMNS:
            first, last, _, _, options = struct.unpack_from("<HHHHH", record)
            scan.hidden_columns += range(first, last + 1) if options & 1 else ()
    return scan


def _decode_text(record: bytes, codec: str) -> str:
    return record[2 : 2 + struct.unpack_from("<H", record)[0]].decode(codec, "replace")


def _find_error(kind: int, record: bytes) -> str:
    """The error that a cell shows, if it shows one."""
    if kind == BOOL_OR_ERROR and record[7]:
        return ERRORS.get(record[6], "#N/A")
    if kind == FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return ERRORS.get(record[8], "#N/A")
    return ""
