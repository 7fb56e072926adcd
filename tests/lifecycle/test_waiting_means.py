"""What is said to be done about what is due can be done: each command is understood, and lawful."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from registry.entry.request import RecordRequest
from registry.entry.scaffold import make_files
from registry.entry.steps.later import list_later
from registry.entry.steps.prepare import StepRequest, prepare_step
from registry.entry.steps.words import understand_words
from registry.entry.workbook.gathering import Source, collect_form, find_sheet_kind
from registry.lifecycle.means import Means
from registry.lifecycle.waiting import WAITS, Waiting, list_waiting
from registry.lifecycle.waiting_means import find_waiting_means
from registry.papers.requests import PaperRequest, draft_paper, read_words
from registry.rules.checking import Examined
from tests.conftest import CITY, DAY, SECOND, examined


def list_waiting_means(examined_register: Examined) -> Iterator[tuple[str, Means]]:
    """What it takes of each thing that waits in a register, by its code."""
    for id_, dossier in examined_register.register.dossiers.items():
        for waiting in list_waiting(dossier, DAY):
            yield waiting.code, find_waiting_means(id_, waiting)


def follow(examined_register: Examined, command: str) -> None:
    """Do what a command does, without writing; raises where it is not understood or not lawful."""
    program, name, *rest = shlex.split(command)
    options = {
        rest[i]: rest[i + 1]
        for i in range(len(rest) - 1)
        if rest[i].startswith("--") and rest[i] != "--template"
    }
    words = [each for each in rest if not each.startswith("--") and each not in options.values()]
    source = Source(examined_register.register, examined_register.schemas, "", "", DAY)
    year = int(options["--year"]) if "--year" in options else None
    assert program == "registry"
    if name == "new":
        make_files(
            RecordRequest(words[0], words[1], DAY, year),
            examined_register.register,
            examined_register.schemas,
            lambda _: False,
        )
    elif name == "step":
        options_given = {"date": DAY.isoformat(), "authority": options.get("--authority", "")}
        option_values = {key: value for key, value in options_given.items() if value}
        prepare_step(
            examined_register,
            StepRequest(understand_words(examined_register.schemas, words), option_values, DAY),
        )
    elif name == "paper":
        paper, of, id_ = read_words(words, examined_register.schemas)
        draft_paper(source, PaperRequest(paper, id_, of, year, options.get("--act", "")))
    elif name == "export" and "--template" in rest:
        kind, id_ = find_sheet_kind(examined_register.schemas, words[0]), words[1]
        assert kind
        collect_form(source, kind, RecordRequest(id_, kind.name, DAY, year))
    else:
        assert (name, words[0]) in {("export", "plan"), ("import", "表格文件.xlsx")}


def test_what_is_said_to_be_done_can_be_done() -> None:
    codes = set()
    for root in (CITY, SECOND):
        checked, followed = examined(root), set()
        for code, means in list_waiting_means(checked):
            codes.add(code)
            for command in filter(None, (means.command, means.template, means.paper)):
                # One of each kind of command and of thing that is due: the others differ in the institution.
                shape = code, *command.split()[1:2], command.count("--")
                if shape not in followed:
                    followed.add(shape)
                    follow(checked, command)
    assert codes >= {"pass", "resubmit", "recommend", "review"}


def test_there_is_something_to_do_about_all_that_waits() -> None:
    path = "records/institutions/a/b/acts/2026-10-12-change.yml"
    for code in WAITS:
        means = find_waiting_means("b", Waiting(code, "city-hrss", DAY, path, "plan", year=2027))
        assert means.command, code
        assert means.form.startswith(f"forms/{means.kind}/?id=b"), code
        # What a form is asked to add is called as the schema calls it.
        schemas = examined(CITY).schemas
        titles = {each.title for each in list_later(schemas, schemas.kinds[means.kind])}
        assert means.query.get("add", "") in {"", *titles}, code
