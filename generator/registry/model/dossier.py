"""One institution's dossier (一机构一档): its records, typed and immutable."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from ..json_data import Fields
from .corrections import AppliedCorrection
from .kinds import (
    ACTS,
    KIND_NAMES,
    Act,
    Amendment,
    Assessment,
    Batch,
    Institution,
    Plan,
    Record,
    Repair,
    Summary,
    Waiver,
)
from .tables import Tables

# Where courses stand in a plan, and in what changes it.
COURSE_LISTS = ("courses", "add", "replace")
# The kinds of what an institution hands in year by year.
HANDED_IN = ("plan", "amendment", "summary")
A = TypeVar("A", bound=Act)
P = ParamSpec("P")
R = TypeVar("R")
NUMBER = re.compile("-([0-9]+)$", re.ASCII)
ACT_ORDER = {cls: rank for rank, cls in enumerate(ACTS.values())}


class Predecessor(NamedTuple):
    """An institution that another follows, directly or through others, since when, and its acts."""

    id: str
    since: dt.date
    acts: tuple[Act, ...]


@dataclass(frozen=True, eq=False)
class Dossier:
    """One institution's file (一机构一档), with what batches, corrections and predecessors add to it.

    `institution` is what its acts say. `stated` is what institution.yml says, None where there is none;
    `fold` the institution as plain data where the two differ, None where they do not.

    Two are the same only if they are one object. `derived` holds what is derived from it: see dossier_cache.
    """

    id: str
    folder: str
    institution: Institution
    acts: tuple[Act, ...]
    plans: tuple[Plan, ...]
    amendments: tuple[Amendment, ...]
    summaries: tuple[Summary, ...]
    assessments: tuple[Assessment, ...]
    waivers: tuple[Waiver, ...]
    batches: tuple[Batch, ...]
    corrections: tuple[AppliedCorrection, ...]
    tables: Tables
    repairs: tuple[Repair, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    stated: Institution | None = None
    fold: Fields | None = None
    derived: dict[Hashable, Any] = field(init=False, repr=False, default_factory=dict)

    @property
    def plans_and_amendments(self) -> tuple[Plan | Amendment, ...]:
        """What states courses for a year, and passes: the plans, then their amendments."""
        return (*self.plans, *self.amendments)

    @property
    def handed_in_records(self) -> tuple[Plan | Amendment | Summary, ...]:
        """What the institution hands in year by year, each with the steps that offices take."""
        return (*self.plans_and_amendments, *self.summaries)

    def get_acts(self, kind: type[A]) -> tuple[A, ...]:
        """The acts of one kind, in order of date."""
        return tuple(act for act in self.acts if isinstance(act, kind))

    def get_act(self, stem: str, kind: type[A]) -> A | None:
        """The act of that file name and kind, if there is one."""
        return next((act for act in self.get_acts(kind) if act.stem == stem), None)

    def get_plan(self, year: int) -> Plan | None:
        return next((each for each in self.plans if each.year == year), None)

    def get_summary(self, year: int) -> Summary | None:
        return next((each for each in self.summaries if each.year == year), None)

    def get_amendments(self, year: int) -> tuple[Amendment, ...]:
        return tuple(each for each in self.amendments if each.year == year)


def dossier_cache(function: Callable[Concatenate[Dossier, P], R]) -> Callable[Concatenate[Dossier, P], R]:
    """Keep the results of a function with the dossier that they are derived from.

    A cache of the function's own would keep a thousand dossiers in memory. The result must not be or hold the
    dossier itself: commands pause the collector, and without it such a circle is never freed.
    """

    @wraps(function)
    def look_up(dossier: Dossier, /, *args: P.args, **kwargs: P.kwargs) -> R:
        # The dossier is no part of the key, as the results lie in the dossier itself and go with it.
        key = (function, args, *kwargs.items()) if kwargs else (function, args)
        try:
            result: R = dossier.derived[key]
        except KeyError:
            result = dossier.derived[key] = function(dossier, *args, **kwargs)
        return result

    return look_up


def build_act_key(act: Act) -> tuple[dt.date, int, int, str]:
    """Sort key of acts: by date, on one day by kind, of one kind by number; what has none is the first."""
    number = NUMBER.search(act.stem)
    return act.date, ACT_ORDER[type(act)], int(number[1]) if number else 1, act.path


def get_kind_name(record: Record) -> str:
    """The name of a record's kind, as its schema is called."""
    return KIND_NAMES[type(record)]


def get_authority(record: Record) -> str:
    """The authority that has done what a record tells of; empty for a kind of record that names none."""
    authority: str = getattr(record, "authority", "")
    return authority
