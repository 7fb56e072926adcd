"""The next lawful record of a dossier as a form: where it goes, what the register knows of it, what is left.

What is lawful now stands in lifecycle/: in the legal table of acts, and in next_records for the rest.
"""

from __future__ import annotations

from collections.abc import Callable

from ..lifecycle.next_records import values_in_path
from ..model.dossier import Dossier
from ..model.register import Register
from ..records.form import form
from ..records.schemas import Schemas
from ..suggest import nearest
from .first_records import new_batch, new_institution
from .new_files import File, New, exists_words, free_path
from .next_record import RecordMaker
from .repair_form import new_repair
from .request import FLAGS, OPTIONS, Asked, NotLawful, Unknown, first_command, kind_meant


def scaffold(asked: Asked, register: Register, schemas: Schemas, taken: Callable[[str], bool]) -> New:
    """The files of the record that is asked for; `taken` tells whether there is a file at a path.

    Raises Unknown or NotLawful.
    """
    kind = kind_meant(schemas, asked.kind, asked.id)
    for name, kinds in OPTIONS.items():
        if getattr(asked, name) and kind.name not in kinds:
            titles = "、".join(schemas.kinds[each].title for each in kinds)
            raise Unknown(f"{FLAGS[name]} 只用于{titles}")
    if kind.name == "batch":
        return new_batch(asked, register, schemas, kind, taken)
    if kind.name == "repair":
        return new_repair(asked, register, schemas, kind, taken)
    if asked.area:
        return new_institution(asked, register, schemas, kind, taken)
    dossier = _dossier(asked, register)
    maker = RecordMaker(dossier, register, schemas, kind, asked)
    known = maker.known()
    maker.explain_references(known)
    stated = {name: known.values[name] for name in ("year", "number", "rule") if name in known.values}
    names = values_in_path(dossier, asked.day, **stated)
    path = free_path(kind, names, taken)
    if not path:
        raise NotLawful(exists_words(kind, names))
    made = form(schemas, kind, known, dossier.tables.cite(kind.article, asked.day))
    return New([File(path, *made)], maker.then)


def _dossier(asked: Asked, register: Register) -> Dossier:
    if asked.id in register.dossiers:
        return register.dossiers[asked.id]
    if asked.id in register.known["institution"]:
        names = [path for path in sorted(register.invalid) if f"/{asked.id}/" in path]
        which = f" {'、'.join(names)} " if names else "有的文件"
        raise Unknown(
            f"机构 {asked.id} 的档案中{which}还没有填好，或者有错误，看不出接着可以录入什么；"
            "先填好（写错了不要的删去），registry check 没有错误了再写下一份"
        )
    guess = nearest(asked.id, register.dossiers, 0.6)
    meant = f"是否想写 {guess}？" if guess else ""
    raise Unknown(f"没有机构 {asked.id}，{meant}新机构先录入申请：{first_command(asked.id)}")
