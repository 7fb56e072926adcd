"""What the pages of the whole register show of an institution, small enough to hold all at once.

A card is made together with an institution's own pages; lists, calendar, overview, look-up and course search
are made from the cards alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from ..display import Text, format_number
from ..json_data import JsonObject, get_number, get_object, get_objects, get_text, get_texts
from ..lifecycle.as_of import view_as_of
from ..lifecycle.filing import find_name, find_place, list_former_codes, list_former_names
from ..lifecycle.older_lists import has_only_lists
from ..lifecycle.overview import list_figures_of
from ..lifecycle.plans import collect_courses, find_passing_day
from ..lifecycle.publication_period import get_public_status
from ..lifecycle.state import State
from ..lifecycle.status import is_listed
from ..model.batches import get_publication_day, is_published
from ..model.dossier import Dossier
from ..model.fees import FREE, format_fee
from ..model.kinds import Application
from ..model.presenter import Presenter
from ..rules.table import RULES
from .exact_keys import list_addresses, list_exact_keys
from .folding import fold, spell
from .public_view import PublicRecords
from .spans import ChangeSpan, OrderSpan, list_change_spans, list_order_spans
from .unstated import UNSTATED, list_unstated

NO_SYSTEM, UNKNOWN_SYSTEM = "none", "unstated"

# What a row of a list tells in words, of the properties of an institution.
IN_ROW = ("credit_code", "area", "system")


class ListRow(NamedTuple):
    """An institution in a list; `area` and `system` are names, empty where there is none to tell.

    `unstated` are the properties of which an older list says nothing.
    """

    id: str
    name: str
    credit_code: str
    area_id: str
    area: str
    system: str
    fields: tuple[str, ...]
    modes: tuple[str, ...]
    unstated: frozenset[str]
    batches: tuple[str, ...]
    status: State
    conditions: list[State]
    batch: Text

    @property
    def states(self) -> list[State]:
        """The filing value and then the conditions."""
        return [self.status, *self.conditions]


class CardWaiver(NamedTuple):
    """A waiver of an institution, its public values in words."""

    rule: str
    title: str
    link: Text
    since: str
    until: str
    authority: str
    document: str
    reason: str


class CourseOffer(NamedTuple):
    """A course of one title in the plans of an institution.

    `plans` says in which, with a space between: "example-001/2026/c01 example-001/2027/c03?"; a "?" follows
    where the plan has not passed. In one text they take a third of the room.
    """

    title: str
    field: str
    mode: str
    plans: str


class CardCourse(NamedTuple):
    """A course of this or the next year's plan: its number, public values, institution and area.

    `fee` is empty where the record does not say; `phone` is the course's own, else the institution's.
    """

    id: str
    title: str
    field: str
    mode: str
    audience: str
    months: tuple[int, ...]
    hours: str
    persons: str
    fee: str
    public_benefit: bool
    year: int
    institution: str
    name: str
    area: str
    subject: str = ""
    phone: str = ""

    @property
    def plan_key(self) -> str:
        """The course as offers name it."""
        return f"{self.institution}/{self.year}/{self.id}"

    @property
    def fee_choice(self) -> str:
        """Which choice of the months' filter by fee it falls under: none taken, some, none recorded."""
        return {FREE: "0", "": "2"}.get(self.fee, "1")


