"""Text that is not what it seems: each is told as what it is, with the mend; what is lawful is let be."""

from __future__ import annotations

from typing import Any

import pytest

from registry.records import fast_yaml
from registry.records.look_alikes import _collect_letters, _read_table
from registry.records.strict_yaml import parse

# A text → the rule, the place, a word of the message, a word of the mend.
TOLD: list[tuple[str, str, str, str]] = [
    ("place: 东楼 #201教室\n", "yaml-comment 1:11", "“#201教室”", '"东楼 #201教室"'),
    ("title: C #语言程序设计\n", "yaml-comment 1:10", "注释", '"C #语言程序设计"'),
    ("a: 盐都区 3 #楼\n", "yaml-comment 1:10", "没有读进来", '"盐都区 3 #楼"'),
    ("a: 1  # 核对过\n", "yaml-comment 1:7", "注释", "另起一行"),
    ("a: # 课程\n  b: 1\n", "yaml-comment 1:4", "注释", "另起一行"),
    ("a:\n  - # 第一项\n    b: 1\n", "yaml-comment 2:5", "注释", "另起一行"),
    ('a: "一" # 注\n', "yaml-comment 1:8", "注释", "另起一行"),
    ("a: [一] # 注\n", "yaml-comment 1:8", "注释", "另起一行"),
    ("a: | # 注\n  一\n", "yaml-comment 1:6", "注释", "另起一行"),
    ("name: 演示⻓江护理培训中心\n", "yaml-look-alike 1:9", "偏旁部首", "“长”（U+957F）"),
    ("name: ⼈社\n", "yaml-look-alike 1:7", "偏旁部首", "“人”（U+4EBA）"),
    ("name: ⽅⾯\n", "yaml-look-alike 1:7", "偏旁部首", "“方”"),
    ("name: ㇐\n", "yaml-look-alike 1:7", "偏旁部首", "“一”"),
    ("name: \uf901新\n", "yaml-look-alike 1:7", "兼容字", "“更”"),
    ("name: \U0002f800\n", "yaml-look-alike 1:7", "兼容字", "“丽”"),
    ('name: "\\u2ed3江"\n', "yaml-look-alike 1:7", "偏旁部首", "“长”"),
    ("name: \ue5e5演示\n", "yaml-private-use 1:7", "私用区", "GB 18030"),
    ('name: "\\ue5e5"\n', "yaml-private-use 1:7", "私用区", "重新输入"),
    ("name: \U000f1234\n", "yaml-private-use 1:7", "私用区", "换成"),
    ("name: 演示\ufe00中心\n", "yaml-variant 1:9", "异体字选择符", "删去"),
    ("name: 葛\U000e0100\n", "yaml-variant 1:8", "异体字选择符", "删去"),
    ("legal_representative: 葛\U000e0100某\n", "yaml-variant 1:24", "异体字选择符", "可以保留"),
    *(
        (text, f"yaml-variant {place}", "异体字选择符", "可以保留")
        for text, place in (
            ("- field: legal_representative\n  before: 葛\U000e0100某\n", "2:12"),
            ("legal_representative: 𠮷\U000e0100某\n", "1:24"),
            ("- before: 葛\n  after: 葛\U000e0100某\n  field: legal_representative\n", "2:11"),
            ("{field: legal_representative, before: 葛, after: 葛\U000e0100}\n", "1:50"),
            ("pointer: /legal_representative\nold: 葛\nnew: 葛\U000e0100\n", "3:7"),
            ("pointer: /changes/0/after\nold: 葛\nnew: 葛\U000e0100\n", "3:7"),
        )
    ),
    *(
        (text, f"yaml-variant {place}", "异体字选择符", "删去")
        for text, place in (
            ("{field: name, before: 青, after: 青\U000e0100松}\n", "1:34"),
            ("- field: name\n  after: 青\U000e0100松\n- field: legal_representative\n", "2:11"),
            ("pointer: /name\nold: 葛\nnew: 葛\U000e0100\n", "3:7"),
            ("field: legal_representative\nreason: 葛\U000e0100\n", "2:10"),
            ("a: 葛\u180b\n", "1:5"),
            ("a: 葛\u180f\n", "1:5"),
        )
    ),
    ("title: Jаva程序设计\n", "yaml-mixed-script 1:9", "西里尔字母", "“a”（U+0061）"),
    ("title: Ехсеl实务\n", "yaml-mixed-script 1:8", "西里尔字母", "“E”"),
    ("title: А座\n", "yaml-mixed-script 1:8", "西里尔字母", "“A”"),
    ("title: ΒIM技术\n", "yaml-mixed-script 1:8", "希腊字母", "“B”"),
    ("title: Jαva\n", "yaml-mixed-script 1:9", "希腊字母", "“a”"),
    ("title: cօde\n", "yaml-mixed-script 1:9", "亚美尼亚字母", "“o”（U+006F）"),
    ("title: ᎪIDS防治\n", "yaml-mixed-script 1:8", "切罗基字母", "“A”"),
    ("title: ꓮIDS防治\n", "yaml-mixed-script 1:8", "别种文字", "“A”"),
    ("title: \U0001d400IDS防治\n", "yaml-mixed-script 1:8", "数学符号用的字母", "“A”（U+0041）"),
    ("title: \U0001d400\U0001d408应用\n", "yaml-mixed-script 1:8", "另有 1 个这样的字母", "“A”"),
    ("title: ℍIV防治\n", "yaml-mixed-script 1:8", "数学符号用的字母", "“H”"),
    ("title: Aı应用\n", "yaml-mixed-script 1:9", "拉丁字母", "“i”（U+0069）"),
    ("title: ʀPA应用\n", "yaml-mixed-script 1:8", "拉丁字母", "“R”（U+0052）"),
    ("title: pīnyīn与zhōnɡ\n", "yaml-mixed-script 1:19", "拉丁字母", "“g”"),
    ("title: 第ㅡ期\n", "yaml-mixed-script 1:9", "谚文字母", "“一”（U+4E00）"),
    ("title: 人ㅁ普查\n", "yaml-mixed-script 1:9", "谚文字母", "看上去一样的汉字"),
    ("title: ㄚ环\n", "yaml-mixed-script 1:8", "注音符号", "看上去一样的汉字"),
    ("title: 第〸期\n", "yaml-mixed-script 1:9", "苏州码子", "“十”（U+5341）"),
    ("title: 人ロ普查\n", "yaml-mixed-script 1:9", "片假名", "“口”（U+53E3）"),
    ("title: エ程造价\n", "yaml-mixed-script 1:8", "片假名", "“工”"),
    ("title: ニ级建造师\n", "yaml-mixed-script 1:8", "片假名", "“二”"),
    ("title: 第ー期\n", "yaml-mixed-script 1:9", "片假名", "“一”"),
    ("title: “青松护理”\n", "yaml-quotes 1:8", "中文引号 “ ”", '"“青松护理”"'),
    ("title: 「青松」\n", "yaml-quotes 1:8", "中文引号", "删去"),
    ("title: ＂青松＂\n", "yaml-quotes 1:8", "中文引号", "删去"),
    ("title: «青松»\n", "yaml-quotes 1:8", "整个值写在引号 « »", '"«青松»"'),
    ("title: „青松“\n", "yaml-quotes 1:8", "„ “", "英文双引号"),
    ('title: “青松"\n', "yaml-quotes 1:8", "中文引号", "补全"),
    ("title: ”青松”\n", "yaml-quotes 1:8", "中文引号", "补全"),
    ("title: “青松\n", "yaml-quotes 1:8", "以引号 “ 开头", "补全"),
    ("title: 青松”\n", "yaml-quotes 1:8", "以引号 ” 结尾", "补全"),
    ("a: |\n  “条件符合。\n  同意。”\n", "yaml-quotes 1:4", "中文引号 “ ”", "可以保留"),
    ("form: #随堂听课\n", "yaml-comment 1:7", "没有读进来", '"#随堂听课"'),
    ("a: 智慧\u2800医院\n", "yaml-blank 1:6", "文字中间有特殊空格", "英文空格"),
    ("a: 演\u00a0示\n", "yaml-blank 1:5", "文字中间有不换行空格", "Word"),
    ('a: "演\\u00a0示"\n', "yaml-blank 1:4", "文字中间", "英文空格"),
    ("a:\n  - b: [演\u2002示, 乙]\n", "yaml-blank 2:10", "文字中间有特殊空格", "英文空格"),
    ("a: |\n  第一段。\n  第\u00a0二\u2002段。\n", "yaml-blank 3:4", "共 2 个", "英文空格"),
    ("a: |\n  \u00a0第一段。\n", "yaml-blank 2:3", "不换行空格", "英文空格"),
    ("form\u00a0: x\n", "yaml-blank 1:5", "字段名和冒号之间", "英文空格"),
    ("a:\n  - form\u2800: x\n", "yaml-blank 2:9", "字段名和冒号之间", "英文空格"),
    ("a:\n\u3000\u3000b: 1\n", "yaml-blank 2:1", "全角空格", "英文空格"),
    ("a:\n\u00a0\u00a0b: 1\n", "yaml-blank 2:1", "不换行空格", "Word"),
    ("a:\n  - b: 1\n  \u00a0 c: 2\n", "yaml-blank 3:3", "行首的缩进", "英文空格"),
    ("a:\u00a0一\n", "yaml-blank 1:3", "冒号或短横后面", "英文空格"),
    ("a:\u3000一\nb: 1\n", "yaml-blank 1:3", "全角空格", "英文空格"),
    ("a: \u3000一\n", "yaml-blank 1:4", "全角空格", "英文空格"),
    ("a:\n-\u3000一\n", "yaml-blank 2:2", "全角空格", "英文空格"),
    ("persons: 41\u00a0\n", "yaml-blank 1:10", "值的开头或末尾", "英文空格"),
    ("a: 一\u3000\n", "yaml-blank 1:4", "值的开头或末尾", "英文空格"),
    ('a: "\u3000一"\n', "yaml-blank 1:4", "值的开头或末尾", "英文空格"),
    ("a:\n  - b: 1\n\u2003\u2003- b: 2\n", "yaml-blank 3:1", "特殊空格", "英文空格"),
    ("a: |\n\u3000\u3000一\n", "yaml-blank 2:1", "全角空格", "英文空格"),
]


