"""Lists: one number for an area everywhere, fifty names at once, authorities as readers look for them."""

import re
from pathlib import Path
from types import SimpleNamespace

from registry.publish.pages.overview import PlaceFigure
from tests.conftest import TEMPLATES

TILE = re.compile(r'<a href="[^"]*(?:institutions/#|search/area-)([a-z]+)/?">\S+ <span>(\d+)(.*?)</span>')


def read_numbers(page: Path) -> dict[str, tuple[str, str]]:
    """The number of each area's tile, and what is said beside it."""
    return {area: (number, beside) for area, number, beside in TILE.findall(page.read_text("utf-8"))}


def test_an_area_has_one_number_everywhere_and_former_ones_are_said_to_be_so(site: Path) -> None:
    home, search = (read_numbers(site / path / "index.html") for path in ("", "search"))
    assert len(home) > 5
    assert {area: number for area, (number, _) in search.items() if number != "0"} == {
        area: number for area, (number, _) in home.items()
    }
    assert {beside for _, beside in home.values()} == {""}
    besides = {area: beside for area, (_, beside) in search.items() if beside}
    assert besides
    for area, beside in besides.items():
        page = (site / f"search/area-{area}/index.html").read_text("utf-8")
        [former] = re.findall(r"另 (\d+) 个曾列入", beside)
        assert f"现已列入 {home[area][0]} 个机构，另有 {former} 个曾列入" in page if area in home else True
        assert page.count('class="lead"') == int(search[area][0]) + int(former)


def test_a_place_shows_fifty_names_and_folds_the_others_by_fifty() -> None:
    rows = [SimpleNamespace(id=f"demo-{i:03}", name=f"机构{i}") for i in range(1, 121)]
    figure = SimpleNamespace(code="listed", title="现已列入")
    figures = [PlaceFigure(figure, len(rows), rows, [])]  # type: ignore[arg-type]
    page = TEMPLATES.get_template("place.html").render(base="../../", name="某区", due="", figures=figures)
    first, *folded = page.partition('id="listed">')[2].split("<details")
    assert first.count("<li>") == 50
    assert [each.count("<li>") for each in folded] == [50, 20]
    assert re.findall("<summary>(第.*?)</summary>", page) == ["第 51 至 100 个", "第 101 至 120 个"]


def test_the_citys_own_bureau_stands_first_then_the_areas_then_the_systems(site: Path) -> None:
    page = (site / "publication/index.html").read_text("utf-8").partition('id="authorities"')[2]
    names = re.findall('data-label="机关" class="lead">(.*?)</td>', page)
    assert names[:2] == ["市人社局（演示）", "亭湖区人社部门（演示）"]
    bureaus = [i for i, name in enumerate(names) if "人社" in name]
    assert bureaus == list(range(len(bureaus)))
    health, education = (min(i for i, name in enumerate(names) if word in name) for word in ("卫生", "教育"))
    assert health < education  # as in systems.yml
    assert names[health] == "市卫生健康主管部门（演示）"  # that of the whole city before those of areas
    assert '<a href="tel:0515-00000098">0515-00000098</a>' in page
