"""Rows that more than one page lists."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from ..finding import SEVERITY_LABELS, format_article
from ..model.batches import get_listed, is_published
from ..model.kinds import Announcement, Article, Batch
from ..rules.cases import list_cases
from ..rules.rule import BASIS_LABELS, Rule
from ..rules.table import RULES
from .card import ListRow
from .register_view import RegisterView
from .states import build_article_anchor

# A batch in a list, with its announcement where that is published, and how many institutions it lists.
BatchRow = tuple[Batch, Announcement | None, int]


class RuleRow(NamedTuple):
    """A rule in a list."""

    code: str
    title: str
    statement: str
    article: str
    severity: str
    waivable: bool
    basis: str
    cases: int


class ArticleRow(NamedTuple):
    """An article of the regulation in our words, with the rules that check it."""

    label: str
    anchor: str
    article: Article
    rules: list[RuleRow]


def sort_listed_first(rows: list[ListRow]) -> list[ListRow]:
    """The rows of a list: listed institutions first, then by name."""
    return sorted(rows, key=lambda row: (row.status.code != "listed", order_name(row.name)))


@cache  # an institution stands in some twenty lists
def order_name(name: str) -> tuple[tuple[int, str], ...]:
    """Sort key of names: numbers in them count by their value, so that 2号 comes before 10号."""
    parts = re.split("([0-9]+)", name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def build_batch_row(view: RegisterView, batch: Batch) -> BatchRow:
    """A batch in a list."""
    published = is_published(batch, view.day)
    return batch, batch.announcement if published else None, len(get_listed(batch)) if published else 0


def list_article_rows(view: RegisterView) -> list[ArticleRow]:
    """The articles of the regulation in force on the day, each with its rules."""
    rules: dict[str, list[RuleRow]] = defaultdict(list)
    for rule in RULES.values():
        cited = view.presenter.cite_basis(rule.article)
        # An article's items stand with it: 8(2) at 8.
        rules[cited.partition("(")[0]].append(build_rule_row(rule, cited))
    return [
        ArticleRow(format_article(number), build_article_anchor(number), article, rules[number])
        for article in view.register.tables.find_regulation(view.day).articles
        for number in (str(article.number),)
    ]


def build_rule_row(rule: Rule, cited: str) -> RuleRow:
    """A rule in a list; `cited` is its article in the regulation in force."""
    return RuleRow(
        code=rule.code,
        title=rule.title,
        statement=rule.statement,
        article=cited,
        severity=SEVERITY_LABELS[rule.severity],
        waivable=rule.waivable,
        basis=BASIS_LABELS[rule.basis],
        cases=len(list_cases(rule.code)),
    )
