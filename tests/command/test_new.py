"""`registry new` as its user meets it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from registry.records.files import walk_folder
from tests.conftest import CITY, DAY, registry


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The city's register, apart."""
    shutil.copytree(CITY / "records", tmp_path / "records")
    return tmp_path


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all that is refused: nothing is written, and what is known of it stays."""
    return Path(shutil.copytree(CITY / "records", tmp_path_factory.mktemp("refusing") / "records")).parent


def new(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = registry("new", "--root", root, "--on", DAY.isoformat(), *arguments)
    assert "Traceback" not in done.stderr
    return done


def files(root: Path) -> set[str]:
    return {*walk_folder(root / "records")}


def test_a_record_is_written_and_the_next_steps_are_told(root: Path) -> None:
    before = files(root)
    done = new(root, "demo-013", "变更", "--field", "办公电话")
    folder = "records/institutions/dongtai/demo-013"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"已写好 {folder}/acts/2026-11-23-change.yml\n"
        "  要填 3 处：变更后（第 14 行）、变更原因（第 16 行）、报备日期（第 26 行）\n"
        "接着：填好存盘，registry check 看还缺什么；没有错误了，registry propose 说明\n"
        "要收回：registry discard demo-013\n"
    )
    assert files(root) - before == {f"{folder}/acts/2026-11-23-change.yml".removeprefix("records/")}
    again = new(root, "demo-013", "change")
    assert again.returncode == 2
    assert again.stderr == (
        f"registry：机构 demo-013 的档案中 {folder}/acts/2026-11-23-change.yml 还没有填好，或者有错误，"
        "看不出接着可以录入什么；先填好（写错了不要的：registry discard），"
        "registry check 没有错误了再写下一份\n"
    )


def test_an_unlawful_one_is_1_and_nothing_is_written(refusing: Path) -> None:
    before = files(refusing)
    done = new(refusing, "demo-013", "review")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("registry：现在不能录入专家评审：demo-013 在 2026-11-23 的状态是“已列入”")
    assert files(refusing) == before


def test_a_new_institution_has_its_file_and_the_check_names_its_blanks(root: Path) -> None:
    before = files(root)
    done = new(root, "demo-060", "application", "--area", "tinghu")
    folder = "institutions/tinghu/demo-060"
    made = {f"{folder}/acts/2026-11-23-application.yml"}
    assert (done.returncode, files(root) - before) == (0, made)
    check = registry("check", "--root", root, "--on", DAY.isoformat(), f"records/{folder}")
    assert check.returncode == 1
    assert "“统一社会信用代码”没有填写" in check.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo-01", "change"),
        ("demo-013", "chang"),
        ("demo-013", "plan", "--year", "27"),
        ("demo-013", "change", "--field", "fax"),
        ("demo-060", "application", "--area", "nowhere"),
        ("../x", "batch"),
        ("../x", "application", "--area", "tinghu"),
        ("demo-013", "waiver", "--rule", "../x"),
        ("demo-013", "change", "--with", "titel"),
    ],
)
def test_what_is_not_understood_is_2_and_nothing_is_written(
    refusing: Path, arguments: tuple[str, ...]
) -> None:
    before = files(refusing)
    done = new(refusing, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("registry：")
    assert files(refusing) == before


def test_a_file_in_the_place_of_a_folder_is_2(root: Path) -> None:
    shutil.rmtree(root / "records/batches")
    (root / "records/batches").write_text("", "utf-8")
    done = new(root, "2027-1", "batch")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("registry：没有写成 ")


def test_same_input_gives_the_same_bytes(root: Path) -> None:
    texts = set()
    for _ in range(2):
        assert new(root, "demo-013", "summary").returncode == 0
        file = root / "records/institutions/dongtai/demo-013/summaries/2026.yml"
        texts.add(file.read_bytes())
        file.unlink()
    assert len(texts) == 1
