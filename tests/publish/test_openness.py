"""What is not open is in no published file; of what turns the status kind and day are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.publish.public_view import OPINION, PublicRecords
from registry.rules.checking import examine
from tests.conftest import CITY, DAY, SECOND, configure, registry
from tests.publish.test_undone import texts

ACTS = Path("records/institutions/linzhou/yx-d2/acts")
CLOSED = "\nopen: false\nnot_open_ground: 涉及虚构的秘密（虚构法第三条）。\n"
# What each act says, with words that stand nowhere else; the first turn the status.
SAID = {
    "2026-03-02-suspension": "reason: 金丝雀甲。\npart: 金丝雀乙。\nremedy: 金丝雀丙。\n"
    "notice_until: 2029-03-01",
    "2026-02-02-suspension": "reason: 金丝雀子。\nnotice_until: 2029-02-01",
    "2026-02-20-decision": 'effect: 撤销\nmatter: 其他\ntext: 金丝雀丑。\ntarget: "2026-02-02-suspension"',
    "2026-04-02-rectification-order": "ground: 未达到教学管理要求\nfacts: 金丝雀丁。\nrequirements:\n"
    "  - 金丝雀戊。\ndue: 2026-12-31\nnotice_until: 2029-04-01",
    "2026-05-11-decision": "effect: 作出\nmatter: 收费\ntext: 金丝雀己。\nbasis: 金丝雀庚。\n"
    "notice_until: 2029-05-10",
    "2026-06-12-inspection": "form: 现场检查\nheads:\n  - head: 教学设施配套\n    finding: 不符合\n"
    "    text: 金丝雀辛。\n"
    "conclusion: 金丝雀壬。",
}
UPHELD = "2026-07-13-decision"
FAILED = "records/institutions/funing/demo-049/acts/2026-11-13-review.yml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second city with a dossier of which much is not open."""
    root = tmp_path_factory.mktemp("open")
    shutil.copytree(SECOND / "records", root / "records")
    configure(root)
    for name, text in SAID.items():
        head = f"date: {name[:10]}\nauthority: ymz-rsj\n"
        (root / ACTS / f"{name}.yml").write_text(f"{head}{text}{CLOSED}", "utf-8")
    (root / ACTS / f"{UPHELD}.yml").write_text(
        f"date: {UPHELD[:10]}\nauthority: ymz-rsj\neffect: 维持\nmatter: 其他\n"
        'target: "2026-05-11-decision"\ntext: 金丝雀癸。\n',
        "utf-8",
    )
    result = registry("build", "--root", root, "--on", "2026-11-23", "--out", root / "site", "--workers", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    return root / "site"


def test_no_file_holds_what_is_not_open(site: Path) -> None:
    paths = [path for path, text in texts(site) if "金丝雀" in text]
    assert paths == []


def test_of_what_turns_nothing_there_is_no_trace(site: Path) -> None:
    hidden = ("2026-05-11-decision", "2026-06-12-inspection", UPHELD)
    traces = [(path, name) for path, text in texts(site) for name in hidden if name in text]
    assert traces == []


def test_of_what_turns_the_status_kind_day_and_ground_stay(site: Path) -> None:
    page = (site / "institutions/yx-d2/index.html").read_text("utf-8")
    entry = page.partition('id="2026-03-02-suspension"')[2].partition("</li>")[0]
    assert "2026年3月2日" in entry
    assert "暂停开班" in entry
    assert "依法不公开。涉及虚构的秘密（虚构法第三条）。" in entry
    assert "部分暂停开班" in page.partition('id="timeline"')[0]
    assert "责令限期整改，整改期限至" in page.partition('id="timeline"')[0]


@pytest.mark.parametrize(("written", "open_"), [("", False), ("open: true\n", True)])
def test_the_opinion_on_an_application_that_failed_is_told_only_where_it_is_open(
    tmp_path: Path, written: str, open_: bool
) -> None:
    shutil.copytree(CITY / "records", tmp_path / "records")
    file = tmp_path / FAILED
    file.write_text(file.read_text("utf-8") + written, "utf-8")
    examined = examine(tmp_path, DAY)
    public = PublicRecords(examined.schemas, examined.register, DAY).read(FAILED)
    assert public["result"] == "不通过"
    assert (public["text"] == examined.register.documents[FAILED].data["text"]) == open_
    assert (public["text"] == OPINION) != open_
