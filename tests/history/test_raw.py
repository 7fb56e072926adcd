"""What Git holds is read as it is, whatever attributes say of exports, line ends and encodings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.git_command import GitError
from registry.git_command import run_git as ask
from registry.history.git import export_records, read_blobs
from tests.conftest import SECOND, registry
from tests.repository import commit, git

ID = "yx-a7"
ATTRIBUTES = {
    "export-ignore": "*.yml export-ignore\n",
    "export-subst": "*.yml export-subst\n",
    "line ends": "*.yml text eol=crlf\n",
    "encoding": "*.yml text working-tree-encoding=UTF-16LE-BOM\n",
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    root = tmp_path / "register"
    shutil.copytree(SECOND / "records", root / "records")
    git(root.parent, "init", "-q", "-b", "main", str(root))
    (folder,) = root.glob(f"records/institutions/*/{ID}")
    with (folder / "institution.yml").open("a", encoding="utf-8") as out:
        out.write("remarks: $Format:%H$\n")
    (root / "records/link.yml").symlink_to("areas.yml")
    commit(root)
    return root


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes_change_nothing(register: Path, tmp_path: Path, name: str) -> None:
    (folder,) = register.glob(f"records/institutions/*/{ID}")
    before = {file.name: file.read_bytes() for file in folder.glob("*.yml")}
    (folder / ".gitattributes").write_text(ATTRIBUTES[name])
    git(register, "add", str(folder / ".gitattributes"))
    git(register, "commit", "-q", "-m", "属性")
    export_records(register, "HEAD", tmp_path / "out")
    out = tmp_path / "out" / folder.relative_to(register)
    assert {file.name: file.read_bytes() for file in out.glob("*.yml")} == before
    assert (out / ".gitattributes").read_text() == ATTRIBUTES[name]
    assert (tmp_path / "out/records/link.yml").readlink() == Path("areas.yml")


def test_a_dossier_cannot_be_hidden(register: Path) -> None:
    (folder,) = register.glob(f"records/institutions/*/{ID}")
    (register / "records/link.yml").unlink()
    commit(register)
    (folder / ".gitattributes").write_text("* export-ignore\n")
    git(register, "add", "--all")
    git(register, "commit", "-q", "-m", "属性")
    assert "没有机构" not in registry("status", ID, "--root", register, "--known-at", "HEAD").stderr
    changes = registry("changes", "HEAD~1", "HEAD", "--root", register)
    assert (changes.returncode, "删去" in changes.stdout) == (0, False)
    result = registry("check", "--base", "HEAD~1", "--root", register)
    assert (result.returncode, "以点开头" in result.stdout) == (1, True)


def crlf(root: Path, attributes: str) -> Path:
    """A file is committed with CRLF as an upload in a browser does it, past all attributes."""
    (root / "records/link.yml").unlink()
    (root / ".gitattributes").write_text(attributes)
    commit(root)
    (file,) = root.glob(f"records/institutions/*/{ID}/institution.yml")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    name = str(file.relative_to(root))
    id_ = ask(root, "hash-object", "-w", "--no-filters", name).decode().strip()
    git(root, "update-index", "--cacheinfo", f"100644,{id_},{name}")
    git(root, "commit", "-q", "-m", "上传")
    return file


@pytest.mark.parametrize(
    ("attributes", "is_told"), [("*.yml text eol=lf\n", True), ("", False), ("*.yml -text\n", False)]
)
def test_crlf_against_the_attributes_is_told(register: Path, attributes: str, is_told: bool) -> None:
    crlf(register, attributes)
    result = registry("check", "--base", "HEAD~1", "--root", register)
    assert ("yaml-line-ends" in result.stdout, "--renormalize" in result.stdout) == (is_told, is_told)


def test_crlf_that_git_changes_by_itself_is_let_be(register: Path) -> None:
    """An editor on Windows writes CRLF; Git takes LF."""
    file = crlf(register, "*.yml text eol=lf\n")
    git(register, "add", "--renormalize", "--all")
    git(register, "commit", "-q", "-m", "改回")
    assert b"\r" in file.read_bytes()
    assert "yaml-line-ends" not in registry("check", "--base", "HEAD~2", "--root", register).stdout


def test_what_is_not_there_is_said(register: Path) -> None:
    with pytest.raises(GitError, match="缺少"):
        list(read_blobs(register, ["0" * 40]))