class InstitutionCard(NamedTuple):
    """An institution on a day.

    `syllables` are those of its name, with spaces between; `aliases` its brands and its platform's name;
    `former_codes` those before a conversion; `keys` are what it is looked up by as a whole, `addresses` its
    own and those of where it teaches; `place` are its area and system, `figures` the codes of those in which
    the overview counts it; `then` are its name and its area's on the day of each list that names it; `filed`
    the fields of its applications, by date. `plans` and `courses` count what has passed; `offers` are the
    courses of all plans, `planned` those of this year's and the next's plan that a learner may choose,
    `awaited` those of the same years whose plan has not passed; `years` those of plans that were received.
    `orders` to rectify and `changes` are what charts show of them.
    """

    row: ListRow
    syllables: str
    former: tuple[str, ...]
    place: tuple[str, str]
    figures: frozenset[str]
    then: dict[str, tuple[str, str]]
    filed: list[tuple[dt.date, str]]
    plans: int
    courses: int
    waivers: list[CardWaiver]
    packed_offers: bytes
    planned: list[CardCourse]
    years: list[int]
    aliases: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    awaited: tuple[CardCourse, ...] = ()
    keys: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    orders: tuple[OrderSpan, ...] = ()
    changes: tuple[ChangeSpan, ...] = ()

    @property
    def offers(self) -> list[CourseOffer]:
        """The courses of all plans."""
        # Unpacked where they are asked for: only the files of search take them, which mostly are in place
        # already, and of ten thousand institutions they are half a million.
        return _offers.decode(self.packed_offers)


_offers = msgspec.msgpack.Decoder(list[CourseOffer])


