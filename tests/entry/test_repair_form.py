"""`registry new … repair`: what is to be repaired is found by an id or a path, and written into the form."""

from __future__ import annotations

import shutil

import pytest

from registry.entry.request import NotLawful, RecordRequest, UnknownNameError
from registry.entry.scaffold import make_files
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from registry.rules.cases import BASE, DAY
from registry.rules.checking import Examined, examine
from registry.settings import HOME
from tests.entry.filling import read_form

SCHEMAS = Schemas.read(HOME / "schemas")
ONE = "institutions/yangqu/base-one"
TWO = "institutions/xuxian/two"


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    """The cases' register with an applicant, one id in two areas, and a file in the wrong area's folder."""
    root = tmp_path_factory.mktemp("repair")
    shutil.copytree(BASE, root / "records")
    code = 51320900000000019
    for place in ("yangqu/two", "xuxian/two", "yangqu/three"):
        folder = root / "records/institutions" / place
        folder.mkdir(parents=True)
        text = (root / "records" / ONE / "institution.yml").read_text("utf-8")
        text = text.replace("12999903000000019G", f"{code}F").replace("base-one", folder.name)
        (folder / "institution.yml").write_text(text, "utf-8")
    wrong = root / "records/institutions/xuxian/base-one/plans"
    wrong.mkdir(parents=True)
    shutil.copy(root / "records" / ONE / "plans/2021.yml", wrong)
    return examine(root, DAY)


def make_repair(examined: Examined, id_: str, *taken: str) -> tuple[str, str]:
    files = make_files(RecordRequest(id_, "修复", DAY), examined.register, SCHEMAS, taken.__contains__)
    (file,) = files.files
    assert "同一次提案" in files.then[0]
    return file.path, file.text


@pytest.mark.parametrize(
    ("id_", "source"),
    [
        ("three", "institutions/yangqu/three"),
        ("2019-1", "batches/2019-1.yml"),
        ("records/institutions/xuxian/base-one/plans/2021.yml",) * 2,
        (f"{ONE}/summaries/2020.yml#/runs/1",) * 2,
        (TWO, TWO),
        (f"records/{TWO}/", TWO),
    ],
)
def test_what_is_meant_is_written_as_it_is_to_stand(examined: Examined, id_: str, source: str) -> None:
    path, text = make_repair(examined, id_)
    assert path == "records/repairs/2021-06-01-01.yml"
    data = parse(text.encode()).data
    assert data["rows"][0]["from"] == source.removeprefix("records/")
    assert (data["date"], data["authority"]) == ("2021-06-01", "city-hrss")
    assert SCHEMAS.is_valid("repair", read_form(SCHEMAS, "repair", text))


def test_of_an_id_in_two_areas_both_are_named(examined: Examined) -> None:
    _, text = make_repair(examined, "two")
    assert "可填：institutions/xuxian/two、institutions/yangqu/two" in text


def test_the_second_of_a_day_has_the_next_number(examined: Examined) -> None:
    first, _ = make_repair(examined, "three")
    assert make_repair(examined, "three", first)[0] == "records/repairs/2021-06-01-02.yml"


def test_a_listed_institution_is_not_repaired_as_a_whole(examined: Examined) -> None:
    with pytest.raises(NotLawful, match="机构 base-one 列入过名单，编号不再改变，档案也不作废"):
        make_repair(examined, f"{ONE}")


@pytest.mark.parametrize("path", ["areas.yml#/areas/0", "authorities/city-hrss.yml"])
def test_a_table_is_mended_without_a_repair(examined: Examined, path: str) -> None:
    with pytest.raises(NotLawful, match="不用修复记录"):
        make_repair(examined, path)


@pytest.mark.parametrize(("id_", "words"), [("thre", "是否想写 three？"), ("别的", "records/ 之下的路径")])
def test_what_there_is_not_is_said(examined: Examined, id_: str, words: str) -> None:
    with pytest.raises(UnknownNameError, match=words):
        make_repair(examined, id_)
