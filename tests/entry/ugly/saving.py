"""Write tests/entry/ugly/saved/ anew with LibreOffice: `python -m tests.entry.ugly.saving`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.entry.ugly.files import OLD, SAVED, make_ugly

FILTERS = {".xls": "xls:MS Excel 97", ".ods": "ods:calc8"}


def save_all() -> None:
    """Save each of `OLD` in its format."""
    office = shutil.which("soffice")
    if not office:
        sys.exit("no LibreOffice (soffice) on this machine")
    SAVED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        profile = f"-env:UserInstallation={Path(name, 'profile').as_uri()}"
        for file in (Path(each) for each, _ in OLD.values()):
            workbook = make_ugly(file.stem, Path(name))
            source = workbook.rename(workbook.with_name(f"{file.stem}{workbook.suffix}"))
            command = [office, profile, "--headless", "--convert-to", FILTERS[file.suffix]]
            subprocess.run(
                [*command, "--outdir", f"{name}/out", str(source)], check=True, capture_output=True
            )
            _copy_slim(Path(name, "out", file), SAVED / file)


def _copy_slim(source: Path, target: Path) -> None:
    """Copy what was saved, an .ods without what is no content: a picture of it, settings."""
    if source.suffix != ".ods":
        shutil.copy(source, target)
        return
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in ("mimetype", "content.xml", "META-INF/manifest.xml"):
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    save_all()
