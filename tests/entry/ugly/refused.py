"""Files that arrive and are no spreadsheet, or cannot be opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.entry.ugly.files import OLD, SAVED


def list_refused(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files that are no spreadsheet or cannot be opened, and a word of what is told of them."""
    xls = (SAVED / OLD["xls"][0]).read_bytes()
    for name, content, word in (
        ("有密码.xlsx", _rename_stream(xls, "Workbook", "EncryptedPackage"), "密码"),
        ("有密码.xls", _lock(xls), "密码"),
        ("计划.doc", _rename_stream(xls, "Workbook", "WordDocument"), "Word"),
        ("计划.docx", _zip({"word/document.xml": b"<w/>"}), "Word"),
        ("计划.pptx", _zip({"ppt/presentation.xml": b"<p/>"}), "演示文稿"),
        ("计划.xlsb", _zip({"xl/workbook.bin": b""}), "另存为"),
        ("计划.zip", _zip({"计划.xlsx": b""}), "压缩包"),
        ("计划.rar", b"Rar!\x1a\x07\x01\x00", "压缩包"),
        ("计划.pdf", b"%PDF-1.7\n", "PDF"),
        ("计划.ofd", _zip({"OFD.xml": b"<o/>"}), "OFD"),
        ("拍照.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        ("计划.json", b'{"courses": []}', "JSON"),
        ("计划.rtf", b"{\\rtf1 }", "Word"),
        ("空.xlsx", b"", "空"),
        ("别的.xls", bytes(range(256)) * 3, "认不出"),
    ):
        (folder / name).write_bytes(content)
        yield folder / name, word


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _rename_stream(content: bytes, old: str, new: str) -> bytes:
    """A compound file with one of its streams under another name."""
    at = content.index(f"{old}\0".encode("utf-16-le"))
    entry = f"{new}\0".encode("utf-16-le")
    name = entry.ljust(64, b"\0") + len(entry).to_bytes(2, "little")
    return content[:at] + name + content[at + 66 :]


def _lock(content: bytes) -> bytes:
    """An .xls whose second record says that what follows is encrypted."""
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    return content[:start] + b"\x2f\x00" + content[start + 2 :]
