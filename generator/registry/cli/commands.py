"""All commands, a module each."""

from __future__ import annotations

from . import (
    build,
    changes,
    check,
    codeowners,
    completion,
    doctor,
    duties,
    editor,
    fix,
    forge,
    init,
    new,
    override,
    rules,
    serve,
    status,
    update,
)

# In the order in which the help lists them.
COMMANDS = (
    check,
    build,
    serve,
    status,
    changes,
    duties,
    codeowners,
    doctor,
    forge,
    init,
    new,
    fix,
    rules,
    update,
    override,
    editor,
    completion,
)
