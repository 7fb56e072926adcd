"""What is wrong with a register's settings, found with its records: its site would say what is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..finding import Finding, Parts, build_pointer
from ..json_data import JsonValue
from ..settings import MAX_BYTES, NO_CREDENTIALS, SETTINGS, get_extra, has_credentials, is_example

DEMO_LICENCE, SECRETS = "demo-licence", "settings-without-secrets"  # the rules
# Rules of what stands beside the records.
SETTINGS_RULES = (DEMO_LICENCE, SECRETS, "example-ended")
LICENCE_FILE = "records/LICENSE"
PUBLIC_DOMAIN = "CC0"
EXAMPLE = "示例数据"  # what the title of the examples' licence says


def is_example_licence(settings: Mapping[str, JsonValue]) -> bool:
    """Whether a site that does not say that its data are examples gives them the examples' licence."""
    return not is_example(settings) and EXAMPLE in str(get_extra(settings, "data_licence", "title"))


def has_example_licence_file(settings: Mapping[str, JsonValue], root: Path) -> bool:
    """Whether the file of the examples' licence lies beside data that are no examples, nor under it."""
    file = root / LICENCE_FILE
    if not isinstance(get_extra(settings), Mapping) or is_example(settings) or not file.is_file():
        return False
    own = PUBLIC_DOMAIN in str(get_extra(settings, "data_licence")) and not is_example_licence(settings)
    return not own and PUBLIC_DOMAIN in file.read_bytes()[:MAX_BYTES].decode("utf-8", "replace")


def check_settings(settings: Mapping[str, JsonValue], root: Path) -> Iterator[Finding]:
    """The faults of the settings of `root`, and of the licence that lies beside its records."""
    if is_example_licence(settings):
        yield Finding(
            rule=DEMO_LICENCE,
            severity="error",
            path=SETTINGS,
            pointer="/extra/data_licence",
            message="extra.demo 已不是 true，页面和下载文件却还写着“示例数据，可以任意使用”的许可",
            hint="把 extra.data_licence 改成这些数据自己的许可；没有许可的删去；仍是示例的写 demo: true",
            line=find_line(root, "data_licence"),
            column=1,
        )
    if has_example_licence_file(settings, root):
        yield Finding(
            rule=DEMO_LICENCE,
            severity="error",
            path=LICENCE_FILE,
            message="extra.demo 已不是 true，记录旁边却还放着示例数据的许可（CC0，任何人可以任意使用）",
            hint=f"git rm {LICENCE_FILE}；真实的数据也决定用 CC0 的，写在 extra.data_licence 里",
            line=1,
            column=1,
        )

    for parts, address in _find_credentials(settings):
        yield Finding(
            rule=SECRETS,
            severity="error",
            path=SETTINGS,
            pointer=build_pointer(*parts),
            message=f"{'.'.join(map(str, parts))} 的地址里有用户名、密码或者令牌",
            hint=NO_CREDENTIALS,
            line=_find_place(root, re.escape(address)),
            column=1,
        )


def _find_credentials(value: JsonValue, *parts: str | int) -> Iterator[tuple[Parts, str]]:
    """The addresses in a value with a name or a password in them, each with the parts of its pointer."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _find_credentials(below, *parts, name)
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _find_credentials(below, *parts, number)
    elif has_credentials(value):
        yield parts, str(value)


def find_line(root: Path, key: str) -> int:
    """The line on which a setting stands; the first where the file inherits it."""
    return _find_place(root, rf"^[^\S\n]*{key}:")


def _find_place(root: Path, pattern: str) -> int:
    """The line of the settings on which what fits a pattern begins; the first where nothing does."""
    if not (root / SETTINGS).is_file():
        return 1
    text = (root / SETTINGS).read_bytes().decode("utf-8", "replace")
    match = re.search(pattern, text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
