"""A register's folder → checked plain data. All faults of all files in one run."""

from __future__ import annotations

import os
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..display import format_path
from ..finding import Finding
from ..git_command import GIT_SETTINGS
from ..json_data import Fields
from ..json_pointer import resolve_pointer
from ..memo import Memo, compute_digest, unpack
from ..workers import HERE, Workers, split_batches
from . import fast_yaml, file_names, messages, strict_yaml
from .as_meant import Reading, read_as_meant
from .files import Entry, Files, compute_blob_id, list_files
from .mending import SOMETIMES, mend_bytes
from .record_path import RECORDS, find_folder, get_dossier_id, get_name
from .schemas import Schemas
from .text import SyntaxFault, examine_text

# Files that may lie beside records without being one.
FILES_BESIDE = frozenset({f"{RECORDS}/LICENSE", f"{RECORDS}/README.md"})
DOUBTS = frozenset({"yaml-ambiguous", "yaml-quotes", "yaml-folded"})
WHOLE = frozenset({"yaml-empty", "yaml-size"})  # what is said of a file as a whole
UNREAD = frozenset({"yaml-anchor", "yaml-comment"})  # by which what is written counts as nothing
MORE = "这个文件的其余内容待改正后再检查"
CHUNK = 32  # folders that a worker checks at a time

Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]
Names = dict[str, str]
Content = tuple[str, bytes]  # a file's path from the root, and its bytes


class Document(msgspec.Struct, frozen=True, array_like=True):
    """One file of records/: its path from the root, its kind, the values in its path, its data as JSON.

    Workers return it, the memo stores it and other processes receive it in this form. `kind` is empty where
    no such file should be there, `packed` where it is not valid; the findings are those of its form. `data`
    is decoded each time it is asked for, since a register holds far more than is used at once.
    """

    path: str
    kind: str
    names: Names
    packed: bytes
    findings: list[Finding] = []

    @property
    def data(self) -> Fields:
        data: Fields = msgspec.json.decode(self.packed)
        return data

    def replace_data(self, data: Fields) -> Document:
        """The document with other data."""
        return msgspec.structs.replace(self, packed=msgspec.json.encode(data))


_documents = msgspec.msgpack.Decoder(list[Document])


def place_document(path: str, packed: bytes, schemas: Schemas) -> Document:
    """The document of valid data, given as JSON, at a path that a kind of record may have."""
    placed = schemas.find_kind_at(path)
    assert placed, path
    return Document(path, placed[0].name, placed[1], packed)


class Folder(NamedTuple):
    """Files that are read and kept together: a dossier's, or those in a folder that dossiers share.

    Their paths from the root, and a digest of these and of what the files hold.
    """

    paths: list[str]
    digest: bytes


