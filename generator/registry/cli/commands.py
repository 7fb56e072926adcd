"""All commands, a module each."""

from __future__ import annotations

from . import (
    build,
    changes,
    check,
    codeowners,
    completion,
    discard,
    doctor,
    duties,
    editor,
    export,
    fix,
    forge,
    init,
    new,
    override,
    propose,
    rules,
    serve,
    start,
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
    start,
    new,
    step,
    export,
    fix,
    propose,
    discard,
    rules,
    update,
    override,
    editor,
    completion,
)
