"""Article 8 and form: each act follows lawfully on those before it, by the legal table of acts."""

from __future__ import annotations

from collections.abc import Iterator

from ...lifecycle.acts import PROCEDURE, STAGES, TABLE, ProcedureState, list_lawful_kinds, list_moments
from ...model.dossier import Dossier
from ...model.kinds import (
    KIND_NAMES,
    Act,
    Bar,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
)
from ...records.schemas import Schemas
from ..places import suggest_repair
from ..rule import Fault, fault, rule

# What is wrong with the act that is named is said by these; whether it is still open, only then.
REFERENCES = ("references-exist", "named-act-comes-first", "bar-rests-on-failed-outcome")
RECTIFICATION = (RectificationOrder, RectificationExtension, RectificationOutcome, Bar)


@rule("8", "申请、推荐、评审的先后", after=("references-exist",))
def procedure_in_order(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """申请、推荐、评审按先后进行：前一步有了，后一步才能办。

    每一批次先有申请，再有推荐，然后评审，一次申请只有一个最终结果。能不能再次申请、何时公示，另由“事项与当时的状态相符”核对。
    """
    yield from _find_out_of_order(dossier, schemas, PROCEDURE)


@rule("", "整改环节的先后", basis="form", after=REFERENCES)
def rectification_in_order(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """先责令整改，再延期或认定；认定未达到的，才有不得再次报备的记录。

    责令整改针对名单中的机构；一份整改决定只有一个有效的认定，一个认定只有一次限制。办法没有逐项写明的，是登记册前后一致所需要的。
    """
    yield from _find_out_of_order(dossier, schemas, RECTIFICATION)


@rule("", "事项与当时的状态相符", basis="form", after=(*REFERENCES, "no-application-while-barred"))
def act_fits_status(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """平时考核、暂停、终止等针对名单中的机构，变更、调整、退出、注销在申请之后。

    前一次申请有结果或者撤回之后才再次申请，没有通过的可以再次申请；公示在评审通过以后、名单公布以前。
    办法没有逐项写明的，是登记册前后一致所需要的。
    """
    others = tuple(kind for kind in TABLE if kind not in (*PROCEDURE, *RECTIFICATION))
    yield from _find_out_of_order(dossier, schemas, others)


def _find_out_of_order(dossier: Dossier, schemas: Schemas, kinds: tuple[type[Act], ...]) -> Iterator[Fault]:
    for act, before in list_moments(dossier):
        entry, moment = TABLE[type(act)], before[-1]  # described is the later of two: with the day's list
        # As if there were no bar: of that the rules of Article 20 speak.
        if isinstance(act, kinds) and not entry.allows(act, (each._replace(barred=False) for each in before)):
            named = entry.get_named(act)
            titles = "、".join(schemas.kinds[KIND_NAMES[each]].title for each in list_lawful_kinds(moment))
            place = f"/{entry.names}" if named else "/date"
            message = f"{_describe_fault(act, moment, entry.names, named)}；{entry.needs}"
            mend = f"核对日期和所指的事项；当时可以录入的有：{titles}；{suggest_repair(act.path)}"
            yield fault(act, place, message, mend)


def _describe_fault(act: Act, moment: ProcedureState, name: str, named: str) -> str:
    """How things stood, in words."""
    if named and name == "batch":
        return f"{act.date} 本机构在 {named} 批次的情况是“{STAGES[moment.stages.get(named, '')]}”"
    if named:
        return f"{named} 在 {act.date} 已经办结或者撤销"
    suspended = "，暂停开班" if moment.suspended else ""
    return f"{act.date} 机构的状态是“{moment.filing.label}{suspended}”"
