"""References between records: what is named exists, ids and codes are unique, paths tell what files hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..finding import pointer
from ..model.kinds import Act
from ..model.register import Dossier, Register, folder_of
from ..records.load import RECORDS, Document
from ..records.schemas import Schema, Schemas
from .rule import Fault, fault, rule

REF_LABELS = {"authority": "机关", "area": "地区", "system": "系统", "batch": "批次", "institution": "机构", "act": "事项"}


@rule("", "登记册有办法参数", basis="form", scope="register")
def regulation_present(register: Register) -> Iterator[Fault]:
    """登记册中有一部办法的参数，否则其他规则无从核对。"""
    if not register.tables.regulations and not any("/regulations/" in path for path in register.invalid):
        message = "regulations/ 中没有办法参数"
        yield Fault(f"{RECORDS}/regulations", "", message, "放入一份办法参数，如 regulations/2018-223.yml")


@rule("", "引用的编号存在", basis="form", scope="register")
def references_exist(register: Register, schemas: Schemas) -> Iterator[Fault]:
    """记录中引用的机关、地区、系统、批次、机构和事项都存在，事项的种类相符。"""
    acts: dict[str, set[str]] = defaultdict(set)
    for path in (*register.documents, *register.invalid):
        if "/acts/" in path:
            acts[folder_of(path)].add(path.rpartition("/")[2].removesuffix(".yml"))
    for document in register.documents.values():
        for place, schema, value in referring(schemas, document):
            kind = schema["x-ref"]
            known = acts[folder_of(document.path)] if kind == "act" else register.known.get(kind)
            if known is None:
                continue
            if value not in known:
                message = f"没有编号为“{value}”的{REF_LABELS[kind]}"
                yield Fault(document.path, place, message, _near(value, known) or "核对编号，或先录入所引用的记录")
            elif (wanted := schema.get("x-act")) and value[11:].rstrip("-0123456789") != wanted:
                title = schemas.kinds[wanted].title
                yield Fault(document.path, place, f"“{value}”不是{title}", f"填写本机构的一份{title}（…-{wanted}）")


def _near(value: str, known: frozenset[str] | set[str]) -> str:
    import difflib

    guess = difflib.get_close_matches(value, known, 1, 0.7)
    return f"是否想写 {guess[0]}？" if guess else ""


def referring(schemas: Schemas, document: Document) -> Iterator[tuple[str, Schema, str]]:
    """Every value of a document that names another record: its pointer, its schema, the id."""
    return _referring(schemas, schemas.kinds[document.kind.name].schema, document.data, ())


def _referring(
    schemas: Schemas, schema: Schema, value: Any, parts: tuple[str | int, ...]
) -> Iterator[tuple[str, Schema, str]]:
    schema = schemas.resolve(schema)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name, below in value.items():
            if name in properties:
                yield from _referring(schemas, properties[name], below, (*parts, name))
    elif isinstance(value, list):
        for i, below in enumerate(value):
            yield from _referring(schemas, schema.get("items", {}), below, (*parts, i))
    elif "x-ref" in schema and isinstance(value, str):
        yield pointer(*parts), schema, value


@rule("", "所引事项在先", basis="form")
def named_act_comes_first(dossier: Dossier) -> Iterator[Fault]:
    """一份事项所引用的事项不晚于它自己。"""
    dates = {act.stem: act.date for act in dossier.acts}
    for act in dossier.acts:
        for name in ("order", "outcome", "suspension", "target"):
            named = getattr(act, name, None)
            if named in dates and (dates[named] > act.date or named == act.stem):
                message = f"{named} 晚于本记录的日期 {act.date}" if named != act.stem else "记录引用了自己"
                yield fault(act, f"/{name}", message, "核对所引用的事项和日期")


@rule("", "编号不重复", basis="form", scope="register")
def ids_unique(register: Register) -> Iterator[Fault]:
    """机构编号、地区编号、系统编号各不重复；一个机构只有一个文件夹。"""
    seen: dict[str, str] = {}
    for folder in register.folders:
        id_ = folder.rpartition("/")[2]
        if id_ in seen:
            message = f"机构编号 {id_} 已用于 {seen[id_]}"
            yield Fault(f"{folder}/institution.yml", "/id", message, "编号不重复使用；换一个新编号，或合并两个文件夹")
        seen.setdefault(id_, folder)
    for name in ("areas", "systems"):
        path = f"{RECORDS}/{name}.yml"
        rows = register.documents[path].data[name] if path in register.documents else []
        used: set[str] = set()
        for i, row in enumerate(rows):
            if row["id"] in used:
                yield Fault(path, f"/{name}/{i}/id", f"编号 {row['id']} 重复", "换一个没有用过的编号")
            used.add(row["id"])


@rule("", "信用代码不重复", basis="form", scope="register")
def credit_codes_unique(register: Register) -> Iterator[Fault]:
    """一个统一社会信用代码只有一份档案；限制期满或未通过后再次申请，用原来的档案。"""
    for code, dossiers in register.by_credit_code.items():
        for dossier in dossiers[1:]:
            message = f"统一社会信用代码“{code}”已用于 {dossiers[0].id}"
            yield fault(dossier.institution, "/credit_code", message, "用原来的档案，或核对代码")


@rule("", "文件名与内容一致", basis="form", scope="register")
def paths_match_contents(register: Register) -> Iterator[Fault]:
    """文件夹和文件名中的编号、地区、日期、年度与文件内容一致。"""
    for document in register.documents.values():
        for name, written in document.names.items():
            if name not in document.kind.properties or _corrected(register, document.path, name):
                continue
            found = str(document.data.get(name, ""))
            if found != written:
                title = document.kind.properties[name]["title"]
                message = f"{title}（{name}）是“{found}”，文件名或文件夹写的是“{written}”"
                yield Fault(document.path, f"/{name}", message, "改内容，或改文件名、移文件夹，使两处一致")


def _corrected(register: Register, path: str, name: str) -> bool:
    """Whether a correction has changed this value: then the file keeps the name it was filed under."""
    dossier = register.dossiers.get(folder_of(path).rpartition("/")[2])
    return bool(dossier) and any(
        each.target == path and each.pointer == f"/{name}" and not each.problem for each in (dossier or ()).corrections  # type: ignore[union-attr]
    )


@rule("", "更正能够应用", basis="form")
def correction_applies(dossier: Dossier) -> Iterator[Fault]:
    """更正所指的文件、位置和原值都对得上，更正后的值符合格式。"""
    for each in dossier.corrections:
        if each.problem:
            yield Fault(each.path, "/old", each.problem, "核对 file、pointer、old 和 new")


@rule("", "机构文件齐全", basis="form", scope="register")
def institution_file_present(register: Register) -> Iterator[Fault]:
    """每个机构文件夹中都有 institution.yml。"""
    for folder in register.folders:
        path = f"{folder}/institution.yml"
        if path not in register.documents and path not in register.invalid:
            yield Fault(path, "", "文件夹中没有 institution.yml", "补上机构现况")


@rule("5", "机关在职期间办事", "warning", basis="convention")
def authority_in_office(act: Act, register: Register) -> Iterator[Fault]:
    """办理事项的机关在当日履行职责。"""
    authority = register.tables.authorities.get(getattr(act, "authority", ""))
    if authority is None:
        return
    late = authority.valid_to and act.date > authority.valid_to
    early = authority.valid_from and act.date < authority.valid_from
    if late or early:
        message = f"{authority.name}{'履行职责至' if late else '履行职责自'} {authority.valid_to if late else authority.valid_from}"
        yield fault(act, "/authority", message, "核对机关和日期")
