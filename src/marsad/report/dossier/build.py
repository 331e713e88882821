"""Draw up a dossier: a pure function of what was gathered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ...model import EntityKind, Fact, Report, ReportKind, Span
from .designations import designations
from .grounds import Register
from .identity import names, properties, shown
from .material import DossierMaterial
from .outlets import ACCOUNT, outlets
from .questions import questions
from .sayings import counts, said, targets
from .ties import EDGES, ties
from .timeline import timeline
from .values import Dossier, Earlier
from .whens import of_iso

__all__ = ["draw_up", "reports_naming"]


def draw_up(material: DossierMaterial) -> Dossier:
    """Return the dossier of ``material``; the same material always gives the same dossier."""
    register = Register(material)
    view, entity = material.view, material.view.entity
    titles, told = names(register), properties(register)
    joined, listed, spoken_in = ties(register), designations(register), outlets(register)
    own = tuple(said(register, material.by, own=True))
    others = tuple(said(register, material.about, own=False))
    past = tuple(_earlier(register))
    background = entity.background
    return Dossier(
        entity_id=entity.id,
        kind=entity.kind,
        name=entity.name(),
        at=material.at,
        period=material.period,
        names=titles,
        properties=told,
        background=background,
        background_notes=register.entry(entity) if background else (),
        merged=tuple(key for key in view.merged if key != entity.id),
        retired=view.retired,
        ties=joined,
        designations=listed,
        outlets=spoken_in,
        said=(*own, *others),
        counts=counts(material.by, material.about),
        targets=targets(register, material.by),
        statements=(len(material.by), len(material.about)),
        mentions=len(material.named_in),
        timeline=timeline(register, told, joined, listed, (*own, *others), past),
        earlier=past,
        questions=questions(register, told, joined, listed, spoken_in),
        grounds=register.grounds,
        coverage=material.told.coverage,
        labels=_labels(material),
        facts=tuple(_facts(register)),
    )


def _earlier(register: Register) -> Iterator[Earlier]:
    """Yield the reports that name the entity, then the stories in which it occurs."""
    for report in register.material.reports:
        day = of_iso((report.published or report.created).date().isoformat())
        yield Earlier(report.id, report.kind.value, report.title, day, register.report(report))
    posts = register.material.told.posts
    for story in register.material.told.stories:
        cited = [p for p in story.post_ids if p in posts][:1]
        notes = tuple(n for p in cited for n in register.passages(p, _beginning(register, p)))
        first = story.post_ids[0]  # its title is the first line of this post
        if notes and (first in posts or first in register.material.openings):
            title = register.withheld(first, story.title)
            yield Earlier(story.id, "story", title, of_iso(story.first_day), notes)


def _beginning(register: Register, post_id: str) -> list[Span]:
    return [passage.span for passage in register.reading(post_id).passages[:1]]


def _labels(material: DossierMaterial) -> tuple[str, ...]:
    """Return the marks of the sources that name the entity."""
    posts = material.told.posts
    found = {posts[key].source.label for key in material.named_in if key in posts}
    return tuple(sorted(found - {""}))


_PROSE = frozenset(("reason", "summary", "description", "notes"))
"""What lists tell of a person in sentences: relatives and homes may stand in any."""


def _facts(register: Register) -> Iterator[Fact]:
    """Yield the facts that products may hold; of a person's accounts and family nothing."""
    view = register.material.view
    yield from (fact for fact in view.facts if shown(register, fact))
    person = view.entity.kind is EntityKind.PERSON
    for facts in view.joined.values():
        yield from (
            fact
            for fact in facts
            if (fact.schema in (*EDGES, "Sanction") and not (person and fact.prop in _PROSE))
            or (fact.prop == "parent" and fact.refers)
            or (fact.schema == "UserAccount" and fact.prop in ACCOUNT and not person)
        )


def reports_naming(reports: Iterable[Report], names: Collection[str]) -> tuple[Report, ...]:
    """Return the reports of which a sentence has one of ``names`` as whole words; no dossiers."""
    if not names:
        return ()
    longest = sorted(names, key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return tuple(
        report
        for report in reports
        if report.kind is not ReportKind.DOSSIER
        and any(named.search(s.text) for b in report.blocks for s in b.sentences)
    )
