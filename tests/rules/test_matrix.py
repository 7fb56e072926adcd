"""Article → rules → cases → page: nothing of the regulation is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.examine import Examined, examine
from generator.model.present import Presenter
from generator.publish.pages import Pages
from generator.publish.public_view import PublicRecords
from tests.conftest import CITY, DAY, SECOND


def pages_of(examined: Examined) -> Pages:
    records = PublicRecords(examined.schemas, examined.register)
    return Pages(Presenter(examined.schemas, examined.register, DAY), records, DAY)


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_every_article_has_a_rule_or_a_reason_why_only_a_person_can_judge(root: Path) -> None:
    examined = examine(root, DAY)
    pages = Pages(
        Presenter(examined.schemas, examined.register, DAY),
        PublicRecords(examined.schemas, examined.register),
        DAY,
    )
    articles = pages.rules()["articles"]
    assert len(articles) > 10
    assert [each["label"] for each in articles if not each["rules"] and not each["judgement"]] == []


def test_the_regulation_of_2018_has_29_articles_and_each_rule_cites_one_of_them() -> None:
    examined = examine(CITY, DAY)
    pages = Pages(
        Presenter(examined.schemas, examined.register, DAY),
        PublicRecords(examined.schemas, examined.register),
        DAY,
    )
    matrix = pages.rules()
    assert len(matrix["articles"]) == 29
    listed = {rule["code"] for each in matrix["articles"] for rule in each["rules"]}
    assert listed | {rule["code"] for rule in matrix["form"]} == set(matrix["codes"])
