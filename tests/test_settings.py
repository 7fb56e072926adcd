"""What is read from mkdocs.yml outside of MkDocs: as data, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.settings import forge_setting, site_address

FORGE = "site_url: https://example.org/r\nextra:\n  forge:\n    organisation: demo\n"


@pytest.mark.parametrize(
    "line",
    [
        "x: !!python/object/apply:os.mkdir [{}]\n",
        "x: !!python/object/new:os.mkdir [{}]\n",
        "x: !!python/name:os.mkdir\n",
        "x: !ENV [NOT_SET, d]\n",
    ],
)
def test_a_tag_makes_nothing_and_hides_nothing(tmp_path: Path, line: str) -> None:
    made = tmp_path / "made"
    (tmp_path / "mkdocs.yml").write_text(FORGE + line.format(made), "utf-8")
    assert (site_address(tmp_path), forge_setting(tmp_path, "organisation")) == (
        "https://example.org/r/",
        "demo",
    )
    assert not made.exists()


@pytest.mark.parametrize(
    "text",
    ["", "INHERIT", "[INHERIT]", "INHERIT: 1", "INHERIT: mkdocs.yml", "a: [", "[" * 9000, "site_url: 1"],
)
def test_what_cannot_be_read_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    assert (site_address(tmp_path), forge_setting(tmp_path, "organisation")) == ("", "")


def test_bytes_that_are_no_text_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(b"site_url: \xff")
    assert site_address(tmp_path) == ""
