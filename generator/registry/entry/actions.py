"""What it takes to do what is due: the command, the form, the spreadsheet, the paper.

One place for the staff's site, for mails and for whoever else says what to do next. Nothing here says
whether a step is lawful: the command and the form do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from ..lifecycle.duties import Duty
from ..lifecycle.endings import Ending
from ..lifecycle.waiting import Waiting
from ..model.kinds import PaperKind
from ..records.record_path import RecordPath, get_stem, parse_act_kind

Due = Duty | Waiting | Ending
NEW, STEP, EXPORT, PAPER = "registry new", "registry step", "registry export", "registry paper"


class Action(NamedTuple):
    """The one thing to do: a command to copy, and what else helps.

    `kind` is that of the record whose form is filled in, `query` what the form's address says beside it;
    `template` is the command that writes the spreadsheet for the institution, `paper` the one that writes a
    paper. Each is empty where there is none.
    """

    command: str = ""
    kind: str = ""
    query: Mapping[str, str] = {}
    template: str = ""
    paper: str = ""

    @property
    def form(self) -> str:
        """The form's address, from the root of a site that has forms; empty where there is no form."""
        return build_form_address(self.kind, self.query) if self.kind else ""


def build_form_address(kind: str, query: Mapping[str, str]) -> str:
    """The address of a kind's form that begins with what is known, from the root of a site with forms."""
    return f"forms/{kind}/?{urlencode(query)}"


Make = Callable[[str, Due], Action]


def choose_action(id_: str, due: Due) -> Action:
    """The one thing to do about what is due of an institution, or a batch, by its id."""
    make = _ACTIONS.get(due.code)
    return make(id_, due) if make else Action()


def _new(kind: str, template: bool = False) -> Make:
    """A new record of a kind."""

    def make(id_: str, due: Due) -> Action:
        year = getattr(due, "year", None)
        option, query = (f" --year {year}", {"year": str(year)}) if year else ("", {})
        template_command = f"{EXPORT} {kind} {id_} --template{option}" if template else ""
        return Action(f"{NEW} {id_} {kind}{option}", kind, {"id": id_, **query}, template_command)

    return make


def _step(word: str, paper: PaperKind | None = None) -> Make:
    """A step of a plan, an amendment or a summary."""

    def make(id_: str, due: Due) -> Action:
        assert isinstance(due, Waiting)
        number = f"-{due.number}" if due.number else ""
        what = f"{id_} {due.kind} {due.year}{number}"
        query = {"id": id_, "path": RecordPath.of(due.source).below, "add": word, "authority": due.by}
        letter = f"{PAPER} {_word(paper)} {due.kind} {id_} --year {due.year}" if paper else ""
        return Action(f"{STEP} {what} {word} --authority {due.by}", due.kind, query, paper=letter)

    return make


def _word(paper: PaperKind) -> str:
    """The English word for a paper, as the command takes it."""
    return paper.name.lower().replace("_", "-")


def _resubmit(id_: str, due: Due) -> Action:
    """What was returned is mended by the institution, in its own spreadsheet, and handed in again."""
    assert isinstance(due, Waiting)
    letter = f"{PAPER} {_word(PaperKind.SUPPLEMENT_NOTICE)} {due.kind} {id_} --year {due.year}"
    query = {"id": id_, "path": RecordPath.of(due.source).below}
    template = f"{EXPORT} {due.kind} {id_} --year {due.year}"
    return Action("registry import 表格文件.xlsx", due.kind, query, template, letter)


def _supplement(id_: str, due: Due) -> Action:
    """An application that lacks something comes anew, and is reviewed again."""
    letter = f"{PAPER} {_word(PaperKind.SUPPLEMENT_NOTICE)} application {id_}"
    return Action(f"{NEW} {id_} review", "review", {"id": id_}, paper=letter)


def _batch(word: str, paper: str = "") -> Make:
    """A step of a batch."""

    def make(id_: str, due: Due) -> Action:
        query = {"id": id_, "path": RecordPath.of(due.source).below, "add": word}
        letter = f"{PAPER} {paper} {id_}" if paper else ""
        return Action(f"{STEP} {id_} 批次 {word}", "batch", query, paper=letter)

    return make


def _fill(word: str, paper: str = "") -> Make:
    """What an act says later, such as the day on which it was published."""

    def make(id_: str, due: Due) -> Action:
        kind = parse_act_kind(get_stem(due.source))
        query = {"id": id_, "path": RecordPath.of(due.source).below, "add": word}
        command = f"{STEP} {due.source} {word}"
        letter = f"{PAPER} {paper} {id_} --act {get_stem(due.source)}" if paper else ""
        return Action(command, kind, query, paper=letter)

    return make


def _order(id_: str, due: Due) -> Action:
    """An order runs: what is recorded next is its outcome; the order itself is a paper."""
    action = _new("rectification-outcome")(id_, due)
    paper = f"{PAPER} {_word(PaperKind.RECTIFICATION_ORDER)} {id_} --act {get_stem(due.source)}"
    return action._replace(paper=paper)


def _paper_only(paper: PaperKind) -> Make:
    """Nothing is recorded; the institution is told."""
    return lambda id_, _: Action(paper=f"{PAPER} {_word(paper)} {id_}")


# By the codes of duties, of what waits, and of what ends.
_ACTIONS: Mapping[str, Make] = {
    "plan": _new("plan", template=True),
    "initial-plan": _new("plan", template=True),
    "summary": _new("summary", template=True),
    "assessment": _new("assessment", template=True),
    "rectification": _order,
    "determination": _new("rectification-outcome"),
    "report-change": _new("change", template=True),
    "publish-change": _fill("公布日期", _word(PaperKind.CHANGE_RECEIPT)),
    "publish-decision": _fill("公开日期"),
    "receive": _step("受理", PaperKind.RECEIPT),
    "pass": _step("通过"),
    "resubmit": _resubmit,
    "recommend": _new("recommendation"),
    "review": _new("review"),
    "supplement": _supplement,
    "notice": _batch("名单的公示", _word(PaperKind.LIST)),
    "objections": _batch("收到异议"),
    "list": _batch("公布", _word(PaperKind.LIST)),
    "bar": _new("bar"),
    "listed": _new("application", template=True),
    "barred": _paper_only(PaperKind.BAR_END),
}
