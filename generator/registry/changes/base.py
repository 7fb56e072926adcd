"""Read a register as it was at a commit, and part what a change has caused from what was there before."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..finding import Finding
from ..git_command import GitError
from ..history.base_commit import find_base_commit
from ..history.git import (
    COMMIT_LENGTH,
    export_records,
    find_against_attributes,
    list_deleted_institutions,
    list_touched,
    read_blobs,
)
from ..history.state import SUBMODULE, is_submodule
from ..json_pointer import resolve_pointer
from ..model.difference import Difference
from ..model.kinds import Repair
from ..model.repairs import REPAIRS, list_ways
from ..model.typed import ModelDiffersError
from ..records.files import Files
from ..records.locating import locate
from ..records.record_path import get_stem
from ..records.schemas import UnreadableSchemaError
from ..rules import engine
from ..rules.alterations import explain_restoring
from ..rules.articles.dates import dates_agree
from ..rules.articles.references import references_exist
from ..rules.checking import Examined, examine
from ..rules.engine import DEFAULT, CheckOptions
from ..stages import measure
from .example import judge_example
from .moves import find_moves
from .repaired import drop_numbers, find_ended_errors


class Base(NamedTuple):
    """Where a change began: its commit, the register as it was there, and what became of the files since.

    `touched` are the files that the change adds, edits, moves or deletes, `moved` the old paths of deleted
    ones → the new paths where Git finds much the same.
    """

    commit: str
    examined: Examined
    touched: frozenset[str]
    moved: Mapping[str, str]


class ComparedFindings(NamedTuple):
    """The findings that the change has caused, those that were there before, and those that are no more."""

    caused: list[Finding]
    before: list[Finding]
    ended: list[Finding]


def examine_at(
    root: Path,
    commit: str,
    day: dt.date,
    options: CheckOptions = DEFAULT,
) -> Examined:
    """The register of `root` as it was at a commit, read with the schemas of that commit.

    Raises GitError, also where the commit is too old for the program.
    """
    # Files in a folder, as any register: what reads it need not know that it comes from Git.
    with tempfile.TemporaryDirectory() as folder:
        export_records(root, commit, Path(folder))
        try:
            return examine(Path(folder), day, options)
        except (ModelDiffersError, UnreadableSchemaError) as error:
            raise GitError(f"现在的程序读不出版本 {commit[:COMMIT_LENGTH]}：{error}") from error


@measure("改动之前的版本")
def read_base(
    root: Path,
    revision: str,
    day: dt.date,
    options: CheckOptions = DEFAULT,
    head: str | None = None,
    like: Examined | None = None,
) -> Base:
    """The merge base of `revision` and HEAD, read with its own schemas. Raises GitError.

    With `head` it is that of `revision` and this one, and the working tree is left aside. Where the working
    tree has been read already (`like`), only what is other at the base is read.
    """
    if is_submodule(root, head):
        raise GitError(SUBMODULE)
    # Found before the working tree is compared: the same commit is the base of findings, meaning and pages.
    commit = find_base_commit(root, revision, head or "HEAD")
    # `like` is the working tree; a head that is a commit is compared with nothing that lies there.
    like = None if head else like
    change = list_touched(root, commit, head, like.loaded.files if like else None)
    schemas = any(path.startswith("schemas/") for path in change.paths)
    # All is read anew where other schemas judge it, and where a path was no plain file, so that no bytes can
    # stand for it.
    if like is None or schemas or "" in change.before.values():
        examined = examine_at(root, commit, day, options)
    else:
        # In this order: what Git ignores was not there, what came was not there, what was edited or deleted
        # was as Git has it.
        replaced: dict[str, bytes | None] = dict.fromkeys(change.ignored)
        replaced |= dict.fromkeys(change.paths)
        replaced |= zip(change.before, read_blobs(root, change.before.values()), strict=True)
        examined = examine(root, day, options, like=like, replaced=replaced)
    return Base(commit, examined, change.paths, change.moved)


def compute_difference(base: Base, head: Examined) -> Difference:
    """What has become of the base, as far as the two registers tell it."""
    before, now = (each.loaded.files.entries.keys() for each in (base.examined, head))
    touched = base.touched | (before ^ now)
    renamed = {path for old, path in base.moved.items() if old.startswith(REPAIRS)}
    new = [path for path in sorted(now - before - renamed) if path.startswith(REPAIRS)]
    records = (head.register.by_path[path] for path in new if path in head.register.filed)
    rows = list(list_ways(each for each in records if isinstance(each, Repair)))
    moves = find_moves(touched, before, now, base.moved, head.schemas, rows)
    return Difference(base.examined.register, head.register, touched, *moves, ways=rows)


@measure("核对改动")
def find_change_faults(
    root: Path, base: Base, head: Examined, difference: Difference, day: dt.date
) -> list[Finding]:
    """What the rules that see a change find in the difference that it makes, located. Raises GitError."""
    was_example, findings = judge_example(root, base.commit, difference)
    difference = replace(difference, is_example=was_example)
    # The history is asked only where there is something to hold against it: that call goes through all
    # commits.
    if any(difference.list_new_dossiers()):  # only a new dossier can use again what was used
        former = list_deleted_institutions(root, base.commit)
        ids = difference.base.known_ids["institution"]
        gone = {id_: code for id_, code in former.items() if id_ not in ids}
        difference = replace(difference, former=gone)
    ends = find_line_ends(root, base.commit, head.loaded.files)
    return [*judge_difference(difference, head, day, ends), *findings]


def judge_difference(
    difference: Difference, head: Examined, day: dt.date, also: Iterable[Finding] = ()
) -> list[Finding]:
    """What the rules that see a change find in it, and what `also` was found in its files, located."""
    if difference.ways:  # else nothing is asked: for each row the base is judged once more
        difference = replace(difference, ended=find_ended_errors(difference, head.schemas, day))
    return [*locate(head.loaded, [*engine.run_change_rules(difference, head.schemas, day), *also])]


def find_coming(base: Base, head: Examined, difference: Difference, day: dt.date) -> list[Finding]:
    """The dates after `day` in the files that a change touches, but for those that were there, located.

    Most of them are slips, which are mended before they are merged; the clock would tell them afterwards.
    Where a record's own date, or that date itself, stands against another one, that is reported already.
    """
    sides = (base.examined, head)
    was, now = (engine.judge_coming_dates(side.register, side.schemas, day, base.touched) for side in sides)
    there = {each.identify(difference.moved) for each in was}
    at = {(each.path, each.pointer) for each in head.findings if each.rule == dates_agree.code}
    against = at | {(path, "/date") for path, _ in at}
    new = [
        finding
        for finding in now
        if finding.identify() not in there and (finding.path, finding.pointer) not in against
    ]
    return [*locate(head.loaded, new)]


def find_line_ends(root: Path, commit: str, files: Files) -> Iterator[Finding]:
    """That files are committed with line ends which Git is told to change. Raises GitError."""
    for path in (each for each in find_against_attributes(root, commit) if each in files.entries):
        message = "提交的内容以 CRLF 换行，与 .gitattributes 的规定不符：别人一取出，Git 就显示它已被改动"
        hint = f"运行 git add --renormalize {path} 后重新提交；在网页上传的，改用网页编辑或命令行提交"
        yield Finding(
            rule="yaml-line-ends", severity="warning", path=path, message=message, hint=hint, line=1, column=1
        )


def split_by_base(base: Base, head: Examined, moved: Mapping[str, str]) -> ComparedFindings:
    """Divide the findings of the working tree by those of the base.

    A finding was there before if the base has one of the same rule, file (`moved`: old → new), pointer and
    message; its line does not matter. Rows may have moved within a list: then as many are old as there were.
    """
    old, findings = base.examined.findings, head.findings
    exact = {each.identify(moved) for each in old}
    # Rows of a list have no name but their number, which shifts with each row above: only how many there are
    # can be compared.
    left = Counter(drop_numbers(each.identify(moved)) for each in old)
    caused: list[Finding] = []
    # First what stayed as it was: else a row that moved could take its place among as many as there were.
    before = [each for each in findings if each.identify() in exact]
    left.subtract(drop_numbers(each.identify()) for each in before)
    for finding in (each for each in findings if each.identify() not in exact):
        kind = drop_numbers(finding.identify())
        (before if left[kind] > 0 else caused).append(finding)
        left[kind] -= 1
    there = {each.identify() for each in findings}
    ended = []
    for finding in old:
        kind = drop_numbers(finding.identify(moved))
        if left[kind] > 0 and finding.identify(moved) not in there:
            ended.append(finding)
            left[kind] -= 1
    return ComparedFindings(caused, sorted(before, key=Finding.order), sorted(ended, key=Finding.order))


def fold_offices_gone(difference: Difference, caused: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with one of each office whose file is gone, in the place of those where it is named."""
    gone = {get_stem(each.path): each.path for each in difference.list_gone() if each.kind == "authority"}
    named: dict[str, list[Finding]] = defaultdict(list)
    for finding in caused:
        is_dangling = gone and finding.rule == references_exist.code
        document = difference.head.documents.get(finding.path) if is_dangling else None
        id_ = resolve_pointer(document.data, finding.pointer) if document else None
        if isinstance(id_, str) and id_ in gone:
            named[id_].append(finding)
        else:
            yield finding
    for id_, findings in named.items():
        message = f"删去了机关“{id_}”，{len({each.path for each in findings})} 份记录写着它"
        hint = f"{explain_restoring(gone[id_], '')}；机关撤销、合并的，不删，在它的文件中写到哪一天"
        yield msgspec.structs.replace(
            findings[0], path=gone[id_], pointer="", line=1, column=1, message=message, hint=hint
        )
