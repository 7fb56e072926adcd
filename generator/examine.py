"""The way from a folder to a checked register, for every command that needs one."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .finding import Finding
from .model.register import Register, build
from .records.cache import keep_out_of_git
from .records.load import NOTHING, Progress, Replaced, load, locate
from .records.schemas import Schemas
from .register_root import schemas_folder
from .rules import engine
from .rules.engine import PLAIN
from .rules.rule import Scope
from .rules.verdicts import Verdicts
from .workers import HERE, Workers


class Examined(NamedTuple):
    """A register, what was found in it (located, sorted), how many files were read, and the schemas used."""

    register: Register
    findings: list[Finding]
    files: int
    schemas: Schemas

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
    replaced: Replaced = NOTHING,
) -> Examined:
    """Read, type and check the register at `root`; files in `replaced` are taken from there.

    `day` says which regulation is cited and, to rules of scope clock, what is overdue. What is known of
    files by their content is kept in the folder `cache`; `workers` check the files and run the rules.
    Neither changes what is found. Raises FileNotFoundError where `root` has no records/.
    """
    if cache:
        keep_out_of_git(cache)
    with uncollected():
        schemas = Schemas.read(schemas_folder(root))
        loaded = load(root, schemas, progress, cache=cache, workers=workers, replaced=replaced)
        register = build(loaded, schemas)
        verdicts = Verdicts(cache, schemas) if cache else None
        found = engine.run(register, schemas, day, scopes, progress, verdicts, workers)
        if verdicts:
            verdicts.save()
        located = locate(root, [*loaded.findings, *found], replaced)
        return Examined(register, located, loaded.files, schemas)


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