class LoadedRecords:
    """What the files hold, read and checked folder by folder when it is asked for.

    Results come from the memo if it has them, and are stored there; without a memo they are kept in memory.
    `like` are loaded records to reuse for every file that is not replaced.
    """

    def __init__(
        self,
        files: Files,
        schemas: Schemas,
        memo: Memo | None = None,
        workers: Workers = HERE,
        progress: Progress | None = None,
        like: LoadedRecords | None = None,
    ) -> None:
        self.files = files
        self.schemas = schemas
        self.workers = workers
        self.progress = progress
        self.memo = memo
        self.misplaced: dict[str, Finding] = {}
        self._held: dict[str, list[Document]] = {}
        # A change touches one file of a folder with thirty: the rest was parsed and validated already.
        self._unchanged: dict[str, Document] = {}  # the other files of folders in which one was replaced
        self.folders = self._take_folders(like) if like else self._group_files(files.entries.items())

    @classmethod
    def from_documents(cls, documents: Iterable[Document], schemas: Schemas) -> LoadedRecords:
        """What files hold that were read and checked elsewhere; none is read again."""
        by_path = {each.path: each for each in documents}
        loaded = cls(Files(Path(), dict.fromkeys(sorted(by_path), "file")), schemas)
        for name, folder in loaded.folders.items():
            loaded._held[name] = [by_path[path] for path in folder.paths]
        return loaded

    def read_folder(self, name: str) -> list[Document]:
        """What one folder holds."""
        ((_, documents),) = self._read_folders([name])
        return documents

    def read_folders(self, names: list[str]) -> Iterator[tuple[str, list[Document]]]:
        """What some folders hold, not in their order."""
        read = self._read_folders(names)
        return iter(self.progress(read, "读取记录", len(names))) if self.progress and names else read

    def check_files_beside(self) -> Iterator[Finding]:
        """What is personal in the files that lie beside records, and what of them cannot be read."""
        for path in sorted(FILES_BESIDE & self.files.entries.keys() - self.misplaced.keys()):
            faults = examine_text(self.files.read(path))
            yield from (make_finding(each, path) for each in faults)

    def _group_files(self, entries: Iterable[tuple[str, Entry]]) -> dict[str, Folder]:
        """The folders by name; what should not be there is among the findings, or in a folder's."""
        paths: dict[str, list[str]] = defaultdict(list)
        folder, beginning, is_in_place = "", "\0", True
        for path, what in entries:
            # The files of a dossier follow each other, so that its folder is looked for once.
            if not path.startswith(beginning):
                folder = find_folder(path)
                beginning = f"{folder}/" if get_dossier_id(folder) else "\0"
                is_in_place = _is_in_place(folder)
            # Before the path is shown: a name with control characters may say anything to a terminal. A name
            # is looked at once: the files of most dossiers are called alike.
            if what != "file" or not (is_in_place and _is_in_place(path[len(folder) :])):
                self.misplaced[path] = _explain_misplaced(path, what)
            elif path not in FILES_BESIDE:
                paths[folder].append(path)
        # A digest tells contents apart in the memo; without one none is needed.
        list_ids = self.files.list_ids
        return {
            name: Folder(inside, self._compute_digest(inside, list_ids(inside)) if self.memo else b"")
            for name, inside in paths.items()
        }

    def _compute_digest(self, paths: list[str], ids: Iterable[str]) -> bytes:
        """A digest of files' paths and ids, and of the schemas that check them."""
        # Paths and ids, parted by NUL, which no path can hold: a file that moves within its folder is
        # another.
        return compute_digest(self.schemas.digest, os.fsencode("\0".join((*paths, *ids))))

    def _take_folders(self, like: LoadedRecords) -> dict[str, Folder]:
        """The folders of other loaded records, with those in which a file is replaced read anew."""
        # What lies where no file should be stays as it was found: only what is replaced is looked at again.
        replaced = self.files.replaced
        self.misplaced = {path: each for path, each in like.misplaced.items() if path not in replaced}
        folders, paths = dict(like.folders), {*replaced}
        # A folder's row in the memo has all its files: the others come along with one that is replaced.
        for name in {find_folder(path) for path in replaced}:
            if former := folders.pop(name, None):
                paths.update(former.paths)
            held = like._held.get(name, ())
            self._unchanged |= {each.path: each for each in held if each.path not in replaced}
        self._held = {name: each for name, each in like._held.items() if name in folders}
        # A replaced path whose content is None is there no more.
        there = [path for path in sorted(paths) if self.files.entries.get(path) == "file"]
        return folders | self._group_files((path, "file") for path in there)

    def _look_up(self, name: str) -> list[Document] | None:
        """What is held or stored of a folder's files."""
        # Without a memo all that was read is held: a base and its head are two registers of the same files.
        if name in self._held:
            return self._held[name]
        packed = self.memo.get("records", name, self.folders[name].digest) if self.memo else None
        return unpack(_documents, packed)

    def _read_folders(self, names: Iterable[str]) -> Iterator[tuple[str, list[Document]]]:
        """Each of some folders with its documents: first what is stored, then what is read now."""
        unread = []
        for name in names:
            stored = self._look_up(name)
            if stored is None:
                unread.append(name)
            else:
                yield name, stored
        yield from self._check_folders(unread)

    def _check_folders(self, names: Iterable[str]) -> Iterator[tuple[str, list[Document]]]:
        """What the files of folders hold. They are read here; `workers` check them."""
        sent: deque[str] = deque()

        def read() -> Iterator[list[Content]]:
            for name in names:
                paths = [path for path in self.folders[name].paths if path not in self._unchanged]
                contents = [(path, self.files.read(path)) for path in paths]
                if self.memo:
                    # Git's id may be of other bytes than were read: it changes line ends at a checkout. The
                    # row is stored under what was read, lest another folder of that id be given it.
                    ids = (compute_blob_id(raw) for _, raw in contents)
                    digest = self._compute_digest(self.folders[name].paths, ids)
                    self.folders[name] = self.folders[name]._replace(digest=digest)
                sent.append(name)
                yield contents

        # The workers take more than they have given back: `sent` says whose results come next.
        for chunk in self.workers.map(partial(_check_chunk, self.schemas), split_batches(read(), CHUNK)):
            for documents in chunk:
                name = sent.popleft()
                if self.memo:
                    packed = msgspec.msgpack.encode(documents)
                    self.memo.put("records", name, self.folders[name].digest, packed)
                else:
                    checked = self._unchanged | {each.path: each for each in documents}
                    documents = [checked[path] for path in self.folders[name].paths]
                    self._held[name] = documents
                yield name, documents
        if self.memo:
            self.memo.save()


