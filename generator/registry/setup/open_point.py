"""What the doctor's examinations take, a register with all around it, and give: open points."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from ..json_data import Fields, JsonValue
from ..rules.checking import Examined
from ..settings import get_extra, is_source


class SetUp(NamedTuple):
    """A register with all around it: its folder, a day, its settings over the program's, its records.

    `unreadable` says why the settings cannot be read; then there are none. Where the records are not `whole`,
    as in a sparse checkout, what they lack says nothing.
    """

    root: Path
    day: dt.date
    settings: Fields
    unreadable: str
    examined: Examined
    whole: bool = True

    @property
    def is_source(self) -> bool:
        """Whether the register lies in a checkout of the program."""
        return is_source(self.root)

    def get_extra(self, *keys: str) -> JsonValue:
        """What the settings say below `extra`; None where they do not."""
        return get_extra(self.settings, *keys)


class OpenPoint(NamedTuple):
    """What was found, what the public or the staff would see of it, and the line or command that mends it."""

    found: str
    cost: str
    mend: str
