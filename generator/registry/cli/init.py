"""`registry init`: make a register of a city's own in a new folder."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..refusal import Refusal
from .arguments import Subcommands, parse_day
from .asking import read_line
from .common import CannotRun, open_console

if TYPE_CHECKING:
    from ..records.schemas import Schemas
    from ..setup.city import NewCity

# What is asked where no option names the city: the option, the question.
QUESTIONS = (
    ("city", "城市的名称，如 某某市"),
    ("bureau", "市人社局的名称（直接按回车：城市名称加“人力资源和社会保障局”）"),
    ("area", "县（市、区）和功能区，用空格隔开；编号按拼音拟，要自己定的写 名称:编号"),
    ("forge", "代码托管网站：github、gitlab、gitea、forgejo、gitee，其他的写 generic（直接按回车）"),
    ("repository", "登记册在代码托管网站上的地址，如 https://git.example.org/组织/登记册（可以以后再填）"),
    ("address", "登记册网站的地址（可以以后再填）"),
    ("title", "办法的名称（可以以后再填）"),
    ("number", "办法的发文字号（可以以后再填）"),
    ("in_force", "办法从哪一天起施行，如 2021-03-01（可以以后再填）"),
)
# What stands for the other answers while one is looked at.
NOTHING_ELSE: dict[str, object] = {
    **{name: "" for name, _ in QUESTIONS},
    "city": "某某市",
    "area": [],
}


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    from ..forge.files import FILES

    init = commands.add_parser(
        "init",
        help="建立一个城市的登记册",
        description="在一个新文件夹里建立一个城市的登记册：各表、办法、网站的设置、代码托管网站的流程和给经办人员的说明。"
        "没有写 --city 的，逐项询问",
    )
    init.add_argument("folder", type=Path, metavar="DIR", help="新文件夹")
    init.add_argument("--city", default="", metavar="NAME", help="城市的名称，如 某某市")
    init.add_argument(
        "--bureau", default="", metavar="NAME", help="市人社局的名称（默认城市名称加“人力资源和社会保障局”）"
    )
    init.add_argument(
        "--area",
        action="append",
        default=[],
        metavar="NAME[:ID[:CODE]]",
        help="县（市、区）或功能区，可多次；编号默认按拼音，六位代码可以不写",
    )
    init.add_argument("--forge", choices=tuple(FILES), help="哪种代码托管网站（默认 generic）")
    init.add_argument("--repository", default="", metavar="URL", help="登记册在代码托管网站上的地址")
    init.add_argument("--address", default="", metavar="URL", help="登记册网站的地址")
    init.add_argument("--title", default="", metavar="NAME", help="办法的名称")
    init.add_argument("--number", default="", metavar="NUMBER", help="办法的发文字号")
    init.add_argument("--in-force", type=parse_day, metavar="DATE", help="办法从哪一天起施行")
    init.add_argument(
        "--example", action="store_true", help="添上一家虚构的机构，用来看各种记录和页面；正式登记以前删去"
    )
    init.add_argument("--on", type=parse_day, metavar="DATE", help="按哪一天（默认北京时间今天）")


def run(arguments: argparse.Namespace) -> int:
    """Make the register, and say what is to be done with it."""
    from ..report.init_report import print_register
    from ..setup.new_register import check_folder, create_register

    check_folder(arguments.folder)
    if not arguments.city:
        _ask(arguments)
    city = _build_city(arguments)
    register = create_register(arguments.folder, city, arguments.on, arguments.example)
    print_register(open_console(), arguments.folder, city, register)
    return 0


def _build_city(arguments: argparse.Namespace) -> NewCity:
    """The city that the arguments describe. Raises Refusal."""
    from ..setup.city import NewCity, NewForge, read_areas

    regulation = {
        "title": arguments.title,
        "number": arguments.number,
        "in_force_from": str(arguments.in_force or ""),
    }
    return NewCity(
        name=arguments.city,
        bureau=arguments.bureau or f"{arguments.city}人力资源和社会保障局",
        areas=read_areas(arguments.area),
        forge=NewForge(
            arguments.forge or "generic",
            arguments.repository.rstrip("/"),
            f"{arguments.address.rstrip('/')}/" if arguments.address else "",
        ),
        regulation={name: value for name, value in regulation.items() if value},
    )


def _ask(arguments: argparse.Namespace) -> None:
    """Ask for what no option has said, and put the answers among the arguments."""
    from ..records.schemas import Schemas
    from ..settings import find_schemas_folder

    schemas = Schemas.read(find_schemas_folder(arguments.folder))
    for name, question in QUESTIONS:
        if not getattr(arguments, name):
            setattr(arguments, name, _ask_until_lawful(name, question, schemas))


def _ask_until_lawful(name: str, question: str, schemas: Schemas) -> object:
    """An answer that can stand in a register. Raises CannotRun where nobody answers any more."""
    from ..setup.city import check_city

    fault = ""
    while True:
        line = read_line(f"{question}：")
        # The input is at its end: another question would get the same answer for ever.
        if fault and not line:
            raise CannotRun(fault)
        try:
            value = _parse_answer(name, line.strip())
            check_city(_build_city(argparse.Namespace(**(NOTHING_ELSE | {name: value}))), schemas)
        except (Refusal, argparse.ArgumentTypeError) as error:
            fault = str(error)
            print(f"registry：{fault}", file=sys.stderr)
        else:
            return value


def _parse_answer(name: str, answer: str) -> object:
    """What an option would hold. Raises Refusal and ArgumentTypeError."""
    from ..forge.files import FILES

    if name == "city" and not answer:
        raise Refusal("没有写城市的名称；用 --city 写明，或逐项回答")
    if name == "area":
        return re.split(r"[\s,，、]+", answer) if answer else []
    if name == "in_force":
        return parse_day(answer) if answer else None
    if name == "forge" and answer and answer not in FILES:
        raise Refusal(f"没有 {answer} 这种代码托管网站；可以写 {'、'.join(FILES)}")
    return answer
