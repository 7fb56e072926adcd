"""The timeline of an institution: acts and listings, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...display import ChangedValue, Fact, FactValue, Text, format_day
from ...json_data import JsonObject, JsonValue, get_object, get_objects, get_text
from ...lifecycle.bars import list_determinations
from ...lifecycle.conditions import compute_due_date, describe_grounds
from ...lifecycle.effect import derive_effect
from ...lifecycle.filing import find_act_article, is_reported_by_reading
from ...lifecycle.force import find_withdrawn, list_effective_decisions, select_in_force
from ...lifecycle.offices import does_count
from ...lifecycle.older_lists import is_carried_over, precedes_regulation
from ...lifecycle.openness import list_closed
from ...lifecycle.publication_period import list_expired
from ...lifecycle.undone import UndoneAct, find_undone
from ...model.batches import map_identified
from ...model.dossier import Dossier, get_kind_name
from ...model.kinds import (
    Act,
    Batch,
    Change,
    Correction,
    Decision,
    DecisionEffect,
    Identification,
    RectificationOrder,
    RectificationOutcome,
)
from ...records.record_path import get_stem
from ...records.schemas import Kind
from ..open_data.decisions import write_headline
from ..public_view import TEXTS, find_main_text
from ..register_view import InstitutionPages
from ..unstated import UNSTATED

# The properties of an act that the timeline itself tells; the others follow as facts.
OWN_PROPERTIES = frozenset({"date", "authority", "review", "remedy", *TEXTS})


class FallenText(NamedTuple):
    """What became of an act whose text is no longer shown, by which decision, and why where that is shown."""

    what: str
    by: str
    why: str


class SilencedText(NamedTuple):
    """What is shown instead of an act's content; `over` says that its publication has ended."""

    text: str = ""
    fallen: FallenText | None = None
    over: bool = False


class EffectWords(NamedTuple):
    """The effect of a burdening act in words, and the act that brought it about ("": itself)."""

    words: str
    by: str


class TimelineEntry(NamedTuple):
    """An act or a listing: when, what, by whom, and what it says.

    `identified` are the names on an older list that were found to be the institution's. `text` comes after
    `link` where there is one; `withdrawn_by` is the day on which a decision withdrew it; `by_reading` is a
    change that is to be reported only as the city reads the article.
    """

    id: str
    date: str
    title: str
    article: str
    path: str
    withdrawn: bool = False
    withdrawn_by: str = ""
    uncounted: bool = False
    effect: EffectWords | None = None
    by: str = ""
    headline: str = ""
    review: str = ""
    fallen: FallenText | None = None
    link: Text | None = None
    text: str = ""
    remedy: str = ""
    facts: Sequence[Fact[FactValue]] = ()
    filing: Sequence[Fact[FactValue]] = ()
    changes: Sequence[ChangedValue] = ()
    by_reading: bool = False
    identified: Sequence[tuple[Text, Identification]] = ()


