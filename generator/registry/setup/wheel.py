"""The program as a file that can be installed (a wheel): what it is called, and what it brings along."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
import zlib
from email.parser import Parser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from .. import __version__
from ..refusal import Refusal, describe_os_error

DISTRIBUTION = "training-institutions-registry"
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*(\.?(a|b|rc|dev|post)[0-9]+)*", re.ASCII)
PINNED = "requirements/site.txt"  # in a checkout, and in a wheel within the package

NO_WHEEL = "{} 不是这个程序的安装文件（.whl），或者下载得不完整"


class Wheel(NamedTuple):
    """A file of the program: its version and digest, and a list with hashes of all packages that it needs."""

    file: Path
    version: str
    sha256: str
    pinned: str


def read_wheel(file: Path) -> Wheel:
    """What a file of the program holds. Raises Refusal where it is none."""
    try:
        if file.exists() and not file.is_file():  # a device may have no end
            raise Refusal(NO_WHEEL.format(file))
        content = file.read_bytes()
        with zipfile.ZipFile(file) as archive:
            (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            fields = Parser().parsestr(archive.read(metadata).decode("utf-8"))
            pinned = archive.read(f"registry/{PINNED}").decode("utf-8")
    except OSError as error:
        raise Refusal(f"读不出程序的安装文件 {describe_os_error(error)}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError) as error:
        raise Refusal(NO_WHEEL.format(file)) from error
    if fields["Name"] != DISTRIBUTION:
        raise Refusal(f"{file} 是另一个程序（{fields['Name']}）的安装文件，不是 {DISTRIBUTION}")
    return Wheel(file, fields["Version"], hashlib.sha256(content).hexdigest(), pinned)


def unpack_wheel(wheel: Wheel, folder: Path) -> None:
    """Unpack a file of the program into a folder. Raises Refusal where it is damaged, and OSError."""
    try:
        with zipfile.ZipFile(wheel.file) as archive:
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refusal(NO_WHEEL.format(wheel.file)) from error


def download_wheel(version: str, folder: Path) -> Wheel:
    """The file of a version, fetched by pip from where it is set up to look. Raises Refusal."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]
    command += ["--no-deps", "--only-binary", ":all:", "--dest", str(folder), f"{DISTRIBUTION}=={version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    files = [*folder.glob("*.whl")]
    if done.returncode or len(files) != 1:
        said = done.stderr.strip().splitlines()
        raise Refusal(
            f"取不到程序的 {version} 版：{said[-1] if said else 'pip 没有取来文件'}；"
            "没有软件源的，先下载安装文件（.whl），用它的路径代替版本"
        )
    return read_wheel(files[0])


def fetch_wheel(program: str, folder: Path) -> Wheel:
    """The file of the program by its path or version; what has to be fetched is put into `folder`.

    Raises Refusal.
    """
    return download_wheel(program, folder) if VERSION.fullmatch(program) else read_wheel(Path(program))


def find_running_wheel(folder: Path) -> Wheel | None:
    """The file of the program that is running; none where it runs from its source or is not found."""
    try:
        origin = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
        file = Path(url2pathname(urlsplit(origin.get("url", "")).path))
        if file.suffix == ".whl" and file.is_file():
            return read_wheel(file)
        # Without an origin it came from an index; a folder is its source.
        return None if "dir_info" in origin else download_wheel(__version__, folder)
    except (PackageNotFoundError, Refusal):
        return None
