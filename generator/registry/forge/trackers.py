"""The issues of each forge, as its published interface has them: which are open, and how one is written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from ..json_data import JsonObject, JsonValue
from ..settings import is_web_address
from .api import Api, ForgeError

LABEL = "duties"  # of the issues that are ours; no other is touched
ABOUT = "每晚更新的待办"
COLOUR = "#0e6e6e"
TOKEN, ADDRESS, PLACE = "FORGE_TOKEN", "FORGE_API", "FORGE_REPOSITORY"


class OpenIssue(NamedTuple):
    """An issue that is open: by what the forge knows it, its title, what it says."""

    number: str
    title: str
    body: str


class Tracker(Protocol):
    """The issues with our label in one repository. Every method raises ForgeError."""

    def list_open(self) -> Iterator[OpenIssue]:
        """The open issues, in no order."""

    def create(self, title: str, body: str) -> None:
        """Open an issue."""

    def update(self, number: str, body: str) -> None:
        """Replace the text of an issue."""

    def close(self, number: str, comment: str) -> None:
        """Close an issue with a comment."""


class GitHub(NamedTuple):
    """https://docs.github.com/rest/issues/issues, …/rest/issues/comments, …/rest/issues/labels."""

    api: Api
    path: str

    def list_open(self) -> Iterator[OpenIssue]:
        query = {"labels": LABEL, "state": "open"}
        for issue in _check_objects(self.api.list_pages(f"{self.path}/issues", query, ("per_page", 100))):
            if "pull_request" not in issue:  # they are listed as issues too
                yield _read_issue(issue, "number", "body")

    def create(self, title: str, body: str) -> None:
        labels = self.api.list_pages(f"{self.path}/labels", {}, ("per_page", 100))
        if LABEL not in [_read_field(each, "name") for each in _check_objects(labels)]:
            label = {"name": LABEL, "color": COLOUR.lstrip("#"), "description": ABOUT}
            self.api.send("POST", f"{self.path}/labels", label)
        self.api.send("POST", f"{self.path}/issues", {"title": title, "body": body, "labels": [LABEL]})

    def update(self, number: str, body: str) -> None:
        self.api.send("PATCH", f"{self.path}/issues/{number}", {"body": body})

    def close(self, number: str, comment: str) -> None:
        self.api.send("POST", f"{self.path}/issues/{number}/comments", {"body": comment})
        self.api.send("PATCH", f"{self.path}/issues/{number}", {"state": "closed"})


class Gitea(GitHub):
    """https://docs.gitea.com/api/ (issue: ListIssues, CreateIssue, EditIssue, CreateComment, CreateLabel).

    Forgejo has it too. An issue is changed as on GitHub; a new one wants its labels by their ids.
    """

    def list_open(self) -> Iterator[OpenIssue]:
        query = {"labels": LABEL, "state": "open", "type": "issues"}
        for issue in _check_objects(self.api.list_pages(f"{self.path}/issues", query, ("limit", 50))):
            if not issue.get("pull_request"):
                yield _read_issue(issue, "number", "body")

    def create(self, title: str, body: str) -> None:
        labels = self.api.list_pages(f"{self.path}/labels", {}, ("limit", 50))
        label = next((each for each in _check_objects(labels) if _read_field(each, "name") == LABEL), None)
        if label is None:
            wanted = {"name": LABEL, "color": COLOUR, "description": ABOUT}
            (label,) = _check_objects([self.api.send("POST", f"{self.path}/labels", wanted)])
        id_ = _read_field(label, "id")
        self.api.send("POST", f"{self.path}/issues", {"title": title, "body": body, "labels": [id_]})


class GitLab(NamedTuple):
    """https://docs.gitlab.com/api/issues/ and .../api/notes/; a new label is made with the issue."""

    api: Api
    path: str

    def list_open(self) -> Iterator[OpenIssue]:
        query = {"labels": LABEL, "state": "opened"}
        for issue in _check_objects(self.api.list_pages(f"{self.path}/issues", query, ("per_page", 100))):
            yield _read_issue(issue, "iid", "description")

    def create(self, title: str, body: str) -> None:
        issue = {"title": title, "description": body, "labels": LABEL}
        self.api.send("POST", f"{self.path}/issues", issue)

    def update(self, number: str, body: str) -> None:
        self.api.send("PUT", f"{self.path}/issues/{number}", {"description": body})

    def close(self, number: str, comment: str) -> None:
        self.api.send("POST", f"{self.path}/issues/{number}/notes", {"body": comment})
        self.api.send("PUT", f"{self.path}/issues/{number}", {"state_event": "close"})


