"""The way from a folder to a checked register, for every command that needs one."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ..finding import Finding
from ..lifecycle.act_order import in_lawful_order
from ..model.build import build, outlines
from ..model.outline import Outline
from ..model.register import Register
from ..records.cache import Kept, keep_out_of_git
from ..records.files import NOTHING, Replaced
from ..records.loader import Loaded, Progress, load, locate
from ..records.recorded import Recorded
from ..records.schemas import Schemas
from ..settings import schemas_folder
from ..workers import HERE, Workers
from . import engine
from .engine import PLAIN
from .rule import Scope
from .verdicts import Verdicts


class Known(NamedTuple):
    """What the cache knows of dossiers by their content: their outlines, and what the rules find."""

    outlines: Kept[Outline]
    verdicts: Verdicts


class Examined(NamedTuple):
    """A register, what was found in it (located, sorted), the schemas used; what it was read from, and by."""

    register: Register
    findings: list[Finding]
    schemas: Schemas
    loaded: Loaded
    known: Known | None = None

    @classmethod
    def elsewhere(cls, register: Register, schemas: Schemas) -> Examined:
        """A register that was checked elsewhere, without its files."""
        return cls(register, [], schemas, Loaded.of({}, [], schemas))

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
    scopes: frozenset[Scope] = PLAIN,
    progress: Progress | None = None,
    *,
    cache: Path | None = None,
    workers: Workers = HERE,
    like: Examined | None = None,
    replaced: Replaced = NOTHING,
    without: frozenset[str] = frozenset(),
    recorded: Mapping[str, Recorded] = MappingProxyType({}),
) -> Examined:
    """Read, type and check the register at `root`; or that of `like`, but for files that are `replaced`.

    The dossiers of the folders in `without` are left out, although their files are there.

    `day` says which regulation is cited and, to rules of scope clock, what is overdue; `recorded` tells them
    what history knows of each file. What is known of files by their content is kept in the folder `cache`;
    `workers` check the files and run the rules. Neither changes what is found. Raises FileNotFoundError where
    `root` has no records/.
    """
    if cache:
        keep_out_of_git(cache)
    with uncollected():
        schemas = Schemas.read(schemas_folder(root))
        known = like.known if like else None
        if cache and known is None:
            known = Known(outlines(cache, schemas), Verdicts(cache, schemas))
        before = like.loaded if like else None
        loaded = load(root, schemas, progress, cache=cache, workers=workers, like=before, replaced=replaced)
        outlined = known.outlines if known else None
        register = build(loaded, schemas, without, outlines=outlined, arrange=in_lawful_order)
        judged = known.verdicts if known else None
        found = engine.run(register, schemas, day, scopes, progress, judged, workers, recorded)
        if known:
            known.outlines.save()
            known.verdicts.save()
        located = locate(loaded.files, [*loaded.misplaced.values(), *loaded.beside(), *register.form, *found])
        return Examined(register, located, schemas, loaded, known)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No search for circles of objects meanwhile: it would visit all records often."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
