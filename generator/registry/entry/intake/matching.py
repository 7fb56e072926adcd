"""Which field of a kind of record a heading means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...records.schemas import Schema, Schemas
from ...suggest import is_one_slip, list_rests
from ..headings import UNIT, Field, list_fields, make_text_field
from ..request import list_change_fields
from ..written.folding import fold_heading
from ..written.synonyms import ACTION_WORDS
from .sides import list_amended_fields, list_side_fields

# What a sheet says beside the fields of its record: a pointer here ends with @ and a word, and names no place
# in one.
INSTITUTION, CODE, AREA, IGNORED = "@institution", "@credit_code", "@area", "@ignored"
# Days from … to in one cell; a course by its title; what an amendment does with it; fields in one cell.
PERIOD, COURSE, ACTION, FIELDS = "@period", "@course", "@action", "@fields"
ACTIONS = {"增加": "add", "修改": "replace", "取消": "drop"}  # its words, with the list that each means
ACTION_CHOICES: Schema = {"enum": [*ACTIONS], "x-synonyms": ACTION_WORDS}
MONTH = "@month"  # a column a month, ticked
# One property of a course in a row: which, as planned, and from now on.
ITEM, BEFORE_ITEM, AFTER_ITEM = "@item", "@item-before", "@item-after"
AROUND = {
    INSTITUTION: (
        "机构名称|单位名称|填报单位|报送单位|申报单位|申请单位|培训机构|培训单位|机构|培训机构名称|填表单位|"
        "报送机构|申请机构|施教机构|机构编号"
    ),
    CODE: "统一社会信用代码|信用代码|社会信用代码",
    AREA: "监督地区|所在地区|所属地区|地区",
    IGNORED: (
        "序号|行号|联系人|填表人|填报人|经办人|制表人|审核人|负责人|单位负责人|主要负责人|联系人电话|"
        "联系电话|手机|手机号|手机号码|联系手机|填报日期|填表日期|制表日期|填报时间|填表时间|签字|签名|盖章|"
        "单位盖章|公章|报送日期|报送时间"
    ),
}
# What a table says besides, by its list of rows; an institution of a published list by its name.
RUN = {
    PERIOD: "培训时间|举办时间|办班时间|起止日期|起止时间|培训起止时间|培训日期|实际时间|举办日期|时间",
    COURSE: "",
}
MONTHS = {MONTH: "|".join(f"{number}月|{number}月份" for number in range(1, 13))}
IN_ROWS = {
    "/courses": MONTHS,
    "/runs": RUN,
    "/supplements/*/runs": RUN,
    "/not_run": {COURSE: "活动名称|未举办课程"},
    "/add": MONTHS
    | {
        ACTION: "调整类型|调整方式|变动类型|调整类别|变动情况|调整情况|变更类型|类型|操作",
        ITEM: "调整项目|调整内容|调整事项|变更项目|变更内容|变更事项|修改项目|修改内容|项目|事项|调整的项目",
        BEFORE_ITEM: (
            "原|原来|原有|原内容|原计划|原计划内容|原值|调整前|调整前内容|调整前的内容|变更前|变更前内容|修改前"
        ),
        AFTER_ITEM: (
            "现|现在|新|现内容|现计划|现值|调整后|调整后内容|调整后的内容|变更后|变更后内容|修改后|调整为|变更为|"
            "拟调整为|修改为|改为"
        ),
    },
    "/announcement/listed": {"": "机构名称|名称|单位名称|培训机构|培训机构名称"},
}
IN_FORMS = {
    "batch": {
        "/announcement/document/number": "文号|文件号|发文字号|公布文号",
        "/announcement/document/date": "成文日期|发文日期|落款日期",
    },
    "application": {FIELDS: "培训领域|申请领域|专业领域|申报领域|拟培训领域"},
}
# What is no matter of the sheet where it does not say it: it is known, or asked.
ENVELOPE = (
    *("/year", "/type", "/number", "/as_of", "/date", "/reported_on", "/batch", "/authority", "/office"),
    *("/filing/id", "/filing/area"),
)
COURSES = ("/courses", "/add", "/replace")  # the lists whose rows are courses
NUMBER = "/number"  # of an amendment, 序号: in a sheet that is the number of a row
ALTERNATIVES = re.compile("[/／或]")
MIN_LENGTH = 4  # characters of a heading in which a slip is looked for


class Match(NamedTuple):
    """The fields that a heading means; where one character is a slip, the heading that it was meant for."""

    fields: tuple[Field, ...] = ()
    meant: str = ""


class Headings:
    """The headings of one kind of record."""

    def __init__(self, schemas: Schemas, kind: str) -> None:
        self.kind = kind
        self.fields = list_all_fields(schemas, kind)
        self.row_lists = tuple(dict.fromkeys(each.row_list for each in self.fields if each.row_list))
        self._by_heading: dict[str, list[Field]] = defaultdict(list)
        for field in self.fields:
            for heading in field.headings:
                for folded in {fold_heading(heading), fold_heading(heading, keep_brackets=True)}:
                    self._by_heading[folded].append(field)
        self._by_rest: dict[str, list[tuple[int, str]]] = defaultdict(list)
        long = [each for each in self._by_heading if len(each) >= MIN_LENGTH]
        self._longest = max(map(len, long), default=0)
        for place, folded in enumerate(sorted(long, key=len)):
            for rest in list_rests(folded):
                self._by_rest[rest].append((place, folded))
        self._matches: dict[str, Match] = {}
        self.changed = list_changed_titles(schemas) if kind == "change" else frozenset()
        # What stands above a part of a form: 文书, 申请时的情况.
        self.sections = {fold_heading(each) for each in _list_groups(schemas, schemas.kinds[kind].schema)}

    def find(self, text: str) -> Match:
        """What a heading means; no fields where that is unknown."""
        if text not in self._matches:
            self._matches[text] = self._find(text)
        return self._matches[text]

    def find_in(self, text: str, row_list: str) -> Field | None:
        """The field of one list of rows, or of the record itself where `row_list` is empty."""
        match = self.find(text)
        if match.meant:
            return None
        return next((each for each in match.fields if each.row_list == row_list), None)

    def is_item(self, text: str) -> bool:
        """Whether a heading is that of a column which names properties."""
        return any(each.pointer.endswith(ITEM) for each in self.find(text).fields)

    def find_key(self, row_list: str) -> Field | None:
        """The field that names the rows within whose each this list stands; None for a list of its own."""
        outer = row_list.rpartition("/*/")[0]
        return next((each for each in self.fields if each.row_list == outer), None) if outer else None

    def _find(self, text: str) -> Match:
        whole, short = fold_heading(text, keep_brackets=True), fold_heading(text)
        parts = [fold_heading(each) for each in ALTERNATIVES.split(text)]
        for folded in filter(None, (whole, short, *parts)):
            if folded in self._by_heading:
                return Match(tuple(self._by_heading[folded]))
        # A whole paragraph is no heading with a slip, and has as many rests as characters, each as long.
        rests = list_rests(short) if MIN_LENGTH <= len(short) <= self._longest + 1 else ()
        like = {each for rest in rests for each in self._by_rest.get(rest, ())}
        near = [each for _, each in sorted(like) if is_one_slip(short, each)]
        fields = tuple(field for each in near for field in self._by_heading[each])
        if len({each.heading for each in fields}) == 1:
            return Match(fields, fields[0].heading)
        return Match()


def list_changed_titles(schemas: Schemas) -> frozenset[str]:
    """The titles of what a report may change, folded: they name its rows."""
    titles = (schema["title"] for schema in list_change_fields(schemas).values())
    return frozenset(fold_heading(form) for title in titles for form in (title, UNIT.sub(r"\1", title)))


def _list_groups(schemas: Schemas, schema: Schema) -> Iterator[str]:
    """The titles of the groups and lists in a record."""
    for _, below in schemas.get_properties(schema):
        if "properties" in below or "items" in below:
            yield below.get("title", "")
            yield from _list_groups(schemas, below)


@lru_cache(256)  # a workbook is read as each kind that it may be
def list_all_fields(schemas: Schemas, kind: str) -> tuple[Field, ...]:
    """The fields of a kind, and what a sheet of it says beside them."""
    own = [
        field._replace(headings=field.headings[1:]) if field.pointer == NUMBER else field
        for field in list_fields(schemas, kind)
    ]
    fields = list(own)
    lists = {each.row_list for each in own}
    titles = "|".join(
        next(each.headings for each in list_fields(schemas, "plan") if each.pointer == "/courses/*/title")
    )
    by_pointer = {each.pointer: each for each in own}
    for row_list, names in IN_ROWS.items():
        for name, words in names.items() if row_list in lists else ():
            headings = "|".join(filter(None, (words, titles if name == COURSE else "")))
            pointer = f"{row_list}/*/{name}".rstrip("/")
            fields.append(_make_field(pointer, headings, row_list, by_pointer.get(pointer)))
    fields += [
        _make_field(pointer, words, "", by_pointer.get(pointer))
        for pointer, words in IN_FORMS.get(kind, {}).items()
    ]
    fields += [_make_field(pointer, words, "") for pointer, words in AROUND.items()]
    if kind == "change":  # before its own: 机构名称 above 变更前 says more than 变更前
        fields = [*list_side_fields(schemas), *fields]
    if kind == "amendment":
        fields += list_amended_fields(schemas)
    return tuple(fields)


def _make_field(pointer: str, words: str, row_list: str, own: Field | None = None) -> Field:
    """A field with other headings: one of the record's own, or what a sheet says beside them."""
    headings = tuple(words.split("|"))
    if own:
        return own._replace(heading=headings[0], headings=headings)
    return make_text_field(pointer, row_list, headings)
