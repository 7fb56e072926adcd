"""What of the records stands between a register and going live: errors, tables, the city's law, calendars."""

from __future__ import annotations

from collections.abc import Iterator

from ..display import join_first
from ..lifecycle.due import find_missing_calendars
from ..model.open_points import list_open_points
from .open_point import OpenPoint, SetUp

MAX_NAMES = 6  # names in a line
# What the names in an example's tables say of themselves.
MADE_UP = ("演示", "示例", "虚构")


def find_errors(given: SetUp) -> Iterator[OpenPoint]:
    """The register is not lawful as it stands."""
    errors = [each for each in given.examined.findings if each.severity == "error"]
    if errors and given.whole:
        fact = f"登记册中有 {len(errors)} 个错误，涉及 {len({each.path for each in errors})} 个文件"
        cost = "有错误的记录不发布，或者只发布上一次无误的版本；表有错误的，网站生成不了"
        yield OpenPoint(fact, cost, "registry check，照每一处的改法改")


def find_example_names(given: SetUp) -> Iterator[OpenPoint]:
    """Offices, areas or a city that call themselves made up."""
    tables = given.examined.register.tables
    names = [each.name for each in tables.authorities.values()]
    names += [each.name for each in tables.areas.values()]
    names += [each.jurisdiction for each in tables.regulations]
    if made_up := [name for name in names if any(word in name for word in MADE_UP)]:
        cost = "网站上作出名单、计划和决定的机关都写着是虚构的"
        mend = "在 records/authorities/、areas.yml 和 regulations/ 中改成真实的名称，连同示例的发文代字、电话"
        yield OpenPoint(f"表中还有示例的名称：{join_first(made_up, MAX_NAMES, '个')}", cost, mend)


def find_own_schemas(given: SetUp) -> Iterator[OpenPoint]:
    """The records are judged by schemas of their own, which no update of the program reaches."""
    if not given.is_source and (given.root / "schemas").is_dir():
        cost = (
            "记录按这份格式核对，不按程序的：换程序的版本以后两边对不上，新增的字段用不了，程序可能读不出记录"
        )
        yield OpenPoint("登记册中有自己的 schemas/", cost, "git rm -r schemas")


def find_empty_tables(given: SetUp) -> Iterator[OpenPoint]:
    """A table on which every dossier rests is empty."""
    tables, cost = given.examined.register.tables, "机构没有归处，什么也录入不了，网站是空的"
    for rows, title, path, kind in (
        (tables.regulations, "办法参数", "records/regulations/", "regulation"),
        (tables.areas, "地区表", "records/areas.yml", "area"),
        (tables.authorities, "机关", "records/authorities/", "authority"),
    ):
        if not rows and _is_readable(given, path):
            yield OpenPoint(f"{title}（{path}）是空的", cost, f"registry new 编号 {kind}")


def find_empty_systems(given: SetUp) -> Iterator[OpenPoint]:
    """There are no systems: no institution has a competent department."""
    if not given.examined.register.tables.systems and _is_readable(given, "records/systems.yml"):
        cost = "机构都没有业务主管部门：计划只由人社部门通过，按系统查找、统计的页面是空的"
        yield OpenPoint("主管系统表（records/systems.yml）是空的", cost, "registry new 编号 system")


def find_open_law(given: SetUp) -> Iterator[OpenPoint]:
    """What the file of the regulation leaves open."""
    register = given.examined.register
    # The latest alone: what an earlier one leaves open no longer keeps anybody from going live.
    for regulation in register.tables.regulations[-1:]:
        points = list_open_points(given.examined.schemas, register.filed[regulation.path].data)
        if points:
            cost = "用到它们的规则不核对，网站上没有相应的期限、限制和条号，应当发现的问题不会提醒"
            mend = f"照办法原文补填 {regulation.path}，办法没有规定的填 null"
            listed = join_first([*points.values()], MAX_NAMES, "个")
            yield OpenPoint(f"办法参数还有 {len(points)} 项没有填：{listed}", cost, mend)


def find_foreign_articles(given: SetUp) -> Iterator[OpenPoint]:
    """Articles are cited by the numbers of another city's regulation."""
    for regulation in given.examined.register.tables.regulations[-1:]:
        if not regulation.citations and regulation.number and not given.is_source:
            fact = f"{regulation.path} 没有条号对应（citations）"
            cost = "核对的结果和网页引用的是程序的基准条号，在本办法里可能是另一条"
            mend = "在 citations 中逐项写明本办法的条；registry new 编号 regulation 写出的表列有各项"
            yield OpenPoint(fact, cost, mend)


def find_unknown_working_days(given: SetUp) -> Iterator[OpenPoint]:
    """The working days of this year, or of the next once they can be recorded, are not known."""
    for year, _ in find_missing_calendars(given.examined.register.tables, given.day):
        if _is_readable(given, f"records/calendar/{year}.yml"):
            cost = "截止日遇休息日不顺延，按工作日计算的期限只按星期一到星期五推算，网站写“该年工作日历未知”"
            mend = f"国务院办公厅的通知公布以后：registry new {year} calendar"
            yield OpenPoint(f"没有 {year} 年的工作日历", cost, mend)


def find_no_batch(given: SetUp) -> Iterator[OpenPoint]:
    """No round of filing has begun."""
    if not given.examined.register.known_ids["batch"] and given.whole:
        cost = "机构不能申请，名册和批次的页面是空的"
        mend = f"registry new {given.day.year}-1 batch；以前公布的名单照“旧名单”录入"
        yield OpenPoint("还没有批次", cost, mend)


def _is_readable(given: SetUp, path: str) -> bool:
    """Whether nothing below a path was left out or has errors: else nobody knows what it lacks."""
    return given.whole and not any(each.startswith(path) for each in given.examined.register.invalid)
