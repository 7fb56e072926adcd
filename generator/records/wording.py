"""What JSON Schema finds, said in Chinese with the field's title. One table, keyed by keyword."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jsonschema_rs import ValidationError

from ..finding import Finding, pointer
from .schemas import Schema, Schemas
from .strict_yaml import FULL_WIDTH_COLON, ambiguous, resolve

TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表（每项以短横开头）",
    "object": "一组字段",
    "null": "空（null）",
}
Parts = tuple[str | int, ...]
Say = Callable[[Any, Any], str]
FORMATS = {"date": "日历上的日期", "email": "邮箱地址", "uri": "网址"}


def findings(schemas: Schemas, kind: str, data: Any, path: str) -> list[Finding]:
    """Why `data` is no valid record of `kind`: every fault, what is missing in one place in one message."""
    return list(_findings(schemas, kind, data, path))


def _findings(schemas: Schemas, kind: str, data: Any, path: str) -> Iterator[Finding]:
    missing: dict[Parts, list[str]] = defaultdict(list)
    wrong: dict[Parts, list[ValidationError]] = defaultdict(list)
    for error in flatten(schemas.errors(kind, data)):
        place = tuple(error.instance_path)
        if error.kind.name == "required":
            missing[place].append(error.kind.value)
        elif error.kind.name == "additionalProperties":
            yield from _unknown(schemas, kind, place, error.kind.value, path)
        else:
            wrong[place].append(error)
    for place, found in wrong.items():
        for error in [each for each in found if each.kind.name not in SECONDARY] or found[:1]:
            yield _wrong(schemas, kind, place, error, path)
    for place, names in missing.items():
        yield _missing(schemas, kind, place, list(dict.fromkeys(names)), path)


def flatten(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors with those of a nullable's first branch in the place of `anyOf`."""
    for error in errors:
        if error.kind.name == "anyOf":
            yield from flatten(error.kind.value[0])
        else:
            yield error


def label(schemas: Schemas, kind: str, parts: Parts) -> str:
    """The words for a place in a record: “课程”第 3 项的“计划课时”."""
    if not parts:
        return f"“{schemas.kinds[kind].title}”"
    chain = schemas.at(kind, parts)
    words = []
    for part, schema in zip(parts, chain[1:], strict=False):
        words.append(f"第 {part + 1} 项" if isinstance(part, int) else f"“{schema.get('title', part)}”")
    return "的".join(words).replace("”的第", "”第")


def show(value: Any) -> str:
    """A value as it is quoted in a message, shortened."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = value.replace("\n", "⏎")
        return f"“{line}”" if len(line) <= 40 else f"“{line[:38]}……”"
    if isinstance(value, list):
        return "一个列表"
    if isinstance(value, dict):
        return "一组字段"
    return str(value)


def hint(schema: Schema) -> str:
    """How to mend a value: the schema's own words, or its first example."""
    if "x-hint" in schema:
        return str(schema["x-hint"])
    examples = [each for each in schema.get("examples", []) if isinstance(each, str | int | float)]
    return f"例：{literal(examples[0])}" if examples else str(schema.get("description", ""))


def literal(value: str | int | float | bool | None) -> str:
    """A value as it is to be written in a record."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str) and (not isinstance(resolve(value), str) or ambiguous(value)):
        return f'"{value}"'
    return str(value)


def _fault(path: str, parts: Parts, message: str, hint: str, on_key: bool = False) -> Finding:
    place = pointer(*parts)
    return Finding(
        rule="schema", severity="error", path=path, pointer=place, message=message, hint=hint, on_key=on_key
    )


def _wrong(schemas: Schemas, kind: str, parts: Parts, error: ValidationError, path: str) -> Finding:
    keyword, wanted, found = error.kind.name, error.kind.value, error.instance
    say = SAY.get(keyword)
    mend = hint(schemas.at(kind, parts)[-1])
    if keyword == "type" and "string" in wanted and isinstance(found, int | float):
        mend = f'这里写的是文字或代码，请加英文双引号："{show(found)}"'
    elif keyword == "type" and "object" in wanted and isinstance(found, str):
        mend = _colon(found) or mend
    elif keyword == "enum":
        guess = difflib.get_close_matches(str(found), [str(each) for each in wanted], 1, 0.5)
        mend = f"是否想写“{guess[0]}”？" if guess else ""
    message = label(schemas, kind, parts) + (say(wanted, found) if say else "不符合格式")
    return _fault(path, parts, message, mend)


def _colon(text: str) -> str:
    """How to mend a group of fields that was read as text because of its first colon."""
    if FULL_WIDTH_COLON.match(text):
        return "字段名后的全角冒号“：”改成英文冒号加一个空格“: ”"
    return "字段名后的冒号之后要有一个空格" if re.match("[A-Za-z_]+:", text) else ""


def _missing(schemas: Schemas, kind: str, parts: Parts, names: list[str], path: str) -> Finding:
    known = dict(schemas.properties(schemas.at(kind, parts)[-1]))
    listed = "、".join(f"“{known[name]['title']}”（{name}）" for name in names)
    example = known[names[0]]["examples"][0]
    shown = "" if isinstance(example, list | dict) else f"，如 {names[0]}: {literal(example)}"
    return _fault(path, parts, f"{label(schemas, kind, parts)}缺少必填的{listed}", f"补上这些字段{shown}")


def _unknown(schemas: Schemas, kind: str, parts: Parts, names: list[str], path: str) -> Iterator[Finding]:
    known = dict(schemas.properties(schemas.at(kind, parts)[-1]))
    for name in names:
        guess = difflib.get_close_matches(name, known, 1, 0.6)
        mend = (
            f"是否想写 {guess[0]}（{known[guess[0]]['title']}）？"
            if guess
            else "可用的字段：" + "、".join(known)
        )
        message = f"{label(schemas, kind, parts)}中没有 {name} 这个字段"
        yield _fault(path, (*parts, name), message, mend, on_key=True)


def _count(words: str) -> Say:
    return lambda wanted, found: words.format(wanted=wanted, found=len(found))


def _value(words: str) -> Say:
    return lambda wanted, found: words.format(wanted=show(wanted), found=show(found))


def _type(wanted: list[str], found: Any) -> str:
    return f"应为{'或'.join(TYPES[name] for name in wanted)}，现为{show(found)}"


def _enum(wanted: list[Any], found: Any) -> str:
    return f"不能是{show(found)}，应为：" + "、".join(str(each) for each in wanted)


def _format(wanted: str, found: Any) -> str:
    return f"应为{FORMATS.get(wanted, wanted)}，现为{show(found)}"


# Keyword → what is said after the field's name, from the keyword's value and the value found.
SAY: dict[str, Say] = {
    "type": _type,
    "enum": _enum,
    "const": _value("应为{wanted}，现为{found}"),
    "format": _format,
    "pattern": lambda wanted, found: f"写法不符合要求，现为{show(found)}",
    "minimum": _value("不能小于 {wanted}，现为 {found}"),
    "maximum": _value("不能大于 {wanted}，现为 {found}"),
    "multipleOf": _value("应为 {wanted} 的整数倍，现为 {found}"),
    "minLength": _count("太短：至少 {wanted} 个字，现有 {found} 个"),
    "maxLength": _count("太长：至多 {wanted} 个字，现有 {found} 个"),
    "minItems": _count("太少：至少 {wanted} 项，现有 {found} 项"),
    "maxItems": _count("太多：至多 {wanted} 项，现有 {found} 项"),
    "uniqueItems": lambda wanted, found: "有重复的项",
}
# What need not be said of a value of which something else is said.
SECONDARY = frozenset({"enum", "const", "pattern"})
