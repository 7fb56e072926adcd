"""The search files of the tests' city, enlarged to a thousand institutions; some are asked for."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.search import draw_coming_courses, draw_courses, draw_entry
from registry.publish.card import CardCourse
from registry.publish.folding import fold, spell
from registry.publish.register_view import RegisterView
from registry.publish.search.courses import build_coming_files, build_past_files, list_titles, sort_courses
from registry.publish.search.institutions import (
    SearchEntry,
    build_institution_files,
    list_entries,
    list_looked_up_pages,
    list_names,
    list_searched_texts,
)
from registry.publish.search.words import build_word_files, read_synonyms

SIZE = 1_000
SITE_NAME = "盐城市继续教育培训机构登记册"
TEACHING = 60  # of those that are added, so many have courses: the others only have names
# Institutions that are asked for: id, name, area, field.
ASKED = (
    ("ask-1", "演示兴电职业培训学校", "tinghu", "电力工程"),
    ("ask-2", "演示平安应急救援培训中心", "yandu", "应急管理"),
    ("ask-3", "演示牧歌培训中心", "funing", "畜牧兽医"),
    ("ask-4", "演示银行业务研修学院", "shiji", "审计"),
    ("ask-5", "演示守正文博培训中心", "dongtai", "文物保护与修复"),
)
# Courses that are asked for: of which of them, title, field, audience, month, fee.
COURSES = (
    ("ask-1", "低压电工作业安全技术", "电力工程", "供电企业技术人员", 12, "不收费"),
    ("ask-1", "光伏并网与储能运维", "新能源", "风电、光伏运维技术人员", 12, "每人200元"),
    ("ask-1", "特种作业人员能力提升", "电力工程", "焊接与热切割作业人员", 12, "每人300元"),
    ("ask-2", "心肺复苏与创伤急救", "护理", "社区护士", 12, "不收费"),
    ("ask-2", "危险化学品事故应急处置", "应急管理", "化工企业安全员", 12, "每人260元"),
    ("ask-3", "规模猪场动物疫病防控", "畜牧兽医", "乡镇兽医", 12, ""),
    ("ask-4", "政府审计与大数据", "审计", "内部审计人员", 12, "每人500元"),
    ("ask-5", "馆藏文物预防性保护", "文物保护与修复", "博物馆保管人员", 12, "不收费"),
)


def write_enlarged(view: RegisterView, folder: Path) -> None:
    """The files of search below `folder`, at the addresses that they have in a site."""
    chance = random.Random(7)
    others = [draw_entry(chance, i) for i in range(SIZE - len(view.cards) - len(ASKED))]
    areas = [*view.register.tables.areas]
    others = [row._replace(area=chance.choice(areas), states=("listed",), batches=()) for row in others]
    added = [*map(make_asked, ASKED), *others]
    rows = sorted([*list_entries(view), *added], key=lambda row: row.id)
    offers = list(draw_courses(chance, others[:TEACHING]))
    planned = [course for card in view.cards for course in card.planned]
    planned += [make_course(number, course) for number, course in enumerate(COURSES)]
    planned += draw_coming_courses(chance, others[:TEACHING], offers)
    coming = sort_courses(planned, (each for card in view.cards for each in card.awaited), areas, view.day)
    keys = frozenset(course.plan_key for course in coming.courses)
    titles = list_titles([*(each for card in view.cards for each in card.offers), *offers], keys)
    texts = [*list_searched_texts(view), *(row.name for row in added), *(each.title for each in planned)]
    for path, text in (
        *build_institution_files(rows, list_names(view), list_looked_up_pages(view)),
        *build_coming_files(coming, view.day),
        *build_past_files(titles, {row.id: row.area for row in rows}),
        *build_word_files(texts, read_synonyms({}, SITE_NAME)),
    ):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def make_asked(asked: tuple[str, str, str, str]) -> SearchEntry:
    """An institution that is asked for."""
    id_, name, area, field = asked
    syllables = " ".join(spell(fold(name)))
    return SearchEntry(id_, name, (), "", area, (field,), ("面授",), ("listed",), (), syllables)


def make_course(number: int, asked: tuple[str, str, str, str, int, str]) -> CardCourse:
    """A course that is asked for."""
    id_, title, field, audience, month, fee = asked
    name, area = next((name, area) for other, name, area, _ in ASKED if other == id_)
    return CardCourse(
        id=f"c{number:02}",
        title=title,
        field=field,
        mode="面授",
        audience=audience,
        months=(month,),
        hours="24",
        persons="60",
        fee=fee,
        public_benefit=False,
        year=2026,
        institution=id_,
        name=name,
        area=area,
        subject="专业",
        phone="0515-00000099",
    )
