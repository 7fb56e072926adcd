"""How much search downloads at 10,000 institutions: `python -m benchmarks.search [INSTITUTIONS] [--out DIR]`.

Seeded rows stand in for a register: names of a place, two rare characters, a field and a kind; codes whose
digits are random; 48 courses an institution over six years, half of them repeated from the year before. With
`--out DIR` the files are written too: `node tests/publish/ask.mjs ASSETS DIR` asks them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import random
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from registry.publish.card import CardCourse, CourseOffer
from registry.publish.folding import fold, spell
from registry.publish.search.courses import build_coming_files, build_past_files, list_titles, sort_courses
from registry.publish.search.institutions import SearchEntry, SearchNames, build_institution_files
from registry.publish.search.words import build_word_files, read_synonyms
from registry.rules.credit_code import (
    ALPHABET,
    compute_check_character,
    compute_organisation_check_character,
)


def split_words(text: str) -> tuple[str, ...]:
    """Split a text at its blanks."""
    return tuple(text.split())


RARE = (
    "安邦博采灿昌辰诚驰楚川春达丹德鼎东栋帆方飞丰峰福阜刚高格谷冠光广海翰航浩恒宏华辉慧吉佳嘉建健"
    "江杰捷金锦晋京景敬君凯康科宽坤蓝朗乐礼立利联良林凌隆露路璐麓伦迈茂美蒙民敏明铭墨牧宁诺鹏平齐启"
    "千谦乾青清庆秋泉仁荣瑞润森山尚申升盛胜时实世舒双思松苏泰腾天田通同图万旺威巍伟文梧希熙贤祥翔晓欣"
    "新鑫信星兴旭轩学雅延岩研阳洋耀业叶一依怡宜益溢毅英盈永优友宇玉育裕元源远悦越云允泽展章长兆哲振正"
    "政知志致智中忠舟洲卓梓宗祖"
)
PLACES = split_words("盐城 盐城市 亭湖 盐都 大丰 响水 滨海 阜宁 射阳 建湖 东台 江苏")
FIELDS = split_words(
    "护理 临床医疗 公共卫生 中小学教师教育 学前教育 职业教育教学 会计财务 审计 计算机软件 信息技术 网络安全 "
    "建筑工程 市政工程 机械制造 智能制造 新能源 电力工程 环境保护 环境监测 农业技术 畜牧兽医 水产养殖 "
    "化工安全 应急管理 公共文化 图书资料 文化旅游 档案管理"
)
KINDS = split_words(
    "培训中心 培训学校 职业培训学校 教育培训有限公司 继续教育中心 进修学院 研究院 协会培训中心"
)
TOPICS = split_words(
    "质量 安全 规范 标准 风险 数据 实务 案例 技术 管理 评价 应用 控制 创新 服务 设计 诊断 检测 监测 方法 "
    "工艺 设备 材料 成本 绩效 法规 伦理 沟通 心理 急救 感染 康复 营养 教学 课程 评估 信息 智能 平台 模型 "
    "预警 防治 节能 低碳 统计 内控"
)
ENDINGS = split_words("培训班 研修班 高级研修班 能力提升班 实务班 专题讲座 进修班 推广班 骨干培训")
AUDIENCES = split_words(
    "企业技术骨干 中级职称申报人员 各医院临床带教护士 乡镇卫生院和社区护理人员 全市各类专业技术人员"
)
FEES = ("不收费", "", "每人300元", "每人270元")
DAY = dt.date(2026, 11, 23)
# What a page loads before the first answer.
FIRST = ("institutions.json", "words.json", "courses/index.json", "past/index.json")
STATES = split_words("listed withdrawn ended dissolved rectifying")
GENERAL = split_words(
    "专业技术人员职业道德与诚信建设 数字素养与技能提升 科学精神与科研诚信 数据安全与个人信息保护"
)


def draw_code(chance: random.Random) -> str:
    """Draw a credit code with right check digits; a third are of the newer kind that begins with MA."""
    form = chance.choice(("12", "52", "91", "51"))
    place = f"3209{chance.choice(('00', '02', '03', '04', '21', '22', '23', '24', '25', '81'))}"
    if chance.random() < 0.35:
        organisation = "MA" + "".join(chance.choice(ALPHABET) for _ in range(6))
    else:
        organisation = "".join(chance.choice("0123456789") for _ in range(8))
    first = form + place + organisation + compute_organisation_check_character(organisation)
    return first + compute_check_character(first)


def draw_entry(chance: random.Random, number: int) -> SearchEntry:
    """Draw an institution; one in eight has a former name, one in six was listed twice."""
    brand = "".join(chance.sample(RARE, 2))
    fields = tuple(chance.sample(FIELDS, chance.choice((1, 1, 2, 2, 3, 4))))
    kind = chance.choice(KINDS)
    name = f"{chance.choice(PLACES)}{brand}{chance.choice(('', fields[0]))}{kind}"
    former = (name.replace(brand, "".join(chance.sample(RARE, 2))),) if chance.random() < 0.125 else ()
    first = chance.randrange(16)
    again = (f"b{first + 4}",) if chance.random() < 0.17 else ()
    return SearchEntry(
        id=f"yc-{number:05d}",
        name=name,
        former=former,
        code=draw_code(chance),
        area=f"a{chance.randrange(12)}",
        fields=fields,
        modes=tuple(chance.sample(("面授", "远程", "混合"), chance.choice((1, 1, 2)))),
        states=(chance.choices(("listed", "withdrawn", "ended", "dissolved"), (85, 6, 5, 4))[0],)
        + (("rectifying",) if chance.random() < 0.03 else ()),
        batches=(f"b{first}", *again),
        syllables=" ".join(spell(fold(name))),
    )


def draw_courses(chance: random.Random, rows: list[SearchEntry]) -> Iterator[CourseOffer]:
    """Draw eight courses a year, of which one is general and about half were held the year before."""
    for row in rows:
        held: list[str] = []
        for year in range(2021, 2027):
            repeated = chance.sample(held, min(len(held), 4))
            new = [
                chance.choice(row.fields)
                + "".join(chance.sample(TOPICS, chance.choice((2, 2, 3))))
                + chance.choice(ENDINGS)
                for _ in range(7 - len(repeated))
            ]
            held = [*repeated, *new]
            for i, title in enumerate([*held, chance.choice(GENERAL)]):
                yield CourseOffer(title, row.fields[0], "面授", f"{row.id}/{year}/c{i:02d}")


def draw_coming_courses(
    chance: random.Random, rows: list[SearchEntry], offers: list[CourseOffer]
) -> Iterator[CardCourse]:
    """Draw the courses of the last year as those of this year and the next, each in a month."""
    by_id = {row.id: row for row in rows}
    for offer in offers:
        id_, year, course = offer.plans.split("/")
        for of_year in (2026, 2027) if year == "2026" else ():
            yield CardCourse(
                id=course,
                title=offer.title,
                field=offer.field,
                mode=offer.mode,
                audience=chance.choice(AUDIENCES),
                months=(chance.randrange(1, 13),),
                hours="40",
                persons="50",
                fee=chance.choice(FEES),
                public_benefit=False,
                year=of_year,
                institution=id_,
                name=by_id[id_].name,
                area=by_id[id_].area,
                subject="专业",
                phone=f"0515-{chance.randrange(10**8):08d}",
            )


def make_files(number: int) -> dict[str, str]:
    """Make all files of the search in a register of so many institutions."""
    chance = random.Random(223)
    rows = [draw_entry(chance, i) for i in range(number)]
    offers = list(draw_courses(chance, rows))
    coming = sort_courses(draw_coming_courses(chance, rows, offers), (), [*CALLED.areas], DAY)
    titles = list_titles(offers, frozenset(course.plan_key for course in coming.courses))
    texts = [text for row in rows for text in (row.name, *row.former, *row.fields)]
    return dict(
        (
            *build_institution_files(rows, CALLED, {}),
            *build_coming_files(coming, DAY),
            *build_past_files(titles, {row.id: row.area for row in rows}),
            *build_word_files([*texts, *(each.title for each in titles)], read_synonyms({})),
        )
    )


ROUNDS = [(f"b{i}", 2019 + i // 2, i % 2 + 1) for i in range(20)]
CALLED = SearchNames(
    areas={f"a{i}": (f"样例第{i}区",) for i in range(12)},
    states={each: (each, "good") for each in STATES},
    batches={id_: (f"{year}年第{i}批", f"样人社发〔{year}〕{i}号") for id_, year, i in ROUNDS},
)


def count_packed_bytes(text: str) -> int:
    """Count the bytes of a text as a server sends it."""
    return len(gzip.compress(text.encode(), 6))


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("number", type=int, nargs="?", default=10_000)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    begun = time.perf_counter()
    files = make_files(given.number)
    spent = time.perf_counter() - begun
    raw = sum(len(text.encode()) for text in files.values())
    print(f"{given.number:,} institutions: {len(files):,} files, {raw:,} bytes, {spent:.1f} s")
    first = {name: count_packed_bytes(files[f"search/{name}"]) for name in FIRST}
    print(f"before the first answer {sum(first.values()):,} gzipped: {first}")
    folders: dict[str, list[int]] = {}
    for path, text in files.items():
        kind = re.sub(r"\d+", "N", path)
        folders.setdefault(kind, []).append(count_packed_bytes(text))
    for kind, sizes in sorted(folders.items()):
        print(
            f"{kind}: {len(sizes):,} files, {statistics.median(sizes):,.0f} in the middle, "
            f"{max(sizes):,} at most"
        )
    for path, text in files.items() if given.out else ():
        file = given.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
