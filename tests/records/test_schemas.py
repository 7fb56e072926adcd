"""The schemas: complete, in Chinese, true to their own examples; and which files hold which kind."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from referencing import Registry, Resource

from registry.model.typed import convert_document
from registry.records import messages
from registry.records.loader import Document, load
from registry.records.messages import SAY
from registry.records.schemas import BASE, LATER, NULLABLE, Schema, Schemas
from registry.records.strict_yaml import parse
from registry.records.values import write_literal
from tests.conftest import EMPTY, REPOSITORY, SECOND, merge_all
from tests.depth import DEPTH

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
CHINESE = re.compile("[\u4e00-\u9fff]")
REGISTRY = jsonschema_rs.Registry([(BASE + name, document) for name, document in SCHEMAS.documents.items()])


def subschemas(schema: Schema, place: str) -> Iterator[tuple[str, Schema]]:
    """A schema and every one inside it, with where it stands."""
    yield place, schema
    for keyword in ("properties", "$defs"):
        for name, below in schema.get(keyword, {}).items():
            yield from subschemas(below, f"{place}/{keyword}/{name}")
    if "items" in schema:
        yield from subschemas(schema["items"], f"{place}/items")
    for i, below in enumerate(schema.get("anyOf", ())):
        yield from subschemas(below, f"{place}/anyOf/{i}")


EVERY = [pair for name, document in SCHEMAS.documents.items() for pair in subschemas(document, name)]
NAMED = [(place, schema) for place, schema in EVERY if place.split("/")[-2:-1] in (["properties"], ["$defs"])]


@pytest.mark.parametrize("name", SCHEMAS.documents)
def test_every_schema_is_a_schema(name: str) -> None:
    jsonschema_rs.meta.validate(SCHEMAS.documents[name])
    assert SCHEMAS.documents[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_property_has_a_title_a_description_and_examples_in_chinese() -> None:
    assert len(NAMED) > 300
    bare = [
        place
        for place, schema in NAMED
        if not all(CHINESE.search(schema.get(keyword, "")) for keyword in ("title", "description"))
        or not schema.get("examples")
    ]
    assert bare == []


def test_every_example_is_valid_where_it_stands() -> None:
    wrong = []
    for place, schema in EVERY:
        name, _, below = place.partition("/")
        reference = f"{BASE}{name}#{'/' * bool(below)}{below}"
        validator = Draft202012Validator({"$ref": reference}, registry=REGISTRY, validate_formats=True)
        wrong += [(place, each) for each in schema.get("examples", ()) if not validator.is_valid(each)]
    assert wrong == []


def test_every_example_that_a_hint_shows_can_be_written_as_shown() -> None:
    scalars = [each for _, schema in EVERY for each in schema.get("examples", ())]
    values = {write_literal(each): each for each in scalars if not isinstance(each, list | dict)}
    for text, value in values.items():
        parsed = parse(f"a: {text}".encode())
        assert (parsed.data, parsed.faults) == ({"a": value}, [])


def test_no_object_takes_unknown_fields_and_required_ones_are_known() -> None:
    objects = [(place, schema) for place, schema in EVERY if schema.get("type") == "object"]
    assert [place for place, schema in objects if schema.get("additionalProperties") is not False] == []
    assert [
        place for place, schema in EVERY if "properties" in schema and schema.get("type") != "object"
    ] == []
    for place, schema in objects:
        names = {*schema.get("required", ()), *schema.get("then", {}).get("required", ())}
        assert names <= schema["properties"].keys(), place


def test_only_keywords_that_have_words_are_used() -> None:
    """A keyword without words of its own would be told by a general message."""
    structure = {"$schema", "$id", "$ref", "$defs", "properties", "items", "anyOf", "if", "then", "else"}
    words = {"title", "description", "examples", "default"}
    keywords = {*SAY, *structure, *words, "required", "additionalProperties"}
    used = {(place, key) for place, schema in EVERY for key in schema if not key.startswith("x-")}
    assert {(place, key) for place, key in used if key not in keywords} == set()


def test_keywords_of_our_own_are_described_used_and_read() -> None:
    described = re.findall(r"^\| `(x-[a-z]+)` \|", (REPOSITORY / "docs/schemas.md").read_text("utf-8"), re.M)
    assert len(described) == len({*described})
    assert {key for _, schema in EVERY for key in schema if key.startswith("x-")} == {*described}
    program = "".join(file.read_text("utf-8") for file in (REPOSITORY / "generator").rglob("*.py"))
    assert [keyword for keyword in described if f'"{keyword}"' not in program] == []


def test_a_synonym_means_one_value_and_is_none_itself() -> None:
    pairs = []
    for place, schema in EVERY:
        synonyms = schema.get("x-synonyms", {})
        assert {*synonyms.values()} <= {*schema.get("enum", ())}, place
        assert not synonyms.keys() & {*schema.get("enum", ())}, place
        pairs += synonyms.items()
    assert len({word for word, _ in pairs}) == len({*pairs})


def test_what_may_come_later_can_be_absent_or_grow() -> None:
    objects = [(place, schema) for place, schema in EVERY if schema.get("type") == "object"]
    for place, schema in objects:
        for name, below in SCHEMAS.get_properties(schema):
            later = below.get("x-later")
            assert later in (None, *LATER), f"{place}/{name}"
            is_required = name in schema.get("required", ())
            assert later != "fill" or not is_required or below.get(NULLABLE), f"{place}/{name}"
            assert not (is_required and "x-open" in below), f"{place}/{name}"
            assert later != "append" or below["type"] == "array", f"{place}/{name}"


def test_references_name_real_kinds() -> None:
    tables = {"area", "system"}
    references = {schema["x-ref"] for _, schema in EVERY if "x-ref" in schema}
    acts = {schema["x-act"] for _, schema in EVERY if "x-act" in schema}
    assert references - tables - {"act"} <= SCHEMAS.kinds.keys()
    assert {f"{table}s" for table in references & tables} <= SCHEMAS.kinds.keys()
    assert acts <= {name for name, kind in SCHEMAS.kinds.items() if kind.is_act}


# -- kinds by path ---------------------------------------------------------------------------------

PARTS = {
    "area": "tinghu",
    "id": "demo-001",
    "date": "2024-03-15",
    "year": "2024",
    "number": "2",
    "nn": "03",
    "rule": "min-hours",
}


def filled(path: str, **other: str) -> str:
    """An x-path with its parts filled in; what is optional stays out but where `nn` is given."""
    optional = r"\1" if "nn" in other else ""
    return re.sub(r"\[(.*?)\]", optional, path).format(**PARTS | other)


@pytest.mark.parametrize("name", SCHEMAS.kinds)
def test_a_kind_is_known_by_its_path(name: str) -> None:
    path = SCHEMAS.kinds[name].path
    for other in ({}, {"nn": "02"}) if "[-{nn}]" in path else ({},):
        placed = SCHEMAS.find_kind(filled(path, **other))
        assert placed
        there = path if other else path.replace("[-{nn}]", "")
        parts = {part: value for part, value in (PARTS | other).items() if f"{{{part}}}" in there}
        assert (placed[0].name, placed[1]) == (name, parts)


# What a near miss has in the place of what is right.
NEAR = """.yml→.yaml .yml→xyml .yml→-.yml s→S tinghu→亭湖 demo-001→demo--001 demo-001→demo_001 2024→24
2024→２０２４ -03-15-→-3-15- -03-15-→-03-15_ -2.yml→-02.yml acts/→act/ plans/→plans/x/ waivers/→"""


@pytest.mark.parametrize("name", SCHEMAS.kinds)
def test_a_path_that_is_nearly_right_is_no_place(name: str) -> None:
    path = filled(SCHEMAS.kinds[name].path)
    changes = [pair.partition("→") for pair in NEAR.split()]
    near = {path.replace(right, wrong) for right, _, wrong in changes} - {path}
    near |= {f"x/{path}", f"{path}\n", path.upper()}
    assert len(near) >= 6
    assert [each for each in near if SCHEMAS.find_kind(each)] == []


def test_an_act_of_an_unknown_kind_has_no_place() -> None:
    assert SCHEMAS.find_kind("institutions/tinghu/demo-001/acts/2024-03-15-applications.yml") is None
    assert SCHEMAS.find_kind("institutions/tinghu/demo-001/acts/2024-03-15-bar-2.yml") is None


# -- valid or not ----------------------------------------------------------------------------------

RECORDS = [
    document
    for root in (EMPTY, SECOND)
    for _, document in sorted(merge_all(load(root, SCHEMAS)).documents.items())
    if len(str(document.data)) < 4000
]
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 80.0, 10**14, [], {}, [1, 1], ["", ""], {"x": 1}),
    *("", "x", "x\n", "甲 ", "\u3000", "1" * 200, "a@", "https://中文", "盐人社发[2024]1号", "no"),
    *("2024-02-30", "0000-01-01", "9999-12-31"),
)


def places(value: Any) -> Iterator[tuple[Any, str | int]]:
    """Every place in a record, as the thing that holds it and the key there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    for key, below in list(inside):
        yield value, key
        yield from places(below)


