"""The record kinds as immutable types. What a field means stands in its schema; a test holds the two together."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

Date = dt.date
Mode = Literal["面授", "远程", "混合"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of fields inside a record."""


class Record(Part, kw_only=True):
    """One record. Two fields are none of the schema's: `path` is its file, from the register's root, and `at` the JSON
    Pointer at which it stands there (empty but for the filing inside an application)."""

    path: str = ""
    at: str = ""
    remarks: str | None = None

    @property
    def stem(self) -> str:
        """The file's name without its ending: how other records name an act."""
        return self.path.rpartition("/")[2].removesuffix(".yml")


# -- parts -----------------------------------------------------------------------------------------------------


class Document(Part, kw_only=True):
    number: str
    date: Date


class Period(Part, kw_only=True, rename={"from_": "from"}):
    from_: Date
    to: Date


class TitleCounts(Part, kw_only=True):
    senior: int
    associate: int
    intermediate: int
    other: int

    @property
    def total(self) -> int:
        return self.senior + self.associate + self.intermediate + self.other


class Teachers(Part, kw_only=True):
    full_time: TitleCounts
    part_time: TitleCounts


class Administrators(Part, kw_only=True):
    full_time: int
    part_time: int


class Site(Part, kw_only=True):
    name: str
    address: str


class Platform(Part, kw_only=True):
    name: str
    url: str
    equipment: str
    interactive: bool


class Field(Part, kw_only=True):
    name: str
    practice: bool


class ManagementSystem(Part, kw_only=True):
    kind: str
    title: str
    date: Date
    digest: str | None = None


class Classroom(Part, kw_only=True):
    name: str
    area: float
    seats: int


class PracticeSite(Part, kw_only=True):
    name: str
    address: str
    kind: Literal["自有场所", "合作单位"]


class Head(Part, kw_only=True):
    head: str
    text: str
    finding: Literal["符合", "基本符合", "不符合", "未评"]


class PublicBenefit(Part, kw_only=True):
    open_to_all: bool
    favour: str


class Commission(Part, kw_only=True):
    kind: Literal["政府部门", "行业协会", "企事业单位"]
    name: str


class Fee(Part, kw_only=True):
    amount: float
    basis: str | None = None


class Course(Part, kw_only=True):
    id: str
    title: str
    subject: Literal["公需", "专业"]
    field: str
    form: str
    mode: Mode
    audience: str
    persons: int
    hours: float
    new_remote_hours: float
    months: tuple[int, ...]
    place: str
    teachers: str
    form_note: str | None = None
    public_benefit: PublicBenefit | None = None
    commission: Commission | None = None
    fee: Fee | None = None
    remarks: str | None = None


class Activity(Part, kw_only=True):
    id: str
    title: str
    form: str
    months: tuple[int, ...]
    text: str


class Step(Part, kw_only=True):
    action: Literal["报送", "受理", "通过", "退回"]
    date: Date
    authority: str
    reason: str | None = None
    document: Document | None = None


class Receipt(Part, kw_only=True):
    action: Literal["报送", "受理"]
    date: Date
    authority: str


class Run(Part, kw_only=True, rename={"from_": "from"}):
    course: str
    from_: Date
    to: Date
    persons: int
    hours: float
    new_remote_hours: float
    evaluated_on: Date | None = None
    archived_on: Date | None = None
    results_entered_on: Date | None = None
    remarks: str | None = None


# -- tables, authorities, regulation ------------------------------------------------------------------------------


class FormerName(Part, kw_only=True):
    name: str
    until: Date


class Area(Part, kw_only=True):
    id: str
    name: str
    kind: Literal["市本级", "市辖区", "县", "县级市", "功能区"]
    gb2260: str | None
    statistical: str | None
    hrss: str
    valid_from: Date | None
    valid_to: Date | None
    former_names: tuple[FormerName, ...] = ()


class Areas(Record, kw_only=True):
    areas: tuple[Area, ...]


class System(Part, kw_only=True):
    id: str
    name: str


class Systems(Record, kw_only=True):
    systems: tuple[System, ...]


class Authority(Record, kw_only=True):
    id: str
    name: str
    kind: Literal["市人社局", "县级人社部门", "组织人事部", "业务主管部门", "行业协会"]
    areas: tuple[str, ...] = ()
    system: str | None = None
    offices: tuple[str, ...] = ()
    phone: str | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None


