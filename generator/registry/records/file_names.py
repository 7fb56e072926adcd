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
# What Windows takes for a device, with any ending, and so cannot have as a file or folder.
_DEVICE = r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.[^/]*)?(?=/|$)"
DEVICE = re.compile(rf"(?:^|/){_DEVICE}", re.IGNORECASE)
DEVICE_HINT = "换一个名字：con、prn、aux、nul、com1、lpt1 等是 Windows 留给设备的，不能作编号"
# All of them begin with a slash, for which a path is searched four times as fast.
OUT_OF_PLACE = re.compile(rf"/(?:\.|{_DEVICE})", re.IGNORECASE)
PARTS = {"year": "年份", "number": "序号", "id": "编号", "area": "地区", "rule": "规则", "date": "日期"}
SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
SHEETS = ("xlsx", "xls", "et", "ods", "csv")
FOREIGN = re.compile(rf"\.({'|'.join(SHEETS)}|pdf|ofd|docx?|wps|jpe?g|png|zip|rar|7z)$", re.IGNORECASE)
COPIED = re.compile(r"[(（][0-9]{1,2}[)）]$|副本|copy", re.IGNORECASE)
BACKUP = re.compile(r"~$|\.(?:bak|orig|old|tmp|rej)$", re.IGNORECASE)
OF_SYSTEM = re.compile(r"^(?:thumbs\.db|ehthumbs\.db|desktop\.ini)$", re.IGNORECASE)
OF_OFFICE = re.compile(r"^[~.]\$|^~.*\.tmp$", re.IGNORECASE)
TABLE = "表格不放在 records/ 中：移到外面，用 registry import 文件 录成记录"
ENDING = re.compile(r"(?:\.[A-Za-z]{1,5}~?)+$|~$", re.ASCII)


def list_file_paths(template: str, names: Mapping[str, str]) -> Iterator[str]:
    """The paths below records/ that a file of a kind may have, in order; `template` is the kind's path."""
    yield re.sub(r"\[.*\]", "", template).format(**names)
    if "[" in template:
        numbered = template.replace("[", "").replace("]", "")
        yield from (numbered.format(**names, nn=f"{number:02}") for number in range(2, 100))


def suggest_name(schemas: Schemas, below: str) -> str:
    """How to name a file that has no kind; `below` is its path below records/."""
    *folders, name = below.split("/")
    if hint := _explain_foreign(name):
        return hint
    if faulty := find_faulty_folder(schemas, below):
        return _explain_folder(schemas, faulty.rpartition("/")[2])
    if place := _find_place(schemas, folders, name):
        return place
    if folders[-1:] == ["acts"] and len(folders) == 4:
        return _name_act(schemas, "/".join(folders), name)
    return _rename(schemas, folders, name) or _list_places(schemas, folders)


def find_faulty_folder(schemas: Schemas, below: str) -> str:
    """The folder, below records/, that is wrong on the way to a file without a kind; empty where none is.

    Where the file itself is none that belongs into records/, no folder is.
    """
    *folders, name = below.split("/")
    if _explain_foreign(name):
        return ""
    for number, folder in enumerate(folders, 1):
        is_inside = number == 4 and folders[0] == "institutions"
        there = _list_folders_inside(schemas)
        if not SLUG.fullmatch(folder) or (is_inside and folder not in there and not _guess(folder, there)):
            return "/".join(folders[:number])
    return ""


def _explain_foreign(name: str) -> str:
    """What becomes of a file that is no record by its name; empty for any other."""
    if OF_OFFICE.search(name):
        return "这是办公软件的临时文件：关闭那份文件，再删去"
    if OF_SYSTEM.search(name):
        return "这是系统自己写的文件，不是记录：删去"
    if match := FOREIGN.search(name):
        is_sheet = match[1].lower() in SHEETS
        return TABLE if is_sheet else "附件和扫描件不放进登记册：删去，或移出 records/，存在机构的档案里"
    return ""


def _explain_folder(schemas: Schemas, folder: str) -> str:
    """What is wrong with a folder, and how it is meant."""
    if SLUG.fullmatch(folder):
        listed = "、".join(f"{each}/" for each in _list_folders_inside(schemas))
        other = "是另一家机构的，整个移到 institutions/地区/ 之下"
        return f"文件夹“{folder}”放错了：机构的文件夹里只有 {listed}；{other}"
    meant = f"，是否想写 {folder.lower()}？" if SLUG.fullmatch(folder.lower()) else ""
    meant = "；这是副本的，整个删去" if COPIED.search(folder) else meant
    return f"文件夹名“{folder}”不合规定：编号只用小写英文字母、数字和连字符{meant}"


def _list_folders_inside(schemas: Schemas) -> list[str]:
    """The folders that a dossier may have."""
    parts = (kind.path.split("/") for kind in schemas.kinds.values())
    return sorted({each[3] for each in parts if len(each) == 5})


