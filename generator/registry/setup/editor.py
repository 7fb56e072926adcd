"""Files for editors: which schema is for which records, as the usual YAML language server reads it.

The schemas are written for it in whole: it does not look behind a `$ref` when it completes a record, and an
example that is a list or an object it would insert as [object Object]; in its place it makes a form of what
must be filled in.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..json_data import Fields, JsonValue
from ..records.record_path import RECORDS
from ..records.schemas import Kind, Schemas
from ..refusal import Refusal
from ..whole_file import replace_files

FOLDER = ".vscode"
SCHEMAS = f"{FOLDER}/registry"
SETTINGS = f"{FOLDER}/settings.json"
EXTENSIONS = f"{FOLDER}/extensions.json"
CONTAINER = Path(__file__).with_name("container")
# What a machine without Python needs, by its path in the register.
CONTAINER_FILES = {
    "Dockerfile": "Dockerfile",
    ".dockerignore": "dockerignore",
    ".devcontainer/devcontainer.json": "devcontainer.json",
}
MARK = "由 registry editor 写出"
# How a part of an x-path is written where files are named by a pattern.
DIGIT = "[0-9]"
PARTS = {"date": "-".join((DIGIT * 4, DIGIT * 2, DIGIT * 2)), "year": DIGIT * 4, "nn": DIGIT * 2}
OURS: Fields = {
    "yaml.schemaStore.enable": False,  # asks another host
    "yaml.format.enable": False,
    "yaml.completion": True,
    "yaml.hover": True,
    "yaml.validate": True,
}


def has_editor_files(root: Path) -> bool:
    """Whether the register at `root` has files for editors."""
    return (root / SCHEMAS).is_dir()


def write_editor_files(root: Path, schemas: Schemas, *, container: bool = False) -> list[str]:
    """Write the files for editors, with `container` also what runs the program where there is no Python.

    Returned are their paths. What somebody else has set in the settings stays. Raises OSError, and Refusal
    before anything is written.
    """
    containing = _read_container_files(root) if container else {}
    settings = {**_read_settings(root / SETTINGS), **OURS, "yaml.schemas": build_mapping(schemas)}
    texts = {f"{SCHEMAS}/{kind.name}.json": build_schema(kind, schemas) for kind in schemas.kinds.values()}
    texts[SETTINGS] = settings
    # Once there it is the register's: a list of other recommendations is not ours to change.
    if not (root / EXTENSIONS).exists():
        texts[EXTENSIONS] = {"recommendations": ["redhat.vscode-yaml"]}
    raw = {
        path: f"{json.dumps(settings, ensure_ascii=False, indent=2)}\n".encode()
        for path, settings in texts.items()
    }
    replace_files({root / path: content for path, content in {**raw, **containing}.items()})
    for file in (root / SCHEMAS).glob("*.json"):  # of kinds that there are no more
        if f"{SCHEMAS}/{file.name}" not in texts:
            file.unlink()
    return [SETTINGS, f"{SCHEMAS}/", *containing]


def _read_container_files(root: Path) -> dict[str, bytes]:
    """What runs the program where there is no Python, by path. Raises Refusal: nobody's file is replaced."""
    texts = {path: (CONTAINER / name).read_bytes() for path, name in CONTAINER_FILES.items()}
    other = [path for path in texts if (root / path).exists() and (root / path).read_bytes() != texts[path]]
    if other:
        raise Refusal(f"已经有 {'、'.join(other)}，没有改写；先移走，或者删去")
    return texts


def _read_settings(file: Path) -> Fields:
    """The settings that are there. Raises Refusal where they cannot be added to."""
    if not file.exists():
        return {}
    try:
        settings = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise Refusal(
            f"{file} 中有注释，或者不是正确的 JSON，没有改写；先移走，运行后再把其中的设置添回去"
        ) from error
    if not isinstance(settings, dict):
        raise Refusal(f"{file} 应是一个 JSON 对象（花括号），没有改写")
    return settings


def build_mapping(schemas: Schemas) -> dict[str, list[str]]:
    """Which files each schema is for, by the pattern of their paths."""
    return {f"{SCHEMAS}/{kind.name}.json": build_patterns(kind.path) for kind in schemas.kinds.values()}


def build_patterns(path: str) -> list[str]:
    """The patterns of the files of an x-path: with what may be absent in it, and without."""
    # The patterns of editors know no optional part.
    both = (re.sub(r"\[-(.*)\]", "", path), re.sub(r"\[(-.*)\]", r"\1", path))
    patterns = (re.sub(r"\{(\w+)\}", lambda part: PARTS.get(part[1], "*"), each) for each in both)
    return [f"{RECORDS}/{each}" for each in dict.fromkeys(patterns)]


def build_schema(kind: Kind, schemas: Schemas) -> Fields:
    """The schema of a kind as an editor needs it: in one piece, with what it can insert."""
    whole = _write_whole(kind.schema, schemas)
    assert isinstance(whole, dict)
    return {"$comment": MARK, **{name: whole[name] for name in whole if name not in ("$id", "$defs")}}


def _write_whole(schema: JsonValue, schemas: Schemas) -> JsonValue:
    """A schema with what it refers to in its place, and without what only the program reads."""
    if isinstance(schema, list):
        return [_write_whole(each, schemas) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        target = schemas.get_target(schema["$ref"])
        return _write_whole({**target, **{name: schema[name] for name in schema if name != "$ref"}}, schemas)
    whole: Fields = {}
    for name, below in schema.items():
        if name == "properties":
            whole[name] = {each: _write_whole(inner, schemas) for each, inner in below.items()}
        elif name == "examples":
            if plain := [each for each in below if not isinstance(each, (list, dict))]:
                whole[name] = plain
        elif name == "x-hint":
            whole["patternErrorMessage"] = f"写法不符合要求；改法：{below}"
        elif not name.startswith("x-"):
            whole[name] = _write_whole(below, schemas)
    return whole
