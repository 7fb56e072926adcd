"""A summary of each dossier: what the rest of a register needs of it, small enough to hold ten thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

import msgspec

from ..finding import Finding
from ..records.record_path import get_dossier_id, get_stem, parse_act_kind


class DossierOutline(msgspec.Struct, frozen=True, array_like=True):
    """A dossier's folder: the findings of form in it, its valid and invalid files, what it says of others.

    `codes` are the credit codes that its institution has or had, `named` the ids that its records name, by
    kind of reference (but for its own acts). `is_home` says that its records tell that the dossier lies here:
    an institution.yml, an application of this area, a transfer to it.
    """

    findings: list[Finding]
    valid: list[str]
    invalid: list[str]
    codes: list[str]
    named: dict[str, list[str]]
    is_home: bool = False

    @property
    def is_dossier(self) -> bool:
        """Whether there is a record of a known kind; a folder may be empty, or have a stray file alone."""
        return bool(self.valid or self.invalid)


class PackedOutline(msgspec.Struct, frozen=True, array_like=True):
    """An outline as the memo has it: where all files of a folder are valid, without their paths.

    Nearly always they are; the paths are at hand, and the outline is a seventh as long without them.
    """

    is_valid: bool
    outline: DossierOutline

    @classmethod
    def pack(cls, outline: DossierOutline, paths: list[str]) -> PackedOutline:
        """An outline of the files at some paths."""
        is_valid = outline.valid == paths
        return cls(is_valid, msgspec.structs.replace(outline, valid=[]) if is_valid else outline)

    def unpack(self, paths: list[str]) -> DossierOutline:
        """The outline of the files at the same paths."""
        return msgspec.structs.replace(self.outline, valid=paths) if self.is_valid else self.outline


def has_institution(folder: str, outline: DossierOutline) -> bool:
    """Whether a dossier's folder tells of its institution, by records that are valid or not."""
    return is_institution_valid(folder, outline) or _tells_of_institution(folder, outline.invalid)


def is_institution_valid(folder: str, outline: DossierOutline) -> bool:
    """Whether what a dossier's folder tells of its institution can be read."""
    return _tells_of_institution(folder, outline.valid)


def _tells_of_institution(folder: str, paths: Collection[str]) -> bool:
    """Whether the institution's file is among some, or an application, from which it follows."""
    return f"{folder}/institution.yml" in paths or any(
        parse_act_kind(get_stem(path)) == "application" for path in paths
    )


def list_home_folders(folders: Mapping[str, DossierOutline]) -> dict[str, list[str]]:
    """The folders of each id in which its dossier lies; none where no record tells of the institution.

    A file that was put into another area's folder does not stand for the dossier. Several are a fault.
    """
    home_folders: dict[str, list[str]] = defaultdict(list)
    doubtful: dict[str, list[str]] = defaultdict(list)
    for folder, outline in folders.items():
        if has_institution(folder, outline):
            # An application that states another area, or cannot be read: it may have been put here wrongly.
            among = home_folders if outline.is_home else doubtful
            among[get_dossier_id(folder)].append(folder)
    return {**doubtful, **home_folders}


class FolderIndex(NamedTuple):
    """Where dossiers lie: the `home_folders` of each id (see list_home_folders), and one folder of each.

    Of an id with several home folders that is the last, of one with none the first of its folders.
    """

    home_folders: Mapping[str, list[str]]
    by_id: Mapping[str, str]


def index_folders(folders: Mapping[str, DossierOutline]) -> FolderIndex:
    """Where the dossiers of some folders lie."""
    home_folders = list_home_folders(folders)
    first = {get_dossier_id(folder): folder for folder in reversed([*folders])}
    return FolderIndex(
        home_folders, first | {id_: folders_of_id[-1] for id_, folders_of_id in home_folders.items()}
    )
