"""The next record of a kind in a dossier: whether it is lawful, and what the register knows of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache

from ..finding import format_article
from ..json_data import Fields
from ..lifecycle.acts import (
    PROCEDURE,
    STAGES,
    TABLE,
    ProcedureState,
    find_moment,
    list_authorities,
    list_lawful_kinds,
)
from ..lifecycle.bars import compute_predecessor_bars
from ..lifecycle.duties import find_receivers, is_without_plan, list_joined_years
from ..lifecycle.filing import MOVED_BY_ACT, find_place
from ..lifecycle.fold import fold_filing
from ..lifecycle.next_records import YEARLY, find_next_amendment, find_next_year, list_recorded_years
from ..lifecycle.offices import SUPERVISORS, list_in_roles
from ..lifecycle.plans import collect_courses
from ..lifecycle.status import derive_status
from ..model.dossier import Dossier
from ..model.kinds import (
    ACTS,
    KIND_NAMES,
    Act,
    AssessmentHead,
    ChangeField,
    Mode,
    PlanType,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    ReviewStage,
    StepAction,
)
from ..model.register import Register
from ..model.tables import is_valid_on
from ..records.form import Blank, Prefill, describe_choices, write_blank
from ..records.record_path import INSTITUTIONS
from ..records.schemas import Kind, Schemas
from ..rules.table import RULES
from ..suggest import ask_whether
from .first_records import note_open_batches
from .named import list_areas_on
from .request import NotLawful, RecordRequest, UnknownNameError, check_value, list_change_fields


class RecordMaker:
    """Tells what is known of a new record of one kind in one dossier on one day, if it is lawful then."""

    def __init__(
        self, dossier: Dossier, register: Register, schemas: Schemas, kind: Kind, asked: RecordRequest
    ) -> None:
        self.dossier = dossier
        self.register = register
        self.schemas = schemas
        self.kind = kind
        self.asked = asked
        self.day = asked.day
        self.then: list[str] = []

    def fill_known(self) -> Prefill:
        """What is known. Raises NotLawful or UnknownNameError."""
        if self.kind.is_act:
            return self.fill_act()
        return {
            "plan": self.fill_plan,
            "amendment": self.fill_amendment,
            "summary": self.fill_summary,
            "assessment": self.fill_assessment,
            "waiver": self.fill_waiver,
        }[self.kind.name]()

    def explain_references(self, prefill: Prefill) -> None:
        """Note what may be written for each area and system that is not known."""
        tables = self.register.tables
        tabled = {
            "area": list_areas_on(tables, self.day),
            "system": tables.system_names,
        }
        for name, below in self.schemas.get_properties(self.kind.schema):
            if name not in prefill.values and tabled.get(below.get("x-ref", "")):
                prefill.notes[f"/{name}"] = describe_choices(tabled[below["x-ref"]])

    def list_named(self, authorities: Collection[str]) -> dict[str, str]:
        """The names, by id, of the authorities that hold office on the day; others are left out."""
        tables = self.register.tables
        offices = (tables.authorities[each] for each in sorted(authorities) if each in tables.authorities)
        return {each.id: tables.get_name(each.id) for each in offices if is_valid_on(each, self.day)}

    # acts

    def fill_act(self) -> Prefill:
        """What is known of an act; see the legal table."""
        cls = ACTS[self.kind.name]
        entry, moment = TABLE[cls], find_moment(self.dossier, self.day)
        among = sorted(entry.among(moment))
        if not among:
            raise NotLawful(self.describe_refusal(moment, entry.needs))
        prefill = Prefill(values={"date": str(self.day)})
        if entry.names and "" not in among:
            prefill.fill_or_note(entry.names, dict.fromkeys(among, ""))
        elif entry.names and (named := dict.fromkeys(filter(None, among), "")):
            prefill.notes[f"/{entry.names}"] = describe_choices(named)
        prefill.fill_or_note(
            "authority", self.list_named(self.list_who(cls, prefill)), sure=bool(entry.by) or cls in _SURE
        )
        if fill := _ACTS.get(self.kind.name):
            fill(self, prefill)
        return prefill

    def list_who(self, cls: type[Act], prefill: Prefill) -> Collection[str]:
        """The authorities that may record an act; where the table leaves it open, those that commonly do."""
        if cls in (RectificationExtension, RectificationOutcome):
            order = self.dossier.get_act(prefill.values.get("order", ""), RectificationOrder)
            return {self.dossier.tables.find_holder(order.authority, self.day)} if order else ()
        return list_authorities(self.dossier, cls, self.day) or list_in_roles(
            self.dossier, SUPERVISORS, self.day
        )

    def describe_refusal(self, moment: ProcedureState, needs: str) -> str:
        """How things stand, what is required, by which article, and what may be recorded."""
        status = derive_status(self.dossier, self.day)
        ordered = ACTS[self.kind.name] in PROCEDURE
        basis = self.dossier.tables.cite(self.kind.article, self.day) if ordered else ""
        # A bar says more than the table does: whose decision it is and until when.
        if moment.barred and self.kind.name in ("application", "review"):
            bar = next(each for each in status.conditions if each.code == "barred")
            needs, basis = bar.reason.rstrip("。"), bar.article
        states = "、".join(each.label for each in (status.filing, *status.conditions))
        stages = [f"{each} 批次{STAGES[stage]}" for each, stage in sorted(moment.stages.items())]
        how = f"“{states}”" + (f"（{'，'.join(stages)}）" if stages else "")
        basis = f"（{format_article(basis) or '登记册的要求'}）"
        state = f"{self.dossier.id} 在 {self.day} 的状态是{how}"
        return f"现在不能录入{self.kind.title}：{state}；{needs}{basis}。\n{self.describe_lawful(moment)}"

    def describe_lawful(self, moment: ProcedureState) -> str:
        """What may be recorded now; a list that is still to be published is no record of its own."""
        kinds = (KIND_NAMES[each] for each in list_lawful_kinds(moment))
        titles = "、".join(f"{each}（{self.schemas.kinds[each].title}）" for each in kinds)
        passed = sorted(moment.select_batches("passed"))
        lists = "".join(f"；公布名单：registry step {each} 批次 公布" for each in passed)
        return f"现在可以录入的事项：{titles}{lists}"

    def fill_application(self, prefill: Prefill) -> None:
        """As the institution is now."""
        prefill.values["filing"] = self.register.documents[self.dossier.institution.path].data
        prefill.notes["/filing"] = "已照现在的情况填好；有变化的先录入变更，再申请。"
        note_open_batches(prefill, self.register, self.day)
        for id_, span in compute_predecessor_bars(self.dossier, self.day):
            self.then.append(
                f"所承继的 {id_} 到 {span.end}（含）不得再次报备；是否及于本机构，请市人社局决定"
            )

    def fill_review(self, prefill: Prefill) -> None:
        prefill.values["steps"] = [{"step": each} for each in ReviewStage]

    def fill_inspection(self, prefill: Prefill) -> None:
        prefill.values["heads"] = [{"head": each, "finding": Blank()} for each in AssessmentHead]

    def fill_change(self, prefill: Prefill) -> None:
        """The properties named, as they are before the change; what has parts is copied, to be edited."""
        regulation = self.dossier.tables.find_regulation(self.day)
        if office := regulation.parameters.change_receiver_office:
            prefill.values["office"] = office
        properties = list_change_fields(self.schemas)
        names = [self.find_field(each) for each in self.asked.fields]
        # What is set by its own title is changed, be it named as a field or not.
        titles = {below["title"]: name for name, below in properties.items()}
        heads = [re.split("[./]", key)[0] for key, _ in self.asked.stated]
        names += [titles[each] for each in heads if each in titles]
        names = list(dict.fromkeys(names))
        # Asked of every institution for the web forms, which name none: to fold its acts takes longer.
        before = (fold_filing(self.dossier, self.day) or {}) if names else {}
        rows: list[Fields] = []
        for i, name in enumerate(names):
            old = before.get(name)
            # What has parts is mostly changed in one of them; a plain value is replaced whole.
            copied = isinstance(old, dict | list)
            after = old if copied else write_blank(self.schemas, properties[name])
            rows.append({"field": name, "before": old, "after": after})
            edit = "变更后（after）已照变更前抄好，只改有变化的。" if copied else ""
            if copied:
                prefill.explained.add(f"/changes/{i}/after")
            title, description = properties[name]["title"], properties[name]["description"]
            prefill.notes[f"/changes/{i}"] = f"{title}：{description}{edit}"
            if name == ChangeField.CREDIT_CODE:
                prefill.values["document"] = {}
            for side in ("before", "after"):
                prefill.narrower[f"/changes/{i}/{side}"] = properties[name]
        prefill.values["changes"] = rows or [{}]

    def find_field(self, word: str) -> str:
        """A property that a change act may set, by its name or title."""
        properties = list_change_fields(self.schemas)
        fields = {below["title"]: name for name, below in properties.items()}
        fields |= {name: name for name in properties}
        if word in fields:
            return fields[word]
        like = [name for title, name in fields.items() if word in title]
        listed = describe_choices({each: properties[each]["title"] for each in like or properties})
        if word in MOVED_BY_ACT:
            title = self.schemas.kinds["institution"].properties[word]["title"]
            raise UnknownNameError(f"{title}不用变更，用 transfer（{self.schemas.kinds['transfer'].title}）")
        raise UnknownNameError(f"变更没有 {word} 这一项，{ask_whether(word, fields, listed)}")

    def fill_transfer(self, prefill: Prefill) -> None:
        area, system = find_place(self.dossier, self.day)
        prefill.values |= {"from_area": area, "from_system": system}
        self.then.append(f"地区变了的，把整个文件夹 {self.dossier.folder} 移到 {INSTITUTIONS}新地区/ 之下")

    def fill_correction(self, prefill: Prefill) -> None:
        prefill.notes["/pointer"] = "从文件最外层写起，列表从 0 数：/courses/2/hours 是第三门课程的课时。"

    # plans, summaries, assessments, waivers

    def choose_year(self) -> int:
        """The year asked for, or the first that is wanted. Raises UnknownNameError or NotLawful."""
        if self.asked.year:
            check_value(self.schemas, self.kind.name, "year", self.asked.year)
        year = find_next_year(self.kind.name, self.dossier, self.schemas, self.day, self.asked.year)
        if year is not None:
            return year
        recorded = list_recorded_years(self.kind.name, self.dossier, self.day)
        if recorded and not self.asked.year:
            years = "、".join(map(str, recorded))
            amended = "；通过后要改的另作计划调整" if self.kind.name == "plan" else ""
            raise NotLawful(
                f"{self.dossier.id} 的 {years} 年度{self.kind.title.removeprefix('年度')}已经有了，一年一份"
                f"（登记册的要求）{amended}\n别的年度用 --year 写明"
            )
        which = f" {self.asked.year} 年的" if self.asked.year else ""
        label = derive_status(self.dossier, self.day).filing.label
        lacks = self.asked.year and is_without_plan(self.dossier, self.kind.name, self.asked.year)
        why = f"登记册里没有 {self.asked.year} 年度的计划，" if lacks else ""
        raise NotLawful(
            f"不能录入{which}{self.kind.title}：{self.dossier.id} 在 {self.day} 的状态是“{label}”；"
            f"{why}{YEARLY[self.kind.name].needs}（登记册的要求）。\n"
            f"{self.describe_lawful(find_moment(self.dossier, self.day))}"
        )

    def add_steps(self, values: Fields) -> Prefill:
        """With the steps of being handed in to both sides on the day."""
        to = find_receivers(self.dossier, self.day)
        steps = [{"action": StepAction.SENT, "date": str(self.day), "authority": each} for each in to]
        prefill = Prefill(values={**values, "steps": steps})
        names = "、".join(self.dossier.tables.get_name(each) for each in to)
        prefill.notes["/steps"] = f"已按当天报送{names}填好，只报送一处的删去另一处。"
        return prefill

    def fill_plan(self) -> Prefill:
        year = self.choose_year()
        kind = PlanType.FIRST if year in list_joined_years(self.dossier) else PlanType.YEARLY
        prefill = self.add_steps({"year": year, "type": kind, "courses": [{"id": "c01"}]})
        prefill.notes["/courses"] = "每门课程一项，复制这一项再填；编号依次写 c01、c02。"
        return prefill

    def fill_amendment(self) -> Prefill:
        year = self.choose_year()
        number = find_next_amendment(self.dossier, year)
        prefill = self.add_steps({"year": year, "number": number})
        rows = collect_courses(self.dossier, year, self.day).values()
        listed = "、".join(f"{each.course.id}（{each.course.title}）" for each in rows)
        prefill.unexplained.add("/replace")
        prefill.notes["/reason"] = "增加、修改、取消三项至少填一项。"
        prefill.notes["/replace"] = prefill.notes["/drop"] = f"计划中的课程：{listed}。"
        return prefill

    def fill_summary(self) -> Prefill:
        year = self.choose_year()
        # Only what has passed: courses of a plan that nobody let pass were not to be held.
        rows = [each.course for each in collect_courses(self.dossier, year, self.day).values() if each.since]
        prefill = self.add_steps({"year": year, "as_of": str(min(self.day, dt.date(year, 12, 31)))})
        if rows:
            # Taught face to face it has no remote hours, by the rule.
            no_remote = {Mode.FACE_TO_FACE: {"new_remote_hours": 0}}
            prefill.values["runs"] = [{"course": each.id, **no_remote.get(each.mode, {})} for each in rows]
        for i, course in enumerate(rows):
            planned = f"计划 {course.hours:g} 课时、{course.persons} 人"
            prefill.notes[f"/runs/{i}"] = f"{course.id} {course.title}（{planned}）"
        prefill.notes["/runs"] = "已按通过的计划各列一期；办了几期就写几项，没有举办的删去，写进“未举办”。"
        return prefill

    def fill_assessment(self) -> Prefill:
        year = self.choose_year()
        heads = [{"head": each, "finding": Blank()} for each in AssessmentHead]
        prefill = Prefill(values={"year": year, "date": str(self.day), "heads": heads})
        prefill.fill_or_note("authority", self.list_named(list_in_roles(self.dossier, SUPERVISORS, self.day)))
        return prefill

    def fill_waiver(self) -> Prefill:
        waivable = list_waivable()
        if not self.asked.rule:
            raise UnknownNameError(f"用 --rule 写明哪条规则例外，{describe_choices(waivable)}")
        if self.asked.rule not in RULES:
            mend = ask_whether(self.asked.rule, waivable, describe_choices(waivable))
            raise UnknownNameError(f"没有规则 {self.asked.rule}，{mend}")
        if self.asked.rule not in waivable:
            raise NotLawful(f"规则 {self.asked.rule} 不能例外；{describe_choices(waivable)}")
        prefill = Prefill(values={"rule": self.asked.rule})
        prefill.fill_or_note("authority", self.list_named(list_in_roles(self.dossier, ("city",), self.day)))
        return prefill


@cache
def list_waivable() -> Mapping[str, str]:
    """The rules from which a dossier may be excepted, by code, with their titles."""
    return {code: each.title for code, each in RULES.items() if each.waivable}


# Acts of which more is known than date, authority and what they name; and whose only authority is sure
# although the table leaves it open.
_ACTS: dict[str, Callable[[RecordMaker, Prefill], None]] = {
    "application": RecordMaker.fill_application,
    "review": RecordMaker.fill_review,
    "inspection": RecordMaker.fill_inspection,
    "change": RecordMaker.fill_change,
    "transfer": RecordMaker.fill_transfer,
    "correction": RecordMaker.fill_correction,
}
_SURE = (RectificationExtension, RectificationOutcome)
