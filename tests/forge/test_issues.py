"""What is due as issues of each forge, asked of a server that answers as its published interface says."""

from __future__ import annotations

import json
import re
import shutil
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from registry.forge.api import TRIES, ForgeError
from registry.forge.issues import NOTHING, Issue, IssueCounts, write_issues
from registry.forge.trackers import LABEL, TRACKERS, Tracker, connect_tracker
from tests.conftest import EMPTY, registry

TOKEN = "geheim-0123"
PLACE = "renshe/register"


class Forge(ThreadingHTTPServer):
    """A forge with issues and labels; `faults` are answers (code, headers) given first, `asked` what came.

    Where the forges differ follows their documents:
    GitHub   https://docs.github.com/en/rest/issues/issues, /labels, /comments
    GitLab   https://docs.gitlab.com/api/issues/, /notes/
    Gitea    https://docs.gitea.com/api/ (its swagger: labels of a new issue are ids)
    Gitee    https://gitee.com/api/v5/swagger (the repository of a new issue is a parameter)
    """

    def __init__(self, kind: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kind = kind
        self.page = 2  # the most that it gives at once
        self.issues: list[dict[str, Any]] = []
        self.labels: list[dict[str, Any]] = []
        self.comments: list[tuple[str, str]] = []
        self.faults: list[tuple[int, dict[str, str]]] = []
        self.asked: list[str] = []
        self.failing = ""  # the request that is not answered as it should
        self.start = f"/projects/{PLACE.replace('/', '%2F')}" if kind == "gitlab" else f"/repos/{PLACE}"
        if kind == "gitee":
            self.start = self.start.rpartition("/")[0]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api"

    def add(self, title: str, body: str = "旧", label: str = LABEL, state: str = "open", **more: Any) -> str:
        number = f"I{len(self.issues):02}A" if self.kind == "gitee" else len(self.issues) + 1
        issue = {"number": number, "title": title, "body": body, "labels": [label], "state": state, **more}
        self.issues.append(issue)
        return str(number)

    def find(self, number: str) -> dict[str, Any]:
        return next(each for each in self.issues if str(each["number"]) == number)


class _Handler(BaseHTTPRequestHandler):
    server: Forge

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, code: int, data: Any = None, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        content = json.dumps(data).encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _serve(self) -> None:
        forge, parts = self.server, urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        path = parts.path.removeprefix("/api")
        forge.asked.append(f"{self.command} {path}")
        if forge.faults:
            code, headers = forge.faults.pop(0)
            return self._answer(code, {"message": "no  can\ndo"}, headers)
        if forge.asked[-1] == forge.failing:
            return self._answer(500)
        if not self._knows(query, body):
            return self._answer(401, {"message": "Bad credentials"})
        start = forge.start
        if forge.kind == "gitee" and (self.command == "GET" or path.endswith("/comments")):
            start = f"/repos/{PLACE}"
        elif forge.kind == "gitee" and body.pop("repo", "") != PLACE.partition("/")[2]:
            return self._answer(404, {"message": "Not Found Project"})
        if not path.startswith(start):
            return self._answer(404, {"message": "Not Found"})
        return self._answer(*self._do(path.removeprefix(start).split("/")[1:], query, body))

    do_GET = do_POST = do_PATCH = do_PUT = _serve  # noqa: N815

    def _knows(self, query: dict[str, str], body: dict[str, Any]) -> bool:
        kind, token = self.server.kind, self.headers.get("Authorization", "")
        if kind == "gitlab":
            return self.headers.get("PRIVATE-TOKEN") == TOKEN
        if kind == "gitee":
            return TOKEN in (query.pop("access_token", ""), body.pop("access_token", ""))
        return token == (f"Bearer {TOKEN}" if kind == "github" else f"token {TOKEN}")

    def _do(self, path: list[str], query: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        forge = self.server
        match self.command, path:
            case "GET", ["labels"]:
                return 200, self._cut(forge.labels, query)
            case "GET", ["issues"]:
                state = {"opened": "open"}.get(query["state"], query["state"])
                labelled = [each for each in forge.issues if query["labels"] in each["labels"]]
                return 200, self._cut([self._show(e) for e in labelled if e["state"] == state], query)
            case "POST", ["labels"] if forge.kind in ("github", "gitea", "forgejo"):
                if (forge.kind == "github") == body["color"].startswith("#"):
                    return 422, {"message": "Validation Failed"}
                forge.labels.append({"id": 7, **body})
                return 201, forge.labels[-1]
            case "POST", ["issues"]:
                labels = body["labels"].split(",") if isinstance(body["labels"], str) else body["labels"]
                if forge.kind in ("gitea", "forgejo"):
                    labels = [each["name"] for each in forge.labels if each["id"] in labels]
                forge.add(body["title"], body.get("body") or body["description"], *labels)
                return 201, self._show(forge.issues[-1])
            case "POST", ["issues", number, "comments" | "notes"]:
                assert (path[2] == "notes") == (forge.kind == "gitlab")
                forge.comments.append((number, body["body"]))
                return 201, {}
            case ("PATCH" | "PUT") as method, ["issues", number]:
                assert (method == "PUT") == (forge.kind == "gitlab")
                issue = forge.find(number)
                issue["body"] = body.get("body") or body.get("description") or issue["body"]
                if "closed" in (body.get("state"), {"close": "closed"}.get(body.get("state_event", ""))):
                    issue["state"] = "closed"
                return 200, self._show(issue)
        return 404, {"message": "Not Found"}

    def _show(self, issue: dict[str, Any]) -> dict[str, Any]:
        if self.server.kind != "gitlab":
            return issue
        renamed = {"number": "iid", "body": "description"}
        return {renamed.get(name, name): value for name, value in issue.items()} | {"id": 9000}

    def _cut(self, items: list[Any], query: dict[str, str]) -> list[Any]:
        size = min(self.server.page, int(query.get("per_page") or query["limit"]))
        start = (int(query["page"]) - 1) * size
        return items[start : start + size]


class _Babbler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")


@pytest.fixture(params=list(TRACKERS))
def forge(request: pytest.FixtureRequest) -> Iterator[Forge]:
    with Forge(request.param) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def connect(forge: Forge, waits: list[float] | None = None, **env: str) -> Tracker:
    token_env = {"FORGE_TOKEN": TOKEN, "FORGE_API": forge.address, "FORGE_REPOSITORY": PLACE, **env}
    return connect_tracker(forge.kind, token_env, (waits if waits is not None else []).append)


def test_issues_are_opened_brought_up_to_date_and_closed(forge: Forge) -> None:
    forge.add("待办：甲区", "旧"), forge.add("待办：乙区"), forge.add("待办：丙区", "丙\r\n")
    forge.add("待办：丁区", label="别的"), forge.add("待办：戊区", state="closed")
    counts = write_issues(
        [
            Issue("a", "待办：甲区", "甲"),  # says something else now
            Issue("b", "待办：乙区", ""),  # nothing is due any more
            Issue("c", "待办：丙区", "丙\n"),  # says the same
            Issue("d", "待办：丁区", "丁"),  # another of that name is not ours
            Issue("e", "待办：戊区", "戊 @a"),  # the last one is closed
            Issue("f", "待办：己区", ""),  # never was
        ],
        connect(forge),
    )
    assert counts == IssueCounts(created=2, updated=1, closed=1)
    closed = str(forge.issues[1]["number"])
    assert forge.comments == [(closed, NOTHING)]
    assert [(each["title"], each["body"], each["state"]) for each in forge.issues] == [
        ("待办：甲区", "甲", "open"),
        ("待办：乙区", "旧", "closed"),
        ("待办：丙区", "丙\r\n", "open"),
        ("待办：丁区", "旧", "open"),
        ("待办：戊区", "旧", "closed"),
        ("待办：丁区", "丁", "open"),
        ("待办：戊区", "戊 @a", "open"),
    ]
    assert [each["labels"] for each in forge.issues[5:]] == [[LABEL]] * 2
    assert len(forge.labels) == (1 if forge.kind in ("github", "gitea", "forgejo") else 0)


def test_of_two_with_one_title_the_older_goes_on(forge: Forge) -> None:
    for title in ["别的"] * 8 + ["题", "题"]:
        forge.add(title)
    assert write_issues([Issue("a", "题", "新")], connect(forge)) == IssueCounts(updated=1)
    assert [each["body"] for each in forge.issues[-2:]] == ["新", "旧"]


@pytest.mark.parametrize("forge", ["gitee"], indirect=True)
def test_one_that_somebody_has_begun_is_open_too(forge: Forge) -> None:
    """Gitee lists 进行中 apart from 开启的."""
    forge.add("题", state="progressing")
    assert write_issues([Issue("a", "题", "新")], connect(forge)) == IssueCounts(updated=1)


@pytest.mark.parametrize("forge", ["github", "gitea"], indirect=True)
def test_what_is_no_issue_is_left_alone(forge: Forge) -> None:
    """Pull requests are listed among the issues, if they have the label."""
    forge.add("题", pull_request={"merged": False})
    assert write_issues([Issue("a", "题", "")], connect(forge)) == IssueCounts()


@pytest.mark.parametrize(
    ("code", "headers", "pause"),
    [(503, {}, 10), (429, {"Retry-After": "3"}, 3), (500, {}, 10), (403, {"x-ratelimit-remaining": "0"}, 10)],
)
def test_what_may_pass_is_tried_again(forge: Forge, code: int, headers: dict[str, str], pause: int) -> None:
    forge.add("题")
    forge.faults = [(code, headers)] * (TRIES - 1)
    waits: list[float] = []
    assert write_issues([Issue("a", "题", "新")], connect(forge, waits)).updated == 1
    assert waits == [pause] * (TRIES - 1)


@pytest.mark.parametrize(
    ("code", "headers", "said", "times"),
    [
        (503, {}, "503，no can do", TRIES),
        (401, {}, "401，令牌不对，或者已经过期，no can do", 1),
        (403, {}, "403，令牌没有这项权限，no can do", 1),
        (429, {"Retry-After": "3600"}, "429，no can do", 1),
        (
            301,
            {"Location": "http://127.0.0.1:1/x"},
            "301，仓库可能已经改名或者迁移；改用新的地址：http://127.0.0.1:1/x",
            1,
        ),
    ],
)
def test_what_does_not_pass_is_one_line_without_the_token(
    forge: Forge, code: int, headers: dict[str, str], said: str, times: int
) -> None:
    forge.faults = [(code, headers)] * times
    with pytest.raises(ForgeError) as caught:
        write_issues([], connect(forge))
    assert str(caught.value).endswith(f"/issues：{said}")
    assert (len(forge.asked), TOKEN in str(caught.value), "\n" in str(caught.value)) == (times, False, False)


def test_an_issue_that_may_be_there_already_is_not_opened_again(forge: Forge) -> None:
    """The server failed at the very request: whether it has opened the issue, nobody knows."""
    forge.labels.append({"id": 7, "name": LABEL})
    forge.failing = f"POST {forge.start}/issues"
    with pytest.raises(ForgeError, match=r"^POST .*/issues：500"):
        connect(forge).create("题", "体")
    assert [each for each in forge.asked if each.startswith("POST")] == [forge.failing]


def test_what_is_not_set_is_said() -> None:
    env = {"FORGE_TOKEN": TOKEN, "CI_API_V4_URL": "http://10.0.0.5/api/v4", "CI_PROJECT_PATH": "a/b"}
    assert connect_tracker("gitlab", env)
    for name, message in (
        ("FORGE_TOKEN", "没有设置环境变量 FORGE_TOKEN（令牌）"),
        ("CI_API_V4_URL", "没有设置环境变量 FORGE_API（接口的地址）"),
        ("CI_PROJECT_PATH", "没有设置环境变量 FORGE_REPOSITORY（仓库，如 组织/登记册）"),
    ):
        with pytest.raises(ForgeError, match=re.escape(message)):
            connect_tracker("gitlab", {each: value for each, value in env.items() if each != name})
    with pytest.raises(ForgeError, match="应以 https:// 或 http:// 开头"):
        connect_tracker("gitlab", {**env, "FORGE_API": "file:///etc"})
    with pytest.raises(ForgeError, match="不知道怎样在“generic”上写议题"):
        connect_tracker("generic", env)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORGE_TOKEN", f"{TOKEN}\n"),
        ("FORGE_TOKEN", "令牌"),
        ("FORGE_API", "http://10.0.0.5/接口"),
        ("FORGE_API", "http://10.0.0.5/a b"),
        ("FORGE_API", "http://10.0.0.5:八零"),
        ("FORGE_API", "http://10.0.0.5:80a"),
        ("FORGE_API", "http://[10.0.0.5"),
    ],
)
@pytest.mark.parametrize("kind", ["gitlab", "gitee"])
def test_what_no_request_can_carry_is_said_before_one_is_made(kind: str, name: str, value: str) -> None:
    env = {"FORGE_TOKEN": TOKEN, "FORGE_API": "http://10.0.0.5/api", "FORGE_REPOSITORY": PLACE, name: value}
    with pytest.raises(ForgeError, match=name) as caught:
        connect_tracker(kind, env)
    assert TOKEN not in str(caught.value)


