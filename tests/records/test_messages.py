"""What is said, in Chinese, of each way in which a record can break its schema."""

import copy
import json
import re
from typing import Any

import pytest

from registry.finding import build_pointer
from registry.model.kinds import ChangeField
from registry.records import messages
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from registry.records.values import write_literal

COURSE = """\
id: c01
title: 护理技能班
subject: 专业
field: 护理
form: 委托培训班
mode: 面授
audience: 护理人员
persons: 80
hours: 24
new_remote_hours: 0
months: [3, 9]
place: 二号教室
teachers: 专职教师
"""
STEP = "{action: 报送, date: 2023-12-08, authority: city-hrss}"
RECORDS: dict[str, Any] = {
    "amendment": f"year: 2024\nnumber: 1\nreason: 新增项目。\nadd: []\nsteps: [{STEP}]\n",
    "areas": """\
areas:
- {id: tinghu, name: 亭湖区, kind: 市辖区, gb2260: null, statistical: null, hrss: a,
   valid_from: null, valid_to: null}
""",
    "authority": "id: city-hrss\nname: 市人社局\nkind: 市人社局\nphone: 0515-00000001\nareas: [tinghu]\n",
    "withdrawal": "date: 2024-03-15\nauthority: city-hrss\nreason: 自愿退出。\n",
    "change": """\
date: 2024-03-15
changes: [{field: name, before: 演示甲培训中心, after: 演示乙培训中心}]
reason: 更名。
reported_on: 2024-03-18
authority: city-hrss
office: 专业技术人员管理处
""",
    "rectification-order": """\
date: 2024-03-15
authority: city-hrss
ground: [未完成教学培训计划, 未达到教学管理要求]
facts: 没有举办。
requirements: [补办课程]
due: 2024-06-14
""",
    "suspension": """\
date: 2024-03-15
authority: city-hrss
reason: 设施检修。
document: {number: 示例人社发〔2024〕1号, date: 2024-03-15}
""",
}
GONE = ...


def record(kind: str, *changes: tuple[tuple[str | int, ...], Any]) -> Any:
    """A valid record of a kind with values changed, added or taken out."""
    data = parse(RECORDS[kind].encode()).data
    if kind == "amendment":
        data["add"].append(parse(COURSE.encode()).data)
    for (*way, last), value in copy.deepcopy(changes):
        holder = data
        for part in way:
            holder = holder[part]
        if value is GONE:
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value
    return data


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((each, "2019-1") for each in ("2019/1/1", "2019-01-01", "2019-01", "2019年1月", "2019年1月1日")),
        *((each, "2019-1") for each in ("Jan-19", "jan-2019", "1-Jan-19", "1-Jan-2019", "2019/1", 43466)),
        *((each, "2019-1") for each in ("2019-01-01 00:00:00", "２０１９-１", "2019.1")),
        *((each, "2019-1") for each in ("2019-01-01T00:00:00", "2019-01-01T00:00:00Z", "01-2019", "1/2019")),
        *((each, "2019-1") for each in ("19-Jan", "1月19日", 2019.1)),
        *((each, "2020-12") for each in ("2020/12/1", "Dec-20", "2020-12-01", 44166)),
        *((each, "") for each in ("2019-01-01T08:30:00", "01-Jan", "1月5日", "13-2019", 2019.5e9)),
        *((each, "") for each in ("2019-03-15", "2019", "第一批", "2019-0", 12, 43467, "2019-13-01")),
    ],
)
def test_a_batch_that_a_spreadsheet_made_a_date_of_is_told(
    schemas: Schemas, written: str | float, meant: str
) -> None:
    (fault,) = messages.explain_property(schemas, "review", "batch", written, "x.yml")
    if (
        meant == "2019-1"
        and isinstance(written, str)
        and not written.isascii()
        and not {*written} & {*"年月"}
    ):
        assert fault.hint == "写法中有全角字符，是否想写 2019-1？"
    else:
        message = f'表格软件把批次编号变成了日期，是否想写 "{meant}"？'
        assert fault.hint.startswith(message) == bool(meant), fault.hint


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "lpt9"])
def test_a_device_is_no_id(schemas: Schemas, name: str) -> None:
    (fault,) = messages.explain_property(schemas, "institution", "id", name, "x.yml")
    assert "Windows" in fault.hint
    assert messages.explain_property(schemas, "institution", "id", f"{name}-x", "x.yml") == []


@pytest.mark.parametrize("kind", RECORDS)
def test_a_valid_record_has_no_fault(schemas: Schemas, kind: str) -> None:
    assert messages.explain_errors(schemas, kind, record(kind), "x.yml") == []


