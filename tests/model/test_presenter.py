"""How values of records are told in words."""

from __future__ import annotations

from typing import Any

import pytest

from registry.display import Text
from registry.json_data import JsonValue
from registry.model.presenter import Presenter
from tests.conftest import CITY, DAY, examined

ONE = {"number": "演示令第三号", "date": "2024-03-05"}


SITE = {"name": "东楼", "address": "甲路1号"}
PRACTICE = SITE | {"kind": "自有场所"}


@pytest.fixture(scope="module")
def presenter() -> Presenter:
    city = examined(CITY)
    return Presenter(city.schemas, city.register, DAY)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("sites", [SITE, SITE], "东楼，甲路1号；东楼，甲路1号"),
        ("practice_sites", [PRACTICE], "名称：东楼；地址：甲路1号；类别：自有场所"),
        (
            "practice_sites",
            [PRACTICE, PRACTICE],
            "（1）名称：东楼；地址：甲路1号；类别：自有场所（2）名称：东楼；地址：甲路1号；类别：自有场所",
        ),
        ("modes", ["面授", "网络"], "面授、网络"),
    ],
)
def test_the_items_of_a_list_are_told_apart(
    presenter: Presenter, name: str, value: list[JsonValue], text: str
) -> None:
    """Where an item has parts of its own, the sign between them is not the one between items too."""
    assert presenter.format_text(presenter.schemas.kinds["institution"].properties[name], value).text == text


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (ONE, "演示令第三号（2024年3月5日）"),
        (ONE | {"number": "无文号"}, "无文号（2024年3月5日）"),
        (ONE | {"title": "关于处理虚构事项的决定"}, "《关于处理虚构事项的决定》演示令第三号（2024年3月5日）"),
        (
            ONE | {"others": [ONE | {"title": "《批复》"}]},
            "演示令第三号（2024年3月5日）、《批复》演示令第三号（2024年3月5日）",
        ),
    ],
)
def test_documents_are_cited_as_they_are(presenter: Presenter, document: dict[str, Any], text: str) -> None:
    schema = presenter.schemas.kinds["suspension"].properties["document"]
    assert presenter.make_fact("document", schema, document).value == Text(text)
