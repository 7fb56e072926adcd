"""The staff's site: apart from the public one, whole or not at all, and told as what it is on every page."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from registry.entry.listing import list_passed
from registry.entry.web_forms.additions import describe_places
from registry.publish.assemble.templates import Templates
from registry.publish.pages.choices import PAGE_ROWS
from registry.publish.staff import desk
from registry.publish.staff.desk import StaffAbout, split_pages
from registry.publish.staff.parts import StaffInputs, StaffPart, make_parts
from registry.publish.staff.site import gather_desk, gather_passed
from registry.records.schemas import Schemas
from registry.settings import HOME
from registry.workers import HERE, Workers
from tests.conftest import CITY, DAY, EMPTY, configure, examined, registry
from tests.publish.test_tone import LOADED
from tests.repository import git

ABOUT = StaffAbout("示例登记册", DAY, "abc1234", "", "0.1.0", demo=False)
SCHEMAS = Schemas.read(HOME / "schemas")
ORDER = StaffInputs(SCHEMAS, ABOUT, Templates.read(HOME / "site" / "templates"), None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty register."""
    root = tmp_path / "register"
    shutil.copytree(EMPTY / "records", root / "records")
    configure(root)
    return root


def build(root: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    return registry("build", "--root", root, "--on", DAY.isoformat(), "--workers", "1", *options)


def test_it_is_built_beside_the_public_site_and_git_ignores_it(root: Path) -> None:
    git(root.parent, "init", "-q", str(root))
    result = build(root, "--staff")
    assert result.returncode == 0, result.stderr
    assert "不公开" in result.stdout
    folder = root / "staff-site"
    assert json.loads((folder / "staff.json").read_text())["as_of"] == DAY.isoformat()
    assert (folder / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    status = subprocess.run(
        ["git", "-C", root, "status", "--short"], capture_output=True, text=True, check=True
    )
    assert "staff-site" not in status.stdout
    # A second time over itself; nothing is put where there is something else.
    assert build(root, "--staff").returncode == 0
    (folder / "notes.txt").write_text("甲")
    refused = build(root, "--staff")
    assert refused.returncode == 2
    assert "notes.txt" in refused.stderr


@pytest.mark.parametrize("out", ["public", "public/staff", ".", "site/pages/staff", "records/staff"])
def test_it_never_lies_where_something_is_published(root: Path, out: str) -> None:
    refused = build(root, "--staff", "--out", root / out)
    assert refused.returncode == 2
    assert re.search("没有生成|不能作为输出文件夹", refused.stderr)
    assert not (root / out / "staff.json").exists()


def test_neither_site_takes_the_place_of_the_other(root: Path, tmp_path: Path) -> None:
    # A site elsewhere is known by its stamp, whatever mkdocs.yml says.
    public, staff = tmp_path / "www", tmp_path / "desk"
    (public / "publication").mkdir(parents=True)
    (public / "publication/stamp.json").write_text('{"version": "1", "as_of": "2026-11-23", "commit": ""}')
    assert build(root, "--staff", "--out", staff).returncode == 0
    for folder in (public, public / "below"):
        refused = build(root, "--staff", "--out", folder)
        assert (refused.returncode, "公开的网站" in refused.stderr) == (2, True)
    before = sorted(each.name for each in staff.iterdir())
    for folder in (staff, staff / "below"):
        refused = build(root, "--out", folder)
        assert (refused.returncode, "经办人员" in refused.stderr) == (2, True)
    assert sorted(each.name for each in staff.iterdir()) == before


def test_faults_are_told_and_hold_nothing_back_but_what_all_rests_on(root: Path) -> None:
    (root / "records/systems.yml").write_text("a: b\n")
    assert build(root, "--staff").returncode == 0
    assert "核对发现" in (root / "staff-site/index.html").read_text("utf-8")
    for file in (root / "records/regulations").iterdir():
        file.write_text("a: b\n")
    refused = build(root, "--staff")
    assert refused.returncode == 1
    assert "办法参数" in refused.stderr


class Links(HTMLParser):
    """The addresses in a page that lead into the site."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.feed(page)

    def handle_starttag(self, _: str, attributes: list[tuple[str, str | None]]) -> None:
        links = (value or "" for name, value in attributes if name in ("href", "src"))
        self.hrefs += [each.partition("#")[0].partition("?")[0] for each in links if ":" not in each]


def test_every_page_says_for_whom_it_is_and_leads_to_files_that_are_there(staff_site: Path) -> None:
    pages = [*staff_site.rglob("*.html")]
    assert len(pages) > 50
    for file in pages:
        page = file.read_text("utf-8")
        assert "仅供经办人员使用" in page, file
        assert "2026年11月23日" in page, file
        assert '<meta name="robots" content="noindex">' in page, file
        assert [each for each in LOADED if each in re.sub("<code>.*?</code>", "", page)] == [], file
        for link in Links(page).hrefs:
            assert not link or (file.parent / link).is_file(), (file, link)


def test_the_first_page_tells_of_all_areas_and_of_who_was_never_listed(staff_site: Path) -> None:
    page = (staff_site / "index.html").read_text("utf-8")
    assert "registry new yx-h4 recommendation" in page
    assert 'href="./forms/recommendation/index.html?id=yx-h4"' in page
    assert "registry step yx-a7 plan 2027 通过 --authority forestry-bureau" in page
    (area,) = (staff_site / "area/yunze").glob("index.html")
    assert "registry new yx-h4 recommendation" in area.read_text("utf-8")
    dossier = (staff_site / "institutions/yx-h4/index.html").read_text("utf-8")
    assert "没有列入过名单" in dossier
    assert "registry export plan" not in dossier


@pytest.mark.parametrize(
    ("number", "pages"),
    [(0, 1), (1, 1), (PAGE_ROWS, 1), (PAGE_ROWS + 1, 2), (2 * PAGE_ROWS, 2), (2 * PAGE_ROWS + 1, 3)],
)
def test_no_page_has_more_rows_than_may_be_on_one(number: int, pages: int) -> None:
    split = split_pages("area/a/", number)
    assert [start for _, start, _ in split] == [i * PAGE_ROWS for i in range(pages)]
    assert [url for url, _, _ in split] == ["area/a/", *(f"area/a/{i}/" for i in range(2, pages + 1))]
    assert all(sum(current for *_, current in links) == 1 for _, _, links in split)


@pytest.fixture(scope="module")
def parts() -> list[StaffPart]:
    return [*make_parts(examined(CITY), ORDER, HERE)]


def test_every_form_that_a_page_leads_to_knows_the_file_that_it_changes(parts: list[StaffPart]) -> None:
    """What is asked for by a path stands there with its text, and what is added has its place."""
    count = 0
    for part in parts:
        (_, page), (_, script) = part.files
        data = json.loads(script.partition(b" = ")[2].rstrip(b";\n"))
        links = re.findall(r"forms/([a-z-]+)/index\.html\?([^\"]*)", page.decode())
        for kind, query in ((kind, dict(parse_qsl(html.unescape(query)))) for kind, query in links):
            if "path" not in query:
                continue
            count += 1
            assert query["path"] in data["texts"], query
            places = describe_places(SCHEMAS, SCHEMAS.kinds[kind])
            there = [places[number] for number, _ in data["additions"].get(query["path"], ("", []))[1]]
            words = {each["title"].rpartition("：")[2] for each in there} | {each["title"] for each in there}
            assert query.get("add", "") in {"", *words}, query
    assert count > 100


def test_a_list_offers_whom_registry_step_offers(parts: list[StaffPart]) -> None:
    register, passing = examined(CITY).register, gather_passed(parts)
    assert passing
    for batch in register.batches:
        assert sorted(passing.get(batch, [])) == sorted(list_passed(register, batch, DAY))


def test_workers_make_the_same_of_each_institution(parts: list[StaffPart]) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert [*make_parts(examined(CITY), ORDER, Workers(executor, 1))] == parts


def test_what_does_not_fit_on_the_first_page_is_in_those_of_the_areas(
    monkeypatch: pytest.MonkeyPatch, parts: list[StaffPart]
) -> None:
    monkeypatch.setattr(desk, "PAGE_ROWS", 5)
    register = examined(CITY).register
    pages_of_desk = gather_desk(examined(CITY), ABOUT, parts)
    first = pages_of_desk.show_index()
    assert (first.shown, first.total) == (5, len(pages_of_desk.tasks))
    rows = [row for _, page in pages_of_desk.list_area_pages() for part in page.parts for row, _ in part.rows]
    assert sorted(rows) == sorted(pages_of_desk.tasks)
    assert [row for part in parts for row in part.tasks if row not in pages_of_desk.tasks] == []
    assert all(len(page.parts) <= 5 for _, page in pages_of_desk.list_area_pages())
    # The most urgent first: what waits for an office before what an institution has time for.
    states = [row.state for part in first.parts for row, _ in part.rows]
    assert states == ["waiting"] * 5
    ids = [line.id for _, page in pages_of_desk.list_institution_pages() for line in page.rows]
    assert sorted(ids) == sorted(register.dossiers)
