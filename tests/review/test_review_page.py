"""The page of a review shows whatever a review may hold, as text."""

from __future__ import annotations

import re
from collections import Counter
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from registry.report.review_page import write_page
from registry.report.review_words import MIN_OVERVIEW
from registry.review.view import ProposalReview
from registry.rules.table import RULES

HOSTILE = """<i>&"'"""
OURS = {"rule": next(iter(RULES)), "article": "8(2)"}  # what no record says


def fill(kind: Any, name: str = "") -> Any:
    """A value of a type in which every text is hostile; lists are long enough for all tables."""
    origin, within = get_origin(kind), get_args(kind)
    if name in OURS:
        return OURS[name]
    if kind is str:
        return HOSTILE
    if kind in (int, bool):
        return kind(1)
    if origin is Literal or origin in (Union, UnionType):
        return within[0] if origin is Literal else fill(within[0])
    if origin is dict:
        return {fill(within[0]): fill(within[1])}
    if origin:
        return [fill(within[0]) for _ in range(MIN_OVERVIEW)]
    return kind(**{field: fill(type_, field) for field, type_ in get_type_hints(kind).items()})


@pytest.fixture(scope="module")
def shown() -> str:
    return write_page(fill(ProposalReview))


def test_what_stands_in_a_review_is_no_markup(shown: str) -> None:
    assert shown.count("&lt;i&gt;&amp;&#34;&#39;") > 200
    assert "<i>" not in shown
    assert HOSTILE[3:] not in shown


def test_whatever_is_opened_is_closed(shown: str) -> None:
    body = shown[shown.index("<body>") :]
    tags = Counter(re.findall(r"<(/?[a-z0-9]+)", body))
    for tag in {each.strip("/") for each in tags} - {"br", "html"}:
        assert tags[tag] == tags[f"/{tag}"], tag
