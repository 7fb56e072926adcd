"""The application form: what the institution declares, and room for those who recommend it."""

from __future__ import annotations

from collections.abc import Iterator

from ..display import format_day
from ..model.dossier import Dossier
from ..model.kinds import Recommendation
from .drafting import Drafter
from .forms import FormData, draw_facts
from .paper import FactTable, Heading, Paper

TITLE = "专业技术人员继续教育培训机构申请表"
SEAL = "\n\n（盖章）　　　　年　　月　　日"
# Who recommends, as the article names them, where nobody has yet.
RECOMMENDERS = ("人社部门", "业务主管部门或者行业协会（学会）")


def draft_application(drafter: Drafter, form: FormData, dossier: Dossier | None) -> Paper:
    """An application with what the institution declares; blank without a record."""
    record = form.record
    own = {name: value for name, value in record.items() if name != "filing"}
    schema = drafter.schemas.kinds["application"].schema
    properties = {**schema["properties"]}
    filing = properties.pop("filing")
    blocks = draw_facts(drafter, form, {**schema, "properties": properties}, own)
    # Its id in the register is the register's to give.
    inner = drafter.schemas.resolve(filing)
    asked = {name: below for name, below in inner["properties"].items() if record or name != "id"}
    filed = draw_facts(drafter, form, {**inner, "properties": asked}, record.get("filing", {}))
    name = record.get("filing", {}).get("name") or form.content.institution.name
    return Paper(
        title=TITLE,
        body=(Heading("一、申请"), *blocks, Heading("二、机构情况"), *filed),
        signers=(f"{drafter.fill(name, '机构名称')}（盖章）",),
        date=drafter.fill(format_day(record["date"]) if record.get("date") else "", "申请日期"),
        tail=(Heading("三、审核推荐"), FactTable(tuple(_list_recommendations(drafter, form, dossier)))),
    )


def _list_recommendations(
    drafter: Drafter, form: FormData, dossier: Dossier | None
) -> Iterator[tuple[str, str]]:
    """The recommendations of the batch, each of its authority; room for them where there are none."""
    batch = form.record.get("batch")
    every = dossier.get_acts(Recommendation) if dossier and form.content.is_record else ()
    own = [each for each in every if each.batch == batch]
    for recommendation in own:
        name = drafter.tables.get_name(recommendation.authority)
        yield name, f"{recommendation.opinion}。{recommendation.text}\n{format_day(recommendation.date)}"
    if not own:
        yield from ((each, SEAL) for each in RECOMMENDERS)
