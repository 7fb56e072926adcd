"""The kinds of record as immutable types, and the values that they may hold.

Generated from schemas/ by `make kinds`: change the schema, not this file.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from .record import Act as Act
from .record import Part as Part
from .record import Record as Record


class CourseSubject(StrEnum):
    """科目 (defs.json/course/subject)."""

    GENERAL = "公需"
    PROFESSIONAL = "专业"


class ServiceForm(StrEnum):
    """服务形式 (defs.json/course/form)."""

    STATE_OR_PROVINCIAL_PROJECT = "承办国家或省市级项目"
    COMMISSIONED_TRAINING = "委托培训班"
    COMMISSIONED_SEMINAR = "委托研修班"
    COMMISSIONED_STUDY = "委托进修班"
    CONFERENCE = "学术会议和讲座"
    TRAINING_ABROAD = "出国（境）进修考察培训"
    DEGREE_STUDY = "后续学历教育"
    REMOTE_TEACHING = "远程教育"
    RESEARCH = "继续教育理论研究"
    DEVELOPMENT = "项目与课程开发"
    EXCHANGE = "继续教育交流"
    OTHER = "其他"


class Mode(StrEnum):
    """教学方式 (defs.json/course/mode)."""

    FACE_TO_FACE = "面授"
    REMOTE = "远程"
    BLENDED = "混合"


class CommissionerKind(StrEnum):
    """委托方类别 (defs.json/course/commission/kind)."""

    GOVERNMENT = "政府部门"
    ASSOCIATION = "行业协会"
    EMPLOYER = "企事业单位"


class FeeUnit(StrEnum):
    """计价单位 (defs.json/course/fee/parts/unit)."""

    PERSON = "每人"


class StepAction(StrEnum):
    """环节 (defs.json/step/action)."""

    SENT = "报送"
    RECEIVED = "受理"
    PASSED = "通过"
    RETURNED = "退回"


class AreaKind(StrEnum):
    """类别 (areas.json/areas/kind)."""

    CITY = "市本级"
    DISTRICT = "市辖区"
    COUNTY = "县"
    COUNTY_LEVEL_CITY = "县级市"
    SPECIAL_ZONE = "功能区"


class AssessmentHead(StrEnum):
    """考核内容 (defs.json/head/head)."""

    TEACHING_STAFF = "师资队伍建设"
    FUNDS = "经费管理使用"
    FACILITIES = "教学设施配套"
    MANAGEMENT = "管理制度执行"
    PLAN_COMPLETION = "教育教学计划完成"
    EFFECT = "培训效果及后续跟踪"


class HeadFinding(StrEnum):
    """评语 (defs.json/head/finding)."""

    MET = "符合"
    MOSTLY_MET = "基本符合"
    NOT_MET = "不符合"
    NOT_JUDGED = "未评"


class AuthorityKind(StrEnum):
    """类别 (authority.json/kind)."""

    CITY_HRSS = "市人社局"
    COUNTY_HRSS = "县级人社部门"
    PERSONNEL = "组织人事部"
    COMPETENT_DEPARTMENT = "业务主管部门"
    ASSOCIATION = "行业协会"
    OTHER_ORGAN = "其他行政机关"
    RECONSIDERATION_ORGAN = "复议机关"
    COURT = "人民法院"


class ChangeField(StrEnum):
    """项目 (change.json/changes/field)."""

    NAME = "name"
    LEGAL_REPRESENTATIVE = "legal_representative"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    ADDRESS = "address"
    SITES = "sites"
    MODES = "modes"
    PLATFORM = "platform"
    ALIASES = "aliases"
    CREDIT_CODE = "credit_code"
    LEGAL_FORM = "legal_form"
    REGISTERING_BODY = "registering_body"
    NO_SYSTEM_REASON = "no_system_reason"
    OTHER_PHONES = "other_phones"
    FIELDS = "fields"
    TEACHERS = "teachers"
    ADMINISTRATORS = "administrators"
    MANAGEMENT_SYSTEMS = "management_systems"
    CLASSROOMS = "classrooms"
    CLASSROOM_TOTAL = "classroom_total"
    EQUIPMENT = "equipment"
    LIBRARY_VOLUMES = "library_volumes"
    PRACTICE_SITES = "practice_sites"


class DecisionEffect(StrEnum):
    """性质 (decision.json/effect)."""

    MADE = "作出"
    VARIED = "变更"
    WITHDRAWN = "撤销"
    UPHELD = "维持"
    STAYED = "停止执行"
    RESUMED = "恢复执行"


class DecisionMatter(StrEnum):
    """事由 (decision.json/matter)."""

    FRAUD = "弄虚作假"
    TEACHING = "办班"
    FEES = "收费"
    CERTIFICATES = "发证"
    OTHER = "其他"


class OutcomeResult(StrEnum):
    """变更后的认定结果 (decision.json/result)."""

    MET = "达到"
    NOT_MET = "未达到"


class DecisionReviewKind(StrEnum):
    """途径 (decision.json/review/kind)."""

    INTERNAL = "内部复查"
    RECONSIDERATION = "行政复议"
    LITIGATION = "行政诉讼"


class DecisionReviewState(StrEnum):
    """进度 (decision.json/review/state)."""

    PENDING = "进行中"
    CLOSED = "已结"


class InspectionForm(StrEnum):
    """方式 (inspection.json/form)."""

    ON_SITE = "现场检查"
    PAPERS = "材料检查"
    CLASS_VISIT = "随堂听课"
    ONLINE = "网上巡查"
    SPECIAL = "专项检查"


class LegalForm(StrEnum):
    """组织形式 (institution.json/legal_form)."""

    PUBLIC_INSTITUTION = "事业单位法人"
    STATE_ORGAN = "机关法人"
    SOCIAL_ORGANISATION = "社会团体法人"
    SOCIAL_SERVICE_BODY = "社会服务机构法人"
    FOUNDATION = "基金会法人"
    COMPANY = "企业法人"
    OTHER_LEGAL_PERSON = "其他法人"
    SOLE_TRADER = "个体工商户"
    PARTNERSHIP = "合伙企业"
    SOLE_PROPRIETORSHIP = "个人独资企业"
    BRANCH = "分支机构"
    OTHER_ORGANISATION = "其他非法人组织"


class ManagementSystemKind(StrEnum):
    """类别 (institution.json/management_systems/kind)."""

    TEACHING = "教学组织"
    ASSESSMENT = "学员考核"
    RESEARCH = "教学科研"
    REGISTRATION = "培训登记"
    FUNDS = "培训经费"
    LOGISTICS = "后勤保障"
    EVALUATION = "效果评估"
    FEEDBACK = "跟踪反馈"


class PracticeSiteKind(StrEnum):
    """类别 (institution.json/practice_sites/kind)."""

    OWN = "自有场所"
    PARTNER = "合作单位"


class PlanType(StrEnum):
    """类型 (plan.json/type)."""

    YEARLY = "年度"
    FIRST = "首次"


class Opinion(StrEnum):
    """意见 (recommendation.json/opinion)."""

    RECOMMENDED = "推荐"
    NOT_RECOMMENDED = "不推荐"


class OrderGround(StrEnum):
    """情形 (defs.json/order_ground)."""

    PLAN_NOT_COMPLETED = "未完成教学培训计划"
    REQUIREMENTS_NOT_MET = "未达到教学管理要求"


class PaperKind(StrEnum):
    """附有样式的文书 (regulation.json/attached_forms)."""

    RECTIFICATION_ORDER = "责令限期整改通知书"
    SUPPLEMENT_NOTICE = "补正通知"
    RECEIPT = "收件回执"
    LIST = "公布名单"
    BAR_END = "不得再次报备期满告知书"
    CHANGE_RECEIPT = "变更报备回执"
    APPLICATION = "申请表"
    PLAN = "年度计划"
    SUMMARY = "年度总结"


class ReportedField(StrEnum):
    """须报备的变更项目 (regulation.json/parameters/change_fields)."""

    NAME = "name"
    LEGAL_REPRESENTATIVE = "legal_representative"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    ADDRESS = "address"
    SITES = "sites"
    MODES = "modes"
    PLATFORM = "platform"
    SYSTEM = "system"
    ALIASES = "aliases"
    CREDIT_CODE = "credit_code"
    LEGAL_FORM = "legal_form"
    REGISTERING_BODY = "registering_body"
    NO_SYSTEM_REASON = "no_system_reason"
    OTHER_PHONES = "other_phones"
    FIELDS = "fields"
    TEACHERS = "teachers"
    ADMINISTRATORS = "administrators"
    MANAGEMENT_SYSTEMS = "management_systems"
    CLASSROOMS = "classrooms"
    CLASSROOM_TOTAL = "classroom_total"
    EQUIPMENT = "equipment"
    LIBRARY_VOLUMES = "library_volumes"
    PRACTICE_SITES = "practice_sites"


class ReviewStage(StrEnum):
    """环节 (review.json/steps/step)."""

    EXAMINATION = "审核"
    DISCUSSION = "论证"
    VISIT = "考察"
    EVALUATION = "评估"


class ReviewResult(StrEnum):
    """结果 (review.json/result)."""

    PASSED = "通过"
    NOT_PASSED = "不通过"
    SUPPLEMENT = "补正"


class SuccessionManner(StrEnum):
    """方式 (succession.json/manner)."""

    MERGER = "合并"
    DIVISION = "分立"
    CONVERSION = "改制"
    OTHER = "其他"


class PersonsUnit(StrEnum):
    """单位 (summary.json/persons/unit)."""

    PERSONS = "人"
    ATTENDANCES = "人次"


class ReceiptAction(StrEnum):
    """环节 (defs.json/receipt/action)."""

    SENT = "报送"
    RECEIVED = "受理"
    RETURNED = "退回"


class SuspensionMeasure(StrEnum):
    """措施 (suspension.json/measure)."""

    NO_CLASSES = "暂停开班"
    NO_ENROLMENT = "停止招生"


class PlannedClass(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """各期日期 (defs.json/course/classes)."""

    class_number: int
    from_: dt.date
    to: dt.date
    place: str | None = None


class PublicBenefit(Part, frozen=True, kw_only=True):
    """公益性安排 (defs.json/course/public_benefit)."""

    open_to_all: bool | None = None
    scope: str | None = None
    favour: str


class Commission(Part, frozen=True, kw_only=True):
    """委托方 (defs.json/course/commission)."""

    kind: CommissionerKind
    name: str


class FeePart(Part, frozen=True, kw_only=True):
    """分项 (defs.json/course/fee/parts)."""

    name: str
    amount: float
    unit: str
    applies_to: str | None = None
    at_most: bool | None = None


class Fee(Part, frozen=True, kw_only=True):
    """收费 (defs.json/course/fee)."""

    amount: float | None = None
    parts: tuple[FeePart, ...] = ()
    cap: float | None = None
    basis: str | None = None


class Course(Part, frozen=True, kw_only=True):
    """课程 (defs.json/course)."""

    id: str
    title: str
    subject: CourseSubject
    field: str
    form: ServiceForm
    form_note: str | None = None
    mode: Mode
    audience: str
    persons: int
    hours: float
    new_remote_hours: float
    months: tuple[int, ...]
    class_count: int | None = None
    classes: tuple[PlannedClass, ...] = ()
    until: dt.date | None = None
    place: str
    sponsors: tuple[str, ...] = ()
    organizers: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    contact_phone: str | None = None
    project_number: str | None = None
    recognized_hours: float | None = None
    recognized_credits: float | None = None
    examination: str | None = None
    public_benefit: PublicBenefit | None = None
    commission: Commission | None = None
    fee: Fee | None = None
    teachers: str
    remarks: str | None = None


class OtherDocument(Part, frozen=True, kw_only=True):
    """其他文书 (defs.json/other_document)."""

    number: str
    date: dt.date
    title: str | None = None


class OfficialDocument(Part, frozen=True, kw_only=True):
    """文书 (defs.json/document)."""

    number: str
    date: dt.date
    title: str | None = None
    others: tuple[OtherDocument, ...] = ()


class Step(Part, frozen=True, kw_only=True):
    """报备环节 (defs.json/step)."""

    action: StepAction
    date: dt.date
    authority: str
    reason: str | None = None
    document: OfficialDocument | None = None


class Declared(Part, frozen=True, kw_only=True):
    """申报承诺 (application.json/declared)."""

    hours: float
    persons: int
    new_remote_hours: float


class FormerName(Part, frozen=True, kw_only=True):
    """曾用名 (areas.json/areas/former_names)."""

    name: str
    until: dt.date


class TableCorrection(Part, frozen=True, kw_only=True):
    """更正 (areas.json/areas/corrections)."""

    date: dt.date
    pointer: str
    old: Any
    new: Any
    reason: str


class Area(Part, frozen=True, kw_only=True):
    """监督地区 (areas.json/areas)."""

    id: str
    name: str
    kind: AreaKind
    gb2260: str | None
    statistical: str | None
    hrss: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    grid: tuple[int, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    corrections: tuple[TableCorrection, ...] = ()


class Head(Part, frozen=True, kw_only=True):
    """考核内容 (defs.json/head)."""

    head: str
    text: str
    finding: HeadFinding | None = None
    score: float | None = None


class Scheme(Part, frozen=True, kw_only=True):
    """考核方案 (defs.json/scheme)."""

    title: str
    document: OfficialDocument
    grades: tuple[str, ...] = ()
    full_score: float | None = None


class Period(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """起止日期 (defs.json/period)."""

    from_: dt.date
    to: dt.date


class CallForApplications(Part, frozen=True, kw_only=True):
    """征集通知 (batch.json/call)."""

    document: OfficialDocument
    place: str
    url: str | None = None


class ListNotice(Part, frozen=True, kw_only=True):
    """名单的公示 (batch.json/notice)."""

    period: Period
    place: str
    url: str | None = None
    objections: int | None = None
    text: str | None = None


class ListDocument(Part, frozen=True, kw_only=True):
    """公布文件 (defs.json/list_document)."""

    number: str
    date: dt.date | None = None
    title: str | None = None
    others: tuple[OtherDocument, ...] = ()


class ListGroup(Part, frozen=True, kw_only=True):
    """分组 (batch.json/announcement/groups)."""

    title: str
    listed: tuple[str, ...]


class Announcement(Part, frozen=True, kw_only=True):
    """公布 (batch.json/announcement)."""

    authority: str
    jointly_with: tuple[str, ...] = ()
    document: ListDocument
    published_on: dt.date
    valid_to: dt.date | None = None
    url: str | None = None
    listed: tuple[str, ...]
    groups: tuple[ListGroup, ...] = ()
    annexes: tuple[str, ...] = ()


class Identification(Part, frozen=True, kw_only=True):
    """查明的机构 (batch.json/identified)."""

    date: dt.date
    listed: str
    institution: str
    reason: str


class BatchCorrection(Part, frozen=True, kw_only=True):
    """更正 (batch.json/corrections)."""

    date: dt.date
    pointer: str
    old: Any
    new: Any
    reason: str


class DaysOff(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """放假 (calendar.json/days_off)."""

    name: str
    from_: dt.date
    to: dt.date


class FieldChange(Part, frozen=True, kw_only=True):
    """变更内容 (change.json/changes)."""

    field: ChangeField
    before: Any
    after: Any


class DecisionReview(Part, frozen=True, kw_only=True):
    """复查情况 (decision.json/review)."""

    kind: DecisionReviewKind
    state: DecisionReviewState


class Premises(Part, frozen=True, kw_only=True):
    """地点 (defs.json/site)."""

    name: str
    address: str


class OtherPhone(Part, frozen=True, kw_only=True):
    """其他电话 (institution.json/other_phones)."""

    number: str
    note: str | None = None


class SubjectField(Part, frozen=True, kw_only=True):
    """领域 (institution.json/fields)."""

    name: str
    practice: bool
    subjects: tuple[str, ...] = ()


class Platform(Part, frozen=True, kw_only=True):
    """远程平台 (defs.json/platform)."""

    name: str
    url: str
    equipment: str
    interactive: bool


class TitleCounts(Part, frozen=True, kw_only=True):
    """按职称层级的人数 (defs.json/title_counts)."""

    senior: int
    associate: int
    intermediate: int
    other: int


class Teachers(Part, frozen=True, kw_only=True):
    """师资 (institution.json/teachers)."""

    full_time: TitleCounts
    part_time: TitleCounts


class Administrators(Part, frozen=True, kw_only=True):
    """管理人员（人） (institution.json/administrators)."""

    full_time: int
    part_time: int


class ManagementSystem(Part, frozen=True, kw_only=True):
    """管理制度 (institution.json/management_systems)."""

    kind: str
    title: str
    date: dt.date
    digest: str | None = None


class Classroom(Part, frozen=True, kw_only=True):
    """固定教室 (institution.json/classrooms)."""

    name: str
    area: float
    seats: int


class ClassroomTotal(Part, frozen=True, kw_only=True):
    """教室合计 (institution.json/classroom_total)."""

    rooms: int
    area: float | None = None
    seats: int | None = None


class PracticeSite(Part, frozen=True, kw_only=True):
    """实训场所或合作单位 (institution.json/practice_sites)."""

    name: str
    address: str
    kind: PracticeSiteKind


class Activity(Part, frozen=True, kw_only=True):
    """其他继续教育活动 (defs.json/activity)."""

    id: str
    title: str
    form: ServiceForm
    months: tuple[int, ...]
    text: str


class Parameters(Part, frozen=True, kw_only=True):
    """参数 (regulation.json/parameters)."""

    min_hours: float | None = None
    min_persons: int | None = None
    min_new_remote_hours: float | None = None
    hour_minutes: int | None = None
    annual_deadline: str | None = None
    deadline_rolls: bool | None = None
    bar_years: int | None = None
    panel_convention: int | None = None
    change_fields: tuple[ReportedField, ...] = ()
    change_receiver_office: str | None = None
    change_target_days: int | None = None
    results_target_days: int | None = None
    publication_target_days: int | None = None
    decision_publication_from: dt.date | None = None
    decision_publication_days: int = 20
    penalty_publication_days: int = 7
    recording_target_days: int | None = None
    representative_years: int | None = 1
    bar_start_stated: bool | None = None
    bar_record_expected: bool | None = None
    fee_basis_required: bool | None = None
    validity_years: int | None = None
    notice_days: tuple[int, ...] = (90, 30, 7)
    public_notice_days: int | None = None
    grade_scale: tuple[str, ...] | None = None
    assessment_scheme: Scheme | None = None
    appeal_days: int | None = None


class ArticleItem(Part, frozen=True, kw_only=True):
    """分项 (regulation.json/articles/items)."""

    number: int
    summary: str
    reading: str | None = None


class Article(Part, frozen=True, kw_only=True):
    """逐条摘要 (regulation.json/articles)."""

    number: int
    title: str
    summary: str
    reading: str | None = None
    items: tuple[ArticleItem, ...] = ()
    judgement: str | None = None


class Citation(Part, frozen=True, kw_only=True):
    """条号对应 (regulation.json/citations)."""

    basis: str
    article: str | None


class GeneralTeaching(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """公需科目施教机构 (regulation.json/general_teaching)."""

    document: OfficialDocument
    from_: dt.date
    to: dt.date | None = None
    institutions: tuple[str, ...]


class RepairRow(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """移动和作废 (repair.json/rows)."""

    from_: str
    to: str


class ReviewStep(Part, frozen=True, kw_only=True):
    """评审环节 (review.json/steps)."""

    step: ReviewStage
    date: dt.date


class SummaryPersons(Part, frozen=True, kw_only=True):
    """培训总人数 (summary.json/persons)."""

    count: int
    unit: PersonsUnit


class Run(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """开班情况 (defs.json/run)."""

    course: str
    class_number: int | None = None
    from_: dt.date
    to: dt.date
    place: str | None = None
    persons: int
    hours: float
    new_remote_hours: float
    evaluated_on: dt.date | None = None
    archived_on: dt.date | None = None
    results_entered_on: dt.date | None = None
    remarks: str | None = None


class NotRun(Part, frozen=True, kw_only=True):
    """未举办 (summary.json/not_run)."""

    course: str
    reason: str


class Supplement(Part, frozen=True, kw_only=True):
    """补充 (summary.json/supplements)."""

    date: dt.date
    runs: tuple[Run, ...]


class Receipt(Part, frozen=True, kw_only=True):
    """报送环节 (defs.json/receipt)."""

    action: ReceiptAction
    date: dt.date
    authority: str
    reason: str | None = None


class System(Part, frozen=True, kw_only=True):
    """系统 (systems.json/systems)."""

    id: str
    name: str


class Amendment(Record, frozen=True, kw_only=True):
    """计划调整 (amendment.json)."""

    year: int
    number: int
    reason: str
    add: tuple[Course, ...] = ()
    replace: tuple[Course, ...] = ()
    drop: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    remarks: str | None = None


class Areas(Record, frozen=True, kw_only=True):
    """地区表 (areas.json)."""

    areas: tuple[Area, ...]
    remarks: str | None = None


class Assessment(Record, frozen=True, kw_only=True):
    """年度考核 (assessment.json)."""

    year: int
    authority: str
    date: dt.date
    heads: tuple[Head, ...]
    grade: str | None = None
    score: float | None = None
    scheme: Scheme | None = None
    conclusion: str
    document: OfficialDocument | None = None
    published_on: dt.date | None = None
    remarks: str | None = None


class Authority(Record, frozen=True, kw_only=True):
    """机关 (authority.json)."""

    id: str
    name: str
    kind: AuthorityKind
    areas: tuple[str, ...] = ()
    system: str | None = None
    offices: tuple[str, ...] = ()
    document_prefixes: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    corrections: tuple[TableCorrection, ...] = ()
    succeeded_by: str | None = None
    remarks: str | None = None


class Batch(Record, frozen=True, kw_only=True):
    """批次 (batch.json)."""

    id: str
    title: str
    carried_over: bool | None = None
    window: Period | None = None
    panel_size: int | None = None
    call: CallForApplications | None = None
    notice: ListNotice | None = None
    announcement: Announcement | None = None
    identified: tuple[Identification, ...] = ()
    corrections: tuple[BatchCorrection, ...] = ()
    remarks: str | None = None


class Calendar(Record, frozen=True, kw_only=True):
    """工作日历 (calendar.json)."""

    year: int
    documents: tuple[OfficialDocument, ...]
    url: str | None = None
    days_off: tuple[DaysOff, ...]
    working_days: tuple[dt.date, ...]
    remarks: str | None = None


class Institution(Record, frozen=True, kw_only=True):
    """机构 (institution.json)."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    credit_code: str | None = None
    legal_form: LegalForm | None = None
    registering_body: str | None = None
    area: str
    system: str | None = None
    no_system_reason: str | None = None
    legal_representative: str | None = None
    address: str | None = None
    sites: tuple[Premises, ...] = ()
    phone: str | None = None
    other_phones: tuple[OtherPhone, ...] = ()
    email: str | None = None
    website: str | None = None
    fields: tuple[SubjectField, ...] = ()
    modes: tuple[Mode, ...] = ()
    platform: Platform | None = None
    teachers: Teachers | None = None
    administrators: Administrators | None = None
    management_systems: tuple[ManagementSystem, ...] = ()
    classrooms: tuple[Classroom, ...] = ()
    classroom_total: ClassroomTotal | None = None
    equipment: str | None = None
    library_volumes: int | None = None
    practice_sites: tuple[PracticeSite, ...] = ()
    complete_from: int | None = None
    remarks: str | None = None


