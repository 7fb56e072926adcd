"""What it takes to do what is due: the record that shows it as done, and the ways to that record.

`find_means` is for a duty, `find_ending_means` for what ends, `find_calendar_means` for a year's calendar;
`build_means` is for any other record that comes next. Issues, mails, calendars, the pages of what is due and
the staff's site all tell what these return. Commands are for staff, who have the program; the public is shown
`form` and `blank` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Change, PaperKind, Receipt, Step, StepAction
from ..model.tables import Tables
from ..records.record_path import RecordPath, get_stem, parse_act_kind
from .duties import Duty, is_without_plan, list_not_reached
from .endings import Ending
from .next_records import YEARLY
from .papers import OF_RECORD, RECEIVED, is_provided, write_command

FORMS = "forms/"  # on the site, a page a kind
STAFF_SITE = "经办人员的网站的 "  # whose address the register does not know
BLANKS = "how/files/"  # on the site, the workbooks without a value
# What institutions hand in, of which the site has a blank workbook, and what else `registry export` writes.
HANDED_IN = (*RECEIVED,)
SHEETS = (*HANDED_IN, "assessment", "batch")


class Means(NamedTuple):
    """What it takes to do something.

    `kind` is the kind of the record that shows it as done; `command` writes it, or what comes to one that
    stands; `query` is what the form on the site is told of it; `blank` is the address of the workbook without
    values, from the site's root; `template` writes the workbook with what is known; `paper` writes what is
    filed or sent. Empty is what there is none of. `is_internal`: its form rests on what is not public.
    """

    kind: str = ""
    command: str = ""
    query: Mapping[str, str] = {}
    blank: str = ""
    template: str = ""
    paper: str = ""
    is_internal: bool = False

    @property
    def page(self) -> str:
        """The address of the kind's form, from the site's root."""
        return f"{FORMS}{self.kind}/" if self.kind else ""

    @property
    def form(self) -> str:
        """The address of the kind's form with what is known of the record, which it then fills in."""
        return f"{self.page}?{urlencode(self.query)}" if self.query else self.page


class MeansLine(NamedTuple):
    """One of the means in words: what it is for, and the address or the command."""

    label: str
    text: str
    is_command: bool = False


def build_blank_address(kind: str) -> str:
    """The address of the blank workbook of a kind that institutions hand in, from the site's root."""
    return f"{BLANKS}{kind}.xlsx"


def list_ways(means: Means, site: str, for_staff: bool) -> list[MeansLine]:
    """The means in words: for staff with commands, for others what can be had on the site alone.

    `site` is the site's address with a slash at its end; where it is empty, pages are named as of the site.
    Others than staff fill in only what institutions hand in and what is not there yet.
    """
    place = site or "登记册网站的 "
    if not for_staff and not means.blank:
        return []
    # The public site's forms know no record that stands, and nothing of who is not listed yet.
    at = STAFF_SITE if for_staff and (means.is_internal or "path" in means.query) else place
    form = MeansLine("在网页上填写", at + address if (address := means.form) else "")
    if not for_staff:
        return [form, MeansLine("空白表格", place + means.blank)]
    ways = [
        MeansLine("录入", means.command, is_command=True),
        form,
        MeansLine("表格", means.template, is_command=True),
        MeansLine("文书", means.paper, is_command=True),
    ]
    return [each for each in ways if each.text]


def build_means(kind: str, id_: str, command: str = "", year: int | None = None, paper: str = "") -> Means:
    """The means to a record of a kind; without `command` it is made new. `id_` is whose it is."""
    of_year = f" --year {year}" if year and kind in YEARLY else ""
    return Means(
        kind=kind,
        command=command or f"registry new {id_} {kind}{of_year}",
        query={"id": id_, **({"year": str(year)} if year else {})},
        blank=build_blank_address(kind) if kind in HANDED_IN else "",
        template=f"registry export {id_} {kind}{of_year} --template" if kind in SHEETS else "",
        paper=paper,
    )


