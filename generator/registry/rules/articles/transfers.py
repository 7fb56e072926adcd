"""Article 5: what the offices of before still did after a transfer of area or system, reported once."""

from __future__ import annotations

from collections.abc import Iterator

from ...lifecycle.transfers import list_left_behind
from ...model.dossier import Dossier
from ..rule import Fault, fault, rule


@rule("5", "调整之后由新的机关办理", "warning", basis="convention")
def transfer_carried_out(dossier: Dossier) -> Iterator[Fault]:
    """监督地区或主管系统调整之后，由新的机关办理；原来的机关办理的，登记册不计入报送、推荐和通过。

    新的机关开始办理之前，原机关办理的都在调整处提醒一次，不逐项提醒，因它们而不算通过的计划也一并说明。
    新的机关开始办理之后，原机关再办理的，在各自的记录处提醒。
    """
    name = dossier.tables.get_name
    for transfer, handled in list_left_behind(dossier):
        offices = "、".join(sorted({name(each.authority) for each in handled}))
        # At the transfer, once: its day may be wrong, and then one correction mends all that follows.
        first = min(handled)
        file = first.path.removeprefix(f"{dossier.folder}/")
        years = "、".join(str(year) for year in sorted({each.passes for each in handled} - {0}))
        more = f"；{years} 年度的计划因此不算通过" if years else ""
        fact = f"{transfer.date} 起调整，其后仍由{offices}办理 {len(handled)} 处"
        message = f"{fact}，最早在 {first.date}（{file}）{more}"
        mend = (
            "核对调整的日期，录错的添一份更正（correction）；日期无误的，由新的机关补办，"
            "或如实保留，是否有效由主管机关判断"
        )
        yield fault(transfer, "/date", message, mend)
