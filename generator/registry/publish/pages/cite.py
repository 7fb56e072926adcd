"""How what is published here is cited: as a text and for BibTeX, with the day and the commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...display import format_day
from ..open_data.publication import FOLDER, VERSION, Publication
from ..register_view import RegisterView
from .receivers import find_bureau

# What is to be filled in where the site's address is not known.
HERE = "（本站网址）"


class CiteData(NamedTuple):
    """The page on citing: the texts to copy, each with its name, and of what they are."""

    day: str
    commit: str
    version: str
    licence: Mapping[str, str]
    bureau: str
    folder: str
    texts: list[tuple[str, str, str]]


def show_cite(view: RegisterView, publication: Publication) -> CiteData:
    """How one cites the register as it is published."""
    bureau = find_bureau(view).name
    publication = publication._replace(title=publication.name, address=publication.address or HERE)
    return CiteData(
        day=format_day(view.day),
        commit=publication.commit,
        version=VERSION,
        licence=publication.licence,
        bureau=bureau,
        folder=FOLDER,
        texts=[
            ("plain", "一般文字", write_plain(bureau, publication)),
            ("standard", "参考文献（GB/T 7714）", write_standard(bureau, publication)),
            ("bibtex", "BibTeX", write_bibtex(bureau, publication)),
        ],
    )


def _name_state(publication: Publication) -> str:
    """The state that is cited: the day, and the commit where there is one."""
    commit = f"，版本 {publication.commit}" if publication.commit else ""
    return f"截至{format_day(publication.day)}{commit}"


def write_plain(bureau: str, publication: Publication) -> str:
    """A sentence below a table or in a report."""
    return f"资料来源：{bureau}《{publication.title}》，{_name_state(publication)}，{publication.address}"


def write_standard(bureau: str, publication: Publication) -> str:
    """A reference to a data set on the net as GB/T 7714 writes one, without the day of the visit."""
    title = f"{publication.title}：{_name_state(publication)}"
    return f"{bureau}. {title}[DS/OL]. ({publication.day}). {publication.address}."


def write_bibtex(bureau: str, publication: Publication) -> str:
    """An entry for BibTeX."""
    fields = {
        # Braces of its own: else BibTeX takes an office for a person and turns its name around.
        "author": f"{{{bureau}}}",
        "title": publication.title,
        "year": f"{publication.day.year}",
        "note": f"{_name_state(publication)}，数据版本 {VERSION}",
        "howpublished": rf"\url{{{publication.address}}}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{register-{publication.day},", *lines, "}"])
