"""Spreadsheets as institutions send them: each has a habit that a reader must bear.

All are made anew into a folder, but for those of old programs, which lie in saved/ (`python -m
tests.entry.ugly.saving` writes them with LibreOffice). Institutions, people and numbers are fictional.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.entry.ugly import books, forms, texts

SAVED = Path(__file__).with_name("saved")


MADE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "merged-head": ("2027年度计划表.xlsx", books.write_merged_head),
    "text-numbers": ("计划（文本）.xlsx", books.write_text_numbers),
    "epoch-1904": ("计划mac.xlsx", books.write_1904),
    "hidden": ("报送稿.xlsx", books.write_hidden),
    "macros": ("计划（带宏）.xlsm", books.write_macros),
    "unsaved-formulas": ("计划公式.xlsx", books.write_unsaved_formulas),
    "months": ("分月计划.xlsx", books.write_months),
    "application": ("申请表.xlsx", forms.write_application),
    "change": ("变更报备表.xlsx", forms.write_change),
    "summary": ("2026年总结.xlsx", forms.write_summary),
    "empty-rows": ("计划（十万行）.xlsx", books.write_empty_rows),
    "html": ("系统导出.xls", texts.write_html),
    "semicolons": ("计划.csv", texts.write_semicolons),
    "pasted": ("粘贴.txt", texts.write_pasted),
    "wide-commas": ("手打.csv", texts.write_wide_commas),
}
# What LibreOffice has saved of them, and under which name it arrives.
OLD = {
    "xls": ("merged-head.xls", "2027年度计划表.xls"),
    "xls-summary": ("summary.xls", "2026年总结.xls"),
    "et": ("application.xls", "申请表.et"),
    "ods": ("hidden.ods", "报送稿.ods"),
}


def list_ugly(folder: Path) -> dict[str, Path]:
    """Every readable one by its habit, made into the folder."""
    return {name: make_ugly(name, folder) for name in (*MADE, *OLD)}


def make_ugly(name: str, folder: Path) -> Path:
    """One of them, made into the folder."""
    if name in OLD:
        return Path(shutil.copy(SAVED / OLD[name][0], folder / OLD[name][1]))
    file, write = MADE[name]
    write(folder / file)
    return folder / file
