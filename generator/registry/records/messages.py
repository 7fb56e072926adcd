"""What JSON Schema finds, said in Chinese with the field's title. One table, keyed by keyword."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from jsonschema_rs import ValidationError

from ..finding import Finding, Parts, build_pointer
from ..json_data import JsonValue
from ..typed import narrow
from .mends import suggest_mend
from .schemas import Schemas
from .values import set_off, write_literal
from .wanted import CHOICES

# Keyword → what is said after the field's name, of the keyword's value (`wanted`), the value `found` and how
# long that is (`count`); "" where nothing is filled in. The web forms say the same: they are given the table.
SAY = {
    "": "没有填写",
    "type": "应为{wanted}，现为{found}",
    "enum": "不能是{found}",
    "const": "应为{wanted}，现为{found}",
    "format": "应为{wanted}，现为{found}",
    "pattern": "写法不符合要求，现为{found}",
    "minimum": "不能小于{wanted}，现为{found}",
    "maximum": "不能大于{wanted}，现为{found}",
    "multipleOf": "应为{wanted} 的整数倍，现为{found}",
    "minLength": "太短：至少{wanted} 个字，现有{count} 个",
    "maxLength": "太长：至多{wanted} 个字，现有{count} 个",
    "minItems": "太少：至少{wanted} 项，现有{count} 项",
    "maxItems": "太多：至多{wanted} 项，现有{count} 项",
    "uniqueItems": "有重复的项",
    "other": "不符合格式",
}
# What need not be said of a value of which something else is said.
SECONDARY = frozenset({"enum", "const", "pattern"})
TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": " true 或 false",
    "array": "列表（每项以短横开头）",
    "object": "一组字段",
    "null": "空（null）",
}
MAX_CHOICES = 12  # choices that a message lists beside the one that was likely meant
LIKENESS = 0.7  # of a key that nobody knows to the one that it is taken for: after is not meant for date
FOREIGN = 2  # fields of no record of its kind, from which on a file may hold one of another
LACKS = "缺少必填的"  # between a place and the names of what is not there
FORMATS = {"date": "日历上的日期", "email": "邮箱地址", "uri": "网址"}


def explain_errors(schemas: Schemas, kind: str, data: JsonValue, path: str) -> list[Finding]:
    """Why `data` is no valid record of `kind`: every fault, what is missing in one place in one message."""
    errors = [*schemas.list_errors(kind, data)]
    if errors and (other := _find_kind_of_content(schemas, kind, data)):
        title, meant = schemas.kinds[kind].title, schemas.kinds[other]
        place = f"文件名写成“日期-{other}.yml”" if meant.is_act else f"放到 {meant.path.split('/')[-2]}/ 里"
        hint = f"内容没有错的，{place}；是{title}的，照同类文件改内容"
        return [_build_finding(path, (), f"内容是“{meant.title}”，照文件名应是“{title}”", hint)]
    return list(_list_findings(schemas, kind, (), errors, path))


def _find_kind_of_content(schemas: Schemas, kind: str, data: JsonValue) -> str:
    """The other kind of a dossier whose fields all are those of a record, where its own has not got them."""
    if not isinstance(data, dict) or len({*data} - {*schemas.kinds[kind].properties}) < FOREIGN:
        return ""
    kinds = [each for each in schemas.kinds.values() if "{id}/" in each.path and each.name != kind]
    kinds = [each for each in kinds if {*data} <= {*each.properties}]
    fitting = [each.name for each in kinds if {*each.schema.get("required", ())} <= {*data}]
    return fitting[0] if len(fitting) == 1 else ""


def explain_property(schemas: Schemas, kind: str, name: str, value: JsonValue, path: str) -> list[Finding]:
    """Why `value` cannot stand in the property `name` of `kind`; pointers begin with the property."""
    return list(_list_findings(schemas, kind, (name,), schemas.list_property_errors(kind, name, value), path))


def _list_findings(
    schemas: Schemas, kind: str, prefix: Parts, errors: Iterable[ValidationError], path: str
) -> Iterator[Finding]:
    """The faults that a schema finds in a value, in words: of one place those that lack in one finding."""
    missing: dict[Parts, list[str]] = defaultdict(list)
    wrong: dict[Parts, list[ValidationError]] = defaultdict(list)
    unknown: list[tuple[Parts, ValidationError]] = []
    meant: set[tuple[Parts, str]] = set()  # what a misspelt key was likely meant for, by its place
    for error in flatten(errors):
        place = (*prefix, *error.instance_path)
        if error.kind.name == "required":
            missing[place].append(error.kind.value)
        elif error.kind.name == "additionalProperties":
            unknown.append((place, error))
        else:
            wrong[place].append(error)
    for place, error in unknown:
        names: list[str] = error.kind.value
        inside = _find_empty_groups(schemas, kind, place, names, wrong)
        yield from (_explain_indent(schemas, kind, group, below, path) for group, below in inside.items())
        for group in inside:
            del wrong[group]
        indented = {*chain.from_iterable(inside.values())}
        guesses = _guess_keys(schemas, kind, place, [each for each in names if each not in indented])
        meant.update((place, guess) for guess in guesses.values())
        yield from _explain_unknown(schemas, kind, place, guesses, error.instance, path)
    for place, errors_here in wrong.items():
        of_type = [each for each in errors_here if each.kind.name == "type"]
        others = [each for each in errors_here if each.kind.name not in SECONDARY]
        for error in of_type or others or errors_here[:1]:
            yield _explain_value(schemas, kind, place, error, path)
    for place, names in missing.items():
        # What stands under a misspelt key is reported there, once.
        if lacking := [name for name in dict.fromkeys(names) if (place, name) not in meant]:
            yield _explain_missing(schemas, kind, place, lacking, path)


def flatten(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors with those of one branch in the place of `anyOf`: the first that takes a value of the type."""
    for error in errors:
        if error.kind.name == "anyOf":
            branches = error.kind.value
            of_type = (each for each in branches if all(below.kind.name != "type" for below in each))
            yield from flatten(next(of_type, branches[0]))
        else:
            yield error


