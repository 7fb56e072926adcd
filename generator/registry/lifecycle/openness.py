"""What of acts is open to the public: a record may be marked not open, with its ground.

Openness covers texts, and acts that turn no status. The kind and date of an act that turns the status are
shown in any case: else the register would say what is untrue.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Act, Bar, Correction, Decision, DecisionEffect, Inspection, PublicNotice
from .subjects import list_subjects

# Acts that turn nothing by themselves, and what a decision does that turns what it names.
SILENT = (Bar, Inspection, PublicNotice)
TURNING = frozenset(DecisionEffect) - {DecisionEffect.MADE, DecisionEffect.UPHELD}


def is_closed(act: Act) -> bool:
    """Whether an act is marked as not open."""
    return getattr(act, "open", None) is False


@dossier_cache
def list_hidden(dossier: Dossier) -> frozenset[str]:
    """The acts of which there is no trace in public, by file name: not open, and turning no status.

    With them go those that only say something of such an act.
    """
    acts = {act.stem: act for act in dossier.acts}
    hidden = {stem for stem, act in acts.items() if is_closed(act) and not _does_turn_status(act, acts)}
    while more := {
        stem
        for stem, act in acts.items()
        if stem not in hidden and list_subjects(act) & hidden and not _does_turn_status(act, acts)
    }:
        hidden |= more
    return frozenset(hidden)


@dossier_cache
def list_closed(dossier: Dossier) -> frozenset[str]:
    """The acts of which only kind and date are shown, by file name, and the corrections of such acts."""
    closed = {act.stem for act in dossier.acts if is_closed(act)}
    mended = {act.stem for act in dossier.get_acts(Correction) if list_subjects(act) & closed}
    return frozenset(closed | mended) - list_hidden(dossier)


def _does_turn_status(act: Act, acts: Mapping[str, Act]) -> bool:
    """Whether the status, or what the register says of the institution, would be another without an act."""
    if isinstance(act, SILENT):
        return False
    # Without itself: an act may name itself by mistake, and acts may go round in a circle.
    acts = {stem: other for stem, other in acts.items() if stem != act.stem}
    if isinstance(act, Decision):
        target = acts.get(act.target or "")
        return act.effect in TURNING and target is not None and _does_turn_status(target, acts)
    if isinstance(act, Correction):
        named = [acts[stem] for stem in list_subjects(act) & acts.keys()]
        return not named or any(_does_turn_status(each, acts) for each in named)
    return True
