"""What a change may do, through the command, on real repositories: the rules that see a base and a head."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from registry.history.git import find_commit_at, list_deleted_institutions, read_recorded
from registry.rules.cases import BASE
from tests.conftest import registry
from tests.files import change_file, write_file
from tests.once import Once
from tests.repository import commit, git

ONE = Path("records/institutions/yangqu/base-one")
CHANGE = """date: 2021-05-06
changes:
  - field: phone
    before: "0000-00000001"
    after: "0000-00000002"
reason: 更换办公电话。
reported_on: 2021-05-10
authority: city-hrss
office: 专业技术人员管理处
"""


def make_committed(root: Path) -> None:
    """The lawful register of the cases, on a branch of its own."""
    shutil.copytree(BASE, root / "records")
    git(root.parent, "init", "-q", "-b", "main", str(root))
    commit(root, "2021-05-01")
    git(root, "switch", "-q", "-c", "change")


@pytest.fixture
def root(once: Once, tmp_path: Path) -> Path:
    """A copy of it, ready to be changed."""
    committed = once.make("to-be-changed", make_committed)
    return Path(shutil.copytree(committed, tmp_path / "登记册", symlinks=True))


def edit(root: Path, path: str, old: str, new: str) -> None:
    change_file(root / ONE, path, old, new)


def write(root: Path, path: str, text: str) -> None:
    write_file(root / ONE, path, text)


def check(root: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    result = registry("check", "--root", root, "--on", "2021-06-01", "--format", "json", *arguments)
    assert result.stderr == ""
    return result.returncode, json.loads(result.stdout)["findings"]


def rules(findings: list[dict[str, Any]]) -> set[str]:
    return {each["rule"] for each in findings}


def test_a_change_act_with_its_new_value_is_lawful(root: Path) -> None:
    write(root, "acts/2021-05-06-change.yml", CHANGE)
    edit(root, "institution.yml", "0000-00000001", "0000-00000002")
    assert check(root, "--base", "main") == (0, [])


def test_the_act_alone_is_lawful_and_the_file_may_follow(root: Path) -> None:
    write(root, "acts/2021-05-06-change.yml", CHANGE)
    code, findings = check(root, "--base", "main")
    assert (code, rules(findings)) == (0, {"institution-file-follows-its-acts"})
    commit(root, "2021-05-20")
    assert check(root, "--base", "change")[0] == 0
    edit(root, "institution.yml", "0000-00000001", "0000-00000002")
    assert check(root, "--base", "change") == (0, [])


def test_the_new_value_alone_is_not(root: Path) -> None:
    edit(root, "institution.yml", "0000-00000001", "0000-00000002")
    code, findings = check(root, "--base", "main")
    assert (code, rules(findings)) == (1, {"institution-equals-its-acts"})
    assert "registry new base-one change --field 办公电话" in findings[0]["hint"]


def test_the_file_that_lags_and_has_an_edit_of_its_own_is_not(root: Path) -> None:
    write(root, "acts/2021-05-06-change.yml", CHANGE)
    edit(root, "institution.yml", "投影设备一套", "投影设备两套")
    code, findings = check(root, "--base", "main")
    assert (code, rules(findings)) == (1, {"institution-equals-its-acts"})
    assert findings[0]["pointer"] == "/equipment"


def test_rewriting_an_act_is_seen_with_a_base_only(root: Path) -> None:
    edit(root, "acts/2019-04-08-recommendation.yml", "材料齐全", "材料不全")
    assert check(root) == (0, [])
    code, findings = check(root, "--base", "main")
    assert (code, rules(findings)) == (1, {"recorded-acts-stay"})
    assert (findings[0]["line"], findings[0]["pointer"]) == (5, "/text")


def test_the_nightly_run_does_not_ask_what_a_change_may_do(root: Path) -> None:
    edit(root, "acts/2019-04-08-recommendation.yml", "材料齐全", "材料不全")
    assert check(root, "--base", "main", "--scope", "clock") == (0, [])


def test_comments_and_order_of_fields_are_no_rewriting(root: Path) -> None:
    edit(root, "acts/2019-04-08-recommendation.yml", "opinion: 推荐\n", "")
    edit(root, "acts/2019-04-08-recommendation.yml", "date:", "# 说明\nopinion: 推荐\ndate:")
    code, findings = check(root, "--base", "main")
    assert (code, rules(findings)) == (0, {"record-form"})
    edit(root, "acts/2019-04-08-recommendation.yml", "材料齐全", "材料不全")
    _, findings = check(root, "--base", "main")
    assert rules(findings) == {"recorded-acts-stay"}  # of a file with an error its layout is not told


def test_a_deleted_file_is_told_though_it_is_there_no_more(root: Path) -> None:
    (root / ONE / "acts/2019-04-08-recommendation-02.yml").unlink()
    code, findings = check(root, "--base", "main")
    assert code == 1
    assert ("records-stay", f"{ONE.as_posix()}/acts/2019-04-08-recommendation-02.yml", 1) in {
        (each["rule"], each["path"], each["line"]) for each in findings
    }


def test_an_office_that_is_gone_is_told_once(root: Path) -> None:
    (root / "records/authorities/yangqu-hrss.yml").unlink()
    code, findings = check(root, "--base", "main")
    gone = [each for each in findings if each["rule"] == "references-exist"]
    assert (code, [each["path"] for each in gone]) == (1, ["records/authorities/yangqu-hrss.yml"])
    assert re.match("删去了机关“yangqu-hrss”，[0-9]+ 份记录写着它", gone[0]["message"])
    assert "registry discard records/authorities/yangqu-hrss.yml" in gone[0]["hint"]


def test_a_file_spoilt_is_not_a_file_deleted(root: Path) -> None:
    edit(root, "acts/2019-04-08-recommendation.yml", "opinion: 推荐", "opinion: 推存")
    _, findings = check(root, "--base", "main")
    assert rules(findings) == {"schema"}


def test_a_folder_moved_without_a_transfer_is_not_lawful(root: Path) -> None:
    (root / "records/institutions/xuxian").mkdir()
    (root / ONE).rename(root / "records/institutions/xuxian/base-one")
    code, findings = check(root, "--base", "main")
    assert (code, rules(findings)) == (1, {"paths-match-contents"})


def test_a_folder_renamed_is_one_mistake_and_its_restoring_is_told(root: Path) -> None:
    (root / ONE).rename(root / ONE.with_name("base-nine"))
    code, findings = check(root, "--base", "main")
    one = {"paths-match-contents", "records-stay", "references-exist", "passed-are-listed"}
    assert (code, rules(findings), len(findings)) == (1, one, 4)
    (stays,) = [each for each in findings if each["rule"] == "records-stay"]
    path = stays["hint"].partition("registry discard ")[2].partition("，")[0]
    assert path.split() == [ONE.as_posix(), ONE.with_name("base-nine").as_posix()]
    registry("discard", *path.split(), "--yes", "--root", root, "--on", "2021-06-01")
    assert check(root, "--base", "main") == (0, [])


def test_a_date_that_has_not_come_is_told_before_it_is_merged(root: Path) -> None:
    write(root, "acts/2062-05-06-change.yml", CHANGE.replace("2021-", "2062-"))
    edit(root, "institution.yml", "0000-00000001", "0000-00000002")
    code, findings = check(root, "--base", "main")
    assert (code, [(each["rule"], each["severity"]) for each in findings]) == (
        0,
        [("dates-have-come", "warning")],
    )


def test_a_change_dated_ahead_and_reported_today_is_told_once(root: Path) -> None:
    write(root, "acts/2021-06-20-change.yml", CHANGE.replace("date: 2021-05-06", "date: 2021-06-20"))
    edit(root, "institution.yml", "0000-00000001", "0000-00000002")
    _, findings = check(root, "--base", "main")
    assert [(each["rule"], each["severity"]) for each in findings] == [("dates-agree", "warning")]


def test_the_day_of_a_document_to_come_is_told_once(root: Path) -> None:
    document = "document:\n  number: 别处发〔2021〕1号\n  date: 2021-06-20\n"
    write(root, "acts/2021-05-06-change.yml", CHANGE + document)
    edit(root, "institution.yml", "0000-00000001", "0000-00000002")
    _, findings = check(root, "--base", "main")
    of_day = [each["rule"] for each in findings if each["pointer"] == "/document/date"]
    assert of_day == ["dates-agree"]


def test_an_illegal_step_lists_the_legal_ones(root: Path) -> None:
    ended = "date: 2021-05-20\nauthority: city-hrss\nreason: 演示。\nnotice_until: 2024-05-20\n"
    write(root, "acts/2021-05-20-filing-ended.yml", ended)
    write(root, "acts/2021-05-21-withdrawal.yml", "date: 2021-05-21\nauthority: city-hrss\nreason: 演示。\n")
    _, findings = check(root, "--base", "main")
    assert rules(findings) == {"act-fits-status"}
    assert "已终止" in findings[0]["message"]
    assert "申请" in findings[0]["hint"]
    assert "终止报备" not in findings[0]["hint"]


def test_a_row_put_above_an_old_fault_does_not_make_it_new(root: Path) -> None:
    edit(
        root,
        "plans/2021.yml",
        "    subject: 专业\n",
        "    subject: 专业\n    form_note: 甲\n    fee: {amount: 100}\n",
    )
    commit(root, "2021-05-02")
    git(root, "branch", "-f", "main")
    row = (
        "  - id: c00\n    title: 演示课程\n    subject: 专业\n    field: 护理\n    form: 学术会议和讲座\n"
        "    mode: 面授\n    audience: 护理人员\n    persons: 1\n    hours: 1\n"
        "    new_remote_hours: 0\n    months: [3]\n"
        "    place: 一号教室\n    teachers: 本单位专职教师\n"
    )
    edit(root, "plans/2021.yml", "courses:\n", f"courses:\n{row}")
    _, findings = check(root, "--base", "main")
    assert "fee-basis-stated" not in rules(findings)
    edit(root, "plans/2021.yml", "    hours: 1\n", "    hours: 1\n    fee: {amount: 100}\n")
    _, findings = check(root, "--base", "main")
    assert "fee-basis-stated" in rules(findings)


def test_files_are_dated_by_the_commit_that_brought_them(root: Path) -> None:
    write(root, "acts/2021-05-06-change.yml", CHANGE)
    commit(root, "2021-05-20")
    write(root, "acts/别的.yml", "甲")
    commit(root, "2021-05-21")
    git(root, "mv", str(ONE / "acts/别的.yml"), str(ONE / "acts/又一个.yml"))
    commit(root, "2021-05-22")
    recorded = read_recorded(root)
    assert recorded[f"{ONE.as_posix()}/acts/2021-05-06-change.yml"].first == dt.date(2021, 5, 20)
    assert recorded[f"{ONE.as_posix()}/acts/别的.yml"].first == dt.date(2021, 5, 21)


def test_a_file_was_recorded_when_it_first_came_whatever_became_of_it_since(root: Path) -> None:
    write(root, "acts/别的.yml", "甲\n")
    commit(root, "2021-05-20")
    write(root, "acts/别的.yml", "乙\n")
    commit(root, "2021-05-21")
    git(root, "mv", str(ONE / "acts/别的.yml"), str(ONE / "acts/又一个.yml"))
    commit(root, "2021-05-22")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "空")
    history = read_recorded(root)[f"{ONE.as_posix()}/acts/又一个.yml"]
    assert history.first == dt.date(2021, 5, 20)
    assert history.last == dt.date(2021, 5, 22)
    assert find_commit_at(root, "HEAD~1").startswith(history.commit)


def test_nothing_is_known_of_when_files_came_in_a_shallow_clone_or_outside_git(
    root: Path, tmp_path: Path
) -> None:
    commit(root, "2021-05-20")
    git(root, "clone", "--quiet", "--depth", "1", root.as_uri(), str(tmp_path / "shallow"))
    assert read_recorded(root)
    assert read_recorded(tmp_path / "shallow") == {}
    shutil.copytree(root / "records", tmp_path / "bare" / "records")
    assert read_recorded(tmp_path / "bare") == {}


def test_institutions_that_were_deleted_are_remembered(root: Path) -> None:
    assert list_deleted_institutions(root, "HEAD") == {}
    shutil.move(root / ONE, root / "elsewhere")
    commit(root, "2021-05-20")
    assert list_deleted_institutions(root, "HEAD") == {"base-one": "12999903000000019G"}
    assert list_deleted_institutions(root, "main") == {}


def test_a_moved_institution_was_not_deleted(root: Path) -> None:
    (root / "records/institutions/xuxian").mkdir()
    git(root, "mv", str(ONE), "records/institutions/xuxian/base-one")
    commit(root, "2021-05-20")
    assert list_deleted_institutions(root, "HEAD") == {}
