"""A site that works from a disk: its links name files, and nothing in it needs a server."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from registry.publish.assemble.portable import NotPortableError, convert_page, join_modules, name_file
from tests.conftest import EMPTY, registry

LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')


def test_every_link_of_every_page_names_a_file(portable_site: Path) -> None:
    there = {str(file) for file in portable_site.rglob("*") if file.is_file()}
    pages = {file: file.read_text("utf-8") for file in portable_site.rglob("*.html")}
    broken, links = [], 0
    for file, text in pages.items():
        for link in set(LINK.findall(text)):
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            links += 1
            if os.path.normpath(file.parent / unquote(parts.path)) not in there:
                broken.append((file, link))
    assert broken == []
    assert len(pages) > 400 < links


def test_nothing_in_it_needs_a_server(portable_site: Path) -> None:
    for file in portable_site.rglob("*.html"):
        text = file.read_text("utf-8")
        assert 'type="module"' not in text
        assert not re.search('rel="(?:modulepreload|preload|manifest)"', text)
        assert text.count('<meta name="robots" content="noindex">') == 1
    assert not (portable_site / "404.html").exists()
    beside = {
        file for file in portable_site.rglob("*.json") if "data" not in file.relative_to(portable_site).parts
    }
    assert beside == {portable_site / "publication/stamp.json"}  # by which a folder is known to be a site


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("../institutions/", "../institutions/index.html"),
        ("../institutions/#tinghu", "../institutions/index.html#tinghu"),
        ("../verify/?institution=a/b.c", "../verify/index.html?institution=a/b.c"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("../data/v1/acts.csv", "../data/v1/acts.csv"),
        ("#list", "#list"),
        ("?q=a/", "?q=a/"),
        ("", ""),
        ("https://example.org/a/", "https://example.org/a/"),
        ("//example.org/a/", "//example.org/a/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_to_a_folder_names_the_file(address: str, file: str) -> None:
    assert name_file(address) == file


def test_only_addresses_in_tags_are_changed() -> None:
    page = '<a class="x" href="../b/">href="../b/"</a><meta http-equiv="refresh" content="0; url=../../b/c/">'
    assert convert_page(page) == (
        '<a class="x" href="../b/index.html">href="../b/"</a>'
        '<meta http-equiv="refresh" content="0; url=../../b/c/index.html">'
    )


def test_the_policy_of_a_page_lets_files_of_the_disk_in_and_nothing_else() -> None:
    name = '<meta http-equiv="Content-Security-Policy" content="{}">'
    page = name.format("default-src 'none'; script-src 'self' 'sha256-x'")
    assert convert_page(page) == name.format("default-src 'none'; script-src 'self' file: 'sha256-x'")


def test_a_form_of_script_that_is_not_known_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nb();\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport function b() {}\n')
    assert "import" not in join_modules(tmp_path / "a.js")
    (tmp_path / "b.js").write_text("// 一\nexport default 1;\n")
    with pytest.raises(NotPortableError, match=re.escape("b.js 第 2 行的写法不能用于 --portable")):
        join_modules(tmp_path / "a.js")


def test_a_site_and_one_for_the_disk_take_each_others_place(tmp_path: Path) -> None:
    """Also where the folder's files are remembered from the build before."""
    out = tmp_path / "public"
    places = []
    for option in ((), ("--portable",), ()):
        arguments = (
            "build",
            "--root",
            EMPTY,
            "--on",
            "2026-11-23",
            "--out",
            out,
            "--cache",
            tmp_path / "cache",
        )
        result = registry(*arguments, *option)
        assert result.returncode == 0, result.stderr
        places.append({file.relative_to(out): file.read_bytes() for file in out.rglob("*") if file.is_file()})
    plain, portable, again = places
    assert plain == again
    assert b"data-portable" in portable[Path("index.html")]
