"""institution.yml is written as its acts say, and only where nobody's edit is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.entry.fold_file import write_fold
from registry.records.strict_yaml import parse
from registry.rules.cases import CASES
from registry.rules.checking import Examined, examine
from registry.rules.engine import CheckOptions
from tests.conftest import DAY, SECOND, examined
from tests.rules.cases import write_case

ONE = Path("records/institutions/yangqu/base-one")
LAGGING = CASES / "institution-file-follows-its-acts"


def checked(case: Path, root: Path) -> Examined:
    write_case(case, root)
    return examine(root, DAY)


def written(root: Path, examined: Examined | None = None) -> dict[str, str]:
    """What is to be written of each institution.yml of a register, by path."""
    examined, texts = examined or examine(root, DAY), {}
    for dossier in examined.register.dossiers.values():
        path = dossier.institution.path
        text = (root / path).read_text("utf-8") if dossier.stated else ""
        if (new := write_fold(dossier, examined.schemas, text)) is not None:
            texts[path] = new
    return texts


@pytest.fixture(scope="module")
def stripped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole register in which every institution that has applied is without its file."""
    root = tmp_path_factory.mktemp("stripped")
    shutil.copytree(SECOND / "records", root / "records")
    for file in root.glob("records/institutions/*/*/institution.yml"):
        if any(file.parent.glob("acts/*-application*.yml")):
            file.unlink()
    return root


@pytest.fixture(scope="module")
def bare(stripped: Path) -> Examined:
    """It, checked."""
    return examine(stripped, DAY)


def test_every_missing_file_is_written_as_a_clerk_wrote_it(stripped: Path, bare: Examined) -> None:
    texts = written(stripped, bare)
    assert len(texts) > 3
    for path, text in texts.items():
        clerk = (SECOND / path).read_text("utf-8")
        assert parse(text.encode()).data == parse(clerk.encode()).data
        assert [each.partition(":")[0] for each in text.splitlines()] == [
            each.partition(":")[0] for each in clerk.splitlines()
        ]
    assert not any((stripped / path).exists() for path in texts)


def test_a_register_without_these_files_is_lawful(bare: Examined) -> None:
    whole = examined(SECOND)
    findings = [each for each in bare.findings if each.rule == "institution-file-follows-its-acts"]
    assert [each.rule for each in bare.findings if each not in findings] == [
        each.rule for each in whole.findings
    ]
    assert {each.severity for each in findings} == {"info"}
    for id_, dossier in whole.register.dossiers.items():
        assert bare.register.dossiers[id_].institution == dossier.institution


def test_what_is_remembered_holds_without_the_file_too(
    stripped: Path, bare: Examined, tmp_path: Path
) -> None:
    first, second = (examine(stripped, DAY, CheckOptions(cache=tmp_path)) for _ in range(2))
    assert first.findings == second.findings == bare.findings
    codes = [each.register.by_credit_code for each in (first, second, examined(SECOND))]
    assert codes[0] == codes[1] == codes[2]


@pytest.mark.parametrize("case", sorted(LAGGING.glob("bad-*")), ids=lambda each: each.name)
def test_what_lags_is_written_once_and_for_all(case: Path, tmp_path: Path) -> None:
    write_case(case, tmp_path)
    texts = written(tmp_path)
    assert texts
    for path, text in texts.items():
        (tmp_path / path).write_text(text, "utf-8", newline="\n")
    assert written(tmp_path) == {}
    assert [each for each in examine(tmp_path, DAY).findings if each.severity == "error"] == []


def test_comments_and_what_no_act_tells_stay(tmp_path: Path) -> None:
    write_case(LAGGING / "bad-change-not-carried-over", tmp_path)
    file = tmp_path / ONE / "institution.yml"
    text = file.read_text("utf-8").replace("phone:", "# 总机\nphone:") + "# 收尾\nremarks: 档案第 3 册\n"
    file.write_text(text, "utf-8")
    (mended,) = written(tmp_path).values()
    assert mended == text.replace('phone: "0000-00000001"', 'phone: "0000-00000002"')


@pytest.mark.parametrize(
    "case",
    ["institution-equals-its-acts/bad-behind-and-edited", "change-fits-field/bad-phone-that-is-no-number"],
)
def test_what_is_at_fault_is_left_as_it_is(case: str, tmp_path: Path) -> None:
    assert not checked(CASES / case, tmp_path).lawful
    assert written(tmp_path) == {}


def test_a_file_that_is_right_is_not_written(tmp_path: Path) -> None:
    right = checked(LAGGING / "good-edited-with-a-change", tmp_path)
    (dossier,) = right.register.dossiers.values()
    assert dossier.fold is None
    text = (tmp_path / ONE / "institution.yml").read_text("utf-8")
    assert write_fold(dossier, right.schemas, text) is None


def test_properties_come_and_go_in_their_place(tmp_path: Path) -> None:
    write_case(LAGGING / "good-edited-with-a-change", tmp_path)
    act = (
        "date: 2021-05-06\nchanges:\n  - field: aliases\n    before: null\n    after:\n      - 示例在线学堂\n"
        "  - field: email\n    before: office@example.org\n    after: null\n"
        "reason: 品牌启用。\nreported_on: 2021-05-10\nauthority: city-hrss\noffice: 专业技术人员管理处\n"
    )
    (tmp_path / ONE / "acts/2021-05-06-change.yml").write_text(act, "utf-8")
    (text,) = written(tmp_path).values()
    lines = text.splitlines()
    assert lines[lines.index("name: 演示甲培训中心") + 1 :][:2] == ["aliases:", "  - 示例在线学堂"]
    assert "email" not in text
