"""Material for reports: the exercise with its annotations, and single posts made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.model import (
    UNDATED,
    Act,
    Alignment,
    Basis,
    Capture,
    Certainty,
    Dated,
    Entity,
    EntityKind,
    Event,
    Forward,
    Mention,
    Name,
    Observation,
    ObservationKind,
    Origin,
    Passage,
    Post,
    Precision,
    Reliability,
    Report,
    Role,
    Source,
    Span,
    Speaker,
    Statement,
    Story,
    Translation,
    Version,
)
from marsad.ports import PostView, ReportContext
from marsad.report import Material
from marsad.text import paragraphs

Row = Mapping[str, Any]
FIRST_VISIT = datetime(2026, 3, 3, 22, 0, tzinfo=UTC)
SECOND_VISIT = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
CREATED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LABEL = "Exercise: fictional"


@pytest.fixture(scope="session")
def created() -> datetime:
    return CREATED


@pytest.fixture(scope="session")
def exercise(repository: Path) -> Material:
    """The exercise as if it had been collected, translated and annotated without a mistake."""
    folder = repository / "exercise" / "silent_lantern"
    entities = {row["id"]: _entity(row) for row in _rows(folder / "entities.yaml")}
    sources = {row["id"]: _source(row) for row in _rows(folder / "sources.yaml")}
    posts = [p for lang in ("ar", "fa", "en") for p in _rows(folder / f"posts_{lang}.yaml")]
    posts.sort(key=lambda p: (str(p["date"]), p["id"]))
    views = {p["id"]: _view(p, sources[p["source"]]) for p in posts}
    by_id = {p["id"]: v.post.id for p, v in zip(posts, views.values(), strict=True)}
    return Material(
        stories=tuple(_stories(posts, by_id)),
        origins=_origins(posts, by_id),
        posts={v.post.id: v for v in views.values()},
        entities=entities,
    )


@pytest.fixture(scope="session")
def context_of() -> Callable[[Report, Material], ReportContext]:
    return make_context


def make_context(report: Report, material: Material) -> ReportContext:
    """Return the facts behind a report, with captures made up for each version."""
    views = material.posts.values()
    versions = {v.id: v for view in views for v in (*view.versions, view.version)}
    return ReportContext(
        report=report,
        sources={view.source.id: view.source for view in views},
        posts={view.post.id: view.post for view in views},
        versions=versions,
        captures={v.capture_id: _capture(v) for v in versions.values()},
        observations={view.post.id: view.observations for view in views},
    )


def _capture(version: Version) -> Capture:
    return Capture(
        id=version.capture_id,
        source_id="s",
        url="https://example.org/",
        fetched_at=version.seen_at,
        status=200,
        media_type="text/html",
        sha256=version.id.removeprefix("v_").rjust(64, "0"),
        size=1,
        seq=1,
        entry_hash="0" * 64,
        warc="w",
        offset=0,
        tool="test",
    )


# ------------------------------------------------------------ posts made by hand


@dataclass(repr=False)
class Maker:
    """Builds material from a few posts written in a test."""

    entities: dict[str, Entity]

    def source(self, **changes: Any) -> Source:
        plain = Source(
            id="valley-news",
            kind="telegram_web",
            address="https://t.me/s/valley_news_x",
            name="Valley News",
            languages=("en",),
            reliability=Reliability.C,
            label=LABEL,
        )
        return replace(plain, **changes)

    def view(
        self,
        text: str,
        *,
        source: Source | None = None,
        native_id: str = "1",
        language: str = "en",
        english: str | None = None,
        machine: bool = False,
        day: str | None = "2026-03-03",
        mentions: tuple[tuple[str, str | None], ...] = (),
        **changes: Any,
    ) -> PostView:
        source = source or self.source()
        post_id = Post.make_id(source.id, native_id)
        published = UNDATED
        if day:
            moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
            published = Dated(moment, Precision.MINUTE, "time element of the page")
        post = Post(post_id, source.id, native_id, f"https://t.me/x/{native_id}", published)
        version = _version(post_id, 1, text, FIRST_VISIT, language)
        passages = _passages(version, language)
        translations = _translations(passages, english, machine)
        found = tuple(
            Mention(f"m{i}", version.id, _find(text, words), "Person", entity_id, 1.0, "test")
            for i, (words, entity_id) in enumerate(mentions)
        )
        view = PostView(post, source, version, (version,), (), passages, translations, found)
        return replace(view, **changes)

    def statement(
        self,
        view: PostView,
        content: str,
        *,
        speaker: str | None = None,
        entity_id: str | None = None,
        basis: Basis = Basis.NAMED,
        act: Act = Act.OTHER,
        direct: bool = False,
        **changes: Any,
    ) -> Statement:
        text = view.version.text
        span = _find(text, speaker) if speaker and basis is not Basis.VOICE else None
        plain = Statement(
            id=f"s-{view.post.id}-{len(view.statements)}-{_find(text, content).start}",
            version_id=view.version.id,
            speaker=Speaker(speaker or "", basis, span, entity_id),
            content=(_find(text, content),),
            act=act,
            date=view.post.published,
            direct=direct,
        )
        return replace(plain, **changes)

    def material(self, *views: PostView, stories: tuple[Story, ...] = ()) -> Material:
        origins = {f"o{i}": Origin(f"o{i}", (v.post.id,)) for i, v in enumerate(views)}
        return Material(stories, origins, {v.post.id: v for v in views}, self.entities)


@pytest.fixture(scope="session")
def maker(exercise: Material) -> Maker:
    return Maker(dict(exercise.entities))


def _version(post_id: str, number: int, text: str, seen: datetime, language: str) -> Version:
    return Version(
        id=Version.make_id(post_id, text),
        post_id=post_id,
        number=number,
        text=text,
        seen_at=seen,
        capture_id=f"c-{post_id}-{number}",
        language=language,
        language_score=1.0,
        recipe="test/1",
    )


def _passages(version: Version, language: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(Passage.make_id(version.id, span), version.id, i, span, language)
        for i, span in enumerate(paragraphs(version.text))
    )


def _translations(
    passages: tuple[Passage, ...],
    english: str | None,
    machine: bool = False,
    pairs: tuple[tuple[Passage, Alignment], ...] = (),
) -> dict[str, Translation]:
    if english is None:
        return {}
    lines = [line for line in english.splitlines() if line.strip()]
    return {
        p.id: Translation(p.id, line, "memory", machine, tuple(a for q, a in pairs if q.id == p.id))
        for p, line in zip(passages, lines, strict=True)
    }


def _find(text: str, words: str, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


# ------------------------------------------------------------ the exercise


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows


def _entity(row: Row) -> Entity:
    names = tuple(
        Name(text, language, n == 0)
        for language, texts in row["names"].items()
        for n, text in enumerate(texts)
    )
    roles = tuple(
        Role(r["role"]["en"], r["org"], _iso(r["since"]), _iso(r["until"]))
        for r in row.get("roles") or ()
    )
    return Entity(row["id"], EntityKind(row["kind"]), names, roles, row["description"])


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _source(row: Row) -> Source:
    handle = str(row["handle"])
    address = handle if "://" in handle else f"https://t.me/s/{handle}"
    return Source(
        id=row["id"],
        kind=row["kind"],
        address=address,
        name=row["name"]["en"],
        owner=row["owner"],
        voice=row["voice"],
        languages=tuple(row["languages"]),
        reliability=Reliability(row["reliability"]),
        credit="The Marsad project",
        label=LABEL,
    )


def _view(row: Row, source: Source) -> PostView:
    post_id = Post.make_id(source.id, str(row["native_id"]))
    language = row["id"].split("-")[1]
    first = _version(post_id, 1, row["text"], FIRST_VISIT, language)
    post = Post(
        post_id,
        source.id,
        str(row["native_id"]),
        f"{source.address.replace('/s/', '/')}/{row['native_id']}",
        Dated(row["date"].astimezone(UTC), Precision.MINUTE, "time element of the page"),
        forward=_forward(row),
    )
    observations: tuple[Observation, ...] = ()
    if row.get("deleted"):
        seen = Observation("o1", post_id, ObservationKind.DELETED, SECOND_VISIT, "c2")
        observations = (seen,)
    statements = tuple(
        _statement(s, n, first, post.published) for n, s in enumerate(row["statements"])
    )
    passages = _passages(first, language)
    pairs = tuple(_pairs(row, passages))
    translations = _translations(passages, row.get("translation"), False, pairs)
    events = tuple(_event(e, n, first) for n, e in enumerate(row["events"]))
    view = PostView(
        post, source, first, (first,), observations, passages, translations, (), statements, events
    )
    return _edited(view, row, language) if row.get("edit") else view


def _edited(view: PostView, row: Row, language: str) -> PostView:
    """Move the view to its second version, keeping the statements whose words are still there."""
    edit = row["edit"]
    second = replace(_version(view.post.id, 2, edit["text"], SECOND_VISIT, language), edited=True)
    kept = [
        _moved(_statement(s, n, view.version, view.post.published), view.version, second)
        for n, s in enumerate(row["statements"])
    ]
    passages = _passages(second, language)
    return replace(
        view,
        version=second,
        versions=(view.version, second),
        passages=passages,
        translations=_translations(passages, edit.get("translation")),
        statements=tuple(kept),
        events=(),
    )


def _moved(statement: Statement, first: Version, second: Version) -> Statement:
    """Return the statement on the same lines of an edited text, whole lines where words changed."""
    words = statement.content[0].of(first.text)
    if words in second.text:
        content = _find(second.text, words)
    else:
        lines = zip(paragraphs(first.text), paragraphs(second.text), strict=True)
        touched = [b for a, b in lines if a.overlap(statement.content[0])]
        content = Span(touched[0].start, touched[-1].end)
    capability = content if statement.capability else None
    return replace(
        statement,
        version_id=second.id,
        content=(content,),
        speaker=replace(statement.speaker, span=None),
        cue=None,
        condition=None,
        hedges=(),
        capability=capability,
    )


def _forward(row: Row) -> Forward | None:
    found = row.get("forwarded_from")
    return Forward(found.get("name") or found["source"]) if found else None


def _pairs(row: Row, passages: tuple[Passage, ...]) -> list[tuple[Passage, Alignment]]:
    """Align each annotated content with its English, line by line."""
    found = []
    lines = [t for t in (row.get("translation") or "").splitlines() if t.strip()]
    for statement in row["statements"]:
        if not lines or not statement.get("content_en"):
            continue
        parts = zip(
            statement["content"].split("\n"), statement["content_en"].split("\n"), strict=False
        )
        for original, english in parts:
            for passage, line in zip(passages, lines, strict=True):
                text = passage.span.of(row["text"])
                if original in text and english in line:
                    found.append((passage, Alignment(_find(text, original), _find(line, english))))
    return found


def _statement(row: Row, n: int, version: Version, published: Dated) -> Statement:
    text = version.text

    def span(key: str) -> Span | None:
        words = row.get(key)
        return _find(text, words) if words and words in text else None

    named = row.get("speaker_text")
    entity_id = row.get("speaker")
    deadline = row.get("deadline_date")
    moment = datetime(deadline.year, deadline.month, deadline.day, tzinfo=UTC) if deadline else None
    target = row.get("target")
    return Statement(
        id=f"s-{version.id}-{n}",
        version_id=version.id,
        speaker=Speaker(
            named or "",
            Basis(row["basis"]),
            _find(text, named, row.get("speaker_n", 1)) if named and named in text else None,
            entity_id,
            row.get("role"),
            row.get("affiliation"),
        ),
        content=(_find(text, row["content"]),),
        act=Act(row["act"]),
        date=Dated(published.value, Precision.DAY, "date of the post"),
        cue=span("cue"),
        direct=row["direct"],
        target=target,
        condition=span("condition"),
        deadline=span("deadline"),
        deadline_at=Dated(moment, Precision.DAY, "named") if moment else UNDATED,
        capability=span("capability"),
        hedges=tuple(s for s in [span("hedge")] if s),
        chain=tuple(row.get("via") or ()),
        score=1.0,
        recipe="gold",
    )


def _event(row: Row, n: int, version: Version) -> Event:
    toll = row.get("casualties") or {}
    day = row.get("date")
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    return Event(
        id=f"e-{version.id}-{n}",
        version_id=version.id,
        span=_find(version.text, row["span"]),
        type=row["type"],
        actor=row.get("actor"),
        target=row.get("target"),
        place=row.get("place"),
        place_precision="probable" if row["certainty"] == "probable" else "named",
        date=Dated(moment, Precision.DAY, "named") if moment else UNDATED,
        certainty=Certainty(row["certainty"]),
        killed=toll.get("killed"),
        injured=toll.get("injured"),
        recipe="gold",
    )


def _origins(posts: list[dict[str, Any]], by_id: Mapping[str, str]) -> dict[str, Origin]:
    found: dict[str, list[str]] = {}
    for row in posts:
        found.setdefault(row["origin"], []).append(by_id[row["id"]])
    return {name: Origin(name, tuple(ids)) for name, ids in found.items()}


def _stories(posts: list[dict[str, Any]], by_id: Mapping[str, str]) -> list[Story]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in posts:
        if row["story"] != "none":
            found.setdefault(row["story"], []).append(row)
    return [
        Story(
            name,
            rows[0]["text"][:60],
            tuple(by_id[r["id"]] for r in rows),
            tuple(dict.fromkeys(r["origin"] for r in rows)),
        )
        for name, rows in found.items()
        if len(rows) > 1
    ]


def later(moment: datetime, hours: int) -> datetime:
    return moment + timedelta(hours=hours)
