"""Steps of one record or of many: which are meant, what became of each."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from ...finding import Finding
from ...json_data import Fields
from ...model.kinds import StepAction
from ...model.register import Register
from ...records.record_path import RECORDS
from ...rules.checking import Examined
from ...rules.engine import CheckOptions
from ..field_values import FieldQuestion, LackingFields
from ..named import find_authority
from ..request import NotLawful, UnknownNameError
from .judging import judge_steps
from .prepare import AlreadyRecorded, PreparedStep, StepRequest, find_same_step, prepare_step
from .targets import RECORD
from .words import StepWords

HEADINGS = frozenset({"机构", "机构编号", "机构名称", "编号", "名称", "序号", "id", "name", "institution"})
# In this order: nearly any bytes are some GB18030, which is how Excel in China saves CSV.
ENCODINGS = ("utf-8-sig", "gb18030")
Result = Literal["written", "existing", "refused", "held"]


class Outcome(NamedTuple):
    """What became of one step: `word` is how its record was named, `step` what is prepared of it.

    A step that is `held` is lawful, and not written because others are not. `findings` are what forbids it;
    of one that is written what is to be known, and `message` how things then stand.
    """

    word: str
    result: Result
    step: PreparedStep | None = None
    message: str = ""
    findings: Sequence[Finding] = ()


def list_received(register: Register, request: StepRequest, day: dt.date) -> list[tuple[str, StepRequest]]:
    """The files of the kind and year that an authority has received and not acted on as is asked, in order.

    Each with the request for it. Authorities that have received some are meant before others.
    Raises UnknownNameError where it is not said which authority, year or step.
    """
    words = request.words
    action, word = words.place.action, request.given.get("authority", "")
    if not action or action == StepAction.SENT:
        raise UnknownNameError("--all-received 用于受理、通过和退回；别的用 --list 写明机构")
    if not word:
        raise UnknownNameError("--all-received 要用 --authority 写明是哪个机关收到的")
    if words.year is None:
        raise UnknownNameError(f"--all-received 要写明是哪一年的{words.kind.title}")
    steps = {
        path: register.read_folder_of(path).filed[path].data["steps"]
        for path in _list_of_year(register, words)
    }
    near = {row["authority"] for rows in steps.values() for row in rows if row["action"] == StepAction.SENT}
    authority = find_authority(word, register, day, near)
    return [
        (path, request._replace(given={**request.given, "authority": authority, RECORD: path}))
        for path, rows in steps.items()
        if _is_open(rows, action, authority)
    ]


def _list_of_year(register: Register, words: StepWords) -> Iterator[str]:
    for outline in register.folders.values():
        for path in outline.valid:
            match = words.kind.pattern.fullmatch(path.removeprefix(f"{RECORDS}/"))
            names = match.groupdict() if match else {}
            if names.get("year") == str(words.year) and str(words.number or "") in ("", names.get("number")):
                yield path


def _is_open(rows: Iterable[Fields], action: str, authority: str) -> bool:
    sent = find_same_step(rows, StepAction.SENT, authority) is not None
    return sent and find_same_step(rows, action, authority) is None


def read_list(raw: bytes) -> list[str]:
    """The institutions of a list, each once: a line each, of a table the first column; UTF-8 or GB18030.

    Raises UnknownNameError where it cannot be read, or is empty.
    """
    # Standard input has no name to go by: a workbook is known by its first bytes (zip, OLE2).
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnknownNameError("名单是一个工作簿；写它的文件名：--list 名单.xlsx")
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnknownNameError("--list 不是 UTF-8 或 GB18030 编码的文字；另存为“CSV UTF-8”或者文本文件")
    # Cells that were copied out of a spreadsheet are parted by tabs.
    separator = "\t" if "\t" in text else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    words = [cell for row in rows if row and (cell := row[0].strip()) and not cell.startswith("#")]
    if words and words[0].lower() in HEADINGS:
        del words[0]
    if not words:
        raise UnknownNameError("--list 中没有机构")
    return list(dict.fromkeys(words))


def prepare_all(
    examined: Examined, requests: Iterable[tuple[str, StepRequest]], several: bool = True
) -> tuple[list[tuple[str, PreparedStep]], list[Outcome]]:
    """The steps that can be prepared, and what became of the others. Raises LackingFields for all that lack.

    Of a single one, not `several`, it raises UnknownNameError and NotLawful too.
    """
    prepared: dict[str, tuple[str, PreparedStep]] = {}
    outcomes: list[Outcome] = []
    questions: dict[str, FieldQuestion] = {}
    for word, request in requests:
        try:
            step = prepare_step(examined, request)
        except LackingFields as error:
            # By key: what all records of the batch lack is asked once.
            questions |= {each.key: each for each in error.questions}
        except AlreadyRecorded as there:
            outcomes.append(Outcome(word, "existing", message=str(there)))
        except (UnknownNameError, NotLawful) as error:
            if not several:
                raise
            outcomes.append(Outcome(word, "refused", message=str(error)))
        else:
            # Two words of a list may mean one institution (id and name): its file is written once.
            if step.target.path in prepared:
                outcomes.append(Outcome(word, "existing", message=f"{step.target.label}在名单中已有一次"))
            else:
                prepared[step.target.path] = (word, step)
    if questions:
        raise LackingFields([*questions.values()])
    return [*prepared.values()], outcomes


def judge_all(
    root: Path,
    examined: Examined,
    prepared: Sequence[tuple[str, PreparedStep]],
    today: dt.date,
    check: CheckOptions,
    accept: bool,
) -> list[Outcome]:
    """What becomes of prepared steps: the lawful ones are to be written, with `accept` the doubtful too."""
    if not prepared:
        return []
    verdicts = judge_steps(root, examined, [step for _, step in prepared], today, check)
    outcomes = []
    for word, step in prepared:
        verdict = verdicts[step.target.path]
        against = [*verdict.errors, *([] if accept else verdict.doubts)]
        result: Result = "refused" if against else "written"
        others = against or [*verdict.doubts, *verdict.others]
        outcomes.append(Outcome(word, result, step, "" if against else verdict.standing, others))
    return outcomes


def hold_together(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Hold the steps together: where one is refused, none is written."""
    outcomes = list(outcomes)
    if not any(each.result == "refused" for each in outcomes):
        return outcomes
    return [each._replace(result="held") if each.result == "written" else each for each in outcomes]
