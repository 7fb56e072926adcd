"""A register's folder → checked plain data. All faults of all files in one run."""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from ..finding import Finding
from ..workers import HERE, Workers, batched
from . import naming, quick_yaml, strict_yaml, wording
from .cache import Cache, Content, Result
from .schemas import Kind, Schemas

RECORDS = "records"
# Files that may lie beside records without being one.
BESIDE = frozenset({"LICENSE", "README.md"})
CHUNK = 32  # groups that a worker checks at a time

# A group's name, its files with their bytes, and their kinds.
Read = tuple[str, list[Content], list[str]]

# Files that are other than the folder has them: path from the root → bytes, None where there is none.
Replaced = Mapping[str, bytes | None]
NOTHING: Replaced = {}

Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]
Names = dict[str, str]
Group = tuple[str, list[tuple[str, str]]]  # its name, and the paths of its files with their kinds


class Document(NamedTuple):
    """One file of records/: its path from the root, its kind, the values in its path, and its data as JSON.

    A register holds far more than one asks for at a time, so `data` is decoded anew each time.
    """

    path: str
    kind: Kind
    names: Names
    packed: bytes

    @property
    def data(self) -> Any:
        return msgspec.json.decode(self.packed)

    def holding(self, data: Any) -> Document:
        """The document with other data."""
        return self._replace(packed=msgspec.json.encode(data))


class Loaded(NamedTuple):
    """What the files hold.

    The valid documents by path, the paths of known kinds whose content is not valid, the findings, and how
    many files there are.
    """

    documents: dict[str, Document]
    invalid: dict[str, tuple[Kind, Names]]
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


def load(
    root: Path,
    schemas: Schemas,
    progress: Progress | None = None,
    *,
    cache: Path | None = None,
    workers: Workers = HERE,
    replaced: Replaced = NOTHING,
) -> Loaded:
    """Read and check every file of `root`/records. Raises FileNotFoundError where there is no such folder.

    Files in `replaced` are taken from there.

    What files of the same content were found to hold is taken from the folder `cache`, and left there.
    """
    folder = root / RECORDS
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    loaded = Loaded({}, {}, [], 0)
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    placed: dict[str, tuple[Kind, Names]] = {}
    entries = [each for each in walk(folder) if f"{RECORDS}/{each[0]}" not in replaced]
    for path, content in replaced.items():
        base, _, below = path.partition("/")
        if content is not None and base == RECORDS and "/." not in path:
            entries.append((below, "file"))
    entries.sort()
    for below, what in entries:
        path = f"{RECORDS}/{below}"
        if misplaced := _misplaced(path, below, what):
            loaded.findings.append(misplaced)
        elif below in BESIDE:
            continue
        elif known := schemas.place(below):
            placed[path] = known
            groups[_group(below)].append((path, known[0].name))
        else:
            hint = naming.hint(schemas, below)
            loaded.findings.append(_form("file-place", path, "这里不应有这个文件", hint))
    kept = Cache(cache, schemas) if cache else None
    results = _results(partial(_bytes, root, replaced), schemas, list(groups.items()), kept, workers)
    held = dict(progress(results, "读取记录", len(placed)) if progress else results)
    for path, (kind, names) in placed.items():
        packed, found = held[path].packed, held[path].findings
        loaded.findings.extend(found)
        if packed is None:
            loaded.invalid[path] = kind, names
        else:
            loaded.documents[path] = Document(path, kind, names, packed)
    in_order = sorted(loaded.findings, key=lambda each: each.path)
    return loaded._replace(findings=in_order, files=len(entries))


def _misplaced(path: str, below: str, what: Entry) -> Finding | None:
    """What is wrong with what lies at a path, whatever a file there may hold."""
    if not below.isprintable():
        # Bytes that are no UTF-8 and control characters are shown by their codes.
        name = os.fsencode(path).decode("utf-8", "backslashreplace")
        shown = "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in name)
        return _form("file-place", shown, "文件名中有无法显示的字符", "改成英文小写字母、数字和短横的名字")
    if what == "link":
        return _form("file-link", path, "这是一个链接，不是文件", "放入文件本身；登记册内外都不使用链接")
    if what == "other":
        return _form("file-place", path, "这既不是文件，也不是文件夹", "移走；登记册中只放文件和文件夹")
    return None


def _group(below: str) -> str:
    """What is read, and kept in the cache, together: a dossier, or a folder of what dossiers share."""
    parts = below.split("/")
    return "/".join(parts[:3]) if len(parts) > 3 else "/".join(parts[:-1])


def _bytes(root: Path, replaced: Replaced, path: str) -> bytes:
    """What the file at a path holds."""
    content = replaced.get(path)
    return (root / path).read_bytes() if content is None else content


def _results(
    read: Callable[[str], bytes], schemas: Schemas, groups: list[Group], cache: Cache | None, workers: Workers
) -> Iterator[tuple[str, Result]]:
    """What each file holds. Files are read here; `workers` check what the cache does not know."""
    known: list[tuple[str, Result]] = []
    sent: deque[Read] = deque()

    def unknown() -> Iterator[Read]:
        for group, files in groups:
            contents = [(path, read(path)) for path, _ in files]
            results = cache.get(group, contents) if cache else None
            if results is None:
                sent.append((group, contents, [kind for _, kind in files]))
                yield sent[-1]
            else:
                known.extend(zip((path for path, _ in files), results, strict=True))

    for found in workers.map(partial(_check, schemas), batched(unknown(), CHUNK)):
        for results in found:
            group, contents, _ = sent.popleft()
            if cache:
                cache.put(group, contents, results)
            yield from zip((path for path, _ in contents), results, strict=True)
        yield from known
        known.clear()
    yield from known


def _check(schemas: Schemas, chunk: list[Read]) -> list[list[Result]]:
    """What the files of some groups hold."""
    return [
        [checked(path, kind, raw, schemas) for (path, raw), kind in zip(contents, kinds, strict=True)]
        for _, contents, kinds in chunk
    ]


def checked(path: str, kind: str, raw: bytes, schemas: Schemas) -> Result:
    """What the bytes of a file of a known kind hold, and what is wrong with their form."""
    data, faults = quick_yaml.read(raw)
    found = [as_finding(fault, path) for fault in faults]
    if not any(each.severity == "error" for each in found):
        found += wording.findings(schemas, kind, data, path)
    valid = not any(each.severity == "error" for each in found)
    return Result(msgspec.json.encode(data) if valid else None, found)


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


def locate(root: Path, findings: Iterable[Finding], replaced: Replaced = NOTHING) -> list[Finding]:
    """The findings, sorted, each with the line and column of the value or key it points at."""
    marks: dict[str, dict[str, strict_yaml.Marks]] = {}
    located = []
    for finding in findings:
        if not finding.line:
            if finding.path not in marks:
                there = replaced.get(finding.path) is not None or (root / finding.path).is_file()
                marks[finding.path] = (
                    strict_yaml.parse(_bytes(root, replaced, finding.path)).marks if there else {}
                )
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
