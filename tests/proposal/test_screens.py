"""The handbook's pictures of the command prompt show what the commands print today."""

from __future__ import annotations

from tests.pictures.screens import show_screens
from tests.pictures.texts import find_old
from tests.proposal.world import World


def test_the_pictures_of_commands_show_what_they_print_today(second_world: World) -> None:
    assert find_old(show_screens(second_world)) == []


def test_a_picture_that_has_become_old_is_told_by_name() -> None:
    (line,) = find_old({"county-step": "D:\\登记册>registry step"})
    assert line.startswith("county-step: 'D:\\\\登记册>registry step yx-d2")
    assert line.endswith("`make pictures` takes it anew")
