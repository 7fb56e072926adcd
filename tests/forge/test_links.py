"""Links from an institution's page to the forge: where configured, to the right place, nothing private."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from registry.forge.links import MAX_ADDRESS, Forge, build_proposal_link, read_forge
from registry.lifecycle.acts import TABLE, find_moment
from registry.model.kinds import ACTS
from registry.records.schemas import Schemas
from tests.conftest import DAY, EMPTY, FORGE, REPOSITORY, SECOND, build, configure, examined, registry
from tests.entry.scripts import start_scripts

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
ADDRESSES = Forge(f"{FORGE}/edit/{{path}}", f"{FORGE}/new/{{folder}}?name={{name}}&text={{text}}")


def link_new(forge: Forge, path: str, text: str) -> dict[str, Any]:
    """Where a form leads with a file, as its script has it."""
    data = {**forge._asdict(), "longest": MAX_ADDRESS}
    (link,) = start_scripts().call("linkNew", [[data, path, text]])
    assert isinstance(link, dict)
    return link


ORDER = """date: 2025-01-06
authority: {}
ground: 未完成教学培训计划
facts: 演示。
requirements:
  - 演示。
due: 2025-02-06
"""
OUTCOME = """date: 2025-03-06
order: 2025-01-06-rectification-order
authority: {}
result: 未达到
text: 演示。
notice_until: {}
"""


def links(site: Path) -> dict[str, list[str]]:
    """The forge's addresses on each institution's page."""
    links_by_id = {}
    for page in (site / "institutions").glob("*/index.html"):
        text = page.read_text("utf-8")
        links_by_id[page.parent.name] = [
            html.unescape(each) for each in re.findall(f'href="({FORGE}[^"]*)"', text)
        ]
    return links_by_id


def forms(site: Path) -> dict[str, list[str]]:
    """The addresses of forms on each institution's page, from the site's root."""
    pages = (site / "institutions").glob("*/index.html")
    texts = {each.parent.name: each.read_text("utf-8") for each in pages}
    return {
        id_: [html.unescape(each) for each in re.findall(r'href="../../(forms/[a-z-]+/[^"]*)"', text)]
        for id_, text in texts.items()
    }


def test_no_page_speaks_of_the_forge_where_none_is_configured(site: Path, second_site: Path) -> None:
    for folder in (site, second_site):
        assert links(folder)
        for page in {*folder.rglob("*.html")} - {*folder.glob("handbook/*/*")}:  # which tells where it stands
            assert "给经办人员" not in page.read_text("utf-8")


def test_each_institution_is_edited_where_it_is(forge_site: Path) -> None:
    for id_, link in links(forge_site).items():
        edited = [unquote(each.removeprefix(f"{FORGE}/edit/")) for each in link if "/edit/" in each]
        assert all((SECOND / path).is_file() and f"/{id_}/" in path for path in edited)
        # What the acts say is not edited; of a name on an older list nothing else is there to be edited.
        applied = any((SECOND / "records/institutions").glob(f"*/{id_}/acts/*-application.yml"))
        assert any(path.endswith("/institution.yml") for path in edited) == (not applied)


def test_the_acts_that_are_lawful_now_are_offered_with_their_forms(forge_site: Path) -> None:
    second = examined(SECOND)
    for id_, link in forms(forge_site).items():
        # Of the record nothing but its year stands in an address.
        kinds = [re.fullmatch(rf"forms/([a-z-]+)/\?id={id_}(&year=[0-9]{{4}})?", each) for each in link]
        offered = {each[1] for each in kinds if each}
        assert len(offered) == len(link)
        moment = find_moment(second.register.dossiers[id_], DAY)
        assert offered & {*ACTS} == {kind for kind, cls in ACTS.items() if TABLE[cls].among(moment)}
        assert all((forge_site / f"forms/{each}/index.html").is_file() for each in offered)


def test_what_is_no_longer_public_is_not_told_by_an_offer(tmp_path: Path) -> None:
    """A bar is offered only where the outcome that it would rest on may still be read."""
    shutil.copytree(SECOND / "records", tmp_path / "records")
    configure(tmp_path, f"extra:\n  forge:\n    edit: {ADDRESSES.edit}\n    new: {ADDRESSES.new}\n")
    (folder,) = (tmp_path / "records/institutions").glob("*/yx-a7")
    authority = examined(SECOND).register.tables.find_regulation(DAY).city_authority
    (folder / "acts/2025-01-06-rectification-order.yml").write_text(ORDER.format(authority), "utf-8")
    outcome = folder / "acts/2025-03-06-rectification-outcome.yml"
    offered = {}
    for until in ("2026-11-22", "2026-11-23"):
        outcome.write_text(OUTCOME.format(authority, until), "utf-8")
        site = build(tmp_path, tmp_path / "public")
        offered[until] = any("forms/bar/" in each for each in forms(site)["yx-a7"])
    assert offered == {"2026-11-22": False, "2026-11-23": True}


@pytest.mark.parametrize("length", [MAX_ADDRESS, MAX_ADDRESS + 1])
def test_a_text_that_makes_the_address_too_long_is_left_out(length: int) -> None:
    empty = link_new(ADDRESSES, "a/b.yml", "")["link"]
    link = link_new(ADDRESSES, "a/b.yml", "x" * (length - len(empty)))
    assert len(link["link"]) == (length if length <= MAX_ADDRESS else len(empty))
    assert link["hasText"] == (length <= MAX_ADDRESS)


def test_what_an_address_could_misread_is_escaped() -> None:
    link = link_new(ADDRESSES, "records/a b/日期-change.yml", '名称: "甲&乙#{name}"\n')["link"]
    query = parse_qs(urlsplit(link).query)
    assert urlsplit(link).path == "/new/records/a%20b"
    assert query == {"name": ["日期-change.yml"], "text": ['名称: "甲&乙#{name}"\n']}


@pytest.mark.parametrize(
    "extra",
    [{}, {"forge": None}, {"forge": {}}, {"forge": {"organisation": "演示", "edit": "", "new": None}}],
)
def test_no_forge_is_no_forge(extra: dict[str, Any]) -> None:
    assert read_forge(extra) is None


@pytest.mark.parametrize(
    ("forge", "message"),
    [
        ("https://forge.example.org", "只有 organisation、kind、address、branch、edit、new 和 propose"),
        (
            {"edit": ADDRESSES.edit, "neu": ADDRESSES.new},
            "只有 organisation、kind、address、branch、edit、new 和 propose",
        ),
        ({"edit": ADDRESSES.edit}, "forge.new 应是"),
        ({"edit": f"{FORGE}/edit/", "new": ADDRESSES.new}, r"forge.edit 应是.*\{path\}"),
        ({"edit": "javascript:{path}", "new": ADDRESSES.new}, "forge.edit 应是以 https:// 或 http:// 开头"),
        ({"edit": ADDRESSES.edit, "new": 1}, "forge.new 应是"),
        ({"kind": "bitbucket"}, "forge.kind 应是 github、gitlab、gitea、forgejo、gitee、generic 之一"),
        ({"kind": "gitea", "address": "10.0.0.5/a/b"}, "forge.address 应是.*http://"),
        (
            {"kind": "gitea", "address": "https://u:p@x.example/a/b"},
            "forge.address 中不要写用户名、密码、令牌",
        ),
        ({"edit": "https://t@x.example/{path}", "new": ADDRESSES.new}, "forge.edit 中不要写用户名"),
    ],
)
def test_a_wrong_address_is_told(forge: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_forge({"forge": forge})


@pytest.mark.parametrize(
    ("kind", "edit", "new"),
    [
        ("github", "/edit/main/records/a%20b.yml", "/new/main/records?filename=c.yml&value=%E7%94%B2"),
        ("gitlab", "/-/edit/main/records/a%20b.yml", "/-/new/main/records?file_name=c.yml"),
        ("gitea", "/_edit/main/records/a%20b.yml", "/_new/main/records?filename=c.yml"),
        ("forgejo", "/_edit/main/records/a%20b.yml", "/_new/main/records?filename=c.yml"),
        ("gitee", "/edit/main/records/a%20b.yml", "/new/main/records"),
    ],
)
def test_each_forge_is_linked_as_it_wants_it_on_an_intranet_too(kind: str, edit: str, new: str) -> None:
    there = "http://10.0.0.5:3000/renshe/register"
    forge = read_forge({"forge": {"kind": kind, "address": f"{there}/"}})
    assert forge
    assert forge.build_edit_link("records/a b.yml") == there + edit
    assert link_new(forge, "records/c.yml", "甲")["link"] == there + new
    own = read_forge({"forge": {"kind": kind, "address": there, "branch": "主", "edit": f"{there}/{{path}}"}})
    assert own
    assert own.edit == f"{there}/{{path}}"
    assert f"new/{quote('主')}/{{folder}}" in own.new


def test_a_forge_without_pages_of_its_own_has_no_links() -> None:
    assert read_forge({"forge": {"kind": "generic", "address": "http://10.0.0.5/a"}}) is None
    assert read_forge({"forge": {"kind": "gitea"}}) is None


def test_a_wrong_address_stops_the_build(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path, "extra:\n  forge: 我们的网站\n")
    result = registry("build", "--root", tmp_path)
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)
    assert "extra.forge 中只有 organisation、kind、address、branch、edit、new 和 propose" in result.stderr


OWN = "https://git.example.org/o/r"


@pytest.mark.parametrize(
    ("forge", "web", "link"),
    [
        ({"kind": "github", "address": f"{OWN}/"}, "", f"{OWN}/compare/main...a-1?expand=1"),
        (
            {"kind": "gitlab", "address": OWN},
            "",
            f"{OWN}/-/merge_requests/new?merge_request%5Bsource_branch%5D=a-1&merge_request%5Btarget_branch%5D=main",
        ),
        ({"kind": "gitea", "address": OWN, "branch": "trunk"}, "", f"{OWN}/compare/trunk...a-1"),
        ({"kind": "forgejo"}, OWN, f"{OWN}/compare/main...a-1"),
        ({"kind": "gitee"}, f"{OWN}", f"{OWN}/pull/new/o:a-1...o:main"),
        ({"kind": "generic", "address": OWN}, "", ""),
        ({"kind": "gitea"}, "", ""),
        ({}, OWN, ""),
        ({"propose": "{address}/neu?von={proposal}"}, OWN, f"{OWN}/neu?von=a-1"),
    ],
)
def test_where_a_proposal_is_made(forge: Any, web: str, link: str) -> None:
    assert build_proposal_link({"forge": forge}, web, "a-1") == link


def test_a_branch_of_any_name_stands_in_the_link() -> None:
    link = build_proposal_link({"forge": {"kind": "gitea", "address": OWN}}, "", "换电话/a&b")
    assert unquote(link) == f"{OWN}/compare/main...换电话/a&b"
    assert "&" not in link


@pytest.mark.parametrize("address", ["javascript:{proposal}", f"{OWN}/new", 1])
def test_a_wrong_address_of_proposals_is_told(address: Any) -> None:
    with pytest.raises(ValueError, match="propose 应是"):
        build_proposal_link({"forge": {"propose": address}}, OWN, "a-1")
