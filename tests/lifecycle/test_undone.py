"""Which burdening acts are told no more, and which of their neighbours stay."""

from __future__ import annotations

import pytest

from registry.lifecycle.undone import find_undone, is_burdening
from registry.model.kinds import Act
from tests.lifecycle.building import act, applied, batch, day, dossier

ORDER = act("rectification-order", "2020-05-06", due=day("2020-06-30"))
EXTENDED = act("rectification-extension", "2020-06-10", order=ORDER.stem, due=day("2020-07-15"))
FAILED = act("rectification-outcome", "2020-07-16", order=ORDER.stem, result="未达到")
MET = act("rectification-outcome", "2020-06-16", order=ORDER.stem, result="达到")
BAR = act("bar", "2020-07-20", outcome=FAILED.stem)
SUSPENDED = act("suspension", "2020-08-03")
LIFTED = act("suspension-lifted", "2020-09-01", suspension=SUSPENDED.stem)
DECIDED = act("decision", "2020-08-10")
CORRECTED = act("correction", "2020-08-20", file=f"acts/{ORDER.stem}.yml")
REVIEWED = act("review", "2019-05-17")


def decided(effect: str, target: Act, on: str = "2020-10-08") -> Act:
    return act("decision", on, effect=effect, target=target.stem)


def varied_to(result: str, target: Act = FAILED, on: str = "2020-10-08") -> Act:
    return act("decision", on, effect="变更", target=target.stem, result=result)


def fallen(*acts: Act, on: str = "2026-11-23") -> dict[str, str]:
    subject = dossier(applied("2019-03-08"), batch("2019-06-10"), *acts)
    return {stem: each.effect for stem, each in find_undone(subject, day(on)).items()}


@pytest.mark.parametrize(
    ("subject", "burdening"),
    [
        (ORDER, True),
        (EXTENDED, False),
        (FAILED, True),
        (MET, False),
        (BAR, True),
        (SUSPENDED, True),
        (LIFTED, False),
        (act("filing-ended", "2020-08-03"), True),
        (DECIDED, True),
        (decided("变更", DECIDED), True),
        (decided("撤销", DECIDED), False),
        (decided("维持", DECIDED), False),
        (REVIEWED, False),
        (act("withdrawal", "2020-08-03"), False),
    ],
    ids=lambda each: each.stem if isinstance(each, Act) else str(each),
)
def test_what_takes_something_from_an_institution_is_burdening(subject: Act, burdening: bool) -> None:
    assert is_burdening(subject) == burdening


def test_a_withdrawal_takes_the_text_from_its_day_on() -> None:
    acts = DECIDED, decided("撤销", DECIDED)
    assert fallen(*acts, on="2020-10-07") == {}
    assert fallen(*acts, on="2020-10-08") == {DECIDED.stem: "撤销"}


def test_what_took_nothing_keeps_its_text_though_withdrawn() -> None:
    assert fallen(REVIEWED, decided("撤销", REVIEWED)) == {}


def test_upholding_takes_no_text() -> None:
    assert fallen(DECIDED, decided("维持", DECIDED)) == {}


def test_with_an_order_fall_what_only_follows_from_it_and_its_corrections() -> None:
    undone = fallen(ORDER, EXTENDED, CORRECTED, MET, decided("撤销", ORDER))
    assert undone.keys() == {ORDER.stem, EXTENDED.stem, CORRECTED.stem, MET.stem}


def test_a_determination_stands_until_it_is_withdrawn_itself() -> None:
    assert FAILED.stem not in fallen(ORDER, FAILED, BAR, decided("撤销", ORDER))
    assert fallen(ORDER, FAILED, BAR, decided("撤销", FAILED)).keys() == {FAILED.stem, BAR.stem}


def test_with_a_suspension_falls_its_lifting() -> None:
    assert fallen(SUSPENDED, LIFTED, decided("撤销", SUSPENDED)).keys() == {SUSPENDED.stem, LIFTED.stem}


def test_what_was_varied_is_told_in_the_words_that_hold() -> None:
    varied = decided("变更", DECIDED)
    assert fallen(DECIDED, varied) == {DECIDED.stem: "变更"}
    again = decided("变更", varied, "2020-11-09")
    assert fallen(DECIDED, varied, again) == {DECIDED.stem: "变更", varied.stem: "变更"}


def test_with_a_withdrawn_decision_fall_those_that_varied_or_upheld_it() -> None:
    varied, upheld = decided("变更", DECIDED, "2020-09-01"), decided("维持", DECIDED, "2020-09-10")
    undone = fallen(DECIDED, varied, upheld, decided("撤销", DECIDED))
    assert undone == {DECIDED.stem: "撤销", varied.stem: "撤销", upheld.stem: "撤销"}


def test_however_often_it_was_varied() -> None:
    varied = decided("变更", DECIDED, "2020-09-01")
    again = decided("变更", varied, "2020-09-10")
    undone = fallen(DECIDED, varied, again, decided("撤销", DECIDED))
    assert undone == dict.fromkeys((DECIDED.stem, varied.stem, again.stem), "撤销")


def test_a_withdrawal_that_is_withdrawn_gives_the_text_back() -> None:
    undoing = decided("撤销", DECIDED)
    assert fallen(DECIDED, undoing, decided("撤销", undoing, "2020-11-09")) == {}
    varied = decided("变更", DECIDED)
    assert fallen(DECIDED, varied, decided("撤销", varied, "2020-11-09")) == {varied.stem: "撤销"}


def test_a_varied_order_keeps_its_extension() -> None:
    assert fallen(ORDER, EXTENDED, CORRECTED, decided("变更", ORDER)) == {
        ORDER.stem: "变更",
        CORRECTED.stem: "变更",
    }


def test_the_record_of_a_bar_falls_when_its_determination_no_longer_bars() -> None:
    met, still = varied_to("达到"), varied_to("未达到")
    assert fallen(ORDER, FAILED, BAR, met) == {FAILED.stem: "变更", BAR.stem: "变更"}
    assert BAR.stem not in fallen(ORDER, FAILED, BAR, still)


def test_the_record_of_a_bar_comes_back_with_the_determination() -> None:
    met = varied_to("达到")
    again = varied_to("未达到", met, "2020-11-09")
    assert BAR.stem not in fallen(ORDER, FAILED, BAR, met, again)
    assert fallen(ORDER, FAILED, BAR, met, decided("撤销", met, "2020-11-09")) == {met.stem: "撤销"}
