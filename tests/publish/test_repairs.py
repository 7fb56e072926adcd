"""What the public sees of repairs: those of an institution on its own page and data, and of no other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from registry.lifecycle.present import arrange_dossier
from registry.model.excerpt import rebuild_register, take_excerpt
from registry.publish.assemble.site import Site
from registry.rules.cases import BASE, DAY
from registry.rules.checking import Examined, examine
from registry.rules.verdicts import Fingerprints
from tests.conftest import TEMPLATES, list_record_pages

ONE = "records/institutions/yangqu/base-one"
REPAIRED = """date: 2021-05-20
authority: city-hrss
reason: 两份提案先后合并，同一次检查录入了两份。
rows:
  - from: institutions/yangqu/base-one/acts/2021-05-06-inspection.yml
    to: 作废
  - from: institutions/yangqu/base-one/summaries/2020.yml#/runs/1
    to: 作废
  - from: institutions/yangqu/never-listed/acts/2021-05-07-inspection.yml
    to: institutions/yangqu/base-one/acts/2021-05-07-inspection.yml
  - from: institutions/yangqu/never-listed
    to: 作废
remarks: 内部说明。
"""


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    return examine(register(tmp_path_factory.mktemp("repairs")), DAY)


def register(root: Path) -> Path:
    shutil.copytree(BASE, root / "records")
    (root / "records/repairs").mkdir()
    (root / "records/repairs/2021-05-20-01.yml").write_text(REPAIRED, "utf-8")
    return root


def test_a_repair_is_told_of_the_institution_alone(examined: Examined) -> None:
    site = Site(examined, DAY, TEMPLATES)
    body = next(each for each in list_record_pages(site) if each.url == "institutions/base-one/").body
    document = site.data.documents.build_institution(examined.register.dossiers["base-one"])
    for each in (body, json.dumps(document, default=str, ensure_ascii=False)):
        assert "acts/2021-05-06-inspection.yml" in each
        assert "两份提案先后合并" in each
        assert "never-listed" not in each
        assert "内部说明" not in each


def test_a_repair_to_come_is_not_told(examined: Examined) -> None:
    site = Site(examined, DAY.replace(month=5, day=19), TEMPLATES)
    document = site.data.documents.build_institution(examined.register.dossiers["base-one"])
    assert document["repairs"] == []


def test_what_is_made_of_a_dossier_follows_from_its_repairs(examined: Examined, tmp_path: Path) -> None:
    other = register(tmp_path)
    file = other / "records/repairs/2021-05-20-01.yml"
    file.write_text(REPAIRED.replace("同一次检查", "同一件事"), "utf-8")
    folder = ONE
    keys = [Fingerprints(each).get(folder) for each in (examined.register, examine(other, DAY).register)]
    assert keys[0] != keys[1]
    part = rebuild_register(take_excerpt(examined.register, [folder], {}), examined.schemas, arrange_dossier)
    assert part.dossiers["base-one"].repairs == examined.register.dossiers["base-one"].repairs != ()
