"""The built site as a whole: complete, sound, the same each time, never half-written."""

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from registry.publish.assemble.build import build as make
from registry.publish.assemble.frame import BODY, DESCRIPTION, TITLE, Frame, RecordPage, squeeze
from registry.publish.assemble.plugin import BuildContext
from registry.publish.assemble.site import STAMP
from tests.conftest import CITY, DAY, EMPTY, REPOSITORY, SECOND, build, configure, examined, registry
from tests.files import read_files

SITES = ["site", "second_site", "empty_site"]


# Read by expressions, which takes a fifth of a parser's time: that the markup is whole, test_html.py asks.
SCRIPT = re.compile(r"(<(script|style)\b[^>]*>).*?(?=</\2>)", re.DOTALL)
START = re.compile(r"""<([a-z][a-z0-9-]*)(\s(?:[^>"']|"[^"]*"|'[^']*')*)>""")
ATTRIBUTE = re.compile(r"""\s(id|href|src)=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")


class Links:
    """The ids of a page, and what it links to and loads."""

    def __init__(self, text: str) -> None:
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        for tag, attributes in START.findall(SCRIPT.sub(r"\1", text)):
            self._read(
                tag, {name: unescape("".join(values)) for name, *values in ATTRIBUTE.findall(attributes)}
            )

    def _read(self, tag: str, attributes_found: dict[str, str]) -> None:
        if "id" in attributes_found:
            self.ids.append(attributes_found["id"])
        if tag == "a" and "href" in attributes_found:
            self.links.append(attributes_found["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in attributes_found:
            self.loads.append(attributes_found["src"])
        if tag == "link" and "href" in attributes_found:
            self.loads.append(attributes_found["href"])


@cache
def parsed(folder: Path) -> dict[str, Links]:
    """Every page but 404 by its address from the site's root; several tests look at the same."""
    links = {}
    for file in folder.rglob("index.html"):
        address = file.parent.relative_to(folder).as_posix()
        links["" if address == "." else f"{address}/"] = Links(file.read_text("utf-8"))
    return links


@pytest.fixture(params=SITES)
def folder(request: pytest.FixtureRequest) -> Path:
    site_folder: Path = request.getfixturevalue(request.param)
    return site_folder


def test_every_link_leads_to_a_page_and_a_place_on_it(folder: Path) -> None:
    pages = parsed(folder)
    broken = []
    for address, page in pages.items():
        for link in (*page.links, *page.loads):
            if urlsplit(link).scheme:
                continue
            target, anchor = urldefrag(unquote(urljoin(f"/{address}", link)))
            path = urlsplit(target).path.removeprefix("/")
            if path in pages:
                if anchor and anchor not in pages[path].ids and not anchor.startswith("__"):
                    broken.append(f"{address}: {link}")
            elif not (folder / path).is_file():
                broken.append(f"{address}: {link}")
    assert not broken


def test_no_link_leads_to_nothing_and_no_row_of_links_is_empty(folder: Path) -> None:
    """A month or an area of which there is nothing to tell is left out of the links, not counted as 0."""
    none = re.compile(r'<a\b[^>]*>[^<]*（0[^<]*）</a>|<nav class="jump"[^>]*>\s*</nav>')
    matches = {file: none.findall(file.read_text("utf-8")) for file in folder.rglob("*.html")}
    assert not {file: each for file, each in matches.items() if each}


def test_no_id_stands_twice_on_a_page(folder: Path) -> None:
    twice = {a: [i for i in p.ids if p.ids.count(i) > 1] for a, p in parsed(folder).items()}
    assert not {address: ids for address, ids in twice.items() if ids}


def test_nothing_is_loaded_from_another_host(folder: Path) -> None:
    loads = {load for page in parsed(folder).values() for load in page.loads}
    assert loads
    assert not [load for load in loads if urlsplit(load).netloc]


def test_no_mark_is_left_and_the_frame_is_no_page(folder: Path) -> None:
    assert not (folder / "record").exists()
    for file in folder.rglob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(f"{TITLE}|{DESCRIPTION}|{BODY}", text)
        assert "data-register" not in text


def test_there_is_a_page_for_each_institution_batch_and_kind(site: Path) -> None:
    city = examined(CITY)
    pages = parsed(site)
    for dossier in city.register.dossiers.values():
        assert (f"institutions/{dossier.id}/" in pages) == bool(dossier.batches)
    assert all(f"batches/{batch}/" in pages for batch in city.register.batches)
    assert all(f"dictionary/{kind}/" in pages for kind in city.schemas.kinds)


def test_every_page_says_that_the_data_are_examples(site: Path) -> None:
    assert all("演示数据" in file.read_text("utf-8") for file in site.rglob("*.html"))


def test_the_second_city_goes_by_its_own_name_and_numbers(second_site: Path) -> None:
    text = "".join(file.read_text("utf-8") for file in second_site.rglob("*.html"))
    assert "云梦泽" in text
    assert "盐城" not in text
    ended = (second_site / "institutions" / "yx-b3" / "index.html").read_text("utf-8")
    assert "有效期届满" in ended
    assert "有效期至2024年7月9日，已经届满。" in ended


def test_the_empty_register_says_so(empty_site: Path) -> None:
    assert "登记册中还没有机构" in (empty_site / "institutions" / "index.html").read_text("utf-8")
    assert "还没有开展报备考核" in (empty_site / "batches" / "index.html").read_text("utf-8")


def test_the_same_register_gives_the_same_bytes(second_site: Path, tmp_path: Path) -> None:
    assert read_files(build(SECOND, tmp_path / "again")) == read_files(second_site)


def test_a_day_on_which_nothing_happens_changes_few_files(second_site: Path, tmp_path: Path) -> None:
    tomorrow = DAY + dt.timedelta(days=1)
    out = tmp_path / "tomorrow"
    assert registry("build", "--root", SECOND, "--on", tomorrow.isoformat(), "--out", out).returncode == 0
    before, after = read_files(second_site), read_files(out)
    assert before.keys() == after.keys()
    changed = {path for path in before if before[path] != after[path] and not path.startswith("data/v1/")}
    pages = {"", *(f"{name}/" for name in ("data", "institutions", "overview", "publication"))}
    pages |= {"statistics/", "verify/", "verify/batch/", "data/cite/", "how/changes/"}
    forms = {path for path in before if path.startswith("how/files/")}  # they say when they were written
    # What says how many days are left; where nothing is due, nothing changes.
    counted = {path for path in before if path.startswith("due/") and b"data-state=" in before[path]}
    counted |= {"due/index.html", "forms/data/tables.js"}
    assert changed == {f"{page}index.html" for page in pages} | {STAMP} | forms | counted


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A small register of its own that a test may spoil, outside Git."""
    root = tmp_path / "register"
    shutil.copytree(EMPTY / "records", root / "records")
    (root / "site").symlink_to(REPOSITORY / "site")
    configure(root)
    return root


def test_a_register_with_an_error_is_not_published_and_the_site_stays(register: Path) -> None:
    out = build(register, register / "public")
    before = read_files(out)
    (register / "records" / "areas.yml").write_text("areas: 无\n", encoding="utf-8")
    result = registry("build", "--root", register)
    assert result.returncode == 1
    assert "records/areas.yml:1:8" in result.stdout
    assert "没有生成网站" in result.stderr
    assert read_files(out) == before


def test_a_folder_that_holds_something_else_is_not_replaced(register: Path) -> None:
    other = register / "papers"
    other.mkdir()
    (other / "letter.txt").write_text("不要删除", encoding="utf-8")
    result = registry("build", "--root", register, "--out", other)
    assert result.returncode == 2
    assert "已有别的内容" in result.stderr
    assert read_files(other) == {"letter.txt": "不要删除".encode()}


def test_a_site_with_something_else_in_it_is_not_replaced(register: Path) -> None:
    """By the command and by MkDocs, which would empty the folder before the plugin has said a word."""
    out = build(register, register / "public")
    (out / "CNAME").write_text("example.org", "utf-8")
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q"]
    for result in (
        registry("build", cwd=register),
        subprocess.run(mkdocs, cwd=register, check=False, capture_output=True, encoding="utf-8"),
    ):
        assert result.returncode != 0
        assert (
            "public 中已有别的内容，不是 registry build 写的：CNAME；先移走" in result.stdout + result.stderr
        )
        assert (out / "CNAME").is_file()


def test_a_link_to_the_folder_of_the_site_stays(register: Path) -> None:
    (register / "served").mkdir()
    (register / "public").symlink_to("served")
    build(register, register / "public")
    assert (register / "public").is_symlink()
    assert (register / "served/index.html").is_file()


@pytest.mark.parametrize("out", [".", "..", "records/site", "schemas", ".git/x", "records/areas.yml"])
def test_the_register_itself_is_not_replaced(register: Path, out: str) -> None:
    result = registry("build", "--root", register, "--out", register / out)
    assert result.returncode == 2
    assert "不能作为输出文件夹" in result.stderr
    assert (register / "records" / "areas.yml").is_file()
    assert not (register / "records/site").exists()


def test_without_mkdocs_yml_the_command_says_what_is_missing(register: Path) -> None:
    (register / "mkdocs.yml").unlink()
    result = registry("build", "--root", register)
    assert (result.returncode, "mkdocs.yml" in result.stderr, "Traceback" in result.stderr) == (
        2,
        True,
        False,
    )


def test_a_broken_template_leaves_the_site_as_it_was(register: Path) -> None:
    out = build(register, register / "public")
    before = read_files(out)
    (register / "site").unlink()
    shutil.copytree(REPOSITORY / "site", register / "site")
    (register / "site" / "templates" / "batches.html").write_text("{% if %}", encoding="utf-8")
    result = registry("build", "--root", register)
    assert result.returncode == 2
    assert "batches.html" in result.stderr
    assert read_files(out) == before
    assert [each.name for each in register.iterdir() if each.name.startswith(".public")] == []


def test_a_frame_without_a_place_for_the_body_is_refused() -> None:
    with pytest.raises(ValueError, match=BODY):
        Frame("<html><title>REGISTER-TITLE</title></html>")


def test_stamping_escapes_titles_and_leaves_bodies_alone() -> None:
    frame = Frame(f"<title>REGISTER-TITLE</title><a href='/record/frame/'></a><p>{BODY}</p>")
    page = RecordPage("institutions/a/", "甲<乙>&丙", "", "<b>正文</b>")
    stamped = frame.stamp(page).decode()
    assert stamped == "<title>甲&lt;乙&gt;&amp;丙</title><a href='/institutions/a/'></a><b>正文</b>"


def test_mkdocs_alone_builds_the_site_and_a_sitemap_names_each_page(register: Path) -> None:
    configure(register, "site_url: https://example.org/a/\n")
    config = load_config(str(register / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    site = register / "public"
    addresses = set(
        re.findall("<loc>https://example.org/a/(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    )
    assert addresses == set(parsed(site))
    assert "record/frame/" not in addresses
    page = (site / "rules" / "plan-hours" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/a/rules/plan-hours/">' in page


def test_a_page_has_a_policy_but_not_in_a_preview(register: Path) -> None:
    for preview in (False, True):
        site = register / "made"
        make(BuildContext(register, DAY, DAY, preview=preview), site)
        for name in ("404.html", "index.html"):
            assert ("Content-Security-Policy" in (site / name).read_text("utf-8")) != preview
        shutil.rmtree(site)


def read_structured(page: Path) -> list[dict[str, Any]]:
    """What a page says in the terms of schema.org."""
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8"))
    return [json.loads(each) for each in scripts]


def test_the_downloads_are_described_as_a_dataset_whose_files_are_there(site: Path) -> None:
    [dataset] = [each for each in read_structured(site / "data/index.html") if each["@type"] == "Dataset"]
    assert dataset["license"].startswith("https://")
    addresses = [each["contentUrl"] for each in dataset["distribution"]]
    assert len(addresses) > 4
    assert all((site / "data" / each).is_file() for each in addresses)


def test_a_page_of_the_menu_tells_the_way_to_it(site: Path) -> None:
    [trail] = read_structured(site / "overview/index.html")
    assert [each.get("item") for each in trail["itemListElement"]] == ["..", None]
    assert read_structured(site / "index.html") == []


def test_an_institution_has_its_own_feed_in_its_head(site: Path) -> None:
    head = (site / "institutions/demo-008/index.html").read_text("utf-8").partition("</head>")[0]
    feeds = re.findall(r'<link rel="alternate feed"[^>]* href="../../([^"]*)">', head)
    assert "data/v1/institutions/demo-008.atom.xml" in feeds
    assert all((site / each).is_file() for each in feeds)
    assert "REGISTER-" not in (site / "rules/plan-hours/index.html").read_text("utf-8")


def test_the_frame_carries_no_blanks_and_the_words_between_them_stay() -> None:
    page = "<head>\n\n    <title>a</title>\n</head>\n  \t\n  <p>one\n     two</p>\n"
    assert squeeze(page) == "<head>\n<title>a</title>\n</head>\n<p>one\ntwo</p>\n"
