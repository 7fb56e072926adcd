"""How to mend a value that breaks its schema: by what was likely meant, else by the schema's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

from jsonschema_rs import ValidationError

from ..finding import CHINESE_NUMBERS
from ..suggest import find_nearest
from ..typed import (
    DAY_HINT,
    DAY_IN_TEXT,
    NotUnderstood,
    read_serial_day,
    read_written_day,
    write_days_in_digits,
)
from .file_names import DEVICE, DEVICE_HINT
from .layout import describe_quotes
from .scalars import ISO_DATE, resolve_scalar
from .schemas import Schema, Schemas
from .syntax import FULL_WIDTH_COLON
from .units import BEHIND, FREE, MONEY, accepts_unit, refuse_unit
from .values import format_value, write_literal
from .wanted import LENGTHS, cite_example, describe_list, describe_wanted, list_choices

YES_AND_NO = dict.fromkeys(["true", "yes", "on", "y", "是", "有"], "true")
YES_AND_NO |= dict.fromkeys(["false", "no", "off", "n", "否", "无"], "false")
# A number as people and other programs write it: 0105, +105, .5, 30., 1e2, 1_050; with its unit: 105 人.
NUMBER = re.compile(r"[-+]?(?=\.?[0-9])[0-9_]*\.?[0-9]*(?:e[-+]?[0-9]{1,2})?", re.ASCII | re.IGNORECASE)
GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
DECIMAL_COMMA = re.compile("[0-9]{1,4},[0-9]{1,2}", re.ASCII)
# What is taken for a digit or a hyphen by the eye alone, with what was meant and what it is no sign of.
LETTERS = {"O": "0", "o": "0", "l": "1", "I": "1"}
DASHES = dict.fromkeys("—–―−─", "-")
# A letter within a word is none of them.
LOOK_ALIKE = re.compile(rf"(?<=[0-9OolI-])[OolI]|[OolI](?=[0-9OolI-])|[{''.join(DASHES)}]")
SEPARATOR = re.compile("[,，、;；]")
# What stands before the items of a list that is typed as text: 1. （一） 一、 ① • —
BULLET = re.compile(
    r"(?:^|(?<=[\s；;。]))(?:[0-9]{1,2}[.、．)）](?![0-9])|[（(][0-9一二三四五六七八九十]{1,3}[）)]"
    r"|[一二三四五六七八九十]{1,2}、|[①-⑳]|[-•●·▪—–－]+)\s*"
)
PARTED = re.compile("[,，、;；:/／（）()\\s]+")
MAIL = re.compile(r"[!-9<-?A-~]+@[!-9<-?A-~]+", re.ASCII)
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[!-~]*)?", re.ASCII | re.IGNORECASE)
SHAPES = {"date": ISO_DATE, "email": MAIL, "uri": re.compile(r"https?://[!-~]+", re.ASCII)}
MAX_LENGTH = 100  # characters of what may be a number, or several
BATCH = "^[0-9]{4}-[1-9][0-9]?$"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# What a spreadsheet makes of 2019-1: 2019/1/1, 2019-01-01T00:00:00, 2019年1月, 01-2019, Jan-19, 1-Jan-2019,
# 19-Jan, 1月19日. As texts: few commands look for them, and `re` takes long to compile them.
NAME = rf"(?P<month>{'|'.join(MONTHS)})"
DATED = (
    r"(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})(?:[-/.月](?:0?1日?)?)?(?:[ T]0?0:00(?::00)?Z?)?",
    r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})",
    r"(?P<month>[0-9]{1,2})月(?P<year>[1-9][0-9])日",
    rf"{NAME}[- ](?P<year>(?:[0-9]{{2}}){{1,2}})",
    rf"0?1[- ]{NAME}[- ](?P<year>(?:[0-9]{{2}}){{1,2}})",
    rf"(?P<year>[1-9][0-9])[- ]{NAME}",
)

# 27-02-26 or 26年3月5日; with slashes the day or the month may come first.
SHORT_YEAR = re.compile("[1-9][0-9][-.年][0-9]{1,2}[-.月][0-9]{1,2}日?", re.ASCII)
HOUR = re.compile("[0-9]{1,2}(?:[:点时][0-9]{0,2}分?)+", re.ASCII)
PERIOD = re.compile("[日天周月年](?:之?内|以内|后|期限)")
COUNTED = "写期限的最后一天，从起算之日数到那一天，如 2024-03-15；怎样起算照文书"


def suggest_mend(schemas: Schemas, schema: Schema, error: ValidationError, is_item: bool) -> str:
    """How to mend a value that breaks its schema; `is_item` says that it is one of a list."""
    value, mend = error.instance, ""
    if value not in (None, ""):
        quoted = _mend_quoted(value, no_text=error.kind.name == "type")
        mend = quoted or _look_alike(error, value) or _mend(schemas, schema, error, is_item)
    return mend or describe_wanted(schemas, schema, is_item)


def _mend(schemas: Schemas, schema: Schema, error: ValidationError, is_item: bool) -> str:
    """How to mend a value, where more can be said than the schema's hint."""
    keyword, wanted, value = error.kind.name, error.kind.value, error.instance
    match keyword:
        case "type" if schema.get("format") == "date":
            return _mend_day(value)
        case "type":
            return (
                _mend_batch(schema, value)
                or _mend_number(schema, wanted, value, is_item)
                or _mend_type(schemas, schema, wanted, value)
            )
        case "enum":
            choices = [str(each) for each in wanted]
            mend = _mend_joined(value, is_item, lambda part: part in wanted)
            mend = mend or _mend_width(value, lambda plain: plain in wanted)
            return mend or _describe_choice(schemas, choices, schema.get("x-synonyms", {}), str(value))
        case "pattern":
            return _mend_pattern(schema, wanted, value, is_item)
        case "format" if wanted in SHAPES:
            return _mend_format(wanted, value)
        case "minLength":
            return f"{LENGTHS[keyword].format(wanted)}；{cite_example(schema)}"
        case "maxLength":
            return LENGTHS[keyword].format(wanted)
        case "minItems":
            return f"至少写 {wanted} 项；{describe_list(schemas, schema)}"
        case "maxItems":
            return f"留下 {wanted} 项，删去多的"
        case "uniqueItems" if isinstance(value, list):
            repeated = next(i for i, item in enumerate(value) if item in value[:i])
            return f"删去重复的一项：第 {repeated + 1} 项"
    return ""


