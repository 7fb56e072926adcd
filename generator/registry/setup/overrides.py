"""Files of a register that go over the program's, and whether the program's have changed since.

The file ORIGINALS in a register holds, as `sha256sum` writes it, the digest of each file of the program from
which one of the register was made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..display import join_first
from ..publish.assemble.sources import find_own_pages
from ..refusal import Refusal
from ..settings import SITE, list_template_folders, read_site_settings
from ..suggest import ask_whether
from ..whole_file import replace_files

ORIGINALS = "site/originals.sha256"
THEME = "site/theme"
MAX_NAMED = 10  # files that a message names where a word stands in many
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Override(NamedTuple):
    """A file of the program, by its path below site/; what goes over it; the digest that it was made from.

    The digest is empty where nobody has noted it.
    """

    path: str
    own: Path
    original: str

    def has_changed(self) -> bool:
        """Whether the program's file is another now than the one that this was made from."""
        return bool(self.original) and self.original != digest_file(SITE / self.path)


def list_overrides(root: Path) -> list[Override]:
    """What in the register at `root` goes over a file of the program, by path. Raises SettingsError."""
    originals, folders = _read_originals(root), find_folders(root)
    overrides = []
    for path in list_packaged():
        own = _place(folders, path)
        # In a checkout the register's folders are the program's own: a file does not go over itself.
        if own.is_file() and not own.samefile(SITE / path):
            overrides.append(Override(path, own, originals.get(path, "")))
    return overrides


def list_packaged() -> list[str]:
    """The files of the program that a register may have otherwise, by their path below site/."""
    folders = (SITE / name for name in ("pages", "templates", "theme"))
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    # That file makes a folder a theme; the register's folder only adds to ours.
    return [file.relative_to(SITE).as_posix() for file in files if file.name != "mkdocs_theme.yml"]


def find_folders(root: Path) -> dict[str, Path]:
    """Where the register's own pages, templates and parts of the theme lie. Raises SettingsError."""
    return {
        "pages": find_own_pages(root),
        "templates": list_template_folders(root)[-1],
        "theme": root / (_read_theme_folder(root) or THEME),
    }


def _place(folders: dict[str, Path], path: str) -> Path:
    """Where the register's own file lies that goes over `path`."""
    kind, _, below = path.partition("/")
    return folders[kind] / below


def copy_original(root: Path, path: str) -> tuple[Path, str]:
    """Copy a file of the program into the register, and note its digest. Raises Refusal and OSError.

    Returned are the copy, and what is to be done for it to count; empty where nothing is.
    """
    if path not in (packaged := list_packaged()):
        like = [each for each in packaged if path in each]
        hint = f"名称中有它的：{join_first(like, MAX_NAMED, '个')}" if like else ask_whether(path, packaged)
        raise Refusal("，".join(filter(None, (f"程序中没有 {path} 这个文件", hint))))
    own = _place(find_folders(root), path)
    if own.exists():
        raise Refusal(f"已经有 {own}，没有改写；照程序现在的文件改好以后运行 registry override {path} --done")
    replace_files({own: (SITE / path).read_bytes(), **_write_note(root, path)})
    if path.startswith("theme/") and not _read_theme_folder(root):
        return own, f"在 mkdocs.yml 中写上 theme: {{name: registry, custom_dir: {THEME}}}"
    return own, ""


def note_original(root: Path, path: str) -> None:
    """Note that the register's file is made from the program's as it is now. Raises Refusal and OSError."""
    if path not in {each.path for each in list_overrides(root)}:
        raise Refusal(f"登记册中没有盖过 {path} 的文件；要一份来改，运行 registry override {path}")
    replace_files(_write_note(root, path))


def _write_note(root: Path, path: str) -> dict[Path, bytes]:
    """The file of all digests, with that of `path` as the program has it now."""
    noted = {**_read_originals(root), path: digest_file(SITE / path)}
    text = "".join(f"{value}  {name}\n" for name, value in sorted(noted.items()))
    return {root / ORIGINALS: text.encode()}


def list_shadowing(root: Path, site: Path) -> Iterator[Override]:
    """List the register's files that replace one which another version (`site`) has changed or dropped."""
    for override in list_overrides(root):
        # Without a note, what runs now is taken for what it was made from.
        before = override.original or digest_file(SITE / override.path)
        if digest_file(site / override.path) != before:
            yield override


def digest_file(file: Path) -> str:
    """The digest of a file, empty where there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _read_originals(root: Path) -> dict[str, str]:
    file = root / ORIGINALS
    lines = file.read_text("utf-8", "replace").splitlines() if file.is_file() else ()
    return {match[2]: match[1] for line in lines if (match := LINE.fullmatch(line))}


def _read_theme_folder(root: Path) -> str:
    """The folder from which the register's own parts of the theme are taken, empty where it names none."""
    theme = read_site_settings(root)["theme"]
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    return folder if isinstance(folder, str) else ""
