"""From a workbook to a record in the register, or to all that stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...lifecycle.filing import find_name
from ...lifecycle.next_records import YEARLY, find_next_amendment
from ...model.dossier import Dossier
from ...model.register import Register
from ...records.record_path import RECORDS
from ...records.schemas import Schemas
from ...rules.checking import Examined
from ...suggest import ask_whether
from ...whole_file import replace_file
from ..named import find_id
from ..new_files import NewFile, find_free_path, write
from ..request import NotLawful, UnknownNameError, refuse_far_year
from ..sheets.grid import Workbook, sort_faults
from ..workbook.content import LISTS, ORIGIN
from ..written.values import Context
from .announcing import find_batch, insert_announcement, join_announcement, name_batch, note_empty_list
from .commissioners import complete_commissioners
from .completion import complete_rows, note_missing
from .draft import Draft
from .envelope import MADE_BY_OFFICES, Envelope, ImportRequest
from .existing import MAX_DIFFERENCES, OTHERWISE, Existing, find_existing
from .identity import Identity, find_other_code, identify
from .lacking import answer_lacking
from .matching import ENVELOPE
from .names import make_context
from .newcomer import complete_newcomer
from .questions import Question, Questions
from .reading import read_draft
from .recognise import Recognised, describe_sideways, describe_unread, mend_headings, recognise_workbook
from .record_file import draft_record, recognise_record
from .repeated import settle_repeated
from .resubmitting import KINDS, find_rewritten, list_returned, may_come_anew, resubmit
from .result import FAULTY, OPEN, REFUSED, SAME, UNREAD, WRITTEN, Result
from .splitting import Wanted, split_workbook
from .verdict import judge_draft, place_findings, write_draft
from .which_year import find_year

OWN_SHEETS = (ORIGIN, LISTS)  # hidden in the forms that export writes
YES, NO = "是", "否"
UNFINISHED = (
    "已有 {path}，是一份还没有填好的表；用这张报来的表的，先放下它（registry discard {path}），再导入"
)


@dataclass
class Importer:
    """Imports workbooks one after the other: each finds the register as those before it have left it.

    `unfinished` are forms that are there and not in the register yet; `replaced` is what has been written.
    """

    root: Path
    examined: Examined
    request: ImportRequest
    questions: Questions
    today: dt.date
    dry_run: bool = False
    unfinished: Collection[str] = ()
    replaced: dict[str, bytes | None] = field(default_factory=dict)

    @property
    def register(self) -> Register:
        return self.examined.register

    @property
    def schemas(self) -> Schemas:
        return self.examined.schemas

    def import_file(self, workbook: Workbook) -> list[tuple[Workbook, Result]]:
        """Take each record that a file holds into the register, with what is left of the file for it."""
        request = self.request
        id_ = self._find_wanted(request.id)
        wanted = Wanted(request.kind, id_, request.year)
        parts = split_workbook(workbook, self.register, self.schemas, self.today, wanted)
        return [(each.workbook, self.import_workbook(*each)) for each in parts]

    def _find_wanted(self, words: str) -> str:
        try:
            return find_id(words, self.register, self.today) if words else ""
        except UnknownNameError:
            return ""  # told where it is looked for

    def import_workbook(self, workbook: Workbook, likely: list[Recognised] | None = None) -> Result:
        """Take a workbook of one record into the register, whole or not at all. Raises OSError.

        `likely` is how it can be read, where that was found already.
        """
        self.questions.about = workbook.path.name
        if likely is None:
            likely = recognise_workbook(workbook, self.schemas, self.request.kind)
        if len(likely) > 1:
            choices = {each.kind: self.schemas.kinds[each.kind].title for each in likely}
            kind = self.questions.choose(Question("看不出是哪一种表", choices, "--kind"))
            likely = [each for each in likely if each.kind == kind]
        if said := describe_sideways(workbook, self.schemas, likely[0].kind if likely else ""):
            return Result(workbook.path, UNREAD, said=said)
        if not likely:
            asked = tuple(self.questions.take_open())
            said = "" if asked else describe_unread(workbook, self.schemas)
            return Result(workbook.path, OPEN if asked else UNREAD, said=said, questions=asked)
        return self._run(workbook, likely[0])

    def import_record(self, path: Path) -> list[tuple[Workbook, Result]]:
        """Take a file that a web form has made, as `import_file` does. Raises UnreadableSheet or OSError."""
        self.questions.about = path.name
        workbook = Workbook(path, ())
        return [(workbook, self._run(workbook, recognise_record(path, self.schemas, self.request.kind)))]

    def _run(self, workbook: Workbook, recognised: Recognised) -> Result:
        """What becomes of a workbook, or of a record, that is of one kind."""
        try:
            return _Import(self, workbook, recognised).run()
        except NotLawful as error:
            self.questions.take_open()
            return Result(workbook.path, REFUSED, recognised.kind, str(error), unknown=recognised.unknown)
        except UnknownNameError as error:
            asked = tuple(self.questions.take_open())
            return Result(workbook.path, UNREAD, recognised.kind, str(error), questions=asked)

    def keep(self, path: str, text: str, after: Examined, is_there: bool) -> None:
        """Write a record, or in a dry run only let those that follow find it.

        The file of one that is there is exchanged in one step.
        """
        if is_there and not self.dry_run:
            replace_file(self.root / path, text.encode())
        elif not self.dry_run:
            write(self.root, [NewFile(path, text, [])])
        self.replaced[path] = text.encode()
        self.examined = after


class _Import:
    """One workbook on its way."""

    def __init__(self, importer: Importer, workbook: Workbook, recognised: Recognised) -> None:
        self.importer = importer
        self.workbook = workbook
        self.recognised = recognised
        self.questions = importer.questions
        self.register = importer.register
        self.schemas = importer.schemas
        self.who: Identity | None = None
        self.dossier: Dossier | None = None
        self.year: int | None = None
        self.remarks = list(_list_remarks(workbook))

    def run(self) -> Result:
        """Go from the sheet to the record in the register, as far as nothing stands in the way."""
        importer = self.importer
        self._confirm_headings()
        kind = self.recognised.kind
        if kind != "batch":
            self._find_institution()
        if kind in YEARLY:
            stem = self.workbook.path.stem
            self.year = find_year(self.recognised, importer.request.year, self.questions, stem)
            refuse_far_year(self.year, importer.today)
        # Only after both were asked: whoever answers has to run it but once more.
        if (kind != "batch" and self.who is None) or (kind in YEARLY and not self.year):
            return self._end(OPEN)
        if self.who and self.who.conflict:
            return self._end(REFUSED, said=self.who.conflict)
        context = make_context(self.schemas, self.register, importer.today, self.dossier, self.year)
        is_sheet = self.recognised.record is None
        draft = read_draft(self.recognised, context) if is_sheet else draft_record(self.recognised)
        complete_rows(draft, self.recognised, self.dossier, context)
        if not settle_repeated(draft, self.questions):
            return self._end(OPEN, draft=draft)
        folder = self.dossier.folder if self.dossier else f"{RECORDS}/batches"
        if draft.kind == "batch":
            find_batch(draft, self.recognised.titles, self.register, self.questions)
            if "id" not in draft.data and "/id" not in draft.missing:
                return self._end(OPEN, draft=draft)
            name_batch(draft)
            if note_empty_list(draft, bool(self.recognised.origin)):
                return self._end(FAULTY, draft=draft, faults=tuple(draft.faults))
        # What is there is never written over unseen: told, replaced where it was returned, or refused.
        there = find_existing(draft, folder, self.register, self.schemas, self.year)
        if there and self._is_to_be_replaced(draft, there):
            return self._replace(draft, there.path)
        if there and not draft.missing and not there.differences:
            return self._end(SAME, path=there.path, draft=draft)
        if there:
            words = self._describe_other(there.path, there.differences)
            return self._end(REFUSED, said=words, path=there.path, draft=draft, faults=tuple(draft.faults))
        return self._complete(draft, context)

    def _is_to_be_replaced(self, draft: Draft, there: Existing) -> bool:
        """Whether a plan that has not passed, or what was returned, is to be as the sheet has it now."""
        if draft.kind not in KINDS or draft.missing:
            return False
        steps = self.register.documents[there.path].data["steps"]
        returned = list_returned(steps)
        received, last = self.importer.request.received, max(returned.values(), default=None)
        if not there.differences and (last is None or (received and received < last)):
            return False  # the same sheet once more
        name = self.register.tables.get_name
        state = "、".join(f"{name(who)}已于 {day} 退回" for who, day in returned.items()) or "还没有通过"
        if self.questions.answer is None or not may_come_anew(draft.kind, steps):
            if returned and not there.differences:
                self.remarks.append(f"{state}；改好以后原样再报的，再导入一次，问到时答“是”")
            return False
        listed = "".join(f"\n  {each}" for each in there.differences[:MAX_DIFFERENCES])
        differs = (
            f"与这张表不同：{listed}\n用这张表代替吗" if listed else "内容与这张表相同。是退回以后再报的吗"
        )
        what = f"登记册中的 {there.path} {state}，{differs}"
        answer = self.questions.choose(Question(what, {YES: "", NO: ""}, "", NO))
        self.questions.take_open()  # who says nothing has not agreed
        return answer == YES

    def _replace(self, draft: Draft, path: str) -> Result:
        """The sheet in the place of what has not passed, handed in again to who has returned it."""
        received = self._open_envelope(draft).ask_received(self.importer.today)
        if received is None:
            return self._end(OPEN, draft=draft)
        resubmit(draft, self.register.documents[path].data, received)
        return self._judge(draft, received, path)

    def _open_envelope(self, draft: Draft) -> Envelope:
        return Envelope(draft, self.register, self.schemas, self.importer.request, self.questions)

    def _describe_other(self, path: str, differences: tuple[str, ...]) -> str:
        """Say that there is another record already, how it differs, and what to do."""
        listed = "".join(f"\n    {each}" for each in differences[:MAX_DIFFERENCES])
        more = f"\n    ……共 {len(differences)} 处" if len(differences) > MAX_DIFFERENCES else ""
        do = OTHERWISE.get(self.recognised.kind, "录错的添一份更正（registry new 机构编号 correction）")
        how = f"，与这张表不同：{listed}{more}" if differences else "，这张表还有读不出的"
        return f"登记册中已有 {path}{how}\n  {do}"

    def _confirm_headings(self) -> None:
        """Ask whether a heading with a slip was meant for the one that it is like; not taken for it unasked.

        As long as nobody has answered nothing is recorded, and the rest is read as if it were.
        """
        mended = {}
        for heading in self.recognised.unknown:
            what = f"{heading.place} 的标题“{heading.text}”是不是“{heading.meant}”"
            if heading.meant and self.questions.choose(Question(what, {YES: "", NO: ""})) != NO:
                mended[heading.place] = heading.meant
        if mended:
            workbook = mend_headings(self.workbook, mended)
            self.recognised = recognise_workbook(workbook, self.schemas, self.recognised.kind)[0]

    def _find_institution(self) -> None:
        """Find whose the sheet is. Raises UnknownNameError where the register has no such dossier."""
        self.who = identify(
            self.recognised,
            self.register,
            self.importer.today,
            self.importer.request.id,
            self.questions,
            self.workbook.path.stem,
        )
        if self.who and self.who.id:
            self.remarks.append(f"机构{self.who.said}")
            self.dossier = self.register.dossiers.get(self.who.id)
            if self.dossier is None and self.recognised.kind != "application":
                meant = ask_whether(self.who.id, self.register.dossiers)
                words = f"登记册里没有机构 {self.who.id}，或者它的档案有错误；{meant}"
                raise UnknownNameError(words.rstrip("；"))
            code = find_other_code(self.recognised, self.dossier) if self.dossier else ""
            if code and self.recognised.kind not in ("application", "change"):  # of which it is a field
                self.remarks.append(code)

    def _complete(self, draft: Draft, context: Context) -> Result:
        """Fill in the rest, and judge the whole."""
        importer = self.importer
        envelope = self._open_envelope(draft)
        is_handed_in = draft.kind not in MADE_BY_OFFICES
        received = envelope.ask_received(importer.today) if is_handed_in else None
        # Before the rest: which offices receive it follows from its area.
        if draft.kind == "application" and self.dossier is None:
            complete_newcomer(draft, self.register, self.schemas, importer.request.id, self.questions)
        try:
            envelope.fill(self.dossier, self.year, received or importer.today)
        except NotLawful:
            if received or not is_handed_in:
                raise  # else it may be lawful on the day that is still to be said
        complete_commissioners(draft, self.register, self.questions)
        open_ = tuple(self.questions.take_open())
        if self.recognised.record is None:  # of a record the check says it
            note_missing(draft, self.schemas, ENVELOPE if open_ else ())
        if open_:
            return self._end(OPEN, draft=draft, questions=open_)
        answer_lacking(draft, self.schemas, context, self.questions)
        return self._judge(draft, received)

    def _judge(self, draft: Draft, received: dt.date | None, there: str = "") -> Result:
        """Judge the register with the record in it, and write the record if it is lawful."""
        importer = self.importer
        path, before = ("", "") if there else self._find_batch(draft)
        path = there or path or self._find_path(draft)
        errors, warnings, after = judge_draft(
            draft, path, importer.examined, importer.replaced, importer.today
        )
        if there and after:
            rewritten = find_rewritten(importer.examined, after, path, importer.today)
            errors += place_findings(draft, rewritten, self.schemas, path)
        faults = (*draft.faults, *(each for each in errors if each not in draft.faults))
        come = {"path": path, "draft": draft, "warnings": tuple(warnings), "received": received}
        if faults or after is None:
            return self._end(FAULTY, faults=faults, **come)
        schemas = self.schemas
        text = insert_announcement(before, draft, schemas) if before else write_draft(draft, schemas)
        importer.keep(path, text, after, bool(there or before))
        return self._end(WRITTEN, **come)

    def _find_batch(self, draft: Draft) -> tuple[str, str]:
        """The file of a batch that is there and has no list yet, and its text; else nothing."""
        path = f"{RECORDS}/{self.schemas.kinds['batch'].path.format(id=draft.data.get('id'))}"
        document = self.register.documents.get(path) if draft.kind == "batch" else None
        if document is None or not join_announcement(draft, document.data):
            return "", ""
        self.remarks.append("批次已经有了，名单写进它的“公布”中")
        return path, self.importer.examined.loaded.files.read(path).decode()

    def _find_path(self, draft: Draft) -> str:
        """The path of a new record. Raises NotLawful where a form that is not filled in has its place."""
        kind = self.schemas.kinds[draft.kind]
        filing = draft.data.get("filing", {})
        folder = (
            self.dossier.folder.split("/") if self.dossier else ["", "", filing.get("area"), filing.get("id")]
        )
        names = {name: str(value) for name, value in draft.data.items() if not isinstance(value, dict | list)}
        if self.recognised.kind != "batch":
            names |= {"area": folder[2] or "x", "id": folder[3] or "x"}
        names.setdefault("date", str(self.importer.today))
        if self.dossier and self.year and draft.kind == "amendment":
            names["number"] = str(find_next_amendment(self.dossier, self.year))
        entries, unfinished = self.importer.examined.loaded.files.entries, self.importer.unfinished

        def is_taken(path: str) -> bool:
            if path in unfinished and "[" not in kind.path:
                raise NotLawful(UNFINISHED.format(path=path))
            return path in entries or path in unfinished

        return find_free_path(kind, names, is_taken)

    def _end(self, state: str, **fields: Any) -> Result:
        """What has come of the workbook; where a question is open, that."""
        result = Result(self.workbook.path, state, self.recognised.kind, year=self.year)._replace(**fields)
        draft = result.draft
        questions = (*result.questions, *self.questions.take_open())
        if questions:
            faults = tuple(draft.faults) if draft else ()
            result = result._replace(state=OPEN, questions=questions, faults=faults)
        name = find_name(self.dossier, self.importer.today) if self.dossier else ""
        return result._replace(
            faults=sort_faults(result.faults, self.workbook),
            institution=name or str(draft.get("/filing/name") or "" if draft else ""),
            unknown=tuple(each for each in self.recognised.unknown if not each.meant),
            remarks=(*self.remarks, *(draft.list_remarks() if draft else ())),
        )


def _list_remarks(workbook: Workbook) -> Iterator[str]:
    """What the reader has to tell of a file; of its hidden sheets, that they are not recorded."""
    yield from workbook.remarks
    others = [each.name for each in workbook.sheets if each.hidden and each.name not in OWN_SHEETS]
    if others:
        yield f"隐藏的工作表没有录入：{'、'.join(others)}"
