"""Why a rule is there, in words: what its article asks, or what the register needs it for."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..finding import format_article
from ..model.kinds import Regulation
from ..records import strict_yaml
from .rule import Basis, Rule

BASIS_MEANS: dict[Basis, str] = {
    "regulation": "",
    "convention": "办法没有这样写明，这是登记册的惯例，所以只作提醒，不妨碍发布。",
    "target": "办法没有写明期限，登记册定了目标，只作提示；超过目标不是违反办法。",
    "form": "登记册由程序读取和推算：写法统一、前后对得上，推算出的状态才可靠，改过什么才查得清。",
}


def explain_rule(rule: Rule, regulation: Regulation | None, cited: str) -> list[str]:
    """The reasons for a rule, a sentence or two each; `cited` is its article in the regulation ("8(2)")."""
    asked = _summary(regulation, cited) if regulation and cited else ""
    return [each for each in (asked, BASIS_MEANS[rule.basis]) if each]


def _summary(regulation: Regulation, cited: str) -> str:
    """What the article, or the item of it, says in our words."""
    number, _, item = cited.split(",")[0].partition("(")
    for article in regulation.articles:
        if article.number == int(number):
            items = {each.number: each.summary for each in article.items}
            text = items.get(int(item.rstrip(")"))) if item else None
            return f"{format_article(cited)}：{text or article.summary}"
    return ""


def read_latest_regulation(root: Path) -> Regulation | None:
    """The latest regulation of the register at `root`; None where there is none that can be read."""
    found = []
    for file in sorted((root / "records" / "regulations").glob("*.yml")):
        try:
            found.append(msgspec.convert(strict_yaml.parse(file.read_bytes()).data, Regulation))
        except (OSError, msgspec.ValidationError):
            continue
    return max(found, key=lambda each: each.in_force_from, default=None)
