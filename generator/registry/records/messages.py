"""What JSON Schema finds, said in Chinese with the field's title. One table, keyed by keyword."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from jsonschema_rs import ValidationError

from ..finding import Finding, build_pointer
from ..personal import mask_personal
from .file_names import DEVICE, DEVICE_HINT
from .layout import quotes_around
from .scalars import ISO_DATE, resolve_scalar
from .schemas import Schema, Schemas
from .strict_yaml import parse
from .syntax import FULL_WIDTH_COLON

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
YES_AND_NO = dict.fromkeys(["true", "yes", "on", "y", "是", "有"], "true")
YES_AND_NO |= dict.fromkeys(["false", "no", "off", "n", "否", "无"], "false")
# A number as people and other programs write it: 0105, +105, .5, 30., 1e2, 1_050; with its unit: 105 人.
NUMBER = re.compile(r"[-+]?(?=\.?[0-9])[0-9_]*\.?[0-9]*(?:e[-+]?[0-9]{1,2})?", re.ASCII | re.IGNORECASE)
GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
UNIT = re.compile("(?<=[0-9]) *[人名位个课学小时天日期周月元节]+$")
SEPARATOR = re.compile("[,，、;；]")
LONGEST = 100  # characters of what may be a number, or several
BATCH = "^[0-9]{4}-[1-9][0-9]?$"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# What a spreadsheet makes of 2019-1: 2019/1/1, 2019-01-01T00:00:00, 2019年1月, 01-2019, Jan-19, 1-Jan-2019,
# 19-Jan, 1月19日.
NAME = rf"(?P<month>{'|'.join(MONTHS)})"
DATED = [
    re.compile(each, re.ASCII | re.IGNORECASE)
    for each in (
        r"(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})(?:[-/.月](?:0?1日?)?)?(?:[ T]0?0:00(?::00)?Z?)?",
        r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})",
        r"(?P<month>[0-9]{1,2})月(?P<year>[1-9][0-9])日",
        rf"{NAME}[- ](?P<year>(?:[0-9]{{2}}){{1,2}})",
        rf"0?1[- ]{NAME}[- ](?P<year>(?:[0-9]{{2}}){{1,2}})",
        rf"(?P<year>[1-9][0-9])[- ]{NAME}",
    )
]
# A document number in other brackets, with spaces or a zero too many, or without its last character.
DOCUMENT_NUMBER = re.compile(
    r"(?P<body>[^\d\W]+)[\[({<〔【〈《](?P<year>[0-9]{4})年?[\])}>〕】〉》]第?0*(?P<number>[1-9][0-9]*)号?"
)
# What is made of digits, capitals and dashes is quoted: other programs may take it for a number.
CODE = re.compile("[0-9][0-9A-Z-]*", re.ASCII)
FORMATS = {"date": "日历上的日期", "email": "邮箱地址", "uri": "网址"}


def explain_errors(schemas: Schemas, kind: str, data: Any, path: str) -> list[Finding]:
    """Why `data` is no valid record of `kind`: every fault, what is missing in one place in one message."""
    return list(_findings(schemas, kind, (), schemas.list_errors(kind, data), path))


def explain_property(schemas: Schemas, kind: str, name: str, value: Any, path: str) -> list[Finding]:
    """Why `value` cannot stand in the property `name` of `kind`; pointers begin with the property."""
    return list(_findings(schemas, kind, (name,), schemas.list_property_errors(kind, name, value), path))


def _findings(
    schemas: Schemas, kind: str, prefix: Parts, errors: Iterable[ValidationError], path: str
) -> Iterator[Finding]:
    missing: dict[Parts, list[str]] = defaultdict(list)
    wrong: dict[Parts, list[ValidationError]] = defaultdict(list)
    for error in flatten(errors):
        place = (*prefix, *error.instance_path)
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


def describe_place(schemas: Schemas, kind: str, parts: Parts) -> str:
    """The words for a place in a record: “课程”第 3 项的“计划课时”."""
    if not parts:
        return f"“{schemas.kinds[kind].title}”"
    chain = schemas.resolve_path(kind, parts)
    words = []
    for part, schema in zip(parts, chain[1:], strict=False):
        words.append(f"第 {part + 1} 项" if isinstance(part, int) else f"“{schema.get('title', part)}”")
    return "的".join(words).replace("”的第", "”第")


def format_value(value: Any) -> str:
    """A value as it is quoted in a message, shortened."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = mask_personal(value).replace("\n", "⏎")
        return f"“{line}”" if len(line) <= 40 else f"“{line[:38]}……”"
    if isinstance(value, list):
        return "一个列表"
    if isinstance(value, dict):
        return "一组字段"
    return str(value)


