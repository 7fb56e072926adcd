"""What is read from mkdocs.yml outside of MkDocs: as data, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from registry.settings import read_forge_setting, read_settings, read_site_address

FORGE = "site_url: https://example.org/r\nextra:\n  forge:\n    organisation: demo\n"


@pytest.mark.parametrize(
    "line",
    [
        "x: !!python/object/apply:os.mkdir [{}]\n",
        "x: !!python/object/new:os.mkdir [{}]\n",
        "x: !!python/name:os.mkdir\n",
        "x: !ENV [NOT_SET, d]\n",
        "x: !ENV NOT_SET\n",
        "x: !ENV []\n",
        "x: !ENV {a: 1}\n",
        "x: !unknown [{}]\n",
    ],
)
def test_a_tag_makes_nothing_and_hides_nothing(tmp_path: Path, line: str) -> None:
    package = tmp_path / "made"
    (tmp_path / "mkdocs.yml").write_text(FORGE + line.replace("{}", str(package)), "utf-8")
    assert (read_site_address(tmp_path), read_forge_setting(tmp_path, "organisation")) == (
        "https://example.org/r/",
        "demo",
    )
    assert not package.exists()


@pytest.mark.parametrize(
    "text",
    ["", "INHERIT", "[INHERIT]", "INHERIT: 1", "INHERIT: mkdocs.yml", "a: [", "[" * 9000, "site_url: 1"],
)
def test_what_cannot_be_read_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    assert (read_site_address(tmp_path), read_forge_setting(tmp_path, "organisation")) == ("", "")


def test_bytes_that_are_no_text_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(b"site_url: \xff")
    assert read_site_address(tmp_path) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [("!ENV TOLD", "x"), ("!ENV [NOT, TOLD, d]", "x"), ("!ENV [NOT, d]", "d"), ("!ENV [EMPTY, d]", None)],
)
def test_the_environment_tells_what_mkdocs_would_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, value: str | None
) -> None:
    monkeypatch.setenv("TOLD", "x")
    monkeypatch.setenv("EMPTY", "")
    (tmp_path / "mkdocs.yml").write_text(f"a: {text}\n", "utf-8")
    with (tmp_path / "mkdocs.yml").open("rb") as file:
        assert read_settings(tmp_path) == {"a": value} == yaml_load(file)


def test_what_is_inherited_is_merged_as_mkdocs_does(tmp_path: Path) -> None:
    (tmp_path / "above").mkdir()
    (tmp_path / "above/a.yml").write_text("INHERIT: b.yml\nextra: {x: {y: 1}, l: [1]}\n", "utf-8")
    (tmp_path / "above/b.yml").write_text("extra: {x: {y: 0, z: 0}, l: [0], k: {}}\nn: 1\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: above/a.yml\nextra: {k: 2, x: {w: 3}}\nn: null\n", "utf-8")
    with (tmp_path / "mkdocs.yml").open("rb") as file:
        assert read_settings(tmp_path) == yaml_load(file)
    assert read_settings(tmp_path)["extra"] == {"x": {"y": 1, "z": 0, "w": 3}, "l": [1], "k": 2}
