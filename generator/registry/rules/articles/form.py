"""The rules of form, which the reading room enforces: here only their statements, for the table of rules."""

from __future__ import annotations

from ...finding import Severity
from ...records.strict_yaml import MAX_DEPTH, MAX_VALUES
from ...records.text import MAX_BYTES
from ..rule import Rule

STATEMENTS: dict[str, tuple[str, str, Severity]] = {
    "file-place": (
        "文件位置",
        "records/ 中只放登记记录，文件夹和文件名符合记录种类的规定。",
        "error",
    ),
    "file-link": ("不用链接", "records/ 中的文件是文件本身，不是指向别处的链接。", "error"),
    "yaml-size": (
        "文件大小",
        f"一份记录不超过 {MAX_BYTES // 1024**2} MiB，其中的内容不超过 {MAX_VALUES} 项。",
        "error",
    ),
    "yaml-encoding": ("文件编码", "文件用 UTF-8 编码，不带 BOM。", "error"),
    "yaml-invisible": ("看不见的字符", "文件中没有看不见的控制字符、零宽字符和方向控制符。", "error"),
    "yaml-look-alike": (
        "部首和兼容字",
        "文字用正文用的字，不用看上去一样的偏旁部首（如 ⻓）和兼容字。",
        "error",
    ),
    "yaml-private-use": ("私用区字符", "文字中没有私用区的字符：它们在别的电脑上是别的字。", "error"),
    "yaml-variant": (
        "异体字选择符",
        "文字中没有看不见的异体字选择符；法定代表人的姓名确需用的，只作提醒。",
        "error",
    ),
    "yaml-mixed-script": (
        "别种文字的字母",
        "一个词中的字母是同一种文字的，没有看上去像拉丁字母、汉字的别种字母。",
        "warning",
    ),
    "yaml-blank": (
        "假空格",
        "缩进、冒号和短横之后、值的两端用英文空格，不用全角空格；不换行空格等特殊空格哪里都不用。",
        "error",
    ),
    "yaml-comment": (
        "值后的注释",
        "注释另起一行写；值后面空一格的井号会截断内容，属于内容的加英文双引号。",
        "error",
    ),
    "yaml-quotes": (
        "整个值的中文引号",
        "整个值不写在中文引号里；引号属于内容的，外面再加英文双引号。",
        "warning",
    ),
    "yaml-line-ends": (
        "换行",
        "提交到 Git 的内容按登记册规定的方式换行；在 Windows 上编辑的文件，Git 会自动换过来。",
        "warning",
    ),
    "yaml-tab": ("制表符", "缩进用空格，不用制表符。", "error"),
    "yaml-syntax": ("冒号、缩进和引号", "冒号、缩进、引号和短横照 YAML 的写法写，程序才读得出来。", "error"),
    "yaml-empty": ("空文件", "文件有内容。", "error"),
    "yaml-documents": ("一个文件一份记录", "一个文件只有一份内容。", "error"),
    "yaml-duplicate": ("字段重复", "同一组字段中每个字段只写一次。", "error"),
    "yaml-key": ("字段名", "字段名是一个英文词。", "error"),
    "yaml-anchor": ("锚点和引用", "不使用 YAML 的锚点（&）和引用（*）。", "error"),
    "yaml-tag": ("标签和指令", "不使用 YAML 的标签（!）和指令（%）。", "error"),
    "yaml-depth": ("嵌套层数", f"嵌套不超过 {MAX_DEPTH} 层。", "error"),
    "yaml-ambiguous": (
        "有歧义的文字",
        "别的软件可能读成数字、日期、时间或是否值的文字加英文双引号。",
        "warning",
    ),
    "yaml-folded": ("多行中文", "多行中文用 | 起头，不折行。", "warning"),
    "demo-licence": (
        "示例数据的许可",
        "网站不再标明演示数据（extra.demo）的，不再写、不再放示例数据的许可（extra.data_licence、records/LICENSE）。",
        "error",
    ),
    "settings-without-secrets": (
        "设置中没有密码",
        "网站设置中的地址不带用户名、密码、令牌。",
        "error",
    ),
    "example-ended": (
        "结束示例",
        "标明演示数据（extra.demo: true）的登记册，机构、批次和修复记录在一次改动中全部删去，"
        "同时改为 demo: false；以后不再改回 true。",
        "error",
    ),
    "record-form": (
        "统一的写法",
        "字段按记录格式的顺序写，缩进、引号、列表和空行与登记册的其他记录相同。"
        "与 Git 中的版本比较时，对改动的记录提示；registry fix 改成统一的写法，内容不变。",
        "info",
    ),
    "schema": (
        "记录格式",
        "记录符合所属种类的格式：该有的字段都有，没有多余的字段，值的写法正确。",
        "error",
    ),
}

RULES = tuple(
    Rule(code, title, statement, "", "", severity, "record", "form")
    for code, (title, statement, severity) in STATEMENTS.items()
)
