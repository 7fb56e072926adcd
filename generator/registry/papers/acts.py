"""Papers of acts: the order to rectify, the notice of a bar's end, the receipt of a change."""

from __future__ import annotations

from ..display import format_day, format_number
from ..finding import format_chinese_number
from ..lifecycle.bars import BarSpan
from ..lifecycle.calendar import add_day
from ..lifecycle.conditions import describe_grounds
from ..lifecycle.filing import find_act_article, list_reported_fields
from ..lifecycle.undone import find_undone
from ..model.dossier import Dossier
from ..model.kinds import NAMED_FIELDS, Change, PaperKind, RectificationOrder
from .drafting import Drafter, cite_all
from .paper import Block, FactTable, Heading, Items, Paper, PaperTable, Paragraph

# Lines of an order or a receipt that are left to be filled in.
BLANK_ROWS = 3


def draft_order(drafter: Drafter, dossier: Dossier | None, order: RectificationOrder | None) -> Paper:
    """The order to rectify within a limit (Article 20), as it is recorded; blank without a record."""
    document = order.document if order else None
    # In the order of the paper, in which what it leaves blank is listed.
    issuer = drafter.fill_authority(order.authority if order else None, "责令机关")
    number = drafter.fill_number(document)
    to = drafter.fill_name(dossier)
    body = _write_order(drafter, order)
    served = drafter.fill_day(order.served_on if order else None, "送达日期")
    return Paper(
        title=(document.title if document else None) or PaperKind.RECTIFICATION_ORDER,
        body=body,
        issuer=issuer,
        number=number,
        to=to,
        signers=(issuer,),
        date=drafter.fill_day(document.date if document else None, "成文日期"),
        # It is served after it was signed: a note below, no part of what was signed.
        tail=(Paragraph(f"（送达日期：{served}）"),),
        notes=_note_undone(drafter, dossier, order),
    )


def _write_order(drafter: Drafter, order: RectificationOrder | None) -> tuple[Block, ...]:
    grounds = describe_grounds(order, "；") if order else drafter.fill(None, "情形")
    facts = drafter.fill(order.facts if order else None, "事实")
    basis = (order.basis if order else None) or drafter.cite("20")
    listed = order.requirements if order else (drafter.fill(None, "整改要求"),)
    due = drafter.fill_day(order.due if order else None, "整改期限")
    document = order.document if order else None
    apart = order and document and order.date != document.date
    return (
        Heading("一、情形和事实"),
        Paragraph(f"情形：{grounds}。"),
        Paragraph(facts),
        Heading("二、依据"),
        Paragraph(f"依据{basis.rstrip('。')}，责令你单位限期整改。"),
        *(Paragraph(f"相关文书：{each}。") for each in cite_all(document)[1:]),
        Heading("三、整改要求"),
        Items(tuple(f"（{format_chinese_number(i)}）{each}" for i, each in enumerate(listed, 1))),
        Heading("四、整改期限"),
        Paragraph(f"整改期限到{due}为止（含当日）。{_warn_of_bar(drafter)}"),
        *((Paragraph(f"本通知书自{format_day(order.date)}起生效。"),) if order and apart else ()),
        Heading("五、救济途径"),
        Paragraph(drafter.fill(order.remedy if order else None, "救济途径")),
    )


def _warn_of_bar(drafter: Drafter) -> str:
    """What follows where the order is not met, as the article says it."""
    years = drafter.tables.find_regulation(drafter.day).parameters.bar_years
    if not years:
        return ""
    words = format_chinese_number(years)
    return f"期限届满仍未达到整改要求的，依照前述规定，{words}年内不得再次报备。"


def _note_undone(
    drafter: Drafter, dossier: Dossier | None, order: RectificationOrder | None
) -> tuple[str, ...]:
    """That an order no longer holds as it was written."""
    undone = find_undone(dossier, drafter.source.day).get(order.stem) if dossier and order else None
    return (f"这份责令整改已由 {undone.by.stem} {undone.word}，写出的是原来的内容",) if undone else ()


def draft_bar_end(drafter: Drafter, dossier: Dossier | None, span: BarSpan | None) -> Paper:
    """The notice that the bar of Article 20 ends, or has ended; blank without one."""
    issuer = drafter.fill_authority(drafter.tables.find_city_bureau(drafter.source.day))
    body = (
        Paragraph(_tell_determination(drafter, dossier, span)),
        Paragraph(_tell_days(drafter, span)),
        Paragraph(_tell_next(drafter, span)),
        Paragraph("本告知书只说明期限，不是列入名单的决定。"),
    )
    return Paper(
        title=PaperKind.BAR_END,
        body=body,
        issuer=issuer,
        number=drafter.fill(None, "发文字号"),
        to=drafter.fill_name(dossier),
        signers=(issuer,),
        date=format_day(drafter.source.day),
    )


