"""Whose a workbook is: the institution by its code, its name or what the clerk says."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable
from itertools import accumulate, chain
from typing import NamedTuple

from ...lifecycle.filing import find_name
from ...model.dossier import Dossier
from ...model.register import Register
from ...suggest import is_one_slip
from ...typed import narrow
from ..named import find_dossier, find_id
from ..request import UnknownNameError
from ..sheets.grid import CellValue
from ..workbook.content import ORIGIN_ID
from ..written.folding import strip_seal, write_cell
from .matching import CODE, INSTITUTION
from .names import fold_institutions, list_held
from .questions import Question, Questions
from .recognise import Recognised
from .record_cells import collect_around, find_written, list_changed
from .tables import IntakeTable

MAX_NAMES = 5  # names that are offered
NEW = "新机构"
UNSAID = "（表中没有写；看是谁发来的）"
MEND = "核对是哪家机构的表，改好再导入"
# How an institution was said, and what is reported where the sheet says another one.
STATED = ("照 --id", f"表中写的是 {{written}}，--id 写的是 {{name}}，不是同一家；{MEND}")
OF_FORM = ("照表中的编号", f"这张表是发给 {{name}} 的，填的是 {{written}} 的名称或代码；{MEND}")
AGAINST = f"，对不上；{MEND}"
SEVERAL = "一张表里有 {count} 家机构的内容：{names}；请一家一张工作表，分开再导入"
SEVERAL_ASSESSED = (
    "一张表里有 {count} 家机构的考核结果：{names}；年度考核一家一份，还要逐项的考核内容，"
    "一家一家录入：registry new 机构编号 assessment --year 年度"
)


class Identity(NamedTuple):
    """The id of an institution, empty where it has none yet; how it was found; what speaks against it."""

    id: str
    said: str = ""
    conflict: str = ""


def identify(
    recognised: Recognised, register: Register, day: dt.date, id_: str, questions: Questions, stem: str
) -> Identity | None:
    """The institution of a workbook; None where it is not known and nobody says so. Raises UnknownNameError.

    Of an application it may be a new one.
    """
    around = collect_around(recognised)
    code = _write(find_written(recognised, "/filing/credit_code")) or around.get(CODE, ("",))[0]
    name = _write(find_written(recognised, "/filing/name")) or around.get(INSTITUTION, ("",))[0]
    _refuse_faulty(register, id_, recognised.origin.get(ORIGIN_ID, ""), code, name, *recognised.titles)
    by_code = _find_by_code(code, register) if code else ""
    by_name = _find_by_name(name, register, day)
    by_title = _find_in_titles(recognised, register, day, by_name)
    if several := _list_named(recognised, register, day, by_title):
        conflict = "、".join(_name(each, register, day) for each in several)
        words = SEVERAL_ASSESSED if recognised.kind == "assessment" else SEVERAL
        return Identity("", "", words.format(count=len(several), names=conflict))
    # Where one sheet names two institutions, none is guessed: it could go into the other's dossier.
    if by_name and by_title and not id_:
        conflict = f"标题写的是 {_name(by_title, register, day)}，表中填的是 {_name(by_name, register, day)}"
        return Identity("", "", conflict + AGAINST)
    by_name = by_name or ("" if name else by_title)
    if recognised.kind == "change" and not (by_code or by_name or name):
        by_name = _find_by_changes(recognised, register, day)
    addressee = _find_addressee(recognised, () if by_code or by_name else (code, name), register, day)
    # What somebody says now goes first, then our own number in the form; code and name, as typed, last.
    own_ids = {by_code, by_name, addressee}
    if id_:
        return _settle(find_id(id_, register, day), own_ids, STATED, register, day)
    if addressee:
        return _settle(addressee, own_ids, OF_FORM, register, day)
    if by_code or by_name:
        return _settle_as_typed(by_code, by_name, register, day)
    if recognised.kind == "application" and name:
        return Identity("", f"{NEW}：{name}")
    if not (code or name) and (by_stem := _find_in_stem(stem, register, day)):
        return Identity(by_stem, f"照文件名（表中没有写）：{_name(by_stem, register, day)}")
    return _ask(name, stem, register, day, questions)


def _refuse_faulty(register: Register, *words: str) -> None:
    """Raise UnknownNameError where the words name an institution whose dossier cannot be put together.

    Without it none of the others would be the right one, and each could be taken for it.
    """
    text = narrow(" ".join(words))
    for id_ in sorted(register.known_ids["institution"] - {*register.dossiers}):
        stated = register.filed.get(f"{register.folder_by_id[id_]}/institution.yml")
        data = stated.data if stated else {}
        names = filter(None, (data.get("name"), data.get("credit_code")))
        if id_ in words or any(narrow(each) in text for each in names):
            find_dossier(id_, register)


def find_other_code(recognised: Recognised, dossier: Dossier) -> str:
    """That a sheet has another code than its institution, which a record does not say; empty where not."""
    code = collect_around(recognised).get(CODE, ("",))[0]
    own = dossier.institution.credit_code
    if not code or not own or narrow(code).upper() == own:
        return ""
    return f"表中的统一社会信用代码“{code}”与登记册中的 {own} 不同，没有录入：核对；代码确实变了的，录入变更"


def _settle_as_typed(by_code: str, by_name: str, register: Register, day: dt.date) -> Identity:
    """The institution to which the code as typed leads, or the name, or both of them."""
    if by_code and by_name and by_code != by_name:
        conflict = f"信用代码是 {_name(by_code, register, day)} 的，名称是 {_name(by_name, register, day)} 的"
        return Identity("", "", conflict + AGAINST)
    how = "按信用代码" if by_code else "按名称"
    return Identity(by_code or by_name, f"{how}：{_name(by_code or by_name, register, day)}")


def _find_addressee(recognised: Recognised, unknown: Iterable[str], register: Register, day: dt.date) -> str:
    """The institution that a form was sent to; none where another one has written in it.

    Institutions pass their forms on: then what is `unknown` of the code and name as typed is not near the
    addressee's own. An application is held against what its institution is, so that each cell is reported.
    """
    id_ = recognised.origin.get(ORIGIN_ID, "")
    if id_ not in register.dossiers:
        return ""
    written = [narrow(each).upper() for each in unknown if each and recognised.kind != "application"]
    own = [each.upper() for each, other in fold_institutions(register, day).items() if other == id_]
    own.append(register.dossiers[id_].institution.credit_code or "")
    is_own = any(is_one_slip(text, each) for text in written for each in own)
    return id_ if is_own or not written else ""


def _settle(id_: str, ids: set[str], words: tuple[str, str], register: Register, day: dt.date) -> Identity:
    """The institution that is certain; the other `ids` that the sheet leads to speak against it."""
    how, against = words
    name = _name(id_, register, day)
    written = "、".join(_name(each, register, day) for each in sorted(ids - {"", id_}))
    return Identity(id_, f"{how}：{name}", against.format(name=name, written=written) if written else "")


def _write(value: CellValue) -> str:
    return strip_seal(write_cell(value))


def _name(id_: str, register: Register, day: dt.date) -> str:
    dossier = register.dossiers.get(id_)
    return f"{find_name(dossier, day)}（{id_}）" if dossier else id_


def _find_by_code(code: str, register: Register) -> str:
    written = narrow(code).upper()
    ids = [id_ for id_, each in register.dossiers.items() if each.institution.credit_code == written]
    return ids[0] if len(ids) == 1 else ""


def _find_by_name(name: str, register: Register, day: dt.date) -> str:
    """By a name or id that fits exactly."""
    return fold_institutions(register, day).get(narrow(name), "")


def _list_named(recognised: Recognised, register: Register, day: dt.date, title: str) -> list[str]:
    """The institutions in one sheet, where they are several: each name may head rows of its own.

    They stand behind labels, or alone in a line between the rows; `title` is the one above. A table of
    results is no table of an assessment: the names stand below the first one.
    """
    names = fold_institutions(register, day)
    pairs = [each for each in recognised.pairs if each.field.pointer == INSTITUTION]
    ids = {names.get(narrow(_write(each.value)), "") for each in pairs}
    if recognised.kind == "assessment":
        columns = {(each.place.sheet, each.place.column) for each in pairs}
        below = (each for each in recognised.unknown if (each.place.sheet, each.place.column) in columns)
        ids |= {names.get(narrow(strip_seal(each.text)), "") for each in below}
    between = {
        id_
        for table in recognised.tables
        for id_ in list_held(names, map(narrow, _list_lines(table, recognised)))
    }
    ids |= between | ({title} if between else set())
    return sorted(ids - {""}) if len(ids - {""}) > 1 else []


def _list_lines(table: IntakeTable, recognised: Recognised) -> list[str]:
    """The lines that stand alone above rows of a table, below the first head of its sheet."""
    own = [each for each in recognised.tables if each.cells is table.cells]
    last = max((row.row for each in own for row in each.rows), default=0)
    return table.cells.list_alone(range(min(each.head for each in own), last))


def _find_by_changes(recognised: Recognised, register: Register, day: dt.date) -> str:
    """The only institution whose name or code a change says to have been, or to be from now on."""
    values = [write_cell(each) for each in list_changed(recognised)]
    ids = {_find_by_name(each, register, day) or _find_by_code(each, register) for each in values} - {""}
    return ids.pop() if len(ids) == 1 else ""


def _find_in_titles(recognised: Recognised, register: Register, day: dt.date, but: str) -> str:
    """The only institution, but for one, whose name a title of the workbook holds."""
    ids = list_held(fold_institutions(register, day), [narrow(" ".join(recognised.titles))]) - {but}
    return ids.pop() if len(ids) == 1 else ""


def _find_in_stem(stem: str, register: Register, day: dt.date) -> str:
    """The only institution whose name or id the name of a file holds; empty where there are several."""
    ids = list_held(fold_institutions(register, day), [narrow(stem)])
    folded = narrow(stem).lower()
    # An id goes before what is joined to it by a hyphen, such as a year.
    runs = (accumulate(run.split("-"), "{}-{}".format) for run in re.findall("[a-z0-9-]+", folded))
    held = set(chain.from_iterable(runs)) & register.dossiers.keys()
    ids |= {each for each in held if not any(other.startswith(f"{each}-") for other in held)}
    return ids.pop() if len(ids) == 1 else ""


def _ask(name: str, stem: str, register: Register, day: dt.date, questions: Questions) -> Identity | None:
    """Ask whose it is, with the institutions whose names are like what the sheet or the file's name says."""
    words = name or stem
    names = {id_: find_name(each, day) for id_, each in register.dossiers.items()}
    # Far below what a typing error makes: people write their names short, and a clerk chooses.
    like = difflib.get_close_matches(words, names.values(), MAX_NAMES, 0.4)
    like += [each for each in names.values() if words and words in each and each not in like][:MAX_NAMES]
    # One that is a single character off is meant: others beside it would only mislead.
    slips = [each for each in like if is_one_slip(narrow(words), narrow(each))]
    like = slips if len(slips) == 1 else like
    choices = {id_: each for each in like for id_, name in names.items() if name == each}
    what = "是哪家机构" + (f"（表中写“{name}”）" if name else UNSAID)

    def parse(line: str) -> str:
        try:
            own_id = find_id(line, register, day) if line else ""
        except UnknownNameError as error:
            raise ValueError(str(error)) from error
        if own_id not in register.dossiers:
            raise ValueError(f"没有机构 {line}" if line else "没有回答")
        return own_id

    answer = questions.ask(Question(what, choices, "--id"), parse)
    return Identity(answer, f"照回答：{_name(answer, register, day)}") if answer else None
