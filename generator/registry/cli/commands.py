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
    export,
    fix,
    forge,
    init,
    new,
    override,
    rules,
    serve,
    status,
    step,
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
    step,
    export,
    fix,
    rules,
    update,
    override,
    editor,
    completion,
)