def _guess(folder: str, names: list[str]) -> str:
    return next(iter(difflib.get_close_matches(folder, names, 1, 0.7)), "")


def _find_place(schemas: Schemas, folders: list[str], name: str) -> str:
    """Where in a dossier a file belongs that lies in another of its folders, or in one that it has not."""
    if folders[:1] != ["institutions"] or len(folders) < 3:
        return ""
    dossier, inside = folders[:3], folders[3:4]
    there = _list_folders_inside(schemas)
    if inside and inside[0] not in there:
        return f"是否想写文件夹 {_guess(inside[0], there)}/？"
    # The name of a waiver is that of any rule.
    there.remove("waivers")
    fitting = [each for each in there if schemas.find_kind("/".join([*dossier, each, name]))]
    return f"这样的文件名是 {'、'.join(f'{each}/' for each in fitting)} 里的：移到那里" if fitting else ""


def _name_act(schemas: Schemas, folder: str, name: str) -> str:
    """The proper name of an act, as far as it is certain."""
    kinds = {kind.name: kind.title for kind in schemas.kinds.values() if kind.is_act}
    match = WRITTEN.fullmatch(ENDING.sub("", name))
    kind = _find_kind(match["words"], kinds) if match else ""
    if not match or not kind:
        listed = "、".join(f"{name}（{title}）" for name, title in kinds.items())
        return f"文件名写成“日期-种类.yml”，如 2024-03-15-change.yml；种类有：{listed}"
    number = int(match["copy"]) + 1 if match["copy"] else int(match["number"] or 0)
    date = _format_date(match["year"], match["month"], match["day"])
    meant = f"{date}-{kind}{f'-{number:02d}' if number > 1 else ''}.yml"
    if date and meant != name and schemas.find_kind(f"{folder}/{meant}"):
        return f"是否想写 {meant}？一天的第二份加 -02"
    return f"文件名写成“日期-{kind}.yml”，如 2024-03-15-{kind}.yml；一天的第二份加 -02"


def _find_kind(words: str, kinds: dict[str, str]) -> str:
    """The kind of act that words mean: a kind's name or its title, or nearly."""
    by_word = {title: name for name, title in kinds.items()} | {name: name for name in kinds}
    written = words.lower().replace("_", "-").replace(" ", "-")
    guess = difflib.get_close_matches(written, by_word, 1, 0.6)
    return by_word[guess[0]] if guess else ""


def _format_date(year: str | None, month: str | None, day: str | None) -> str:
    try:
        return dt.date(int(year or 0), int(month or 0), int(day or 0)).isoformat()
    except ValueError:
        return ""


def _rename(schemas: Schemas, folders: list[str], name: str) -> str:
    """The proper name of a file that has another ending, or words beside its year."""
    stem = ENDING.sub("", name)
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", stem)
    stems = (stem, stem.lower()) if stem != name else ()
    for meant in (*(f"{each}.yml" for each in stems), *([f"{year[0]}.yml"] if year else [])):
        if meant != name and schemas.find_kind("/".join([*folders, meant])):
            is_copy = COPIED.search(stem) or BACKUP.search(name)
            copied = f"；已经有 {meant} 的，这份是副本，删去" if is_copy else ""
            ending = "；记录的扩展名是 .yml" if not name.endswith(".yml") else ""
            return f"是否想写 {meant}？{copied}{ending}".replace("？；", "？")
    return ""


def _put_in_words(template: str) -> str:
    """A path with its parts in words: {year}-amendment-{number}.yml is 年份-amendment-序号.yml."""
    return re.sub(r"\{(\w+)\}", lambda part: PARTS.get(part[1], part[1]), re.sub(r"\[.*\]", "", template))


def _list_places(schemas: Schemas, folders: list[str]) -> str:
    """The names that may stand in the same folder, or the folders there are."""
    names, places = [], []
    for kind in schemas.kinds.values():
        *wanted, name = kind.path.split("/")
        places.append(_put_in_words("/".join([*wanted, ""]) if wanted else name))
        fits = all(want in (has, "{area}", "{id}") for want, has in zip(wanted, folders, strict=False))
        if len(wanted) == len(folders) and fits:
            names.append(_put_in_words(name))
    first = {kind.path.split("/")[0] for kind in schemas.kinds.values() if "/" in kind.path}
    if guess := difflib.get_close_matches(folders[0], sorted(first - {*folders}), 1, 0.8) if folders else ():
        return f"是否想写文件夹 {guess[0]}/？"
    if names:
        return "核对文件夹和文件名；这里可以有：" + "、".join(sorted(names))
    return "核对文件夹；可以有：" + "、".join(sorted(set(places)))
