"""An institution that was never listed leaves no trace in public, its id included."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from registry.rules.checking import Examined, examine
from tests.conftest import DAY, SECOND
from tests.publish.test_public_view import pages

ID, NAME, CODE = "yx-z9", "演示无名培训中心", "52320900MA00000T4R"
PHONE, MAIL = "0999-00000999", "yx-z9-office@example.org"
SUCCESSOR, LISTED = "yx-d2", "yx-a7"
SUCCESSION = """\
date: 2026-06-01
predecessor: {id}
manner: 合并
authority: {authority}
text: {text}
"""
TEXTS = ["原机构并入本机构。", f"{NAME}并入本机构。", f"机构 {ID} 并入本机构。"]


def register(root: Path, predecessor: str, text: str, beside: dict[str, str] | None = None) -> Examined:
    """The second city with an institution that has only applied, and a listed one that succeeds another."""
    shutil.copytree(SECOND / "records", root / "records")
    (old,) = root.glob(f"records/institutions/*/{SUCCESSOR}")
    new = old.with_name(ID)
    for file in (old / "institution.yml", next(old.glob("acts/*-application.yml"))):
        match = re.search(r"(?m)^ *name: *(.*)$", file.read_text("utf-8"))
        assert match
        text_of = file.read_text("utf-8").replace(match[1], NAME).replace(SUCCESSOR, ID)
        text_of = re.sub(r"phone: .*", f'phone: "{PHONE}"', text_of)
        text_of = re.sub(r'credit_code: *"?\w{18}"?', f'credit_code: "{CODE}"', text_of)
        place = new / file.relative_to(old)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text_of, "utf-8")
    (authority,) = set(re.findall(r"(?m)^authority: (.*)$", next(old.glob("acts/*-review.yml")).read_text()))
    for path, content in (beside or {}).items():
        place = root / "records" / path.format(old=old.relative_to(root / "records"))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content.format(authority=authority, old=old.parent.name), "utf-8")
    act = SUCCESSION.format(id=predecessor, authority=authority, text=text)
    (old / "acts/2026-06-01-succession.yml").write_text(act, "utf-8")
    return examine(root, DAY)


# Further records of the successor that speak of it, by their path; what is said, and what stands beside it.
BESIDE = {
    "{old}/acts/2026-06-02-correction.yml": f"""\
date: 2026-06-02
authority: {{authority}}
file: acts/2026-06-01-succession.yml
pointer: /text
old: {TEXTS[0]}
new: {NAME}并入本机构。
reason: 原文没有写明{NAME}（{ID}）。
""",
    "{old}/acts/2026-06-03-succession.yml": SUCCESSION.format(
        id=ID,
        authority="{authority}",
        text=f"电话 0999 0000 0999、信箱 {MAIL.upper()}，代码 {CODE[:8]} {CODE[8:]}。",
    ).replace("2026-06-01", "2026-06-03"),
    "{old}/acts/2026-06-04-correction.yml": f"""\
date: 2026-06-04
authority: {{authority}}
file: acts/2026-06-03-succession.yml
pointer: /predecessor
old: {ID}
new: {LISTED}
reason: 原机构编号误写为{ID}。
""",
    "{old}/acts/2026-06-05-decision.yml": f"""\
date: 2026-06-05
authority: {{authority}}
effect: 撤销
matter: 其他
target: 2026-06-01-succession
text: 撤销对{NAME}（电话 {PHONE}）的承继记录。
""",
    "{old}/acts/2026-06-06-decision.yml": """\
date: 2026-06-06
authority: {authority}
effect: 作出
matter: 其他
text: 请本机构交还承继的教学档案。
""",
    "repairs/2026-06-07-01.yml": f"""\
date: 2026-06-07
authority: {{authority}}
reason: {NAME}（{ID}）与本机构重复录入。
rows:
  - from: institutions/{{old}}/{SUCCESSOR}/acts/2026-05-06-inspection.yml
    to: 作废
  - from: institutions/{{old}}/{ID}/acts/2026-05-06-inspection.yml
    to: 作废
""",
    "repairs/2026-06-08-01.yml": f"""\
date: 2026-06-08
authority: {{authority}}
reason: 两份提案先后合并，录入了两份。
rows:
  - from: institutions/{{old}}/{SUCCESSOR}/acts/2026-05-07-inspection.yml
    to: 作废
  - from: institutions/{{old}}/{ID}/acts/2026-05-07-inspection.yml
    to: 作废
""",
}


@pytest.fixture(params=TEXTS)
def hidden(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    examined = register(tmp_path, ID, request.param)
    assert ID in examined.register.dossiers, [each.message for each in examined.findings]
    assert ID in examined.register.list_predecessors(SUCCESSOR)
    return pages(examined)


def test_a_successor_names_no_institution_that_was_never_listed(hidden: str) -> None:
    for word in (ID, NAME, CODE):
        leaks = [hidden[max(0, m.start() - 80) : m.end() + 40] for m in re.finditer(re.escape(word), hidden)]
        assert leaks == []
    assert "2026-06-01-succession" in hidden  # the act itself is told


def test_a_successor_of_a_listed_institution_names_it(tmp_path: Path) -> None:
    text = pages(register(tmp_path, LISTED, TEXTS[0]))
    assert re.search(rf'"predecessor": ?"{LISTED}"', text)
    assert TEXTS[0] in text


def test_no_other_record_of_a_successor_names_it(tmp_path: Path) -> None:
    examined = register(tmp_path, ID, TEXTS[0], BESIDE)
    assert not examined.register.invalid
    assert len(examined.register.dossiers[SUCCESSOR].repairs) == 2
    hidden = pages(examined)
    for word in (ID, NAME, CODE, PHONE, MAIL, MAIL.upper(), CODE[8:], "0999 0000 0999"):
        leaks = [hidden[max(0, m.start() - 80) : m.end() + 40] for m in re.finditer(re.escape(word), hidden)]
        assert leaks == []
    for phrase in ("2026-06-05-decision", "请本机构交还承继的教学档案", "两份提案先后合并"):
        assert phrase in hidden
