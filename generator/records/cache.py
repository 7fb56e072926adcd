"""What files were found to hold, kept by their content: the same bytes are parsed and checked once.

There is one entry for each group of files (a dossier, or a folder of what dossiers share), with a digest of
all that it follows from: the program, the schemas, the names and bytes of the files. An entry of another
digest, or a damaged one, counts for nothing and is replaced: the cache never grows beyond the register, and
never changes a verdict. Entries are put in place by renaming, so that any number of processes may share them.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import msgspec

from ..finding import Finding
from .schemas import Schemas

ROOM = Path(__file__).parent
# What the program's own words rest on.
SOURCES = (*sorted(ROOM.glob("*.py")), ROOM.parent / "finding.py")
LIBRARIES = ("PyYAML", "jsonschema-rs", "msgspec")
DIGEST = 32  # bytes
Content = tuple[str, bytes]  # a file's path from the root, and its bytes


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What a file of a known kind holds: its data as JSON (None where it is not valid), and its findings."""

    packed: bytes | None
    findings: list[Finding]


_decoder = msgspec.msgpack.Decoder(list[Result])


class Cache:
    """The entries in a folder, for one set of schemas."""

    def __init__(self, folder: Path, schemas: Schemas) -> None:
        self.folder = folder
        digest = hashlib.blake2b(digest_size=DIGEST)
        for part in (
            *(source.read_bytes() for source in SOURCES),
            *(f"{name} {metadata.version(name)}".encode() for name in LIBRARIES),
            msgspec.json.encode(schemas.documents, order="sorted"),
        ):
            digest.update(len(part).to_bytes(8, "big") + part)
        self.version = digest.digest()

    def get(self, group: str, contents: Sequence[Content]) -> list[Result] | None:
        """What is known of a group of files; None where nothing is."""
        try:
            entry = self._file(group).read_bytes()
        except OSError:
            return None
        known, seal, packed = entry[:DIGEST], entry[DIGEST : 2 * DIGEST], entry[2 * DIGEST :]
        if known != self._digest(contents) or seal != _seal(packed):
            return None
        try:
            return _decoder.decode(packed)
        except msgspec.DecodeError:
            return None

    def put(self, group: str, contents: Sequence[Content], results: list[Result]) -> None:
        """Keep what was found; nothing happens where the folder cannot be written to."""
        packed = msgspec.msgpack.encode(results)
        try:
            _write(self._file(group), self._digest(contents) + _seal(packed) + packed)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                _write(ignore, b"*\n")
        except OSError:
            return

    def _file(self, group: str) -> Path:
        name = hashlib.blake2b(group.encode(), digest_size=16).hexdigest()
        return self.folder / name[:2] / name[2:]

    def _digest(self, contents: Sequence[Content]) -> bytes:
        digest = hashlib.blake2b(self.version, digest_size=DIGEST)
        for path, raw in contents:
            name = path.encode()
            digest.update(b"%d %d " % (len(name), len(raw)) + name)
            digest.update(raw)
        return digest.digest()


def _seal(packed: bytes) -> bytes:
    """What tells an entry that is whole from one that is damaged."""
    return hashlib.blake2b(packed, digest_size=DIGEST).digest()


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=file.parent)
    try:
        with open(number, "wb") as made:  # noqa: PTH123
            made.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
