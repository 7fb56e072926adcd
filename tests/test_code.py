"""What the code keeps to: which rooms know which, names, sizes, and that no Chinese text is compared.

The rooms are as the README says. Logic takes a value from kinds.py or asks a keyword of the schema, so that a
word can be replaced.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from registry.settings import HOME
from tests.conftest import REPOSITORY
from tests.verbs import PACKAGE, begins_with_verb, list_functions

ROW = re.compile(r"^\| `registry/([a-z_/]+)/` \|.*\| ([a-z_/, ]*)\|$", re.MULTILINE)
# Modules beside the rooms know no room, but for these.
BESIDE = {"cluster": {"records"}, "__main__": {"cli"}}
PARTICIPLES = frozenset({"told", "known", "kept", "made", "seen", "found"})
NUMBER_ALONE = re.compile(
    "[A-Z]+ED|TOLD|KNOWN|KEPT|MADE|SEEN|FOUND|SHOWN|DRAWN|HELD"
    "|MOST|LEAST|MANY|FEW|FEWEST|LONGEST|WIDEST|SHORTEST|LATEST|ENOUGH"
)
JSON = "setup/open_point.py"  # where `found` is a key of what the doctor prints
CHINESE = re.compile("[\u4e00-\u9fff]")
LINES, PARAMETERS, MODULE_LINES = 40, 6, 400
GENERATED = "model/kinds.py"
# An editor shows a docstring by itself.
LEANING = re.compile(r"(The same (of|as|with|for)|Its|Their|Those|These|Them|One of (these|them)|Another)\b")
COMPARED = re.compile(r"""\{[{%][^}]*(?:[=!]=|\bin) *\(?["'][^"']*[\u4e00-\u9fff]""")
# These read what people have written: signs, yes and no, the words before a number.
READERS = ("look_alikes.py", "mends.py", "personal_search.py")


def list_imports(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """What is imported of the package, as it is said: dots and a module, then the name behind a blank."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            for name in node.names:
                yield node.lineno, f"{'.' * node.level}{node.module or ''} {name.name}"


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


def list_unnamed_numbers(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The numbers of a module that are called by a participle or a measure: SHOWN = 10 says not of what."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int())) if (
                NUMBER_ALONE.fullmatch(name)
            ):
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


def list_large(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The functions of more than 40 lines, and those of more than six parameters."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            lines, parameters = len(range(node.lineno, node.end_lineno or 0)) + 1, {*names} - {"self", "cls"}
            if lines > LINES or len(parameters) > PARAMETERS:
                yield node.lineno, f"{node.name}: {lines} lines, {len(parameters)} parameters"


def list_leaning(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The docstrings that say what something is only beside what stands above it."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and LEANING.match(ast.get_docstring(node) or ""):
            yield node.lineno, node.name


LOOKS = (
    list_imports,
    list_participles,
    list_unnamed_numbers,
    list_long_each,
    list_classes,
    list_compared,
    list_functions,
    list_large,
    list_leaning,
)


@cache
def read_package() -> dict[str, list[tuple[str, str]]]:
    """What each of `LOOKS` lists, with its place, in one pass over the modules.

    No tree is kept: half a million nodes would make every later test wait for the garbage collector.
    """
    results: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        path, nodes = file.relative_to(PACKAGE).as_posix(), [*ast.walk(ast.parse(file.read_text("utf-8")))]
        for look in LOOKS:
            results[look.__name__] += [(f"{path}:{line}", text) for line, text in look(nodes)]
    return results


def room_of(module: Path, rooms: set[str]) -> str:
    """The innermost room that a module, given from the package, lies in; empty beside the rooms."""
    folders = (each.as_posix() for each in module.parents)
    return next((each for each in folders if each in rooms), "")


def find_imported(module: Path, said: str) -> Path:
    """The module that an import means, as a path from the package without ending."""
    place, _, name = said.partition(" ")
    base = module.parents[place.count(".") - place.lstrip(".").count(".") - 1]
    base = base.joinpath(*place.lstrip(".").split("."))
    inside = base / name
    if (PACKAGE / inside).is_dir():
        return inside / "__init__"
    return inside if (PACKAGE / inside).with_suffix(".py").is_file() else base


def test_imports_go_one_way_as_the_readme_says() -> None:
    rows = ROW.findall((REPOSITORY / "README.md").read_text("utf-8"))
    rooms = {room: {name for name in names.strip().split(", ") if name} for room, names in rows}
    reach: dict[str, set[str]] = {}
    for room in TopologicalSorter(rooms).static_order():  # raises CycleError
        reach[room] = rooms[room].union(*(reach[each] for each in rooms[room]))
    with_modules = {file.parent.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py")}
    assert {*rooms} | {"."} >= with_modules - {"rules/articles"}
    wrong = []
    for place, imported in read_package()["list_imports"]:
        module = Path(place.partition(":")[0])
        room, other = room_of(module, {*rooms}), find_imported(module, imported)
        may_know = reach[room] | {room, ""} if room else {"", *BESIDE.get(module.stem, ())}
        wrong += [f"{place} knows {other}"] if room_of(other, {*rooms}) not in may_know else []
    assert wrong == []


def test_no_module_of_rules_takes_from_another() -> None:
    """What several rules need lies beside the articles: a rule is found, changed and deleted by itself."""
    articles = [each for each in read_package()["list_imports"] if each[0].startswith("rules/articles/")]
    imported = (find_imported(Path(place.partition(":")[0]), said).as_posix() for place, said in articles)
    assert [each for each in imported if each.startswith("rules/articles/")] == []


def test_no_name_is_a_bare_participle() -> None:
    assert [each for each in read_package()["list_participles"] if not each[0].startswith(JSON)] == []


def test_every_number_says_of_what_it_is() -> None:
    assert read_package()["list_unnamed_numbers"] == []


def test_no_name_beside_the_package_is_a_bare_participle() -> None:
    files = [file for folder in ("benchmarks", "tests") for file in (REPOSITORY / folder).rglob("*.py")]
    assert [
        f"{file}:{line} {name}"
        for file in files
        for line, name in list_participles(ast.walk(ast.parse(file.read_text("utf-8"))))
    ] == []


def test_functions_and_modules_are_small() -> None:
    assert read_package()["list_large"] == []
    sizes = {
        file.relative_to(PACKAGE).as_posix(): file.read_bytes().count(b"\n") for file in PACKAGE.rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES and name != GENERATED} == {}


def test_a_docstring_stands_by_itself() -> None:
    assert read_package()["list_leaning"] == []


def test_each_stands_in_one_line() -> None:
    assert read_package()["list_long_each"] == []


def test_a_class_has_a_name_that_no_other_has() -> None:
    counts = Counter(name for _, name in read_package()["list_classes"])
    assert [name for name, count in counts.items() if count > 1] == []


def test_nearly_all_functions_begin_with_a_verb() -> None:
    names = [name for _, name in read_package()["list_functions"]]
    assert sum(map(begins_with_verb, names)) >= 0.97 * len(names)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("list_events", True),
        ("is_listed", True),
        ("_fits", True),
        ("told", False),
        ("listing", False),
        ("_rows", False),
    ],
)
def test_what_begins_with_a_verb(name: str, begins: bool) -> None:
    assert begins_with_verb(name) == begins


def test_no_chinese_text_is_compared() -> None:
    compared = read_package()["list_compared"]
    assert [each for each in compared if not each[0].partition(":")[0].endswith(READERS)] == []


def test_no_template_compares_chinese_text() -> None:
    files = (HOME / "site/templates").rglob("*.html")
    wrong = [(file.name, match[0]) for file in files for match in COMPARED.finditer(file.read_text("utf-8"))]
    assert wrong == []
