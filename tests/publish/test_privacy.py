"""The page 个人信息和公开说明 says whom to ask and how long names stay, in every city."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.publish.assemble.site import Site
from registry.rules.checking import examine
from tests.conftest import DAY, EMPTY, SECOND, TEMPLATES


@pytest.mark.parametrize(
    ("fixture", "bureau", "years"),
    [
        ("site", "市人社局（演示）", "和这以后的 1 年"),
        ("second_site", "云梦泽市人力资源和社会保障局（虚构）", "和这以后的 2 年"),
        ("empty_site", "空山市人力资源和社会保障局（虚构）", "和这以后的 1 年"),
    ],
)
def test_it_names_the_citys_own_bureau_and_term(
    request: pytest.FixtureRequest, fixture: str, bureau: str, years: str
) -> None:
    site: Path = request.getfixturevalue(fixture)
    page = (site / "privacy/index.html").read_text("utf-8")
    assert bureau in page.partition('id="who"')[2].partition("<h2")[0]
    assert years in page
    assert "《个人信息保护法》第十七条" in page
    assert "《政府信息公开条例》第十五条" in page


@pytest.mark.parametrize(
    "path", ["index.html", "institutions/yx-d2/index.html", "404.html", "publication/index.html"]
)
def test_every_footer_leads_to_it_and_to_the_data(second_site: Path, path: str) -> None:
    footer = (second_site / path).read_text("utf-8").rpartition('class="md-copyright"')[2]
    assert 'privacy/">个人信息和公开说明</a>' in footer
    assert 'data/">开放数据</a>' in footer


def test_the_publication_page_leads_to_it(second_site: Path) -> None:
    page = (second_site / "publication/index.html").read_text("utf-8").rpartition('class="md-copyright"')[0]
    assert 'href="../privacy/"' in page


@pytest.mark.parametrize(
    ("written", "words"),
    [("3", "和这以后的 3 年"), ("null", "没有规定期限，一直公开"), (None, "和这以后的 1 年")],
)
def test_the_term_is_that_of_the_regulation(tmp_path: Path, written: str | None, words: str) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (file,) = (tmp_path / "records/regulations").glob("*.yml")
    line = f"  representative_years: {written}\n" if written else ""
    file.write_text(file.read_text("utf-8").replace("parameters:\n", f"parameters:\n{line}"), "utf-8")
    page = Site(examine(tmp_path, DAY), DAY, TEMPLATES).render_section("privacy", "../")
    assert words in page
    assert ("满 " in page) == (written != "null")


def test_a_telephone_is_told_where_it_is_recorded(tmp_path: Path) -> None:
    shutil.copytree(SECOND / "records", tmp_path / "records")
    with_phone = Site(examine(tmp_path, DAY), DAY, TEMPLATES).render_section("privacy", "../")
    assert '办公电话 <a href="tel:0999-00000001">0999-00000001</a>' in with_phone
    file = tmp_path / "records/authorities/ymz-rsj.yml"
    lines = [each for each in file.read_text("utf-8").splitlines() if not each.startswith("phone")]
    file.write_text("\n".join([*lines, ""]), "utf-8")
    assert "办公电话" not in Site(examine(tmp_path, DAY), DAY, TEMPLATES).render_section("privacy", "../")