class Parameters(Part, kw_only=True):
    min_hours: float
    min_persons: int
    min_new_remote_hours: float
    hour_minutes: int
    annual_deadline: str
    deadline_rolls: bool
    bar_years: int
    panel_convention: int | None
    change_fields: tuple[str, ...]
    change_receiver_office: str
    change_target_days: int | None
    results_target_days: int | None
    publication_target_days: int | None
    fee_basis_required: bool
    validity_years: int | None
    public_notice_days: int | None
    grade_scale: tuple[str, ...] | None
    appeal_days: int | None


class ArticleItem(Part, kw_only=True):
    number: int
    summary: str


class Article(Part, kw_only=True):
    number: int
    title: str
    summary: str
    items: tuple[ArticleItem, ...] = ()
    judgement: str | None = None


class Regulation(Record, kw_only=True):
    id: str
    number: str
    title: str
    jurisdiction: str
    city_area: str
    city_authority: str
    in_force_from: Date
    parameters: Parameters
    articles: tuple[Article, ...]
    in_force_to: Date | None = None
    official_url: str | None = None


class Announcement(Part, kw_only=True):
    authority: str
    document: Document
    published_on: Date
    listed: tuple[str, ...]
    url: str | None = None


class Batch(Record, kw_only=True):
    id: str
    title: str
    window: Period
    panel_size: int
    announcement: Announcement | None = None


# -- the dossier ----------------------------------------------------------------------------------------------------


class Institution(Record, kw_only=True):
    id: str
    name: str
    credit_code: str
    legal_form: str
    registering_body: str
    area: str
    system: str | None
    legal_representative: str
    address: str
    sites: tuple[Site, ...]
    phone: str
    email: str
    fields: tuple[Field, ...]
    modes: tuple[Mode, ...]
    teachers: Teachers
    administrators: Administrators
    management_systems: tuple[ManagementSystem, ...]
    classrooms: tuple[Classroom, ...]
    equipment: str
    library_volumes: int
    no_system_reason: str | None = None
    website: str | None = None
    platform: Platform | None = None
    practice_sites: tuple[PracticeSite, ...] = ()

    @property
    def is_remote(self) -> bool:
        """Whether Article 7(5) applies: some teaching is remote."""
        return "远程" in self.modes or "混合" in self.modes


class Act(Record, kw_only=True):
    """What happened to an institution on `date`, the day it took effect."""

    date: Date


class Declared(Part, kw_only=True):
    hours: float
    persons: int
    new_remote_hours: float


class Application(Act, kw_only=True):
    batch: str
    authority: str
    declared: Declared
    filing: Institution


class Recommendation(Act, kw_only=True):
    batch: str
    authority: str
    opinion: Literal["推荐", "不推荐"]
    text: str
    document: Document | None = None


class ReviewStep(Part, kw_only=True):
    step: Literal["审核", "论证", "考察", "评估"]
    date: Date


class Review(Act, kw_only=True):
    batch: str
    authority: str
    steps: tuple[ReviewStep, ...]
    result: Literal["通过", "不通过", "补正"]
    text: str
    supplement_due: Date | None = None


class PublicNotice(Act, kw_only=True):
    batch: str
    authority: str
    period: Period
    place: str
    objections: int
    text: str


class FieldChange(Part, kw_only=True):
    field: str
    before: Any
    after: Any


class Change(Act, kw_only=True):
    changes: tuple[FieldChange, ...]
    reason: str
    reported_on: Date
    authority: str
    office: str
    published_on: Date | None = None


class Transfer(Act, kw_only=True):
    authority: str
    from_area: str
    to_area: str
    from_system: str | None
    to_system: str | None
    reason: str
    document: Document | None = None


class Succession(Act, kw_only=True):
    predecessor: str
    manner: Literal["合并", "分立", "改制", "其他"]
    authority: str
    text: str
    document: Document | None = None


class Inspection(Act, kw_only=True):
    authority: str
    form: str
    heads: tuple[Head, ...]
    conclusion: str


class RectificationOrder(Act, kw_only=True):
    authority: str
    ground: Literal["未完成教学培训计划", "未达到教学管理要求"]
    facts: str
    requirements: tuple[str, ...]
    due: Date
    document: Document | None = None
    notice_until: Date | None = None


class RectificationExtension(Act, kw_only=True):
    order: str
    authority: str
    due: Date
    reason: str
    document: Document | None = None


