"""The records of the tables: an area, a system, an authority, the file of a regulation."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection

from ..json_data import Fields
from ..lifecycle.offices import HRSS_KINDS
from ..model.kinds import AuthorityKind
from ..model.tables import Tables
from ..records.form import Prefill, RecordForm, describe_choices, write_blank, write_form, write_row
from ..records.record_path import RECORDS
from ..records.schemas import Schemas
from ..rules.table import RULES
from .new_files import NewFile, NewFiles, NewRecord
from .request import NotLawful, check_value
from .set_fields import write_new

# What other law than the city's says: 《政府信息公开条例》第二十六条, as the property's description has it.
PUBLICATION_DAYS = 20
OWNERS = "机关或地区变了，由谁审批也变：registry codeowners"
MAX_RULES = 4  # rules that are named beside a basis


def make_area(new: NewRecord) -> NewFiles:
    """A row of the table of areas, whose id is asked for."""
    id_, tables = new.asked.id, new.register.tables
    _check_row(new, tables.areas, "地区")
    prefill = Prefill({new.kind.name: [{"id": id_, "valid_to": None}]})
    offices = {each.id: each.name for each in tables.authorities.values() if each.kind in HRSS_KINDS}
    lacking = f"还没有录入的：registry new {id_}-hrss authority --area {id_}。"
    prefill.notes["/areas/0/hrss"] = (describe_choices(offices) if offices else "") + lacking
    return NewFiles([_write_new_row(new, prefill)], [OWNERS])


def make_system(new: NewRecord) -> NewFiles:
    """A row of the table of systems, whose id is asked for."""
    _check_row(new, new.register.tables.systems, "系统")
    then = f"它的主管部门还没有录入的：registry new 编号 authority，主管系统填 {new.asked.id}"
    return NewFiles([_write_new_row(new, Prefill({new.kind.name: [{"id": new.asked.id}]}))], [then])


def _check_row(new: NewRecord, ids: Collection[str], title: str) -> None:
    check_value(new.schemas, "authority", "id", new.asked.id)
    if new.asked.id in ids:
        raise NotLawful(f"已有{title} {new.asked.id}；编号不重复使用，要改的直接改那一行")


def _write_new_row(new: NewRecord, prefill: Prefill) -> NewFile:
    """A row for the end of the list in a table, whose name is that of the kind."""
    form = write_row(new.schemas, new.kind, new.kind.name, prefill)
    return NewFile(f"{RECORDS}/{new.kind.path}", *form, new.kind.name)


def make_authority(new: NewRecord) -> NewFiles:
    """The file of an authority, whose id is asked for; of an area where one is named."""
    asked = new.asked
    check_value(new.schemas, "authority", "id", asked.id)
    path = new.find_path(id=asked.id)
    prefill = Prefill({"id": asked.id} | ({"areas": [asked.area]} if asked.area else {}))
    prefill.notes["/kind"] = describe_choices(dict.fromkeys(AuthorityKind, ""))
    if systems := new.register.tables.system_names:
        prefill.notes["/system"] = describe_choices(systems)
    return NewFiles([NewFile(path, *write_new(new, prefill))], [OWNERS])


def make_regulation(new: NewRecord) -> NewFiles:
    """The file of a regulation that follows those that there are: each parameter is explained."""
    check_value(new.schemas, "regulation", "id", new.asked.id)
    path = new.find_path(id=new.asked.id)
    values: Fields = {"id": new.asked.id, **_describe_city(new.register.tables, new.asked.day)}
    for name, below in new.schemas.get_properties(new.kind.schema):
        if name in ("number", "title", "in_force_from"):
            values[name] = write_blank(new.schemas, below)
    then = "旧的办法不改：新的自施行之日起用，以前各日仍照旧的推算"
    return NewFiles([NewFile(path, *write_regulation(new.schemas, values))], [then])


def _describe_city(tables: Tables, day: dt.date) -> Fields:
    """What a regulation that follows has of the one in force: the city, its area and its bureau."""
    if not tables.regulations:
        return {}
    now = tables.find_regulation(day)
    return {
        "jurisdiction": now.jurisdiction,
        "city_area": now.city_area,
        "city_authority": tables.find_city_bureau(day),
    }


def write_regulation(schemas: Schemas, values: Fields) -> RecordForm:
    """The form of a regulation: what is not known of it stays open, each parameter and citation explained."""
    kind = schemas.kinds["regulation"]
    bases = describe_bases(schemas)
    open_ = {
        "parameters": {"publication_target_days": PUBLICATION_DAYS},
        "citations": [{"basis": each, "article": None} for each in bases],
    }
    prefill = Prefill(values | open_)
    prefill.explained |= {"/parameters"}
    fields = {
        name: below["title"]
        for name, below in schemas.resolve_properties("institution").items()
        if "x-change" in below
    }
    prefill.notes["/parameters/change_fields"] = describe_choices(fields)
    article = schemas.resolve_path("regulation", ["citations", 0, "article"])[-1]
    prefill.notes["/citations"] = f"{article['title']}：{article['description']}{article['x-hint']}。"
    prefill.notes |= {f"/citations/{i}": words for i, words in enumerate(bases.values())}
    return write_form(schemas, kind, prefill)


def describe_bases(schemas: Schemas) -> dict[str, str]:
    """What rests on each article that rules and records name, in words, by basis, in its order."""
    lines: dict[str, list[str]] = defaultdict(list)
    for kind in schemas.kinds.values():
        lines[kind.article].append(kind.title)
    for rule in RULES.values():
        lines[rule.article].append(rule.title)
    # By numbers, as text 10 would come before 9.
    ordered = sorted(filter(None, lines), key=lambda basis: [*map(int, re.findall("[0-9]+", basis))])
    return {
        basis: "用于："
        + "、".join(lines[basis][:MAX_RULES])
        + ("等" if len(lines[basis]) > MAX_RULES else "")
        for basis in ordered
    }
