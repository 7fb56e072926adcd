"""Addresses in published files lead to pages, whether or not the site knows where it is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from registry.settings import read_site_address
from tests.conftest import REPOSITORY, SECOND, build, configure, registry

HERE = "https://example.org/sub/register/"
PAGES = re.compile(r'"(?:page|homepage)": ?"([^"]*)"')


@pytest.fixture(scope="module", params=["", HERE], ids=["unknown", "known"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that does not know its address, and one that is served below a path."""
    root = tmp_path_factory.mktemp("register")
    shutil.copytree(SECOND / "records", root / "records")
    configure(root, f"site_url: {request.param}\n" if request.param else "site_url: ''\n")
    return build(root, root / "public")


def links(file: Path) -> Iterator[str]:
    """The addresses of pages in a published file."""
    text = file.read_text("utf-8")
    if file.suffix == ".xml":
        for link in ElementTree.fromstring(text).iter("{http://www.w3.org/2005/Atom}link"):
            if link.get("type") == "text/html":
                yield str(link.get("href"))
    else:
        yield from PAGES.findall(text)


def test_every_page_that_a_file_names_is_there(site: Path) -> None:
    count = 0
    for file in (site / "data").rglob("*"):
        if file.suffix in (".json", ".ndjson", ".xml") and file.name not in ("schema.json", "openapi.json"):
            here = urljoin(HERE, file.relative_to(site).as_posix())
            for link in links(file):
                target = urljoin(here, link).partition("#")[0]
                assert target.startswith(HERE), f"{file}: {link}"
                assert (site / target.removeprefix(HERE) / "index.html").is_file(), f"{file}: {link}"
                count += 1
    assert count > 50


def test_the_whole_register_holds_what_the_institutions_own_files_do_but_for_the_way_to_the_page(
    site: Path,
) -> None:
    data = site / "data/v1"
    whole = json.loads((data / "register.json").read_text("utf-8"))["institutions"]
    lines = (data / "register.ndjson").read_text("utf-8").splitlines()[1:]
    assert [json.loads(line) for line in lines] == whole
    for each in whole:
        own = json.loads((data / f"institutions/{each['id']}.json").read_text("utf-8"))
        page = own["page"]
        assert each == own | {"page": page if page.startswith(HERE) else page.removeprefix("../")}


def test_the_page_of_what_is_not_found_works_below_a_path_where_the_address_is_known(site: Path) -> None:
    page = (site / "404.html").read_text("utf-8")
    addresses = [
        each
        for each in re.findall(r'(?:href|src)="([^"#]*)"', page)
        if not each.startswith(("data:", "mailto:"))
    ]
    assert addresses
    has_address = (site / "sitemap.xml").is_file()
    for each in addresses:
        assert urljoin(f"{HERE}institutions/NOPE/x/", each).startswith(
            HERE if has_address else urljoin(HERE, "/")
        )


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://office.example.org/register", "https://office.example.org/register/"),
        ("https://register.example.org/", "https://register.example.org/"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_forge_tells_the_site_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str | None, address: str
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    if stated is not None:
        monkeypatch.setenv("SITE_URL", stated)
    (tmp_path / "mkdocs.yml").write_text('site_url: !ENV [SITE_URL, ""]\n', "utf-8")
    assert read_site_address(tmp_path) == address


def test_mkdocs_takes_the_address_from_the_forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the workflow of the publication tells it, without a slash at its end."""
    shutil.copytree(REPOSITORY / "tests/registers/empty/records", tmp_path / "records")
    configure(tmp_path, 'site_url: !ENV [SITE_URL, ""]\n')
    monkeypatch.setenv("SITE_URL", HERE.rstrip("/"))
    result = registry("build", "--on", "2026-11-23", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert f"<loc>{HERE}</loc>" in (tmp_path / "public/sitemap.xml").read_text("utf-8")
    assert '"/sub/register/assets/' in (tmp_path / "public/404.html").read_text("utf-8")
