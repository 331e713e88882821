"""Dossiers of entities: drawn up, as reports, and in the formats that others read."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Entity, Report
from ..pipeline import Scope
from ..pipeline.dossiers import gather_dossier
from ..pipeline.entity_list import EntityFilter, entity_named, matching
from ..report.dossier import Dossier, DossierMaterial, as_report, draw_up, exporters
from .entities import Entities
from .reporting import Reporting

__all__ = ["Dossiers"]


class Dossiers(Entities, Reporting):
    """What is known of an entity, and by whom."""

    def find_entities(
        self, query: EntityFilter, among: Iterable[Entity] | None = None
    ) -> tuple[tuple[Entity, int], ...]:
        """Return the entities that fit, each with how many statements it makes, best first.

        :param among: to look in; all where None.
        """
        entities = self.entities().values() if among is None else among
        return matching(self.read, entities, query)

    def entity_named(self, text: str) -> Entity:
        """Return the entity of an id, or the only one of a name in any script.

        :raises NotFoundError: there is none, or several have that name; the hint lists them.
        """
        return entity_named(self.known, text)

    def dossier(
        self, entity_id: str, day_from: str | None = None, day_to: str | None = None
    ) -> Dossier:
        """Draw up the dossier of an entity.

        :param day_from: first UTC day of statements, events and stories; facts are not narrowed.
        :param day_to: last such day.
        :raises NotFoundError: there is no entity of that id.
        :raises ReportError: a day is no day.
        """
        return draw_up(self._material(entity_id, day_from, day_to))

    def dossier_report(
        self, entity_id: str, day_from: str | None = None, day_to: str | None = None
    ) -> Report:
        """Return the dossier as a report, which is not kept; :meth:`keep` does.

        :raises NotFoundError: there is no entity of that id.
        :raises ReportError: a day is no day.
        """
        material = self._material(entity_id, day_from, day_to)
        owed = {v.source.credit for v in material.told.posts.values() if v.source.credit}
        return as_report(
            draw_up(material),
            material,
            audience=self.config.audience,
            label=self.config.label,
            desk=self.config.desk,
            credited=[f"Source material: {credit}" for credit in sorted(owed)],
        )

    def dossier_formats(self) -> tuple[str, ...]:
        """Return the names of the formats that :meth:`render_dossier` knows."""
        return tuple(sorted({*self.renderers.names(), *exporters()}))

    def render_dossier(
        self,
        entity_id: str,
        format_name: str,
        day_from: str | None = None,
        day_to: str | None = None,
    ) -> tuple[bytes, str]:
        """Return the dossier in one format, and the suffix of a file that holds it.

        :raises NotFoundError: there is no entity of that id, or no such format.
        """
        exporter = exporters().get(format_name)
        if exporter is not None:
            dossier = self.dossier(entity_id, day_from, day_to)
            return exporter.export(dossier, self.config.desk), exporter.suffix
        suffix = self.renderers.get(format_name).suffix
        report = self.dossier_report(entity_id, day_from, day_to)
        return self.render(report, format_name), suffix

    def _material(
        self, entity_id: str, day_from: str | None, day_to: str | None
    ) -> DossierMaterial:
        view = self.entity(entity_id)
        return gather_dossier(self.read, self.known, view, Scope(day_from, day_to), self.clock())
