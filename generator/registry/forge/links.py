"""The way from a page to the forge, where staff edit a file or make a new one in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from ..settings import NO_CREDENTIALS, has_credentials, is_web_address

# What servers and browsers take as an address; a Chinese character takes nine bytes.
MAX_ADDRESS = 8000


class Forge(NamedTuple):
    """The addresses of the forge's pages.

    `edit` has {path} in it; `new` has {folder} and, where the forge takes them, {name} and {text}, which a
    form fills in (site/forms/hand_over.js).
    """

    edit: str
    new: str

    def build_edit_link(self, path: str) -> str:
        """Where the file at `path` is edited."""
        return self.edit.replace("{path}", quote(path))


# Where each forge edits a file and makes a new one; which of them take a name, or a text, as they stand here.
# The name: `filename` of GitHub and of Gitea (routers/web/repo/editor.go), `file_name` of GitLab.
GITEA = Forge("{address}/_edit/{branch}/{path}", "{address}/_new/{branch}/{folder}?filename={name}")
KINDS = {
    "github": Forge(
        "{address}/edit/{branch}/{path}", "{address}/new/{branch}/{folder}?filename={name}&value={text}"
    ),
    "gitlab": Forge("{address}/-/edit/{branch}/{path}", "{address}/-/new/{branch}/{folder}?file_name={name}"),
    "gitea": GITEA,
    "forgejo": GITEA,
    "gitee": Forge("{address}/edit/{branch}/{path}", "{address}/new/{branch}/{folder}"),
    "generic": Forge("", ""),
}
# Where a request is made that a branch ({proposal}) be merged; {owner} stands before the repository's name.
COMPARE = "{address}/compare/{branch}...{proposal}"
PROPOSALS = {
    "github": f"{COMPARE}?expand=1",
    "gitlab": "{address}/-/merge_requests/new?merge_request%5Bsource_branch%5D={proposal}"
    "&merge_request%5Btarget_branch%5D={branch}",
    "gitea": COMPARE,
    "forgejo": COMPARE,
    "gitee": "{address}/pull/new/{owner}:{proposal}...{owner}:{branch}",  # as Gitee says itself after a push
}
SETTINGS = ("organisation", "kind", "address", "branch", "edit", "new", "propose")


def read_forge(extra: Mapping[str, object]) -> Forge | None:
    """The forge that mkdocs.yml names; None where it names none. Raises ValueError.

    Where `kind` and `address` say which forge it is, `edit` and `new` follow; written out they go before.
    """
    settings = extra.get("forge") or {}
    if not isinstance(settings, Mapping) or set(settings) - set(SETTINGS):
        raise ValueError(f"extra.forge 中只有 {'、'.join(SETTINGS[:-1])} 和 {SETTINGS[-1]}")
    for name in ("address", "edit", "new", "propose"):
        if has_credentials(settings.get(name)):
            raise ValueError(f"extra.forge.{name} 中{NO_CREDENTIALS}")
    kind = settings.get("kind") or ""
    if kind not in ("", *KINDS):
        raise ValueError(f"extra.forge.kind 应是 {'、'.join(KINDS)} 之一")
    address = settings.get("address") or ""
    if address and not is_web_address(address):
        raise ValueError("extra.forge.address 应是登记册在代码托管网站上的地址，以 https:// 或 http:// 开头")
    # Without an address the usual pattern would lead to a host that is not there: then there are no links.
    usual = KINDS[kind] if kind and address else Forge("", "")
    start = {"{address}": str(address).rstrip("/"), "{branch}": quote(str(settings.get("branch") or "main"))}
    addresses = {
        name: settings.get(name) or _fill(pattern, start) for name, pattern in usual._asdict().items()
    }
    if not any(addresses.values()):
        return None
    for name, part in (("edit", "{path}"), ("new", "{folder}")):
        if not is_web_address(addresses[name]) or part not in addresses[name]:
            raise ValueError(f"extra.forge.{name} 应是以 https:// 或 http:// 开头、含有 {part} 的地址")
    return Forge(**addresses)


def build_proposal_link(extra: Mapping[str, Any], web: str, proposal: str) -> str:
    """Where a request is made that a branch be merged, by mkdocs.yml; empty where that is not known.

    `web` is where the repository is found by a browser, if that is known from elsewhere. Raises ValueError.
    """
    read_forge(extra)  # which says what is wrong in the settings
    settings = extra.get("forge") or {}
    address = str(settings.get("address") or web).rstrip("/")
    usual = PROPOSALS.get(settings.get("kind") or "", "") if address else ""
    pattern = str(settings.get("propose") or usual)
    if pattern and (not is_web_address(pattern.replace("{address}", address)) or "{proposal}" not in pattern):
        raise ValueError("extra.forge.propose 应是以 https:// 或 http:// 开头、含有 {proposal} 的地址")
    marks = {
        "{address}": address,
        "{owner}": "/".join(address.split("/")[3:-1]),
        "{branch}": quote(str(settings.get("branch") or "main")),
        "{proposal}": quote(proposal, safe=""),
    }
    return _fill(pattern, marks)


def _fill(pattern: str, marks: Mapping[str, str]) -> str:
    """A pattern with values in the place of marks; the marks that somebody else fills stay."""
    for mark, value in marks.items():
        pattern = pattern.replace(mark, value)
    return pattern
