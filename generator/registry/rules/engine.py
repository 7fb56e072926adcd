"""Runs the rules over a register: gives each what it asks for and turns its faults into findings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from ..finding import Finding, Severity, split_pointer
from ..lifecycle.force import list_standing
from ..lifecycle.older_lists import has_only_lists
from ..lifecycle.present import arrange_dossier, find_origin, list_lagging
from ..model.difference import Difference
from ..model.dossier import Dossier
from ..model.excerpt import RegisterExcerpt, rebuild_register, take_excerpt
from ..model.kinds import Application, Institution, Record, Review, ReviewResult, Waiver
from ..model.register import Register
from ..records.loader import Document, Progress
from ..records.record_path import RecordPath, find_folder
from ..records.recorded import RecordingHistory
from ..records.schemas import Schemas
from ..workers import HERE, Workers, split_batches
from .articles.recording import dates_have_come
from .articles.references import find_missing_tables, paths_match_contents, tables_present
from .places import suggest_change
from .rule import Fault, Rule, Scope
from .table import CHECKED, RULES
from .titles import add_titles
from .verdicts import FindingsCache

CHUNK = 128  # dossiers that a worker judges at a time: each time the tables and batches are typed anew
ASTRAY = (paths_match_contents.code, "/id")  # that a folder is called otherwise than its institution
PLAIN: frozenset[Scope] = frozenset({"record", "register"})
WAIVABLE = {rule.code: rule.title for rule in CHECKED if rule.waivable}
YIELDING = tuple(rule for rule in CHECKED if rule.yields_to)
# What a rule can be run on.
Subject = Difference | Register | Dossier | Record | Document


class CheckOptions(NamedTuple):
    """What a check looks for, and with what it works.

    The rules of `scopes` are run; `recorded` is what history tells of each file, where they ask for it.
    `progress` shows how far it has come; `workers` check the files and run the rules; what was found of the
    same content before is taken from the folder `cache`, and stored there. These three change no finding.
    """

    scopes: frozenset[Scope] = PLAIN
    recorded: Mapping[str, RecordingHistory] = MappingProxyType({})
    progress: Progress | None = None
    workers: Workers = HERE
    cache: Path | None = None


DEFAULT = CheckOptions()


def run_rules(
    register: Register,
    schemas: Schemas,
    day: dt.date,
    options: CheckOptions = DEFAULT,
    verdicts: FindingsCache | None = None,
) -> list[Finding]:
    """Every finding of the rules of some scopes. Where a table is missing only its absence can be said.

    What is known of a dossier is taken from `verdicts`, and stored there.
    """
    progress = options.progress
    # Every other rule would only say in its own words that it finds no table.
    if not register.tables.regulations or any(find_missing_tables(register)):
        return _run_rules(register, schemas, day, _group_by_subject((tables_present,)), [register])
    # A finding that asks for the day holds for that day alone: it is neither taken from the memo nor stored.
    if any("day" in rule.wants for rule in CHECKED if rule.scope in options.scopes):
        verdicts = None
    findings = judge_shared(register, schemas, day, options)
    by_folder = {folder: verdicts.get(folder) if verdicts else None for folder in register.folders}
    sought = [folder for folder, results in by_folder.items() if results is None]
    judged = _judge_all(register, schemas, day, options, sought)
    for folder, results in progress(judged, "核对规则", len(sought)) if progress and sought else judged:
        by_folder[folder] = verdicts.put(folder, results) if verdicts else results
    return list(_drop_consequences(chain(findings, *filter(None, by_folder.values()))))


def _judge_all(
    register: Register, schemas: Schemas, day: dt.date, options: CheckOptions, folders: list[str]
) -> Iterator[tuple[str, list[Finding]]]:
    """Each folder with the findings of the rules in it.

    Others than this process get excerpts; here dossiers are as the register has them, and typed once.
    """
    scopes, recorded = options.scopes, options.recorded
    if options.workers.executor is None:
        # The register's own dossiers: what is typed for the rules is there for the pages.
        judged = judge_folders(register, schemas, day, scopes, folders, recorded)
    else:
        parts = (take_excerpt(register, chunk, recorded) for chunk in split_batches(folders, CHUNK))
        sent = options.workers.map(partial(_judge_excerpt, schemas, day, scopes), parts)
        judged = chain.from_iterable(sent)
    yield from zip(folders, judged, strict=True)


def judge_shared(register: Register, schemas: Schemas, day: dt.date, options: CheckOptions) -> list[Finding]:
    """The findings in the register as a whole, and in the files that lie in no dossier's folder."""
    shared = register.shared
    subjects = [register, *_list_subjects(shared.documents.values(), shared.records.values())]
    return _run_rules(register, schemas, day, _group_by_scope(options.scopes), subjects, options.recorded)


def _judge_excerpt(
    schemas: Schemas, day: dt.date, scopes: frozenset[Scope], part: RegisterExcerpt
) -> list[list[Finding]]:
    """The findings in each folder of an excerpt."""
    register = rebuild_register(part, schemas, arrange_dossier)
    return list(judge_folders(register, schemas, day, scopes, part.folders, part.recorded))


