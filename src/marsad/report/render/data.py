"""JSON: the whole report as data, with the facts behind every endnote."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from cattrs.preconf.json import JsonConverter, make_converter

from ...model import Citation, Report, Version
from ...ports import ReportContext
from .._masking import mask_spans
from .page import page

__all__ = ["SCHEMA", "JsonRenderer"]

SCHEMA = "marsad/report/1"
"""Name and version of the format; the number rises when a reader of it would have to change."""


class JsonRenderer:
    """Writes the report's blocks, and the cited versions with their posts and captures.

    Private persons are withheld as in every product: ``quote`` has placeholders where a citation
    is masked, and no version carries its text.
    """

    name = "json"
    suffix = "json"

    def render(self, context: ReportContext) -> bytes:
        """Return the document in UTF-8, keys sorted."""
        converter = make_converter()
        document = {
            "schema": SCHEMA,
            "report": converter.unstructure(_masked(context.report)),
            "endnotes": converter.unstructure(page(context).notes),
            "versions": [_version(converter, v) for _, v in sorted(context.versions.items())],
            "posts": _sorted(converter, context.posts),
            "sources": _sorted(converter, context.sources),
            "captures": _sorted(converter, context.captures),
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        return (text + "\n").encode("utf-8", "replace")


def _sorted(converter: JsonConverter, values: Any) -> list[Any]:
    return [converter.unstructure(value) for _, value in sorted(values.items())]


def _version(converter: JsonConverter, version: Version) -> Any:
    """Return a version's facts without its text, which the citations quote."""
    return converter.unstructure(replace(version, text="", title=None))


def _masked(report: Report) -> Report:
    blocks = tuple(
        replace(
            block,
            sentences=tuple(
                replace(s, citations=tuple(_withheld(c) for c in s.citations))
                for s in block.sentences
            ),
        )
        for block in report.blocks
    )
    return replace(report, blocks=blocks)


def _withheld(citation: Citation) -> Citation:
    return replace(citation, quote=mask_spans(citation.quote, citation.masked, citation.span.start))
