"""A register of any size that passes every rule: `python -m benchmarks.corpus N DIR [--faults K]`.

Each dossier has eleven files: the institution, five yearly plans of about twenty courses, and five acts,
summaries and assessments. The same N, K and seed give the same bytes. Every planted fault is one error that
the check finds. Records are written as text: a YAML writer would take longer than all else together.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from registry.rules.credit_code import compute_check_character, compute_organisation_check_character
from registry.settings import HOME

SEED = 2018
FIRST_YEARS = (2019, 2020, 2021, 2022)  # in which institutions are listed
PLANS = 5
BATCH = 100  # institutions on a list, as far as there are numbers for batches
MAX_BATCHES = 99 * len(FIRST_YEARS)
# What a register rests on, taken as it is from the tests' city, and the settings that their registers share.
REGISTERS = HOME / "tests" / "registers"
TABLES = ("areas.yml", "systems.yml", "authorities", "regulations")

# Areas with the digits of their codes; the city's own departments supervise in all of them.
AREAS = {
    "shiji": "320900",
    "tinghu": "320902",
    "yandu": "320903",
    "dafeng": "320904",
    "xiangshui": "320921",
    "binhai": "320922",
    "funing": "320923",
    "sheyang": "320924",
    "jianhu": "320925",
    "jingkai": "320900",
    "dongtai": "320981",
    "yannan": "320900",
}
FORMS = {"12": "事业单位法人", "52": "社会服务机构法人", "91": "企业法人"}
# A system's fields and what is taught in them; "" for institutions without a system.
SYSTEMS: dict[str, tuple[tuple[str, str], str]] = {
    "health": (
        ("护理", "公共卫生"),
        "慢病管理 伤口护理 急救技能 院感防控 健康教育 康复指导 老年照护 疫苗接种",
    ),
    "education": (
        ("学前教育", "职业教育"),
        "课程设计 班级管理 教学评价 实训教学 信息素养 心理辅导 家校沟通 教研方法",
    ),
    "industry": (
        ("软件技术", "智能制造"),
        "需求分析 数据治理 工业机器人 网络安全 质量控制 嵌入式开发 云平台运维 产线调试",
    ),
    "housing": (
        ("建筑工程", "市政工程"),
        "工程造价 绿色建筑 质量通病防治 基坑监测 管网检测 装配式施工 监理要点 安全鉴定",
    ),
    "agriculture": (
        ("种植技术", "水产养殖"),
        "测土配方 病虫害防治 稻渔共作 良种繁育 农机维护 水质调控 设施栽培 冷链储运",
    ),
    "finance": (
        ("会计财务", "审计"),
        "政府会计 内部控制 预算绩效 税收政策 成本管理 财务分析 审计取证 管理会计",
    ),
    "": (
        ("信息管理", "档案"),
        "电子文件归档 数据标注 知识管理 信息检索 档案修复 著作权实务 项目管理 公文写作",
    ),
}
ENDINGS = ("理论与实务", "专题研修", "案例分析", "新标准解读", "岗位能力提升", "技术规范与应用")
COMMON = ("科学精神与科研诚信", "知识产权创造、运用与保护", "专业技术人员权益保护", "人工智能与数字素养")
AUDIENCES = ("基层一线专业技术人员", "企业技术骨干", "中级职称申报人员", "新入职专业技术人员")
TEACHERS = ("本单位专职教师", "高校兼职教师", "行业专家库推荐教师", "本单位教师与聘请的实务专家")
FAVOURS = ("乡镇单位人员优先录取并免收资料费。", "同等条件下一线人员优先，录取结果在本单位公布。")
SYSTEM_TITLES = {
    "教学组织": "教学组织工作规程",
    "学员考核": "学员考核实施细则",
    "教学科研": "课程研发与教研活动制度",
    "培训登记": "培训情况登记制度",
    "培训经费": "培训收支管理规定",
    "后勤保障": "后勤服务与安全管理制度",
    "效果评估": "培训质量评估制度",
    "跟踪反馈": "训后回访与反馈办法",
}
HEADS = {
    "师资队伍建设": "师资库入库{n}人，实行动态管理，年内调整情况有记录。",
    "经费管理使用": "抽查委托项目协议{n}份，经费到账和结算手续完整。",
    "教学设施配套": "抽查教室{n}间，多媒体设备和网络均能正常使用。",
    "管理制度执行": "台账由教务人员和授课教师双签，抽查{n}份未见漏登。",
    "教育教学计划完成": "对照通过的计划核对，课程按期举办，抽查{n}期与台账一致。",
    "培训效果及后续跟踪": "对{n}家学员单位作了训后回访，反馈记录齐全。",
}


class Fault(NamedTuple):
    """A fault to plant: the rule that finds it, a file of a dossier, a text in it and what replaces that."""

    rule: str
    file: str
    old: str
    new: str


class Planted(NamedTuple):
    """A fault that was planted: the rule that finds it and the file, from the register's root."""

    rule: str
    path: str


