"""What the rules have found in each dossier, kept by all that it follows from.

A dossier's findings follow from what the rules are given to look at (Register.within), the schemas and the
program. Their digest is the key: a change re-runs the rules of the dossiers that it can affect, no others.
The findings outside the dossiers follow from all files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..finding import Finding
from ..model.register import TABLES, Register
from ..records.cache import DIGEST, digest_of, keep, recall, version
from ..records.load import Document
from ..records.schemas import Schemas

# The rooms that a verdict rests on.
ROOMS = ("records", "model", "lifecycle", "rules")

_decoder = msgspec.msgpack.Decoder(dict[bytes, list[Finding]])


class Verdicts:
    """The findings of dossiers by their keys, in one file of the cache's folder; `save` puts it there."""

    def __init__(self, folder: Path, schemas: Schemas) -> None:
        self.file = folder / "verdicts"
        self.version = version(ROOMS, schemas)
        self.known = recall(self.file, self.version, _decoder) or {}
        self.used: dict[bytes, list[Finding]] = {}

    def get(self, key: bytes) -> list[Finding] | None:
        """The findings of that key; None where they are not known."""
        found = self.known.get(key)
        if found is not None:
            self.used[key] = found
        return found

    def put(self, key: bytes, findings: list[Finding]) -> None:
        self.used[key] = findings

    def save(self) -> None:
        """Keep what has been used, and nothing else."""
        if self.used != self.known:
            keep(self.file, self.version, self.used)


class Keys:
    """The keys of the dossiers of a register, and of the whole."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.known: dict[str, bytes] = {}
        shared = register.contents("")
        tables = [each for each in shared.documents.values() if each.kind.name in TABLES]
        self.tables = _digest(tables, shared.invalid)

    def of(self, folder: str, within: Register) -> bytes:
        """What the findings in a folder follow from, told short: all that `within` holds."""
        parts = [self.tables, self._folder(folder)]
        for id_, dossier in within.dossiers.items():
            parts += id_.encode(), self._folder(dossier.folder)
        batches = [self.register.documents[batch.path] for batch in within.batches.values()]
        return hashlib.blake2b(b" ".join([*parts, _digest(batches)]), digest_size=DIGEST).digest()

    def whole(self) -> bytes:
        """What the findings outside the dossiers follow from: every file."""
        parts = [b"whole", *(self._folder(folder) for folder in ("", *self.register.folders))]
        return hashlib.blake2b(b" ".join(parts), digest_size=DIGEST).digest()

    def _folder(self, folder: str) -> bytes:
        """A folder's files as filed, those that a correction has changed, and those that are not valid."""
        if folder not in self.known:
            _, documents, filed, invalid = self.register.contents(folder)
            corrected = [each for path, each in documents.items() if each is not filed.get(path)]
            self.known[folder] = _digest([*filed.values(), *corrected], invalid)
        return self.known[folder]


def _digest(documents: Iterable[Document], invalid: Iterable[str] = ()) -> bytes:
    return digest_of(((each.path, each.packed) for each in documents), end="\n".join(sorted(invalid)))
