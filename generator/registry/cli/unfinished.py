"""Forms that are still being filled in: the institution that they are of can be worked on all the same."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

from ..git_command import GitError
from ..model.outline import is_institution_valid
from ..model.register import Register
from ..proposal.drafts import read_drafts
from ..records.record_path import RecordPath, find_folder
from ..records.schemas import Schemas
from ..rules.checking import Examined, examine
from ..rules.engine import CheckOptions
from .common import CannotRun, examine_register, find_cache_folder
from .volume import tell


def examine_finished(arguments: argparse.Namespace) -> tuple[Examined, list[str]]:
    """The register as it is without the new forms that cannot be read yet, and their paths.

    What is recorded beside such a form is judged with what is whole; the form itself is judged when it is
    filled in. The only record of an institution is not left out: nothing else would tell of it. Raises
    CannotRun.
    """
    examined = examine_register(arguments)
    register = examined.register
    # Git is asked only where something cannot be read, which is rare.
    drafts = list_new_files(arguments.root) if register.invalid else ()
    paths = [each for each in drafts if each in register.invalid and _is_spare(register, find_folder(each))]
    if not paths:
        return examined, []
    options = CheckOptions(cache=find_cache_folder(arguments))
    # None for a file: as if it were not there. All else is taken over from what was read.
    replaced = dict.fromkeys(paths)
    return examine(arguments.root, arguments.on, options, like=examined, replaced=replaced), paths


def _is_spare(register: Register, folder: str) -> bool:
    """Whether a folder tells of its institution without its unfinished forms, or of no institution."""
    return folder not in register.folders or is_institution_valid(folder, register.folders[folder])


def tell_left_out(left_out: Iterable[str], paths: Iterable[str]) -> None:
    """Tell which forms were left out of what all share, and of the institutions that were worked on."""
    folders = {find_folder(each) for each in paths}
    if own := [each for each in left_out if find_folder(each) in folders or not RecordPath.parse(each).id]:
        tell(f"还没有填好的这次不算在内：{'、'.join(own)}")


def refuse_second_form(schemas: Schemas, left_out: Iterable[str], paths: Iterable[str]) -> None:
    """Raise CannotRun where an institution's form of the same kind is open: most likely it is this one."""
    asked = {(find_folder(each), schemas.get_kind_at(each)) for each in paths}
    for path in left_out:
        id_, kind = RecordPath.parse(path).id, schemas.get_kind_at(path)
        if id_ and (find_folder(path), kind) in asked:
            what = kind.title if kind else ""
            raise CannotRun(f"{path} 是一份还没有填好的{what}：先填好它；不要的：registry discard {id_}")


def list_new_files(root: Path) -> list[str]:
    """The files of records/ that no commit has; none where Git cannot say."""
    try:
        return [each.path for each in read_drafts(root) if each.how == "new"]
    except GitError:
        return []


def describe_new_files(root: Path, id_: str) -> str:
    """The drafts of an institution, as words behind a refusal: they may stand in the way; mostly nothing."""
    if not re.fullmatch("[a-z0-9-]+", id_, re.ASCII):  # a name, or something mistyped
        return ""
    drafts = [each for each in list_new_files(root) if RecordPath.parse(each).id == id_]
    return (
        f"\n草稿（还没有提出的）：{'、'.join(drafts)}；写错了不要的：registry discard {id_}" if drafts else ""
    )