def judge_folders(
    register: Register,
    schemas: Schemas,
    day: dt.date,
    scopes: frozenset[Scope],
    folders: Iterable[str],
    recorded: Mapping[str, RecordingHistory] = MappingProxyType({}),
) -> Iterator[list[Finding]]:
    """The findings in each of some dossiers' folders."""
    called = _group_by_scope(scopes)
    for folder in folders:
        within = register.select_subset(folder)
        contents = within.read_folder(folder)
        subjects = _list_subjects(contents.documents.values(), contents.records.values())
        own = within.find_dossier(f"{folder}/institution.yml")
        yield _run_rules(within, schemas, day, called, [*subjects, own] if own else subjects, recorded)


def run_change_rules(difference: Difference, schemas: Schemas, day: dt.date) -> list[Finding]:
    """Every finding of the rules of scope change; none where a table of the head is missing."""
    if not difference.head.tables.regulations:
        return []
    called = _group_by_scope(frozenset({"change"}))
    return list(_drop_consequences(_run_rules(difference.head, schemas, day, called, [difference])))


def judge_coming_dates(
    register: Register, schemas: Schemas, day: dt.date, paths: Iterable[str]
) -> list[Finding]:
    """The dates after `day` in some files: a rule of the clock, which a change is asked too."""
    documents = [register.documents[path] for path in sorted(paths) if path in register.documents]
    return _run_rules(register, schemas, day, _group_by_subject((dates_have_come,)), documents)


def _run_rules(
    register: Register,
    schemas: Schemas,
    day: dt.date,
    called: Callable[[type], list[Rule]],
    subjects: Iterable[Subject],
    recorded: Mapping[str, RecordingHistory] = MappingProxyType({}),
) -> list[Finding]:
    """What the rules called for some subjects find, with nothing but `register` to look at."""
    # Within one folder: a waiver lies with what it excuses, so nobody else can have used it.
    used: set[str] = set()
    # By name: a rule asks for what it needs by the names of its parameters, and gets nothing else.
    given = {"register": register, "schemas": schemas, "day": day, "waivable": WAIVABLE, "used": used}
    given["recorded"] = recorded
    findings: list[Finding] = []

    def ask(rule: Rule, subject: Subject) -> None:
        for fault in rule.body(subject, **{name: given[name] for name in rule.wants}):
            if finding := _judge(rule, _place_in_act(fault, register), register, used):
                pointer = split_pointer(finding.pointer)
                hint = finding.hint + _advise_change(rule, finding, register, schemas)
                hint = add_titles(schemas, finding.path, pointer, hint)
                findings.append(msgspec.structs.replace(finding, hint=hint))

    late = []
    for subject in subjects:
        for rule in called(type(subject)):
            if "used" in rule.wants:
                late.append((rule, subject))
            else:
                ask(rule, subject)
    for rule, subject in late:  # what waivers have let pass is known only when all else has been asked
        ask(rule, subject)
    return findings


def _place_in_act(fault: Fault, register: Register) -> Fault:
    """A fault where it is to be mended: in the act that says so, where institution.yml does not."""
    if fault.as_written or not fault.path.endswith("/institution.yml"):
        return fault
    dossier = register.find_dossier(fault.path)
    name, sign, below = fault.pointer.removeprefix("/").partition("/")
    if dossier is None:
        return fault
    applications = dossier.get_acts(Application)
    if name not in list_lagging(dossier):  # or it is in neither: then the application lacks it
        is_written = dossier.stated is not None or not applications
        return (
            fault
            if is_written
            else fault._replace(path=applications[-1].path, pointer=f"/filing{fault.pointer}")
        )
    origin = find_origin(dossier, name)
    return fault._replace(path=origin.act.path, pointer=origin.pointer + sign + below) if origin else fault


def _advise_change(rule: Rule, finding: Finding, register: Register, schemas: Schemas) -> str:
    """By which act what a rule finds in institution.yml changes, which the program writes."""
    dossier = register.find_dossier(finding.path)
    if not dossier or Institution not in rule.subjects or not finding.path.endswith("/institution.yml"):
        return ""
    properties = schemas.kinds["institution"].properties
    named = [*re.findall("[a-z_]+", finding.hint), finding.pointer.split("/")[1]]
    name = next((each for each in named if properties.get(each, {}).get("x-change") == "change"), "")
    if not name or has_only_lists(dossier):
        return ""
    change = suggest_change(schemas, dossier.id, name)
    return f"；这份文件由程序照申请和变更写，不在这里改：申请录错的改正申请，情况变了的{change}"


