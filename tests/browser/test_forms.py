"""The web forms: every field of a schema, records as the check wants them, from a disk and on a phone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from registry.entry.canonical import write_canonical
from registry.publish.pages.web_forms import list_form_kinds
from registry.records.record_path import RECORDS
from registry.records.schemas import Schema, Schemas
from registry.records.strict_yaml import parse
from tests.conftest import CITY, REPOSITORY, registry

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
KINDS = [each.name for each in list_form_kinds(SCHEMAS.kinds.values())]
FILL = (Path(__file__).parent / "fill.js").read_text("utf-8")
# A row of every list, and of a change one field, so that all fields there are stand in the page.
UNFOLD = """() => {
    const empty = () => [...document.querySelectorAll(".list")].filter((each) => !each.querySelector(".row"));
    for (let all; (all = empty()).length; ) {
        all.forEach((each) => each.querySelector(":scope > .rows__controls .button--add").click());
    }
    return [...document.querySelectorAll("[data-schemapath]")].map((each) => each.dataset.schemapath);
}"""
RESULT = """() => {
    document.querySelector(".button--main").click();
    const texts = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent);
    return { faults: texts(".verdict__fault"), file: texts(".file code"), text: texts(".preview code")[0] };
}"""


@pytest.fixture(scope="module")
def disk(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms as somebody keeps them on a disk, without what is known of an institution."""
    folder = tmp_path_factory.mktemp("disk")
    shutil.copytree(site / "forms", folder / "forms", ignore=shutil.ignore_patterns("institutions"))
    shutil.copytree(site / "assets/forms", folder / "assets/forms")
    return folder


def open_form(page: Page, folder: Path, kind: str, id_: str = "") -> None:
    """Open a form by a double click, for an institution."""
    address = (folder / f"forms/{kind}/index.html").as_uri() + (f"?id={id_}" if id_ else "")
    page.goto(address, wait_until="commit")
    page.wait_for_selector("body[data-ready]", state="attached")


def list_paths(schema: Schema, place: str) -> Iterator[str]:
    """The paths of all fields below a place, with 0 for the first of a list's groups."""
    for name, below in SCHEMAS.get_properties(schema):
        here = f"{place}.{name}"
        yield here
        items = SCHEMAS.resolve(below.get("items", {}))
        if "properties" in items:
            yield f"{here}.0"
            yield from list_paths(items, f"{here}.0")
        elif "properties" in below:
            yield from list_paths(below, here)


@pytest.fixture(scope="module")
def city_records() -> dict[str, tuple[str, Any]]:
    """A record of each kind in the tests' city: its path and what it holds."""
    found: dict[str, tuple[str, Any]] = {}
    for file in sorted((CITY / RECORDS).rglob("*.yml")):
        path = file.relative_to(CITY / RECORDS).as_posix()
        matched = SCHEMAS.find_kind(path)
        is_second = matched and "nn" in matched[1] and "[" in matched[0].path
        if matched and matched[0].name not in found and not is_second:
            found[matched[0].name] = path, parse(file.read_bytes()).data
    return found


def test_a_record_of_every_kind_comes_out_of_its_form_as_the_check_wants_it(
    page: Page, disk: Path, city_records: dict[str, tuple[str, Any]], tmp_path: Path
) -> None:
    """Every field of the schema is there; a record of the city, filled in anew, is what it was."""
    shutil.copytree(CITY, tmp_path / "city")
    for kind in KINDS:
        path, data = city_records[kind]
        id_ = path.split("/")[2] if path.startswith("institutions/") and kind != "application" else ""
        open_form(page, disk, kind, id_)
        page.evaluate(FILL, [data, kind])
        made = page.evaluate(RESULT)
        assert made["faults"] == [], kind
        name, folder = made["file"]
        assert f"{folder}/{name}" == f"{RECORDS}/{path}"
        assert parse(made["text"].encode()).data == data, kind
        assert write_canonical(SCHEMAS, kind, made["text"]) == made["text"], kind
        (tmp_path / "city" / RECORDS / path).write_text(made["text"], "utf-8")
        assert {*page.evaluate(UNFOLD)} >= {"root", *list_paths(SCHEMAS.kinds[kind].schema, "root")}, kind
    done = registry("check", "--root", tmp_path / "city", "--format", "json")
    assert done.returncode == 0, [each for each in json.loads(done.stdout) if each["severity"] == "error"]


PASTED = """\
2026年度培训计划
课程名称\t课程类别\t专业领域\t服务形式\t培训方式\t培训对象\t人数\t学时\t拟开班时间\t地点\t师资\t颜色
护理班\t专业课\t护理\t委托培训\t线下\t护士\t８０人\t16学时\t3月上旬、9月\t"本部
二号教室"\t本单位教师\t红
公需班\t公需科目\t公需\t讲座\t面授\t全体\t约200\t24\t5月\t本部\t同上\t
合计\t\t\t\t\t\t280
"""


def test_a_table_is_shown_before_its_rows_are_taken(page: Page, disk: Path) -> None:
    open_form(page, disk, "plan")
    page.locator('[data-schemapath="root.year"] .control').fill("2026")
    place = page.locator('[data-schemapath="root.courses"] > .fold')
    place.locator("summary").click()
    place.locator("textarea").fill(PASTED)
    place.get_by_role("button", name="先看读出的内容").click()
    shown = place.locator(".pasted")
    told = shown.inner_text()
    assert "护理班\t专业\t护理\t委托培训班\t面授\t护士\t80\t16\t0\t3、9\t本部二号教室" in told
    assert "第 4 行第 4 列：“服务形式”：没有“讲座”这一项" in told
    assert "第 12 列“颜色”：这里没有这一栏" in told
    assert "第 5 行：合计 280" in told
    rows = page.locator('[data-schemapath="root.courses"] > .rows > .row')
    assert rows.count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.get_by_role("button", name="放进这 2 行").click()
    assert rows.count() == 2
    assert page.locator('[data-schemapath="root.courses.1.id"] .control').input_value() == "c02"
    place.locator("textarea").fill("护理班\t专业")
    place.get_by_role("button", name="先看读出的内容").click()
    assert "没有认出表头" in shown.inner_text()
