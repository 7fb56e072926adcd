"""What a tag's workflow makes by .ci/release.py: the files of a release, or why there is none."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from registry import __version__
from registry.setup.lock import LOCK
from tests.conftest import REPOSITORY

CHANGELOG = f"# Changelog\n\n## Unreleased\n\n## {__version__} - 2026-12-01\n\n### Added\n\n- A page.\n"


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, in a folder of its own with a changelog that has the version."""
    spec = importlib.util.spec_from_file_location("release", REPOSITORY / ".ci/release.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name, place in {"ROOT": "", "DIST": "dist", "NOTES": "dist-notes.md"}.items():
        monkeypatch.setattr(script, name, tmp_path / place)
    monkeypatch.setattr(sys, "argv", ["release.py", f"v{__version__}"])
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    return script


def test_a_release_is_the_wheel_with_a_lock_sums_and_notes(
    release: ModuleType, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (wheel,) = installed.glob("*.whl")
    dist = tmp_path / "dist"

    def build(command: list[str | Path], cwd: Path, check: bool) -> None:
        assert command[1:] == ["-m", "hatchling", "build", "-d", dist]
        dist.mkdir()
        shutil.copy(wheel, dist)

    monkeypatch.setattr(subprocess, "run", build)  # what it builds is the wheel that the tests install
    release.main()
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = (dist / LOCK).read_text("utf-8")
    assert f"training-institutions-registry=={__version__} \\\n    --hash=sha256:{digest}\n" in lock
    assert "mkdocs-material==" in lock
    sums = (dist / "SHA256SUMS").read_text("utf-8").splitlines()
    assert [line.partition("  ")[2] for line in sums] == [LOCK, wheel.name]
    assert sums[1].startswith(digest)
    assert (tmp_path / "dist-notes.md").read_text("utf-8") == "### Added\n\n- A page.\n"


@pytest.mark.parametrize(
    ("tag", "old", "new", "word"),
    [
        ("v99.0.0", "", "", "the tag says 99.0.0"),
        (f"v{__version__}", " - 2026-12-01", "", "needs a heading with its date"),
        (f"v{__version__}", "## Unreleased\n", "## Unreleased\n\n- More.\n", "an empty Unreleased"),
    ],
)
def test_a_tag_that_is_not_the_version_or_has_no_notes_is_refused(
    release: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tag: str,
    old: str,
    new: str,
    word: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["release.py", tag])
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG.replace(old, new, 1) if old else CHANGELOG, "utf-8")
    with pytest.raises(SystemExit, match=word):
        release.main()
    assert not (tmp_path / "dist").exists()