class Dossier(NamedTuple):
    """What the files of one dossier have in common."""

    id: str
    number: int
    area: str
    system: str
    first: int
    batch: str
    random: Random

    @property
    def folder(self) -> str:
        return f"institutions/{self.area}/{self.id}"

    @property
    def authorities(self) -> tuple[str, ...]:
        """The two sides to which plans and summaries go."""
        department = (f"city-{self.system}",) if self.system else ()
        return (f"{self.area}-hrss" if self.area != "shiji" else "city-hrss", *department)


def draw_dossiers(count: int, seed: int) -> Iterator[Dossier]:
    """Yield the dossiers of a register, each with a source of chance of its own."""
    size = max(BATCH, -(-count // MAX_BATCHES))
    areas, systems = tuple(AREAS), tuple(SYSTEMS)
    for i in range(count):
        batch, first = i // size, FIRST_YEARS[i // size % len(FIRST_YEARS)]
        name = f"{first}-{batch // len(FIRST_YEARS) + 1}"
        random = Random(f"{seed}-{i}")
        yield Dossier(
            f"demo-{i + 1:06d}", i + 1, areas[i % len(areas)], systems[i % len(systems)], first, name, random
        )


def make(folder: Path, count: int, faults: int = 0, seed: int = SEED) -> list[Planted]:
    """Write a register of `count` dossiers into an empty or new folder; what was planted in it, by path."""
    records = folder / "records"
    records.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(f"INHERIT: {REGISTERS}/site.yml\n", encoding="utf-8")
    _copy(HOME / "site", folder / "site")
    for name in TABLES:
        _copy(REGISTERS / "city" / "records" / name, records / name)
    faulty = dict(zip(sorted(Random(seed).sample(range(1, count + 1), faults)), range(faults), strict=True))
    planted = []
    listed: dict[str, list[str]] = {}
    for dossier in draw_dossiers(count, seed):
        files = build_files(dossier)
        if dossier.number in faulty:
            fault = FAULTS[faulty[dossier.number] % len(FAULTS)](dossier)
            files[fault.file] = _replaced(files[fault.file], fault)
            planted.append(Planted(fault.rule, f"records/{dossier.folder}/{fault.file}"))
        for name in ("acts", "plans", "summaries", "assessments"):
            (records / dossier.folder / name).mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            (records / dossier.folder / path).write_bytes(text.encode())
        listed.setdefault(dossier.batch, []).append(dossier.id)
    (records / "batches").mkdir()
    for batch, ids in listed.items():
        (records / "batches" / f"{batch}.yml").write_text(_batch(batch, ids), encoding="utf-8")
    return sorted(planted, key=lambda each: each.path)


def _copy(source: Path, place: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, place)
    else:
        shutil.copyfile(source, place)


def build_files(dossier: Dossier) -> dict[str, str]:
    """Write the eleven files of a dossier; text by path in its folder."""
    first, random = dossier.first, dossier.random
    filing = _filing(dossier)
    files = {
        "institution.yml": filing,
        f"acts/{first}-03-{10 + random.randrange(10)}-application.yml": "",
        **{f"acts/{first}-04-12-{name}.yml": text for name, text in _recommendations(dossier)},
        f"acts/{first}-06-20-review.yml": _review(dossier),
    }
    application = next(path for path in files if path.endswith("application.yml"))
    files[application] = _application(dossier, application[5:15], filing)
    for year in range(first, first + PLANS):
        files[f"plans/{year}.yml"] = _plan(dossier, year)
    files[f"assessments/{first + 1}.yml"] = _assessment(dossier, first + 1)
    if len(files) < 11:
        files[f"summaries/{first + 1}.yml"] = _summary(dossier, first + 1)
    if dossier.number % 2 and dossier.system:
        del files[f"assessments/{first + 1}.yml"]
        files[f"summaries/{first + 1}.yml"] = _summary(dossier, first + 1)
    return files


FILING = """\
id: {id}
name: 示例{number}号{one}培训中心
credit_code: "{code}"
legal_form: {form}
registering_body: 虚构登记机关（演示）
area: {area}
{system}legal_representative: 演示甲{number}
address: 虚构大道{number}号
sites:
  - name: 本部教学楼
    address: 虚构大道{number}号
phone: "0515-{number:08d}"
email: office{number}@example.org
website: https://www.example.org/{id}/
fields:
  - name: {one}
    practice: true
  - name: {other}
    practice: false
modes:
  - 面授
teachers:
  full_time:
    senior: {levels[0]}
    associate: {levels[1]}
    intermediate: {levels[2]}
    other: {levels[3]}
  part_time:
    senior: {levels[4]}
    associate: {levels[5]}
    intermediate: {levels[6]}
    other: {levels[7]}
administrators:
  full_time: {administrators}
  part_time: {levels[1]}
management_systems:
{rules}classrooms:
{rooms}equipment: 多媒体教室{levels[2]}间，实训设备{machines}套，录播系统1套。
library_volumes: {volumes}
practice_sites:
  - name: {one}实训场
    address: 虚构大道{number}号
    kind: 自有场所
"""
NO_SYSTEM = "system: null\nno_system_reason: 课程涉及多个行业，没有单一的业务主管部门。\n"


def _filing(dossier: Dossier) -> str:
    """What an institution is, as institution.yml and, indented, its application say it."""
    number, random = dossier.number, dossier.random
    prefix = tuple(FORMS)[number % len(FORMS)]
    code = f"{prefix}{AREAS[dossier.area]}{number:08d}"
    code += compute_organisation_check_character(code[8:])
    (one, other), _ = SYSTEMS[dossier.system]
    rules = "".join(
        f"  - kind: {kind}\n    title: {title}\n    date: 2018-{random.randint(1, 12):02d}-16\n"
        for kind, title in SYSTEM_TITLES.items()
    )
    rooms = "".join(
        f"  - name: {room}教室\n    area: {random.randint(60, 140)}\n    seats: {random.randint(30, 80)}\n"
        for room in ("A101", "A203", "B305")
    )
    levels = [random.randint(1, 12) for _ in range(8)]
    return FILING.format(
        id=dossier.id,
        number=number,
        one=one,
        other=other,
        code=code + compute_check_character(code),
        form=FORMS[prefix],
        area=dossier.area,
        system=f"system: {dossier.system}\n" if dossier.system else NO_SYSTEM,
        levels=levels,
        administrators=levels[0] + 1,
        rules=rules,
        rooms=rooms,
        machines=levels[3] + 10,
        volumes=random.randint(10, 60) * 100,
    )


def _application(dossier: Dossier, date: str, filing: str) -> str:
    """The application; the lines of the filing are those of institution.yml, indented."""
    random = dossier.random
    indented = filing.rstrip("\n").replace("\n", "\n  ")
    return f"""\
date: {date}
batch: "{dossier.batch}"
authority: {dossier.authorities[0]}
declared:
  hours: {random.randint(100, 400)}
  persons: {random.randint(100, 900)}
  new_remote_hours: 0
filing:
  {indented}
"""


def _recommendations(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """The recommendations of both sides, by the ends of their files' names."""
    for name, authority in zip(("recommendation", "recommendation-02"), dossier.authorities, strict=False):
        yield (
            name,
            f"""\
date: {dossier.first}-04-12
batch: "{dossier.batch}"
authority: {authority}
opinion: 推荐
text: 按照公开、自愿的原则受理，逐项核验了原件，复印件与原件一致，同意推荐。
""",
        )


def _review(dossier: Dossier) -> str:
    steps = "".join(
        f"  - step: {step}\n    date: {dossier.first}-06-{day}\n"
        for step, day in (("审核", 10), ("论证", 12), ("考察", 16), ("评估", 20))
    )
    return f"""\
date: {dossier.first}-06-20
batch: "{dossier.batch}"
authority: city-hrss
steps:
{steps}result: 通过
text: 教学组织、学员考核、经费管理等制度完备并有执行记录，固定教室和实训条件符合要求，同意通过。
"""


def _plan(dossier: Dossier, year: int) -> str:
    """A plan: handed in, received and passed in the autumn of the first year, else in the December before."""
    first = year == dossier.first
    topics = SYSTEMS[dossier.system][1].split()
    month = f"{year}-08" if first else f"{year - 1}-12"
    courses = "".join(_course(dossier, i, year) for i in range(_course_count(dossier, year)))
    return f"""\
year: {year}
type: {"首次" if first else "年度"}
courses:
{courses}activities:
  - id: a01
    title: {topics[year % len(topics)]}课程开发
    form: 项目与课程开发
    months:
      - {dossier.random.randint(1, 12)}
    text: 整理本地项目案例十个，编写讲义六讲。
steps:
{_steps(dossier.authorities, month, (("报送", 10), ("受理", 16), ("通过", 24)))}"""


def _course(dossier: Dossier, i: int, year: int) -> str:
    """The course of this number in a plan; one in seven is of the general subjects."""
    random = dossier.random
    (one, other), words = SYSTEMS[dossier.system]
    topics = words.split()
    field = one if i % 2 else other
    title = f"{topics[(i + year) % len(topics)]}{ENDINGS[(i + dossier.number) % len(ENDINGS)]}"
    subject, title, field = ("公需", COMMON[i % 4], "公需") if i % 7 == 6 else ("专业", title, field)
    return f"""\
  - id: c{i + 1:02d}
    title: {title}
    subject: {subject}
    field: {field}
    form: {"委托培训班" if i % 4 == 1 else "学术会议和讲座"}
    mode: 面授
    audience: {AUDIENCES[random.randrange(4)]}
    persons: {random.randint(4, 15) * 10}
    hours: {random.randint(12, 64) / 2:g}
    new_remote_hours: 0
    months:
      - {random.randint(10, 12) if year == dossier.first else random.randint(1, 12)}
    place: 本部教学楼{"A101" if i % 3 else "B305"}教室
{_terms(dossier, i, year)}    teachers: {TEACHERS[random.randrange(4)]}
"""


def _course_count(dossier: Dossier, year: int) -> int:
    return 18 + (dossier.number + year) % 5


def _terms(dossier: Dossier, i: int, year: int) -> str:
    """Who pays for a course: who commissioned it, nobody, or those who attend."""
    if i % 4 == 1:
        return "    commission:\n      kind: 政府部门\n      name: 县级业务主管部门（演示）\n"
    if i % 4 == 3:
        return (
            "    public_benefit:\n      open_to_all: true\n"
            f"      favour: {FAVOURS[dossier.random.randrange(2)]}\n"
        )
    amount = dossier.random.randint(5, 90) * 10
    return f"    fee:\n      amount: {amount}\n      basis: 按演示价费〔{year - 1}〕{amount}号批复执行。\n"


def _steps(authorities: Sequence[str], month: str, actions: Sequence[tuple[str, int]]) -> str:
    return "".join(
        f"  - action: {action}\n    date: {month}-{day}\n    authority: {authority}\n"
        for action, day in actions
        for authority in authorities
    )


def _summary(dossier: Dossier, year: int) -> str:
    """A summary of a full year: every course held once, in the order of the year."""
    random = dossier.random
    begun = dt.date(year, 1, 10)
    runs, attendances = [], 0
    for i in range(_course_count(dossier, year)):
        start = begun + dt.timedelta(days=14 * i + random.randrange(5))
        end = start + dt.timedelta(days=random.randint(2, 5))
        persons = random.randint(20, 140)
        attendances += persons
        runs.append(f"""\
  - course: c{i + 1:02d}
    from: {start}
    to: {end}
    persons: {persons}
    hours: {random.randint(12, 64) / 2:g}
    new_remote_hours: 0
    evaluated_on: {end + dt.timedelta(days=random.randint(0, 4))}
    archived_on: {end + dt.timedelta(days=random.randint(3, 9))}
    results_entered_on: {end + dt.timedelta(days=random.randint(5, 15))}
""")
    return f"""\
year: {year}
as_of: {year}-12-10
persons:
  count: {min(attendances, random.randint(300, 1500))}
  unit: 人
runs:
{"".join(runs)}text: 按通过的计划组织培训，课程全部办结。对一线学员落实了优先录取和减免费用的安排。
steps:
{_steps(dossier.authorities, f"{year}-12", (("报送", 11), ("受理", 18)))}"""


def _assessment(dossier: Dossier, year: int) -> str:
    random = dossier.random
    heads = "".join(
        f"  - head: {head}\n    text: {text.format(n=random.randint(2, 40))}\n    finding: 符合\n"
        for head, text in HEADS.items()
    )
    return f"""\
year: {year}
authority: {dossier.authorities[0]}
date: {year + 1}-04-07
heads:
{heads}conclusion: 培训工作能够按计划推进，记录完整。
published_on: {year + 1}-04-16
"""


def _batch(batch: str, ids: Sequence[str]) -> str:
    year, _, number = batch.partition("-")
    listed = "".join(f"    - {each}\n" for each in ids)
    return f"""\
id: "{batch}"
title: {year}年第{number}批
window:
  from: {year}-03-01
  to: {year}-03-31
panel_size: 5
announcement:
  authority: city-hrss
  document:
    number: 盐人社演〔{year}〕{number}号
    date: {year}-07-01
  published_on: {year}-07-15
  url: https://example.org/announcements/{batch}/
  listed:
{listed}"""


def _last_plan(dossier: Dossier) -> str:
    return f"plans/{dossier.first + PLANS - 1}.yml"


FAULTS: tuple[Callable[[Dossier], Fault], ...] = (
    lambda dossier: Fault("course-ids-unique", _last_plan(dossier), "id: c02\n", "id: c01\n"),
    lambda dossier: Fault("schema", _last_plan(dossier), "type: 年度\n", ""),
    lambda dossier: Fault("yaml-syntax", _last_plan(dossier), "type: 年度\n", "type： 年度\n"),
    lambda dossier: Fault(
        "planned-end-fits-year", _last_plan(dossier), "    place", "    until: 2099-12-31\n    place"
    ),
    lambda dossier: Fault("plan-steps-in-order", _last_plan(dossier), "- action: 受理", "- action: 通过"),
    lambda dossier: Fault("institution-equals-its-acts", "institution.yml", 'phone: "0515-', 'phone: "0516-'),
    lambda dossier: Fault(
        "planned-classes-fit",
        _last_plan(dossier),
        "    place",
        "    classes:\n      - class_number: 1\n        from: 2099-03-01\n        to: 2099-03-05\n    place",
    ),
)


def _replaced(text: str, fault: Fault) -> str:
    """The text with its fault, at the first place of several."""
    assert fault.old in text
    return text.replace(fault.old, fault.new, 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Make a register; print what was planted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("count", type=int, metavar="N", help="how many dossiers")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to; empty or not there yet")
    parser.add_argument("--faults", type=int, default=0, metavar="K", help="how many dossiers hold a fault")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args(argv)
    if not 0 <= arguments.faults <= arguments.count:
        parser.error("--faults must be between 0 and N")
    if arguments.folder.exists() and any(arguments.folder.iterdir()):
        parser.error(f"{arguments.folder} is not empty")
    for each in make(arguments.folder, arguments.count, arguments.faults, arguments.seed):
        print(each.rule, each.path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
