"""What programs that visit a site look for, and what a page says of itself to them."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from registry.publish.assemble.crawlers import (
    MAX_ADDRESSES,
    build_robots,
    build_security,
    build_sitemaps,
)
from registry.publish.assemble.frame import BODY, CHANGED, COLUMN_TITLE, Frame, RecordPage
from registry.publish.footer import read_footer
from tests.conftest import EMPTY, build, configure, registry

SITE = "https://example.org/r/"
DAY = dt.date(2026, 11, 23)
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_a_sitemap_says_when_pages_changed() -> None:
    files = build_sitemaps(SITE, {"b/": DAY, "a/?x=1&y=2": None})
    (root,) = [ElementTree.fromstring(text) for path, text in files.items() if path == "sitemap.xml"]
    rows = [
        (url.findtext("s:loc", namespaces=NAMES), url.findtext("s:lastmod", namespaces=NAMES)) for url in root
    ]
    assert rows == [(f"{SITE}a/?x=1&y=2", None), (f"{SITE}b/", "2026-11-23")]


@pytest.mark.parametrize("more", [0, 1])
def test_a_sitemap_of_too_many_addresses_becomes_an_index(more: int) -> None:
    files = build_sitemaps(SITE, {f"{i}/": None for i in range(MAX_ADDRESSES + more)})
    index = ElementTree.fromstring(files["sitemap.xml"])
    if not more:
        assert [*files] == ["sitemap.xml"]
        return
    parts = [each.text for each in index.findall("s:sitemap/s:loc", NAMES)]
    assert parts == [f"{SITE}sitemap-1.xml", f"{SITE}sitemap-2.xml"]
    assert [files[f"sitemap-{i}.xml"].count("<url>") for i in (1, 2)] == [MAX_ADDRESSES, 1]


@pytest.mark.parametrize(("demo", "rule"), [(True, "Disallow: /"), (False, "Allow: /")])
def test_made_up_data_are_not_for_search_engines(demo: bool, rule: str) -> None:
    assert build_robots(SITE, demo).splitlines() == ["User-agent: *", rule, f"Sitemap: {SITE}sitemap.xml"]


def test_whom_to_tell_holds_for_a_year() -> None:
    text = build_security("mailto:a@example.org", SITE, DAY)
    assert "Contact: mailto:a@example.org\nExpires: 2027-11-23T00:00:00+08:00\n" in text
    assert f"Canonical: {SITE}.well-known/security.txt" in text


def test_a_record_page_marks_its_column_and_says_when_it_changed() -> None:
    frame = Frame(
        "<a REGISTER-COLUMN[查机构 search/ institutions/]></a><a REGISTER-COLUMN[查验 verify/]></a>"
        f'{COLUMN_TITLE}<meta name="PubDate" content="{CHANGED}"><p>{BODY}</p>'
    )
    for url in ("institutions/a/", "search/area-b/", "certificates/a/"):
        page = frame.stamp(RecordPage(url, "甲", "", "", DAY)).decode()
        assert page == (
            '<a aria-current="true"></a><a></a>查机构<meta name="PubDate" content="2026-11-23">'
        ), url
    assert frame.stamp(RecordPage("moved/a/", "甲", "", "")).decode() == "<a></a><a></a>"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with all that a government's site says of itself."""
    root = tmp_path_factory.mktemp("government")
    shutil.copytree(EMPTY / "records", root / "records")
    footer = "{contact_link: 'mailto:a@example.org', site_code: '1234567890', sponsor: 演示局}"
    licence = "{name: A, title: 甲, path: https://example.org/a}"
    extra = f"{{demo: false, data_licence: {licence}, footer: {footer}}}"
    configure(root, f"site_url: {SITE}\nextra: {extra}\n")
    return build(root, root / "public")


