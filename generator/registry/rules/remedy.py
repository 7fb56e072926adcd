"""How what a rule finds is mended: the records concerned, the ways that are open, the advice of its cases.

Nothing of it is typed for a rule. It follows from what the rule says of itself, from the findings of its bad
cases (which kinds of record, which places, which advice), and from what the schemas let come to a record
later. The page of a rule and `registry rules CODE` both tell it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from ..finding import SEVERITY_LABELS
from ..json_data import Fields
from ..lifecycle.means import SHEETS
from ..model.corrections import EFFECT
from ..model.kinds import KIND_NAMES, Institution
from ..model.record import Act
from ..records.loader import Document
from ..records.schemas import Kind, Schemas
from .articles import form, privacy
from .cases import list_case_findings
from .places import MERGED, has_corrections
from .rule import Rule, collect_rules
from .site_settings import SETTINGS_RULES

MAX_ITEMS = 8  # kinds of record, and pieces of advice, that are reported of a rule
FORMAL = frozenset(form.STATEMENTS)
PERSONAL = frozenset(each.code for each in collect_rules(privacy))
ALWAYS_MENDED = ("record-form",)  # it has no case: it compares with what Git holds
# What people name in the place of what stands in braces in a path.
PLACEHOLDERS = {"institutions": "机构编号", "batches": "批次编号", "calendar": "年份", "repairs": "机构编号"}
CHANGE = re.compile(r"registry new \S+ (change --field [^）]+)")
OPTIONS = {"change": " --field 项目", "waiver": " --rule 规则代码"}
# In advice what differs from case to case: commands, quoted values, lists, who acts, names and numbers.
VARYING = re.compile(
    r"（registry [^）]*）|“[^”]*”|：[^；]*、[^；]*|由[^，；]*后|[^，；、（）是]*（演示）"
    "|[0-9A-Za-z_/.#〔〕-]+"
)
EXAMPLE = re.compile("，如 [^；\n]*")
STAYS = re.compile("^如实(记录|录入)即可")
MAY_STAY = re.compile("可以保留|如实保留|照常办理|不用改")
BACK = re.compile("^(改回|恢复)")
ADDED = re.compile(r"(?:填写|补填|补上|作为)([^；\n]*)")
WORD = re.compile(r"\w+", re.ASCII)
# A kind of record that is to be made. Looked ahead for: what names one may stand within what names another.
KIND = "([a-z]+(?:-[a-z]+)*)"
NAMED_KIND = re.compile(rf"(?=registry new \S+ {KIND}|（{KIND}[，）]|录入 ?{KIND})")
NO_WAY = ("corrections", "remarks")  # what comes later to a record and mends nothing


class ConcernedKind(NamedTuple):
    """A kind of record that a rule concerns: the command that makes one, whether it has a spreadsheet."""

    name: str
    title: str
    command: str
    has_sheet: bool


class Way(NamedTuple):
    """A way to mend: when it is the one, what is done, by which command ("": by none).

    `form` is the kind of record that is made, of which there is a form too; empty where none is made.
    """

    when: str
    what: str
    command: str = ""
    form: str = ""


class Remedy(NamedTuple):
    """How what a rule finds is mended. With `has_more`, records of other kinds are concerned too."""

    kinds: list[ConcernedKind]
    has_more: bool
    ways: list[Way]
    advice: list[str]


# A preview makes its site anew after each change of a record: what rules and schemas say stays.
@lru_cache(1024)
def find_remedy(rule: Rule, schemas: Schemas) -> Remedy:
    """How what a rule finds is mended."""
    facts = _Facts(rule, schemas)
    concerned = facts.others if facts.others and rule.scope == "clock" else [*facts.kinds, *facts.others]
    # A rule of form concerns every kind of record: to list them would help nobody.
    shown = [] if facts.is_general else [*dict.fromkeys(concerned)][:MAX_ITEMS]
    kinds = [
        ConcernedKind(kind.name, _name_kind(kind), facts.write_command(kind), kind.name in SHEETS)
        for kind in shown
    ]
    has_more = facts.is_general or Act in rule.subjects or len(concerned) > MAX_ITEMS
    return Remedy(kinds, has_more, [*_list_ways(facts)], facts.advice[:MAX_ITEMS])


def _name_kind(kind: Kind) -> str:
    """What a kind of record is called; of an institution's own file what it says."""
    return "机构现况" if kind.name == "institution" else kind.title