def describe_place(schemas: Schemas, kind: str, parts: Parts) -> str:
    """The words for a place in a record: “课程”第 3 项的“计划课时”."""
    if not parts:
        return f"“{schemas.kinds[kind].title}”"
    chain = schemas.resolve_path(kind, parts)
    words = []
    for part, schema in zip(parts, chain[1:], strict=False):
        words.append(f"第 {part + 1} 项" if isinstance(part, int) else f"“{schema.get('title', part)}”")
    return "的".join(words).replace("”的第", "”第")


def _build_finding(path: str, parts: Parts, message: str, hint: str, on_key: bool = False) -> Finding:
    place = build_pointer(*parts)
    return Finding(
        rule="schema", severity="error", path=path, pointer=place, message=message, hint=hint, on_key=on_key
    )


def _explain_value(schemas: Schemas, kind: str, parts: Parts, error: ValidationError, path: str) -> Finding:
    """What is wrong with a value, and what it is to be."""
    keyword, wanted, value = error.kind.name, error.kind.value, error.instance
    schema = schemas.resolve_path(kind, parts)[-1]
    mend = suggest_mend(schemas, schema, error, is_item=isinstance(parts[-1] if parts else "", int))
    if keyword == "type" and schema.get("format") in FORMATS:  # a date without dashes is read as a number
        keyword, wanted = "format", schema["format"]
    said = SAY[""] if value in (None, "") else _say(keyword, wanted, value)
    if keyword == "enum" and not mend.startswith(CHOICES) and len(wanted) <= MAX_CHOICES:
        said += f"，应为：{'、'.join(map(str, wanted))}"
    message = describe_place(schemas, kind, parts) + said
    return _build_finding(path, parts, message, mend)


