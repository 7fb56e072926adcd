"""The benchmark runs to its end and tells what it promises; how fast anything is, is no matter of a test."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from benchmarks import bench, corpus, peers
from generator.records.load import load
from generator.records.schemas import Schemas
from generator.register_root import HOME

SCHEMAS = Schemas.read(HOME / "schemas")


def test_the_report_tells_the_cost_of_each_work_and_how_it_grows(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    assert bench.main(["--sizes", "2", "4", "--peers", "0", "--out", str(report)]) == 0
    text = report.read_text("utf-8")
    for heading in ("## 2 dossiers", "## 4 dossiers", "## Growth"):
        assert f"\n{heading}\n" in text
    works = re.findall(r"^\| ((?:check|build|read|write)[^|]*) \| [0-9.]+ \| [0-9.]+ \|", text, re.MULTILINE)
    assert len(works) == 3 * len(set(works)) == 30


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3: .*gone"):
        bench.run([sys.executable, "-c", "print('gone'); raise SystemExit(3)"], tmp_path)


def test_every_validator_gets_schemas_that_stand_alone_and_find_the_same(tmp_path: Path) -> None:
    corpus.make(tmp_path, 3)
    for document in load(tmp_path, SCHEMAS).whole.documents.values():
        text = peers.bundled(SCHEMAS, document.kind.name)
        assert ".json#" not in text
        validator = Draft202012Validator(json.loads(text))
        assert validator.is_valid(document.data)
        assert not validator.is_valid({**document.data, "unknown": "甲"})


def test_every_site_maker_gets_a_page_for_each_institution(tmp_path: Path) -> None:
    corpus.make(tmp_path, 3)
    titles = [page.title for page in peers.pages(tmp_path)]
    assert len(set(titles)) == 3
    (tmp_path / "work").mkdir()
    for name, _, made in peers.sites(tmp_path, tmp_path / "work"):
        source = tmp_path / "work" / made.relative_to(tmp_path / "work").parts[0].removesuffix("-site")
        texts = [file.read_text("utf-8") for file in source.rglob("institutions/*")]
        assert all(any(title in text for text in texts) for title in titles), name
