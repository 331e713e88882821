"""Entities: the list, and the dossier of one with its exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starlette.responses import Response

from ...api import Dossier, EntityFilter
from ...model import EntityKind
from ..bench import Page, Visit
from ..drawings import grid, tied
from ..queries import Pages
from ..words import kind_word
from .entity_decisions import decided

__all__ = ["PAGES"]

_SIZE = 50
_SAID = 20
_MOMENTS = 60
"""Lines of the timeline that are shown at once; the rest follow on request."""

_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jsonl": "application/x-ndjson",
}
_FORMATS = {
    "html": "HTML",
    "pdf": "PDF",
    "docx": "DOCX",
    "markdown": "Markdown",
    "json": "JSON",
    "stix": "STIX 2.1",
    "ftm": "FollowTheMoney",
    "misp": "MISP",
}


def list_entities(visit: Visit) -> Response:
    """List entities by name, kind, list, and whether they speak."""
    asked = visit.asked
    kind = asked.choice("kind", set(EntityKind), "kind")
    datasets = [(d.id, d.title) for d in visit.workspace.read.datasets()]
    dataset = asked.choice("dataset", {key for key, _ in datasets}, "list")
    query = EntityFilter(
        name=asked.text("name"),
        kind=EntityKind(kind) if kind else None,
        speaks=asked.choice("speaks", ("yes",), "choice") is not None,
        dataset=dataset,
    )
    found = visit.workspace.find_entities(query, visit.bench.entities.values())
    pages = Pages.of(asked.page(), _SIZE, len(found))
    return visit.page(
        "entities.html",
        found=found[pages.offset : pages.offset + _SIZE],
        total=len(found),
        pages=pages,
        query=query,
        kind_choices=[(k.value, kind_word(k.value)) for k in EntityKind],
        datasets=datasets,
    )


def one_entity(visit: Visit) -> Response:
    """Show the dossier of an entity."""
    asked = visit.asked
    dossier = visit.workspace.dossier(visit.part("id"), asked.day("from"), asked.day("to"))
    by, about = (tuple(s for s in dossier.said if s.own is own) for own in (True, False))
    of = asked.choice("of", ("by", "about"), "choice") or ("by" if by or not about else "about")
    said = by if of == "by" else about
    pages = Pages.of(asked.page(), _SAID, len(said))
    said = said[pages.offset : pages.offset + _SAID]
    whole = asked.choice("timeline", ("whole",), "choice") is not None
    moments = dossier.timeline if whole else dossier.timeline[-_MOMENTS:]
    own = of == "by"
    return visit.page(
        "entity.html",
        dossier=dossier,
        kind_word=kind_word(dossier.kind.value),
        shown_names=_headed(dossier),
        graph=tied(dossier.entity_id, dossier.name, dossier.ties),
        chart=grid(c for c in dossier.counts if c.own is own),
        of=of,
        said=said,
        pages=pages,
        moments=moments,
        grounds=_cited(dossier, [*said, *moments]),
        formats=[(n, _FORMATS.get(n, n)) for n in _names(visit)],
        names=visit.names,
        decisions=decided(visit, dossier.entity_id),
        decided_on=dossier.entity_id,
    )


def _headed(dossier: Dossier) -> list[tuple[str, str]]:
    """Return language and text of the best name in each other language."""
    found: dict[str, str] = {}
    for title in dossier.names:
        if title.text != dossier.name and (title.canonical or title.language not in found):
            found.setdefault(title.language, title.text)
    return [(language, text) for language, text in found.items() if language != "en"][:6]


def _cited(dossier: Dossier, shown: Iterable[object]) -> list[object]:
    """Return the notes that the page cites, with their own numbers."""
    numbers = set(dossier.background_notes)
    for item in (*_always(dossier), *shown):
        numbers |= set(getattr(item, "notes", ()))
    return [ground for ground in dossier.grounds if ground.number in numbers]


def _always(dossier: Dossier) -> Iterator[object]:
    for group in (
        dossier.names,
        dossier.properties,
        dossier.ties,
        dossier.designations,
        dossier.outlets,
        dossier.earlier,
        dossier.questions,
    ):
        yield from group


def _names(visit: Visit) -> list[str]:
    usual = list(_FORMATS)
    names = visit.workspace.dossier_formats()
    return sorted(names, key=lambda n: usual.index(n) if n in usual else len(usual))


def product(visit: Visit) -> Response:
    """Return a dossier in one format, as a file to keep."""
    entity = visit.workspace.entity(visit.part("id")).entity
    name = visit.part("format")
    asked = visit.asked
    body, suffix = visit.workspace.render_dossier(
        entity.id, name, asked.day("from"), asked.day("to")
    )
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in entity.id)
    headers = {"Content-Disposition": f'attachment; filename="dossier-{kept}.{suffix}"'}
    media_type = _TYPES.get(suffix, "application/json")
    return Response(body, media_type=media_type, headers=headers)


PAGES: dict[str, Page] = {
    "/entities": list_entities,
    "/entities/{id}": one_entity,
    "/entities/{id}/as/{format}": product,
}