def test_a_page_carries_the_tags_that_a_government_site_is_inspected_for(own_site: Path) -> None:
    page = (own_site / "rules/plan-hours/index.html").read_text("utf-8")
    tags = dict(re.findall(r'<meta (?:name|property)="(\w[\w:]*)" content="([^"]*)">', page))
    assert tags["SiteDomain"] == "example.org/r"
    assert tags["SiteIDCode"] == "1234567890"
    assert tags["ColumnName"] == "关于"
    assert tags["ContentSource"] == "演示局"
    assert tags["ArticleTitle"] == tags["og:title"] != tags["SiteName"]
    assert tags["og:url"] == f"{SITE}rules/plan-hours/"
    assert "robots" not in tags
    assert (own_site / ".well-known/security.txt").is_file()
    assert "Allow: /" in (own_site / "robots.txt").read_text("utf-8")


def test_whoever_reports_a_problem_takes_the_address_of_the_page_along(
    own_site: Path, second_site: Path
) -> None:
    page = (own_site / "rules/plan-hours/index.html").read_text("utf-8")
    (link,) = re.findall('<a href="([^"]*)">反映本页的问题</a>', page)
    assert link.startswith("mailto:a@example.org?subject=")
    assert f"{SITE}rules/plan-hours/" in link
    assert f"site_code=1234567890&amp;url={SITE.replace(':', '%3A')}rules/plan-hours/" in page
    without = (second_site / "rules/plan-hours/index.html").read_text("utf-8")
    assert '<a href="../../publication/#authorities">反映本页的问题：各地电话</a>' in without
    assert '<meta name="robots" content="noindex">' in without


@pytest.mark.parametrize(
    ("footer", "words"),
    [
        ("电话", "extra.footer 应是一张表"),
        ("[a, b]", "extra.footer 应是一张表"),
        ("{sponsor: [甲]}", "extra.footer.sponsor 应是一段文字"),
        ("{contact_link: 0000-00000001}", "extra.footer.contact_link 应以 tel:、mailto:、"),
        ("{report: www.example.org}", "extra.footer.report 应以"),
    ],
)
def test_a_footer_that_leads_nowhere_is_said(footer: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_footer(yaml.safe_load(f"footer: {footer}"))


def test_a_footer_at_fault_leaves_no_site(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path, "extra: {footer: 电话}\n")
    result = registry("build", "--root", tmp_path)
    assert (result.returncode, "mkdocs.yml 有误：extra.footer 应是一张表" in result.stderr) == (2, True)
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("footer", ["", "{contact_link: 'tel:0000-00000001'}", "{icp: false, site_code: 1}"])
def test_a_footer_may_be_empty_and_say_what_does_not_apply(footer: str) -> None:
    assert read_footer(yaml.safe_load(f"footer: {footer}")).get("icp") is None


def test_a_page_asks_for_all_its_modules_and_data_at_once(site: Path) -> None:
    page = (site / "verify/index.html").read_text("utf-8")
    ahead = re.findall('<link rel="modulepreload" href="../assets/(.*?)">', page)
    assert page.rindex('rel="stylesheet"', 0, page.index("</head>")) < page.index('rel="modulepreload"')
    needed = ["verify.js"]
    names: set[str] = set()
    while needed:
        text = (site / "assets" / needed.pop()).read_text("utf-8")
        new = {*re.findall(r'from "\./(.*?)"', text)} - names
        names |= new
        needed += new
    assert sorted(ahead) == sorted(names)
    search = (site / "search/index.html").read_text("utf-8")
    data = re.findall('<link rel="preload" .*?href="../(.*?)">', search)
    assert len(data) == 4
    assert all((site / each).is_file() for each in data)


def test_the_manifest_names_the_site_and_files_that_are_there(site: Path) -> None:
    manifest = json.loads((site / "assets/site.webmanifest").read_text("utf-8"))
    page = (site / "index.html").read_text("utf-8")
    assert 'rel="manifest" href="assets/site.webmanifest"' in page
    assert f'content="{manifest["name"]}"' in page
    assert all((site / "assets" / each["src"]).is_file() for each in manifest["icons"])
