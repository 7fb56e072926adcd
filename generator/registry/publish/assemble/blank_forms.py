"""The blank forms that institutions download: the workbooks that `registry export --template` writes."""

from __future__ import annotations

import datetime as dt
import io
from functools import lru_cache

from ... import __version__
from ...entry.workbook.content import FormContent
from ...entry.workbook.gathering import Source, collect_blank
from ...entry.workbook.writing import name_record, write_template
from ...lifecycle.means import HANDED_IN, build_blank_address
from ...model.register import Register
from ...records.schemas import Schemas
from ..open_data.files import format_size
from ..open_data.publication import Publication
from ..pages.how import FormFile

# All that a blank form takes from a register: the choices of each table by id, the article, the notes.
Choices = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
Shown = tuple[Choices, str, tuple[tuple[str, str], ...]]


def list_blank_forms(
    register: Register, schemas: Schemas, publication: Publication
) -> dict[str, tuple[FormFile, bytes]]:
    """The blank form of each kind that institutions hand in, with its bytes."""
    source = Source(register, schemas, publication.name, __version__, publication.day)
    files = {}
    for name in HANDED_IN:
        form = collect_blank(source, schemas.kinds[name])
        choices = tuple((table, tuple(each.items())) for table, each in form.names.items())
        content = _write_form(schemas, name, form.day, form.register, (choices, form.article, form.notes))
        title = f"{name_record(schemas, name, form)}表"
        file = FormFile(build_blank_address(name), f"{title}（空白）.xlsx", title, format_size(len(content)))
        files[name] = file, content
    return files


# A preview makes its site anew after each change of a record, which hardly ever changes what may be chosen.
@lru_cache(maxsize=8 * len(HANDED_IN))
def _write_form(schemas: Schemas, name: str, day: dt.date, register: str, shown: Shown) -> bytes:
    """The bytes of the workbook of a kind, as it is on a day."""
    choices, article, notes = shown
    names = {table: dict(each) for table, each in choices}
    content = io.BytesIO()
    form = FormContent(day, register, __version__, names=names, article=article, notes=notes)
    write_template(schemas, name, form, content)
    return content.getvalue()