def set_off(value: Any) -> str:
    """A value after a Chinese word: a number or an English word stands off by a space."""
    shown = format_value(value)
    return f" {shown}" if shown.isascii() else shown


def suggest_mend(schema: Schema) -> str:
    """How to mend a value: the schema's own words, or its first example."""
    if "x-hint" in schema:
        return str(schema["x-hint"])
    examples = [each for each in schema.get("examples", []) if isinstance(each, str | int | float)]
    return f"例：{write_literal(examples[0])}" if examples else str(schema.get("description", ""))


def write_literal(value: str | int | float | bool | None) -> str:
    """A value as it is to be written in a record."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str) and not _plain(value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _plain(text: str) -> bool:
    """Whether a text means the same without quotes, after a key and in a list, and is no code."""
    if CODE.fullmatch(text) and not ISO_DATE.fullmatch(text):
        return False
    parsed = parse(f"a: {text}\nb:\n  - {text}\n".encode("utf-8", "surrogatepass"))
    return not parsed.faults and parsed.data == {"a": text, "b": [text]}


def _fault(path: str, parts: Parts, message: str, hint: str, on_key: bool = False) -> Finding:
    place = build_pointer(*parts)
    return Finding(
        rule="schema", severity="error", path=path, pointer=place, message=message, hint=hint, on_key=on_key
    )


def _wrong(schemas: Schemas, kind: str, parts: Parts, error: ValidationError, path: str) -> Finding:
    keyword, wanted, found = error.kind.name, error.kind.value, error.instance
    say, schema = SAY.get(keyword), schemas.resolve_path(kind, parts)[-1]
    mend = _quoted(found, no_text=keyword == "type") or _mend(
        schemas, schema, error, is_item=isinstance(parts[-1] if parts else "", int)
    )
    said = "没有填写" if found in (None, "") else say(wanted, found) if say else "不符合格式"
    message = describe_place(schemas, kind, parts) + said
    return _fault(path, parts, message, mend or suggest_mend(schema))


def _mend(schemas: Schemas, schema: Schema, error: ValidationError, is_item: bool) -> str:
    """How to mend a value, where more can be said than the schema's hint."""
    keyword, wanted, found = error.kind.name, error.kind.value, error.instance
    match keyword:
        case "type":
            return (
                _batch(schema, found)
                or _as_number(wanted, found, is_item)
                or _of_type(schema, wanted, found, is_item)
            )
        case "enum":
            choices = [str(each) for each in wanted]
            mend = _apart(found, is_item, lambda part: part in wanted)
            mend = mend or _half_width(found, lambda plain: plain in wanted)
            return mend or _choice(schemas, choices, str(found))
        case "pattern":
            mend = _document_number(wanted, found) or _device(found) or _batch(schema, found)
            mend = mend or _apart(found, is_item, lambda part: bool(re.search(wanted, part)))
            return mend or _half_width(found, lambda plain: bool(re.search(wanted, plain)))
        case "format":
            dated = wanted == "date"
            return _half_width(found, lambda plain: dated and bool(ISO_DATE.fullmatch(plain)))
        case "uniqueItems":
            return f"删去重复的一项：第 {_repeated(found)} 项"
    return ""


def _of_type(schema: Schema, wanted: list[str], found: Any, is_item: bool) -> str:
    """How to mend a value of another type, where more can be said than the schema's hint."""
    if found is None and "enum" in schema:
        return _listed(schema["enum"])
    if "string" in wanted and isinstance(found, int | float):
        return _to_quote(schema, format_value(found))
    if "object" in wanted and isinstance(found, str | int | float):
        return _colon(str(found)) or _group(schema, is_item)
    return ""


def _quoted(found: Any, no_text: bool) -> str:
    """How to mend a value in Chinese quotation marks, where it is to be a text or not."""
    around = quotes_around(found) if isinstance(found, str) else ""
    return f"{around}，请删去引号{'' if no_text else '，或改成英文双引号'}" if around else ""


def _to_quote(schema: Schema, text: str) -> str:
    """How to mend a text that was read as a number: quotes help only where the text is what is asked for."""
    if "pattern" in schema and not re.search(schema["pattern"], text):
        return suggest_mend(schema)
    return f'这里写的是文字或代码，请加英文双引号："{text}"'