@dossier_cache
def find_means(dossier: Dossier, duty: Duty, day: dt.date) -> Means:
    """What it takes to do a duty that `derive_duties` has found on `day`."""
    match duty.code:
        case "plan" | "summary" | "initial-plan":
            return _find_yearly(dossier, duty, day)
        case "assessment":
            return build_means("assessment", dossier.id, year=duty.year)
        case "rectification" | "determination":
            paper = write_act_paper(dossier, "rectification-order", duty.source, day)
            return build_means("rectification-outcome", dossier.id, paper=paper)
        case "report-change":
            act = dossier.get_act(get_stem(duty.source), Change)
            fields = "".join(f" --field {each.field}" for each in act.changes) if act else ""
            return build_means("change", dossier.id, f"registry new {dossier.id} change{fields}")
        case "publish-change" | "publish-decision":
            kind = parse_act_kind(get_stem(duty.source))
            what = "公布日期" if duty.code == "publish-change" else "公开日期"
            command, query = f"registry step {duty.source} {what}", build_query(dossier.id, duty.source, what)
            return Means(kind, command, query, paper=write_act_paper(dossier, kind, duty.source, day))
        case _:
            raise RuntimeError(f"lifecycle/means.py: find_means has no case for {duty.code}")


def find_ending_means(tables: Tables, dossier: Dossier | None, ending: Ending, day: dt.date) -> Means:
    """What it takes where something ends: to apply anew, or a regulation that goes on; mostly nothing."""
    if dossier is None:
        return Means("regulation")
    if ending.code == "listed":
        return build_means(
            "application", dossier.id, paper=write_paper(tables, "application", dossier.id, day)
        )
    # Where the city's law has no paper on it nothing is to be done: a bar ends by itself.
    if ending.code == "barred" and is_provided(tables, PaperKind.BAR_END, day):
        paper = write_command(PaperKind.BAR_END, dossier.id)
        return build_means("application", dossier.id, paper=paper)
    return Means()


def find_calendar_means(year: int) -> Means:
    """What it takes to record the working days of a year."""
    return build_means("calendar", str(year))._replace(query={"year": str(year)})


def write_paper(tables: Tables, kind: str, id_: str, day: dt.date, more: str = "") -> str:
    """The command for the paper of a record of a kind; empty where there is none, or the law has none."""
    paper = OF_RECORD.get(kind)
    if paper is None or not is_provided(tables, paper, day):
        return ""
    return write_command(paper, id_, more)


def write_act_paper(dossier: Dossier, kind: str, path: str, day: dt.date) -> str:
    """The command for the paper of an act."""
    return write_paper(dossier.tables, kind, dossier.id, day, f"--act {get_stem(path)}")


def build_query(id_: str, path: str, what: str = "", by: str = "") -> dict[str, str]:
    """What a form is told of a record that stands: whose it is, what comes to it, by which office."""
    query = {"id": id_, "path": RecordPath.parse(path).below, "add": what, "authority": by}
    return {name: value for name, value in query.items() if value}


def _find_yearly(dossier: Dossier, duty: Duty, day: dt.date) -> Means:
    """A plan or summary: made new, or the step that it lacks; the paper is the filled one, else the blank.

    A summary is one of a plan: where the year has none, what it takes is that plan.
    """
    kind, year = "summary" if duty.code == "summary" else "plan", duty.year or day.year
    record = dossier.get_summary(year) if kind == "summary" else dossier.get_plan(year)
    if is_without_plan(dossier, kind, year):
        kind = "plan"  # of which there is none to sum up: it comes first, be it late
    more = f"--year {year}" if record else f"--year {year} --blank"
    paper = write_paper(dossier.tables, kind, dossier.id, day, more)
    if record is None:
        return build_means(kind, dossier.id, year=year, paper=paper)
    action, by = _find_step(dossier, duty, record.steps, day)
    command = f"registry step {dossier.id} {kind} {year} {action} --authority {by}"
    return Means(kind, command, build_query(dossier.id, record.path, action, by), paper=paper)


def _find_step(
    dossier: Dossier, duty: Duty, steps: Sequence[Step | Receipt], day: dt.date
) -> tuple[str, str]:
    """The step that a plan or summary lacks, and the first authority that it lacks it of."""
    if missing := list_not_reached(dossier, steps, day):
        return str(StepAction.SENT), missing[0]
    # It has reached all who get it: what it lacks is a pass.
    last = {each.authority: each.action for each in steps if each.date <= day}
    return str(StepAction.PASSED), next(
        (who for who in duty.to if last.get(who) != StepAction.PASSED), duty.to[0]
    )
