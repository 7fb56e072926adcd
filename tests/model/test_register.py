"""The register as it is built from files: corrections, broken files, order, duplicates, successors."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from registry.lifecycle.bars import compute_bars, compute_predecessor_bars
from registry.lifecycle.status import derive_status
from registry.model.build import build_register
from registry.model.kinds import Review
from registry.model.register import Register
from registry.model.typed import ModelDiffersError, convert_document
from registry.records.loader import Document, LoadedRecords, load
from registry.records.schemas import Schemas
from registry.rules.cases import BASE, DAY
from registry.rules.checking import examine
from registry.settings import HOME
from tests.conftest import merge_all
from tests.files import write_file

SCHEMAS = Schemas.read(HOME / "schemas")
ONE = "records/institutions/yangqu/base-one"
REVIEW = f"{ONE}/acts/2019-05-17-review.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the lawful register of the cases."""
    shutil.copytree(BASE, tmp_path / "records")
    return tmp_path


def built(root: Path) -> Register:
    return build_register(load(root, SCHEMAS))


def correct(
    root: Path,
    pointer: str,
    old: Any,
    new: Any,
    on: str = "2019-07-01",
    file: str = "acts/2019-05-17-review.yml",
) -> None:
    write_file(
        root,
        f"{ONE}/acts/{on}-correction.yml",
        f"date: {on}\nauthority: city-hrss\nfile: {file}\npointer: {pointer}\nold: {old}\nnew: {new}\n"
        "reason: 录入时写错。\n",
    )


def copy_institution(root: Path, id_: str, area: str = "yangqu", code: str = "52999903000000019C") -> None:
    """A second dossier of the same shape with one application."""
    folder = f"records/institutions/{area}/{id_}"
    for file in ("institution.yml", "acts/2019-03-08-application.yml"):
        text = (root / ONE / file).read_text("utf-8")
        text = text.replace("id: base-one", f"id: {id_}").replace("12999903000000019G", code)
        write_file(root, f"{folder}/{file}", text.replace("area: yangqu", f"area: {area}"))


def rules_found(root: Path) -> list[str]:
    return [each.rule for each in examine(root, DAY).findings]


# -- immutability ------------------------------------------------------------------------------------------


