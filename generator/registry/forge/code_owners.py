"""Who must approve a change of which file: CODEOWNERS, made from the authorities.

An authority's team is named as the authority is: @ORGANISATION/shili-hrss.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.register import Register

PLACE = ".github/CODEOWNERS"
MADE = "# Made by `registry codeowners`"
HEAD = f"""\
{MADE} from records/areas.yml and records/regulations/; checked by the tests.
# Each authority has a team of its name. The last line that fits a file decides; one of its owners approves.
"""
# What the city bureau alone answers for: what every record rests on, and the program that checks it.
CITY_ONLY = (
    "/records/areas.yml",
    "/records/systems.yml",
    "/records/authorities/",
    "/records/regulations/",
    "/records/repairs/",
)


def build_code_owners(register: Register, organisation: str) -> str:
    """The content of CODEOWNERS: dossiers by the HRSS side of their area, all else by the city bureau.

    Who follows an office stands beside it, so that the file is right before and after the day.
    """
    return HEAD + "".join(f"{pattern} {owners}\n" for pattern, owners in _lines(register, organisation))


def _lines(register: Register, organisation: str) -> Iterator[tuple[str, str]]:
    tables = register.tables

    def teams(*offices: str) -> str:
        line = [each for office in offices for each in (office, *tables.list_successors(office))]
        return " ".join(f"@{organisation}/{each}" for each in dict.fromkeys(line))

    city = tables.regulations[-1].city_authority
    yield "*", teams(city)
    for area in tables.areas.values():
        yield f"/records/institutions/{area.id}/", teams(area.hrss, city)
    for pattern in CITY_ONLY:
        yield pattern, teams(city)
