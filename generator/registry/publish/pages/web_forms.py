"""The forms in which a record of each kind is filled in, in the browser, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...display import format_day
from ...entry.request import ROWS, is_made
from ...lifecycle.acts import TABLE
from ...lifecycle.means import HANDED_IN
from ...model.kinds import ACTS
from ...records.schemas import Kind
from ..register_view import RegisterView

# What an institution's dossier holds besides acts, for its supervisors and for who keeps the register.
SUPERVISION = ("assessment",)
UPKEEP = ("correction", "waiver")
READERS = ("培训机构报来的", "人社部门和主管部门记录的", "市人社局记录的", "维护登记册用的")


class FormRow(NamedTuple):
    """A form in the list of all: its kind's name, title and description."""

    name: str
    title: str
    description: str


class FormGroup(NamedTuple):
    """The forms for one kind of reader."""

    title: str
    forms: list[FormRow]


class FormListData(NamedTuple):
    """The page that lists the forms."""

    groups: list[FormGroup]


class FormPageData(NamedTuple):
    """The page of a form; `of_institution` says that its records lie in the dossier of an institution."""

    kind: FormRow
    article: str
    site: str
    day: str
    demo: bool
    staff: bool
    of_institution: bool
    commit: str


def list_form_kinds(kinds: Iterable[Kind]) -> list[Kind]:
    """The kinds of which records are made one by one, in the order of their names."""
    return [each for each in kinds if is_made(each) or each.name == "institution"]


def show_forms(view: RegisterView) -> FormListData:
    """All forms, by who fills them in."""
    rows: dict[str, list[FormRow]] = {each: [] for each in READERS}
    for kind in list_form_kinds(view.schemas.kinds.values()):
        rows[READERS[_find_reader(kind)]].append(build_row(kind))
    handed = {name: i for i, name in enumerate(HANDED_IN)}
    rows[READERS[0]].sort(key=lambda row: handed[row.name])
    return FormListData([FormGroup(title, forms) for title, forms in rows.items()])


def show_form(view: RegisterView, kind: Kind, site: str, demo: bool, staff: bool) -> FormPageData:
    """The form of a kind; `site` is the register's title."""
    article, day = view.format_basis(kind.article), format_day(view.day)
    of_institution = kind.path.startswith("institutions/") and kind.name != "institution"
    return FormPageData(build_row(kind), article, site, day, demo, staff, of_institution, view.commit)


def build_row(kind: Kind) -> FormRow:
    """A form in a list."""
    return FormRow(kind.name, kind.title, kind.schema["description"])


def _find_reader(kind: Kind) -> int:
    """Who fills in records of a kind, as a number of READERS."""
    if kind.name in HANDED_IN:
        return 0
    if kind.name in UPKEEP or kind.name in ROWS or not (kind.is_act or kind.name in (*SUPERVISION, "batch")):
        return 3
    by = TABLE[ACTS[kind.name]].by if kind.is_act else ()
    return 2 if by == ("city",) or kind.name == "batch" else 1
