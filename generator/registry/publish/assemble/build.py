"""Building and previewing the site with MkDocs. It is built aside, and put in place when it is whole."""

from __future__ import annotations

import errno
import logging
import socket
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from ...refusal import Refusal
from ...settings import SETTINGS, read_site_address, read_site_settings
from ...stages import measure
from ..output_folder import OutputFolder
from ..output_mark import STAFF_STAMP, find_site_above, list_foreign_files, refuse_foreign_files
from ..switch import open_folder_beside
from .failure import CAUSES, describe_failure
from .plugin import BuildContext, Published, RegistryPlugin
from .portable import make_portable
from .site import STAMP
from .sources import load
from .template_fault import explain_theme_faults

# What a site is made of lies here, from the register's root: no site is put inside.
SOURCES = ("records", "schemas", ".git", ".github")


_log = logging.getLogger(__name__)


class NotBuilt(Refusal):
    """The site could not be built; the message says why."""


def build(context: BuildContext, out: Path | None = None) -> tuple[Path, Published]:
    """Build the site of a register into `out` (default: the `site_dir` of mkdocs.yml), which is returned.

    Raises NotBuilt, and NothingLawfulError where what all dossiers rest on has errors; then what was there
    before is untouched.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    root = context.root
    require_settings(root)
    try:
        folder = (out or find_site_folder(root)).resolve()  # a link to a folder stays
        may_replace(folder, root)
        refuse_staff_place(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with open_folder_beside(folder) as aside:
            refuse_foreign_files(folder, list_foreign_files(folder, STAMP))
            # A portable site is changed once it is whole: nothing of the one before stays in place.
            place = OutputFolder(folder, aside / "site", STAMP, None if context.portable else context.cache)
            config = load(root, aside / "pages")
            with measure("生成网站"):
                published = _make(config, context._replace(place=place), place.aside)
            if context.portable:
                make_portable(place.aside)
            with measure("放到输出文件夹"):
                place.finish()
    except CAUSES as error:
        raise NotBuilt(f"没有生成网站：{describe_failure(error)}") from error
    return folder, published


def find_site_folder(root: Path) -> Path:
    """Where mkdocs.yml has the site put. Raises NotBuilt and SettingsError."""
    name = read_site_settings(root)["site_dir"]
    if not isinstance(name, str):
        raise NotBuilt(f"没有生成网站：mkdocs.yml 有误：site_dir 应是一个文件夹，现为“{name}”")
    return root / name


def require_settings(root: Path) -> None:
    """Raises NotBuilt where there is no mkdocs.yml."""
    file = root / SETTINGS
    if not file.is_symlink() and not file.is_file():  # what is wrong with a link, reading it says
        raise NotBuilt(f"找不到 {file}；网站的名称和栏目写在其中")


def _make(config: MkDocsConfig, context: BuildContext, folder: Path, address: str | None = None) -> Published:
    """Make a site in a folder; its preview for the address at which it is served."""
    plugin = config.plugins.get("registry")
    if not isinstance(plugin, RegistryPlugin):
        raise NotBuilt("没有生成网站：mkdocs.yml 的 plugins 中没有 registry")
    plugin.use(context)
    config.site_dir, config.site_url = str(folder), address or config.site_url
    with explain_theme_faults(config.theme.custom_dir):
        mkdocs_build(config, serve_url=address)
    return plugin.published


def serve(context: BuildContext, address: str) -> None:
    """Preview the site until interrupted, built anew when records, schemas, settings or pages change."""
    root = context.root
    require_settings(root)
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        check_address(host, int(port))
        with TemporaryDirectory(prefix="registry-") as folder:

            def rebuild() -> MkDocsConfig:
                with TemporaryDirectory(prefix="registry-") as pages:
                    config = load(root, Path(pages))
                    _make(config, context, Path(folder), server.url)
                    return config

            path = urlsplit(read_site_address(root)).path
            # What builds anew is for the preview to say.
            with LiveReloadServer(lambda: None, host, int(port), folder, path) as server:
                config = rebuild()
                config.plugins.on_serve(server, config=config, builder=rebuild)
                _log.warning("registry：预览 %s ，改动文件后自动更新；按 Ctrl+C 结束", server.url)
                try:
                    with suppress(KeyboardInterrupt):
                        server.serve()
                finally:
                    server.shutdown()
                    config.plugins.on_shutdown()
    except CAUSES as error:
        raise NotBuilt(f"不能预览：{describe_failure(error)}") from error


def check_address(host: str, port: int) -> None:
    """Raise NotBuilt where another program listens there, before a site is made for nothing."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise NotBuilt(f"不能预览：{host} 不是这台机器的地址；只在本机看的写 127.0.0.1") from error
        if error.errno != errno.EADDRINUSE:
            raise
        raise NotBuilt(
            f"不能预览：端口 {port} 已经有别的程序在用（多半是另一个预览）；"
            f"先结束它，或者换一个端口：registry serve --address {host}:{port + 1}"
        ) from error


def refuse_staff_place(folder: Path) -> None:
    """Raise NotBuilt where a folder holds a staff's site, or lies in one: the two are never mixed."""
    if above := find_site_above(folder, STAFF_STAMP):
        raise NotBuilt(
            f"没有生成网站：{above} 中是经办人员用的网站，含有不公开的内容；公开的网站换一个输出文件夹"
        )


def may_replace(folder: Path, root: Path) -> None:
    """Refuse a folder that no site may take the place of: the register's own, or a file."""
    place, home = folder.resolve(), root.resolve()
    sources = [home / name for name in SOURCES]
    if home.is_relative_to(place) or any(place.is_relative_to(each) for each in sources):
        raise NotBuilt(f"{folder} 不能作为输出文件夹")
    if folder.exists() and not folder.is_dir():
        raise NotBuilt(f"{folder} 不能作为输出文件夹：它是一个文件")