def _say(keyword: str, wanted: Any, value: Any) -> str:
    """What a value that breaks a keyword of its schema should be, and what it is."""
    match keyword:
        case "type":
            shown = "或".join(TYPES[each] for each in wanted)
        case "format":
            shown = FORMATS.get(wanted, wanted)
        case _:
            shown = set_off(wanted)
    count = len(value) if isinstance(value, str | list) else 0
    return SAY.get(keyword, SAY["other"]).format(wanted=shown, found=set_off(value), count=set_off(count))


def _explain_missing(schemas: Schemas, kind: str, parts: Parts, names: list[str], path: str) -> Finding:
    """Which fields a group lacks, and how the first of them is written."""
    properties = dict(schemas.get_properties(schemas.resolve_path(kind, parts)[-1]))
    # A schema may require what it does not describe; then its name is all that can be said.
    described = {name: properties.get(name, {}) for name in names}
    listed = "、".join(f"“{each.get('title', name)}”（{name}）" for name, each in described.items())
    example = described[names[0]].get("examples", [[]])[0]
    shown = "" if isinstance(example, list | dict) else f"，如 {names[0]}: {write_literal(example)}"
    return _build_finding(
        path, parts, f"{describe_place(schemas, kind, parts)}{LACKS}{listed}", f"补上这些字段{shown}"
    )


def _guess_keys(schemas: Schemas, kind: str, parts: Parts, names: Iterable[str]) -> dict[str, str]:
    """The field that each unknown key was likely meant for; empty where none is near."""
    properties = dict(schemas.get_properties(schemas.resolve_path(kind, parts)[-1]))
    words = {word: name for name, below in properties.items() for word in below.get("x-headings", ())}
    words |= {below["title"]: name for name, below in properties.items()}
    words = {_fold_key(word): name for word, name in words.items()} | {name: name for name in properties}
    nearest = {name: difflib.get_close_matches(_fold_key(name), words, 1, LIKENESS) for name in names}
    return {name: words[guess[0]] if guess else "" for name, guess in nearest.items()}


def _find_empty_groups(
    schemas: Schemas, kind: str, parts: Parts, names: Iterable[str], wrong: Mapping[Parts, object]
) -> dict[Parts, list[str]]:
    """The groups with nothing in them beside which keys stand that are theirs, with these."""
    groups: dict[Parts, list[str]] = {}
    for place in wrong:
        schema = schemas.resolve_path(kind, place)[-1]
        if place[:-1] == parts and place and schema.get("type") == "object":
            own = {name for name, _ in schemas.get_properties(schema)}
            if below := [name for name in names if name in own]:
                groups[place] = below
    return groups


def _explain_indent(schemas: Schemas, kind: str, parts: Parts, names: list[str], path: str) -> Finding:
    """That the keys of a group were not set in."""
    message = f"{describe_place(schemas, kind, parts)}{SAY['']}，它的字段没有缩进"
    return _build_finding(path, parts, message, f"在 {parts[-1]} 下面的 {'、'.join(names)} 前面各加两个空格")


def _fold_key(name: str) -> str:
    """A key without what a keyboard or a spelling program does to it: Served-On is served_on."""
    return narrow(name).lower().replace("-", "_")


def _explain_unknown(
    schemas: Schemas, kind: str, parts: Parts, guesses: Mapping[str, str], holder: Any, path: str
) -> Iterator[Finding]:
    """Keys of `holder` that its schema does not have, each with what it was likely meant for."""
    properties = dict(schemas.get_properties(schemas.resolve_path(kind, parts)[-1]))
    written = {name: f"{name}（{below['title']}）" for name, below in properties.items()}
    for name, guess in guesses.items():
        if not guess:
            mend = "可用的字段：" + "、".join(written.values())
        elif guess in holder:
            mend = f"这里已有 {written[guess]}，核对以后只留一行"
        else:
            mend = f"是否想写 {written[guess]}？"
        message = f"{describe_place(schemas, kind, parts)}中没有 {name} 这个字段"
        yield _build_finding(path, (*parts, name), message, mend, on_key=True)
