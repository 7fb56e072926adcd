"""Workbooks of Excel 5 to 2003 and of WPS (xls, et): calamine reads the values, a scan before it the rest."""

from __future__ import annotations

import io
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .bounds import DAMAGED, LOCKED, MACROS, UnreadableSheet, check_sheets, check_unpacked
from .compound import SECTOR, Compound, pack_compound
from .grid import Sheet
from .values import Scan, read_sheets

BOF, EOF, LOCK, SHEET, CODE_PAGE = 0x0809, 0x0A, 0x2F, 0x85, 0x42
BEGINNINGS = ((BOF, 0x500), (BOF, 0x600))  # with the version
SHARED_TEXTS, SHARED_TEXT, UNKNOWN = 0xFC, 0xFD, 0xFFFE
MAX_TEXT = 2 * 65_535  # bytes of a text
ROW, COLUMNS, FORMULA, BOOL_OR_ERROR = 0x208, 0x7D, 0x06, 0x205
ROW_OF_CELLS = 0xBD  # numbers side by side
CELLS = {FORMULA, BOOL_OR_ERROR, 0x203, 0x204, 0x27E, SHARED_TEXT, 0xD6}
TEXTS = {0x204, 0xD6}
TEXT_OF_FORMULA = 0x207
MERGED, CONTINUED = 0xE5, 0x3C
RECORDS_OF_CELLS = {BOF, EOF, *CELLS, ROW_OF_CELLS, TEXT_OF_FORMULA, MERGED, CONTINUED}
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
    for kind, record, _, _ in _list_records(stream, 0):
        if kind == SHARED_TEXTS and struct.unpack_from("<I", record, 4)[0] * 3 > len(stream):
            raise UnreadableSheet(DAMAGED)
        if kind == LOCK:
            raise UnreadableSheet(LOCKED)
        if kind == CODE_PAGE and stream[4:6] == EXCEL_5:
            codec = CODECS.get(struct.unpack_from("<H", record)[0], "")
        if kind == SHEET:
            marks.append(record)
    check_sheets(len(marks))
    scans = [_scan_sheet(stream, each, codec) for each in marks]
    for mark in marks:
        _blank_others(stream, mark)
    for mark in marks:  # what has become of it, where one part lies in another
        _scan_sheet(stream, mark, codec)
    _check_copies(stream, marks)
    sheets, notes = read_sheets(io.BytesIO(pack_compound(name, bytes(stream))), scans)
    return sheets, [MACROS, *notes] if "_VBA_PROJECT_CUR" in compound.folders else notes


class StreamRecord(NamedTuple):
    """A record of the stream, and where it starts; its depth is more than 1 in a chart in a sheet."""

    kind: int
    content: bytes
    start: int
    depth: int


def _list_records(stream: bytes | bytearray, start: int) -> Iterator[StreamRecord]:
    """The records of one part of the stream. Raises UnreadableSheet where it does not begin or end as one."""
    if struct.unpack_from("<HHH", stream, start)[::2] not in BEGINNINGS:
        raise UnreadableSheet(DAMAGED)
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        depth += kind == BOF
        yield StreamRecord(kind, bytes(stream[start + 4 : start + 4 + size]), start, depth)
        depth -= kind == EOF
        if not depth:
            return
        start += 4 + size
    raise UnreadableSheet(DAMAGED)


def _scan_sheet(stream: bytearray, mark: bytes, codec: str) -> Scan:
    """A sheet's scan; with `codec` its texts too: calamine decodes none of Excel 5 in a Chinese code page."""
    scan = Scan(name=mark[7 : 7 + mark[6]].decode(codec, "replace") if codec else "")
    (start,) = struct.unpack_from("<I", mark)
    formula = (0, 0)
    for kind, record, _, depth in _list_records(stream, start):
        if depth > 1:
            continue
        if kind in CELLS:
            row, column = struct.unpack_from("<HH", record)
            scan.reach(row, column)
            if error := _find_error(kind, record):
                scan.texts[row, column] = error
            elif codec and kind in TEXTS:
                scan.texts[row, column] = _decode_text(record[6:], codec)
            formula = (row, column) if kind == FORMULA else formula
        elif kind == TEXT_OF_FORMULA:  # of the last one, wherever it stands
            scan.reach(*formula)
            if codec:
                scan.texts[formula] = _decode_text(record, codec)
        elif kind == ROW_OF_CELLS:
            scan.reach(struct.unpack_from("<H", record)[0], struct.unpack("<H", record[-2:])[0])
        elif kind == ROW and struct.unpack_from("<H", record, 12)[0] & 0x20:
            scan.hidden_rows.append(struct.unpack_from("<H", record)[0])
        elif kind == COLUMNS:
            first, last, _, _, options = struct.unpack_from("<HHHHH", record)
            scan.hidden_columns += range(first, last + 1) if options & 1 else ()
    return scan


def _check_copies(stream: bytearray, marks: Sequence[bytes]) -> None:
    """Raise UnreadableSheet where the shared texts, copied into their cells, could take too much memory.

    How long each is, is not looked up: the longest that there can be are taken for the most frequent ones.
    """
    places = [0, *(struct.unpack_from("<I", each)[0] for each in marks)]
    records = [record for place in places for record in _list_records(stream, place)]
    left = 2 * sum(len(each.content) for each in records if each.kind in (SHARED_TEXTS, CONTINUED))
    indices = (struct.unpack_from("<I", each.content, 6)[0] for each in records if each.kind == SHARED_TEXT)
    copied = 0
    for _, count in Counter(indices).most_common():
        length = min(left, MAX_TEXT)
        copied += count * length
        left -= length
    check_unpacked(copied // 10)  # what cannot be so, as a rule, may be ten times as much


def _blank_others(stream: bytearray, mark: bytes) -> None:
    """Make all records of a sheet unknown ones but those of cells: calamine believes its size too."""
    for kind, _, start, depth in list(_list_records(stream, struct.unpack_from("<I", mark)[0])):
        if depth > 1 or kind not in RECORDS_OF_CELLS:
            struct.pack_into("<H", stream, start, UNKNOWN)


def _decode_text(record: bytes, codec: str) -> str:
    return record[2 : 2 + struct.unpack_from("<H", record)[0]].decode(codec, "replace")


def _find_error(kind: int, record: bytes) -> str:
    """The error that a cell shows, if it shows one."""
    if kind == BOOL_OR_ERROR and record[7]:
        return ERRORS.get(record[6], "#N/A")
    if kind == FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return ERRORS.get(record[8], "#N/A")
    return ""
