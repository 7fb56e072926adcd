"""Results of earlier runs: bytes, by a digest of everything that they depend on, in SQLite files.

There are two files in the folder of a cache. FINDINGS holds what a check finds of all dossiers: so little
that a forge keeps it for proposals. PARTS holds what is made of each dossier, its parsed records and its part
of the site, and the compiled templates. Nothing here changes a verdict or a byte: a key covers all content
that its value depends on and, by `digest_program`, the program with its dependencies, so that an outdated
value is never found.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from .workers import split_batches

CACHE = ".cache/registry"  # where a register keeps it, from the root
FINDINGS, PARTS = "findings.sqlite", "parts.sqlite"
PROGRAM = Path(__file__).parent
# What Python makes of modules; and the cases of the rules, which are thousands: only the rules' pages show
# them, and have a digest of them in their key.
LEFT_OUT = {"__pycache__", "examples"}
INSTALLED = {".dist-info", ".egg-info"}  # how the folder of a distribution ends, after its name and version
DIGEST = 32  # bytes
PENDING = 1 << 23  # bytes that wait to be written
BATCH = 512  # values that are read at once
PATIENCE = 1  # seconds to wait for another process that writes
DAMAGED = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# `seal` is a checksum, by which a damaged row is noticed.
TABLE = """\
CREATE TABLE IF NOT EXISTS memo (
  kind TEXT, name TEXT, key BLOB, seal INTEGER, value BLOB, UNIQUE (kind, name, key)
)"""
FIND = "SELECT seal, value FROM memo WHERE kind = ? AND name = ? AND key = ?"
FIND_MANY = """\
SELECT name, key, seal, value FROM memo WHERE kind = ? AND name IN (SELECT value FROM json_each(?))"""
STORE = "INSERT OR REPLACE INTO memo (kind, name, key, seal, value) VALUES (?, ?, ?, ?, ?)"
FORGET = "DELETE FROM memo WHERE kind = ? AND name = ? AND key != ?"
Address = tuple[str, str, bytes]
T = TypeVar("T")


class Memo:
    """Values in a file, by kind (of value), name (of a dossier) and key (a digest of what they follow from).

    Of each kind and name the last value is kept, so the file does not grow beyond the register. One process
    writes; workers return what they have made. A file that is damaged, locked by another process or
    read-only counts as empty, in silence: a damaged one is made anew, in the place of another a temporary one
    holds what is stored in this run.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._pending: dict[Address, bytes] = {}
        self._size = 0
        try:
            make_ignored_folder(file.parent)
            self._database = _connect(file)
        except (OSError, sqlite3.Error) as error:
            self._database = self._connect_instead(error)

    def __del__(self) -> None:
        self._database.close()

    def get(self, kind: str, name: str, key: bytes) -> bytes | None:
        """Return the value of a kind and name under a key; None where there is none, or it is damaged."""
        address = kind, name, digest_program() + key
        # What was stored in this run and still waits to be written counts too.
        if address in self._pending:
            return self._pending[address]
        try:
            row = self._database.execute(FIND, address).fetchone()
        except sqlite3.Error as error:
            self._database.close()
            self._database = self._connect_instead(error)
            return None
        value: bytes | None = row[1] if row and _is_sound(address, *row) else None
        return value

    def get_many(self, kind: str, keys: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes | None]]:
        """Return what `get` does for many names and keys, each value with its name, in order.

        Of ten thousand small values it takes a quarter of the time.
        """
        program = digest_program()
        for batch in split_batches(keys, BATCH):
            rows: dict[tuple[str, bytes], tuple[int, bytes]] = {}
            # What is wrong with the file is seen by `get`, which is asked for all that is not found here.
            with contextlib.suppress(sqlite3.Error):
                read = self._database.execute(FIND_MANY, (kind, json.dumps([name for name, _ in batch])))
                rows = {(name, key): (seal, value) for name, key, seal, value in read}
            for name, key in batch:
                seal, value = rows.get((name, program + key), (None, b""))
                is_sound = _is_sound((kind, name, program + key), seal, value)
                yield name, value if is_sound else self.get(kind, name, key)

    def put(self, kind: str, name: str, key: bytes, value: bytes) -> None:
        """Store a value; it is written with others, by `save` at the latest."""
        self._pending[kind, name, digest_program() + key] = value
        self._size += len(value)
        if self._size > PENDING:
            self.save()

    def save(self) -> None:
        """Write what waits, in one transaction."""
        try:
            self._write()
        except sqlite3.Error as error:
            self._database.close()
            self._database = self._connect_instead(error)
            with contextlib.suppress(sqlite3.Error):  # where there is no room even for a temporary file
                self._write()
        self._pending, self._size = {}, 0

    def _write(self) -> None:
        with self._database:
            for address, value in self._pending.items():
                self._database.execute(STORE, (*address, _seal(address, value), value))
                self._database.execute(FORGET, address)

    def _connect_instead(self, error: OSError | sqlite3.Error) -> sqlite3.Connection:
        """Open the file that is made anew where the old one is damaged, else a temporary one."""
        # Locked or read-only is another's right and not a damage: then the file stays as it is.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED:  # higher bits tell details
            with contextlib.suppress(OSError, sqlite3.Error):
                for file in (f"{self.file}-journal", self.file):  # a journal would be played into the new one
                    Path(file).unlink(missing_ok=True)
                return _connect(self.file)
        return _connect("")