# Kind, place and the value put there; the message; the hint, with ⏎ for a new line.
SAID = """\
amendment add/0/hours "2O"
    “增加”第 1 项的“计划课时”应为数字，现为“2O”
    “O”不是数字，是否想写 20？对照原件核对
amendment add/0/hours "二十"
    “增加”第 1 项的“计划课时”应为数字，现为“二十”
    写成阿拉伯数字：20
amendment add/0/hours "20,5"
    “增加”第 1 项的“计划课时”应为数字，现为“20,5”
    这里只写一个数字；小数点用英文句点，是否想写 20.5？
amendment steps/0/date "2023-12-O8"
    “报备环节”第 1 项的“日期”应为日历上的日期，现为“2023-12-O8”
    “O”不是数字，是否想写 2023-12-08？对照原件核对
authority phone "O515—00000001"
    “办公电话”写法不符合要求，现为“O515—00000001”
    “O”不是数字，“—”不是英文短横，是否想写 0515-00000001？对照原件核对
authority phone 12
    “办公电话”应为文字，现为 12
    PHONE
authority phone "“0515-00000001”"
    “办公电话”写法不符合要求，现为““0515-00000001””
    整个值写在中文引号 “ ” 中，请删去引号，或改成英文双引号
amendment add/0/persons "“80”"
    “增加”第 1 项的“计划人数”应为整数，现为““80””
    整个值写在中文引号 “ ” 中，请删去引号
amendment add/0/months/0 "4，10"
    “增加”第 1 项的“开课月份”第 1 项应为整数，现为“4，10”
    列表的各项用英文逗号加空格隔开，写成 4, 10
amendment add/0/months/0 "4、10"
    “增加”第 1 项的“开课月份”第 1 项应为整数，现为“4、10”
    列表的各项用英文逗号加空格隔开，写成 4, 10
authority areas/0 "tinghu，yandu"
    “监督地区”第 1 项写法不符合要求，现为“tinghu，yandu”
    列表的各项用英文逗号加空格隔开，写成 tinghu, yandu
amendment add/0/hours "3，5"
    “增加”第 1 项的“计划课时”应为数字，现为“3，5”
    这里只写一个数字；千位之间不用逗号隔开
amendment add/0/hours "3,5"
    “增加”第 1 项的“计划课时”应为数字，现为“3,5”
    这里只写一个数字；小数点用英文句点，是否想写 3.5？
amendment add/0/persons "1，200"
    “增加”第 1 项的“计划人数”应为整数，现为“1，200”
    这里只写一个数字；千位之间不用逗号隔开
amendment add/0/persons "0105"
    “增加”第 1 项的“计划人数”应为整数，现为“0105”
    数字不这样写，写成 105
amendment add/0/persons "+105"
    “增加”第 1 项的“计划人数”应为整数，现为“+105”
    数字不这样写，写成 105
amendment add/0/persons "1_050"
    “增加”第 1 项的“计划人数”应为整数，现为“1_050”
    数字不这样写，写成 1050
amendment add/0/hours ".5"
    “增加”第 1 项的“计划课时”应为数字，现为“.5”
    数字不这样写，写成 0.5
amendment add/0/persons "30."
    “增加”第 1 项的“计划人数”应为整数，现为“30.”
    数字不这样写，写成 30
amendment add/0/persons "1e2"
    “增加”第 1 项的“计划人数”应为整数，现为“1e2”
    数字不这样写，写成 100
amendment add/0/persons "7.5"
    “增加”第 1 项的“计划人数”应为整数，现为“7.5”
    这里只写一个数字；写 0 至 1000000 的整数；例：80
amendment add/0/hours "1:45"
    “增加”第 1 项的“计划课时”应为数字，现为“1:45”
    这里只写一个数字；写 0 至 5000 的数字；课时以 0.5 为最小单位，如 24 或 7.5
amendment add/0/persons "1e99"
    “增加”第 1 项的“计划人数”应为整数，现为“1e99”
    这里只写一个数字；写 0 至 1000000 的整数；例：80
amendment add/0/persons "105人"
    “增加”第 1 项的“计划人数”应为整数，现为“105人”
    单位“人”不写，写成 105
amendment add/0/hours "1,200 课时"
    “增加”第 1 项的“计划课时”应为数字，现为“1,200 课时”
    单位“课时”不写，写成 1200
amendment add/0/hours "3天"
    “增加”第 1 项的“计划课时”应为数字，现为“3天”
    “天”不是这里的单位：核对有没有填错，这里写多少课时，只写数字
amendment add/0/hours "16小时"
    “增加”第 1 项的“计划课时”应为数字，现为“16小时”
    “小时”不是这里的单位：核对有没有填错，这里写多少课时，只写数字
amendment add/0/persons "16学时"
    “增加”第 1 项的“计划人数”应为整数，现为“16学时”
    “学时”不是这里的单位：核对有没有填错，这里写多少人，只写数字
amendment add/0/persons "75%"
    “增加”第 1 项的“计划人数”应为整数，现为“75%”
    “%”不是这里的单位：核对有没有填错，这里写多少人，只写数字
amendment add/0/months/0 "九月"
    “增加”第 1 项的“开课月份”第 1 项应为整数，现为“九月”
    写成阿拉伯数字：9
amendment add/0/persons "三至5人"
    “增加”第 1 项的“计划人数”应为整数，现为“三至5人”
    这里只写一个数字；写 0 至 1000000 的整数；例：80
authority name true
    “名称”应为文字，现为 true
    这里写的是文字或代码，请加英文双引号："true"
authority name null
    “名称”没有填写
    写成一行，首尾不留空格；例：市人社局（演示）
amendment add/0/persons "八十"
    “增加”第 1 项的“计划人数”应为整数，现为“八十”
    写成阿拉伯数字：80
amendment add/0/persons "80"
    “增加”第 1 项的“计划人数”应为整数，现为“80”
    加了引号的是文字；数字不加引号，写成 80
amendment add/0/hours "１６"
    “增加”第 1 项的“计划课时”应为数字，现为“１６”
    数字中有全角字符，写成 16
amendment add/0/hours "7.5"
    “增加”第 1 项的“计划课时”应为数字，现为“7.5”
    加了引号的是文字；数字不加引号，写成 7.5
amendment add/0/persons "1,200"
    “增加”第 1 项的“计划人数”应为整数，现为“1,200”
    数字中有逗号，写成 1200
amendment add/0/persons "80 "
    “增加”第 1 项的“计划人数”应为整数，现为“80 ”
    数字中有多余的空格，写成 80
amendment steps/0/date "２０２６-０３-１５"
    “报备环节”第 1 项的“日期”应为日历上的日期，现为“２０２６-０３-１５”
    写法中有全角字符，是否想写 2026-03-15？
authority phone "０５１５－００００００００１"
    “办公电话”写法不符合要求，现为“０５１５－００００００００１”
    PHONE
authority phone "0515－00000001"
    “办公电话”写法不符合要求，现为“0515－00000001”
    写法中有全角字符，是否想写 0515-00000001？
amendment number 1.5
    “序号”应为整数，现为 1.5
    写 1 至 99 的整数；例：1
authority areas "tinghu"
    “监督地区”应为列表（每项以短横开头），现为“tinghu”
    每项另起一行，以短横和空格开头，写成⏎  - tinghu
authority areas "tinghu、yandu"
    “监督地区”应为列表（每项以短横开头），现为“tinghu、yandu”
    每项另起一行，以短横和空格开头，写成⏎  - tinghu⏎  - yandu
authority areas "亭湖区"
    “监督地区”应为列表（每项以短横开头），现为“亭湖区”
    每项另起一行，以短横和空格开头，如⏎  - shili
amendment add/0/months "3月、9月"
    “增加”第 1 项的“开课月份”应为列表（每项以短横开头），现为“3月、9月”
    每项另起一行，以短横和空格开头，写成⏎  - 3⏎  - 9
rectification-order requirements "1.补办三门课程；2.报送补办情况。"
    “整改要求”应为列表（每项以短横开头），现为“1.补办三门课程；2.报送补办情况。”
    每项另起一行，以短横和空格开头，写成⏎  - 补办三门课程⏎  - 报送补办情况。
rectification-order requirements "（一）补办课程。 （二）配齐 2.5 米的操作台。"
    “整改要求”应为列表（每项以短横开头），现为“（一）补办课程。 （二）配齐 2.5 米的操作台。”
    每项另起一行，以短横和空格开头，写成⏎  - 补办课程。⏎  - 配齐 2.5 米的操作台。
rectification-order requirements "-补办课程"
    “整改要求”应为列表（每项以短横开头），现为“-补办课程”
    每项另起一行，以短横和空格开头，写成⏎  - 补办课程
suspension document []
    “文书”应为一组字段，现为一个列表
    分行写，每行一个字段，缩进两格，如⏎  number: 示例人社发〔2024〕1号⏎  date: 2024-03-15
suspension document "number：1"
    “文书”应为一组字段，现为“number：1”
    字段名后的全角冒号“：”改成英文冒号加一个空格“: ”
amendment steps/0 "action:报送"
    “报备环节”第 1 项应为一组字段，现为“action:报送”
    字段名后的冒号之后要有一个空格
areas areas/0/gb2260 320902
    “监督地区”第 1 项的“行政区划代码”应为文字，现为 320902
    这里写的是文字或代码，请加英文双引号："320902"
areas areas/0/gb2260 "32090"
    “监督地区”第 1 项的“行政区划代码”写法不符合要求，现为“32090”
    写六个数字，加英文双引号；没有的填 null；例："999902"
amendment add/0/mode "面受"
    “增加”第 1 项的“教学方式”不能是“面受”，应为：面授、远程、混合
    是否想写“面授”？
amendment add/0/mode "线上"
    “增加”第 1 项的“教学方式”不能是“线上”，应为：面授、远程、混合
    是否想写“远程”？
amendment add/0/mode "x"
    “增加”第 1 项的“教学方式”不能是“x”
    可以写的有：面授、远程、混合
amendment add/0/mode 5
    “增加”第 1 项的“教学方式”应为文字，现为 5
    这里写的是文字或代码，请加英文双引号："5"
change changes/0/field "phon"
    “变更内容”第 1 项的“项目”不能是“phon”
    是否想写 phone（办公电话）？
change changes/0/field "法人代表"
    “变更内容”第 1 项的“项目”不能是“法人代表”
    是否想写 legal_representative（法定代表人）？
rectification-order ground "未完成计划"
    “情形”不能是“未完成计划”，应为：未完成教学培训计划、未达到教学管理要求
    是否想写“未完成教学培训计划”？
rectification-order ground/1 "未达到要求"
    “情形”不能是“未达到要求”，应为：未完成教学培训计划、未达到教学管理要求
    是否想写“未达到教学管理要求”？
rectification-order ground ["未完成教学培训计划", "未完成教学培训计划"]
    “情形”有重复的项
    删去重复的一项：第 2 项
rectification-order ground []
    “情形”太少：至少 1 项，现有 0 项
    至少写 1 项；每项另起一行，以短横和空格开头，如⏎  - 未完成教学培训计划⏎  - 未达到教学管理要求
rectification-order ground 5
    “情形”应为文字，现为 5
    这里写的是文字或代码，请加英文双引号："5"
suspension document/number "没有文号"
    “文书”的“文号”写法不符合要求，现为“没有文号”
    照文书印的文号写成一行，首尾不留空格；文书没有文号的写 无文号；例：示例人社发〔2024〕1号
suspension document/number " 盐人社发[2024]1号"
    “文书”的“文号”写法不符合要求，现为“ 盐人社发[2024]1号”
    照文书印的文号写成一行，首尾不留空格；文书没有文号的写 无文号；例：示例人社发〔2024〕1号
suspension document "盐人社演〔2024〕8号"
    “文书”应为一组字段，现为“盐人社演〔2024〕8号”
    分行写，每行一个字段，缩进两格，如⏎  number: 示例人社发〔2024〕1号⏎  date: 2024-03-15
suspension authority "示例区人社局"
    “决定机关”写法不符合要求，现为“示例区人社局”
    填写 records/authorities/ 中的文件名，去掉 .yml，如 city-hrss；不写名称
authority name "市人社局\\n"
    “名称”写法不符合要求，现为“市人社局⏎”
    写成一行，首尾不留空格；例：市人社局（演示）
withdrawal date "2024-02-30"
    “日期”应为日历上的日期，现为“2024-02-30”
    2024 年 2 月只到 29 日
withdrawal date "2024-3-15"
    “日期”应为日历上的日期，现为“2024-3-15”
    写成 2024-03-15
amendment number 0
    “序号”不能小于 1，现为 0
    写 1 至 99 的整数；例：1
amendment number 100
    “序号”不能大于 99，现为 100
    写 1 至 99 的整数；例：1
amendment add/0/hours 7.3
    “增加”第 1 项的“计划课时”应为 0.5 的整数倍，现为 7.3
    写 0 至 5000 的数字；课时以 0.5 为最小单位，如 24 或 7.5
withdrawal reason "一"
    “理由”太短：至少 2 个字，现有 1 个
    至少写 2 个字；例：业务调整，不再承担培训。
withdrawal reason LONG
    “理由”太长：至多 2000 个字，现有 2001 个
    缩短到 2000 个字以内
amendment steps []
    “报备环节”太少：至少 1 项，现有 0 项
    至少写 1 项；每项另起一行，以短横和空格开头；每项要写 action（环节）、date（日期）、authority（机关）
authority areas ["tinghu", "tinghu"]
    “监督地区”有重复的项
    删去重复的一项：第 2 项
amendment add/0/months [3, 9, 12, 9]
    “增加”第 1 项的“开课月份”有重复的项
    删去重复的一项：第 4 项
amendment add/0/months/1 13
    “增加”第 1 项的“开课月份”第 2 项不能大于 12，现为 13
    写 1 至 12 的整数；例：3
amendment add/0/months/1 "3月份"
    “增加”第 1 项的“开课月份”第 2 项应为整数，现为“3月份”
    单位“月份”不写，写成 3
withdrawal date "2024-13-05"
    “日期”应为日历上的日期，现为“2024-13-05”
    月份写 01 至 12
withdrawal date "2024年4月31日"
    “日期”应为日历上的日期，现为“2024年4月31日”
    2024 年 4 月只到 30 日
suspension authority "records/authorities/city-hrss.yml"
    “决定机关”写法不符合要求，现为“records/authorities/city-hrss.yml”
    是否想写 city-hrss？
suspension authority "City_HRSS"
    “决定机关”写法不符合要求，现为“City_HRSS”
    是否想写 city-hrss？
suspension authority "city-hrss、tinghu-hrss"
    “决定机关”写法不符合要求，现为“city-hrss、tinghu-hrss”
    这里只写一个；写的是 2 个，留下一个，如 city-hrss
authority phone "0515-00000001/00000002"
    “办公电话”写法不符合要求，现为“0515-00000001/00000002”
    是否想写 0515-00000001？
authority phone "0515-00000001、0515-00000002"
    “办公电话”写法不符合要求，现为“0515-00000001、0515-00000002”
    这里只写一个；写的是 2 个，留下一个，如 0515-00000001
authority phone "办公室（0515-00000001）"
    “办公电话”写法不符合要求，现为“办公室（0515-00000001）”
    是否想写 0515-00000001？
authority email "mailto:office@example.org"
    “单位邮箱”应为邮箱地址，现为“mailto:office@example.org”
    是否想写 office@example.org？
authority email "office@example.org; hr@example.org"
    “单位邮箱”应为邮箱地址，现为“office@example.org; hr@example.org”
    这里只写一个；写的是 2 个，留下一个，如 office@example.org
authority email "office"
    “单位邮箱”应为邮箱地址，现为“office”
    写一个邮箱地址，用英文字符，中间有一个 @，不留空格；例：office@example.org
authority name LONG
    “名称”太长：至多 100 个字，现有 2001 个
    缩短到 100 个字以内
change changes []
    “变更内容”太少：至少 1 项，现有 0 项
    至少写 1 项；每项另起一行，以短横和空格开头；每项要写 field（项目）、before（变更前）、after（变更后）
change changes/0 "name"
    “变更内容”第 1 项应为一组字段，现为“name”
    分行写，每行一个字段，缩进两格；要写 field（项目）、before（变更前）、after（变更后）
areas areas/0/grid [1, 2, 3]
    “监督地区”第 1 项的“示意图位置”太多：至多 2 项，现有 3 项
    留下 2 项，删去多的
withdrawal date 45366
    “日期”应为日历上的日期，现为 45366
    表格软件把日期变成了数，是否想写 2024-03-15？对照原件核对
withdrawal date 20240315
    “日期”应为日历上的日期，现为 20240315
    写成 2024-03-15
withdrawal date "二〇二四年三月十五日"
    “日期”应为日历上的日期，现为“二〇二四年三月十五日”
    写成 2024-03-15
withdrawal date "二○二四年二月三十日"
    “日期”应为日历上的日期，现为“二○二四年二月三十日”
    2024 年 2 月只到 29 日
rectification-order due "2024-6-14 17:00前"
    “整改期限”应为日历上的日期，现为“2024-6-14 17:00前”
    这里只写日期，是否想写 2024-06-14？对照原件核对
rectification-order due "二〇二四年六月十四日以前"
    “整改期限”应为日历上的日期，现为“二〇二四年六月十四日以前”
    这里只写日期，是否想写 2024-06-14？对照原件核对
rectification-order due "2024年5月1日至6月14日"
    “整改期限”应为日历上的日期，现为“2024年5月1日至6月14日”
    日期写成 2024-03-15 的样子，年份四位，月和日都要两位
rectification-order due "自送达之日起三个月内"
    “整改期限”应为日历上的日期，现为“自送达之日起三个月内”
    写期限的最后一天，从起算之日数到那一天，如 2024-03-15；怎样起算照文书
withdrawal date "24.3.15"
    “日期”应为日历上的日期，现为“24.3.15”
    年份写四位，是否想写 2024-03-15？对照原件核对
withdrawal date "15/3/24"
    “日期”应为日历上的日期，现为“15/3/24”
    日期写成 2024-03-15 的样子，年份四位，月和日都要两位
withdrawal date "2024/3/5"
    “日期”应为日历上的日期，现为“2024/3/5”
    写成 2024-03-05
areas areas/0/statistical 99
    “监督地区”第 1 项的“统计用区划代码”应为文字，现为 99
    写六个数字，加英文双引号；没有的填 null；例："999971"
suspension document [{"number": "1"}]
    “文书”应为一组字段，现为一个列表
    分行写，每行一个字段，缩进两格，如⏎  number: 示例人社发〔2024〕1号⏎  date: 2024-03-15
withdrawal . "a:1"
    “自愿退出”应为一组字段，现为“a:1”
    字段名后的冒号之后要有一个空格
"""


