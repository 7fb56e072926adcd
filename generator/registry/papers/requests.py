"""Which paper is asked for, of which record, and the way from both to the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from ..entry.request import NotLawful, RecordRequest, UnknownNameError, list_kind_words
from ..entry.workbook import gathering
from ..entry.workbook.gathering import Source
from ..json_data import Fields
from ..lifecycle.bars import BarSpan, compute_bars
from ..lifecycle.filing import find_name
from ..lifecycle.papers import BASES, RECEIVED, get_word
from ..model.dossier import Dossier
from ..model.kinds import Act, Change, PaperKind, RectificationOrder
from ..records.schemas import Schemas
from ..suggest import find_nearest
from . import acts, answers, application, lists, yearly
from .drafting import Drafter, check_law
from .forms import FormData
from .letters import NEXT
from .paper import Paper

# What people call a paper beside its title and the kind of record that it is of; in English it is the name in
# PaperKind.
WORDS: Mapping[PaperKind, tuple[str, ...]] = {
    PaperKind.RECTIFICATION_ORDER: ("整改通知书",),
    PaperKind.SUPPLEMENT_NOTICE: ("补正",),
    PaperKind.RECEIPT: ("回执",),
    PaperKind.LIST: ("名单", "批次"),
    PaperKind.BAR_END: ("期满告知书", "期满"),
    PaperKind.CHANGE_RECEIPT: ("变更回执",),
    PaperKind.PLAN: ("计划表", "年度计划表"),
    PaperKind.SUMMARY: ("总结表", "年度总结表"),
}
# The papers that are letters about a record of another kind, which is named beside them.
LETTERS = (PaperKind.SUPPLEMENT_NOTICE, PaperKind.RECEIPT)
# The kind of record that a form shows, and an act that a paper tells of.
FORMS = {PaperKind.APPLICATION: "application", PaperKind.PLAN: "plan", PaperKind.SUMMARY: "summary"}
ACTS = {PaperKind.RECTIFICATION_ORDER: "rectification-order", PaperKind.CHANGE_RECEIPT: "change"}
OneKind = TypeVar("OneKind", bound=Act)


class PaperRequest(NamedTuple):
    """What is asked for: the paper, whose, for a letter the kind of record, the year or act, whether blank.

    `id` is an institution's, or a batch's for a list; a blank paper may do without. `act` begins the name of
    an act's file; `authority` is who writes a receipt.
    """

    kind: PaperKind
    id: str = ""
    of: str = ""
    year: int | None = None
    act: str = ""
    authority: str = ""
    is_blank: bool = False


def read_words(words: Sequence[str], schemas: Schemas) -> tuple[PaperKind, str, str]:
    """The paper, the kind of record that a letter is about, and the id or name; in any order.

    Raises UnknownNameError where no paper is named, or more than can be meant.
    """
    papers = {get_word(each): each for each in PaperKind} | {str(each): each for each in PaperKind}
    papers |= {word: kind for kind, every in WORDS.items() for word in every}
    for paper, name in (FORMS | ACTS).items():
        # A form or an order may be asked for by what it is of.
        papers |= dict.fromkeys(list_kind_words([schemas.kinds[name]]), paper)
    records = list_kind_words(schemas.kinds[each] for each in NEXT)
    letters = [papers[word] for word in words if papers.get(word) in LETTERS]
    named = letters or [papers[word] for word in words if word in papers]
    rest = [word for word in words if papers.get(word) not in named[:1]]
    of = [records[word] for word in rest if word in records] if letters else []
    others = [word for word in rest if not (letters and word in records)]
    # A letter that is mistyped beside its kind of record (收件回直 计划) would be taken for an institution.
    what, words_of = ("记录", records) if letters else ("文书", papers)
    slips = {word: find_nearest(word, words_of, 0.6) for word in others if word not in words_of}
    slips = {word: meant for word, meant in slips.items() if meant}
    is_mistaken = not letters and any(papers[each] in LETTERS for each in slips.values())
    if len(named) != 1 or len(of) > 1 or len(others) > 1 or is_mistaken:
        for word, meant in slips.items():
            raise UnknownNameError(f"没有 {word} 这种{what}，是否想写 {meant}？")
        listed = "、".join(f"{get_word(each)}（{each}）" for each in PaperKind)
        raise UnknownNameError(f"写明一种文书和一个机构（名单写批次），先后不论；文书有：{listed}")
    return named[0], "".join(of), "".join(others)


def draft_paper(source: Source, asked: PaperRequest) -> Paper:
    """The paper that is asked for.

    Raises NotLawful where the city's law has no such thing, or there can be none now; UnknownNameError where
    it is not known which record is meant.
    """
    check_law(source, asked.kind, BASES.get(asked.kind, ""), source.day)
    if asked.kind == PaperKind.LIST:
        return _draft_list(source, asked)
    dossier = gathering.find_source_dossier(source, asked.id) if asked.id else None
    if dossier is None and not asked.is_blank:
        raise UnknownNameError("写明是哪个机构；空白的加 --blank")
    about = find_name(dossier, source.day) if dossier else ""
    return DRAFTS[asked.kind](source, asked, dossier)._replace(about=about)


def _draft_list(source: Source, asked: PaperRequest) -> Paper:
    batch = None
    if asked.id or not asked.is_blank:
        path = gathering.find_record(source, source.schemas.kinds["batch"], asked.id, None)
        batch = source.register.batches[PurePosixPath(path).stem]
    drafter = Drafter(source, batch.announcement.published_on if batch and batch.announcement else source.day)
    return drafter.finish(lists.draft_list(drafter, batch), asked.kind)


def _draft_form(source: Source, asked: PaperRequest, dossier: Dossier | None) -> Paper:
    """A form of a record that is there, of what is known for the next one, or blank."""
    kind = source.schemas.kinds[FORMS[asked.kind]]
    if not asked.is_blank:
        assert dossier
        path = find_path(source, dossier, kind.name, asked.year, asked.act)
        content = gathering.collect_record(source, path)
        day = _find_day(dict(content.record)) or source.day
        name = content.institution._replace(name=find_name(dossier, day))
        content = content._replace(institution=name)
        # Once more, by the law of the day on which it was handed in.
        check_law(source, asked.kind, BASES.get(asked.kind, ""), day)
    elif dossier:
        request = RecordRequest(dossier.id, kind.name, source.day, year=asked.year)
        content, day = gathering.collect_form(source, kind, request), source.day
    else:
        content, day = gathering.collect_blank(source, kind, asked.year), source.day
    form, drafter = FormData(content, asked.is_blank), Drafter(source, day)
    draft = {
        PaperKind.APPLICATION: application.draft_application,
        PaperKind.PLAN: yearly.draft_plan,
        PaperKind.SUMMARY: yearly.draft_summary,
    }[asked.kind]
    return drafter.finish(draft(drafter, form, dossier), asked.kind)


def _find_day(record: Fields) -> dt.date | None:
    """The day on which a record was handed in first."""
    days = [record["date"]] if "date" in record else [each["date"] for each in record.get("steps", ())]
    return dt.date.fromisoformat(min(days)) if days else None


def _draft_supplement_notice(source: Source, asked: PaperRequest, dossier: Dossier | None) -> Paper:
    drafter = Drafter(source, source.day)
    wanted = asked.act or str(asked.year or "")
    shortfall = None
    if dossier and not asked.is_blank:
        shortfall = answers.find_shortfall(drafter, dossier, asked.of, wanted)
    return drafter.finish(answers.draft_notice(drafter, dossier, shortfall), asked.kind)


def _draft_receipt(source: Source, asked: PaperRequest, dossier: Dossier | None) -> Paper:
    """The receipt for a record; of one that several offices have, by the one that is named."""
    if not asked.of:
        titles = "、".join(f"{each}（{source.schemas.kinds[each].title}）" for each in NEXT)
        raise UnknownNameError(f"写明是哪一种记录的回执：{titles}，如 registry paper receipt plan 机构编号")
    check_law(source, asked.kind, RECEIVED[asked.of], source.day)
    drafter = Drafter(source, source.day)
    record = {}
    if dossier and not asked.is_blank:
        path = find_path(source, dossier, asked.of, asked.year, asked.act)
        record = {**source.register.documents[path].data}
        record = _select_authority(record, asked.authority)
    return drafter.finish(answers.draft_receipt(drafter, dossier, asked.of, record), asked.kind)


def _select_authority(record: Fields, authority: str) -> Fields:
    """A record with the steps of one authority alone. Raises UnknownNameError where it has none."""
    if not authority or "steps" not in record:
        return record
    own = [each for each in record["steps"] if each["authority"] == authority]
    if not own:
        raise UnknownNameError(f"记录中没有 {authority} 收到的环节")
    return {**record, "steps": own}


def _draft_bar_end(source: Source, asked: PaperRequest, dossier: Dossier | None) -> Paper:
    """The notice that a bar has ended. Raises NotLawful where the city's law has no bar."""
    years = source.register.tables.find_regulation(source.day).parameters.bar_years
    if not years:
        raise NotLawful(
            f"办法没有规定不得再次报备的年数，或者登记册还没有填（bar_years），所以没有“{asked.kind}”"
        )
    span = _find_bar(source, asked, dossier) if dossier and not asked.is_blank else None
    drafter = Drafter(source, source.day)
    return drafter.finish(acts.draft_bar_end(drafter, dossier, span), asked.kind)


