"""Ask a question: the statements and passages that answer it, each with what proves it."""

from __future__ import annotations

from ..model.answer import Answer
from ..ports import Reader
from .known import Known
from .pieces import LEAST, RECIPE, ranked
from .questions import ANY_DAY, Period, asked, candidates
from .quoting import count_origins, quoted
from .searching import Meanings

__all__ = ["ask"]

_NOTHING = (
    "Nothing found that answers: no passage is as near to the question as {least:g} (a cosine, "
    "chosen on 46 questions about a fictional exercise). Say it in other words, name who or what "
    "is meant, or widen the period."
)


def ask(
    reader: Reader,
    known: Known,
    meanings: Meanings,
    text: str,
    limit: int = 8,
    period: Period = ANY_DAY,
) -> Answer:
    """Return at most ``limit`` quotations that answer ``text``, a question in any language.

    Posts are found by meaning, by words and by whom the question names; their passages and
    statements are then compared with it. Statements that a person rejected are left out.

    :raises WorkspaceError: there are posts, but none was read for search by meaning.
    """
    about = asked(known, meanings, text)
    views = {v.post.id: v for v in candidates(reader, meanings, about, period)}
    items = quoted(reader, ranked(list(views.values()), about, meanings.engine()), known, limit)
    shown = dict.fromkeys(key for q in items for key in (q.post_id, *(c.post_id for c in q.copies)))
    return Answer(
        question=about.question,
        items=items,
        posts=len(shown),
        origins=count_origins([views[key] for key in shown]),
        recipe=f"{RECIPE}; {meanings.engine().recipe}",
        least=LEAST,
        note="" if items else _NOTHING.format(least=LEAST),
    )
