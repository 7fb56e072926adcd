"""What is wrong with a register's settings, found with its records: its site would say what is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..finding import Finding
from ..settings import SETTINGS

EXAMPLE = "示例数据"  # what the title of the examples' licence says


def is_example_licence(settings: Mapping[str, Any]) -> bool:
    """Whether a site that does not say that its data are examples gives them the examples' licence."""
    extra = settings.get("extra")
    if not isinstance(extra, Mapping) or extra.get("demo"):
        return False
    licence = extra.get("data_licence")
    return isinstance(licence, Mapping) and EXAMPLE in str(licence.get("title", ""))


def check_settings(settings: Mapping[str, Any], root: Path) -> Iterator[Finding]:
    """The faults of the settings of `root`, located in its mkdocs.yml."""
    if is_example_licence(settings):
        yield Finding(
            rule="demo-licence",
            severity="error",
            path=SETTINGS,
            pointer="/extra/data_licence",
            message="extra.demo 已不是 true，页面和下载文件却还写着“示例数据，可以任意使用”的许可",
            hint="把 extra.data_licence 改成这些数据自己的许可；没有许可的删去；仍是示例的写 demo: true",
            line=_line(root, "data_licence"),
            column=1,
        )


def _line(root: Path, key: str) -> int:
    """The line on which a setting stands; the first where the file inherits it."""
    text = (root / SETTINGS).read_bytes().decode("utf-8", "replace")
    before = re.search(rf"^\s*{key}:", text, re.MULTILINE)
    return text.count("\n", 0, before.start(0)) + 1 + before[0].count("\n") if before else 1