def _tell_determination(drafter: Drafter, dossier: Dossier | None, span: BarSpan | None) -> str:
    """What was determined, by whom, on which order and when, and what followed."""
    order = dossier.get_act(span.outcome.order, RectificationOrder) if dossier and span else None
    document = order.document if order else None
    ordered = drafter.fill_day(order.date if order else None, "责令整改的日期")
    number = f"（{document.number}）" if document else ""
    authority = drafter.fill_authority(span.outcome.authority if span else None, "认定机关")
    determined = drafter.fill_day(span.start if span else None, "认定日期")
    record = span.record.document if span and span.record else None
    recorded = f"（{record.number}）" if record else ""
    # By the law of the day from which it runs: a later one does not make a bar longer.
    years = drafter.tables.find_regulation(span.start if span else drafter.day).parameters.bar_years or 0
    return (
        f"对{ordered}的责令限期整改{number}，{authority}认定你单位未达到整改要求，认定日期为{determined}。"
        f"依据{drafter.cite('20')}，自认定之日起{format_chinese_number(years)}年内不得再次报备{recorded}。"
    )


def _tell_days(drafter: Drafter, span: BarSpan | None) -> str:
    """The first and the last day, and that the first is the register's reading where it is."""
    stated = drafter.tables.find_regulation(drafter.day).parameters.bar_start_stated
    reading = "" if stated else "（起算日办法没有写明，自认定之日起算是登记册的理解）"
    start = drafter.fill_day(span.start if span else None, "认定日期")
    end = drafter.fill_day(span.end if span else None, "期限的最后一日")
    ended = "已于" if span and span.end < drafter.source.day else "于"
    return f"上述期限自{start}起算{reading}，{ended}{end}届满（含当日）。"


def _tell_next(drafter: Drafter, span: BarSpan | None) -> str:
    first = drafter.fill_day(add_day(span.end) if span else None, "可以提出申请的第一日")
    again = drafter.cite("8") if drafter.tables.cite("8", drafter.day) else "规定"
    return f"自{first}起，上述限制不再适用，你单位可以依照{again}的程序提出申请。"


def draft_change_receipt(drafter: Drafter, dossier: Dossier | None, change: Change | None) -> Paper:
    """The receipt of a change that was reported (Article 27); blank without a record."""
    reported = drafter.fill_day(change.reported_on if change else None, "报备日期")
    authority = drafter.fill_authority(change.authority if change else None, "收件机关")
    body: tuple[Block, ...] = (
        Paragraph(f"你单位{reported}报来的变更报备已经收到，登记如下。"),
        PaperTable(("项目", "变更前", "变更后"), _list_changed(drafter, change)),
        FactTable(_list_change_facts(drafter, change)),
        Paragraph(_tell_basis(drafter, dossier, change)),
    )
    return Paper(
        title=PaperKind.CHANGE_RECEIPT,
        body=body,
        to=drafter.fill_name(dossier),
        signers=(authority,),
        date=format_day(drafter.source.day),
    )


def _list_changed(drafter: Drafter, change: Change | None) -> tuple[tuple[str, ...], ...]:
    """Each field before and after; what was not there before is told so by an empty cell."""
    if change is None:
        return (("", "", ""),) * BLANK_ROWS
    properties = drafter.schemas.resolve_properties("institution")
    return tuple(
        (
            properties[edit.field]["title"],
            drafter.write(properties[edit.field], edit.before) or "（无）",
            drafter.write(properties[edit.field], edit.after) or "（无）",
        )
        for edit in change.changes
    )


def _list_change_facts(drafter: Drafter, change: Change | None) -> tuple[tuple[str, str], ...]:
    """When, why, on what papers, who received it, and when it was published."""
    titles = {name: below["title"] for name, below in drafter.schemas.kinds["change"].properties.items()}
    documents = "；".join(cite_all(change.document)) if change else ""
    published = change.published_on if change else None
    hours = change.declared_new_remote_hours if change else None
    lines = [
        ("变更日期", drafter.fill_day(change.date if change else None, "变更日期")),
        (titles["published_on"], drafter.fill_day(published, titles["published_on"])),
        (titles["reason"], drafter.fill(change.reason if change else None, titles["reason"])),
        (titles["document"], drafter.fill(documents, titles["document"])),
        (titles["office"], drafter.fill(change.office if change else None, titles["office"])),
    ]
    if hours is not None:
        lines.append((titles["declared_new_remote_hours"], format_number(hours)))
    return tuple(lines)


def _tell_basis(drafter: Drafter, dossier: Dossier | None, change: Change | None) -> str:
    """On what the report rests, and for which fields that is the register's reading."""
    if dossier and change and not find_act_article(dossier, change, "27"):
        return "所列项目不属于须报备的变更，登记册照实登记。"
    words = f"上述变更依据{drafter.cite('27')}备案，并向社会公布。"
    if dossier is None or change is None:
        return words
    properties = drafter.schemas.resolve_properties("institution")
    # By the list of the change's own day: a city may have read more into the article since.
    asked = list_reported_fields(dossier, change.date) - NAMED_FIELDS
    read = [properties[each.field]["title"] for each in change.changes if each.field in asked]
    reading = f"其中“{'”“'.join(read)}”的报备，是登记册对该条的理解。" if read else ""
    return words + reading