def _mend_pattern(schema: Schema, wanted: str, value: object, is_item: bool) -> str:
    """How to mend a text of another form than its pattern's."""

    def fits(text: str) -> bool:
        return bool(re.search(wanted, text))

    if isinstance(value, str) and DEVICE.fullmatch(value):
        return DEVICE_HINT
    mend = _mend_batch(schema, value) or _mend_joined(value, is_item, fits)
    return mend or _mend_width(value, fits) or _find_part(value, fits)


def _mend_format(wanted: str, value: object) -> str:
    """How to mend a text that should be a day, a mailbox or the address of a site."""

    def fits(text: str) -> bool:
        return bool(SHAPES[wanted].fullmatch(text))

    if mend := _mend_width(value, fits):
        return mend
    if wanted == "date":
        return _mend_day(value)
    return _mend_address(str(value)) or _find_part(value, fits)


def replace_look_alikes(text: str) -> str:
    """A text with digits and hyphens in the place of what only looks like them."""
    return LOOK_ALIKE.sub(lambda sign: (LETTERS | DASHES)[sign[0]], text)


def _look_alike(error: ValidationError, value: object) -> str:
    """The value that was meant where a letter stands for a digit, or a dash for a hyphen."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH or not re.search("[0-9]", value):
        return ""
    keyword, wanted = error.kind.name, error.kind.value
    meant = replace_look_alikes(value).strip()
    fits = {
        "type": lambda: bool(
            {"integer", "number"} & {*wanted} and write_number(meant, "number" not in wanted)
        ),
        "pattern": lambda: bool(re.search(wanted, meant)),
        "format": lambda: bool(wanted == "date" and ISO_DATE.fullmatch(meant)),
    }.get(keyword)
    if meant == value.strip() or fits is None or not fits():
        return ""
    letters, dashes = (
        "".join(f"“{sign}”" for sign in dict.fromkeys(value) if sign in signs) for signs in (LETTERS, DASHES)
    )
    what = [f"{letters}不是数字"] if letters else []
    what += [f"{dashes}不是英文短横"] if dashes else []
    return f"{'，'.join(what)}，是否想写{_quote_meant(meant)}？对照原件核对"


def _mend_type(schemas: Schemas, schema: Schema, wanted: list[str], value: object) -> str:
    """How to mend a value of another type, where more can be said than what is wanted."""
    if "string" in wanted and isinstance(value, int | float):
        text = format_value(value)
        if "pattern" in schema and not re.search(schema["pattern"], text):  # quotes alone do not help
            return describe_wanted(schemas, schema)
        return f'这里写的是文字或代码，请加英文双引号："{text}"'
    if "array" in wanted and isinstance(value, str):
        return _write_items(schemas, schema, value)
    if {"integer", "number"} & {*wanted} and isinstance(value, str) and re.search("[0-9]", value):
        return f"这里只写一个数字；{describe_wanted(schemas, schema)}"
    if "object" in wanted and isinstance(value, str | int | float):
        return _mend_colon(str(value))
    return ""


def _write_items(schemas: Schemas, schema: Schema, text: str) -> str:
    """The lines of a list that was written as one text: by its numbers or dashes, else by what parts it."""
    items = schemas.resolve_items(schema)
    parts = BULLET.split(text)
    if len(parts) == 1 and ("enum" in items or "pattern" in items or items.get("type") == "integer"):
        parts = PARTED.split(text)
    parts = [each.strip(" \n；;") for each in parts]
    lines = [_write_item(items, each) for each in parts if each]
    return "每项另起一行，以短横和空格开头，写成\n" + "\n".join(lines) if lines and all(lines) else ""


def _write_item(schema: Schema, text: str) -> str:
    """A line of a list; nothing where its schema would not take it."""
    if schema.get("type") == "integer":
        unit = BEHIND.search(text)
        number = write_number(text[: unit.start()] if unit else text, whole=True)
        return f"  - {number}" if number and (not unit or accepts_unit(unit[1], schema)) else ""
    takes = text in schema["enum"] if "enum" in schema else bool(re.search(schema.get("pattern", ""), text))
    return f"  - {write_literal(text)}" if takes and schema.get("type") == "string" else ""


def _mend_quoted(value: object, no_text: bool) -> str:
    """How to mend a value in Chinese quotation marks, where it is to be a text or not."""
    around = describe_quotes(value) if isinstance(value, str) else ""
    return f"{around}，请删去引号{'' if no_text else '，或改成英文双引号'}" if around else ""


def _describe_choice(schemas: Schemas, wanted: list[str], synonyms: Mapping[str, str], text: str) -> str:
    """What may be written in the place of a value; names of an institution's fields with their titles."""
    if text in synonyms:
        return f"是否想写{_quote_meant(synonyms[text])}？"
    # The first of several would be a guess at half of what was written.
    if len(parts := PARTED.split(text)) > 1 and {*parts} <= {*wanted}:
        return f"只写一个；{list_choices(wanted)}"
    fields = schemas.kinds["institution"].properties if "institution" in schemas.kinds else {}
    titles = {name: str(fields[name].get("title", "")) for name in wanted if name in fields}
    written = {name: f"{name}（{titles[name]}）" if titles.get(name) else name for name in wanted}
    meant = {title: name for name, title in titles.items()} | {name: name for name in wanted}
    if guess := find_nearest(text, meant, 0.5):
        return f"是否想写{_quote_meant(written[meant[guess]])}？"
    return list_choices(written.values())


