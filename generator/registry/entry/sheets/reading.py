"""Any spreadsheet file as a plain grid, known by its content: an .xls may be HTML, an .et an .xls."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError

from ...refusal import describe_cause
from .biff import read_biff
from .bounds import DAMAGED, LOCKED, MAX_BYTES, MEGABYTE, TOO_LARGE, UnreadableSheet
from .compound import SIGNATURE, Compound
from .foreign import UNKNOWN, UNPACK, XML_SHEET, describe_beginning, describe_members, describe_text
from .grid import FAULTS_SHEET, Sheet, Workbook
from .ooxml import read_ooxml
from .opendocument import read_opendocument
from .package import open_package
from .separated import decode_text, read_separated
from .webpage import read_saved_page, read_webpage

__all__ = ["UnreadableSheet", "read_bytes", "read_workbook"]

HEAD = 10_000  # characters by which a text is known
PAGE = re.compile(r"<(?:!doctype html|html|head|meta|body|table)\b", re.IGNORECASE)
SAVED_PAGE = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
BROKEN = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    UnicodeError,
    ValueError,
)
ReadSheets = tuple[list[Sheet], list[str]]


def read_workbook(path: Path) -> Workbook:
    """What a file holds, as it was saved: no formula is worked out, no macro run, nothing fetched.

    Raises UnreadableSheet, with what the file is and what to do.
    """
    try:
        sheets, remarks = _read_content(read_bytes(path), path.stem)
    except UnreadableSheet as error:
        raise UnreadableSheet(f"读不出 {path.name}：{error}") from error
    except BROKEN as error:
        raise UnreadableSheet(f"读不出 {path.name}：{DAMAGED}") from error
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableSheet(f"读不出 {path.name}：表中没有内容。请看是否发错了文件")
    own = [sheet for sheet in sheets if sheet.name != FAULTS_SHEET]
    if len(own) < len(sheets):
        remarks.append(f"工作表“{FAULTS_SHEET}”是登记册写的，没有读")
    return Workbook(path, tuple(own), tuple(remarks))


def read_bytes(path: Path) -> bytes:
    """The file's content, if it may be a sheet. Raises UnreadableSheet.

    Only a regular file is read: reading a pipe would wait.
    """
    if path.name.startswith(("~$", ".~")):
        raise UnreadableSheet(
            "是表格打开时的临时文件，不是表格。请先在 Excel 或 WPS 中关闭表格，再导入原来的文件"
        )
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableSheet("不是文件")
        if status.st_size > MAX_BYTES:
            what = f"文件有 {status.st_size // MEGABYTE} MB，最多 {MAX_BYTES // MEGABYTE} MB"
            raise UnreadableSheet(TOO_LARGE.format(what=what))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSheet(describe_cause(error)) from error


def _read_content(content: bytes, name: str) -> ReadSheets:
    if words := describe_beginning(content):
        raise UnreadableSheet(words)
    if content.startswith(b"PK"):
        return _read_archive(content)
    if content.startswith(SIGNATURE):
        return _read_compound(content)
    text = decode_text(content)
    if text is None and b"<table" not in content[:4096].lower():
        raise UnreadableSheet(UNKNOWN)
    return _read_text(content, text or "<table>", name)


def _read_archive(content: bytes) -> ReadSheets:
    archive = open_package(content)
    names = [each.replace("\\", "/") for each in archive.namelist()]
    if "xl/workbook.xml" in names:
        return read_ooxml(archive)
    if "mimetype" in names and b"spreadsheet" in archive.read("mimetype"):
        return read_opendocument(archive)
    raise UnreadableSheet(describe_members(names) or f"是压缩包。{UNPACK}")


def _read_compound(content: bytes) -> ReadSheets:
    compound = Compound(content)
    if "EncryptedPackage" in compound.streams:
        raise UnreadableSheet(LOCKED)
    if not {"Workbook", "Book"} & compound.streams.keys():
        raise UnreadableSheet(describe_members(compound.streams) or UNKNOWN)
    return read_biff(compound)


def _read_text(content: bytes, text: str, name: str) -> ReadSheets:
    head = text.lstrip("\ufeff \t\r\n")[:HEAD]
    if head.startswith("<") and XML_SHEET not in head and PAGE.search(head):
        return read_webpage(content, name), []
    if re.match(r"[A-Za-z-]+:", head) and SAVED_PAGE.search(head):
        return read_saved_page(content, name), []
    if words := describe_text(head):
        raise UnreadableSheet(words)
    return [read_separated(text, name)], []
