"""The files that the scripts of pages load: what is searched in, columns, tables to download."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from ...memo import compute_digest
from ..pages import column_labels
from ..pages.charts import ChartNumbers
from ..pages.news import NewsRow
from ..register_view import RegisterView
from ..search.courses import build_coming_files, build_past_files, list_titles, sort_courses
from ..search.institutions import (
    build_institution_files,
    list_entries,
    list_looked_up_pages,
    list_names,
    list_searched_texts,
)
from ..search.words import Synonyms, build_word_files


def digest_loaded_files(
    view: RegisterView, news: Iterable[NewsRow], parts: bytes, synonyms: Synonyms
) -> bytes:
    """A digest of all that these files follow from; `parts` is one of what is shown of institutions."""
    named = list_names(view), list_looked_up_pages(view), [*view.register.tables.areas]
    # Sets come in another order in each process; tables in the order that a list shows.
    sets = msgspec.msgpack.encode(synonyms, order="deterministic")
    lists = [row.item for row in news if not row.institution]
    return compute_digest(parts, sets, msgspec.msgpack.encode((view.day, named, lists)))


def list_loaded_files(
    view: RegisterView, sheets: Iterable[ChartNumbers], synonyms: Synonyms
) -> Iterator[tuple[str, bytes]]:
    """The files: address and content; `sheets` are the tables to download."""
    cards = view.cards
    planned = (course for card in cards for course in card.planned)
    awaited = (course for card in cards for course in card.awaited)
    coming = sort_courses(planned, awaited, [*view.register.tables.areas], view.day)
    # What the finder of courses shows by itself would else stand twice among the hits.
    passed_plans = frozenset(course.plan_key for course in coming.courses)
    titles = list_titles((each for card in cards for each in card.offers), passed_plans)
    files = chain(
        build_institution_files(list(list_entries(view)), list_names(view), list_looked_up_pages(view)),
        build_coming_files(coming, view.day),
        build_past_files(titles, {card.row.id: card.row.area_id for card in cards}),
        build_word_files(list_searched_texts(view), synonyms),
        [(column_labels.ADDRESS, column_labels.build_style_sheet(view.schemas))],
        ((each.url, each.write_csv()) for each in sheets),
    )
    for address, text in files:
        yield address, text.encode()
