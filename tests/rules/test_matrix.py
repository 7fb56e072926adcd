"""Article → rules → cases → page: nothing of the regulation is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.model.presenter import Presenter
from registry.publish.pages.rules import RulesData, show_rules
from registry.publish.public_view import PublicRecords
from registry.publish.register_view import RegisterView
from registry.rules.table import RULES
from tests.conftest import CITY, DAY, SECOND, examined


def matrix_of(root: Path) -> RulesData:
    """What the page of the rules shows of a register."""
    schemas, register = examined(root).schemas, examined(root).register
    records = PublicRecords(schemas, register)
    return show_rules(RegisterView(Presenter(schemas, register, DAY), records, DAY))


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_every_article_has_a_rule_or_a_reason_why_only_a_person_can_judge(root: Path) -> None:
    articles = matrix_of(root).articles
    assert len(articles) > 10
    assert [each.label for each in articles if not each.rules and not each.article.judgement] == []


def test_the_regulation_of_2018_has_29_articles() -> None:
    assert len(matrix_of(CITY).articles) == 29


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_each_rule_stands_under_an_article_or_among_those_that_cite_none(root: Path) -> None:
    matrix = matrix_of(root)
    codes = {rule.code for each in matrix.articles for rule in each.rules}
    assert codes | {rule.code for rule in matrix.uncited} == set(RULES)
