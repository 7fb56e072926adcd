"""The blank forms that institutions download: the workbooks that `registry export --template` writes."""

from __future__ import annotations

import io

from ... import __version__
from ...entry.workbook.gathering import Source, collect_blank
from ...entry.workbook.writing import name_record, write_template
from ...model.register import Register
from ...records.schemas import Schemas
from ..open_data.files import format_size
from ..open_data.publication import Publication
from ..pages.how import FormFile
from ..pages.web_forms import HANDED_IN

FOLDER = "how/files/"


def list_blank_forms(
    register: Register, schemas: Schemas, publication: Publication
) -> dict[str, tuple[FormFile, bytes]]:
    """The blank form of each kind that institutions hand in, with its bytes."""
    source = Source(register, schemas, publication.title or "登记册", __version__, publication.day)
    found = {}
    for name in HANDED_IN:
        known, content = collect_blank(source, schemas.kinds[name]), io.BytesIO()
        write_template(schemas, name, known, content)
        title = f"{name_record(schemas, name, known)}表"
        size = format_size(len(content.getvalue()))
        file = FormFile(f"{FOLDER}{name}.xlsx", f"{title}（空白）.xlsx", title, size)
        found[name] = file, content.getvalue()
    return found
