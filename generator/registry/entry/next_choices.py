"""What may be recorded next of an institution, where no kind of record was named: each with its command."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ..display import measure_width
from ..lifecycle.acts import TABLE, find_moment, list_lawful_kinds
from ..lifecycle.filing import find_name
from ..lifecycle.means import build_means
from ..lifecycle.next_records import list_next_yearly
from ..lifecycle.status import derive_status
from ..model.dossier import Dossier
from ..model.kinds import KIND_NAMES
from ..model.register import Register
from ..records.record_path import get_name
from ..records.schemas import Schemas
from ..shell import quote_argument
from .named import drop_zeros, find_dossier, find_id
from .request import list_kind_words

# What a word is that names no institution: the kind of record that goes with it.
BESIDE = {"batch": re.compile("[0-9]{4}-[0-9]{1,2}", re.ASCII), "calendar": re.compile("[0-9]{4}", re.ASCII)}


def describe_next_records(
    word: str, register: Register, schemas: Schemas, day: dt.date, options: str = ""
) -> str:
    """What may be recorded next of the institution that a word means; `options` stand behind each command.

    Of a word that means something else what is lacking. Raises UnknownNameError.
    """
    words = list_kind_words(schemas.kinds.values())
    if word in words:
        return f"没有写明是哪家机构：registry new 机构编号或名称 {quote_argument(word)}，先后不论"
    word = drop_zeros(word)
    if word in register.batches:
        return f"已有批次 {word}：之后发生的用 registry step {word} 批次 添上"
    for kind, pattern in BESIDE.items():
        if pattern.fullmatch(word):
            title = schemas.kinds[kind].title
            return f"没有写明录入哪一种；是{title}的：registry new {word} {kind}{options}"
    dossier = find_dossier(find_id(word, register, day), register)
    rows = [*_list_rows(dossier, schemas, day)]
    width = max(measure_width(title) for title, _ in rows)
    label = derive_status(dossier, day).filing.label
    head = (
        f"没有写明录入哪一种。{find_name(dossier, day)}（{dossier.id}）在 {day} 的状态是“{label}”，可以录入："
    )
    lines = [
        f"  {title}{' ' * (width - measure_width(title))}  {command}{options if ' new ' in command else ''}"
        for title, command in rows
    ]
    return "\n".join([head, *lines, f"已有的记录上添一步（受理、通过、退回等）：registry step {dossier.id}"])


def _list_rows(dossier: Dossier, schemas: Schemas, day: dt.date) -> Iterator[tuple[str, str]]:
    """Each record that may be made, by its title, with the command; first what comes every year."""
    for kind, path in list_next_yearly(dossier, schemas, day):
        year = int(get_name(path)[:4])
        title = f"{year} 年度{kind.title.removeprefix('年度')}"
        yield title, build_means(kind.name, dossier.id, year=year).command
    moment = find_moment(dossier, day)
    for act in sorted(list_lawful_kinds(moment), key=[*TABLE].index):  # in the order of the procedure
        name = KIND_NAMES[act]
        yield schemas.kinds[name].title, build_means(name, dossier.id).command
    for batch in sorted(moment.select_batches("passed")):
        yield f"公布 {batch} 批次的名单", f"registry step {batch} 批次 公布"
