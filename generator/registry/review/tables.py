"""The tables of a record: courses of a plan, runs of a summary, a list for publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from ..changes.edits import describe_load
from ..display import PropertyColumn
from ..finding import Finding, build_pointer, split_pointer
from ..json_data import Fields, JsonValue
from ..json_pointer import find_value
from ..lifecycle.filing import find_name
from ..lifecycle.status import derive_status
from ..model.difference import Difference
from ..model.dossier import COURSE_LISTS
from ..model.kinds import Amendment, Plan, Review, StepAction
from ..model.presenter import Presenter
from ..personal import mask_personal
from ..records.loader import Document
from .odd_courses import find_former_courses, list_odd
from .view import ReviewRow, ReviewTable

INNER = "filing"  # what an institution stated when it applied
# By these rows are told apart and compared, even where all of them say the same.
ALWAYS = frozenset({"id", "title", "hours", "persons", "months", "course"})
MIN_SAME = 3  # rows from which on what all say is reported once
LIST_HEADINGS = ["编号", "机构", "评审", "改动之前", "改动以后"]
NO_DOSSIER = "登记册中没有这个机构"


class TableMaker:
    """Makes the tables of new records on a day."""

    def __init__(self, difference: Difference, presenter: Presenter, day: dt.date) -> None:
        self.difference = difference
        self.presenter = presenter
        self.day = day

    def list_tables(
        self, new: Document, old: Document | None, findings: Iterable[Finding]
    ) -> list[ReviewTable]:
        """The tables of a record that is new, and of a list that is published now."""
        if new.kind == "batch" and new.data.get("announcement"):
            return [] if old and old.data.get("announcement") else [self.make_list(new, findings)]
        return [self.make_table(new, each, findings) for each in list_row_places(new)] if old is None else []

    def make_table(self, new: Document, place: Sequence[str], findings: Iterable[Finding]) -> ReviewTable:
        """The rows at a place, with what is odd and what was found in each."""
        rows: list[Fields] = find_value(new.data, build_pointer(*place))
        chain = self.presenter.schemas.resolve_path(new.kind, [*place, 0])
        columns = self.presenter.list_columns(chain[-1], rows)
        same = {key for key, column in columns.items() if len(rows) >= MIN_SAME and is_uniform(key, column)}
        shown = [column for key, column in columns.items() if key not in same]
        remarks, by_row = self.list_remarks(new, place, rows), group_by_row(findings, *place)
        cells = zip(*(column.texts for column in shown), strict=True)
        return ReviewTable(
            _make_title(chain[-2].get("title", place[-1]), rows),
            [column.title for column in shown],
            [
                ReviewRow(
                    [mask_personal(text.text) if text else "" for text in row], remarks[i], by_row.get(i, [])
                )
                for i, row in enumerate(cells)
            ],
            [_format_common(columns[key]) for key in columns if key in same],
        )

    def list_remarks(self, new: Document, place: Sequence[str], rows: Sequence[Fields]) -> list[list[str]]:
        """What is odd in each row; of what are no courses nothing is."""
        head = self.difference.head
        dossier, record = head.find_dossier(new.path), head.by_path.get(new.path)
        if place[-1] not in COURSE_LISTS or dossier is None or not isinstance(record, Plan | Amendment):
            return [[] for _ in rows]
        # The first time: a plan that was returned and sent anew was no later for that.
        sent = min((each.date for each in record.steps if each.action == StepAction.SENT), default=None)
        return list_odd(rows, record.year, sent, find_former_courses(dossier, record.year))

    def make_list(self, new: Document, findings: Iterable[Finding]) -> ReviewTable:
        """The institutions of a list: their review in its batch, and their standing before and after."""
        announcement = new.data["announcement"]
        ids = [
            *announcement.get("listed", ()),
            *(id_ for each in announcement.get("groups", ()) for id_ in each["listed"]),
        ]
        by_row = group_by_row(findings, "announcement", "listed")
        rows = [
            ReviewRow([*map(mask_personal, self.describe_listed(id_, new.data["id"]))], [], by_row.get(i, []))
            for i, id_ in enumerate(ids)
        ]
        return ReviewTable(f"名单（{len(ids)} 家）", LIST_HEADINGS, rows)

    def describe_listed(self, id_: str, batch: str) -> list[str]:
        """The cells of an institution in a list."""
        old, new = self.difference.base.dossiers.get(id_), self.difference.head.dossiers.get(id_)
        dossier = new or old
        if dossier is None:
            return [id_, NO_DOSSIER, "", "", ""]
        reviews = [each for each in dossier.get_acts(Review) if each.batch == batch]
        result = f"{reviews[-1].date} {reviews[-1].result.value}" if reviews else "没有评审结果"
        before, after = (derive_status(each, self.day).filing.label if each else "" for each in (old, new))
        return [id_, find_name(dossier, self.day), result, before, after]


def list_row_places(new: Document) -> list[tuple[str, ...]]:
    """Where a record holds rows: lists of objects, also in what an application states."""
    if new.kind == "change":
        return []  # each row is a line of its own
    inner = new.data.get(INNER)
    places = [(name,) for name, value in new.data.items() if _holds_rows(value)]
    return places + [(INNER, name) for name, value in (inner or {}).items() if _holds_rows(value)]


def is_uniform(name: str, column: PropertyColumn) -> bool:
    """Whether a column says the same in every row, and does not identify rows."""
    texts = {text.text if text else None for text in column.texts}
    return name not in ALWAYS and len(texts) == 1 and None not in texts


def _holds_rows(value: JsonValue) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _format_common(column: PropertyColumn) -> str:
    """A column that says the same in every row, as a line above the table."""
    text = column.texts[0]
    return mask_personal(f"{column.title}：{text.text if text else ''}")


def _make_title(title: str, rows: Sequence[Fields]) -> str:
    """What the rows are, how many, and what those of courses add up to."""
    load = describe_load([*rows])
    return f"{title}（{len(rows)} 项{f'，合计 {load}' if load and len(rows) > 1 else ''}）"


def group_by_row(findings: Iterable[Finding], *parts: str) -> dict[int, list[Finding]]:
    """The findings in the rows of a list, by the number of the row."""
    by_row: dict[int, list[Finding]] = {}
    for finding in findings:
        place = split_pointer(finding.pointer)
        if place[: len(parts)] == parts and len(place) > len(parts) and isinstance(place[len(parts)], int):
            by_row.setdefault(int(place[len(parts)]), []).append(finding)
    return by_row
