"""What the code keeps to: names say what they are of, functions what they do, no Chinese text is compared.

Logic takes a value from kinds.py or asks a keyword of the schema, so that a word can be replaced.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from registry.settings import HOME
from tests.verbs import PACKAGE, begins_with_verb, list_functions

PARTICIPLES = frozenset({"told", "known", "kept", "made", "seen", "found"})
JSON = "setup/open_point.py"  # where `found` is a key of what the doctor prints
CHINESE = re.compile("[\u4e00-\u9fff]")
COMPARED = re.compile(r"""\{[{%][^}]*(?:[=!]=|\bin) *\(?["'][^"']*[\u4e00-\u9fff]""")
# These read what people have written: signs, yes and no, the words before a number.
READERS = ("look_alikes.py", "mends.py", "personal.py")


def list_participles(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The values, functions, classes and types that are called by a bare participle."""
    for node in nodes:
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.Name(id=name, ctx=ast.Store())
                | ast.Attribute(attr=name, ctx=ast.Store())
                | ast.arg(arg=name)
            ) if not name.isupper() and name.strip("_").lower() in PARTICIPLES:
                yield node.lineno, name


def list_long_each(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """What is called `each` elsewhere than in a comprehension of one line."""
    for node in nodes:
        targets: list[ast.expr] = []
        match node:
            case ast.arg(arg="each"):
                yield node.lineno, "each"
            case ast.For(target=target):
                targets = [target]
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                if node.lineno != node.end_lineno:
                    targets = [generator.target for generator in node.generators]
        for part in (below for target in targets for below in ast.walk(target)):
            if isinstance(part, ast.Name) and part.id == "each":
                yield part.lineno, "each"


def list_classes(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The classes but for private ones."""
    for node in nodes:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.lineno, node.name


def list_compared(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The Chinese texts with which something is compared."""
    for node in nodes:
        if isinstance(node, ast.Compare | ast.MatchValue):
            for below in ast.walk(node):
                match below:
                    case ast.Constant(value=str(text)) if CHINESE.search(text):
                        yield below.lineno, text


@cache
def read_package() -> dict[str, list[tuple[str, str]]]:
    """What each of the functions above lists, with its place, in one pass over the modules.

    No tree is kept: half a million nodes would make every later test wait for the garbage collector.
    """
    listed: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        path, nodes = file.relative_to(PACKAGE).as_posix(), [*ast.walk(ast.parse(file.read_text("utf-8")))]
        for look in (list_participles, list_long_each, list_classes, list_compared, list_functions):
            listed[look.__name__] += [(f"{path}:{line}", text) for line, text in look(nodes)]
    return listed


def test_no_name_is_a_bare_participle() -> None:
    assert [each for each in read_package()["list_participles"] if not each[0].startswith(JSON)] == []


def test_each_stands_in_one_line() -> None:
    assert read_package()["list_long_each"] == []


def test_a_class_has_a_name_that_no_other_has() -> None:
    counts = Counter(name for _, name in read_package()["list_classes"])
    assert [name for name, count in counts.items() if count > 1] == []


def test_most_public_functions_begin_with_a_verb() -> None:
    names = [name for _, name in read_package()["list_functions"]]
    assert sum(map(begins_with_verb, names)) >= 0.85 * len(names)


@pytest.mark.parametrize(
    ("name", "begins"), [("list_events", True), ("is_listed", True), ("told", False), ("listing", False)]
)
def test_what_begins_with_a_verb(name: str, begins: bool) -> None:
    assert begins_with_verb(name) == begins


def test_no_chinese_text_is_compared() -> None:
    compared = read_package()["list_compared"]
    assert [each for each in compared if not each[0].partition(":")[0].endswith(READERS)] == []


def test_no_template_compares_chinese_text() -> None:
    files = (HOME / "site/templates").rglob("*.html")
    wrong = [(file.name, found[0]) for file in files for found in COMPARED.finditer(file.read_text("utf-8"))]
    assert wrong == []
