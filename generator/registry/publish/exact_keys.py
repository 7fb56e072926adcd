"""What an institution is looked up by as a whole: telephones, representative, numbers of documents."""

from __future__ import annotations

from collections.abc import Iterator

from ..json_data import get_object, get_objects, get_text
from ..lifecycle.openness import list_closed
from ..lifecycle.publication_period import list_expired
from ..lifecycle.representatives import REPRESENTATIVE
from ..lifecycle.undone import find_undone
from ..model.dossier import Dossier
from .folding import fold
from .public_view import PublicRecords, list_telephones

REMEMBERED_DIGITS = 6  # the last ones of a telephone; four would be found in every year


def list_exact_keys(records: PublicRecords, dossier: Dossier) -> tuple[str, ...]:
    """The folded keys of an institution, of what its page tells on the day of the records."""
    data = records.read(dossier.institution.path)
    phones = [number for number, _ in list_telephones(data)]
    keys = [
        *phones,
        *(each.partition("-")[2] for each in phones),  # without the area's digits
        *(fold(each)[-REMEMBERED_DIGITS:] for each in phones),
        get_text(data, REPRESENTATIVE),
        *list_document_numbers(records, dossier),
    ]
    return tuple(dict.fromkeys(key for each in keys if (key := fold(each))))


def list_document_numbers(records: PublicRecords, dossier: Dossier) -> Iterator[str]:
    """The numbers of the documents of its acts, but for acts whose content is not shown."""
    day = records.day
    untold = set(list_closed(dossier))
    if day:
        untold |= {*find_undone(dossier, day), *list_expired(dossier, day)}
    for act in dossier.acts:
        if act.stem not in untold and not (day and act.date > day):
            yield get_text(get_object(records.read(act.path), "document"), "number")


def list_addresses(records: PublicRecords, dossier: Dossier) -> tuple[str, ...]:
    """The addresses of an institution and of where it teaches."""
    data = records.read(dossier.institution.path)
    sites = (get_text(each, "address") for each in get_objects(data, "sites"))
    return tuple(each for each in dict.fromkeys([get_text(data, "address"), *sites]) if each)
