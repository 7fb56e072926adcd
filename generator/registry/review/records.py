"""A record of a proposal as a reviewer reads it: what it says, what is found there, on what it rests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from ..changes.edits import IN_MEANING, RecordWords
from ..changes.pairs import FilePair
from ..changes.sections import RecordChange, RecordLine
from ..display import Facts, Grid, Group, Text, shorten_text
from ..finding import Finding, build_pointer
from ..json_pointer import is_within
from ..lifecycle.plans import find_passing_day
from ..model.difference import Difference
from ..model.kinds import Amendment, Plan, StepAction
from ..model.presenter import Presenter
from ..personal import mask_personal
from ..records.loader import Document
from ..records.record_path import find_folder
from .approval import NOTHING_KNOWN, Approvers
from .documents import list_documents
from .odd_records import RecordRemarks
from .tables import INNER, TableMaker, list_row_places
from .view import LATER, WAITING, Action, FactLine, GivenApproval, Line, ReviewedRecord, ReviewTable

COPIED = "内容与申请中的机构情况相同，不再列出"
MAX_FACT = 2000  # characters of a fact
NOTE = "审批规则只看文件名，由审批的人看：{}针对 {}{}"


class RecordReviewer:
    """Describes the records of a difference on a day."""

    def __init__(
        self,
        difference: Difference,
        presenter: Presenter,
        approvers: Approvers,
        given: Mapping[str, Sequence[GivenApproval]],
        remarks: RecordRemarks,
        day: dt.date,
    ) -> None:
        self.difference = difference
        self.presenter = presenter
        self.approvers = approvers
        self.given = given
        self.day = day
        self.words = RecordWords(difference, presenter, presenter)
        self.tables = TableMaker(difference, presenter, day)
        self.remarks = remarks

    def build(self, change: RecordChange, findings: Sequence[Finding]) -> ReviewedRecord:
        """A record with its findings: each at the line, fact or row that it concerns, else at the record."""
        pair, lead = change.pair, change.lead
        new = pair.new if not pair.is_faulty else None
        is_new = pair.old is None
        is_told = bool(new and is_new and self.is_told_by_application(new))
        tables = self.tables.list_tables(new, pair.old, findings) if new and not is_told else []
        left = _drop_in_rows(findings, tables)
        facts: list[FactLine] = []
        lines = change.lines
        if is_told:
            lines = [RecordLine(COPIED), *lines[1:]]
        elif new and is_new:
            # Each step takes the findings that it has shown out of `left`: none stands on the page twice.
            facts, left = self.list_facts(new, left)
            lines = [*self.list_deeds(new, pair), *lines[1:]]
        elif pair.is_faulty:
            lines = []  # that it has faults is reported by the findings
        placed, left = _place_findings([_shorten(each, lead) for each in lines], left)
        path = pair.path
        authorities = self.approvers.find_authorities(path)
        former = pair.old.path if pair.old and pair.old.path != path else ""
        return ReviewedRecord(
            path=mask_personal(path),
            title=mask_personal(lead or pair.kind.title),
            action=find_action(pair),
            former=mask_personal(former),
            standing=self.describe_standing(pair),
            lines=placed,
            facts=facts,
            tables=tables,
            documents=[*map(mask_personal, list_documents(self.presenter, new, pair.old))] if new else [],
            findings=left,
            approvers=self.approvers.format_names(authorities),
            approval=self.describe_approval(authorities),
            note=mask_personal(self.describe_target(new)) if new else "",
            remarks=[*map(mask_personal, self.remarks.list_remarks(pair))],
        )

    def is_told_by_application(self, new: Document) -> bool:
        """Whether a new institution is as its application has it, which says the same above."""
        if new.kind != "institution":
            return False
        filed = self.difference.head.read_folder_of(new.path).filed.values()
        added = [
            item
            for item in filed
            if item.kind == "application" and item.path not in self.difference.base.filed
        ]
        return any(each.data["filing"] == new.data for each in added)

    def list_deeds(self, new: Document, pair: FilePair) -> Iterator[RecordLine]:
        """That a new record was faulty before, and what it does to others."""
        if pair.was_faulty:
            yield RecordLine("原有错误，现已改正")
        yield from self.words.describe_deeds(self.difference.head.by_path.get(new.path))

    def list_facts(self, new: Document, findings: Sequence[Finding]) -> tuple[list[FactLine], list[Finding]]:
        """The facts of a new record, and the findings that concern none of them."""
        record = self.difference.head.by_path.get(new.path)
        # What stands in the heading, or is reported as a line of its own.
        leave = {"date", "year", "number", *(IN_MEANING.get(type(record), ()) if record else ())}
        tabled = {build_pointer(*each) for each in list_row_places(new)}
        schema = self.presenter.schemas.kinds[new.kind].schema
        facts, left = [], [*findings]
        for pointer, label, text in _flatten(self.presenter.list_facts(schema, new.data, frozenset(leave))):
            if pointer in tabled:
                continue
            here = [each for each in left if is_within(each.pointer, pointer)]
            left = [each for each in left if each not in here]
            facts.append(FactLine(label, mask_personal(_cut(text)), here))
        return facts, left

    def describe_standing(self, pair: FilePair) -> str:
        """What a plan or amendment was before it was changed: passed, by some, or not; else nothing."""
        base = self.difference.base
        record, dossier = (
            (base.by_path.get(pair.old.path), base.find_dossier(pair.old.path)) if pair.old else (None, None)
        )
        if dossier is None or not isinstance(record, Plan | Amendment):
            return ""
        if passed := find_passing_day(dossier, record.steps, self.day):
            return f"改动之前已于 {passed} 通过"
        some = {each.authority: each.date for each in record.steps if each.action == StepAction.PASSED}
        words = "、".join(f"{dossier.tables.get_name(who)} {on}" for who, on in some.items())
        return f"改动之前一方已经通过（{words}）" if some else "改动之前还没有通过"

    def describe_target(self, new: Document) -> str:
        """Whose act a correction or decision is about: who approves goes by its own file's name alone."""
        named = {"correction": new.data.get("file"), "decision": f"acts/{new.data.get('target')}.yml"}
        path = f"{find_folder(new.path)}/{named.get(new.kind)}"
        target = self.difference.head.filed.get(path)
        if target is None:
            return ""
        office = target.data.get("authority")
        by = f"，由{self.approvers.tables.get_name(office)}作出" if office else ""
        return NOTE.format(self.presenter.schemas.kinds[new.kind].title, named[new.kind], by)

    def describe_approval(self, authorities: Sequence[str]) -> str:
        """Who has approved, or that it is waited for."""
        given = [each for authority in authorities for each in self.given.get(authority, ())]
        counted = next((each for each in given if not each.objection), None)
        if counted:
            return f"{counted.name} {counted.who} {counted.day} 已批准"
        waiting = LATER if self.remarks.faulty else WAITING
        return waiting if authorities else NOTHING_KNOWN


