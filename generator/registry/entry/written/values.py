"""From what a cell holds, or somebody types, to the value that a record has, by its schema.

What cannot be read with certainty raises NotUnderstood; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ...json_data import JsonValue
from ...records.mends import replace_look_alikes
from ...records.schemas import Schema, Schemas
from ...records.units import FREE, MONEY, accepts_unit, find_unit
from ...suggest import find_nearest
from ...typed import NotUnderstood, narrow
from ..sheets.grid import CellValue
from .dates import read_day, read_months
from .folding import CLASS_NUMBERS, is_nothing, tidy_text, write_cell
from .synonyms import ENDINGS, NO, YES

AMOUNT = re.compile(r"(?:每人|人均)?[¥￥]?(?P<number>-?[0-9]+(?:\.[0-9]+)?)(?P<unit>[^0-9.]*)$")
THOUSANDS = re.compile(r"(?<=[0-9])[,，](?=[0-9]{3}(?:[^0-9]|$))")
# 第一期, 两期, of what is counted from 1.
ORDINALS = CLASS_NUMBERS | {"两": 2}
ORDINAL = re.compile(rf"第?([0-9]{{1,2}}|{'|'.join(ORDINALS)})(?:期|次|班|批|轮|个班)$")
LETTERS = {"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"}
BOXES = re.compile("[☑☒√✓✔■●]")
EMPTY_BOXES = re.compile("[□☐○]")
LIST_MARKS = re.compile(r"[、，,；;\n]+")
MOBILE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}$")
PHONE = re.compile(
    r"\(?(?P<area>0[0-9]{2,3}(?=[-)])|010|02[0-9]|0[3-9][0-9]{2})\)?-*(?P<number>[0-9]{7,8})(?P<rest>.*)$"
)
SERVICE = re.compile(r"(?P<head>[48]00)-?(?P<middle>[0-9]{3})-?(?P<last>[0-9]{4})(?P<rest>.*)$")
EXTENSION = re.compile(r"(?:转|分机|-|ext\.?)([0-9]{1,6})$")
EXPONENT = re.compile(r"[0-9.]+E\+[0-9]+$", re.IGNORECASE)
CODE_LETTERS = re.compile("[IOSVZ]")


class Context(NamedTuple):
    """What a value is read by besides its schema.

    The year that is meant where none is written, and by the name of a table (area, system, authority,
    institution, batch, course) what each name and id in it means.
    """

    schemas: Schemas
    year: int | None = None
    names: Mapping[str, Mapping[str, str]] = {}


def read_value(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """The value of a cell that says something. Raises NotUnderstood."""
    return _READERS[classify_schema(schema, context.schemas)](cell, schema, context)


def classify_schema(schema: Schema, schemas: Schemas) -> str:
    """Which of the readers reads a value of a schema."""
    if "enum" in schema:
        return "choice"
    if "x-ref" in schema:
        return "name"
    type_ = schema.get("type")
    if type_ == "array":
        return "months" if are_months(schemas.resolve(schema["items"])) else "list"
    if schema.get("format") == "date":
        return "day"
    # A resolved schema no longer says which definition it comes from; its pattern does.
    for name in ("phone", "credit_code", "course_id"):
        if schema.get("pattern") == schemas.get_target(f"defs.json#/$defs/{name}")["pattern"]:
            return name
    return str(type_) if type_ in ("integer", "number", "boolean") else "text"


def are_months(items: Schema) -> bool:
    """Whether the items of a list are months."""
    return items.get("type") == "integer" and items.get("maximum") == 12


def read_number(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """A number, with or without its unit; 免费 is 0 where it is money, 无 is 0 where 0 may be."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _read_number(float(cell), schema, write_cell(cell))
    text = THOUSANDS.sub("", narrow(write_cell(cell))).replace("m2", "平方米")
    if text in FREE and MONEY in schema.get("title", ""):
        return 0
    if (match := ORDINAL.match(text)) and schema.get("minimum") == 1 and not find_unit(schema):
        return ORDINALS.get(match[1]) or int(match[1])
    match = AMOUNT.match(text)
    if match and accepts_unit(match["unit"], schema):
        return _read_number(float(match["number"]), schema, text)
    # O for 0, l for 1: the number is shown, not taken, as none is ever guessed.
    like = "".join(LETTERS.get(each, each) for each in text)
    if like != text and AMOUNT.match(like):
        raise NotUnderstood(f"“{text}”中有字母，像是 {like}", "重新填写数字")
    unit = match["unit"] if match else ""
    counted = find_unit(schema)
    if not unit:
        raise NotUnderstood(f"“{text}”不是一个数", f"只填数字，如 {_get_example(schema)}")
    wanted = "每人多少元" if counted == MONEY else f"多少{counted or '个'}"
    hint = f"核对有没有填错列；这里填{wanted}，只写数字"
    raise NotUnderstood(f"“{text}”的单位“{unit}”不是这里用的", hint)


