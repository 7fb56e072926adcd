"""Names that stand in the place of ids: of an area, a system, an authority or an institution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ..finding import Finding, split_pointer
from ..json_pointer import resolve_pointer
from ..model.register import Register
from ..records.loader import LoadedRecords
from ..records.schemas import Schemas
from ..records.strict_yaml import parse

TITLES = {"area": "地区", "system": "主管系统", "authority": "机关", "institution": "机构"}


def find_meant_id(reference: str, word: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The one id with this name, with a name that begins so, or holds the word, and whose it is, in words.

    None where several do, or none.
    """
    for fitting in (
        [id_ for id_, name in names.items() if name == word],
        [id_ for id_, name in names.items() if name.startswith(word)],
        [id_ for id_, name in names.items() if word in name],
    ):
        if len(fitting) == 1:
            return fitting[0], f"{TITLES[reference]} {names[fitting[0]]}"
    return None


def list_names(reference: str, register: Register) -> Mapping[str, str]:
    """The names of all that has ids of a kind, by id."""
    tables = register.tables
    if reference == "institution":
        return {id_: each.institution.name for id_, each in register.dossiers.items()}
    named = {"area": tables.area_names, "system": tables.system_names, "authority": tables.authority_names}
    return named[reference]


def explain_names(
    findings: Iterable[Finding], register: Register, loaded: LoadedRecords
) -> Iterator[Finding]:
    """Findings of form, with the id that is meant where a value is a name."""
    for finding in findings:
        if finding.rule == "schema" and (reference := _find_reference(loaded.schemas, finding)):
            data = parse(loaded.files.read(finding.path)).data
            word = resolve_pointer(data, finding.pointer) if data is not None else None
            if isinstance(word, str) and not word.isascii():
                meant = find_meant_id(reference, word, list_names(reference, register))
                if meant:
                    id_, owner = meant
                    hint = f"“{word}”是{owner}，这里写它的编号 {id_}"
                    finding = msgspec.structs.replace(finding, hint=hint)
        yield finding


def _find_reference(schemas: Schemas, finding: Finding) -> str:
    """What the value at a finding's pointer names by an id; empty where nothing that has a name."""
    placed, parts = schemas.find_kind_at(finding.path), split_pointer(finding.pointer)
    chain = schemas.resolve_path(placed[0].name, parts) if placed else []
    reference = chain[-1].get("x-ref", "") if len(chain) > len(parts) else ""
    return reference if reference in TITLES else ""
