"""Files in a folder that bears the name of an area or an institution in place of its id: where they go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from ..finding import Finding
from ..model.register import Register
from ..records.file_names import suggest_name
from ..records.record_path import RECORDS
from ..records.schemas import Schemas

FOLDER = "institutions"


class MeantFolder(NamedTuple):
    """A folder as it was likely meant: its name as written, whose it is, and the id that it should bear."""

    written: str
    owner: str
    id: str


def explain_folders(findings: Iterable[Finding], register: Register, schemas: Schemas) -> Iterator[Finding]:
    """Findings in files that should not be where they are, with where they were meant to be."""
    for finding in findings:
        if finding.rule == "file-place" and not finding.path.isascii():
            hint = _suggest_place(finding.path.split("/")[1:], register, schemas)
            finding = msgspec.structs.replace(finding, hint=hint or finding.hint)
        yield finding


def _suggest_place(parts: list[str], register: Register, schemas: Schemas) -> str:
    """Where a file goes that lies below records/; empty where its folders tell no area or institution."""
    parts = parts if parts[0] == FOLDER else [FOLDER, *parts]
    meant: list[MeantFolder] = []
    if len(parts) > 2 and not parts[1].isascii():
        meant += _find_area(parts[1], register)
        parts[1] = meant[0].id if meant else parts[1]
    if len(parts) > 3 and not parts[2].isascii():
        own = _find_institution(parts[2], f"{RECORDS}/{FOLDER}/{parts[1]}", register)
        meant += own
        parts[2] = own[0].id if own else parts[2]
    if not meant:
        return ""
    said = "，".join(f"“{each.written}”是{each.owner}，文件夹用它的编号 {each.id}" for each in meant)
    below = "/".join(parts)
    if not schemas.find_kind(below):
        return f"{said}；{suggest_name(schemas, below)}"
    path = f"{RECORDS}/{below}"
    is_there = path in register.filed or path in register.invalid
    return f"{said}：{'那里已有 ' + path + '，核对以后只留一份' if is_there else '移到 ' + path}"


def _find_area(name: str, register: Register) -> list[MeantFolder]:
    """The one area of this name, or whose name begins so; none where several do."""
    names = {id_: area.name for id_, area in register.tables.areas.items()}
    whole = [id_ for id_, own in names.items() if own == name]
    fitting = whole or [id_ for id_, own in names.items() if own.startswith(name)]
    return [MeantFolder(name, f"地区 {names[id_]}", id_) for id_ in fitting] if len(fitting) == 1 else []


def _find_institution(name: str, area: str, register: Register) -> list[MeantFolder]:
    """The one institution in an area's folder with this name, or with it in its name; none where several."""
    inside = [id_ for id_, folder in register.folder_by_id.items() if folder.startswith(f"{area}/")]
    names = {id_: register.dossiers[id_].institution.name for id_ in inside if id_ in register.dossiers}
    whole = [id_ for id_, own in names.items() if own == name]
    fitting = whole or [id_ for id_, own in names.items() if name in own]
    return [MeantFolder(name, f"机构 {names[id_]}", id_) for id_ in fitting] if len(fitting) == 1 else []
