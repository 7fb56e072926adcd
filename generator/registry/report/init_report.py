"""A new register as text: what was made, what its check says, what is to be done next."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from ..forge.files import list_steps
from ..setup.city import NewCity
from ..setup.new_register import NewRegister

MAX_SHOWN = 5


def print_register(console: Console, folder: Path, city: NewCity, new: NewRegister) -> None:
    """Print what was made and the next steps, in order."""
    console.print(f"已建立{city.name}的登记册：{folder}/（{len(new.paths)} 个文件，检查没有错误）")
    areas = "、".join(f"{each.name} {each.id}" for each in city.all_areas)
    console.print(
        f"  地区和编号：{areas}。编号以后不能改；不合适的现在删去文件夹，用 --area 名称:编号 重新建立"
    )
    if new.open_points:
        shown = "、".join(new.open_points[:MAX_SHOWN]) + ("等" if len(new.open_points) > MAX_SHOWN else "")
        console.print(f"  办法还有 {len(new.open_points)} 项没有填：{shown}；用到它们的规则不核对")
    console.print(
        f"  程序：{new.version or '从源代码运行，没有锁定版本；有了安装文件以后运行 registry update 文件'}"
    )
    console.print("接着：")
    for i, step in enumerate(_list_next(folder, city), 1):
        console.print(f"  {i}. {step}")


def _list_next(folder: Path, city: NewCity) -> list[str]:
    """What is to be done next, in order; the steps on the forge last."""
    return [
        f"cd {folder}，照 README.md 的“第一次使用”安装，registry serve 在本机预览",
        "核对 records/areas.yml 和 records/authorities/ 中的名称、代码和电话",
        "照办法原文填 records/regulations/ 中的参数和条号，每一项旁边有说明",
        "git init -b main，git add -A，git commit -m 建立登记册，推送到代码托管网站",
        "registry doctor 说明离正式上线还差什么",
        *list_steps(city.forge.kind),
    ]