@pytest.mark.parametrize("case", re.split(r"\n(?! )", SAID.strip()), ids=lambda case: case.partition("\n")[0])
def test_each_keyword_has_its_words(schemas: Schemas, case: str) -> None:
    wrong, message, hint = case.split("\n    ")
    kind, path, written = wrong.split(" ", 2)
    place = [int(part) if part.isdigit() else part for part in path.split("/")]
    value = "长" * 2001 if written == "LONG" else json.loads(written)
    data = value if path == "." else record(kind, (tuple(place), value))
    fields = "、".join(ChangeField)
    message = message.replace("FIELDS", fields)
    hint = hint.replace("PHONE", schemas.documents["defs.json"]["$defs"]["phone"]["x-hint"])
    (fault,) = messages.explain_errors(schemas, kind, data, "x.yml")
    assert (fault.rule, fault.severity, fault.article, fault.path) == ("schema", "error", "", "x.yml")
    assert (fault.pointer, fault.on_key) == (f"/{path}".replace("/.", ""), False)
    assert (fault.message, fault.hint) == (message, hint.replace("⏎", "\n"))


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("260元/人", "单位“元/人”不写，写成 260"),
        ("0.03万元", "“万元”不是这里的单位：核对有没有填错，这里写每人多少元，只写数字"),
        ("免费", "不收费的写 0"),
    ],
)
def test_a_fee_is_written_as_a_number(schemas: Schemas, written: str, hint: str) -> None:
    data = record("amendment", (("add", 0, "fee"), {"amount": written}))
    (finding,) = messages.explain_errors(schemas, "amendment", data, "x.yml")
    assert (finding.pointer, finding.hint) == ("/add/0/fee/amount", hint)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("没有达到", "是否想写“未达到”？"),
        ("已达到", "是否想写“达到”？"),
        ("不行", "可以写的有：达到、未达到"),
    ],
)
def test_the_opposite_is_never_guessed_at(schemas: Schemas, written: str, hint: str) -> None:
    (finding,) = messages.explain_property(schemas, "rectification-outcome", "result", written, "x.yml")
    assert finding.hint == hint


