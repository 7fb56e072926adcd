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
    import_sheets,
    init,
    new,
    override,
    paper,
    propose,
    review,
    rules,
    serve,
    start,
    status,
    step,
    update,
)

# As the help lists them: by who runs them, in the order in which they are wanted.
GROUPS = {
    "办一件事": (start, import_sheets, new, export, paper, step, check, fix, propose, discard),
    "查看": (status, duties, changes, review, rules),
    "网站": (serve, build),
    "准备和维护": (editor, completion, doctor, init, update, override, codeowners, forge),
}
COMMANDS = tuple(command for commands in GROUPS.values() for command in commands)
