"""The forge's repository: fetched from and pushed to, with its refusals in words."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..git_command import GitError, explain_fault_here, find_commit, run_git
from ..personal import clean
from ..terminal import can_ask
from .clone import NO_BASE, Clone, is_ancestor

# What Git complains of, and what is to be done: the first that fits counts.
REFUSALS = (
    (
        r"stale info|non-fast-forward|fetch first|cannot lock ref",
        "提案的分支上刚刚有别人推送的内容：再运行一次同样的命令",
    ),
    (
        r"protected branch|GH006|GH013|not allowed to push|TF402455|You are not allowed",
        "代码托管网站不让推送到分支 {branch}（受保护）：请维护人员看保护规则是不是写成了所有分支",
    ),
    (
        r"Authentication failed|could not read (Username|Password)|terminal prompts disabled"
        r"|Permission denied|HTTP Basic|Invalid username|(error|HTTP)[: ]+40[13]|Access denied"
        r"|Host key verification|not authorized",
        "{address} 没有认出你，或者没有给你权限：在浏览器中确认这个帐号能打开登记册；"
        "密码改过、令牌过期的，运行 git ls-remote {remote} 重新登录一次；"
        "还不行的，请维护人员给你“开发者”或同类的权限",
    ),
    (
        r"Repository not found|repository '.*' not found|does not appear to be a git repo|does not exist",
        "{address} 没有这个仓库，或者你看不到它：向维护人员核对地址，"
        "用 git remote set-url {remote} 新地址 改正",
    ),
    (
        r"SSL certificate|certificate verif|self.signed",
        "{address} 的证书不受这台机器信任：请维护人员装上单位的根证书，不要关掉证书的校验",
    ),
    (
        r"Could not resolve|Connection (refused|timed out|reset)|Failed to connect|unable to access|timed out"
        r"|Network is unreachable|No route to host|early EOF|hung up|Could not read from remote",
        "连不上 {address}：看网络（政务外网、VPN）通不通，过一会儿再运行同样的命令",
    ),
    (r"remote rejected|declined|pre-receive|hook", "代码托管网站没有接受：照它说的改，或者请维护人员看"),
)
REWRITTEN = (
    "代码托管网站上主线的历史换过了，多半是从历史中清除了个人信息：这个文件夹里还是旧的历史，不能再用，"
    "从这里提出会把清除的内容带回去。先问维护人员；确实如此的，把没有提出的草稿复制出来，"
    "删去这个文件夹，重新取一份登记册"
)
KEEP = "草稿都还在"
MAX_ANSWER = 500  # characters of what a forge says


def fetch(clone: Clone) -> None:
    """Learn what the forge has. Raises GitError, also where its main line is not the one that was known."""
    every = f"+refs/heads/*:refs/remotes/{clone.remote}/*"
    before = find_commit(clone.root, clone.target)
    _run(clone, "", "fetch", "--quiet", "--prune", "--no-recurse-submodules", clone.remote, every)
    if not find_commit(clone.root, clone.target):
        raise GitError(NO_BASE.format(remote=read_address(clone), main=clone.main))
    if before and not is_ancestor(clone.root, before, clone.target):  # said each time: it stays as it was
        run_git(clone.root, "update-ref", f"refs/remotes/{clone.remote}/{clone.main}", before)
        raise GitError(REWRITTEN)


def push(clone: Clone, commit: str, branch: str, before: str) -> None:
    """Make `commit` the forge's `branch`, which is at `before` ("" of a new one). Raises GitError.

    No commit ("") takes the branch away.
    """
    # The lease: what somebody else has pushed meanwhile is refused, not written over.
    lease = f"--force-with-lease=refs/heads/{branch}:{before}"
    _run(clone, branch, "push", "--quiet", lease, clone.remote, f"{commit}:refs/heads/{branch}")


def read_address(clone: Clone) -> str:
    """The address of the forge's repository, without the name and password that may stand in it."""
    return hide_credentials(run_git(clone.root, "remote", "get-url", clone.remote).decode().strip())


def hide_credentials(text: str) -> str:
    """A text with no name and password in its addresses."""
    return re.sub(r"(https?://)[^/@\s]+@", r"\1", text)


def find_web_address(address: str) -> str:
    """Where a browser finds the repository of this address; empty where it is on a disk, or not known."""
    if match := re.fullmatch(r"(?:[^/@\s]+@)?([^/:\s]{2,}):(?!//)([^\\\s]+)", address):  # git@host:owner/name
        return f"https://{match[1]}/{match[2].strip('/').removesuffix('.git')}"
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https", "ssh", "git+ssh") or not parts.hostname:
        return ""
    web = parts.scheme in ("http", "https")
    host = parts.netloc.rpartition("@")[2] if web else parts.hostname  # the port of ssh is no browser's
    return f"{parts.scheme if web else 'https'}://{host}/{parts.path.strip('/').removesuffix('.git')}"


def _run(clone: Clone, branch: str, *arguments: str) -> None:
    # Where nobody is there to answer, Git must not wait for a password.
    env = {} if can_ask() else {"GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never"}
    try:
        run_git(clone.root, *arguments, env=env)
    except GitError as error:
        if not error.complaint:
            raise
        words = describe_refusal(read_address(clone), clone.remote, branch, error.complaint)
        raise GitError(words) from error


def describe_refusal(address: str, remote: str, branch: str, said: str) -> str:
    """What the refusal of a forge at an address means, and what it said."""
    if words := explain_fault_here(said):  # the forge was not even asked
        return f"{words}。{KEEP}"
    own = [line.removeprefix("remote:").strip() for line in said.splitlines() if line.startswith("remote:")]
    words = next(
        (words for pattern, words in REFUSALS if re.search(pattern, said, re.IGNORECASE)), "Git 报错"
    )
    answer = " ".join(filter(None, own)) or " ".join(said.split())
    answer = clean(hide_credentials(answer))[:MAX_ANSWER]
    return f"{words.format(address=address, branch=branch, remote=remote)}。{KEEP}。它说：{answer}"
