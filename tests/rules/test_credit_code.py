"""Check characters of credit codes, held against python-stdnum's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from registry.rules.credit_code import ALPHABET, compute_check_character

# Whose register it is from and what kind of organisation, then where; python-stdnum knows digits there alone.
BEGINNINGS = st.from_regex(r"\A(1[12]|5[12]|9[123])[1-9][0-9]{5}\Z")
BODIES = st.tuples(BEGINNINGS, st.text(ALPHABET, min_size=9, max_size=9)).map("".join)


@given(BODIES)
def test_the_check_character_is_the_one_that_python_stdnum_knows(body: str) -> None:
    assert compute_check_character(body) == uscc.calc_check_digit(body)
    assert uscc.is_valid(body + compute_check_character(body))


@given(BODIES, st.sampled_from(ALPHABET))
def test_no_other_check_character_is_right(body: str, last: str) -> None:
    assert uscc.is_valid(body + last) == (last == compute_check_character(body))
