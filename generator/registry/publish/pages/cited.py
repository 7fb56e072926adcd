"""What articles of the regulation say, in the words of its file, by what the program needs them for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...finding import format_article
from ...model.kinds import Article, ArticleItem, Regulation
from ..register_view import RegisterView


class CitedWords(NamedTuple):
    """An article or an item of one: number, label, the article's title, and what the file says of it.

    `items` are the items of a whole article; `reading` is what of it is the register's reading.
    """

    number: str
    label: str
    title: str
    summary: str
    reading: str
    items: tuple[CitedWords, ...] = ()


def list_cited_words(view: RegisterView, bases: Iterable[str]) -> list[CitedWords]:
    """What the regulation in force on the day says for bases ("8(1)"); what it does not name is left out.

    Each article comes once, at the first basis that it answers.
    """
    regulation = view.register.tables.find_regulation(view.day)
    numbers = dict.fromkeys(filter(None, map(view.presenter.cite_basis, bases)))
    words = (find_cited_words(regulation, each) for each in numbers)
    return [each for each in words if each]


def find_cited_words(regulation: Regulation, number: str) -> CitedWords | None:
    """What the file of a regulation says of an article ("7") or an item ("7(4)"); None: nothing yet."""
    plain, _, item = number.partition("(")
    article = next((each for each in regulation.articles if str(each.number) == plain), None)
    if article is None:
        return None
    if not item:
        items = tuple(_cite(f"{plain}({each.number})", article, each) for each in article.items)
        return _cite(number, article, article)._replace(items=items)
    part = next((each for each in article.items if f"{each.number})" == item), None)
    # A file may tell of the article as a whole only: that is better than nothing.
    return _cite(number, article, part) if part else _cite(plain, article, article)


def _cite(number: str, article: Article, part: Article | ArticleItem) -> CitedWords:
    return CitedWords(number, format_article(number), article.title, part.summary, part.reading or "")
