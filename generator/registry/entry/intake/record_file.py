"""A record's file that an institution has filled in on the public form, as it comes by mail: `2027.yml`."""

from __future__ import annotations

import re
from pathlib import Path

from jsonschema_rs import ValidationError

from ...json_data import Fields
from ...records.messages import describe_place, flatten
from ...records.schemas import Schemas
from ...records.strict_yaml import SEEMING, parse
from ..request import list_change_fields
from ..sheets.grid import CellPlace
from ..sheets.reading import UnreadableSheet, read_bytes
from .draft import NO_STEPS, Draft
from .forms import Pair
from .recognise import KINDS, Recognised, get_headings
from .sides import AFTER, BEFORE

NAME = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)
SENT = tuple(each for each in KINDS if each != "batch")  # a list of a batch is no institution's
MAX_SHOWN = 3
OTHER = (
    "是网上填的{title}，这种文件不从这里导入：在浏览器里打开“网上填表”中同一种表，选机构，"
    "点“接着填以前下载的文件”，检查，交出去"
)
DAMAGED = "读不出：{faults}。请对方在网上填表的页面重新下载这个文件，原样发来，不要改里面的字"
UNKNOWN = "认不出是哪一种记录的文件；是网上填的，用 --kind 写明种类"
GROUPS = frozenset({"object", "array"})
STEPS = "steps"
ITS_ID = "机构编号照文件中写的 {id}；不对的，用 --id 写"


def is_record_file(path: Path) -> bool:
    """Whether a file is one of a web form by its name; some mail programs add an ending of their own."""
    return NAME.search(path.name) is not None


def recognise_record(path: Path, schemas: Schemas, named: str = "") -> Recognised:
    """The record that a file of a web form holds, of the kind that is named or that its fields are of.

    Raises UnreadableSheet with what to do.
    """
    parsed = parse(read_bytes(path).removeprefix(b"\xef\xbb\xbf"))
    broken = [each for each in parsed.faults if each.rule not in SEEMING]
    if broken:
        listed = "；".join(f"第 {each.line} 行，{each.message}" for each in broken[:MAX_SHOWN])
        raise UnreadableSheet(DAMAGED.format(faults=listed))
    if not isinstance(parsed.data, dict):
        raise UnreadableSheet(UNKNOWN)
    kind = named or _find_kind(parsed.data, path.name, schemas)
    if kind not in SENT:
        note = OTHER.format(title=f"“{schemas.kinds[kind].title}”") if kind else UNKNOWN
        raise UnreadableSheet(note)
    if place := _find_misshapen(parsed.data, kind, schemas):
        raise UnreadableSheet(DAMAGED.format(faults=f"{place}的写法不对"))
    draft = Draft(kind)
    draft.data = parsed.data
    pairs = tuple(
        Pair(field, CellPlace("", 0, 0), value)
        for field in get_headings(schemas, kind).fields
        if not (field.row_list or "@" in field.pointer or "*" in field.pointer)
        and isinstance(value := draft.get(field.pointer), str | int | float | bool)
    )
    return Recognised(kind, (), pairs, (), (), {}, {}, record=parsed.data)


def _find_misshapen(data: Fields, kind: str, schemas: Schemas) -> str:
    """Where something else stands in the place of a group or a list: no form has written that."""
    for error in flatten(schemas.list_errors(kind, data)):
        if _is_misshapen(error):
            return describe_place(schemas, kind, tuple(error.instance_path))
    changeable = list_change_fields(schemas)
    for row in data.get("changes", ()):
        for value in (row.get(BEFORE), row.get(AFTER)):
            is_field = value is not None and row.get("field") in changeable
            errors = schemas.list_property_errors("institution", row["field"], value) if is_field else ()
            if any(map(_is_misshapen, flatten(errors))):
                return f"“{changeable[row['field']]['title']}”"
    return ""


def _is_misshapen(error: ValidationError) -> bool:
    """Whether a group or a list stands in the place of a value, or the other way round."""
    if error.kind.name != "type":
        return error.kind.name in ("enum", "const") and isinstance(error.instance, list | dict)
    wanted = error.kind.value
    names = {wanted} if isinstance(wanted, str) else {*wanted}
    return isinstance(error.instance, list | dict) or bool(GROUPS & names)


def _find_kind(data: Fields, file: str, schemas: Schemas) -> str:
    """The kind that knows every field of a file, and of those the one of whose own fields most are there.

    Of several the one that the file is called after, as the form calls what is unfinished; else nothing.
    """
    shares: dict[str, float] = {}
    for name, kind in schemas.kinds.items():
        if data and data.keys() <= {each for each, _ in schemas.get_properties(kind.schema)}:
            required = kind.schema.get("required", ())
            shares[name] = sum(each in data for each in required) / max(len(required), 1)
    most = max(shares.values(), default=0)
    best = [each for each, share in shares.items() if share == most]
    if len(best) > 1:
        best = [each for each in best if each in file]
    return best[0] if len(best) == 1 else ""


def draft_record(recognised: Recognised) -> Draft:
    """What a file says of its record; its steps are for the offices that receive it to record."""
    draft, record = Draft(recognised.kind), recognised.record or {}
    draft.data = {name: value for name, value in record.items() if name != STEPS and value != ""}
    if record.get(STEPS):
        draft.remark(NO_STEPS)
    filing = record.get("filing")
    if isinstance(filing, dict) and filing.get("id"):
        draft.remark(ITS_ID.format(id=filing["id"]))
    return draft
