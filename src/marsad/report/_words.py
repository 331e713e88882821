"""Words of drafting: what an act is called, and which English verbs report speech."""

from __future__ import annotations

from ..model import Act
from ..text.lexicon import words as word_set

__all__ = [
    "HEDGES",
    "LANGUAGES",
    "NOUNS",
    "RANK",
    "REPORTING",
    "STRONG",
    "TARGETED",
    "VERBS",
]

RANK = {
    Act.CONDITIONAL_THREAT: 10,
    Act.THREAT: 10,
    Act.CLAIM: 9,
    Act.READINESS: 8,
    Act.PLEDGE: 8,
    Act.DENIAL: 7,
    Act.DEMAND: 6,
    Act.WARNING: 6,
    Act.CALL: 5,
    Act.ANNOUNCEMENT: 3,
    Act.CONDEMNATION: 3,
    Act.CONDOLENCE: 2,
    Act.PRAISE: 2,
    Act.OTHER: 1,
}
"""How much an act matters to a reader who looks for threats; the order of items in a day."""

STRONG = frozenset(act for act, rank in RANK.items() if rank >= 5)
"""Acts that the sentence names even where the source itself only says “said”."""

VERBS = {
    Act.THREAT: "issued a threat",
    Act.CONDITIONAL_THREAT: "issued a conditional threat",
    Act.PLEDGE: "pledged support",
    Act.READINESS: "declared readiness",
    Act.CLAIM: "made a claim of responsibility",
    Act.DENIAL: "issued a denial",
    Act.CALL: "issued a call",
    Act.PRAISE: "expressed praise",
    Act.CONDEMNATION: "issued a condemnation",
    Act.DEMAND: "made a demand",
    Act.WARNING: "issued a warning",
    Act.ANNOUNCEMENT: "announced",
    Act.CONDOLENCE: "offered condolences",
    Act.OTHER: "said",
}

TARGETED = {
    Act.THREAT: "against",
    Act.CONDITIONAL_THREAT: "against",
    Act.DEMAND: "of",
    Act.WARNING: "to",
}
"""The preposition that joins the target to the verb; other acts do not name it."""

NOUNS = {
    Act.THREAT: "a threat",
    Act.CONDITIONAL_THREAT: "a conditional threat",
    Act.PLEDGE: "a pledge",
    Act.READINESS: "readiness",
    Act.CLAIM: "a claim",
    Act.DENIAL: "a denial",
    Act.CALL: "a call",
    Act.PRAISE: "praise",
    Act.CONDEMNATION: "condemnation",
    Act.DEMAND: "a demand",
    Act.WARNING: "a warning",
    Act.ANNOUNCEMENT: "announcements",
    Act.CONDOLENCE: "condolences",
    Act.OTHER: "statements",
}

REPORTING = word_set(
    "said says stated states announced announces affirmed affirms added adds told tells "
    "declared declares stressed stresses emphasised emphasized denied denies warned warns "
    "vowed vows called calls urged urges demanded demands asked asks claimed claims confirmed "
    "confirms condemned condemns rejected rejects praised praises thanked thanks welcomed "
    "welcomes expressed expresses offered offers reported reports described describes "
    "revealed reveals promised promises pledged pledges threatened threatens insisted insists "
    "mentioned mentions noted notes explained explains informed informs accused accuses "
    "invited invites wrote writes argued argues considered considers went put mourns mourned "
    "supports supported pointed points spoke speaks adding affirming saying stressing warning "
    "noting denying declaring claiming demanding calling expressing"
)

HEDGES = word_set(
    "reportedly allegedly probably apparently attributed unconfirmed unverified supposedly "
    "possibly perhaps may might initial preliminary about some nearly unclear without"
)
"""English words of which one keeps a doubt of the original visible."""

LANGUAGES = {
    "ar": "Arabic",
    "arz": "Egyptian Arabic",
    "apc": "Levantine Arabic",
    "ary": "Moroccan Arabic",
    "fa": "Persian",
    "prs": "Dari",
    "ps": "Pashto",
    "ur": "Urdu",
    "ckb": "Central Kurdish",
    "ku": "Kurdish",
    "he": "Hebrew",
    "tr": "Turkish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "en": "English",
    "fr": "French",
    "de": "German",
}
