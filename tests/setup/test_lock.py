"""The lock of a register: made of what a version of the program brings along, and of its file's digest."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from packaging.requirements import Requirement

from registry.refusal import Refusal
from registry.setup.lock import LOCK, WHEELHOUSE, Lock, is_kept, lock_running, put_lock
from registry.setup.wheel import DISTRIBUTION, PINNED, fetch_wheel
from tests.conftest import REPOSITORY

PINS = f"# made by a tool\n# with words\nsix==1.17.0 \\\n    --hash=sha256:{'0' * 64}\n    # via nothing\n"


def pack(folder: Path, version: str, name: str = DISTRIBUTION, pins: str = PINS) -> Path:
    """A file that pip would install as a version of the program."""
    file = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    folder.mkdir(exist_ok=True)
    inside = f"{name.replace('-', '_')}-{version}.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{inside}/METADATA", f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{inside}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{inside}/RECORD", "")
        archive.writestr(f"registry/{PINNED}", pins)
    return file


def write_lock(root: Path, program: str) -> Lock:
    """Lock a program by its file or version, as `registry update` does."""
    with TemporaryDirectory() as name:
        wheel = fetch_wheel(program, Path(name))
        return put_lock(root, wheel, keep=is_kept(wheel, Path(name)))


def test_a_file_is_locked_by_its_digest_and_kept_in_the_register(tmp_path: Path) -> None:
    root = tmp_path / "register"
    root.mkdir()
    first, second = pack(tmp_path, "1.2.3"), pack(tmp_path, "1.2.4")
    digest = hashlib.sha256(first.read_bytes()).hexdigest()
    assert write_lock(root, str(first)) == ("1.2.3", (LOCK, f"{WHEELHOUSE}/{first.name}"))
    text = (root / LOCK).read_text("utf-8")
    assert f"\n{DISTRIBUTION}==1.2.3 \\\n    --hash=sha256:{digest}\nsix==1.17.0 \\\n" in text
    assert "made by a tool" not in text
    (root / WHEELHOUSE / "six-1.17.0-py3-none-any.whl").write_bytes(b"")
    write_lock(root, str(second))
    names = sorted(each.name for each in (root / WHEELHOUSE).iterdir())
    assert names == ["six-1.17.0-py3-none-any.whl", second.name]
    again = (root / LOCK).read_bytes()
    write_lock(root, str(root / WHEELHOUSE / second.name))
    assert (root / LOCK).read_bytes() == again


def test_where_a_lock_cannot_be_written_what_the_old_one_needs_stays(tmp_path: Path) -> None:
    first, second = pack(tmp_path, "1.2.3"), pack(tmp_path, "1.2.4")
    write_lock(tmp_path, str(first))
    (tmp_path / f".{LOCK}.new").mkdir()
    with pytest.raises(IsADirectoryError):
        write_lock(tmp_path, str(second))
    assert f"{DISTRIBUTION}==1.2.3 " in (tmp_path / LOCK).read_text("utf-8")
    assert (tmp_path / WHEELHOUSE / first.name).exists()


@pytest.mark.long
def test_pip_takes_the_kept_file_from_any_folder_and_refuses_another(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "register", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    write_lock(root, str(pack(tmp_path, "1.2.3", pins="")))
    options = ("--no-index", "--require-hashes", "--quiet", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", ".", "-r", str(root / LOCK)]

    def fetch() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)

    result = fetch()
    assert result.returncode == 0, result.stderr
    next(elsewhere.iterdir()).unlink()
    pack(root / WHEELHOUSE, "1.2.3", pins="# another\n")
    assert "DO NOT MATCH THE HASHES" in fetch().stderr


def test_a_version_is_fetched_from_where_pip_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "register"
    root.mkdir()
    file = pack(tmp_path / "shelf", "1.2.3")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(file.parent))
    assert write_lock(root, "1.2.3") == ("1.2.3", (LOCK,))
    text = (root / LOCK).read_text("utf-8")
    assert f"    --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n" in text
    assert "--find-links wheelhouse" not in text
    with pytest.raises(Refusal, match="取不到程序的 1"):
        write_lock(root, "1.2.5")
    assert (root / LOCK).read_text("utf-8") == text


@pytest.mark.parametrize("name", ["none.whl", "text.whl", "other"])
def test_what_is_no_file_of_the_program_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.whl").write_text("甲", "utf-8")
    file = pack(tmp_path, "1.2.3", "other") if name == "other" else tmp_path / name
    with pytest.raises(Refusal):
        write_lock(tmp_path, str(file))
    assert not (tmp_path / LOCK).exists()


def test_from_its_source_the_packages_are_locked_and_the_program_is_not(tmp_path: Path) -> None:
    assert lock_running(tmp_path) == ("", (LOCK,))
    text = (tmp_path / LOCK).read_text("utf-8")
    assert "程序本身还没有锁定" in text
    pins = (REPOSITORY / PINNED).read_text("utf-8")
    assert text.endswith(pins[pins.index("\nbabel==") + 1 :])
    names = [Requirement(line.partition(" \\")[0]).name for line in text.splitlines() if line[0] not in "# -"]
    assert DISTRIBUTION not in names
    assert "mkdocs" in names
