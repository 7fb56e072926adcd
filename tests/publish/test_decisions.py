"""The list of decisions: each with what it is today and what became of it, neutrally."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec
import pytest

from registry.model.kinds import RectificationOrder
from registry.publish.assemble.site import Site
from registry.publish.open_data.decisions import STATES, DecisionItem
from tests.conftest import CITY, DAY, TEMPLATES, examined


@pytest.fixture(scope="module")
def city() -> Site:
    return Site(examined(CITY), DAY, TEMPLATES)


def find(site: Site, institution: str, id_: str) -> DecisionItem:
    return next(item for item, row in site.collected.decisions if (row.id, item.id) == (institution, id_))


def list_of(site: Site, kind: str) -> list[DecisionItem]:
    return [item for item, _ in site.collected.decisions if item.kind == kind]


def test_an_order_says_until_when_or_that_its_determination_is_awaited(city: Site) -> None:
    orders = list_of(city, "责令限期整改")
    states = {each.state for each in orders}
    assert states >= {"rectifying", "awaited", "ended"}
    for each in orders:
        assert each.words.startswith("期限至") == (each.state in ("rectifying", "awaited"))
    ended = next(each for each in orders if each.state == "ended")
    assert "整改结果认定" in ended.words
    assert ended.by


def test_what_is_in_favour_stands_beside_what_is_not(city: Site) -> None:
    titles = {f"{each.kind}：{each.outcome}" for each, _ in city.collected.decisions}
    assert "整改结果认定：达到" in titles
    assert any(each.startswith("处理决定：撤销") for each in titles)
    assert list_of(city, "恢复开班")


def test_of_what_was_withdrawn_a_neutral_line_with_its_decision_is_left(city: Site) -> None:
    withdrawn = [each for each, _ in city.collected.decisions if each.state == "withdrawn"]
    assert withdrawn
    for each in withdrawn:
        assert (each.outcome, each.authority) == ("", "")
        assert each.words.endswith("原文不再展示。")
        assert each.by


def test_a_bar_says_that_its_start_is_a_reading(city: Site) -> None:
    barring = [each for each in list_of(city, "整改结果认定") if "不得再次报备至" in each.words]
    assert barring
    assert all(each.words.endswith("日（起算日是登记册的理解）") for each in barring)


def change(site: Site, until: dt.date | None = None, open_: bool | None = None) -> tuple[Site, str, str]:
    """A site whose first open order has another end of its publication, or is not open."""
    dossier, order = next(
        (dossier, act)
        for dossier in site.public
        for act in dossier.get_acts(RectificationOrder)
        if find(site, dossier.id, act.stem).state == "rectifying"
    )
    changed = msgspec.structs.replace(order, notice_until=until, open=open_, not_open_ground="甲")
    acts = tuple(changed if act is order else act for act in dossier.acts)
    dossiers = {**site.register.dossiers, dossier.id: replace(dossier, acts=acts)}
    register = replace(site.register, dossiers=dossiers)
    return Site(examined(CITY)._replace(register=register), DAY, TEMPLATES), dossier.id, order.stem


def test_what_has_run_out_leaves_the_list_and_its_page_stays(city: Site) -> None:
    before, id_, stem = change(city, DAY)
    assert find(before, id_, stem)
    after, id_, stem = change(city, DAY - dt.timedelta(1))
    with pytest.raises(StopIteration):
        find(after, id_, stem)
    assert after.decisions.pages.keys() == city.decisions.pages.keys()


def test_what_is_not_open_shows_its_kind_and_day_alone(city: Site) -> None:
    site, id_, stem = change(city, open_=False)
    item = find(site, id_, stem)
    assert item == DecisionItem(stem, "责令限期整改", item.day, "", "", "not-public", "rectification-order")
    assert STATES[item.state] == "依法不公开"


def test_the_page_of_a_year_links_each_decision_to_its_own_place(city: Site) -> None:
    shown = city.decisions.show_page("decisions/2024/")
    assert {row.item.day.year for row in shown.rows} == {2024}
    assert [row.item.day for row in shown.rows] == sorted((r.item.day for r in shown.rows), reverse=True)
    body = TEMPLATES.get_template("decisionyear.html").render(base="../../", **shown._asdict())
    for row in shown.rows:
        page = f"institutions/{row.institution.id}/"
        assert f'href="../../{page}#{row.item.id}"' in body
        bodies = city.dossiers.build_data(city.register.dossiers[row.institution.id])
        assert row.item.id in {entry.id for entries in bodies.timeline for entry in entries}
