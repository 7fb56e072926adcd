"""What goes back to an institution: the sheet with its faults marked, and letters, as files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from ...model.kinds import PaperKind
from ...papers.letters import NEXT, OF_A_FORM, write_text
from ...papers.paper import Paper
from ...whole_file import replace_file
from ..sheets.grid import Workbook
from ..sheets.marking import write_marked_copy
from .importing import Importer
from .letters import address_letter, draw_notice, draw_receipt
from .record_file import is_record_file
from .result import FAULTY, WRITTEN, Result

MARKED = "（标出问题）.xlsx"
# A letter is a text for a mail, and beside it a document in official layout.
TEXT, DOCUMENT = ".txt", ".docx"
LETTERS = tuple(f"（{each}）" for each in (PaperKind.SUPPLEMENT_NOTICE, PaperKind.RECEIPT))
OWN = (MARKED, *(f"{each}{ending}" for each in LETTERS for ending in (TEXT, DOCUMENT)))
SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".et", ".csv", ".tsv", ".txt", ".htm", ".html"})
# Those that are named one by one in a folder, since somebody may take them for sheets.
OTHERS = frozenset({".doc", ".docx", ".pdf", ".wps", ".jpg", ".png", ".zip", ".rar", ".7z"})


def list_workbooks(named: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The files to be read, in order, those of each folder by name; and what is passed over, and why."""
    files: list[Path] = []
    skipped: list[tuple[Path, str]] = []
    for path in named:
        within = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
        for item in within:
            if words := _explain_skip(item, path.is_dir()):
                skipped.append((item, words))
            elif item not in files and (not path.is_dir() or _may_be_meant(item)):
                files.append(item)
    return files, skipped


def _may_be_meant(path: Path) -> bool:
    return path.suffix.lower() in SHEETS | OTHERS or is_record_file(path)


def _explain_skip(path: Path, in_folder: bool) -> str:
    """Why a file is not read; nothing where it is."""
    name = path.name
    if name.startswith(("~$", ".~lock.", "~WRL")):
        return "是打开着的表格的临时文件，跳过；表格还没有存的，先存好"
    if in_folder and (name.lower().endswith((".tmp", ".crdownload", ".part")) or name.startswith(".")):
        return "是没有下载完的或者隐藏的文件，跳过"
    if name.endswith(OWN):
        return "是程序自己写的，跳过"
    return ""


def write_answers(
    result: Result, workbook: Workbook, importer: Importer, folders: tuple[Path, Path], part: str = ""
) -> list[Path]:
    """Write what goes back for a workbook: a receipt, or a marked copy and a notice. Raises OSError.

    `folders` are that of the marked copies and that of the letters; `part` says which one of several records
    of the file it is.
    """
    if result.state not in (FAULTY, WRITTEN) or result.kind not in NEXT:
        return []
    faults, letters = folders
    letter = address_letter(result, importer.register, importer.schemas, importer.today)
    stem = f"{result.file.stem}{part}"
    if result.state == WRITTEN:
        return _write(letters, stem, draw_receipt(letter, result), importer)
    if is_record_file(result.file):  # there is no sheet to be marked
        return _write(letters, stem, draw_notice(letter, result.faults, OF_A_FORM), importer)
    written = _write(letters, stem, draw_notice(letter, result.faults), importer)
    marked = faults / f"{written[0].name.rpartition('（')[0]}{MARKED}"
    faults.mkdir(parents=True, exist_ok=True)
    write_marked_copy(workbook, result.faults, marked)
    return [marked, *written]


def _find_free(folder: Path, stem: str, ending: str, text: str) -> Path:
    """The path of a letter: not that of another one, which may have been sent."""
    content = _encode(text)
    for number in count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{ending}"
        if not path.exists() or path.read_bytes() == content:
            return path
    raise AssertionError


def _encode(text: str) -> bytes:
    """A text as the editors of Windows open it: with a mark of UTF-8, lines ended by both characters."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _write(folder: Path, stem: str, letter: Paper, importer: Importer) -> list[Path]:
    """A letter as a text and as a document; one that is there may have been edited, and stays."""
    from ...papers.document import write_document

    folder.mkdir(parents=True, exist_ok=True)
    text = write_text(letter)
    path = _find_free(folder, stem, f"（{letter.title}）{TEXT}", text)
    replace_file(path, _encode(text))
    document = path.with_suffix(DOCUMENT)
    if not document.exists():
        has_form = importer.register.tables.has_form(PaperKind(letter.title), importer.today)
        replace_file(document, write_document(letter._replace(is_model=not has_form), importer.today))
    return [path, document]