class RectificationOutcome(Act, kw_only=True):
    order: str
    authority: str
    result: Literal["达到", "未达到"]
    text: str
    document: Document | None = None
    notice_until: Date | None = None


class Bar(Act, kw_only=True):
    outcome: str
    authority: str
    text: str
    document: Document | None = None
    notice_until: Date | None = None


class FilingEnded(Act, kw_only=True):
    authority: str
    reason: str
    document: Document | None = None
    notice_until: Date | None = None


class Suspension(Act, kw_only=True):
    authority: str
    reason: str
    document: Document | None = None
    notice_until: Date | None = None


class SuspensionLifted(Act, kw_only=True):
    suspension: str
    authority: str
    reason: str
    document: Document | None = None


class DecisionReview(Part, kw_only=True):
    kind: Literal["内部复查", "行政复议", "行政诉讼"]
    state: Literal["进行中", "已结"]


class Decision(Act, kw_only=True):
    authority: str
    effect: Literal["作出", "变更", "撤销", "维持"]
    matter: str
    text: str
    target: str | None = None
    review: DecisionReview | None = None
    document: Document | None = None
    notice_until: Date | None = None


class Withdrawal(Act, kw_only=True):
    authority: str
    reason: str
    published_on: Date | None = None


class Dissolution(Act, kw_only=True):
    authority: str
    registering_body: str
    reason: str


class Correction(Act, kw_only=True):
    authority: str
    file: str
    pointer: str
    old: Any
    new: Any
    reason: str


class Plan(Record, kw_only=True):
    year: int
    type: Literal["年度", "首次"]
    courses: tuple[Course, ...]
    steps: tuple[Step, ...]
    activities: tuple[Activity, ...] = ()


class Amendment(Record, kw_only=True):
    year: int
    number: int
    reason: str
    steps: tuple[Step, ...]
    add: tuple[Course, ...] = ()
    replace: tuple[Course, ...] = ()
    drop: tuple[str, ...] = ()


class SummaryPersons(Part, kw_only=True):
    count: int
    unit: Literal["人", "人次"]


class NotRun(Part, kw_only=True):
    course: str
    reason: str


class Supplement(Part, kw_only=True):
    date: Date
    runs: tuple[Run, ...]


class Summary(Record, kw_only=True):
    year: int
    as_of: Date
    persons: SummaryPersons
    runs: tuple[Run, ...]
    text: str
    steps: tuple[Receipt, ...]
    not_run: tuple[NotRun, ...] = ()
    supplements: tuple[Supplement, ...] = ()

    @property
    def all_runs(self) -> tuple[Run, ...]:
        """The runs with those of every supplement."""
        return self.runs + tuple(run for each in self.supplements for run in each.runs)


class Assessment(Record, kw_only=True):
    year: int
    authority: str
    date: Date
    heads: tuple[Head, ...]
    conclusion: str
    grade: str | None = None
    document: Document | None = None
    published_on: Date | None = None


class Waiver(Record, kw_only=True, rename={"from_": "from"}):
    rule: str
    reason: str
    authority: str
    document: Document
    from_: Date
    until: Date


# The order of the acts is the order in which acts of one day are taken to have happened.
ACTS: dict[str, type[Act]] = {
    "correction": Correction,
    "succession": Succession,
    "application": Application,
    "recommendation": Recommendation,
    "review": Review,
    "public-notice": PublicNotice,
    "change": Change,
    "transfer": Transfer,
    "inspection": Inspection,
    "rectification-order": RectificationOrder,
    "rectification-extension": RectificationExtension,
    "rectification-outcome": RectificationOutcome,
    "bar": Bar,
    "suspension": Suspension,
    "suspension-lifted": SuspensionLifted,
    "decision": Decision,
    "filing-ended": FilingEnded,
    "withdrawal": Withdrawal,
    "dissolution": Dissolution,
}
KINDS: dict[str, type[Record]] = {
    "areas": Areas,
    "systems": Systems,
    "authority": Authority,
    "regulation": Regulation,
    "batch": Batch,
    "institution": Institution,
    **ACTS,
    "plan": Plan,
    "amendment": Amendment,
    "summary": Summary,
    "assessment": Assessment,
    "waiver": Waiver,
}
KIND_NAMES: dict[type[Record], str] = {cls: name for name, cls in KINDS.items()}
