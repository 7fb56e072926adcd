"""Charts of lists, of how soon what was decided is public, and of the time that is given to rectify."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...display import format_day
from ...lifecycle.calendar import add_working_days
from ...lifecycle.duties import get_year_end
from ...model.batches import get_listed, is_published
from ...model.kinds import Batch
from ...model.tables import Tables
from ..card import InstitutionCard
from ..register_view import RegisterView
from ..spans import ChangeSpan, OrderSpan
from .charts import Chart, ChartGroup, ChartNumbers, Series, SheetRow, build_bars

MAX_DRAWN = 30  # orders on the time line, the latest
IN_TIME, LATE, UNSEEN = "不晚于目标日期", "晚于目标日期", "未见公布记录"


class TimeMark(NamedTuple):
    """The first day of a year on the time line: where it lies, in hundredths."""

    year: int
    place: float


class TimeRow(NamedTuple):
    """An order on the time line: whose it is and what came of it in words, where it lies, in hundredths.

    Where there is no period to show, `length` is None; `ended` is where the outcome lies.
    """

    url: str
    date: str
    words: str
    start: float
    length: float | None
    ended: float | None


class TimeLine(NamedTuple):
    """The orders to rectify that may be shown, the latest first, of `total`."""

    about: str
    rows: list[TimeRow]
    years: list[TimeMark]
    total: int
    sheet: ChartNumbers


class Procedures(NamedTuple):
    """What the page of statistics shows besides courses."""

    lists: ChartGroup | None
    changes: ChartGroup | None
    orders: TimeLine | None


def show_procedures(view: RegisterView) -> Procedures:
    """The charts of a register on a day; None where there is nothing to draw."""
    batches = [each for each in view.register.batches.values() if is_published(each, view.day)]
    listed = [each for each in batches if get_listed(each)]
    changes = [each for card in view.cards for each in card.changes]
    orders = [(card, each) for card in view.cards for each in card.orders]
    return Procedures(
        show_lists(listed, view.cards, view.register.tables) if listed else None,
        show_changes(changes) if changes else None,
        show_orders(orders, view.day) if orders else None,
    )


def show_lists(batches: Sequence[Batch], cards: Sequence[InstitutionCard], tables: Tables) -> ChartGroup:
    """How many each list names, how many of them are on no list now, and how soon it was published."""
    now = {card.row.id for card in cards if card.row.status.code == "listed"}
    once = {id_ for each in batches for id_ in get_listed(each)}
    counts = [(len(get_listed(each)), len(set(get_listed(each)) - now)) for each in batches]
    days = [count_days(each, tables) for each in batches]
    labels = [each.title for each in batches]
    growth = Chart(
        "lists-growth",
        "每批列入多少机构",
        f"公布了 {len(batches)} 批名单，先后列入 {len(once)} 个机构，"
        f"现在名单的 {len(once & now)} 个，已不在名单的 {len(once - now)} 个。"
        "一个机构可以列入几批，各批相加大于机构数。",
        build_bars(
            # None instead of 0: of a list that still stands whole there is no second bar.
            [Series("held", "列入"), Series("planned", "现已不在", none="")],
            [(label, (all_, gone or None)) for label, (all_, gone) in zip(labels, counts, strict=True)],
        ),
    )
    return ChartGroup([growth, *draw_publication(labels, days)], build_lists_sheet(batches, counts, days))


def build_lists_sheet(
    batches: Sequence[Batch], counts: Sequence[tuple[int, int]], days: Sequence[tuple[int | None, int | None]]
) -> ChartNumbers:
    """The lists with their numbers; None where a list does not say."""
    headings = ("批次", "公布日期", "列入机构", "现已不在名单", "成文到公布（天）", "目标（天）")
    rows: list[SheetRow] = [
        (
            batch.title,
            batch.announcement.published_on if batch.announcement else None,
            *numbers,
            *took,
        )
        for batch, numbers, took in zip(batches, counts, days, strict=True)
    ]
    return ChartNumbers("lists", "各批名单", headings, rows)


def count_days(batch: Batch, tables: Tables) -> tuple[int | None, int | None]:
    """The days from the date of a list's document to its publication, and those that are the target.

    None where the list does not say, or was carried over; the target is counted in working days.
    """
    announcement = batch.announcement
    if announcement is None or announcement.document.date is None or batch.carried_over:
        return None, None
    since = announcement.document.date
    target = tables.find_regulation(since).parameters.publication_target_days
    last = add_working_days(tables, since, target).day if target else None
    return (announcement.published_on - since).days, (last - since).days if last else None


def draw_publication(labels: Sequence[str], days: Sequence[tuple[int | None, int | None]]) -> Iterator[Chart]:
    """How soon lists were published; no chart where no list says."""
    bars = [(label, took, target) for label, (took, target) in zip(labels, days, strict=True)]
    shown = [(label, took, target) for label, took, target in bars if took is not None]
    if not shown:
        return
    took = [each for _, each, _ in shown]
    late = sum(target is not None and each > target for _, each, target in shown)
    words = f"从文件成文到公布用了 {min(took)} 至 {max(took)} 天" if min(took) < max(took) else ""
    words = words or f"从文件成文到公布都是 {took[0]} 天"
    if any(target for _, _, target in shown):
        words += f"；竖线是目标日期（公布目标工作日折合的天数），晚于目标的 {late} 批"
    yield Chart(
        "lists-days",
        "名单成文后几天公布",
        f"{words}。照录的旧名单没有计入。",
        build_bars(
            [Series("held", unit="天")],
            [(label, [each]) for label, each, _ in shown],
            [target for _, _, target in shown],
        ),
    )


def show_changes(changes: Sequence[ChangeSpan]) -> ChartGroup:
    """How soon changes were published, by the year in which they were reported."""
    counts: Counter[tuple[int, str]] = Counter((each.reported.year, judge(each)) for each in changes)
    years = range(min(year for year, _ in counts), max(year for year, _ in counts) + 1)
    kinds = (IN_TIME, LATE, UNSEEN)
    sums = [sum(counts[year, kind] for year in years) for kind in kinds]
    chart = Chart(
        "changes-published",
        "变更报备后是否按目标公布",
        f"须报备的变更 {len(changes)} 件：{kinds[0]}公布的 {sums[0]} 件，{kinds[1]}公布的 {sums[1]} 件，"
        f"{kinds[2]}的 {sums[2]} 件。目标日期不是期限；还没有到目标日期的也计入未见公布记录。",
        build_bars(
            [
                Series("held", "目标内", "件"),
                Series("late", "目标后", "件", none=""),
                Series("planned", "未见公布", "件", none=""),
            ],
            [
                (
                    f"{year}年",
                    (counts[year, IN_TIME], counts[year, LATE] or None, counts[year, UNSEEN] or None),
                )
                for year in years
            ],
        ),
    )
    rows: list[SheetRow] = [(f"{year}年", *(counts[year, kind] for kind in kinds)) for year in years]
    return ChartGroup([chart], ChartNumbers("changes", "变更的公布", ("报备年份", *kinds), rows))


def judge(change: ChangeSpan) -> str:
    """Whether a change was published by its target; where there is none, it was in time."""
    if change.published is None:
        return UNSEEN
    return LATE if change.target and change.published > change.target else IN_TIME


def show_orders(orders: Iterable[tuple[InstitutionCard, OrderSpan]], day: dt.date) -> TimeLine:
    """The orders to rectify on a time line of whole years, the latest first."""
    latest = sorted(orders, key=lambda order: (order[1].date, order[0].row.id), reverse=True)
    states = Counter(name_state(each, day) for _, each in latest)
    counts = "；".join(f"{state} {count} 件" for state, count in states.items())
    rows, years = draw_orders(latest[:MAX_DRAWN], day)
    return TimeLine(
        f"可以展示的责令限期整改 {len(latest)} 件：{counts}。横条是规定的整改期限（延长的照延长后的），"
        "圆点是认定结果的日期。公开期已满的不列，所以不能由此得出多少整改达到要求。",
        rows,
        years,
        len(latest),
        build_orders_sheet(latest, day),
    )


def draw_orders(
    orders: Sequence[tuple[InstitutionCard, OrderSpan]], day: dt.date
) -> tuple[list[TimeRow], list[TimeMark]]:
    """Where orders lie on a line from the first of them to the last of their days, and the years on it."""
    # With the day itself: what is open still runs.
    ends = [last for _, each in orders for last in (each.due, each.ended, each.date, day) if last]
    first = dt.date(min(each.date for _, each in orders).year, 1, 1)
    last = get_year_end(max(ends).year)
    # Both ends are days: the first one lies at 0, and the last still before 100.
    whole = (last - first).days + 1

    def place(on: dt.date) -> float:
        return round((on - first).days / whole * 100, 2)

    rows = [
        TimeRow(
            url=f"institutions/{card.row.id}/#{order.id}",
            date=format_day(order.date),
            words=describe_order(order, day),
            start=place(order.date),
            length=round(place(order.due) - place(order.date), 2) if order.due else None,
            ended=place(order.ended) if order.ended else None,
        )
        for card, order in orders
    ]
    return rows, [TimeMark(year, place(dt.date(year, 1, 1))) for year in range(first.year, last.year + 1)]


def build_orders_sheet(orders: Iterable[tuple[InstitutionCard, OrderSpan]], day: dt.date) -> ChartNumbers:
    """All orders that may be shown."""
    rows: list[SheetRow] = [
        (
            card.row.id,
            order.date.isoformat(),
            order.due.isoformat() if order.due else "",
            order.ended.isoformat() if order.ended else "",
            name_state(order, day),
        )
        for card, order in orders
    ]
    headings = ("机构编号", "决定日期", "期限至", "认定日期", "情况")
    return ChartNumbers("orders", "责令限期整改", headings, rows)


def name_state(order: OrderSpan, day: dt.date) -> str:
    """How an order stands on a day, in a word."""
    if order.result:
        return order.result
    return "限期整改中" if order.due and day <= order.due else "整改期限已满，待认定"


def describe_order(order: OrderSpan, day: dt.date) -> str:
    """An order in a line: its period, and how it stands."""
    state = name_state(order, day)
    if order.due is None:
        return state
    ended = f"{format_day(order.ended)}认定" if order.ended else ""
    return f"期限至{format_day(order.due)}；{ended}{state}"
