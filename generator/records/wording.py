"""What JSON Schema finds, said in Chinese with the field's title. One table, keyed by keyword."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jsonschema.exceptions import ValidationError

from ..finding import Finding, pointer

if TYPE_CHECKING:
    from .schemas import Schema, Schemas

TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表（每项以短横开头）",
    "object": "一组字段",
    "null": "空（null）",
}
FORMATS = {"date": "日历上的日期", "email": "邮箱地址", "uri": "网址"}


def findings(schemas: Schemas, kind: str, errors: Iterable[ValidationError], path: str) -> Iterator[Finding]:
    """The findings for one record. What is missing in one place is said in one message."""
    missing: dict[tuple[str | int, ...], list[str]] = defaultdict(list)
    for error in flatten(errors):
        parts = list(error.absolute_path)
        if error.validator == "required":
            missing[tuple(parts)] += [name for name in error.validator_value if name not in error.instance]
        elif error.validator == "additionalProperties":
            yield from _unknown(schemas, kind, error, parts, path)
        else:
            yield _finding(schemas, kind, error, parts, path)
    for place, names in missing.items():
        yield _missing(schemas, kind, list(place), list(dict.fromkeys(names)), path)


def flatten(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors with those of a nullable's first branch in the place of `anyOf`."""
    for error in errors:
        if error.validator == "anyOf" and error.context:
            yield from flatten(e for e in error.context if e.schema_path[0] == 0)
        else:
            yield error


def plain(schemas: Schemas, kind: str, parts: list[str | int], path: str) -> Finding:
    """The general message, for a fault that has no words of its own."""
    chain = schemas.at(kind, parts)
    message = f"{label(schemas, kind, parts)}不符合“{chain[0]['title']}”的格式"
    return Finding(rule="schema", severity="error", path=path, pointer=pointer(*parts), message=message, hint=hint(chain[-1]))


def label(schemas: Schemas, kind: str, parts: list[str | int]) -> str:
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
        return f"“{value}”" if len(value) <= 40 else f"“{value[:38]}……”"
    if isinstance(value, list):
        return "一个列表"
    if isinstance(value, dict):
        return "一组字段"
    return str(value)


def hint(schema: Schema) -> str:
    """How to mend a value: the schema's own words, or its first example."""
    if "x-hint" in schema:
        return str(schema["x-hint"])
    examples = [e for e in schema.get("examples", []) if isinstance(e, str | int | float) and not isinstance(e, bool)]
    return f"例：{examples[0]}" if examples else str(schema.get("description", ""))


def _finding(schemas: Schemas, kind: str, error: ValidationError, parts: list[str | int], path: str) -> Finding:
    schema = schemas.at(kind, parts)[-1]
    say = SAY.get(str(error.validator))
    message = say(error) if say else "不符合格式"
    mend = hint(schema)
    if error.validator == "type" and isinstance(error.instance, int | float) and "string" in _types(error):
        mend = f'这里写的是文字或代码，请加英文双引号："{show(error.instance)}"'
    elif error.validator == "enum":
        mend = _nearest(error.instance, error.validator_value) or ""
    message = f"{label(schemas, kind, parts)}{message}"
    return Finding(rule="schema", severity="error", path=path, pointer=pointer(*parts), message=message, hint=mend)


def _missing(schemas: Schemas, kind: str, parts: list[str | int], names: list[str], path: str) -> Finding:
    schema = schemas.at(kind, parts)[-1]
    titles = {name: below.get("title", name) for name, below in schemas.properties(schema)}
    listed = "、".join(f"“{titles.get(name, name)}”（{name}）" for name in names)
    message = f"{label(schemas, kind, parts)}缺少必填的{listed}"
    examples = [below["examples"][0] for name, below in schemas.properties(schema) if name == names[0]]
    example = f"，如 {names[0]}: {examples[0]}" if examples and isinstance(examples[0], str | int | float) else ""
    return Finding(
        rule="schema", severity="error", path=path, pointer=pointer(*parts), message=message, hint=f"补上这些字段{example}"
    )


def _unknown(
    schemas: Schemas, kind: str, error: ValidationError, parts: list[str | int], path: str
) -> Iterator[Finding]:
    known = dict(schemas.properties(error.schema))
    for name in error.instance:
        if name in known:
            continue
        guess = difflib.get_close_matches(name, known, 1, 0.6)
        mend = f"是否想写 {guess[0]}（{known[guess[0]]['title']}）？" if guess else "可用的字段：" + "、".join(known)
        message = f"{label(schemas, kind, parts)}中没有 {name} 这个字段"
        place = pointer(*parts, name)
        yield Finding(
            rule="schema", severity="error", path=path, pointer=place, on_key=True, message=message, hint=mend
        )


def _types(error: ValidationError) -> list[str]:
    value = error.validator_value
    return [value] if isinstance(value, str) else list(value)


def _nearest(value: Any, allowed: list[Any]) -> str | None:
    guess = difflib.get_close_matches(str(value), [str(each) for each in allowed], 1, 0.5)
    return f"是否想写“{guess[0]}”？" if guess else None


def _count(words: str) -> Any:
    return lambda error: words.format(wanted=error.validator_value, found=len(error.instance))


def _value(words: str) -> Any:
    return lambda error: words.format(wanted=show(error.validator_value), found=show(error.instance))


def _type(error: ValidationError) -> str:
    wanted = "或".join(TYPES[name] for name in _types(error))
    return f"应为{wanted}，现为{show(error.instance)}"


def _enum(error: ValidationError) -> str:
    return f"不能是{show(error.instance)}，应为：" + "、".join(str(each) for each in error.validator_value)


def _format(error: ValidationError) -> str:
    return f"应为{FORMATS.get(error.validator_value, error.validator_value)}，现为{show(error.instance)}"


SAY: dict[str, Any] = {
    "type": _type,
    "enum": _enum,
    "const": _value("应为{wanted}，现为{found}"),
    "format": _format,
    "pattern": _value("写法不符合要求，现为{found}"),
    "minimum": _value("不能小于 {wanted}，现为 {found}"),
    "maximum": _value("不能大于 {wanted}，现为 {found}"),
    "multipleOf": _value("应为 {wanted} 的整数倍，现为 {found}"),
    "minLength": _count("太短：至少 {wanted} 个字，现有 {found} 个"),
    "maxLength": _count("太长：至多 {wanted} 个字，现有 {found} 个"),
    "minItems": _count("太少：至少 {wanted} 项，现有 {found} 项"),
    "maxItems": _count("太多：至多 {wanted} 项，现有 {found} 项"),
    "uniqueItems": lambda error: "有重复的项",
}
