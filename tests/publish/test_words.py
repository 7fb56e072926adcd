"""What pages and scripts say is in the words that docs/glossary.md settles: one word a thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CITY, REPOSITORY

BESIDE = 3  # characters on each side of a word by which a record's own text is known
UNSAID = re.compile(r"<(script|style|code|pre)\b.*?</\1>|<!--.*?-->", re.S)
SAID = re.compile(
    r'>([^<]+)<|(?:aria-label|title|data-nothing)="([^"]+)"|name="description" content="([^"]+)"'
)
EXPERTS = ("rules", "dictionary", "data", "handbook")  # whose readers ask for files
FILES = re.compile(r"records/|\.ya?ml\b|site_url|mkdocs|registry ")


def list_rejected() -> list[str]:
    """The words of the table's second column."""
    table = (REPOSITORY / "docs/glossary.md").read_text("utf-8").partition("## Words on the site")[2]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")][2:]
    return [word for row in rows for word in row[2].strip().split("、")]


REJECTED = re.compile("|".join(map(re.escape, list_rejected())))


@pytest.fixture(scope="module")
def written() -> str:
    """All that the city's records say, without quotes and line ends."""
    texts = (file.read_text("utf-8") for file in sorted((CITY / "records").rglob("*.yml")))
    return re.sub(r"[\s\"|]", "", "".join(texts))


def find_rejected(text: str, written: str) -> Iterator[str]:
    """The words of a text that the site does not use, but for what a record has written so."""
    for hit in REJECTED.finditer(text):
        around = text[max(0, hit.start() - BESIDE) : hit.end() + BESIDE]
        if around == hit[0] or around not in written:
            yield text[max(0, hit.start() - 12) : hit.end() + 12]


@pytest.fixture(scope="module")
def said(site: Path) -> list[tuple[str, str]]:
    """Each text that a reader sees or hears, with its page; a fifth of the institutions stand for all."""
    pages = sorted(site.rglob("*.html"))
    some = [each for each in pages if each.relative_to(site).parts[0] in ("institutions", "certificates")]
    texts: dict[str, str] = {}
    for file in [*some[::5], *(each for each in pages if each not in some)]:
        page = file.relative_to(site).as_posix()
        for groups in SAID.findall(UNSAID.sub("", file.read_text("utf-8"))):
            texts.setdefault(re.sub(r"\s+", "", "".join(groups)), page)
    return [(page, text) for text, page in texts.items()]


def test_pages_use_the_words_that_are_settled(said: list[tuple[str, str]], written: str) -> None:
    rejected = [f"{page}: {each}" for page, text in said for each in find_rejected(text, written)]
    assert rejected == []


def test_scripts_and_schemas_use_the_words_that_are_settled() -> None:
    scripts = [*(REPOSITORY / "site/pages/assets").glob("*.js")]
    texts = [
        (file, each) for file in scripts for each in re.findall(r"[\"`](.*?)[\"`]", file.read_text("utf-8"))
    ]
    schemas = [*(REPOSITORY / "schemas").glob("*.json")]
    titles = re.compile(r'"(?:title|description)": "(.*)"')
    texts += [(file, each) for file in schemas for each in titles.findall(file.read_text("utf-8"))]
    assert [f"{file.name}: {text}" for file, text in texts if REJECTED.search(text)] == []


def test_citizens_read_no_names_of_files(said: list[tuple[str, str]], written: str) -> None:
    texts = [(page, text) for page, text in said if page.partition("/")[0] not in EXPERTS]
    assert [f"{page}: {text}" for page, text in texts if FILES.search(text) and text not in written] == []


@pytest.mark.parametrize(
    ("text", "is_rejected"),
    [
        ("按截至今天的登记册推算", True),
        ("由系统依据记录自动得出", False),
        ("领域", False),
        ("课程的专业领域", True),
    ],
)
def test_a_word_is_known_by_itself(text: str, is_rejected: bool, written: str) -> None:
    assert bool([*find_rejected(text, written)]) == is_rejected
