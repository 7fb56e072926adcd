"""What a record says beside its sheet: when it came, to whom, of which year; asked where nobody has said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from ...json_data import Fields
from ...lifecycle.duties import find_receivers
from ...lifecycle.next_records import YEARLY
from ...model.dossier import Dossier
from ...model.register import Register
from ...records.schemas import Schemas
from ..listing import list_open_batches
from ..next_record import RecordMaker
from ..request import RecordRequest
from ..written.dates import read_day
from .draft import Draft
from .questions import Question, Questions

BOTH = "都是"
MADE_BY_OFFICES = ("batch", "assessment")  # kinds that no institution hands in
NOT_YET = "{} 还没有到，收到的日期最晚是今天 {}"


def parse_day(line: str, year: int | None) -> dt.date:
    """The day that somebody types; without a year it is in `year`. Raises ValueError with the reason."""
    if not line:
        raise ValueError("没有回答")
    return read_day(line, year)


class ImportRequest(NamedTuple):
    """What is said of the workbooks on the command line: nothing where it is to be found or asked.

    BOTH among the authorities means all to whom the institution hands in.
    """

    id: str = ""
    kind: str = ""
    year: int | None = None
    authorities: tuple[str, ...] = ()
    received: dt.date | None = None


@dataclass
class Envelope:
    """Fills in what belongs to a record and comes with no sheet."""

    draft: Draft
    register: Register
    schemas: Schemas
    request: ImportRequest
    questions: Questions

    def ask_received(self, today: dt.date) -> dt.date | None:
        """The day on which the workbook came."""
        if self.request.received:
            return self.request.received

        def parse(line: str) -> str:
            day = parse_day(line, today.year)
            if day > today:
                raise ValueError(NOT_YET.format(day, today))
            return day.isoformat()

        question = Question("哪一天收到的", {}, "--received", today.isoformat())
        answer = self.questions.ask(question, parse, shared=True)
        return dt.date.fromisoformat(answer) if answer else None

    def fill(self, dossier: Dossier | None, year: int | None, received: dt.date) -> None:
        """Fill in what is known of a record of an institution that came on a day. Raises NotLawful."""
        kind = self.draft.kind
        values = self._ask_maker(dossier, year, received) if dossier else {}
        if kind in YEARLY and kind != "assessment" and dossier:
            self._fill_steps(dossier, values, received)
        if kind == "summary" and "as_of" not in self.draft.data:
            self.draft.put("/as_of", values["as_of"])
            self.draft.remark(f"表中没有写统计到哪一天，填 {values['as_of']}")
        for name in ("year", "number", "type", "office"):
            if name in values and (name != "type" or "type" not in self.draft.data):
                self.draft.data[name] = values[name]
        if kind in ("application", "change"):
            self._fill_act(dossier, values, received)
        if kind == "assessment":
            self._ask_day("/date", "考核日期", received)
        if kind in ("application", "change", "assessment"):
            # Last: who receives it may follow from the area, which has been filled in by now.
            self._fill_authority(dossier, values, received)

    def _ask_maker(self, dossier: Dossier, year: int | None, received: dt.date) -> Fields:
        """What the register knows of such a record, if it is lawful now."""
        kind = self.schemas.kinds[self.draft.kind]
        asked = RecordRequest(dossier.id, kind.name, received, year=year)
        return RecordMaker(dossier, self.register, self.schemas, kind, asked).fill_known().values

    def _fill_steps(self, dossier: Dossier, values: Fields, received: dt.date) -> None:
        """The step of being handed in, to those to whom it was."""
        names = {each: self.register.tables.get_name(each) for each in find_receivers(dossier, received)}
        chosen = self.request.authorities  # of the institutions of a file or folder each has its own
        if BOTH in chosen:
            chosen = tuple(names)
        # None of them its own: then the choice stays as it was made, for the check to judge.
        chosen = tuple(each for each in chosen if each in names) or chosen
        if not chosen and len(names) > 1:
            question = Question("报送给哪个机关", {**names, BOTH: ""}, "--authority", BOTH)
            answer = self.questions.choose(question, shared=True)
            chosen = (answer,) if answer and answer != BOTH else tuple(names)
        steps = [
            {**values["steps"][0], "date": str(received), "authority": item}
            for item in chosen or tuple(names)
        ]
        self.draft.data["steps"] = steps

    def _fill_act(self, dossier: Dossier | None, values: Fields, received: dt.date) -> None:
        if self.draft.kind == "change":
            self._fill_day("/reported_on", "报备日期", received)
            return  # from which day on it holds only the institution knows: a fault of its sheet
        self._fill_day("/date", "申请日期", received)
        self._fill_batch(dossier, values, received)
        filing = self.draft.data.setdefault("filing", {})
        if dossier:
            filing.setdefault("id", dossier.id)
            filing.setdefault("area", values["filing"]["area"])

    def _fill_day(self, pointer: str, what: str, received: dt.date) -> None:
        """A day that the sheet does not say: the one on which it came."""
        if not self._says(pointer):
            self.draft.put(pointer, received.isoformat())
            self.draft.remark(f"表中没有写{what}，照收到的日期填 {received}")

    def _ask_day(self, pointer: str, what: str, received: dt.date) -> None:
        """A day that only the institution knows; typed without a year it is in that of the sheet's coming."""
        if self._says(pointer):
            return
        answer = self.questions.ask(Question(what), lambda line: parse_day(line, received.year).isoformat())
        if answer:
            self.draft.put(pointer, answer)

    def _says(self, pointer: str) -> bool:
        """Whether the sheet says something at a pointer, be it a value that cannot be read."""
        return bool(self.draft.get(pointer)) or pointer in self.draft.missing

    def _fill_batch(self, dossier: Dossier | None, values: Fields, received: dt.date) -> None:
        """The batch whose window is open; the one that there is, else the one that is said."""
        if "batch" in self.draft.data or "/batch" in self.draft.missing:
            return
        batches = {batch.id: batch.title for batch, _ in list_open_batches(self.register, received)}
        if len(batches) == 1:
            self.draft.data["batch"] = next(iter(batches))
            self.draft.remark(f"{received} 在{next(iter(batches.values()))}的申请时段内，归入这一批")
            return
        recent = {id_: self.register.batches[id_].title for id_ in sorted(self.register.batches)[-3:]}
        what = "归入哪一批" if batches else f"归入哪一批（{received} 不在任何批次的申请时段内）"
        if answer := self.questions.choose(Question(what, batches or recent)):
            self.draft.data["batch"] = answer

    def _fill_authority(self, dossier: Dossier | None, values: Fields, received: dt.date) -> None:
        """Who receives it: the one who may, the one that is named, else who is said."""
        if "authority" in self.draft.data or "/authority" in self.draft.missing:
            return
        tables = self.register.tables
        if named := [each for each in self.request.authorities if each != BOTH]:
            self.draft.data["authority"] = named[0]
            return
        area = str(self.draft.get("/filing/area") or "")
        if "authority" in values:
            self.draft.data["authority"] = values["authority"]
        elif dossier or area:
            ids = (
                find_receivers(dossier, received)
                if dossier
                else sorted(tables.list_hrss_side(area, received))
            )
            names = {each: tables.get_name(each) for each in {*ids, tables.find_city_bureau(received)}}
            question = Question("由哪个机关办理", dict(sorted(names.items())), "--authority")
            if answer := self.questions.choose(question, shared=True):
                self.draft.data["authority"] = answer
