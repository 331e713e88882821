"""Score statements, acts and names on our own annotated posts that nothing was fitted to.

The files named ``…-test.yaml`` of ``models/data/statements``. A statement is right where its
speaker is and its content shares half of its characters (intersection over union) with the
annotated one; acts are compared among those that share so much, whoever speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from evaluation.exercise import Scores
from evaluation.scorers.attribution import Prf
from evaluation.scorers.entities import entity_prf
from evaluation.scorers.statements import Said, statement_prf
from marsad.api import extract_text
from marsad.model import Statement
from models.data.examples import DATA, PostExample, StatementExample, read_posts

__all__ = ["macro_f1", "score_own_posts"]

_VOICE = "(the channel itself)"
_ANYONE = frozenset({"anyone"})
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
            said = list(_said(found, gold))
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
    return Said(frozenset(names or {_VOICE}), None, statement.content, statement.act)


def _said(found: Iterable[Statement], gold: Iterable[Said]) -> Iterable[Said]:
    """A speaker whose words contain the gold's, or the other way round, is the same."""
    names = {name for said in gold for name in said.speakers}
    for statement in found:
        own = _VOICE if statement.speaker.span is None else statement.speaker.text
        same = {name for name in names if own and (name in own or own in name)}
        spans = tuple((s.start, s.end) for s in statement.content)
        yield Said(frozenset(same | {own}), None, spans, statement.act.value)


def _acts(gold: Iterable[Said], said: Sequence[Said]) -> Iterable[tuple[str, str]]:
    """Yield the acts, annotated and found, of statements with the same content."""
    for wanted in gold:
        for each in said:
            one, other = replace(wanted, speakers=_ANYONE), replace(each, speakers=_ANYONE)
            if statement_prf([one], [other])[0].right:
                yield wanted.act, each.act
                break


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 over the labels that occur; pairs are of annotated and found."""
    scores = []
    for label in {wanted for wanted, _ in pairs}:
        right = sum(a == b == label for a, b in pairs)
        total = sum(a == label for a, _ in pairs) + sum(b == label for _, b in pairs)
        scores.append(2 * right / total)
    return sum(scores) / len(scores) if scores else 0.0
