"""What was withdrawn or varied is told no more: no published file holds its text, but what became of it."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CITY, configure, registry

ACTS = Path("records/institutions/sheyang/demo-004/acts")
# What each act says, with words that stand nowhere else: in every text that it may hold.
SAID = {
    "2026-03-02-suspension": "authority: city-hrss\nreason: 金丝雀甲。",
    "2026-04-01-decision": "authority: city-hrss\neffect: 作出\nmatter: 收费\ntext: 金丝雀乙。",
    "2026-04-10-decision": "authority: city-hrss\neffect: 变更\nmatter: 收费\ntext: 金丝雀丙。\n"
    'target: "2026-04-01-decision"',
    "2026-04-15-decision": "authority: city-hrss\neffect: 变更\nmatter: 收费\ntext: 金丝雀子。\n"
    'target: "2026-04-10-decision"',
    "2026-05-06-rectification-order": "authority: sheyang-hrss\nground: 未达到教学管理要求\n"
    "facts: 金丝雀丁之一。\nrequirements:\n  - 金丝雀丁之二。\ndue: 2026-06-30",
    "2026-05-20-correction": "authority: sheyang-hrss\nfile: acts/2026-05-06-rectification-order.yml\n"
    "pointer: /facts\nold: 金丝雀丁之一。\nnew: 金丝雀戊。\nreason: 金丝雀己。",
    "2026-06-10-rectification-extension": 'authority: sheyang-hrss\norder: "2026-05-06-rectification-order"\n'
    "due: 2026-07-15\nreason: 金丝雀庚。",
    "2026-07-16-rectification-outcome": 'authority: sheyang-hrss\norder: "2026-05-06-rectification-order"\n'
    "result: 未达到\ntext: 金丝雀辛。",
    "2026-07-20-bar": 'authority: city-hrss\noutcome: "2026-07-16-rectification-outcome"\ntext: 金丝雀壬。',
    "2026-07-28-decision": "authority: sheyang-hrss\neffect: 变更\nmatter: 其他\ntext: 复查后改定。\n"
    'target: "2026-07-16-rectification-outcome"\nresult: 达到',
    "2026-07-21-filing-ended": "authority: city-hrss\nreason: 金丝雀癸。",
}
# By which decision each falls; the others fall with the act that they name.
FALLS = {
    "2026-03-20": "2026-03-02-suspension",
    "2026-04-20": "2026-04-01-decision",
    "2026-08-03": "2026-07-21-filing-ended",
    "2026-08-04": "2026-07-16-rectification-outcome",
    "2026-08-05": "2026-05-06-rectification-order",
}
CANARY = re.compile("金丝雀([甲乙丙丁戊己庚辛壬癸子文])")
NOTICE = ("suspension", "decision", "order", "outcome", "bar", "ended")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city with a dossier in which every kind of burdening act was made and withdrawn."""
    root = tmp_path_factory.mktemp("undone")
    shutil.copytree(CITY / "records", root / "records")
    configure(root)
    for name, text in SAID.items():
        number = f"\ndocument:\n  number: 金丝雀文〔2026〕{name[6]}{name[8:10]}号\n  date: {name[:10]}"
        late = "\nnotice_until: 2029-03-01" if name.endswith(NOTICE) else ""
        document = "" if name.endswith("correction") else number
        (root / ACTS / f"{name}.yml").write_text(f"date: {name[:10]}\n{text}{document}{late}\n", "utf-8")
    for day, target in FALLS.items():
        text = f'date: {day}\nauthority: city-hrss\neffect: 撤销\ntarget: "{target}"\nmatter: 其他\n'
        (root / ACTS / f"{day}-decision.yml").write_text(f"{text}text: 理由在{day}。\n", "utf-8")
    return root


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """All published files as text, the workbook unpacked."""
    for file in sorted(site.rglob("*")):
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
                for name in archive.namelist():
                    yield f"{file.name}/{name}", archive.read(name).decode("utf-8", "replace")
        elif file.is_file():
            yield file.relative_to(site).as_posix(), file.read_bytes().decode("utf-8", "replace")


