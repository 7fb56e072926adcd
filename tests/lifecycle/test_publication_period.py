"""What is told no longer once the publication of a notice has ended."""

from __future__ import annotations

from typing import Any

import pytest

from registry.lifecycle.publication_period import (
    get_public_status,
    list_expired,
    list_public_bars,
    list_public_duties,
)
from tests.lifecycle.building import LISTED, act, day, dossier

ORDER = act("rectification-order", "2022-09-01", due=day("2022-12-15"), notice_until=day("2023-06-30"))
FAILED = act("rectification-outcome", "2023-03-15", order=ORDER.stem, result="未达到")
BAR = act("bar", "2023-03-20", outcome=FAILED.stem)
CORRECTION = act("correction", "2022-09-05", file=f"acts/{ORDER.stem}.yml")
OTHER = act("correction", "2022-09-06", file="plans/2022.yml")
INSPECTION = act("inspection", "2022-08-01")
SUBJECT = dossier(*LISTED, INSPECTION, ORDER, CORRECTION, OTHER, FAILED, BAR)


@pytest.mark.parametrize(("on", "ended"), [("2023-06-30", False), ("2023-07-01", True)])
def test_a_notice_is_told_on_its_last_day_and_what_rests_on_it_as_long(on: str, ended: bool) -> None:
    resting = {each.stem for each in (ORDER, CORRECTION, FAILED, BAR)}
    assert list_expired(SUBJECT, day(on)) == (resting if ended else frozenset())
    codes = [each.code for each in get_public_status(SUBJECT, day(on)).conditions]
    assert codes == ["barred"]  # what follows is told to its last day, whatever becomes of the text
    assert [each.record for each in list_public_bars(SUBJECT, day(on))] == [BAR]


@pytest.mark.parametrize("ended", [(), ("order",), ("outcome",), ("bar",), ("outcome", "bar")])
@pytest.mark.parametrize(
    ("on", "in_force"), [("2023-03-21", True), ("2026-03-15", True), ("2026-03-16", False)]
)
def test_a_bar_is_told_to_its_last_day_and_then_as_long_as_its_notices(
    on: str, in_force: bool, ended: tuple[str, ...]
) -> None:
    until = dict.fromkeys(ended, day("2023-03-20"))
    order = act("rectification-order", "2022-09-01", due=day("2022-12-15"), notice_until=until.get("order"))
    fields: dict[str, Any] = {"order": order.stem, "result": "未达到", "notice_until": until.get("outcome")}
    failed = act("rectification-outcome", "2023-03-15", **fields)
    bar = act("bar", "2023-03-16", outcome=failed.stem, notice_until=until.get("bar"))
    subject = dossier(*LISTED, order, failed, bar)
    assert [each.code == "barred" for each in get_public_status(subject, day(on)).conditions] == [
        True
    ] * in_force
    assert bool(list_public_bars(subject, day(on))) == (in_force or not ended)


def test_a_duty_that_rests_on_an_ended_notice_is_told_no_longer() -> None:
    subject = dossier(*LISTED, ORDER)
    codes = {
        on: [each.code for each in list_public_duties(subject, day(on))]
        for on in ("2023-06-30", "2023-07-01")
    }
    assert "determination" in codes["2023-06-30"]
    assert "determination" not in codes["2023-07-01"]