def _quote_meant(text: str) -> str:
    return f" {text}" if text[0].isascii() else f"“{text}”"


def _mend_number(schema: Schema, wanted: list[str], value: object, is_item: bool) -> str:
    """How to mend a number, true or false that was read as text: in quotes, of full width, with a unit."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        return ""
    if "boolean" in wanted and (meant := YES_AND_NO.get(value.lower())):
        return f"{'加了引号的是文字；' if value == meant else ''}不加引号，写成 {meant}"
    if not {"integer", "number"} & {*wanted}:
        return ""
    whole = "number" not in wanted
    half = unicodedata.normalize("NFKC", value).strip()
    if (bare := half.removesuffix("份").removesuffix("月")) in CHINESE_NUMBERS:
        return f"写成阿拉伯数字：{CHINESE_NUMBERS[bare]}"
    if value in FREE and MONEY in schema.get("title", ""):
        return "不收费的写 0"
    if not is_item and not whole and DECIMAL_COMMA.fullmatch(value.strip()):
        return f"这里只写一个数字；小数点用英文句点，是否想写 {half.replace(',', '.')}？"
    apart = [write_number(each, whole) for each in SEPARATOR.split(half)]
    if len(apart) > 1 and all(apart) and not GROUPED.fullmatch(value.strip()):
        return _mend_joined(half, is_item, lambda _: True) or "这里只写一个数字；千位之间不用逗号隔开"
    unit = BEHIND.search(half)
    plain = half[: unit.start()] if unit else half
    number = write_number(plain.replace(",", "") if GROUPED.fullmatch(plain) else plain, whole)
    if not number:
        return ""
    if unit:
        is_ours = accepts_unit(unit[1], schema)
        return f"单位“{unit[1]}”不写，写成 {number}" if is_ours else refuse_unit(unit[1], schema)
    # It reads as a number by itself, so only the quotes have made it a text.
    if not isinstance(resolve_scalar(value), str):
        return f"加了引号的是文字；数字不加引号，写成 {number}"
    reasons = {"全角字符": half != value.strip(), "逗号": "," in half, "多余的空格": half != value}
    what = next((f"数字中有{each}" for each, holds in reasons.items() if holds), "数字不这样写")
    return f"{what}，写成 {number}"


def _mend_joined(value: object, is_item: bool, fits: Callable[[str], bool]) -> str:
    """How to mend items of a list that were read as one, because what parts them is no English comma."""
    if not is_item or not isinstance(value, str) or len(value) > MAX_LENGTH:
        return ""
    parts = [each.strip() for each in SEPARATOR.split(value)]
    fit = len(parts) > 1 and all(map(fits, parts))
    return f"列表的各项用英文逗号加空格隔开，写成 {', '.join(parts)}" if fit else ""


def write_number(text: str, whole: bool) -> str:
    """A number as it is to be written, from how one may write it; empty where a text is no number."""
    if not NUMBER.fullmatch(text.strip()):
        return ""
    number = format(Decimal(text.strip().replace("_", "")).normalize(), "f")
    value = resolve_scalar(number)
    return number if isinstance(value, int) or (isinstance(value, float) and not whole) else ""


def _mend_batch(schema: Schema, value: object) -> str:
    """The batch that was meant where a spreadsheet has made a date of its id."""
    if schema.get("pattern") != BATCH or isinstance(value, bool):
        return ""
    meant = ""
    plain = unicodedata.normalize("NFKC", str(value)).strip()
    if day := read_serial_day(value):
        meant = f"{day.year}-{day.month}" if day.day == 1 else ""
    elif match := _match_dated(plain):
        year, month = match["year"], match["month"].lower()
        number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
        meant = f"{year if len(year) == 4 else f'20{year}'}-{number}"
    if not meant or not re.search(BATCH, meant) or meant == plain:  # else only its width is wrong
        return ""
    return f'表格软件把批次编号变成了日期，是否想写 "{meant}"？在表格中把这一列设为文本'


def _match_dated(text: str) -> re.Match[str] | None:
    """A month in one of the ways in which spreadsheets show it."""
    matches = (re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE) for pattern in DATED)
    return next(filter(None, matches), None)


def _mend_day(value: object) -> str:
    """The day that was meant, as it is to be written; of a month without that day its last one."""
    if day := read_serial_day(value):
        return f"表格软件把日期变成了数，是否想写 {day}？对照原件核对"
    try:
        return f"写成 {read_written_day(str(value))}"
    except NotUnderstood as error:
        return _guess_day(str(value)) if error.hint == DAY_HINT else error.hint


def _guess_day(text: str) -> str:
    """The day that was meant by one with a year of two digits or with words round it; nothing if none is."""
    if len(text) > MAX_LENGTH:
        return ""
    half = write_days_in_digits(unicodedata.normalize("NFKC", text))
    if SHORT_YEAR.fullmatch(half):
        said, written = "年份写四位", f"20{half}"
    else:
        said, written = "这里只写日期", " ".join(DAY_IN_TEXT.findall(half))
        if re.search("[0-9]", HOUR.sub("", DAY_IN_TEXT.sub("", half))):
            written = ""  # more than a day and its hour, so that another day may be the one
    try:
        return f"{said}，是否想写 {read_written_day(written)}？对照原件核对"
    except NotUnderstood:
        return COUNTED if PERIOD.search(half) else ""


def _mend_width(value: object, fits: Callable[[str], bool]) -> str:
    """The value that was meant where it is written in full width."""
    if not isinstance(value, str):
        return ""
    half = unicodedata.normalize("NFKC", value)
    if half == value or not fits(half.strip()):
        return ""
    return f"写法中有全角字符，是否想写{_quote_meant(half.strip())}？"


def _find_part(value: object, fits: Callable[[str], bool]) -> str:
    """The value that was meant where something else stands beside it, or it is written in other letters."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH or fits("文字"):  # of any text a part would do
        return ""
    name = re.sub(r"\.ya?ml$", "", value.rpartition("/")[2]).lower().replace("_", "-")
    whole = [each for each in (value.upper(), name) if fits(each)]
    parts = whole[:1] or [each for each in PARTED.split(value) if each.isascii() and fits(each)]
    if len(parts) > 1:
        return f"这里只写一个；写的是 {len(parts)} 个，留下一个，如 {parts[0]}"
    return f"是否想写{_quote_meant(parts[0])}？" if parts else ""


def _mend_address(text: str) -> str:
    """The address of a site that was meant by one without its beginning."""
    if not HOST.fullmatch(text):
        return ""
    return f"前面补上 https:// 或 http://，照浏览器的地址栏写，如 https://{text}"


def _mend_colon(text: str) -> str:
    """How to mend a group of fields that was read as text because of its first colon."""
    if FULL_WIDTH_COLON.match(text):
        return "字段名后的全角冒号“：”改成英文冒号加一个空格“: ”"
    return "字段名后的冒号之后要有一个空格" if re.match("[A-Za-z_]+:", text) else ""
