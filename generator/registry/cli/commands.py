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
