"""What still stands between a register and going live, by weight: what must be, then what should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import record_points, repository_points, settings_points
from .open_point import OpenPoint, SetUp


class Examination(NamedTuple):
    """Something that the doctor looks at: code, name, whether it must be right, and what finds it open."""

    code: str
    title: str
    must: bool
    find: Callable[[SetUp], Iterator[OpenPoint]]


# In order of weight.
EXAMINATIONS = (
    Examination("git", "Git", True, repository_points.find_git_faults),
    Examination("settings", "设置", True, settings_points.find_unreadable_settings),
    Examination("tables", "空表", True, record_points.find_empty_tables),
    Examination("errors", "核对", True, record_points.find_errors),
    Examination("example", "演示数据", True, settings_points.find_example),
    Examination("example-names", "示例的名称", True, record_points.find_example_names),
    Examination("example-licence", "示例的许可", True, settings_points.find_example_licence),
    Examination("law", "办法参数", True, record_points.find_open_law),
    Examination("owners", "审批", True, repository_points.find_owner_faults),
    Examination("schemas", "记录格式", True, record_points.find_own_schemas),
    Examination("lock", "程序版本", True, repository_points.find_lock_faults),
    Examination("contact", "联系方式", True, settings_points.find_no_contact),
    Examination("placeholder-address", "网站地址", True, settings_points.find_placeholder_address),
    Examination("footer", "页脚", True, settings_points.find_footer_gaps),
    Examination("citations", "条号", False, record_points.find_foreign_articles),
    Examination("workflows", "流程", False, repository_points.find_missing_workflows),
    Examination("address", "网站地址", False, settings_points.find_no_address),
    Examination("calendar", "工作日历", False, record_points.find_missing_calendars),
    Examination("systems", "空表", False, record_points.find_empty_systems),
    Examination("batches", "批次", False, record_points.find_no_batch),
    Examination("licence", "数据许可", False, settings_points.find_no_licence),
)


def examine_set_up(given: SetUp) -> list[tuple[Examination, OpenPoint]]:
    """The open points of a register, the gravest first."""
    return [(each, point) for each in EXAMINATIONS for point in each.find(given)]
