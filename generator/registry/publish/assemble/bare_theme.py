"""A theme of MkDocs that does not list hidden files, which MkDocs would only leave out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme


class BareTheme(Theme):
    """A theme of MkDocs that lists no hidden files: Material has 14,000 icons in such a folder.

    MkDocs asks for all files and then leaves out the hidden ones, which takes a tenth of a second each time.
    """

    def get_env(self) -> Environment:
        env = super().get_env()
        env.loader = _Bare(self.dirs)
        return env


class _Bare(FileSystemLoader):
    """Finds every template, and lists those that are not hidden."""

    def list_templates(self) -> list[str]:
        places = map(Path, self.searchpath)
        return sorted({file.relative_to(at).as_posix() for at in places for file in walk_visible(at)})


def walk_visible(place: Path) -> Iterator[Path]:
    """The files below a folder of a theme, but for those in hidden folders."""
    for folder, folders, files in os.walk(place):
        folders[:] = [each for each in folders if each[0] != "."]
        yield from (Path(folder, each) for each in files)
