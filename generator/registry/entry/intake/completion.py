"""What follows of itself in a record that came as a sheet, and what is still missing in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from ...finding import split_pointer
from ...json_data import Fields
from ...json_pointer import is_within
from ...lifecycle.fold import drop_fractions, fold_filing, make_plain
from ...lifecycle.plans import collect_courses, list_course_ids
from ...model.dossier import Dossier
from ...model.kinds import CourseSubject, Mode, PersonsUnit
from ...records.schemas import Schema, Schemas
from ...typed import NotUnderstood, narrow
from ..headings import Field
from ..request import list_change_fields
from ..sheets.grid import CellPlace
from ..written.values import Context, find_choice, find_named_id, read_value
from .amended import fill_amended
from .draft import Draft, describe_example
from .groups import has_parts, read_parts
from .matching import ACTION, ACTION_CHOICES, ACTIONS, COURSES
from .recognise import Recognised, get_headings
from .sides import CHANGE_HINT, NOTHING_CHANGED

RUNS = "/runs"
NO_ROWS = "读不出改了哪一项、改成什么"
NOTHING_AMENDED = "读不出增加、修改、取消了哪些课程"
AMEND_HINT = "一门课程写一行，有“调整类型”一列，填 增加、修改 或 取消；修改的写改后的全部内容"
CHANGE_HINT_ROWS = "一项一行列出，项目、变更前、变更后各写一格"
MAX_SINGLE = 3  # values that are lacking and are reported each by itself


def complete_rows(draft: Draft, reading: Recognised, dossier: Dossier | None, context: Context) -> None:
    """Fill in what the regulation or the plan leaves no choice about, and number what is new."""
    # First: all that follows is done in the list to which a row belongs.
    if draft.kind == "amendment":
        courses = collect_courses(dossier, context.year) if dossier and context.year else {}
        planned = {id_: drop_fractions(make_plain(each.course)) for id_, each in courses.items()}
        fill_amended(draft, planned, context)
        _sort_amendment(draft, context)
        lists = tuple(f"/{each}" for each in ACTIONS.values())
        if not any(map(draft.get, lists)) and not draft.faults:
            draft.add_fault("/add", None, NOTHING_AMENDED, AMEND_HINT)
    if any(each.row_list == RUNS for each in reading.tables):  # without a row it says that there was none
        draft.data.setdefault("runs", [])
    filing = draft.data.get("filing", {})
    if filing.get("no_system_reason") and "system" not in filing:
        draft.forgive("/filing/system")
        filing["system"] = None
    if draft.kind == "application" and filing.get("modes") == [Mode.FACE_TO_FACE]:
        _fill_zero(draft, draft.data.setdefault("declared", {}), "/declared")
    if draft.kind == "change":
        if reading.origin:
            _keep_changes(draft, lambda row: row.get("after") is not None)
        _read_changes(draft, dossier, context)
        if not (draft.get("/changes") or "/changes" in draft.missing):
            draft.add_fault("/changes", None, NO_ROWS, CHANGE_HINT_ROWS)
        same = sum(not _is_other(each) for each in draft.get("/changes") or [])
        if same:
            _keep_changes(draft, _is_other)
            draft.remark(f"变更前后一样的 {same} 项没有录入")
    for row_list in COURSES:
        for number, row in enumerate(draft.get(row_list) or []):
            _complete_course(draft, row, f"{row_list}/{number}")
    if draft.kind == "summary" and dossier and context.year:
        _complete_runs(draft, dossier, context.year)
    taken = set(list_course_ids(dossier, context.year)) if dossier and context.year else set()
    _number(draft.get("/courses"), "c", set())
    _number(draft.get("/activities"), "a", set())
    _number(draft.get("/add"), "c", taken)


def _complete_course(draft: Draft, row: Fields, here: str) -> None:
    """Face-to-face teaching adds no remote hours; the common subjects are a field of their own."""
    if (
        row.get("subject") == CourseSubject.GENERAL
        and "field" not in row
        and f"{here}/field" not in draft.missing
    ):
        row["field"] = str(CourseSubject.GENERAL)
        draft.remark("公需科目的领域填“公需”")
    if row.get("mode") == Mode.FACE_TO_FACE:
        _fill_zero(draft, row, here)
    elif f"{here}/mode" in draft.missing and "new_remote_hours" not in row:  # which follows from it
        draft.forgive(f"{here}/new_remote_hours")
        draft.missing.add(f"{here}/new_remote_hours")


def _fill_zero(draft: Draft, row: Fields, here: str) -> None:
    if "new_remote_hours" not in row:
        row["new_remote_hours"] = 0
        draft.forgive(f"{here}/new_remote_hours")
        draft.remark("面授没有新增远程课时，填 0")


def _complete_runs(draft: Draft, dossier: Dossier, year: int) -> None:
    modes = {id_: each.course.mode for id_, each in collect_courses(dossier, year).items()}
    runs = draft.get("/runs") or []
    for number, row in enumerate(runs):
        if modes.get(row.get("course")) == Mode.FACE_TO_FACE:
            _fill_zero(draft, row, f"/runs/{number}")
    written = any(each.startswith("/persons") for each in (*draft.places, *draft.missing))
    if runs and not written and all(isinstance(row.get("persons"), int) for row in runs):
        total = sum(row["persons"] for row in runs)
        draft.data["persons"] = {"count": total, "unit": str(PersonsUnit.ATTENDANCES)}
        draft.remark(f"表中没有写培训总人数，填各期合计 {total} 人次")


def _number(rows: list[Fields] | None, letter: str, taken: set[str]) -> None:
    """Give an id to each row without one: c01, c02 …, none that another has, behind those that are taken."""
    used = taken | {each["id"] for each in rows or [] if "id" in each}
    last = max((int(each[1:]) for each in taken if re.fullmatch(f"{letter}[0-9]+", each)), default=0)
    free = (f"{letter}{number:02}" for number in range(last + 1, last + 1000))
    for row in rows or []:
        if "id" not in row:
            row["id"] = next(each for each in free if each not in used)


def _sort_amendment(draft: Draft, context: Context) -> None:
    """Rows of one table go to what is added, replaced or dropped, as their own column says."""
    if "add" not in draft.data:
        return
    rows: list[Fields] = draft.data.pop("add")
    # As they are before the first row is moved, which may take the place of one that is still to come.
    places, missing = dict(draft.places), set(draft.missing)
    for number, row in enumerate(rows):
        here = f"/add/{number}"
        words, place = draft.around.get(f"{here}/{ACTION}", ("增加", None))
        if not words and row.get("title") in context.names.get("course", {}):  # a planned one that stays
            draft.forgive(here)
            continue
        action = "add"
        try:
            action = ACTIONS[find_choice(narrow(words), ACTION_CHOICES)]
            if action != "add" and "id" not in row:
                row["id"] = find_named_id(str(row.get("title", "")), "course", context)
        except NotUnderstood as error:
            place = place or draft.find_place(here)
            if action == "drop" or not row.keys() - {"id", "title"}:  # nothing else is asked of it
                draft.forgive(here)
                draft.add_fault("", place, error.message, error.hint)
                continue
            draft.add_fault(here, place, error.message, error.hint)
            action = "add"
        target = draft.data.setdefault(action, [])
        if action == "drop":
            draft.forgive(here)
        _move(draft, here, f"/{action}/{len(target)}", places, missing)
        target.append(row.get("id", "") if action == "drop" else row)


def _move(draft: Draft, old: str, new: str, places: Mapping[str, CellPlace], missing: set[str]) -> None:
    """Let the cells and the missing values of a row be those of another place in the record."""
    for pointer, place in places.items():
        if is_within(pointer, old):
            draft.places[new + pointer.removeprefix(old)] = place
    for pointer in missing:
        if pointer.startswith(f"{old}/"):
            draft.missing.discard(pointer)
            draft.missing.add(new + pointer.removeprefix(old))


def keep_rows(draft: Draft, name: str, is_kept: Callable[[Fields], bool]) -> int:
    """Leave out the rows of a list but for those that `is_kept` accepts; returns how many are left out."""
    rows = draft.data.pop(name, [])
    places, missing = dict(draft.places), set(draft.missing)
    rows_left: list[Fields] = []
    for number, row in enumerate(rows):
        if is_kept(row):
            _move(draft, f"/{name}/{number}", f"/{name}/{len(rows_left)}", places, missing)
            rows_left.append(row)
    if rows_left:
        draft.data[name] = rows_left
    return len(rows) - len(rows_left)


def _keep_changes(draft: Draft, is_change: Callable[[Fields], bool]) -> None:
    """Leave out what a form lists and nobody has filled in, or copied as it was."""
    if keep_rows(draft, "changes", is_change) and "changes" not in draft.data:
        draft.add_fault("/changes", draft.places.get("/changes"), NOTHING_CHANGED, CHANGE_HINT)


def _is_other(row: Fields) -> bool:
    """Whether a row says that something has changed; one whose new value could not be read may."""
    return row.get("after") is None or row["after"] != row.get("before")


def _read_changes(draft: Draft, dossier: Dossier | None, context: Context) -> None:
    """Each row's field by its title, its values by that field's schema; what was before as it is recorded."""
    schemas = context.schemas
    properties = list_change_fields(schemas)
    before = (fold_filing(dossier) or {}) if dossier else {}
    for number, row in enumerate(draft.get("/changes") or []):
        here = f"/changes/{number}"
        place = draft.places.get(f"{here}/field")
        name = _find_property(str(row.get("field") or ""), schemas)
        if name not in properties:
            titles = "、".join(each["title"] for each in properties.values())
            draft.add_fault(
                f"{here}/field", place, f"变更没有“{row.get('field') or ''}”这一项", f"可填：{titles}"
            )
            continue
        row["field"] = name
        for side in ("before", "after"):
            _read_side(draft, f"{here}/{side}", properties[name], context)
        # What was before the register knows; what is now nobody guesses.
        if row.get("before") is None and before.get(name) is not None:
            row["before"] = before[name]
            draft.remark(f"{properties[name]['title']}变更前的内容表中没有，照登记册填写")
        if row.get("after") is None and f"{here}/after" not in draft.missing:
            note = f"没有写{properties[name]['title']}变更后的内容"
            draft.add_fault(f"{here}/after", draft.find_place(f"{here}/after"), note, "填写变更后的内容")


def _find_property(words: str, schemas: Schemas) -> str:
    """A property of an institution by its title, or by what a form calls it."""
    own = {below["title"]: name for name, below in schemas.resolve_properties("institution").items()}
    if words in own:
        return own[words]
    for field in get_headings(schemas, "application").find(words).fields:
        parts = field.pointer.split("/")
        if parts[1] == "filing":
            return parts[2]
    return words


def _read_side(draft: Draft, pointer: str, schema: Schema, context: Context) -> None:
    row = draft.get(pointer.rpartition("/")[0])
    side = pointer.rpartition("/")[2]
    value = row.get(side)
    if value is None or isinstance(value, dict | list):
        row.setdefault(side, None)
        return
    place = draft.places.get(pointer)
    try:
        read = read_parts if has_parts(schema, context.schemas) else read_value
        row[side] = read(value, schema, context)
    except NotUnderstood as error:
        row[side] = None
        draft.add_fault(pointer, place, f"“{schema['title']}”：{error.message}", error.hint)


def note_missing(draft: Draft, schemas: Schemas, others: Collection[str] = ()) -> None:
    """Say which values are lacking: a column that a table has not, once; a field of the record itself.

    Those of `others` are no matter of the sheet.
    """
    headings = get_headings(schemas, draft.kind)
    lacking: list[Field] = []
    for field in headings.fields:
        if not field.is_required or "@" in field.pointer or "/steps" in field.pointer:
            continue
        if field.row_list:
            _note_column(draft, field)
        elif not draft.has(field.pointer) and field.pointer not in (*draft.missing, *others):
            lacking.append(field)
    names = "、".join(f"“{each.heading}”" for each in lacking)
    for field in lacking:
        if len(lacking) > MAX_SINGLE:
            draft.add_fault(field.pointer, None, f"没有写{names}", "逐项补上；数字没有的填 0")
        else:
            place = draft.places.get(field.pointer)
            draft.add_lack(field.pointer, place, f"没有写“{field.heading}”", describe_example(field.schema))
    for row_list in headings.row_lists:
        _note_list(draft, row_list, schemas)


def _note_list(draft: Draft, row_list: str, schemas: Schemas) -> None:
    """Say that a list of rows which a group of the record has to have is not there."""
    around, _, name = row_list.rpartition("/")
    if not around or "*" in row_list or draft.has(row_list) or row_list in draft.missing:
        return
    *_, group, schema = schemas.resolve_path(draft.kind, split_pointer(row_list))
    if name in group.get("required", ()):
        note = f"没有写“{schema['title']}”，一项也没有"
        draft.add_fault(row_list, None, note, "补上这张表，一项一行")


def _note_column(draft: Draft, field: Field) -> None:
    """Say where the rows of a list lack a field: once in the head where it has no column."""
    lacking = [each for each in _list_lacking(draft, field) if each not in draft.missing]
    has_column = any(_is_of(each, field.pointer) for each in draft.places)
    for pointer in lacking:
        row = pointer.rpartition("/")[0]
        if f"{row}/course" in draft.missing:  # it may follow from the course, which is not known
            draft.missing.add(pointer)
            continue
        hint = describe_example(field.schema)
        if has_column:
            draft.add_lack(pointer, draft.find_place(pointer), f"“{field.heading}”没有填写", hint)
        else:
            note = f"没有“{field.heading}”这一列，每一行都要填"
            draft.add_lack(pointer, draft.places.get(field.row_list), note, hint)


def _is_of(pointer: str, pattern: str) -> bool:
    """Whether a pointer is that of a field in some row."""
    head, _, tail = pattern.partition("*")
    return (
        pointer.startswith(head) and pointer.endswith(tail) and pointer[len(head) :].split("/")[0].isdecimal()
    )


def _list_lacking(draft: Draft, field: Field) -> Iterator[str]:
    """The pointers of a field in the rows that have it not."""
    if "*" in field.row_list or field.pointer.endswith("*"):
        return
    for number, _ in enumerate(draft.get(field.row_list) or []):
        pointer = field.pointer.replace("*", str(number), 1)
        if draft.get(pointer) is None and not re.search("/(?:before|after)$", pointer):
            yield pointer
