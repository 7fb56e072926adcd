"""The thin MkDocs plugin: it hands MkDocs' frame to the stamping.

So `mkdocs build` and `mkdocs serve` work as anyone expects.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from jinja2 import Environment
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page as MkDocsPage
from msgspec import msgpack

from ...clock import resolve
from ...finding import Finding
from ...forge.links import Forge, read_forge
from ...history.git import describe_head, list_corrected, read_recorded
from ...history.main_line import MainLineCommit
from ...memo import CACHE, compute_digest
from ...rules.checking import Examined, examine
from ...rules.engine import CheckOptions
from ...rules.site_settings import is_example_licence
from ...settings import list_template_folders, read_site_address
from ...stages import measure
from ...workers import HERE, Workers
from ..addresses import build_file_path, find_institution
from ..footer import read_footer
from ..open_data.files import WholeFiles
from ..output_folder import OutputFolder
from ..output_mark import (
    MARK,
    STAFF_STAMP,
    build_mark,
    describe_foreign_files,
    find_site_above,
    list_files_in,
    list_foreign_files,
)
from ..register_view import Provenance
from ..search.packing import encode_compact
from ..search.words import read_synonyms
from .bare_theme import BareTheme
from .crawlers import SECURITY, build_robots, build_security, build_sitemaps
from .csp import add_policy, collect_theme_scripts
from .frame import FRAME_PATH, Frame, squeeze
from .incremental import Parts
from .last_lawful import HeldBack, NothingLawfulError, find_last_lawful
from .manifest import MANIFEST, build_manifest
from .preload import add_preloads
from .preview import Preview, watch
from .redirects import build_moved_pages, read_moved
from .site import SECTION, STAMP, Site
from .sources import complete
from .templates import Templates, open_compiled

MAX_SHOWN = 10


class BuildContext(NamedTuple):
    """What is settled before a build begins.

    Nothing can have been recorded after the day `latest`. Without `examined` the build checks the register;
    without `place` MkDocs itself puts the site in its folder. What is made of an institution is kept in the
    folder `cache`. A preview has no policy, as MkDocs puts a script of its own into each page.
    A `portable` site works from a disk.
    """

    root: Path
    day: dt.date
    latest: dt.date
    examined: Examined | None = None
    place: OutputFolder | None = None
    cache: Path | None = None
    workers: Workers = HERE
    preview: bool = False
    portable: bool = False


class Published(NamedTuple):
    """How many pages were made, in which frame; what was held back; the commits whose day was corrected."""

    pages: int
    frame: Frame
    held: Sequence[HeldBack]
    corrected: Sequence[MainLineCommit]


class RegistryPlugin(BasePlugin[LegacyConfig]):
    """Checks the register, fills the marks in hand-written pages, stamps the record pages into the frame.

    MkDocs has one plugin for all builds of a process: a build begins with on_config.
    """

    context: BuildContext | None = None
    preview: Preview | None = None
    pages: TemporaryDirectory[str] | None = None  # the composed pages of a build that MkDocs alone began
    building = serving = dirty = False
    errors: Sequence[Finding] = ()

    def use(self, context: BuildContext) -> None:
        """Let the next build go by what a command has settled. Raises RuntimeError if late or repeated."""
        if self.context or self.building:
            raise RuntimeError("use() is called once for each build, before it begins")
        self.context = context

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Here alone MkDocs tells a preview from a build."""
        self.serving, self.dirty = command == "serve", dirty

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], object]
    ) -> LiveReloadServer:
        """Follow the records, and go on while they are faulty. With --dirty a build rests on that before."""
        watch(server, config)
        if not self.dirty:
            root = Path(config.config_file_path).parent
            self.preview = Preview(server, builder, root, self.errors)
        return server

    def on_shutdown(self) -> None:
        """The preview is over."""
        if self.preview:
            self.preview.close()
        self.preview = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the register: MkDocs alone that beside mkdocs.yml, today."""
        self.building = True
        if self.context is None:
            self.context = self._begin_alone(config)
        if self.preview:
            config.site_dir = self.preview.coming
        self.given = given = self.context
        # `mkdocs build` by hand: then MkDocs writes into the folder of the site itself.
        self.alone = given.place is None and not given.preview
        config.theme.__class__ = BareTheme  # MkDocs makes the theme itself, and asks nobody of what class
        self.scripts = collect_theme_scripts(config.theme.dirs)
        checked = given.examined or examine(given.root, given.day, CheckOptions(cache=given.cache))
        self.errors = [each for each in checked.findings if each.severity == "error"]
        if self.preview:
            self.preview.errors = self.errors
        try:
            examined, self.held = find_last_lawful(given.root, checked, given.day, given.workers)
        except NothingLawfulError as error:
            if given.examined:  # whoever has checked tells what was found
                raise
            raise PluginError(self._describe_errors()) from error
        self.footer, forge, about = read_about(config, given.root)
        commit = describe_head(given.root, checked.loaded.files)
        compiled = open_compiled(given.cache)
        templates = Templates.read(*list_template_folders(given.root), compiled=compiled)
        held = frozenset(each.institution or each.path for each in self.held)
        # Once for all pages: it goes through the whole history of the main line.
        with measure("读取历史"):
            days = read_recorded(given.root, given.latest)
        self.site = Site(examined, given.day, templates, Provenance(commit, days, held), forge, about)
        self.frame: Frame | None = None
        self.written: list[str] = []
        self.marked: list[tuple[str, str, str]] = []
        return config

    def _begin_alone(self, config: MkDocsConfig) -> BuildContext:
        """What MkDocs by itself builds: the register beside its file, with our pages and settings."""
        root = Path(config.config_file_path).parent
        self.pages = TemporaryDirectory(prefix="registry-")
        self.own_pages = config.docs_dir
        complete(config, root, Path(self.pages.name))
        return BuildContext(
            root, *resolve(), cache=root / CACHE if self.serving else None, preview=self.serving
        )

    def _describe_errors(self) -> str:
        """Why there is no site, with the first of the errors; a preview shows them itself."""
        first = "".join(
            f"\n{error.path}:{error.line}:{error.column} {error.message}"
            for error in self.errors[: 0 if self.preview else MAX_SHOWN]
        )
        return f"登记册有 {len(self.errors)} 个错误，没有生成网站；运行 registry check 查看全部{first}"

    def on_env(self, env: Environment, **_: object) -> Environment:
        """The templates of the theme need not be compiled for each build."""
        env.bytecode_cache = open_compiled(self.given.cache)
        return env

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """MkDocs by itself empties the folder of the site next, but for hidden files."""
        folder = Path(config.site_dir)
        if self.alone and find_site_above(folder.resolve(), STAFF_STAMP):
            raise PluginError(f"{folder} 中是经办人员用的网站，公开的网站换一个输出文件夹")
        if self.alone and (foreign := [each for each in list_foreign_files(folder, STAMP) if each[0] != "."]):
            raise PluginError(describe_foreign_files(folder, foreign))

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Keep the frame (and publish no page of its own) and the pages with marks, which are filled last."""
        if page.url == FRAME_PATH:
            output = squeeze(output)
        # The policy lists digests of the scripts within the page, so it comes after whatever writes them.
        output = self._add_policy(output)
        if page.url == FRAME_PATH:
            self.frame = Frame(output)
            return ""
        self.written.append(page.url)
        names = SECTION.findall(output)
        if not names:
            return output
        if unknown := [each for each in names if each not in self.site.sections]:
            possible = "、".join(self.site.sections)
            raise PluginError(f"{page.file.src_uri} 中的标记 {unknown[0]} 没有内容，可以写的有：{possible}")
        self.marked.append((page.file.dest_uri, "../" * page.url.count("/") or "./", output))
        return ""

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The sitemap is ours, as MkDocs knows nothing of record pages; written last."""
        return "" if template_name.startswith("sitemap") else self._add_policy(output)

    def _add_policy(self, output: str) -> str:
        return output if self.given.preview else add_policy(output, self.scripts)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Stamp the record pages into the frame; write the open data; fill the marks in the other pages."""
        if self.frame is None:
            raise PluginError("没有框架页 record/frame.md，无法生成记录页面")
        folder = Path(config.site_dir)
        place = self.given.place or OutputFolder(folder, folder, STAMP)
        parts = Parts(self.site, self.frame, self.given.cache, self.given.workers)
        source = self.digest(config, parts)
        if not place.keep_all("site", source):
            self._write_site(config, parts, place)
            place.note_all("site", source, place.list_files())
        if self.alone:
            (folder / MARK).write_bytes(build_mark(each for each in list_files_in(folder) if each[0] != "."))
        days = list_corrected(self.given.root, self.given.latest)
        self.published = Published(self._count_pages(config, place), self.frame, self.held, days)
        if self.pages:
            config.docs_dir = self.own_pages  # which a preview watches
        self.on_build_error()

    def digest(self, config: MkDocsConfig, parts: Parts) -> bytes:
        """A digest of all that `_write_site` goes by."""
        shown = self.written, self.marked, config.extra
        about = config.site_name, config.site_description, config.site_url
        # Of what MkDocs copies the scripts alone count here, as pages name the modules that these import.
        scripts = sorted((Path(config.docs_dir) / "assets").rglob("*.js"))
        pieces = repr((shown, about)).encode(), *(each.read_bytes() for each in scripts)
        return compute_digest(parts.digest_whole(), self.site.digest_rest(), *pieces)

    def _count_pages(self, config: MkDocsConfig, place: OutputFolder) -> int:
        """The number of pages, ours and those of MkDocs alone, but for those that only lead on."""
        ours = (path for path in place.list_files() if path.endswith("index.html"))
        return len({*map(build_file_path, self.written), *ours}) - len(config.extra.get("moved") or ())

    def _write_site(self, config: MkDocsConfig, parts: Parts, place: OutputFolder) -> None:
        """Write all that MkDocs does not write itself."""
        # The parts come first: what follows (lists, calendar, statistics, marks) is made of what they tell.
        changed = self._write_parts(parts, place)
        addresses = [*self.written, *self.site.list_addresses()]
        try:
            moved = read_moved(config.extra, {*addresses})
            synonyms = read_synonyms(config.extra, config.site_name)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 有误：{error}") from error
        with measure("其他页面"):
            self._write_drafts(parts, place)
        for address, content in build_moved_pages(moved, parts.frame):
            place.write(build_file_path(address), content)
        with measure("其他文件"):
            place.write(STAMP, self.site.build_stamp())
            source = self.site.digest_files(parts.shown, synonyms)
            place.write_all("loaded", source, lambda: self.site.list_files(synonyms))
            for path, content in self.site.list_form_files():
                place.write(path, content)
            for path, content in self.site.list_web_forms(parts.frame, bool(config.extra.get("demo"))):
                place.write(path, content)
        for file, base, output in self.marked:
            filled = self.site.fill(output, base)
            place.write(file, add_preloads(filled, Path(config.docs_dir) / "assets").encode())
        dated = {each: changed.get(find_institution(each)) for each in addresses}
        for path, text in self._list_crawler_files(config, dated):
            place.write(path, text.encode())

    def _write_parts(self, parts: Parts, place: OutputFolder) -> dict[str, dt.date | None]:
        """Write what is of one institution, and the files of all; when each changed last, by id."""
        changed: dict[str, dt.date | None] = {}
        source = parts.digest_whole()
        with measure("机构的页面和文件"), WholeFiles(self.site.data, place, parts.digest, source) as whole:
            for key, part, read in parts.prepare():
                changed[part.card.row.id] = part.changed
                if not place.keep(part.paths, key):
                    for path, content in read():
                        place.write(path, content, key)
                whole.add(part.data, key)
        return changed

    def _write_drafts(self, parts: Parts, place: OutputFolder) -> None:
        """Write the record pages that are not of one institution, where they are not in place already."""
        for draft in self.site.list_drafts():
            # A draft tells all that its page shows: a known page is neither rendered nor written.
            file, key = build_file_path(draft.url), compute_digest(parts.digest, msgpack.encode(draft))
            if not place.keep([file], key):
                place.write(file, parts.frame.stamp(self.site.render_page(draft)), key)
        # To put together what the page of a rule shows takes longer than to render it: it is in hundreds of
        # files of examples.
        pages = map(self.site.render_page, self.site.list_rules())
        source = compute_digest(parts.digest, self.site.digest_rules())
        place.write_all("rules", source, lambda: ((page.file, parts.frame.stamp(page)) for page in pages))

    def _list_crawler_files(
        self, config: MkDocsConfig, changed: Mapping[str, dt.date | None]
    ) -> Iterator[tuple[str, str]]:
        """What programs look for: the manifest, sitemap, robots.txt, whom to tell of a weak spot.

        `changed` has the addresses of all pages, with the days on which they changed last.
        """
        about = build_manifest(config.site_name, config.site_description or "")
        yield MANIFEST, encode_compact(about) + "\n"
        if config.site_url:
            yield from build_sitemaps(config.site_url, changed).items()
            yield "robots.txt", build_robots(config.site_url, bool(config.extra.get("demo")))
        if contact := self.footer.get("contact_link"):
            yield SECURITY, build_security(contact, config.site_url or "", self.given.day)

    def on_build_error(self, **_: object) -> None:
        """The build is over; in a preview another may follow."""
        self.context, self.building = None, False
        if self.pages:
            self.pages.cleanup()
            self.pages = None


def read_about(config: MkDocsConfig, root: Path) -> tuple[dict[str, str], Forge | None, dict[str, Any]]:
    """The footer, where records are edited, and what is said of the publication. Raises PluginError."""
    try:
        footer, forge = read_footer(config.extra), read_forge(config.extra)
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
    return footer, forge, {"title": config.site_name, "address": read_site_address(root), "licence": licence}
