"""Writes expected.json of bad cases anew: `python -m tests.rules.expect [RULE…]`; read what it changed."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from registry.rules.cases import CASES, list_cases
from tests.rules.cases import find_in_folder, write_json


def main(rules: Sequence[str]) -> None:
    """Write what is found in the bad cases of some rules, or of all. Raises SystemExit where one has none."""
    if unknown := {*rules} - {case.rule for case in list_cases() if case.is_bad}:
        raise SystemExit(f"no bad-… case in {', '.join(f'{CASES}/{each}' for each in sorted(unknown))}")
    for case in list_cases():
        if case.is_bad and (not rules or case.rule in rules):
            with tempfile.TemporaryDirectory() as folder:
                text = write_json(find_in_folder(case, Path(folder)))
            before = case.expected.read_text("utf-8") if case.expected.is_file() else ""
            if f'"rule": "{case.rule}"' not in text:
                print(
                    f"{case.name}: {case.rule} finds nothing: is the case else lawful?",
                    file=sys.stderr,
                )
            if text != before:
                case.expected.write_text(text, "utf-8")
                print(case.name)


if __name__ == "__main__":
    main(sys.argv[1:])
