"""Who must approve a change of which file: CODEOWNERS, made from the authorities and the legal table of acts.

An authority's team is named as the authority is: @ORGANISATION/shili-hrss. Each forge reads the file in its
own place and dialect:

- GitHub, GitLab: globs, of which the last that fits decides (https://docs.gitlab.com/user/project/codeowners/).
- Gitea, Forgejo: regular expressions of Go for the whole path, of which each that fits asks for a review, and
  with ! before it each that does not fit. A backslash would have to be doubled, so there is none.
  https://docs.gitea.com/usage/repository/code-owners; in its source services/issue/pull.go and
  ParseCodeOwnersLine in models/issues/pull.go.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..lifecycle.acts import TABLE
from ..model.kinds import KIND_NAMES
from ..model.register import Register
from ..records.record_path import get_stem, parse_act_kind

PLACES = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS", "gitea": ".gitea/CODEOWNERS"}
# Where a forge looks before its own place; what it finds there it takes, and looks no further.
EARLIER = {
    "github": (),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS"),
    "gitea": ("CODEOWNERS", "docs/CODEOWNERS"),
}
MARK = "# Made by `registry codeowners`"
HEAD = f"""\
{MARK} from records/areas.yml, records/regulations/ and what is the city bureau's to do.
# Each authority has a team of its name. """
RULES = {
    "github": "The last line that fits a file decides; one of its owners approves.\n",
    "gitlab": "The last line that fits a file decides; one of its owners approves.\n",
    "gitea": "Each line that fits a file (with !: that does not) asks its owners for a review.\n",
}
DOSSIERS, WAIVERS = "records/institutions", "waivers/"
# What the city bureau alone answers for: what every record rests on, and the program that checks it.
CITY_ONLY = (
    "/records/areas.yml",
    "/records/systems.yml",
    "/records/authorities/",
    "/records/regulations/",
    "/records/repairs/",
)


def find_dialect(kind: str) -> str:
    """The dialect of a kind of forge; GitHub's where that is not known."""
    return "gitea" if kind == "forgejo" else kind if kind in PLACES else "github"


class OwnedFiles(NamedTuple):
    """Files by a glob of CODEOWNERS, and the authorities of which one approves their change."""

    pattern: str
    offices: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Whether the pattern fits a file, whose path is given from the repository's root."""
        if self.pattern == "*" or (self.pattern.endswith("/") and f"/{path}".startswith(self.pattern)):
            return True
        parts, names = self.pattern.split("/"), f"/{path}".split("/")
        return len(parts) == len(names) and all(map(fnmatch.fnmatchcase, names, parts))


def list_owned_files(register: Register) -> list[OwnedFiles]:
    """Who approves what, by globs of which the last that fits decides.

    Who follows an office stands beside it, so that the file is right before and after the day.
    """
    globs = _list_globs(register)
    return [OwnedFiles(pattern, _add_successors(register, offices)) for pattern, offices in globs]


def find_owners(owned: Sequence[OwnedFiles], path: str) -> tuple[str, ...]:
    """The authorities of which one approves a change of a file."""
    return next((each.offices for each in reversed(owned) if each.holds(path)), ())


def _add_successors(register: Register, offices: tuple[str, ...]) -> tuple[str, ...]:
    line = [each for office in offices for each in (office, *register.tables.list_successors(office))]
    return tuple(dict.fromkeys(line))


def build_code_owners(register: Register, organisation: str, dialect: str = "github") -> str:
    """The content of CODEOWNERS: dossiers by the HRSS side of their area, all else by the city bureau.

    What in a dossier is the city bureau's to do, as a bar or a waiver is, the city alone approves.
    """
    lines = _list_expressions(register) if dialect == "gitea" else _list_globs(register)

    def write_teams(offices: tuple[str, ...]) -> str:
        return " ".join(f"@{organisation}/{each}" for each in _add_successors(register, offices))

    return (
        HEAD + RULES[dialect] + "".join(f"{pattern} {write_teams(offices)}\n" for pattern, offices in lines)
    )


def list_city_acts() -> list[str]:
    """The kinds of act that the city bureau alone may do, by the legal table."""
    return sorted(KIND_NAMES[kind] for kind, rule in TABLE.items() if rule.by == ("city",))


def is_city_alone(below: str) -> bool:
    """Whether the city bureau alone is to do what a record tells, given by its place below its dossier.

    The patterns below say the same to forges.
    """
    is_act = below.startswith("acts/") and parse_act_kind(get_stem(below)) in list_city_acts()
    return is_act or below.startswith(WAIVERS)


def _list_globs(register: Register) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The patterns of files, the most general first, each with the authorities of which one approves."""
    city = register.tables.regulations[-1].city_authority
    yield "*", (city,)
    for area in register.tables.areas.values():
        yield f"/{DOSSIERS}/{area.id}/", (area.hrss, city)
    for kind in list_city_acts():
        yield f"/{DOSSIERS}/*/*/acts/*-{kind}*.yml", (city,)
    yield f"/{DOSSIERS}/*/*/{WAIVERS}*.yml", (city,)  # by the rule decided-by-city-bureau
    for pattern in CITY_ONLY:
        yield pattern, (city,)


def _list_expressions(register: Register) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The same rights as expressions of Go; here no later line takes back what an earlier one asks."""
    city = register.tables.regulations[-1].city_authority
    others = [area for area in register.tables.areas.values() if area.hrss != city]
    folders = "|".join(area.id for area in others)
    yield (f"!{DOSSIERS}/({folders})/.*" if folders else ".*"), (city,)
    for area in others:
        yield f"{DOSSIERS}/{area.id}/.*", (area.hrss,)
    yield f"{DOSSIERS}/.*/acts/[^/]*-({'|'.join(list_city_acts())})(-[0-9]+)?[.]yml", (city,)
    yield f"{DOSSIERS}/.*/{WAIVERS}.*", (city,)
