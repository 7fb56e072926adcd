"""Forms: what is blank is refused, what is known stands as the reader will read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.entry.request import is_made, list_rare
from registry.model.kinds import ReviewStage
from registry.records.form import Prefill, list_required, write_form
from registry.records.layout import AT_AN_END, INSIDE
from registry.records.look_alikes import find_look_alikes
from registry.records.messages import explain_property
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from registry.records.text import INVISIBLE
from registry.records.values import write_literal
from tests.conftest import CITY, REPOSITORY
from tests.entry.filling import AFTER, count_blanks, empty_value, read_form, uncomment

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
KINDS = [*(each.name for each in SCHEMAS.kinds.values() if is_made(each)), "institution"]


def make_prefill(kind: str) -> Prefill:
    """What is known in any case: of a regulation what other law says, and grades, which are two at least."""
    if kind != "regulation":
        return Prefill()
    parameters = {"publication_target_days": 20, "grade_scale": None}
    return Prefill({"parameters": parameters}, explained={"/parameters"})


def empty(kind: str) -> str:
    return write_form(SCHEMAS, SCHEMAS.kinds[kind], make_prefill(kind)).text


def offered(kind: str) -> str:
    return uncomment(empty(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prefill", [empty, offered])
def test_a_form_filled_with_examples_is_a_valid_record(kind: str, prefill: Any) -> None:
    data = read_form(SCHEMAS, kind, prefill(kind))
    assert [each.message for each in SCHEMAS.list_errors(kind, data)] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prefill", [empty, offered])
def test_a_form_with_one_blank_left_is_refused_at_that_place(kind: str, prefill: Any) -> None:
    text = prefill(kind)
    assert count_blanks(text)
    whole = read_form(SCHEMAS, kind, text)
    assert empty_value(whole, next(iter(count_blanks(text)))) != whole
    for pointer in count_blanks(text):
        errors = SCHEMAS.list_errors(kind, empty_value(whole, pointer))
        places = {"".join(f"/{each}" for each in error.instance_path) for error in errors}
        assert pointer in places or refused_by_a_rule(kind, pointer), pointer


def refused_by_a_rule(kind: str, pointer: str) -> bool:
    """Whether an empty text is refused by a rule: as no value of any field, or as no value that is there."""
    if kind == "change" and AFTER.match(pointer):
        fields = SCHEMAS.resolve_path("change", ["changes", 0, "field"])[-1]["enum"]
        return all(explain_property(SCHEMAS, "institution", each, "", "") for each in fields)
    # correction-applies refuses an old value that is not there and a new one that does not fit.
    return kind == "correction" and pointer in ("/old", "/new")


@pytest.mark.parametrize("kind", KINDS)
def test_every_required_property_has_a_line_of_guidance(kind: str) -> None:
    lines, whole = empty(kind).splitlines(), SCHEMAS.kinds[kind].schema
    rare = list_rare(SCHEMAS, SCHEMAS.kinds[kind])
    for name, schema in SCHEMAS.get_properties(whole):
        if name in rare:
            continue
        offered = "" if name in list_required(whole, {}) else "# "
        (place,) = (i for i, line in enumerate(lines) if line.startswith(f"{offered}{name}:"))
        assert lines[place - 1].startswith(f"# {schema['title']}")
        assert schema["description"] in lines[place - 1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_blanks_are_told_with_their_lines(kind: str) -> None:
    form = write_form(SCHEMAS, SCHEMAS.kinds[kind], make_prefill(kind))
    assert sorted(line - 1 for _, line in form.blanks) == sorted(count_blanks(form.text).values())
    assert all(title for title, _ in form.blanks)


def test_what_is_known_is_not_asked_and_only_the_first_item_is_explained() -> None:
    two = Prefill(
        {"steps": [{"step": ReviewStage.EXAMINATION}, {"step": "论证"}]}, notes={"/steps/1": "第二步"}
    )
    text, blanks_ = write_form(SCHEMAS, SCHEMAS.kinds["review"], two, "8(3)")
    assert [each for each, _ in blanks_ if "完成" in each] == ["审核的完成日期", "论证的完成日期"]
    assert text.startswith("# 专家评审（第八条（三））：")
    assert (
        "steps:\n"
        "  # 环节：四个环节之一。\n"
        "  - step: 审核\n"
        "    # 完成日期：环节完成的日期。例：2019-05-13\n"
        "    date:\n"
        "  # 第二步\n"
        "  - step: 论证\n"
        "    date:\n"
    ) in text


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn", "Lo"]))
    | st.text("中 文:#-'\"\\,[]{}&*!|>%@`?~0-9:.E", max_size=12)
)
def test_any_text_that_is_known_is_read_as_it_is(text: str) -> None:
    # No record can hold such characters.
    assume(
        not any(each.search(text) for each in (INVISIBLE, AT_AN_END, INSIDE))
        and not [*find_look_alikes(text)]
    )
    parsed = parse(f"a: {write_literal(text)}\nb:\n  - {write_literal(text)}\n".encode())
    assert (parsed.data, parsed.faults) == ({"a": text, "b": [text]}, [])


def test_every_institution_of_the_city_is_written_as_it_was() -> None:
    for file in sorted(Path(CITY, "records/institutions").glob("*/*/institution.yml")):
        data = parse(file.read_bytes()).data
        form = write_form(SCHEMAS, SCHEMAS.kinds["institution"], Prefill(data))
        assert (parse(form.text.encode()).data, form.blanks) == (data, [])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_rare_is_named_and_shown_when_asked_for(kind: str) -> None:
    rare, plain = list_rare(SCHEMAS, SCHEMAS.kinds[kind]), empty(kind)
    note = [line for line in plain.splitlines() if line.startswith("# 少用的没有列出")]
    assert len(note) == bool(rare)
    assert all(f"{title}（{name}）" in note[0] for name, title in rare.items())
    whole = write_form(SCHEMAS, SCHEMAS.kinds[kind], make_prefill(kind), rare=rare).text
    assert "少用的没有列出" not in whole
    assert all(whole.count(f"{name}:") > plain.count(f"{name}:") for name in rare)
    data = read_form(SCHEMAS, kind, uncomment(whole))
    assert [each.message for each in SCHEMAS.list_errors(kind, data)] == []


def test_a_group_of_which_nothing_is_required_is_explained_too() -> None:
    lines = empty("plan").splitlines()
    place = lines.index("    # fee:")
    assert [each.strip("# :") for each in lines[place + 1 : place + 5]][1::2] == ["amount", 'basis: ""']
