"""The benchmark runs to its end and tells what it promises; how fast anything is, is no matter of a test."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from benchmarks import bench, corpus, peers, same_page
from benchmarks.same_page import own_pages
from registry.publish.assemble.frame import (
    BODY,
    COLUMN_TITLE,
    DATED,
    DESCRIPTION,
    FEED,
    FRAME_PATH,
    TITLE,
    Frame,
)
from registry.records.loader import load
from registry.records.schemas import Schemas
from registry.settings import HOME
from tests.conftest import FRAME, merge_all

SCHEMAS = Schemas.read(HOME / "schemas")


@pytest.mark.long
@pytest.mark.parametrize("sizes", [("2",), ("2", "4")])
def test_the_report_tells_the_cost_of_each_work_and_how_it_grows(
    tmp_path: Path, sizes: tuple[str, ...]
) -> None:
    report = tmp_path / "report.md"
    without = ("--peers", "0", "--pages", "0", "--sites", "0")
    assert bench.main(["--sizes", *sizes, *without, "--out", str(report)]) == 0
    text = report.read_text("utf-8")
    headings = [f"{size} dossiers" for size in sizes] + ["Growth"] * (len(sizes) > 1)
    assert re.findall("^## (.*)$", text, re.MULTILINE) == headings
    works = re.findall(r"^\| ((?:check|build|read|write)[^|]*) \| [0-9.]+ \| [0-9.]+ \|", text, re.MULTILINE)
    assert len(set(works)) == 12
    assert len(works) == len(headings) * 12


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3: .*gone"):
        bench.run_command([sys.executable, "-c", "print('gone'); raise SystemExit(3)"], tmp_path)


def test_every_validator_gets_schemas_that_stand_alone_and_find_the_same(tmp_path: Path) -> None:
    corpus.make(tmp_path, 3)
    for document in merge_all(load(tmp_path, SCHEMAS)).documents.values():
        text = peers.bundle_schema(SCHEMAS, document.kind)
        assert ".json#" not in text
        validator = Draft202012Validator(json.loads(text))
        assert validator.is_valid(document.data)
        assert not validator.is_valid({**document.data, "unknown": "甲"})


def test_every_site_maker_gets_a_page_for_each_institution(tmp_path: Path) -> None:
    corpus.make(tmp_path, 3)
    site = same_page.make_site(*same_page.read_register(tmp_path))
    names = [dossier.institution.name for dossier in site.public]
    assert len(set(names)) == 3
    material = [peers.prepare_material(site, tmp_path / "mkdocs")[1]]
    material += [folder for _, _, folder in peers.prepare_site_makers(site, FRAME, tmp_path)]
    for name, folder in zip(("mkdocs", "hugo", "eleventy"), material, strict=True):
        assert folder.is_relative_to(tmp_path)
        texts = [file.read_text("utf-8") for file in (tmp_path / name).rglob("institutions/*")]
        assert all(any(each in text for text in texts) for each in names), name


@pytest.mark.parametrize("words", [same_page.HUGO_MARKS, same_page.ELEVENTY_MARKS])
def test_a_frame_has_no_mark_of_ours_for_another_maker(words: dict[str, str]) -> None:
    column = f"{COLUMN_TITLE}<a href='.' REGISTER-COLUMN[news/ news/ decisions/]>"
    frame = Frame(f"<title>{TITLE}</title>{DESCRIPTION}{DATED}{FEED}<p>{BODY}</p>{column}{FRAME_PATH}")
    joined = same_page.join_frame(frame, words)
    assert "REGISTER" not in joined
    assert all(word in joined for word in words.values())


def test_ours_is_the_page_of_the_site(tmp_path: Path) -> None:
    corpus.make(tmp_path, 2)
    frame = tmp_path / "frame.html"
    frame.write_text(same_page.join_frame(FRAME), "utf-8")
    own_pages.main(tmp_path, frame, tmp_path / "made", tmp_path / "costs.json")
    site = same_page.make_site(*same_page.read_register(tmp_path))
    files = dict(file for dossier in site.public for file in site.make_part(FRAME, dossier)[1])
    written_pages = {
        f"{each.relative_to(tmp_path / 'made')}": each for each in (tmp_path / "made").rglob("*.html")
    }
    assert written_pages.keys() == {path for path in files if path.startswith("institutions/")}
    assert all(file.read_bytes() == files[path] for path, file in written_pages.items())


def test_other_templates_keep_up_with_ours() -> None:
    institution, macros = (
        (same_page.TEMPLATES / name).read_text("utf-8") for name in ("institution.html", "macros.html")
    )
    page_part = institution.partition("{% if staff %}")[0]
    hugo = (same_page.HERE / "hugo.html").read_text("utf-8")
    assert set(re.findall("[一-鿿]+", re.sub("{%.*?%}", " ", page_part))) <= set(re.findall("[一-鿿]+", hugo))
    assert all(words in page_part + macros for words in same_page.NUNJUCKS)