def _find_bar(source: Source, asked: PaperRequest, dossier: Dossier) -> BarSpan:
    """The last bar, or that of the determination that is named. Raises UnknownNameError where none is."""
    year = str(asked.year or "")
    spans = [
        span
        for span in compute_bars(dossier, source.day)
        if span.outcome.stem.startswith(asked.act) and str(span.start).startswith(year)
    ]
    if not spans:
        raise UnknownNameError(
            f"{dossier.id} 没有有效的“未达到整改要求”的认定，没有不得再次报备的期限；空白的加 --blank"
        )
    # The one that ends last is what still keeps the institution from applying.
    return max(spans, key=lambda span: span.end)


def _draft_order(source: Source, asked: PaperRequest, dossier: Dossier | None) -> Paper:
    order = _find_act(source, asked, dossier, RectificationOrder)
    drafter = _begin(source, asked, order)
    return drafter.finish(acts.draft_order(drafter, dossier, order), asked.kind)


def _draft_change_receipt(source: Source, asked: PaperRequest, dossier: Dossier | None) -> Paper:
    change = _find_act(source, asked, dossier, Change)
    drafter = _begin(source, asked, change)
    return drafter.finish(acts.draft_change_receipt(drafter, dossier, change), asked.kind)


def _find_act(
    source: Source, asked: PaperRequest, dossier: Dossier | None, kind: type[OneKind]
) -> OneKind | None:
    """The act that a paper tells of; none for a blank one. Raises UnknownNameError where it is not there."""
    if dossier is None or asked.is_blank:
        return None
    path = find_path(source, dossier, ACTS[asked.kind], asked.year, asked.act)
    return dossier.get_act(PurePosixPath(path).stem, kind)