class SmallValues(Generic[T]):
    """Small values of a memo, by name and key: those of a kind in two rows, as all are wanted at once.

    Of each name there is the last value and the one before: a change is compared with its base, which was
    checked before it. `form` is the type of key and value by name. What `save` stores are the values of the
    names that were asked for or put since the rows were read; where nothing was put, it does nothing.
    """

    def __init__(self, memo: Memo, kind: str, form: type[dict[str, tuple[bytes, T]]]) -> None:
        self.memo = memo
        self.kind = kind
        self.form = form
        self._last = self._read("last")
        self._names: set[str] = set()
        self._has_new = False

    @cached_property
    def _before(self) -> dict[str, tuple[bytes, T]]:
        return self._read("before")

    def get(self, name: str, key: bytes) -> T | None:
        """Return the value of a name under a key; None where there is none."""
        self._names.add(name)
        last = self._last.get(name)
        if last and last[0] == key:
            return last[1]
        before = self._before.get(name)
        if not (last and before and before[0] == key):
            return None
        # The last that was asked for stays when another comes, not the last that was put.
        self._last[name], self._before[name] = before, last
        return before[1]

    def put(self, name: str, key: bytes, value: T) -> None:
        """Add a value; `save` stores it."""
        self._names.add(name)
        if name in self._last:
            self._before[name] = self._last[name]
        self._last[name] = key, value
        self._has_new = True

    def save(self) -> None:
        """Store the values of the names that are in use, where some are new."""
        if self._has_new:
            for which, values in ("last", self._last), ("before", self._before):
                used = {name: each for name, each in values.items() if name in self._names}
                self.memo.put(self.kind, which, b"", msgspec.msgpack.encode(used))
            self.memo.save()
            self._has_new = False

    def _read(self, which: str) -> dict[str, tuple[bytes, T]]:
        packed = self.memo.get(self.kind, which, b"")
        return unpack(msgspec.msgpack.Decoder(self.form), packed) or {}


def unpack(decoder: msgspec.msgpack.Decoder[T], packed: bytes | None) -> T | None:
    """What a value of a memo says; None where there is none, or it has another form than it should."""
    try:
        return decoder.decode(packed) if packed else None
    except msgspec.DecodeError:
        return None


def _is_sound(address: Address, seal: int | None, value: object) -> bool:
    """Whether a row is as it was written."""
    return isinstance(value, bytes) and seal == _seal(address, value)


def _connect(file: Path | str) -> sqlite3.Connection:
    """Open a database for writing, with its table. Raises sqlite3.Error."""
    # IMMEDIATE: the lock is had with the first row, not asked for in the middle of a transaction, where two
    # writers would refuse each other. Another thread may close what this one has opened, in __del__.
    database = sqlite3.connect(file, timeout=PATIENCE, isolation_level="IMMEDIATE", check_same_thread=False)
    try:
        # A machine that fails may damage the file, which is noticed; to wait for the disk would take longer.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA page_size = 16384")  # of a new file: a value is read in few pieces
        database.execute("BEGIN IMMEDIATE")  # raises where another writes, or nobody may
        with database:
            database.execute(TABLE)
        database.execute(FIND, ("", "", b""))  # raises where the table is another
    except sqlite3.Error:
        database.close()
        raise
    return database


def _seal(address: Address, value: bytes) -> int:
    """Return the checksum (CRC-32) of a row, as archives have one for each of their files."""
    kind, name, key = address
    return zlib.crc32(value, zlib.crc32(key, zlib.crc32(f"{kind} {name}".encode("utf-8", "surrogateescape"))))


def make_ignored_folder(folder: Path) -> None:
    """Make a folder that Git ignores; one that is there already may be others', and stays. Raises OSError."""
    if not folder.exists() or not any(folder.iterdir()):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", "utf-8", newline="\n")


def compute_digest(*parts: bytes) -> bytes:
    """Return a digest of several things, which cannot run into each other."""
    # In one piece, each part with its length.
    return hashlib.blake2b(msgspec.msgpack.encode(parts), digest_size=DIGEST).digest()


@cache
def digest_program() -> bytes:
    """Return a digest of the program, of Python and of every distribution that is installed beside it."""
    # The source, not the version number: who changes a rule in a checkout must not be told what the old one
    # found.
    files = [Path(file).read_bytes() for file in sorted(_list_files())]
    # Nobody has to remember which library a page depends on.
    installed = "\n".join(list_installed())
    return compute_digest(sys.version.encode(), installed.encode(), *files)


def _list_files() -> Iterator[str]:
    """The program's files: modules, and the data from which findings and pages follow too."""
    # os.walk, not Path: each command looks at all files, and asks none of them what it is.
    for place, folders, names in os.walk(PROGRAM):
        folders[:] = [each for each in folders if each not in LEFT_OUT]
        yield from (f"{place}/{name}" for name in names)


def list_installed() -> list[str]:
    """Return the names of all installed distributions with their versions, as their folders have them."""
    # Not importlib.metadata: to import it, and to read what each requires, takes longer than the rest of
    # the digest.
    names: set[str] = set()
    for place in map(Path, sys.path):
        with contextlib.suppress(OSError):
            names.update(file.name for file in place.iterdir() if file.suffix in INSTALLED)
    return sorted(names)
