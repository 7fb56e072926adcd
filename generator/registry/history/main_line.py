"""The main line: the first parents of a commit, each with the day on which it came there.

The day is that of the committer in Beijing. Nobody vouches for it: a clock may have gone wrong, and a commit
may hold any bytes. So days are read leniently, and those that cannot be are corrected.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..git_command import run_git

COMMIT = re.compile("^\x01([0-9a-f]+) (.*)$", re.MULTILINE)
BEIJING_SECONDS = 8 * 3600
DAY_SECONDS = 24 * 3600
EPOCH = dt.date(1970, 1, 1)
LAST = (dt.date.max - EPOCH).days


class MainLineCommit(NamedTuple):
    """A commit of the main line, the day on which it came there, and the day that it tells itself.

    `own_day` is None where no day can be read from it. `day` is None only where not one commit tells a day
    that can be.
    """

    commit: str
    day: dt.date | None
    own_day: dt.date | None

    @property
    def corrected(self) -> bool:
        """Whether the commit's own day cannot be."""
        return self.day != self.own_day or self.day is None


def read_main_line(root: Path, latest: dt.date) -> list[MainLineCommit]:
    """The main line of HEAD, the oldest first; no day lies after `latest`. Raises GitError."""
    listed = run_git(root, "log", "--first-parent", "--reverse", "--format=%x01%H %ct", "HEAD", "--")
    # Dates as numbers (%ct): what a commit has for its time zone may be anything, and Git would print it.
    rows = COMMIT.findall(listed.decode("ascii", "replace"))  # a setting may have Git say more
    stated = [convert_to_day(seconds) for _, seconds in rows]
    days = put_in_order(stated, latest)
    return [
        MainLineCommit(commit, day, own) for (commit, _), day, own in zip(rows, days, stated, strict=True)
    ]


def convert_to_day(seconds: str) -> dt.date | None:
    """The day in Beijing of a time as Git tells it, in seconds; None where it tells none that there is."""
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) < 16):
        return None
    days = (int(seconds) + BEIJING_SECONDS) // DAY_SECONDS
    return EPOCH + dt.timedelta(days) if days <= LAST else None


def put_in_order(days: Sequence[dt.date | None], latest: dt.date) -> list[dt.date | None]:
    """Days put in order, the fewest of them corrected, none after `latest`; of several ways the earlier stay.

    A corrected one takes the day of the last uncorrected before it; the first ones, before which there is
    none, that of the next.
    """
    # The longest run that is in order: one clock that stood in 2035 would else have all later days corrected.
    uncorrected = find_longest_in_order([day if day and day <= latest else None for day in days])
    corrected: list[dt.date | None] = []
    # Before the first day that can be, there is no earlier one to take.
    current = days[uncorrected[0]] if uncorrected else None
    stay = set(uncorrected)
    for i, day in enumerate(days):
        current = day if i in stay else current
        corrected.append(current)
    return corrected


def find_longest_in_order(days: Sequence[dt.date | None]) -> list[int]:
    """The places of as many days as can be kept so that none is before an earlier one."""
    # The longest run in order, from behind, in n log n steps: a main line has a hundred thousand commits.
    following = [0] * len(days)  # how many can be kept from a place on, itself included
    tails: list[int] = []  # for each such number the latest day with which it can begin, negated
    for i in range(len(days) - 1, -1, -1):
        if day := days[i]:
            # Patience sorting from the end; equal days are in order, hence `right`. Negated, the tails
            # ascend.
            place = bisect_right(tails, -day.toordinal())
            tails[place : place + 1] = [-day.toordinal()]
            following[i] = place + 1
    places: list[int] = []
    left, last = len(tails), dt.date.min
    for i, day in enumerate(days):
        if day and following[i] == left and day >= last:
            places.append(i)
            left, last = left - 1, day
    return places