def _group(schema: Schema, is_item: bool) -> str:
    """The lines in which a group of fields is written, by the schema's example."""
    example = next(iter(schema.get("examples", ())), None)
    if not isinstance(example, dict) or any(isinstance(each, dict | list) for each in example.values()):
        return ""
    written = "\n".join(f"  {name}: {write_literal(value)}" for name, value in example.items())
    return "分行写，每行一个字段，缩进两格，如\n" + (f"- {written[2:]}" if is_item else written)


def _choice(schemas: Schemas, wanted: list[str], found: str) -> str:
    """What may be written in the place of a value; names of an institution's fields with their titles."""
    fields = schemas.kinds["institution"].properties if "institution" in schemas.kinds else {}
    titles = {name: str(fields[name].get("title", "")) for name in wanted if name in fields}
    written = {name: f"{name}（{titles[name]}）" if titles.get(name) else name for name in wanted}
    meant = {title: name for name, title in titles.items()} | {name: name for name in wanted}
    if guess := difflib.get_close_matches(found, meant, 1, 0.5):
        return f"是否想写{_named(written[meant[guess[0]]])}？"
    return _listed(written.values())


def _listed(choices: Iterable[str]) -> str:
    return "可以写的有：" + "、".join(choices)


def _named(text: str) -> str:
    return f" {text}" if text[0].isascii() else f"“{text}”"


def _document_number(pattern: str, found: Any) -> str:
    """The document number that was meant, where it can be made of what is written."""
    if "〔" not in pattern or not isinstance(found, str):
        return ""
    if match := DOCUMENT_NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", found).split())):
        meant = f"{match['body']}〔{match['year']}〕{match['number']}号"
        return f"是否想写 {meant}？" if re.search(pattern, meant) else ""
    return ""


def _as_number(wanted: list[str], found: Any, is_item: bool) -> str:
    """How to mend a number, true or false that was read as text: in quotes, of full width, with a unit."""
    if not isinstance(found, str) or len(found) > LONGEST:
        return ""
    if "boolean" in wanted and (meant := YES_AND_NO.get(found.lower())):
        return f"{'加了引号的是文字；' if found == meant else ''}不加引号，写成 {meant}"
    if not {"integer", "number"} & {*wanted}:
        return ""
    whole = "number" not in wanted
    half = unicodedata.normalize("NFKC", found).strip()
    apart = [_number(each, whole) for each in SEPARATOR.split(half)]
    if len(apart) > 1 and all(apart) and not GROUPED.fullmatch(found.strip()):
        return _apart(half, is_item, lambda each: True) or "这里只写一个数字；千位之间不用逗号隔开"
    unit = UNIT.search(half)
    plain = half[: unit.start()] if unit else half
    number = _number(plain.replace(",", "") if GROUPED.fullmatch(plain) else plain, whole)
    if not number:
        return ""
    if unit:
        return f"单位“{unit[0].strip()}”不写，写成 {number}"
    if not isinstance(resolve_scalar(found), str):
        return f"加了引号的是文字；数字不加引号，写成 {number}"
    reasons = {"全角字符": half != found.strip(), "逗号": "," in half, "多余的空格": half != found}
    what = next((f"数字中有{each}" for each, holds in reasons.items() if holds), "数字不这样写")
    return f"{what}，写成 {number}"


def _apart(found: Any, is_item: bool, fits: Callable[[str], bool]) -> str:
    """How to mend items of a list that were read as one, because what parts them is no English comma."""
    if not is_item or not isinstance(found, str) or len(found) > LONGEST:
        return ""
    parts = [each.strip() for each in SEPARATOR.split(found)]
    fit = len(parts) > 1 and all(map(fits, parts))
    return f"列表的各项用英文逗号加空格隔开，写成 {', '.join(parts)}" if fit else ""


def _number(text: str, whole: bool) -> str:
    """A number as it is to be written, from how one may write it; empty where a text is none."""
    if not NUMBER.fullmatch(text.strip()):
        return ""
    number = format(Decimal(text.strip().replace("_", "")).normalize(), "f")
    value = resolve_scalar(number)
    return number if isinstance(value, int) or (isinstance(value, float) and not whole) else ""


