"""Git, asked through its command. Paths are asked for with `-z`, so that Chinese names come as they are."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..clock import BEIJING
from ..git_command import GitError, git
from ..records.files import RECORDS, Files, walk

SHOWN = 12
FOLDERS = ("records", "schemas")  # what a change is looked for in


def head(root: Path, files: Files) -> str:
    """The commit of `root`, shortened, noted if records/ holds what is not committed; "" outside Git.

    `files` are those of the working tree: where Git was asked about them, it need not look at them again.
    """
    try:
        commit = git(root, "rev-parse", f"--short={SHOWN}", "HEAD").decode().strip()
        dirty = _uncommitted(root, files)
    except GitError:
        return ""
    return f"{commit}（另有未提交的改动）" if dirty else commit


def _uncommitted(root: Path, files: Files) -> bool:
    """Whether records/ holds what is not committed, or lacks what is. Raises GitError."""
    ids, paths, excepted = files.tracked
    if not excepted:
        tracked = {path for path in paths if path.startswith(f"{RECORDS}/")}
        if any(path in tracked and path not in ids for path, what in files.entries.items() if what == "file"):
            return True
        if tracked == files.entries.keys() and tracked <= ids.keys():
            return bool(git(root, "diff", "--cached", "--name-only", "HEAD", "--", RECORDS))
    return bool(git(root, "status", "--porcelain", "--", RECORDS))


def known_at(root: Path, when: str) -> str:
    """The commit of a revision, or the last of HEAD's history by the end of a day in Beijing (2026-03-15).

    Raises GitError.
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", when):
        found = git(root, "rev-list", "-1", f"--before={when}T23:59:59+08:00", "HEAD").decode().strip()
        if not found:
            raise GitError(f"{when} 及以前没有版本")
        return found
    return _commit(root, when)


def _commit(root: Path, revision: str) -> str:
    try:
        return git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
    except GitError as error:
        raise GitError(f"Git 中没有 {revision} 这个版本") from error


def merge_base(root: Path, revision: str, head: str = "HEAD") -> str:
    """The commit where the history of `revision` and of `head` parted. Raises GitError."""
    for each in (revision, head):
        _commit(root, each)
    try:
        return git(root, "merge-base", revision, head).decode().strip()
    except GitError as error:
        raise GitError(f"{revision} 与当前版本没有共同的历史；浅克隆请先取回完整历史") from error