def test_of_a_yes_or_no_both_are_told(schemas: Schemas) -> None:
    (finding,) = messages.explain_property(schemas, "bar", "open", "可能", "x.yml")
    assert finding.hint == "是的写 true，否的写 false"


def test_of_a_value_of_another_type_nothing_else_is_said(schemas: Schemas) -> None:
    (finding,) = messages.explain_property(schemas, "amendment", "year", 1.5, "x.yml")
    assert (finding.message, finding.hint) == ("“年度”应为整数，现为 1.5", "写 2018 至 2099 的整数；例：2024")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("面授、远程", "是否想写“混合”？"),
        ("面授，混合", "只写一个；可以写的有：面授、远程、混合"),
        ("面授/混合", "只写一个；可以写的有：面授、远程、混合"),
        ("面受", "是否想写“面授”？"),
    ],
)
def test_of_several_choices_none_is_guessed(schemas: Schemas, written: str, hint: str) -> None:
    findings = messages.explain_property(schemas, "plan", "courses", [{"mode": written}], "x.yml")
    assert [each.hint for each in findings if each.pointer == "/courses/0/mode"] == [hint]


def test_no_hint_is_an_example_alone(schemas: Schemas) -> None:
    properties = ((kind, name) for kind in schemas.kinds for name in schemas.kinds[kind].properties)
    for kind, name in properties:
        for wrong in (None, "", -1, 1.25, True, " x ", [], [None], {}, {"": 1}):
            for each in messages.explain_property(schemas, kind, name, wrong, "x.yml"):
                assert not re.match("例：|$", each.hint), (kind, name, wrong)


