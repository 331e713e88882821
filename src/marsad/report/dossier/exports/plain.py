"""JSON: the dossier as it is, with its notes."""

from __future__ import annotations

import json
from dataclasses import replace

from cattrs.preconf.json import make_converter

from ..values import Dossier, Ground

__all__ = ["SCHEMA", "JsonExporter"]

SCHEMA = "marsad/dossier/1"
"""Name and version of the format; the number rises when a reader of it would have to change."""


class JsonExporter:
    """Writes every item with the numbers of its notes; ``grounds`` are the notes.

    Private persons are withheld as in every product: a note has its words masked, and no citation.
    """

    name = "json"
    suffix = "json"
    media_type = "application/json"

    def export(self, dossier: Dossier, desk: str) -> bytes:
        """Return the document in UTF-8, keys sorted."""
        grounds = tuple(_public(ground) for ground in dossier.grounds)
        coverage = dossier.coverage
        if coverage is not None:
            rows = tuple(
                replace(row, source=replace(row.source, address=_address(row.source.address)))
                for row in coverage.sources
            )
            coverage = replace(coverage, sources=rows)
        shown = replace(dossier, grounds=grounds, coverage=coverage)
        document = {
            "schema": SCHEMA,
            "desk": desk,
            "dossier": make_converter().unstructure(shown),
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        return (text + "\n").encode("utf-8", "replace")


def _public(ground: Ground) -> Ground:
    return replace(ground, citation=None, url=_address(ground.url))


def _address(url: str) -> str:
    """Return a web address; what lies on this machine stays out of products."""
    return url if url.startswith(("http://", "https://")) else ""
