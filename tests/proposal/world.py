"""A forge's bare repository, and the clones of a clerk and of a colleague."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.repository import commit, git

PLAN = "records/institutions/linzhou/yx-b3/plans/2026.yml"
LINES = "".join(f"line: {number}\n" for number in range(30))


class World(NamedTuple):
    """The forge, and two clones of it in which nothing is changed."""

    forge: Path
    desk: Path
    colleague: Path

    def change_on_main(self, path: str, text: str | None, words: str = "同事的改动") -> None:
        """Have the colleague bring a file (or its deletion) to the forge's main line."""
        git(self.colleague, "fetch", "-q")
        git(self.colleague, "checkout", "-q", "-B", "main", "origin/main")
        write(self.colleague, path, text)
        git(self.colleague, "add", "--all")
        git(self.colleague, "commit", "-q", "-m", words)
        git(self.colleague, "push", "-q", "origin", "main")

    def merge(self, branch: str, *options: str) -> None:
        """Have the colleague merge a proposal; with `--squash` as one commit of his own."""
        git(self.colleague, "fetch", "-q")
        git(self.colleague, "checkout", "-q", "-B", "main", "origin/main")
        git(self.colleague, "merge", "-q", *(options or ("--no-ff", "-m", "合并")), f"origin/{branch}")
        if options:
            git(self.colleague, "commit", "-q", "-m", "合并（压缩）")
        git(self.colleague, "push", "-q", "origin", "main")


def make_world(folder: Path, records: Path | None = None) -> World:
    """A forge with a register of a few lines, or with these records, and two clones of it."""
    seed, forge = folder / "seed", folder / "forge.git"
    git(folder, "init", "-q", "-b", "main", str(seed))
    if records:
        shutil.copytree(records, seed / "records")
    else:
        write(seed, PLAN, LINES)
        write(seed, "records/README.md", "说明\n")
    write(seed, "mkdocs.yml", "extra:\n  forge:\n    kind: gitea\n    address: https://git.example.org/o/r\n")
    write(seed, ".gitignore", "/.cache/\n*.bak\n")
    commit(seed)
    git(folder, "clone", "-q", "--bare", str(seed), str(forge))
    git(folder, "clone", "-q", str(forge), str(folder / "desk"))
    config = folder / "desk/.git/config"
    own = "[user]\n\tname = 经办人\n\temail = office@example.org\n[maintenance]\n\tauto = false\n"
    # By a relative address all of it can be copied.
    config.write_text(config.read_text("utf-8").replace(str(forge), "../forge.git") + own, "utf-8")
    shutil.copytree(folder / "desk", folder / "colleague", symlinks=True)
    return find_world(folder)


def find_world(folder: Path) -> World:
    """The world in a folder, or in a copy of it."""
    return World(folder / "forge.git", folder / "desk", folder / "colleague")


def write(root: Path, path: str, text: str | None) -> None:
    """Write a file below `root`, or delete it."""
    file = root / path
    if text is None:
        file.unlink()
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")


def ask(root: Path, *arguments: str) -> str:
    """What Git says, as text without the line feed at its end."""
    result = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    return result.stdout.decode().rstrip("\n")


def state(root: Path) -> tuple[str, str, str, dict[str, bytes]]:
    """All that a refused command must leave as it was: branch, commit, what is staged or not, and files."""
    files = {each.relative_to(root).as_posix(): each for each in root.rglob("*") if each.is_file()}
    passed_over = (".git/", ".cache/registry/findings", ".cache/registry/parts", ".cache/registry/.gitignore")
    contents = {path: file.read_bytes() for path, file in files.items() if not path.startswith(passed_over)}
    questions = [("rev-parse", "--abbrev-ref", "HEAD"), ("rev-parse", "HEAD"), ("status", "--porcelain")]
    branch, head, status = (ask(root, *each) for each in questions)
    return branch, head, status, contents
