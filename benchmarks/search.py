"""How much search downloads at 10,000 institutions: `python -m benchmarks.search [INSTITUTIONS]`.

Seeded rows stand in for a register: names of a place, two rare characters, a field and a kind; codes whose
digits are random; 48 courses an institution over six years, half of them repeated from the year before.
"""

from __future__ import annotations

import gzip
import random
import statistics
import sys
import time
from collections.abc import Iterator

from registry.publish.card import CourseOffer
from registry.publish.folding import find_initials
from registry.publish.search.courses import INDEX, build_course_files, list_titles
from registry.publish.search.institutions import (
    INSTITUTIONS,
    SearchEntry,
    SearchNames,
    build_institution_files,
)
from registry.rules.articles.credit_code import ALPHABET, check_character, organisation_check_character


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


RARE = (
    "安邦博采灿昌辰诚驰楚川春达丹德鼎东栋帆方飞丰峰福阜刚高格谷冠光广海翰航浩恒宏华辉慧吉佳嘉建健"
    "江杰捷金锦晋京景敬君凯康科宽坤蓝朗乐礼立利联良林凌隆露路璐麓伦迈茂美蒙民敏明铭墨牧宁诺鹏平齐启"
    "千谦乾青清庆秋泉仁荣瑞润森山尚申升盛胜时实世舒双思松苏泰腾天田通同图万旺威巍伟文梧希熙贤祥翔晓欣"
    "新鑫信星兴旭轩学雅延岩研阳洋耀业叶一依怡宜益溢毅英盈永优友宇玉育裕元源远悦越云允泽展章长兆哲振正"
    "政知志致智中忠舟洲卓梓宗祖"
)
PLACES = words("盐城 盐城市 亭湖 盐都 大丰 响水 滨海 阜宁 射阳 建湖 东台 江苏")
FIELDS = words(
    "护理 临床医疗 公共卫生 中小学教师教育 学前教育 职业教育教学 会计财务 审计 计算机软件 信息技术 网络安全 "
    "建筑工程 市政工程 机械制造 智能制造 新能源 电力工程 环境保护 环境监测 农业技术 畜牧兽医 水产养殖 "
    "化工安全 应急管理 公共文化 图书资料 文化旅游 档案管理"
)
KINDS = words("培训中心 培训学校 职业培训学校 教育培训有限公司 继续教育中心 进修学院 研究院 协会培训中心")
TOPICS = words(
    "质量 安全 规范 标准 风险 数据 实务 案例 技术 管理 评价 应用 控制 创新 服务 设计 诊断 检测 监测 方法 "
    "工艺 设备 材料 成本 绩效 法规 伦理 沟通 心理 急救 感染 康复 营养 教学 课程 评估 信息 智能 平台 模型 "
    "预警 防治 节能 低碳 统计 内控"
)
ENDINGS = words("培训班 研修班 高级研修班 能力提升班 实务班 专题讲座 进修班 推广班 骨干培训")
GENERAL = words("专业技术人员职业道德与诚信建设 数字素养与技能提升 科学精神与科研诚信 数据安全与个人信息保护")
STATES = words("listed withdrawn ended dissolved rectifying")


def code(chance: random.Random) -> str:
    """A code with right check digits; a third are of the newer kind that begins with MA."""
    form = chance.choice(("12", "52", "91", "51"))
    place = f"3209{chance.choice(('00', '02', '03', '04', '21', '22', '23', '24', '25', '81'))}"
    if chance.random() < 0.35:
        organisation = "MA" + "".join(chance.choice(ALPHABET) for _ in range(6))
    else:
        organisation = "".join(chance.choice("0123456789") for _ in range(8))
    first = form + place + organisation + organisation_check_character(organisation)
    return first + check_character(first)


def entry(chance: random.Random, number: int) -> SearchEntry:
    """One institution; one in eight has a former name, one in six was listed twice."""
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
        code=code(chance),
        area=f"a{chance.randrange(12)}",
        fields=fields,
        modes=tuple(chance.sample(("面授", "远程", "混合"), chance.choice((1, 1, 2)))),
        states=(chance.choices(("listed", "withdrawn", "ended", "dissolved"), (85, 6, 5, 4))[0],)
        + (("rectifying",) if chance.random() < 0.03 else ()),
        batches=(f"b{first}", *again),
        initials=find_initials(name),
    )


def course_rows(chance: random.Random, rows: list[SearchEntry]) -> Iterator[CourseOffer]:
    """Eight courses a year, of which one is general and about half were held the year before."""
    for row in rows:
        held: list[str] = []
        for year in range(2021, 2027):
            kept = chance.sample(held, min(len(held), 4))
            new = [
                chance.choice(row.fields)
                + "".join(chance.sample(TOPICS, chance.choice((2, 2, 3))))
                + chance.choice(ENDINGS)
                for _ in range(7 - len(kept))
            ]
            held = [*kept, *new]
            for i, title in enumerate([*held, chance.choice(GENERAL)]):
                yield CourseOffer(title, row.fields[0], "面授", f"{row.id}/{year}/c{i:02d}")


def packed(text: str) -> int:
    """Bytes as a server sends them."""
    return len(gzip.compress(text.encode(), 6))


def main(number: int) -> None:
    """Print the measures."""
    chance = random.Random(223)
    rows = [entry(chance, i) for i in range(number)]
    rounds = [(f"b{i}", 2019 + i // 2, i % 2 + 1) for i in range(20)]
    called = SearchNames(
        areas={f"a{i}": f"样例第{i}区" for i in range(12)},
        states={each: (each, "good") for each in STATES},
        batches={id_: (f"{year}年第{i}批", f"样人社发〔{year}〕{i}号") for id_, year, i in rounds},
    )
    begun = time.perf_counter()
    files = dict(build_institution_files(rows, called))
    spent = time.perf_counter() - begun
    codes = [packed(text) for path, text in files.items() if path != INSTITUTIONS]
    print(
        f"{number:,} institutions: {len(files[INSTITUTIONS].encode()):,} bytes, "
        f"{packed(files[INSTITUTIONS]):,} gzipped, {spent:.1f} s; "
        f"codes: {len(codes)} files, {max(codes):,} gzipped at most"
    )
    offers = list(course_rows(chance, rows))
    begun = time.perf_counter()
    found = list_titles(offers)
    files = dict(build_course_files(found))
    spent = time.perf_counter() - begun
    sizes = [packed(text) for path, text in files.items() if path != INDEX]
    raw = sum(len(text.encode()) for text in files.values())
    print(
        f"{len(offers):,} courses, {len(found):,} titles: {len(files):,} files, {raw:,} bytes, "
        f"{spent:.1f} s; index {packed(files[INDEX]):,} gzipped, "
        f"a file {statistics.median(sizes):,.0f} in the middle, {max(sizes):,} at most"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
