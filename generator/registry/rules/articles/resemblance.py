"""What the reviewer of a new dossier should know: what it shares with one that is barred or over."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator

from ...lifecycle.bars import compute_bars
from ...lifecycle.filing import find_name
from ...lifecycle.force import list_standing
from ...model.difference import Difference
from ...model.dossier import Dossier
from ...model.kinds import Application, Change, Dissolution, Succession
from ...model.register import Register
from ...records.record_path import get_name
from ..rule import Fault, fault, rule

# What two institutions may have in common, as it is called.
SHARED = {"name": "名称", "address": "地址", "phone": "电话", "legal_representative": "法定代表人"}
SITES = "sites"
# Only who has an act of such a kind can be barred or dissolved; the others are not even read.
TELLING = ("-rectification-outcome", "-bar", "-dissolution")


@rule("", "与已注销或受限制机构相同之处", "info", scope="change", basis="form")
def shares_with_barred_or_dissolved(difference: Difference) -> Iterator[Fault]:
    """新立的档案，名称、地址、电话或法定代表人与已注销、不得再次报备的机构相同的，请审核的人留意。

    用过的名称、地址、电话和法定代表人都算，品牌名、培训地点和其他电话也算；另一家的限制在新档案最早一份事项之日还没有结束，或者以后才有的，都提示。
    代码不同，登记册不认定是同一家，也不影响办理；已经录入承继那一家的不再提示。
    """
    new = [each for each in difference.list_new_dossiers() if each.acts]
    others = [(each, _collect_facts(each)) for each in _list_over(difference.head)] if new else []
    for dossier in new:
        facts, on = _collect_facts(dossier), dossier.acts[0].date
        # Who says of itself that it follows another has told what the reviewer should ask.
        followed = {act.predecessor for act in list_standing(dossier, Succession)}
        for other, values in others:
            if other.id in (dossier.id, *followed):
                continue
            same = [name for name in SHARED if _is_shared(name, facts, values)]
            what = _describe_reason(other, on) if same else ""
            if what:
                names = "、".join(SHARED[name] for name in same)
                whose = f"{find_name(other, on)}（{other.id}，{what}）"
                mend = "请核实两家的关系；承继的录入承继（succession），没有关系的照常办理"
                yield fault(dossier.institution, f"/{same[0]}", f"{names}与{whose}相同", mend)


def _list_over(register: Register) -> Iterator[Dossier]:
    """The dossiers that have an act by which one may be barred or dissolved."""
    for id_, folder in register.folder_by_id.items():
        paths = (get_name(path) for path in register.folders[folder].valid if "/acts/" in path)
        if id_ in register.dossiers and any(each in path for path in paths for each in TELLING):
            yield register.dossiers[id_]


def _is_shared(name: str, one: dict[str, set[str]], other: dict[str, set[str]]) -> bool:
    """Whether two dossiers have a property in common; an office may be where the other taught, or teaches."""
    if not one[name].isdisjoint(other[name]):
        return True
    # That two teach in one place says little: many do so in the same hall.
    return name == "address" and not (
        one[name].isdisjoint(other[SITES]) and one[SITES].isdisjoint(other[name])
    )


def _collect_facts(dossier: Dossier) -> dict[str, set[str]]:
    """All that each property of SHARED and where it teaches is and was, width and blanks aside."""
    facts: dict[str, set[str | None]] = {name: set() for name in (*SHARED, SITES)}
    for filing in (dossier.institution, *(each.filing for each in dossier.get_acts(Application))):
        for name in SHARED:
            facts[name].add(getattr(filing, name))
        facts["name"].update(filing.aliases)
        facts[SITES].update(each.address for each in filing.sites)
        facts["phone"].update(each.number for each in filing.other_phones)
    for act in dossier.get_acts(Change):
        for edit in act.changes:
            if edit.field in SHARED:  # the values of others may be lists and groups
                facts[edit.field].update((edit.before, edit.after))
    return {name: {_make_plain(each) for each in values if each} for name, values in facts.items()}


def _make_plain(text: str) -> str:
    """A text without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _describe_reason(dossier: Dossier, since: dt.date) -> str:
    """What an institution is that new ones should be compared with; empty of all others.

    It is dissolved, or a bar of it ends on the day `since` or later.
    """
    states = ["已注销"] if list_standing(dossier, Dissolution) else []
    states += [f"不得再次报备至 {bar.end}" for bar in compute_bars(dossier, dt.date.max) if bar.end >= since]
    return "，".join(states)
