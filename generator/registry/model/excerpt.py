"""A subset of a register: all that rules and pages look at of some dossiers.

It is sent to another process, or to another machine, as files, which are typed there: objects would be larger
and slower. Rules and pages give the same results there as in the whole register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..records.loader import Document, LoadedRecords
from ..records.record_path import get_dossier_id
from ..records.recorded import RecordingHistory
from ..records.schemas import Schemas
from .build import build_register
from .dossier import Dossier
from .outline import DossierOutline
from .register import Register
from .tables import TABLES


class RegisterExcerpt(NamedTuple):
    """Files as they were filed, with those that are not valid, and the folders that the excerpt is of.

    `without` are the folders in it that have no dossier; `known_ids` the ids that exist in the whole
    register, by kind of reference, as far as the excerpt's records ask for them; `recorded` is what history
    tells of its files, `outlines` are those of its dossiers' folders.
    """

    documents: list[Document]
    folders: tuple[str, ...]
    without: frozenset[str]
    known_ids: dict[str, list[str]]
    recorded: dict[str, RecordingHistory]
    outlines: dict[str, DossierOutline]


def take_excerpt(
    register: Register,
    folders: Iterable[str],
    recorded: Mapping[str, RecordingHistory],
    beside: Iterable[str] = (),
) -> RegisterExcerpt:
    """The part of a register that the dossiers of some folders need.

    It holds these dossiers and those that they succeed, the tables, their batches and the repairs that name
    them. `beside` are the folders of further dossiers to take along.
    """
    folders = tuple(folders)
    reaches = [register.list_dependencies(folder) for folder in dict.fromkeys((*folders, *beside))]
    taken = dict.fromkeys(folder for reach in reaches for folder in reach.folders)
    batches = {id_ for reach in reaches for id_ in reach.batches}
    shared = register.shared
    paths = {register.batches[id_].path for id_ in batches if id_ in register.batches}
    paths.update(*(register.repairs.get(get_dossier_id(folder), ()) for folder in taken))
    # As filed, not as corrected: the corrections go along and are applied there, so they are found there too.
    documents = [each for each in shared.filed.values() if each.kind in TABLES or each.path in paths]
    contents = [register.read_folder(folder) for folder in taken]
    documents += (file for each in contents for file in (*each.filed.values(), *each.invalid.values()))
    return RegisterExcerpt(
        documents=documents,
        folders=folders,
        without=frozenset(folder for folder in taken if not register.has_dossier(folder)),
        # A reference is judged by the ids that exist; all ids of a large register would be sent with each
        # task.
        known_ids=_select_ids(register, taken),
        recorded={each.path: recorded[each.path] for each in documents if each.path in recorded},
        outlines={folder: register.folders[folder] for folder in sorted(taken)},
    )


def _select_ids(register: Register, folders: Iterable[str]) -> dict[str, list[str]]:
    """The existing ids, by kind, that these folders name; all of a kind of which one is missing."""
    named: dict[str, set[str]] = {kind: set() for kind in register.known_ids}
    for folder in folders:
        for kind, ids in register.folders[folder].named.items():
            named.setdefault(kind, set()).update(ids)
    return {
        # Where one is missing all go along: the hint then proposes what was meant.
        kind: sorted(named[kind] if named[kind] <= existing else existing)
        for kind, existing in register.known_ids.items()
    }


def rebuild_register(
    excerpt: RegisterExcerpt, schemas: Schemas, arrange: Callable[[Dossier], Dossier]
) -> Register:
    """Rebuild a register from a subset; `arrange` puts the acts of a dossier in order."""
    loaded = LoadedRecords.from_documents(excerpt.documents, schemas)
    register = build_register(loaded, excerpt.without, excerpt.outlines, arrange)
    # The excerpt's own register knows only what is in it, and would call every other id wrong.
    return replace(register, known_ids={kind: frozenset(ids) for kind, ids in excerpt.known_ids.items()})
