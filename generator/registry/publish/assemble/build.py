"""Building and previewing the site with MkDocs. It is built aside, and put in place when it is whole."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException
from mkdocs.livereload import LiveReloadServer

from ...refusal import Refusal, describe_os_error
from ...rules.checking import pause_collector
from ...settings import SETTINGS, SettingsError, defaults, read_settings, read_site_address, site_settings
from ...stages import measure
from ..output_folder import OutputFolder
from ..output_mark import others, refuse_others
from ..switch import folder_beside
from .plugin import Context, Published, RegistryPlugin
from .site import STAMP
from .sources import compose, own_pages

# What a site is made of lies here, from the register's root: no site is put inside.
SOURCES = ("records", "schemas", ".git", ".github")
CAUSES = (TemplateError, MkDocsException, SettingsError, OSError)


class NotBuilt(Refusal):
    """The site could not be built; the message says why."""


def build(context: Context, out: Path | None = None) -> tuple[Path, Published]:
    """Build the site of a register into `out` (default: the `site_dir` of mkdocs.yml), which is returned.

    Raises NotBuilt, and NothingLawfulError where what all dossiers rest on has errors; then what was there
    before is untouched.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        with TemporaryDirectory(prefix="registry-") as pages:
            config = _load(context.root, Path(pages))
            folder = (out or Path(config.site_dir)).resolve()  # a link to a folder stays
            may_replace(folder, context.root)
            folder.parent.mkdir(parents=True, exist_ok=True)
            with folder_beside(folder) as aside:
                refuse_others(folder, others(folder, STAMP))
                place = OutputFolder(folder, aside / "site", STAMP, context.cache)
                with measure("生成网站"):
                    published = _make(config, context._replace(place=place), place.aside)
                with measure("放到输出文件夹"):
                    place.finish()
    except CAUSES as error:
        raise NotBuilt(f"没有生成网站：{_words(error)}") from error
    return folder, published


def _load(root: Path, pages: Path) -> MkDocsConfig:
    """What MkDocs goes by: the register's file with our defaults, and pages composed in a folder.

    MkDocs reads the file itself, as some tags in it mean nothing to us.
    """
    file = root / SETTINGS
    if not file.is_symlink() and not file.is_file():  # what is wrong with a link, reading it says
        raise NotBuilt(f"找不到 {file}；网站的名称和栏目写在其中")
    compose(root, pages)
    own, settings = read_settings(root), site_settings(root)
    lacking = (name for name, value in defaults().items() if name not in own or isinstance(value, dict))
    return load_config(str(file), **{name: settings[name] for name in lacking} | {"docs_dir": str(pages)})


def _make(config: MkDocsConfig, context: Context, folder: Path, address: str | None = None) -> Published:
    """Make a site in a folder; its preview for the address at which it is served."""
    plugin = config.plugins.get("registry")
    if not isinstance(plugin, RegistryPlugin):
        raise NotBuilt("没有生成网站：mkdocs.yml 的 plugins 中没有 registry")
    plugin.use(context)
    config.site_dir, config.site_url = str(folder), address or config.site_url
    with pause_collector():
        mkdocs_build(config, serve_url=address)
    return plugin.published


def _words(error: BaseException) -> str:
    """Why there is no site."""
    if isinstance(error, TemplateSyntaxError):
        return f"模板有误，{Path(error.filename or error.name or '').name}:{error.lineno}：{error}"
    if isinstance(error, TemplateError):
        return f"模板有误，{error}"
    if isinstance(error, ConfigurationError):
        return f"mkdocs.yml 有误：{error}"
    if isinstance(error, Abort):
        return "mkdocs.yml 或页面有误，见上面的说明"
    return describe_os_error(error) if isinstance(error, OSError) else str(error)


def serve(context: Context, address: str) -> None:
    """Preview the site until interrupted, built anew when records, schemas, settings or pages change."""
    root = context.root
    host, _, port = address.rpartition(":")
    try:
        with TemporaryDirectory(prefix="registry-") as folder:

            def rebuild() -> None:
                with TemporaryDirectory(prefix="registry-") as pages:
                    _make(_load(root, Path(pages)), context, Path(folder), server.url)

            path, missing = urlsplit(read_site_address(root)).path, Path(folder, "404.html")
            with LiveReloadServer(rebuild, host.strip("[]"), int(port), folder, path) as server:
                server.error_handler = lambda code: missing.read_bytes() if code == 404 else None
                rebuild()
                watched = [root / name for name in ("records", "schemas", "site", SETTINGS)]
                for place in filter(Path.exists, [*watched, own_pages(root)]):
                    server.watch(str(place))
                try:
                    with suppress(KeyboardInterrupt):
                        server.serve()
                finally:
                    server.shutdown()
    except CAUSES as error:
        raise NotBuilt(f"不能预览：{_words(error)}") from error


def may_replace(folder: Path, root: Path) -> None:
    """Refuse a folder that no site may take the place of: the register's own, or a file."""
    place, home = folder.resolve(), root.resolve()
    sources = [home / name for name in SOURCES]
    if home.is_relative_to(place) or any(place.is_relative_to(each) for each in sources):
        raise NotBuilt(f"{folder} 不能作为输出文件夹")
    if folder.exists() and not folder.is_dir():
        raise NotBuilt(f"{folder} 不能作为输出文件夹：它是一个文件")
