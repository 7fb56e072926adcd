"""What a form is given of one institution: what it is, its records, what may come next, what may be added.

Of staff's forms all of it; what of it the public's forms are given, publish/assemble/form_data.py says. A
register has many institutions, so nothing is given twice, and nothing that no form asks for: of a record to
which nothing more may come the name alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ...finding import Parts, build_pointer
from ...json_data import Fields, JsonObject, JsonValue, get_objects, get_text
from ...lifecycle.filing import find_name, find_place
from ...lifecycle.plans import find_passing_day, find_receipt_day
from ...model.dossier import Dossier
from ...model.kinds import Amendment, Plan, ReceiptAction, Summary
from ...model.register import Register
from ...records.form import Blank
from ...records.record_path import RecordPath
from ...records.schemas import Kind, Schemas
from ..next_record import RecordMaker
from ..request import NotLawful, RecordRequest, UnknownNameError
from .additions import AdditionFinder, AdditionPlace, write_additions

WITH_NEW_IDS = ("courses", "activities", "add")  # the lists of a plan and of what changes it


class NextRecord(NamedTuple):
    """A record of a kind that comes next, with what is known of it; `reason` says why it may not be now.

    `today` are the pointers of the days that are the day on which the form is filled in, which are in no
    `values`. What is not lawful now has neither.
    """

    kind: str
    title: str
    values: Fields
    today: list[str]
    reason: str = ""

    @property
    def lawful(self) -> bool:
        """Whether it may be recorded now."""
        return not self.reason

    def write(self) -> Fields:
        """As plain data, without what its kind says."""
        return {"values": self.values, "today": self.today} if self.lawful else {"reason": self.reason}


class DossierData(NamedTuple):
    """What a form is given of an institution.

    `present` is what it is now; `texts` are the files that a form may change, by paths from its folder, and
    `files` the paths of others that are there; `courses` are the titles of what is planned, by year and id.
    """

    id: str
    name: str
    area: str
    folder: str
    present: JsonObject
    texts: Mapping[str, str]
    files: list[str]
    courses: Mapping[str, Mapping[str, str]]
    next: list[NextRecord]
    additions: list[AdditionPlace]

    def write(self) -> Fields:
        """As plain data; without `present` where the text of the institution's file is there."""
        data = self._asdict()
        if self.texts:
            del data["present"]
        next_ = {each.kind: each.write() for each in self.next}
        return {**data, "next": next_, "additions": write_additions(self.additions)}


class StaffData:
    """Makes what staff are given of each institution; `read` gives the text of a file."""

    def __init__(
        self, register: Register, schemas: Schemas, day: dt.date, read: Callable[[str], bytes]
    ) -> None:
        self.register = register
        self.schemas = schemas
        self.day = day
        self.read = read
        self.finder = AdditionFinder(schemas)

    def build(self, dossier: Dossier) -> DossierData:
        """All that a form may ask for of an institution: its files as they are filed."""
        filed = self.register.read_folder(dossier.folder).filed
        closed, passed = {*list_final(dossier, self.day)}, {each.path for each in list_passed_plans(dossier)}
        changing = [document for path, document in filed.items() if path not in closed]
        past = {each.year for each in dossier.summaries if each.path in closed}
        planned = (each.data for each in filed.values() if each.kind in ("plan", "amendment"))
        return DossierData(
            id=dossier.id,
            name=find_name(dossier, self.day),
            area=find_place(dossier, self.day)[0],
            folder=dossier.folder,
            present=self.register.documents[dossier.institution.path].data,
            texts={RecordPath.parse(each.path).below: self._read_text(each.path) for each in changing},
            files=[RecordPath.parse(path).below for path in filed if path in closed],
            courses=list_courses(each for each in planned if each["year"] not in past),
            next=[*list_next(self.register, self.schemas, dossier, self.day, list_next_kinds(self.schemas))],
            additions=[
                place
                for document in changing
                for place in self.finder.list_places(document, with_steps=document.path not in passed)
            ],
        )

    def build_shared(self, passed: Mapping[str, Iterable[str]]) -> Fields:
        """The records that lie in no dossier (tables, batches), by paths from the root.

        `passed` are the institutions that may be put on the list of a batch.
        """
        filed = self.register.shared.filed
        additions = (each for document in filed.values() for each in self.finder.list_places(document))
        return {
            "texts": {path: self._read_text(path) for path in filed},
            "additions": write_additions(additions),
            "passed": {batch: [*ids] for batch, ids in passed.items()},
        }

    def _read_text(self, path: str) -> str:
        return self.read(path).decode("utf-8")


