"""Files in a folder that bears the name of an area or an institution in place of its id: where they go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from ..finding import Finding
from ..model.register import Register
from ..records.file_names import find_faulty_folder, suggest_name
from ..records.record_path import RECORDS
from ..records.schemas import Schemas
from .meant_ids import find_meant_id, list_names

FOLDER = "institutions"


def explain_folders(findings: Iterable[Finding], register: Register, schemas: Schemas) -> Iterator[Finding]:
    """Findings in files that should not be where they are, with where they were meant to be.

    What is wrong with a folder is told at the first of its files.
    """
    others: dict[str, int] = defaultdict(int)
    reported = []
    for finding in _suggest_places(findings, register, schemas):
        below = finding.path.removeprefix(f"{RECORDS}/")
        folder = find_faulty_folder(schemas, below) if finding.rule == "file-place" else ""
        if not folder or not others[folder]:
            reported.append((folder, finding))
        others[folder] += 1
    for folder, finding in reported:
        if folder and others[folder] > 1:
            message = f"{finding.message}；这个文件夹里另有 {others[folder] - 1} 份，一并处理"
            finding = msgspec.structs.replace(finding, message=message)
        yield finding


def _suggest_places(findings: Iterable[Finding], register: Register, schemas: Schemas) -> Iterator[Finding]:
    """Findings in files that should not be where they are, with the folder that its name means."""
    for finding in findings:
        if finding.rule == "file-place" and not finding.path.isascii():
            hint = _suggest_place(finding.path.split("/")[1:], register, schemas)
            finding = msgspec.structs.replace(finding, hint=hint or finding.hint)
        yield finding


def _suggest_place(parts: list[str], register: Register, schemas: Schemas) -> str:
    """Where a file goes that lies below records/; empty where its folders tell no area or institution."""
    parts = parts if parts[0] == FOLDER else [FOLDER, *parts]
    lines = []
    for number, reference in ((1, "area"), (2, "institution")):
        if len(parts) < number + 2 or parts[number].isascii():
            continue
        names = list_names(reference, register)
        if reference == "institution":
            inside = f"{RECORDS}/{FOLDER}/{parts[1]}/"
            folders = register.folder_by_id
            names = {id_: name for id_, name in names.items() if folders[id_].startswith(inside)}
        if meant := find_meant_id(reference, parts[number], names):
            id_, owner = meant
            lines.append(f"“{parts[number]}”是{owner}，文件夹用它的编号 {id_}")
            parts[number] = id_
    if not lines:
        return ""
    below = "/".join(parts)
    if not schemas.find_kind(below):
        return f"{'，'.join(lines)}；{suggest_name(schemas, below)}"
    path = f"{RECORDS}/{below}"
    is_there = path in register.filed or path in register.invalid
    return f"{'，'.join(lines)}；{f'那里已有 {path}，核对以后只留一份' if is_there else f'移到 {path}'}"