def _read_number(number: float, schema: Schema, text: str) -> JsonValue:
    if number.is_integer():
        return int(number)
    if schema.get("type") == "integer":
        raise NotUnderstood(f"“{text}”不是整数", f"填整数，如 {_get_example(schema)}")
    return number


def _get_example(schema: Schema) -> str:
    return str((schema.get("examples") or [16])[0])


def read_boolean(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """是 or 否, in the words and marks that are common for them."""
    if isinstance(cell, bool):
        return cell
    text = narrow(write_cell(cell))
    ticked, plain = _split_boxes(text)
    words = ticked or ([] if plain else [text])
    answers = {each in YES for each in words if each in YES | NO}
    if BOXES.fullmatch(text):
        return True
    if len(answers) == 1:
        return answers.pop()
    raise NotUnderstood(f"“{text}”看不出是还是否", "填 是 或 否")


def _split_boxes(text: str) -> tuple[list[str], list[str]]:
    """What is ticked in a text with boxes, and what is not; both empty where there are no boxes."""
    if not (BOXES.search(text) or EMPTY_BOXES.search(text)):
        return [], []
    after = re.findall(r"([☑☒√✓✔■●□☐○])([^☑☒√✓✔■●□☐○]+)", text)
    before = re.findall(r"([^☑☒√✓✔■●□☐○]+)([☑☒√✓✔■●□☐○])", text)
    pairs = after if text[0] in "☑☒√✓✔■●□☐○" else [(mark, words) for words, mark in before]
    words = [(mark, each.strip("、，,；; ")) for mark, each in pairs]
    return (
        [each for mark, each in words if BOXES.match(mark)],
        [each for mark, each in words if EMPTY_BOXES.match(mark)],
    )


def read_choice(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """One of the values of an enumeration, by its name or a sure synonym."""
    text = narrow(write_cell(cell))
    ticked, plain = _split_boxes(text)
    if len(ticked) > 1 or (plain and not ticked):
        how = "勾了几项" if ticked else "一项也没有勾"
        raise NotUnderstood(f"“{tidy_text(write_cell(cell))}”{how}", f"只勾一项：{_list(schema['enum'])}")
    return find_choice(ticked[0] if ticked else text, schema)


def find_choice(text: str, schema: Schema) -> str:
    """The value of an enumeration that a text means. Raises NotUnderstood."""
    choices: list[str] = schema["enum"]
    synonyms: dict[str, str] = schema.get("x-synonyms", {})
    folded = {narrow(each): each for each in choices}
    names = [text, synonyms.get(text, ""), *(text.removesuffix(each) for each in ENDINGS)]
    names += [synonyms.get(each, "") for each in names]
    for name in names:
        if name and narrow(name) in folded:
            return folded[narrow(name)]
    raise NotUnderstood(f"没有“{text}”这一项{_ask_nearest(text, choices)}", f"填其中一项：{_list(choices)}")


def read_list(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """Several values in one cell, divided by 、 or lines, or ticked."""
    items = context.schemas.resolve(schema["items"])
    text = write_cell(cell)
    ticked, plain = _split_boxes(narrow(text))
    parts = ticked if ticked or plain else [each for each in LIST_MARKS.split(text) if each.strip()]
    members: list[JsonValue] = []
    for part in parts:
        value = read_value(part.strip(), items, context)
        if value not in members:
            members.append(value)
    return members


def read_name(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """The id of an area, a system, an authority … by its name or its id."""
    return find_named_id(tidy_text(write_cell(cell)), schema["x-ref"], context)


def find_named_id(text: str, table: str, context: Context) -> str:
    """The id that a text means in a table. Raises NotUnderstood."""
    names = context.names.get(table, {})
    if text in names:
        return names[text]
    folded = {narrow(name): id_ for name, id_ in names.items()}
    bare = {re.sub(r"\(.*\)$", "", name): id_ for name, id_ in folded.items()}
    for labels in (folded, bare):
        if narrow(text) in labels:
            return labels[narrow(text)]
    shown = [name for name in names if not name.isascii()]
    hint = f"填其中一个：{_list(shown)}" if len(shown) <= 15 else "填登记册中的全名或编号"
    raise NotUnderstood(f"登记册里没有“{text}”{_ask_nearest(text, names)}", hint)


def _ask_nearest(text: str, names: Iterable[str]) -> str:
    """The question, behind what is wrong, whether the nearest name was meant; nothing where none is near."""
    near = find_nearest(text, names, 0.5)
    return f"，是不是“{near}”？" if near else ""


def read_phone(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """An office telephone, however its digits are divided."""
    text = narrow(write_cell(cell)).replace("—", "-").replace("–", "-").replace("－", "-")
    if is_mobile(cell):
        raise NotUnderstood("填的是个人手机号，登记册不录入", "换成单位的办公电话，带区号")
    if isinstance(cell, int | float):  # a spreadsheet takes the first 0 from a number
        text = f"0{text}"
    for pattern, join in ((SERVICE, "{head}-{middle}-{last}"), (PHONE, "{area}-{number}")):
        match = pattern.match(text)
        if match and (extension := _read_extension(match["rest"])) is not None:
            return join.format(**match.groupdict()) + extension
    if re.fullmatch(schema["pattern"], text):
        return text
    like = replace_look_alikes(text)
    if like != text and re.fullmatch(schema["pattern"], like):
        raise NotUnderstood(f"“{text}”中有字母，像是 {like}", "重新填写数字")
    raise NotUnderstood(
        f"“{text}”不是一个带区号的电话号码", "写成 0000-00000001 的样子，一格只写一个；有分机的接着写 转801"
    )


def _read_extension(rest: str) -> str | None:
    if not rest:
        return ""
    match = EXTENSION.match(rest)
    return f"转{match[1]}" if match else None


def is_mobile(cell: CellValue) -> bool:
    """Whether a cell holds the number of somebody's own telephone."""
    return MOBILE.match(re.sub("[-—–－]", "", narrow(write_cell(cell)))) is not None


def read_credit_code(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """A unified social credit code; one that a spreadsheet has taken for a number is lost."""
    text = narrow(write_cell(cell)).upper().replace("-", "")
    if isinstance(cell, float | int) or EXPONENT.match(text):
        raise NotUnderstood(
            f"“{text}”被表格当成了数，后几位已经丢失", "先把单元格设成“文本”，再照登记证书填 18 位代码"
        )
    if letters := sorted(set(CODE_LETTERS.findall(text))):
        raise NotUnderstood(
            f"“{text}”中有字母 {'、'.join(letters)}，代码里没有这些字母",
            "照登记证书核对：多半是数字 0、1、5、2",
        )
    if len(text) != 18:
        raise NotUnderstood(f"“{text}”有 {len(text)} 位，应为 18 位", "照登记证书填写")
    return text


def read_text(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """A text as it stands; a name has no line breaks, a paragraph keeps those between its lines."""
    text = write_cell(cell)
    if schema.get("pattern") == r"\S":
        return "\n".join(filter(None, (tidy_text(line) for line in text.splitlines())))
    return tidy_text(text)


def read_course(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """A course's id; by its title where a plan tells which courses there are."""
    text = tidy_text(write_cell(cell))
    return find_named_id(text, "course", context) if "course" in context.names else text.lower()


def _list(choices: list[str]) -> str:
    return "、".join(choices)


_READERS: dict[str, Callable[[CellValue, Schema, Context], JsonValue]] = {
    "choice": read_choice,
    "name": read_name,
    "months": lambda cell, _, context: list(read_months(cell, context.year)),
    "list": read_list,
    "day": lambda cell, _, context: read_day(cell, context.year).isoformat(),
    "phone": read_phone,
    "credit_code": read_credit_code,
    "course_id": read_course,
    "integer": read_number,
    "number": read_number,
    "boolean": read_boolean,
    "text": read_text,
}


def is_zero(cell: CellValue, schema: Schema) -> bool:
    """Whether a cell without a number means 0: 无 where the schema asks for a number that may be 0."""
    may_be_zero = schema.get("type") in ("integer", "number") and schema.get("minimum") == 0
    return may_be_zero and is_nothing(cell) and cell is not None
