"""Legal representatives of former terms, and of institutions that have ended, leave every published file."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest

from registry.publish.persons import UNNAMED_PERSON, UnnamedPersons
from tests.conftest import SECOND, configure, registry
from tests.publish.test_undone import texts

INSTITUTIONS = Path("records/institutions")
CHANGED, LEFT = INSTITUTIONS / "linzhou/yx-d2", INSTITUTIONS / "yanze/yx-k6"
# The second city names them for two years: both turn on this day, so it is the last on which they are named.
TURN, LAST = "2026-04-20", "2028-04-20"
FORMER, MISSPELT, OF_THE_LEFT, EXPIRED = "金丝雀甲", "金丝雀误", "金丝雀癸", "金丝雀乙"
STANDING = "金丝雀戊"
# In whose file which name stands in the place of which.
NAMES = {
    "linzhou/yx-d2": {"演示丁": FORMER, "演示戊": STANDING},
    "yanze/yx-k6": {"演示癸": OF_THE_LEFT},
    "linzhou/yx-b3": {"演示乙": EXPIRED},
    "ymz-city/yx-a7": {"演示甲": FORMER},  # who left the one represents another
}
FURTHER = {
    CHANGED / f"acts/{TURN}-correction.yml": f"authority: ymz-rsj\nfile: acts/2024-03-22-application.yml\n"
    f"pointer: /filing/legal_representative\nold: {MISSPELT}\nnew: {FORMER}\n"
    f"reason: {MISSPELT}写错了，应为{FORMER}。",
    CHANGED / f"acts/{TURN}-inspection.yml": "authority: linzhou-rsj\nform: 现场检查\nheads:\n"
    f"  - head: 管理制度执行\n    finding: 符合\n    text: {FORMER}交接了工作。\n"
    f"conclusion: 新任{STANDING}接手。",
}


class BuiltSite(NamedTuple):
    """The texts of a site by path, and its folder."""

    texts: dict[str, str]
    site: Path

    def find(self, word: str) -> list[str]:
        return [path for path, text in self.texts.items() if word in text]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second city with marked names wherever a name may stand, and in texts beside."""
    root = tmp_path_factory.mktemp("persons")
    shutil.copytree(SECOND / "records", root / "records")
    configure(root)
    for folder, names in NAMES.items():
        for file in (root / INSTITUTIONS / folder).rglob("*.yml"):
            text = file.read_text("utf-8")
            for old, new in names.items():
                text = text.replace(f"legal_representative: {old}", f"legal_representative: {new}")
                text = text.replace(f"before: {old}", f"before: {new}").replace(
                    f"after: {old}", f"after: {new}"
                )
            file.write_text(text, "utf-8")
    wrong = root / CHANGED / "acts/2024-03-22-application.yml"
    wrong.write_text(wrong.read_text("utf-8").replace(FORMER, MISSPELT), "utf-8")
    change = root / CHANGED / f"acts/{TURN}-change.yml"
    change.write_text(
        change.read_text("utf-8").replace("股东决定变更", f"{FORMER}辞职，{STANDING}接任"), "utf-8"
    )
    (record,) = (root / LEFT / "acts").glob("*-withdrawal.yml")
    later = record.rename(record.with_name(f"{TURN}-withdrawal.yml"))
    later.write_text(later.read_text("utf-8").replace("2025-10-2", "2026-04-2"), "utf-8")
    for path, text in FURTHER.items():
        (root / path).write_text(f"date: {TURN}\n{text}\n", "utf-8")
    return root


