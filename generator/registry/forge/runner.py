"""Where a workflow runs: what its forge shows of a check, beside the log."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

# Gitea and Forgejo call themselves GitHub too, but show neither annotations nor a summary.
LIKE_GITHUB = ("GITEA_ACTIONS", "FORGEJO_ACTIONS")
QUALITY = "gl-code-quality-report.json"  # in the folder of the job; .gitlab-ci.yml names it


class Runner(NamedTuple):
    """What a forge takes: annotations in the log, a summary, a report of what was found beside the lines."""

    annotates: bool = False
    summary: Path | None = None
    quality: Path | None = None


def find_runner() -> Runner:
    """The workflow's own, by the variables that its forge sets; on a desk nothing is taken."""
    env = os.environ
    if env.get("GITLAB_CI"):
        return Runner(quality=Path(QUALITY))
    if env.get("GITHUB_ACTIONS") and not any(env.get(name) for name in LIKE_GITHUB):
        summary = env.get("GITHUB_STEP_SUMMARY")
        return Runner(annotates=True, summary=Path(summary) if summary else None)
    return Runner()


def escape_message(text: str) -> str:
    """A message as a workflow command takes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