def write_new(kind: Kind) -> str:
    """The command that makes a record of a kind, or a row of a table."""
    folder, is_in_one, _ = kind.path.partition("/")
    name = kind.name if is_in_one else kind.name.removesuffix("s")
    return f"registry new {PLACEHOLDERS.get(folder, '新编号')} {name}{OPTIONS.get(name, '')}"


class _Facts:
    """What the cases of a rule tell of it: the kinds and places that it finds fault with, and its advice."""

    def __init__(self, rule: Rule, schemas: Schemas) -> None:
        self.rule = rule
        self.schemas = schemas
        self.findings = list_case_findings(rule.code)
        # Whether what it finds is how a record is written, not what it says.
        self.is_formal = rule.code in FORMAL - {*SETTINGS_RULES}
        self.is_general = self.is_formal or Document in rule.subjects

    @cached_property
    def own(self) -> list[str]:
        """The advice of each case but for the way out that many rules name."""
        return [each["hint"].partition(MERGED)[0].rstrip("；") for each in self.findings]

    @cached_property
    def advice(self) -> list[str]:
        """The advice of the cases, the most frequent first; once where names or an example alone differ."""
        own = [(VARYING.sub("…", EXAMPLE.sub("", each)), each) for each in self.own if each]
        shapes = Counter(shape for shape, _ in own)
        # Backwards, so that of one shape the first advice stands.
        first = dict(reversed(own))
        return [first[shape] for shape, _ in shapes.most_common()]

    @property
    def stays(self) -> bool:
        """Whether nothing is to be mended: what has happened is recorded as it was."""
        return bool(self.advice) and all(STAYS.match(each) for each in self.advice)

    @cached_property
    def places(self) -> list[tuple[Kind, str]]:
        """The kind and the outermost property of what the cases find."""
        places = []
        for finding in self.findings:
            if kind := self.schemas.get_kind_at(finding["path"]):
                places.append((kind, finding["pointer"].split("/")[1] if finding["pointer"] else ""))
        return places

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kinds of record that the rule takes, then those of the cases, by frequency."""
        taken = [KIND_NAMES[each] for each in self.rule.subjects if each in KIND_NAMES]
        placed = Counter(kind.name for kind, _ in self.places)
        names = dict.fromkeys([*taken, *(name for name, _ in placed.most_common())])
        return [self.schemas.kinds[each] for each in names]

    def has_kind(self, name: str) -> bool:
        """Whether records of a kind are concerned."""
        return any(each.name == name for each in self.kinds)

    def write_command(self, kind: Kind) -> str:
        """The command that makes a record; what an institution is changes by an act ("": by none found)."""
        return self.change if kind.name == "institution" else write_new(kind)

    @cached_property
    def change(self) -> str:
        """The command that changes what the cases find of an institution, as the most of them tell it."""
        counts = Counter(match[1] for each in self.own if (match := CHANGE.search(each)))
        if counts:
            return f"registry new 机构编号 {counts.most_common(1)[0][0]}"
        properties = self.schemas.kinds["institution"].properties
        titles = [
            properties[name]["title"]
            for kind, name in self.places
            if kind.name == "institution" and properties.get(name, {}).get("x-change") == "change"
        ]
        return f"registry new 机构编号 change --field {titles[0]}" if titles else ""

    def list_added(self) -> Iterator[tuple[Kind, Fields]]:
        """What the advice says may come to a record that stands: the kind and the property."""
        added = {word for each in self.own for rest in ADDED.findall(each) for word in WORD.findall(rest)}
        for kind in self.kinds:
            for name, schema in _list_later(self.schemas, kind.schema):
                if name in added and name not in NO_WAY:
                    yield kind, schema

    def list_free(self) -> list[str]:
        """The titles of what the cases find that may be rewritten at any time."""
        titles = (kind.properties.get(name, {}) for kind, name in self.places)
        return [*dict.fromkeys(each["title"] for each in titles if each.get("x-later") == "free")]

    @cached_property
    def others(self) -> list[Kind]:
        """Other kinds of record that the advice names, in the order of the schemas."""
        has_a_way = {"correction", "repair", "waiver", "institution"}
        if self.has_kind("institution"):
            has_a_way.add("change")
        return [each for each in self.schemas.kinds.values() if each.name in self.named - has_a_way]

    @cached_property
    def named(self) -> set[str]:
        """What the advice names as to be made: kinds of record, and other words in their places."""
        named = NAMED_KIND.finditer("\n".join(self.own))
        return {word for match in named for word in match.groups() if word}


def _list_later(schemas: Schemas, schema: Fields) -> Iterator[tuple[str, Fields]]:
    """The properties of a record, rows and groups in it too, that `registry step` adds to it."""
    for name, below in schemas.get_properties(schema):
        if below.get("x-later") in ("fill", "append"):
            yield name, below
        elif "x-path" not in below:  # a whole record has a kind of its own
            yield from _list_later(schemas, schemas.resolve(below.get("items", below)))


def _list_ways(facts: _Facts) -> Iterator[Way]:
    """The ways to mend, in the order in which they are tried."""
    if facts.rule.code in SETTINGS_RULES:
        what = "要改的不是记录，是网站的设置或者记录旁边的文件：由管理员照检查的改法改，单独提出。"
        yield Way("由管理员改", what)
    elif facts.rule.code in PERSONAL:
        yield from _list_personal()
    else:
        yield from _list_fix(facts)
        if facts.rule.code not in ALWAYS_MENDED and (facts.is_formal or not _is_mended(facts)):
            yield from _list_before_merging(facts)
            yield from _list_added(facts)
            yield from _list_corrections(facts)
            yield from _list_repair(facts)
    if facts.rule.code not in SETTINGS_RULES:
        yield from _list_exceptions(facts)


def _list_personal() -> Iterator[Way]:
    what = "不要合并，在文件里删去；已经提出的，提案的历史里也留着，告诉管理员清除。"
    yield Way("还没有合并", what, "registry check --base origin/main")
    what = "删去以后仍留在历史里：立即告诉管理员清除。不用更正，更正会把原值留在页面上。"
    yield Way("已经合并", what)


def _is_mended(facts: _Facts) -> bool:
    """Whether the program mends all that the rule finds in its cases."""
    mended = bool(facts.findings) and all(each.get("mendable") for each in facts.findings)
    return mended or facts.rule.code in ALWAYS_MENDED


def _list_fix(facts: _Facts) -> Iterator[Way]:
    """By the program, where it is certain what was meant."""
    undo = "先看会改什么加 --dry-run，不要了加 --undo。"
    if _is_mended(facts):
        yield Way("程序可以改正", f"意思是确定的，程序替你改好；{undo}", "registry fix")
    elif any(each.get("mendable") for each in facts.findings):
        what = "检查的改法里写着“registry fix 可以改正”的，程序替你改好；意思不明确的它不改，照下面的办。"
        yield Way("意思明确的", what, "registry fix")


def _list_before_merging(facts: _Facts) -> Iterator[Way]:
    """Before the proposal is merged; what comes by a day that passes is in no proposal."""
    if facts.stays:
        return
    if facts.rule.scope == "clock":
        if "correction" not in facts.named:
            what = "到了日期才有的提醒，不影响合并和发布：已经办了的照改法录入，没有办的请经办的人去办。"
            yield Way("到期提醒", what)
    elif facts.rule.scope == "change" and any(BACK.match(each) for each in facts.advice):
        what = "这次改动碰到了不能改写的内容：放下这份文件的草稿，原来的内容就回来了。"
        yield Way("还没有合并", what, "registry discard 文件")
    else:
        is_sheet = not facts.is_general and any(each.name in SHEETS for each in facts.kinds)
        again = "从表格导入的，也可以改好表格再导入一次；" if is_sheet else ""
        proposed = "已经提出的，改好再运行 registry propose，或者在同一份合并请求里改。"
        what = f"在检查指出的位置改好，再核对；{again}{proposed}"
        yield Way("还没有合并", what, "registry check --base origin/main")


def _list_added(facts: _Facts) -> Iterator[Way]:
    """How it is mended by an addition to a record that stands, or by another record."""
    if facts.is_formal:
        return
    if facts.rule.scope != "change":
        titles: dict[str, list[Kind]] = {}
        for kind, schema in facts.list_added():
            titles.setdefault(_name_added(facts.schemas, schema), []).append(kind)
        for word, kinds in titles.items():
            named = "批次编号" if kinds[0].name == "batch" else "机构编号"
            what = f"补进原来的文件（{'、'.join(each.title for each in kinds)}），别的内容不动。"
            year = " 年度" if "{year}" in kinds[0].path else ""
            step = f"registry step {named} {kinds[0].title}{year} {word.partition('、')[0]}"
            yield Way(f"还缺“{word}”", what, step)
    for kind in facts.others:
        what = "照文书或者报来的材料另添一份，已有的文件不动。"
        yield Way(f"改法说要录入{kind.title}的", what, write_new(kind), kind.name)


def _name_added(schemas: Schemas, schema: Fields) -> str:
    """The words by which `registry step` adds to a property: the actions of its rows, or its title."""
    row = schemas.resolve(schemas.resolve(schema).get("items", {}))
    actions = schemas.resolve(row.get("properties", {}).get("action", {})).get("enum")
    return "、".join(actions) if actions else str(schema["title"])


def _list_corrections(facts: _Facts) -> Iterator[Way]:
    """After the proposal is merged: what was recorded is never rewritten."""
    if facts.is_formal:
        yield Way("已经合并", "也直接改，检查放行：改的是写法、格式和文件名，内容不变。")
        return
    if facts.rule.scope == "clock" and "correction" not in facts.named:
        return
    if free := facts.list_free():
        yield Way("已经合并", f"{'、'.join(free)}可以在原处改。")
    tables = "、".join(each.title for each in facts.kinds if has_corrections(facts.schemas, each))
    is_corrected = any(_is_corrected(facts, each) for each in facts.kinds)
    if is_corrected:
        what = (
            "不改原文件，另添一份更正，写明哪份文件、哪个位置、原值、新值和原因；原值和新值都保留在页面上。"
            "更正只改已经写了的值，不添漏写的，也不删去一项。"
        )
        correction = facts.schemas.kinds["correction"]
        where = "在机构的记录里" if tables else ""
        yield Way(f"已经合并，当时{where}录错了", what, write_new(correction), correction.name)
    if tables:
        open_ = "；还没有填的直接补填" if facts.has_kind("regulation") else ""
        what = f"在原处改正，同时在这份文件的更正（corrections）中写明位置、原值、新值和原因{open_}。"
        yield Way(f"已经合并，当时在{tables}里录错了", what)
    if facts.change and ("change" in facts.named or Institution in facts.rule.subjects):
        what = (
            "机构现况（institution.yml）由程序照申请和变更写，不直接改：录入变更。"
            "只有旧名单中还没有申请过的机构，查到的情况直接补填在里面。"
        )
        yield Way("机构的情况有了变化", what, facts.change, "change")


def _is_corrected(facts: _Facts, kind: Kind) -> bool:
    """Whether a correction among an institution's acts mends a record; its own file follows from the acts."""
    if kind.name == "institution":
        return bool(facts.change) or "correction" in facts.named
    places = {name for each, name in facts.places if each.name == kind.name}
    # A whole file is at no place of itself, and what a correction did is corrected by none.
    fixed = {"", *(EFFECT if kind.name == "correction" else ())}
    return kind.path.startswith("institutions/") and not (places and places <= fixed)


