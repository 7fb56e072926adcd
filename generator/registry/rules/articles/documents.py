"""The numbers of documents: as they are printed, and in one form where an authority declares its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...finding import build_pointer
from ...model.marked_texts import list_marked_texts
from ...model.register import Register
from ...records.loader import Document
from ...records.mends import replace_look_alikes
from ...records.schemas import Schemas
from ...records.values import set_off
from ..rule import Fault, rule

# An authority's own number, after its prefix: as it is to be written, and however else it may be.
STRICT = re.compile("〔[0-9]{4}〕[1-9][0-9]*号")
LOOSE = re.compile(r"\W?(?P<year>[0-9]{4})年?\W?第?0*(?P<number>[1-9][0-9]*)号?")


@rule("", "本登记册机关的发文字号", basis="form")
def own_number_in_form(document: Document, register: Register, schemas: Schemas) -> Iterator[Fault]:
    """机关写明发文代字（document_prefixes）的，它的发文字号年份用六角括号〔〕，序号前不加零；别的文书照印的写。"""
    prefixes = register.tables.document_prefixes
    for parts, _, number in list_marked_texts(schemas, "x-number", document) if prefixes else ():
        plain = "".join(unicodedata.normalize("NFKC", number).split())
        prefix = max((each for each in prefixes if plain.startswith(each)), key=len, default="")
        rest = plain.removeprefix(prefix)
        # A longer prefix that nobody declares is another's: 示例人社发展〔2024〕1号 is not of 示例人社发.
        if not prefix or STRICT.fullmatch(number.removeprefix(prefix)) or re.match("[^\\W\\d_]", rest):
            continue
        match = LOOSE.fullmatch(rest)
        near = match or LOOSE.fullmatch(replace_look_alikes(rest))
        meant = f"{prefix}〔{near['year']}〕{near['number']}号" if near else ""
        name = register.tables.get_name(prefixes[prefix])
        fact = f"“{prefix}”是{name}的发文代字，现为{set_off(number)}"
        message = f"{fact}，文号应写成 {prefix}〔2024〕1号 的样子"
        mend = f"是否想写 {meant}？" if meant else "照文书核对：年份两侧用六角括号〔〕，序号前不加零"
        # A letter for a digit is asked about, and mended by whoever has the paper.
        yield Fault(document.path, build_pointer(*parts), message, mend, meant=meant if match else "")
