"""Where things are: what the program brings along, and a register's own settings in its mkdocs.yml."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from yaml import SafeLoader

from .json_data import Fields, JsonValue
from .refusal import Refusal, describe_cause

SETTINGS = "mkdocs.yml"
MAX_BYTES = 128 * 1024
MAX_INHERITED = 8
NO_CREDENTIALS = "不要写用户名、密码、令牌：网页上和历史里谁都看得到；删去 @ 和它前面的，已经公开的换掉"
PACKAGE = Path(__file__).resolve().parent
# A wheel holds schemas/ and site/ within the package; in a checkout they stand beside generator/.
HOME = PACKAGE if (PACKAGE / "schemas").is_dir() else PACKAGE.parent.parent
SITE = HOME / "site"


def find_schemas_folder(root: Path) -> Path:
    """The schemas of the register at `root`, or the program's own where it has none."""
    own = root / "schemas"
    return own if own.is_dir() else HOME / "schemas"


def is_source(root: Path) -> bool:
    """Whether the register at `root` lies in a checkout of the program, this one's or another's."""
    return (root / "generator" / "registry").is_dir()


def list_template_folders(root: Path) -> tuple[Path, ...]:
    """Where templates of record pages lie: the program's, and over them those of the register at `root`."""
    return SITE / "templates", root / "site" / "templates"


class _Loader(SafeLoader):
    """Settings as data: variables of the environment as MkDocs has them, and nothing for any other tag."""


def _read_environment(loader: SafeLoader, node: yaml.Node) -> JsonValue:
    """The first variable that is set: !ENV NAME, or !ENV [NAME, OTHER, default]."""
    names: list[JsonValue] = [loader.construct_scalar(node)] if isinstance(node, yaml.ScalarNode) else []
    default = None
    if isinstance(node, yaml.SequenceNode):
        names = loader.construct_sequence(node)
        default = names.pop() if len(names) > 1 else None
    value = next((os.environ[name] for name in names if isinstance(name, str) and name in os.environ), None)
    return default if value is None else yaml.safe_load(value)


_Loader.add_constructor("!ENV", _read_environment)
_Loader.add_constructor(None, lambda *_: None)


def _parse(content: bytes) -> JsonValue:
    """What YAML says, with the variables of the environment as they are now. Raises yaml.YAMLError."""
    node = _compose(content)
    return None if node is None else _Loader("").construct_document(node)


# Each command asks for the same few files several times, and to compose one takes longest.
@lru_cache(maxsize=16)
def _compose(content: bytes) -> yaml.Node | None:
    return yaml.compose(content, _Loader)


class SettingsError(Refusal):
    """mkdocs.yml cannot be read; the message says why."""


def read_settings(root: Path) -> Fields:
    """The content of `root`/mkdocs.yml, with that of the files that it inherits. Raises SettingsError."""
    return read_merged(read_file, SETTINGS, root)


def read_defaults() -> Fields:
    """What the sites of all registers have in common; a register's own settings go over it."""
    return read_merged(read_file, "defaults.yml", SITE)


def read_site_settings(root: Path) -> Fields:
    """The settings of the site of the register at `root`, its own over the defaults. Raises SettingsError."""
    return merge_settings(read_settings(root), read_defaults())


def read_site_config(root: Path) -> Fields:
    """The settings of `root`; empty where they cannot be read, which building the site says."""
    try:
        return read_settings(root)
    except SettingsError:
        return {}


def read_merged(read: Callable[[Path], bytes], name: str, root: Path, depth: int = 0) -> Fields:
    """What a file of settings holds, `read` by its path, over what it inherits. Raises SettingsError.

    MkDocs itself lets its file name Python objects, and makes them. To us the file is data: it may come from
    a proposed change, which must not run anything here, and of which no more is read than a file may hold.
    """
    if depth > MAX_INHERITED:
        raise SettingsError(f"{name} 的 INHERIT 一层接一层，超过 {MAX_INHERITED} 层")
    try:
        own = _parse(read(root / name))
    except OSError as error:
        raise SettingsError(f"读不出 {name}：{describe_cause(error)}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{name} 有误：第 {line} 行不是正确的 YAML（{error.problem}）") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError) as error:
        raise SettingsError(f"{name} 有误：不是正确的 YAML") from error
    if not isinstance(own, dict):
        raise SettingsError(f"{name} 有误：应是一项一项的设置")
    inherited = own.pop("INHERIT", None)
    if inherited is None:
        return own
    if not isinstance(inherited, str):
        raise SettingsError(f"{name} 有误：INHERIT 应是一个文件的路径")
    above = os.path.normpath(Path(name).parent / inherited)
    return merge_settings(own, read_merged(read, above, root, depth + 1))


def merge_settings(own: Fields, above: Fields) -> Fields:
    """Settings over those that they inherit, at every depth."""
    # As MkDocs does it: tables are joined, lists are replaced.
    both = {key for key in own if isinstance(own[key], dict) and isinstance(above.get(key), dict)}
    return above | own | {key: merge_settings(own[key], above[key]) for key in both}


def read_file(file: Path) -> bytes:
    """What a plain file of bounded size holds. Raises OSError and SettingsError."""
    # Not open() first: a named pipe in a proposed change would wait for ever.
    status = file.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise SettingsError(f"{file} 是一个链接；放入文件本身，要共用别处的设置写 INHERIT")
    if not stat.S_ISREG(status.st_mode):
        raise SettingsError(f"{file} 不是普通文件")
    return check_size(file.read_bytes() if status.st_size <= MAX_BYTES else None, file)


def check_size(content: bytes | None, file: Path) -> bytes:
    """The content of a file of settings, unless it is too much. Raises SettingsError."""
    if content is None or len(content) > MAX_BYTES:
        raise SettingsError(f"{file} 过大，上限 {MAX_BYTES // 1024} KiB")
    return content


def read_site_address(root: Path) -> str:
    """The address of the published site, with a slash at its end; empty where it is not configured."""
    return get_address(read_site_config(root))


def get_title(settings: Fields) -> str:
    """What the register is called, by its site's settings."""
    return str(settings.get("site_name") or "登记册")


def get_address(settings: Fields) -> str:
    """The address of the site that settings name, with a slash at its end; empty where they name none."""
    address = merge_settings(settings, read_defaults()).get("site_url")
    return f"{address.rstrip('/')}/" if isinstance(address, str) and address else ""


def read_forge_setting(root: Path, name: str) -> str:
    """A text from `extra.forge`, where it is written how the forge is used; empty where there is none."""
    value = get_extra(read_site_config(root), "forge", name)
    return value if isinstance(value, str) else ""


def get_extra(settings: Mapping[str, JsonValue], *keys: str) -> JsonValue:
    """What settings say below `extra`; None where they do not."""
    value: JsonValue = settings
    for key in ("extra", *keys):
        value = value.get(key) if isinstance(value, Mapping) else None  # MkDocs' own settings are no dict
    return value


def is_web_address(value: object) -> bool:
    """Whether it is an address of the web; on an intranet it may be without encryption."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def has_credentials(value: object) -> bool:
    """Whether a name or a password stands in an address, where all who read it find them."""
    return is_web_address(value) and "@" in str(value).split("/", 3)[2]


def is_example(settings: Mapping[str, JsonValue]) -> bool:
    """Whether a register's data are an example by its settings (`extra.demo`), as each page then says."""
    return bool(get_extra(settings, "demo"))
