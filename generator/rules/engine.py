"""Runs the rules over a register: gives each what it asks for and turns its faults into findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..finding import Finding, Severity
from ..model.kinds import Application, Institution, Record, Review
from ..model.register import Dossier, Register, folder_of
from ..records.schemas import Schemas
from .references import regulation_present
from .rule import Fault, Rule, Scope
from .table import CHECKED

Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]


def run(
    register: Register,
    schemas: Schemas,
    day: dt.date,
    scopes: frozenset[Scope] = frozenset({"record", "register"}),
    progress: Progress | None = None,
) -> list[Finding]:
    """Every finding of the rules of these scopes. Without a regulation only its absence can be said."""
    if not register.tables.regulations:
        rules = [rule for rule in CHECKED if rule.code == regulation_present.rule.code]  # type: ignore[attr-defined]
    else:
        rules = [rule for rule in CHECKED if rule.scope in scopes]
    subjects = _subjects(register)
    given = {"register": register, "schemas": schemas, "day": day}
    findings = []
    for rule in progress(rules, "核对规则", len(rules)) if progress else rules:
        for fault in faults(rule, subjects, given):
            if not (rule.waivable and _waived(rule, fault, register)):
                findings.append(finding(rule, fault, _severity(rule, fault, register)))
    return findings


def _subjects(register: Register) -> dict[type, list[Any]]:
    """What rules are called for, by type: records under every type they have, dossiers, the register."""
    found: dict[type, list[Any]] = {Register: [register], Dossier: list(register.dossiers.values())}
    for record in register.records:
        _file(found, record)
        if isinstance(record, Application):
            _file(found, record.filing)
    return found


def _file(found: dict[type, list[Any]], record: Record) -> None:
    for cls in type(record).__mro__:
        if issubclass(cls, Record):
            found.setdefault(cls, []).append(record)


def faults(rule: Rule, subjects: dict[type, list[Any]], given: dict[str, Any]) -> Iterator[Fault]:
    """What one rule yields over all its subjects."""
    assert rule.body
    extra = {name: given[name] for name in rule.wants}
    for kind in rule.subjects:
        for subject in subjects.get(kind, ()):
            yield from rule.body(subject, **extra)


def finding(rule: Rule, fault: Fault, severity: Severity | None = None) -> Finding:
    """A rule's fault as a finding; its line and column come later."""
    return Finding(
        rule=rule.code,
        article=rule.article,
        severity=severity or rule.severity,
        path=fault.path,
        pointer=fault.pointer,
        message=fault.message,
        hint=fault.hint,
        on_key=fault.on_key,
    )


def _severity(rule: Rule, fault: Fault, register: Register) -> Severity:
    """The rule's severity, lowered where the record's state asks for it: an application that does not meet a condition
    may be filed; it is unlawful only to let it pass."""
    if rule.condition and not _passed(register, fault.path):
        return "warning"
    return rule.severity


def _passed(register: Register, path: str) -> bool:
    """Whether the application in `path` has passed its review, or, for any other file, any application has."""
    dossier = register.dossiers.get(folder_of(path).rpartition("/")[2])
    if dossier is None:
        return True
    application = next((each for each in dossier.acts_of(Application) if each.path == path), None)
    reviews = [each for each in dossier.acts_of(Review) if each.result == "通过"]
    return any(application is None or each.batch == application.batch for each in reviews)


def _waived(rule: Rule, fault: Fault, register: Register) -> bool:
    """Whether a waiver in the dossier covers the year or the day of the faulty record."""
    dossier = register.dossiers.get(folder_of(fault.path).rpartition("/")[2])
    record = next((each for each in register.records if each.path == fault.path), None)
    if dossier is None or record is None or isinstance(record, Institution):
        return False
    year, date = getattr(record, "year", None), getattr(record, "date", None)
    return any(
        waiver.rule == rule.code
        and (waiver.from_.year <= year <= waiver.until.year if year else waiver.from_ <= (date or dt.date.min) <= waiver.until)
        for waiver in dossier.waivers
    )
