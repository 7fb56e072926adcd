"""The printed sheet of an institution: what it is, and where to verify that."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import segno
from markupsafe import Markup

from ...display import Fact, Text
from ...json_data import get_objects, get_text
from ...lifecycle.as_of import view_as_of
from ...lifecycle.filing import find_name, list_former_codes, list_former_names
from ...lifecycle.publication_period import get_public_status
from ...lifecycle.state import State
from ...model.batches import is_published
from ...model.dossier import Dossier
from ...model.kinds import Batch
from ...model.tables import name_regulation
from ..addresses import build_institution_address
from ..register_view import InstitutionPages, RegisterView
from ..unstated import UNSTATED, list_unstated

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


class CertificateData(NamedTuple):
    """The printed sheet of an institution; `listings` are announced batches, with its name at that time."""

    id: str
    name: str
    phone: str
    facts: list[Fact[Text]]
    states: list[State]
    former_names: list[tuple[str, dt.date]]
    former_codes: list[tuple[str, dt.date]]
    listings: list[tuple[Batch, str]]
    regulation: str
    address: str
    qr: str


class CertificatePage(InstitutionPages):
    """Builds the data of institutions' printed sheets for one register on one day."""

    def __init__(self, view: RegisterView, site_url: str) -> None:
        super().__init__(view)
        self.site_url = site_url

    def build_data(self, dossier: Dossier) -> CertificateData:
        """What the printed sheet of an institution holds: what it is, and where to verify that.

        The day is not in it: it would change every sheet every day. The sheet's script reads it from STAMP.
        """
        dossier = view_as_of(dossier, self.day)
        status = get_public_status(dossier, self.day)
        address = build_institution_address(self.site_url, dossier.id)
        return CertificateData(
            id=dossier.id,
            name=dossier.institution.name,
            phone=dossier.institution.phone or "",
            facts=self.list_facts(dossier),
            states=[status.filing, *status.conditions],
            former_names=list_former_names(dossier, self.day),
            former_codes=list_former_codes(dossier, self.day),
            listings=[
                (batch, find_name(dossier, batch.announcement.published_on))
                for batch in dossier.batches
                if batch.announcement and is_published(batch, self.day)
            ],
            regulation=name_regulation(dossier.tables.find_regulation(self.day)),
            address=address,
            qr=draw_qr_code(address) if address else "",
        )

    def list_facts(self, dossier: Dossier) -> list[Fact[Text]]:
        """What the printed sheet tells of the institution, each in one piece of text."""
        data = self.public(dossier.institution.path)
        fields = "、".join(filter(None, (get_text(each, "name") for each in get_objects(data, "fields"))))
        shown = {name: data[name] for name in ON_CERTIFICATE if name in data}
        cells = self.presenter.format_cells(self.schemas.kinds["institution"].schema, shown)
        for name, title in list_unstated(self.schemas, data, dossier.institution).items():
            cells[name] = Fact(name, title, Text(UNSTATED))
        facts = [cells[name] for name in ON_CERTIFICATE if name in cells]
        return [
            item._replace(value=Text(fields)) if item.name == "fields" and fields else item for item in facts
        ]


def draw_qr_code(address: str) -> Markup:
    """A QR code as inline SVG without style. One mask for all: choosing the best takes four times as long."""
    code = segno.make_qr(address, error="m", mask=3)
    return Markup(code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None))
