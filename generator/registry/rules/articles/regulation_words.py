"""What a regulation file says of its articles beside its parameters (of Articles 7, 8, 18, 20 and 27)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...finding import format_article, format_chinese_number
from ...model.kinds import Regulation
from ...model.tables import find_cited, find_part
from ...records.schemas import Schemas
from ..rule import Fault, fault, rule

NUMBER = "([0-9]+|[一二三四五六七八九十]+)"
WITHIN_DAYS = "[天日](?:之?内|为)"
TEXTS = (("summary", "摘要"), ("reading", "“登记册的理解”"))


class WordedNumber(NamedTuple):
    """A parameter, the basis whose article says it in words, and what follows the number there."""

    parameter: str
    basis: str
    unit: str
    follows: str


WORDED = (
    WordedNumber("min_hours", "7(4)", "课时", "个?课时(?!为|是|等)"),
    WordedNumber("min_persons", "7(4)", "人", "(?:名|人(?!次|一))"),
    WordedNumber("hour_minutes", "7(4)", "分钟", "分钟"),
    WordedNumber("min_new_remote_hours", "7(5)", "课时", "个?课时(?!为|是|等)"),
    WordedNumber("public_notice_days", "8(4)", "天", "[天日]"),
    WordedNumber("bar_years", "20", "年", "年之?内"),
    WordedNumber("results_target_days", "18", "天", WITHIN_DAYS),
    WordedNumber("change_target_days", "27", "天", WITHIN_DAYS),
    WordedNumber("publication_target_days", "8(4)", "个工作日", "个工作日"),
)


@rule("", "条文摘要与参数相符", "warning", basis="form")
def summaries_fit_parameters(regulation: Regulation, schemas: Schemas) -> Iterator[Fault]:
    """条文摘要和登记册的理解中写出的数（课时、人数、年数、天数）与办法参数是同一个数。

    规则和页面上的数都来自参数，摘要和理解是给人读的：办法改了数，或者文件是照别处抄来的，两处要一起改。
    没有写数的不核对；一处写了几个数的，有一个与参数相同就可以。
    """
    titles = dict(schemas.get_properties(schemas.kinds["regulation"].properties["parameters"]))
    for word in WORDED:
        value = getattr(regulation.parameters, word.parameter)
        part, place = find_part(regulation, find_cited(regulation, word.basis))
        for name, title in TEXTS if part and value is not None else ():
            numbers = re.findall(NUMBER + word.follows, getattr(part, name) or "")
            if numbers and not {format(value, "g"), _put_in_words(value)} & {*numbers}:
                said = "、".join(f"{number}{word.unit}" for number in numbers)
                article = format_article(find_cited(regulation, word.basis))
                parameter = f"“{titles[word.parameter]['title']}”（{word.parameter}）"
                message = f"{article}的{title}写的是{said}，参数{parameter}是 {value:g}"
                mend = f"照办法核对：{title}和参数改成同一个数"
                yield fault(regulation, f"{place}/{name}", message, mend)


def _put_in_words(value: float) -> str:
    return format_chinese_number(int(value)) if value in range(1, 100) else ""
