"""How many functions begin with a verb: `python -m tests.verbs` prints the share, and which do not.

Counted are functions and methods of `generator/registry`, those of one module (`_name`) too. Left out are
classes and properties, rules (their names are published addresses), and what a library calls by its own name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from registry.settings import HOME

PACKAGE = HOME / "generator" / "registry"
WORDS = """
add advise allow announce answer apply ask assemble be begin build call can cease check choose cite clear
clip close collect compare complete compose compute concern confirm connect convert copy count cut decode
derive describe digest discard does draft draw drop edit empty encode end escape examine exchange explain
export extend fail fall fill find finish fit fix flatten fold follow format get go group guess guide has
hash hold identify import indent index is join judge keep label lay leave let limit link list load locate
lock look make map mark mask match may measure mend merge move must name need note number open order
outline pack pair parse pause pick place prepare print propose protect publish pull push put quote rank
reach read rebuild refer refuse remove rename render renew replace resolve rest restore review roll round
run save say scan score seal see select send serve set settle shadow shape share shorten show sign skip
sort split stamp stand start state step store subtract succeed suggest sum summarise supply take teach
tell temper tidy touch trace transfer try turn undo unescape unpack update vary view walk warn weigh
withdraw wrap write
"""
VERBS = frozenset(WORDS.split())
# Names that argparse, MkDocs, Jinja2 and Rich call.
CALLED_BY_LIBRARIES = (
    "on_",
    "add_usage",
    "_metavar_formatter",
    "error",
    "parse_known_args",
    "load_bytecode",
    "dump_bytecode",
)


def list_functions(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Each function of a module that is counted, with its line."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and is_counted(node):
            yield node.lineno, node.name


def is_counted(node: ast.FunctionDef) -> bool:
    """Whether a function is neither a property nor a rule nor named by Python or a library."""
    decorators = " ".join(ast.unparse(each) for each in node.decorator_list)
    exempt = "property" in decorators or decorators.startswith("rule(")
    return not exempt and not node.name.startswith(("__", *CALLED_BY_LIBRARIES))


def begins_with_verb(name: str) -> bool:
    """Whether the first word of a name is a verb: list_acts, _find_end, _fits."""
    word = name.lstrip("_").partition("_")[0]
    return bool({word, word.removesuffix("s"), word.removesuffix("es")} & VERBS)


def main() -> None:
    """Print the share, and the functions without a verb."""
    total, others = 0, 0
    for file in sorted(PACKAGE.rglob("*.py")):
        for line, name in list_functions(ast.walk(ast.parse(file.read_text("utf-8")))):
            total += 1
            if not begins_with_verb(name):
                others += 1
                print(f"{file.relative_to(PACKAGE)}:{line}: {name}")
    print(f"{100 * (1 - others / total):.1f} % of {total} functions begin with a verb")


if __name__ == "__main__":
    main()
