"""References between records: what is named exists, ids and codes are unique, paths tell what files hold."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from ...finding import build_pointer, split_pointer
from ...json_pointer import resolve_pointer
from ...lifecycle.older_lists import has_only_lists
from ...lifecycle.subjects import NAMES_ACT
from ...model.corrections import AppliedCorrection
from ...model.dossier import Dossier
from ...model.kinds import Act, Assessment, Batch, Receipt, Step, Summary, Supplement
from ...model.marked_texts import list_marked_texts
from ...model.outline import DossierOutline
from ...model.register import Register
from ...records.file_names import list_file_paths
from ...records.loader import Document
from ...records.record_path import (
    AREAS,
    INSTITUTIONS,
    RECORDS,
    RecordPath,
    find_folder,
    get_dossier_id,
    get_stem,
    parse_act_kind,
)
from ...records.schemas import Schemas
from ...records.wanted import describe_wanted
from ...suggest import ask_whether
from ..alterations import find_contradicted_corrections
from ..places import suggest_repair
from ..rule import Fault, fault, rule

REF_LABELS = {
    "authority": "机关",
    "area": "地区",
    "system": "系统",
    "batch": "批次",
    "institution": "机构",
    "act": "事项",
}
# What is said of a name that is not there: where the names stand.
HOMES = {
    "authority": " records/authorities/ 中的文件名（不写 .yml）",
    "batch": " records/batches/ 中的文件名（不写 .yml）",
    "area": " areas.yml 中的编号",
    "system": " systems.yml 中的编号",
    "institution": "机构文件夹的名称",
    "act": "本机构 acts/ 中的文件名（不写 .yml）",
}
MEND_CORRECTION = {
    "/file": "file 从机构的文件夹写起，如 acts/2021-06-01-change.yml；一份更正不改它自己",
    "/pointer": (
        "pointer 从文件最外层写起，列表从 0 数：/courses/2/hours 是第三门课程的课时；"
        "更正只改已经写了的值，不添漏写的"
    ),
    "/old": "old 照文件现在的内容写，已经更正过的写上一次的新值",
}
PUBLISHED = "/announcement/published_on"  # of a batch


def find_missing_tables(register: Register) -> Iterator[Fault]:
    """What every other rule rests on and is not there at all; a faulty file is a fault of its own."""
    tables = register.tables
    if not tables.regulations and not any("/regulations/" in path for path in register.invalid):
        message = "regulations/ 中没有办法参数"
        yield Fault(f"{RECORDS}/regulations", "", message, "放入一份办法参数，如 regulations/2018-223.yml")
    shared = register.shared
    for title, name, rows in (
        ("地区表", "areas.yml", tables.areas),
        ("系统表", "systems.yml", tables.systems),
    ):
        path = f"{RECORDS}/{name}"
        if not rows and path not in shared.filed and path not in shared.invalid:
            yield Fault(path, "", f"缺少{title} {name}", "放入这份表，或把误删、改名的文件恢复原处")


@rule("", "登记册有办法参数和各表", basis="form", scope="register")
def tables_present(register: Register) -> Iterator[Fault]:
    """登记册中有一部办法的参数、地区表和系统表，否则其他规则无从核对。"""
    yield from find_missing_tables(register)


@rule("", "引用的编号存在", basis="form")
def references_exist(document: Document, register: Register, schemas: Schemas) -> Iterator[Fault]:
    """记录中引用的机关、地区、系统、批次、机构和事项都存在，事项的种类相符。"""
    references = [*list_marked_texts(schemas, "x-ref", document)]
    count = Counter((schema["x-ref"], value) for _, schema, value in references)
    for parts, schema, value in references:
        kind, wanted = schema["x-ref"], schema.get("x-act")
        existing = (
            _list_acts_beside(register, document.path) if kind == "act" else register.known_ids.get(kind)
        )
        # None: the table of these ids cannot be read, and no reference to it is called wrong.
        if existing is not None and value not in existing:
            # What does not exist is a fault once in a file, where it is named first.
            if times := count.pop((kind, value), 0):
                more = f"（本文件另有 {times - 1} 处）" if times > 1 else ""
                message = f"没有编号为“{value}”的{REF_LABELS[kind]}{more}"
                meant = _list_acts_meant(existing, wanted, document.path) if kind == "act" else existing
                mend = _suggest_near(value, meant) or (
                    f"编号应是{HOMES[kind]}：写错的改正，误删或者改了名的恢复，还没有录入的先录入"
                )
                yield Fault(document.path, build_pointer(*parts), message, mend)
        elif wanted and parse_act_kind(value) != wanted:
            title = schemas.kinds[wanted].title
            message = f"“{value}”不是“{title}”，应填本机构的一份“{title}”"
            mend = _suggest_near(
                value, _list_acts_meant(_list_acts_beside(register, document.path), wanted, document.path)
            )
            yield Fault(
                document.path, build_pointer(*parts), message, mend or f"填写文件名以 -{wanted} 结尾的事项"
            )


def _list_acts_beside(register: Register, path: str) -> set[str]:
    """The acts, valid or not, of the dossier that a file lies in."""
    contents = register.read_folder_of(path)
    return {get_stem(each) for each in (*contents.filed, *contents.invalid) if "/acts/" in each}


def _list_acts_meant(acts: Collection[str], wanted: str | None, path: str) -> set[str]:
    """The acts that the one in `path` may name: of the kind wanted, and not itself."""
    own = get_stem(path)
    return {each for each in acts if each != own and wanted in (None, parse_act_kind(each))}


def _suggest_near(value: str, ids: Collection[str]) -> str:
    return ask_whether(value, ids, likeness=0.7)


@rule("", "所引事项在先", basis="form")
def named_act_comes_first(dossier: Dossier) -> Iterator[Fault]:
    """一份事项所引用的事项不晚于它自己。"""
    dates = {act.stem: act.date for act in dossier.acts}
    for act in dossier.acts:
        for name in NAMES_ACT:
            named = getattr(act, name, None)
            # Of two acts of one day either may have come first: acts have no hour.
            if named in dates and (dates[named] > act.date or named == act.stem):
                late = f"所引用的 {named} 晚于本记录的日期 {act.date}"
                message = "记录引用了自己" if named == act.stem else late
                yield fault(act, f"/{name}", message, "核对所引用的事项和日期")


@rule("", "编号不重复", basis="form", scope="register")
def ids_unique(register: Register) -> Iterator[Fault]:
    """机构编号、地区编号、系统编号各不重复；一个机构只有一个文件夹。"""
    for id_, (first, *others) in register.home_folders.items():
        for folder in others:
            message = f"机构编号 {id_} 已用于 {first}"
            mend = f"编号不重复使用：没有合并的换一个新编号；{suggest_repair(folder)}"
            yield Fault(*_find_id(register.folders[folder], folder), message, mend)
    for name in ("areas", "systems"):
        path = f"{RECORDS}/{name}.yml"
        # The rows of the file: in the tables the last of two has taken the place of the first.
        tables = register.shared.documents
        rows = tables[path].data[name] if path in tables else []
        used: set[str] = set()
        for i, row in enumerate(rows):
            if row["id"] in used:
                yield Fault(
                    path,
                    f"/{name}/{i}/id",
                    f"编号 {row['id']} 重复",
                    "录重了的删去一项，否则换一个没有用过的编号",
                )
            used.add(row["id"])


def _find_id(outline: DossierOutline, folder: str) -> tuple[str, str]:
    """The file in a dossier's folder that states its institution's id, and the pointer to it."""
    files, own = (*outline.valid, *outline.invalid), f"{folder}/institution.yml"
    applied = (each for each in files if parse_act_kind(get_stem(each)) == "application")
    return (own, "/id") if own in files else (next(applied), "/filing/id")


@rule("", "示意图位置不重复", severity="warning", basis="convention", scope="register")
def grid_cells_unique(register: Register) -> Iterator[Fault]:
    """地区表的示意图位置（grid）各地区不同，总览的示意图一格一个地区。"""
    used: dict[tuple[int, ...], str] = {}
    for i, area in enumerate(register.tables.areas.values()):
        if area.grid in used:
            row, column = area.grid
            message = f"第 {row} 行第 {column} 列已是{used[area.grid]}的位置"
            yield Fault(AREAS, f"/areas/{i}/grid", message, "换一个空的位置，或者不填")
        elif area.grid:
            used[area.grid] = area.name


@rule("", "信用代码不重复", basis="form", scope="register")
def credit_codes_unique(register: Register) -> Iterator[Fault]:
    """一个统一社会信用代码只有一份档案；转制以前的原代码也一样。

    限制期满或未通过后再次申请、转制换了代码，都用原来的档案。
    """
    for code, ids in register.by_credit_code.items():
        for id_ in ids[1:]:
            first, second = (register.dossiers[each].institution for each in (ids[0], id_))
            used = "已用于" if code == first.credit_code else "是转制以前的原代码，用过它的是"
            own = "" if code == second.credit_code else "原"
            message = f"{own}统一社会信用代码“{code}”{used}{first.name}（{first.id}）"
            mend = f"核对代码：抄错的改正；是同一机构的用原来的档案；{suggest_repair(id_)}"
            for one, other in ((id_, ids[0]), (ids[0], id_)):
                if has_only_lists(register.dossiers[one]):
                    mend = (
                        f"核对代码：抄错的改正；旧名单中的 {one} 查明就是 {other} 的，这里不填代码，"
                        "在那份名单的批次中写明查明的机构（identified）"
                    )
            yield fault(second, "/credit_code", message, mend)


@rule("", "文件名与内容一致", basis="form")
def paths_match_contents(document: Document, register: Register, schemas: Schemas) -> Iterator[Fault]:
    """文件夹和文件名中的编号、地区、日期、年度与文件内容一致。"""
    record, properties = register.by_path[document.path], schemas.kinds[document.kind].properties
    for name, written in document.names.items():
        # The area of an act is only its folder's: it is held against institution.yml alone.
        if name not in properties:
            continue
        value = str(getattr(record, name))
        if value != written and not _is_corrected(register, document.path, name):
            title = properties[name]["title"]
            shown = [_name_value(register, name, each) for each in (value, written)]
            message = f"{title}（{name}）是{shown[0]}，文件名或文件夹写的是{shown[1]}"
            mend = _advise_match(register, schemas, document, name, value)
            if (document.kind, name) == ("institution", "area"):
                moved = f"{INSTITUTIONS}{value}/"
                mend = f"整个文件夹 {find_folder(document.path)} 移到 {moved} 之下；监督地区写错了的改这里"
            elif (document.kind, name) == ("institution", "id"):
                mend = f"编号用过的不改：文件夹改回 {value}；新机构抄来的文件，这里改成 {written}"
            yield Fault(document.path, f"/{name}", message, mend)


def _advise_match(register: Register, schemas: Schemas, document: Document, name: str, value: str) -> str:
    """How a file's path and its content come to say the same: which to write here, or where it goes."""
    here = f"内容写错了的，这里改成 {document.names[name]}"
    names = {**document.names, name: value}
    path = f"{RECORDS}/{next(list_file_paths(schemas.kinds[document.kind].path, names))}"
    if schemas.find_kind_at(path) is None:
        return here
    there = "（那里已有一份，核对以后只留一份）" if path in register.filed or path in register.invalid else ""
    return f"{here}；文件名写错了的，移到 {path}{there}"


