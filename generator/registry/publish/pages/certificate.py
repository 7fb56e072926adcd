"""The printed sheet of an institution: what it is, and where to verify that."""

from __future__ import annotations

import datetime as dt
from typing import Any

import segno
from markupsafe import Markup

from ...display import Fact, Text, day_text
from ...lifecycle.as_of import as_of
from ...lifecycle.filing import name_on
from ...lifecycle.publication_period import told_status
from ...model.batches import is_published
from ...model.dossier import Dossier
from ...model.presenter import Presenter
from ..addresses import institution_address
from ..public_view import PublicRecords
from ..rows import former_name_rows
from ..states import state_data

# What the printed sheet tells besides the status and the lists.
ON_CERTIFICATE = (
    "credit_code",
    "legal_form",
    "area",
    "system",
    "legal_representative",
    "phone",
    "address",
    "modes",
    "fields",
)


class CertificatePage:
    """Builds the data of institutions' printed sheets for one register on one day."""

    def __init__(self, presenter: Presenter, records: PublicRecords, day: dt.date, site_url: str) -> None:
        self.presenter = presenter
        self.schemas = records.schemas
        self.public = records.of
        self.day = day
        self.site_url = site_url

    def data(self, dossier: Dossier) -> dict[str, Any]:
        """What the printed sheet of an institution holds: what it is, and where to verify that.

        The day is not in it: it would change every sheet every day. The sheet's script reads it from STAMP.
        """
        dossier = as_of(dossier, self.day)
        found = told_status(dossier, self.day)
        address = institution_address(self.site_url, dossier.id)
        return {
            "id": dossier.id,
            "name": dossier.institution.name,
            "facts": self.facts(dossier),
            "status": state_data(found.filing),
            "conditions": [state_data(each) for each in found.conditions],
            "former_names": former_name_rows(dossier, self.day),
            "listings": [
                {
                    "title": each.title,
                    "number": each.announcement.document.number,
                    "published": day_text(each.announcement.published_on),
                    "name": name_on(dossier, each.announcement.published_on),
                }
                for each in dossier.batches
                if each.announcement and is_published(each, self.day)
            ],
            "regulation": dossier.tables.regulation_on(self.day),
            "address": address,
            "qr": qr_code(address) if address else "",
        }

    def facts(self, dossier: Dossier) -> list[Fact]:
        """What the printed sheet tells of the institution, each in one piece of text."""
        data = self.public(dossier.institution.path)
        fields = "、".join(each["name"] for each in data.get("fields", []) if "name" in each)
        cells = self.presenter.cells(self.schemas.kinds["institution"].schema, data)
        found = [cells[name] for name in ON_CERTIFICATE if name in cells]
        return [each._replace(value=Text(fields)) if each.name == "fields" else each for each in found]


def qr_code(address: str) -> Markup:
    """A QR code as inline SVG without style. One mask for all: choosing the best takes four times as long."""
    code = segno.make_qr(address, error="m", mask=3)
    return Markup(code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None))