class Gitee(NamedTuple):
    """https://gitee.com/api/v5/swagger (Issues).

    An issue is made and changed at the owner's address, with the repository as a parameter; its number is a
    word (I8X2Q1); labels are made with it.
    """

    api: Api
    path: str

    def list_open(self) -> Iterator[OpenIssue]:
        for state in ("open", "progressing"):  # 开启的、进行中的
            query = {"labels": LABEL, "state": state}
            for issue in _check_objects(self.api.list_pages(f"{self.path}/issues", query, ("per_page", 100))):
                yield _read_issue(issue, "number", "body")

    def create(self, title: str, body: str) -> None:
        self._send("POST", "", {"title": title, "body": body, "labels": LABEL})

    def update(self, number: str, body: str) -> None:
        self._send("PATCH", f"/{number}", {"body": body})

    def close(self, number: str, comment: str) -> None:
        self.api.send("POST", f"{self.path}/issues/{number}/comments", {"body": comment})
        self._send("PATCH", f"/{number}", {"state": "closed"})

    def _send(self, method: str, path: str, fields: Mapping[str, JsonValue]) -> None:
        owner, _, name = self.path.rpartition("/")
        self.api.send(method, f"{owner}/issues{path}", {**fields, "repo": name})


def connect_tracker(
    kind: str, env: Mapping[str, str] = os.environ, wait: Callable[[float], None] = time.sleep
) -> Tracker:
    """The issues of the forge of that kind, by what the environment of its workflow says. Raises ForgeError.

    FORGE_TOKEN is the token; FORGE_API and FORGE_REPOSITORY say where, if the workflow's variables do not.
    """
    if kind not in TRACKERS:
        raise ForgeError(
            f"不知道怎样在“{kind or '（没有写）'}”上写议题；"
            f"mkdocs.yml 的 extra.forge.kind 应是 {'、'.join(TRACKERS)} 之一"
        )
    way = TRACKERS[kind]
    token = _read(env, "令牌", TOKEN)
    address = env.get(ADDRESS) or way.address or _read(env, "接口的地址", ADDRESS, *way.addresses)
    if not _is_plain(token):
        raise ForgeError(f"令牌中有空格、换行或者中文，核对是否多粘贴了什么（环境变量 {TOKEN}）")
    if not is_web_address(address) or not _is_address(address):
        raise ForgeError(
            f"代码托管网站接口的地址应以 https:// 或 http:// 开头，没有空格和中文（环境变量 {ADDRESS}）"
        )
    place = _read(env, "仓库，如 组织/登记册", PLACE, *way.places)
    headers = {way.header: way.value.format(token)} if way.header else {}
    # A forge that reads no header takes the token in the address.
    query = {} if way.header else {"access_token": token}
    path = f"/projects/{quote(place, safe='')}" if kind == "gitlab" else f"/repos/{quote(place)}"
    return way.make(Api(address, headers, query, wait), path)


def _read(env: Mapping[str, str], what: str, *names: str) -> str:
    """The value of the first of some variables that is set; `what` says what it holds. Raises ForgeError."""
    value = next((env[name] for name in names if env.get(name)), "")
    if not value:
        raise ForgeError(f"没有设置环境变量 {names[0]}（{what}）")
    return value


def _is_plain(text: str) -> bool:
    """Whether a text can stand in a header, or in an address."""
    return text.isascii() and text.isprintable() and " " not in text


def _is_address(text: str) -> bool:
    """Whether a request can be sent there."""
    try:
        return _is_plain(text) and urlsplit(text).port != 0
    except ValueError:  # of a port that is no number, of brackets that are not closed
        return False


class Dialect(NamedTuple):
    """How a forge is asked: by which class, with which header of the token ("": it is a parameter).

    `addresses` and `places` are variables that its workflows have.
    """

    make: Callable[[Api, str], Tracker]
    header: str
    value: str
    addresses: tuple[str, ...] = ("GITHUB_API_URL",)
    places: tuple[str, ...] = ("GITHUB_REPOSITORY",)
    address: str = ""


TRACKERS = {
    "github": Dialect(GitHub, "Authorization", "Bearer {}"),
    "gitlab": Dialect(GitLab, "PRIVATE-TOKEN", "{}", ("CI_API_V4_URL",), ("CI_PROJECT_PATH",)),
    "gitea": Dialect(Gitea, "Authorization", "token {}"),
    "forgejo": Dialect(Gitea, "Authorization", "token {}"),
    "gitee": Dialect(Gitee, "", "", (), (), "https://gitee.com/api/v5"),
}


def _check_objects(items: Iterable[JsonValue]) -> Iterator[JsonObject]:
    for item in items:
        if not isinstance(item, dict):
            raise ForgeError("代码托管网站的回答不是议题或标签的列表")
        yield item


def _read_issue(fields: JsonObject, number: str, body: str) -> OpenIssue:
    id_, title = (str(_read_field(fields, name)) for name in (number, "title"))
    return OpenIssue(id_, title, str(fields.get(body) or ""))


def _read_field(fields: JsonObject, name: str) -> JsonValue:
    """A value of an issue or a label. Raises ForgeError where it has none."""
    if name not in fields:
        raise ForgeError(f"代码托管网站的回答中，议题或标签没有 {name}")
    return fields[name]
