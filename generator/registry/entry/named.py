"""Find an institution, authority or area by its name: whoever has a letter knows that, and not the id."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from ..lifecycle.filing import find_name, list_former_names
from ..lifecycle.offices import SUPERVISORS, list_in_roles
from ..model.dossier import Dossier
from ..model.register import Register
from ..model.tables import Tables, is_valid_on
from ..records.form import describe_choices
from ..suggest import ask_whether
from .request import UnknownNameError, suggest_first_command

MAX_SHOWN = 10


def find_id(word: str, register: Register, day: dt.date, otherwise: str = "") -> str:
    """The id of the institution that a word means: its id, which is ASCII, or a name that it has or had.

    A name goes before a former one, and a whole one before a part of one. Raises UnknownNameError where no
    name fits, or several do; `otherwise` as in `find_dossier`.
    """
    if word.isascii():
        return word
    names = {id_: _list_names(each, day) for id_, each in register.dossiers.items()}
    for fitting in (
        [id_ for id_, (name, *_) in names.items() if name == word],
        [id_ for id_, (_, *former) in names.items() if word in former],
        [id_ for id_, every in names.items() if any(word in name for name in every)],
    ):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            listed = "、".join(f"{id_}（{names[id_][0]}）" for id_ in fitting[:MAX_SHOWN])
            more = f"等 {len(fitting)} 个" if len(fitting) > MAX_SHOWN else ""
            raise UnknownNameError(f"名称“{word}”可能是 {listed}{more}；写机构编号，或者写全名称")
    meant = ask_whether(word, {name for every in names.values() for name in every}, likeness=0.5)
    otherwise = otherwise or f"新机构先定一个编号，再录入申请：{suggest_first_command('编号')}"
    raise UnknownNameError(f"没有名称是“{word}”的机构，{meant}{otherwise}")


def _list_names(dossier: Dossier, day: dt.date) -> tuple[str, ...]:
    """The names of an institution, that of the day first."""
    former = (name for name, _ in list_former_names(dossier, day))
    # Its present one too: the day may lie before the last change of name.
    return (find_name(dossier, day), dossier.institution.name, *former)


def find_dossier(id_: str, register: Register, otherwise: str = "") -> Dossier:
    """The dossier of an institution. Raises UnknownNameError, which says whether it has faults.

    `otherwise` says what is done for a new institution, if not to record its application.
    """
    if id_ in register.dossiers:
        return register.dossiers[id_]
    if id_ in register.known_ids["institution"]:
        names = [path for path in sorted(register.invalid) if f"/{id_}/" in path]
        which = f" {'、'.join(names)} " if names else "有的文件"
        raise UnknownNameError(
            f"机构 {id_} 的档案中{which}还没有填好，或者有错误，看不出接着可以录入什么；"
            "先填好（写错了不要的：registry discard），registry check 没有错误了再写下一份"
        )
    meant = ask_whether(id_, register.dossiers)
    otherwise = otherwise or f"新机构先录入申请：{suggest_first_command(id_)}"
    raise UnknownNameError(f"没有机构 {id_}，{meant}{otherwise}")


def find_authority(word: str, register: Register, day: dt.date, near: Collection[str] = ()) -> str:
    """The id of the authority that a word means: its id, its name or a part of it, or the area whose it is.

    Those in `near` are meant before others. Raises UnknownNameError where none fits, or several do.
    """
    tables = register.tables
    if word in tables.authorities:
        return word
    names = tables.authority_names
    areas = _list_fitting_areas(word, tables)
    own = [each for each in (tables.find_hrss(area, day) for area in areas) if each]
    for fitting in (
        [id_ for id_, name in names.items() if name == word],
        [id_ for id_ in own if id_ in near],
        [id_ for id_ in sorted(near) if word in names.get(id_, "")],
        own,
        [id_ for id_ in sorted(near) if _is_short_for(word, names.get(id_, ""))],
        [id_ for id_, name in names.items() if word in name],
    ):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            listed = "、".join(f"{id_}（{names[id_]}）" for id_ in fitting[:MAX_SHOWN])
            raise UnknownNameError(f"机关“{word}”可能是 {listed}；写机关编号，或者写全名称")
    offered = "、".join(f"{id_}（{names[id_]}）" for id_ in sorted(near) if id_ in names)
    otherwise = f"可以写 {offered}" if offered else "写机关的编号、名称，或者地区"
    raise UnknownNameError(f"没有机关 {word}，{ask_whether(word, [*names, *names.values()], otherwise)}")


def list_areas_on(tables: Tables, day: dt.date) -> dict[str, str]:
    """The names of the areas that there are on a day, by id."""
    return {area.id: area.name for area in tables.areas.values() if is_valid_on(area, day)}


def _list_fitting_areas(word: str, tables: Tables) -> list[str]:
    """The areas that a word names: the one of this id or name, else those whose names begin with it."""
    whole = [area.id for area in tables.areas.values() if word in (area.id, area.name)]
    return whole or [
        area.id for area in tables.areas.values() if not word.isascii() and area.name.startswith(word)
    ]


def find_area(word: str, register: Register, day: dt.date) -> str:
    """The id of the area that a word means: its id, its name, or the beginning of one, not of several.

    Raises UnknownNameError, which lists those that there are.
    """
    tables = register.tables
    fitting = _list_fitting_areas(word, tables)
    if len(fitting) == 1:
        return fitting[0]
    names = {area.id: area.name for area in tables.areas.values()}
    offered = describe_choices(list_areas_on(tables, day))
    raise UnknownNameError(f"没有地区 {word}，{ask_whether(word, [*names, *names.values()])}{offered}")


def find_named(
    reference: str, word: str, register: Register, day: dt.date, near: Collection[str] = ()
) -> str:
    """The id that a word means where a record names another thing by its id; `near` are authorities.

    Raises UnknownNameError where none fits, or several do; of what has no name the word is the id.
    """
    if reference == "authority":
        return find_authority(word, register, day, near)
    if reference == "institution":
        return find_id(word, register, day)
    if reference == "area":
        return find_area(word, register, day)
    return find_system(word, register.tables) if reference == "system" else word


def drop_zeros(id_: str) -> str:
    """A batch's id without zeros before its number: 2026-2 for 2026-02."""
    return re.sub("^([0-9]{4}-)0+(?=[1-9])", r"\1", id_)