def test_register_cannot_be_changed(root: Path) -> None:
    register = built(root)
    dossier = register.dossiers["base-one"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        register.batches = {}  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        dossier.acts = ()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        register.tables.regulations = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        dossier.institution.name = "演示乙"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        dossier.plans[0].courses[0].hours = 1.0  # type: ignore[misc]


# -- corrections -------------------------------------------------------------------------------------------


def test_correction_is_applied_before_anything_is_derived(root: Path) -> None:
    correct(root, "/result", "通过", "不通过")
    register = built(root)
    dossier = register.dossiers["base-one"]
    [review] = dossier.get_acts(Review)
    assert review.result == "不通过"
    assert register.documents[REVIEW].data["result"] == "不通过"
    assert derive_status(dossier, dt.date(2019, 6, 9)).filing.code == "not-passed"
    [entry] = dossier.corrections
    assert (entry.target, entry.pointer, entry.old, entry.new) == (REVIEW, "/result", "通过", "不通过")
    assert entry.problem == ""
    assert "通过" in (root / REVIEW).read_text("utf-8")


@pytest.mark.parametrize(
    ("pointer", "old", "new", "place", "problem"),
    [
        ("/result", "不通过", "通过", "/old", "该处现为“通过”，更正中写的原值是“不通过”"),
        ("/result", "通过", "大概", "/new", "新值是“大概”，不符合这一项的格式"),
        ("/steps/4/date", "2019-05-06", "2019-05-07", "/pointer", "文件中没有 /steps/4/date 这个位置"),
        ("/steps/-1/date", "2019-05-14", "2019-05-15", "/pointer", "文件中没有 /steps/-1/date 这个位置"),
        ("/steps/03/date", "2019-05-14", "2019-05-15", "/pointer", "文件中没有 /steps/03/date 这个位置"),
        ("/steps/x", "2019-05-14", "2019-05-15", "/pointer", "文件中没有 /steps/x 这个位置"),
        ("/result/0", "通", "不", "/pointer", "文件中没有 /result/0 这个位置"),
        ("/resutl", "通过", "不通过", "/pointer", "文件中没有 /resutl 这个位置，是否想写 /result？"),
        (
            "/steps/0/dat",
            "2019-05-06",
            "2019-05-07",
            "/pointer",
            "文件中没有 /steps/0/dat 这个位置，是否想写 /steps/0/date？",
        ),
        ("/remarks", "null", "补一句。", "/pointer", "文件中没有 /remarks 这个位置"),
        (
            "/text",
            "28",
            "不同意。",
            "/old",
            "该处现为“条件符合规定，同意通过。”，更正中写的原值是 28；"
            '这一项是文字，加英文双引号，写成 old: "28"',
        ),
        ("/steps", "审核", "论证", "/old", "该处现为一个列表，更正中写的原值是“审核”"),
    ],
)
def test_correction_that_does_not_apply(
    root: Path, pointer: str, old: str, new: str, place: str, problem: str
) -> None:
    correct(root, pointer, old, new)
    register = built(root)
    [entry] = register.dossiers["base-one"].corrections
    assert (entry.place, entry.problem) == (place, problem)
    assert register.documents[REVIEW].data == merge_all(load(root, SCHEMAS)).documents[REVIEW].data


def test_correction_of_a_file_that_is_missing(root: Path) -> None:
    correct(root, "/result", "通过", "不通过", file="acts/2019-05-18-review.yml")
    [entry] = built(root).dossiers["base-one"].corrections
    assert (entry.place, entry.problem) == ("/file", "找不到要更正的文件 2019-05-18-review.yml")


def test_correction_of_itself(root: Path) -> None:
    correct(root, "/reason", "录入时写错。", "另有原因。", file="acts/2019-07-01-correction.yml")
    [entry] = built(root).dossiers["base-one"].corrections
    assert entry.place == "/file"


def test_two_corrections_in_a_row(root: Path) -> None:
    correct(root, "/text", "条件符合规定，同意通过。", "同意。", "2019-07-01")
    correct(root, "/text", "同意。", "同意通过。", "2019-07-02")
    register = built(root)
    assert [entry.problem for entry in register.dossiers["base-one"].corrections] == ["", ""]
    assert register.documents[REVIEW].data["text"] == "同意通过。"


def test_true_is_not_one(root: Path) -> None:
    plan = "plans/2020.yml"
    correct(root, "/courses/0/public_benefit/open_to_all", "1", "0", file=plan)
    [entry] = built(root).dossiers["base-one"].corrections
    assert entry.problem == "该处现为 true，更正中写的原值是 1"
    correct(root, "/courses/0/hours", '"60"', "62", file=plan)
    [entry] = built(root).dossiers["base-one"].corrections
    assert entry.problem.endswith("；数字不加引号，写成 old: 60"), entry.problem
    correct(root, "/courses/0/public_benefit/open_to_all", "true", "false", file=plan)
    register = built(root)
    course = register.dossiers["base-one"].get_plan(2020).courses[0]  # type: ignore[union-attr]
    assert course.public_benefit is not None
    assert course.public_benefit.open_to_all is False


def test_one_is_not_true(root: Path) -> None:
    path = root / ONE / "plans/2021.yml"
    path.write_text(path.read_text("utf-8").replace("    hours: 100", "    hours: 1"), "utf-8")
    correct(root, "/courses/0/hours", "true", "2", file="plans/2021.yml")
    [entry] = built(root).dossiers["base-one"].corrections
    assert entry.place == "/old"


def test_correction_finds_names_with_a_slash_or_tilde_missing(root: Path) -> None:
    correct(root, "/a~1b/~01", "x", "y")
    [entry] = built(root).dossiers["base-one"].corrections
    assert entry.problem == "文件中没有 /a~1b/~01 这个位置"


# -- files -------------------------------------------------------------------------------------------------


def test_order_of_files_is_irrelevant(root: Path) -> None:
    correct(root, "/text", "条件符合规定，同意通过。", "同意。", "2019-07-01")
    correct(root, "/text", "同意。", "同意通过。", "2019-07-02")
    copy_institution(root, "second")
    read = merge_all(load(root, SCHEMAS))
    first = build_register(load(root, SCHEMAS))
    for seed in range(10):
        files = [*read.documents.values()]
        random.Random(seed).shuffle(files)
        again = build_register(LoadedRecords.from_documents(files, SCHEMAS))
        assert list(again.dossiers) == list(first.dossiers)
        for id_, dossier in first.dossiers.items():
            assert vars(again.dossiers[id_]) == vars(dossier)
        assert list(again.batches) == list(first.batches)
        assert again.tables == first.tables
        assert again.known_ids == first.known_ids


def test_batches_are_in_order_of_number(root: Path) -> None:
    for number in (10, 2):
        text = (root / "records/batches/2019-1.yml").read_text("utf-8")
        write_file(root, f"records/batches/2019-{number}.yml", text.replace('"2019-1"', f'"2019-{number}"'))
    register = built(root)
    assert list(register.batches) == ["2019-1", "2019-2", "2019-10"]
    assert [each.id for each in register.dossiers["base-one"].batches] == ["2019-1", "2019-2", "2019-10"]


def test_broken_file_leaves_out_its_dossier_only(root: Path) -> None:
    copy_institution(root, "second")
    broken = root / ONE / "plans/2020.yml"
    broken.write_text(broken.read_text("utf-8").replace("hours: 60", "hours: 六十"), "utf-8")
    other = root / "records/institutions/yangqu/second/institution.yml"
    other.write_text(
        other.read_text("utf-8").replace("legal_representative: 演示甲", "legal_representative: 演示乙"),
        "utf-8",
    )
    register = built(root)
    assert list(register.dossiers) == ["second"]
    assert register.invalid == {f"{ONE}/plans/2020.yml"}
    assert rules_found(root) == [
        "schema",
        "code-fits-legal-form",
        "code-fits-legal-form",
        "institution-equals-its-acts",
    ]


def test_broken_batch_leaves_out_those_who_applied_in_it(root: Path) -> None:
    copy_institution(root, "second")
    path = root / "records/institutions/yangqu/second/acts/2019-03-08-application.yml"
    path.write_text(path.read_text("utf-8").replace('batch: "2019-1"', 'batch: "2019-2"'), "utf-8")
    batch = root / "records/batches/2019-1.yml"
    write_file(
        root,
        "records/batches/2019-2.yml",
        batch.read_text("utf-8").split("announcement")[0].replace("2019-1", "2019-2"),
    )
    batch.write_text(batch.read_text("utf-8").replace("panel_size: ", "panel_size: 共"), "utf-8")
    assert list(built(root).dossiers) == ["second"]
    assert rules_found(root)[0] == "schema"
    assert set(rules_found(root)) == {"schema", "code-fits-legal-form"}


@pytest.mark.parametrize(
    "path",
    ["areas.yml", "systems.yml", "authorities/yangqu-health.yml", "regulations/demo-2018.yml"],
)
def test_broken_table_is_all_that_is_said(root: Path, path: str) -> None:
    file = root / "records" / path
    file.write_text(file.read_text("utf-8") + "zzz: 1\n", "utf-8")
    assert rules_found(root) == ["schema"]
    assert dict(built(root).dossiers) == {}


def test_whole_number_with_a_point_is_a_whole_number(root: Path) -> None:
    file = root / ONE / "plans/2021.yml"
    file.write_text(file.read_text("utf-8").replace("persons: 100", "persons: 100.0"), "utf-8")
    assert examine(root, DAY).findings == []
    persons = built(root).dossiers["base-one"].get_plan(2021).courses[0].persons  # type: ignore[union-attr]
    assert (persons, type(persons)) == (100, int)


def test_duplicate_id_in_two_areas(root: Path) -> None:
    copy_institution(root, "base-one", "xuxian")
    register = built(root)
    assert dict(register.dossiers) == {}
    assert tuple(register.folders) == ("records/institutions/xuxian/base-one", ONE)
    assert sorted(rules_found(root)) == ["code-fits-legal-form", "code-fits-legal-form", "ids-unique"]


def test_folder_without_institution_is_no_dossier(root: Path) -> None:
    (root / ONE / "institution.yml").unlink()
    shutil.rmtree(root / ONE / "acts")
    assert dict(built(root).dossiers) == {}
    assert "institution-file-present" in rules_found(root)


def test_register_without_anything_but_a_regulation(tmp_path: Path) -> None:
    text = (BASE / "regulations/demo-2018.yml").read_text("utf-8")
    write_file(tmp_path, "records/regulations/demo-2018.yml", text)
    findings = examine(tmp_path, DAY).findings
    assert [(each.rule, each.path) for each in findings] == [
        ("tables-present", "records/areas.yml"),
        ("tables-present", "records/systems.yml"),
    ]


def test_what_the_schema_allows_and_the_model_lacks_is_named(root: Path) -> None:
    document = Document("records/x.yml", "systems", {}, b'{"systems": [], "colour": "red"}')
    with pytest.raises(ModelDiffersError, match=r"records/x\.yml.*systems\.json.*kinds\.py.*`colour`"):
        convert_document(document)
    with pytest.raises(ModelDiffersError, match=r"kinds\.py 中没有 'survey'"):
        convert_document(Document("x.yml", "survey", {}, b"{}"))


def test_dossier_of_a_path(root: Path) -> None:
    register = built(root)
    assert register.find_dossier(REVIEW) is register.dossiers["base-one"]
    assert register.find_dossier("records/batches/2019-1.yml") is None
    assert register.find_dossier("records/institutions/xuxian/base-one/institution.yml") is None


# -- successors --------------------------------------------------------------------------------------------


def succeed(root: Path, id_: str, predecessor: str, on: str) -> None:
    write_file(
        root,
        f"records/institutions/yangqu/{id_}/acts/{on}-succession.yml",
        f"date: {on}\npredecessor: {predecessor}\nmanner: 改制\nauthority: city-hrss\ntext: 经批准改制。\n",
    )


def bar(root: Path) -> None:
    for name, text in (
        (
            "2022-09-01-rectification-order",
            "ground: 未完成教学培训计划\nfacts: 没有举办。\nrequirements: [补办]\ndue: 2022-12-15\n",
        ),
        (
            "2023-03-15-rectification-outcome",
            "order: 2022-09-01-rectification-order\nresult: 未达到\ntext: 书面认定。\n",
        ),
        ("2023-03-15-bar", "outcome: 2023-03-15-rectification-outcome\ntext: 不得再次报备。\n"),
    ):
        write_file(root, f"{ONE}/acts/{name}.yml", f"date: {name[:10]}\nauthority: city-hrss\n{text}")


def test_a_bar_is_told_through_a_chain_of_successors(root: Path) -> None:
    bar(root)
    copy_institution(root, "second")
    copy_institution(root, "third", code="51999903000000019F")
    succeed(root, "second", "base-one", "2023-06-01")
    succeed(root, "third", "second", "2024-06-01")
    register = built(root)
    ids = ("base-one", "second", "third")
    assert [len(compute_bars(register.dossiers[id_], dt.date.max)) for id_ in ids] == [1, 0, 0]
    for id_, since in (("second", "2023-06-01"), ("third", "2024-06-01")):
        days = map(dt.date.fromisoformat, ("2023-05-31", since, "2026-03-15", "2026-03-16"))
        predecessors = [
            [whose for whose, _ in compute_predecessor_bars(register.dossiers[id_], day)] for day in days
        ]
        assert predecessors == [[], ["base-one"], ["base-one"], []]


def test_circle_of_successions_is_walked_once(root: Path) -> None:
    bar(root)
    copy_institution(root, "second")
    copy_institution(root, "third", code="51999903000000019F")
    for id_, predecessor in (("base-one", "third"), ("second", "base-one"), ("third", "second")):
        succeed(root, id_, predecessor, "2024-06-01")
    register = built(root)
    assert {
        id_: [each.id for each in dossier.predecessors] for id_, dossier in register.dossiers.items()
    } == {
        "base-one": ["third", "second"],
        "second": ["base-one", "third"],
        "third": ["second", "base-one"],
    }
    assert rules_found(root).count("succession-from-another") == 3


def test_succession_from_itself_or_from_nobody(root: Path) -> None:
    succeed(root, "base-one", "base-one", "2024-06-01")
    succeed(root, "base-one", "nobody", "2024-06-02")
    assert built(root).dossiers["base-one"].predecessors == ()
    assert sorted(rules_found(root)) == ["references-exist", "succession-from-another"]
