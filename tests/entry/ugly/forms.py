"""An application, a report of changes and a summary as workbooks of Excel."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.entry.ugly.books import open_book, write_rows
from tests.entry.ugly.content import NAME, list_courses

FORM = (
    ("单位名称", "样例远山职业培训学校", "统一社会信用代码", "523209000000099ABC"),
    ("单位类型", "□机关　□事业单位　□企业　☑社会服务机构", "登记机关", "示例区社会组织登记管理机关（演示）"),
    ("法定代表人", "样例二十七", "办公电话", "0515－00000099"),
    ("单位地址", "盐都区虚构大道99号", "电子邮箱", "yuanshan@example.org"),
    ("培训方式", "☑面授　☐远程", "申请领域", "职业教育教学、中小学教师教育"),
    ("专职教师（正高级）", "2人", "专职教师（副高级）", "5人"),
    ("专职教师（中级）", "６人", "专职教师（其他）", 3),
    ("兼职教师（正高级）", "1人", "兼职教师（副高级）", "4人"),
    ("兼职教师（中级）", 7, "兼职教师（其他）", "无"),
    ("管理人员（专职）", "4名", "图书资料（册）", "约1,800册"),
    ("上一年度培训人数", "520人次", "上一年度培训课时", "180学时"),
)


ROOMS = (("教室名称", "面积（平方米）", "座位数"), ("A101", "75㎡", "52座"), ("报告厅", 240, 190))


def write_application(path: Path) -> None:
    """A form: labels left, values right, boxes ticked in the text, a small table inside."""
    book = open_book(path)
    sheet = book.add_worksheet("申请表")
    label = book.add_format({"bold": True, "border": 1})
    sheet.merge_range(0, 0, 0, 5, "专业技术人员继续教育培训机构申请表", label)
    for number, (first, value, second, other) in enumerate(FORM, 2):
        sheet.write(number, 0, f"{first}：", label)
        sheet.merge_range(number, 1, number, 2, value)
        sheet.write(number, 3, second, label)
        sheet.merge_range(number, 4, number, 5, other)
    sheet.merge_range(14, 0, 16, 0, "教学场地", label)
    for number, row in enumerate(ROOMS, 14):
        write_rows(sheet, [(None, *row)], number)
    sheet.write(18, 0, "申请日期", label)
    sheet.write(18, 1, "2026年11月 18日")
    sheet.write(20, 0, "本单位承诺以上内容真实。　　　　　　　　　　（盖章）")
    book.close()


def write_change(path: Path) -> None:
    """A report of changes: before and after side by side."""
    book = open_book(path)
    sheet = book.add_worksheet("变更")
    rows: list[list[Any]] = [
        ["培训机构信息变更报备表"],
        ["机构名称", NAME],
        ["变更事项", "变更前", "变更后", "变更日期"],
        ["办公电话", "0515-00000061", "0515－00000088", "2026.11.16"],
        ["法定代表人", "样例三", "样例三十", "2026年11月16日"],
        ["变更原因", "换届后重新选任，电话一并更换。"],
        ["报备日期", None],
    ]
    write_rows(sheet, rows)
    sheet.write_datetime(
        6, 1, dt.datetime(2026, 11, 20), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    )
    book.close()


def write_summary(path: Path) -> None:
    """A summary: days as dates, as texts and as spans, totals in the middle and at the end."""
    book = open_book(path)
    day = book.add_format({"num_format": 14})
    sheet = book.add_worksheet("总结")
    heads = ("课程", "起止时间", "结束日期", "参训人数", "实际课时", "新技术学时", "备注")
    write_rows(sheet, [[f"{NAME}2026年度培训情况总结"], heads])
    for number, course in enumerate(list_courses()):
        row = number + 2 + (number > 8)
        start = dt.datetime(2026, number % 9 + 3, 5)
        write_rows(sheet, [(course[0], None, None, f"{course[5] - 3}人次", course[6], None, "／")], row)
        if number % 3 == 0:
            sheet.write_datetime(row, 1, start, day)
            sheet.write_datetime(row, 2, start + dt.timedelta(2), day)
        elif number % 3 == 1:
            sheet.write(row, 1, f"2026.{start.month}.5-{start.month}.7")
        else:
            sheet.write(row, 1, f"{start.month}月5日至7日")
    write_rows(sheet, [("上半年小计", None, None, 480, 190)], 11)
    write_rows(sheet, [("全年合计", None, None, 1006, 353), (), ("制表：演示甲",)], 21)
    book.close()