def test_what_answers_in_no_http_is_one_line() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), _Babbler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        env = {"FORGE_TOKEN": TOKEN, "FORGE_REPOSITORY": PLACE}
        env["FORGE_API"] = f"http://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(ForgeError, match=r"^连不上 GET http"):
            write_issues([], connect_tracker("github", env, lambda _: None))
        server.shutdown()


@pytest.mark.parametrize("forge", ["github", "gitea"], indirect=True)
def test_a_label_without_a_name_is_one_line(forge: Forge) -> None:
    forge.labels.append({"id": 7})
    with pytest.raises(ForgeError, match=r"没有 name$"):
        connect(forge).create("题", "体")


@pytest.mark.parametrize("forge", ["gitlab"], indirect=True)
def test_the_command_writes_them(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "mkdocs.yml").write_text("site_name: 演示\nextra: {forge: {kind: gitlab}}\n", "utf-8")
    number = forge.add("待办：城区")
    areas = (tmp_path / "records/areas.yml").read_text("utf-8")
    forge.find(number)["title"] = "待办：" + re.findall("name: (.*)", areas)[0].strip('"')
    for name, value in (("FORGE_TOKEN", TOKEN), ("CI_API_V4_URL", forge.address), ("CI_PROJECT_PATH", PLACE)):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    result = registry("duties", "--root", tmp_path, "--no-cache", "--issues", "--on", "2026-10-25")
    assert (result.returncode, result.stdout) == (0, "新开 0 个议题，更新 0 个，关闭 1 个\n")
    forge.faults = [(401, {})]
    result = registry("duties", "--root", tmp_path, "--no-cache", "--issues", "--on", "2026-10-25")
    assert (result.returncode, result.stderr.count("\n"), TOKEN in result.stderr) == (2, 1, False)
    assert unquote(result.stderr).startswith(
        f"registry：GET {forge.address}/projects/{PLACE}/issues：401，令牌"
    )
