"""`registry fix` as its user meets it, in a real repository."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from registry.cli.main import parse
from registry.rules.cases import list_cases
from tests.conftest import DAY, REPOSITORY, SECOND, registry
from tests.repository import commit, git
from tests.rules.cases import write_case

PLAN = Path("records/institutions/linzhou/yx-b3/plans/2022.yml")
OTHER = Path("records/institutions/linzhou/yx-b3/plans/2021.yml")


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second city, committed, with one record on main in another layout."""
    root = tmp_path_factory.mktemp("committed")
    shutil.copytree(SECOND / "records", root / "records")
    shutil.copy(SECOND / "mkdocs.yml", root)
    edit(root / OTHER, "type: 首次", 'type: "首次"')
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


@pytest.fixture
def root(committed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(committed, tmp_path / "register"))


def edit(file: Path, *pairs: str) -> None:
    text = file.read_text("utf-8")
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8", newline="\n")


def run(root: Path, command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    result = registry(command, "--root", root, "--on", DAY.isoformat(), *arguments)
    assert "Traceback" not in result.stderr
    return result


def test_the_changed_record_is_mended_and_told_and_put_back(root: Path) -> None:
    whole = (root / PLAN).read_text("utf-8")
    edit(root / PLAN, "hours: 42", "hours: ４２", "year: 2022\ntype: 年度\n", "type: 年度\nyear: 2022\n")
    draft = (root / PLAN).read_text("utf-8")
    output = run(root, "check", "--base", "main").stdout
    assert ("registry fix 可以改正" in output, "字段的顺序" in output, str(OTHER) in output) == (
        True,
        True,
        False,
    )
    result = run(root, "fix")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "已改正 1 个文件的写法：\n"
        f"{PLAN}\n"
        "  第 12 行（记录格式）：hours: ４２ → hours: 42\n"
        "  改成统一的写法：字段的顺序\n"
        "接着：registry check\n要收回：registry fix --undo\n"
    )
    assert (root / PLAN).read_text("utf-8") == whole
    assert 'type: "首次"' in (root / OTHER).read_text("utf-8")
    assert run(root, "fix").stdout == "写法都符合，没有要改的\n"
    assert str(PLAN) in run(root, "fix", "--undo").stdout
    assert (root / PLAN).read_text("utf-8") == draft
    assert run(root, "fix", "--undo").returncode == 2


def test_what_was_edited_since_is_not_put_back(root: Path) -> None:
    edit(root / PLAN, "hours: 42", "hours: ４２")
    run(root, "fix")
    edit(root / PLAN, "hours: 42", "hours: 40")
    result = run(root, "fix", "--undo")
    assert (result.returncode, f"{PLAN} 在 registry fix 之后又改过" in result.stderr) == (2, True)
    assert "hours: 40" in (root / PLAN).read_text("utf-8")


@pytest.mark.parametrize("note", ["[]", "null", '{"a.yml": 5}', '{"a.yml": {"before": 5}}', "{", "\xff"])
def test_a_note_that_says_nothing_puts_nothing_back(root: Path, note: str) -> None:
    edit(root / PLAN, "hours: 42", "hours: ４２")
    run(root, "fix")
    (root / ".cache/registry/fix.json").write_text(note, "latin-1")
    result = run(root, "fix", "--undo")
    assert (result.returncode, result.stderr.startswith("registry：没有可以撤回的")) == (2, True)


def test_what_is_doubtful_stays_and_is_1(root: Path) -> None:
    edit(root / PLAN, "hours: 42", "hours: 42学时", "persons: 20", 'persons: "20"')
    result = run(root, "fix")
    assert result.returncode == 1
    assert "还要人来改的 1 处：\n" in result.stdout
    assert "单位“学时”不写，写成 42" in result.stdout
    assert "hours: 42学时" in (root / PLAN).read_text("utf-8")
    assert "persons: 20\n" in (root / PLAN).read_text("utf-8")


def test_a_cut_by_a_number_sign_is_told_and_left(root: Path) -> None:
    edit(root / PLAN, "place: 虚构博物馆修复室", "place: 东楼 #201教室")
    before = (root / PLAN).read_bytes()
    assert "yaml-comment" in run(root, "check", "--base", "main").stdout
    result = run(root, "fix")
    assert (result.returncode, '"东楼 #201教室"' in result.stdout) == (1, True)
    assert (root / PLAN).read_bytes() == before


def test_a_comment_behind_a_number_is_put_above_it_in_the_same_pass(root: Path) -> None:
    edit(root / PLAN, "hours: 42", "hours: ４２\u3000# 含实训")
    result = run(root, "fix")
    line = "第 12 行（记录格式）：hours: ４２\u3000# 含实训 → # 含实训，另起一行 hours: 42\n"
    assert (result.returncode, line in result.stdout) == (0, True)
    assert "    # 含实训\n    hours: 42\n" in (root / PLAN).read_text("utf-8")
    assert run(root, "fix").stdout == "写法都符合，没有要改的\n"


def test_a_dry_run_and_a_patch_write_no_record(root: Path, tmp_path: Path) -> None:
    edit(root / PLAN, "hours: 42", 'hours: "42"', "mode: 面授", "mode:   面授")
    before = (root / PLAN).read_bytes()
    dry = run(root, "fix", "--dry-run").stdout
    assert '-    hours: "42"\n+    hours: 42\n' in dry
    assert dry.endswith("没有写入\n接着：去掉 --dry-run 再运行就改\n")
    patch = tmp_path / "fix.patch"
    run(root, "fix", "--patch", patch)
    assert (root / PLAN).read_bytes() == before
    git(root, "apply", str(patch))
    applied = (root / PLAN).read_bytes()
    assert applied != before
    assert run(root, "fix").stdout == "写法都符合，没有要改的\n"