def test_an_everyday_word_for_a_legal_form_is_asked_about(schemas: Schemas) -> None:
    (fault,) = messages.explain_property(schemas, "institution", "legal_form", "民办非企业单位", "x.yml")
    assert fault.hint == "是否想写“社会服务机构法人”？"


def test_two_faults_of_one_value_are_both_said(schemas: Schemas) -> None:
    months = (("add", 0, "months"), [*range(1, 13), 12])
    assert [
        each.message
        for each in messages.explain_errors(schemas, "amendment", record("amendment", months), "x.yml")
    ] == [
        "“增加”第 1 项的“开课月份”太多：至多 12 项，现有 13 项",
        "“增加”第 1 项的“开课月份”有重复的项",
    ]


def test_what_is_missing_in_one_place_is_said_at_once(schemas: Schemas) -> None:
    data = record("areas", *((("areas", 0, name), GONE) for name in ("name", "gb2260", "valid_to")))
    (fault,) = messages.explain_errors(schemas, "areas", data, "x.yml")
    assert (fault.pointer, fault.on_key) == ("/areas/0", False)
    assert (
        fault.message
        == "“监督地区”第 1 项缺少必填的“名称”（name）、“行政区划代码”（gb2260）、“终止日期”（valid_to）"
    )
    assert fault.hint == "补上这些字段，如 name: 示例区"


