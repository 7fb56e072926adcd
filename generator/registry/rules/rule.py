"""What a rule is: a generator function whose docstring states it, with article, severity, scope and basis.

A rule gets what it needs as arguments. The type of its first argument says what it is called for: a record
kind (each record of that kind, the filing in an application too), `Document` (each file, as plain data),
`Dossier` (each dossier), `Register` (once) or `Difference` (once, where there is a base). Further arguments
are given by name: `register`, `schemas`, `day`, `recorded` (what history tells of files), `waivable`, `used`.
A rule that asks for the `day` is run in every check of its scope: what it finds is not remembered.
Of a dossier, `register` is only what Register.select_subset holds of it, so that its findings can be kept. A
rule yields faults, opens no file, reads no clock, prints nothing. Its code is its name.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Literal, NamedTuple, TypedDict, Unpack

from ..finding import SEVERITY_LABELS, Severity
from ..model.kinds import Record
from ..refusal import Refusal

Scope = Literal["record", "register", "change", "clock"]
Basis = Literal["regulation", "convention", "target", "form"]
BASIS_LABELS: dict[Basis, str] = {
    "regulation": "办法",
    "convention": "登记册的理解",
    "target": "目标",
    "form": "格式",
}
SCOPE_LABELS: dict[Scope, str] = {
    "record": "单份记录或单个机构",
    "register": "整个登记册",
    "change": "一次改动（与改动之前相比）",
    "clock": "到期提醒",
}


class Fault(NamedTuple):
    """A fault in one record: its file, a pointer into it, what was found and required, and how to mend it.

    A rule of form may find what an article asks for as well: `article` then names it. `registry fix` mends
    what is `mendable`; where the text is known that can only be meant there, it is `meant`. What a rule finds
    in the institution is reported in the act that says so, where institution.yml lags behind; with
    `as_written` it is what institution.yml itself says.
    """

    path: str
    pointer: str
    message: str
    hint: str = ""
    on_key: bool = False
    article: str = ""
    mendable: bool = False
    meant: str = ""
    as_written: bool = False


Body = Callable[..., Iterable[Fault]]


class Rule(NamedTuple):
    """A rule of the table.

    `statement` is the public sentence, `detail` what more the docstring says. A `condition` is one that
    only an application which has passed must meet; a `waivable` rule gives way to a waiver in the dossier.
    Nothing is said by a rule where one of those in `after` finds fault with the same file. A rule with
    `yields_to` judges how a value of a change is written: of one that it refuses no other rule says anything
    but those in `yields_to`, and where one of these does, it says nothing itself. `reads` are the parameters
    of the regulation's file by which it judges.
    """

    code: str
    title: str
    statement: str
    detail: str
    article: str
    severity: Severity
    scope: Scope = "record"
    basis: Basis = "regulation"
    body: Body = tuple
    subjects: tuple[type, ...] = ()
    wants: tuple[str, ...] = ()
    condition: bool = False
    waivable: bool = False
    after: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


class RuleOptions(TypedDict, total=False):
    """What few rules say of themselves; what is left out is as in Rule."""

    scope: Scope
    basis: Basis
    condition: bool
    waivable: bool
    after: tuple[str, ...]
    yields_to: tuple[str, ...]
    reads: tuple[str, ...]


def rule(
    article: str, title: str, severity: Severity = "error", **options: Unpack[RuleOptions]
) -> Callable[[Body], Rule]:
    """Make a function a rule of `article` ("8(2)"; "" for a rule of form) with a short Chinese `title`."""

    def decorate(body: Body) -> Rule:
        if not body.__doc__:  # what is published says it
            raise Refusal(f"规则 {body.__name__} 没有说明；用 python -OO 运行时说明会丢失")
        statement, _, detail = inspect.cleandoc(body.__doc__).partition("\n\n")
        types = inspect.get_annotations(body, eval_str=True)
        first, *rest = (name for name in types if name != "return")
        return Rule(
            code=body.__name__.replace("_", "-"),
            title=title,
            statement=statement.replace("\n", ""),
            detail=detail.replace("\n", ""),
            article=article,
            severity=severity,
            body=body,
            # A union stands for each of its types.
            subjects=typing.get_args(types[first]) or (types[first],),
            wants=tuple(rest),
            **options,
        )

    return decorate


def describe_severity(rule: Rule) -> str:
    """How severe a rule is, in words, with what lowers it."""
    return SEVERITY_LABELS[rule.severity] + (
        "；机构现况和尚未通过评审的申请只作提醒" if rule.condition else ""
    )


def describe_uncited(rule: Rule) -> str:
    """What is said of a rule in the place of its article, where no article is cited."""
    return "格式要求，不出自某一条" if rule.basis == "form" else "不出自某一条"


def collect_rules(module: ModuleType) -> Iterator[Rule]:
    """The rules that a module defines, in order."""
    for value in vars(module).values():
        if isinstance(value, Rule) and value.body.__module__ == module.__name__:
            yield value


def either(names: Iterable[str]) -> str:
    """Names as alternatives: 甲、乙或丙."""
    *others, last = sorted(names)
    return f"{'、'.join(others)}或{last}" if others else last


def fault(
    record: Record, pointer: str, message: str, hint: str = "", on_key: bool = False, article: str = ""
) -> Fault:
    """A fault at `pointer` in a record; empty means the record as a whole."""
    return Fault(record.path, record.at + pointer, message, hint, on_key, article)
