"""Runs the rules over a register: gives each what it asks for and turns its faults into findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..finding import Finding, Severity
from ..lifecycle.status import in_force
from ..model.difference import Difference
from ..model.kinds import Application, Record, Review, Waiver
from ..model.register import Dossier, Register
from ..records.load import Progress
from ..records.schemas import Schemas
from .references import missing_tables, tables_present
from .rule import Fault, Rule, Scope
from .table import CHECKED, RULES

PLAIN: frozenset[Scope] = frozenset({"record", "register"})
# Whatever a rule is called for.
Subject = Difference | Register | Record | Dossier


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
    return _run(register, schemas, day, rules, list(_subjects(register)), progress)


def run_change(difference: Difference, schemas: Schemas, day: dt.date) -> list[Finding]:
    """Every finding of the rules of scope change; none where a table of the head is missing."""
    if not difference.head.tables.regulations:
        return []
    rules = [rule for rule in CHECKED if rule.scope == "change"]
    return _run(difference.head, schemas, day, rules, [difference], None)


def _run(
    register: Register,
    schemas: Schemas,
    day: dt.date,
    rules: list[Rule],
    subjects: list[Subject],
    progress: Progress | None,
) -> list[Finding]:
    used: set[str] = set()
    waivable = frozenset(rule.code for rule in CHECKED if rule.waivable)
    given = {"register": register, "schemas": schemas, "day": day, "waivable": waivable, "used": used}
    called = _by_type(rules, subjects)
    findings: list[Finding] = []
    late = []
    for subject in progress(subjects, "核对规则", len(subjects)) if progress else subjects:
        for rule in called[type(subject)]:
            if "used" in rule.wants:
                late.append((rule, subject))
            else:
                findings += _findings(rule, subject, register, given, used)
    for rule, subject in late:  # what waivers have let pass is known only when all else has been asked
        findings += _findings(rule, subject, register, given, used)
    return list(_independent(findings))


def _findings(
    rule: Rule, subject: Subject, register: Register, given: Mapping[str, Any], used: set[str]
) -> Iterator[Finding]:
    """What a rule finds, but for what a waiver lets pass; `used` takes the waivers that did."""
    for fault in rule(subject, **{name: given[name] for name in rule.wants}):
        waiver = _waiver(rule, fault, register) if rule.waivable else None
        if waiver:
            used.add(waiver.path)
        else:
            article = register.tables.cite(rule.article, _day_of(register, fault.path))
            yield finding(rule, fault, _severity(rule, fault, register), article)


def _independent(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those that only follow from another rule's in the same file."""
    findings = list(findings)
    found = {(each.rule, each.path) for each in findings}
    for each in findings:
        if not any((code, each.path) in found for code in RULES[each.rule].after):
            yield each


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


def _waiver(rule: Rule, fault: Fault, register: Register) -> Waiver | None:
    """The waiver in the dossier that covers the year of the faulty record, if there is one."""
    dossier, record = register.dossier_of(fault.path), register.by_path.get(fault.path)
    waivers = dossier.waivers if dossier else ()
    year = getattr(record, "year", 0)
    return next((each for each in waivers if each.rule == rule.code and _covers(each, year)), None)


def _covers(waiver: Waiver, year: int) -> bool:
    return waiver.from_.year <= year <= waiver.until.year