@pytest.mark.parametrize(
    ("kind", "place", "name", "hint"),
    [
        ("areas", ("areas", 0), "gb2260", '补上这些字段，如 gb2260: "999902"'),
        ("amendment", ("add", 0), "new_remote_hours", "补上这些字段，如 new_remote_hours: 0"),
        ("withdrawal", (), "date", "补上这些字段，如 date: 2024-03-15"),
        ("amendment", (), "steps", "补上这些字段"),
    ],
)
def test_the_example_for_what_is_missing_can_be_copied(
    schemas: Schemas, kind: str, place: tuple[str | int, ...], name: str, hint: str
) -> None:
    (fault,) = messages.explain_errors(schemas, kind, record(kind, ((*place, name), GONE)), "x.yml")
    assert fault.hint == hint


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        ("authority", [(("kind",), "行业协会")], "“机关”缺少必填的“主管系统”（system）"),
        ("amendment", [(("add", 0, "form"), "其他")], "“增加”第 1 项缺少必填的“其他形式说明”（form_note）"),
        ("amendment", [(("steps", 0, "action"), "退回")], "“报备环节”第 1 项缺少必填的“理由”（reason）"),
    ],
)
def test_what_one_value_makes_necessary_is_missed(
    schemas: Schemas, kind: str, changes: list[Any], message: str
) -> None:
    assert [
        each.message for each in messages.explain_errors(schemas, kind, record(kind, *changes), "x.yml")
    ] == [message]


