"""kinds.py and the enumerations of fields are what schemas/ says; a field is said once, and all follows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from registry.lifecycle.filing import MOVED_BY_ACT
from registry.lifecycle.fold import FOLDED
from registry.model import kinds
from registry.model.generate import GenerateError, fill_enumerations, generate, write_kinds
from registry.records import messages
from registry.records.schemas import Schema, Schemas
from registry.rules.cases import BASE
from registry.settings import HOME
from tests.conftest import REPOSITORY

SCHEMAS = Schemas.read(HOME / "schemas")
FAX = {
    "title": "传真",
    "description": "单位的传真号码。",
    "$ref": "defs.json#/$defs/phone",
    "examples": ["0515-00000001"],
    "x-public": True,
    "x-change": "change",
    "x-article": "27",
}
LIKE = {"type": "object", "properties": {"from": {"type": "number"}}, "x-type": "TwoWords", "required": []}
OTHER = {"type": "object", "properties": {"other": {"type": "string"}}, "x-type": "TwoWords"}


def test_what_is_generated_is_current() -> None:
    files = generate(HOME / "schemas", Path(kinds.__file__))
    old = [file.name for file, text in files.items() if file.read_text("utf-8") != text]
    assert old == [], "run `make kinds`"


def test_every_type_is_immutable_and_knows_its_fields() -> None:
    structs = [value for value in vars(kinds).values() if isinstance(value, type(msgspec.Struct))]
    assert len(structs) > 60
    for struct in structs:
        assert struct.__struct_config__.frozen, struct
        assert struct.__struct_config__.forbid_unknown_fields, struct


def test_examples_of_a_schema_are_valid_and_have_the_type() -> None:
    for name, kind in SCHEMAS.kinds.items():
        data = {field: each["examples"][0] for field, each in SCHEMAS.get_properties(kind.schema)}
        assert messages.explain_errors(SCHEMAS, name, data, "x.yml") == []
        assert msgspec.convert(data, kinds.KINDS[name]).path == ""


def test_what_a_transfer_changes_is_told_apart_by_the_program() -> None:
    fields = SCHEMAS.kinds["institution"].properties.items()
    by_transfer = {name for name, schema in fields if schema.get("x-change") == "transfer"}
    assert by_transfer <= {*MOVED_BY_ACT}
    assert set(kinds.ChangeField).isdisjoint(MOVED_BY_ACT)
    assert {name for name, schema in fields if "x-change" in schema} <= {*FOLDED}


# -- the generator ---------------------------------------------------------------------------------


def small() -> dict[str, Schema]:
    """A kind, an act, a shared definition, and fields that may be reported."""
    place = {"type": "object", "properties": {"from": {"type": "string"}}, "required": []}
    names = {"红": "RED", "绿": "GREEN"}
    colour = {"title": "颜色", "enum": [*names], "x-type": "Colour", "x-names": names}
    properties = {
        "name": {"title": "名称", "type": "string", "x-change": "change"},
        "day": {"type": "string", "format": "date"},
        "places": {"title": "地点", "type": "array", "items": {"$ref": "defs.json#/$defs/two_words"}},
        "size": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "colour": colour,
        "old": {"type": ["string", "null"]},
    }
    field = {
        "description": "项目：name 名称。",
        "enum": ["name"],
        "x-type": "ChangeField",
        "x-fields": ["change"],
    }
    return {
        "defs.json": {"$defs": {"two_words": place}},
        "institution.json": {
            "title": "机构",
            "x-path": "{id}.yml",
            "type": "object",
            "properties": properties,
            "required": ["name", "day", "size"],
        },
        "public-notice.json": {
            "title": "公示",
            "x-path": "{id}/acts/{date}.yml",
            "x-order": 1,
            "type": "object",
            "properties": {"field": field, "whole": {"$ref": "institution.json"}},
            "required": ["field", "whole"],
        },
    }


def test_types_of_a_schema() -> None:
    text = write_kinds(small())
    assert 'class Colour(StrEnum):\n    """颜色 (institution.json/colour)."""\n\n    RED = "红"\n' in text
    assert 'class TwoWords(Part, frozen=True, kw_only=True, rename={"from_": "from"}):' in text
    assert "    from_: str | None = None\n" in text
    assert "class Institution(Record, frozen=True, kw_only=True):" in text
    assert (
        "    name: str\n    day: dt.date\n    places: tuple[TwoWords, ...] = ()\n    size: float | None\n"
        "    colour: Colour | None = None\n    old: Any | None = None\n" in text
    )
    assert "class PublicNotice(Act, frozen=True, kw_only=True):" in text
    assert "    field: ChangeField\n    whole: Institution\n" in text
    assert 'ACTS: dict[str, type[Act]] = {\n    "public-notice": PublicNotice,\n}' in text


def test_two_kinds_of_act_have_no_place_in_common() -> None:
    documents = small()
    notice = documents["public-notice.json"]
    documents["visit.json"] = notice | {"title": "走访", "x-path": "{id}/acts/{date}-visit.yml"}
    with pytest.raises(GenerateError, match=r"visit\.json: x-order is that of public-notice\.json"):
        write_kinds(documents)


def test_a_field_that_is_listed_keeps_its_place_and_a_new_one_comes_last() -> None:
    documents = small()
    properties = documents["institution.json"]["properties"]
    documents["institution.json"]["properties"] = {"fax": FAX, **properties, "day": FAX | {"title": "日子"}}
    listing = documents["public-notice.json"]["properties"]["field"]
    fill_enumerations(documents)
    assert listing["enum"] == ["name", "fax", "day"]
    assert listing["description"] == "项目：name 名称、fax 传真、day 日子。"
    del properties["name"]["x-change"]
    fill_enumerations(documents)
    assert listing["enum"] == ["fax", "day"]


@pytest.mark.parametrize(
    ("file", "place", "value", "message"),
    [
        ("institution", "properties/colour/x-type", None, "institution.json/colour: needs x-type"),
        ("institution", "properties/colour/enum", ["红", "蓝"], "institution.json/colour: x-names must give"),
        ("institution", "properties/colour/x-names/红", "DARK RED", "institution.json/colour: x-names must"),
        ("institution", "properties/name/type", "null", "institution.json/name: Python has no type for null"),
        ("institution", "properties/name/type", None, "institution.json/name: Python has no type"),
        ("institution", "properties/name/x-change", "chnage", "institution.json/name: no x-fields asks for"),
        (
            "institution",
            "properties/places/items/$ref",
            "defs.json#/$defs/x",
            "/places: .* names nothing",
        ),
        ("public-notice", "properties/whole", OTHER, "class TwoWords differs in .*defs.json.*notice"),
        ("public-notice", "properties/whole", LIKE, "class TwoWords differs in .*defs.json.*notice"),
        ("public-notice", "x-order", None, "public-notice.json: an act needs x-order"),
    ],
)
def test_what_a_schema_lacks_is_said_with_its_place(
    tmp_path: Path, file: str, place: str, value: Any, message: str
) -> None:
    documents = small()
    *above, last = place.split("/")
    holder = documents[f"{file}.json"]
    for name in above:
        holder = holder[name]
    holder[last] = value
    if value is None:
        del holder[last]
    for name, document in documents.items():
        (tmp_path / name).write_text(json.dumps(document), "utf-8")
    with pytest.raises(GenerateError, match=message):
        generate(tmp_path, tmp_path / "kinds.py")


@pytest.mark.parametrize(
    ("text", "message"), [("{", "a.json: Expecting"), ("[]", "a.json: is no JSON object")]
)
def test_what_is_no_schema_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises(GenerateError, match=message):
        generate(tmp_path, tmp_path / "kinds.py")


# -- a field and the article that names its change are said once -------------------------------------------


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program and its schemas, in which an institution has one field more."""
    home = tmp_path / "program"
    ignored = shutil.ignore_patterns("__pycache__", "examples")
    shutil.copytree(REPOSITORY / "generator", home / "generator", ignore=ignored)
    shutil.copytree(REPOSITORY / "schemas", home / "schemas")
    (home / "site").mkdir()
    shutil.copy(REPOSITORY / "site/defaults.yml", home / "site")
    file = home / "schemas" / "institution.json"
    institution = json.loads(file.read_text("utf-8"))
    institution["properties"]["fax"] = FAX
    file.write_text(json.dumps(institution, ensure_ascii=False), "utf-8")
    result = run(home, "registry.model.generate", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert {Path(line).name for line in result.stdout.splitlines()} == {
        *("institution.json", "change.json", "regulation.json", "kinds.py")
    }
    return home


def run(home: Path, module: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a module of a copy of the program."""
    path = os.pathsep.join([str(home / "generator"), os.environ["PYTHONPATH"]])
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def faults(home: Path, root: Path) -> list[tuple[str, str, str | None]]:
    """The rules that a check of a register by a copy of the program finds broken, with place and article."""
    result = run(home, "registry", "check", "--no-cache", "--on", "2026-11-23", "--format", "json", cwd=root)
    assert result.returncode in (0, 1), result.stderr
    findings: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    return [(each["rule"], each["pointer"], each["article"]) for each in findings]


def test_a_field_that_is_said_once_is_listed_typed_and_checked(program: Path, tmp_path: Path) -> None:
    root = tmp_path / "register"
    shutil.copytree(BASE, root / "records")
    lawful = faults(program, root)
    dossier = root / "records/institutions/yangqu/base-one"
    with (dossier / "institution.yml").open("a", encoding="utf-8") as file:
        file.write('fax: "0515-00000002"\n')
    (message,) = set(faults(program, root)) - set(lawful)
    assert message == ("institution-equals-its-acts", "/fax", "27")
    (dossier / "acts/2021-03-01-change.yml").write_text(
        'date: 2021-03-01\nchanges:\n  - field: fax\n    before: null\n    after: "0515-00000002"\n'
        "reason: 新装传真。\nreported_on: 2021-03-02\nauthority: city-hrss\noffice: 专业技术人员管理处\n"
        "published_on: 2021-03-05\n",
        "utf-8",
    )
    assert faults(program, root) == lawful
