"""What is not known of an institution that stands on an older list: told as such, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.kinds import Institution
from ..records.schemas import Schemas

UNSTATED = "未载明"


def list_unstated(schemas: Schemas, data: Mapping[str, object], institution: Institution) -> dict[str, str]:
    """What every application states and the data of an institution does not: titles by name.

    A name that its record states, and that is no longer shown, is not among them.
    """
    missing = [name for name in schemas.list_filed() if name not in data and not getattr(institution, name)]
    if not missing:
        return {}
    properties = schemas.kinds["institution"].properties
    return {name: properties[name]["title"] for name in missing if properties[name].get("x-public")}