def find_canaries(root: Path, on: str) -> dict[str, list[str]]:
    """The canaries that the site of a day holds, each with its files; the first to ask builds it."""
    site = root / on
    if not site.exists():
        result = registry("build", "--root", root, "--on", on, "--out", site, "--workers", "1")
        assert result.returncode == 0, result.stdout + result.stderr
    by_stem: dict[str, list[str]] = {}
    for path, text in texts(site):
        for canary in sorted({*CANARY.findall(text)}):
            by_stem.setdefault(canary, []).append(path)
    return by_stem


@pytest.mark.long
def test_before_their_withdrawal_they_are_told_where_acts_are(root: Path) -> None:
    canaries = find_canaries(root, "2026-07-25")
    assert canaries.keys() == {*"丁戊己庚辛壬癸文"}  # what fell in spring is gone
    for canary in "辛壬癸":
        assert {
            "institutions/demo-004/index.html",
            "data/v1/acts.csv",
            "data/v1/register.json",
            "data/v1/institutions/demo-004.atom.xml",
        } <= {*canaries[canary]}


@pytest.mark.long
def test_a_varied_decision_is_told_in_the_words_that_hold(root: Path) -> None:
    assert find_canaries(root, "2026-04-05").keys() == {"乙", "文"}
    assert find_canaries(root, "2026-04-14").keys() == {"丙", "文"}
    assert find_canaries(root, "2026-04-16").keys() == {"子", "文"}
    page = (root / "2026-04-16/institutions/demo-004/index.html").read_text("utf-8")
    assert "本项已由2026年4月10日的决定变更，原文不再展示。" in page


def test_with_a_determination_varied_to_met_goes_the_record_of_its_bar(root: Path) -> None:
    assert find_canaries(root, "2026-07-30").keys() == {*"丁戊己庚癸文"}
    page = (root / "2026-07-30/institutions/demo-004/index.html").read_text("utf-8")
    entry = page.partition('id="2026-07-20-bar"')[2].partition("</li>")[0]
    assert "所依据的事项已由2026年7月28日的决定变更，原文不再展示。" in entry


def test_no_published_file_holds_what_was_withdrawn(root: Path) -> None:
    assert find_canaries(root, "2026-11-23") == {}


def test_that_there_was_one_and_what_became_of_it_when_and_why_stays(root: Path) -> None:
    find_canaries(root, "2026-11-23")
    page = (root / "2026-11-23/institutions/demo-004/index.html").read_text("utf-8")
    table = (root / "2026-11-23/data/v1/acts.csv").read_text("utf-8-sig")
    for day, target in FALLS.items():
        _, month, date = (int(each) for each in day.split("-"))
        entry = page.partition(f'id="{target}"')[2].partition("</li>")[0]
        assert f"本项已由2026年{month}月{date}日的决定撤销，原文不再展示。" in entry
        assert f"理由在{day}。" in entry
        assert f'href="#{day}-decision"' in entry
        (row,) = [each for each in table.splitlines() if f",{target}," in each]
        assert f"withdrawn,{day}-decision,{day}," in row


def test_in_the_city_what_fell_is_gone_and_a_lawful_neighbour_stays(site: Path) -> None:
    """The determination in the place of the withdrawn one, and the order before it, are told as before."""
    whole = "".join(text for _, text in texts(site))

    def text_of(name: str, field: str) -> str:
        record = next(CITY.glob(f"records/institutions/*/demo-033/acts/{name}.yml")).read_text("utf-8")
        return record.partition(f"{field}: ")[2].partition("\n")[0]

    assert text_of("2024-04-18-bar", "text") not in whole
    assert text_of("2024-04-12-rectification-outcome", "text") not in whole
    assert text_of("2024-09-19-rectification-outcome", "text") in whole
    assert text_of("2023-10-16-rectification-order", "facts") in whole
    assert text_of("2024-04-18-filing-ended", "reason") in whole


def test_the_site_of_the_day_is_lawful(root: Path) -> None:
    result = registry("check", "--root", root, "--on", "2026-11-23")
    assert result.returncode == 0, result.stdout