def load(
    root: Path,
    schemas: Schemas,
    progress: Progress | None = None,
    *,
    memo: Memo | None = None,
    workers: Workers = HERE,
) -> LoadedRecords:
    """What the files of `root`/records hold. Raises FileNotFoundError where there is no such folder.

    What files of the same content were found to hold is taken from `memo`, and stored there; `workers` check
    what it does not have.
    """
    return LoadedRecords(list_files(root, ask_git=memo is not None), schemas, memo, workers, progress)


@lru_cache(1 << 16)
def _is_in_place(name: str) -> bool:
    """Whether a part of a path, which but for the first begins with a slash, may be that of a record."""
    return name.isprintable() and not file_names.OUT_OF_PLACE.search(name)


def _explain_misplaced(path: str, what: Entry) -> Finding:
    """What is wrong with what lies at a path: a name that cannot be shown, or no file."""
    if not path.isprintable():
        message = "文件名中有无法显示的字符"
        return _build_finding("file-place", format_path(path), message, "改成英文小写字母、数字和短横的名字")
    if what == "link":
        return _build_finding(
            "file-link", path, "这是一个链接，不是文件", "放入文件本身；登记册内外都不使用链接"
        )
    if file_names.DEVICE.search(path):
        message = "文件名或文件夹名是 Windows 留给设备的名字，在 Windows 上取不出登记册"
        return _build_finding("file-place", path, message, file_names.DEVICE_HINT)
    if what == "file":
        message = "文件名或文件夹名以点开头：这样的文件看不见，也不作为记录核对"
        hint = "删去，或移出 records/；是记录的，去掉名字前面的点"
        if get_name(path) in GIT_SETTINGS:
            hint = "删去；Git 的设置写在登记册最外层的文件夹中，由管理员维护"
        return _build_finding("file-place", path, message, hint)
    return _build_finding("file-place", path, "这既不是文件，也不是文件夹", "移走；登记册中只放文件和文件夹")


def _check_chunk(schemas: Schemas, chunk: list[list[Content]]) -> list[list[Document]]:
    """What the files of some folders hold."""
    return [[check_bytes(path, raw, schemas) for path, raw in contents] for contents in chunk]


