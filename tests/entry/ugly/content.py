"""What the ugly workbooks tell: a plan of eighteen courses of a fictional institution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

NAME = "演示黄海湿地文化旅游人才培训中心"  # demo-013 of tests/registers/city

# Title, subject, form, mode, audience, persons, hours, months, place, fee, teachers.
Course = tuple[str, str, str, str, str, int, int, tuple[int, ...], str, int, str]
AUDIENCES = ("湿地景区讲解员", "乡镇综合文化站人员", "文化馆、非遗保护工作人员")
TEACHERS = ("旅游院校专业教师", "本单位教师与非遗保护工作者", "省级金牌导游和景区管理人员")
PLACES = ("本部教学楼东楼201教室", "湿地现场教学点", "本部教学楼西楼报告厅")
TITLES = (
    "湿地生态旅游讲解专题",
    "地方文化与海盐文化讲座",
    "红色资源保护利用与讲解",
    "非物质文化遗产保护实务",
    "数字文化资源建设",
    "基层文化站人员轮训",
    "研学旅行课程设计",
    "导游服务质量提升",
    "民宿管家岗位能力集训",
    "公共图书馆服务规范",
    "文物安全与预防性保护",
    "乡村旅游产品策划",
    "候鸟观测与自然教育",
    "展陈设计与策展实务",
    "旅游安全与应急处置",
    "群众文艺创作辅导",
    "文旅新媒体传播",
    "专业技术人员权益保护与法治素养",
)


def list_courses() -> list[Course]:
    """The eighteen courses of the plan for 2027; the last one is of the common subjects."""
    return [
        (
            title,
            "公需" if number == 17 else "专业",
            "学术会议和讲座" if number == 1 else "委托培训班" if number % 6 == 3 else "自办培训班",
            "面授",
            AUDIENCES[number % 3],
            40 + number % 5 * 10,
            (16, 6, 18, 24, 20, 30)[number % 6],
            (number % 10 + 2,) if number % 4 else (3, 9),
            PLACES[number % 3],
            0 if number % 6 in (1, 3) else 200 + number * 10,
            TEACHERS[number % 3],
        )
        for number, title in enumerate(TITLES)
    ]


HEADINGS = (
    "序号",
    "课程名称",
    "科目类别",
    "培训形式",
    "授课方式",
    "培训对象",
    "计划人数",
    "学时",
    "培训时间",
    "培训地点",
    "收费标准",
    "师资情况",
)


def describe_months(months: Sequence[int]) -> str:
    """The months as they are told in a sheet: 3、9月."""
    return f"{'、'.join(map(str, months))}月"


def list_plain_rows() -> list[list[Any]]:
    """The plan's rows below HEADINGS, with numbers as numbers."""
    return [
        [number, *course[:7], describe_months(course[7]), course[8], course[9] or "免费", course[10]]
        for number, course in enumerate(list_courses(), 1)
    ]


def list_written_rows() -> list[list[str]]:
    """The same rows with everything typed as text: full-width digits, units, parts of months."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = []
    for row in list_plain_rows():
        cells = [str(each) for each in row]
        cells[6] = f"{cells[6]}人" if row[0] % 2 else f"{cells[6]}人次"
        cells[7] = cells[7].translate(wide) if row[0] % 3 == 0 else f"{cells[7]}学时"
        cells[8] = cells[8].replace("月", "月上旬") if row[0] % 2 else cells[8]
        cells[10] = f"{cells[10]}元/人" if cells[10] != "免费" else "免费"
        rows.append(cells)
    return rows
