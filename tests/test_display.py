"""How values are shown wherever they are: short texts whole, long ones cut."""

from __future__ import annotations

from registry.display import shorten_text


def test_a_text_is_cut_only_where_it_is_longer_than_may_be() -> None:
    assert shorten_text("一二三", 3) == "一二三"
    assert shorten_text("一二三四", 3) == "一二三……"
