"""The texts of the handbook's pictures as they were when the pictures were made."""

from __future__ import annotations

from tests.conftest import REPOSITORY

TEXTS = REPOSITORY / "tests/pictures/texts"


def find_old(today: dict[str, str]) -> list[str]:
    """The pictures whose text is another today, by name, each with the first line that differs."""
    return [
        f"{name}: {_find_first_difference(_read(name), text)}; `make pictures` takes it anew"
        for name, text in today.items()
        if _read(name) != text
    ]


def _read(name: str) -> str:
    file = TEXTS / f"{name}.txt"
    return file.read_text("utf-8").removesuffix("\n") if file.exists() else ""


def _find_first_difference(before: str, after: str) -> str:
    lines = zip(f"{before}\n…".splitlines(), f"{after}\n…".splitlines(), strict=False)
    return next((f"{old!r} → {new!r}" for old, new in lines if old != new), "")