def test_paths_and_all_say_which_records(root: Path) -> None:
    edit(root / PLAN, "hours: 42", 'hours: "42"')
    assert run(root, "fix", "records/systems.yml").stdout == "写法都符合，没有要改的\n"
    assert run(root, "fix", "--all", root / OTHER).stdout.startswith(f"已改正 1 个文件的写法：\n{OTHER}\n")
    assert "已改正 1 个文件" in run(root, "fix", "--all").stdout


def test_what_was_committed_since_the_main_branch_counts(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "draft")
    edit(root / PLAN, "type: 年度", 'type: "年度"')
    commit(root)
    assert str(PLAN) in run(root, "fix", "--dry-run").stdout
    assert run(root, "fix", "--base", "HEAD").stdout == "写法都符合，没有要改的\n"
    assert run(root, "fix", "--base", "nowhere").returncode == 2


def test_line_ends_are_left_to_git(root: Path) -> None:
    (root / PLAN).write_bytes((root / PLAN).read_bytes().replace(b"\n", b"\r\n"))
    assert run(root, "fix", "--all", root / PLAN).stdout == "写法都符合，没有要改的\n"
    edit(root / PLAN, "hours: 42", 'hours: "42"')
    run(root, "fix")
    assert b"\r" not in (root / PLAN).read_bytes()


def test_without_git_files_are_named(root: Path) -> None:
    shutil.rmtree(root / ".git")
    edit(root / PLAN, "hours: 42", 'hours: "42"')
    result = run(root, "fix")
    assert (result.returncode, "--all" in result.stderr) == (2, True)
    assert run(root, "fix", root / PLAN).returncode == 0
    assert "hours: 42\n" in (root / PLAN).read_text("utf-8")


def test_all_files_are_written_or_none(root: Path) -> None:
    edit(root / PLAN, "hours: 42", 'hours: "42"')
    edit(root / OTHER, "hours: 42", 'hours: "42"')
    before = [(root / each).read_bytes() for each in (PLAN, OTHER)]
    (root / PLAN).with_name(f".{PLAN.name}.new").mkdir()
    result = run(root, "fix", root / PLAN, root / OTHER)
    assert (result.returncode, "没有写成" in result.stderr) == (2, True)
    assert [(root / each).read_bytes() for each in (PLAN, OTHER)] == before
    assert not (root / OTHER).with_name(f".{OTHER.name}.new").exists()


def test_the_job_summary_offers_it_as_a_patch(root: Path, tmp_path: Path) -> None:
    edit(root / PLAN, "hours: 42", 'hours: "42"')
    summary = tmp_path / "summary.md"
    result = run(root, "check", "--base", "main", "--summary", summary, "--format", "json")
    assert [each["mendable"] for each in json.loads(result.stdout)["findings"]] == [True]
    text = summary.read_text("utf-8")
    assert "<summary>registry fix 可以改正 1 个文件的写法</summary>" in text
    assert '-    hours: "42"\n+    hours: 42\n' in text


def test_the_number_of_a_document_is_written_as_its_office_declares(tmp_path: Path) -> None:
    (case,) = [each for each in list_cases("own-number-in-form") if each.folder.name == "bad-square-brackets"]
    write_case(case.folder, tmp_path)
    assert "own-number-in-form" in registry("check", "--root", tmp_path).stdout
    result = registry("fix", "--root", tmp_path, "--all")
    assert "→ " in result.stdout
    assert "own-number-in-form" not in registry("check", "--root", tmp_path).stdout


def test_what_a_change_says_is_mended_as_in_the_institution(tmp_path: Path) -> None:
    (case,) = [each for each in list_cases("change-fits-field") if "-phone-" in each.folder.name]
    write_case(case.folder, tmp_path)
    (change,) = tmp_path.rglob("2020-05-06-change.yml")
    registry("fix", "--root", tmp_path, "--all")
    assert "after: 请拨前台" in change.read_text("utf-8")
    edit(change, "after: 请拨前台", "after: ００００－00000061")
    assert "change-fits-field" in registry("check", "--root", tmp_path).stdout
    assert registry("fix", "--root", tmp_path, "--all").returncode == 0
    assert 'after: "0000-00000061"' in change.read_text("utf-8")


def test_the_hooks_for_pre_commit_run_commands_that_there_are() -> None:
    for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8")):
        assert parse(hook["entry"].split()[1:]).run


def test_the_institution_follows_its_acts(tmp_path: Path) -> None:
    name = "bad-change-not-carried-over"
    (case,) = [each for each in list_cases("institution-file-follows-its-acts") if each.folder.name == name]
    write_case(case.folder, tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    file = next(tmp_path.glob("records/institutions/*/base-one/institution.yml"))
    before = file.read_bytes()
    output = registry("check", "--root", tmp_path).stdout
    assert ("institution-file-follows-its-acts" in output, "registry fix 可以改正" in output) == (True, True)
    act = next(file.parent.glob("acts/2020-05-06-change.yml"))
    patch = tmp_path / "fix.patch"
    registry("fix", "--root", tmp_path, "--all", "--patch", patch, act)
    result = registry("fix", "--root", tmp_path, "--all", act)
    assert ("照事项更新" in result.stdout, result.returncode) == (True, 0)
    after = file.read_bytes()
    assert "institution-file-follows-its-acts" not in registry("check", "--root", tmp_path).stdout
    registry("fix", "--root", tmp_path, "--undo")
    assert file.read_bytes() == before
    git(tmp_path, "apply", str(patch))
    assert file.read_bytes() == after
    file.unlink()
    assert "照事项写成" in registry("fix", "--root", tmp_path, "--all", act).stdout
    registry("fix", "--root", tmp_path, "--undo")
    assert not file.exists()
