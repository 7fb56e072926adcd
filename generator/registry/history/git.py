"""Questions to Git about a register. Paths come with `-z`, so that Chinese names are not escaped."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..git_command import GitError, find_index, list_names, run_git
from ..records.files import Files, walk_folder
from ..records.record_path import RECORDS, RecordPath
from ..records.recorded import Later, RecordingHistory
from .base_commit import resolve_commit
from .main_line import MainLineCommit, read_main_line
from .record_log import find_example_end, list_path_changes
from .state import is_shallow

COMMIT_LENGTH = 12  # characters of a commit that are shown
MAX_PATHS = 500  # paths on one command line
LINK = "120000"  # the mode of a link
AT_ONCE = 4096  # blobs that are read at a time
# The files whose steps and lists come to them by and by, and how a date stands in them.
GROWING = re.compile(rf"{RECORDS}/(batches/|institutions/[^/]+/[^/]+/(plans|summaries)/)")
DATED = re.compile(rb"\b(?:date|published_on)[\"']? *: *[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})")
FOLDERS = ("records", "schemas")  # what a change is looked for in


def describe_head(root: Path, files: Files) -> str:
    """The commit of `root`, shortened, noted if records/ holds what is not committed; "" outside Git.

    `files` are those of the working tree: where Git was asked about them, it need not look at them again.
    """
    try:
        commit = run_git(root, "rev-parse", f"--short={COMMIT_LENGTH}", "HEAD").decode().strip()
        # A site has to say whether the commit that it names holds all that it shows.
        dirty = has_uncommitted(root, files)
    except GitError:
        return ""
    return f"{commit}（另有未提交的改动）" if dirty else commit


def has_uncommitted(root: Path, files: Files) -> bool:
    """Whether records/ holds what is not committed, or lacks what is. Raises GitError."""
    ids, paths, excepted = files.tracked.ids, files.tracked.paths, files.tracked.excepted
    if not excepted:
        tracked = {path for path in paths if path.startswith(f"{RECORDS}/")}
        if any(path in tracked and path not in ids for path, what in files.entries.items() if what == "file"):
            return True
        # Every file is as the index has it, and none besides: only the index can differ from the commit. To
        # compare these two reads no file; `status` would look at a hundred thousand.
        if tracked == files.entries.keys() and tracked <= ids.keys():
            return bool(run_git(root, "diff", "--cached", "--name-only", "HEAD", "--", RECORDS))
    # Untracked files, links, or files that Git was told not to look at: it has to say itself.
    return bool(run_git(root, "status", "--porcelain", "--", RECORDS))


def find_commit_at(root: Path, when: str, latest: dt.date = dt.date.max) -> str:
    """The commit of a revision, or the last of the main line of HEAD by the end of a day (2026-03-15).

    No commit came after `latest`, whatever it says. Raises GitError.
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", when):
        # The main line alone: a commit of a branch may be older than its merge, and was not yet the
        # register's.
        came = (each for each in read_main_line(root, latest) if each.day)
        commits = [each.commit for each in came if str(each.day) <= when]
        if not commits:
            raise GitError(f"{when} 及以前没有版本")
        return commits[-1]
    return resolve_commit(root, when)


def export_records(root: Path, commit: str, folder: Path) -> None:
    """Write records/ and schemas/ of `root` as they were at `commit` into `folder`. Raises GitError.

    What Git holds is written as it is, whatever its attributes say of line ends, encodings or exports.
    """
    (folder / "records").mkdir(parents=True, exist_ok=True)
    blobs = []
    # Not `git archive`: it obeys export-ignore and export-subst, so a file could be hidden from the check or
    # be other than what was committed. Not `checkout`: it changes line ends by attributes.
    for entry in run_git(root, "ls-tree", "-r", "-z", commit, "--", *FOLDERS).split(b"\0")[:-1]:
        head, _, name = entry.partition(b"\t")
        mode, kind, id_ = head.decode().split()
        if kind == "blob" and os.fsdecode(name) in FOLDERS:
            raise GitError(f"{commit} 中的 {os.fsdecode(name)} 不是文件夹，登记册的内容不在其中")
        if kind == "blob":  # a commit among them is another repository, whose content is not here
            blobs.append((mode, id_, folder / os.fsdecode(name)))
    for (mode, _, place), content in zip(blobs, read_blobs(root, (id_ for _, id_, _ in blobs)), strict=True):
        _unpack(place, content, is_link=mode == LINK)


