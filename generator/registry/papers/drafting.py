"""What every draft of a paper needs: values in words, articles as they are cited, what is left blank."""

from __future__ import annotations

import datetime as dt

from ..display import format_day
from ..entry.request import NotLawful
from ..entry.workbook.gathering import Source
from ..finding import format_article
from ..json_data import JsonValue
from ..lifecycle.filing import find_name
from ..model.dossier import Dossier
from ..model.kinds import ListDocument, OfficialDocument, OtherDocument, PaperKind
from ..model.presenter import NO_NUMBER, Presenter
from ..records.schemas import Schema
from .paper import BLANK, Paper


class Drafter:
    """Drafts one paper of the law of one day, and notes what it leaves blank."""

    def __init__(self, source: Source, day: dt.date) -> None:
        self.source = source
        self.day = day
        self.tables = source.register.tables
        self.schemas = source.schemas
        self.presenter = Presenter(source.schemas, source.register, day, find_name)
        self._blanks: dict[str, None] = {}

    def fill(self, text: str | None, name: str) -> str:
        """A text, or a blank that is noted under its name."""
        if text:
            return text
        self._blanks[name] = None
        return BLANK

    def fill_day(self, day: dt.date | None, name: str) -> str:
        """A day in words, or a blank."""
        return self.fill(format_day(day) if day else None, name)

    def write(self, schema: Schema, value: JsonValue) -> str:
        """A value of a record in words; nothing where it is absent."""
        return self.presenter.format_text(schema, value).text

    def cite(self, basis: str) -> str:
        """The regulation's article for a basis, with the regulation: 《办法》（文号）第二十条."""
        regulation = self.tables.find_regulation(self.day)
        title = f"《{regulation.title}》" if regulation.title else self.fill(None, "办法的名称")
        number = f"（{regulation.number}）" if regulation.number else ""
        return f"{title}{number}{format_article(self.tables.cite(basis, self.day))}"

    def fill_number(self, document: OfficialDocument | ListDocument | None) -> str:
        """The number below the title: the document's, none where it has none, a blank where none is known."""
        if document and document.number == NO_NUMBER:
            return ""
        return self.fill(document.number if document else None, "发文字号")

    def fill_name(self, dossier: Dossier | None) -> str:
        """The institution's name on the day."""
        return self.fill(find_name(dossier, self.day) if dossier else None, "机构名称")

    def fill_authority(self, authority: str | None, name: str = "机关") -> str:
        """An authority's name, or a blank."""
        return self.fill(self.tables.get_name(authority) if authority else None, name)

    def finish(self, paper: Paper, kind: PaperKind) -> Paper:
        """A drafted paper with what it leaves blank, and whether the regulation attaches no form of it."""
        is_model = not self.tables.has_form(kind, self.day)
        return paper._replace(blanks=tuple(self._blanks), is_model=is_model)


def cite_all(document: OfficialDocument | ListDocument | None) -> list[str]:
    """The documents of an act as they are cited, its own first; nothing where it has none."""
    return [format_document(each) for each in (document, *document.others)] if document else []


def format_document(document: OfficialDocument | OtherDocument | ListDocument) -> str:
    """A document as it is cited: its title where it is stated, number and day."""
    title = document.title or ""
    named = title if title.startswith("《") or not title else f"《{title}》"
    return f"{named}{document.number}" + (f"（{format_day(document.date)}）" if document.date else "")


def check_law(source: Source, kind: PaperKind, basis: str, day: dt.date) -> None:
    """Raise NotLawful where the city's regulation of a day has nothing that a paper rests on."""
    tables = source.register.tables
    if not tables.complete:
        raise NotLawful("登记册里还没有办法和地区，写不出文书；先录入办法参数：registry new 编号 regulation")
    if basis and not tables.cite(basis, day):
        words = tables.find_regulation(day)
        name = f"《{words.title}》" if words.title else "办法"
        raise NotLawful(
            f"{name}没有这样的规定，或者登记册还没有填条号，所以没有“{kind}”这种文书；"
            f'有规定的，在办法参数的 citations 中填写 basis: "{basis}" 的条号（article）'
        )
