"""A repair as a form: what it moves or takes out is known, where to and why is the city bureau's to say."""

from __future__ import annotations

from ..model.register import Register
from ..model.repairs import VOID, keeps_its_dossier
from ..records.form import Prefill, describe_choices
from ..records.record_path import RECORDS, get_dossier_id
from ..suggest import ask_whether
from .new_files import NewFile, NewFiles, NewRecord
from .request import NotLawful, UnknownNameError
from .set_fields import write_new

# What a repair may move or take out lies here; tables hold nothing that stays for ever.
REPAIRABLE = ("institutions/", "batches/", "regulations/")


def make_repair(new: NewRecord) -> NewFiles:
    """The form of a repair of a dossier or a batch, named by its id, or of a file, by its path."""
    day, tables = new.asked.day, new.register.tables
    if not tables.complete:
        raise UnknownNameError("登记册的地区表或办法参数有错误，先运行 registry check 改正")
    sources = _find_sources(new.asked.id.removeprefix(f"{RECORDS}/").rstrip("/"), new.register)
    prefill = Prefill(values={"date": str(day), "authority": tables.find_city_bureau(day), "rows": [{}]})
    if len(sources) == 1:
        prefill.values["rows"] = [{"from": sources[0]}]
    else:
        prefill.notes["/rows"] = describe_choices(dict.fromkeys(sources, ""))
    numbers = (f"{number:02}" for number in range(1, 100))
    paths = (f"{RECORDS}/{new.kind.path.format(date=day, nn=number)}" for number in numbers)
    path = next((each for each in paths if not new.is_taken(each)), "")
    if not path:
        raise NotLawful(f"{day} 的修复已经有 99 份，不能再添")
    then = (
        f"照写明的做完，在同一次提案中提交：有新处的把文件移过去，“{VOID}”的删去文件，在文件管理器里就行，"
        "文件中的一项直接删去；换了编号的，文件中的机构编号一并改"
    )
    return NewFiles([NewFile(path, *write_new(new, prefill))], [then])


def _find_sources(word: str, register: Register) -> list[str]:
    """The paths below records/ that are meant: of an id that two dossiers have, both."""
    folders = [each for each in register.folders if word in (get_dossier_id(each), _cut_path(each))]
    if folders:
        if len(folders) == 1 and keeps_its_dossier(register, folders[0]):
            raise NotLawful(
                f"机构 {get_dossier_id(folders[0])} 列入过名单，编号不再改变，档案也不作废；"
                f"要修复其中一份记录的，写它的路径：registry new {_cut_path(folders[0])}/acts/… repair"
            )
        return [_cut_path(each) for each in folders]
    if word in register.batches:
        return [_cut_path(register.batches[word].path)]
    path = f"{RECORDS}/{word.partition('#')[0]}"
    if path in register.filed or path in register.invalid:
        if not word.startswith(REPAIRABLE):
            raise NotLawful(
                f"{word} 不用修复记录：各表中录重了的，没有记录引用的直接删去；录错的写在它的 corrections 中"
            )
        return [word]
    mend = "修复写机构编号、批次编号，或者 records/ 之下的路径"
    mend = ask_whether(word, {*register.known_ids["institution"], *register.batches}, mend)
    raise UnknownNameError(f"没有机构、批次或者文件 {word}，{mend}")


def _cut_path(path: str) -> str:
    return path.removeprefix(f"{RECORDS}/")