class Plan(Record, frozen=True, kw_only=True):
    """年度计划 (plan.json)."""

    year: int
    type: PlanType
    courses: tuple[Course, ...]
    activities: tuple[Activity, ...] = ()
    steps: tuple[Step, ...]
    remarks: str | None = None


class Regulation(Record, frozen=True, kw_only=True):
    """办法参数 (regulation.json)."""

    id: str
    number: str | None = None
    title: str | None = None
    jurisdiction: str
    city_area: str
    city_authority: str
    signed_on: dt.date | None = None
    published_on: dt.date | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    validity_note: str | None = None
    official_url: str | None = None
    attached_forms: tuple[PaperKind, ...] = ()
    parameters: Parameters
    articles: tuple[Article, ...] = ()
    citations: tuple[Citation, ...] = ()
    general_teaching: tuple[GeneralTeaching, ...] = ()
    corrections: tuple[TableCorrection, ...] = ()
    remarks: str | None = None


class Repair(Record, frozen=True, kw_only=True):
    """修复 (repair.json)."""

    date: dt.date
    authority: str
    reason: str
    document: OfficialDocument | None = None
    rows: tuple[RepairRow, ...]
    remarks: str | None = None


class Summary(Record, frozen=True, kw_only=True):
    """年度总结 (summary.json)."""

    year: int
    as_of: dt.date
    persons: SummaryPersons
    runs: tuple[Run, ...]
    not_run: tuple[NotRun, ...] = ()
    text: str
    supplements: tuple[Supplement, ...] = ()
    steps: tuple[Receipt, ...]
    remarks: str | None = None


