"""Advice names a property by its title, wherever a rule writes the property's name."""

from __future__ import annotations

import pytest

from registry.records.schemas import Schemas
from registry.rules.titles import add_titles
from tests.conftest import REPOSITORY

ORDER = "acts/2021-02-01-rectification-order.yml"
CASES = {
    "填写 notice_until，没有的不填": "填写“公开截止日”（notice_until），没有的不填",
    "另录入 filing-ended；或更正（correction）": "另录入终止报备（filing-ended）；或更正（correction）",
    "填写 due（最后一天）": "填写“整改期限”（due，最后一天）",
    "更正（correction）中 file 写它": "更正（correction）中“文件”（file）写它",
}
SAME = (
    "是否想写 due（整改期限）？",
    "registry new base-one facts；填 open: false",
    "填写 city-hrss，见 authorities/city-hrss.yml",
    "事实（facts）照决定书写",
    "改 nothing_known 一项",
)


@pytest.mark.parametrize(("hint", "words"), [*CASES.items(), *((each, each) for each in SAME)])
def test_names_get_their_titles(hint: str, words: str) -> None:
    schemas = Schemas.read(REPOSITORY / "schemas")
    path = f"records/institutions/yangqu/base-one/{ORDER}"
    assert add_titles(schemas, path, ("notice_until",), hint) == words
    assert add_titles(schemas, "mkdocs.yml", (), "改 site_name 一项") == "改 site_name 一项"
