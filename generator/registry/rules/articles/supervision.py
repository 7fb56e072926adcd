"""Articles 5 and 19: who acts for an institution's area or system, and the yearly assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...display import format_number, join_first
from ...lifecycle.calendar import add_day
from ...lifecycle.duties import get_year_end, is_full_year
from ...lifecycle.filing import find_place
from ...lifecycle.offices import COUNTED_BY, SUPERVISORS, list_in_roles
from ...lifecycle.status import UNSUPERVISED, derive_filing_state
from ...lifecycle.transfers import is_caused_by_transfer
from ...model.dossier import Dossier, get_authority
from ...model.kinds import Act, Application, Assessment, AssessmentHead, HeadFinding, Transfer
from ...model.register import Register
from ...model.tables import is_valid_on
from ...records.record_path import AREAS, get_dossier_id
from ..rule import Fault, either, fault, rule

MAX_NAMED = 5  # institutions that a message names


@rule("5", "属于该机关管辖", "warning")
def acts_by_supervisors(dossier: Dossier) -> Iterator[Fault]:
    """受理、推荐、检查和考核，由机构所属地区的人社部门或所属系统的业务主管部门办理。

    市人社局总可以办理；推荐也可以由本行业的协会（学会）作出。别的机关所作的推荐、检查和考核，登记册不计入。
    """
    records: list[Act | Assessment] = [*dossier.acts, *dossier.assessments]
    for record in records:
        roles = SUPERVISORS if isinstance(record, Application) else COUNTED_BY.get(type(record))
        authority = dossier.tables.authorities.get(get_authority(record))
        if roles is None or authority is None or authority.id in list_in_roles(dossier, roles, record.date):
            continue
        if is_caused_by_transfer(dossier, authority.id, record.date, record.path):
            continue  # reported once, of the transfer
        wanted = either(dossier.tables.get_name(each) for each in list_in_roles(dossier, roles, record.date))
        left_out = "" if isinstance(record, Application) else "；登记册不计入这份记录"
        message = f"{authority.name}不管本机构所属的地区或系统，应为{wanted}{left_out}"
        yield fault(record, "/authority", message, "核对机关编号，或先录入监督关系的调整（transfer）")


@rule("3", "监督地区在存续期内", "warning", basis="convention")
def area_valid(act: Application | Transfer, register: Register) -> Iterator[Fault]:
    """申请和调整监督关系时，所归的地区当时存在：不早于它的起始日期，不晚于它的终止日期。"""
    place, id_ = ("/to_area", act.to_area) if isinstance(act, Transfer) else ("/filing/area", act.filing.area)
    area = register.tables.areas.get(id_)
    if area is None or is_valid_on(area, act.date):
        return
    early = area.valid_from and act.date < area.valid_from
    when = f"{area.valid_from} 才设立" if early else f"到 {area.valid_to} 为止"
    yield fault(act, place, f"{area.name}{when}，本记录的日期是 {act.date}", "核对地区编号和日期")


@rule("3", "撤并的地区没有机构", "warning", scope="register", basis="convention")
def ended_area_is_left(register: Register) -> Iterator[Fault]:
    """地区终止的，次日起没有还归它的机构：原来归它的，逐家调整给别的地区。

    那时已经终止、退出或者注销的机构不用调整。
    """
    for i, area in enumerate(register.tables.areas.values()):
        if area.valid_to is None:
            continue
        left = [*_list_left(register, area.id, area.valid_to)]
        if left:
            names = join_first(left, MAX_NAMED, "家")
            message = f"{area.name}到 {area.valid_to} 为止，其后还有机构归它：{names}"
            mend = (
                f"{add_day(area.valid_to)} 起逐家录入监督关系的调整（transfer）；"
                "地区只是改名的，不填 valid_to，原名写在 former_names"
            )
            yield Fault(AREAS, f"/areas/{i}/valid_to", message, mend)


def _list_left(register: Register, area: str, last: dt.date) -> Iterator[str]:
    """The institutions that belonged to an area on its last day and still do, after all acts.

    Of one that came to it only afterwards area-valid tells.
    """
    for folder, outline in register.folders.items():
        # The summary first: to type ten thousand dossiers would take minutes.
        if area not in outline.named.get("area", ()):
            continue
        dossier = register.dossiers.get(get_dossier_id(folder))
        if dossier is None or any(find_place(dossier, day)[0] != area for day in (last, dt.date.max)):
            continue
        if all(derive_filing_state(dossier, day).code not in UNSUPERVISED for day in (last, add_day(last))):
            yield dossier.id


@rule("19", "考核六个方面", "warning")
def assessment_covers_heads(assessment: Assessment) -> Iterator[Fault]:
    """年度考核对六个方面各有记载，不都是“未评”；可以另加。

    六个方面为师资队伍建设、经费管理使用、教学设施配套、管理制度执行、教育教学计划完成、培训效果及后续跟踪。
    """
    written = {each.head for each in assessment.heads}
    missing = [each for each in AssessmentHead if each not in written]
    if missing:
        message = f"年度考核缺少 {len(missing)} 个方面：{'、'.join(missing)}"
        yield fault(assessment, "/heads", message, "补上情况记载；没有考核的评语写“未评”", on_key=True)
    elif all(each.finding == HeadFinding.NOT_JUDGED for each in assessment.heads):
        message = "各个方面的评语都是“未评”，什么也没有考核"
        yield fault(
            assessment, "/heads", message, "考核过的照考核记录填写评语；没有考核的不录年度考核", on_key=True
        )


@rule("19", "考核的年度", "warning", basis="convention")
def assessment_of_full_year(dossier: Dossier) -> Iterator[Fault]:
    """年度考核针对机构全年在名单中的年度，在该年度终了之后作出。

    列入当年不满一年，如实显示，不作考核。
    """
    # A year that is listed in part is shown as such, and not assessed (Article 19 as it is read).
    for assessment in dossier.assessments:
        if not is_full_year(dossier, assessment.year):
            message = f"{assessment.year} 年机构不是全年在名单中，年度考核只针对全年在名单中的年度"
            yield fault(assessment, "/year", message, "核对年度；不满一年的可以只作平时考核（inspection）")
        elif assessment.date <= get_year_end(assessment.year):
            message = f"考核日期是 {assessment.date}，所考核的 {assessment.year} 年度还没有结束"
            mend = "核对日期和年度；年度终了之前的检查作平时考核（inspection），确实如此的如实保留"
            yield fault(assessment, "/date", message, mend)


@rule("19", "等次和得分有方案", "warning", basis="convention", reads=("assessment_scheme", "grade_scale"))
def assessment_names_scheme(assessment: Assessment, register: Register) -> Iterator[Fault]:
    """年度考核写了等次或得分的，写明所依据的考核方案。

    办法没有规定评等次和评分的，机关另有考核方案；方案写在考核记录或者办法的参数中，写明名称和文书。
    """
    parameters = register.tables.find_regulation(assessment.date).parameters
    if assessment.scheme or parameters.assessment_scheme:
        return
    # A scale of grades in the regulation itself needs no scheme beside it.
    stated = {"grade": assessment.grade and not parameters.grade_scale, "score": assessment.score is not None}
    for name, title in (("grade", "等次"), ("score", "得分")):
        if stated[name]:
            message = f"写了{title}，没有写明依据什么考核方案"
            mend = f"填写 scheme（方案的名称和文书）；没有方案的删去 {name}，情况写在小结中"
            yield fault(assessment, f"/{name}", message, mend)


@rule("19", "考核等次", "warning", basis="convention", reads=("grade_scale", "assessment_scheme"))
def assessment_grade_in_scale(assessment: Assessment, register: Register) -> Iterator[Fault]:
    """年度考核的等次是考核方案的一个等次，得分不超过方案的满分。

    方案的等次照方案的词写，可以有“整改后合格”一类的词；方案没有写等次、满分的，不核对。
    """
    parameters = register.tables.find_regulation(assessment.date).parameters
    scheme = assessment.scheme or parameters.assessment_scheme
    grades = scheme.grades if scheme else parameters.grade_scale or ()
    if assessment.grade and grades and assessment.grade not in grades:
        message = f"等次写的是“{assessment.grade}”，{'方案' if scheme else '办法'}的等次是{'、'.join(grades)}"
        yield fault(assessment, "/grade", message, "核对等次，照原来的词写")
    full = scheme.full_score if scheme else None
    if assessment.score is not None and full is not None and assessment.score > full:
        message = f"得分 {format_number(assessment.score)}，超过方案的满分 {format_number(full)}"
        yield fault(assessment, "/score", message, "核对得分和满分")
