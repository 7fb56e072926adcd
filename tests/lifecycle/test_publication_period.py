"""What is told no longer once the publication of a notice has ended."""

from __future__ import annotations

import pytest

from registry.lifecycle.publication_period import expired, told_bars, told_duties, told_status
from tests.lifecycle.building import act, applied, batch, day, dossier

LISTED = (applied("2019-03-08"), batch("2019-06-10"))
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
    assert expired(SUBJECT, day(on)) == (resting if ended else frozenset())
    codes = [each.code for each in told_status(SUBJECT, day(on)).conditions]
    assert codes == ([] if ended else ["barred"])
    assert [each.act for each in told_bars(SUBJECT, day(on))] == ([] if ended else [BAR])


def test_a_duty_that_rests_on_an_ended_notice_is_told_no_longer() -> None:
    subject = dossier(*LISTED, ORDER)
    told = {on: [each.code for each in told_duties(subject, day(on))] for on in ("2023-06-30", "2023-07-01")}
    assert "determination" in told["2023-06-30"]
    assert "determination" not in told["2023-07-01"]
