"""What forms are given of an institution: the same as the commands know."""

from __future__ import annotations

from typing import Any

import pytest

from registry.entry.request import RecordRequest
from registry.entry.scaffold import make_files
from registry.entry.steps.additions import Addition, add_to_text
from registry.entry.web_forms.bundle import bundle_kind
from registry.entry.web_forms.dossier_data import END, DossierData, build_shared_data, build_staff_data
from registry.finding import split_pointer
from registry.json_data import Fields
from registry.publish.assemble.form_data import build_public_data
from registry.publish.public_view import PublicRecords
from registry.records.fast_yaml import read
from tests.conftest import CITY, DAY, examined

BLANK: tuple[Any, ...] = (None, "", {}, [])


def build(id_: str) -> DossierData:
    found = examined(CITY)
    return build_staff_data(found, found.register.dossiers[id_], DAY)


def without_blanks(value: Any) -> Any:
    """A form as it is read, without what is left to be filled in."""
    if isinstance(value, dict):
        found = {name: without_blanks(each) for name, each in value.items()}
        return {name: each for name, each in found.items() if each not in BLANK}
    if isinstance(value, list):
        return [each for each in map(without_blanks, value) if each not in BLANK]
    return value


def fill_today(values: Fields, today: list[str]) -> Fields:
    """The values with the day of today where a form fills it in."""
    for pointer in today:
        *above, name = split_pointer(pointer)
        at: Any = values
        for part in above:
            at = at[part]
        at[name] = DAY.isoformat()
    return values


@pytest.mark.parametrize("id_", ["demo-001", "demo-007", "demo-046", "demo-047"])
def test_the_next_records_are_filled_in_as_registry_new_fills_them(id_: str) -> None:
    found = examined(CITY)
    data = build(id_)
    lawful = [each for each in data.next if each.lawful and each.kind != "waiver"]
    assert lawful
    assert all(each.reason for each in data.next if not each.lawful)
    for each in lawful:
        asked = RecordRequest(id_, each.kind, DAY)
        (new, *_) = make_files(asked, found.register, found.schemas, lambda _: False).files
        assert new.path == f"{data.folder}/{each.path}".replace("{date}", DAY.isoformat())
        written, _ = read(new.text.encode())
        assert without_blanks(fill_today(each.values, each.today)) == without_blanks(written), each.kind


def test_records_come_with_their_texts_and_with_where_something_may_be_added() -> None:
    found, data = examined(CITY), build("demo-001")
    assert data.texts.keys() == data.records.keys()
    for path, text in data.texts.items():
        assert text.encode() == (CITY / data.folder / path).read_bytes()
    places = [each for each in data.additions if each.path == "plans/2027.yml" and each.title == "通过"]
    assert [(each.pointer, each.schema, each.values) for each in places] == [
        (f"/steps/{END}", "/properties/steps/items", {"action": "通过"})
    ]
    for each in data.additions:
        kind = found.schemas.kinds[each.kind]
        schema: Any = bundle_kind(found.schemas, kind, "")["schema"]
        defs = schema["$defs"]
        for part in split_pointer(each.schema):
            schema = schema[part]
            schema = defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        *above, last = split_pointer(each.pointer)
        at_end, parts = last == END, (*above, *(() if last == END else (last,)))
        raw = data.texts[each.path].encode()
        if each is places[0]:
            step = {**each.values, "date": "2026-12-01", "authority": "tinghu-hrss"}
            longer = add_to_text(found.schemas, each.kind, raw, Addition(parts, step, at_end)).raw.decode()
            assert longer == data.texts[each.path] + (
                "  - action: 通过\n    date: 2026-12-01\n    authority: tinghu-hrss\n"
            )


def test_tables_and_batches_come_too() -> None:
    shared = build_shared_data(examined(CITY))
    assert "records/batches/2026-2.yml" in shared["records"]
    titles = {each["title"] for each in shared["additions"] if each["path"] == "records/batches/2026-2.yml"}
    assert {"公布", "名单的公示"} <= titles


def test_the_public_s_forms_get_public_values_and_passed_plans_only() -> None:
    found = examined(CITY)
    records = PublicRecords(found.schemas, found.register, DAY)
    data, other = (
        build_public_data(found.register, records, found.register.dossiers[id_], DAY)
        for id_ in ("demo-001", "demo-025")
    )
    # The plan of 2027 has not passed; those of the years before last are needed for nothing.
    assert [*data.records] == ["plans/2025.yml", "plans/2026.yml"]
    assert (data.texts, data.additions) == ({}, [])
    assert all(each.lawful and not each.reason for each in data.next)
    application = next(each for each in data.next if each.kind == "application")
    assert application.values["filing"] == data.present
    assert "digest" in str(build("demo-025").present)
    assert "digest" not in str(other.present)
