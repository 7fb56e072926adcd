"""What the register knows of a record that is to be filled in, or that is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from ...json_data import Fields, JsonValue
from ...lifecycle.filing import find_name
from ...lifecycle.fold import fold_filing, make_plain
from ...lifecycle.means import SHEETS
from ...lifecycle.plans import collect_courses
from ...model.dossier import Dossier
from ...model.register import Register
from ...model.tables import is_valid_on
from ...records.form import Blank
from ...records.record_path import RECORDS, RecordPath
from ...records.schemas import Kind, Schemas
from ..listing import list_passed
from ..named import ask_batch, find_dossier, find_id, list_areas_on
from ..next_record import RecordMaker
from ..request import RecordRequest, UnknownNameError, list_change_fields, list_kind_words, refuse_far_year
from .content import FormContent, InstitutionName
from .notes import list_notes

CHECK_ID = "核对编号或名称；要空白的，表格（export --template）不写机构，文书（paper）加 --blank"
# What a form asks anew although a record would be dated by the day on which it is made.
ASKED = ("date", "as_of")
# The kinds that rest on the courses of the year's plan.
PLANNED = ("summary", "amendment")
# What a course of last year's plan does not take along.
DATED = ("until", "classes", "remarks")


class Source(NamedTuple):
    """The register from which a workbook is made: its records, its name, the program's version, the day."""

    register: Register
    schemas: Schemas
    title: str
    version: str
    day: dt.date


def find_sheet_kind(schemas: Schemas, word: str) -> Kind | None:
    """The kind of which there are sheets, by what it is called; None for all else."""
    name = list_kind_words(schemas.kinds[each] for each in SHEETS).get(word)
    return schemas.kinds[name] if name else None


def collect_blank(source: Source, kind: Kind, year: int | None = None) -> FormContent:
    """What a form shows of no institution in particular."""
    refuse_far_year(year, source.day)
    tables, day = source.register.tables, source.day
    names: dict[str, Mapping[str, str]] = {"batch": {each: each for each in source.register.batches}}
    if tables.complete:
        names["area"] = list_areas_on(tables, day)
        names["system"] = tables.system_names
        in_office = (each for each in tables.authorities.values() if is_valid_on(each, day))
        names["authority"] = {each.id: each.name for each in in_office}
    return FormContent(
        day=day,
        register=source.title,
        version=source.version,
        record={"year": year} if year else {},
        names=names,
        article=tables.cite(kind.article, day),
        notes=tuple(list_notes(kind.name, source.register, day, year)),
    )


def collect_form(
    source: Source, kind: Kind, asked: RecordRequest, from_year: int | None = None
) -> FormContent:
    """What a form shows of one institution, or of one batch. Raises UnknownNameError or NotLawful."""
    refuse_far_year(asked.year, asked.day)
    if kind.name == "batch":
        return _collect_batch(source, kind, asked.id)
    dossier = find_source_dossier(source, asked.id)
    asked = asked._replace(id=dossier.id, kind=kind.name)
    values = RecordMaker(dossier, source.register, source.schemas, kind, asked).fill_known().values
    # What comes to the record later is not the institution's to fill in.
    later = {name for name, below in kind.properties.items() if below.get("x-later") == "append"}
    record: Fields = {
        name: _drop_blanks(value) for name, value in values.items() if name not in (*ASKED, *later)
    }
    year = record.get("year")
    planned = _list_courses(dossier, year, source.day) if year and kind.name in PLANNED else ()
    if kind.name == "plan":
        courses = _list_courses(dossier, from_year, source.day) if from_year else ()
        if from_year and not courses:
            raise UnknownNameError(f"{dossier.id} 没有 {from_year} 年度的计划，不能照它的课程填")
        record["courses"] = [{k: v for k, v in each.items() if k not in DATED} for each in courses]
    if kind.name == "change":
        record["changes"] = list(_list_changeable(source, dossier))
    return _name_institution(collect_blank(source, kind), source, dossier)._replace(
        record=record,
        planned=planned,
        notes=tuple(list_notes(kind.name, source.register, source.day, year, dossier)),
    )


def collect_record(source: Source, path: str) -> FormContent:
    """A record that is there, by its path from the register's root."""
    kind = find_record_kind(source.schemas, path)
    document = source.register.documents[path]
    tables, content = source.register.tables, collect_blank(source, kind)
    # A record may name what is no more: by all that ever were, not by those of today.
    every = {
        **content.names,
        "area": tables.area_names,
        "authority": tables.authority_names,
    }
    record: Fields = document.data
    content = content._replace(record=record, names=every, is_record=True, notes=())
    if kind.name == "batch":
        return content._replace(id=record["id"], institutions=_name_listed(source, record))
    dossier = source.register.dossiers[RecordPath.parse(path).id]
    content = _name_institution(content, source, dossier)
    if kind.name in PLANNED:
        content = content._replace(planned=_list_ever_planned(dossier, record["year"]))
    return content


