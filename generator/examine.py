"""The way from a folder to a checked register, for every command that needs one."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .finding import Finding
from .model.register import Register, build, outlines
from .records.cache import keep_out_of_git
from .records.files import Files
from .records.load import Progress, load, locate
from .records.schemas import Schemas
from .register_root import schemas_folder
from .rules import engine
from .rules.engine import PLAIN
from .rules.rule import Scope
from .rules.verdicts import verdicts
from .workers import HERE, Workers


class Examined(NamedTuple):
    """A register, what was found in it (located, sorted), the schemas used, the files it was read from."""

    register: Register
    findings: list[Finding]
    schemas: Schemas
    files: Files

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
    files: Files | None = None,
) -> Examined:
    """Read, type and check the register at `root`; of its files as they are, or as `files` tells.

    `day` says which regulation is cited and, to rules of scope clock, what is overdue. What is known of
    files by their content is kept in the folder `cache`; `workers` check the files and run the rules.
    Neither changes what is found. Raises FileNotFoundError where `root` has no records/.
    """
    if cache:
        keep_out_of_git(cache)
    with uncollected():
        schemas = Schemas.read(schemas_folder(root))
        loaded = load(root, schemas, progress, cache=cache, workers=workers, files=files)
        outlined, judged = (outlines(cache, schemas), verdicts(cache, schemas)) if cache else (None, None)
        register = build(loaded, schemas, outlines=outlined)
        found = engine.run(register, schemas, day, scopes, progress, judged, workers)
        if outlined and judged:
            outlined.save(all_known=files is not None)
            judged.save(all_known=files is not None)
        located = locate(loaded.files, [*loaded.misplaced, *register.form, *found])
        return Examined(register, located, schemas, loaded.files)


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
