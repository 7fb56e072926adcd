"""`registry new` as its user meets it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from registry.records.files import walk_folder
from tests.conftest import REPOSITORY, registry

BASE = REPOSITORY / "generator/registry/rules/examples/_base/records"
DAY = "2021-03-01"
FOLDER = "records/institutions/yangqu/base-one"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of one institution, apart."""
    shutil.copytree(BASE, tmp_path / "records")
    return tmp_path


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all that is refused: nothing is written, and what is known of it stays."""
    return Path(shutil.copytree(BASE, tmp_path_factory.mktemp("refusing") / "records")).parent


def new(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    result = registry("new", "--root", root, "--on", DAY, *arguments)
    assert "Traceback" not in result.stderr
    return result


def files(root: Path) -> set[str]:
    return {*walk_folder(root / "records")}


def test_a_record_is_written_and_the_next_steps_are_told(root: Path) -> None:
    before = files(root)
    result = new(root, "base-one", "变更", "--field", "办公电话")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        f"已写好 {FOLDER}/acts/2021-03-01-change.yml\n"
        "  要填 3 处：变更后（第 14 行）、变更原因（第 16 行）、报备日期（第 26 行）\n"
        "文书：变更报备回执 registry paper change-receipt base-one --act 2021-03-01-change（填好以后）\n"
        "接着：填好存盘，registry check 看还缺什么；没有错误了，registry propose 说明\n"
        "要收回：registry discard base-one\n"
    )
    assert files(root) - before == {f"{FOLDER}/acts/2021-03-01-change.yml".removeprefix("records/")}
    again = new(root, "base-one", "change")
    assert again.returncode == 2
    assert again.stderr == (
        f"registry：机构 base-one 的档案中 {FOLDER}/acts/2021-03-01-change.yml 还没有填好，或者有错误，"
        "看不出接着可以录入什么；先填好（写错了不要的：registry discard），"
        "registry check 没有错误了再写下一份\n"
    )


def test_an_unlawful_one_is_1_and_nothing_is_written(refusing: Path) -> None:
    before = files(refusing)
    result = new(refusing, "base-one", "review")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("registry：现在不能录入专家评审：base-one 在 2021-03-01 的状态是“已列入”")
    assert files(refusing) == before


@pytest.mark.parametrize(
    ("id_", "day", "state", "there", "absent"),
    [
        ("demo-013", "2026-11-30", "已列入", "2027 年度计划", "专家评审"),
        ("demo-013", "2027-01-04", "已列入", "2026 年度考核", "恢复开班"),
        ("demo-048", "2026-11-30", "评审中", "专家评审", "年度计划"),
        ("demo-051", "2026-11-30", "通过待公布", "公布 2026-2 批次的名单", "专家评审"),
        ("demo-053", "2026-11-30", "无申请记录", "申请", "变更"),
        ("demo-023", "2026-11-30", "已注销", "更正", "变更"),
        ("demo-007", "2026-11-30", "已列入", "整改结果认定", "专家评审"),
    ],
)
def test_without_a_kind_what_may_be_recorded_is_told_with_commands_that_run(
    id_: str, day: str, state: str, there: str, absent: str
) -> None:
    result = registry("new", id_, "--on", day)
    head, *lines, last = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (2, "")
    assert head.startswith("registry：没有写明录入哪一种。")
    assert head.endswith(f"（{id_}）在 {day} 的状态是“{state}”，可以录入：")
    titles = [line.split("  ")[1] for line in lines]
    assert (there in titles, absent in titles) == (True, False)
    assert last == f"已有的记录上添一步（受理、通过、退回等）：registry step {id_}"
    for command in (line.partition("registry new ")[2] for line in lines if "registry new " in line):
        shown = registry("new", *command.split(), "--dry-run", "--no-input")
        assert shown.returncode == 0, (command, shown.stderr)


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("计划", "没有写明是哪家机构：registry new 机构编号或名称 计划，先后不论"),
        ("2019-1", "已有批次 2019-1：之后发生的用 registry step 2019-1 批次 添上"),
        ("2026-3", "没有写明录入哪一种；是批次的：registry new 2026-3 batch"),
        ("2028", "没有写明录入哪一种；是工作日历的：registry new 2028 calendar"),
        ("nosuch", "没有机构 nosuch，新机构先录入申请：registry new nosuch application --area 地区编号"),
    ],
)
def test_without_a_kind_another_word_is_told_what_goes_with_it(refusing: Path, word: str, words: str) -> None:
    result = new(refusing, word)
    assert (result.returncode, result.stdout, result.stderr.startswith(f"registry：{words}")) == (2, "", True)


def test_of_a_year_that_is_asked_for_no_other_is_told(refusing: Path) -> None:
    result = new(refusing, "base-one", "summary", "--year", "2022")
    assert (result.returncode, result.stderr.startswith("registry：不能录入 2022 年的年度总结")) == (1, True)


def test_a_new_institution_has_its_file_and_the_check_names_its_blanks(root: Path) -> None:
    before = files(root)
    result = new(root, "base-060", "application", "--area", "yangqu")
    folder = "institutions/yangqu/base-060"
    paths = {f"{folder}/acts/2021-03-01-application.yml"}
    assert (result.returncode, files(root) - before) == (0, paths)
    check = registry("check", "--root", root, "--on", DAY, f"records/{folder}")
    assert check.returncode == 1
    assert "“统一社会信用代码”没有填写" in check.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("base-on", "change"),
        ("base-one", "chang"),
        ("base-one", "plan", "--year", "27"),
        ("base-one", "change", "--field", "fax"),
        ("base-060", "application", "--area", "nowhere"),
        ("../x", "batch"),
        ("../x", "application", "--area", "yangqu"),
        ("base-one", "waiver", "--rule", "../x"),
        ("base-one", "change", "--with", "titel"),
    ],
)
def test_what_is_not_understood_is_2_and_nothing_is_written(
    refusing: Path, arguments: tuple[str, ...]
) -> None:
    before = files(refusing)
    result = new(refusing, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("registry：")
    assert files(refusing) == before


def test_a_file_in_the_place_of_a_folder_is_2(root: Path) -> None:
    shutil.rmtree(root / "records/batches")
    (root / "records/batches").write_text("", "utf-8")
    result = new(root, "2027-1", "batch")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("registry：没有写成：")


def test_same_input_gives_the_same_bytes(root: Path) -> None:
    texts = set()
    for _ in range(2):
        assert new(root, "base-one", "summary").returncode == 0
        file = root / FOLDER / "summaries/2021.yml"
        texts.add(file.read_bytes())
        file.unlink()
    assert len(texts) == 1
