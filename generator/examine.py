"""The way from a folder to a checked register, for every command that needs one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from .finding import Finding
from .model.register import Register, build
from .records.load import Progress, load, locate
from .records.schemas import Schemas
from .register_root import schemas_folder
from .rules import engine
from .rules.engine import PLAIN
from .rules.rule import Scope


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
    root: Path, day: dt.date, scopes: frozenset[Scope] = PLAIN, progress: Progress | None = None
) -> Examined:
    """Read, type and check the register at `root`.

    `day` says which regulation is cited and, to rules of scope clock, what is overdue. Raises
    FileNotFoundError where `root` has no records/.
    """
    schemas = Schemas.read(schemas_folder(root))
    loaded = load(root, schemas, progress)
    register = build(loaded, schemas)
    found = engine.run(register, schemas, day, scopes, progress)
    return Examined(register, locate(root, [*loaded.findings, *found]), loaded.files, schemas)