def check_bytes(path: str, raw: bytes, schemas: Schemas) -> Document:
    """What the bytes of a file hold, and what is wrong with their form."""
    below = path.removeprefix(f"{RECORDS}/")
    placed = schemas.find_kind(below)
    if placed is None:
        # A file of no kind is a finding, not left out: a record under a wrong name would else vanish in
        # silence.
        hint = file_names.suggest_name(schemas, below)
        return Document(path, "", {}, b"", [_build_finding("file-place", path, "这里不应有这个文件", hint)])
    kind, names = placed
    data, findings = _examine(schemas, kind.name, path, raw)
    if any(each.rule in SOMETIMES for each in findings):
        meant, left = _examine(schemas, kind.name, path, mend_bytes(schemas, kind.name, raw))
        findings = _mark_mendable(findings, left)
        if not _has_errors(left):  # it is certain what the record says: the rules are asked in the same run
            return Document(path, kind.name, names, msgspec.json.encode(meant), findings)
    # A warning leaves a record in the register; an error takes it out, and with it its dossier.
    packed = b"" if _has_errors(findings) else msgspec.json.encode(data)
    return Document(path, kind.name, names, packed, findings)


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(each.severity == "error" for each in findings)


def _examine(schemas: Schemas, kind: str, path: str, raw: bytes) -> tuple[Any, list[Finding]]:
    """The data of a file, and what is wrong with its form."""
    # The quick reader first, which gives up on whatever is written in another way than plainly.
    data, faults = fast_yaml.read(raw)
    reading = None
    if any(each.severity == "error" for each in faults):
        # What one fault hides is reported in the same run.
        reading = read_as_meant(schemas, kind, raw)
        data, faults = reading.data, _join_faults(faults, reading)
    findings = [make_finding(fault, path) for fault in faults]
    if reading and data is None:
        return None, findings
    wrong = messages.explain_errors(schemas, kind, data, path)
    if not wrong:
        return data, findings
    marks = reading.marks if reading else strict_yaml.parse(raw).marks
    unread = {each.line for each in findings if each.rule in UNREAD}
    wrong = [
        finding
        for finding in wrong
        if marks[finding.pointer].value[0] not in unread or resolve_pointer(data, finding.pointer) is not None
    ]
    # The schema's findings say more of a text that readers may take for something else (yes, 0571), and
    # of one that should be a list it would be wrong advice to write it with |.
    places = {marks[each.pointer].value for each in wrong}
    findings = [
        finding
        for finding in findings
        if finding.rule not in DOUBTS or (finding.line, finding.column) not in places
    ]
    return data, [*findings, *(place_finding(each, marks) for each in wrong)]


def _join_faults(faults: list[SyntaxFault], reading: Reading) -> list[SyntaxFault]:
    """The faults of a file as it is written with those that showed behind them, by their places."""
    places = {each[:3] for each in faults}
    joined = [*faults, *(each for each in reading.faults if each[:3] not in places)]
    if reading.data is None and not WHOLE.intersection(each.rule for each in joined):
        last = max(i for i, each in enumerate(joined) if each.severity == "error")
        joined[last] = joined[last]._replace(hint=f"{joined[last].hint}；{MORE}")
    return joined


def _mark_mendable(findings: Iterable[Finding], left: Iterable[Finding]) -> list[Finding]:
    """Findings with the mark of those that are not `left` when the file is mended."""
    remaining = Counter((each.rule, each.line, each.pointer) for each in left)
    marked = []
    for finding in findings:
        place = finding.rule, finding.line, finding.pointer
        marked.append(msgspec.structs.replace(finding, mendable=not remaining[place]))
        remaining[place] -= remaining[place] > 0
    return marked


def make_finding(fault: SyntaxFault, path: str) -> Finding:
    """A fault of form as a finding in the file at `path`."""
    return Finding(path=path, **fault._asdict())


def _build_finding(rule: str, path: str, message: str, hint: str) -> Finding:
    return Finding(rule=rule, severity="error", path=path, message=message, hint=hint, line=1, column=1)


def place_finding(finding: Finding, marks: Mapping[str, strict_yaml.Positions]) -> Finding:
    """A finding with the line and column of its pointer, or of the nearest thing around it."""
    place, line, column = finding.pointer, 1, 1
    while place and place not in marks:
        place = place.rpartition("/")[0]
    if place in marks:
        mark = marks[place]
        on_key = finding.on_key or place != finding.pointer or mark.value[0] != mark.key[0]
        line, column = mark.key if on_key else mark.value
    return msgspec.structs.replace(finding, line=line, column=column)
