"""What a table, a regulation or a waiver says of the past: it is not edited so that recorded acts change."""

from __future__ import annotations

import datetime as dt
import typing
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import msgspec

from ...finding import Parts, build_pointer
from ...json_data import Fields
from ...lifecycle.fold import make_plain
from ...lifecycle.offices import HRSS_KINDS, Role, list_in_roles
from ...model.difference import Alteration, Difference
from ...model.dossier import Dossier
from ...model.kinds import (
    Application,
    Area,
    Areas,
    Authority,
    Record,
    Regulation,
    Transfer,
)
from ...model.register import Register
from ...model.tables import Tables, get_start, is_valid_on
from ...records.loader import Document
from ...records.messages import describe_place
from ...records.record_path import AREAS, RECORDS, RecordPath
from ...records.schemas import Schemas
from ..alterations import describe_alteration, find_alterations, find_contradicted_corrections
from ..places import find_day_of_last_deed, list_act_days, list_done, list_done_by_city
from ..rule import Fault, fault, rule

ROLES: tuple[Role, ...] = typing.get_args(Role)
# What of a row decides who might act, and when; the day is that on which its time ends.
DECIDING: dict[type, tuple[str, ...]] = {
    Authority: ("kind", "areas", "system", "valid_from", "valid_to", "succeeded_by"),
    Area: ("hrss", "valid_from", "valid_to"),
    Regulation: ("city_area", "city_authority"),
}
Row = Authority | Area | Regulation


class TableEdit(NamedTuple):
    """A row of a table as it was and as it is, where it stands, and which of its properties are others."""

    row: Row
    now: Row
    kind: str
    path: str
    parts: Parts = ()
    names: tuple[str, ...] = ()

    def apply(self, tables: Tables) -> Tables:
        """The tables with this edit and no other."""
        row: Row = msgspec.structs.replace(self.row, **{name: getattr(self.now, name) for name in self.names})
        match row:
            case Authority():
                return replace(tables, authorities={**tables.authorities, row.id: row})
            case Area():
                return replace(tables, areas={**tables.areas, row.id: row})
        return replace(
            tables, regulations=tuple(row if each.id == row.id else each for each in tables.regulations)
        )

    def describe(self, schemas: Schemas, name: str) -> str:
        """What has become of a property."""
        parts = (*self.parts, name)
        change = Alteration(parts, make_plain(getattr(self.row, name)), make_plain(getattr(self.now, name)))
        return f"{describe_place(schemas, self.kind, parts)}{describe_alteration(change)}"