class Systems(Record, frozen=True, kw_only=True):
    """系统表 (systems.json)."""

    systems: tuple[System, ...]
    remarks: str | None = None


class Waiver(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """例外说明 (waiver.json)."""

    rule: str
    reason: str
    authority: str
    document: OfficialDocument
    from_: dt.date
    until: dt.date
    remarks: str | None = None


class Application(Act, frozen=True, kw_only=True):
    """申请 (application.json)."""

    date: dt.date
    batch: str
    authority: str
    declared: Declared
    filing: Institution
    remarks: str | None = None


class Bar(Act, frozen=True, kw_only=True):
    """不得再次报备的记录 (bar.json)."""

    date: dt.date
    outcome: str
    authority: str
    text: str
    served_on: dt.date | None = None
    published_on: dt.date | None = None
    basis: str | None = None
    remedy: str | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    notice_until: dt.date | None = None
    remarks: str | None = None


class Change(Act, frozen=True, kw_only=True):
    """变更 (change.json)."""

    date: dt.date
    changes: tuple[FieldChange, ...]
    reason: str
    document: OfficialDocument | None = None
    declared_new_remote_hours: float | None = None
    reported_on: dt.date
    authority: str
    office: str
    published_on: dt.date | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class Correction(Act, frozen=True, kw_only=True):
    """更正 (correction.json)."""

    date: dt.date
    authority: str
    file: str
    pointer: str
    old: Any
    new: Any
    reason: str
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class Decision(Act, frozen=True, kw_only=True):
    """处理决定 (decision.json)."""

    date: dt.date
    authority: str
    effect: DecisionEffect
    target: str | None = None
    matter: DecisionMatter
    text: str
    result: OutcomeResult | None = None
    determined_on: dt.date | None = None
    review: DecisionReview | None = None
    ground: str | None = None
    part: str | None = None
    effective_on: dt.date | None = None
    until: dt.date | None = None
    penalty: bool | None = None
    served_on: dt.date | None = None
    published_on: dt.date | None = None
    basis: str | None = None
    remedy: str | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    notice_until: dt.date | None = None
    remarks: str | None = None


class Dissolution(Act, frozen=True, kw_only=True):
    """注销 (dissolution.json)."""

    date: dt.date
    authority: str
    registering_body: str
    reason: str
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class FilingEnded(Act, frozen=True, kw_only=True):
    """终止报备 (filing-ended.json)."""

    date: dt.date
    authority: str
    reason: str
    effective_on: dt.date | None = None
    served_on: dt.date | None = None
    published_on: dt.date | None = None
    basis: str | None = None
    remedy: str | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    notice_until: dt.date | None = None
    remarks: str | None = None


class Inspection(Act, frozen=True, kw_only=True):
    """平时考核 (inspection.json)."""

    date: dt.date
    authority: str
    form: InspectionForm
    heads: tuple[Head, ...]
    conclusion: str
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class PublicNotice(Act, frozen=True, kw_only=True):
    """公示 (public-notice.json)."""

    date: dt.date
    batch: str
    authority: str
    period: Period
    place: str
    objections: int
    text: str
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class Recommendation(Act, frozen=True, kw_only=True):
    """审核推荐 (recommendation.json)."""

    date: dt.date
    batch: str
    authority: str
    opinion: Opinion
    text: str
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    remarks: str | None = None


class RectificationExtension(Act, frozen=True, kw_only=True):
    """延长整改期限 (rectification-extension.json)."""

    date: dt.date
    order: str
    authority: str
    due: dt.date
    reason: str
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    remarks: str | None = None


class RectificationOrder(Act, frozen=True, kw_only=True):
    """责令限期整改 (rectification-order.json)."""

    date: dt.date
    authority: str
    ground: OrderGround | tuple[OrderGround, ...]
    facts: str
    requirements: tuple[str, ...]
    due: dt.date
    served_on: dt.date | None = None
    published_on: dt.date | None = None
    basis: str | None = None
    remedy: str | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    notice_until: dt.date | None = None
    remarks: str | None = None


class RectificationOutcome(Act, frozen=True, kw_only=True):
    """整改结果认定 (rectification-outcome.json)."""

    date: dt.date
    order: str
    authority: str
    result: OutcomeResult
    text: str
    served_on: dt.date | None = None
    published_on: dt.date | None = None
    basis: str | None = None
    remedy: str | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    notice_until: dt.date | None = None
    remarks: str | None = None


class Review(Act, frozen=True, kw_only=True):
    """专家评审 (review.json)."""

    date: dt.date
    batch: str
    authority: str
    steps: tuple[ReviewStep, ...]
    result: ReviewResult
    text: str
    supplement_due: dt.date | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class Succession(Act, frozen=True, kw_only=True):
    """承继 (succession.json)."""

    date: dt.date
    predecessor: str
    manner: SuccessionManner
    authority: str
    text: str
    document: OfficialDocument | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class SuspensionLifted(Act, frozen=True, kw_only=True):
    """恢复开班 (suspension-lifted.json)."""

    date: dt.date
    suspension: str
    authority: str
    reason: str
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    remarks: str | None = None


class Suspension(Act, frozen=True, kw_only=True):
    """暂停开班 (suspension.json)."""

    date: dt.date
    authority: str
    reason: str
    measure: SuspensionMeasure | None = None
    part: str | None = None
    effective_on: dt.date | None = None
    until: dt.date | None = None
    served_on: dt.date | None = None
    published_on: dt.date | None = None
    basis: str | None = None
    remedy: str | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    document: OfficialDocument | None = None
    notice_until: dt.date | None = None
    remarks: str | None = None


class Transfer(Act, frozen=True, kw_only=True):
    """调整监督关系 (transfer.json)."""

    date: dt.date
    authority: str
    from_area: str
    to_area: str
    from_system: str | None
    to_system: str | None
    no_system_reason: str | None = None
    reason: str
    document: OfficialDocument | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


class Withdrawal(Act, frozen=True, kw_only=True):
    """自愿退出 (withdrawal.json)."""

    date: dt.date
    authority: str
    batch: str | None = None
    reason: str
    published_on: dt.date | None = None
    open: bool | None = None
    not_open_ground: str | None = None
    remarks: str | None = None


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
    **ACTS,
    "amendment": Amendment,
    "areas": Areas,
    "assessment": Assessment,
    "authority": Authority,
    "batch": Batch,
    "calendar": Calendar,
    "institution": Institution,
    "plan": Plan,
    "regulation": Regulation,
    "repair": Repair,
    "summary": Summary,
    "systems": Systems,
    "waiver": Waiver,
}
KIND_NAMES: dict[type[Record], str] = {cls: name for name, cls in KINDS.items()}
KIND_TITLES = {
    "amendment": "计划调整",
    "application": "申请",
    "areas": "地区表",
    "assessment": "年度考核",
    "authority": "机关",
    "bar": "不得再次报备的记录",
    "batch": "批次",
    "calendar": "工作日历",
    "change": "变更",
    "correction": "更正",
    "decision": "处理决定",
    "dissolution": "注销",
    "filing-ended": "终止报备",
    "inspection": "平时考核",
    "institution": "机构",
    "plan": "年度计划",
    "public-notice": "公示",
    "recommendation": "审核推荐",
    "rectification-extension": "延长整改期限",
    "rectification-order": "责令限期整改",
    "rectification-outcome": "整改结果认定",
    "regulation": "办法参数",
    "repair": "修复",
    "review": "专家评审",
    "succession": "承继",
    "summary": "年度总结",
    "suspension-lifted": "恢复开班",
    "suspension": "暂停开班",
    "systems": "系统表",
    "transfer": "调整监督关系",
    "waiver": "例外说明",
    "withdrawal": "自愿退出",
}
# The fields of an institution whose change an article names itself.
NAMED_FIELDS = frozenset(
    {
        "name",
        "legal_representative",
        "address",
        "phone",
        "other_phones",
        "email",
    }
)