def _judge(rule: Rule, fault: Fault, register: Register, used: set[str]) -> Finding | None:
    """A fault as a finding without line and column; None where a waiver lets it pass, which `used` takes."""
    waiver = _find_waiver(rule, fault, register) if rule.waivable else None
    # Before the severity is asked: a waiver that lets a warning pass has been used as well.
    if waiver:
        used.add(waiver.path)
        return None
    # Conditions are those of an application; whoever stands on an older list never made one.
    if rule.condition and _has_never_applied(register, fault.path):
        return None
    return Finding(
        rule=rule.code,
        article=register.tables.cite(rule.article or fault.article, _find_day(register, fault.path)),
        severity=_find_severity(rule, fault, register),
        path=fault.path,
        pointer=fault.pointer,
        message=fault.message,
        hint=fault.hint,
        on_key=fault.on_key,
        mendable=fault.mendable or bool(fault.meant),
        meant=fault.meant,
    )


def _drop_consequences(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those that only follow from another's (see Rule), or from a folder's name."""
    findings = list(findings)
    files = {(each.rule, each.path) for each in findings}
    values = {(each.rule, *_find_changed_value(each)) for each in findings}
    astray = {find_folder(each.path) for each in findings if (each.rule, each.pointer) == ASTRAY}
    for finding in findings:
        # Of a dossier in a folder of another id nothing else can be said: no list and no act means it.
        if (finding.rule, finding.pointer) != ASTRAY and find_folder(finding.path) in astray:
            continue
        if any((code, finding.path) in files for code in RULES[finding.rule].after):
            continue
        if not any(_gives_way(finding, rule, values) for rule in YIELDING):
            yield finding


def _gives_way(finding: Finding, rule: Rule, values: Collection[tuple[str, str, str]]) -> bool:
    """Whether a finding is not told, as a rule with `yields_to` judges the same value of a change.

    `values` are the codes of rules that find fault with a value, each with the value's place.
    """
    place = _find_changed_value(finding)
    if finding.rule == rule.code:
        return any((code, *place) in values for code in rule.yields_to)
    return (rule.code, *place) in values and finding.rule not in rule.yields_to


def _find_changed_value(finding: Finding) -> tuple[str, str]:
    """The place of a value of a change in which a finding lies: its path, and /changes/0/after."""
    return finding.path, "/".join(finding.pointer.split("/")[:4])


def _list_subjects(documents: Iterable[Document], records: Iterable[Record]) -> list[Subject]:
    """The files and records of a folder, and the filings in applications: each is a subject of rules."""
    subjects: list[Subject] = list(documents)
    for record in records:
        subjects.append(record)
        if isinstance(record, Application):
            subjects.append(record.filing)
    return subjects


def _group_by_scope(scopes: frozenset[Scope]) -> Callable[[type], list[Rule]]:
    """What gives the rules of some scopes that take a type of subject."""
    return _group_by_subject(tuple(rule for rule in CHECKED if rule.scope in scopes))


@cache
def _group_by_subject(rules: tuple[Rule, ...]) -> Callable[[type], list[Rule]]:
    """What gives those of some rules that take a type of subject."""
    # Both cached: there are thirty types and a hundred thousand subjects, and the rules stay as they are.
    return cache(lambda kind: [rule for rule in rules if issubclass(kind, rule.subjects)])


def _find_day(register: Register, path: str) -> dt.date:
    """The day whose regulation a finding in a record cites: the record's own, else the last there is."""
    record = register.by_path.get(path)
    if year := getattr(record, "year", None):
        return dt.date(year, 12, 31)
    date: dt.date = getattr(record, "date", dt.date.max)
    return date


def _find_severity(rule: Rule, fault: Fault, register: Register) -> Severity:
    """The rule's severity, lowered where the record's state asks for it.

    An application that does not meet a condition may be filed, and an institution that meets it no more is
    told as it is; it is unlawful only to let such an application pass.
    """
    return "warning" if rule.condition and not _has_passed(register, fault.path) else rule.severity


def _has_never_applied(register: Register, path: str) -> bool:
    """Whether `path` is of an institution on older lists alone: conditions are those of an application.

    Where its dossier cannot be read, the lists tell.
    """
    if dossier := register.find_dossier(path):
        return has_only_lists(dossier)
    lists = (register.batches.get(each) for each in register.listing.get(RecordPath.parse(path).id, ()))
    return any(each.carried_over for each in lists if each)


def _has_passed(register: Register, path: str) -> bool:
    """Whether `path` holds an application that has passed its review."""
    dossier, record = register.find_dossier(path), register.by_path.get(path)
    if dossier is None or not isinstance(record, Application):
        return False
    reviews = list_standing(dossier, Review)
    return any(each.result == ReviewResult.PASSED and each.batch == record.batch for each in reviews)


def _find_waiver(rule: Rule, fault: Fault, register: Register) -> Waiver | None:
    """The waiver in the dossier that covers the year of the faulty record, if there is one."""
    dossier, record = register.find_dossier(fault.path), register.by_path.get(fault.path)
    waivers = [each for each in dossier.waivers if each.rule == rule.code] if dossier else []
    year = getattr(record, "year", 0)
    # By years, not by days: what may be waived is a plan's, and a plan is of a whole year.
    return next((each for each in waivers if each.from_.year <= year <= each.until.year), None)
