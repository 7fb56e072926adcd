"""Records with their form mended: which files, what becomes of each, and how it is written and taken back."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..finding import Finding
from ..records.files import Files
from ..records.loader import check_bytes
from ..records.mending import mend_text, replace_values
from ..records.schemas import Schemas
from ..records.strict_yaml import parse
from ..refusal import Refusal
from ..whole_file import replace_files
from .canonical import lay_out

NOTE = "fix.json"  # in the folder of the cache: what the last run has written over


class _WrittenOver(msgspec.Struct):
    """What a file held before, None where there was none, and a digest of what was written."""

    before: str | None
    written: str


_noted = msgspec.json.Decoder(dict[str, _WrittenOver])


class MendedFile(NamedTuple):
    """A file before and after: its path, its two texts, what was wrong with its form, and what still is.

    `mended` is the text as it is between the two: its values mended, its layout as it was. `words` tell what
    else has become of it; one that is new was not there.
    """

    path: str
    before: str
    mended: str
    after: str
    findings: list[Finding]
    left: list[Finding]
    words: str = ""
    is_new: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write; how lines end is for Git."""
        return self.after != self.before.replace("\r\n", "\n")

    @property
    def is_laid_out(self) -> bool:
        """Whether the layout becomes another."""
        return self.after != self.mended


def mend_files(
    files: Files, schemas: Schemas, paths: Iterable[str], meant: Mapping[str, Mapping[str, str]] | None = None
) -> list[MendedFile]:
    """What becomes of the records at paths, where it is another or its form is still wrong.

    `meant` are texts that can only be meant at places, by path and pointer. What is no record is passed over.
    """
    mended = (_mend_file(files, schemas, path, (meant or {}).get(path, {})) for path in paths)
    return [each for each in mended if each and (each.is_changed or each.left)]


def select_meant(findings: Iterable[Finding]) -> dict[str, dict[str, str]]:
    """What can only be meant at places of which a rule says so, by path and pointer."""
    meant: dict[str, dict[str, str]] = defaultdict(dict)
    for finding in findings:
        if finding.meant:
            meant[finding.path][finding.pointer] = finding.meant
    return meant


def _mend_file(files: Files, schemas: Schemas, path: str, meant: Mapping[str, str]) -> MendedFile | None:
    kind = schemas.get_kind_at(path)
    if files.entries.get(path) != "file" or not kind:
        return None
    raw = files.read(path)
    findings = check_bytes(path, raw, schemas).findings
    try:
        before = raw.decode("utf-8")
    except UnicodeDecodeError:
        return MendedFile(path, "", "", "", findings, _select_errors(findings))
    is_mendable = any(each.mendable for each in findings)
    # Values first, layout then: what is laid out must be readable already.
    mended = mend_text(schemas, kind.name, before) if is_mendable else before.replace("\r\n", "\n")
    mended = replace_values(mended, meant)
    after = lay_out(schemas, kind.name, mended)
    left = findings if after == before else check_bytes(path, after.encode(), schemas).findings
    return MendedFile(path, before, mended, after, findings, _select_errors(left))


def _select_errors(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.severity == "error"]


def find_other_layouts(mended: Iterable[MendedFile]) -> Iterator[Finding]:
    """The files whose layout is not the one that all have, as findings at the first line that differs."""
    for mended_file in mended:
        if not mended_file.is_laid_out:
            continue
        pairs = zip(mended_file.mended.split("\n"), mended_file.after.split("\n"), strict=False)
        line = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
        message = f"写法与登记册的其他记录不同：{describe_layout(mended_file)}"
        yield Finding(
            rule="record-form",
            severity="info",
            path=mended_file.path,
            message=message,
            hint="不改也可以提交，registry propose 提出时会改好",
            line=line,
            column=1,
            mendable=True,
        )


def describe_layout(mended: MendedFile) -> str:
    """What is other in the layout, in words."""
    old, new = (
        [" ".join(line.split()) for line in text.split("\n")] for text in (mended.mended, mended.after)
    )
    # As JSON the order of fields counts, which it does not between mappings.
    moved = len({json.dumps(parse(text.encode()).data) for text in (mended.mended, mended.after)}) > 1
    words = ["字段的顺序"] if moved else []
    if sorted(filter(None, old)) != sorted(filter(None, new)):
        words.append("引号、列表的写法")
    if not words:
        words.append("缩进、空格或空行")
    return "、".join(words)


def write_patch(mended: Iterable[MendedFile]) -> str:
    """The changes as `git apply` takes them."""
    return "".join(line for each in mended if each.is_changed for line in _write_difference(each))


def _write_difference(mended: MendedFile) -> Iterator[str]:
    old, new = (re.findall("[^\n]*\n|[^\n]+", text) for text in (mended.before, mended.after))
    former = "/dev/null" if mended.is_new else f"a/{mended.path}"
    for line in difflib.unified_diff(old, new, former, f"b/{mended.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write_all(root: Path, texts: Mapping[str, str]) -> None:
    """Write files, by path from the root: all or none. Raises OSError."""
    replace_files({root / path: text.encode() for path, text in texts.items()})


def note_former(cache: Path, former: Mapping[str, str | None], texts: Mapping[str, str]) -> None:
    """Note what is written over, so that it can be put back: None where there was no file. Raises OSError."""
    noted = {path: {"before": former[path], "written": _digest(text)} for path, text in texts.items()}
    cache.mkdir(parents=True, exist_ok=True)
    (cache / NOTE).write_text(json.dumps(noted, ensure_ascii=False), "utf-8", newline="\n")


def put_back(root: Path, cache: Path) -> list[str]:
    """Put the files back that the last run has written over, and return their paths.

    Raises Refusal where there are none or one was edited since, OSError.
    """
    note = cache / NOTE
    try:
        noted = _noted.decode(note.read_bytes())
    except (FileNotFoundError, ValueError, msgspec.DecodeError):
        raise Refusal("没有可以撤回的：registry fix 没有改过记录，或者已经撤回") from None
    # All are looked at before the first is written: all go back, or none.
    for path, item in noted.items():
        file = root / path
        if not file.is_file() or _digest(_read_text(file)) != item.written:
            raise Refusal(f"{path} 在 registry fix 之后又改过，不能撤回；没有改动任何文件")
    write_all(root, {path: each.before for path, each in noted.items() if each.before is not None})
    for path, item in noted.items():
        if item.before is None:
            (root / path).unlink()
    note.unlink()
    return list(noted)


def _read_text(file: Path) -> str:
    # Git may have given the file other line ends since.
    return file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
