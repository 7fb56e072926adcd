"""Files that are archives of parts (xlsx, ods): their parts of text, unpacked within bounds."""

from __future__ import annotations

import io
import zipfile

from ...packed import pack_parts
from .bounds import LOCKED, MAX_PARTS, TOO_LARGE, UnreadableSheet, check_unpacked

TEXTS = (".xml", ".rels")


def open_package(content: bytes) -> zipfile.ZipFile:
    """The archive. Raises BadZipFile, and UnreadableSheet where it has too many parts or is locked."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    if len(archive.infolist()) > MAX_PARTS:
        raise UnreadableSheet(TOO_LARGE.format(what="文件里的部件太多"))
    if any(each.flag_bits & 1 for each in archive.infolist()):
        raise UnreadableSheet(LOCKED)
    return archive


def read_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of text by their names; pictures and programs stay packed.

    What an archive says of a part's size is checked before, and no more than that is unpacked.
    """
    wanted = [each for each in archive.infolist() if each.filename.lower().endswith(TEXTS)]
    check_unpacked(sum(each.file_size for each in wanted))
    return {each.filename.replace("\\", "/"): archive.read(each) for each in wanted}


def store_parts(parts: dict[str, bytes]) -> io.BytesIO:
    """An archive of these parts alone, not compressed: what reads it cannot be led to unpack anything."""
    return io.BytesIO(pack_parts(parts, zipfile.ZIP_STORED))
