"""Logic takes a value from kinds.py or asks a keyword of the schema; it compares no Chinese text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from registry.settings import HOME

CHINESE = re.compile("[\u4e00-\u9fff]")
COMPARED = re.compile(r"""\{[{%][^}]*(?:[=!]=|\bin) *\(?["'][^"']*[\u4e00-\u9fff]""")
# These read what people have written: signs, yes and no, the words before a number.
READERS = {"look_alikes.py", "mends.py", "personal.py"}


def compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The Chinese texts that a module compares something with, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.MatchValue):
            for below in ast.walk(node):
                match below:
                    case ast.Constant(value=str(text)) if CHINESE.search(text):
                        yield below.lineno, text


def test_no_chinese_text_is_compared() -> None:
    wrong = [
        f"{file.relative_to(HOME)}:{line}: {text}"
        for file in (HOME / "generator").rglob("*.py")
        if file.name not in READERS
        for line, text in compared(ast.parse(file.read_text("utf-8")))
    ]
    assert wrong == []


def test_no_template_compares_chinese_text() -> None:
    files = (HOME / "site/templates").rglob("*.html")
    wrong = [(file.name, found[0]) for file in files for found in COMPARED.finditer(file.read_text("utf-8"))]
    assert wrong == []
