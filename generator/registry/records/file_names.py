"""Names of files: what an act's tells, how one that has no kind was meant, what may stand in its place."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Mapping

from .schemas import Schemas

# A name of an act as people write it: a date in some form, words, and the number of a copy.
WRITTEN = re.compile(
    r"(?:(?P<year>[0-9]{4})[-_.年]?(?P<month>[0-9]{1,2})[-_.月]?(?P<day>[0-9]{1,2})日?)?"
    r"[-_. ]*(?P<words>.*?)[-_. ]*(?:[(（](?P<copy>[0-9]{1,2})[)）]|(?P<number>[0-9]{1,2}))?",
    re.ASCII | re.DOTALL,
)
ENDING = re.compile(r"(?:\.[A-Za-z]{1,5}~?)+$|~$", re.ASCII)


def act_kind(stem: str) -> str:
    """The kind of an act by its file's name: <date>-<kind>[-<nn>]."""
    return stem[11:].rstrip("-0123456789")


def file_paths(template: str, names: Mapping[str, str]) -> Iterator[str]:
    """The paths below records/ that a file of a kind may have, in order; `template` is the kind's path."""
    yield re.sub(r"\[.*\]", "", template).format(**names)
    if "[" in template:
        numbered = template.replace("[", "").replace("]", "")
        yield from (numbered.format(**names, nn=f"{number:02}") for number in range(2, 100))


def hint(schemas: Schemas, below: str) -> str:
    """How to name a file that has no kind; `below` is its path below records/."""
    *folders, name = below.split("/")
    if folders[-1:] == ["acts"] and len(folders) == 4:
        return _act(schemas, "/".join(folders), name)
    return _places(schemas, folders)


def _act(schemas: Schemas, folder: str, name: str) -> str:
    """The proper name of an act, as far as it can be told."""
    kinds = {kind.name: kind.title for kind in schemas.kinds.values() if kind.is_act}
    match = WRITTEN.fullmatch(ENDING.sub("", name))
    kind = _kind(match["words"], kinds) if match else ""
    if not match or not kind:
        listed = "、".join(f"{name}（{title}）" for name, title in kinds.items())
        return f"文件名写成“日期-种类.yml”，如 2024-03-15-change.yml；种类有：{listed}"
    number = int(match["copy"]) + 1 if match["copy"] else int(match["number"] or 0)
    date = _date(match["year"], match["month"], match["day"])
    meant = f"{date}-{kind}{f'-{number:02d}' if number > 1 else ''}.yml"
    if date and meant != name and schemas.place(f"{folder}/{meant}"):
        return f"是否想写 {meant}？一天的第二份加 -02"
    return f"文件名写成“日期-{kind}.yml”，如 2024-03-15-{kind}.yml；一天的第二份加 -02"


def _kind(words: str, kinds: dict[str, str]) -> str:
    """The kind of act that words mean: a kind's name or its title, or nearly."""
    known = {title: name for name, title in kinds.items()} | {name: name for name in kinds}
    written = words.lower().replace("_", "-").replace(" ", "-")
    guess = difflib.get_close_matches(written, known, 1, 0.6)
    return known[guess[0]] if guess else ""


def _date(year: str | None, month: str | None, day: str | None) -> str:
    try:
        return dt.date(int(year or 0), int(month or 0), int(day or 0)).isoformat()
    except ValueError:
        return ""


def _places(schemas: Schemas, folders: list[str]) -> str:
    """The names that may stand in the same folder, or the folders there are."""
    names, places = [], []
    for kind in schemas.kinds.values():
        *wanted, name = kind.path.split("/")
        places.append("/".join([*wanted, ""]) if wanted else name)
        fits = all(want in (has, "{area}", "{id}") for want, has in zip(wanted, folders, strict=False))
        if len(wanted) == len(folders) and fits:
            names.append(name)
    if names:
        return "核对文件夹和文件名；这里可以有：" + "、".join(sorted(names))
    return "核对文件夹；可以有：" + "、".join(sorted(set(places)))