@st.composite
def mutated(draw: st.DrawFn) -> Document:
    """A valid record in which a few values are replaced, removed, renamed or added."""
    document: Document = draw(st.sampled_from(RECORDS))
    data = document.data
    for _ in range(draw(st.integers(1, 3))):
        if not (pointers := list(places(data))):
            break
        holder, key = draw(st.sampled_from(pointers))
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                holder[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case "remove":
                del holder[key]
            case _ if isinstance(holder, dict):
                holder[f"{key}x"] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case _:
                holder.append(copy.deepcopy(draw(st.sampled_from(ODD))))
    return document.replace_data(data)


WORDY: Registry[Any] = Registry().with_resources(
    (f"http://x/{name}", Resource.from_contents({**document, "$id": f"http://x/{name}"}))
    for name, document in SCHEMAS.documents.items()
)


@settings(max_examples=200 * DEPTH, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_a_record_is_valid_or_its_faults_are_told(document: Document) -> None:
    kind, data = document.kind, document.data
    findings = messages.explain_errors(SCHEMAS, kind, data, document.path)
    assert bool(findings) != SCHEMAS.is_valid(kind, data)
    assert len({(each.pointer, each.message) for each in findings}) == len(findings)
    for each in findings:
        assert CHINESE.search(each.message)
        assert not re.search("不符合格式|None|True|False|\n", each.message)
    if not findings:
        assert convert_document(document)
    # Another implementation lets a few texts through, and refuses nothing that ours accepts.
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    other = jsonschema.Draft202012Validator(
        {"$ref": f"http://x/{kind}.json"}, registry=WORDY, format_checker=checker
    )
    theirs = ["/".join(map(str, error.absolute_path)) for error in other.iter_errors(data)]
    assert bool(findings) >= bool(theirs)
    for place in theirs:
        assert any(f"{each.pointer}/".startswith(f"/{place}/".replace("//", "/")) for each in findings), place