def _name_value(register: Register, name: str, value: str) -> str:
    """A value of a path as it is written; an area with its name."""
    area = register.tables.areas.get(value) if name == "area" else None
    return f"“{value}”" + (f"（{area.name}）" if area else "")


def _is_corrected(register: Register, path: str, name: str) -> bool:
    """Whether a correction has changed this value: then the file keeps the name it was filed under."""
    dossier = register.find_dossier(path)
    corrections = dossier.corrections if dossier else ()
    return any(
        correction.target == path and correction.pointer == f"/{name}" and not correction.problem
        for correction in corrections
    )


@rule("", "更正能够应用", basis="form")
def correction_applies(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """更正所指的文件、位置和原值都对得上，更正后的值符合格式。"""
    for correction in dossier.corrections:
        if correction.problem:
            mend = _mend_correction(schemas, correction)
            yield Fault(correction.path, correction.place, correction.problem, mend)


def _mend_correction(schemas: Schemas, correction: AppliedCorrection) -> str:
    """How to mend what a correction says at the place where it cannot be applied."""
    if correction.place != "/new":
        merged = f"；{suggest_repair(correction.path)}" if correction.place == "/old" else ""
        return MEND_CORRECTION[correction.place] + merged
    placed = schemas.find_kind_at(correction.target)
    place = schemas.resolve_path(placed[0].name, split_pointer(correction.pointer)) if placed else []
    return describe_wanted(schemas, place[-1]) if place else "核对 new"


@rule("", "更正不早于原记录", basis="form", after=("correction-applies",))
def correction_after_its_target(dossier: Dossier) -> Iterator[Fault]:
    """更正的日期不早于它所更正的内容：事项、考核、例外的文书的日期，计划和总结的报送、各环节和补充的日期。"""
    dates = {act.path: act.date for act in dossier.acts}
    for correction in dossier.corrections:
        day = _find_day_of_telling(dossier, correction.target, correction.pointer)
        if day and dates[correction.path] < day:
            file = correction.target.removeprefix(f"{dossier.folder}/")
            message = f"更正日期 {dates[correction.path]} 早于所更正的内容（{file}，{day}）"
            mend = "日期填作出更正之日；核对两个日期，或核对 file 和 pointer"
            yield Fault(correction.path, "/date", message, mend)


def _find_day_of_telling(dossier: Dossier, path: str, pointer: str) -> dt.date | None:
    """The day on which what stands at a place of a record was told to an office."""
    whole: list[Act | Assessment] = [*dossier.acts, *dossier.assessments]
    days = {record.path: record.date for record in whole}
    days |= {waiver.path: waiver.document.date for waiver in dossier.waivers}
    if path in days:
        return days[path]
    for handed in dossier.handed_in_records:
        if handed.path == path:
            _, name, *below = [*pointer.split("/"), ""]
            rows: Sequence[Step | Receipt | Supplement] = handed.steps
            if name == "supplements" and isinstance(handed, Summary):
                rows = handed.supplements
            # What belongs to no step was told with the first: the plan as it was handed in.
            index = int(below[0]) if name in ("steps", "supplements") and below[0].isdecimal() else 0
            return rows[index].date if index < len(rows) else None
    return None


@rule("", "批次的更正", basis="form")
def batch_correction_matches(batch: Batch, register: Register, schemas: Schemas) -> Iterator[Fault]:
    """批次中写明的更正与现在的内容相符：同一处最后一次更正的新值，就是那里现在写的值。

    更正在名单公布之后，日期不早于公布之日；公布日期本身录错的，以原来和现在写的较早的为准。
    """
    data = register.documents[batch.path].data if batch.corrections else {}
    yield from find_contradicted_corrections(batch, data, "", "batch", schemas)
    # Where the day itself was corrected, the earlier of both: a correction may have come from it on.
    written = (each["old"] for each in data.get("corrections", ()) if each["pointer"] == PUBLISHED)
    published = min([str(resolve_pointer(data, PUBLISHED) or ""), *map(str, written)])
    for i, correction in enumerate(batch.corrections):
        if str(correction.date) < published:
            message = f"更正日期 {correction.date} 早于名单公布之日（{published}）"
            yield fault(batch, f"/corrections/{i}/date", message, "日期填作出更正之日，或核对公布日期")


@rule("", "机构文件齐全", basis="form", scope="register")
def institution_file_present(register: Register) -> Iterator[Fault]:
    """每个机构都有申请，旧名单中的有 institution.yml；机构的文件都放在它现在的地区的文件夹中。

    有申请的机构，institution.yml 可以暂缺，由程序照事项写好。
    """
    home_folders = register.home_folders
    for folder, outline in register.folders.items():
        id_ = get_dossier_id(folder)
        if id_ in home_folders and folder not in home_folders[id_]:
            home = register.folder_by_id[id_]
            yield from (_make_misplaced(register, path, home) for path in (*outline.valid, *outline.invalid))
        elif id_ not in home_folders and (paths := sorted((*outline.valid, *outline.invalid))):
            yield _make_without_institution(register, paths)


def _make_without_institution(register: Register, paths: list[str]) -> Fault:
    """The files of an institution of which nothing else is there."""
    path, those = paths[0], f"这 {len(paths)} 份记录" if len(paths) > 1 else "这份记录"
    id_ = RecordPath.parse(path).id
    message = f"文件夹中没有机构 {id_} 的申请，也没有 institution.yml，看不出{those}是哪个机构的"
    meant = ask_whether(id_, register.dossiers)
    new = "新机构先录入申请（application）；旧名单中的补上 institution.yml"
    return Fault(path, "", message, f"{meant}放错了的移到那个机构的文件夹；{new}")


def _make_misplaced(register: Register, path: str, home: str) -> Fault:
    """A file that was put into the folder of an area in which its institution is not."""
    place, id_ = home + path[len(find_folder(path)) :], get_dossier_id(home)
    message = f"放错了文件夹：机构 {id_} 的档案在 {home}/，不在这里"
    mend = f"移到 {place}"
    if place in register.folders[home].valid or place in register.folders[home].invalid:
        below = path.removeprefix(f"{RECORDS}/")
        mend = (
            f"那里已有 {place}：是同一份的，没有合并的删去这一份，已经合并的由市人社局添一份修复记录，"
            f"把这一份作废（registry new {below} repair）"
        )
        mend += "；不是同一份的，改用 -02 这样的文件名移过去" if "/acts/" in path else ""
    return Fault(path, "", message, mend)