def test_what_a_schema_requires_without_describing_it_is_named(schemas: Schemas) -> None:
    documents = copy.deepcopy(schemas.documents)
    documents["withdrawal.json"]["required"].append("seal")
    (fault,) = messages.explain_errors(Schemas(documents), "withdrawal", record("withdrawal"), "x.yml")
    assert fault.message == "“自愿退出”缺少必填的“seal”（seal）"
    assert fault.hint == "补上这些字段"


def test_an_unknown_field_is_named_with_a_guess_or_with_what_there_is(schemas: Schemas) -> None:
    data = record("suspension", (("reasom",), "x"), (("document", "甲"), "x"), (("a/b~c",), 1))
    by_pointer = {
        each.pointer: each for each in messages.explain_errors(schemas, "suspension", data, "x.yml")
    }
    assert by_pointer.keys() == {"/reasom", "/document/甲", "/a~1b~0c"}
    assert all(each.on_key for each in by_pointer.values())
    assert by_pointer["/reasom"].message == "“暂停开班”中没有 reasom 这个字段"
    assert by_pointer["/reasom"].hint == "这里已有 reason（理由），核对以后只留一行"
    assert by_pointer["/document/甲"].message == "“文书”中没有 甲 这个字段"
    assert by_pointer["/document/甲"].hint == (
        "可用的字段：number（文号）、date（成文日期）、title（标题）、others（其他文书）"
    )


@pytest.mark.parametrize(
    ("place", "key", "written", "title"),
    [
        ((), "reason", "reasom", "理由"),
        ((), "reason", "理由", "理由"),
        ((), "reason", "Reason", "理由"),
        ((), "reason", "ＲＥＡＳＯＮ", "理由"),
        (("document",), "number", "nummber", "文号"),
    ],
)
def test_a_misspelt_key_is_told_once_where_it_stands(
    schemas: Schemas, place: tuple[str, ...], key: str, written: str, title: str
) -> None:
    data = record("suspension", ((*place, key), GONE), ((*place, written), "x"))
    (fault,) = messages.explain_errors(schemas, "suspension", data, "x.yml")
    assert fault.pointer == build_pointer(*place, written)
    assert fault.hint == f"是否想写 {key}（{title}）？"