def said(text: str | bytes) -> list[str]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [f"{each.rule} {each.line}:{each.column}" for each in parse(raw).faults]


@pytest.mark.parametrize(("text", "place", "message", "mend"), TOLD)
def test_each_is_told_as_what_it_is(text: str, place: str, message: str, mend: str) -> None:
    (fault, *others) = parse(text.encode()).faults
    assert f"{fault.rule} {fault.line}:{fault.column}" == place
    assert message in fault.message
    assert mend in fault.hint
    assert {each.rule for each in others} <= {fault.rule}  # nothing that only follows from it
    warned = {"yaml-mixed-script", "yaml-quotes"}
    assert (fault.severity == "warning") == (fault.rule in warned or "可以保留" in fault.hint)
    assert fast_yaml.read(text.encode())[1] == parse(text.encode()).faults


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('place: "东楼 #201教室"\n', {"place": "东楼 #201教室"}),
        ("title: C#语言程序设计\n", {"title": "C#语言程序设计"}),
        ("a: |\n  东楼 #201教室\n", {"a": "东楼 #201教室\n"}),
        ("# 核对过\na: 1\n", {"a": 1}),
        ("title: 关于“两个责任”的培训\n", {"title": "关于“两个责任”的培训"}),
        ("title: “青松”护理和“东楼”\n", {"title": "“青松”护理和“东楼”"}),
        ('title: "“双减”"\n', {"title": "“双减”"}),
        ("title: 《劳动法》\n", {"title": "《劳动法》"}),
        ("title: α-干扰素\n", {"title": "α-干扰素"}),
        ("title: β受体阻滞剂\n", {"title": "β受体阻滞剂"}),
        ("title: TNFα与IL1β\n", {"title": "TNFα与IL1β"}),
        ("title: γGT测定\n", {"title": "γGT测定"}),
        ("title: 5μm滤膜\n", {"title": "5μm滤膜"}),
        ("title: Ω值\n", {"title": "Ω值"}),
        ("title: 俄语Русский язык\n", {"title": "俄语Русский язык"}),
        ("title: カタカナ入门\n", {"title": "カタカナ入门"}),
        ("title: ロボット技术\n", {"title": "ロボット技术"}),
        ("title: Café与naïve\n", {"title": "Café与naïve"}),
        ("title: 二〇二四年\n", {"title": "二〇二四年"}),
        ("title: \ufa0e\n", {"title": "\ufa0e"}),  # unified, though it stands among the compatible
        ("title: 㐀𠀀\n", {"title": "㐀𠀀"}),
        ("a: 王\u3000芳\n", {"a": "王\u3000芳"}),
        ("title: 5mℓ与300\u212a\n", {"title": "5mℓ与300\u212a"}),
        ("title: \U0001d465轴与ℝ\n", {"title": "\U0001d465轴与ℝ"}),
        ("title: IL1ɑ\n", {"title": "IL1ɑ"}),
        ("title: 音标ɪ与ʌ\n", {"title": "音标ɪ与ʌ"}),
        ("title: Ⅱ期①㎡℃№Ａ座\n", {"title": "Ⅱ期①㎡℃№Ａ座"}),
        ("name: 买买提·艾力\n", {"name": "买买提·艾力"}),
        ("title: 鲜の味与お茶\n", {"title": "鲜の味与お茶"}),
        ("title: 《カフェ経営》\n", {"title": "《カフェ経営》"}),
        ("title: 注音ㄅㄆㄇ\n", {"title": "注音ㄅㄆㄇ"}),
        ("title: 韩语한국어与자모ㄱㄴ\n", {"title": "韩语한국어与자모ㄱㄴ"}),
        ("title: 维吾尔语ئۇيغۇرچە او\n", {"title": "维吾尔语ئۇيغۇرچە او"}),
        ("title: 傈僳语ꓮꓡ\n", {"title": "傈僳语ꓮꓡ"}),
        ("title: ᠮᠣᠩᠭᠣᠯ\u180b\n", {"title": "ᠮᠣᠩᠭᠣᠯ\u180b"}),
        ("title: Straße与Łódź\n", {"title": "Straße与Łódź"}),
        ('title: 屏幕 55"\n', {"title": '屏幕 55"'}),
        ("title: Students’\n", {"title": "Students’"}),
        ("a: |\n  “青松”护理和\n  “东楼”\n", {"a": "“青松”护理和\n“东楼”\n"}),
        ("# ⽼ 葛\U000e0100 Jаva 王\u00a0芳\na: 1\n", {"a": 1}),
        (
            "a: |\n  \u3000\u3000第一段。\n  \u3000\u3000第二段。\n",
            {"a": "\u3000\u3000第一段。\n\u3000\u3000第二段。\n"},
        ),
        ('a: "x\\u00e9"\n', {"a": "xé"}),
    ],
)
def test_what_is_lawful_is_let_be(text: str, data: Any) -> None:
    parsed = parse(text.encode())
    assert (parsed.data, parsed.faults) == (data, [])
    assert fast_yaml.read(text.encode()) == (data, [])


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("a: 一\n".encode("utf-16"), "UTF-16"),
        ("name: 演示\n".encode("utf-16-le"), "UTF-16"),
        ("name: 演示\n".encode("utf-16-be"), "UTF-16"),
        *(("name: 演示\n".encode(f"utf-32{order}"), "UTF-32") for order in ("", "-le", "-be")),
        ("\ufeffname: 演示中心\n".encode("utf-32-be"), "UTF-32"),
        ("a: 机构\n".encode("gb18030"), "不是 UTF-8"),
        ("a: 一\n".encode("utf-8-sig"), "BOM"),
    ],
)
def test_an_encoding_is_told_as_what_it_is(raw: bytes, word: str) -> None:
    (fault,) = parse(raw).faults
    assert (fault.rule, word in fault.message) == ("yaml-encoding", True)
    assert ("GBK" in fault.hint) == (word == "不是 UTF-8")


