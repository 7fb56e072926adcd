"""What a workbook shows beside what the schemas say of its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ...json_data import Fields, JsonValue

# The sheets beside the form. A hidden one says whose the form is, by these labels, so that the import knows.
ABOUT, LISTS, ORIGIN = "说明", "选项", "登记册"
ORIGIN_KIND, ORIGIN_ID, ORIGIN_YEAR, ORIGIN_NUMBER = "种类", "编号", "年度", "序号"


class InstitutionName(NamedTuple):
    """What an institution is called beside its id."""

    name: str
    credit_code: str


class FormContent(NamedTuple):
    """What is known of the record, of whom it is, and what may be chosen in it.

    `id` is an institution's or a batch's; `record` holds what is known, as the record has it; `names` the
    names that may be chosen, by id, of each table (x-ref); `planned` the courses of the year's plan, of a
    summary or an amendment; `institutions` how those on a list are called; `notes` what the workbook says of
    handing it in, each with its label. `is_record` says that it is a record as it stands, no form.
    """

    day: dt.date
    register: str
    version: str
    record: Mapping[str, JsonValue] = MappingProxyType({})
    id: str = ""
    institution: InstitutionName = InstitutionName("", "")
    names: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    planned: tuple[Fields, ...] = ()
    institutions: Mapping[str, InstitutionName] = MappingProxyType({})
    article: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    is_record: bool = False
