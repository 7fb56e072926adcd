"""What new record is asked for: id, kind, day and options; and why it is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, NoReturn

from ..json_data import JsonValue
from ..lifecycle.next_records import YEARLY
from ..records.file_names import DEVICE
from ..records.messages import explain_property
from ..records.schemas import Kind, Schema, Schemas
from ..refusal import Refusal
from ..suggest import ask_whether, find_nearest

# What only some kinds take: the option on the command line, and these kinds.
OPTIONS = {
    "year": ("--year", tuple(YEARLY)),
    "fields": ("--field", ("change",)),
    "rule": ("--rule", ("waiver",)),
    "area": ("--area", ("application", "institution", "authority")),
}
# How the titles of yearly records begin, and what further a short title leaves out.
EACH_YEAR, OF_PLAN = "年度", "计划"
# What people call a kind of record beside its title.
SHORT = {
    "bar": ("不得再次报备",),
    "batch": ("名单",),
    "filing-ended": ("终止",),
    "inspection": ("检查", "监督检查", "日常检查", "抽查"),
    "rectification-extension": ("整改延期",),
    "rectification-order": ("责令整改", "整改通知"),
    "rectification-outcome": ("整改结果", "整改认定"),
    "recommendation": ("推荐",),
    "review": ("评审",),
    "suspension": ("暂停",),
    "suspension-lifted": ("恢复",),
    "withdrawal": ("退出",),
}
# The tables that are one file each: what is new there is a row.
ROWS = ("areas", "systems")


class RecordRequest(NamedTuple):
    """What is wanted: the id of an institution or batch, the kind (or its title), the day, and options.

    `stated` is what was typed for its fields, by their names or titles; with `asks` somebody can be asked for
    what is then lacking.
    """

    id: str
    kind: str
    day: dt.date
    year: int | None = None
    fields: tuple[str, ...] = ()
    rule: str = ""
    area: str = ""
    rare: tuple[str, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    asks: bool = False


class UnknownNameError(Refusal):
    """What is asked for cannot be understood; the message says what may be meant."""


class NotLawful(Refusal):
    """The record may not be made now; the message says how things stand, what is required and what may."""

    exit_code = 1


def list_kind_words(kinds: Iterable[Kind]) -> dict[str, str]:
    """The words for kinds, each with the kind's name: name, title, and the title cut short (计划, 调整).

    What people call them besides is among them: whatever takes a kind takes the same words.
    """
    kinds = [*kinds]
    short = {word: each.name for each in kinds for word in SHORT.get(each.name, ())}
    short |= {each.title.removeprefix(EACH_YEAR).removeprefix(OF_PLAN): each.name for each in kinds}
    short |= {each.title.removeprefix(EACH_YEAR): each.name for each in kinds}
    whole = {each.title: each.name for each in kinds} | {each.name: each.name for each in kinds}
    # A whole title goes over a short one: no kind hides another.
    return {word: name for word, name in (short | whole).items() if word}


def refuse_far_year(year: int | None, day: dt.date) -> None:
    """Raise UnknownNameError for a year after the next: plans are made for that one at most (第十七条)."""
    if year and year > day.year + 1:
        raise UnknownNameError(f"{year} 年度太远：现在最多办到 {day.year + 1} 年度，核对年份")


def find_kind(schemas: Schemas, word: str) -> Kind:
    """The kind of record by its name or title. Raises UnknownNameError."""
    if word in ("institution", schemas.kinds["institution"].title):
        return schemas.kinds["institution"]
    kinds = [each for each in schemas.kinds.values() if is_made(each)]
    by_word = {each: schemas.kinds[name] for each, name in list_kind_words(kinds).items()}
    rows = {each.name: each for each in kinds if each.name in ROWS}  # area and 地区 mean a row of areas
    by_word |= {name.removesuffix("s"): each for name, each in rows.items()}
    by_word |= {each.properties[name]["title"]: each for name, each in rows.items()}
    if word in by_word:
        return by_word[word]
    guess = find_nearest(word, by_word, 0.6)
    like = [by_word[guess]] if guess else [each for each in kinds if word and word in each.title]
    listed = "、".join(f"{each.name}（{each.title}）" for each in like or kinds)
    raise UnknownNameError(
        f"没有 {word} 这种记录，" + (f"是否想写 {listed}？" if like else f"可以写的有：{listed}")
    )


def is_made(kind: Kind) -> bool:
    """Whether records of a kind are made one by one.

    They are a dossier's but its first file, batches, calendars, repairs, and what the tables hold.
    """
    of_dossier = kind.path.startswith("institutions/") and kind.name != "institution"
    return of_dossier or kind.name in ("batch", "calendar", "repair", *ROWS, "authority", "regulation")


def list_change_fields(schemas: Schemas) -> dict[str, Schema]:
    """The properties of an institution that a change act may set, with their schemas, by name."""
    names = schemas.resolve_path("change", ["changes", 0, "field"])[-1]["enum"]
    properties = schemas.resolve_properties("institution")
    return {name: properties[name] for name in names}


def find_rare(schemas: Schemas, kind: Kind, words: Iterable[str]) -> tuple[str, ...]:
    """The names of the properties that a form leaves out unless they are asked for, by name or title.

    What the form shows in any case may be asked for too. Raises UnknownNameError for all else.
    """
    rare = list_rare(schemas, kind)
    shown = {name: below["title"] for name, below in schemas.get_properties(kind.schema)}
    by_title = {title: name for name, title in (shown | rare).items()}
    return tuple(
        word if word in rare or word in shown else by_title.get(word) or _refuse_rare(kind, rare, word)
        for word in words
    )


def _refuse_rare(kind: Kind, rare: Mapping[str, str], word: str) -> NoReturn:
    listed = "、".join(f"{each}（{title}）" for each, title in rare.items())
    otherwise = f"可以写的有：{listed}" if rare else "都已经列在表中"
    mend = ask_whether(word, [*rare, *rare.values()], otherwise)
    raise UnknownNameError(f"--with 写的 {word} 不是{kind.title}中少用的字段，{mend}")


def list_rare(schemas: Schemas, kind: Kind) -> dict[str, str]:
    """The titles of a kind's properties that a form shows only where they are asked for, by name."""
    return dict(_walk_rare(schemas, kind.schema))


def _walk_rare(schemas: Schemas, schema: Schema) -> Iterator[tuple[str, str]]:
    schema = schemas.resolve(schema)
    if "items" in schema:
        yield from _walk_rare(schemas, schema["items"])
    for name, below in schemas.get_properties(schema):
        if "x-rare" in below:
            yield name, below["title"]
        yield from _walk_rare(schemas, below)


def check_value(schemas: Schemas, kind: str, name: str, value: JsonValue) -> None:
    """Raise UnknownNameError where a value cannot stand in a property, with how to mend it."""
    if name == "id" and DEVICE.fullmatch(str(value)):
        raise UnknownNameError(f"编号不能是 {value}：Windows 不许文件这样命名，别人取不到登记册；换一个编号")
    for fault in explain_property(schemas, kind, name, value, ""):
        raise UnknownNameError(f"{fault.message}；{fault.hint}")


def suggest_first_command(id_: str) -> str:
    """The command that begins the dossier of a new institution."""
    return f"registry new {id_} application --area 地区编号"