def test_several_faults_are_told_in_one_go() -> None:
    text = "name: 演示⻓江\nplace: 东楼 #1\ntitle: “甲”\na: 1\na: 2\n"
    assert said(text) == ["yaml-look-alike 1:9", "yaml-quotes 3:8", "yaml-duplicate 5:1", "yaml-comment 2:11"]


def test_the_tables_are_unicodes() -> None:
    assert len(_read_table("EquivalentUnifiedIdeograph.txt")) > 250
    assert _collect_letters()["а"] == "a"
    assert _collect_letters()["ロ"] == "口"


def test_a_number_in_a_comment_is_found() -> None:
    text = "# 张老师 138\n# 1234 5678\na: 1\n# 电话 0515-88120000\n"
    assert said(text) == ["no-personal-numbers 1:7"]


def test_line_ends_of_another_kind_are_told_once() -> None:
    (fault,) = parse("a: 一\rb: 二\rc: 三\r".encode()).faults
    assert (fault.rule, fault.line, fault.column) == ("yaml-invisible", 1, 5)
    assert "整个文件" in fault.message


@pytest.mark.parametrize("unit", ["\u00a0", "“", "а", "ꓮA", "ㄚ一", "Jа ", "ʀ"])
def test_a_file_of_look_alikes_is_read_in_a_moment(unit: str) -> None:
    """What is told of each grows neither with the word nor with the file."""
    faults = parse(f"a: {unit * 20000}\n".encode()).faults
    assert sum(len(each.message) for each in faults) < 20000
