"""What has come to the main line, told briefly: who brought what, and which records it touches."""

from __future__ import annotations

from collections.abc import Iterator

from ..display import limit_lines
from ..git_command import list_names, run_git
from ..personal import clean
from ..records.record_path import RECORDS, RecordPath
from ..records.schemas import Schemas
from .clone import Clone, read_statuses

MAX_SHOWN = 12


def describe_arrivals(clone: Clone, schemas: Schemas, before: str, after: str) -> list[str]:
    """What the main line has since `before`, a line each; none where nothing has come. Raises GitError."""
    if before == after:
        return []
    arguments = ("log", "--first-parent", "--format=%as%x1f%an%x1f%s", "-z", f"{before}..{after}")
    commits = [each.split("\x1f", 2) for each in list_names(run_git(clone.root, *arguments))]
    lines = [f"{day}  {clean(author)}  {clean(words)}" for day, author, words in commits]
    listed = run_git(clone.root, "diff", "--name-status", "--no-renames", "-z", "--relative", before, after)
    return [*limit_lines(lines, MAX_SHOWN, "次"), *_describe_files(schemas, read_statuses(listed))]


def describe_path(schemas: Schemas, path: str) -> str:
    """What a file of records/ is, in words: the title of its kind and what its name tells."""
    match = schemas.find_kind_at(path)
    if not match:
        return path
    kind, names = match
    parts = ("date", "year", "number", "rule", *(() if RecordPath.parse(path).id else ("id",)))
    return " ".join([kind.title, *(names[each] for each in parts if each in names)])


def _describe_files(schemas: Schemas, files: dict[str, str]) -> Iterator[str]:
    """The records among files, by institution; what else there is, counted."""
    by_id: dict[str, list[str]] = {}
    beside = []
    words = {"A": "新添", "D": "删去"}
    for path in sorted(files):
        said = f"{words.get(files[path], '改动')} {describe_path(schemas, path)}"
        if id_ := RecordPath.parse(path).id:
            by_id.setdefault(id_, []).append(said)
        elif path.startswith(f"{RECORDS}/"):
            beside.append(said)
    every = [*beside, *(f"{id_}：{'、'.join(said)}" for id_, said in by_id.items())]
    yield from limit_lines(every, MAX_SHOWN, "处")
    if others := [each for each in files if not each.startswith(f"{RECORDS}/")]:
        yield f"程序、设置等 {len(others)} 个文件"
