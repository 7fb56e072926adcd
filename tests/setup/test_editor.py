"""Files for editors: each record has one schema, which takes what the program takes, and can be inserted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import jsonschema_rs

from registry.json_data import JsonValue
from registry.records.schemas import Schemas
from registry.setup.editor import EXTENSIONS, SCHEMAS, SETTINGS, build_mapping, build_schema
from registry.setup.lock import LOCK, WHEELHOUSE
from tests.conftest import SECOND, examined, merge_all, registry


def test_each_record_has_the_schema_of_its_kind_and_no_other(schemas: Schemas) -> None:
    mapping = build_mapping(schemas)
    for file in (SECOND / "records").rglob("*.yml"):
        path = file.relative_to(SECOND).as_posix()
        kind = schemas.find_kind(path.removeprefix("records/"))
        assert kind
        # To fnmatch `*` is also a slash: what it keeps apart, an editor does.
        names = [
            name for name, patterns in mapping.items() if any(fnmatchcase(path, each) for each in patterns)
        ]
        assert names == [f"{SCHEMAS}/{kind[0].name}.json"]


def walk(schema: JsonValue) -> Iterator[dict[str, JsonValue]]:
    if isinstance(schema, dict):
        yield schema
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from walk(each)


def test_a_schema_is_in_one_piece_and_its_examples_can_be_inserted(schemas: Schemas) -> None:
    for kind in schemas.kinds.values():
        for part in walk(build_schema(kind, schemas)):
            assert "$ref" not in part
            examples = part.get("examples", [])
            if isinstance(examples, list):  # not a property of that name
                assert not any(isinstance(each, (list, dict)) for each in examples)
    plan = build_schema(schemas.kinds["plan"], schemas)
    course = plan["properties"]["courses"]["items"]
    assert course["properties"]["title"]["type"] == "string"
    assert course["properties"]["id"]["patternErrorMessage"].startswith("写法不符合要求；改法：")


def test_it_takes_and_refuses_what_the_program_does(schemas: Schemas) -> None:
    for document in merge_all(examined(SECOND).loaded).documents.values():
        schema = build_schema(schemas.kinds[document.kind], schemas)
        assert jsonschema_rs.is_valid(schema, document.data)
        assert not jsonschema_rs.is_valid(schema, {**document.data, "unknown": 1})


def test_the_files_are_written_beside_what_somebody_has_set(tmp_path: Path) -> None:
    shutil.copytree(SECOND, tmp_path, dirs_exist_ok=True)
    (tmp_path / SCHEMAS).mkdir(parents=True)
    (tmp_path / SCHEMAS / "gone.json").touch()
    (tmp_path / SETTINGS).write_text('{"editor.fontSize": 16, "yaml.schemas": {"old.json": "*"}}', "utf-8")
    assert registry("editor", "--root", tmp_path).returncode == 0
    settings = json.loads((tmp_path / SETTINGS).read_text("utf-8"))
    assert settings["editor.fontSize"] == 16
    assert {tmp_path / each for each in settings["yaml.schemas"]} == {*(tmp_path / SCHEMAS).iterdir()}
    assert json.loads((tmp_path / EXTENSIONS).read_text("utf-8"))["recommendations"]
    (tmp_path / SETTINGS).write_text("{ // 说明\n}", "utf-8")
    result = registry("editor", "--root", tmp_path)
    assert (result.returncode, "没有改写" in result.stderr) == (2, True)
    assert (tmp_path / SETTINGS).read_text("utf-8") == "{ // 说明\n}"


def test_a_machine_without_python_gets_what_it_needs_and_nobodys_file_is_replaced(tmp_path: Path) -> None:
    shutil.copytree(SECOND, tmp_path, dirs_exist_ok=True)
    for _ in range(2):
        assert registry("editor", "--root", tmp_path, "--container").returncode == 0
    container = json.loads((tmp_path / ".devcontainer/devcontainer.json").read_text("utf-8"))
    assert (tmp_path / ".devcontainer" / container["build"]["dockerfile"]).samefile(tmp_path / "Dockerfile")
    lines = (tmp_path / "Dockerfile").read_text("utf-8").splitlines()
    (copied,) = (line for line in lines if line.startswith("COPY "))
    ignored = (tmp_path / ".dockerignore").read_text("utf-8").splitlines()
    assert [copied.split()[1], ignored] == [LOCK, ["*", f"!{LOCK}", f"!{WHEELHOUSE}"]]
    (tmp_path / "Dockerfile").write_text("FROM ours\n", "utf-8")
    (tmp_path / SETTINGS).unlink()
    result = registry("editor", "--root", tmp_path, "--container")
    assert (result.returncode, "已经有 Dockerfile，没有改写" in result.stderr) == (2, True)
    assert (tmp_path / "Dockerfile").read_text("utf-8") == "FROM ours\n"
    assert not (tmp_path / SETTINGS).exists()  # nothing is written by half
