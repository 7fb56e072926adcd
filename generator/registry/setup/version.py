"""What another version of the program changes for a register: told before anything is installed.

Its file is unpacked aside, and its check run with the packages of the running program.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from .. import __version__
from ..finding import SEVERITIES, Finding, Severity
from ..json_data import Fields, JsonValue
from ..refusal import Refusal
from ..settings import HOME, PACKAGE
from .overrides import list_shadowing
from .wheel import Wheel, unpack_wheel

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
# A line that ends within Chinese words, or behind their punctuation: no blank was meant there.
BROKEN = re.compile(r"(?<=[^\x00-\x7f])\n +(?=[^\x00-\x7f])|(?<=[，。；：、）])\n +")
WORKFLOWS = "forge/workflows"  # in the package: the texts of a forge's files
SCRIPT = ".ci/register"  # in a register that has them
FOR_REGISTERS = "### 登记册"  # the section of a version that registers are told


class NewFinding(NamedTuple):
    """What a check by the other version finds that the running one does not."""

    rule: str
    severity: Severity
    place: str
    message: str
    hint: str


class Effect(NamedTuple):
    """What another version changes for a register.

    `news` are (version, lines) of the changelog, newest first; none of an older version. `workflows` says
    that the files for a forge, which the register has, have changed. `shadowed` are the files of the program
    that have changed and that the register replaces by its own. `hindrance` says why its check could not be
    run; then there are no `findings`.
    """

    version: str
    older: bool
    news: Sequence[tuple[str, Sequence[str]]]
    fields: Sequence[str]
    workflows: bool
    shadowed: Sequence[str]
    findings: Sequence[NewFinding]
    hindrance: str


def describe_effect(root: Path, wheel: Wheel, folder: Path, findings: Sequence[Finding], day: str) -> Effect:
    """What a version changes for the register at `root`, in which the running one has the given findings.

    Its file is unpacked into `folder`. Raises Refusal.
    """
    unpack_wheel(wheel, folder)
    package = folder / "registry"
    older = _split_version(wheel.version) < _split_version(__version__)
    hindrance, fresh = "", []
    try:
        # Without its words: the other version may say the same of a place in a better sentence.
        before = {(each.rule, each.shown_path, each.pointer) for each in findings}
        fresh = [each for each in check_with(root, folder, day) if _identify(each) not in before]
    except Refusal as refusal:
        hindrance = str(refusal)
    return Effect(
        version=wheel.version,
        older=older,
        news=[] if older else read_news((package / "CHANGELOG.md").read_text("utf-8"), __version__),
        fields=[*compare_schemas(HOME / "schemas", package / "schemas")],
        workflows=(root / SCRIPT).exists()
        and _read_all(PACKAGE / WORKFLOWS) != _read_all(package / WORKFLOWS),
        shadowed=[each.path for each in list_shadowing(root, package / "site")],
        findings=sorted(map(_make_finding, fresh), key=lambda finding: SEVERITIES.index(finding.severity)),
        hindrance=hindrance,
    )


def check_with(root: Path, folder: Path, day: str) -> list[Fields]:
    """The findings of the program that is unpacked in `folder`. Raises Refusal where it cannot run here."""
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    # -P: what lies in the current folder is not taken for the program; --no-cache: the two share no memo.
    command = [sys.executable, "-P", "-m", "registry", "check", "--no-cache", "--format", "json"]
    done = subprocess.run(
        [*command, "--on", day, "--root", str(root)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    # Python itself ends with 1 where the program cannot begin: only its answer tells that it ran.
    if done.returncode not in (0, 1) or not done.stdout.startswith("{"):
        said = done.stderr.strip().splitlines()
        raise Refusal(said[-1] if said else "没有回答")
    findings: list[Fields] = json.loads(done.stdout)["findings"]
    return findings


def _identify(finding: Fields) -> tuple[JsonValue, ...]:
    return tuple(finding[name] for name in ("rule", "path", "pointer"))


def _make_finding(finding: Fields) -> NewFinding:
    place = f"{finding['path']}:{finding['line']}"
    return NewFinding(finding["rule"], finding["severity"], place, finding["message"], finding["hint"])


def _read_all(folder: Path) -> dict[str, bytes]:
    """The content of all files below a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _split_version(version: str) -> list[int]:
    return [int(each) for each in re.findall("[0-9]+", version)[:3]]


def read_news(changelog: str, since: str) -> list[tuple[str, list[str]]]:
    """What registers are told of the versions above `since` in a changelog, newest first, a line each."""
    parts = HEADING.split(changelog)
    news = []
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        if heading.split()[0] == since:
            break
        _, _, rest = text.partition(f"{FOR_REGISTERS}\n")
        section = rest.partition("\n### ")[0]
        section = BROKEN.sub("", section)
        lines = [" ".join(each.split()) for each in re.split(r"^- ", section, flags=re.MULTILINE)]
        if lines := [line for line in lines if line]:
            news.append((heading, lines))
    return news


def compare_schemas(old: Path, new: Path) -> Iterator[str]:
    """The kinds and fields that another version has more, has no longer, or asks for now."""
    before, after = _list_fields(old), _list_fields(new)
    for place in after | before:
        title, required = after.get(place) or before[place]
        if place in before and place in after:
            if required and not before[place][1]:
                yield f"现在必须填写：{title}"
        elif place in after:
            yield f"新增：{title}，{'必须填写' if required else '可以不填'}"
        else:
            yield f"不再有：{title}"


def _list_fields(folder: Path) -> dict[str, tuple[str, bool]]:
    """Each field of each kind of record, by its place: what people call it, and whether it is required."""
    fields: dict[str, tuple[str, bool]] = {}
    for file in sorted(folder.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        whole = document.get("title") or "几种记录共用的内容"
        fields.update(_walk(document, file.stem, f"“{whole}”"))
    return fields


def _walk(schema: JsonValue, place: str, title: str) -> Iterator[tuple[str, tuple[str, bool]]]:
    if isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from _walk(part, f"{place}/{number}", title)
    if not isinstance(schema, dict):
        return
    for name, below in schema.get("properties", {}).items():
        words = f"{title}的“{below.get('title', name)}”（{name}）"
        yield f"{place}/{name}", (words, name in schema.get("required", ()))
        yield from _walk(below, f"{place}/{name}", words)
    for name in ("items", "anyOf", "oneOf", "allOf"):
        yield from _walk(schema.get(name), f"{place}/{name}", title)
    for name, below in schema.get("$defs", {}).items():
        yield from _walk(below, f"{place}/$defs/{name}", f"“{below.get('title', name)}”")