def list_final(dossier: Dossier, day: dt.date) -> Iterator[str]:
    """The paths of the records to which nothing more comes as a rule.

    Something for a plan that passed for a year that is over, or for a summary of years ago, may still come:
    that is rare, and `registry step` does it.
    """
    yield from (each.path for each in list_passed_plans(dossier) if each.year < day.year)
    for summary in dossier.summaries:
        if (
            summary.year < day.year - 1
            and find_receipt_day(dossier, summary.steps)
            and not _is_returned(summary)
        ):
            yield summary.path


def list_passed_plans(dossier: Dossier) -> Iterator[Plan | Amendment]:
    """The plans, and what changes them, that both sides have passed.

    To these come the documents of their steps alone: there are no more steps (rule plan-steps-in-order).
    """
    yield from (each for each in dossier.plans_and_amendments if find_passing_day(dossier, each.steps))


def _is_returned(summary: Summary) -> bool:
    last = {step.authority: step.action for step in summary.steps}
    return ReceiptAction.RETURNED in last.values()


def list_courses(records: Iterable[JsonObject]) -> dict[str, dict[str, str]]:
    """The titles of the courses and activities in plans and what changes them, by year and id."""
    courses: dict[str, dict[str, str]] = {}
    for data in records:
        rows = (row for name in WITH_NEW_IDS for row in get_objects(data, name))
        courses.setdefault(str(data["year"]), {}).update(
            (get_text(row, "id"), get_text(row, "title")) for row in rows
        )
    return courses


@lru_cache(8)
def list_next_kinds(schemas: Schemas) -> tuple[Kind, ...]:
    """The kinds of records that a dossier holds, but for what the institution is."""
    below = (each for each in schemas.kinds.values() if each.path.startswith("institutions/"))
    return tuple(each for each in below if each.name != "institution")


def list_next(
    register: Register, schemas: Schemas, dossier: Dossier, day: dt.date, kinds: Iterable[Kind]
) -> Iterator[NextRecord]:
    """The next record of each of some kinds, lawful now or not."""
    for kind in kinds:
        maker = RecordMaker(dossier, register, schemas, kind, RecordRequest(dossier.id, kind.name, day))
        try:
            prefilled = maker.fill_known().values
        except UnknownNameError:
            prefilled = {}  # of an exception the rule has to be said first
        except NotLawful as error:
            yield NextRecord(kind.name, kind.title, {}, [], str(error).partition("\n")[0])
            continue
        if kind.name == "application":
            # The form knows what the institution is now, and from the table of all which batch takes
            # applications on its own day.
            prefilled = {name: each for name, each in prefilled.items() if name not in ("filing", "batch")}
        today: list[str] = []
        values = _keep_known(prefilled, str(day), today)
        yield NextRecord(kind.name, kind.title, values, today)


def _keep_known(values: Fields, day: str, today: list[str], place: Parts = ()) -> Fields:
    """A group's values without blanks, and without the days that are today, whose pointers `today` gets."""
    constant: Fields = {}
    for name, value in values.items():
        # The site stands for longer than a day: what is said of today is filled in when the form is opened.
        if value == day:
            today.append(build_pointer(*place, name))
        elif not isinstance(value, Blank):
            constant[name] = _keep_below(value, day, today, (*place, name))
    return constant


def _keep_below(value: JsonValue, day: str, today: list[str], place: Parts) -> JsonValue:
    """Reduce any value in this way; the items of a list stay, as pointers count them."""
    if isinstance(value, dict):
        return _keep_known(value, day, today, place)
    if isinstance(value, list):
        return [_keep_below(each, day, today, (*place, i)) for i, each in enumerate(value)]
    return value