def _list_repair(facts: _Facts) -> Iterator[Way]:
    """What two proposals have made, each without fault."""
    if any(re.search(r"registry new \S+ repair\b", each["hint"]) for each in facts.findings):
        what = "由市人社局添一份修复，写明哪一份移到哪里或者作废，照着做完，在同一份提案里提出。"
        repair = facts.schemas.kinds["repair"]
        yield Way(f"{MERGED}造成的", what, write_new(repair), repair.name)


def _list_exceptions(facts: _Facts) -> Iterator[Way]:
    """What is not mended: an exception in writing, what is so, what is past."""
    rule = facts.rule
    if rule.waivable:
        what = "照文书录入例外说明，写明的期间内不再提醒；例外不改变办法的要求。"
        yield Way("机关书面同意例外的", what, f"registry new 机构编号 waiver --rule {rule.code}", "waiver")
    if facts.stays:
        yield Way("确实如此的", "已经发生的改不了，也不用改：如实记录，以后照办法办。录错了的才更正。")
    elif rule.severity != "error" and (rule.scope != "clock" or "correction" in facts.named):
        when = "核实以后确实如此的" if any(map(MAY_STAY.search, facts.own)) else "一时改不了的"
        yield Way(when, f"{SEVERITY_LABELS[rule.severity]}不妨碍合并和发布，留给审核的人判断。")
