"""The findings of a register held against a base: what a change has caused, and what was there before."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ..changes.base import (
    Base,
    compute_difference,
    find_change_faults,
    fold_offices_gone,
    read_base,
    split_by_base,
)
from ..entry.mended_files import MendedFile, find_other_layouts, mend_files
from ..entry.mended_register import mend_register
from ..finding import Finding
from ..history.git import read_recorded
from ..history.settings_then import read_settings_at
from ..model.difference import Difference
from ..report.check_report import CheckReport
from ..rules.checking import Examined
from ..rules.engine import PLAIN, CheckOptions
from ..rules.rule import Scope
from ..rules.site_settings import SETTINGS_RULES, check_settings
from ..settings import get_address
from .progress import show_progress

MAX_LAYOUTS = 200  # files whose layout is looked at


class Comparison(NamedTuple):
    """What a check has to report of a change, its base and what became of that.

    `ended` was found in the base and is no more.
    """

    report: CheckReport
    base: Base
    difference: Difference
    ended: Sequence[Finding] = ()


def compare_with_base(
    arguments: argparse.Namespace,
    head: Examined,
    report: CheckReport,
    scopes: frozenset[Scope] = PLAIN,
    has_layouts: bool = True,
) -> Comparison:
    """The findings parted by the base; in the plain scope with those of the rules that see a change.

    With `has_layouts` also which of the touched files are not in the form of all. Links lead to the site that
    the base knows: a proposal names no address in what is reported of it. Raises GitError.
    """
    on = arguments.on
    recorded = read_recorded(arguments.root, arguments.latest) if scopes != PLAIN else {}
    options = CheckOptions(scopes, recorded, show_progress)
    base = read_base(arguments.root, arguments.base, on, options, like=head)
    difference = compute_difference(base, head)
    faults = find_change_faults(arguments.root, base, head, difference, on) if scopes == PLAIN else []
    caused, before, ended = split_by_base(base, head, difference.moved)
    config = read_settings_at(arguments.root, base.commit)
    # Settings and licence are no records, and so in no base's findings: a change that leaves them alone has
    # not caused it.
    old = {each.path for each in check_settings(config, arguments.root)} - base.touched
    for finding in report.findings:
        if finding.rule in SETTINGS_RULES:
            (before if finding.path in old else caused).append(finding)
    mended = mend_touched(arguments, head, base.touched) if scopes == PLAIN and has_layouts else []
    # What is to be mended by hand is looked at first: in the layout of all it comes anyway.
    errors = (each for each in (*caused, *faults) if each.severity == "error")
    faulty = {each.path for each in errors if not each.mendable}
    for finding in find_other_layouts(each for each in mended if each.path not in faulty):
        (before if _was_laid_out_otherwise(base, finding.path) else caused).append(finding)
    caused = sorted([*fold_offices_gone(difference, caused), *faults], key=Finding.order)
    site = get_address(config)
    compared = report._replace(findings=caused, before=before, touched=base.touched, site=site, mended=mended)
    return Comparison(compared, base, difference, ended)


def mend_touched(
    arguments: argparse.Namespace, head: Examined, touched: Collection[str], most: int = MAX_LAYOUTS
) -> list[MendedFile]:
    """What `registry fix` makes of the files that a change touches: of very many, those that it must mend."""
    mendable = {each.path for each in head.findings if each.mendable}
    paths = sorted(touched, key=lambda path: (path not in mendable, path))[:most]
    return mend_register(arguments.root, arguments.on, head, paths)


def _was_laid_out_otherwise(base: Base, path: str) -> bool:
    """Whether a file was not in the form of all when the change began."""
    former = next((old for old, new in base.moved.items() if new == path), path)
    mended = mend_files(base.examined.loaded.files, base.examined.schemas, [former])
    return any(each.is_laid_out for each in mended)
