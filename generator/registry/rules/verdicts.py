"""The findings of dossiers as a memo has them, under keys that change with all that they follow from.

They follow from what the rules are given to look at (Register.select_subset), the schemas and the program. A
key is a digest of the first two; the memo knows the program. So a change re-runs only what it can affect.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..finding import Finding
from ..memo import FINDINGS, Memo, SmallValues, compute_digest
from ..model.build import Outlines
from ..model.outline import PackedOutline
from ..model.register import Register
from ..model.tables import TABLES
from ..records.loader import Document, LoadedRecords
from ..records.locating import locate
from ..records.record_path import get_dossier_id


class Fingerprints:
    """The keys of the dossiers of a register; `like` are those of one that may be much the same."""

    def __init__(self, register: Register, like: Fingerprints | None = None) -> None:
        self.register = register
        shared = register.shared
        # Tables as corrected data, not as bytes: a comment in a regulation would have the whole register
        # judged anew.
        tables = [each for each in shared.documents.values() if each.kind in TABLES]
        # A table or list that cannot be read takes dossiers out, although no byte of theirs has changed.
        invalid = "\n".join(sorted(shared.invalid))
        self.tables = compute_digest(*map(_encode, tables), invalid.encode())
        documents = shared.documents
        self.batches = {
            id_: compute_digest(_encode(documents[batch.path])) for id_, batch in register.batches.items()
        }
        self.repairs = {
            path: compute_digest(_encode(documents[path]))
            for paths in register.repairs.values()
            for path in paths
        }
        self.computed = self._take_same(like) if like else {}

    def get(self, folder: str) -> bytes:
        """The key of a folder: a digest of all that the findings in it follow from."""
        if folder not in self.computed:
            self.computed[folder] = self._compute_key(folder)
        return self.computed[folder]

    def _take_same(self, like: Fingerprints) -> dict[str, bytes]:
        """The keys of another register that hold here too: only dossiers have changed, and not these.

        The findings of a dossier that names others follow from these as well: it is left out.
        """
        now, before = self.register, like.register
        if (self.tables, self.batches, _list_other_ids(now)) != (
            like.tables,
            like.batches,
            _list_other_ids(before),
        ):
            return {}
        # Which dossier a repair tells of is not looked up here: all or none.
        if self.repairs != like.repairs:
            return {}
        return {
            folder: key
            for folder, key in like.computed.items()
            if folder in now.folders
            # What these follow from may have changed in another dossier.
            and "institution" not in now.folders[folder].named
            and now.compute_digest(folder) == before.compute_digest(folder)
            and (get_dossier_id(folder) in now.dossiers) == (get_dossier_id(folder) in before.dossiers)
        }

    def _compute_key(self, folder: str) -> bytes:
        """A digest of all that a folder's findings follow from: its files and what its rules may look at."""
        register = self.register
        reach = register.list_dependencies(folder)
        parts = [self.tables]
        for folder in reach.folders:
            # A dossier that was left out makes other findings than one that is there, its files the same.
            id_ = get_dossier_id(folder)
            parts += register.compute_digest(folder), b"dossier" if id_ in register.dossiers else b"none"
            parts += (self.repairs[path] for path in register.repairs.get(id_, ()))
        # A batch that does not exist counts by its id: once it comes, the key is another.
        parts += (self.batches.get(id_, id_.encode()) for id_ in reach.batches)
        for kind, ids in register.folders[folder].named.items():
            existing = register.known_ids.get(kind)
            if existing is not None and not existing.issuperset(ids):
                # The hint proposes the nearest of all that exist, so it changes with any of them; only with a
                # fault, so rarely.
                parts += kind.encode(), *(id_.encode() for id_ in sorted(existing))
        return compute_digest(*parts)


class FindingsMemo(NamedTuple):
    """What the memo has of a register's dossiers: outlines, by the digest of the files, and findings."""

    outlines: Outlines
    findings: SmallValues[list[Finding]]

    @classmethod
    def open(cls, cache: Path) -> FindingsMemo:
        """Read it from the folder of a cache."""
        memo = Memo(cache / FINDINGS)
        return cls(
            SmallValues(memo, "outline", dict[str, tuple[bytes, PackedOutline]]),
            SmallValues(memo, "findings", dict[str, tuple[bytes, list[Finding]]]),
        )

    def save(self) -> None:
        """Store what is new."""
        self.outlines.save()
        self.findings.save()


class FindingsCache(NamedTuple):
    """The findings of a register's dossiers, as a memo has them; `loaded` are its records."""

    memo: FindingsMemo
    keys: Fingerprints
    loaded: LoadedRecords

    def get(self, folder: str) -> list[Finding] | None:
        """Return the findings in a dossier's folder; None where the memo has none."""
        return self.memo.findings.get(folder, self.keys.get(folder))

    def put(self, folder: str, findings: list[Finding]) -> list[Finding]:
        """Store the findings in a dossier's folder, which are returned, located where they lie in it.

        The key tells the bytes of these files, and so their lines; of others it tells the data alone. To find
        a line a file is parsed again, which would take most of a check that knows all else.
        """
        own = [each for each in findings if each.path.startswith(f"{folder}/")]
        if own:
            others = (each for each in findings if not each.path.startswith(f"{folder}/"))
            findings = [*locate(self.loaded, own), *others]
        self.memo.findings.put(folder, self.keys.get(folder), findings)
        return findings


def _list_other_ids(register: Register) -> dict[str, frozenset[str]]:
    """The ids that exist but for those of dossiers."""
    return {kind: ids for kind, ids in register.known_ids.items() if kind != "institution"}


def _encode(document: Document) -> bytes:
    return document.path.encode() + b" " + document.packed
