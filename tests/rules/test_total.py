"""No rule fails on any dossier, however odd; every finding names a record, a place in it, and a mend."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import chain

import msgspec
from hypothesis import HealthCheck, given, settings

from registry.finding import build_pointer
from registry.model.dossier import Dossier
from registry.records.schemas import Schemas
from registry.rules import engine
from registry.rules.engine import PLAIN, CheckOptions
from registry.rules.rule import Scope
from registry.settings import HOME
from tests.depth import DEPTH
from tests.lifecycle.building import register_of
from tests.lifecycle.strategies import DAYS, dossiers

SCHEMAS = Schemas.read(HOME / "schemas")
EVERY_SCOPE: frozenset[Scope] = PLAIN | {"clock"}


def places(value: object, *parts: str | int) -> set[str]:
    """Every place in a record, as JSON Pointers; what is absent has one too."""
    pointers = {build_pointer(*parts)}
    if isinstance(value, msgspec.Struct):
        names = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
        value = {name: getattr(value, attribute) for name, attribute in names}
    if isinstance(value, dict):
        for name, below in value.items():
            pointers |= places(below, *parts, name)
    elif isinstance(value, list | tuple):
        for i, below in enumerate(value):
            pointers |= places(below, *parts, i)
    return pointers


@settings(max_examples=30 * DEPTH, deadline=None, suppress_health_check=list(HealthCheck))
@given(dossiers(), DAYS)
def test_rules_are_total(dossier: Dossier, day: dt.date) -> None:
    register = register_of(dossier)
    shared = engine.judge_shared(register, SCHEMAS, day, CheckOptions(EVERY_SCOPE))
    own = engine.judge_folders(register, SCHEMAS, day, EVERY_SCOPE, register.folders)
    tables = {each.path: each for each in dossier.tables.regulations}
    places_of = cache(lambda path: places(tables.get(path) or register.by_path[path]))
    for fault in chain(shared, *own):  # of an act of the year 1 some 8,000 years are overdue
        assert fault.pointer in places_of(fault.path), fault
        assert fault.message
        assert fault.hint
        assert "None" not in fault.message + fault.hint
