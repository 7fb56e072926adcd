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
    forge,
    import_sheets,
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
    import_sheets,
    export,
    rules,
    update,
    override,
    editor,
    completion,
)
