"""`registry changes`: what a reviewer reads on a pull request, on real repositories."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SECOND, registry
from tests.history.test_change import CHANGE, ONE, edit, root, write
from tests.rules.cases import commit, git

__all__ = ["root"]  # the fixture

ORDER = """date: 2021-05-06
authority: yangqu-hrss
ground: 未完成教学培训计划
facts: 计划课程多数没有举办。
requirements: [补办没有举办的课程]
due: 2021-09-30
"""
LISTED = "已列入（自 2019-06-10，第八条（四））"
BATCH = 'id: "2021-1"\ntitle: 2021年第一批\nwindow:\n  from: 2021-05-06\n  to: 2021-06-30\npanel_size: 5\n'


def told(root: Path, *arguments: str) -> list[dict[str, Any]]:
    done = registry("changes", "--root", root, "--on", "2021-06-01", "--format", "json", "main", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def lines(section: dict[str, Any], heading: str) -> list[str]:
    return [line for item in section["items"] if item["heading"] == heading for line in item["lines"]]


def only(root: Path, *arguments: str) -> dict[str, Any]:
    (section,) = told(root, *arguments)
    return section


def test_nothing_changed_is_said(root: Path) -> None:
    assert told(root) == []
    for form in ("text", "markdown"):
        done = registry("changes", "--root", root, "--format", form, "main")
        assert "没有改变登记册的内容" in done.stdout


def test_a_comment_changes_nothing(root: Path) -> None:
    edit(root, "institution.yml", "id:", "# 说明\nid:")
    assert told(root) == []


def test_a_change_before_and_after_with_its_duty(root: Path) -> None:
    write(root, "acts/2021-05-06-change.yml", CHANGE)
    edit(root, "institution.yml", "0515-00000001", "0515-00000002")
    section = only(root)
    assert section["title"] == "演示甲培训中心（样例区（虚构），base-one）"
    assert lines(section, "记录") == [
        "2021-05-06 变更（第二十七条）：办公电话：0515-00000001 → 0515-00000002",
        "机构：“办公电话”：0515-00000001 → 0515-00000002",
    ]
    assert lines(section, "状态") == []
    assert lines(section, "待办") == ["新增：公布变更：市人社局（演示）；目标 2021-06-07（第二十七条）"]
    assert section["pages"] == ["/institutions/base-one/"]


def test_an_order_turns_the_status(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    section = only(root)
    assert lines(section, "状态") == ["新增：限期整改中（自 2021-05-06 至 2021-09-30，第二十条）"]
    assert lines(section, "待办") == [
        "新增：按整改决定完成整改：机构 → 样例区人社局（演示）；期限 2021-09-30（第二十条）"
    ]
    assert section["pages"] == ["/institutions/base-one/", "/", "/institutions/"]


def test_the_day_decides_what_is_due(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    done = registry("changes", "--root", root, "--on", "2021-10-01", "main")
    assert "新增：整改逾期待认定（自 2021-10-01，第二十条）" in done.stdout


def test_a_course_is_named_by_its_id_and_a_plan_passes(root: Path) -> None:
    edit(root, "plans/2021.yml", "    hours: 100", "    hours: 120")
    edit(root, "plans/2021.yml", "date: 2020-12-24", "date: 2020-12-25")
    section = only(root)
    assert "2021 年度计划（第十七条）：“课程” c01 的“计划课时”：100 → 120" in lines(section, "记录")
    assert lines(section, "计划") == ["2021 年度计划：2020-12-24 通过 → 2020-12-25 通过"]


def test_a_batch_names_whom_it_strikes_off_and_turns_their_status(root: Path) -> None:
    file = root / "records/batches/2019-1.yml"
    file.write_text(file.read_text("utf-8").partition("announcement:")[0], "utf-8")
    batch, section = told(root)
    assert lines(batch, "内容")[0].startswith("删去“公布”：公布机关：市人社局（演示）")
    assert batch["pages"] == ["/batches/2019-1/", "/batches/"]
    assert lines(section, "状态") == [f"{LISTED} → 通过待公布（自 2019-05-17，第八条（四））"]
    assert section["pages"] == ["/institutions/base-one/", "/", "/institutions/"]


def test_a_correction_is_told_in_words(root: Path) -> None:
    text = (
        "date: 2021-05-28\nauthority: yangqu-hrss\nfile: plans/2021.yml\npointer: /courses/0/hours\n"
        "old: 100\nnew: 110\nreason: 录错。\n"
    )
    write(root, "acts/2021-05-28-correction.yml", text)
    assert lines(only(root), "记录") == [
        "2021-05-28 更正：更正 plans/2021.yml 的“课程”第 1 项的“计划课时”：100 → 110（录错。）"
    ]


def test_a_new_dossier_without_a_listing_has_no_page(root: Path) -> None:
    new = root / "records/institutions/yangqu/demo-two"
    (new / "acts").mkdir(parents=True)
    (root / "records/batches/2021-1.yml").write_text(BATCH, "utf-8")
    for name, goal in (
        ("institution.yml", "institution.yml"),
        ("acts/2019-03-08-application.yml", "acts/2021-05-10-application.yml"),
    ):
        text = (root / ONE / name).read_text("utf-8").replace("base-one", "demo-two")
        text = text.replace("12320900000000019G", "52320900000000019C").replace("2019-03-08", "2021-05-10")
        (new / goal).write_text(text.replace('"2019-1"', '"2021-1"'), "utf-8")
    batch, section = told(root)
    assert lines(section, "状态") == ["登记册中没有 → 申请中（自 2021-05-10，第八条（一））"]
    assert section["pages"] == []
    assert lines(batch, "内容")[0].startswith("新增：")


def test_a_dossier_that_cannot_be_read_is_said(root: Path) -> None:
    """What cannot be read has neither lost a pass nor settled a duty."""
    edit(root, "plans/2021.yml", "year: 2021", "yaer: 2021")
    section = only(root)
    assert lines(section, "状态") == [f"{LISTED} → 档案有错误，读不出，见核对结果"]
    assert not lines(section, "计划") + lines(section, "待办")


def test_a_dossier_deleted_is_said(root: Path) -> None:
    shutil.rmtree(root / ONE)
    section = only(root)
    assert lines(section, "状态") == [f"{LISTED} → 登记册中没有"]
    assert "2021 年度计划（第十七条）：删去了这份记录" in lines(section, "记录")


def test_a_moved_folder_is_told_once(root: Path) -> None:
    (root / "records/institutions/xuxian").mkdir()
    git(root, "mv", str(ONE), "records/institutions/xuxian/base-one")
    edit_in = root / "records/institutions/xuxian/base-one/institution.yml"
    edit_in.write_text(edit_in.read_text("utf-8").replace("area: yangqu", "area: xuxian"), "utf-8")
    assert lines(only(root), "记录") == [
        "档案由 records/institutions/yangqu/base-one 移到 records/institutions/xuxian/base-one",
        "机构：“监督地区”：样例区（虚构） → 虚构县",
    ]


def test_a_parameter_is_told_with_whom_it_touches(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    write(
        root,
        "acts/2021-10-01-rectification-outcome.yml",
        "date: 2021-10-01\n"
        "order: 2021-05-06-rectification-order\nauthority: yangqu-hrss\nresult: 未达到\ntext: 认定。\n",
    )
    write(
        root,
        "acts/2021-10-02-bar.yml",
        "date: 2021-10-02\noutcome: 2021-10-01-rectification-outcome\nauthority: city-hrss\ntext: 三年。\n",
    )
    commit(root, "2021-10-03")
    git(root, "branch", "-f", "main")
    file = root / "records/regulations/demo-2018.yml"
    file.write_text(file.read_text("utf-8").replace("bar_years: 3", "bar_years: 2"), "utf-8")
    done = registry("changes", "--root", root, "--on", "2021-11-01", "--format", "json", "main")
    regulation, section = json.loads(done.stdout)
    assert lines(regulation, "内容") == ["“参数”的“不得再次报备的年数”：3 → 2"]
    assert [each[:4] for each in lines(section, "状态")] == ["新增：不", "不再有："]


def test_two_revisions_are_compared_without_the_working_tree(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    commit(root, "2021-05-20")
    shutil.rmtree(root / ONE)
    assert lines(only(root, "change"), "状态") == [
        "新增：限期整改中（自 2021-05-06 至 2021-09-30，第二十条）"
    ]


def test_a_record_can_put_no_markup_into_the_summary(root: Path) -> None:
    evil = "甲 | <script>alert(1)</script> `x` [a](https://example.org) @all"
    edit(root, "institution.yml", "equipment: ", f"equipment: '{evil}' # ")
    done = registry("changes", "--root", root, "--format", "markdown", "main")
    assert done.returncode == 0
    (line,) = (each for each in done.stdout.splitlines() if "alert" in each)
    assert not set(line.removeprefix("  - ")) & set("|<>`[]()@")


@pytest.mark.parametrize("revision", ["nirgends", "other"])
def test_a_base_that_is_none_is_said(root: Path, revision: str) -> None:
    git(root, "switch", "-q", "--orphan", "other")
    git(root, "commit", "-q", "--allow-empty", "-m", "另起")
    git(root, "switch", "-q", "change")
    done = registry("changes", "--root", root, revision)
    assert (done.returncode, done.stderr.startswith("registry："), "Traceback" in done.stderr) == (
        2,
        True,
        False,
    )


def test_the_city_s_own_articles_are_cited(tmp_path: Path) -> None:
    shutil.copytree(SECOND / "records", tmp_path / "records")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "2026-11-01")
    (tmp_path / "records/institutions/linzhou/yx-b3/acts/2021-05-11-recommendation.yml").unlink()
    assert lines(only(tmp_path), "记录") == ["2021-05-11 审核推荐（第四条）：删去了这份记录"]
