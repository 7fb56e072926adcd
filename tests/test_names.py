"""Names say what they are of: no bare participles, `each` in one line alone, a class for one thing."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.verbs import PACKAGE

PARTICIPLES = frozenset({"told", "known", "kept", "made", "seen", "found"})
JSON = {("setup/open_point.py", "found")}  # a key of what the doctor prints


@cache
def read_trees() -> dict[str, ast.AST]:
    """The modules of the package, parsed, by their path in it."""
    files = sorted(PACKAGE.rglob("*.py"))
    return {file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


def list_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What a module gives to values, functions and classes as names, each with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name.strip("_").lower()
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name


def list_long_each(tree: ast.AST) -> Iterator[int]:
    """The lines of what is called `each` elsewhere than in a comprehension of one line."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        match node:
            case ast.arg(arg="each"):
                yield node.lineno
            case ast.For(target=target):
                targets = [target]
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                if node.lineno != node.end_lineno:
                    targets = [generator.target for generator in node.generators]
        for part in (below for target in targets for below in ast.walk(target)):
            if isinstance(part, ast.Name) and part.id == "each":
                yield part.lineno


def test_no_name_is_a_bare_participle_and_each_stands_in_one_line() -> None:
    wrong = []
    for path, tree in read_trees().items():
        names = [(line, name) for line, name in list_names(tree) if name in PARTICIPLES]
        wrong += [f"{path}:{line}: {name}" for line, name in names if (path, name) not in JSON]
        wrong += [f"{path}:{line}: each" for line in list_long_each(tree)]
    assert wrong == []


def test_a_class_has_a_name_that_no_other_has() -> None:
    nodes = (node for tree in read_trees().values() for node in ast.walk(tree))
    classes = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))
    assert [name for name, count in classes.items() if count > 1 and not name.startswith("_")] == []
