"""Findings at their line and column, with nothing personal in their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ..finding import Finding
from ..personal import map_masked_pieces, mask_personal
from . import strict_yaml
from .as_meant import find_marks
from .files import Files
from .loader import LoadedRecords, place_finding


def locate(loaded: LoadedRecords, findings: Iterable[Finding]) -> list[Finding]:
    """The findings in some files, sorted, each with the line and column of the value or key it points at.

    Personal data that they quote from a record is masked, since they are shown from here on.
    """
    files, schemas = loaded.files, loaded.schemas
    marks: dict[str, Mapping[str, strict_yaml.Positions]] = {}
    secrets: dict[str, dict[str, str]] = {}
    located = []
    for finding in findings:
        if not finding.line:
            if finding.path not in marks:
                placed = schemas.find_kind_at(finding.path)
                raw = _read_again(files, finding.path)
                marks[finding.path] = find_marks(schemas, placed[0].name if placed else "", raw)
            finding = place_finding(finding, marks[finding.path])
        if finding.path not in secrets:
            # A finding may quote what stands beside its label, so the whole file tells what is to be masked.
            secrets[finding.path] = map_masked_pieces(
                _read_again(files, finding.path).decode("utf-8", "replace")
            )
        located.append(_mask(finding, secrets[finding.path]))
    return sorted(dict.fromkeys(located), key=Finding.order)


def _read_again(files: Files, path: str) -> bytes:
    """What a file holds; nothing where there is no file."""
    return files.read(path) if files.entries.get(path) == "file" else b""


def _mask(finding: Finding, secrets: dict[str, str]) -> Finding:
    """A finding without what is personal in its words, or in its file: a label may stand there alone."""
    texts = {}
    for name in ("message", "hint", "pointer"):
        texts[name] = mask_personal(getattr(finding, name))
        for secret, mask in secrets.items():
            texts[name] = texts[name].replace(secret, mask)
    return msgspec.structs.replace(finding, **texts)
