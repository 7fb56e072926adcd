"""Legal representatives are named while they matter, and for a term after that."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import Any

import pytest
from hypothesis import given

from registry.lifecycle.representatives import list_leaving_days, list_unnamed
from registry.lifecycle.status import collect_turning_days
from registry.model.dossier import Dossier
from registry.model.kinds import Act, ChangeField, FieldChange
from registry.model.tables import get_start
from tests.lifecycle.building import act, applied, batch, day, dossier, institution, regulation, tables
from tests.lifecycle.strategies import DAYS, dossiers
from tests.lifecycle.test_properties import some

APPLIED, LISTED = "2019-03-08", "2019-06-10"


def changed(on: str, before: str, after: str, number: int = 0) -> Act:
    change = FieldChange(field=ChangeField.LEGAL_REPRESENTATIVE, before=before, after=after)
    return act("change", on, number, changes=(change,))


def listed(*acts: Act, now: str = "演示甲", validity: int | None = None, **parameters: Any) -> Dossier:
    """An institution of 演示甲, listed on LISTED, with further acts; `now` represents it after them."""
    shared = tables(regulation(validity_years=validity, **parameters))
    first = applied(APPLIED, legal_representative="演示甲")
    return dossier(first, *acts, batch(LISTED), now=institution(legal_representative=now), shared=shared)


def unnamed(subject: Dossier, on: str) -> set[str]:
    return set(list_unnamed(subject, day(on)))


def test_who_holds_office_in_a_listed_institution_is_named() -> None:
    assert unnamed(listed(), "2119-06-10") == set()


@pytest.mark.parametrize(("on", "gone"), [("2022-06-07", set()), ("2022-06-08", {"演示甲"})])
def test_a_former_representative_is_named_to_the_same_day_a_year_later(on: str, gone: set[str]) -> None:
    assert unnamed(listed(changed("2021-06-07", "演示甲", "演示乙"), now="演示乙"), on) == gone


def test_a_term_from_the_last_day_of_february_ends_on_the_28th() -> None:
    subject = listed(changed("2024-02-29", "演示甲", "演示乙"), now="演示乙")
    assert [unnamed(subject, each) for each in ("2025-02-28", "2025-03-01")] == [set(), {"演示甲"}]


@pytest.mark.parametrize(
    "end", [act("filing-ended", "2021-06-10"), act("withdrawal", "2021-06-10", batch=None),
            act("dissolution", "2021-06-10")], ids=["ended", "withdrawn", "dissolved"]
)  # fmt: skip
def test_when_the_filing_is_over_the_last_one_leaves_as_well(end: Act) -> None:
    subject = listed(end)
    assert [unnamed(subject, each) for each in ("2022-06-10", "2022-06-11")] == [set(), {"演示甲"}]
    assert day("2022-06-11") in list_leaving_days(subject)


def test_so_it_is_when_the_term_of_the_list_is_over() -> None:
    subject = listed(validity=3)  # to 2022-06-10, expired on the 11th
    assert [unnamed(subject, each) for each in ("2023-06-11", "2023-06-12")] == [set(), {"演示甲"}]


def test_the_term_counts_from_the_first_end_though_another_follows() -> None:
    subject = listed(act("filing-ended", "2021-06-10"), act("dissolution", "2022-09-01"))
    assert unnamed(subject, "2022-09-02") == {"演示甲"}


def test_an_end_that_is_undone_ends_nothing() -> None:
    undone = act("decision", "2021-09-01", effect="撤销", target="2021-06-10-filing-ended")
    assert unnamed(listed(act("filing-ended", "2021-06-10"), undone), "2025-01-01") == set()


def test_who_is_representative_again_is_named_again() -> None:
    subject = listed(changed("2020-06-01", "演示甲", "演示乙"), changed("2023-06-01", "演示乙", "演示甲"))
    days = ("2021-06-01", "2021-06-02", "2023-05-31", "2023-06-01", "2024-06-01", "2024-06-02")
    assert [unnamed(subject, each) for each in days] == [
        *(set(), {"演示甲"}, {"演示甲"}, set(), set(), {"演示乙"})
    ]


def test_who_applies_anew_after_the_end_is_named_again_and_no_other() -> None:
    again = applied("2023-03-08", legal_representative="演示丙")
    subject = listed(
        changed("2020-06-01", "演示甲", "演示乙"), act("filing-ended", "2021-06-10"), again, now="演示丙"
    )
    assert unnamed(subject, "2023-03-07") == {"演示甲", "演示乙"}
    assert unnamed(subject, "2023-03-08") == {"演示甲", "演示乙"}
    assert unnamed(subject, "2025-01-01") == {"演示甲", "演示乙"}  # the application is still under way


@pytest.mark.parametrize(("years", "last"), [(1, "2022-06-07"), (2, "2023-06-07"), (20, "2041-06-07")])
def test_the_regulation_says_for_how_long(years: int, last: str) -> None:
    subject = listed(changed("2021-06-07", "演示甲", "演示乙"), now="演示乙", representative_years=years)
    following = (day(last) + dt.timedelta(1)).isoformat()
    assert [unnamed(subject, each) for each in (last, following)] == [set(), {"演示甲"}]
    assert list_leaving_days(subject) == {day(following), dt.date.max}


def test_without_a_term_all_are_named_for_ever() -> None:
    change = changed("2021-06-07", "演示甲", "演示乙")
    subject = listed(change, now="演示乙", representative_years=None)
    assert unnamed(subject, "2199-01-01") == set()
    assert list_leaving_days(subject) == set()


def test_a_name_that_never_held_office_counts_from_its_record() -> None:
    wrong = changed("2021-06-07", "演示甲", "演示误")
    withdrawn = act("decision", "2021-06-07", effect="撤销", target="2021-06-07-change")
    subject = listed(wrong, withdrawn)
    assert [unnamed(subject, each) for each in ("2022-06-07", "2022-06-08")] == [set(), {"演示误"}]


@pytest.mark.parametrize(
    ("file", "pointer", "old", "new"),
    [
        (f"acts/{APPLIED}-application.yml", "/filing/legal_representative", "演示误", "演示甲"),
        ("institution.yml", "/legal_representative", "演示误", "演示甲"),
        ("acts/2020-06-01-change.yml", "/changes/0/before", "演示误", "演示甲"),
        ("acts/2020-06-01-change.yml", "/changes/0", *(
            {"field": "legal_representative", "before": each, "after": "演示乙"}
            for each in ("演示误", "演示甲")
        )),
    ],
)  # fmt: skip
def test_a_misspelt_name_leaves_a_year_after_its_correction(
    file: str, pointer: str, old: Any, new: Any
) -> None:
    mended = act("correction", "2022-03-01", file=file, pointer=pointer, old=old, new=new)
    subject = listed(changed("2020-06-01", "演示甲", "演示乙"), mended, now="演示乙")
    assert "演示误" not in unnamed(subject, "2023-03-01")
    assert "演示误" in unnamed(subject, "2023-03-02")


def test_another_correction_names_nobody() -> None:
    mended = act(
        "correction", "2022-03-01", file="acts/2020-06-01-change.yml", pointer="/reason", new="演示乙"
    )
    assert unnamed(listed(mended), "2030-01-01") == set()


@some
@given(dossiers(), DAYS)
def test_names_leave_and_return_only_on_listed_days(subject: Dossier, on: dt.date) -> None:
    begun = {get_start(each) for each in subject.tables.regulations}
    turns = sorted(collect_turning_days(subject) | list_leaving_days(subject) | begun)
    place = bisect_right(turns, on)
    since = turns[place - 1] if place else dt.date.min
    assert list_unnamed(subject, on) == list_unnamed(subject, since)
