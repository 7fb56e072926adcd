"""The files of the forms in which records are filled in: a page a kind, and what their script reads.

A form opens from a disk too, where nothing can be fetched: data are plain scripts beside the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup

from ...entry.web_forms.bundle import bundle_kind
from ...entry.web_forms.tables import FormsAbout, NamedInstitution, build_tables
from ...json_data import Fields
from ...lifecycle.means import FORMS
from ..addresses import BASE, build_file_path
from ..pages.web_forms import list_form_kinds, show_form
from ..register_view import RegisterView
from ..search.packing import encode_compact
from .templates import Templates

DATA = f"{FORMS}data/"


def list_form_addresses(view: RegisterView) -> list[str]:
    """The addresses of the forms' pages."""
    return [f"{FORMS}{kind.name}/" for kind in list_form_kinds(view.schemas.kinds.values())]


def list_form_pages(
    view: RegisterView,
    templates: Templates,
    about: FormsAbout,
    demo: bool,
    cut_footer: Callable[[str], str] = lambda _: "",
) -> Iterator[tuple[str, bytes]]:
    """The pages of the forms: path and content; `cut_footer` gives the foot of the page at an address."""
    for kind in list_form_kinds(view.schemas.kinds.values()):
        url = f"{FORMS}{kind.name}/"
        data = show_form(view, kind, about.title, demo, about.staff)
        page = templates.show("form", BASE, data, footer=Markup(cut_footer(url)))
        yield build_file_path(url), page.encode()


def list_form_data(view: RegisterView, about: FormsAbout) -> Iterator[tuple[str, bytes]]:
    """What the forms of the public site read: each kind, and what all have in common."""
    yield from list_kind_data(view)
    listed = [NamedInstitution(each.id, each.name, each.area_id, each.status.label) for each in view.rows]
    yield write_data("tables", build_tables(view.register, view.schemas, view.public, about, listed))


def list_kind_data(view: RegisterView) -> Iterator[tuple[str, bytes]]:
    """What the forms read of each kind."""
    for kind in list_form_kinds(view.schemas.kinds.values()):
        bundle = bundle_kind(view.schemas, kind, view.format_basis(kind.article))
        yield write_data(f"kinds/{kind.name}", bundle)


def write_data(name: str, data: Fields) -> tuple[str, bytes]:
    """A file of data for the forms' script, which asks for it by its name (`loadData`)."""
    # Whichever script comes first makes the object: they load in any order.
    text = f'(window.formData ??= {{}})["{name}"] = {encode_compact(data)};\n'
    return f"{DATA}{name}.js", text.encode()
