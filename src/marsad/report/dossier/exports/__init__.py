"""Dossiers in the formats that other programs read. The same dossier gives the same bytes."""

from collections.abc import Mapping
from typing import Protocol

from ..values import Dossier
from .ftm import FtmExporter
from .misp import MispExporter
from .plain import JsonExporter
from .stix import StixExporter

__all__ = ["Exporter", "exporters"]


class Exporter(Protocol):
    """Turns a dossier into one file format."""

    @property
    def name(self) -> str:
        """What the format is called on the command line."""

    @property
    def suffix(self) -> str:
        """Suffix of a file in it, without the dot."""

    @property
    def media_type(self) -> str:
        """Its media type."""

    def export(self, dossier: Dossier, desk: str) -> bytes:
        """Return the file; ``desk`` is who made it, as written in the configuration."""


def exporters() -> Mapping[str, Exporter]:
    """Return the exporters by name."""
    found: tuple[Exporter, ...] = (JsonExporter(), StixExporter(), FtmExporter(), MispExporter())
    return {exporter.name: exporter for exporter in found}
