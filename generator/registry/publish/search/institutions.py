"""The look-up of institutions: names and filters in one file, what is looked up whole in small ones.

In the file each property is a column, so that it packs well. What only some questions need lies beside it:
ways of teaching and lists in `listings.json`, credit codes by their first eight characters, addresses by the
pairs of their characters (see postings.py), and what is looked up whole by its hash, so that no file lists
persons. Everything is of the public view.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from ...json_data import JsonObject
from ...model.batches import is_published
from ..folding import build_readings, fold
from ..register_view import RegisterView
from ..states import choose_tone
from .packing import encode_compact, hash_text, list_hashed_files, round_to_power
from .postings import encode_numbers, list_pairs, list_term_files

INSTITUTIONS, LISTINGS = "search/institutions.json", "search/listings.json"
PLACES = "search/places"
VERSION = 2
IN_A_FILE = 256  # codes, or keys
CODE_BEGINNING = 8  # characters of a code by which its file is found
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class SearchEntry(NamedTuple):
    """An institution as search knows it.

    `states` are the filing value and then the conditions, `syllables` those of its name; `aliases` its brands
    and its platform's name, `former_codes` those before a conversion; `keys` are folded.
    """

    id: str
    name: str
    former: tuple[str, ...]
    code: str
    area: str
    fields: tuple[str, ...]
    modes: tuple[str, ...]
    states: tuple[str, ...]
    batches: tuple[str, ...]
    syllables: str
    aliases: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class SearchNames(NamedTuple):
    """What the codes in entries are called, in the order in which a list offers them.

    `areas` id → name and former names; `states` code → (word, tone); `batches` id → (title, document number).
    """

    areas: Mapping[str, tuple[str, ...]]
    states: Mapping[str, tuple[str, str]]
    batches: Mapping[str, tuple[str, str]]


def list_entries(view: RegisterView) -> Iterator[SearchEntry]:
    """The public institutions on the day of the view, by id."""
    for card in view.cards:
        row = card.row
        yield SearchEntry(
            id=row.id,
            name=row.name,
            former=card.former,
            code=row.credit_code,
            area=row.area_id,
            fields=row.fields,
            modes=row.modes,
            states=tuple(each.code for each in row.states),
            batches=row.batches,
            syllables=card.syllables,
            aliases=card.aliases,
            former_codes=card.former_codes,
            keys=card.keys,
            addresses=card.addresses,
        )


def list_names(view: RegisterView) -> SearchNames:
    """What areas, states and published batches are called."""
    states = [each for row in view.rows for each in row.states]
    return SearchNames(
        areas={
            area.id: (area.name, *(former.name for former in area.former_names))
            for area in view.register.tables.areas.values()
        },
        states={each.code: (each.label, choose_tone(each.code)) for each in states},
        batches={
            batch.id: (batch.title, batch.announcement.document.number)
            for batch in view.register.batches.values()
            if batch.announcement and is_published(batch, view.day)
        },
    )


def list_looked_up_pages(view: RegisterView) -> dict[str, str]:
    """Pages by the folded number of the document that they tell of: address and title."""
    regulation = view.register.tables.find_regulation(view.day)
    if not regulation.number:  # a city may not have filled it in
        return {}
    return {fold(regulation.number): f"regulation/ {regulation.title or '办法'}"}


def list_searched_texts(view: RegisterView) -> Iterator[str]:
    """The texts whose characters people may spell, or write as traditional ones."""
    for area in view.register.tables.areas.values():
        yield from (area.name, *(former.name for former in area.former_names))
    for card in view.cards:
        row = card.row
        yield from (row.name, *card.former, *card.aliases, *row.fields, *row.modes, *card.addresses)
        yield from (state.label for state in row.states)
        yield from (offer.title for offer in card.offers)
        for course in (*card.planned, *card.awaited):
            yield from (course.field, course.subject, course.audience)


def build_institution_files(
    rows: Sequence[SearchEntry], called: SearchNames, pages: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """All files of the look-up: address and JSON; `pages` by their keys (see list_looked_up_pages)."""
    codes = list(_list_code_files(rows))
    keys = list(_list_key_files(rows, pages))
    places = list(_list_place_files(rows))
    counts: JsonObject = {"codes": len(codes), "keys": len(keys), "places": len(places)}
    yield INSTITUTIONS, encode_compact({**build_columns(rows, called), **counts}) + "\n"
    yield LISTINGS, encode_compact(build_listings(rows, called)) + "\n"
    yield from codes
    yield from keys
    yield from places


def _list_code_files(rows: Sequence[SearchEntry]) -> Iterator[tuple[str, str]]:
    """The ids by code, in files by the hash of a code's beginning."""
    ids_by_code = {code: row.id for row in rows for code in (row.code, *row.former_codes) if code}
    entries = ((code[:CODE_BEGINNING], code, id_) for code, id_ in sorted(ids_by_code.items()))
    return list_hashed_files("search/codes", round_to_power(len(rows) // IN_A_FILE), entries)


def _list_key_files(rows: Sequence[SearchEntry], pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The ids of institutions, or a page with its title, by the hash of a key read backwards."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for key, page in pages.items():
        by_key[key].append(page)
    for row in rows:
        for key in row.keys:
            by_key[key].append(row.id)
    # The file by the hash of the key, the entry by that of the key backwards: one hash alone would let
    # different keys of a file meet too often.
    entries = ((key, format_base36(hash_text(key[::-1])), ids) for key, ids in by_key.items())
    number = round_to_power(len(by_key) // IN_A_FILE)
    return list_hashed_files("search/keys", number, sorted(entries, key=itemgetter(1)))


def _list_place_files(rows: Sequence[SearchEntry]) -> Iterator[tuple[str, str]]:
    """The lines of institutions by the pairs of characters in their addresses."""
    lines: dict[str, list[int]] = defaultdict(list)
    for line, row in enumerate(rows):
        for pair in dict.fromkeys(pair for each in row.addresses for pair in list_pairs(fold(each))):
            lines[pair].append(line)
    return list_term_files({pair: encode_numbers(numbers) for pair, numbers in sorted(lines.items())}, PLACES)


def build_columns(rows: Sequence[SearchEntry], called: SearchNames) -> JsonObject:
    """The tables and columns of the look-up.

    A column is a text of lines, one an institution. The line of an id says how many characters it has in
    common with the id before (base 36), then the others. The other columns hold places in the table of the
    same name, in base 36. `spelled` has the syllables of names that the usual readings of single characters
    do not give, by line. `aliases` is there where an institution has some.
    """
    areas = _list_used(called.areas, (row.area for row in rows))
    fields = sorted({each for row in rows for each in row.fields})
    states = _list_used(called.states, (each for row in rows for each in row.states))
    aliases = {str(i): row.aliases for i, row in enumerate(rows) if row.aliases}
    return {
        "version": VERSION,
        "areas": [[each, *called.areas[each]] for each in areas],
        "fields": fields,
        "states": [[each, *called.states[each]] for each in states],
        "spelled": dict(_list_spelled(rows)),
        "id": "\n".join(_encode_ids(row.id for row in rows)),
        "name": "\n".join(row.name for row in rows),
        "former": {str(i): row.former for i, row in enumerate(rows) if row.former},
        "area": _build_references(areas, ([row.area] for row in rows)),
        "field": _build_references(fields, (row.fields for row in rows)),
        "state": _build_references(states, (row.states for row in rows)),
        **({"aliases": aliases} if aliases else {}),
    }


def build_listings(rows: Sequence[SearchEntry], called: SearchNames) -> JsonObject:
    """Ways of teaching and published lists, as columns in the same order of lines."""
    modes = list(dict.fromkeys(each for row in rows for each in row.modes))
    batches = _list_used(called.batches, (each for row in rows for each in row.batches))
    return {
        "version": VERSION,
        "modes": modes,
        "batches": [[each, *called.batches[each]] for each in batches],
        "mode": _build_references(modes, (row.modes for row in rows)),
        "batch": _build_references(batches, (row.batches for row in rows)),
    }


def format_base36(number: int) -> str:
    """A number in digits and small letters, as JavaScript's parseInt(text, 36) reads it."""
    return DIGITS[number] if number < 36 else format_base36(number // 36) + DIGITS[number % 36]


def _list_used(table: Mapping[str, object], values: Iterable[str]) -> list[str]:
    """The keys of a table that occur among the values, in the table's order."""
    present = set(values)
    return [each for each in table if each in present]


def _build_references(table: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A column of places in a table, in the table's order, with spaces between."""
    places = {each: format_base36(i) for i, each in enumerate(table)}
    return "\n".join(" ".join(sorted((places[each] for each in row), key=_get_value)) for row in rows)


def _get_value(place: str) -> int:
    return int(place, 36)


def _encode_ids(ids: Iterable[str]) -> Iterator[str]:
    """Each id without what it has in common with the one before, as `build_columns` says."""
    before = ""
    for id_ in ids:
        # One digit of base 36 has room for 35 characters in common.
        same = next((i for i in range(35) if before[i : i + 1] != id_[i : i + 1] or i == len(id_)), 35)
        yield DIGITS[same] + id_[same:]
        before = id_


def _list_spelled(rows: Sequence[SearchEntry]) -> Iterator[tuple[str, str]]:
    """The syllables that words give and single characters do not (银行 is yin hang, not yin xing)."""
    # The script has only the readings of single characters: what words change stands in the row.
    readings = build_readings({character for row in rows for character in fold(row.name)})
    usual = {character: syllable for syllable, characters in readings.items() for character in characters}
    for i, row in enumerate(rows):
        if row.syllables != " ".join(usual.get(each, each) for each in fold(row.name)):
            yield str(i), row.syllables