def _unpack(place: Path, content: bytes, is_link: bool) -> None:
    """Write one file or link; Git's paths never lead out, and links are not followed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if is_link:
        try:
            place.symlink_to(os.fsdecode(content))
        except OSError:  # Windows lets not everybody make one; Git then writes such a file there
            place.write_bytes(content)
    else:
        place.write_bytes(content)


class TouchedFiles(NamedTuple):
    """The files that a change adds, edits, moves (by either path) or deletes; the moved ones, old → new.

    `before` are the ids of what those held that were there before, empty of what was no file; `ignored` the
    files of the working tree that Git would not know, were it committed.
    """

    paths: frozenset[str]
    moved: dict[str, str]
    before: dict[str, str]
    ignored: frozenset[str]


def list_touched(
    root: Path, commit: str, head: str | None = None, files: Files | None = None
) -> TouchedFiles:
    """How the files of records/ and schemas/ differ between `commit` and `head` or the working tree.

    Untracked files count: the working tree is looked at through an index of its own. With `files` Git is
    told which of its files may be other than Git has them; else it looks through all.
    """
    with tempfile.TemporaryDirectory() as place:
        # Git compares the working tree through an index, and writes to it. The register's own must not
        # change: somebody may be preparing a commit in it.
        index = Path(place) / "index"
        env = {"GIT_INDEX_FILE": str(index)}
        if files and files.tracked.ids and not files.tracked.excepted:
            # The index lists sizes and times of files, so that what is as it was is not read; `_update` names
            # the few that are not. It is copied with its own time: what was written just then Git reads.
            shutil.copy2(find_index(root), index)
            ignored = _update(root, files, env)
        else:
            # Such an index knows no times of files, so that `add` reads them all.
            run_git(root, "read-tree", head or "HEAD", env=env)
            if folders := [name for name in FOLDERS if (root / name).is_dir() and not head]:
                run_git(root, "add", "--all", "--", *folders, env=env)
            listed = list_names(run_git(root, "ls-files", "-z", "--", *FOLDERS, env=env))
            ignored = frozenset(files.entries if files else ()).difference(listed)
        # --cached: what is compared is the index of this call, which by now holds the working tree.
        # --no-abbrev: the ids are asked for as blobs later. --relative: the register may be a folder of a
        # larger repository.
        arguments = ("--cached", "-z", "--raw", "--no-abbrev", "--find-renames", "--relative")
        output = run_git(root, "diff", *arguments, commit, "--", *FOLDERS, env=env)
    return _parse_touched(output, ignored)


def _parse_touched(output: bytes, ignored: frozenset[str]) -> TouchedFiles:
    """What Git says of a difference (`diff --raw -z`)."""
    parts = iter(list_names(output))
    paths: set[str] = set()
    moved: dict[str, str] = {}
    before: dict[str, str] = {}
    for entry in parts:
        # `:100644 100644 <old id> <new id> M`; a rename is followed by two paths, all else by one.
        mode, _, id_, _, status = entry.lstrip(":").split()
        path = next(parts)
        if status != "A":
            # A link or a submodule has no bytes that could stand for a file: with "" all is read anew.
            before[path] = id_ if mode.startswith("100") else ""
        if status.startswith("R"):
            moved[path] = next(parts)
            paths.add(moved[path])
        paths.add(path)
    return TouchedFiles(frozenset(paths), moved, before, ignored)


def _update(root: Path, files: Files, env: Mapping[str, str]) -> frozenset[str]:
    """Bring records/ and schemas/ in an index up to the working tree, as `git add --all` would.

    What comes out are the files that Git is told to ignore.
    """
    # What `git add --all` would find by itself is named here: it would stat every file of the register again.
    there = {*files.entries}
    if (root / "schemas").is_dir():
        there.update(walk_folder(root / "schemas", "schemas/"))
    # By whole sets, not path by path: there are a hundred thousand.
    others = there.difference(files.tracked.ids)
    new = others - files.tracked.others
    # Exit code 1: none of them is ignored.
    # A file that .gitignore excludes would never be committed: it is no part of the change.
    output = run_git(root, "check-ignore", "-z", "--stdin", stdin=_join_paths(new), fine=1) if new else b""
    ignored = frozenset(list_names(output))
    changed = others - ignored
    lines = _join_paths(changed | (files.tracked.paths - there))
    # --replace: a file may have come where the index has a folder of its name, or the other way round.
    run_git(root, "update-index", "--add", "--remove", "--replace", "-z", "--stdin", env=env, stdin=lines)
    return frozenset(path for path in ignored if path in files.entries)


def find_against_attributes(root: Path, commit: str) -> list[str]:
    """The files committed since `commit` that hold CRLF although an attribute makes Git change it to LF.

    Every clone has such a file as changed at once. Raises GitError.
    """
    options = ("--name-only", "--relative", "--diff-filter=d", "-z")
    paths, against = list_names(run_git(root, "diff", *options, commit, "HEAD", "--", RECORDS)), []
    # A command line has a limit, and ls-files takes no paths from its input.
    for i in range(0, len(paths), MAX_PATHS):
        listed = run_git(root, "ls-files", "--eol", "-z", "--", *paths[i : i + MAX_PATHS])
        for entry in list_names(listed):
            head, _, path = entry.partition("\t")
            # `i/crlf w/crlf attr/text eol=lf`: in the index, in the working tree, what the attributes ask
            # for.
            held, _, attributes = head.split(maxsplit=2)
            if held in ("i/crlf", "i/mixed") and "attr/text " in f"{attributes} ":
                against.append(path)
    return against


def _join_paths(paths: Iterable[str]) -> str:
    """Paths as Git takes them with -z."""
    return "".join(f"{path}\0" for path in sorted(paths))


def read_blobs(root: Path, ids: Iterable[str]) -> Iterator[bytes]:
    """What blobs of these ids hold, in order. Raises GitError."""
    ids = list(ids)
    for start in range(0, len(ids), AT_ONCE):
        asked = ids[start : start + AT_ONCE]
        # One process for thousands: started for each blob, Git takes longer than all else. At once not more
        # than AT_ONCE, as the answer is held in memory whole.
        output = io.BytesIO(run_git(root, "cat-file", "--batch", stdin="".join(f"{id_}\n" for id_ in asked)))
        for _ in asked:
            _, *kind, size = output.readline().split()
            if kind != [b"blob"]:
                raise GitError("Git 中缺少一部分内容；部分克隆请先取回完整内容")
            yield output.read(int(size))
            output.read(1)


def read_recorded(root: Path, latest: dt.date = dt.date.max) -> dict[str, RecordingHistory]:
    """What the main line of HEAD tells of each file of records/; a moved file keeps its first day.

    No day lies after `latest`. Empty outside Git, and in a shallow clone, whose oldest commit would stand for
    all before it.
    """
    if is_shallow(root):
        return {}
    try:
        came = {commit.commit: commit for commit in read_main_line(root, latest) if commit.day}
        versions = _read_versions(root)
    except GitError:
        return {}
    later = _find_later(root, versions, came)
    # What the first day brought was there before the register was: nobody can have been late with it. A day,
    # as a register is rarely set up in one commit.
    beginning = next((first.day for its in versions.values() if (first := came.get(its[0].commit))), None)

    @cache  # most files came with many others, and have the same history
    def describe(first: str, last: str, later: Later) -> RecordingHistory | None:
        one, other = came.get(first), came.get(last)
        if not (one and other and one.day and other.day):
            return None
        days, corrected = (one.day, other.day), (one.corrected, other.corrected)
        return RecordingHistory(*days, last[:COMMIT_LENGTH], *corrected, one.day == beginning, later)

    histories = (
        (path, describe(its[0].commit, its[-1].commit, later.get(path, ()))) for path, its in versions.items()
    )
    return {path: history for path, history in histories if history}


def list_corrected(root: Path, latest: dt.date) -> list[MainLineCommit]:
    """The commits of the main line of HEAD whose own day cannot be; none where `recorded` tells nothing."""
    try:
        return [] if is_shallow(root) else [each for each in read_main_line(root, latest) if each.corrected]
    except GitError:
        return []


class _Version(NamedTuple):
    """What a commit of the main line has made of a file: the id of what it holds since, "" of no file."""

    commit: str
    id: str


def _read_versions(root: Path) -> dict[str, list[_Version]]:
    """The versions of each file of records/ on the main line, the oldest first, also of those that are gone.

    What a merge brings counts as the merge's. Those of a file that has moved begin with its old path's.
    """
    versions: dict[str, list[_Version]] = {}
    for change in list_path_changes(root, "--find-renames"):
        # A path that is used again after a deletion goes on with its own history, not with that of what was
        # moved there: so the path's own versions come first.
        earlier = versions.get(change.path) or versions.get(change.before, [])
        versions[change.path] = [
            *earlier,
            _Version(change.commit, change.id if change.mode.startswith("100") else ""),
        ]
    return versions


def _find_later(
    root: Path, versions: Mapping[str, list[_Version]], came: Mapping[str, MainLineCommit]
) -> dict[str, Later]:
    """The dates that came into files that grow (see GROWING) after their first day."""
    grown = {
        # Zeros: the file was deleted there, and there is nothing to read.
        path: [each for each in its if each.commit in came and each.id.strip("0")]
        for path, its in versions.items()
        if len(its) > 1 and GROWING.match(path)
    }
    texts = read_blobs(root, (each.id for its in grown.values() for each in its))
    try:
        return {
            path: _collect_later([(came[each.commit].day, next(texts)) for each in its])
            for path, its in grown.items()
        }
    except GitError:  # what was there earlier need not be at hand
        return {}


def _collect_later(versions: Iterable[tuple[dt.date | None, bytes]]) -> Later:
    """The dates that came into a file after its first day, from its contents by day."""
    days: dict[str, list[dt.date]] = {}
    first = None
    for day, text in versions:
        first = first or day
        for date, count in Counter(DATED.findall(text)).items():
            # A day may stand in a file more than once: each further time is counted with the day on which it
            # came.
            so_far = days.setdefault(date.decode(), [])
            so_far += [day] * (count - len(so_far)) if day else []
    return tuple((date, (*each,)) for date, each in days.items() if each and each[-1] != first)


def list_deleted_institutions(root: Path, commit: str) -> dict[str, str]:
    """The institutions whose file or application a commit up to `commit` has deleted, or given another id.

    Id → credit code ("" if unknown). Those that have since come back, in whatever folder, are among them;
    those of an example that has ended are not.
    """
    end = find_example_end(root, commit)
    arguments = ("--diff-filter=DR", "--find-renames", "--raw", "--no-abbrev", "--relative", "--format=")
    within = ":(glob)records/institutions/*/*"
    places = (f"{within}/institution.yml", f"{within}/acts/*-application*.yml")
    since = [f"^{end}"] if end else []
    logged = run_git(root, "log", *arguments, "-z", commit, *since, "--", *places)
    parts = iter([part for part in logged.decode("utf-8", "surrogateescape").split("\0") if part.strip()])
    codes = {}
    for head in parts:
        _, _, id_, _, status = head.split()
        path = next(parts)
        now = next(parts) if status.startswith("R") else ""
        if RecordPath.parse(now).id != RecordPath.parse(path).id:
            content = run_git(root, "cat-file", "blob", id_).decode("utf-8", "replace")
            code = re.search(r"^ *credit_code: *\W?(\w{18})", content, re.MULTILINE)
            codes[RecordPath.parse(path).id] = code[1] if code else ""
    return codes
