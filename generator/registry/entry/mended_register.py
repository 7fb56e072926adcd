"""What becomes of files when they are mended: by what each tells alone, then by what the register tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..records.record_path import find_folder
from ..rules.checking import Examined, examine
from ..rules.engine import DEFAULT, CheckOptions
from .canonical import lay_out
from .fold_file import write_fold
from .mended_files import MendedFile, mend_files, select_meant


def mend_register(
    root: Path, day: dt.date, examined: Examined, paths: Iterable[str], options: CheckOptions = DEFAULT
) -> list[MendedFile]:
    """What becomes of the files at paths, and of the institution.yml beside them; nothing is written."""
    paths = {*paths}
    files, schemas = examined.loaded.files, examined.schemas
    mended = {each.path: each for each in mend_files(files, schemas, sorted(paths))}
    # What a file says that could not be read before, its dossier's rules and its fold are reported now.
    if replaced := {path: each.after.encode() for path, each in mended.items() if each.is_changed}:
        examined = examine(root, day, options, like=examined, replaced=replaced)
    meant = select_meant(each for each in examined.findings if each.path in paths)
    mended |= {each.path: each for each in mend_files(files, schemas, meant, meant)}
    # The folds last: they rest on the acts as they have become.
    mended |= {each.path: each for each in _mend_folds(examined, paths, mended)}
    return [mended[path] for path in sorted(mended)]


def _mend_folds(
    examined: Examined, paths: Iterable[str], mended: Mapping[str, MendedFile]
) -> Iterator[MendedFile]:
    """The institution.yml of the dossiers that have one of the files, where its acts say otherwise."""
    files, schemas = examined.loaded.files, examined.schemas
    for folder in sorted({find_folder(path) for path in paths}):
        dossier = examined.register.find_dossier(f"{folder}/institution.yml")
        if dossier is None:
            continue
        path = dossier.institution.path
        before = files.read(path).decode() if dossier.stated else ""
        former = mended.get(path) or MendedFile(path, before, before, before, [], [])
        written = write_fold(dossier, schemas, former.after)
        if written is not None:
            after = lay_out(schemas, "institution", written)
            words = "照事项更新" if dossier.stated else "照事项写成"
            yield former._replace(mended=after, after=after, words=words, is_new=not dossier.stated)
