"""The policy of a page lets the theme's own scripts run and no other."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest

from registry.publish.assemble.csp import CHARSET, add_policy, collect_theme_scripts
from tests.conftest import EMPTY, build, configure

BASE = '__md_scope=new URL("{{ config.extra.scope | d(base_url) }}",location)'


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials/base.html").write_text(f"{{% if x %}}<script>{BASE}</script>{{% endif %}}")
    (tmp_path / "main.html").write_text(
        "<script>a+b</script><script src='x'></script><script>{% if y %}</script>"
    )
    return tmp_path


def allowed(page: str) -> list[str]:
    return re.findall("'sha256-([^']*)'", page)


def digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@pytest.mark.parametrize(
    ("script", "runs"),
    [
        ("a+b", True),
        ('__md_scope=new URL("../..",location)', True),
        ('__md_scope=new URL("/register/",location)', True),
        ("aab", False),
        ("a+b;alert(1)", False),
        ("alert(1)", False),
        ('__md_scope=new URL("",alert(1),"",location)', False),
        ('__md_scope=new URL("\\",location)', False),
        ("{% if y %}", False),
    ],
)
def test_only_what_is_in_a_template_runs(theme: Path, script: str, runs: bool) -> None:
    page = add_policy(f"{CHARSET}<script>{script}</script>", collect_theme_scripts([str(theme)]))
    assert allowed(page) == ([digest(script)] if runs else [])


def test_a_script_in_a_hand_written_page_does_not_run_and_the_themes_do(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "site/pages").mkdir(parents=True)
    (tmp_path / "site/pages/index.md").write_text("# 首页\n\n<script>steal()</script>\n", "utf-8")
    configure(tmp_path)
    page = (build(tmp_path, tmp_path / "public") / "index.html").read_text("utf-8")
    scripts = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    assert "steal()" in scripts
    assert sorted(allowed(page)) == sorted(digest(each) for each in scripts if each != "steal()")
    assert len(allowed(page)) > 1
