"""The files by which a forge checks, publishes and reminds: for a register that has the program by its lock.

What they do is in `registry forge` and `registry duties`; a forge's own file calls `.ci/register`, which
installs the program. The texts lie in `workflows/` as they are written, but for the name of the main branch.
"""

from __future__ import annotations

from pathlib import Path

TEXTS = Path(__file__).parent / "workflows"
SCRIPT, DEPLOY, SERVER = ".ci/register", ".ci/deploy", ".ci/nginx.conf"
BRANCH = "MAIN_BRANCH"  # in the texts
MARK = "由 registry 写出"  # in each of them: what is somebody else's is not written over
WORKFLOWS = ("check", "publish", "duties")
LIKE = {"forgejo": "gitea", "gitee": "generic"}  # they take what another does
# What each forge reads, and the text of it. `generic`: any other, Gitee among them, which runs the script.
FILES: dict[str, dict[str, str]] = {
    "github": {f".github/workflows/{name}.yml": f"github/{name}.yml" for name in WORKFLOWS},
    "gitlab": {".gitlab-ci.yml": "gitlab/gitlab-ci.yml"},
    "gitea": {f".gitea/workflows/{name}.yml": f"gitea/{name}.yml" for name in WORKFLOWS},
    "forgejo": {f".forgejo/workflows/{name}.yml": f"gitea/{name}.yml" for name in WORKFLOWS},
    "gitee": {},
    "generic": {},
}
OWN_PAGES = ("github",)  # it publishes a site itself; elsewhere a web server may be handed it


def make_forge_files(forge: str, branch: str = "main") -> dict[str, str]:
    """The files of a forge by their path in the register; `branch` is the main line's name."""
    texts = {**FILES[forge], SCRIPT: "generic/register"}
    if forge not in OWN_PAGES:
        texts |= {DEPLOY: "generic/deploy", SERVER: "generic/nginx.conf"}
    return {path: (TEXTS / name).read_text("utf-8").replace(BRANCH, branch) for path, name in texts.items()}


def list_steps(forge: str, branch: str = "main") -> list[str]:
    """What cannot stand in a file and is set up on the forge itself: schedules, tokens, protection."""
    return (
        (TEXTS / LIKE.get(forge, forge) / "steps.txt").read_text("utf-8").replace(BRANCH, branch).splitlines()
    )
