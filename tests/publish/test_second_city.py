"""Nothing of the city for which the program was written stands in another's site, or in what makes it."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from tests.conftest import CITY, REPOSITORY

# What is no text of ours: fonts, pictures, the theme's dictionary of Japanese, how characters are read.
PASSED_OVER = (".woff", ".woff2", ".png", ".webp", ".ico", ".pyc", "lunr/tinyseg.js", "search/readings.json")
CASES = "rules/examples/"  # which the pages of the rules show


class FirstCity(NamedTuple):
    """What the first city's own tables say: plain beginnings, and the pattern that decides."""

    tokens: list[str]
    pattern: re.Pattern[str]


def read_first_city() -> FirstCity:
    """Its names, ids, codes, telephones and document prefixes."""
    records = CITY / "records"
    areas = yaml.safe_load((records / "areas.yml").read_text("utf-8"))["areas"]
    regulations = [yaml.safe_load(each.read_text("utf-8")) for each in (records / "regulations").iterdir()]
    names = {area["name"] for area in areas if area["kind"] != "市本级"}
    names |= {former["name"] for area in areas for former in area.get("former_names", ())}
    names |= {name[:-1] for name in names if len(name) > 2}  # 亭湖, 盐都
    names |= {each[key] for each in regulations for key in ("id", "number", "title")} | {"盐"}
    ids = {area["id"] for area in areas}
    within_words = "|".join(re.escape(each) for each in sorted(names))
    coded = ("demo-0[0-9]{2}", "0515-[0-9]{7,8}", "3209[0-9]{2}", "[0-9A-Z]{2}3209[0-9A-Z]{12}")
    apart = "|".join([*sorted(ids), *coded])
    pattern = re.compile(f"{within_words}|(?<![0-9A-Za-z])(?:{apart})(?![0-9A-Za-z])")
    return FirstCity([*names, *ids, "demo-0", "0515-", "3209"], pattern)


def read_texts(place: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(place.rglob("*")):
        path = file.relative_to(place).as_posix()
        if path.endswith(PASSED_OVER) or path.startswith(CASES) or not file.is_file():
            continue
        if path.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
                yield path, "".join(archive.read(name).decode() for name in archive.namelist())
        else:
            yield path, file.read_bytes().decode("utf-8", "replace")


def find_all(place: Path) -> list[str]:
    tokens, pattern = read_first_city()
    return [
        f"{path}: {match[0]}"
        for path, text in read_texts(place)
        if any(token in text for token in tokens) and (match := pattern.search(text))
    ]


def test_the_search_finds_the_first_city_in_its_own_site(site: Path) -> None:
    for page in ("regulation", "institutions/demo-001"):
        assert [each.partition(":")[0] for each in find_all(site / page)] == ["index.html"]


def test_where_the_regulation_itself_is_to_be_had_is_told_with_an_address_and_without(
    site: Path, second_site: Path
) -> None:
    without, given = ((each / "regulation" / "index.html").read_text("utf-8") for each in (site, second_site))
    assert "登记册没有原文的网址；要看原文，可以按文号查找，或者问" in without
    assert "原文：" not in without
    assert '原文：<a href="https://example.org/regulations/xgrsf-2021-9">官方公布的文本</a>。' in given
    assert "没有原文" not in given


def test_another_citys_site_says_nothing_of_it(second_site: Path) -> None:
    assert find_all(second_site) == []


@pytest.mark.parametrize("folder", ["generator/registry", "schemas", "site"])
def test_nor_does_what_every_city_gets(folder: str) -> None:
    assert find_all(REPOSITORY / folder) == []


@pytest.mark.parametrize(("demo", "strip"), [(True, "演示数据"), (False, "")])
def test_a_register_that_is_no_example_has_no_strip_on_its_pages(demo: bool, strip: str) -> None:
    # As Material does: a strip where the block says anything at all.
    base = "{% if self.announce() %}<aside>{% block announce %}{% endblock %}</aside>{% endif %}"
    theme = FileSystemLoader(REPOSITORY / "site/theme")
    environment = Environment(loader=ChoiceLoader([DictLoader({"base.html": base}), theme]))
    environment.filters["url"] = str
    page = environment.get_template("main.html").render(config={"extra": {"demo": demo}})
    assert (strip in page, "<aside>" in page) == (True, demo)
