"""Runs the rules over a register: gives each what it asks for and turns its faults into findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from ..finding import Finding, Severity
from ..lifecycle.status import in_force
from ..model.kinds import Application, Record, Review, Waiver
from ..model.register import Dossier, Register
from ..records.load import Progress
from ..records.schemas import Schemas
from .references import missing_tables, tables_present
from .rule import Fault, Rule, Scope
from .table import CHECKED

PLAIN: frozenset[Scope] = frozenset({"record", "register"})


def run(
    register: Register,
    schemas: Schemas,
    day: dt.date,
    scopes: frozenset[Scope] = PLAIN,
    progress: Progress | None = None,
) -> list[Finding]:
    """Every finding of the rules of these scopes. Where a table is missing only its absence can be said."""
    rules = [rule for rule in CHECKED if rule.scope in scopes]
    if not register.tables.regulations or any(missing_tables(register)):
        rules = [tables_present]
    waivable = frozenset(rule.code for rule in CHECKED if rule.waivable)
    given = {"register": register, "schemas": schemas, "day": day, "waivable": waivable}
    subjects = list(_subjects(register))
    called = _by_type(rules, subjects)
    findings = []
    for subject in progress(subjects, "核对规则", len(subjects)) if progress else subjects:
        for rule in called[type(subject)]:
            for fault in rule(subject, **{name: given[name] for name in rule.wants}):
                if not (rule.waivable and _waived(rule, fault, register)):
                    article = register.tables.cite(rule.article, _day_of(register, fault.path))
                    findings.append(finding(rule, fault, _severity(rule, fault, register), article))
    return findings


def _subjects(register: Register) -> Iterator[Register | Record | Dossier]:
    """What rules are called for. Dossiers come one by one, as much of what is derived from one is kept."""
    yield register
    for record in register.records:
        yield record
        if isinstance(record, Application):
            yield record.filing
    yield from register.dossiers.values()


def _by_type(rules: Iterable[Rule], subjects: Iterable[Any]) -> dict[type, list[Rule]]:
    """The rules that are called for each type of subject."""
    kinds = {type(subject) for subject in subjects}
    return {kind: [rule for rule in rules if issubclass(kind, rule.subjects)] for kind in kinds}


def _day_of(register: Register, path: str) -> dt.date:
    """The day whose regulation a finding in a record cites: the record's own, else the last there is."""
    record = register.by_path.get(path)
    if year := getattr(record, "year", None):
        return dt.date(year, 12, 31)
    found: dt.date = getattr(record, "date", dt.date.max)
    return found


def finding(rule: Rule, fault: Fault, severity: Severity, article: str) -> Finding:
    """A rule's fault as a finding; its line and column come later."""
    return Finding(
        rule=rule.code,
        article=article,
        severity=severity,
        path=fault.path,
        pointer=fault.pointer,
        message=fault.message,
        hint=fault.hint,
        on_key=fault.on_key,
    )


def _severity(rule: Rule, fault: Fault, register: Register) -> Severity:
    """The rule's severity, lowered where the record's state asks for it.

    An application that does not meet a condition may be filed; it is unlawful only to let it pass.
    """
    return "warning" if rule.condition and not _passed(register, fault.path) else rule.severity


def _passed(register: Register, path: str) -> bool:
    """Whether the application in `path` has passed its review; for any other file, whether any has."""
    dossier = register.dossier_of(path)
    if dossier is None:
        return False
    record = register.by_path.get(path)
    reviews = (each for each in in_force(dossier.acts, dt.date.max) if isinstance(each, Review))
    passed = {each.batch for each in reviews if each.result == "通过"}
    return record.batch in passed if isinstance(record, Application) else bool(passed)


def _waived(rule: Rule, fault: Fault, register: Register) -> bool:
    """Whether a waiver in the dossier covers the year of the faulty record."""
    dossier, record = register.dossier_of(fault.path), register.by_path.get(fault.path)
    waivers = dossier.waivers if dossier else ()
    return any(each.rule == rule.code and _covers(each, getattr(record, "year", 0)) for each in waivers)


def _covers(waiver: Waiver, year: int) -> bool:
    return waiver.from_.year <= year <= waiver.until.year
