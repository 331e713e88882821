"""What the heads tell apart, in the order of their outputs; a trained model depends on it."""

from __future__ import annotations

from marsad.model import Act

__all__ = [
    "ACLED",
    "ACTS",
    "ANCHORS",
    "CLASSES",
    "INCIDENT",
    "KINDS",
    "PARTS",
    "PLOVER",
    "REACH",
    "ROLES",
    "TAGGED",
    "tags",
]

KINDS = ("PER", "ORG", "LOC", "WEAPON", "DATE")

INCIDENT = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""Roles in an attack, as in MUC-4: who did it, what was hit, who suffered, with what."""

PARTS = ("trigger", "source", "target", "place")
"""Parts of a sentence that tells of one event."""

TAGGED = {"mentions": KINDS, "incident": INCIDENT, "parts": PARTS}
"""Heads that mark runs of words, with the kinds of run that each tells apart."""


def tags(head: str) -> tuple[str, ...]:
    """Return the tags of a head: outside, and of each kind the first word and further ones."""
    return ("O", *(f"{side}-{kind}" for kind in TAGGED[head] for side in "BI"))


ANCHORS = ("none", "cue", "content")
"""What a statement hangs on: the first word of its cue or, where it has none, of its content."""

ROLES = (
    *("source", "cue", "content"),
    *("target", "condition", "deadline", "capability", "hedge"),
)
REACH = 64
"""Words at which distance from the anchor stops counting."""

ACTS = (
    Act.THREAT,
    Act.CONDITIONAL_THREAT,
    Act.PLEDGE,
    Act.READINESS,
    Act.CLAIM,
    Act.DENIAL,
    Act.CALL,
    Act.PRAISE,
    Act.CONDEMNATION,
    Act.DEMAND,
    Act.WARNING,
    Act.ANNOUNCEMENT,
    Act.CONDOLENCE,
    Act.OTHER,
)

PLOVER = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
"""Root codes of PLOVER, the Political Language Ontology for Verifiable Event Records."""

ACLED = (
    *("ABDUCT_DISSAP", "AGREEMENT", "AIR_STRIKE", "ARMED_CLASH", "ARREST", "ART_MISS_ATTACK"),
    *("ATTACK", "ATTRIB", "CHANGE_TO_GROUP_ACT", "CHEM_WEAP", "DIPLO", "DISR_WEAP"),
    *("FORCE_AGAINST_PROTEST", "GOV_REGAINS_TERIT", "GRENADE", "HQ_ESTABLISHED"),
    *("MAN_MADE_DISASTER", "MOB_VIOL", "NATURAL_DISASTER", "NON_STATE_ACTOR_OVERTAKES_TER"),
    *("NON_VIOL_TERRIT_TRANSFER", "ORG_CRIME", "OTHER", "PEACE_PROTEST", "PROPERTY_DISTRUCT"),
    *("PROTEST_WITH_INTER", "REM_EXPLOS", "SEX_VIOL", "SUIC_BOMB", "VIOL_DEMONSTR"),
)
"""Sub-event types in the manner of ACLED, the Armed Conflict Location and Event Data."""

CLASSES = {"plover": PLOVER, "acled": ACLED}
"""Heads that tell kinds of text apart, by the mean over its pieces."""
