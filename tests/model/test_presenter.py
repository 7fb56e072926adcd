"""How values of records are told in words."""

from __future__ import annotations

from typing import Any

import pytest

from registry.model.presenter import Presenter
from registry.rules.checking import examine
from tests.conftest import CITY, DAY

ONE = {"number": "演示令第三号", "date": "2024-03-05"}


@pytest.mark.parametrize(
    ("document", "told"),
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
def test_documents_are_cited_as_they_are(document: dict[str, Any], told: str) -> None:
    examined = examine(CITY, DAY)
    presenter = Presenter(examined.schemas, examined.register, DAY)
    schema = dict(examined.schemas.get_properties(examined.schemas.kinds["suspension"].schema))["document"]
    assert presenter.make_fact("document", schema, document).value.text == told