def build(root: Path, on: str) -> BuiltSite:
    """The site of a day, made from that of the day before where there is one, as every night."""
    result = registry("build", "--root", root, "--on", on, "--out", root / "site", "--workers", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    return BuiltSite(dict(texts(root / "site")), root / "site")


@pytest.fixture(scope="module")
def last_day(root: Path) -> BuiltSite:
    return build(root, LAST)


@pytest.fixture(scope="module")
def next_day(root: Path, last_day: BuiltSite) -> BuiltSite:
    return build(root, (dt.date.fromisoformat(LAST) + dt.timedelta(1)).isoformat())


def test_to_the_last_day_they_are_named(last_day: BuiltSite) -> None:
    page = last_day.texts["institutions/yx-d2/index.html"]
    assert f"<del>{FORMER}</del>" in page
    assert f"{FORMER}辞职，{STANDING}接任" in page
    assert MISSPELT in page
    assert "institutions/yx-k6/index.html" in last_day.find(OF_THE_LEFT)
    assert "data/v1/institutions.csv" in last_day.find(OF_THE_LEFT)


def test_who_ended_earlier_is_named_no_more_by_then(last_day: BuiltSite) -> None:
    assert last_day.find(EXPIRED) == []


@pytest.mark.parametrize("name", [MISSPELT, OF_THE_LEFT, EXPIRED])
def test_from_the_next_day_no_file_names_them(next_day: BuiltSite, name: str) -> None:
    assert next_day.find(name) == []


def test_who_represents_another_institution_is_named_there_alone(next_day: BuiltSite) -> None:
    one = [path for path in next_day.find(FORMER) if "yx-" in path]
    assert one
    assert all("yx-a7" in path for path in one)
    rows = list(
        csv.DictReader((next_day.site / "data/v1/institutions.csv").read_text("utf-8-sig").splitlines())
    )
    names = {row["id"]: row["legal_representative"] for row in rows}
    assert (names["yx-a7"], names["yx-d2"], names["yx-k6"]) == (FORMER, STANDING, "")
    assert [row["unstated"] for row in rows if row["id"] == "yx-k6"] == [""]  # no older list is silent on it
    lines = (next_day.site / "data/v1/register.ndjson").read_text("utf-8").splitlines()
    assert {json.loads(each)["id"] for each in lines if FORMER in each} == {"yx-a7"}


def test_a_page_without_a_name_does_not_say_that_none_was_stated(next_day: BuiltSite) -> None:
    assert "<dt>未载明</dt>" not in next_day.texts["institutions/yx-k6/index.html"]
    assert "未载明" not in next_day.texts["certificates/yx-k6/index.html"]


def test_who_holds_office_stays_named(next_day: BuiltSite) -> None:
    assert {"institutions/yx-d2/index.html", "data/v1/institutions.csv"} <= {*next_day.find(STANDING)}


def test_history_says_that_there_was_a_change_and_when(next_day: BuiltSite) -> None:
    page = next_day.texts["institutions/yx-d2/index.html"]
    entry = page.partition(f'id="{TURN}-change"')[2].partition("</li>")[0]
    assert "2026年4月20日" in entry
    assert "<dt>法定代表人</dt>" in entry
    assert "（姓名不再公开）</del>" in entry
    assert f"<ins>{STANDING}</ins>" in entry
    assert f"{UNNAMED_PERSON}辞职，{STANDING}接任" in entry
    mended = page.partition(f'id="{TURN}-correction"')[2].partition("</li>")[0]
    assert "更正" in mended
    assert "<dl" not in mended


def test_both_names_gone_leave_the_fact_of_the_change(root: Path, next_day: BuiltSite) -> None:
    later = build(root, "2031-01-01")  # the list has expired: nobody is named any more
    assert [later.find(each) for each in (FORMER, STANDING)] == [[], []]
    entry = (
        later.texts["institutions/yx-d2/index.html"].partition(f'id="{TURN}-change"')[2].partition("</li>")[0]
    )
    assert "<dt>法定代表人变更</dt><dd>姓名不再公开</dd>" in entry
    assert "0999-00000114" in entry  # what else changed is told


def test_the_data_keep_to_their_schema(next_day: BuiltSite) -> None:
    data = next_day.site / "data/v1"
    validator = jsonschema.Draft202012Validator(json.loads((data / "schema.json").read_text("utf-8")))
    validator.validate(json.loads((data / "institutions/yx-d2.json").read_text("utf-8")))
    validator.validate(json.loads((data / "institutions/yx-k6.json").read_text("utf-8")))


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("inspection", {"conclusion": "文明到场。"}, {"conclusion": f"{UNNAMED_PERSON}到场。"}),
        # A name may be a word: what an institution says of itself and what it teaches stay as they are.
        ("institution", {"address": "文明路1号"}, {"address": "文明路1号"}),
        ("application", {"filing": {"address": "文明路1号"}}, {"filing": {"address": "文明路1号"}}),
        ("plan", {"courses": [{"title": "文明礼仪"}]}, {"courses": [{"title": "文明礼仪"}]}),
        (
            "change",
            {"changes": [{"field": "address", "before": "文明路1号", "after": "文明"}]},
            {"changes": [{"field": "address", "before": "文明路1号", "after": "文明"}]},
        ),
        (
            "change",
            {"changes": [{"field": "legal_representative", "before": "文明", "after": "演示甲"}]},
            {"changes": [{"field": "legal_representative", "after": "演示甲"}]},
        ),
        ("institution", {"legal_representative": "文明"}, {}),
        ("institution", {"legal_representative": "文明甲"}, {"legal_representative": "文明甲"}),
    ],
)
def test_a_name_leaves_where_it_names_someone(kind: str, data: dict, expected: dict) -> None:  # type: ignore[type-arg]
    persons = UnnamedPersons.from_names(frozenset({"文明"}), {"演示甲培训中心"})
    assert persons.leave_out(kind, data) == expected


def test_a_school_called_after_its_founder_keeps_its_name() -> None:
    persons = UnnamedPersons.from_names(frozenset({"演示甲"}), {"演示甲培训中心"})
    assert persons.leave_out("inspection", {"conclusion": "演示甲培训中心合格。"}) == {
        "conclusion": "演示甲培训中心合格。"
    }
    assert persons.leave_out("institution", {"legal_representative": "演示甲"}) == {}
