"""What tells apart all that a dossier's findings follow from, so that a change re-runs what it can affect.

A dossier's findings follow from what the rules are given to look at (Register.within), the schemas and the
program. The key is a digest of the first; findings are kept for a version of the others.
"""

from __future__ import annotations

from pathlib import Path

from ..finding import Finding
from ..model.register import TABLES, Register
from ..records.cache import Kept, digest_of, version
from ..records.load import Document
from ..records.schemas import Schemas

# The rooms that a verdict rests on.
ROOMS = ("records", "model", "lifecycle", "rules")
Verdicts = Kept[list[Finding]]


def verdicts(folder: Path, schemas: Schemas) -> Verdicts:
    """The findings of dossiers by their keys, as a folder of the cache has them."""
    return Kept(folder / "verdicts", version(ROOMS, schemas), list[Finding])


class Keys:
    """The keys of the dossiers of a register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        shared = register.contents("")
        tables = [each for each in shared.documents.values() if each.kind.name in TABLES]
        invalid = "\n".join(sorted(shared.invalid))
        self.tables = digest_of(*map(_told, tables), invalid.encode())
        documents = shared.documents
        self.batches = {
            id_: digest_of(_told(documents[batch.path])) for id_, batch in register.batches.items()
        }

    def of(self, folder: str) -> bytes:
        """What the findings in a folder follow from, told short."""
        register = self.register
        reach = register.reach(folder)
        parts = [self.tables]
        for each in reach.folders:
            there = each.rpartition("/")[2] in register.dossiers
            parts += register.digest(each), b"dossier" if there else b"none"
        parts += (self.batches.get(id_, id_.encode()) for id_ in reach.batches)
        for kind, ids in register.folders[folder].named.items():
            known = register.known.get(kind)
            if known is not None and not known.issuperset(ids):  # then those that exist are looked through
                parts += kind.encode(), *(id_.encode() for id_ in sorted(known))
        return digest_of(*parts)


def _told(document: Document) -> bytes:
    return document.path.encode() + b" " + document.packed
