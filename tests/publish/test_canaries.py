"""What is not public is in no byte of the public site, and all of it is in the staff's."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.display import ISO_DATE
from registry.json_data import JsonValue
from registry.records.fast_yaml import read
from registry.records.schemas import Schemas
from registry.settings import HOME
from tests.canaries import HIDDEN_ACT, HIDDEN_COURSE, UNLISTED, WORD, list_hidden

# Lists of words and of paths, in which no text of ours can stand.
UNTEXTED = {"regulation/attached_forms", "repair/rows"}


def list_contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What all files below a folder hold, those that are packed unpacked."""
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        path, content = file.relative_to(folder).as_posix(), file.read_bytes()
        yield path, gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((f"{path}/{name}", archive.read(name)) for name in archive.namelist())


@pytest.fixture(scope="module")
def public(forge_site: Path) -> dict[str, bytes]:
    return dict(list_contents(forge_site))


@pytest.fixture(scope="module")
def staff(staff_site: Path) -> bytes:
    return b"\n".join(content for _, content in list_contents(staff_site))


@pytest.fixture(scope="module")
def canaries(forge_site: Path) -> dict[str, list[str]]:
    planted: dict[str, list[str]] = json.loads((forge_site.parent / "canaries.json").read_text("utf-8"))
    return planted


def list_texts(value: JsonValue) -> Iterator[str]:
    """The texts in a value."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from list_texts(each)


@pytest.fixture(scope="module")
def own_words(forge_site: Path) -> set[str]:
    """What only the records of the institution that was never listed say."""
    files = [*(forge_site.parent / "records").rglob("*.yml")]
    own = [each for each in files if UNLISTED in each.parts]
    others = b"".join(
        each.read_bytes() for each in [*(HOME / "schemas").glob("*.json"), *files] if each not in own
    )
    words = {text for each in own for text in list_texts(read(each.read_bytes())[0])}
    texts = {each for each in words if len(each) > 3 and not ISO_DATE.fullmatch(each)}
    return {UNLISTED, *(each for each in texts if each.encode() not in others)}


def test_no_file_of_the_public_site_has_a_canary(
    public: dict[str, bytes], canaries: dict[str, list[str]], own_words: set[str]
) -> None:
    assert len(own_words) > 10
    words = [
        each.encode()
        for each in (*canaries, HIDDEN_ACT, *own_words)
        if WORD not in each or each == HIDDEN_ACT
    ]
    for path, content in public.items():
        # What all planted texts begin with, looked for once: to look for each takes seconds.
        rest = content.replace(HIDDEN_COURSE.encode(), b"")
        assert WORD.encode() not in rest, path
        assert WORD.encode("unicode_escape") not in rest, path
        assert [each.decode() for each in words if each in content] == [], path


def test_a_plan_that_has_not_passed_is_in_no_form_of_the_public(public: dict[str, bytes]) -> None:
    forms = {path: content for path, content in public.items() if path.startswith("forms/")}
    assert "forms/data/institutions/yx-a7.js" in forms
    assert [path for path, content in forms.items() if HIDDEN_COURSE.encode() in content] == []


def test_staff_see_all_of_it(
    forge_site: Path, staff_site: Path, staff: bytes, canaries: dict[str, list[str]], own_words: set[str]
) -> None:
    """But for what stands in files to which nothing more comes: those are named alone."""
    closed = b""
    for file in (staff_site / "forms/data/institutions").iterdir():
        data = json.loads(file.read_bytes().partition(b" = ")[2].rstrip(b";\n"))
        closed += b"".join((forge_site.parent / data["folder"] / each).read_bytes() for each in data["files"])
    words = {*canaries, HIDDEN_ACT, HIDDEN_COURSE, *own_words}
    assert [each for each in words if each.encode() not in staff + closed] == []
    missing = [place for each in canaries if each.encode() not in staff for place in canaries[each]]
    assert {each.partition("/")[0] for each in missing} <= {"plan", "amendment", "summary"}


def test_each_place_that_is_not_public_has_a_canary(canaries: dict[str, list[str]]) -> None:
    schemas = Schemas.read(HOME / "schemas")
    kinds = {name: list_hidden(schemas, kind.schema) for name, kind in schemas.kinds.items()}
    hidden = {f"{name}/{place}" for name, places in kinds.items() for place in places}
    planted = {place for places in canaries.values() for place in places}
    assert {"plan/courses/*/remarks", "summary/runs/*/remarks", "institution/remarks"} < planted
    # What the second city has no record of; test_public_view.py has a secret in each kind.
    assert {each.rpartition("/")[2] for each in hidden - planted - UNTEXTED} <= {"remarks"}
