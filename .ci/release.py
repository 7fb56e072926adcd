"""Make what a release publishes, in dist/: `python .ci/release.py v0.2.0`, on a clean checkout of its tag.

dist/ then holds the wheel, the source, the lock of all packages with the wheel's own hash (requirements.txt),
SHA256SUMS and, beside it, the notes from CHANGELOG.md (dist-notes.md).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from registry import __version__
from registry.setup.lock import LOCK, build_lock
from registry.setup.version import HEADING
from registry.setup.wheel import read_wheel

ROOT = Path(__file__).resolve().parent.parent
DIST, NOTES = ROOT / "dist", ROOT / "dist-notes.md"


def read_notes(changelog: str, version: str) -> str:
    """The section of a version in a changelog. Exits where there is none, or changes wait above it."""
    parts = HEADING.split(changelog)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    dated = [each for each in sections if re.fullmatch(rf"{re.escape(version)} - \d{{4}}-\d\d-\d\d", each)]
    if not dated or sections.get("Unreleased", "").strip():
        sys.exit(f"CHANGELOG.md: {version} needs a heading with its date, and an empty Unreleased above it")
    return f"{sections[dated[0]].strip()}\n"


def main() -> None:
    """Build and describe the release of a tag."""
    version = sys.argv[1].removeprefix("v")
    if version != __version__:
        sys.exit(f"the tag says {version}, generator/registry/__init__.py {__version__}")
    notes = read_notes((ROOT / "CHANGELOG.md").read_text("utf-8"), version)
    shutil.rmtree(DIST, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", DIST], cwd=ROOT, check=True)
    (wheel,) = DIST.glob("*.whl")
    (DIST / LOCK).write_text(build_lock(read_wheel(wheel), has_copy=False), "utf-8")
    files = sorted(DIST.iterdir())
    sums = [f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in files]
    (DIST / "SHA256SUMS").write_text("".join(sums), "utf-8")
    NOTES.write_text(notes, "utf-8")


if __name__ == "__main__":
    main()
