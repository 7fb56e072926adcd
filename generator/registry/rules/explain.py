"""Why a rule is there, in words: what its article asks, or what the register needs it for."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..finding import format_article
from ..model.kinds import Regulation
from ..model.tables import find_part, get_start
from ..records import strict_yaml
from .rule import Basis, Rule

BASIS_MEANS: dict[Basis, str] = {
    "regulation": "",
    "convention": "办法没有这样写明的，这是登记册的理解或者惯例，所以至多作提醒，不妨碍发布。",
    "target": "期限是登记册办法参数中的目标，只作提示；办法没有写明期限的，超过目标不是违反办法。",
    "form": "状态由程序依据记录得出：写法统一、前后相符，得出的状态才可靠，改过什么才查得清。",
}


def explain_rule(rule: Rule, regulation: Regulation | None, cited: str) -> list[str]:
    """The reasons for a rule, a sentence or two each; `cited` is its article in the regulation ("8(2)")."""
    part, _ = find_part(regulation, cited) if regulation and cited else (None, "")
    asked = f"{format_article(cited)}：{part.summary}" if part else ""
    reading = f"登记册的理解：{part.reading}" if part and part.reading else ""
    return [each for each in (asked, reading, BASIS_MEANS[rule.basis]) if each]


def read_latest_regulation(root: Path) -> Regulation | None:
    """The latest regulation of the register at `root`; None where there is none that can be read."""
    regulations = []
    for file in sorted((root / "records" / "regulations").glob("*.yml")):
        try:
            regulations.append(msgspec.convert(strict_yaml.parse(file.read_bytes()).data, Regulation))
        except (OSError, msgspec.ValidationError):
            continue  # rules are explained in a register with faults, too
    return max(regulations, key=get_start, default=None)
