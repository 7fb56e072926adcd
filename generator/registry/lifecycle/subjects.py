"""Which earlier acts of its dossier an act names, or corrects."""

from __future__ import annotations

from ..model.kinds import Act, Correction
from ..records.record_path import get_stem

# The properties by which an act names an earlier one of its dossier.
NAMES_ACT = ("order", "outcome", "suspension", "target")


def list_subjects(act: Act) -> set[str]:
    """The acts of its dossier that an act names or corrects."""
    if isinstance(act, Correction):
        return {get_stem(act.file)} if act.file.startswith("acts/") else set()
    return {named for name in NAMES_ACT if (named := getattr(act, name, None))}
