"""How many public functions begin with a verb: `python -m tests.verbs` prints the share, and which do not.

Counted are functions and methods of `generator/registry` whose name has no leading underscore. Left out are
classes and properties, rules (their names are published addresses), and what a library calls by its own name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from registry.settings import HOME

PACKAGE = HOME / "generator" / "registry"
WORDS = """
add answer apply assemble build call can check choose cite collect compare compose compute connect
convert count cut decode derive describe does draft draw encode escape examine explain export fill
find finish flatten fold format get group has hash indent is join judge keep limit list load
locate make map mark mask may measure must note open order outline pack pair parse pause print put
read rebuild remove render replace resolve restore roll round run save see select serve set share show
skip sort split stamp start state step subtract suggest sum summarise take tell trace unescape
view walk write
"""
VERBS = frozenset(WORDS.split())
# Names that argparse, MkDocs, Jinja2 and Rich call.
CALLED_BY_LIBRARIES = ("on_", "add_usage", "error", "parse_known_args", "load_bytecode", "dump_bytecode")


def list_functions(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Each public function of a module that is counted, with its line."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and is_counted(node):
            yield node.lineno, node.name


def is_counted(node: ast.FunctionDef) -> bool:
    """Whether a function is public, and neither a property nor a rule nor named by a library."""
    decorators = " ".join(ast.unparse(each) for each in node.decorator_list)
    exempt = "property" in decorators or decorators.startswith("rule(")
    return not exempt and not node.name.startswith(("_", *CALLED_BY_LIBRARIES))


def begins_with_verb(name: str) -> bool:
    """Whether the first word of a name is a verb."""
    return name.partition("_")[0] in VERBS


def main() -> None:
    """Print the share, and the functions without a verb."""
    total, others = 0, 0
    for file in sorted(PACKAGE.rglob("*.py")):
        for line, name in list_functions(ast.walk(ast.parse(file.read_text("utf-8")))):
            total += 1
            if not begins_with_verb(name):
                others += 1
                print(f"{file.relative_to(PACKAGE)}:{line}: {name}")
    print(f"{100 * (1 - others / total):.1f} % of {total} public functions begin with a verb")


if __name__ == "__main__":
    main()
