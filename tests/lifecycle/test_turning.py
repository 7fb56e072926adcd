"""What is made of a dossier turns on listed days alone; of whole parts see publish/test_incremental.py."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import cache
from pathlib import Path

import pytest

from registry.lifecycle.calendar import Deadline, add_day, add_working_days, compute_annual_deadline
from registry.lifecycle.publication_period import list_public_duties
from registry.lifecycle.turning import PeriodFinder, SteadyPeriod
from registry.model.kinds import Change
from registry.model.register import Register
from registry.records.recorded import RecordingHistory
from registry.rules.checking import examine
from tests.conftest import CITY, DAY, SECOND


@cache
def register(root: Path) -> Register:
    return examine(root, DAY).register


def period(root: Path, id_: str, day: dt.date, **recorded: dt.date) -> SteadyPeriod:
    whole = register(root)
    folder = whole.folder_by_id[id_]
    histories = {
        f"{folder}/{name}.yml": RecordingHistory(on, on, "0123456789ab") for name, on in recorded.items()
    }
    return PeriodFinder(whole, histories, day).find([folder])


def test_a_period_ends_with_the_day_on_which_a_change_was_to_be_published(tmp_path: Path) -> None:
    shutil.copytree(CITY / "records", tmp_path / "records")
    (file,) = tmp_path.glob("records/institutions/*/demo-013/acts/2021-12-06-change.yml")
    text = file.read_text("utf-8")
    file.write_text(text.replace("published_on: 2021-12-29\n", ""), "utf-8")
    dossier = register(tmp_path).dossiers["demo-013"]
    (act,) = (each for each in dossier.get_acts(Change) if each.date == dt.date(2021, 12, 6))
    assert act.published_on is None
    last = add_working_days(dossier.tables, act.reported_on, 20).day
    overdue = [
        [each.overdue for each in list_public_duties(dossier, day) if each.code == "publish-change"]
        for day in (last, add_day(last))
    ]
    assert overdue == [[False], [True]]
    assert period(tmp_path, "demo-013", last).last == last
    assert period(tmp_path, "demo-013", add_day(last)).first == add_day(last)


def test_a_period_ends_with_the_yearly_deadline_and_with_the_year() -> None:
    id_ = register(SECOND).list_public_ids(DAY)[0]
    last = dt.date(2036, 11, 30)  # nothing else turns any more
    assert compute_annual_deadline(register(SECOND).tables, last.year) == Deadline(last)
    assert period(SECOND, id_, last) == (dt.date(2036, 1, 1), last)
    assert period(SECOND, id_, add_day(last)) == (add_day(last), dt.date(2036, 12, 31))


def test_a_period_ends_before_a_file_is_known_to_have_been_recorded() -> None:
    id_ = register(CITY).list_public_ids(DAY)[0]
    quiet = period(CITY, id_, dt.date(2029, 3, 1))
    on = dt.date(2029, 3, 9)
    assert quiet.first < on < quiet.last
    assert period(CITY, id_, dt.date(2029, 3, 1), institution=on).last == dt.date(2029, 3, 8)


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1, 12, 31), dt.date.max, dt.date(9999, 1, 1)])
def test_the_first_and_the_last_year_have_their_days(day: dt.date) -> None:
    assert day in period(CITY, register(CITY).list_public_ids(DAY)[0], day)


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_a_duty_turns_on_the_day_after_its_last_one(root: Path) -> None:
    """Whatever its code: its page would else say for months that there is time left."""
    whole = register(root)
    quarters = [dt.date(year, month, 15) for year in range(2019, 2029) for month in (2, 5, 8, 11)]
    last_days = {
        (dossier, duty.due)
        for day in quarters
        for dossier in whole.list_public(day)
        for duty in list_public_duties(dossier, day)
        if duty.due
    }
    turning = [
        (dossier.id, last)
        for dossier, last in last_days
        if list_public_duties(dossier, last) != list_public_duties(dossier, add_day(last))
    ]
    assert len(turning) > 5
    assert [(id_, last) for id_, last in turning if period(root, id_, last).last != last] == []
