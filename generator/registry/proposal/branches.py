"""The branches of proposals: what they are called, and what has become of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import Literal, NamedTuple

from ..git_command import find_commit, list_names, run_git
from ..personal import clean
from ..records.record_path import RECORDS, RecordPath
from .clone import Clone, find_common, is_ancestor

OWN = "registryproposal"  # in Git's settings of a branch: that it was made for a proposal
MAX_NAME = 40  # characters of what a branch is about
State = Literal["open", "taken in", "closed"]
OPEN: State = "open"
TAKEN_IN: State = "taken in"
CLOSED: State = "closed"


class Proposal(NamedTuple):
    """A branch of this clone that is not the main line: its commit, what the forge has of it, its state.

    `pushed` is the forge's commit, "" where it has none.
    """

    branch: str
    commit: str
    pushed: str
    state: State


def read_proposal(clone: Clone, branch: str) -> Proposal:
    """What has become of a branch, as the forge was when it was last asked. Raises GitError."""
    commit = find_commit(clone.root, f"refs/heads/{branch}")
    pushed = find_commit(clone.root, f"refs/remotes/{clone.remote}/{branch}")
    if commit and _is_taken_in(clone, commit):
        return Proposal(branch, commit, pushed, TAKEN_IN)
    # That it was pushed stands in Git's settings (see remember), also when the forge has it no more.
    was_pushed = run_git(clone.root, "config", "--get", f"branch.{branch}.merge", fine=1).strip()
    return Proposal(branch, commit, pushed, CLOSED if was_pushed and not pushed else OPEN)


def list_proposals(clone: Clone) -> list[Proposal]:
    """The proposals that were made in this clone, are not cleared away and not stood on, by branch."""
    listed = run_git(
        clone.root, "config", "--name-only", "-z", "--get-regexp", rf"^branch\..*\.{OWN}$", fine=1
    )
    branches = sorted(name.removeprefix("branch.").removesuffix(f".{OWN}") for name in list_names(listed))
    proposals = (read_proposal(clone, each) for each in branches if each != clone.branch)
    return [each for each in proposals if each.commit]


def remember(clone: Clone, branch: str) -> None:
    """Note in Git's settings that a branch is a proposal, and where it was pushed to."""
    for name, value in ((OWN, "true"), ("remote", clone.remote), ("merge", f"refs/heads/{branch}")):
        run_git(clone.root, "config", f"branch.{branch}.{name}", value)


def forget(clone: Clone, branch: str) -> None:
    """Take a branch that nobody stands on away from this clone."""
    run_git(clone.root, "branch", "--quiet", "--delete", "--force", "--", branch)


def find_free_name(clone: Clone, paths: Collection[str], day: dt.date) -> str:
    """A name for a branch that neither this clone nor the forge has: the day and what it is about."""
    names = [*_list_branches(clone, "refs/heads"), *_list_branches(clone, f"refs/remotes/{clone.remote}")]
    # Some disks take upper and lower case for the same, and no branch can lie below another.
    taken = {name.split("/")[0].casefold() for name in names}
    name = f"{day}-{describe_paths(paths)}"
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(each for each in numbered if each.casefold() not in taken)


def describe_paths(paths: Iterable[str]) -> str:
    """What records are about, as part of a branch's name: ASCII, short."""
    paths = sorted(paths)
    ids = sorted({RecordPath.parse(each).id for each in paths} - {""})
    if not ids:
        words = [
            path.removeprefix(f"{RECORDS}/").removesuffix(".yml").replace("/", "-") for path in paths[:1]
        ]
    elif len(ids) > 1:
        words = [ids[0], "and", str(len(ids) - 1), "more"]
    else:
        below = [RecordPath.parse(each).below for each in paths if RecordPath.parse(each).id]
        own = [re.sub(r"^acts/[0-9]{4}-[0-9]{2}-[0-9]{2}-|\.yml$", "", each) for each in below]
        words = [*ids, *[each for each in own if each != "institution"][:1]]
    slug = re.sub("[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")
    return slug[:MAX_NAME].rstrip("-") or "records"


def list_own_files(clone: Clone, commit: str) -> list[str]:
    """The files that a branch has changed since it left the main line, from the repository's top."""
    base = find_common(clone.root, clone.target, commit)
    if not base:
        return []
    return list_names(run_git(clone.root, "diff", "--name-only", "--no-renames", "-z", base, commit))


class Rival(NamedTuple):
    """An open branch of the forge that holds some files too: who committed to it last, and on which day."""

    branch: str
    paths: list[str]
    who: str
    day: str


def find_rivals(clone: Clone, paths: Collection[str]) -> list[Rival]:
    """The open branches that hold one of some new files too, as far as the forge was known when last asked.

    Only one of them can be merged; whoever made the other, it may be the same matter.
    """
    listed = _list_branches(clone, f"refs/remotes/{clone.remote}")
    rivals = []
    for branch in sorted({*listed} - {"HEAD", clone.main, clone.branch}):
        commit = find_commit(clone.root, f"refs/remotes/{clone.remote}/{branch}")
        both = sorted({*list_own_files(clone, commit)} & {*paths})
        if both and not _is_taken_in(clone, commit):
            who, day = list_names(run_git(clone.root, "log", "-1", "--format=%an%x00%as%x00", commit))[:2]
            rivals.append(Rival(branch, both, clean(who), day.strip()))
    return rivals


def _list_branches(clone: Clone, place: str) -> list[str]:
    """The names of the branches at a place of Git's, this clone's or the forge's."""
    above = place.count("/") + 1
    listed = run_git(clone.root, "for-each-ref", f"--format=%(refname:lstrip={above})%00", place)
    return [name for each in list_names(listed) if (name := each.strip())]


def _is_taken_in(clone: Clone, commit: str) -> bool:
    """Whether the main line has a branch: merged as it was, or each of its files at some time since then."""
    root, target = clone.root, clone.target
    if is_ancestor(root, commit, target):
        return True
    base = find_common(root, target, commit)
    if not base:
        return False
    options = ("--raw", "--no-abbrev", "--no-renames", "-z")
    own = {*_read_raw(run_git(root, "diff", *options, base, commit))}
    # A squash or a rebase makes other commits: what the files held is what can be found again.
    logged = run_git(root, "log", "-m", "--first-parent", "--format=", *options, f"{base}..{target}")
    return bool(own) and own <= {*_read_raw(logged)}


def _read_raw(output: bytes) -> Iterator[tuple[str, str]]:
    """The files of Git's raw difference with the ids of what they became."""
    parts = iter([each for each in output.decode("utf-8", "surrogateescape").split("\0") if each.strip()])
    for head in parts:
        yield next(parts), head.split()[3]