class Timeline(InstitutionPages):
    """Builds the timelines of institutions' pages for one register on one day."""

    def list_entries(self, dossier: Dossier) -> list[TimelineEntry]:
        """Acts and listings, the latest first."""
        withdrawn = find_withdrawn(list_effective_decisions(dossier.acts, self.day))
        instead = self.list_silenced(dossier)
        # The numbers are for those of one day: a list stands above the acts that led to it.
        entries = []
        for act in dossier.acts:
            entry = self.show_act(dossier, act, act.stem in withdrawn, instead.get(act.stem))
            entries.append((act.date, 1, entry))
        for batch in dossier.batches:
            if batch.announcement:
                entries.append((batch.announcement.published_on, 2, self.show_listing(dossier, batch)))
            if batch.notice:
                entries.append((batch.notice.period.from_, 2, self.show_notice(batch)))
        entries = [entry for entry in entries if entry[0] <= self.day]
        # By day and number alone; what has both alike stays in the order of the records.
        return [entry for _, _, entry in sorted(entries, key=lambda item: item[:2], reverse=True)]

    def list_silenced(self, dossier: Dossier) -> dict[str, SilencedText]:
        """What stands in the place of the content of acts that is not shown, or no more, by file name."""
        acts = {act.stem: act for act in dossier.acts}
        silenced: dict[str, SilencedText] = {}
        for stem in list_closed(dossier):
            ground = get_text(self.public(acts[stem].path), "not_open_ground")
            silenced[stem] = SilencedText(f"依法不公开。{ground}")
        for stem, how in find_undone(dossier, self.day).items():
            silenced[stem] = SilencedText(fallen=self.describe_undone(dossier, acts[stem], how))
        # What comes last wins: once its publication has ended, nothing else is shown of an act.
        over = SilencedText("公开期已满，不再展示内容。", over=True)
        return silenced | dict.fromkeys(list_expired(dossier, self.day), over)

    def show_listing(self, dossier: Dossier, batch: Batch) -> TimelineEntry:
        """A published list that names the institution."""
        assert batch.announcement
        basis = "" if precedes_regulation(dossier, batch) else "8(4)"
        identified = map_identified(batch)
        return TimelineEntry(
            id=f"listing-{batch.id}",
            date=format_day(batch.announcement.published_on),
            title="列入名单",
            article=self.presenter.cite_basis(basis),
            path=batch.path,
            text=batch.announcement.document.number + ("，照原名单录入" if batch.carried_over else ""),
            link=Text(batch.title, f"batches/{batch.id}/"),
            identified=[
                (self.presenter.reference("institution", entry.listed), entry)
                for entry in batch.identified
                if entry.institution == dossier.id and identified.get(entry.listed) == dossier.id
            ],
        )

    def show_notice(self, batch: Batch) -> TimelineEntry:
        """The public notice of a whole list."""
        assert batch.notice
        return TimelineEntry(
            id=f"notice-{batch.id}",
            date=format_day(batch.notice.period.from_),
            title=self.schemas.kinds["batch"].properties["notice"]["title"],
            article="",
            path=batch.path,
            text=f"公示至{format_day(batch.notice.period.to)}，{batch.notice.place}",
            link=Text(batch.title, f"batches/{batch.id}/"),
        )

    def show_act(
        self, dossier: Dossier, act: Act, withdrawn: bool, instead: SilencedText | None
    ) -> TimelineEntry:
        """An act in the timeline: kind, day and effect, then its content or what is shown instead."""
        kind = self.schemas.kinds[get_kind_name(act)]
        is_open = not withdrawn and not (instead and instead.over)
        entry = TimelineEntry(
            id=act.stem,
            date=format_day(act.date),
            title=kind.title,
            article=self.presenter.cite_basis(find_act_article(dossier, act, kind.article)),
            path=act.path,
            withdrawn=withdrawn,
            withdrawn_by=self.find_withdrawal_day(dossier, act) if withdrawn else "",
            uncounted=not does_count(dossier, act),
            effect=self.describe_effect(dossier, act) if is_open else None,
            by_reading=is_reported_by_reading(dossier, act),
        )
        if instead:
            return entry._replace(text=instead.text, fallen=instead.fallen)
        return self.add_content(entry, dossier, act, kind)

    def describe_effect(self, dossier: Dossier, act: Act) -> EffectWords | None:
        """The effect of a burdening act on the day, in words, and the act that brought it about."""
        effect = derive_effect(dossier, act, self.day)
        if effect is None:
            return None
        by = effect.by.stem if effect.by else ""
        # The part is shown in the words of the act behind it, which may not be open.
        part = f"（{effect.part.rstrip('。')}）" if effect.part and by not in list_closed(dossier) else ""
        return EffectWords(f"{effect.label}{part}，自{format_day(effect.since)}起", by)

    def add_content(self, entry: TimelineEntry, dossier: Dossier, act: Act, kind: Kind) -> TimelineEntry:
        """An entry with what its act says: its facts, its text, by whom, its headline, what it changes."""
        data = self.public(act.path)
        facts = self.presenter.list_facts(kind.schema, data, OWN_PROPERTIES | {"filing", "changes"})
        headline = write_headline(self.presenter, act, data)
        changes: list[ChangedValue] = []
        if isinstance(act, Correction):
            facts, changes = [], self.describe_correction(dossier, act)
        elif isinstance(act, Change):
            changes = [self.describe_change(each) for each in get_objects(data, "changes")]
            if is_carried_over(dossier):
                # An older list did not say it; an empty place would say that there was nothing.
                changes = [each._replace(before=each.before or [UNSTATED]) for each in changes]
        elif isinstance(act, RectificationOrder):
            due = compute_due_date(act, select_in_force(dossier.acts, self.day))
            headline = f"{describe_grounds(act)}，期限至{format_day(due)}"
        elif isinstance(act, RectificationOutcome):
            headline += self.describe_variation(dossier, act)
        filed = self.schemas.kinds["institution"].schema, get_object(data, "filing")
        return entry._replace(
            facts=facts,
            text=find_main_text(data),
            by=dossier.tables.get_name(get_text(data, "authority")) if "authority" in data else "",
            headline=headline,
            review=self.presenter.format_text(kind.properties["review"], data["review"]).text
            if "review" in data
            else "",
            remedy=get_text(data, "remedy"),
            filing=self.presenter.list_facts(*filed, frozenset({"id"})),
            changes=changes,
        )

    def describe_variation(self, dossier: Dossier, outcome: RectificationOutcome) -> str:
        """To what, and when, a determination was varied."""
        for determination in list_determinations(select_in_force(dossier.acts, self.day)):
            if determination.outcome is outcome and determination.varied_by:
                day = determination.date
                since = f"，认定日期{format_day(day)}" if day != outcome.date else ""
                return f"（{format_day(determination.varied_by.date)}变更为{determination.result}{since}）"
        return ""

    def describe_undone(self, dossier: Dossier, act: Act, how: UndoneAct) -> FallenText:
        """What became of an act whose text is no longer shown.

        The reason is that of the decision by which it fell, but for one whose own text is no longer shown.
        """
        what = "本项" if act.stem == how.by.target else "所依据的事项"
        silent = (
            list_expired(dossier, self.day) | find_undone(dossier, self.day).keys() | list_closed(dossier)
        )
        return FallenText(
            f"{what}已由{format_day(how.by.date)}的决定{how.word}，原文不再展示。",
            how.by.stem,
            "" if how.by.stem in silent else get_text(self.public(how.by.path), "text"),
        )

    def find_withdrawal_day(self, dossier: Dossier, act: Act) -> str:
        """The day on which a decision withdrew an act."""
        decisions = [each for each in dossier.get_acts(Decision) if each.effect == DecisionEffect.WITHDRAWN]
        days = [each.date for each in decisions if each.target == act.stem and each.date <= self.day]
        return format_day(max(days)) if days else ""

    def describe_correction(self, dossier: Dossier, act: Correction) -> list[ChangedValue]:
        """What a correction mends, record and property in words, both values; of what is public only."""
        document = self.presenter.register.documents.get(f"{dossier.folder}/{act.file}")
        if document is None or not self.records.is_public_value(dossier, act):
            return []
        name = get_stem(act.file)
        kind = self.schemas.kinds[document.kind]
        record = self.presenter.reference("act", name).text if kind.is_act else ""
        year = f"{document.data['year']}年" if "year" in document.data else ""
        what = record or f"{year}{kind.title}"
        described = self.presenter.describe_correction(document.kind, act.pointer, act.old, act.new)
        return [described._replace(label=f"{what}的{described.label}")]

    def describe_change(self, change: JsonObject) -> ChangedValue:
        """One changed property, with both values in words."""
        schema = self.schemas.resolve_path("institution", [get_text(change, "field")])[-1]

        def format_value(value: JsonValue) -> list[str]:
            if isinstance(value, list) and "items" in schema:
                items = self.schemas.resolve(schema["items"])
                return [self.presenter.format_text(items, each).text for each in value]
            return [self.presenter.format_text(schema, value).text] if value is not None else []

        before, after = format_value(change.get("before")), format_value(change.get("after"))
        untold = tuple(each for each in ("before", "after") if each not in change)
        return ChangedValue(schema["title"], before, after, untold=untold)
