"""Score statements, acts and names on our own annotated posts that nothing was fitted to.

The files named ``…-test.yaml`` of ``models/data/statements``. A statement is right where its
speaker is and its content shares half of its characters (intersection over union) with the
annotated one; acts are compared among those that share so much, whoever speaks. Days are not
compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from evaluation.exercise import Scores
from evaluation.scorers.attribution import Prf, iou
from evaluation.scorers.entities import entity_prf
from evaluation.scorers.labels import macro_f1
from evaluation.scorers.statements import VOICE, Said, said_of, statement_prf
from marsad.api import extract_text
from marsad.model import Statement
from models.data.examples import DATA, PostExample, StatementExample, read_posts

__all__ = ["score_own_posts"]

_KINDS = {
    "Person": "PER",
    "Organization": "ORG",
    "Place": "LOC",
    "Weapon": "WEAPON",
    "Date": "DATE",
}


def score_own_posts() -> Scores:
    """Return F1 of statements and mentions, and macro F1 of acts, by language, 0–100."""
    scores: Scores = {}
    for path in sorted((DATA / "statements").glob("*-test.yaml")):
        posts, errors = read_posts(path)
        if errors:
            raise errors[0]
        lang = path.stem.removesuffix("-test")
        statements, mentions, acts = Prf(), Prf(), list[tuple[str, str]]()
        for post in posts:
            found, named = _read(post)
            gold = [_gold(post, each) for each in post.statements]
            said = [replace(each, day=None) for each in said_of(found, gold)]
            statements += statement_prf(gold, said)[0]
            acts += _acts(gold, said)
            mentions += entity_prf(post.mentions, named, frozenset(_KINDS.values()))
        scores[f"own posts statements {lang}"] = 100 * statements.f1
        scores[f"own posts acts {lang} (macro F1)"] = 100 * macro_f1(acts)
        scores[f"own posts mentions {lang}"] = 100 * mentions.f1
    return scores


def _read(post: PostExample) -> tuple[Sequence[Statement], list[tuple[int, int, str]]]:
    extraction = extract_text(
        post.text,
        language=post.lang,
        owner=post.owner,
        voice=post.voice,
        published=datetime.combine(post.date, time(12), UTC),
    )
    named = [
        (m.span.start, m.span.end, _KINDS[m.kind]) for m in extraction.mentions if m.kind in _KINDS
    ]
    return extraction.statements, named


def _gold(post: PostExample, statement: StatementExample) -> Said:
    names = {post.text[slice(*span)] for span in (statement.speaker, statement.source) if span}
    if statement.speaker is None:  # the channel itself, also where it calls itself “we”
        names.add(VOICE)
    return Said(frozenset(names), None, statement.content, statement.act)


def _acts(gold: Iterable[Said], said: Sequence[Said]) -> Iterable[tuple[str, str]]:
    """Yield the acts, annotated and found, of statements with the same content."""
    for wanted in gold:
        for each in said:
            if iou(wanted.spans, each.spans) >= 0.5:
                yield wanted.act, each.act
                break
