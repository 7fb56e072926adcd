"""What has no dossier yet: a batch, the application of a new institution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from ..finding import chinese_number
from ..model.register import Register
from ..model.tables import Tables
from ..records.files import RECORDS
from ..records.form import Known, choices_text, form
from ..records.schemas import Kind, Schemas
from ..suggest import nearest
from .new_files import File, New, exists_words, free_path
from .request import Asked, NotLawful, Unknown, value_faults


def new_batch(
    asked: Asked, register: Register, schemas: Schemas, kind: Kind, taken: Callable[[str], bool]
) -> New:
    """The file of a batch, whose id is asked for."""
    for fault in value_faults(schemas, "batch", "id", [asked.id]):
        raise Unknown(fault)
    path = f"{RECORDS}/{kind.path.format(id=asked.id)}"
    if taken(path):
        raise NotLawful(exists_words(kind, {"id": asked.id}))
    year, _, number = asked.id.partition("-")
    values = {"id": asked.id, "title": f"{year}年第{chinese_number(int(number))}批"}
    article = register.tables.cite(kind.article, asked.day)
    return New([File(path, *form(schemas, kind, Known(values), article))], [])


def new_institution(
    asked: Asked, register: Register, schemas: Schemas, kind: Kind, taken: Callable[[str], bool]
) -> New:
    """The application of an institution without a dossier, and its first file."""
    if asked.id in register.known["institution"]:
        raise Unknown(f"机构 {asked.id} 已有档案；再次申请不写 --area，新机构另定编号")
    for fault in value_faults(schemas, "institution", "id", [asked.id]):
        raise Unknown(fault)
    tables, first = register.tables, schemas.kinds["institution"]
    if not tables.complete:
        raise Unknown("登记册的地区表或办法参数有错误，先运行 registry check 改正")
    if asked.area not in tables.areas:
        guess = nearest(asked.area, tables.areas, 0.6)
        mend = f"是否想写 {guess}？" if guess else choices_text(areas_on(tables, asked.day))
        raise Unknown(f"没有地区 {asked.area}，{mend}")
    systems = dict(schemas.properties(schemas.at("institution", ["management_systems", 0])[-1]))["kind"]
    filing = {
        "id": asked.id,
        "area": asked.area,
        "management_systems": [{"kind": each} for each in systems["enum"]],
    }
    known = Known(values={"date": str(asked.day), "filing": filing})
    supervisors = tables.hrss_side(asked.area, asked.day)
    known.one_of("authority", {each: tables.name_of(each) for each in sorted(supervisors)})
    note_open_batches(known, register, asked.day)
    known.notes["/filing"] = "与 institution.yml 完全相同：先填那一份，再照抄过来，每行多缩进两格。"
    known.unexplained.add("/filing")
    now = Known(filing)
    now.one_of("system", {each.id: each.name for each in tables.systems.values()}, sure=False)
    names = {"area": asked.area, "id": asked.id, "date": str(asked.day)}
    paths = [free_path(each, names, taken) for each in (first, kind)]
    if not paths[0]:
        raise NotLawful(exists_words(first, names))
    cite = tables.cite
    made = [
        form(schemas, first, now, cite(first.article, asked.day)),
        form(schemas, kind, known, cite(kind.article, asked.day)),
    ]
    files = [File(path, *each) for path, each in zip(paths, made, strict=True)]
    return New(files, ["institution.yml 与申请中的 filing 必须完全相同；编号一经使用不再改变"])


def areas_on(tables: Tables, day: dt.date) -> dict[str, str]:
    """The names of the areas that there are on a day, by id."""
    return {
        each.id: each.name
        for each in tables.areas.values()
        if (each.valid_from or dt.date.min) <= day <= (each.valid_to or dt.date.max)
    }


def note_open_batches(known: Known, register: Register, day: dt.date) -> None:
    """The batches whose window is open on a day."""
    found = {
        each.id: f"{each.title}，{each.window.from_} 至 {each.window.to}"
        for each in register.batches.values()
        if each.window.from_ <= day <= each.window.to
    }
    known.one_of("batch", found)
    if not found:
        known.notes["/batch"] = f"{day} 没有在申请时段内的批次；新的批次：registry new 年-序号 batch。"