class CardBuilder:
    """Makes the cards of one register on one day."""

    def __init__(self, presenter: Presenter, records: PublicRecords, day: dt.date) -> None:
        self.presenter = presenter
        self.schemas = records.schemas
        self.records = records
        self.day = day

    def make_card(self, dossier: Dossier) -> InstitutionCard:
        """The card of a public institution."""
        day = self.day
        dossier = view_as_of(dossier, day)
        area, system = find_place(dossier, day)
        passed = [plan for plan in dossier.plans if find_passing_day(dossier, plan.steps, day)]
        # An institution on no list may not teach: its plans are shown, and its courses offered to nobody.
        offered = list(self.list_offered(dossier)) if is_listed(dossier, day) else []
        return InstitutionCard(
            row=self.make_row(dossier),
            syllables=" ".join(spell(fold(dossier.institution.name))),
            former=tuple(dict.fromkeys(name for name, _ in list_former_names(dossier, day))),
            place=(area, self.find_system(dossier, system)),
            figures=list_figures_of(dossier, day),
            then=dict(self.list_lists(dossier)),
            filed=[
                (act.date, field.name)
                for act in dossier.get_acts(Application)
                if act.date <= day
                for field in act.filing.fields
            ],
            plans=len(passed),
            courses=sum(len(collect_courses(dossier, plan.year, day)) for plan in passed),
            waivers=list(self.list_waivers(dossier)),
            packed_offers=msgspec.msgpack.encode(list(self.list_offers(dossier))),
            planned=[course for course, has_passed in offered if has_passed],
            awaited=tuple(course for course, has_passed in offered if not has_passed),
            years=[plan.year for plan in dossier.plans if plan.steps[0].date <= day],
            aliases=self.list_aliases(dossier),
            former_codes=tuple(dict.fromkeys(code for code, _ in list_former_codes(dossier, day))),
            keys=list_exact_keys(self.records, dossier),
            addresses=list_addresses(self.records, dossier),
            orders=tuple(list_order_spans(dossier, day)),
            changes=tuple(list_change_spans(dossier, day)),
        )

    def list_aliases(self, dossier: Dossier) -> tuple[str, ...]:
        """What else an institution is looked for by: its brands and the name of its platform."""
        data = self.records.read(dossier.institution.path)
        names = dict.fromkeys([*get_texts(data, "aliases"), get_text(get_object(data, "platform"), "name")])
        return tuple(each for each in names if each not in ("", dossier.institution.name))

    def find_system(self, dossier: Dossier, system: str | None) -> str:
        """Under which system the overview counts an institution: one of which none is stated stands apart."""
        unknown = has_only_lists(dossier) and not dossier.institution.no_system_reason
        return system or (UNKNOWN_SYSTEM if unknown else NO_SYSTEM)

    def make_row(self, dossier: Dossier) -> ListRow:
        """An institution in a list."""
        status = get_public_status(dossier, self.day)
        batches = [batch.id for batch in dossier.batches if is_published(batch, self.day)]
        data = self.records.read(dossier.institution.path)
        words = self.format_words("institution", {name: data[name] for name in IN_ROW if name in data})
        unstated = list_unstated(self.schemas, data, dossier.institution)
        return ListRow(
            id=dossier.id,
            name=dossier.institution.name,
            credit_code=words.get("credit_code", ""),
            area_id=dossier.institution.area,
            area=words.get("area", ""),
            system=words.get("system", UNSTATED if "system" in unstated else ""),
            fields=tuple(name for each in get_objects(data, "fields") if (name := get_text(each, "name"))),
            modes=tuple(get_texts(data, "modes")),
            unstated=frozenset(unstated),
            batches=tuple(batches),
            status=status.filing,
            conditions=list(status.conditions),
            # There is a last one: an institution is public by being on a published list.
            batch=self.presenter.reference("batch", batches[-1]),
        )

    def format_words(self, kind: str, data: JsonObject) -> dict[str, str]:
        """The values of a record by name, in words."""
        cells = self.presenter.format_cells(self.schemas.kinds[kind].schema, data)
        return {name: fact.value.text for name, fact in cells.items()}

    def list_lists(self, dossier: Dossier) -> Iterator[tuple[str, tuple[str, str]]]:
        """The lists that name an institution, with its name and its area's as they were."""
        for batch in dossier.batches:
            published = get_publication_day(batch)
            day = published or self.day
            area = dossier.tables.name_area(find_place(dossier, day)[0], published or dt.date.max)
            yield batch.id, (find_name(dossier, day), area)

    def list_waivers(self, dossier: Dossier) -> Iterator[CardWaiver]:
        """The waivers: what they excuse, for how long, by whose document."""
        for waiver in dossier.waivers:
            values = self.format_words("waiver", self.records.read(waiver.path))
            names = ("from", "until", "authority", "document", "reason")
            link = self.presenter.reference("institution", dossier.id)
            words = (values.get(name, "") for name in names)
            yield CardWaiver(waiver.rule, RULES[waiver.rule].title, link, *words)

    def list_offers(self, dossier: Dossier) -> Iterator[CourseOffer]:
        """The courses of an institution's plans as they stand on the day."""
        plans_by_course: dict[tuple[str, str, str], list[str]] = {}
        for plan in dossier.plans:
            for id_, row in collect_courses(dossier, plan.year, self.day).items():
                data = self.records.select_course(row)
                if title := get_text(data, "title"):
                    key = title, get_text(data, "field"), get_text(data, "mode")
                    place = f"{dossier.id}/{plan.year}/{id_}{'' if row.since else '?'}"
                    plans_by_course.setdefault(key, []).append(place)
        for key, plans in plans_by_course.items():
            yield CourseOffer(*key, " ".join(plans))

    def list_offered(self, dossier: Dossier) -> Iterator[tuple[CardCourse, bool]]:
        """The courses of this and the next year's plan on the day, each with whether it has passed."""
        phone = get_text(self.records.read(dossier.institution.path), "phone")
        for year in (self.day.year, self.day.year + 1):
            for row in collect_courses(dossier, year, self.day).values():
                data = self.records.select_course(row)
                hours, persons = get_number(data, "hours"), get_number(data, "persons")
                course = CardCourse(
                    id=row.course.id,
                    title=get_text(data, "title"),
                    field=get_text(data, "field"),
                    mode=get_text(data, "mode"),
                    audience=get_text(data, "audience"),
                    months=row.course.months if "months" in data else (),
                    hours="" if hours is None else format_number(hours),
                    persons="" if persons is None else format_number(persons),
                    fee=format_fee(get_object(data, "fee")),
                    public_benefit="public_benefit" in data,
                    year=year,
                    institution=dossier.id,
                    name=dossier.institution.name,
                    area=dossier.institution.area,
                    subject=get_text(data, "subject"),
                    phone=get_text(data, "contact_phone") or phone,
                )
                yield course, row.since is not None
