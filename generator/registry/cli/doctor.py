"""`registry doctor`: list what still stands between a register and going live."""

from __future__ import annotations

import argparse

from ..history.state import describe_sparse
from ..settings import SettingsError, read_site_settings
from .arguments import Subcommands
from .common import add_common_options, examine_register, open_console


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    doctor = commands.add_parser(
        "doctor",
        help="上线以前的检查",
        description="离正式上线还差什么：逐项说明有什么影响、怎样改。没有要办的退出码是 0，有是 1",
    )
    add_common_options(doctor, ("text", "json", "markdown"))


def run(arguments: argparse.Namespace) -> int:
    """Tell the open points."""
    from ..report import doctor_report
    from ..report.json_report import format_json
    from ..setup.doctor import examine_set_up
    from ..setup.open_point import SetUp

    unreadable, settings = "", {}
    try:  # what cannot be read is itself a point, and the others are looked at all the same
        settings = read_site_settings(arguments.root)
    except SettingsError as error:
        unreadable = str(error)
    examined = examine_register(arguments)
    points = examine_set_up(
        SetUp(
            arguments.root, arguments.on, settings, unreadable, examined, not describe_sparse(arguments.root)
        )
    )
    if arguments.format == "json":
        print(format_json(doctor_report.build_data(points)))
    elif arguments.format == "markdown":
        print(doctor_report.write_markdown(points), end="")
    else:
        doctor_report.print_points(open_console(), points)
    return int(bool(points))