def find_record_kind(schemas: Schemas, path: str) -> Kind:
    """The kind of a record of which there are sheets. Raises UnknownNameError where it is another."""
    kind = schemas.get_kind_at(path)
    if kind is None or kind.name not in SHEETS:
        titles = "、".join(schemas.kinds[each].title for each in SHEETS)
        raise UnknownNameError(f"{path} 不能写成表格；能写成表格的有：{titles}")
    return kind


def find_record(source: Source, kind: Kind, id_: str, year: int | None) -> str:
    """The path of the latest record of a kind, of an institution and a year. Raises UnknownNameError."""
    if kind.name == "batch":
        path = f"{RECORDS}/batches/{id_}.yml"
        if path in source.register.documents:
            return path
        meant = ask_batch(id_, source.register) or f"新的批次先录入：registry new {id_} batch"
        raise UnknownNameError(f"没有批次 {id_}，{meant}")
    dossier = find_source_dossier(source, id_)
    paths = list_paths(source, kind, dossier, year)
    if not paths:
        which = f" {year} 年的" if year else ""
        raise UnknownNameError(
            f"{dossier.id} 没有{which}{kind.title}；要的是一份要填的表，加上 --template："
            f"registry export --template {kind.name} {dossier.id}"
        )
    return paths[-1]


def list_paths(source: Source, kind: Kind, dossier: Dossier, year: int | None) -> list[str]:
    """The paths of a dossier's records of a kind, of a year or of all, the latest last."""
    paths = []
    for path in source.register.read_folder(dossier.folder).documents:
        match = source.schemas.find_kind_at(path)
        if match and match[0] is kind and _is_of_year(match[1], year):
            paths.append(path)
    return sorted(paths)


def _is_of_year(values: Mapping[str, str], year: int | None) -> bool:
    """Whether the values in a record's path tell of a year; any will do where none is asked for."""
    return year is None or values.get("year", values.get("date", "")).startswith(str(year))


def find_source_dossier(source: Source, word: str) -> Dossier:
    """The dossier that an id or a name means. Raises UnknownNameError."""
    id_ = find_id(word, source.register, source.day, CHECK_ID)
    return find_dossier(id_, source.register, CHECK_ID)


def _collect_batch(source: Source, kind: Kind, id_: str) -> FormContent:
    """A batch with the institutions that have passed the review and are on no list yet."""
    path = find_record(source, kind, id_, None)
    record: Fields = {**source.register.documents[path].data}
    if "announcement" not in record:
        record["announcement"] = {"listed": sorted(list_passed(source.register, id_, source.day))}
    content = collect_blank(source, kind)
    return content._replace(id=id_, record=record, institutions=_name_listed(source, record))


def _name_listed(source: Source, record: Fields) -> dict[str, InstitutionName]:
    """The names of the institutions on a batch's list, by id."""
    announcement: Fields = record.get("announcement", {})
    groups = [announcement, *announcement.get("groups", ())]
    ids = [id_ for each in groups for id_ in each.get("listed", ()) if id_ in source.register.dossiers]
    return {id_: _find_names(source, source.register.dossiers[id_]) for id_ in ids}


def _name_institution(content: FormContent, source: Source, dossier: Dossier) -> FormContent:
    return content._replace(id=dossier.id, institution=_find_names(source, dossier))


def _find_names(source: Source, dossier: Dossier) -> InstitutionName:
    return InstitutionName(find_name(dossier, source.day), dossier.institution.credit_code or "")


def _list_courses(dossier: Dossier, year: int, day: dt.date) -> tuple[Fields, ...]:
    """The courses of a year's plan as it stands on a day."""
    return tuple(make_plain(each.course) for each in collect_courses(dossier, year, day).values())


def _list_ever_planned(dossier: Dossier, year: int) -> tuple[Fields, ...]:
    """Every course of a year's plan, those that were added or dropped later too, as first written."""
    plan = dossier.get_plan(year)
    courses = [*(plan.courses if plan else ())]
    courses += [course for each in dossier.get_amendments(year) for course in each.add]
    # Reversed, so that of two courses with an id the first one counts.
    return tuple(make_plain(each) for each in {each.id: each for each in reversed(courses)}.values())


def _list_changeable(source: Source, dossier: Dossier) -> list[Fields]:
    """The fields that a change may set and that fit in a cell, each as it is."""
    now = fold_filing(dossier, source.day) or {}
    properties = list_change_fields(source.schemas)
    plain = [name for name, below in properties.items() if _fits_a_cell(source.schemas, below)]
    return [{"field": name, "before": now.get(name), "after": None} for name in plain]


def _fits_a_cell(schemas: Schemas, schema: Mapping[str, JsonValue]) -> bool:
    items = schemas.resolve(schema.get("items", {}))  # type: ignore[arg-type]
    return "properties" not in schema and "properties" not in items


def _drop_blanks(value: JsonValue) -> JsonValue:
    """A value without what only its writer knows."""
    if isinstance(value, dict):
        return {name: _drop_blanks(each) for name, each in value.items() if not isinstance(each, Blank)}
    return [_drop_blanks(each) for each in value] if isinstance(value, list) else value
