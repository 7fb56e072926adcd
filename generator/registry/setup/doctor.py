"""What still stands between a register and going live, by weight: what must be, then what should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import record_points, repository_points, settings_points
from .open_point import OpenPoint, SetUp


class Examination(NamedTuple):
    """Something that the doctor looks at: code, name, what finds it open, and whether it must be right."""

    code: str
    title: str
    find: Callable[[SetUp], Iterator[OpenPoint]]
    must: bool = False


# In order of weight.
EXAMINATIONS = (
    Examination("git", "Git", repository_points.find_git_faults, must=True),
    Examination("settings", "设置", settings_points.find_unreadable_settings, must=True),
    Examination("tables", "空表", record_points.find_empty_tables, must=True),
    Examination("errors", "核对", record_points.find_errors, must=True),
    Examination("example", "演示数据", settings_points.find_example, must=True),
    Examination("example-names", "示例的名称", record_points.find_example_names, must=True),
    Examination("example-licence", "示例的许可", settings_points.find_example_licence, must=True),
    Examination("law", "办法参数", record_points.find_open_law, must=True),
    Examination("owners", "审批", repository_points.find_owner_faults, must=True),
    Examination("schemas", "记录格式", record_points.find_own_schemas, must=True),
    Examination("lock", "程序版本", repository_points.find_lock_faults, must=True),
    Examination("contact", "联系方式", settings_points.find_no_contact, must=True),
    Examination("placeholder-address", "网站地址", settings_points.find_placeholder_address, must=True),
    Examination("footer", "页脚", settings_points.find_footer_gaps, must=True),
    Examination("citations", "条号", record_points.find_foreign_articles),
    Examination("workflows", "流程", repository_points.find_missing_workflows),
    Examination("address", "网站地址", settings_points.find_no_address),
    Examination("calendar", "工作日历", record_points.find_unknown_working_days),
    Examination("systems", "空表", record_points.find_empty_systems),
    Examination("batches", "批次", record_points.find_no_batch),
    Examination("licence", "数据许可", settings_points.find_no_licence),
)


def examine_set_up(given: SetUp) -> list[tuple[Examination, OpenPoint]]:
    """The open points of a register, the gravest first."""
    return [(each, point) for each in EXAMINATIONS for point in each.find(given)]
