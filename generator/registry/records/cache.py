"""What files were found to hold, kept by their content: the same bytes are parsed and checked once.

There is one entry for each group of files (a dossier, or a folder of what dossiers share), with a digest of
all that it follows from: the program, the schemas, the names and bytes of the files. An entry of another
digest, or a damaged one, counts for nothing and is replaced: the cache never grows beyond the register, and
never changes a verdict. Entries are put in place by renaming, so that any number of processes may share them.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from ..finding import Finding
from .schemas import Schemas

CACHE = ".cache/registry"  # where a register keeps it, from the root
PROGRAM = Path(__file__).parent.parent
LIBRARIES = (
    "PyYAML",
    "jsonschema-rs",
    "msgspec",
    "chinesecalendar",
    "Jinja2",
    "MarkupSafe",
    "segno",
)
DIGEST = 32  # bytes
SEAL = 4  # bytes
T = TypeVar("T")
Content = tuple[str, bytes]  # a file's path from the root, and its bytes


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What a file holds.

    Its kind (empty where no such file should be there) and the values in its path, its data as JSON (None
    where it is not valid), and its findings.
    """

    kind: str
    names: dict[str, str]
    packed: bytes | None
    findings: list[Finding]


_decoder = msgspec.msgpack.Decoder(list[Result])


class Cache:
    """The entries in a folder, for one set of schemas."""

    def __init__(self, folder: Path, schemas: Schemas) -> None:
        self.folder = folder
        self.version = version(("records",), schemas)

    def get(self, group: str, digest: bytes) -> list[Result] | None:
        """What is known of a group of files that has this digest; None where nothing is."""
        return recall(self._file(group), self.version + digest, _decoder)

    def put(self, group: str, digest: bytes, results: list[Result]) -> None:
        """Keep what was found."""
        keep(self._file(group), self.version + digest, results)

    def _file(self, group: str) -> Path:
        return entry(self.folder / "files", group)


def version(rooms: Iterable[str], schemas: Schemas) -> bytes:
    """A digest of the program's rooms of these names, of what they rest on, and of the schemas."""
    return digest_of(_program(tuple(rooms)), msgspec.json.encode(schemas.documents, order="sorted"))


def program() -> str:
    """A digest of the whole program and of what it rests on, in hexadecimal digits."""
    return _program(None).hex()


@cache
def _program(rooms: tuple[str, ...] | None) -> bytes:
    """A digest of rooms of the program, and of what lies beside them; None stands for all rooms."""
    found = [*PROGRAM.glob("*.py")]
    for room in PROGRAM.iterdir() if rooms is None else map(PROGRAM.joinpath, rooms):
        found += _modules(room)
    return digest_of(*(file.read_bytes() for file in sorted(found)), *_libraries())


def _modules(folder: Path) -> Iterator[Path]:
    """The modules of a package; folders of data in it, of which there are many, are not walked."""
    if (folder / "__init__.py").is_file():
        yield from folder.glob("*.py")
        for each in folder.iterdir():
            yield from _modules(each)


@cache
def _libraries() -> list[bytes]:
    return [f"{name} {metadata.version(name)}".encode() for name in LIBRARIES]


def digest_of(*parts: bytes) -> bytes:
    """A digest of several things, which cannot run into each other."""
    digest = hashlib.blake2b(digest_size=DIGEST)
    for part in parts:
        digest.update(b"%d " % len(part) + part)
    return digest.digest()


def entry(folder: Path, name: str) -> Path:
    """Where the entry of a name is kept; no folder becomes too full."""
    found = hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
    return folder / found[:2] / found[2:]


def recall(file: Path, known: bytes, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
    """What was kept in a file for a digest; None where nothing was, or it is damaged."""
    try:
        whole = file.read_bytes()
        head = len(known) + SEAL
        packed = whole[head:]
        return decoder.decode(packed) if whole[:head] == known + _seal(packed) else None
    except (OSError, msgspec.DecodeError):
        return None


def keep(file: Path, known: bytes, value: object) -> None:
    """Keep something for a digest, whole or not at all; nothing happens where it cannot be written."""
    packed = msgspec.msgpack.encode(value)
    made = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        number, made = tempfile.mkstemp(dir=file.parent)
        with open(number, "wb") as out:  # noqa: PTH123
            out.write(known + _seal(packed) + packed)
        Path(made).replace(file)
    except OSError:
        if made:
            Path(made).unlink(missing_ok=True)


class Kept(Generic[T]):
    """Something small of each dossier by its digest, in one file of the cache; `save` puts it there.

    What is not used any more goes when something new comes. Until then it may be asked for again: a check of
    a change asks for the dossiers as they are, and then as they were.
    """

    def __init__(self, file: Path, known: bytes, kind: type[T]) -> None:
        self.file = file
        self.version = known
        self.known: dict[bytes, T] = recall(file, known, msgspec.msgpack.Decoder(dict[bytes, kind])) or {}  # type: ignore[valid-type]
        self.used: dict[bytes, T] = {}
        self.new = False

    def get(self, digest: bytes) -> T | None:
        """What is kept for a digest; None where nothing is."""
        found = self.known.get(digest)
        if found is not None:
            self.used[digest] = found
        return found

    def put(self, digest: bytes, value: T) -> None:
        """Keep something for a digest, instead of what was kept before."""
        self.used[digest] = value
        self.new = True

    def save(self) -> None:
        """Keep what has been used, if some of it is new."""
        if self.new:
            keep(self.file, self.version, self.used)
            self.known, self.new = dict(self.used), False


def _seal(packed: bytes) -> bytes:
    """What tells an entry that is whole from one that is damaged, as archives do (CRC-32)."""
    return zlib.crc32(packed).to_bytes(SEAL)


def keep_out_of_git(folder: Path) -> None:
    """Make a folder of which Git need not know; nothing happens where it cannot be made."""
    ignore = folder / ".gitignore"
    with contextlib.suppress(OSError):
        if not folder.exists() or not any(folder.iterdir()):  # in a folder of others it would hide theirs
            folder.mkdir(parents=True, exist_ok=True)
            ignore.write_text("*\n", "utf-8")
