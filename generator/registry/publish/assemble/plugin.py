"""The thin MkDocs plugin: it hands MkDocs' frame to the stamping.

So `mkdocs build` and `mkdocs serve` work as anyone expects.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page as MkDocsPage

from ...clock import today
from ...forge.links import forge_of
from ...history.git import corrected, head, recorded
from ...history.main_line import Came
from ...records.cache import CACHE, digest_of
from ...rules.checking import Examined, examine
from ...rules.site_settings import is_example_licence
from ...settings import site_address, templates_folder
from ...workers import HERE, Workers
from ..addresses import page_file
from ..open_data.files import WholeFiles
from ..output_folder import Place
from ..output_mark import MARK, files_of, mark, others, words
from .csp import theme_scripts, with_policy
from .frame import FRAME_PATH, Frame, sitemap
from .incremental import Parts
from .last_lawful import HeldBack, NothingLawfulError, last_lawful
from .redirects import moved_of, moved_pages
from .site import SECTION, STAMP, Site
from .templates import Compiled, Templates

SHOWN = 10
COMPILED = Compiled()


class RegistryConfig(Config):
    """The plugin's options. `on` is the day to derive states for; today in Beijing where it is not given."""

    on = config_options.Optional(config_options.Type(str))


class RegistryPlugin(BasePlugin[RegistryConfig]):
    """Checks the register, fills the marks in hand-written pages, stamps the record pages into the frame."""

    examined: Examined | None = None
    cache: Path | None = None
    workers: Workers = HERE
    place: Place | None = None
    scripts: Sequence[re.Pattern[str]] = ()
    frame: Frame | None = None
    held: Sequence[HeldBack] = ()
    preview = False
    corrected: Sequence[Came] = ()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """A preview has no policy, as MkDocs puts a script of its own into each page."""
        self.preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the register beside mkdocs.yml; what has errors is published as it last had none."""
        root = Path(config.config_file_path).parent
        self.scripts = theme_scripts(config.theme.dirs)
        day = dt.date.fromisoformat(self.config.on) if self.config.on else today()
        if self.preview:
            self.cache = root / CACHE
        found = self.examined or examine(root, day, cache=self.cache)
        try:
            examined, self.held = last_lawful(root, found, day, self.workers)
        except NothingLawfulError as error:
            if self.examined:  # whoever has checked tells what was found
                raise
            errors = [each for each in found.findings if each.severity == "error"]
            first = "".join(
                f"\n{each.path}:{each.line}:{each.column} {each.message}" for each in errors[:SHOWN]
            )
            raise PluginError(
                f"登记册有 {len(errors)} 个错误，没有生成网站；运行 registry check 查看全部{first}"
            ) from error
        try:
            forge = forge_of(config.extra)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 有误：{error}") from error
        if is_example_licence({"extra": config.extra}):
            raise PluginError(
                "mkdocs.yml 有误：extra.demo 已不是 true，extra.data_licence 还是示例数据的许可；"
                "改成这些数据自己的许可，或者删去"
            )
        licence = config.extra.get("data_licence") or {}
        if not isinstance(licence, dict):
            raise PluginError("mkdocs.yml 有误：extra.data_licence 应写 name、title 和 path")
        about = {
            "title": config.site_name,
            "address": site_address(root),
            "licence": licence,
        }
        commit = head(root, found.loaded.files)
        templates = Templates.read(templates_folder(root))
        held = frozenset(each.institution for each in self.held if each.institution)
        latest = max(day, today())  # nothing can have been recorded after it
        self.corrected = corrected(root, latest)
        self.site = Site(examined, day, templates, commit, forge, about, recorded(root, latest), held)
        self.written: list[str] = []
        self.addresses: list[str] = []
        self.marked: list[tuple[str, str, str]] = []
        return config

    def on_env(self, env: Environment, **_: object) -> Environment:
        """The templates of the theme need not be compiled for each build of a process."""
        env.bytecode_cache = COMPILED
        return env

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """MkDocs by itself empties the folder of the site next, but for hidden files."""
        folder = Path(config.site_dir)
        if self.alone and (found := [each for each in others(folder, STAMP) if each[0] != "."]):
            raise PluginError(words(folder, found))

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Keep the frame (and publish no page of its own) and the pages with marks, which are filled last."""
        output = output if self.preview else with_policy(output, self.scripts)
        if page.url == FRAME_PATH:
            self.frame = Frame(output)
            return ""
        self.written.append(page.url)
        if not SECTION.search(output):
            return output
        self.marked.append((page.file.dest_uri, "../" * page.url.count("/") or "./", output))
        return ""

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The sitemap is ours, as MkDocs knows nothing of record pages; written last."""
        if template_name.startswith("sitemap"):
            return ""
        return output if self.preview else with_policy(output, self.scripts)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Stamp the record pages into the frame; write the open data; fill the marks in the other pages."""
        if self.frame is None:
            raise PluginError("没有框架页 record/frame.md，无法生成记录页面")
        folder = Path(config.site_dir)
        place = self.place or Place(folder, folder, STAMP)
        parts = Parts(self.site, self.frame, self.cache, self.workers)
        with WholeFiles(self.site.data, place, parts.digest) as whole:
            for part in parts.ready():
                if not place.has(part.glance.paths, part.key):
                    for path, content in part.files:
                        place.write(path, content, part.key)
                whole.add(part.data, part.key)
        self.addresses = addresses = [*self.written, *self.site.addresses()]
        try:
            moved = moved_of(config.extra, {*addresses})
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 有误：{error}") from error
        for draft in self.site.drafts():
            key = digest_of(parts.digest, draft.told)
            if not place.has([draft.file], key):
                place.write(draft.file, self.frame.stamp(self.site.page(draft)), key)
        for address, content in moved_pages(moved, self.frame):
            place.write(page_file(address), content)
        for path, content in self.site.files():
            place.write(path, content)
        for file, base, output in self.marked:
            place.write(file, self.site.fill(output, base).encode())
        if config.site_url:
            place.write("sitemap.xml", sitemap(config.site_url, addresses).encode())
        if self.alone:
            (folder / MARK).write_bytes(mark(path for path in files_of(folder) if path[0] != "."))

    @property
    def alone(self) -> bool:
        """Whether MkDocs itself puts the site in its folder, for good."""
        return self.place is None and not self.preview

    @property
    def pages(self) -> int:
        """How many pages were written."""
        return len(self.addresses)
