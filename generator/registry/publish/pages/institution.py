"""What the page of one institution shows, as plain data for its template."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...display import WIDE, Fact, Facts, Text, format_number
from ...forge.links import Forge
from ...json_data import JsonObject, get_number, get_objects, get_text, get_texts
from ...lifecycle.as_of import list_records, view_as_of
from ...lifecycle.bars import BarSpan
from ...lifecycle.conditions import describe_bar_start
from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.endings import Ending, list_announced
from ...lifecycle.filing import list_former_codes, list_former_names
from ...lifecycle.force import select_in_force
from ...lifecycle.older_lists import find_first_owed_year, find_other_dossier, is_carried_over
from ...lifecycle.publication_period import get_public_status, list_public_bars, list_public_duties
from ...lifecycle.state import State
from ...model.batches import list_kin
from ...model.dossier import Dossier
from ...model.kinds import Assessment, Record, Repair, Succession
from ...model.repairs import RepairEffect, list_repaired
from ...rules.table import RULES
from .. import structured
from ..addresses import build_institution_address
from ..open_data.publication import FOLDER
from ..public_view import list_telephones
from ..recording import FileRecording
from ..register_view import InstitutionPages, RegisterView
from ..unstated import UNSTATED, list_unstated
from .recent import ComingCourse, RecentPages, RecentYear, YearPlan
from .regulation import describe_designation
from .staff_links import StaffLinks, StaffPages
from .timeline import Timeline, TimelineEntry
from .years import YearRow, YearTables

# What the page says elsewhere and so leaves out of the table of facts.
SAID_ELSEWHERE = frozenset({"id", "name"})
# The rows of a result, above the heads of the assessments.
RESULT = "等次", "得分"
# Wide facts are folded, but for those that most readers come for.
MAX_LATEST = 6  # how many of what happened are not folded
ALWAYS_SHOWN = ("other_phones", "fields", "sites")


class RecordFacts(NamedTuple):
    """A record as facts, with its file."""

    facts: Facts
    path: str


class DutyRow(NamedTuple):
    """A duty, with the names of who owes it to whom."""

    duty: Duty
    by: str
    to: str


class Bars(NamedTuple):
    """The times in which it could not apply that are over; how the first day of any was found.

    `has_any` says whether the page tells of any, be it over or not.
    """

    over: list[BarSpan]
    has_any: bool
    article: str
    note: str


class Assessments(NamedTuple):
    """The yearly assessments: their heads with a finding for each of the years, then each by itself."""

    years: list[int]
    heads: list[tuple[str, list[str]]]
    records: list[RecordFacts]


class InstitutionData(NamedTuple):
    """The page of an institution.

    `states` are the filing value and the conditions; `plan` says what became of this year's; `coming` and
    `recent` the next courses and the last years; `other` is the dossier that tells of it instead, `older`
    what standing on an older list means; a waiver has the rule's code and title, a repair what it has made
    of the institution's records.
    """

    id: str
    name: str
    area_id: str
    area: str
    held: bool
    report_article: str
    states: list[State]
    telephones: list[tuple[str, str]]
    plan: YearPlan | None
    coming: list[ComingCourse]
    recent: list[RecentYear]
    endings: list[Ending]
    bars: Bars
    former_names: list[tuple[str, dt.date]]
    former_codes: list[tuple[str, dt.date]]
    successors: list[Text]
    other: Text | None
    older: str
    facts: Facts
    facilities: Facts
    duties: list[DutyRow]
    timeline: list[list[TimelineEntry]]
    years: list[YearRow]
    assessments: Assessments
    waivers: list[tuple[str, str, RecordFacts]]
    repairs: list[tuple[Repair, list[RepairEffect], RecordFacts]]
    data: str
    staff: StaffPages | None
    files: list[tuple[str, FileRecording | None]]
    recorded: dict[str, str]
    structured: JsonObject


class DossierPage(InstitutionPages):
    """Builds the data of institutions' pages for one register on one day."""

    def __init__(self, view: RegisterView, site_url: str, forge: Forge | None = None) -> None:
        super().__init__(view)
        self.site_url = site_url
        self.held = view.held
        self.timeline = Timeline(view)
        self.years = YearTables(view)
        self.recent = RecentPages(view)
        self.staff = StaffLinks(view.schemas, view.day, forge) if forge else None
        self.successors = self._list_successors()
        # Few batches are: what asks for kin of ten thousand institutions need not go through all of them.
        self.identified = [each for each in self.presenter.register.batches.values() if each.identified]

    def _list_successors(self) -> dict[str, list[str]]:
        """The public institutions that succeed another, by the other's id."""
        successors: dict[str, list[str]] = defaultdict(list)
        for dossier in self.presenter.register.list_successors():
            if dossier.id not in self.presenter.public_ids:
                continue
            for act in select_in_force(dossier.acts, self.day):
                if isinstance(act, Succession):
                    successors[act.predecessor].append(dossier.id)
        return successors

    def list_kin(self, id_: str) -> list[str]:
        """The institutions whose records a page tells of besides its own: those of who follows, or is, it."""
        return [*self.successors.get(id_, ()), *list_kin(self.identified, id_)]

    def build_data(self, dossier: Dossier) -> InstitutionData:
        """Everything the template of an institution's page needs."""
        dossier = view_as_of(dossier, self.day)
        status = get_public_status(dossier, self.day)
        facts, facilities = self.split_facts(dossier)
        coming = self.recent.list_courses(dossier)
        years = self.years.list_rows(dossier)
        return InstitutionData(
            id=dossier.id,
            name=dossier.institution.name,
            area_id=dossier.institution.area,
            area=self.presenter.reference("area", dossier.institution.area).text,
            held=dossier.id in self.held,
            report_article=self.presenter.cite_basis("17"),
            states=[status.filing, *status.conditions],
            telephones=list_telephones(self.public(dossier.institution.path)),
            plan=self.recent.find_plan(dossier),
            coming=coming,
            recent=self.recent.list_years(dossier, years),
            endings=list_announced(dossier, status, self.day),
            bars=self.list_bars(dossier, status.conditions),
            former_names=list_former_names(dossier, self.day),
            former_codes=list_former_codes(dossier, self.day),
            successors=[self.presenter.reference("institution", id_) for id_ in self.successors[dossier.id]],
            other=self.find_other(dossier),
            older=self.describe_older_lists(dossier),
            facts=facts,
            facilities=facilities,
            duties=[self.show_duty(dossier, each) for each in list_public_duties(dossier, self.day)],
            timeline=split_timeline(self.timeline.list_entries(dossier)),
            years=years,
            assessments=self.show_assessments(dossier),
            waivers=self.show_waivers(dossier),
            repairs=[self.show_repair(dossier, each) for each in dossier.repairs],
            data=f"{FOLDER}institutions/{dossier.id}",
            staff=self.staff.list_links(dossier) if self.staff else None,
            files=self.describe_files([*list_records(dossier), *dossier.repairs]),
            recorded=self.map_recording_words(dossier),
            structured=self.build_structured_data(dossier, coming),
        )

    def show_waivers(self, dossier: Dossier) -> list[tuple[str, str, RecordFacts]]:
        """The waivers of an institution: the rule's code and title, and what the record says."""
        return [(each.rule, RULES[each.rule].title, self.show_record(each.path)) for each in dossier.waivers]

    def describe_files(self, records: Iterable[Record]) -> list[tuple[str, FileRecording | None]]:
        """When the file of each record came and last changed, where Git tells, by its path."""
        return [(each.path, self.recording.describe_file(each.path)) for each in records]

    def list_bars(self, dossier: Dossier, conditions: Sequence[State]) -> Bars:
        """The times in which the institution could not apply, with what is shown of them."""
        over = [each for each in list_public_bars(dossier, self.day) if each.end < self.day]
        has_any = bool(over) or any(each.code == "barred" for each in conditions)
        note = describe_bar_start(dossier.tables.find_regulation(self.day))
        return Bars(over, has_any, self.presenter.cite_basis("20"), note)

    def split_facts(self, dossier: Dossier) -> tuple[Facts, Facts]:
        """The facts of an institution that are shown at once, and those that are folded."""
        facts = self.list_facts(dossier)
        folded = [each for each in facts if isinstance(each.value, WIDE) and each.name not in ALWAYS_SHOWN]
        return [fact for fact in facts if fact not in folded], folded

    def list_facts(self, dossier: Dossier) -> Facts:
        """The facts of an institution.

        The last are what an older list does not state, and by what it may teach general subjects.
        """
        schema, data = self.schemas.kinds["institution"].schema, self.public(dossier.institution.path)
        facts = self.presenter.list_facts(schema, data, SAID_ELSEWHERE)
        if titles := list_unstated(self.schemas, data, dossier.institution):
            facts.append(Fact("unstated", UNSTATED, Text("、".join(titles.values()))))
        regulation = self.public(dossier.tables.find_regulation(self.day).path)
        designated: list[Text] = [
            Text("，".join(describe_designation(self.presenter, row)), "regulation/#general-teaching")
            for row in get_objects(regulation, "general_teaching")
            if dossier.id in get_texts(row, "institutions")
        ]
        if designated:
            facts.append(Fact("general_teaching", "公需科目施教机构", designated))
        return facts

    def find_other(self, dossier: Dossier) -> Text | None:
        """The page of the dossier that tells of the institution instead of this one."""
        other = find_other_dossier(dossier)
        return self.presenter.reference("institution", other) if other else None

    def describe_older_lists(self, dossier: Dossier) -> str:
        """What standing on a list that was carried over means for what is owed; empty where on none."""
        if not is_carried_over(dossier) or find_other_dossier(dossier):
            return ""
        first = find_first_owed_year(dossier)
        if first == dt.MAXYEAR:
            return "登记册还没有哪一年的完整材料，不列报送和考核的待办。"
        return f"报送和考核的待办自{first}年起列出。"

    def show_record(self, path: str, leave: frozenset[str] = frozenset({"year"})) -> RecordFacts:
        """Any record as facts, with its file."""
        kind = self.schemas.kinds[self.presenter.register.documents[path].kind]
        return RecordFacts(self.presenter.list_facts(kind.schema, self.public(path), leave), path)

    def show_repair(self, dossier: Dossier, repair: Repair) -> tuple[Repair, list[RepairEffect], RecordFacts]:
        """A repair: who, when and why, and what it has made of the institution's records."""
        effects = list(list_repaired(repair, dossier.id))
        return repair, effects, self.show_record(repair.path, frozenset({"date"}))

    def map_recording_words(self, dossier: Dossier) -> dict[str, str]:
        """When the records of a dossier, and the lists that name it, were recorded, by path, in words."""
        records = [*list_records(dossier), *dossier.batches, *dossier.repairs]
        return {each.path: words for each in records if (words := self.recording.describe_recording(each))}

    def build_structured_data(self, dossier: Dossier, coming: list[ComingCourse]) -> JsonObject:
        """The institution, the way to its page and its next courses in the terms of schema.org."""
        institution = dossier.institution
        data = self.public(institution.path)
        area = dossier.tables.areas.get(institution.area)
        former = (name for name, _ in list_former_names(dossier, self.day))
        described = structured.describe_institution(data, former, dossier.tables)
        if "credit_code" in data:
            label = self.schemas.resolve_properties("institution")["credit_code"]
            described["identifier"] = {
                "@type": "PropertyValue",
                "propertyID": label["title"],
                "value": data["credit_code"],
            }
        if self.site_url:
            described["mainEntityOfPage"] = build_institution_address(self.site_url, dossier.id)
        place = area.name if area else institution.area
        steps = [
            ("机构名册", "institutions/"),
            (place, f"institutions/#{institution.area}"),
            (institution.name, ""),
        ]
        courses = [
            structured.describe_course(item.title, item.anchor, item.mode, f"{item.months}，{item.about}")
            for item in coming
        ]
        return {
            "@context": structured.CONTEXT,
            "@graph": [described, structured.describe_trail(steps), *courses],
        }

    def show_duty(self, dossier: Dossier, duty: Duty) -> DutyRow:
        name = dossier.tables.get_name
        by = "本机构" if duty.by == INSTITUTION else name(duty.by)
        return DutyRow(duty, by, "、".join(map(name, duty.to)))

    def show_assessments(self, dossier: Dossier) -> Assessments:
        """The yearly assessments, the latest first."""
        assessments = [each for each in dossier.assessments if each.date <= self.day]
        assessments.sort(key=lambda item: -item.year)
        findings = [self.list_findings(each) for each in assessments]
        heads = sorted(
            dict.fromkeys(head for each in findings for head in each), key=lambda head: head not in RESULT
        )
        return Assessments(
            [each.year for each in assessments],
            [(head, [each.get(head, "") for each in findings]) for head in heads],
            [self.show_record(each.path) for each in assessments],
        )

    def list_findings(self, assessment: Assessment) -> dict[str, str]:
        """What an assessment finds under each head, and its result where it states one."""
        data = self.public(assessment.path)
        score = get_number(data, "score")
        grade = get_text(data, "grade")
        result = dict(zip(RESULT, (grade, "" if score is None else format_number(score)), strict=True))
        heads = [each for each in get_objects(data, "heads") if "head" in each]
        by_head = {get_text(each, "head"): describe_finding(each) for each in heads}
        return {name: text for name, text in result.items() if text} | by_head


def describe_finding(head: JsonObject) -> str:
    """What an assessment finds under a head, with the score where it states one."""
    score = get_number(head, "score")
    words = [get_text(head, "finding"), "" if score is None else f"{format_number(score)} 分"]
    return "，".join(filter(None, words))


def split_timeline(entries: list[TimelineEntry]) -> list[list[TimelineEntry]]:
    """The latest entries, and the earlier ones, which are folded; a single earlier one is not."""
    if len(entries) <= MAX_LATEST + 1:
        return [entries]
    return [entries[:MAX_LATEST], entries[MAX_LATEST:]]