def export(root: Path, commit: str, folder: Path) -> None:
    """Write records/ and schemas/ of `root` as they were at `commit` into `folder`. Raises GitError."""
    listed = git(root, "ls-tree", "-z", "--name-only", commit, "records", "schemas").decode().split("\0")
    names = [name for name in listed if name]
    (folder / "records").mkdir(parents=True, exist_ok=True)
    if names:
        archive = git(root, "archive", "--format=tar", commit, "--", *names)
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            for member in tar:
                _unpack(tar, member, folder / member.name)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    """Write one file or link of an archive; Git's paths never lead out, and links are not followed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if member.issym():
        place.symlink_to(member.linkname)
    elif member.isfile():
        content = tar.extractfile(member)
        place.write_bytes(content.read() if content else b"")


class Touched(NamedTuple):
    """The files that a change adds, edits, moves (by either path) or deletes; the moved ones, old → new.

    `before` are the ids of what those held that were there before, empty of what was no file; `ignored` the
    files of the working tree that Git would not know, were it committed.
    """

    paths: frozenset[str]
    moved: dict[str, str]
    before: dict[str, str]
    ignored: frozenset[str]


def touched(root: Path, commit: str, head: str | None = None, files: Files | None = None) -> Touched:
    """What became of the files of records/ and schemas/ between `commit` and `head` or the working tree.

    Untracked files count: the working tree is looked at through an index of its own. With `files` Git is
    told which of its files may be other than Git has them; else it looks through all.
    """
    with tempfile.TemporaryDirectory() as place:
        index = Path(place) / "index"
        env = {"GIT_INDEX_FILE": str(index)}
        if files and files.tracked.ids and not files.tracked.excepted:
            own = root / git(root, "rev-parse", "--git-path", "index").decode().rstrip("\n")
            shutil.copy2(own, index)  # with its time: what was written at the same time Git looks at closely
            ignored = _update(root, files, env)
        else:
            git(root, "read-tree", head or "HEAD", env=env)
            if folders := [name for name in FOLDERS if (root / name).is_dir() and not head]:
                git(root, "add", "--all", "--", *folders, env=env)
            known = _paths(git(root, "ls-files", "-z", "--", *FOLDERS, env=env))
            ignored = frozenset(files.entries if files else ()).difference(known)
        arguments = ("--cached", "-z", "--raw", "--no-abbrev", "--find-renames", "--relative")
        found = git(root, "diff", *arguments, commit, "--", *FOLDERS, env=env)
    parts = iter(_paths(found))
    paths: set[str] = set()
    moved: dict[str, str] = {}
    before: dict[str, str] = {}
    for told in parts:
        mode, _, id_, _, status = told.lstrip(":").split()
        path = next(parts)
        if status != "A":
            before[path] = id_ if mode.startswith("100") else ""
        if status.startswith("R"):
            moved[path] = next(parts)
            paths.add(moved[path])
        paths.add(path)
    return Touched(frozenset(paths), moved, before, ignored)


def _update(root: Path, files: Files, env: Mapping[str, str]) -> frozenset[str]:
    """Bring records/ and schemas/ in an index up to the working tree, as `git add --all` would.

    What comes out are the files that Git is told to ignore.
    """
    there = {*files.entries}
    if (root / "schemas").is_dir():
        there.update(walk(root / "schemas", "schemas/"))
    listed = files.tracked.paths
    others = {path for path in there if path not in files.tracked.ids}
    new = others - listed
    told = git(root, "check-ignore", "-z", "--stdin", stdin=_lines(new), fine=1) if new else b""
    ignored = frozenset(_paths(told))
    changed = others - ignored
    gone = {path for path in listed - there if "/." not in path}
    lines = _lines(changed | gone)
    git(root, "update-index", "--add", "--remove", "--replace", "-z", "--stdin", env=env, stdin=lines)
    return frozenset(path for path in ignored if path in files.entries)


def _lines(paths: Iterable[str]) -> str:
    """Paths as Git takes them with -z."""
    return "".join(f"{path}\0" for path in sorted(paths))


def _paths(told: bytes) -> list[str]:
    """What Git lists with -z."""
    return [each for each in told.decode("utf-8", "surrogateescape").split("\0") if each]


def contents(root: Path, ids: Iterable[str]) -> Iterator[bytes]:
    """What blobs of these ids hold, in order. Raises GitError."""
    ids = list(ids)
    told = io.BytesIO(git(root, "cat-file", "--batch", stdin="".join(f"{id_}\n" for id_ in ids)))
    for _ in ids:
        size = int(told.readline().split()[2])
        yield told.read(size)
        told.read(1)


class Recorded(NamedTuple):
    """The days (Beijing) on which a file was first and last committed, and the last commit, shortened."""

    first: dt.date
    last: dt.date
    commit: str


def recorded(root: Path) -> dict[str, Recorded]:
    """What the history of HEAD tells of each file of records/, in one pass; a moved file keeps its first day.

    Empty outside Git, and in a shallow clone, whose oldest commit would stand for all before it.
    """
    try:
        if git(root, "rev-parse", "--is-shallow-repository").decode().strip() != "false":
            return {}
        entries = _log(root, "HEAD")
    except GitError:
        return {}
    found: dict[str, Recorded] = {}
    for each in entries:
        known = found.get(each.path) or found.get(each.before)
        found[each.path] = Recorded(known.first if known else each.day, each.day, each.commit[:SHOWN])
    return found


def committed(root: Path, commit: str, head: str = "HEAD") -> dict[str, dt.date]:
    """The files of records/ that commits after `commit` up to `head` have added, dated in Beijing."""
    found: dict[str, dt.date] = {}
    for each in _log(root, f"{commit}..{head}", "--diff-filter=AR"):
        found.setdefault(each.path, each.day)
    return found


class _Logged(NamedTuple):
    """A file that a commit has added, edited, moved (then `before` is its old path) or deleted."""

    commit: str
    day: dt.date
    path: str
    before: str


def _log(root: Path, revisions: str, *options: str) -> list[_Logged]:
    """What the commits have done to the files of records/, the oldest first. Raises GitError."""
    arguments = ("--name-status", "--find-renames", "--relative", "--format=%x01%H %cI", "-z", "--reverse")
    logged = git(root, "log", *arguments, *options, revisions, "--", "records")
    parts = iter(logged.decode("utf-8", "surrogateescape").split("\0"))
    found: list[_Logged] = []
    commit, day = "", dt.date.min
    for part in parts:
        head, _, status = part.rpartition("\n")
        if status.startswith("\x01"):
            head, status = status, ""
        if head.startswith("\x01"):
            commit, _, time = head[1:].partition(" ")
            day = dt.datetime.fromisoformat(time).astimezone(BEIJING).date()
        if status:
            before = next(parts)
            path = next(parts) if status[0] in "RC" else before
            found.append(_Logged(commit, day, path, before))
    return found


def deleted_institutions(root: Path, commit: str) -> dict[str, str]:
    """The institutions whose file some commit up to `commit` has deleted: id → credit code ("" if unknown).

    Those that have since come back, in whatever folder, are among them.
    """
    arguments = ("--diff-filter=D", "--find-renames", "--raw", "--no-abbrev", "--relative", "--format=", "-z")
    place = "records/institutions/*/*/institution.yml"
    logged = git(root, "log", *arguments, commit, "--", f":(glob){place}").decode("utf-8", "surrogateescape")
    parts = iter(part for part in logged.split("\0") if part.strip())
    found = {}
    for head, path in zip(parts, parts, strict=False):
        content = git(root, "cat-file", "blob", head.split()[2]).decode("utf-8", "replace")
        code = re.search(r"^credit_code: *\W?(\w{18})", content, re.MULTILINE)
        found[path.split("/")[-2]] = code[1] if code else ""
    return found
