"""The modules of a page named in its head: a browser asks for all at once, not level by level of imports."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .portable import IMPORT, MODULE

HEAD_END = "</head>"


def add_preloads(output: str, assets: Path) -> str:
    """A page with a link for each module that its scripts import, directly or by others."""
    links: dict[str, None] = {}
    for script in MODULE.finditer(output):
        folder, _, name = script["address"].rpartition("/")
        links.update(dict.fromkeys(f"{folder}/{each}" for each in list_imports(assets / name)))
    lines = "".join(f'<link rel="modulepreload" href="{each}">\n' for each in links)
    # After the style sheets, for which the first paint waits.
    return output.replace(HEAD_END, lines + HEAD_END, 1)


@lru_cache(64)
def list_imports(file: Path) -> tuple[str, ...]:
    """The modules that a module rests on, by their names."""
    if not file.exists():
        return ()
    near = [each["file"] for each in IMPORT.finditer(file.read_text("utf-8"))]
    below = (each for name in near for each in list_imports(file.parent / name))
    return tuple(dict.fromkeys((*near, *below)))