def find_action(pair: FilePair) -> Action:
    """What a proposal does with a file, in a word."""
    if pair.is_faulty:
        return "unreadable"
    if pair.new is None:
        return "removed"
    if pair.old is None:
        return "added"
    return "moved" if pair.old.path != pair.path and pair.old.data == pair.new.data else "edited"


def _shorten(line: RecordLine, lead: str) -> RecordLine:
    """A line without the name of its record, which stands above it."""
    return line._replace(text=line.text.removeprefix(f"{lead}：")) if lead else line


def _place_findings(
    lines: Sequence[RecordLine], findings: Sequence[Finding]
) -> tuple[list[Line], list[Finding]]:
    """The lines with the findings at the places of which they tell, and the findings that concern none."""
    placed, left = [], [*findings]
    for line in lines:
        here = [each for each in left if line.pointer and _touch(line.pointer, each.pointer)]
        left = [each for each in left if each not in here]
        placed.append(Line(mask_personal(line.text), here))
    return placed, left


def _touch(one: str, other: str) -> bool:
    """Whether one place is in the other."""
    # A finding of the whole record would lie above every line.
    return is_within(other, one) or (bool(other) and is_within(one, other))


def _drop_in_rows(findings: Sequence[Finding], tables: Sequence[ReviewTable]) -> list[Finding]:
    # By identity: two findings may be equal, and only one of them stand in a row.
    placed = {id(each) for table in tables for row in table.rows for each in row.findings}
    return [each for each in findings if id(each) not in placed]


def _flatten(facts: Facts, above: str = "", lead: str = "") -> Iterator[tuple[str, str, str]]:
    """Facts with their pointers, the parts of a group each by itself, tables in a line a row."""
    for fact in facts:
        pointer, label = f"{above}/{fact.name}", f"{lead}{fact.label}"
        value = fact.value
        if isinstance(value, Group):
            yield from _flatten(value.facts, pointer, "" if fact.name == INNER else f"{label}：")
        elif isinstance(value, Grid):
            yield pointer, label, "；".join(_join_row(value.headings, row) for row in value.rows)
        elif isinstance(value, Text):
            yield pointer, label, value.text
        else:
            yield pointer, label, "、".join(each.text for each in value)


def _join_row(headings: Sequence[str], row: Sequence[Text]) -> str:
    """A row of an object's parts in words: 专职：正高级 1，副高级 4."""
    first, *cells = zip(headings, row, strict=True)
    rest = "，".join(f"{heading} {cell.text}" for heading, cell in cells if cell.text)
    return f"{first[1].text}：{rest}"


def _cut(text: str) -> str:
    return shorten_text(" ".join(text.split()), MAX_FACT)
