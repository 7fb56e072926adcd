"""What goes back to an institution: the sheet with its faults marked, and letters, as files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..sheets.grid import Workbook
from ..sheets.marking import write_marked_copy
from .importing import FAULTY, WRITTEN, Importer, Result
from .letters import NEXT, address_letter, write_notice, write_receipt

MARKED, NOTICE, RECEIPT = "（标出问题）.xlsx", "（补正通知）.txt", "（收件回执）.txt"
SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".et", ".csv", ".tsv", ".txt", ".htm", ".html"})
# Those that are named one by one in a folder, since somebody may take them for sheets.
OTHERS = frozenset({".doc", ".docx", ".pdf", ".wps", ".jpg", ".png", ".zip", ".rar", ".7z"})


def list_workbooks(named: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The files to be read, in order, those of each folder by name; and what is passed over, and why."""
    files: list[Path] = []
    skipped: list[tuple[Path, str]] = []
    for path in named:
        within = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
        for each in within:
            if words := _passed_over(each, path.is_dir()):
                skipped.append((each, words))
            elif each not in files and (not path.is_dir() or each.suffix.lower() in SHEETS | OTHERS):
                files.append(each)
    return files, skipped


def _passed_over(path: Path, in_folder: bool) -> str:
    """Why a file is not read; nothing where it is."""
    name = path.name
    if name.startswith(("~$", ".~lock.", "~WRL")):
        return "是打开着的表格的临时文件，跳过；表格还没有存的，先存好"
    if in_folder and (name.lower().endswith((".tmp", ".crdownload", ".part")) or name.startswith(".")):
        return "是没有下载完的或者隐藏的文件，跳过"
    if name.endswith((MARKED, NOTICE, RECEIPT)):
        return "是程序自己写的，跳过"
    return ""


def write_answers(
    result: Result, workbook: Workbook, importer: Importer, faults: Path, letters: Path
) -> list[Path]:
    """Write what goes back for a workbook: a receipt, or a marked copy and a notice. Raises OSError."""
    if result.state not in (FAULTY, WRITTEN) or result.kind not in NEXT:
        return []
    letter = address_letter(result, importer.register, importer.schemas, importer.today)
    stem = result.file.stem
    if result.state == WRITTEN:
        return [_write(letters / f"{stem}{RECEIPT}", write_receipt(letter, result))]
    faults.mkdir(parents=True, exist_ok=True)
    marked = faults / f"{stem}{MARKED}"
    write_marked_copy(workbook, result.faults, marked)
    return [marked, _write(letters / f"{stem}{NOTICE}", write_notice(letter, result.faults))]


def _write(path: Path, text: str) -> Path:
    """A text as the editors of Windows open it: with a mark of UTF-8, lines ended by both characters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8-sig", newline="\r\n")
    return path