def _batch(schema: Schema, found: Any) -> str:
    """The batch that was meant where a spreadsheet has made a date of its id."""
    if schema.get("pattern") != BATCH or isinstance(found, bool):
        return ""
    meant = ""
    plain = unicodedata.normalize("NFKC", str(found)).strip()
    if isinstance(found, int) and 36526 <= found <= 73050:  # days since 1900, from 2000 to 2099
        day = dt.date(1899, 12, 30) + dt.timedelta(found)
        meant = f"{day.year}-{day.month}" if day.day == 1 else ""
    elif match := next((match for each in DATED if (match := each.fullmatch(plain))), None):
        year, month = match["year"], match["month"].lower()
        number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
        meant = f"{year if len(year) == 4 else f'20{year}'}-{number}"
    if not meant or not re.search(BATCH, meant) or meant == plain:  # else only its width is wrong
        return ""
    return f'表格软件把批次编号变成了日期，是否想写 "{meant}"？在表格中把这一列设为文本'


def _half_width(found: Any, fits: Callable[[str], bool]) -> str:
    """The value that was meant where it is written in full width."""
    half = unicodedata.normalize("NFKC", found) if isinstance(found, str) else found
    if half == found or not fits(half.strip()):
        return ""
    return f"写法中有全角字符，是否想写{_named(half.strip())}？"


def _device(found: Any) -> str:
    """That an id is a name which Windows keeps for a device."""
    return DEVICE_HINT if isinstance(found, str) and DEVICE.fullmatch(found) else ""


def _repeated(found: Any) -> int:
    """Which item of a list, counted from 1, stands in it before."""
    return next(i for i, each in enumerate(found, 1) if each in found[: i - 1])


def _colon(text: str) -> str:
    """How to mend a group of fields that was read as text because of its first colon."""
    if FULL_WIDTH_COLON.match(text):
        return "字段名后的全角冒号“：”改成英文冒号加一个空格“: ”"
    return "字段名后的冒号之后要有一个空格" if re.match("[A-Za-z_]+:", text) else ""


def _missing(schemas: Schemas, kind: str, parts: Parts, names: list[str], path: str) -> Finding:
    known = dict(schemas.get_properties(schemas.resolve_path(kind, parts)[-1]))
    # A schema may require what it does not describe; then its name is all that can be said.
    described = {name: known.get(name, {}) for name in names}
    listed = "、".join(f"“{each.get('title', name)}”（{name}）" for name, each in described.items())
    example = described[names[0]].get("examples", [[]])[0]
    shown = "" if isinstance(example, list | dict) else f"，如 {names[0]}: {write_literal(example)}"
    return _fault(
        path, parts, f"{describe_place(schemas, kind, parts)}缺少必填的{listed}", f"补上这些字段{shown}"
    )


def _unknown(schemas: Schemas, kind: str, parts: Parts, names: list[str], path: str) -> Iterator[Finding]:
    known = dict(schemas.get_properties(schemas.resolve_path(kind, parts)[-1]))
    for name in names:
        guess = difflib.get_close_matches(name, known, 1, 0.6)
        mend = (
            f"是否想写 {guess[0]}（{known[guess[0]]['title']}）？"
            if guess
            else "可用的字段：" + "、".join(known)
        )
        message = f"{describe_place(schemas, kind, parts)}中没有 {name} 这个字段"
        yield _fault(path, (*parts, name), message, mend, on_key=True)


def _count(words: str) -> Say:
    return lambda wanted, found: words.format(wanted=wanted, found=len(found))


def _value(words: str) -> Say:
    return lambda wanted, found: words.format(wanted=format_value(wanted), found=format_value(found))


def _type(wanted: list[str], found: Any) -> str:
    return f"应为{'或'.join(TYPES[name] for name in wanted)}，现为{set_off(found)}"


def _enum(wanted: list[Any], found: Any) -> str:
    return f"不能是{set_off(found)}，应为：" + "、".join(str(each) for each in wanted)


def _format(wanted: str, found: Any) -> str:
    return f"应为{FORMATS.get(wanted, wanted)}，现为{set_off(found)}"


# Keyword → what is said after the field's name, from the keyword's value and the value found.
SAY: dict[str, Say] = {
    "type": _type,
    "enum": _enum,
    "const": lambda wanted, found: f"应为{set_off(wanted)}，现为{set_off(found)}",
    "format": _format,
    "pattern": lambda wanted, found: f"写法不符合要求，现为{format_value(found)}",
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
