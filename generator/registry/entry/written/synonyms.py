"""Words for the same thing, where they are sure to mean it. What is not here is asked."""

from __future__ import annotations

# What a cell says → what an amendment does. What else one may say for a chosen word stands in its schema.
ACTION_WORDS = {
    "新增": "增加",
    "增设": "增加",
    "增开": "增加",
    "更改": "修改",
    "变更": "修改",
    "调整": "修改",
    "停办": "取消",
    "撤销": "取消",
    "删除": "取消",
}
# What may follow a word and changes nothing.
ENDINGS = ("科目", "课程", "方式", "教学", "授课", "形式", "培训", "教育", "课")
YES = frozenset({"是", "有", "对", "需要", "支持", "开放", "y", "Y", "yes", "true", "TRUE", "√", "✓"})
NO = frozenset(
    {"否", "无", "不", "不需要", "不支持", "不开放", "n", "N", "no", "false", "FALSE", "×", "x", "X"}
)
