"""The words of `registry step`, in any order: which record, of what kind, what comes to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...records.mends import replace_look_alikes
from ...records.scalars import ISO_DATE
from ...records.schemas import Kind, Schemas
from ...suggest import ask_whether
from ..request import UnknownNameError, list_kind_words
from .later import LaterPlace, find_later, list_kinds, list_later, list_words, refuse_word

OF_DOSSIER = "institutions/"


class StepWords(NamedTuple):
    """What the words say: the institution (or batch, or file), the kind of record, what comes to it.

    `year` and `number` are those of a plan, amendment or summary, `day` that of an act, where they are said.
    """

    id: str
    kind: Kind
    place: LaterPlace
    year: int | None = None
    number: int | None = None
    day: str = ""


class _Rest(NamedTuple):
    """The words that are still to be understood, and what the others have said of the record."""

    words: list[str]
    kind: str = ""
    year: str = ""
    number: str = ""
    day: str = ""


def understand_words(schemas: Schemas, words: Sequence[str], several: bool = False) -> StepWords:
    """What the words mean; with `several` no institution is named among them. Raises UnknownNameError.

    What lies in no dossier (a batch, a calendar, a table) is named all the same.
    """
    rest = _take_record(schemas, words)
    ids = [*rest.words]
    kind = _find_kind(schemas, rest, ids)
    place = _take_place(schemas, kind, ids)
    of_dossier = kind.path.startswith(OF_DOSSIER)
    several = several and of_dossier
    if rest.year and not of_dossier:
        # A batch's id (2026-1) and a calendar's (2026) look like a year with a number.
        ids.append("-".join(filter(None, (rest.year, rest.number))))
        rest = rest._replace(year="", number="")
    if several and ids:
        raise UnknownNameError(f"不认识 {' '.join(ids)}：成批办理时机构不写在这里")
    if not several and len(ids) != 1:
        what = f"不认识 {' '.join(ids[1:])}{_ask_year(ids[1:])}" if ids else "没有写明是哪个机构"
        whole = f"写成 registry step 机构编号或名称 {kind.title} 年度 {place.title}"
        raise UnknownNameError(f"{what}；{whole}".replace("？；", "？"))
    year, number = (int(each) if each else None for each in (rest.year, rest.number))
    return StepWords("".join(ids), kind, place, year, number, rest.day)


def _ask_year(words: Iterable[str]) -> str:
    """The question whether a word with a letter in it was meant for a year: 2O27."""
    years = (year for word in words if re.fullmatch("20[0-9]{2}", year := replace_look_alikes(word)))
    return next((f"，是否想写 {each}？" for each in years), "")


def _take_record(schemas: Schemas, words: Iterable[str]) -> _Rest:
    """Take the words that name a kind, a year, a number or a day out of the others."""
    kinds = list_kind_words(_list_stepped(schemas))
    # The longest first: one word may begin as another does.
    listed = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
    year = "(?:(?P<year>[0-9]{4})(?:-(?P<nth>[1-9][0-9]?))?(?:年度?)?)?"
    record = re.compile(
        f"(?P<first>{listed})?{year}(?P<kind>{listed})?(?:第?(?P<number>[1-9][0-9]?)[次号]?)?"
    )
    rest = _Rest([])
    for word in words:
        match = record.fullmatch(word)
        if ISO_DATE.fullmatch(word):
            rest = rest._replace(day=word)
        elif match and word and not ((match["first"] or match["kind"]) and rest.kind):
            number = match["nth"] or match["number"]
            kind = kinds.get(match["first"] or match["kind"] or "", "")
            rest = _Rest(
                rest.words, rest.kind or kind, rest.year or match["year"], rest.number or number, rest.day
            )
        else:
            rest.words.append(word)
    return rest


def _list_stepped(schemas: Schemas) -> list[Kind]:
    return [each for each in schemas.kinds.values() if list_later(schemas, each)]


def _find_kind(schemas: Schemas, rest: _Rest, words: list[str]) -> Kind:
    """The kind of the record; of a file by its path. A word that is nearly one is asked about."""
    if rest.kind:
        return schemas.kinds[rest.kind]
    for word in words:
        placed = schemas.find_kind(word.replace("\\", "/").rpartition("records/")[2])
        if placed:
            return placed[0]
    # Not the first: that is the institution, whose name may well resemble a kind.
    for word in words[1:]:
        if guess := ask_whether(word, list_kind_words(_list_stepped(schemas))):
            raise UnknownNameError(f"没有 {word} 这种记录，{guess}")
    names = [each.title for each in list_kinds(schemas)]
    others = f"（{'、'.join(words)} 都不是）" if len(words) > 1 else ""
    raise UnknownNameError(f"没有写明是哪一种记录{others}；可以写的有：{'、'.join(names)}")


def _take_place(schemas: Schemas, kind: Kind, words: list[str]) -> LaterPlace:
    """Take the word for what comes out of the words: what is one exactly goes before what is nearly one."""
    exact = {each for place in list_later(schemas, kind) for each in list_words(schemas, place)}
    # From the end: the institution is mostly named first.
    ordered = sorted(range(len(words)), key=lambda i: (words[i].lower() not in exact, -i))
    for i in ordered:
        if place := find_later(schemas, kind, words[i]):
            del words[i]
            return place
    raise refuse_word(schemas, kind, words[-1] if len(words) > 1 else "")
