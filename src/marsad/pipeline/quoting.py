"""What is found becomes a quotation with all that is needed to check it; near-copies once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ..cluster import Text, trace_origins
from ..extract.endpoint.addressed import addressed
from ..model import Capture, Span, Speaker, quotation
from ..model.answer import Copy, Quoted, QuotedSpeaker, Seal
from ..ports import PostView, Reader
from .english import part_in_english, said_in_english
from .known import Known
from .pieces import Piece
from .withholding import Told

__all__ = ["count_origins", "quoted"]

_LATEST = datetime.max.replace(tzinfo=UTC)


def quoted(reader: Reader, pieces: Sequence[Piece], known: Known, most: int) -> tuple[Quoted, ...]:
    """Return the best ``most`` of ``pieces``, numbered from 1; a near-copy is told with the first.

    Private persons are withheld as in every product.
    """
    chosen = _without_copies(pieces)[:most]
    ids = sorted({piece.view.version.capture_id for piece, _ in chosen})
    captures = reader.captures_by_id(ids)
    return tuple(
        _quoted(number, piece, copies, captures[piece.view.version.capture_id], known)
        for number, (piece, copies) in enumerate(chosen, 1)
    )


def count_origins(views: Sequence[PostView]) -> int:
    """Return where the texts of ``views`` started: forwards and near-copies count once."""
    return len(trace_origins([_post_text(view) for view in views]))


def _without_copies(pieces: Sequence[Piece]) -> list[tuple[Piece, tuple[Copy, ...]]]:
    """Return each of ``pieces`` but near-copies, the earliest of which stands for all.

    Copies in the same post are left out.
    """
    texts = [_piece_text(number, piece) for number, piece in enumerate(pieces)]
    origin_of = {i: o.id for o in trace_origins(texts) for i in o.post_ids}
    groups: dict[str, list[Piece]] = {}
    for text, piece in zip(texts, pieces, strict=True):
        groups.setdefault(origin_of[text.post_id], []).append(piece)
    found: list[tuple[Piece, tuple[Copy, ...]]] = []
    for group in groups.values():
        first = min(group, key=lambda piece: piece.view.post.published.value or _LATEST)
        views = {p.view.post.id: p.view for p in group if p.view.post.id != first.view.post.id}
        found.append((first, tuple(map(_copy, views.values()))))
    return found


def _piece_text(number: int, piece: Piece) -> Text:
    view = piece.view
    return Text(
        post_id=str(number),
        source_id=view.source.id,
        channel="",
        native_id="",
        text=_original(piece),
        published=view.post.published.value,
    )


def _post_text(view: PostView) -> Text:
    return Text(
        post_id=view.post.id,
        source_id=view.source.id,
        channel=view.source.address,
        native_id=view.post.native_id,
        text=view.version.text,
        published=view.post.published.value,
        forward=view.post.forward,
    )


def _copy(view: PostView) -> Copy:
    return Copy(view.post.id, view.post.url, view.source.name, view.post.published)


def _original(piece: Piece) -> str:
    return quotation(piece.view.version.text, piece.spans)


def _quoted(
    number: int,
    piece: Piece,
    copies: tuple[Copy, ...],
    capture: Capture,
    known: Known,
) -> Quoted:
    """Return a passage as a quotation, with what a statement adds where it is one."""
    told = Told(piece.view, known, piece.view.version)
    found = _passage(number, piece, told, capture, copies)
    statement = piece.statement
    if statement is None:
        return found
    return replace(
        found,
        said=statement.date,
        statement_id=statement.id,
        act=statement.act,
        speaker=_speaker(statement.speaker, told),
    )


def _passage(
    number: int, piece: Piece, told: Told, capture: Capture, copies: tuple[Copy, ...]
) -> Quoted:
    view, version, passage = piece.view, told.version, piece.passage
    return Quoted(
        number=number,
        original=told.quotation(piece.spans),
        language=passage.language,
        spans=piece.spans,
        passage=passage.span,
        post_id=view.post.id,
        url=view.post.url,
        version_id=version.id,
        version_number=version.number,
        source_id=view.source.id,
        source_name=view.source.name,
        published=view.post.published,
        said=view.post.published,
        seal=Seal(capture.id, capture.sha256, capture.seq, capture.entry_hash, capture.url),
        nearness=piece.nearness,
        score=piece.score,
        why=piece.why,
        english=told.english(_english(piece), piece.spans),
        machine=_machine(piece),
        copies=copies,
        addressed=_addressed(version.text, version.language, passage.span),
    )


def _english(piece: Piece) -> str:
    if piece.passage.language.startswith("en"):
        return ""
    if piece.statement is not None:
        return said_in_english(piece.view, piece.statement)
    return part_in_english(piece.view, piece.passage.span)


def _machine(piece: Piece) -> bool:
    translation = piece.view.translations.get(piece.passage.id)
    return translation is not None and translation.translated and translation.machine


def _speaker(speaker: Speaker, told: Told) -> QuotedSpeaker:
    entities = told.known.entities
    known = entities.get(speaker.entity_id or "")
    body = entities.get(speaker.affiliation_id or "")
    return QuotedSpeaker(
        name=known.name() if known else told.speaker(speaker),
        basis=speaker.basis,
        entity_id=speaker.entity_id,
        role=speaker.role or "",
        affiliation=body.name() if body else "",
    )


def _addressed(text: str, language: str | None, passage: Span) -> tuple[Span, ...]:
    return tuple(span for span in addressed(text, language) if span.overlap(passage))
