"""What forms are given of an institution: the same as the commands know."""

from __future__ import annotations

from typing import Any

import pytest

from registry.entry.request import RecordRequest
from registry.entry.scaffold import make_files
from registry.entry.steps.additions import Addition, add_to_text
from registry.entry.web_forms.additions import END
from registry.entry.web_forms.bundle import bundle_kind
from registry.entry.web_forms.dossier_data import DossierData, StaffData
from registry.finding import split_pointer
from registry.json_data import Fields
from registry.publish.assemble.form_data import build_public_data
from registry.publish.public_view import PublicRecords
from registry.records.fast_yaml import read
from tests.conftest import CITY, DAY, examined

BLANK: tuple[Any, ...] = (None, "", {}, [])


def make() -> StaffData:
    checked = examined(CITY)
    return StaffData(checked.register, checked.schemas, DAY, checked.loaded.files.read)


def build(id_: str) -> DossierData:
    return make().build(examined(CITY).register.dossiers[id_])


def without_blanks(value: Any) -> Any:
    """A form as it is read, without what is left to be filled in."""
    if isinstance(value, dict):
        fields = {name: without_blanks(each) for name, each in value.items()}
        return {name: each for name, each in fields.items() if each not in BLANK}
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
    checked = examined(CITY)
    data = build(id_)
    lawful = [each for each in data.next if each.lawful and each.kind != "waiver"]
    assert lawful
    assert all(each.reason for each in data.next if not each.lawful)
    for each in lawful:
        request = RecordRequest(id_, each.kind, DAY)
        (new, *_) = make_files(request, checked.register, checked.schemas, lambda _: False).files
        record, _ = read(new.text.encode())
        values = fill_today(each.values, each.today)
        if each.kind == "application":
            values = {**values, "filing": data.present}  # which is given once
        assert without_blanks(values) == without_blanks(record), each.kind


def test_files_come_with_their_texts_and_with_where_something_may_be_added() -> None:
    checked, data = examined(CITY), build("demo-001")
    for path, text in data.texts.items():
        assert text.encode() == (CITY / data.folder / path).read_bytes()
    places = [each for each in data.additions if each.path == "plans/2027.yml" and each.title == "通过"]
    assert [each.pointer for each in places] == [f"/steps/{END}"]
    bundles: dict[str, Any] = {}
    for each in data.additions:
        if each.kind not in bundles:
            bundles[each.kind] = bundle_kind(checked.schemas, checked.schemas.kinds[each.kind], "")
        schema, later = bundles[each.kind]["schema"], bundles[each.kind]["later"][each.number]
        assert later["title"] == each.title
        defs = schema["$defs"]
        for part in split_pointer(later["schema"]):
            schema = schema[part]
            schema = defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        *above, last = split_pointer(each.pointer)
        at_end, parts = last == END, (*above, *(() if last == END else (last,)))
        raw = data.texts[each.path].encode()
        if each is places[0]:
            step = {**later["values"], "date": "2026-12-01", "authority": "tinghu-hrss"}
            longer = add_to_text(checked.schemas, each.kind, raw, Addition(parts, step, at_end)).raw.decode()
            assert longer == data.texts[each.path] + (
                "  - action: 通过\n    date: 2026-12-01\n    authority: tinghu-hrss\n"
            )


def test_nothing_is_given_twice_nor_what_no_form_asks_for() -> None:
    """Of a plan that passed for a year that is over, and of a summary of years ago, the name alone."""
    data = build("demo-001")
    texts, folder = (
        [each for each in data.texts if each.startswith(("plans", "summaries"))],
        CITY / data.folder,
    )
    assert texts == ["plans/2026.yml", "plans/2027.yml", "summaries/2025.yml"]
    # To a plan that has passed come the documents of its steps, and no step.
    assert {each.title for each in data.additions if each.path == "plans/2026.yml"} == {"报备环节：文书"}
    assert sorted([*data.texts, *data.files]) == sorted(
        each.relative_to(folder).as_posix() for each in folder.rglob("*.yml")
    )
    # What is planned of the years of which a summary is still to come, or may be changed.
    assert [*data.courses] == ["2025", "2026", "2027"]
    plan: Any = read((folder / "plans/2026.yml").read_bytes())[0]
    assert data.courses["2026"] == {each["id"]: each["title"] for each in plan["courses"]}
    content = data.write()
    assert "present" not in content
    for each in data.next:
        assert content["next"][each.kind].keys() == ({"values", "today"} if each.lawful else {"reason"})


def test_tables_and_batches_come_too() -> None:
    path, shared = "records/batches/2026-2.yml", make().build_shared({})
    assert shared["texts"][path].encode() == (CITY / path).read_bytes()
    kind, places = shared["additions"][path]
    batch = bundle_kind(examined(CITY).schemas, examined(CITY).schemas.kinds[kind], "")
    assert {"公布", "名单的公示"} <= {batch["later"][number]["title"] for number, _ in places}


def test_the_public_s_forms_get_public_values_and_passed_plans_only() -> None:
    checked = examined(CITY)
    records = PublicRecords(checked.schemas, checked.register, DAY)
    data, other = (
        build_public_data(checked.register, records, checked.register.dossiers[id_], DAY)
        for id_ in ("demo-001", "demo-025")
    )
    # The plan of 2027 has not passed; those of the years before last are needed for nothing.
    assert data.files == ["plans/2025.yml", "plans/2026.yml"]
    assert [*data.courses] == ["2025", "2026"]
    assert (data.texts, data.additions) == ({}, [])
    assert all(each.lawful and not each.reason for each in data.next)
    assert data.write()["present"] == data.present
    assert "digest" in str(build("demo-025").present)
    assert "digest" not in str(other.present)
