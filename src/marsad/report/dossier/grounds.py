"""Number what the items of a dossier rest on; one note for one place, however often it is cited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from ...model import Dated, Entity, Fact, Judgement, Precision, Report, Source, Span
from .._facts import Facts
from .._masking import mask_spans, private_in_english
from .._reading import Reading
from ..material import by_name
from .material import DossierMaterial
from .values import Ground, GroundKind

__all__ = ["Register"]


class Register:
    """Collects notes in the order in which they are first asked for."""

    def __init__(self, material: DossierMaterial) -> None:
        self.material = material
        self.facts = Facts(material.told)
        self._found: dict[tuple[object, ...], Ground] = {}
        self._readings: dict[str, Reading] = {}

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Return all notes so far."""
        return tuple(self._found.values())

    @cached_property
    def known(self) -> Collection[str]:
        """Normalised names of all entities, which are never withheld."""
        own = by_name([self.material.view.entity])
        return self.facts.called.keys() | own.keys()

    def _note(self, key: tuple[object, ...], ground: Ground) -> int:
        held = self._found.setdefault(key, replace(ground, number=len(self._found) + 1))
        return held.number

    # ------------------------------------------------------------ lists

    def listed(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """Cite what lists say: the list, where in it, when it was read, and the post behind it."""
        found: list[int] = []
        for fact in facts:
            found.append(self._list(fact))
            found += self._passage_of(fact)
        return tuple(dict.fromkeys(found))

    def _list(self, fact: Fact) -> int:
        dataset = self.material.view.datasets.get(fact.dataset)
        place = fact.reference or fact.entity_id
        key = (GroundKind.LIST, fact.dataset, place, fact.first_seen, fact.gone)
        ground = Ground(
            number=0,
            kind=GroundKind.LIST,
            id=f"{fact.dataset}/{place}",
            title=dataset.title if dataset else fact.dataset,
            reference=place,
            at=Dated(fact.first_seen, Precision.DAY, "first read in this list"),
            last=fact.last_seen,
            gone=fact.gone,
            authority=bool(dataset and dataset.authority),
            url=dataset.url if dataset else "",
        )
        return self._note(key, ground)

    def _passage_of(self, fact: Fact) -> tuple[int, ...]:
        if fact.version_id is None or fact.span is None:
            return ()
        views = self.material.told.posts.values()
        post = next((v.post.id for v in views if v.version.id == fact.version_id), None)
        return self.passages(post, [fact.span]) if post else ()

    # ------------------------------------------------------------ posts

    def reading(self, post_id: str) -> Reading:
        """Return a post as it is read for quotation."""
        if post_id not in self._readings:
            material = self.material
            view = material.told.posts.get(post_id) or material.openings[post_id]
            self._readings[post_id] = Reading(view, self.known)
        return self._readings[post_id]

    def withheld(self, post_id: str, told: str) -> str:
        """Return what is told of a post without the private persons that the post names."""
        reading = self.reading(post_id)
        names = [span.of(reading.view.version.text) for span in reading.withheld]
        return mask_spans(told, private_in_english(told, names, self.known))

    def passages(self, post_id: str, spans: Sequence[Span]) -> tuple[int, ...]:
        """Cite passages of a post's newest version, with the hash of its sealed capture."""
        reading = self.reading(post_id)
        view, capture = reading.view, self.material.captures.get(reading.view.version.capture_id)
        return tuple(
            self._note(
                (GroundKind.POST, citation.version_id, citation.span),
                Ground(
                    number=0,
                    kind=GroundKind.POST,
                    id=f"{citation.version_id}/{citation.span.start}-{citation.span.end}",
                    title=view.source.name,
                    at=view.post.published,
                    url=view.post.url,
                    quote=mask_spans(citation.quote, citation.masked, citation.span.start),
                    language=view.version.language or "und",
                    sha256=capture.sha256 if capture else "",
                    reliability=view.source.reliability.value,
                    post_id=post_id,
                    version_id=citation.version_id,
                    citation=citation,
                ),
            )
            for citation in reading.cite(spans)
        )

    # ------------------------------------------------------------ this workspace

    def entry(self, entity: Entity) -> tuple[int, ...]:
        """Cite the entry of an entity in this workspace's own files of entities."""
        title = entity.provenance or "entities of this workspace"
        ground = Ground(0, GroundKind.ENTRY, entity.id, title, reference=entity.id)
        return (self._note((GroundKind.ENTRY, entity.id), ground),)

    def source(self, source: Source) -> tuple[int, ...]:
        """Cite what an editor wrote down of a source."""
        ground = Ground(
            0, GroundKind.SOURCE, source.id, source.name, reference=source.id, url=source.address
        )
        return (self._note((GroundKind.SOURCE, source.id), ground),)

    def judgement(self, judgement: Judgement) -> tuple[int, ...]:
        """Cite a person's decision."""
        at = Dated(judgement.at, Precision.SECOND, "day of the decision")
        kind = GroundKind.JUDGEMENT
        ground = Ground(0, kind, judgement.id, judgement.by, judgement.reason, at)
        return (self._note((kind, judgement.id), ground),)

    def report(self, report: Report) -> tuple[int, ...]:
        """Cite an earlier report."""
        at = Dated(report.published or report.created, Precision.DAY, "day of the report")
        ground = Ground(0, GroundKind.REPORT, report.id, report.title, report.kind.value, at)
        return (self._note((GroundKind.REPORT, report.id), ground),)