def test_keys_that_were_not_set_in_below_their_group_are_told_once(schemas: Schemas) -> None:
    data = record("suspension", (("document",), None), (("number",), "甲〔2024〕1号"), (("title",), "决定"))
    (fault,) = messages.explain_errors(schemas, "suspension", data, "x.yml")
    assert (fault.pointer, fault.message) == ("/document", "“文书”没有填写，它的字段没有缩进")
    assert fault.hint == "在 document 下面的 number、title 前面各加两个空格"
    data = record("suspension", (("document",), None), (("amount",), 1))
    faults = messages.explain_errors(schemas, "suspension", data, "x.yml")
    assert {each.pointer for each in faults} == {"/document", "/amount"}


def test_what_is_another_kind_of_record_is_told_once(schemas: Schemas) -> None:
    order = record("rectification-order")
    (fault,) = messages.explain_errors(schemas, "change", order, "x.yml")
    assert (fault.pointer, fault.message) == ("", "内容是“责令限期整改”，照文件名应是“变更”")
    assert fault.hint.startswith("内容没有错的，文件名写成“日期-rectification-order.yml”；是变更的")
    (fault,) = messages.explain_errors(schemas, "plan", order, "x.yml")
    assert fault.message == "内容是“责令限期整改”，照文件名应是“年度计划”"
    del order["due"]
    assert len(messages.explain_errors(schemas, "change", order, "x.yml")) > 1


def test_a_key_that_is_like_none_is_told_what_there_is(schemas: Schemas) -> None:
    data = record("suspension", (("after",), "x"))
    (fault,) = messages.explain_errors(schemas, "suspension", data, "x.yml")
    assert fault.hint.startswith("可用的字段：")


def test_what_else_lacks_beside_a_misspelt_key_is_told(schemas: Schemas) -> None:
    data = record("suspension", (("reason",), GONE), (("reasom",), "x"), (("authority",), GONE))
    lacking, unknown = sorted(
        messages.explain_errors(schemas, "suspension", data, "x.yml"), key=lambda each: each.pointer
    )
    assert lacking.message == "“暂停开班”缺少必填的“决定机关”（authority）"
    assert unknown.pointer == "/reasom"


def test_all_faults_of_a_record_come_at_once(schemas: Schemas) -> None:
    changes: list[tuple[tuple[str | int, ...], Any]] = [
        (("year",), "2024"),
        (("number",), GONE),
        (("reason",), "\n"),
        (("add", 0, "persons"), -1),
        (("add", 0, "hours"), -0.3),
        (("add", 0, "place"), GONE),
        (("steps", 0, "x"), 1),
    ]
    faults = messages.explain_errors(schemas, "amendment", record("amendment", *changes), "x.yml")
    pointers = [
        "/year",
        "",
        "/reason",
        "/add/0/persons",
        "/add/0/hours",
        "/add/0/hours",
        "/add/0",
        "/steps/0/x",
    ]
    assert sorted(each.pointer for each in faults) == sorted(pointers)


def test_a_long_value_is_shortened(schemas: Schemas) -> None:
    (fault,) = messages.explain_errors(
        schemas, "authority", record("authority", (("phone",), "1" * 41)), "x.yml"
    )
    assert fault.message == f"“办公电话”写法不符合要求，现为“{'1' * 38}……”"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (7.5, "7.5"),
        ("0571", '"0571"'),
        ("24", '"24"'),
        ("2024-03-15",) * 2,
        ("甲",) * 2,
    ],
)
def test_a_value_is_shown_as_it_is_to_be_written(value: str | float | None, written: str) -> None:
    assert write_literal(value) == written
    assert parse(f"a: {written}".encode()).data == {"a": value}


def test_a_property_is_judged_alone_and_named_as_in_its_record(schemas: Schemas) -> None:
    def judge(name: str, value: Any) -> list[tuple[str, str]]:
        faults = messages.explain_property(schemas, "institution", name, value, "x.yml")
        return [(each.pointer, each.message) for each in faults]

    assert judge("phone", "0515-00000001") == judge("unknown", 1) == []
    assert judge("phone", "甲") == [("/phone", "“办公电话”写法不符合要求，现为“甲”")]
    assert judge("sites", [{"name": "甲"}]) == [("/sites/0", "“培训地点”第 1 项缺少必填的“地址”（address）")]
