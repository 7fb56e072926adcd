"""A forge's interface over HTTP: JSON, lists page by page, tried again where that may help."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ..json_data import JsonValue
from ..refusal import Refusal

TRIES = 4
MAX_WAIT = 120  # seconds
TIMEOUT = 30
MAX_BYTES = 16 * 1024 * 1024
MAX_PAGES = 100
PAUSED = (429, 503)  # not done: try again later
FAULTS = (500, 502, 504)  # perhaps done: only what may be done twice is tried again
WORDS = {
    401: "令牌不对，或者已经过期",
    403: "令牌没有这项权限",
    404: "没有这个仓库，或者令牌看不到它",
    410: "仓库没有开启议题",
}


class ForgeError(Refusal):
    """The forge did not do what was asked; the message says why, without the token."""


class _Stay(HTTPRedirectHandler):
    """No redirection is followed: the token goes to nobody but the address that was configured."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class Api(NamedTuple):
    """Where the interface is, what is sent with each request, and how one waits before trying again.

    `query` are parameters of each request: of an address that is read, of a body that is written.
    """

    address: str
    headers: Mapping[str, str]
    query: Mapping[str, str] = {}
    wait: Callable[[float], None] = time.sleep

    def send(self, method: str, path: str, body: Mapping[str, JsonValue]) -> JsonValue:
        """One request that writes something; what stands in `query` goes with it. Raises ForgeError."""
        content = json.dumps({**self.query, **body}).encode()
        headers = {**self.headers, "Accept": "application/json", "Content-Type": "application/json"}
        return self._open(Request(self._build_url(path), content, headers, method=method))

    def list_pages(self, path: str, query: Mapping[str, str], size: tuple[str, int]) -> Iterator[JsonValue]:
        """The items of a list, page by page; `size` is the name and value of how many a page has.

        It ends with a page that has nothing: how a forge tells of a next page differs. Raises ForgeError.
        """
        for page in range(1, MAX_PAGES + 1):
            asked = urlencode({**self.query, **query, size[0]: str(size[1]), "page": str(page)})
            headers = {**self.headers, "Accept": "application/json"}
            request = Request(f"{self._build_url(path)}?{asked}", headers=headers)
            items = self._open(request)
            if not isinstance(items, list):
                raise ForgeError(f"{_describe_request(request)} 的回答不是列表")
            yield from items
            if not items:
                return

    def _build_url(self, path: str) -> str:
        return f"{self.address.rstrip('/')}{path}"

    def _open(self, request: Request) -> JsonValue:
        """What is answered; tried again where that may help. What a POST has begun is not begun twice."""
        again = request.get_method() != "POST"
        for number in range(1, TRIES + 1):
            last = number == TRIES
            try:
                with build_opener(_Stay).open(request, timeout=TIMEOUT) as response:
                    content = response.read(MAX_BYTES)
                    return json.loads(content) if content else None
            except HTTPError as error:
                with error:
                    pause = _find_pause(error, again)
                    if last or pause is None or pause > MAX_WAIT:
                        raise ForgeError(f"{_describe_request(request)}：{_describe(error)}") from error
            except (HTTPException, OSError) as error:  # what answers may speak no HTTP at all
                pause = 1.0
                if last or not again:
                    reason = " ".join(str(getattr(error, "reason", error)).split())
                    raise ForgeError(f"连不上 {_describe_request(request)}：{reason}") from error
            except ValueError as error:
                raise ForgeError(f"{_describe_request(request)} 的回答不是 JSON") from error
            self.wait(pause)
        raise AssertionError("the last try returns or raises")


def _describe_request(request: Request) -> str:
    """What was asked where, without the query: it may hold the token."""
    parts = urlsplit(request.full_url)
    return f"{request.get_method()} {parts.scheme}://{parts.netloc}{parts.path}"


def _find_pause(error: HTTPError, again: bool) -> float | None:
    """How many seconds to wait before the request is tried again; None where it is not.

    GitHub answers 403 or 429 where there were too many, with `retry-after` or `x-ratelimit-remaining: 0`
    (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api); the others 429.
    """
    seconds = error.headers.get("retry-after", "")
    limited = error.code == 403 and (bool(seconds) or error.headers.get("x-ratelimit-remaining") == "0")
    if error.code in PAUSED or limited or (again and error.code in FAULTS):
        return float(seconds) if seconds.isascii() and seconds.isdigit() else 10.0
    return None


def _describe(error: HTTPError) -> str:
    """Why a request failed, in words, with what the forge says of it."""
    if 300 <= error.code < 400:
        return f"{error.code}，仓库可能已经改名或者迁移；改用新的地址：{error.headers.get('location', '')}"
    try:
        said = json.loads(error.read(MAX_BYTES))
    except (HTTPException, OSError, ValueError):
        said = None
    message = said.get("message") or said.get("error") if isinstance(said, dict) else ""
    parts = (str(error.code), WORDS.get(error.code, ""), " ".join(str(message or "").split())[:200])
    return "，".join(filter(None, parts))
