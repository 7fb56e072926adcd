"""What data is published, as of which day and on what terms."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from ...model.tables import Tables

# The version of the data's shape; site/pages/data/changes.md tells each. Its first number is in the address.
VERSION = "1.4.0"
FOLDER = f"data/v{VERSION.partition('.')[0]}/"
# To the site's root from FOLDER, and from the folder of institutions in it.
ROOT = "../../"
OWN_ROOT = f"{ROOT}../"


class Publication(NamedTuple):
    """A day, the commit it was read at ("" outside Git), the site's title and address ("" where unknown).

    `licence` is as a data package writes one: name, title and path; empty where none is stated.
    """

    day: dt.date
    commit: str = ""
    title: str = ""
    address: str = ""
    licence: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """What the register is called."""
        return self.title or "登记册"

    @property
    def stamp(self) -> dict[str, str]:
        """What every whole-register download carries."""
        return {"version": VERSION, "as_of": self.day.isoformat(), "commit": self.commit}

    def build_link(self, path: str, root: str = ROOT) -> str:
        """A path from the site's root as an address; where the site's is not known, from `root` on."""
        return f"{self.address or root}{path}"


def make_id_space(tables: Tables) -> uuid.UUID:
    """That in which the register's ids lie: it stays when the site moves."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"registry:{tables.regulations[0].id}")


def build_id(space: uuid.UUID, name: str) -> str:
    """A name within the register as an id for the whole world."""
    return uuid.uuid5(space, name).urn
