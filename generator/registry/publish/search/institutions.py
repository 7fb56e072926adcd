"""The look-up of institutions: one file for names and filters, and the credit codes in small ones.

In the file each property is a column, so that it packs well: 10,000 institutions need less than 150 KB. Half
as much again would be the codes, which are looked up whole: they are filed by their hash. Everything in it is
of the public view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...json_data import JsonObject
from ...model.batches import is_published
from ..folding import build_initial_table, fold
from ..register_view import RegisterView
from ..states import choose_tone
from .packing import encode_compact, hash_text, round_to_power

INSTITUTIONS = "search/institutions.json"
VERSION = 1
CODES_IN_A_FILE = 256
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class SearchEntry(NamedTuple):
    """An institution as search knows it.

    `states` are the filing value and then the conditions, `initials` those of its name; `aliases` its brands
    and its platform's name, `former_codes` those before a conversion.
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
    initials: str
    aliases: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()


class SearchNames(NamedTuple):
    """What the codes in entries are called, in the order in which a list offers them.

    `areas` id → name; `states` code → (word, tone); `batches` id → (title, document number).
    """

    areas: Mapping[str, str]
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
            initials=card.initials,
            aliases=card.aliases,
            former_codes=card.former_codes,
        )


def list_names(view: RegisterView) -> SearchNames:
    """What areas, states and published batches are called."""
    states = [each for row in view.rows for each in row.states]
    return SearchNames(
        areas={each.id: each.name for each in view.register.tables.areas.values()},
        states={each.code: (each.label, choose_tone(each.code)) for each in states},
        batches={
            batch.id: (batch.title, batch.announcement.document.number)
            for batch in view.register.batches.values()
            if batch.announcement and is_published(batch, view.day)
        },
    )


def build_institution_files(rows: Sequence[SearchEntry], called: SearchNames) -> Iterator[tuple[str, str]]:
    """The file of all institutions, then those of the codes: address and JSON."""
    # Whoever types a code downloads one small file of them, not all codes of the city.
    codes: list[dict[str, str]] = [{} for _ in range(round_to_power(len(rows) // CODES_IN_A_FILE))]
    for row in rows:
        for code in filter(None, (row.code, *row.former_codes)):
            codes[hash_text(code) % len(codes)][code] = row.id
    yield INSTITUTIONS, encode_compact({**build_columns(rows, called), "codes": len(codes)}) + "\n"
    for number, ids_by_code in enumerate(codes):
        yield f"search/codes/{number}.json", encode_compact(dict(sorted(ids_by_code.items()))) + "\n"


def build_columns(rows: Sequence[SearchEntry], called: SearchNames) -> JsonObject:
    """The tables and columns of the look-up.

    A column is a text of lines, one an institution. Of an id the line says how many characters are those of
    the id before (base 36), then the others. The other columns hold places in the table of the same name, in
    base 36. `spelled` has the initials of names that `initials`, the usual readings of single characters, do
    not give, by line. `aliases` is there where an institution has some.
    """
    tables = {
        "areas": _used(called.areas, (row.area for row in rows)),
        "fields": sorted({each for row in rows for each in row.fields}),
        "modes": list(dict.fromkeys(each for row in rows for each in row.modes)),
        "states": _used(called.states, (each for row in rows for each in row.states)),
        "batches": _used(called.batches, (each for row in rows for each in row.batches)),
    }
    place = {name: {each: format_base36(i) for i, each in enumerate(table)} for name, table in tables.items()}
    # The script makes initials of a table of characters, and only
    # names that are read otherwise are spelled out.
    usual = build_initial_table(each for row in rows for each in (row.name, *row.former))
    aliases = {str(i): row.aliases for i, row in enumerate(rows) if row.aliases}
    return {
        "version": VERSION,
        "areas": [[each, called.areas[each]] for each in tables["areas"]],
        "fields": tables["fields"],
        "modes": tables["modes"],
        "states": [[each, *called.states[each]] for each in tables["states"]],
        "batches": [[each, *called.batches[each]] for each in tables["batches"]],
        "initials": usual,
        "spelled": dict(_spelled(rows, usual)),
        "id": "\n".join(_front_coded(row.id for row in rows)),
        "name": "\n".join(row.name for row in rows),
        "former": {str(i): row.former for i, row in enumerate(rows) if row.former},
        "area": _references(place["areas"], ([row.area] for row in rows)),
        "field": _references(place["fields"], (row.fields for row in rows)),
        "mode": _references(place["modes"], (row.modes for row in rows)),
        "state": _references(place["states"], (row.states for row in rows)),
        "batch": _references(place["batches"], (row.batches for row in rows)),
        **({"aliases": aliases} if aliases else {}),
    }


def format_base36(number: int) -> str:
    """A number in digits and small letters, as JavaScript's parseInt(text, 36) reads it."""
    return DIGITS[number] if number < 36 else format_base36(number // 36) + DIGITS[number % 36]


def _used(table: Mapping[str, object], values: Iterable[str]) -> list[str]:
    """The keys of a table that occur among the values, in the table's order."""
    present = set(values)
    return [each for each in table if each in present]


def _references(places: Mapping[str, str], rows: Iterable[Iterable[str]]) -> str:
    """A column of places in a table, in the table's order, with spaces between."""
    return "\n".join(" ".join(sorted((places[each] for each in row), key=_value)) for row in rows)


def _value(place: str) -> int:
    return int(place, 36)


def _front_coded(ids: Iterable[str]) -> Iterator[str]:
    before = ""
    for id_ in ids:
        # One digit of base 36 has room for 35 characters in common.
        same = next((i for i in range(35) if before[i : i + 1] != id_[i : i + 1] or i == len(id_)), 35)
        yield DIGITS[same] + id_[same:]
        before = id_


def _spelled(rows: Sequence[SearchEntry], usual: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The initials that words give and single characters do not (银行 is yh, not yx)."""
    letters = {character: letter for letter, characters in usual.items() for character in characters}
    for i, row in enumerate(rows):
        if row.initials != "".join(letters.get(each, each) for each in fold(row.name)):
            yield str(i), row.initials
