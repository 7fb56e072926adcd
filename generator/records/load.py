"""A register's folder → checked plain data. All faults of all files in one run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from ..finding import Finding
from . import naming, quick_yaml, strict_yaml, wording
from .schemas import Kind, Schemas

RECORDS = "records"
# Files that may lie beside records without being one.
BESIDE = frozenset({"LICENSE", "README.md"})

Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]


class Document(NamedTuple):
    """One file of records/: its path from the root, its kind, the values in its path, and its data."""

    path: str
    kind: Kind
    names: dict[str, str]
    data: Any


class Loaded(NamedTuple):
    """What the files hold.

    The valid documents by path, the paths of known kinds whose content is not valid, the findings, and how
    many files there are.
    """

    documents: dict[str, Document]
    invalid: dict[str, tuple[Kind, dict[str, str]]]
    findings: list[Finding]
    files: int


Entry = Literal["file", "link", "other"]


def walk(folder: Path) -> Iterator[tuple[str, Entry]]:
    """Everything below `folder` but folders: its path with forward slashes, sorted, and what it is.

    Names that begin with a dot are passed over.
    """
    found: list[tuple[str, Entry]] = []
    stack = [(str(folder), "")]
    while stack:
        place, prefix = stack.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    stack.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    is_file = entry.is_file(follow_symlinks=False)
                    what: Entry = "link" if entry.is_symlink() else "file" if is_file else "other"
                    found.append((prefix + entry.name, what))
    return iter(sorted(found))


def load(root: Path, schemas: Schemas, progress: Progress | None = None) -> Loaded:
    """Read and check every file of `root`/records. Raises FileNotFoundError where there is no such folder."""
    folder = root / RECORDS
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    loaded = Loaded({}, {}, [], 0)
    files = list(walk(folder))
    for below, what in progress(files, "读取记录", len(files)) if progress else files:
        path = f"{RECORDS}/{below}"
        if not below.isprintable():
            # Bytes that are no UTF-8 and control characters are shown by their codes.
            name = os.fsencode(path).decode("utf-8", "backslashreplace")
            shown = "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in name)
            hint = "改成英文小写字母、数字和短横的名字"
            loaded.findings.append(_form("file-place", shown, "文件名中有无法显示的字符", hint))
        elif what == "link":
            hint = "放入文件本身；登记册内外都不使用链接"
            loaded.findings.append(_form("file-link", path, "这是一个链接，不是文件", hint))
        elif what == "other":
            message = "这既不是文件，也不是文件夹"
            loaded.findings.append(_form("file-place", path, message, "移走；登记册中只放文件和文件夹"))
        elif below in BESIDE:
            continue
        elif placed := schemas.place(below):
            _read(root, path, placed, schemas, loaded)
        else:
            loaded.findings.append(
                _form("file-place", path, "这里不应有这个文件", naming.hint(schemas, below))
            )
    return loaded._replace(files=len(files))


def _read(
    root: Path, path: str, placed: tuple[Kind, dict[str, str]], schemas: Schemas, loaded: Loaded
) -> None:
    kind, names = placed
    data, faults = quick_yaml.read((root / path).read_bytes())
    found = [as_finding(fault, path) for fault in faults]
    if not any(each.severity == "error" for each in found):
        found += wording.findings(schemas, kind.name, data, path)
    loaded.findings.extend(found)
    if not any(each.severity == "error" for each in found):
        loaded.documents[path] = Document(path, kind, names, data)
    else:
        loaded.invalid[path] = (kind, names)


def as_finding(fault: strict_yaml.Fault, path: str) -> Finding:
    """A fault of form as a finding in the file at `path`."""
    return Finding(
        rule=fault.rule,
        severity=fault.severity,
        path=path,
        message=fault.message,
        hint=fault.hint,
        line=fault.line,
        column=fault.column,
    )


def _form(rule: str, path: str, message: str, hint: str) -> Finding:
    return Finding(rule=rule, severity="error", path=path, message=message, hint=hint, line=1, column=1)


def locate(root: Path, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, sorted, each with the line and column of the value or key it points at."""
    marks: dict[str, dict[str, strict_yaml.Marks]] = {}
    located = []
    for finding in findings:
        if not finding.line:
            if finding.path not in marks:
                file = root / finding.path
                marks[finding.path] = strict_yaml.parse(file.read_bytes()).marks if file.is_file() else {}
            line, column = _mark(marks[finding.path], finding)
            finding = msgspec.structs.replace(finding, line=line, column=column)
        located.append(finding)
    return sorted(dict.fromkeys(located), key=Finding.order)


def _mark(marks: dict[str, strict_yaml.Marks], finding: Finding) -> tuple[int, int]:
    """The place of a pointer, or of the nearest thing around it."""
    place = finding.pointer
    while place and place not in marks:
        place = place.rpartition("/")[0]
    if place not in marks:
        return 1, 1
    mark = marks[place]
    on_key = finding.on_key or place != finding.pointer or mark.value[0] != mark.key[0]
    return mark.key if on_key else mark.value