def _begin(source: Source, asked: PaperRequest, act: Act | None) -> Drafter:
    """The drafter of the law of an act's day. Raises NotLawful where that had no such thing."""
    day = act.date if act else source.day
    check_law(source, asked.kind, BASES.get(asked.kind, ""), day)
    return Drafter(source, day)


# The function that drafts each paper but a list, which is of a batch and of no institution.
DRAFTS: Mapping[PaperKind, Callable[[Source, PaperRequest, Dossier | None], Paper]] = {
    PaperKind.RECTIFICATION_ORDER: _draft_order,
    PaperKind.SUPPLEMENT_NOTICE: _draft_supplement_notice,
    PaperKind.RECEIPT: _draft_receipt,
    PaperKind.BAR_END: _draft_bar_end,
    PaperKind.CHANGE_RECEIPT: _draft_change_receipt,
    PaperKind.APPLICATION: _draft_form,
    PaperKind.PLAN: _draft_form,
    PaperKind.SUMMARY: _draft_form,
}


def find_path(source: Source, dossier: Dossier, kind: str, year: int | None, act: str) -> str:
    """The latest record of a kind, of a year, or the act whose name begins so. Raises UnknownNameError."""
    paths = gathering.list_paths(source, source.schemas.kinds[kind], dossier, year)
    named = [each for each in paths if PurePosixPath(each).stem.startswith(act)]
    if not named:
        which = f" {act or year} 的" if act or year else ""
        listed = "、".join(PurePosixPath(each).stem for each in paths)
        others = f"，现有 {listed}" if paths else ""
        title = source.schemas.kinds[kind].title
        raise UnknownNameError(f"{dossier.id} 没有{which}{title}{others}；空白的加 --blank")
    # Paths of a dossier come in order, and days stand first in the names.
    return named[-1]