def ask_batch(id_: str, register: Register) -> str:
    """The question whether another batch was meant: 2026-2 for 2026-02; empty where none is near."""
    short = drop_zeros(id_)
    return f"是否想写 {short}？" if short in register.batches else ask_whether(id_, register.batches)


def find_system(word: str, tables: Tables) -> str:
    """The id of the system that a word means: its id, its name or a part of it. Raises UnknownNameError."""
    names = tables.system_names
    whole = [id_ for id_, name in names.items() if word in (id_, name)]
    fitting = whole or [id_ for id_, name in names.items() if not word.isascii() and word in name]
    if len(fitting) == 1:
        return fitting[0]
    offered = describe_choices(names)
    raise UnknownNameError(f"没有主管系统 {word}，{ask_whether(word, [*names, *names.values()])}{offered}")


def list_near(register: Register, dossier: Dossier | None, day: dt.date) -> Collection[str]:
    """The authorities that may act on an institution that day; on all else the city bureau."""
    tables = register.tables
    among = list_in_roles(dossier, SUPERVISORS, day) if dossier else {tables.find_city_bureau(day)}
    return {each for each in among if tables.is_in_office(each, day)}


def _is_short_for(word: str, name: str) -> bool:
    """Whether the characters of a word stand in a name in their order: 卫健 in 卫生健康."""
    # An iterator: `in` takes from it up to what it finds, so that each has to stand behind the one before.
    left = iter(name)
    return len(word) > 1 and all(each in left for each in word)
