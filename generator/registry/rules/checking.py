"""The way from a folder to a checked register, for every command that needs one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from ..finding import Finding
from ..lifecycle.present import arrange_dossier
from ..memo import PARTS, Memo
from ..model.build import build_register, outline_folders
from ..model.outline import DossierOutline
from ..model.register import Register
from ..records.files import NOTHING, Replaced
from ..records.loader import LoadedRecords, load
from ..records.locating import locate
from ..records.schemas import Schemas
from ..settings import find_schemas_folder
from ..stages import measure
from . import engine
from .engine import DEFAULT, CheckOptions
from .folder_names import explain_folders
from .meant_ids import explain_names
from .verdicts import FindingsCache, FindingsMemo, Fingerprints


class Examined(NamedTuple):
    """A register, what was found in it (located, sorted), the schemas used, what it was read from.

    `verdicts` are the findings that a memo has of its dossiers, where there is a cache.
    """

    register: Register
    findings: list[Finding]
    schemas: Schemas
    loaded: LoadedRecords
    verdicts: FindingsCache | None = None

    @classmethod
    def from_register(cls, register: Register, schemas: Schemas) -> Examined:
        """What was examined elsewhere, as in another process: a register without findings and files."""
        return cls(register, [], schemas, LoadedRecords.from_documents([], schemas))

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self.loaded.files.entries)

    @property
    def lawful(self) -> bool:
        """Whether there is no error."""
        return not any(each.severity == "error" for each in self.findings)


def examine(
    root: Path,
    day: dt.date,
    options: CheckOptions = DEFAULT,
    *,
    like: Examined | None = None,
    replaced: Replaced = NOTHING,
    without: frozenset[str] = frozenset(),
) -> Examined:
    """Read, type and check the register at `root`; or that of `like`, but for files that are `replaced`.

    The dossiers of the folders in `without` are left out, although their files are there. `day` says which
    regulation is cited and, to rules of scope clock, what is overdue. Raises FileNotFoundError where `root`
    has no records/.
    """
    cache = options.cache
    before = like.verdicts if like else None
    with measure("读取记录"):
        loaded = _load_like(like, replaced, options) if like else _load(root, options)
    # One for both: a change is compared with its base, which was checked before.
    memo = before.memo if before else FindingsMemo.open(cache) if cache else None
    with measure("核对格式，组成登记册"):
        # Before the register is put together: which dossiers there are follows from the summaries alone.
        unchanged = _take_outlines(like, loaded) if like else {}
        outlines = outline_folders(loaded, memo.outlines if memo else None, unchanged)
        register = build_register(loaded, without, outlines, arrange_dossier)
    with measure("核对规则"):
        verdicts = None
        if memo:
            keys = Fingerprints(register, before.keys if before else None)
            verdicts = FindingsCache(memo, keys, loaded)
        findings = engine.run_rules(register, loaded.schemas, day, options, verdicts)
    if memo:
        with measure("保存缓存"):
            memo.save()
    form = explain_names(explain_folders(register.form, register, loaded.schemas), register, loaded)
    located = locate(loaded, [*loaded.misplaced.values(), *loaded.check_files_beside(), *form, *findings])
    return Examined(register, located, loaded.schemas, loaded, verdicts)


def _take_outlines(like: Examined, loaded: LoadedRecords) -> dict[str, DossierOutline]:
    """The outlines of the dossiers in which no file is replaced."""
    folders, before = loaded.folders, like.loaded.folders
    return {
        name: outline
        for name, outline in like.register.folders.items()
        # The same object, and not one that is equal: without a memo there are no digests to compare.
        if folders.get(name) is before[name]
    }


def _load(root: Path, options: CheckOptions) -> LoadedRecords:
    """The records of a register, read and validated."""
    memo = Memo(options.cache / PARTS) if options.cache else None
    schemas = Schemas.read(find_schemas_folder(root))
    return load(root, schemas, options.progress, memo=memo, workers=options.workers)


def _load_like(like: Examined, replaced: Replaced, options: CheckOptions) -> LoadedRecords:
    """The records of a base; what it shares with the head, which was read before, is taken over."""
    before = like.loaded
    files = before.files.replace_files(replaced)
    return LoadedRecords(files, like.schemas, before.memo, options.workers, options.progress, before)