@rule("", "表中的过去不改写", scope="change", basis="form")
def tables_keep_the_past(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """机关、地区的类别、职责和起止日期改动之后，已录入的事项由谁办理、当时能否办理，都与原来一样。

    终止日期不删去，已经终止的不延后；写明的接续机关不改换。
    机关换了职责或者恢复的，另立一个机关，写明起始日期。当时就录错的，把原处改正，同时在更正（corrections）中写明原值、新值和原因。
    """
    edited = list(_list_edited(difference))
    last = find_day_of_last_deed(difference.base) if edited else dt.date.min
    for row in edited:
        name = row.names[0]
        if fixed := _find_fixed(row, last):
            name, why = fixed
            message = f"{row.describe(schemas, name)}；{why}"
            yield Fault(row.path, build_pointer(*row.parts, name), message, _mend(row, name))
        elif turned := sorted(_list_turned(difference, row)):
            day, path = turned[0]
            where = RecordPath.parse(path)
            first = f"{where.id}/{where.below}" if where.id else path.removeprefix(f"{RECORDS}/")
            words = "；".join(row.describe(schemas, name) for name in row.names)
            message = f"{words}；{len(turned)} 件记录当时能否由它办理随之改变，最早的是 {day}（{first}）"
            yield Fault(row.path, build_pointer(*row.parts, name), message, _mend(row, name))


@rule("", "改名写明原名", "warning", scope="change", basis="convention")
def former_names_stay(difference: Difference) -> Iterator[Fault]:
    """档案中已有的地区、机关改了名称的，以前的日子仍写当时的名称。

    地区改名的，写明曾用名和用到哪一天；机关改名的另立一个机关，由它接续。当时就录错的，直接改正，可以保留。
    """
    for pair in _pair_rows(difference):
        old, now = pair.row, pair.now
        if isinstance(old, Regulation) or isinstance(now, Regulation) or old.name == now.name:
            continue
        if isinstance(now, Area) and any(former.name == old.name for former in now.former_names):
            continue
        kind, mend = (
            "authority",
            "改了名的另立一个机关（registry new 编号 authority），原来的写明终止日期和接续机关",
        )
        if isinstance(old, Area):
            kind, mend = "area", f"改了名的，在 former_names 写“{old.name}”和用到哪一天"
        folders = difference.base.folders.values()
        if count := sum(old.id in outline.named.get(kind, ()) for outline in folders):
            message = (
                f"名称由“{old.name}”改为“{now.name}”；{count} 家机构的档案写到它，以前的日子也会写成新名称"
            )
            place = build_pointer(*pair.parts, "name")
            yield Fault(pair.path, place, message, f"{mend}；当时就录错的可以保留")


def _find_fixed(edited: TableEdit, last: dt.date) -> tuple[str, str] | None:
    """A property that is not edited in its place, and why; `last` is the last day that the base tells of."""
    before, after = (
        (getattr(row, "valid_to", None), getattr(row, "succeeded_by", None))
        for row in (edited.row, edited.now)
    )
    ended, ends = before[0], after[0]
    if "valid_to" in edited.names and ended and ends is None:
        return "valid_to", "终止的不从原处恢复"
    if "valid_to" in edited.names and ended and ends and ended < min(last, ends):
        return "valid_to", "已经终止的不从原处延后"
    if "succeeded_by" in edited.names and before[1]:
        return "succeeded_by", "写明的接续机关不从原处改换"
    return None


def _mend(edited: TableEdit, name: str) -> str:
    slip = f"；当时就录错的，在 corrections 中写明更正，pointer 写 /{name}"
    if isinstance(edited.row, Regulation):
        return f"改回原来的内容；由别的机关综合管理的，在 regulations/ 另立一份自那一天起施行的文件{slip}"
    if name == "succeeded_by":
        return f"改回原来的内容；接续机关又由别的机关接续的，在接续机关的文件里填写{slip}"
    row = "机关" if isinstance(edited.row, Authority) else "地区"
    late = "；终止以后的事项录错了机关的，先添更正（correction）" if name == "valid_to" else ""
    return f"改回原来的内容；换了职责或者恢复的，另立一个{row}，写明起始日期（valid_from）{slip}{late}"


def _list_edited(difference: Difference) -> Iterator[TableEdit]:
    """The rows of tables that the change has edited, but for slips that it tells of."""
    for pair in _pair_rows(difference):
        if names := tuple(_list_altered(pair.row, pair.now)):
            yield pair._replace(names=names)


def _pair_rows(difference: Difference) -> Iterator[TableEdit]:
    """The rows of tables that both sides have."""
    base, head = difference.base.tables, difference.head.tables
    for id_, now in head.authorities.items():
        if id_ in base.authorities:
            yield TableEdit(base.authorities[id_], now, "authority", now.path)
    # Two areas of one id are a fault of their own: which of them an edit means is not certain.
    counts = Counter(each["id"] for each in _get_area_rows(difference.base))
    for i, row in enumerate(_get_area_rows(difference.head)):
        if counts[row["id"]] == 1 and row["id"] in base.areas and row["id"] in head.areas:
            yield TableEdit(base.areas[row["id"]], head.areas[row["id"]], "areas", AREAS, ("areas", i))
    regulations = {each.id: each for each in base.regulations}
    for regulation in head.regulations:
        if regulation.id in regulations:
            yield TableEdit(regulations[regulation.id], regulation, "regulation", regulation.path)


def _get_area_rows(register: Register) -> list[Fields]:
    rows: list[Fields] = register.filed[AREAS].data["areas"] if AREAS in register.filed else []
    return rows


def _list_altered(old: Row, now: Row) -> Iterator[str]:
    """The deciding properties of a row that are others now, but for those that a new correction names."""
    corrections = [
        (correction.pointer, make_plain(correction.old), make_plain(correction.new))
        for correction in now.corrections[len(old.corrections) :]
    ]
    for name in DECIDING[type(now)]:
        was, is_ = make_plain(getattr(old, name)), make_plain(getattr(now, name))
        if was != is_ and (f"/{name}", was or None, is_ or None) not in corrections:
            yield name


def _list_turned(difference: Difference, edited: TableEdit) -> Iterator[tuple[dt.date, str]]:
    """The records, by day and file, of which an edited property makes something else."""
    # The head's records under the base's tables, and under these with this one edit: so whatever differs is
    # this edit's doing, be the record old or new.
    before = difference.base.tables
    after, row = edited.apply(before), edited.row
    for record, authority, day in list_done_by_city(difference.head):
        concerned = not isinstance(row, Authority) or authority == row.id
        if concerned and _compute_city_role(before, authority, day) != _compute_city_role(
            after, authority, day
        ):
            yield day, record.path
    kind = {Authority: "authority", Area: "area"}.get(type(row))
    for id_, dossier in difference.head.dossiers.items():
        named = difference.head.folders[dossier.folder].named if kind else {}
        if kind and row.id not in named.get(kind, ()):
            continue
        then, now = (replace(difference.head.dossiers[id_], tables=each) for each in (before, after))
        for record, authority, day in list_done(dossier):
            if isinstance(row, Authority) and authority != row.id:
                continue
            if _compute_standing(then, record, authority, day) != _compute_standing(
                now, record, authority, day
            ):
                yield day, record.path


def _compute_city_role(tables: Tables, authority: str, day: dt.date) -> object:
    """What decides whether an authority might publish a list, or repair, on a day."""
    return authority == tables.find_city_bureau(day), _compute_office(tables, authority, day)


def _compute_office(tables: Tables, authority: str, day: dt.date) -> object:
    """Whether an authority is in office on a day, and as what it may undo, conclude and be undone."""
    kind = tables.get_kind(authority)
    # All kinds of HRSS office may do the same: nothing turns where one becomes another.
    record = tables.authorities.get(authority)
    return is_valid_on(record, day) if record else None, "" if kind in HRSS_KINDS else kind


def _compute_standing(dossier: Dossier, record: Record, authority: str, day: dt.date) -> object:
    """What decides whether an authority might do something in a dossier on a day."""
    tables = dossier.tables
    roles = [role for role in ROLES if authority in list_in_roles(dossier, (role,), day)]
    into = record.to_area if isinstance(record, Transfer) else None
    area = tables.areas.get(record.filing.area if isinstance(record, Application) else into or "")
    there = area is None or is_valid_on(area, day)
    return roles, _compute_office(tables, authority, day), there


@rule("", "表中的更正", basis="form")
def table_correction_matches(
    record: Authority | Areas | Regulation, register: Register, schemas: Schemas
) -> Iterator[Fault]:
    """机关、地区和办法中写明的更正与现在的内容相符：同一处最后一次更正的新值，就是那里现在写的值。

    更正的日期不早于登记册中最早的办法施行之日，也不早于上一条更正。
    """
    document = register.documents[record.path]
    data = document.data
    rows = [(f"/areas/{i}", row) for i, row in enumerate(data["areas"])] if isinstance(record, Areas) else []
    for place, row in rows or [("", data)]:
        corrections = row.get("corrections", ())
        yield from find_contradicted_corrections(record, row, place, document.kind, schemas)
        earliest = min((str(get_start(each)) for each in register.tables.regulations), default="")
        before = [(earliest, "最早的办法施行之日"), *((each["date"], "上一条更正") for each in corrections)]
        for i, ((limit, what), pair) in enumerate(zip(before, corrections, strict=False)):
            if pair["date"] < limit:
                message = f"更正日期 {pair['date']} 早于{what}（{limit}）"
                yield fault(record, f"{place}/corrections/{i}/date", message, "日期填作出更正之日")


@rule("", "表中的更正不删改", scope="change", basis="form")
def table_corrections_stay(difference: Difference) -> Iterator[Fault]:
    """机关、地区和办法中已写明的更正不删去、不改写，只在末尾追加。"""
    for pair in _pair_rows(difference):
        old, now = pair.row.corrections, pair.now.corrections
        if now[: len(old)] != old:
            name = pair.now.title if isinstance(pair.now, Regulation) else pair.now.name
            message = f"{name}原有 {len(old)} 条更正，有的被改写或者删去了"
            place = build_pointer(*pair.parts, "corrections")
            yield Fault(pair.path, place, message, "恢复原有的更正；又有更正的在末尾追加")


@rule("", "例外不在原处改动", scope="change", basis="form")
def waivers_not_prolonged(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """例外说明不在原处延长，也不改换规则、机关和文书；提前结束的可以改早止日，或者删去。

    需要继续例外的，取得文书后另添一份。录错的以更正记录改正。
    """
    for old, now in _pair_waivers(difference):
        schema = schemas.kinds[now.kind].schema
        for alteration in find_alterations(schemas, schema, old.data, now.data, frozen=True):
            if _is_shortened(alteration):
                continue
            message = describe_place(schemas, "waiver", alteration.parts) + describe_alteration(alteration)
            file, rule_ = RecordPath.parse(now.path).below, old.data["rule"]
            mend = (
                f"改回原来的内容；需要继续例外的另添一份（registry new {now.path.split('/')[3]} waiver "
                f"--rule {rule_}）；录错的添一份更正（correction），其中 file 写 {file}"
            )
            yield Fault(now.path, build_pointer(*alteration.parts), message, mend)


def _pair_waivers(difference: Difference) -> Iterator[tuple[Document, Document]]:
    """The waivers that both sides have, as they were and as they are, in another file too.

    One taken out and added again is the same where the rule and the document are.
    """
    for old, now in difference.pair_kept():
        if old.kind == "waiver" == now.kind:
            yield old, now
    new = [
        item
        for item in difference.list_now()
        if item.kind == "waiver" and not difference.find_before(item.path)
    ]
    for old in (each for each in difference.list_gone() if each.kind == "waiver"):
        for now in new:
            same = all(old.data[name] == now.data[name] for name in ("rule", "document"))
            if same and RecordPath.parse(old.path).id == RecordPath.parse(now.path).id:
                yield old, now


def _is_shortened(alteration: Alteration) -> bool:
    """Whether a waiver only lasts shorter than it did."""
    match alteration:  # days as texts (ISO) are in order as days are
        case Alteration(("until",), str(old), str(new)):
            return new < old
        case Alteration(("from",), str(old), str(new)):
            return new > old
    return False


@rule(
    "29",
    "后录和更正的办法",
    "warning",
    scope="change",
    basis="convention",
    after=("regulation-amended-by-new-file",),
)
def regulation_reaches_back(difference: Difference) -> Iterator[Fault]:
    """新录入的办法自施行之日起用于核对和得出状态，更正过的也是；在那以后已有录入的事项的，说明有几件。

    办法常在施行以后才录入，这是合法的；只是请核对受影响的事项。
    """
    before = {each.id: each for each in difference.base.tables.regulations}
    starts = sorted(get_start(each) for each in difference.head.tables.regulations)
    for record in difference.head.tables.regulations:
        old = before.get(record.id)
        if old and len(record.corrections) <= len(old.corrections):
            continue
        days = list_act_days(difference.base)
        # Only up to the next regulation: what that one governs is not reached.
        begins = get_start(record)
        start = min(begins, get_start(old)) if old else begins
        until = next((each for each in starts if each > begins), dt.date.max)
        since = [day for day in days if str(start) <= day < str(until)]
        if since:
            what = f"有更正；从 {start} 起" if old else f"自 {begins} 起施行；从那一天起"
            message = f"{what}已录入 {len(since)} 件事项，最早的是 {since[0]}，今后都按这部办法核对、得出状态"
            mend = "如实录入即可；改动的含义（registry changes）中列出了受影响的档案，请核对"
            yield fault(record, "/corrections" if old else "/in_force_from", message, mend)
