"""The record kinds as immutable types.

What a field means stands in its schema; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

Date = dt.date
Mode = Literal["面授", "远程", "混合"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of fields inside a record."""


class Record(Part, frozen=True, kw_only=True):
    """One record.

    Two fields are none of the schema's: `path` is its file, from the register's root, and `at` the JSON
    Pointer at which it stands there (empty but for the filing inside an application).
    """

    path: str = ""
    at: str = ""
    remarks: str | None = None

    @property
    def stem(self) -> str:
        """The file's name without its ending: how other records name an act."""
        return self.path.rpartition("/")[2].removesuffix(".yml")


# -- parts -----------------------------------------------------------------------------------------


class Document(Part, frozen=True, kw_only=True):
    """The number and date of an official document."""

    number: str
    date: Date


class Period(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """From a first to a last day, both inclusive."""

    from_: Date
    to: Date


class TitleCounts(Part, frozen=True, kw_only=True):
    """How many people hold a title of each level."""

    senior: int
    associate: int
    intermediate: int
    other: int

    @property
    def total(self) -> int:
        return self.senior + self.associate + self.intermediate + self.other


class Teachers(Part, frozen=True, kw_only=True):
    """The teaching staff, counted."""

    full_time: TitleCounts
    part_time: TitleCounts


class Administrators(Part, frozen=True, kw_only=True):
    """The administrative staff, counted."""

    full_time: int
    part_time: int


class Site(Part, frozen=True, kw_only=True):
    """A place of training."""

    name: str
    address: str


class Platform(Part, frozen=True, kw_only=True):
    """The platform of remote teaching (Article 7(5))."""

    name: str
    url: str
    equipment: str
    interactive: bool


class Field(Part, frozen=True, kw_only=True):
    """A field of training, and whether it needs practice."""

    name: str
    practice: bool


class ManagementSystem(Part, frozen=True, kw_only=True):
    """One of the eight management systems (Article 7(2))."""

    kind: str
    title: str
    date: Date
    digest: str | None = None


class Classroom(Part, frozen=True, kw_only=True):
    """A fixed classroom (Article 7(3))."""

    name: str
    area: float
    seats: int


class PracticeSite(Part, frozen=True, kw_only=True):
    """A site or a partner for practice (Article 7(3))."""

    name: str
    address: str
    kind: Literal["自有场所", "合作单位"]


class Head(Part, frozen=True, kw_only=True):
    """What an assessment or inspection says under one head (Article 19)."""

    head: str
    text: str
    finding: Literal["符合", "基本符合", "不符合", "未评"]


class PublicBenefit(Part, frozen=True, kw_only=True):
    """How a course serves the public benefit (Article 13)."""

    favour: str
    open_to_all: bool | None = None
    scope: str | None = None


class Commission(Part, frozen=True, kw_only=True):
    """Who commissioned a course (Articles 12 and 13)."""

    kind: Literal["政府部门", "行业协会", "企事业单位"]
    name: str


class Fee(Part, frozen=True, kw_only=True):
    """What a course costs, and on what ground (Article 25)."""

    amount: float
    basis: str | None = None


class Course(Part, frozen=True, kw_only=True):
    """A course of a plan (Articles 12 and 17)."""

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
    until: Date | None = None
    form_note: str | None = None
    public_benefit: PublicBenefit | None = None
    commission: Commission | None = None
    fee: Fee | None = None
    remarks: str | None = None


class Activity(Part, frozen=True, kw_only=True):
    """An activity of a plan that is no course (Article 12)."""

    id: str
    title: str
    form: str
    months: tuple[int, ...]
    text: str


class Step(Part, frozen=True, kw_only=True):
    """A step of a plan or an amendment at one authority (Articles 6 and 17)."""

    action: Literal["报送", "受理", "通过", "退回"]
    date: Date
    authority: str
    reason: str | None = None
    document: Document | None = None


class Receipt(Part, frozen=True, kw_only=True):
    """A step of a summary at one authority: it is received, not passed (Article 17)."""

    action: Literal["报送", "受理"]
    date: Date
    authority: str


class Run(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A course as it was held (Article 18)."""

    course: str
    from_: Date
    to: Date
    persons: int
    hours: float
    new_remote_hours: float
    place: str | None = None
    evaluated_on: Date | None = None
    archived_on: Date | None = None
    results_entered_on: Date | None = None
    remarks: str | None = None


# -- tables, authorities, regulation ---------------------------------------------------------------


class TableCorrection(Part, frozen=True, kw_only=True):
    """A slip in a row of a table that acts rest on, put right in its place and told beside it."""

    date: Date
    pointer: str
    old: Any
    new: Any
    reason: str


class FormerName(Part, frozen=True, kw_only=True):
    """A name that an area had until a day."""

    name: str
    until: Date


class Area(Part, frozen=True, kw_only=True):
    """A supervising unit: the city itself or a county-level unit."""

    id: str
    name: str
    kind: Literal["市本级", "市辖区", "县", "县级市", "功能区"]
    gb2260: str | None
    statistical: str | None
    hrss: str
    valid_from: Date | None
    valid_to: Date | None
    former_names: tuple[FormerName, ...] = ()
    corrections: tuple[TableCorrection, ...] = ()


class Areas(Record, frozen=True, kw_only=True):
    """The table of areas."""

    areas: tuple[Area, ...]


class System(Part, frozen=True, kw_only=True):
    """A system of competent departments."""

    id: str
    name: str


class Systems(Record, frozen=True, kw_only=True):
    """The table of systems."""

    systems: tuple[System, ...]


class Authority(Record, frozen=True, kw_only=True):
    """Who may act, for which areas or system."""

    id: str
    name: str
    kind: Literal[
        "市人社局",
        "县级人社部门",
        "组织人事部",
        "业务主管部门",
        "行业协会",
        "其他行政机关",
        "复议机关",
        "人民法院",
    ]
    areas: tuple[str, ...] = ()
    system: str | None = None
    offices: tuple[str, ...] = ()
    phone: str | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None
    corrections: tuple[TableCorrection, ...] = ()
    succeeded_by: str | None = None

    def in_office(self, day: Date) -> bool:
        """Whether the authority holds its office on `day`."""
        return (self.valid_from or dt.date.min) <= day <= (self.valid_to or dt.date.max)


class Parameters(Part, frozen=True, kw_only=True):
    """What a regulation leaves to numbers, words and choices."""

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
    recording_target_days: int | None = None
    bar_record_expected: bool | None = None


class ArticleItem(Part, frozen=True, kw_only=True):
    """Our summary of a numbered item of an article."""

    number: int
    summary: str


class Article(Part, frozen=True, kw_only=True):
    """Our summary of an article, and why it is left to judgement where it is."""

    number: int
    title: str
    summary: str
    items: tuple[ArticleItem, ...] = ()
    judgement: str | None = None


class Citation(Part, frozen=True, kw_only=True):
    """Which article of this regulation stands for an article that rules name."""

    basis: str
    article: str


class Regulation(Record, frozen=True, kw_only=True):
    """A regulation in force from a day, with its parameters."""

    id: str
    number: str
    title: str
    jurisdiction: str
    city_area: str
    city_authority: str
    in_force_from: Date
    parameters: Parameters
    articles: tuple[Article, ...]
    citations: tuple[Citation, ...] = ()
    in_force_to: Date | None = None
    official_url: str | None = None
    corrections: tuple[TableCorrection, ...] = ()


class Announcement(Part, frozen=True, kw_only=True):
    """The published list of a batch: the only act that lists (Article 8(4))."""

    authority: str
    document: Document
    published_on: Date
    listed: tuple[str, ...]
    url: str | None = None


class BatchCorrection(Part, frozen=True, kw_only=True):
    """A slip in a batch that was published, put right in its place and told here."""

    date: Date
    pointer: str
    old: Any
    new: Any
    reason: str


class Batch(Record, frozen=True, kw_only=True):
    """A filing round (Articles 3 and 8)."""

    id: str
    title: str
    window: Period
    panel_size: int
    announcement: Announcement | None = None
    corrections: tuple[BatchCorrection, ...] = ()

    @property
    def published_on(self) -> Date | None:
        """The day on which the list was published; None where it has not been."""
        return self.announcement.published_on if self.announcement else None

    @property
    def listed(self) -> tuple[str, ...]:
        """The institutions on the published list."""
        return self.announcement.listed if self.announcement else ()

    def published_by(self, day: Date) -> bool:
        """Whether the list was public at the end of `day`; one that is prepared for later is not."""
        return self.published_on is not None and self.published_on <= day


# -- the dossier -----------------------------------------------------------------------------------


class Institution(Record, frozen=True, kw_only=True):
    """An institution as it is now, or as it was at an application."""

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


class Act(Record, frozen=True, kw_only=True):
    """What happened to an institution on `date`, the day it took effect."""

    date: Date


class Declared(Part, frozen=True, kw_only=True):
    """The yearly capacity that an applicant declares (Article 7(4) and (5))."""

    hours: float
    persons: int
    new_remote_hours: float


class Application(Act, frozen=True, kw_only=True):
    """An application to be listed (Article 8(1))."""

    batch: str
    authority: str
    declared: Declared
    filing: Institution


class Recommendation(Act, frozen=True, kw_only=True):
    """An authority or association recommends, or does not (Article 8(2))."""

    batch: str
    authority: str
    opinion: Literal["推荐", "不推荐"]
    text: str
    document: Document | None = None


class ReviewStep(Part, frozen=True, kw_only=True):
    """A step of the expert review and its day."""

    step: Literal["审核", "论证", "考察", "评估"]
    date: Date


class Review(Act, frozen=True, kw_only=True):
    """The result of the expert review (Article 8(3))."""

    batch: str
    authority: str
    steps: tuple[ReviewStep, ...]
    result: Literal["通过", "不通过", "补正"]
    text: str
    supplement_due: Date | None = None


class PublicNotice(Act, frozen=True, kw_only=True):
    """A notice before publication, where one is held."""

    batch: str
    authority: str
    period: Period
    place: str
    objections: int
    text: str


class FieldChange(Part, frozen=True, kw_only=True):
    """One property before and after a change."""

    field: str
    before: Any
    after: Any


class Change(Act, frozen=True, kw_only=True):
    """A change that was reported (Article 27)."""

    changes: tuple[FieldChange, ...]
    reason: str
    reported_on: Date
    authority: str
    office: str
    published_on: Date | None = None


class Transfer(Act, frozen=True, kw_only=True):
    """A move to another supervising area or system (Article 5)."""

    authority: str
    from_area: str
    to_area: str
    from_system: str | None
    to_system: str | None
    reason: str
    document: Document | None = None


class Succession(Act, frozen=True, kw_only=True):
    """The institution follows another. Whether a bar of the other reaches it, no article says."""

    predecessor: str
    manner: Literal["合并", "分立", "改制", "其他"]
    authority: str
    text: str
    document: Document | None = None


class Inspection(Act, frozen=True, kw_only=True):
    """An ordinary inspection (Article 19)."""

    authority: str
    form: str
    heads: tuple[Head, ...]
    conclusion: str


class RectificationOrder(Act, frozen=True, kw_only=True):
    """An order to rectify within a limit (Article 20)."""

    authority: str
    ground: Literal["未完成教学培训计划", "未达到教学管理要求"]
    facts: str
    requirements: tuple[str, ...]
    due: Date
    document: Document | None = None
    notice_until: Date | None = None


class RectificationExtension(Act, frozen=True, kw_only=True):
    """A later limit for an order (Article 20)."""

    order: str
    authority: str
    due: Date
    reason: str
    document: Document | None = None


class RectificationOutcome(Act, frozen=True, kw_only=True):
    """The determination whether an order was met (Article 20)."""

    order: str
    authority: str
    result: Literal["达到", "未达到"]
    text: str
    document: Document | None = None
    notice_until: Date | None = None


class Bar(Act, frozen=True, kw_only=True):
    """The city bureau's record of a bar, which follows from a determination (Article 20)."""

    outcome: str
    authority: str
    text: str
    document: Document | None = None
    notice_until: Date | None = None


class FilingEnded(Act, frozen=True, kw_only=True):
    """The city bureau ends a filing."""

    authority: str
    reason: str
    document: Document | None = None
    notice_until: Date | None = None


class Suspension(Act, frozen=True, kw_only=True):
    """The city bureau suspends teaching."""

    authority: str
    reason: str
    document: Document | None = None
    notice_until: Date | None = None


class SuspensionLifted(Act, frozen=True, kw_only=True):
    """A suspension ends."""

    suspension: str
    authority: str
    reason: str
    document: Document | None = None


class DecisionReview(Part, frozen=True, kw_only=True):
    """How a decision is being looked at again."""

    kind: Literal["内部复查", "行政复议", "行政诉讼"]
    state: Literal["进行中", "已结"]


class Decision(Act, frozen=True, kw_only=True):
    """A formal decision, or one that varies, withdraws or upholds another act (Article 21)."""

    authority: str
    effect: Literal["作出", "变更", "撤销", "维持"]
    matter: str
    text: str
    target: str | None = None
    result: Literal["达到", "未达到"] | None = None
    determined_on: Date | None = None
    review: DecisionReview | None = None
    document: Document | None = None
    notice_until: Date | None = None


class Withdrawal(Act, frozen=True, kw_only=True):
    """The institution withdraws its application (`batch`), or leaves the list."""

    authority: str
    batch: str | None = None
    reason: str
    published_on: Date | None = None


class Dissolution(Act, frozen=True, kw_only=True):
    """The legal person is dissolved (Article 2)."""

    authority: str
    registering_body: str
    reason: str


class Correction(Act, frozen=True, kw_only=True):
    """A slip in another record of the dossier is mended."""

    authority: str
    file: str
    pointer: str
    old: Any
    new: Any
    reason: str


class Plan(Record, frozen=True, kw_only=True):
    """A yearly plan with its steps (Article 17)."""

    year: int
    type: Literal["年度", "首次"]
    courses: tuple[Course, ...]
    steps: tuple[Step, ...]
    activities: tuple[Activity, ...] = ()


class Amendment(Record, frozen=True, kw_only=True):
    """A change to a plan in its year, with its own steps (Article 17)."""

    year: int
    number: int
    reason: str
    steps: tuple[Step, ...]
    add: tuple[Course, ...] = ()
    replace: tuple[Course, ...] = ()
    drop: tuple[str, ...] = ()


class SummaryPersons(Part, frozen=True, kw_only=True):
    """How many were trained: distinct persons, or attendances."""

    count: int
    unit: Literal["人", "人次"]


class NotRun(Part, frozen=True, kw_only=True):
    """A planned course that was not held, or an activity that was not carried out, and why."""

    course: str
    reason: str


class Supplement(Part, frozen=True, kw_only=True):
    """Runs added to a summary after it was handed in."""

    date: Date
    runs: tuple[Run, ...]


class Summary(Record, frozen=True, kw_only=True):
    """What became of a year's plan (Article 17)."""

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

    @property
    def told(self) -> tuple[tuple[Date, tuple[Run, ...]], ...]:
        """The runs in the parts in which they were told, each with the day up to which it tells."""
        return (self.as_of, self.runs), *((each.date, each.runs) for each in self.supplements)


class Assessment(Record, frozen=True, kw_only=True):
    """The yearly assessment (Article 19)."""

    year: int
    authority: str
    date: Date
    heads: tuple[Head, ...]
    conclusion: str
    grade: str | None = None
    document: Document | None = None
    published_on: Date | None = None


class Waiver(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """An exception that an authority agreed to."""

    rule: str
    reason: str
    authority: str
    document: Document
    from_: Date
    until: Date


class RepairRow(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What a repair moves or takes out: a record, a whole dossier, or a row in a record."""

    from_: str
    to: str


class Repair(Record, frozen=True, kw_only=True):
    """What was moved or taken out to end an error that had reached the main line, and why."""

    date: Date
    authority: str
    reason: str
    rows: tuple[RepairRow, ...]
    document: Document | None = None


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
    "repair": Repair,
}
KIND_NAMES: dict[type[Record], str] = {cls: name for name, cls in KINDS.items()}
